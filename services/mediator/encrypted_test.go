package mediator_test

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/cipher"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/disclosure"
	"github.com/parley-p2p/parley/services/mediator"
)

// exchange has peers ask each other: who answers, by key.
type exchange struct {
	mu      sync.Mutex
	answers map[messages.Key]func(ctx context.Context, from messages.Key, request []byte) []byte
}

// asker is one peer of it.
type asker struct {
	*exchange
	self messages.Key
}

func (a asker) Ask(ctx context.Context, peer messages.Key, request []byte) ([]byte, error) {
	a.mu.Lock()
	answer := a.answers[peer]
	a.mu.Unlock()
	if answer == nil {
		return nil, errors.New("nobody is at home")
	}
	return answer(ctx, a.self, request), nil
}

// encryptedWorld is a world whose jobs have an encrypted input, under one key.
func encryptedWorld(t *testing.T, members int) (*world, cipher.Key) {
	t.Helper()
	w := newPanel(t, rules, members)
	key := cipher.NewKey()
	commitment := key.Commitment()
	dir := t.TempDir()
	for name, text := range plain {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.prepare = func(j *compute.Job, requester messages.Key) {
		j.Key = hex.EncodeToString(commitment[:])
		for _, name := range []string{"in", "more"} {
			if err := compute.AddEncrypted(w.ctx(), w.public, j, requester, key, compute.Input{Name: name}, filepath.Join(dir, name)); err != nil {
				w.t.Fatal(err)
			}
		}
		for _, in := range j.Inputs {
			if err := w.public.Release(must(content.Parse(in.CID))(w.t), compute.HolderOf(j.ID)); err != nil { // nobody sweeps here
				w.t.Fatal(err)
			}
		}
	}
	return w, key
}

// plain are the inputs, by name.
var plain = map[string]string{"in": "for the panel alone; ", "more": "and so is this"}

// reading is a module that prints its inputs.
func reading() []byte {
	p := guest.NewProgram("path_open", "fd_read", "fd_write")
	p.Data = append(p.Data, guest.Data{At: 16, Bytes: []byte{64, 0, 0, 0, 0, 2, 0, 0, 64, 0, 0, 0}}) // vectors of a buffer at 64: one to read into, one to write
	var body []byte
	for _, name := range []string{"in", "more"} {
		body = guest.Code(body, guest.Const(3), guest.Const(1), p.Text("inputs/"+name), guest.Const(0), guest.Const64(1<<1), guest.Const64(0), guest.Const(0), guest.Const(0),
			guest.Call(0), guest.Op(guest.Drop),
			guest.Const(0), guest.Load(0), guest.Const(16), guest.Const(1), guest.Const(8), guest.Call(1), guest.Op(guest.Drop),
			guest.Const(28), guest.Const(8), guest.Load(0), guest.Store(0),
			guest.Const(1), guest.Const(24), guest.Const(1), guest.Const(12), guest.Call(2), guest.Op(guest.Drop))
	}
	return p.Build(body)
}

// keeper is a party's, who has the key, and a journal with the deal.
func (w *world) keeper(c *contract, role protocol.Role, key cipher.Key) *disclosure.Keeper {
	w.t.Helper()
	notes := new(journal.Memory)
	judge := protocol.New(c.keys[farmer], 0, protocol.Limits{})
	b := journal.Batch{}
	for i, raw := range c.signed {
		e := must(must(messages.Parse(raw))(w.t).Open())(w.t)
		if err := judge.Apply(e, time.Time{}); err != nil {
			w.t.Fatal(err)
		}
		b.Records = append(b.Records, journal.Record{Index: i, Envelope: raw, ID: e.ID()})
	}
	record := c.record
	record.Session, record.Role, record.Opened = judge.View().Session, role, true
	for i := range b.Records {
		b.Records[i].Session = record.Session
	}
	if err := notes.Commit(w.ctx(), b); err != nil {
		w.t.Fatal(err)
	}
	put(w.t, notes, &record)
	ring := &disclosure.Ring{Notes: notes}
	if err := ring.Add(w.ctx(), c.keys[requester], key, time.Now().Add(hour)); err != nil {
		w.t.Fatal(err)
	}
	self := c.keys[requester]
	if role == protocol.Farmer {
		self = c.keys[farmer]
	}
	return &disclosure.Keeper{Ring: ring, Journal: notes, Self: self, Ledger: &deals.Ledger{Journal: notes}, Panel: court.NewRoll(w.client, w.panel, w.depth)}
}

// juror is the peer of a member.
func (w *world) juror(account int, x *exchange) *disclosure.Juror {
	w.t.Helper()
	p := party.New(w.books, w.client, devchain.Account(account))
	return &disclosure.Juror{Asker: asker{x, messages.Key{byte(account)}}, Self: messages.Key{byte(account)}, Member: deals.Address(devchain.Address(account)),
		Sign: func(q disclosure.Petition) ([]byte, error) { return p.SignPetition(deals.Address(w.address), q) }}
}

// M12, issue 4: encrypted inputs are opened to the panel, by whichever party wants the truth known; nobody can be slashed for what the
// other one withholds.
func TestEncryptedCases(t *testing.T) {
	w, key := encryptedWorld(t, seats)
	work := printing("hello\n")
	wrong := func(deals.Hash) deals.Hash { return painted }
	right := func(truth deals.Hash) deals.Hash { return truth }
	liar := func(context.Context, messages.Key, []byte) []byte {
		return must((&disclosure.Answer{Key: cipher.NewKey()}).Encode())(t)
	}
	for name, c := range map[string]struct {
		gives  []protocol.Role // who gives the key
		lies   bool            // the requester gives another one
		result func(truth deals.Hash) deals.Hash
		claims func(truth deals.Hash) deals.Hash
		want   purses
	}{
		"row 7, the farmer was wrong and gives no key": {gives: []protocol.Role{protocol.Requester}, result: wrong, claims: right,
			want: purses{Requester: award, Farmer: -cheat, Mediators: fees, Burned: cheat - fee - award}},
		"row 6, the requester disputes what is right and gives no key": {gives: []protocol.Role{protocol.Farmer}, result: right, claims: wrong,
			want: purses{Requester: -price - fee, Farmer: price, Mediators: fees}},
		"row 6, the requester gives a false key": {gives: []protocol.Role{protocol.Farmer}, lies: true, result: right, claims: wrong,
			want: purses{Requester: -price - fee, Farmer: price, Mediators: fees}},
		"row 6, nobody gives the key": {result: right, claims: wrong,
			want: purses{Requester: -price - fee, Farmer: price, Mediators: fees}},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			before := w.purses()
			deal := w.agree(work, compute.Limits{}, true)
			deal.hurry = len(c.gives) == 0
			truth := w.opened(deal, key, store(t))
			w.dispute(deal, c.result(truth), deals.Complaint{ClaimedDigest: c.claims(truth)})
			x := &exchange{answers: map[messages.Key]func(context.Context, messages.Key, []byte) []byte{}}
			if c.lies {
				x.answers[deal.keys[requester]] = liar
			}
			if diff := cmp.Diff(c.want, w.ruled(deal, x, key, c.gives).minus(before)); diff != "" {
				t.Errorf("balances (-want +got)\n%s", diff)
			}
		})
	}
}

// M12, issue 4: of a job of two tasks the second was not done. One key opens both inputs to both tasks, here and to the panel, which decides by what they
// printed; where neither party gives it, nothing is held against the farmer.
func TestEncryptedTasks(t *testing.T) {
	w, key := encryptedWorld(t, seats)
	w.tasks = 2
	for name, c := range map[string]struct {
		gives []protocol.Role
		want  purses
	}{
		"row 7, the requester gives the key": {gives: []protocol.Role{protocol.Requester},
			want: purses{Requester: award, Farmer: -cheat, Mediators: fees, Burned: cheat - fee - award}},
		"row 7, the farmer gives it, and is wrong": {gives: []protocol.Role{protocol.Farmer},
			want: purses{Requester: award, Farmer: -cheat, Mediators: fees, Burned: cheat - fee - award}},
		"row 6, nobody gives the key": {want: purses{Requester: -price - fee, Farmer: price, Mediators: fees}},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			before := w.purses()
			deal := w.agree(reading(), compute.Limits{}, true)
			deal.hurry = len(c.gives) == 0
			into := store(t)
			truth := w.opened(deal, key, into)
			w.dispute(deal, w.secondPainted(truth, into), deals.Complaint{ClaimedDigest: truth})
			x := &exchange{answers: map[messages.Key]func(context.Context, messages.Key, []byte) []byte{}}
			if diff := cmp.Diff(c.want, w.ruled(deal, x, key, c.gives).minus(before)); diff != "" {
				t.Errorf("balances (-want +got)\n%s", diff)
			}
		})
	}
}

// opened is what a deal's work gives to who has the key.
func (w *world) opened(deal *contract, key cipher.Key, into *content.Store) deals.Hash {
	w.t.Helper()
	own := w.sandbox(w.t, into)
	own.Keys = func(deals.Hash) compute.Keys { return w.keeper(deal, protocol.Requester, key).Ring }
	return must(own.Rerun(w.ctx(), &mediator.Brief{ID: deals.Hash{9}, Terms: deal.record.Papers.Terms, Delivery: deals.Delivery{Digest: painted, Cost: "0"}}))(w.t).Finding.Digest
}

// ruled has a panel decide, which asks for the key, and says what everybody has then. Who gives it answers beside those of x.
func (w *world) ruled(deal *contract, x *exchange, key cipher.Key, gives []protocol.Role) purses {
	w.t.Helper()
	for _, role := range gives {
		k := w.keeper(deal, role, key)
		x.answers[k.Self] = k.Answer
	}
	var members []*member
	for i := range seats {
		m := w.member(i)
		m.runner.(*mediator.Sandbox).Keys = w.juror(m.account, x).In
		members = append(members, m)
	}
	stop := w.start(members...)
	w.judge(deal, seats)
	w.collected(members)
	has := w.purses()
	w.closed(members)
	stop()
	return has
}

// secondPainted is what both tasks have come to, but that the second has printed something else. Each has printed both inputs.
func (w *world) secondPainted(truth deals.Hash, from *content.Store) (digest deals.Hash) {
	w.t.Helper()
	dir := w.t.TempDir()
	into := must(os.OpenRoot(dir))(w.t)
	defer into.Close()
	if err := content.Export(w.ctx(), from, rootOf(w.t, truth), into, "all", content.Limits{}); err != nil {
		w.t.Fatal(err)
	}
	for _, task := range []string{"000", "001"} {
		printed := must(os.ReadFile(filepath.Join(dir, "all", task, "stdout")))(w.t)
		if string(printed) != plain["in"]+plain["more"] {
			w.t.Fatalf("task %s printed %q, want both inputs", task, printed)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "all", "001", "stdout"), []byte("painted"), 0o644); err != nil {
		w.t.Fatal(err)
	}
	hash := must(content.AddPath(w.ctx(), store(w.t), filepath.Join(dir, "all"), content.Limits{}))(w.t).Hash()
	copy(digest[:], hash[len(hash)-len(digest):])
	return digest
}

// S-9.2-2, M12: the key is given to who was drawn, while it is to judge, and to nobody else: not before, not after, not for another's peer.
func TestKeyForThePanelAlone(t *testing.T) {
	w, key := encryptedWorld(t, seats+1)
	deal := w.agree(printing("hello\n"), compute.Limits{}, true)
	keeper := w.keeper(deal, protocol.Farmer, key)
	x := &exchange{answers: map[messages.Key]func(context.Context, messages.Key, []byte) []byte{deal.keys[farmer]: keeper.Answer}}
	commitment := key.Commitment()
	view := &protocol.View{Requester: deal.keys[requester], Farmer: deal.keys[farmer]}
	asks := func(j *disclosure.Juror) error {
		got, err := j.In(deal.record.Papers.ID).Key(w.ctx(), view, commitment)
		if err == nil && got != key {
			t.Error("another key is given")
		}
		return err
	}
	refuses := func(what string, err error, why string) {
		t.Helper()
		if inner := errors.Unwrap(err); err == nil || protocol.CodeOf(err) != protocol.Content || inner == nil || !strings.Contains(inner.Error(), why) {
			t.Errorf("%s: %v, %v; want %q", what, err, errors.Unwrap(err), why)
		}
	}
	refuses("before a dispute", asks(w.juror(2, x)), "not to commit")
	w.dispute(deal, painted, deals.Complaint{ClaimedDigest: deals.Hash{1}})
	refuses("before the draw", asks(w.juror(2, x)), "not to commit")
	d := must(w.panel.Docket(w.ctx(), deal.record.Papers.ID, 1))(t)
	for w.chain.Head().Number < d.ArmedAt+5 {
		must(w.chain.Seal(w.ctx()))(t)
	}
	clerk := must(court.NewClerk(w.client, w.panel, w.books))(t)
	if err := clerk.Draw(w.ctx(), deal.record.Papers.ID); err != nil {
		t.Fatal(err)
	}
	d = must(w.panel.Docket(w.ctx(), deal.record.Papers.ID, 1))(t)
	if d.Stage != panel.Committing {
		t.Fatalf("the case is %s", d.Stage)
	}
	var drawn *disclosure.Juror
	for account := 2; account < 2+w.members; account++ {
		j := w.juror(account, x)
		if _, ok := d.Seat(devchain.Address(account)); !ok {
			refuses("who was not drawn", asks(j), "not to commit")
			continue
		}
		if drawn = j; asks(j) != nil {
			t.Errorf("member %d is refused: %v", account, asks(j))
		}
	}
	thief := *drawn
	thief.Asker, thief.Sign = asker{x, messages.Key{99}}, drawn.Sign // a petition of another peer, as it was sent
	refuses("another peer with a member's petition", asks(&thief), "no such work")
	thief = *drawn
	thief.Sign = w.juror(farmer, x).Sign
	refuses("another's signature", asks(&thief), "no such work")
	thief = *drawn
	thief.Member = deals.Address(devchain.Address(farmer))
	refuses("who is on no list", asks(&thief), "no such work")
	thief = *drawn
	thief.Sign = func(q disclosure.Petition) ([]byte, error) { q.Holder = deal.keys[requester]; return drawn.Sign(q) }
	refuses("a petition to the other party", asks(&thief), "no such work")
	if _, err := drawn.In(deals.Hash{1}).Key(w.ctx(), view, commitment); err == nil {
		t.Error("the key of a deal that is not known is given")
	}
	other := w.keeper(deal, protocol.Farmer, key)
	other.Panel = elsewhere{other.Panel}
	x.answers[deal.keys[farmer]] = other.Answer
	refuses("a panel that the deal does not name", asks(drawn), "no such work")
	x.answers[deal.keys[farmer]] = keeper.Answer
	w.voting(deal.record.Papers.ID, drawn, func(revealed bool) {
		if err := asks(drawn); !revealed && err != nil {
			t.Errorf("who has committed, and is to reveal, is refused: %v", err)
		} else if revealed {
			refuses("who has revealed", err, "not to commit")
		}
		for _, s := range d.Seats {
			if j := w.juror(w.accountOf(s.Member), x); j.Member != drawn.Member {
				refuses("who did not commit", asks(j), "not to commit")
			}
		}
	})
	must(w.chain.Advance(w.ctx(), 3*hour))(t)
	refuses("after the round", asks(drawn), "not to commit")
}

// voting has a member alone commit and reveal; asks comes when nobody can commit any more, when it can be revealed, and once it was.
func (w *world) voting(id deals.Hash, j *disclosure.Juror, asks func(revealed bool)) {
	w.t.Helper()
	account := w.accountOf([20]byte(j.Member))
	own := w.manager(w.t, account, w.records[account])
	c := must(court.New(w.client, must(panel.Bind(w.ctx(), w.client, own, w.address))(w.t), must(escrow.Bind(w.ctx(), w.client, own, w.escrow))(w.t), [20]byte(j.Member)))(w.t)
	over := func() {
		d := must(w.panel.Docket(w.ctx(), id, 1))(w.t)
		must(w.chain.Advance(w.ctx(), d.Until.Add(time.Second).Sub(w.chain.Head().Time)))(w.t)
	}
	if err := c.Commit(w.ctx(), id, mediator.CannotTell(), [32]byte{7}); err != nil {
		w.t.Fatal(err)
	}
	over()
	asks(false)
	over()
	asks(false)
	if err := c.Reveal(w.ctx(), id, mediator.CannotTell(), [32]byte{7}); err != nil {
		w.t.Fatal(err)
	}
	asks(true)
}

// accountOf is a member's account.
func (w *world) accountOf(member common.Address) int {
	for account := 2; account < 2+w.members; account++ {
		if devchain.Address(account) == member {
			return account
		}
	}
	w.t.Fatalf("%s is no member", member)
	return 0
}

// S-9.2-1, M12: a farmer that asks while a reorganization may still take the opening back waits, and is told why; it has the key when the opening stands
// as deep as the requester waits for.
func TestKeyWaitsForDepth(t *testing.T) {
	w, key := encryptedWorld(t, seats)
	deal := w.agree(printing("hello\n"), compute.Limits{}, true)
	keeper := w.keeper(deal, protocol.Requester, key) // whose record says that the deal was seen open
	const depth = 4
	keeper.Chain, keeper.Depth = w.parties[requester], depth
	request := must((&disclosure.Request{Session: must(deal.session())(t)}).Encode())(t)
	asks := func() *disclosure.Answer {
		return must(disclosure.DecodeAnswer(keeper.Answer(w.ctx(), deal.keys[farmer], request)))(t)
	}
	for deep := 1; deep < depth; deep++ {
		if a := asks(); a.Key == key || !strings.Contains(a.Refused, "not 4 blocks deep") {
			t.Errorf("%d blocks deep: %+v", deep, a)
		}
		must(w.chain.Seal(w.ctx()))(t)
	}
	if err := w.chain.Hold(w.ctx()); err != nil {
		t.Fatal(err)
	}
	must(w.chain.Reorg(w.ctx(), depth))(t)
	if a := asks(); a.Key == key || !strings.Contains(a.Refused, "not open") {
		t.Errorf("after the opening was taken back: %+v", a)
	}
	if err := w.chain.Release(w.ctx()); err != nil {
		t.Fatal(err)
	}
	for range depth {
		must(w.chain.Seal(w.ctx()))(t)
	}
	if a := asks(); a.Key != key {
		t.Errorf("open again and %d blocks deep: %+v", depth, a)
	}
}

// session is that of the contract's parties.
func (c *contract) session() (messages.ID, error) {
	e, err := messages.Parse(c.signed[0])
	if err != nil {
		return messages.ID{}, err
	}
	sow, err := e.Open()
	if err != nil {
		return messages.ID{}, err
	}
	return messages.SessionID(sow.ID(), c.keys[farmer]), nil
}

// elsewhere is the panel of another address.
type elsewhere struct{ disclosure.Panel }

func (elsewhere) Arbiter() deals.Address { return deals.Address{1} }
