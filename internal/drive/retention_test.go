package drive_test

import (
	"context"
	"iter"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// outrun is a journal whose sessions go on as soon as their heads were read.
type outrun struct {
	journal.Journal
	onward func()
}

func (o *outrun) Sessions(ctx context.Context) iter.Seq2[journal.Head, error] {
	return func(yield func(journal.Head, error) bool) {
		var all []journal.Head
		for h, err := range o.Journal.Sessions(ctx) {
			if err != nil {
				yield(h, err)
				return
			}
			all = append(all, h)
		}
		o.onward()
		for _, h := range all {
			if !yield(h, nil) {
				return
			}
		}
	}
}

// DESIGN 4.4, S-3.12-1: a session that ends at the moment at which those are looked for whose retention is over has all of its own before it.
func TestEndsAsItIsLookedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := config(t, protocol.Requester, 2)
		id := messages.ID{}
		say := func(index int, m messages.Message) {
			t.Helper()
			e, err := messages.Seal(m, id, c.Signer)
			if err != nil {
				t.Fatal(err)
			}
			if index == 0 {
				id = e.ID()
			}
			record := journal.Record{Session: id, Index: index, Envelope: e.Bytes(), ID: e.ID(), At: time.Now()}
			if err := c.Journal.Commit(t.Context(), journal.Batch{Records: []journal.Record{record}}); err != nil {
				t.Fatal(err)
			}
		}
		soon := time.Now().Add(time.Minute).UnixMilli()
		say(0, &messages.SOW{Version: 1, Nonce: make([]byte, 32), Service: "test/1", Units: 1, DeliverByMs: soon, QuoteByMs: soon})
		ends := func() { say(1, protocol.Errorf(protocol.Declined, "no").Reject()) }
		o := &outrun{c.Journal, ends}
		c.Journal = o
		retained := func() (forgotten int) {
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan struct{})
			go func() {
				defer close(done)
				drive.Retain(ctx, c, func(messages.ID) { forgotten++ })
			}()
			synctest.Wait()
			cancel()
			<-done
			return forgotten
		}
		time.Sleep(c.Limits.Retention + time.Hour)
		if n := retained(); n != 0 {
			t.Errorf("%d sessions are forgotten as they end", n)
		}
		o.onward = func() {}
		time.Sleep(c.Limits.Retention + time.Second)
		if n := retained(); n != 1 {
			t.Errorf("%d sessions are forgotten when their retention is over, want 1", n)
		}
	})
}
