package mediator_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/ipfs/go-cid"
	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// clerk is an executor whose runs leave so many small files, by the task's first argument.
type clerk struct {
	files int
	takes time.Duration // for a run
	runs  int
}

// left are the files of one run.
func (c *clerk) left(task string) fstest.MapFS {
	all := fstest.MapFS{executor.StdoutFile: {}, executor.StderrFile: {}, executor.ExitCodeFile: {Data: []byte("0")}}
	for i := range c.files {
		name := fmt.Sprintf("%s/%04d", executor.OutputsDir, i)
		all[name] = &fstest.MapFile{Data: []byte(task + " " + name)}
	}
	return all
}

func (c *clerk) Execute(_ context.Context, t executor.Task) (*executor.Report, error) {
	c.runs++
	time.Sleep(c.takes)
	if err := os.CopyFS(t.Dir, c.left(t.Args[0])); err != nil {
		return nil, err
	}
	return &executor.Report{End: executor.Exited, Fuel: 1000, Wall: time.Millisecond}, nil
}

// hearing is a case of a result that its farmer is said not to have served, and what there is of it.
type hearing struct {
	*testing.T
	engine *clerk
	said   *content.Archive // what was agreed, and the module: both sides serve that
	result *content.Archive // the farmer's
	brief  *mediator.Brief
	box    *mediator.Sandbox
	made   *mediator.Rerun
}

// notServed is one of so many tasks, which leave so many files each.
func notServed(t *testing.T, tasks, files int) *hearing {
	t.Helper()
	h := &hearing{T: t, engine: &clerk{files: files}, said: new(content.Archive), result: new(content.Archive)}
	module := printing("hello\n")
	j := &compute.Job{ID: fmt.Sprintf("%016x", 1), Module: content.Sum(module).String(), Limits: compute.Limits{Fuel: 1_000_000_000, OutputFiles: files + 1}}
	all := fstest.MapFS{}
	for i := range tasks {
		name := fmt.Sprintf("%03d", i)
		j.Tasks = append(j.Tasks, compute.Task{Args: []string{name}})
		for path, f := range h.engine.left(name) {
			if tasks > 1 {
				path = name + "/" + path
			}
			all[path] = f
		}
	}
	root := must(content.AddFS(t.Context(), h.result, all, content.Limits{Files: 1 << 20, Blocks: 1 << 20}))(t)
	cost := fmt.Sprint(j.Units(tasks))
	h.brief = &mediator.Brief{ID: deals.Hash{1}, Terms: deals.Terms{Agreement: agreedOn(t, h.said, j, cost)}, Delivery: deals.Delivery{Cost: "0"}, Complaint: deals.Complaint{NotServed: true}}
	hash := root.Hash()
	copy(h.brief.Delivery.Digest[:], hash[len(hash)-32:])
	if err := h.said.Put(t.Context(), content.Sum(module), module); err != nil {
		t.Fatal(err)
	}
	h.box = &mediator.Sandbox{Executor: h.engine, Private: store(t), Public: store(t), Dir: t.TempDir(), Blocks: h.from(h.result)}
	return h
}

// agreedOn puts into an archive what two have agreed on, and returns the digest of its terms.
func agreedOn(t *testing.T, said *content.Archive, j *compute.Job, ceiling string) [32]byte {
	t.Helper()
	var keys [2]ed25519.PrivateKey
	var ids [2][]byte
	for i := range keys {
		keys[i] = ed25519.NewKeyFromSeed([]byte(strings.Repeat(fmt.Sprint(i), 32)))
		ids[i] = keys[i].Public().(ed25519.PublicKey)
	}
	after := func(d time.Duration) int64 { return time.Now().Add(d).UnixMilli() }
	units := j.Units(len(j.Tasks))
	money := &messages.Price{Asset: "eip155:1/erc20:0x" + strings.Repeat("9", 40), Unit: j.Unit(), PerUnit: "1", Ceiling: ceiling}
	settlement := &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_NONE}
	sow := must(messages.Seal(&messages.SOW{Version: 1, Nonce: make([]byte, 16), Service: compute.Service, Units: units, DeliverByMs: after(time.Hour), QuoteByMs: after(time.Minute),
		Settlements: []*messages.Settlement{settlement}, Job: must(compute.Jobs.Encode(j))(t)}, messages.ID{}, keys[0]))(t)
	sowID := sow.ID()
	quote := must(messages.Seal(&messages.Quote{Version: 1, Sow: sowID[:], Price: money, Units: units, ExpiresMs: after(time.Minute), DeliverByMs: after(time.Hour), Settlement: settlement}, sowID, keys[1]))(t)
	quoteID := quote.ID()
	raw := must(proto.Marshal(&messages.Terms{Version: 1, Sow: sowID[:], Quote: quoteID[:], Requester: ids[0], Farmer: ids[1], Service: compute.Service, Price: money, Units: units,
		Settlement: settlement, AcceptByMs: after(time.Minute), StartByMs: after(2 * time.Minute), DeliverByMs: after(time.Hour), ReviewMs: 60_000}))(t)
	for _, block := range [][]byte{raw, sow.Statement(), quote.Statement()} {
		if err := said.Put(t.Context(), content.Sum(block), block); err != nil {
			t.Fatal(err)
		}
	}
	return sha256.Sum256(raw)
}

// network is who can be asked.
type network func(context.Context, cid.Cid) ([]byte, error)

func (n network) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) { return n(ctx, c) }

// from has both sides serve what was agreed, and somebody the rest.
func (h *hearing) from(farmer content.Getter) content.Getter {
	return network(func(ctx context.Context, c cid.Cid) ([]byte, error) {
		if data, err := h.said.GetBlock(ctx, c); err == nil {
			return data, nil
		}
		return farmer.GetBlock(ctx, c)
	})
}

// asks is what comes of one attempt, after a run.
func (h *hearing) asks(ctx context.Context) error {
	h.Helper()
	if h.made == nil {
		h.made = must(h.box.Rerun(ctx, h.brief))(h.T)
		if !h.made.Ask || h.made.Inconclusive != "" || h.made.Finding.Digest != h.brief.Delivery.Digest || h.made.Finding.Served {
			h.Fatalf("the run gave %+v", h.made)
		}
	}
	_, err := h.box.Ask(ctx, h.brief, h.made.Finding)
	return err
}

// finds is what comes of one attempt.
func (h *hearing) finds(ctx context.Context, kind error) {
	h.Helper()
	if err := h.asks(ctx); !errors.Is(err, kind) {
		h.Fatalf("found %v; want %v", err, kind)
	}
}

// SETTLEMENT rule 2, rows 8 and 8b: how much a farmer may deliver is bounded by its agreement, and by nothing less when it is asked whether it
// serves that: not by the bounds of one fetch of one thing. What is served is what the requester is given of it, too. C51.
func TestServedThoughItIsMuch(t *testing.T) {
	if os.Getenv("PARLEY_FULL") == "" {
		t.Skip("writes 300,000 files; PARLEY_FULL=1 does")
	}
	h := notServed(t, 17, 4000)
	if h.result.Len() <= 1<<16 {
		t.Fatalf("%d blocks are few", h.result.Len())
	}
	h.finds(t.Context(), nil)
	if err := h.box.Serve(t.Context(), h.brief, mediator.Finding{Digest: h.brief.Delivery.Digest}); err != nil {
		t.Error(err)
	}
}

// Whoever serves slowly serves: an attempt goes on while something comes.
func TestServedThoughItIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := notServed(t, 1, 600)
		link := make(chan struct{}, 1) // which takes one block at a time
		h.box.Blocks = h.from(network(func(ctx context.Context, c cid.Cid) ([]byte, error) {
			link <- struct{}{}
			defer func() { <-link }()
			time.Sleep(time.Second)
			return h.result.GetBlock(ctx, c)
		}))
		begun := time.Now()
		h.finds(t.Context(), nil)
		if took := time.Since(begun); took < 10*time.Minute {
			t.Errorf("it took %s", took)
		}
	})
}

// What did not come is asked for again, and what came is not; nor is the work run again for it.
func TestServedAtTheSecondTry(t *testing.T) {
	h := notServed(t, 2, 200)
	var mu sync.Mutex
	came, again, gone, back := map[cid.Cid]bool{}, 0, false, false
	away := fmt.Errorf("the farmer is away: %w", content.ErrNotFound)
	h.box.Blocks = h.from(network(func(ctx context.Context, c cid.Cid) ([]byte, error) {
		mu.Lock()
		defer mu.Unlock()
		switch {
		case !gone && len(came) == 100:
			gone = true
			fallthrough
		case gone && !back:
			return nil, away
		case came[c]:
			again++
		}
		came[c] = true
		return h.result.GetBlock(ctx, c)
	}))
	h.finds(t.Context(), mediator.ErrUnserved)
	back = true
	h.finds(t.Context(), nil)
	if h.engine.runs != 2 {
		t.Errorf("%d runs of two tasks", h.engine.runs)
	}
	if again > 16 { // those that were on their way when the first attempt ended
		t.Errorf("%d of 100 blocks that had come were asked for again", again)
	}
}

// Who serves nothing is found so, by whoever has made the result itself, with every attempt; what was fetched goes with the case.
func TestNeverServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, farmer := range map[string]content.Getter{
			"it has nothing": nobody{},
			"it is silent":   network(func(ctx context.Context, _ cid.Cid) ([]byte, error) { <-ctx.Done(); return nil, context.Cause(ctx) }),
			"it lies":        network(func(context.Context, cid.Cid) ([]byte, error) { return []byte("else"), nil }),
		} {
			h := notServed(t, 2, 3)
			h.box.Blocks = h.from(farmer)
			for range 3 {
				begun := time.Now()
				h.finds(t.Context(), mediator.ErrUnserved)
				if took := time.Since(begun); took > compute.Fetching {
					t.Errorf("%s: an attempt took %s", name, took)
				}
			}
			if h.engine.runs != 2 {
				t.Errorf("%s: %d runs of two tasks", name, h.engine.runs)
			}
			if err := h.box.Release(t.Context(), h.brief.ID); err != nil {
				t.Error(err)
			}
			if left, err := os.ReadDir(h.box.Dir); err != nil || len(left) > 0 {
				t.Errorf("%s: %v is left, %v", name, left, err)
			}
		}
	})
}

// That the disk of a mediator fails says nothing of the farmer.
func TestServedToADiskThatFails(t *testing.T) {
	h := notServed(t, 1, 3)
	if err := os.WriteFile(filepath.Join(h.box.Dir, "served-"+h.brief.ID.String()), nil, 0o600); err != nil { // in the place of a folder
		t.Fatal(err)
	}
	if err := h.asks(t.Context()); err == nil || errors.Is(err, mediator.ErrUnserved) || errors.Is(err, mediator.ErrMissing) {
		t.Errorf("found %v", err)
	}
}

// That a mediator's own source of content fails says nothing of the farmer, either.
func TestServedThroughWhatFails(t *testing.T) {
	h := notServed(t, 1, 3)
	h.box.Blocks = h.from(network(func(context.Context, cid.Cid) ([]byte, error) { return nil, errors.New("the exchange is closed") }))
	if err := h.asks(t.Context()); err == nil || errors.Is(err, mediator.ErrUnserved) {
		t.Errorf("found %v", err)
	}
}
