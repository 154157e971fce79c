package settlement

// State is where a deal is, as the contract numbers it.
type State int

// The states. Closed deals become Unopened once they cannot be opened any more.
const (
	Unopened State = iota
	Open
	Submitted
	Disputed
	Closed
)

// Arbiters that are no account.
const (
	Nobody   Account = -1
	ThePanel Account = -2
)

// Deal is what was signed, and what has become of it. Requester and farmer are the accounts of that name.
type Deal struct {
	ID                        [32]byte
	Payer, Arbiter            Account
	Sums                      // as signed; C is 0
	OpenBy, StartBy, SubmitBy int64
	AcceptWindow, JudgeWindow int64

	State    State
	Drawn    bool
	Since    int64
	Delivery *Delivery // as submitted
	Grounds  *Grounds
	opened   bool
}

// Delivery is a result and its price.
type Delivery struct {
	Digest byte
	Cost   int64
}

// Grounds are a dispute: about what, and the claim against it.
type Grounds struct {
	Delivery
	NotServed bool
	Claimed   byte // digest
	Fuel      int64
}

// Verdict is an arbiter's, as the contract numbers it.
type Verdict int

// The verdicts.
const (
	Correct Verdict = iota + 1
	Wrong
	Undetermined
)

// Ruling is what an arbiter found.
type Ruling struct {
	Verdict Verdict
	Served  bool
	Digest  byte
	Fuel    int64
}

// Model is the contracts as the document describes them. Each move says whether the document allows it, and if so makes it.
// The fields may be changed before the first move: then it is another document.
type Model struct {
	Rules     Rules
	Table     map[Row]func(Sums) Shares
	Deadlines map[State]func(*Deal) int64
	Departs   func(*Position) int64 // the second from which what was announced to leave counts for no draw

	Now, Block int64
	Free       map[Account]int64
	Marks      map[Account]*Marks
	Burned     int64
	Rows       map[Row]int // how deals ended

	bench
}

// NewModel is the document, under these rules.
func NewModel(r Rules) *Model {
	m := &Model{Rules: r, Table: Table(), Now: Genesis, Block: GenesisBlock, Free: map[Account]int64{}, Marks: map[Account]*Marks{}, Rows: map[Row]int{}}
	m.Deadlines = map[State]func(*Deal) int64{
		Open:      func(d *Deal) int64 { return max(d.SubmitBy, d.Since+r.Window) },
		Submitted: func(d *Deal) int64 { return d.Since + max(d.AcceptWindow, r.Window) },
		Disputed:  func(d *Deal) int64 { return d.Since + max(d.JudgeWindow, r.Window) },
	}
	m.Departs = func(p *Position) int64 { return p.LeaveFrom }
	m.bench = newBench()
	return m
}

// Live says whether money is locked.
func (d *Deal) Live() bool { return d.State == Open || d.State == Submitted || d.State == Disputed }

// Deadline is the last second of a live deal's state.
func (m *Model) Deadline(d *Deal) int64 { return m.Deadlines[d.State](d) }

func (m *Model) over(d *Deal) bool { return m.Now > m.Deadline(d) }

// Judge is who may rule: nobody where the arbiter named is a party.
func (d *Deal) Judge() Account {
	if d.Arbiter == Requester || d.Arbiter == Farmer || d.Arbiter == d.Payer {
		return Nobody
	}
	return d.Arbiter
}

// sums are the deal's, for a claimed cost.
func (d *Deal) sums(cost int64) Sums {
	s := d.Sums.Clamped()
	s.C = cost
	return s
}

// Locked is P + D + F.
func (d *Deal) Locked() int64 { return d.P + d.D + d.F }

// Deposit moves tokens into the ledger.
func (m *Model) Deposit(to Account, amount int64) { m.Free[to] += amount }

// Withdraw moves them out.
func (m *Model) Withdraw(by Account, amount int64) bool {
	if amount > m.Free[by] {
		return false
	}
	m.Free[by] -= amount
	return true
}

// Open opens a deal that payer and farmer agree to (or not), with its terms shown or not.
func (m *Model) Open(d *Deal, disclosed, agreed bool) bool {
	payer := Requester
	if disclosed {
		payer = d.Payer
	}
	if d.opened || m.Now > d.OpenBy || !agreed || payer != d.Payer || disclosed && !m.sound(d) {
		return false
	}
	if m.Free[payer] < d.P+d.D || m.Free[Farmer] < d.F {
		return false
	}
	m.Free[payer] -= d.P + d.D
	m.Free[Farmer] -= d.F
	d.State, d.opened, d.Since = Open, true, m.Now
	return true
}

// sound is what the contract checks of terms that it is shown at open: I4, what is covered, and the order of deadlines.
func (m *Model) sound(d *Deal) bool {
	covered := d.D >= d.Rt && d.D >= d.M && d.F >= d.Ft && d.F >= d.Fc && d.Fc >= 3*d.M
	ordered := d.StartBy <= d.SubmitBy && d.SubmitBy >= m.Now+m.Rules.Window && d.AcceptWindow >= m.Rules.Window && d.JudgeWindow >= m.Rules.Window
	return covered && ordered && (d.Arbiter == Nobody || d.Judge() != Nobody)
}

// Decline is row 1, by the farmer.
func (m *Model) Decline(d *Deal, agreed bool) bool {
	return d.State == Open && m.Now <= d.StartBy && !m.over(d) && agreed && m.close(d, "1", 0)
}

// Cancel is row 1, by both.
func (m *Model) Cancel(d *Deal, agreed bool) bool {
	if !d.Live() || !agreed {
		return false
	}
	if d.Drawn {
		return m.close(d, Row1Drawn, 0)
	}
	return m.close(d, "1", 0)
}

// Split is row 10.
func (m *Model) Split(d *Deal, toPayer, toFarmer int64, agreed bool) bool {
	fee := int64(0)
	if d.Drawn {
		fee = d.sums(0).M
	}
	return d.Live() && agreed && toPayer+toFarmer+fee == d.Locked() && m.pay(d, "10", Shares{toPayer, toFarmer, fee, 0})
}

// Expire is row 2.
func (m *Model) Expire(d *Deal) bool { return d.State == Open && m.over(d) && m.close(d, "2", 0) }

// Submit is row 4.
func (m *Model) Submit(d *Deal, by Account, v Delivery) bool {
	if d.State != Open || by != Farmer || m.over(d) || v.Cost > d.P {
		return false
	}
	d.State, d.Since, d.Delivery = Submitted, m.Now, &v
	return true
}

// Settle is row 3, or row 6 after the draw. signed: by the requester. Below the price, only the farmer can show an acceptance
// of anything but what it has submitted.
func (m *Model) Settle(d *Deal, by Account, v Delivery, signed, disclosed bool) bool {
	offered := d.Delivery != nil && *d.Delivery == v
	if !d.Live() || !signed || v.Cost > d.P || !offered && v.Cost != d.P && by != Farmer {
		return false
	}
	if !disclosed && (d.State == Disputed || d.Payer != Requester) {
		return false
	}
	if d.Drawn {
		return m.close(d, "6", v.Cost)
	}
	return m.close(d, "3", v.Cost)
}

// Claim is row 5.
func (m *Model) Claim(d *Deal, v Delivery) bool {
	return d.State == Submitted && m.over(d) && *d.Delivery == v && m.close(d, "5", v.Cost)
}

// Dispute begins a case.
func (m *Model) Dispute(d *Deal, by Account, g Grounds) bool {
	if d.State != Submitted || by != Requester || m.over(d) || *d.Delivery != g.Delivery || !g.wellFormed() {
		return false
	}
	d.State, d.Since, d.Grounds = Disputed, m.Now, &g
	if d.Judge() == ThePanel {
		m.told(d)
	}
	return true
}

// wellFormed: a wrong result is another digest, or the same one for another amount of fuel; of what was not served nothing can
// be claimed.
func (g Grounds) wellFormed() bool {
	if g.NotServed {
		return g.Claimed == 0 && g.Fuel == 0
	}
	return g.Claimed != g.Digest || g.Fuel != 0
}

// Draw has the arbiter take the case: its fee is due from here on.
func (m *Model) Draw(d *Deal, by Account) bool {
	if d.State != Disputed || by != d.Judge() || m.over(d) || d.Drawn {
		return false
	}
	d.Drawn = true
	return true
}

// Rule is rows 6 to 9.
func (m *Model) Rule(d *Deal, by Account, g Grounds, r Ruling) bool {
	if d.State != Disputed || by != d.Judge() || m.over(d) || *d.Grounds != g {
		return false
	}
	return m.close(d, row(g, r), g.Cost)
}

// row is the one that a ruling on a dispute means.
func row(g Grounds, r Ruling) Row {
	switch {
	case r.Verdict == Undetermined:
		return "9"
	case r.Verdict == Correct && !g.NotServed:
		return "6"
	case r.Verdict == Correct && r.Served:
		return "8b"
	case r.Verdict == Correct:
		return "8"
	case !g.NotServed && g.Claimed == r.Digest && (r.Digest != g.Digest || g.Fuel == r.Fuel):
		return "7"
	}
	return "7b"
}

// Lapse is row 9b.
func (m *Model) Lapse(d *Deal, g Grounds) bool {
	return d.State == Disputed && m.over(d) && *d.Grounds == g && m.close(d, "9b", g.Cost)
}

// close ends a deal by a row of the table.
func (m *Model) close(d *Deal, row Row, cost int64) bool {
	return m.pay(d, row, m.Table[row](d.sums(cost)))
}

func (m *Model) pay(d *Deal, row Row, s Shares) bool {
	m.Rows[row]++
	m.Free[d.Payer] += s.Payer
	m.Free[Farmer] += s.Farmer
	if s.Panel != 0 {
		m.Free[d.Judge()] += s.Panel
	}
	m.Burned += s.Burned
	m.mark(d, row)
	if d.State == Disputed {
		m.ended(d, row)
	}
	d.State = Closed
	return true
}
