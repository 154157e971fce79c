package filetransfer_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/examples/filetransfer"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports"
)

func key(n byte) (ed25519.PrivateKey, messages.Key) {
	seed := make([]byte, ed25519.SeedSize)
	seed[0] = n
	k := ed25519.NewKeyFromSeed(seed)
	return k, messages.Key(k.Public().(ed25519.PublicKey))
}

func amount(n uint64) messages.Amount { return messages.AmountOfUint64(n) }

func store(t *testing.T) *content.Store {
	t.Helper()
	s, err := content.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s.NoSync = true
	t.Cleanup(func() { s.Close() })
	return s
}

// fair is a seller, a buyer and a ledger.
type fair struct {
	t       *testing.T
	network transports.Memory
	file    []byte
	book    filetransfer.Book
	seller  *filetransfer.Seller
	policy  farmer.Farmer
	signer  ed25519.PrivateKey
	journal journal.Journal
	buyer   *filetransfer.Buyer
	client  *requester.Client
	close   func() // the seller's

	mu     sync.Mutex
	bought []int
	sent   messages.Amount // deposits, in all
}

const chunks = 5

var (
	job   = filetransfer.JobID{1, 2, 3}
	price = amount(7)
)

// newFair opens a fair where the buyer has the right to the file. Its seller serves once start is called.
func newFair(t *testing.T) *fair {
	t.Helper()
	f := &fair{t: t, journal: new(journal.Memory)}
	random := rand.NewChaCha8([32]byte{7})
	f.file = make([]byte, (chunks-1)*filetransfer.ChunkBytes+1000)
	_, _ = random.Read(f.file)
	index, parts, err := filetransfer.Cut(t.Context(), bytes.NewReader(f.file))
	if err != nil {
		t.Fatal(err)
	}
	signer, me := key(2)
	var seller messages.Key
	f.signer, seller = key(1)
	f.seller = &filetransfer.Seller{Key: seller, Index: index, Chunks: parts, Asset: "play", Price: price, Ledger: &f.book, Store: store(t)}
	f.policy = f.seller
	f.book.Sell(me, index.ID())
	f.buyer = &filetransfer.Buyer{Index: index, Store: store(t), Blocks: f.seller.Store, Treasury: counted{f.book.As(me), f}, Bought: func(n int) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.bought = append(f.bought, n)
	}}
	f.client = &requester.Client{Requester: f.buyer, Signer: signer, Dialer: f.network.Join(me)}
	f.run(func(ctx context.Context) error { return f.client.Run(ctx) })
	return f
}

func (f *fair) run(serve func(context.Context) error) func() {
	ctx, cancel := context.WithCancel(f.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx) }()
	stop := sync.OnceFunc(func() { cancel(); <-ended })
	f.t.Cleanup(stop)
	return stop
}

// start opens the seller's stall, or opens it again.
func (f *fair) start() {
	place := f.network.Join(f.seller.Key)
	server := &farmer.Server{Farmer: f.policy, Signer: f.signer, Journal: f.journal}
	stop := f.run(func(ctx context.Context) error { return server.Serve(ctx, place) })
	f.close = func() { place.Close(); stop() }
}

// counted adds up what is deposited.
type counted struct {
	filetransfer.Treasury
	f *fair
}

func (c counted) Deposit(ctx context.Context, job filetransfer.JobID, a messages.Amount) error {
	err := c.Treasury.Deposit(ctx, job, a)
	if err == nil {
		c.f.sent, err = c.f.sent.Add(a)
	}
	return err
}

func (f *fair) part(first, count int) filetransfer.Job {
	return filetransfer.Job{File: f.seller.Index.ID(), First: first, Count: count}
}

func (f *fair) buy(part filetransfer.Job, most messages.Amount) (*requester.Outcome, error) {
	f.t.Helper()
	h := requester.Hiring{Farmers: []discovery.Candidate{{Key: f.seller.Key}}}
	return f.buyer.Buy(f.t.Context(), f.client, job, part, most, h)
}

func (f *fair) left() string {
	f.t.Helper()
	b, err := f.book.Budget(f.t.Context(), job)
	if err != nil {
		f.t.Fatal(err)
	}
	return b.Left.String()
}

// refusal is what the seller said.
func refusal(err error) *protocol.Error {
	unfilled, ok := errors.AsType[*requester.Unfilled](err)
	if !ok || len(unfilled.Refused) != 1 {
		return protocol.Errorf(0, "no refusal: %v", err)
	}
	return protocol.AsError(unfilled.Refused[0].Err)
}

// A28: a service beside compute on the core unchanged: chunks are verified by their hashes and paid one by one. A46: part of
// the work is proved and paid.
func TestTransfer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFair(t)
		f.start()
		o, err := f.buy(f.part(0, chunks), amount(100))
		if err != nil {
			t.Fatal(err)
		}
		if owed, open := o.View.Owed(); o.Err != nil || o.View.Phase != protocol.Settled || owed.String() != "35" || open {
			t.Errorf("phase %s, owed %s (%v)", o.View.Phase, owed, o.Err)
		}
		if diff := cmp.Diff([]int{0, 1, 2, 3, 4}, f.bought); diff != "" {
			t.Errorf("bought (-want +got)\n%s", diff)
		}
		var got bytes.Buffer
		if err := f.buyer.Read(t.Context(), &got); err != nil || !bytes.Equal(got.Bytes(), f.file) {
			t.Errorf("the file is not what was sold: %d bytes (%v)", got.Len(), err)
		}
		if f.left() != "65" {
			t.Errorf("%s is left of 100 less 35", f.left())
		}
	})
}

// A40: the seller checks who asks and what the ledger says: three that fail, one that passes.
func TestSellerChecks(t *testing.T) {
	_, me := key(2)
	for _, c := range []struct {
		name  string
		setup func(f *fair)
		code  protocol.Code // 0: passes
		want  string
	}{
		{"all is well", func(*fair) {}, 0, ""},
		{"not purchased", func(f *fair) { f.book = filetransfer.Book{} }, protocol.Forbidden, "has not bought the right"},
		{"the budget is below the price", func(f *fair) {
			f.buyer.Treasury = poor{f.book.As(me)}
		}, protocol.Unfunded, "is 34, the price 35"},
		{"somebody else's job", func(f *fair) {
			_, other := key(3)
			if err := f.book.As(other).Deposit(t.Context(), job, amount(1000)); err != nil {
				t.Fatal(err)
			}
		}, protocol.Forbidden, "is not yours"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFair(t)
				c.setup(f)
				f.start()
				o, err := f.buy(f.part(0, chunks), amount(35))
				if c.code == 0 {
					if err != nil || o.Err != nil {
						t.Fatal(err)
					}
					return
				}
				if e := refusal(err); e.Code != c.code || !e.Remote || !strings.Contains(e.Reason, c.want) {
					t.Errorf("got %v, want %s: %s", err, protocol.CodeName(c.code), c.want)
				}
				if len(f.bought) != 0 {
					t.Errorf("bought %v", f.bought)
				}
			})
		})
	}
}

// poor deposits one less than it should.
type poor struct{ filetransfer.Treasury }

func (p poor) Deposit(ctx context.Context, job filetransfer.JobID, a messages.Amount) error {
	less, err := a.Sub(amount(1))
	if err != nil {
		return err
	}
	return p.Treasury.Deposit(ctx, job, less)
}

// A40: what is signed by somebody else than the peer that brings it is refused before the seller is asked.
func TestRelayed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFair(t)
		f.start()
		signer, _ := key(2)
		payload, err := filetransfer.Jobs.Encode(f.part(0, chunks))
		if err != nil {
			t.Fatal(err)
		}
		sow := &messages.SOW{Version: messages.Version, Service: filetransfer.Service, Nonce: job[:], Units: chunks, Job: payload, QuoteByMs: 4e12, DeliverByMs: 4e12}
		signed, err := messages.Seal(sow, messages.ID{}, signer)
		if err != nil {
			t.Fatal(err)
		}
		_, thief := key(9)
		stream, err := f.network.Join(thief).Dial(t.Context(), f.seller.Key)
		if err != nil {
			t.Fatal(err)
		}
		defer stream.Reset()
		if err := stream.Send(t.Context(), messages.EnvelopeFrame(signed)); err != nil {
			t.Fatal(err)
		}
		frame, err := stream.Receive(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		m, err := frame.Unsigned()
		if r, ok := m.(*messages.Refusal); err != nil || !ok || r.Code != protocol.Forbidden {
			t.Errorf("got %v, %v", m, err)
		}
	})
}

// A41: a budget is topped up by what is missing and no more.
func TestTopUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFair(t)
		f.start()
		for _, c := range []struct {
			first, count int
			most         uint64
			sent, left   string
		}{
			{0, 3, 50, "50", "29"}, // 21 for three chunks
			{3, 1, 50, "71", "43"}, // 21 more, and 7 for one
			{4, 1, 40, "71", "36"}, // enough is there
		} {
			if o, err := f.buy(f.part(c.first, c.count), amount(c.most)); err != nil || o.Err != nil {
				t.Fatal(err)
			}
			if got := f.sent.String(); got != c.sent || f.left() != c.left {
				t.Errorf("after chunk %d: sent %s and left %s, want %s and %s", c.first, got, f.left(), c.sent, c.left)
			}
		}
		var got bytes.Buffer
		if err := f.buyer.Read(t.Context(), &got); err != nil || !bytes.Equal(got.Bytes(), f.file) {
			t.Errorf("the parts do not make the file (%v)", err)
		}
	})
}

// A chunk that is not in the index, or not the next, is not paid for; what was paid before stays paid.
func TestWrongChunk(t *testing.T) {
	for name, spoil := range map[string]func(f *fair){
		"other bytes":      func(f *fair) { f.seller.Chunks[2] = []byte("something else") },
		"the wrong number": func(f *fair) { f.seller.Chunks[2] = f.seller.Chunks[3] },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFair(t)
				f.seller.Chunks = slices.Clone(f.seller.Chunks)
				spoil(f)
				f.start()
				o, err := f.buy(f.part(0, chunks), amount(100))
				if o == nil || o.Err == nil || err == nil {
					t.Fatalf("%v, %v", o, err)
				}
				if owed, _ := o.View.Owed(); o.View.Phase != protocol.Stopped || owed.String() != "14" || f.left() != "86" {
					t.Errorf("phase %s, owed %s, left %s", o.View.Phase, owed, f.left())
				}
				if diff := cmp.Diff([]int{0, 1}, f.bought); diff != "" {
					t.Errorf("bought (-want +got)\n%s", diff)
				}
			})
		})
	}
}

// A buyer whose voucher says more than the ledger has gets no further chunk.
func TestUnpaidVoucher(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFair(t)
		_, me := key(2)
		f.buyer.Treasury = cheat{f.book.As(me)}
		f.start()
		o, err := f.buy(f.part(0, chunks), amount(100))
		if err == nil || o == nil || o.View.Phase != protocol.Abandoned {
			t.Fatalf("%v, %v", o, err)
		}
		if len(f.bought) != 1 || f.left() != "100" {
			t.Errorf("bought %v, left %s", f.bought, f.left())
		}
	})
}

// cheat says that it paid.
type cheat struct{ filetransfer.Treasury }

func (cheat) Pay(context.Context, filetransfer.JobID, messages.ID, messages.Key, messages.Amount) error {
	return nil
}

// A seller that starts again goes on where its claims ended: no chunk is paid for twice.
func TestSellerRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFair(t)
		var once sync.Once
		inner := f.seller
		f.policy = &halting{Seller: inner, after: 3, halt: func() { once.Do(func() { go f.close() }) }}
		f.start()
		type result struct {
			o   *requester.Outcome
			err error
		}
		ended := make(chan result, 1)
		go func() {
			o, err := f.buy(f.part(0, chunks), amount(100))
			ended <- result{o, err}
		}()
		synctest.Wait()
		f.policy = inner
		f.start()
		r := <-ended
		if r.err != nil || r.o.View.Phase != protocol.Settled {
			t.Fatalf("%v", r.err)
		}
		if f.left() != "65" || len(f.bought) != chunks {
			t.Errorf("left %s, bought %v", f.left(), f.bought)
		}
	})
}

// halting stops in the middle of its work.
type halting struct {
	*filetransfer.Seller
	after uint64
	halt  func()
}

func (h *halting) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	return h.Seller.Work(ctx, v, halted{p, h, ctx})
}

type halted struct {
	farmer.Progress
	h   *halting
	ctx context.Context
}

func (p halted) Claim(ctx context.Context, m *messages.Progress) (*messages.Voucher, error) {
	if m.Units > p.h.after {
		p.h.halt()
		<-ctx.Done()
		return nil, context.Cause(ctx)
	}
	return p.Progress.Claim(ctx, m)
}

// Jobs that no file has are refused.
func TestBadJobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFair(t)
		f.start()
		for _, part := range []filetransfer.Job{
			{File: "another", Count: 1}, f.part(-1, 2), f.part(0, chunks+1), f.part(chunks, 1), f.part(1<<62, 1<<62),
		} {
			_, err := f.buy(part, amount(100))
			if e := refusal(err); e.Code != protocol.NotFound && e.Code != protocol.Invalid {
				t.Errorf("%+v: %v", part, err)
			}
		}
	})
}

// Amounts on the ledger are conserved, and nobody spends for another.
func TestBook(t *testing.T) {
	var b filetransfer.Book
	_, me := key(1)
	_, other := key(2)
	mine, theirs := b.As(me), b.As(other)
	ctx := t.Context()
	for _, step := range []struct {
		err  error
		want bool
	}{
		{mine.Deposit(ctx, job, amount(10)), true},
		{theirs.Deposit(ctx, job, amount(10)), false},
		{theirs.Pay(ctx, job, messages.ID{1}, other, amount(1)), false},
		{mine.Pay(ctx, job, messages.ID{1}, other, amount(4)), true},
		{mine.Pay(ctx, job, messages.ID{1}, other, amount(4)), true}, // once
		{mine.Pay(ctx, job, messages.ID{2}, other, amount(7)), false},
		{mine.Pay(ctx, job, messages.ID{2}, other, amount(6)), true},
	} {
		if (step.err == nil) != step.want {
			t.Errorf("%v", step.err)
		}
	}
	budget, err := b.Budget(ctx, job)
	if err != nil || !budget.Left.IsZero() || budget.Owner != me {
		t.Errorf("%+v, %v", budget, err)
	}
	if _, _, err := filetransfer.Cut(ctx, strings.NewReader("")); err == nil {
		t.Error("an empty file was cut")
	}
}

func ExampleTopUp() {
	var book filetransfer.Book
	_, me := key(1)
	mine, job := book.As(me), filetransfer.JobID{1}
	for range 2 {
		sent, err := filetransfer.TopUp(context.Background(), mine, job, amount(100))
		fmt.Println(sent, err)
		_ = mine.Pay(context.Background(), job, messages.ID{1}, me, amount(30))
	}
	// Output:
	// 100 <nil>
	// 30 <nil>
}
