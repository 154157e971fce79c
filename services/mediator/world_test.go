package mediator_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ipfs/go-cid"
	"github.com/multiformats/go-multihash"
	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
	"github.com/parley-p2p/parley/services/compute/wasm"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

const (
	patience  = 4 * time.Minute
	hour      = time.Hour
	requester = 0
	farmer    = 1
	seats     = 3 // accounts 2 to 4
	funds     = 1_000_000
	price     = 1000
	fee       = price + price/4
	staked    = 10_000
)

// Windows of an hour, so that a slow machine's clock, which the chain's follows, moves nothing.
var rules = panel.Rules{Seats: seats, Stake: big.NewInt(staked), Fee: big.NewInt(fee), CommitWindow: hour, Finality: hour, RevealWindow: hour, AppealWindow: hour}

// world is a chain with escrow and panel, everybody's account, and the content that somebody serves.
type world struct {
	t       *testing.T
	chain   *devchain.Chain
	client  *transactions.Client
	engine  *wasm.Engine
	rules   panel.Rules
	members int
	depth   uint64                 // that the mediators ask for
	tasks   int                    // of a deal
	records []*transactions.Memory // what each has sent
	address common.Address         // of the panel
	escrow  common.Address
	parties [2]*party.Party
	panel   *panel.Panel
	panels  [2]*panel.Panel // of the parties
	books   *escrow.Contract
	public  *content.Store
	deals   int
	started []*member
	prepare func(j *compute.Job, requester messages.Key) // a job that is about to be agreed on; nil leaves it
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return newPanel(t, rules, seats)
}

// newPanel is a world with a panel of so many members: accounts 2 and up. No block comes by itself.
func newPanel(t *testing.T, rules panel.Rules, members int) *world {
	t.Helper()
	chain, err := devchain.Start(t.Context(), devchain.Config{Heartbeat: -1, MaxLead: 1000 * hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { chain.Close() })
	w := &world{t: t, chain: chain, rules: rules, members: members, depth: 1, tasks: 1, engine: &wasm.Engine{Parallel: 1}, public: store(t)}
	t.Cleanup(func() { w.engine.Close() })
	if w.client, err = transactions.Dial(t.Context(), chain.URL(), chain.ChainID()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.client.Close)
	var grants []escrow.Grant
	var list []common.Address
	for i := range 2 + members {
		w.records = append(w.records, new(transactions.Memory))
		grants = append(grants, escrow.Grant{Account: devchain.Address(i), Amount: big.NewInt(2 * funds)})
		if i > farmer {
			list = append(list, devchain.Address(i))
		}
	}
	manager := w.manager(t, requester, w.records[requester])
	w.books = must(escrow.Deploy(w.ctx(), w.client, manager, escrow.Deployment{Grants: grants, MinimumWindow: time.Second}))(t)
	w.escrow = w.books.Address()
	w.panel = must(panel.Deploy(w.ctx(), w.client, manager, "court", panel.Deployment{Escrow: w.books, Members: list, Rules: rules, Unbonding: 24 * hour}))(t)
	w.address = w.panel.Address()
	for i := range 2 + members {
		if i != requester {
			manager = w.manager(t, i, w.records[i])
		}
		contract := must(escrow.Bind(w.ctx(), w.client, manager, w.escrow))(t)
		if i <= farmer {
			w.parties[i] = party.New(contract, w.client, devchain.Account(i))
			w.panels[i] = must(panel.Bind(w.ctx(), w.client, manager, w.address))(t)
			must(contract.Deposit(w.ctx(), "first", devchain.Address(i), big.NewInt(funds)))(t)
		} else {
			own := must(panel.Bind(w.ctx(), w.client, manager, w.address))(t)
			must(own.Deposit(w.ctx(), "first", big.NewInt(5*staked)))(t)
			manager.Close() // the mediator has its own
		}
	}
	return w
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (w *world) ctx() context.Context {
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	w.t.Cleanup(cancel)
	return ctx
}

func (w *world) manager(t *testing.T, account int, records transactions.Store) *transactions.Manager {
	t.Helper()
	m, err := transactions.Open(w.ctx(), transactions.Config{Client: w.client, Key: devchain.Account(account), Store: records, Decode: panel.Explain, Poll: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.Close)
	return m
}

func store(t *testing.T) *content.Store {
	t.Helper()
	s := must(content.OpenStore(t.TempDir()))(t)
	s.NoSync = true
	t.Cleanup(func() { s.Close() })
	return s
}

// printing is a module that prints and does what its last instructions do.
func printing(text string, then ...byte) []byte {
	p := guest.NewProgram("fd_write")
	body := guest.Code(guest.Const(1), p.Vector(text), guest.Const(0), guest.Call(0), guest.Op(guest.Drop))
	return p.Build(body, then)
}

// contract is a deal that is about to be disputed.
type contract struct {
	record  deals.Record
	job     *compute.Job
	keys    [2]messages.Key // of the parties' peers
	signed  [][]byte        // what they have said, from SOW to Acceptance
	appeal  bool            // the requester appeals against the first round
	await   bool            // somebody else does, by itself
	hurry   bool            // the time to commit passes to the last of it, at which runs have to end
	unheld  bool            // it does once all have asked for a result that is not served, which is found then
	givesIn bool            // the requester accepts what it disputes, once the first round is over
}

const (
	margin = 10 * time.Minute
	lastly = hour / 8 // which is less
)

// agree makes and opens a deal for one task; what is agreed is served, the module only if it is to be.
func (w *world) agree(module []byte, limits compute.Limits, serve bool) *contract {
	w.t.Helper()
	t, ctx := w.t, w.ctx()
	w.deals++
	keys := [2]ed25519.PrivateKey{}
	var ids [2]messages.Key
	for i := range keys {
		keys[i] = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(i + 1)}, 32))
		ids[i] = messages.Key(keys[i].Public().(ed25519.PublicKey))
	}
	c := &contract{job: &compute.Job{ID: fmt.Sprintf("%016x", w.deals), Module: content.Sum(module).String(), Tasks: make([]compute.Task, w.tasks), Limits: limits}}
	if c.keys = ids; w.prepare != nil {
		w.prepare(c.job, ids[0])
	}
	if serve {
		must(content.AddFile(ctx, w.public, bytes.NewReader(module), content.Limits{}))(t)
	}
	now := must(w.parties[requester].Now(ctx))(t)
	after := func(d time.Duration) int64 { return now.Add(d).UnixMilli() }
	units := c.job.Units(w.tasks)
	money := &messages.Price{Asset: w.parties[0].Asset().String(), Unit: c.job.Unit(), PerUnit: fmt.Sprint(price / w.tasks), Ceiling: fmt.Sprint(price)}
	offer := &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW, Contract: w.parties[0].Contract().String(), Asset: money.Asset,
		Payer: w.parties[0].Account().String(), Details: must(deals.Collaterals.Encode(must(court.Collateral(w.panel))(t)))(t)}
	sow := must(messages.Seal(&messages.SOW{Version: 1, Nonce: make([]byte, 16), Service: compute.Service, Units: units, DeliverByMs: after(hour), QuoteByMs: after(time.Minute),
		Settlements: []*messages.Settlement{offer}, Job: must(compute.Jobs.Encode(c.job))(t)}, messages.ID{}, keys[0]))(t)
	sowID := sow.ID()
	settlement := proto.CloneOf(offer)
	settlement.Payee = w.parties[1].Account().String()
	quote := must(messages.Seal(&messages.Quote{Version: 1, Sow: sowID[:], Price: money, Units: units, ExpiresMs: after(time.Minute), DeliverByMs: after(hour), Settlement: settlement}, sowID, keys[1]))(t)
	quoteID := quote.ID()
	raw := must(proto.Marshal(&messages.Terms{Version: 1, Sow: sowID[:], Quote: quoteID[:], Requester: ids[0][:], Farmer: ids[1][:], Service: compute.Service,
		Price: money, Units: units, Settlement: settlement, AcceptByMs: after(time.Minute), StartByMs: after(2 * time.Minute), DeliverByMs: after(hour),
		ReviewMs: uint64(hour.Milliseconds()), JudgeMs: uint64((w.rules.Length(2) + hour).Milliseconds())}))(t)
	for _, block := range [][]byte{raw, sow.Statement(), quote.Statement()} {
		if err := w.public.Put(ctx, content.Sum(block), block); err != nil {
			t.Fatal(err)
		}
	}
	p := must(deals.Derive(raw, w.parties[0].TermsHash, w.parties[0].DealID))(t)
	if err := court.Takes(w.panel)(p.Deal, p.Terms); err != nil {
		t.Fatal(err)
	}
	c.record.Papers = *p
	o := deals.Opening{Deal: p.Deal, PayerSignature: must(w.parties[0].SignDeal(p.Deal))(t), FarmerSignature: must(w.parties[1].SignDeal(p.Deal))(t)}
	if errs, err := w.parties[farmer].Open(ctx, []deals.Opening{o}); errors.Join(append(errs, err)...) != nil {
		t.Fatal(errs, err)
	}
	agreement := must(messages.Seal(&messages.Agreement{Terms: raw, AcceptByMs: after(time.Minute), Deal: must(deals.PapersCodec.Encode(*p))(t),
		Signature: &messages.AccountSignature{Account: settlement.Payer, Signature: o.PayerSignature}}, quoteID, keys[0]))(t)
	acceptance := must(messages.Seal(&messages.Acceptance{Signature: &messages.AccountSignature{Account: settlement.Payee, Signature: o.FarmerSignature}}, agreement.ID(), keys[1]))(t)
	for _, e := range []*messages.Signed{sow, quote, agreement, acceptance} {
		c.signed = append(c.signed, e.Bytes())
	}
	return c
}

// dispute submits a result and contests it.
func (w *world) dispute(c *contract, result deals.Hash, complaint deals.Complaint) {
	w.t.Helper()
	cost := fmt.Sprint(price)
	if result == (deals.Hash{}) {
		cost = "0" // nothing, for nothing
	}
	w.contest(c, deals.Delivery{Digest: result, Cost: cost}, complaint)
}

func (w *world) contest(c *contract, submitted deals.Delivery, complaint deals.Complaint) {
	w.t.Helper()
	c.record.Result, c.record.Complaint = &submitted, &complaint
	if err := w.parties[farmer].Submit(w.ctx(), &c.record); err != nil {
		w.t.Fatal(err)
	}
	if err := w.parties[requester].Dispute(w.ctx(), &c.record); err != nil {
		w.t.Fatal(err)
	}
}

// truth is what a run of a deal's work gives, into a store of one's own.
func (w *world) truth(c *contract, module []byte, into *content.Store) deals.Hash {
	w.t.Helper()
	s := w.sandbox(w.t, into)
	r := must(s.Rerun(w.ctx(), &mediator.Brief{ID: deals.Hash{9}, Terms: c.record.Papers.Terms, Delivery: deals.Delivery{Digest: painted, Cost: "0"}}))(w.t)
	if r.Inconclusive != "" || r.Finding.Fuel == 0 {
		w.t.Fatalf("the truth is %+v", r)
	}
	return r.Finding.Digest
}

func (w *world) sandbox(t *testing.T, private *content.Store) *mediator.Sandbox {
	t.Helper()
	return &mediator.Sandbox{Executor: w.engine, Private: private, Public: w.public, Blocks: w.public, Dir: t.TempDir()}
}

// judge lets time pass as the case needs it, until it is finished: a stage is over once so many have voted.
func (w *world) judge(c *contract, voters int) {
	w.t.Helper()
	ctx := w.ctx()
	last, seen := "", [32]byte{}
	for range time.Tick(5 * time.Millisecond) {
		if ctx.Err() != nil {
			w.t.Fatal("a case does not end: somebody does not vote")
		}
		before := seen
		if seen = w.chain.Head().Hash; seen == before && !c.unheld {
			continue // nothing has happened
		}
		d := must(w.panel.Docket(ctx, c.record.Papers.ID, 1))(w.t)
		if now := fmt.Sprint(d); w.depth > 1 && now != last { // what is new comes to stand deep enough
			last = now
			for range w.depth {
				must(w.chain.Seal(ctx))(w.t)
			}
		}
		if d.Rounds > 1 {
			voters = len(d.Seats)
		}
		count := func(has func(panel.Seat) bool) (n int) {
			for _, s := range d.Seats {
				if has(s) {
					n++
				}
			}
			return n
		}
		if c.givesIn && (d.Stage == panel.Appealable || d.Rounds > 1) { // before there is an appeal, or while it goes on
			r := c.record
			r.Accepted = &deals.Acceptance{Delivery: *r.Result}
			if err := w.parties[requester].Settle(ctx, &r); err != nil { // also where it was ruled
				w.t.Fatal(err)
			}
			c.givesIn = false
		}
		pass := false
		switch d.Stage {
		case panel.Unknown:
			return
		case panel.Armed:
			if w.chain.Head().Number < d.ArmedAt+5 {
				must(w.chain.Seal(ctx))(w.t)
			}
		case panel.Committing:
			pass = count(func(s panel.Seat) bool { return s.Committed }) == voters
			if left := d.Until.Sub(w.chain.Head().Time); (c.hurry || c.unheld && w.asked()) && left > lastly { // then what is missing stays so
				must(w.chain.Advance(ctx, left-lastly+time.Second))(w.t)
			}
		case panel.Revealing:
			pass = count(func(s panel.Seat) bool { return s.Revealed }) == voters
		case panel.Settling:
			pass = true
		case panel.Appealable:
			if pass = !c.appeal && !c.await || d.Rounds > 1; c.appeal && !pass {
				w.appeal(c)
			}
		case panel.Concludable:
			if pass = voters == 0; pass && w.chain.Head().Time.After(d.Until) { // anybody may
				if err := w.parties[requester].Lapse(ctx, &c.record); err != nil && !errors.Is(err, escrow.ErrWrongState) { // a mediator was first
					w.t.Fatal(err)
				}
			}
		case panel.Ended:
			if voters == 0 {
				if _, err := w.panel.Finish(ctx, c.record.Papers.ID); err != nil && !errors.Is(err, panel.ErrWrongStage) {
					w.t.Fatal(err)
				}
			}
		}
		if pass && !w.chain.Head().Time.After(d.Until) {
			must(w.chain.Advance(ctx, d.Until.Add(time.Second).Sub(w.chain.Head().Time)))(w.t)
		}
	}
}

// appeal has more members judge what the requester will not put up with.
func (w *world) appeal(c *contract) {
	w.t.Helper()
	must(w.panel.Deposit(w.ctx(), "bond", w.panel.Bond(0)))(w.t)
	p := c.record.Papers
	clerk := must(court.NewClerk(w.client, w.panel, w.books))(w.t)
	if !clerk.Found(must(w.panel.Docket(w.ctx(), p.ID, 1))(w.t)) {
		w.t.Error("the round that is appealed against found nothing, says the clerk")
	}
	must(w.panel.Appeal(w.ctx(), must(party.Deal(p.Deal))(w.t), must(party.Terms(p.Terms))(w.t)))(w.t)
}

// rootOf is the CID of a result.
func rootOf(t *testing.T, digest deals.Hash) cid.Cid {
	t.Helper()
	return cid.NewCidV1(cid.DagProtobuf, must(multihash.Encode(digest[:], multihash.SHA2_256))(t))
}

var painted = deals.Hash(sha256.Sum256([]byte("painted")))

// later is when what was put into a store now is old enough to be swept away.
func (w *world) later() time.Time { return time.Now().Add(hour) }

// collected waits until every member has collected what it earned.
func (w *world) collected(members []*member) {
	w.t.Helper()
	w.notes(members, func(note []byte) bool { return bytes.Contains(note, []byte(`"collected":true`)) })
}

// closed lets the time pass for which results are kept, and waits until no member has a case left, or holds anything.
func (w *world) closed(members []*member) {
	w.t.Helper()
	must(w.chain.Advance(w.ctx(), 50*hour))(w.t)
	w.notes(members, func([]byte) bool { return false })
	for _, m := range members {
		s, ok := m.runner.(*mediator.Sandbox)
		if !ok {
			continue
		}
		for _, store := range []*content.Store{s.Private, s.Public} {
			for held, err := range store.Holds() {
				w.t.Errorf("%s is still held for %s (%v)", held.Root, held.Holder, err)
			}
		}
	}
}

// notes waits until all that members have of their cases is as it should be; those who sleep never get there.
func (w *world) notes(members []*member, is func(note []byte) bool) {
	w.t.Helper()
	ctx := w.ctx()
	for range time.Tick(5 * time.Millisecond) {
		left := 0
		for _, m := range members {
			if _, silent := m.runner.(asleep); silent {
				continue
			}
			for note, err := range m.journal.Notes(ctx, "mediator-cases") {
				if err != nil {
					w.t.Fatal(err)
				}
				if !is(note.Value) {
					left++
				}
			}
		}
		if left == 0 {
			return
		}
	}
}
