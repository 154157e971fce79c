package deals

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

type contract = Contract // its name is that of a method

// pen is a contract that only signs acceptances.
type pen struct{ contract }

func (pen) SignAcceptance(Hash, Delivery) ([]byte, error) { return []byte("signed"), nil }
func (pen) Account() Account                              { return Account{} }

// What is claimed of a wrong result is what a run of one's own gives for what is on the chain; what is right after all is accepted.
func TestRerun(t *testing.T) { // C51, C52; SETTLEMENT row 7
	submitted := &Delivery{Digest: Hash{1}, Cost: "90"}
	heard := &Complaint{ClaimedDigest: Hash{2}} // in the session, of one task
	sure := &Complaint{ClaimedDigest: Hash{3}, ClaimedFuel: 7}
	dearer := &Acceptance{Delivery: Delivery{Digest: Hash{4}, Cost: "95"}, Signature: []byte("earlier")}
	fails := errors.New("no module")
	for name, c := range map[string]struct {
		gives   *Complaint
		err     error
		signed  *Acceptance // on record before
		late    bool        // no time is left
		fails   bool
		want    Record
		decides Step
	}{
		"wrong":                          {gives: sure, want: Record{Complaint: sure, Against: submitted, Sure: true}, decides: DoDispute},
		"right after all":                {want: Record{Against: submitted, Accepted: &Acceptance{Delivery: *submitted, Signature: []byte("signed")}}, decides: DoSettle},
		"right, and more was signed for": {signed: dearer, want: Record{Against: submitted, Accepted: dearer}, decides: Wait},
		"not now":                        {err: fails, fails: true, want: Record{Complaint: heard}, decides: DoDispute},
		"not before it is late":          {err: fails, late: true, want: Record{Complaint: heard, Against: submitted}, decides: DoDispute},
		"nothing can be compared":        {gives: heard, want: Record{Complaint: heard, Against: submitted}, decides: DoDispute},
	} {
		t.Run(name, func(t *testing.T) {
			id := Hash{9}
			ledger := &Ledger{Journal: new(journal.Memory)}
			papers := Papers{ID: id, Deal: Deal{Price: "100"}, Terms: Terms{AcceptWindow: 600, SubmitBy: 1000, Arbiter: Address{4}}}
			if err := ledger.update(t.Context(), id, func(r *Record) error {
				r.Papers, r.Role, r.Complaint, r.Opened, r.Ended, r.Accepted = papers, protocol.Requester, heard, true, true, c.signed
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			r, err := ledger.Get(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			s := Status{State: Submitted, Since: time.Unix(900, 0), Submitted: submitted}
			if !r.uncertain(s) {
				t.Error("nothing is looked at")
			}
			now := s.Since
			if c.late {
				now = now.Add(590 * time.Second)
			}
			s.Block.Time = now
			reconciler := &Reconciler{Contract: pen{}, Ledger: ledger, Margin: defaultMargin, Rerun: func(ctx context.Context, _ *Record, d Delivery) (*Complaint, error) {
				if d != *submitted {
					t.Errorf("it looks at %+v", d)
				}
				return c.gives, c.err
			}}
			if err := reconciler.rerun(t.Context(), r, s, now); (err != nil) != c.fails {
				t.Errorf("it says %v", err)
			}
			got, err := ledger.Get(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, Record{Complaint: got.Complaint, Against: got.Against, Sure: got.Sure, Accepted: got.Accepted}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if step := Next(got, s, time.Second).Step; step != c.decides {
				t.Errorf("next is %s, want %s", step, c.decides)
			}
			if got.uncertain(s) != c.fails {
				t.Errorf("it looks again: %v", got.uncertain(s))
			}
		})
	}
}

// A review of an earlier claim that ends late signs for that, and what was signed for since stays on record.
func TestWhatIsSignedForDoesNotFall(t *testing.T) { // SETTLEMENT rule 5
	id := Hash{9}
	ledger := &Ledger{Journal: new(journal.Memory)}
	f := &Funded{Contract: pen{}, Ledger: ledger, Digest: func(p *messages.Payload) (d [32]byte, err error) { d[0] = p.Body[0]; return d, nil }}
	for _, c := range []struct {
		digest byte
		cost   string
		want   Delivery // on record
	}{
		{1, "20", Delivery{Hash{1}, "20"}},
		{2, "10", Delivery{Hash{1}, "20"}},
		{3, "20", Delivery{Hash{3}, "20"}}, // the result, after its last part
		{4, "30", Delivery{Hash{4}, "30"}},
	} {
		s, err := f.accept(t.Context(), &Papers{ID: id}, &messages.Payload{Body: []byte{c.digest}}, c.cost)
		if err != nil || string(s.Signature) != "signed" {
			t.Fatalf("%s: signed %q: %v", c.cost, s.GetSignature(), err)
		}
		if r, err := ledger.Get(t.Context(), id); err != nil || r.Accepted.Delivery != c.want {
			t.Errorf("%s is signed for: %v is on record, want %v (%v)", c.cost, r.Accepted, c.want, err)
		}
	}
}

// contradiction is what a requester's own run gives in the place of a claim.
type contradiction struct{ digest byte }

func (c contradiction) Error() string { return "it gives something else" }
func (c contradiction) Evidence() (*messages.Payload, error) {
	return &messages.Payload{Type: "t", Body: []byte{c.digest}}, nil
}

// A wrong claim ends its session, and is held against what its farmer submits: where somebody judges.
func TestWrongClaimIsHeldAgainstTheFarmer(t *testing.T) { // C52
	for name, c := range map[string]struct {
		phase   protocol.Phase
		arbiter Address
		why     error
		want    *Complaint
	}{
		"a claim":              {protocol.Claimed, Address{4}, &protocol.Error{Code: protocol.Failed, Err: contradiction{5}}, &Complaint{ClaimedDigest: Hash{5}}},
		"nobody judges":        {protocol.Claimed, Address{}, contradiction{5}, nil},
		"a delivery":           {protocol.Delivered, Address{4}, contradiction{5}, nil}, // it is disputed in the session
		"nothing was compared": {protocol.Claimed, Address{4}, errors.New("too many units"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			ledger := &Ledger{Journal: new(journal.Memory)}
			p := &Papers{ID: Hash{9}, Terms: Terms{Arbiter: c.arbiter}}
			f := &Funded{Ledger: ledger, Digest: func(p *messages.Payload) (d [32]byte, err error) { d[0] = p.Body[0]; return d, nil }}
			if err := f.contradict(t.Context(), &protocol.View{Phase: c.phase}, p, c.why); err != nil {
				t.Fatal(err)
			}
			var got *Complaint
			if r, err := ledger.Get(t.Context(), p.ID); err == nil {
				got = r.Complaint
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What the session disputes, in this life or a later one, takes nothing from what a run of one's own has given for what is on the chain: who is
// wronged by a ruling goes by that.
func TestTheSessionSaysLess(t *testing.T) { // C51, C52; SETTLEMENT rule 8
	sure := &Complaint{ClaimedDigest: Hash{3}, ClaimedFuel: 7}
	for name, c := range map[string]struct {
		held Record
		want *Complaint
	}{
		"of the chain, by a run": {Record{Complaint: sure, Against: &Delivery{Digest: Hash{1}, Cost: "90"}, Sure: true}, sure},
		"of the session":         {Record{Complaint: sure}, &Complaint{ClaimedDigest: Hash{5}}},
		"nothing":                {Record{}, &Complaint{ClaimedDigest: Hash{5}}},
	} {
		t.Run(name, func(t *testing.T) {
			ledger := &Ledger{Journal: new(journal.Memory)}
			p := &Papers{ID: Hash{9}}
			if err := ledger.update(t.Context(), p.ID, func(r *Record) error {
				*r = c.held
				r.Papers = *p
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			f := &Funded{Ledger: ledger, Digest: func(p *messages.Payload) (d [32]byte, err error) { d[0] = p.Body[0]; return d, nil }}
			disputed := &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, Evidence: &messages.Payload{Type: "t", Body: []byte{5}}}
			if err := f.dispute(t.Context(), p, disputed); err != nil {
				t.Fatal(err)
			}
			got, err := ledger.Get(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got.Complaint); diff != "" || got.Sure != c.held.Sure {
				t.Errorf("sure: %v; (-want +got):\n%s", got.Sure, diff)
			}
		})
	}
}

// accuser is a contract that hears what is disputed, and what is on disk then.
type accuser struct {
	contract
	ledger *Ledger
	raised *Complaint
	known  *Delivery // contested as not served, by the record
}

func (a *accuser) Dispute(ctx context.Context, r *Record) error {
	kept, err := (&Ledger{Journal: a.ledger.Journal}).Get(ctx, r.Papers.ID)
	if err != nil {
		return err
	}
	a.raised, a.known = r.Complaint, kept.Unserved()
	return nil
}

// What is contested as not served is written down before, also where nothing came through the session and nothing is held against it:
// who judges it serves it, and it is looked for then.
func TestContestedAsNotServed(t *testing.T) { // C34, C51; SETTLEMENT rule 2, row 8
	submitted, delivered := &Delivery{Digest: Hash{1}, Cost: "90"}, &Delivery{Digest: Hash{1}, Cost: "80"}
	for name, c := range map[string]struct {
		record Record
		raised Complaint
		known  *Delivery
	}{
		"never shown":        {Record{}, Complaint{NotServed: true}, submitted},
		"not served":         {Record{Complaint: &Complaint{NotServed: true}, Result: delivered}, Complaint{NotServed: true}, submitted},
		"something else":     {Record{Complaint: &Complaint{ClaimedDigest: Hash{2}}, Result: delivered}, Complaint{ClaimedDigest: Hash{2}}, nil},
		"nothing against it": {Record{Complaint: &Complaint{ClaimedDigest: Hash{1}}, Result: delivered}, Complaint{NotServed: true}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			id := Hash{9}
			ledger := &Ledger{Journal: new(journal.Memory)}
			if err := ledger.update(t.Context(), id, func(r *Record) error {
				*r = c.record
				r.Role, r.Papers.ID = protocol.Requester, id
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			r, err := ledger.Get(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			a := &accuser{ledger: ledger}
			reconciler := &Reconciler{Contract: a, Ledger: ledger}
			if err := reconciler.do(t.Context(), DoDispute, r, Status{State: Submitted, Submitted: submitted}, nil); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&c.raised, a.raised); diff != "" {
				t.Errorf("disputed (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.known, a.known); diff != "" {
				t.Errorf("not served (-want +got):\n%s", diff)
			}
		})
	}
	if missing := (&Record{Role: protocol.Requester, Against: submitted, Accepted: &Acceptance{Delivery: *submitted}}).Unserved(); missing != nil {
		t.Errorf("%v was accepted", missing)
	}
}
