package settlement_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/parley-p2p/parley/parleytest/settlement"
)

// small has all that there is to a panel with few members: one seat, then three, then seven.
var small = settlement.Rules{Window: 5, Unbonding: 2000, Seats: 1, Stake: 60, Fee: 15, Commit: 20, Finality: 5, Reveal: 10, Appeal: 15}

// wide has majorities in its first round.
var wide = settlement.Rules{Window: 5, Unbonding: 2000, Seats: 3, Stake: 50, Fee: 20, Commit: 20, Finality: 0, Reveal: 10, Appeal: 15}

func deploy(t testing.TB, r settlement.Rules) *settlement.Machine {
	t.Helper()
	m, err := settlement.Deploy(settlement.Shipped(), r)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// play is a run of random moves from a seed, to the end or not, and the first difference that it showed.
func play(deployed *settlement.Machine, document func() *settlement.Model, did map[string]int, steps int, end bool) func(*rapid.T) error {
	return func(t *rapid.T) error {
		d := settlement.Duel{Model: document(), Machine: deployed.Copy(), Did: did}
		if err := d.Play(t, steps); err != nil || !end {
			return err
		}
		return d.End()
	}
}

// The same random moves for the document and for the contracts, as they are deployed. That they get anywhere, to every row and
// stage, the next test shows.
func TestTheContractsAreTheDocument(t *testing.T) { // C14 to C30, C33, C48 to C52; SETTLEMENT invariants 1 to 12, 15
	rows, did := map[settlement.Row]int{}, map[string]int{}
	for name, rules := range map[string]settlement.Rules{"one seat": small, "three seats": wide} {
		t.Run(name, func(t *testing.T) {
			run := play(deploy(t, rules), func() *settlement.Model {
				m := settlement.NewModel(rules)
				m.Rows = rows
				return m
			}, did, 40, true)
			rapid.Check(t, func(t *rapid.T) {
				if err := run(t); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
	t.Logf("how deals ended, by row of the table: %v; what was done: %v", rows, did)
}

// A difference between document and contracts is found, wherever it is: in any row, by one unit; in any deadline, by one second;
// in any figure that the contracts are constructed with, by one.
func TestAPlantedDifferenceIsFound(t *testing.T) {
	planted := map[string]func(*settlement.Model){}
	for row, is := range settlement.Table() {
		planted["row "+string(row)] = func(m *settlement.Model) {
			m.Table[row] = func(s settlement.Sums) settlement.Shares {
				shares := is(s)
				shares.Payer--
				shares.Farmer++
				return shares
			}
		}
	}
	for _, state := range []settlement.State{settlement.Open, settlement.Submitted, settlement.Disputed} {
		planted[fmt.Sprintf("the deadline of state %d", state)] = func(m *settlement.Model) {
			is := m.Deadlines[state]
			m.Deadlines[state] = func(d *settlement.Deal) int64 { return is(d) + 1 }
		}
	}
	planted["stake that may leave counts"] = func(m *settlement.Model) {
		m.Departs = func(p *settlement.Position) int64 { return p.LeaveFrom + 1_000_000 }
	}
	for figure, of := range map[string]func(*settlement.Rules) *int64{
		"window":    func(r *settlement.Rules) *int64 { return &r.Window },
		"unbonding": func(r *settlement.Rules) *int64 { return &r.Unbonding },
		"stake":     func(r *settlement.Rules) *int64 { return &r.Stake },
		"fee":       func(r *settlement.Rules) *int64 { return &r.Fee },
		"commit":    func(r *settlement.Rules) *int64 { return &r.Commit },
		"finality":  func(r *settlement.Rules) *int64 { return &r.Finality },
		"reveal":    func(r *settlement.Rules) *int64 { return &r.Reveal },
		"appeal":    func(r *settlement.Rules) *int64 { return &r.Appeal },
	} {
		planted["the figure "+figure] = func(m *settlement.Model) {
			rules := m.Rules
			*of(&rules)++
			*m = *settlement.NewModel(rules)
		}
	}
	deployed := deploy(t, small)
	for name, plant := range planted {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			machine := deployed.Copy()
			runs := func(end bool) *rapid.Generator[error] {
				return rapid.Custom(play(machine, func() *settlement.Model {
					m := settlement.NewModel(small)
					plant(m)
					return m
				}, map[string]int{}, 10, end))
			}
			ended, begun := runs(true), runs(false)
			const most = 500
			for seed := range most {
				run := begun
				if seed%10 == 0 { // the end costs as much as the rest, and shows little that is new
					run = ended
				}
				if err := run.Example(seed); err != nil {
					t.Logf("found by run %d: %v", seed, err)
					return
				}
			}
			t.Errorf("not found in %d runs", most)
		})
	}
}

// Every row sums to P + D + F: else the model, not the contract, would be wrong.
func TestTheTableConservesMoney(t *testing.T) { // SETTLEMENT invariants 2, 9 to 11
	rapid.Check(t, func(t *rapid.T) {
		n := func(name string) int64 { return rapid.Int64Range(0, 1000).Draw(t, name) }
		s := settlement.Sums{P: n("P"), D: n("D"), F: n("F"), Rt: n("Rt"), Ft: n("Ft"), Fc: n("Fc"), M: n("M")}.Clamped()
		s.C = rapid.Int64Range(0, s.P).Draw(t, "C")
		for row, of := range settlement.Table() {
			shares := of(s)
			if sum := shares.Payer + shares.Farmer + shares.Panel + shares.Burned; sum != s.P+s.D+s.F {
				t.Errorf("row %s of %+v sums to %d", row, s, sum)
			}
			if min(shares.Payer, shares.Farmer, shares.Panel, shares.Burned) < 0 {
				t.Errorf("row %s of %+v is negative: %+v", row, s, shares)
			}
		}
	})
}
