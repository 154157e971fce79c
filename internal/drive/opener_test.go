package drive

import (
	"context"
	"crypto/ed25519"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
)

// envelope is a SOW of the n-th test key, as it arrives.
func envelope(t *testing.T, n byte, spoil bool) *messages.Unopened {
	t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	seed[0], seed[1] = n, 0xd7
	sow := &messages.SOW{Version: 1, Nonce: make([]byte, 32), Service: "test/1", Units: 1, QuoteByMs: 1, DeliverByMs: 2}
	e, err := messages.Seal(sow, messages.ID{}, ed25519.NewKeyFromSeed(seed))
	if err != nil {
		t.Fatal(err)
	}
	raw := append([]byte{}, e.Bytes()...)
	if spoil {
		raw[len(raw)-40] ^= 1
	}
	u, err := messages.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// THREATS: nobody poisons a batch. Each envelope has its own verdict, whatever it shares a batch with, and whoever signed
// badly shares none from then on.
func TestOpenTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var o opener
		var all sync.WaitGroup
		for i := range byte(60) {
			u := envelope(t, 100+i%20, i == 30)
			if !u.Proven() {
				t.Fatal("who sealed a moment ago is proven")
			}
			all.Go(func() {
				e, err := o.open(u)
				switch {
				case i == 30 && !errors.Is(err, messages.ErrSignature):
					t.Errorf("the bad one: %v", err)
				case i != 30 && (err != nil || e.ID() != u.ID()):
					t.Errorf("envelope %d: %v", i, err)
				}
			})
		}
		all.Wait()
		synctest.Wait()
		if o.verifying != 0 || o.gathering || len(o.waiting) != 0 {
			t.Errorf("%d batches and %d envelopes are left, gathering %t", o.verifying, len(o.waiting), o.gathering)
		}
	})
}

// A signature that does not verify takes its signer out of the batches until one does.
func TestProven(t *testing.T) {
	bad := envelope(t, 90, true)
	if _, err := bad.Open(); !errors.Is(err, messages.ErrSignature) {
		t.Fatal(err)
	}
	if bad.Proven() {
		t.Error("proven after a bad signature")
	}
	good := envelope(t, 90, false)
	if _, err := good.Open(); err != nil || !good.Proven() {
		t.Errorf("not proven after a good signature: %v", err)
	}
}

// A send has Limits.Reply from when it first waits, and says what was the matter; one that does not wait starts no clock.
func TestPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPatience(t.Context(), time.Second, transports.ErrSlow)
		time.Sleep(time.Minute)
		if p.Err() != nil {
			t.Error(p.Err())
		}
		began := time.Now()
		<-p.Done()
		if waited := time.Since(began); waited != time.Second || !errors.Is(context.Cause(p), transports.ErrSlow) {
			t.Errorf("%v after %s", context.Cause(p), waited)
		}
		p.Stop()

		d := NewPatience(t.Context(), time.Second, transports.ErrSlow)
		if at, ok := d.Deadline(); !ok || time.Until(at) != time.Second {
			t.Errorf("who asks until when it may write is told %v, %t", at, ok)
		}
		d.Stop()

		parent, cancel := context.WithCancelCause(t.Context())
		q := NewPatience(parent, time.Second, transports.ErrSlow)
		cancel(transports.ErrClosed)
		if q.Err() == nil || !errors.Is(context.Cause(q), transports.ErrClosed) {
			t.Errorf("the parent's end: %v, %v", q.Err(), context.Cause(q))
		}
		q.Stop()
	})
}
