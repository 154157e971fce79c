package content_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/content"
)

// getterFunc makes a source of a function.
type getterFunc func(context.Context, cid.Cid) ([]byte, error)

func (f getterFunc) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) { return f(ctx, c) }

func TestFetchBringsTheWholeTree(t *testing.T) {
	from, into := new(content.Archive), newStore(t)
	root := mustAdd(t, from, sample())
	var last content.Progress
	got, err := content.Fetch(t.Context(), root, from, into, content.Limits{}, func(p content.Progress) {
		if p.Blocks != last.Blocks+1 || p.Bytes < last.Bytes || p.Known < p.Blocks {
			t.Errorf("progress went from %+v to %+v", last, p)
		}
		last = p
	})
	if err != nil {
		t.Fatal(err)
	}
	want := content.Progress{Blocks: from.Len(), Known: from.Len(), Remote: from.Len()}
	for b := range from.Blocks() {
		want.Bytes += int64(len(b.Data))
	}
	if diff := cmp.Diff(want, got); diff != "" || got != last {
		t.Errorf("Fetch (-want +got)\n%s\nlast report %+v", diff, last)
	}
	walkAll(t, into, root)

	again, err := content.Fetch(t.Context(), root, getterFunc(func(context.Context, cid.Cid) ([]byte, error) {
		t.Error("what is there already was fetched again")
		return nil, content.ErrNotFound
	}), into, content.Limits{}, nil)
	if err != nil || again.Remote != 0 || again.Blocks != want.Blocks {
		t.Errorf("a second Fetch = %+v, %v", again, err)
	}
}

// A fetch that broke off goes on where it was.
func TestFetchResumes(t *testing.T) {
	from, dir := new(content.Archive), t.TempDir()
	into := openStore(t, dir)
	into.NoSync = true
	data := noise(5, 100*262144)
	root := mustAddFile(t, from, data)
	var served atomic.Int32
	_, err := content.Fetch(t.Context(), root, getterFunc(func(ctx context.Context, c cid.Cid) ([]byte, error) {
		if served.Add(1) > 80 {
			return nil, errors.New("the farmer went away")
		}
		return from.GetBlock(ctx, c)
	}), into, content.Limits{}, nil)
	if err == nil {
		t.Fatal("Fetch from a source that broke off succeeded")
	}
	if left, err := os.ReadDir(filepath.Join(dir, "staging")); err != nil || len(left) > 0 {
		t.Errorf("a failed fetch left %d half-written files, %v", len(left), err)
	}
	got, err := content.Fetch(t.Context(), root, from, into, content.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Remote == 0 || got.Remote > 101-64 {
		t.Errorf("the second fetch asked for %d of 101 blocks; at least the 64 of the first batch were there", got.Remote)
	}
}

// THREATS 5, CAR lies: whatever a source says, no wrong byte gets into the store.
func TestLyingSourceIsRefused(t *testing.T) {
	honest := new(content.Archive)
	root := mustAdd(t, honest, sample())
	other := noise(6, 5000)
	lies := map[string]func(data []byte) []byte{
		"other bytes":   func([]byte) []byte { return other },
		"a flipped bit": func(data []byte) []byte { data[0] ^= 1; return data },
		"cut":           func(data []byte) []byte { return data[:len(data)-1] },
		"nothing":       func([]byte) []byte { return nil },
		"more":          func(data []byte) []byte { return append(data, 0) },
		"too much":      func([]byte) []byte { return make([]byte, content.MaxBlockSize+1) },
	}
	for name, lie := range lies {
		for victim := range honest.Blocks() {
			if len(victim.Data) == 0 {
				continue // nobody is asked for it: TestNobodyIsAskedForNothing
			}
			into := newStore(t)
			from := getterFunc(func(ctx context.Context, c cid.Cid) ([]byte, error) {
				data, err := honest.GetBlock(ctx, c)
				if c == victim.CID {
					data = lie(data)
				}
				return data, err
			})
			_, err := content.Fetch(t.Context(), root, from, into, content.Limits{}, nil)
			if !errors.Is(err, content.ErrMismatch) && !errors.Is(err, content.ErrLimit) {
				t.Errorf("%s for %s: %v, want ErrMismatch", name, victim.CID, err)
			}
			if has, _ := into.Has(victim.CID); has {
				t.Errorf("%s for %s: the store took it", name, victim.CID)
			}
		}
	}
}

// The empty block is what its CID says, and bitswap cannot carry it: it comes from no source, whatever the source says.
func TestNobodyIsAskedForNothing(t *testing.T) {
	honest := new(content.Archive)
	root := mustAdd(t, honest, sample())
	empty := content.Sum(nil)
	if _, err := honest.GetBlock(t.Context(), empty); err != nil {
		t.Fatal("the sample has no empty file")
	}
	into := newStore(t)
	from := getterFunc(func(ctx context.Context, c cid.Cid) ([]byte, error) {
		if c == empty {
			t.Error("the source is asked for the empty block")
		}
		return honest.GetBlock(ctx, c)
	})
	if _, err := content.Fetch(t.Context(), root, from, into, content.Limits{}, nil); err != nil {
		t.Fatal(err)
	}
	if data, err := into.GetBlock(t.Context(), empty); err != nil || len(data) != 0 {
		t.Errorf("the store has %q, %v", data, err)
	}
}

func TestFetchMendsADamagedStore(t *testing.T) {
	from, dir := new(content.Archive), t.TempDir()
	into := openStore(t, dir)
	into.NoSync = true
	root := mustAdd(t, from, sample())
	mustAdd(t, into, sample())
	if err := os.WriteFile(blockFile(t, dir, root), []byte("damage"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := content.Fetch(t.Context(), root, from, into, content.Limits{}, nil)
	if err != nil || got.Remote != 1 {
		t.Errorf("Fetch = %+v, %v; want one remote block", got, err)
	}
	walkAll(t, into, root)
}

func TestFetchIsBounded(t *testing.T) {
	from := new(content.Archive)
	root := mustAdd(t, from, sample())
	for name, l := range map[string]content.Limits{"bytes": {Bytes: 100_000}, "blocks": {Blocks: 10}, "depth": {Depth: 2}} {
		if _, err := content.Fetch(t.Context(), root, from, newStore(t), l, nil); !errors.Is(err, content.ErrLimit) {
			t.Errorf("%s: %v, want ErrLimit", name, err)
		}
	}
	if _, err := content.Fetch(t.Context(), cid.MustParse("bafkqaaa"), from, newStore(t), content.Limits{}, nil); !errors.Is(err, content.ErrUnsupported) {
		t.Errorf("an identity CID: %v", err)
	}
}

// A source that never answers holds a fetch up until its context ends, and not a goroutine longer.
func TestFetchEndsWithItsContext(t *testing.T) {
	into, from := newStore(t), new(content.Archive)
	root := mustAddFile(t, from, noise(5, 100*262144))
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		_, err := content.Fetch(ctx, root, getterFunc(func(ctx context.Context, c cid.Cid) ([]byte, error) {
			if c == root {
				return from.GetBlock(ctx, c)
			}
			<-ctx.Done()
			return nil, context.Cause(ctx)
		}), into, content.Limits{}, nil)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

// session is a source that counts its sessions and how many requests are under way.
type session struct {
	*content.Archive
	mu             sync.Mutex
	sessions       int
	running, peak  int
	requestedTwice []cid.Cid
	seen           map[cid.Cid]bool
}

func (s *session) Session(context.Context) content.Getter { s.sessions++; return s }

func (s *session) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	s.mu.Lock()
	s.running++
	s.peak = max(s.peak, s.running)
	if s.seen[c] {
		s.requestedTwice = append(s.requestedTwice, c)
	}
	s.seen[c] = true
	s.mu.Unlock()
	defer func() { s.mu.Lock(); s.running--; s.mu.Unlock() }()
	time.Sleep(time.Millisecond) // virtual
	return s.Archive.GetBlock(ctx, c)
}

func TestFetchAsksForManyBlocksAtOnce(t *testing.T) {
	into := newStore(t)
	from := &session{Archive: new(content.Archive), seen: map[cid.Cid]bool{}}
	root := mustAddFile(t, from.Archive, noise(5, 50*262144))
	synctest.Test(t, func(t *testing.T) {
		if _, err := content.Fetch(t.Context(), root, from, into, content.Limits{}, nil); err != nil {
			t.Fatal(err)
		}
	})
	if from.sessions != 1 || from.peak != 16 || len(from.requestedTwice) > 0 {
		t.Errorf("%d sessions, %d requests at once, %v asked for twice; want 1, 16, none", from.sessions, from.peak, from.requestedTwice)
	}
}

func BenchmarkAdd(b *testing.B) {
	data := noise(1, 64<<20)
	for name, noSync := range map[string]bool{"synced": false, "not synced": true} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				s, err := content.OpenStore(filepath.Join(b.TempDir(), "store"))
				if err != nil {
					b.Fatal(err)
				}
				s.NoSync = noSync
				mustAddFile(b, s, data)
				s.Close()
			}
		})
	}
	b.Run("floor, SHA2-256 alone", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			for chunk := range slices.Chunk(data, 262144) {
				content.Sum(chunk)
			}
		}
	})
}

func BenchmarkFetch(b *testing.B) {
	from := new(content.Archive)
	root := mustAddFile(b, from, noise(1, 64<<20))
	b.SetBytes(64 << 20)
	for b.Loop() {
		s := newStore(b)
		if _, err := content.Fetch(b.Context(), root, from, s, content.Limits{}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// SETTLEMENT rule 1: a store that cannot be read has nothing to do with who has the content, and nobody is asked for what it may have.
func TestFetchIntoAStoreThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	into := openStore(t, dir)
	root := mustAdd(t, into, sample())
	block := blockFile(t, dir, root)
	if err := errors.Join(os.RemoveAll(filepath.Dir(block)), os.WriteFile(filepath.Dir(block), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	_, err := content.Fetch(t.Context(), root, getterFunc(func(_ context.Context, c cid.Cid) ([]byte, error) {
		if c.Equals(root) {
			t.Error("others are asked for it")
		}
		return nil, content.ErrNotFound
	}), into, content.Limits{}, nil)
	if _, own := errors.AsType[*content.StoreError](err); !own || errors.Is(err, content.ErrNotFound) {
		t.Errorf("it says %v", err)
	}
}
