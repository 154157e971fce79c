package quorum_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// answers are ways not to serve, and what is said of them.
var outages = map[string]struct {
	fails func(*http.Request) (*http.Response, error)
	says  string
}{
	"refused":       {func(*http.Request) (*http.Response, error) { return nil, errors.New("connection refused") }, "connection refused"},
	"busy":          {func(r *http.Request) (*http.Response, error) { return respond(r, 429, ""), nil }, "429"},
	"out of order":  {func(r *http.Request) (*http.Response, error) { return respond(r, 503, ""), nil }, "503"},
	"no such place": {func(r *http.Request) (*http.Response, error) { return respond(r, 404, "<html>"), nil }, "404"},
	"no chain":      {func(r *http.Request) (*http.Response, error) { return respond(r, 200, "<html>"), nil }, "does not answer like a chain"},
	"cut off":       {func(r *http.Request) (*http.Response, error) { return respond(r, 200, `[{"jsonrpc":"2.0",`), nil }, "does not answer like a chain"},
	"silent":        {silent, "cannot be reached"},
}

// silent never answers.
func silent(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// THREATS 4, RPC outage: of three endpoints one may be away in whichever way, and nobody waits for it; without a majority the error says who
// is away, and why. Whoever is back counts again. The clock is the test's.
func TestOutages(t *testing.T) {
	blocks := mainChain(12)
	for name, outage := range outages {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := endpoints(t, 3, blocks)
				client := w.dial(inPractice)
				w.set(1, func(n *node) { n.fails = outage.fails })
				begun := time.Now()
				for range 3 {
					if head, err := client.Head(t.Context()); err != nil || head.Hash != blocks.head().Hash() || time.Since(begun) != 0 {
						t.Fatalf("one is away: %+v, %v, after %s", head, err, time.Since(begun))
					}
				}
				w.eventually("it is told", func() bool { return strings.Contains(w.said(), "http://b is left out until it serves: ") })
				w.set(2, func(n *node) { n.fails = outage.fails })
				begun = time.Now()
				_, err := client.Head(t.Context())
				if !errors.Is(err, transactions.ErrUnreachable) || !strings.Contains(err.Error(), "http://b: ") || !strings.Contains(err.Error(), "http://c: ") ||
					!strings.Contains(err.Error(), outage.says) || !strings.Contains(err.Error(), "1 of 3 endpoints answer, and 2 must") {
					t.Fatalf("two are away: %v", err)
				}
				if waited := time.Since(begun); waited > 4*time.Second || name != "silent" && waited > 250*time.Millisecond {
					t.Errorf("an error after %s", waited)
				}
				if _, err := client.Read(t.Context(), contract, nil, 1, nil); !errors.Is(err, transactions.ErrUnreachable) {
					t.Fatalf("a view, two are away: %v", err)
				}
				w.set(2, func(n *node) { n.fails = nil })
				w.eventually("the majority is back", func() bool { _, err := client.Head(t.Context()); return err == nil })
				w.set(1, func(n *node) { n.fails = nil })
				w.eventually("all are back", func() bool {
					_, err := client.Head(t.Context())
					return err == nil && strings.Contains(w.said(), "http://b serves again")
				})
			})
		})
	}
}

// inPractice has the waits be those that they are by default.
func inPractice(c *quorum.Config) { c.Patience, c.Grace, c.Retry, c.Again = 0, 0, 0, 0 }

// Nobody waits for an endpoint that does not answer while the others agree, and it is not asked over and over.
func TestNobodyWaitsForTheSlowest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := endpoints(t, 3, mainChain(12))
		client := w.dial(inPractice)
		w.set(0, func(n *node) { n.fails = silent })
		begun := time.Now()
		for range 100 {
			_, err1 := client.Head(t.Context())
			_, err2 := client.Read(t.Context(), contract, nil, 1, nil)
			if err := errors.Join(err1, err2); err != nil || time.Since(begun) != 0 {
				t.Fatalf("%v after %s", err, time.Since(begun))
			}
		}
		if w.said() != "" {
			t.Errorf("it may answer yet: %s", w.said())
		}
		if n := w.nodes[0].requests(); n > 70 {
			t.Errorf("%d questions wait for it", n)
		}
		client.Close() // ends them
		if _, err := client.Head(t.Context()); err == nil {
			t.Error("a client that is closed answers")
		}
	})
}

// Who is away is asked again after pauses that grow to ten seconds, and is told to be away once.
func TestWhoIsAwayIsAskedLessAndLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := endpoints(t, 3, mainChain(12))
		client := w.dial(inPractice)
		w.set(2, func(n *node) { n.fails = outages["refused"].fails })
		begun, before := time.Now(), w.nodes[2].requests()
		for time.Since(begun) < time.Minute {
			if _, err := client.Head(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(20 * time.Millisecond) // of the test's clock
		}
		if n := w.nodes[2].requests() - before; n < 8 || n > 12 { // after 0.25 s, 0.5 s, … 8 s, and four times 10 s
			t.Errorf("it was asked %d times in a minute", n)
		}
		if n := strings.Count(w.said(), "left out"); n != 1 {
			t.Errorf("it is told %d times: %s", n, w.said())
		}
	})
}

// A caller that ends its wait is not kept.
func TestACallerMayLeave(t *testing.T) {
	w := endpoints(t, 2, mainChain(12))
	client := w.dial()
	w.set(1, func(n *node) { n.fails = silent })
	ctx, cancel := context.WithCancelCause(t.Context())
	go cancel(errors.New("enough"))
	if _, err := client.Head(ctx); err == nil {
		t.Fatal("one of two is silent, and there is an answer")
	}
}

// One that lags behind is no liar: of three it does not hold the others up, of two the head is its own, and what lags too far is told.
func TestLagging(t *testing.T) {
	blocks := mainChain(40)
	three := endpoints(t, 3, blocks)
	three.set(0, func(n *node) { n.blocks = blocks[:20] })
	client := three.dial()
	for range 3 {
		head, err := client.Head(t.Context())
		if err != nil || head.Number != 39 {
			t.Fatalf("%+v, %v", head, err)
		}
		receipt, err := client.TransactionReceipt(t.Context(), txOf(blocks[30]))
		if err != nil || receipt.BlockHash != blocks[30].Hash() {
			t.Fatalf("%+v, %v", receipt, err)
		}
		if logs, err := client.FilterLogs(t.Context(), filter(0, 39, contract)); err != nil || len(logs) != 40 {
			t.Fatalf("%d logs, %v", len(logs), err)
		}
	}
	three.set(0, func(n *node) { n.blocks = blocks })
	three.eventually("it has caught up", func() bool {
		_, err := client.Head(t.Context())
		return err == nil && strings.Contains(three.said(), "http://a has caught up")
	})
	if said := three.said(); !strings.Contains(said, "http://a lags behind: its newest block is 19, and others have 39") || strings.Contains(said, "lies") || strings.Contains(said, "left out") {
		t.Errorf("told %s", said)
	}
	two := endpoints(t, 2, blocks)
	two.set(1, func(n *node) { n.blocks = blocks[:30] })
	client = two.dial()
	head, err := client.Head(t.Context())
	if err != nil || head.Hash != blocks[29].Hash() {
		t.Fatalf("of two: %+v, %v", head, err)
	}
	if _, err := client.TransactionReceipt(t.Context(), txOf(blocks[30])); !errors.Is(err, ethereum.NotFound) {
		t.Errorf("of two, what only one has: %v", err)
	}
	if receipt, err := client.TransactionReceipt(t.Context(), txOf(blocks[28])); err != nil || receipt.BlockNumber.Int64() != 28 {
		t.Errorf("of two, what both have: %+v, %v", receipt, err)
	}
	if answer, at, err := client.ReadAt(t.Context(), contract, nil, 1, nil); err != nil || at.Number != 29 || common.BytesToHash(answer) != at.Hash {
		t.Errorf("of two: %x of %+v, %v", answer, at, err)
	}
}

// Endpoints come and go while they are asked by many: whatever is answered is true of a block of the chain.
func TestFlapping(t *testing.T) {
	blocks := mainChain(30)
	w := endpoints(t, 3, blocks[:10])
	client := w.dial(func(c *quorum.Config) { c.Grace = time.Millisecond })
	is := map[common.Hash]bool{}
	for _, h := range blocks {
		is[h.Hash()] = true
	}
	done := make(chan struct{})
	var flapping, asking sync.WaitGroup
	flapping.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			default:
			}
			w.set(i%3, func(n *node) {
				if n.fails = nil; i%2 == 0 {
					n.fails = outages["out of order"].fails
				}
				n.blocks = blocks[:10+i%20]
			})
		}
	})
	answered := make([]int, 4)
	for i := range answered {
		asking.Go(func() {
			for range 200 {
				answer, at, err := client.ReadAt(t.Context(), contract, nil, 1, nil)
				switch {
				case err == nil && (common.BytesToHash(answer) != at.Hash || !is[at.Hash]):
					t.Errorf("%x is said to be of %+v", answer, at)
				case err == nil:
					answered[i]++
				case !errors.Is(err, transactions.ErrUnreachable) && !errors.Is(err, transactions.ErrBusy):
					t.Errorf("%v", err)
				}
			}
		})
	}
	asking.Wait()
	close(done)
	flapping.Wait()
	for _, n := range w.nodes {
		n.change(func(n *node) { n.fails, n.blocks = nil, blocks })
	}
	w.eventually("all is well", func() bool { head, err := client.Head(t.Context()); return err == nil && head.Number == 29 })
	t.Logf("of 200 questions each, %v were answered", answered)
}

// A request of many questions is one to each endpoint, and all of it is of one block.
func TestBatch(t *testing.T) {
	blocks := mainChain(12)
	w := endpoints(t, 3, blocks)
	w.set(1, func(n *node) {
		n.lies = map[string]func(any) any{"eth_getBalance": always("0x1"), "eth_call": always(refused)}
	})
	client := w.dial()
	for round := range 2 {
		head, err := client.HeaderByNumber(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var asked []string
		all := batchOf(contract, txOf(blocks[5]), &asked)
		if err := client.Client.Client().BatchCallContext(t.Context(), all); err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, q := range all {
			if q.Error != nil {
				t.Fatalf("%s: %v", asked[i], q.Error)
			}
			got = append(got, string(*q.Result.(*rawText)))
		}
		if !strings.Contains(got[1], head.Hash().Hex()) || got[0] != `"0x539"` || got[2] != `"0xb"` || got[4] != `"`+head.Hash().Hex()+`"` || !strings.Contains(got[5], blocks[5].Hash().Hex()) {
			t.Errorf("%q", got)
		}
		const meeting = 2 // one that compares the chains, and the client's own
		for _, n := range w.nodes {
			want := meeting + 2*(round+1)
			w.eventually("all have been asked", func() bool { return n.requests() >= want })
			if n.requests() > want {
				t.Errorf("%s got %d requests, want one for each, of a head that is known: %d", n.name, n.requests(), want)
			}
		}
	}
}

// Whoever has no endpoint that can be a majority is told at the start.
func TestDialRefuses(t *testing.T) {
	blocks := mainChain(5)
	for name, c := range map[string]struct {
		change func(*network, *quorum.Config)
		kind   error
		says   []string
	}{
		"another chain": {func(w *network, _ *quorum.Config) { w.nodes[1].id = big.NewInt(1) }, transactions.ErrWrongChain,
			[]string{"http://a is of chain 1337 that begins with block", "http://b is of chain 1 that begins", "http://c is of chain 1337"}},
		"the same number, another chain": {func(w *network, _ *quorum.Config) { w.nodes[2].blocks = history(nil).grow(5, "other") }, transactions.ErrWrongChain,
			[]string{fmt.Sprintf("http://a is of chain 1337 that begins with block %#x…", blocks[0].Hash().Bytes()[:4]), "http://c is of chain 1337 that begins with"}},
		"another than wanted": {func(_ *network, c *quorum.Config) { c.ChainID = big.NewInt(7) }, transactions.ErrWrongChain, []string{"chain 7 is wanted"}},
		"two of three away": {func(w *network, _ *quorum.Config) {
			w.nodes[0].fails, w.nodes[2].fails = outages["busy"].fails, outages["refused"].fails
		}, transactions.ErrUnreachable,
			[]string{"1 of 3 endpoints answer, and 2 must", "http://a: ", "429", "http://c: ", "connection refused"}},
		"one twice":      {func(_ *network, c *quorum.Config) { c.Addresses = []string{"http://a", "http://a/"} }, nil, []string{"named twice"}},
		"none":           {func(_ *network, c *quorum.Config) { c.Addresses = nil }, nil, []string{"0 endpoints"}},
		"too many":       {func(_ *network, c *quorum.Config) { c.Addresses = slices.Repeat([]string{"http://a"}, 10) }, nil, []string{"10 endpoints", "at most 9"}},
		"not an address": {func(_ *network, c *quorum.Config) { c.Addresses = []string{"http://a", "localhost"} }, nil, []string{"localhost", "not an http or https address"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := endpoints(t, 3, blocks)
			config := w.config()
			c.change(w, &config)
			_, err := quorum.Dial(t.Context(), config)
			if err == nil || c.kind != nil && !errors.Is(err, c.kind) {
				t.Fatalf("%v, want %v", err, c.kind)
			}
			for _, want := range c.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
	}
}

// One that was away at the start, or since, counts only if it is of the chain that the others are of.
func TestAnotherChainComesBack(t *testing.T) {
	blocks := mainChain(12)
	for name, of := range map[string]func(*node){
		"another id":          func(n *node) { n.id = big.NewInt(1) },
		"another first block": func(n *node) { n.blocks = history(nil).grow(12, "other") },
	} {
		w := endpoints(t, 3, blocks)
		w.set(0, func(n *node) { n.fails = outages["refused"].fails })
		client := w.dial()
		w.set(0, func(n *node) { n.fails = nil; of(n) })
		w.eventually("it is recognized", func() bool {
			if head, err := client.Head(t.Context()); err != nil || head.Hash != blocks.head().Hash() {
				t.Fatalf("%s: %+v, %v", name, head, err)
			}
			return w.nodes[0].requests() > 2
		})
		w.set(1, func(n *node) { n.fails = outages["refused"].fails })
		if _, err := client.Head(t.Context()); !errors.Is(err, transactions.ErrUnreachable) || !strings.Contains(err.Error(), "http://a: it is of chain 1") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// One that leads elsewhere while it is used has no vote.
func TestAnEndpointLeadsElsewhere(t *testing.T) {
	w := endpoints(t, 2, mainChain(12))
	client := w.dial()
	if _, err := client.Read(t.Context(), contract, nil, 1, nil); err != nil {
		t.Fatal(err)
	}
	w.set(1, func(n *node) { n.id = big.NewInt(5) })
	if _, err := client.Read(t.Context(), contract, nil, 1, nil); err == nil || !strings.Contains(err.Error(), "http://b: it is of chain 5, and the others of 1337") {
		t.Fatal(err)
	}
}

// What is examined is told of each endpoint for itself, whoever lies, lags or is away.
func TestExamine(t *testing.T) {
	blocks := mainChain(12)
	w := endpoints(t, 5, blocks)
	w.set(1, func(n *node) { n.blocks = blocks[:9] })
	w.set(2, func(n *node) { n.blocks = blocks[:5].grow(9, "other") })
	w.set(3, func(n *node) { n.fails = outages["out of order"].fails })
	reports, err := quorum.Examine(t.Context(), w.config())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		height uint64
		agrees bool
		fails  error
	}{{11, true, nil}, {8, true, nil}, {13, false, nil}, {0, false, transactions.ErrBusy}, {11, true, nil}} {
		if r := reports[i]; r.Name != w.nodes[i].name || r.Height != want.height || r.Agrees != want.agrees || !errors.Is(r.Err, want.fails) || r.Err == nil && r.Common != 8 {
			t.Errorf("%+v, want %+v", r, want)
		}
	}
	w.set(4, func(n *node) { n.id = big.NewInt(3) })
	reports, err = quorum.Examine(t.Context(), w.config())
	if err != nil || reports[4].Agrees || !errors.Is(reports[4].Err, transactions.ErrWrongChain) || reports[0].Agrees {
		t.Errorf("%+v, %v; want one of another chain, and no majority", reports, err)
	}
	if _, err := quorum.Examine(t.Context(), quorum.Config{Addresses: []string{"x"}}); err == nil {
		t.Error("x is an address")
	}
}
