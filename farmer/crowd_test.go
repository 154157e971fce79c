package farmer_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// Resume for somebody else's session learns nothing: the answer is that to a session which does not exist.
func TestStrangerLearnsNothing(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		s.seller.OnWork = func(ctx context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
			time.Sleep(time.Minute)
			return &messages.Delivery{Result: v.SOW.Job}, nil
		}
		client, p := s.buyer.Hire(new(parleytest.Buyer))
		hired := make(chan struct{})
		go func() {
			defer close(hired)
			for _, err := range client.Hire(t.Context(), parleytest.Statement(1, 2), parleytest.Ask(s.farm)) {
				if err != nil {
					t.Error(err)
				}
			}
		}()
		time.Sleep(30 * time.Second)
		real := client.Sessions()[0].Session
		var answers [][]string
		for _, id := range []messages.ID{real, {1, 2, 3}} {
			a, err := s.ad.Attack(t.Context(), s.farm)
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Stream.Send(t.Context(), messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 1, Head: id[:]})); err != nil {
				t.Fatal(err)
			}
			var heard []string
			for {
				f, err := a.Stream.Receive(t.Context())
				if err != nil {
					heard = append(heard, err.Error())
					break
				}
				heard = append(heard, string(bytes.ReplaceAll(f.Data, id[:], []byte("ID"))))
			}
			answers = append(answers, heard)
		}
		if diff := cmp.Diff(answers[1], answers[0]); diff != "" {
			t.Errorf("a session that is another's is told from one that is not (-none +another's):\n%s", diff)
		}
		<-hired
		_ = p.Stop()
		s.serves()
	})
}

// A flood of SOWs beyond MaxPerPeer and MaxSessions is turned away, and costs the others nothing.
func TestFlood(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t, func(server *farmer.Server) { server.MaxSessions, server.MaxPerPeer = 20, 10 })
		var quoted, limited int
		for i := range 40 {
			a := s.attack(byte(i))
			_, err := a.Hear(t.Context())
			if r, ok := errors.AsType[*parleytest.Refused](err); ok && r.Code == protocol.RateLimited {
				limited++
			} else if err == nil {
				quoted++
			}
		}
		if quoted != 10 || limited != 30 {
			t.Errorf("%d quoted, %d turned away", quoted, limited)
		}
		s.serves()
		if n := len(s.server.Sessions()); n != 0 {
			t.Errorf("%d sessions are left", n)
		}
	})
}

// THREATS, Resource-holding grief: requesters that fill a farmer with quotes and hire nobody keep no other out; who has fewer
// comes first, and whose quote was let go may still take it.
func TestFullOfQuotes(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t, func(server *farmer.Server) { server.MaxSessions, server.MaxPerPeer = 20, 10 })
		other := s.world.Node(4)
		ask := func(n *parleytest.Node, nonce int) *parleytest.Adversary {
			t.Helper()
			a, err := n.Attack(t.Context(), s.farm)
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Ask(t.Context(), byte(nonce)); err != nil {
				t.Fatal(err)
			}
			return a
		}
		var first *parleytest.Adversary
		var quote *messages.Quote
		for i := range 10 {
			a := ask(s.ad, i)
			if q := hear[*messages.Quote](t, a); i == 0 {
				first, quote = a, q
			}
			hear[*messages.Quote](t, ask(other, i))
		}
		var honest []*parleytest.Adversary
		for i := range 6 { // three of each of the others go
			a := ask(s.buyer, i)
			hear[*messages.Quote](t, a)
			honest = append(honest, a)
		}
		synctest.Wait()
		has := make(map[messages.Key]int)
		for _, v := range s.server.Sessions() {
			has[v.Requester]++
		}
		if diff := cmp.Diff(map[messages.Key]int{s.ad.Key: 7, other.Key: 7, s.buyer.Key: 6}, has); diff != "" {
			t.Errorf("sessions (-want +got):\n%s", diff)
		}
		refusal(t, ask(s.buyer, 6), protocol.Busy) // it would have as many as they

		again, err := s.ad.Attack(t.Context(), s.farm)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range honest[:2] { // room for it
			a.Stream.Reset()
		}
		synctest.Wait()
		again.SOW = first.SOW
		if err := again.Send(t.Context(), first.SOW); err != nil {
			t.Fatal(err)
		}
		if e, err := again.Hear(t.Context()); err != nil || e.ID() != first.Head {
			t.Fatalf("heard %v, %v; want the same quote again", e, err)
		}
		if err := again.Say(t.Context(), agreement(t, s, again, quote)); err != nil {
			t.Fatal(err)
		}
		hear[*messages.Acceptance](t, again)
		_ = s.process.Stop()
	})
}

// deaf is a stream whose peer never reads: what is sent waits for ever.
type deaf struct{ transports.Stream }

func (d deaf) Send(ctx context.Context, _ ...messages.Frame) error {
	<-ctx.Done()
	d.Reset()
	return context.Cause(ctx)
}

// A peer that asks and never reads the answer is given up after Limits.Reply.
func TestDeafPeer(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		ours, theirs := transports.Pipe(s.ad.Key, s.farm.Key)
		sow, err := messages.Seal(parleytest.Statement(1, 2), messages.ID{}, s.ad.Signer)
		if err != nil {
			t.Fatal(err)
		}
		if err := ours.Send(t.Context(), messages.EnvelopeFrame(sow)); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		_ = s.server.ServeStream(t.Context(), deaf{theirs})
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("given up after %s", took)
		}
		synctest.Wait()
		if n := len(s.server.Sessions()); n != 0 {
			t.Errorf("%d sessions are left", n)
		}
		s.serves()
	})
}

// A session that binds is taken up again even when there is no room for another, and a note that cannot be read keeps
// nobody from its due.
func TestRoomForWhatBinds(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		s.seller.OnWork = func(ctx context.Context, _ *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
			<-ctx.Done()
			return nil, context.Cause(ctx)
		}
		client, p := s.buyer.Hire(new(parleytest.Buyer))
		var restart sync.WaitGroup
		restart.Go(func() {
			time.Sleep(time.Second)
			s.farm.Kill()
			_ = s.process.Stop()
			s.farm.Restart(true)
			bad := journal.Batch{Notes: []journal.Note{{Bucket: drive.Bucket(protocol.Farmer), Key: []byte("bad"), Value: []byte{}},
				{Bucket: drive.Bucket(protocol.Farmer), Key: make([]byte, 32), Value: []byte{}}}}
			if err := s.farm.Journal().Commit(t.Context(), bad); err != nil {
				t.Error(err)
			}
			s.server, s.process = s.farm.Farm(&parleytest.Seller{PerUnit: 5}, func(server *farmer.Server) { server.MaxSessions = -1 })
		})
		for o, err := range client.Hire(t.Context(), parleytest.Statement(1, 2), parleytest.Ask(s.farm)) {
			if err != nil || o.Err != nil {
				t.Errorf("%v, %v", o, err)
			}
		}
		restart.Wait()
		_ = p.Stop()
		_ = s.process.Stop()
	})
}

// lines keeps what is logged at Warn and above.
type lines struct {
	slog.Handler
	mu  sync.Mutex
	all []string
}

func (l *lines) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

func (l *lines) Handle(_ context.Context, r slog.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, r.Message)
	return nil
}

// THREATS: who refuses again and again what binds does not fill the log.
func TestRefusalsDoNotFillTheLog(t *testing.T) {
	test(t, func(t *testing.T) {
		log := &lines{Handler: slog.DiscardHandler}
		s := open(t, func(server *farmer.Server) { server.Logger = slog.New(log) })
		a := s.bound()
		id := messages.SessionID(a.SOW.ID(), s.farm.Key)
		resume := messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 4, Head: a.Head[:]})
		for range 20 {
			if a = s.knock(s.ad, resume); !s.isOpen(a) {
				t.Fatal("the farmer does not take the session's stream")
			}
			for range 50 { // as many as one stream takes
				if err := a.Stream.Send(t.Context(), messages.RefusalFrame(&messages.Refusal{Code: messages.Code_CODE_INTERNAL})); err != nil {
					t.Fatal(err)
				}
			}
			synctest.Wait()
		}
		log.mu.Lock()
		all := log.all
		log.mu.Unlock()
		if len(all) == 0 || len(all) > 16 || !strings.Contains(all[len(all)-1], "further ones of this session are not told") {
			t.Errorf("%d lines: %q", len(all), all)
		}
		a.Stream.Reset()
		s.serves()
	})
}

// disputee is a farmer that panics when its result is disputed.
type disputee struct{ *parleytest.Seller }

func (disputee) Disputed(context.Context, *protocol.View) { panic("no court is known here") }

// A panic of the policy that hears of a dispute ends its hook and nothing else.
func TestPanicInDisputed(t *testing.T) {
	test(t, func(t *testing.T) {
		log := &lines{Handler: slog.DiscardHandler}
		s := open(t, func(server *farmer.Server) {
			server.Logger, server.Farmer = slog.New(log), disputee{server.Farmer.(*parleytest.Seller)}
		})
		client, p := s.buyer.Hire(&parleytest.Buyer{OnReview: func(_ context.Context, v *protocol.View) (messages.Message, error) {
			by := time.Now().UnixMilli() + int64(v.Terms.JudgeMs)
			return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, JudgeByMs: by}, nil
		}})
		for o, err := range client.Hire(t.Context(), parleytest.Statement(1, 2), parleytest.Ask(s.farm)) {
			if err == nil && o.View.Dispute == nil {
				t.Errorf("the work ended as %s: %v", o.View.Phase, o.Err)
			}
		}
		_ = p.Stop()
		s.serves()
		log.mu.Lock()
		defer log.mu.Unlock()
		if len(log.all) != 1 || log.all[0] != "the farmer panicked" {
			t.Errorf("the log has %q, want one panic", log.all)
		}
	})
}

// R46, THREATS: a peer that says the same again and again is throttled, and nobody else is: its stream ends, its session does not, and
// others are served.
func TestFloodOfRepeatsIsThrottled(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		a := s.bound()
		id := messages.SessionID(a.SOW.ID(), s.farm.Key)
		resume := messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 4, Head: a.Head[:]})
		for name, frame := range map[string]messages.Frame{"a SOW": messages.EnvelopeFrame(a.SOW), "a Resume": resume,
			"Telemetry": messages.TelemetryFrame(&messages.Telemetry{Session: id[:], Text: "news"})} {
			flood := s.knock(s.ad, resume)
			n := 0
			for n < 1000 && s.isOpen(flood) { // by one frame that says nothing more
				if flood.Stream.Send(t.Context(), frame) == nil {
					n++
				}
			}
			if n < 20 || n > 64 {
				t.Errorf("%s: the farmer took %d", name, n)
			}
		}
		if v := s.server.Sessions(); len(v) != 1 || !v[0].Bound() {
			t.Errorf("the farmer has %d sessions, want the one that binds", len(v))
		}
		s.serves()
	})
}
