package farmer_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

// reads counts the envelopes that are read from a journal.
type reads struct {
	journal.Journal
	n *atomic.Int64
}

func (r reads) Transcript(ctx context.Context, id messages.ID) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		for record, err := range r.Journal.Transcript(ctx, id) {
			if r.n.Add(1); !yield(record, err) {
				return
			}
		}
	}
}

// THREATS: who knows the name of another's session does not have its signatures verified, and who had it ended does not
// have that done again and again.
func TestResumeOfAnEndedSessionIsCheap(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		a := s.bound()
		last := hear[*messages.Reject](t, a) // nobody confirmed the countersignature
		id, head := messages.SessionID(a.SOW.ID(), s.farm.Key), a.Head
		synctest.Wait()
		_ = s.process.Stop()
		s.farm.Restart(false)
		var n atomic.Int64
		s.server, s.process = s.farm.Farm(s.seller, func(server *farmer.Server) { server.Journal = reads{server.Journal, &n} })
		synctest.Wait()
		n.Store(0)
		resume := func(by *parleytest.Node) (*messages.Signed, error) {
			again, err := by.Attack(t.Context(), s.farm)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Stream.Reset()
			if err := again.Stream.Send(t.Context(), messages.ResumeFrame(&messages.Resume{Session: id[:]})); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			var e *messages.Signed
			for range 5 {
				if e, err = again.Hear(ctx); err != nil {
					return nil, err
				}
			}
			return e, nil
		}
		if e, err := resume(s.buyer); err == nil || n.Load() != 1 {
			t.Errorf("a stranger heard %v; %d envelopes were read, want 1", e, n.Load())
		}
		for i, want := range []int64{1 + 5 + 5, 5} { // whose it is, the session, its tail; then its tail alone
			n.Store(0)
			if e, err := resume(s.ad); err != nil || e.ID() != head {
				t.Errorf("heard %v, %v; want the %s", e, err, last.Kind().Name())
			}
			if got := n.Load(); got != want {
				t.Errorf("resumed %d times: %d envelopes were read, want %d", i+1, got, want)
			}
		}
		s.serves()
	})
}

// torn is a journal that fails after its first note.
type torn struct{ journal.Journal }

func (j torn) Notes(ctx context.Context, bucket string) iter.Seq2[journal.Note, error] {
	return func(yield func(journal.Note, error) bool) {
		for note, err := range j.Journal.Notes(ctx, bucket) {
			if !yield(note, err) {
				return
			}
		}
		yield(journal.Note{}, errors.New("the disk fails"))
	}
}

// A Serve that cannot take up all sessions leaves none of those running that it has taken up.
func TestServeThatFailsLeavesNothingRunning(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		s.bound()
		_ = s.process.Stop()
		s.farm.Restart(false)
		s.server, s.process = s.farm.Farm(s.seller, func(server *farmer.Server) { server.Journal = torn{server.Journal} })
		synctest.Wait()
		if err := s.process.Stop(); err == nil || !strings.Contains(err.Error(), "the disk fails") {
			t.Errorf("Serve ended with %v", err)
		}
		if n := len(s.server.Sessions()); n != 0 {
			t.Errorf("%d sessions are under way after Serve", n)
		}
	})
}

// slow is a journal that takes long to read a session.
type slow struct{ journal.Journal }

func (j slow) Transcript(ctx context.Context, id messages.ID) iter.Seq2[journal.Record, error] {
	time.Sleep(30 * time.Second)
	return j.Journal.Transcript(ctx, id)
}

// killed is a farmer that was, with two sessions, and is to be started.
func killed(t *testing.T) *shop {
	t.Helper()
	s := open(t)
	for _, by := range []*parleytest.Node{s.ad, s.buyer} {
		s.boundTo(by)
	}
	synctest.Wait()
	s.farm.Kill()
	_ = s.process.Stop()
	s.farm.Restart(false)
	return s
}

// A server that is closed reads no further session.
func TestCloseWhileSessionsAreRead(t *testing.T) {
	test(t, func(t *testing.T) {
		s := killed(t)
		s.server, s.process = s.farm.Farm(s.seller, func(server *farmer.Server) { server.Journal = slow{server.Journal} })
		time.Sleep(time.Second)
		_ = s.server.Close()
		time.Sleep(35 * time.Second) // one is read
		if err := s.process.Stop(); !errors.Is(err, farmer.ErrServerClosed) {
			t.Errorf("Serve ended with %v", err)
		}
	})
}

// S-7.1-4: what a farmer may have lost in a crash has its time to come back once requesters can come, however long it takes to read the
// sessions before.
func TestTimeToComeBackBeginsWithServing(t *testing.T) {
	test(t, func(t *testing.T) {
		s := killed(t)
		time.Sleep(30 * time.Minute) // the work was due
		began, ends := time.Now(), make(chan time.Duration, 2)
		s.server, s.process = s.farm.Farm(s.seller, func(server *farmer.Server) {
			server.Journal = slow{server.Journal}
			server.Notice = func(v *protocol.View, _ error) {
				if v.Final() {
					ends <- time.Since(began)
				}
			}
		})
		for range cap(ends) {
			if at := <-ends; at < 2*30*time.Second+20*time.Second {
				t.Errorf("a session has ended %s after the start", at)
			}
		}
		_ = s.process.Stop()
	})
}
