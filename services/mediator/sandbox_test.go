package mediator_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute/wasm"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// nobody has any content.
type nobody struct{}

func (nobody) GetBlock(context.Context, cid.Cid) ([]byte, error) { return nil, content.ErrNotFound }

// SETTLEMENT rule 1: who runs another case until there is no more time has not found that nobody serves what is to be judged.
func TestBusyIsNotMissing(t *testing.T) {
	for name, c := range map[string]struct {
		wait, attempt bool // the time is over while it waits, or in its attempt
		want          bool // that what is to be judged is missing
	}{
		"the turn never comes":        {wait: true},
		"the turn comes too late":     {attempt: true},
		"the turn comes in good time": {want: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, over := context.WithCancel(t.Context())
				defer over()
				leave := make(chan struct{})
				s := &mediator.Sandbox{Blocks: nobody{}, Dir: t.TempDir(), Reach: func(_ context.Context, b *mediator.Brief, _ ...messages.Key) {
					switch {
					case b.ID == deals.Hash{1}:
						<-leave
					case c.attempt:
						over()
					}
				}}
				errs := [2]chan error{make(chan error, 1), make(chan error, 1)}
				for i, ctx := range []context.Context{t.Context(), ctx} {
					go func() {
						_, err := s.Rerun(ctx, &mediator.Brief{ID: deals.Hash{byte(i + 1)}})
						errs[i] <- err
					}()
					synctest.Wait()
				}
				if c.wait {
					over()
					synctest.Wait()
				}
				close(leave)
				if err := <-errs[0]; !errors.Is(err, mediator.ErrMissing) {
					t.Errorf("the first case: %v, want ErrMissing", err)
				}
				if err := <-errs[1]; err == nil || errors.Is(err, mediator.ErrMissing) != c.want {
					t.Errorf("the second case: %v, want ErrMissing %t", err, c.want)
				}
			})
		})
	}
}

// S-9.1-3: what a mediator that was killed had decrypted goes when it starts again, and not with its next case.
func TestSandboxIsTidied(t *testing.T) {
	s := &mediator.Sandbox{Dir: t.TempDir(), Executor: &wasm.Engine{}, Private: store(t)}
	left := filepath.Join(s.Dir, "again-1", "opened", "input-0")
	if err := errors.Join(os.MkdirAll(filepath.Dir(left), 0o700), os.WriteFile(left, []byte("decrypted"), 0o600), s.Tidy()); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(s.Dir); err != nil || len(entries) != 0 {
		t.Errorf("%v is left, %v", entries, err)
	}
}
