package ledger

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// What a deal of the rows is over: P, C, and by the collateral D = max(Rt, M), F = max(Ft, Fc).
const (
	rowPrice = 1001
	rowCost  = 801
	rowLate  = 50  // Rt = 5 % of P
	rowFee   = 101 // M = 10.1 %
	rowBond  = 401 // Fc = 40.1 %, Ft = 20 %
	rowShow  = 200
)

// rowCollateral rounds down to the amounts above.
func rowCollateral(arbiter deals.Address) deals.Collateral {
	return deals.Collateral{Late: 500, NoShow: 2000, Cheat: 4010, Fee: 1010, Arbiter: arbiter}
}

var result = deals.Hash(sha256.Sum256([]byte("the result")))

// agreement is a deal of a World that both sides have signed, as each side's record has it.
type agreement struct {
	*testing.T
	World
	requester, farmer deals.Record
}

// agree makes a deal that can be opened for a minute, declined for two, submitted for ten, accepted for an hour and judged
// for two.
func agree(t *testing.T, w World, nonce string) *agreement {
	t.Helper()
	r, f := w.Party(Requester), w.Party(Farmer)
	now, err := r.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	after := func(d time.Duration) int64 { return now.Add(d).UnixMilli() }
	details, err := deals.Collaterals.Encode(rowCollateral(w.Party(Arbiter).Account().Address))
	if err != nil {
		t.Fatal(err)
	}
	id := sha256.Sum256([]byte(nonce))
	raw, err := proto.Marshal(&messages.Terms{
		Version: 1, Sow: id[:], Quote: id[:], Requester: id[:], Farmer: id[:], Service: "parley.test/rows/1",
		Price: &messages.Price{PerUnit: fmt.Sprint(rowPrice), Ceiling: fmt.Sprint(rowPrice), Asset: r.Asset().String()}, Units: 1,
		Settlement: &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW, Contract: r.Contract().String(),
			Asset: r.Asset().String(), Payer: r.Account().String(), Payee: f.Account().String(), Details: details},
		AcceptByMs: after(time.Minute), StartByMs: after(2 * time.Minute), DeliverByMs: after(10 * time.Minute),
		ReviewMs: 3600_000, JudgeMs: 7200_000,
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := deals.Derive(raw, r.TermsHash, r.DealID)
	if err != nil {
		t.Fatal(err)
	}
	a := &agreement{T: t, World: w, requester: deals.Record{Role: protocol.Requester, Papers: *p}, farmer: deals.Record{Role: protocol.Farmer, Papers: *p}}
	payer, err := r.SignDeal(p.Deal)
	a.must(err)
	farmer, err := f.SignDeal(p.Deal)
	a.must(err)
	a.requester.PayerSignature, a.requester.FarmerSignature = payer, farmer
	a.farmer.PayerSignature, a.farmer.FarmerSignature = payer, farmer
	return a
}

func (a *agreement) must(err error) {
	a.Helper()
	if err != nil {
		a.Fatal(err)
	}
}

// open opens the deal.
func (a *agreement) open(by Seat) {
	a.Helper()
	r := a.requester
	errs, err := a.Party(by).Open(a.Context(), []deals.Opening{{Deal: r.Papers.Deal, PayerSignature: r.PayerSignature, FarmerSignature: r.FarmerSignature}})
	a.must(err)
	a.must(errs[0])
}

// accept has the requester sign for a delivery, and both sides hold that.
func (a *agreement) accept(digest deals.Hash, cost int64) {
	a.Helper()
	d := deals.Delivery{Digest: digest, Cost: fmt.Sprint(cost)}
	signature, err := a.Party(Requester).SignAcceptance(a.requester.Papers.ID, d)
	a.must(err)
	a.must(a.Party(Farmer).VerifyAcceptance(a.requester.Papers.ID, d, a.Party(Requester).Account().Address, signature))
	a.requester.Accepted = &deals.Acceptance{Delivery: d, Signature: signature}
	a.farmer.Accepted = a.requester.Accepted
}

func (a *agreement) submit() {
	a.Helper()
	a.farmer.Result = &deals.Delivery{Digest: result, Cost: fmt.Sprint(rowCost)}
	a.must(a.Party(Farmer).Submit(a.Context(), &a.farmer))
	got, err := a.Party(Requester).Submission(a.Context(), a.requester.Papers.ID)
	a.must(err)
	if diff := cmp.Diff(a.farmer.Result, got); diff != "" {
		a.Errorf("what the requester reads of the submission (C18, C34): %s", diff)
	}
}

func (a *agreement) dispute(c deals.Complaint) {
	a.Helper()
	a.submit()
	a.requester.Complaint = &c
	a.must(a.Party(Requester).Dispute(a.Context(), &a.requester))
}

// record is a seat's.
func (a *agreement) record(of Seat) *deals.Record {
	if of == Farmer {
		return &a.farmer
	}
	return &a.requester
}

func (a *agreement) state(want deals.State) {
	a.Helper()
	s, err := a.Party(Farmer).Status(a.Context(), a.farmer.Papers.ID, 1)
	a.must(err)
	if s.State != want {
		a.Errorf("the deal is %s, want %s", s.State, want)
	}
}

// gains are what each party has more than before the deal.
type gains struct{ Requester, Farmer, Arbiter, Burned int64 }

// row is a row of the payout table, brought about by one of those who may.
type row struct {
	name string
	by   []Seat
	play func(a *agreement, by Seat) func() error // what is left is the row's own transaction
	want gains
}

const none = 0

// The rows (docs/SETTLEMENT.md), each from every side that can reach it.
var rows = []row{
	{"1 decline", []Seat{Farmer}, func(a *agreement, by Seat) func() error {
		return func() error { return a.Party(by).Decline(a.Context(), a.record(by)) }
	}, gains{}},
	{"1 cancel", []Seat{Requester, Farmer, Stranger}, func(a *agreement, by Seat) func() error {
		a.submit()
		return func() error {
			return a.Party(by).Cancel(a.Context(), a.record(by), a.canceled(Requester), a.canceled(Farmer))
		}
	}, gains{}},
	{"1 cancel once drawn", []Seat{Requester, Farmer}, func(a *agreement, by Seat) func() error {
		a.dispute(deals.Complaint{NotServed: true})
		a.must(a.Party(Arbiter).Draw(a.Context(), &a.farmer))
		return func() error {
			return a.Party(by).Cancel(a.Context(), a.record(by), a.canceled(Requester), a.canceled(Farmer))
		}
	}, gains{-51, -50, rowFee, none}},
	{"2 no result", []Seat{Requester, Farmer, Stranger}, func(a *agreement, by Seat) func() error {
		a.Advance(11 * time.Minute)
		return func() error { return a.Party(by).Expire(a.Context(), a.record(by)) }
	}, gains{rowShow, -rowShow, none, none}},
	{"3 accepted while open", []Seat{Farmer}, func(a *agreement, by Seat) func() error {
		a.accept(result, rowCost)
		return func() error { return a.Party(by).Settle(a.Context(), a.record(by)) }
	}, gains{-rowCost, rowCost, none, none}},
	{"3 accepted at the price", []Seat{Requester, Farmer, Stranger}, func(a *agreement, by Seat) func() error {
		a.accept(result, rowPrice)
		return func() error { return a.Party(by).Settle(a.Context(), a.record(by)) }
	}, gains{-rowPrice, rowPrice, none, none}},
	{"3 accepted once submitted", []Seat{Requester, Farmer, Stranger}, func(a *agreement, by Seat) func() error {
		a.submit()
		a.accept(result, rowCost)
		return func() error { return a.Party(by).Settle(a.Context(), a.record(by)) }
	}, gains{-rowCost, rowCost, none, none}},
	{"3 accepted in a dispute", []Seat{Requester, Farmer}, func(a *agreement, by Seat) func() error {
		a.dispute(deals.Complaint{NotServed: true})
		a.accept(result, rowCost)
		return func() error { return a.Party(by).Settle(a.Context(), a.record(by)) }
	}, gains{-rowCost, rowCost, none, none}},
	{"3 a part", []Seat{Farmer}, func(a *agreement, by Seat) func() error {
		a.accept(deals.Hash{1}, 300)
		return func() error { return a.Party(by).Settle(a.Context(), a.record(by)) }
	}, gains{-300, 300, none, none}},
	{"5 silence", []Seat{Requester, Farmer, Stranger}, func(a *agreement, by Seat) func() error {
		a.submit()
		a.Advance(time.Hour + time.Second)
		return func() error { return a.Party(by).Claim(a.Context(), a.record(by)) }
	}, gains{-rowCost - rowLate, rowCost + rowLate, none, none}},
	{"6 correct", []Seat{Arbiter}, func(a *agreement, by Seat) func() error {
		a.dispute(deals.Complaint{ClaimedDigest: deals.Hash{7}})
		return func() error { return a.Party(by).Rule(a.Context(), &a.farmer, Ruling{Verdict: Correct}) }
	}, gains{-rowCost - rowFee, rowCost, rowFee, none}},
	{"6 accepted once drawn", []Seat{Requester, Farmer}, func(a *agreement, by Seat) func() error {
		a.dispute(deals.Complaint{NotServed: true})
		a.must(a.Party(Arbiter).Draw(a.Context(), &a.farmer))
		a.accept(result, rowCost)
		return func() error { return a.Party(by).Settle(a.Context(), a.record(by)) }
	}, gains{-rowCost - rowFee, rowCost, rowFee, none}},
	{"7 wrong", []Seat{Arbiter}, func(a *agreement, by Seat) func() error {
		a.dispute(deals.Complaint{ClaimedDigest: deals.Hash{7}})
		return func() error {
			return a.Party(by).Rule(a.Context(), &a.farmer, Ruling{Verdict: Wrong, Digest: deals.Hash{7}})
		}
	}, gains{150, -rowBond, rowFee, 150}},
	{"7b both wrong", []Seat{Arbiter}, func(a *agreement, by Seat) func() error {
		a.dispute(deals.Complaint{ClaimedDigest: deals.Hash{7}})
		return func() error {
			return a.Party(by).Rule(a.Context(), &a.farmer, Ruling{Verdict: Wrong, Digest: deals.Hash{8}})
		}
	}, gains{none, -rowBond, rowFee, 300}},
	{"8 not served", []Seat{Arbiter}, func(a *agreement, by Seat) func() error {
		a.dispute(deals.Complaint{NotServed: true})
		return func() error { return a.Party(by).Rule(a.Context(), &a.farmer, Ruling{Verdict: Correct}) }
	}, gains{-rowCost, rowCost - rowFee, rowFee, none}},
	{"8b served", []Seat{Arbiter}, func(a *agreement, by Seat) func() error {
		a.dispute(deals.Complaint{NotServed: true})
		return func() error { return a.Party(by).Rule(a.Context(), &a.farmer, Ruling{Verdict: Correct, Served: true}) }
	}, gains{-rowCost - 51, rowCost - 50, rowFee, none}},
	{"9 undetermined", []Seat{Arbiter}, func(a *agreement, by Seat) func() error {
		a.dispute(deals.Complaint{ClaimedDigest: deals.Hash{7}})
		return func() error { return a.Party(by).Rule(a.Context(), &a.farmer, Ruling{Verdict: Undetermined}) }
	}, gains{-400 - 51, 400 - 50, rowFee, none}},
	{"9b nobody ruled", []Seat{Requester, Farmer, Stranger}, func(a *agreement, by Seat) func() error {
		a.dispute(deals.Complaint{ClaimedDigest: deals.Hash{7}})
		a.Advance(2*time.Hour + time.Second)
		return func() error { return a.Party(by).Lapse(a.Context(), a.record(by)) }
	}, gains{-400, 400, none, none}},
	{"10 split", []Seat{Requester, Farmer, Stranger}, func(a *agreement, by Seat) func() error {
		toPayer, toFarmer := amount(rowPrice+rowFee-250), amount(rowBond+250)
		return func() error {
			return a.Party(by).Split(a.Context(), a.record(by), toPayer, toFarmer, a.split(Requester, toPayer, toFarmer), a.split(Farmer, toPayer, toFarmer))
		}
	}, gains{-250, 250, none, none}},
}

func (a *agreement) canceled(by Seat) []byte {
	a.Helper()
	signature, err := a.Party(by).SignCancel(a.requester.Papers.ID)
	a.must(err)
	return signature
}

func (a *agreement) split(by Seat, toPayer, toFarmer messages.Amount) []byte {
	a.Helper()
	signature, err := a.Party(by).SignSplit(a.requester.Papers.ID, toPayer, toFarmer)
	a.must(err)
	return signature
}

// C14, C15, C16, C19 to C24, C33: what is locked and paid, row by row.
func testRows(t *testing.T, w World) {
	const locked = rowPrice + rowFee + rowBond
	must(t, w.Party(Requester).Deposit(t.Context(), "for the rows", amount(200_000)))
	must(t, w.Party(Farmer).Deposit(t.Context(), "for the rows", amount(200_000)))
	for _, row := range rows {
		for _, by := range row.by {
			t.Run(fmt.Sprintf("%s by %d", row.name, by), func(t *testing.T) {
				before := look(t, w)
				a := agree(t, w, t.Name())
				a.open(Requester)
				a.state(deals.Open)
				conserved(t, w, locked)
				if p := look(t, w); before.Requester.Free-p.Requester.Free != rowPrice+rowFee || before.Farmer.Free-p.Farmer.Free != rowBond {
					t.Errorf("locked %d and %d, want P + D and F (C14, C15)", before.Requester.Free-p.Requester.Free, before.Farmer.Free-p.Farmer.Free)
				}
				move := row.play(a, by)
				must(t, move())
				p := look(t, w)
				got := gains{p.Requester.Free - before.Requester.Free, p.Farmer.Free - before.Farmer.Free, p.Arbiter.Free - before.Arbiter.Free, p.Burned - before.Burned}
				if diff := cmp.Diff(row.want, got); diff != "" {
					t.Errorf("gains: %s", diff)
				}
				conserved(t, w, 0)
				_ = move() // refused, or answered as before
				if diff := cmp.Diff(p, look(t, w)); diff != "" {
					t.Errorf("played twice, it pays twice: %s", diff)
				}
			})
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
