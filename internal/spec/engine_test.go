package spec_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// The rules of SPEC.md, section 7, which no judge can keep: a farmer's engine against a requester played by hand.

// bench is a farmer under test: its journal knows what is on disk, its streams what left and when.
type bench struct {
	journal *disk
	worked  chan struct{} // one for each time that work began
	server  *farmer.Server
}

// disk is a journal that knows which envelopes a crash would not lose.
type disk struct {
	journal.Memory
	mu        sync.Mutex
	committed []messages.ID
	safe      map[messages.ID]bool
}

// named is the name of an envelope, zero for what is none.
func named(raw []byte) (id messages.ID) {
	if u, err := messages.Parse(raw); err == nil {
		id = u.ID()
	}
	return id
}

func (d *disk) Commit(ctx context.Context, b journal.Batch) error {
	if err := d.Memory.Commit(ctx, b); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, r := range b.Records {
		d.committed = append(d.committed, r.ID)
	}
	for _, n := range b.Notes {
		if n.Bucket == drive.Equivocations {
			d.committed = append(d.committed, named(n.Value))
		}
	}
	if b.Sync {
		for _, id := range d.committed {
			d.safe[id] = true
		}
	}
	return nil
}

func (d *disk) isSafe(id messages.ID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.safe[id]
}

// sent is a stream that looks at every envelope that leaves.
type sent struct {
	transports.Stream
	look   func(*messages.Unopened)
	barred *time.Duration
}

func (s *sent) Send(ctx context.Context, frames ...messages.Frame) error {
	for _, f := range frames {
		if f.Type < messages.FrameResume && s.look != nil {
			if u, err := messages.Parse(f.Data); err == nil {
				s.look(u)
			}
		}
	}
	return s.Stream.Send(ctx, frames...)
}

func (s *sent) Bar(d time.Duration) {
	if s.barred != nil {
		*s.barred = d
	}
	s.Reset()
}

// worker is a farmer that works when it is told to and takes any reward.
type worker struct{ begun chan struct{} }

func (worker) Quote(context.Context, *protocol.View) (*messages.Quote, error) {
	return &messages.Quote{Price: &messages.Price{Asset: "USD", Unit: "item", PerUnit: "5", Ceiling: "50"}, ExpiresMs: script.Start.Add(10 * time.Minute).UnixMilli()}, nil
}

func (worker) Accept(context.Context, *protocol.View) (*messages.Acceptance, error) { return nil, nil }

func (w worker) Work(context.Context, *protocol.View, farmer.Progress) (*messages.Delivery, error) {
	w.begun <- struct{}{}
	return &messages.Delivery{Result: &messages.Payload{Type: "text/plain", Body: []byte("done")}}, nil
}

func (worker) Confirm(context.Context, *protocol.View) (*messages.Receipt, error) { return nil, nil }

func farm(kept *disk) *bench {
	b := &bench{journal: kept, worked: make(chan struct{}, 8)}
	b.server = &farmer.Server{Farmer: worker{b.worked}, Signer: script.Key("farmer"), Journal: kept}
	return b
}

// began reports whether work has begun since it was last asked.
func (b *bench) began() bool {
	select {
	case <-b.worked:
		return true
	default:
		return false
	}
}

// hand is the requester: its judge, and its end of a stream.
type hand struct {
	t      *testing.T
	deal   *script.Deal
	stream transports.Stream
	served chan struct{} // closed when the farmer is done with the stream
}

// dial opens a stream with the farmer; look and barred may be nil.
func (h *hand) dial(b *bench, look func(*messages.Unopened), barred *time.Duration) {
	mine, theirs := transports.Pipe(script.Peer("requester"), script.Peer("farmer"))
	h.stream, h.served = mine, make(chan struct{})
	served := h.served
	go func() {
		defer close(served)
		_ = b.server.ServeStream(context.Background(), &sent{theirs, look, barred})
	}()
}

// say makes, judges and sends a line.
func (h *hand) say(line string) {
	h.t.Helper()
	h.deal.Now = time.Now()
	raw, err := h.deal.Make(line)
	if err == nil {
		err = h.deal.Offer(raw)
	}
	if err != nil {
		h.t.Fatalf("%s: %v", line, err)
	}
	h.send(raw)
}

func (h *hand) send(raw []byte) {
	h.t.Helper()
	u, err := messages.Parse(raw)
	if err != nil {
		h.t.Fatal(err)
	}
	h.frame(messages.Frame{Type: messages.FrameType(u.Header().Kind), Data: raw})
}

func (h *hand) frame(f messages.Frame) {
	h.t.Helper()
	if err := h.stream.Send(context.Background(), f); err != nil {
		h.t.Fatal(err)
	}
}

// hear takes what the farmer sends until a frame of a type comes, and applies the envelopes.
func (h *hand) hear(want messages.FrameType) messages.Frame {
	h.t.Helper()
	f, err := h.listen(want)
	if err != nil {
		h.t.Fatalf("waiting for a frame of type %d: %v", want, err)
	}
	return f
}

// hearAtLast is hear for the last envelope of a session: a stream that ends before it has arrived is no loss, since a
// session that has ended still answers a Resume.
func (h *hand) hearAtLast(b *bench, look func(*messages.Unopened), want messages.FrameType) {
	h.t.Helper()
	if _, err := h.listen(want); err == nil {
		return
	}
	<-h.served
	h.dial(b, look, nil)
	h.frame(messages.ResumeFrame(h.deal.Session.Resume()))
	h.hear(want)
}

func (h *hand) listen(want messages.FrameType) (messages.Frame, error) {
	h.t.Helper()
	h.deal.Now = time.Now()
	for {
		f, err := h.stream.Receive(context.Background())
		if err != nil {
			return f, err
		}
		if f.Type < messages.FrameResume {
			if err := h.deal.Offer(f.Data); err != nil && protocol.CodeOf(err) != protocol.Duplicate {
				h.t.Fatal(err)
			}
		}
		if f.Type == want {
			return f, nil
		}
	}
}

const (
	quote      = messages.FrameType(messages.Kind_KIND_QUOTE)
	acceptance = messages.FrameType(messages.Kind_KIND_ACCEPTANCE)
	delivery   = messages.FrameType(messages.Kind_KIND_DELIVERY)
	receipt    = messages.FrameType(messages.Kind_KIND_RECEIPT)
)

// play runs a test in virtual time that begins with the scripts, and ends the farmer's engine.
func play(t *testing.T, test func(t *testing.T, b *bench, h *hand)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(script.Start))
		b := farm(&disk{safe: make(map[messages.ID]bool)})
		h := &hand{t: t, deal: script.New(protocol.Requester, protocol.Limits{})}
		test(t, b, h)
		h.stream.Reset()
		<-h.served
		if err := b.server.Close(); err != nil {
			t.Error(err)
		}
	})
}

// S-7.1-1: from the Agreement on every envelope is on disk before it leaves, and so is the one that it answers.
func TestOnDiskBeforeItLeaves(t *testing.T) {
	play(t, func(t *testing.T, b *bench, h *hand) {
		left := make(map[messages.Kind]bool)
		look := func(u *messages.Unopened) {
			b.journal.mu.Lock()
			defer b.journal.mu.Unlock()
			kind := u.Header().Kind
			left[kind] = true
			if kind != messages.Kind_KIND_QUOTE && (!b.journal.safe[u.ID()] || !b.journal.safe[u.Header().Prev]) {
				t.Errorf("a %s left before it was on disk (%t), or before what it answers was (%t)", kind.Name(), b.journal.safe[u.ID()],
					b.journal.safe[u.Header().Prev])
			}
		}
		h.dial(b, look, nil)
		h.say("requester SOW")
		h.hear(quote)
		h.say("requester Agreement")
		h.hear(acceptance)
		h.frame(messages.ResumeFrame(h.deal.Session.Resume()))
		h.hear(delivery)
		h.say("requester Reward")
		h.hearAtLast(b, look, receipt)
		if len(left) != 4 {
			t.Errorf("only %v were seen to leave", left)
		}
	})
}

// S-7.2-1: a farmer begins once it knows that the requester holds the Acceptance, and not before.
func TestNoWorkBeforeTheAcceptanceIsHeld(t *testing.T) {
	play(t, func(t *testing.T, b *bench, h *hand) {
		h.dial(b, nil, nil)
		h.say("requester SOW")
		h.hear(quote)
		h.say("requester Agreement")
		h.hear(acceptance)
		time.Sleep(time.Minute)
		synctest.Wait()
		if b.began() {
			t.Error("work began while nothing said that the Acceptance arrived")
		}
		short := h.deal.Session.Resume()
		before, _ := messages.Parse(h.deal.Raw[2])
		id := before.ID()
		short.Count, short.Head = 3, id[:]
		h.frame(messages.ResumeFrame(short))
		synctest.Wait()
		if b.began() {
			t.Error("work began on a Resume from before the Acceptance")
		}
		h.frame(messages.ResumeFrame(h.deal.Session.Resume()))
		h.hear(delivery)
		if !b.began() {
			t.Error("there is a delivery and no work")
		}
	})
}

// S-7.2-1: the Resume that begins the exchange on a stream says what is held, not that its sender is ready.
func TestTheFirstResumeBeginsNoWork(t *testing.T) {
	play(t, func(t *testing.T, b *bench, h *hand) {
		h.dial(b, nil, nil)
		h.say("requester SOW")
		h.hear(quote)
		h.say("requester Agreement")
		h.hear(acceptance)
		h.stream.Reset()
		synctest.Wait()
		h.dial(b, nil, nil)
		held := messages.ResumeFrame(h.deal.Session.Resume())
		h.frame(held)
		h.hear(messages.FrameResume)
		time.Sleep(time.Minute)
		synctest.Wait()
		if b.began() {
			t.Error("work began before its requester said that it is ready")
		}
		h.frame(held)
		h.hear(delivery)
	})
}

// S-7.2-2: without that it rejects at startBy.
func TestRejectsAtStartBy(t *testing.T) {
	play(t, func(t *testing.T, b *bench, h *hand) {
		h.dial(b, nil, nil)
		h.say("requester SOW")
		h.hear(quote)
		h.say("requester Agreement")
		h.hear(acceptance)
		h.hearAtLast(b, nil, messages.FrameType(messages.Kind_KIND_REJECT))
		if now := time.Now(); now.Before(script.Start.Add(6*time.Minute)) || now.After(script.Start.Add(7*time.Minute)) || b.began() {
			t.Errorf("rejected %s after the start, startBy is 6 minutes; begun: %t", now.Sub(script.Start), b.began())
		}
	})
}

// S-7.1-2 S-7.1-3 S-7.1-4: after a restart with another process on the same journal nothing is said before heads are
// compared; what the other side lacks is sent as it was, and what this side has lost it takes back from the other.
func TestRestart(t *testing.T) {
	play(t, func(t *testing.T, b *bench, h *hand) {
		h.dial(b, nil, nil)
		h.say("requester SOW")
		h.hear(quote)
		h.say("requester Agreement")
		first := h.hear(acceptance)
		h.stream.Reset()
		<-h.served
		if err := b.server.Close(); err != nil {
			t.Fatal(err)
		}

		*b = *farm(b.journal) // the next process
		if err := b.server.Resume(context.Background()); err != nil {
			t.Fatal(err)
		}
		var said []messages.Kind
		h.dial(b, func(u *messages.Unopened) { said = append(said, u.Header().Kind) }, nil)
		synctest.Wait()
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if len(said) > 0 || b.began() {
			t.Errorf("%v was said before heads were compared", said)
		}
		behind := h.deal.Session.Resume() // as if the Acceptance had never arrived
		u, _ := messages.Parse(h.deal.Raw[2])
		id := u.ID()
		behind.Count, behind.Head = 3, id[:]
		h.frame(messages.ResumeFrame(behind))
		again := h.hear(acceptance)
		if !bytes.Equal(first.Data, again.Data) {
			t.Error("the Acceptance that is sent again is not the one that was sent")
		}
		h.frame(messages.ResumeFrame(h.deal.Session.Resume()))
		h.hear(delivery)
		h.stream.Reset()
		<-h.served
		if err := b.server.Close(); err != nil {
			t.Fatal(err)
		}

		*b = *farm(&disk{safe: make(map[messages.ID]bool)}) // and one that has lost its disk
		h.dial(b, nil, nil)
		h.frame(messages.ResumeFrame(h.deal.Session.Resume()))
		resume, err := h.hear(messages.FrameResume).Unsigned()
		if err != nil || resume.(*messages.Resume).Count != 0 {
			t.Fatalf("a farmer without a journal says %v, %v", resume, err)
		}
		for _, raw := range h.deal.Raw {
			h.send(raw)
		}
		h.say("requester Reward")
		h.hearAtLast(b, nil, receipt)
		if b.began() {
			t.Error("what was delivered is worked on again")
		}
	})
}

// S-7.1-5: a signature that does not verify ends the connection, and its peer is barred.
func TestBadSignatureBars(t *testing.T) {
	play(t, func(t *testing.T, b *bench, h *hand) {
		var barred time.Duration
		h.dial(b, nil, &barred)
		h.say("requester SOW")
		h.hear(quote)
		raw, err := h.deal.Make("requester Agreement")
		if err != nil {
			t.Fatal(err)
		}
		raw[len(raw)-1] ^= 0x20
		h.send(raw)
		if f, err := h.stream.Receive(context.Background()); err == nil || errors.Is(err, io.EOF) {
			t.Errorf("the stream goes on: %v, %v", f, err)
		}
		synctest.Wait()
		if barred < time.Minute {
			t.Errorf("barred for %s", barred)
		}
	})
}

// S-7.1-6: what proves that a peer said two things is kept.
func TestEquivocationIsKept(t *testing.T) {
	play(t, func(t *testing.T, b *bench, h *hand) {
		h.dial(b, nil, nil)
		h.say("requester SOW")
		h.hear(quote)
		h.say("requester Agreement")
		h.hear(acceptance)
		two, err := h.deal.Make("requester Agreement !prev=1 terms.review_ms=1")
		if err != nil {
			t.Fatal(err)
		}
		h.send(two)
		f, err := h.hear(messages.FrameRefusal).Unsigned()
		if err != nil || f.(*messages.Refusal).Code != protocol.Equivocation {
			t.Fatalf("%v, %v", f, err)
		}
		synctest.Wait()
		found := false
		for note, err := range b.journal.Notes(context.Background(), drive.Equivocations) {
			found = found || err == nil && bytes.Equal(note.Value, two) && b.journal.isSafe(named(note.Value))
		}
		if !found {
			t.Error("the proof is not on disk")
		}
	})
}
