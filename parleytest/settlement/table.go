package settlement

import "fmt"

// Sums are the letters of the payout table, each at most what the locked amounts cover.
type Sums struct{ P, C, D, F, Rt, Ft, Fc, M int64 }

// Clamped is what a contract may move once a deal is open, whatever was signed: Rt to D, Ft and Fc to F, M to min(D, Fc/3).
func (s Sums) Clamped() Sums {
	s.Rt, s.Ft, s.Fc = min(s.Rt, s.D), min(s.Ft, s.F), min(s.Fc, s.F)
	s.M = min(s.M, s.D, s.Fc/3)
	return s
}

// Shares are who gets what of P + D + F.
type Shares struct{ Payer, Farmer, Panel, Burned int64 }

// Row names a row of the payout table.
type Row string

// Row1Drawn is row 1 where both cancel after the draw: the fee is due, and shared. Row 10 is as signed, and so not in the
// table.
const Row1Drawn Row = "1 drawn"

// Table is the payout table.
func Table() map[Row]func(Sums) Shares {
	half := func(n int64) int64 { return n / 2 }            // ⌊n/2⌋
	rest := func(n int64) int64 { return n - n/2 }          // ⌈n/2⌉
	award := func(s Sums) int64 { return half(s.Fc - s.M) } // A
	return map[Row]func(Sums) Shares{
		"1":       func(s Sums) Shares { return Shares{Payer: s.P + s.D, Farmer: s.F} },
		Row1Drawn: func(s Sums) Shares { return Shares{s.P + s.D - rest(s.M), s.F - half(s.M), s.M, 0} },
		"2":       func(s Sums) Shares { return Shares{Payer: s.P + s.D + s.Ft, Farmer: s.F - s.Ft} },
		"3":       func(s Sums) Shares { return Shares{Payer: s.P - s.C + s.D, Farmer: s.C + s.F} },
		"5":       func(s Sums) Shares { return Shares{Payer: s.P - s.C + s.D - s.Rt, Farmer: s.C + s.F + s.Rt} },
		"6":       func(s Sums) Shares { return Shares{s.P - s.C + s.D - s.M, s.C + s.F, s.M, 0} },
		"7":       func(s Sums) Shares { return Shares{s.P + s.D + award(s), s.F - s.Fc, s.M, s.Fc - s.M - award(s)} },
		"7b":      func(s Sums) Shares { return Shares{s.P + s.D, s.F - s.Fc, s.M, s.Fc - s.M} },
		"8":       func(s Sums) Shares { return Shares{s.P - s.C + s.D, s.C + s.F - s.M, s.M, 0} },
		"8b":      func(s Sums) Shares { return Shares{s.P - s.C + s.D - rest(s.M), s.C + s.F - half(s.M), s.M, 0} },
		"9": func(s Sums) Shares {
			return Shares{s.P - half(s.C) + s.D - rest(s.M), half(s.C) + s.F - half(s.M), s.M, 0}
		},
		"9b": func(s Sums) Shares { return Shares{Payer: s.P - half(s.C) + s.D, Farmer: half(s.C) + s.F} },
	}
}

// Marks are the outcomes that an account has counted, in the order of the contract's Account.
type Marks struct{ Delivered, Missed, Faulted, Accepted, Defaulted, Undetermined int64 }

// mark counts how a deal ended, for the farmer, for the payer, and for the requester where it lost a dispute.
func (m *Model) mark(d *Deal, row Row) {
	farmer, payer, requester := m.marksOf(Farmer), m.marksOf(d.Payer), m.marksOf(Requester)
	switch row {
	case "2":
		farmer.Missed++
	case "3":
		farmer.Delivered++
		payer.Accepted++
	case "5":
		farmer.Delivered++
		payer.Defaulted++
	case "6", "8", "8b":
		farmer.Delivered++
		requester.Defaulted++
	case "7", "7b":
		farmer.Faulted++
	case "9":
		farmer.Undetermined++
		requester.Undetermined++
	case "1", Row1Drawn, "9b", "10":
	default:
		panic(fmt.Sprintf("settlement: no row %q", row))
	}
}

func (m *Model) marksOf(a Account) *Marks {
	if m.Marks[a] == nil {
		m.Marks[a] = new(Marks)
	}
	return m.Marks[a]
}
