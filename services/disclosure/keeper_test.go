package disclosure_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/cipher"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/disclosure"
)

// hire is a session about encrypted inputs, and what its two parties have signed, in order.
type hire struct {
	key     cipher.Key
	ids     [2]messages.Key // requester, farmer
	session messages.ID
	signed  []*messages.Signed
}

const (
	asset    = "eip155:1/erc20:0x0000000000000000000000000000000000000001"
	contract = "eip155:1:0x0000000000000000000000000000000000000002"
	payer    = "eip155:1:0x0000000000000000000000000000000000000003"
	payee    = "eip155:1:0x0000000000000000000000000000000000000004"
)

// newHire has a session settle by escrow, or by nothing.
func newHire(t *testing.T, escrow bool) *hire {
	t.Helper()
	h := &hire{key: cipher.NewKey()}
	var signers [2]ed25519.PrivateKey
	for i := range signers {
		signers[i] = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(i + 1)}, 32))
		h.ids[i] = messages.Key(signers[i].Public().(ed25519.PublicKey))
	}
	now := time.Now()
	after := func(d time.Duration) int64 { return now.Add(d).UnixMilli() }
	commitment := h.key.Commitment()
	root := content.Sum([]byte("x")).String()
	job := &compute.Job{ID: "00112233445566778899aabbccddeeff", Module: root, Tasks: []compute.Task{{}}, Key: hex.EncodeToString(commitment[:]),
		Inputs: []compute.Input{{Name: "in", CID: root}}}
	payload, err := compute.Jobs.Encode(job)
	if err != nil {
		t.Fatal(err)
	}
	price := &messages.Price{Asset: asset, Unit: compute.Unit, PerUnit: "0", Ceiling: "0"}
	var offers []*messages.Settlement
	var chosen *messages.Settlement
	var deal *messages.Payload
	account := func(string) *messages.AccountSignature { return nil }
	if escrow {
		price.PerUnit, price.Ceiling = "5", "5"
		details, err := deals.Collaterals.Encode(deals.DefaultCollateral)
		if err != nil {
			t.Fatal(err)
		}
		offers = []*messages.Settlement{{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW, Contract: contract, Asset: asset, Payer: payer, Details: details}}
		chosen = proto.CloneOf(offers[0])
		chosen.Payee = payee
		deal = &messages.Payload{Type: "application/vnd.parley.deal+json", Body: []byte("{}")}
		account = func(who string) *messages.AccountSignature {
			return &messages.AccountSignature{Account: who, Signature: make([]byte, 65)}
		}
	}
	say := func(m messages.Message, by int) messages.ID {
		t.Helper()
		var prev messages.ID
		if len(h.signed) > 0 {
			prev = h.signed[len(h.signed)-1].ID()
		}
		e, err := messages.Seal(m, prev, signers[by])
		if err != nil {
			t.Fatal(err)
		}
		h.signed = append(h.signed, e)
		return e.ID()
	}
	sow := say(&messages.SOW{Version: 1, Nonce: make([]byte, 16), Service: compute.Service, Units: 1, DeliverByMs: after(time.Hour), QuoteByMs: after(time.Minute), Job: payload, Settlements: offers}, 0)
	quote := say(&messages.Quote{Version: 1, Sow: sow[:], Price: price, Units: 1, ExpiresMs: after(time.Minute), DeliverByMs: after(time.Hour), Settlement: chosen}, 1)
	raw, err := proto.Marshal(&messages.Terms{Version: 1, Sow: sow[:], Quote: quote[:], Requester: h.ids[0][:], Farmer: h.ids[1][:], Service: compute.Service, Price: price, Units: 1,
		Settlement: chosen, AcceptByMs: after(time.Minute), StartByMs: after(2 * time.Minute), DeliverByMs: after(time.Hour), ReviewMs: 60_000, JudgeMs: 60_000, Free: !escrow})
	if err != nil {
		t.Fatal(err)
	}
	terms, err := (&messages.Agreement{Terms: raw}).DecodeTerms()
	if err != nil {
		t.Fatal(err)
	}
	say(&messages.Agreement{Terms: raw, AcceptByMs: terms.AcceptByMs, Deal: deal, Signature: account(payer)}, 0)
	say(&messages.Acceptance{Signature: account(payee)}, 1)
	judge := protocol.New(h.ids[1], 0, protocol.Limits{})
	for _, e := range h.signed {
		if err := judge.Apply(e, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	h.session = judge.View().Session
	return h
}

// keeper is the party's that has the first so many of the messages, the key, and the record of a deal if there is one.
func (h *hire) keeper(t *testing.T, self messages.Key, said int, r *deals.Record) *disclosure.Keeper {
	t.Helper()
	notes := new(journal.Memory)
	b := journal.Batch{}
	for i, e := range h.signed[:said] {
		b.Records = append(b.Records, journal.Record{Session: h.session, Index: i, Envelope: e.Bytes(), ID: e.ID()})
	}
	if r != nil {
		r.Session = h.session
		value, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		b.Notes = []journal.Note{{Bucket: "deals", Key: r.Papers.ID[:], Value: value}}
	}
	opened := chain{states: map[uint64]deals.State{}}
	if r != nil && r.Opened {
		opened.states[1] = deals.Open
	}
	k := &disclosure.Keeper{Ring: &disclosure.Ring{Notes: notes}, Journal: notes, Self: self, Ledger: &deals.Ledger{Journal: notes}, Chain: opened}
	if err := errors.Join(notes.Commit(t.Context(), b), k.Ring.Add(t.Context(), h.ids[0], h.key, time.Now().Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	return k
}

// S-9.2-1, M12: nobody has the key before both have signed, before the money is locked, or who was not hired; nor from anybody but who hired.
func TestKeyForTheHiredAlone(t *testing.T) {
	free, paid := newHire(t, false), newHire(t, true)
	papers := deals.Papers{ID: deals.Hash{5}, Deal: deals.Deal{Price: "5", Deposit: "1", Bond: "1"}}
	record := func(role protocol.Role, opened, closed bool) *deals.Record {
		return &deals.Record{Role: role, Papers: papers, Opened: opened, Closed: closed}
	}
	whole := len(paid.signed)
	for what, c := range map[string]struct {
		hire    *hire
		said    int
		record  *deals.Record
		from    messages.Key // zero: the farmer
		self    messages.Key // zero: the requester
		refused string
	}{
		"free, hired":                      {hire: free, said: whole},
		"free, a quote":                    {hire: free, said: 2, refused: "nothing is agreed"},
		"free, not countersigned":          {hire: free, said: 3, refused: "nothing is agreed"},
		"free, another farmer":             {hire: free, said: whole, from: messages.Key{7}, refused: "no such work"},
		"free, the requester itself":       {hire: free, said: whole, from: free.ids[0], refused: "no such work"},
		"free, the farmer is asked":        {hire: free, said: whole, self: free.ids[1], refused: "no such work"},
		"nothing was said":                 {hire: free, refused: "no such work"},
		"paid and open":                    {hire: paid, said: whole, record: record(protocol.Requester, true, false)},
		"paid, signed and not open":        {hire: paid, said: whole, record: record(protocol.Requester, false, false), refused: "not open"},
		"paid, without a record":           {hire: paid, said: whole, refused: "not open"},
		"paid and open, another asks":      {hire: paid, said: whole, record: record(protocol.Requester, true, false), from: messages.Key{7}, refused: "no such work"},
		"paid and open, not countersigned": {hire: paid, said: 3, record: record(protocol.Requester, true, false), refused: "nothing is agreed"},
		"paid, open for who farms":         {hire: paid, said: whole, record: record(protocol.Farmer, true, false), refused: "not open"},
	} {
		t.Run(what, func(t *testing.T) {
			self, from := c.hire.ids[0], c.hire.ids[1]
			if c.self != (messages.Key{}) {
				self = c.self
			}
			if c.from != (messages.Key{}) {
				from = c.from
			}
			k := c.hire.keeper(t, self, c.said, c.record)
			request, err := (&disclosure.Request{Session: c.hire.session}).Encode()
			if err != nil {
				t.Fatal(err)
			}
			raw := k.Answer(t.Context(), from, request)
			a, err := disclosure.DecodeAnswer(raw)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case c.refused == "" && (a.Refused != "" || a.Key != c.hire.key):
				t.Errorf("refused: %s", a.Refused)
			case c.refused != "" && (!strings.Contains(a.Refused, c.refused) || a.Key != cipher.Key{}):
				t.Errorf("%q, want it refused for %q", a.Refused, c.refused)
			case c.refused != "" && bytes.Contains(raw, []byte(hex.EncodeToString(c.hire.key[:8]))):
				t.Errorf("the key is in %s", raw)
			}
		})
	}
}

// chain says how every deal stands, by how many blocks have to stand on what it says.
type chain struct {
	states map[uint64]deals.State
	err    error
}

func (c chain) Status(_ context.Context, _ deals.Hash, depth uint64) (deals.Status, error) {
	return deals.Status{State: c.states[depth]}, c.err
}

// S-9.2-1, M12: a deal that was seen open, by the record, is not open before the opening stands as deep as the requester waits for; nor after its end.
func TestKeyAtDepth(t *testing.T) {
	h := newHire(t, true)
	record := deals.Record{Role: protocol.Requester, Papers: deals.Papers{ID: deals.Hash{5}, Deal: deals.Deal{Price: "5", Deposit: "1", Bond: "1"}}, Opened: true}
	request, err := (&disclosure.Request{Session: h.session}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		depth   uint64
		chain   chain
		refused string
	}{
		"open for as long":         {depth: 3, chain: chain{states: map[uint64]deals.State{1: deals.Open, 3: deals.Open}}},
		"submitted since":          {depth: 3, chain: chain{states: map[uint64]deals.State{1: deals.Submitted, 3: deals.Open}}},
		"one block deep":           {depth: 3, chain: chain{states: map[uint64]deals.State{1: deals.Open}}, refused: "not 3 blocks deep"},
		"taken back":               {depth: 3, refused: "not open"},
		"declined":                 {depth: 3, chain: chain{states: map[uint64]deals.State{1: deals.Closed, 3: deals.Open}}, refused: "not open"},
		"one block, by default":    {chain: chain{states: map[uint64]deals.State{1: deals.Open}}},
		"an endpoint that is away": {depth: 3, chain: chain{err: errors.New("dial http://10.0.0.1: refused")}, refused: "cannot be told now"},
	} {
		t.Run(what, func(t *testing.T) {
			k := h.keeper(t, h.ids[0], len(h.signed), &record)
			k.Chain, k.Depth = c.chain, c.depth
			a, err := disclosure.DecodeAnswer(k.Answer(t.Context(), h.ids[1], request))
			if err != nil {
				t.Fatal(err)
			}
			if given := a.Key == h.key; given != (c.refused == "") || !strings.Contains(a.Refused, c.refused) {
				t.Errorf("given: %t, refused for %q; want %q", given, a.Refused, c.refused)
			}
		})
	}
}

// A key is not forgotten, however long ago it was to be, while the deal that it is for is not closed; nor while that cannot be told.
func TestKeysOfDealsStay(t *testing.T) { // M12
	h := newHire(t, true)
	record := deals.Record{Role: protocol.Requester, Papers: deals.Papers{ID: deals.Hash{5}, Deal: deals.Deal{Price: "5", Deposit: "1", Bond: "1"}}}
	k := h.keeper(t, h.ids[0], len(h.signed), &record)
	own := disclosure.Commitment{Requester: h.ids[0], Sum: h.key.Commitment()}
	other := cipher.NewKey()
	late := time.Now().Add(1000 * time.Hour)
	if err := k.Ring.Add(t.Context(), h.ids[0], other, time.Now()); err != nil {
		t.Fatal(err)
	}
	needed, err := disclosure.OfDeals(t.Context(), k.Ledger, k.Journal)
	if err != nil || len(needed) != 1 || !needed[own] {
		t.Fatalf("%v, %v; want that of the deal", needed, err)
	}
	sweeps := func() {
		t.Helper()
		if err := k.Ring.Sweep(t.Context(), late, func(c disclosure.Commitment) bool { return needed[c] }); err != nil {
			t.Fatal(err)
		}
	}
	v := &protocol.View{Requester: h.ids[0]}
	sweeps()
	if got, err := k.Ring.Key(t.Context(), v, own.Sum); err != nil || got != h.key {
		t.Errorf("the key of a deal that is open is gone: %v", err)
	}
	if _, err := k.Ring.Key(t.Context(), v, other.Commitment()); protocol.CodeOf(err) != protocol.Content {
		t.Errorf("the key of no deal stays: %v", err)
	}
	closed := h.keeper(t, h.ids[0], len(h.signed), nil)
	if needed, err = disclosure.OfDeals(t.Context(), closed.Ledger, closed.Journal); err != nil || len(needed) > 0 {
		t.Fatalf("%v, %v; want none", needed, err)
	}
	sweeps()
	if _, err := k.Ring.Key(t.Context(), v, own.Sum); protocol.CodeOf(err) != protocol.Content {
		t.Errorf("the key stays when nobody needs it: %v", err)
	}
	lost := h.keeper(t, h.ids[0], 0, &record) // with the deal, and without its session
	if _, err := disclosure.OfDeals(t.Context(), lost.Ledger, lost.Journal); err == nil {
		t.Error("what cannot be told is told")
	}
}

// What is no request is refused, and a party without a panel gives nothing to one.
func TestOtherRequests(t *testing.T) {
	h := newHire(t, true)
	papers := deals.Papers{ID: deals.Hash{5}, Deal: deals.Deal{Price: "5", Deposit: "1", Bond: "1"}}
	k := h.keeper(t, h.ids[0], len(h.signed), &deals.Record{Role: protocol.Requester, Papers: papers, Opened: true})
	member, err := (&disclosure.Request{Deal: papers.ID, Signature: make([]byte, 65)}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	asks := func(request []byte, why string) {
		t.Helper()
		if a, err := disclosure.DecodeAnswer(k.Answer(t.Context(), h.ids[1], request)); err != nil || !strings.Contains(a.Refused, why) {
			t.Errorf("%s: %+v, %v; want %q", request, a, err, why)
		}
	}
	asks([]byte("{"), "request for a key")
	asks(member, "no such work")
	k.Panel = drawn{errors.New("the chain at http://127.0.0.1:8545 is away")}
	asks(member, "cannot be told now") // and nothing about this host
	k.Panel = drawn{protocol.Errorf(protocol.BadSignature, "no member has signed this")}
	asks(member, "no such work") // as of a deal that nobody here knows
	k.Panel = drawn{}
	own := k.Ring
	k.Ring = &disclosure.Ring{Notes: new(journal.Memory)}
	if err := k.Ring.Add(t.Context(), messages.Key{8}, h.key, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	asks(member, "is not here") // but another requester's, whose job this one is a copy of
	k.Ring = own
	k.Panel = drawn{}
	if a, err := disclosure.DecodeAnswer(k.Answer(t.Context(), messages.Key{9}, member)); err != nil || a.Key != h.key {
		t.Errorf("who was drawn: %+v, %v", a, err)
	}
}

// drawn has everybody drawn, unless it fails.
type drawn struct{ err error }

func (drawn) Arbiter() deals.Address { return deals.Address{} }

func (d drawn) Drawn(context.Context, disclosure.Petition, []byte) error { return d.err }
