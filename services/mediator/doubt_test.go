package mediator_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// found has all who are drawn next find something, until that can be appealed against.
func (w *world) found(id deals.Hash, f mediator.Finding) {
	w.t.Helper()
	clerk := must(court.NewClerk(w.client, w.panel, w.books))(w.t)
	docket := func() panel.Docket { return must(w.panel.Docket(w.ctx(), id, 1))(w.t) }
	for docket().ArmedAt+5 > w.chain.Head().Number {
		must(w.chain.Seal(w.ctx()))(w.t)
	}
	if err := clerk.Draw(w.ctx(), id); err != nil {
		w.t.Fatal(err)
	}
	d := docket()
	round := d.Rounds - 1
	drawn := d.Seats[w.rules.SeatsIn(round):]
	over := func() {
		must(w.chain.Advance(w.ctx(), docket().Until.Add(time.Second).Sub(w.chain.Head().Time)))(w.t)
	}
	var members []*court.Court
	for i := range w.members {
		for _, s := range drawn {
			if s.Member != devchain.Address(2+i) {
				continue
			}
			own := w.manager(w.t, 2+i, w.records[2+i])
			members = append(members, must(court.New(w.client, must(panel.Bind(w.ctx(), w.client, own, w.address))(w.t), must(escrow.Bind(w.ctx(), w.client, own, w.escrow))(w.t), s.Member))(w.t))
		}
	}
	for _, m := range members {
		if err := m.Commit(w.ctx(), id, f, [32]byte{7}); err != nil {
			w.t.Fatal(err)
		}
	}
	over()
	if docket().Stage == panel.Settling {
		over()
	}
	for _, m := range members {
		if err := m.Reveal(w.ctx(), id, f, [32]byte{7}); err != nil {
			w.t.Fatal(err)
		}
	}
	over()
	if d := docket(); d.Stage != panel.Appealable || d.Rounds != round+1 {
		w.t.Fatalf("the case is %s in round %d", d.Stage, d.Rounds)
	}
}

// SETTLEMENT rule 8: what a larger round has found again a party's court says, from the chain alone; and it appeals against the round that was
// judged, and no other.
func TestACourtTellsWhatWasFoundAgain(t *testing.T) {
	one := rules
	one.Seats = 1
	for name, c := range map[string]struct {
		second mediator.Finding
		want   bool
	}{
		"again":          {mediator.Finding{Digest: deals.Hash{3}, Fuel: 7, Cost: "10", Served: true}, true},
		"another digest": {mediator.Finding{Digest: deals.Hash{4}, Fuel: 7, Cost: "10"}, false},
		"another fuel":   {mediator.Finding{Digest: deals.Hash{3}, Fuel: 8, Cost: "10"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newPanel(t, one, 11)
			deal := w.agree(printing("hello\n"), compute.Limits{}, true)
			w.dispute(deal, painted, deals.Complaint{ClaimedDigest: deals.Hash{3}})
			id, first := deal.record.Papers.ID, mediator.Finding{Digest: deals.Hash{3}, Fuel: 7, Cost: "10"}
			must(w.panels[farmer].Deposit(w.ctx(), "bonds", w.panel.Bond(1)))(t)
			must(w.panels[farmer].Deposit(w.ctx(), "bond", w.panel.Bond(0)))(t)
			appeals := court.NewAppeals(must(court.NewClerk(w.client, w.panels[farmer], w.books))(t), w.parties[farmer].Account().Address)
			w.found(id, first)
			was := must(appeals.Case(w.ctx(), &deal.record, 1))(t)
			if was.Round != 1 || was.Repeated || !was.Overturns || was.Found.Fuel != 7 {
				t.Errorf("after a round it is %+v", was)
			}
			if err := appeals.Appeal(w.ctx(), &deal.record, 1); err != nil {
				t.Fatal(err)
			}
			if err := appeals.Appeal(w.ctx(), &deal.record, 1); err != nil {
				t.Errorf("an appeal that was made says %v", err)
			}
			w.found(id, c.second)
			now := must(appeals.Case(w.ctx(), &deal.record, 1))(t)
			if now.Round != 2 || now.Repeated != c.want || !now.Overturns {
				t.Errorf("after two rounds it is %+v", now)
			}
			held := must(w.panel.Position(w.ctx(), devchain.Address(farmer)))(t).Held
			if err := appeals.Appeal(w.ctx(), &deal.record, 1); err == nil || !strings.Contains(err.Error(), "round 2 is the last") {
				t.Errorf("of a round that another has followed it says %v", err)
			}
			if d := must(w.panel.Docket(w.ctx(), id, 1))(t); d.Stage != panel.Appealable || d.Rounds != 2 {
				t.Errorf("it was appealed against all the same: the case is %s", d.Stage)
			}
			if after := must(w.panel.Position(w.ctx(), devchain.Address(farmer)))(t).Held; after.Cmp(held) != 0 {
				t.Errorf("a bond more is held: %v, and it was %v", after, held)
			}
		})
	}
}

// That a case is not known is believed of who has seen the deal closed: an endpoint that lags has not seen the case, and a record that is closed too
// early nothing opens again. And who is too early to finish a case, since a reorganization took its end back, is overtaken, and looks again.
func TestACaseThatIsNotOver(t *testing.T) { // SETTLEMENT rule 8; DESIGN 9
	one := rules
	one.Seats = 1
	w := newPanel(t, one, 4)
	deal := w.agree(printing("hello\n"), compute.Limits{}, true)
	w.dispute(deal, painted, deals.Complaint{ClaimedDigest: deals.Hash{3}})
	id := deal.record.Papers.ID
	w.found(id, mediator.Finding{Digest: deals.Hash{3}, Fuel: 7, Cost: "10"})
	clerk := must(court.NewClerk(w.client, w.panels[farmer], w.books))(t)
	if err := clerk.Finish(w.ctx(), id); err != nil {
		t.Errorf("who finishes too early hears %v", err)
	}
	appeals, now := court.NewAppeals(clerk, w.parties[farmer].Account().Address), must(w.panel.Docket(w.ctx(), id, 1))(t).Block.Number
	other := deal.record
	other.Papers.ID = deals.Hash{1}
	elsewhere := deal.record
	elsewhere.Papers.Terms.Arbiter = deals.Address{9}
	for name, c := range map[string]struct {
		of     *deals.Record
		closed uint64
		want   bool
		err    error
	}{
		"it goes on":                           {&deal.record, now, true, nil},
		"it goes on, by an endpoint that lags": {&deal.record, now + 1000, true, nil},
		"there is none":                        {&other, now, false, nil},
		"there is none yet":                    {&other, now + 1000, false, deals.ErrUnreachable},
		"it is not this panel's":               {&elsewhere, now, false, nil},
	} {
		if got, err := appeals.Pursued(w.ctx(), c.of, deals.Block{Number: c.closed}, 1); got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: pursued %v, %v", name, got, err)
		}
	}
	for rounds, want := range map[int]bool{1: false, 2: true} { // three others are on the list, and a third round takes seven
		if few, err := appeals.Few(w.ctx(), &deal.record, rounds); few != want || err != nil {
			t.Errorf("too few after %d: %v, %v", rounds, few, err)
		}
	}
	d := must(w.panel.Docket(w.ctx(), id, 1))(t)
	must(w.chain.Advance(w.ctx(), d.Until.Add(time.Second).Sub(w.chain.Head().Time)))(t)
	if err := clerk.Conclude(w.ctx(), id); err != nil {
		t.Fatal(err)
	}
	for depth, want := range map[uint64]bool{1: false, 2: true} {
		if got, err := appeals.Pursued(w.ctx(), &deal.record, deals.Block{}, depth); got != want || err != nil {
			t.Errorf("ruled in the last block, asked at depth %d: pursued %v, %v", depth, got, err)
		}
	}
}

// THREATS 4, RPC lies: a finding that an endpoint makes up is not what anybody concludes or appeals by, since the seat holds its hash.
func TestACourtBelievesNoFindingThatIsMadeUp(t *testing.T) { // SETTLEMENT rule 8
	one := rules
	one.Seats = 1
	w := newPanel(t, one, 4)
	deal := w.agree(printing("hello\n"), compute.Limits{}, true)
	w.dispute(deal, painted, deals.Complaint{ClaimedDigest: deals.Hash{3}})
	told := mediator.Finding{Digest: deals.Hash{3, 0xaa}, Fuel: 7, Cost: "10"}
	w.found(deal.record.Papers.ID, told)
	honest, made := []byte(hex.EncodeToString(told.Digest[:])), []byte(hex.EncodeToString(painted[:]))
	lied := 0
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(must(url.Parse(w.chain.URL()))(t)) }, ModifyResponse: func(r *http.Response) error {
		body, err := io.ReadAll(r.Body)
		lied += bytes.Count(body, honest)
		r.Body = io.NopCloser(bytes.NewReader(bytes.ReplaceAll(body, honest, made)))
		return err
	}}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	client := must(transactions.Dial(w.ctx(), server.URL, w.chain.ChainID()))(t)
	t.Cleanup(client.Close)
	clerk := must(court.NewClerk(client, must(panel.Bind(w.ctx(), client, nil, w.address))(t), must(escrow.Bind(w.ctx(), client, nil, w.escrow))(t)))(t)
	lied = 0
	c, err := court.NewAppeals(clerk, w.parties[farmer].Account().Address).Case(w.ctx(), &deal.record, 1)
	if err == nil || !strings.Contains(err.Error(), "use another") || lied == 0 {
		t.Errorf("it was lied to %d times, and says %v, %v", lied, c, err)
	}
	if _, _, err := clerk.Standing(w.ctx(), deal.record.Papers.ID); err == nil {
		t.Error("and it would be concluded by it")
	}
}
