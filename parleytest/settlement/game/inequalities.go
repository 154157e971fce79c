package game

import (
	"fmt"
	"math"
)

// Inequality is one of docs/SETTLEMENT.md, in units: Left is to be no less than Right.
type Inequality struct {
	Name, Says  string
	Left, Right float64
}

// Holds says whether it does.
func (i Inequality) Holds() bool { return i.Left >= i.Right*(1-1e-12) }

// Odds are what the inequalities assume and nobody can set: chances.
type Odds struct {
	Unable   float64 // an honest member cannot tell: its machine, or its time
	Mistaken float64 // e: a right result is found wrong, and that stands
}

// Shipping are the odds that the defaults are made for.
var Shipping = Odds{Unable: 0.05, Mistaken: 0.05}

// Undecided is u: all who are drawn cannot tell, or say so because somebody has bought them, as the rest of Upheld may be.
func (f Figures) Undecided(o Odds) float64 {
	return math.Pow(o.Unable+1-f.Upheld, 1+redraws)
}

// Least is the least p that I1 holds with, for work that costs all of its price.
func (f Figures) Least(o Odds) float64 {
	u, p := f.Undecided(o), float64(f.Price)
	return p / ((1-u)*(p+float64(f.Fc)) + u*(p+float64(f.M))/2)
}

// Inequalities are I1 to I8 of these figures, for work that costs all of its price: c = C = P.
func Inequalities(f Figures, o Odds) []Inequality {
	n, s, m := float64(f.Rules.Seats), float64(f.Rules.Stake), float64(f.M)
	price, cheat, gas := float64(f.Price), float64(f.Fc), float64(f.Gas)
	cost, claim := price, price
	award := math.Floor((cheat - m) / 2)
	p, u, e := f.Looked, f.Undecided(o), o.Mistaken
	bought := math.Pow(1-f.Upheld, redraws) // those who are drawn in place of a seat that was bought are for sale too
	most := 4*n + 3                         // the seats of the last round
	return []Inequality{
		{"I1", "p[(1−u)(P+Fc) + u(P+M)/2] ≥ c", p * ((1-u)*(price+cheat) + u*(price+m)/2), cost},
		{"I2", "M(1−e−u/2) ≥ (e+u/2)C + eA", m * (1 - e - u/2), (e+u/2)*claim + e*award},
		{"I3", "Rt ≥ gas of the claim", float64(f.Rt), gas},
		{"I3", "P/10 ≥ Rt", price / 10, float64(f.Rt)},
		{"I4", "Fc ≥ 3M", cheat, 3 * m},
		{"I4", "Fc − M − A > 0", cheat - m - award, 1},
		{"I5", "M/n ≥ c + gas", m / n, cost + txs*gas},
		{"I6", "(1−q)(M/n + S·P[overturned]) ≥ c where one seat is the majority, else (1−q)M/n ≥ c", f.works(), cost},
		{"I7", "(n+1)/2 · S · P[overturned] ≥ max(P+Fc, C+A)", (n + 1) / 2 * s * f.Upheld, max(price+cheat, claim+award)},
		{"I7", "M/n − c − gas of a call ≥ (1−P[overturned])² · (Fc + (C−M)/2): what a seat loses that says it cannot tell, for a farmer that lied",
			m/n - cost - gas, bought * (cheat + (claim-m)/2)},
		{"I4", "M ≥ C: nobody gains by row 9 itself", m, claim},
		{"I8", "S ≥ M(4n+3)/(n(n+1))", s, m * most / (n * (n + 1))},
	}
}

// works is what a member has of running the work rather than guessing. Only where it is the majority of its round by itself can a
// wrong guess of its own be overturned: one of several loses no more than its part of the fee.
func (f Figures) works() float64 {
	n := float64(f.Rules.Seats)
	loss := float64(f.M) / n
	if f.Rules.Seats == 1 {
		loss += float64(f.Rules.Stake) * f.Upheld
	}
	return (1 - f.Guess) * loss
}

func (i Inequality) String() string {
	return fmt.Sprintf("%s: %s (%.0f, %.0f)", i.Name, i.Says, i.Left, i.Right)
}
