package farmer_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// forgetful is a farmer with a backup of before its delivery, long after that was due, and a requester that has it.
type forgetful struct {
	*shop
	session messages.ID
	resume  *messages.Resume
	shown   *messages.Signed
}

func forgot(t *testing.T) *forgetful {
	t.Helper()
	s, backup := open(t), 0
	s.seller.OnWork = func(_ context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
		time.Sleep(9 * time.Minute)
		backup = s.farm.Snapshot()
		return &messages.Delivery{Result: v.SOW.Job}, nil
	}
	a := s.bound()
	id := messages.SessionID(a.SOW.ID(), s.farm.Key)
	if err := a.Stream.Send(t.Context(), messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 4, Head: a.Head[:]})); err != nil {
		t.Fatal(err)
	}
	delivery, err := a.Hear(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.farm.Kill()
	_ = s.process.Stop()
	time.Sleep(2 * time.Minute)
	s.farm.Restart(false)
	s.farm.Restore(backup)
	head := delivery.ID()
	return &forgetful{s, id, &messages.Resume{Session: id[:], Count: 5, Head: head[:]}, delivery}
}

// comes has the requester show what it has.
func (f *forgetful) comes() transports.Stream {
	f.t.Helper()
	a, err := f.ad.Attack(f.t.Context(), f.farm)
	if err != nil {
		f.t.Fatal(err)
	}
	if err := a.Stream.Send(f.t.Context(), messages.ResumeFrame(f.resume), messages.EnvelopeFrame(f.shown)); err != nil {
		f.t.Fatal(err)
	}
	time.Sleep(time.Second)
	return a.Stream
}

// noted reports whether the journal has the session as open.
func (f *forgetful) noted() bool {
	f.t.Helper()
	note, err := f.farm.Journal().Note(f.t.Context(), drive.Bucket(protocol.Farmer), f.session[:])
	if err != nil {
		f.t.Fatal(err)
	}
	return note != nil
}

// goesOn checks that the delivery is the farmer's again, and that the session is conducted, also after a restart.
func (f *forgetful) goesOn() {
	f.t.Helper()
	views := f.server.Sessions()
	if len(views) != 1 || views[0].Phase != protocol.Delivered || !f.noted() {
		f.t.Errorf("%d sessions are under way; noted as open: %t", len(views), f.noted())
	}
}

// stays reports whether a stream lasts for so long.
func stays(s transports.Stream, d time.Duration) bool {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	for {
		if _, err := s.Receive(ctx); err != nil {
			return ctx.Err() != nil
		}
	}
}

// S-4.3-4, S-7.1-4: what shows that time has ended a session wrongly is not taken while the policy is told of the end: nobody would conduct
// the session, nor find it after a restart. It is taken when the requester comes again.
func TestEndIsOneWhileItIsTold(t *testing.T) {
	test(t, func(t *testing.T) {
		f := forgot(t)
		told := make(chan struct{})
		seller := &parleytest.Seller{PerUnit: 5}
		seller.OnCall = func(c parleytest.Call) {
			if c.Hook == "Ended" {
				<-told
			}
		}
		f.server, f.process = f.farm.Farm(seller)
		time.Sleep(25 * time.Second)
		f.comes().Reset()
		close(told)
		synctest.Wait()
		if had := len(journaled(t, f.farm)[f.session]); had > 4 && !f.noted() {
			t.Errorf("%d envelopes are kept of a session that has not ended, and nobody conducts it", had)
		}
		stream := f.comes()
		f.goesOn()
		stream.Reset()
		_ = f.process.Stop()
	})
}

// S-7.1-4: so it is with who comes once the session is closed and before it is off those under way.
func TestEndIsOneUntilNobodyConductsIt(t *testing.T) {
	test(t, func(t *testing.T) {
		f := forgot(t)
		if err := f.farm.Journal().Commit(t.Context(), journal.Batch{Notes: []journal.Note{{Bucket: drive.Bucket(protocol.Farmer), Key: f.session[:]}}}); err != nil {
			t.Fatal(err)
		}
		f.server, f.process = f.farm.Farm(&parleytest.Seller{PerUnit: 5})
		synctest.Wait()
		d, err := drive.Load(t.Context(), f.server.Config(), f.session, f.farm.Key)
		if err != nil {
			t.Fatal(err)
		}
		run, strike := f.server.Conduct(d)
		run()
		stream := f.comes()
		strike()
		if !stays(stream, 20*time.Second) {
			stream = f.comes()
		}
		f.goesOn()
		stream.Reset()
		_ = f.process.Stop()
	})
}

// DESIGN 4.4: a requester that comes back with a quote just as the farmer closes the session, whose stream was lost, comes once more and is
// answered.
func TestSessionThatIsBeingClosedIsNotUnderWay(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		synctest.Wait()
		d := drive.New(s.server.Config(), s.farm.Key)
		ours, theirs := transports.Pipe(s.farm.Key, s.ad.Key)
		d.Open(ours)
		a := &parleytest.Adversary{Node: s.ad, Stream: theirs}
		if err := a.Ask(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		go func() { _ = d.Pump(t.Context(), ours) }()
		synctest.Wait()
		run, strike := s.server.Conduct(d)
		closed := make(chan struct{})
		go func() {
			run()
			close(closed)
		}()
		agreed := agreement(t, s, a, hear[*messages.Quote](t, a))
		theirs.Reset()
		<-closed

		id, quoted := d.ID(), a.Head
		comes := func() {
			t.Helper()
			again, err := s.ad.Attack(t.Context(), s.farm)
			if err != nil {
				t.Fatal(err)
			}
			a.Stream, a.Head = again.Stream, quoted
			if err := a.Stream.Send(t.Context(), messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 2, Head: quoted[:]})); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		proposes := func() (e *messages.Signed, err error) {
			if err = a.Say(ctx, agreed); err == nil {
				e, err = a.Hear(ctx)
			}
			return e, err
		}
		comes()
		strike()
		e, err := proposes()
		if err != nil && ctx.Err() == nil {
			comes()
			e, err = proposes()
		}
		if err != nil || e.Kind() != messages.Kind_KIND_ACCEPTANCE {
			t.Errorf("the proposal is answered by %v, %v", e, err)
		}
		a.Stream.Reset()
		_ = s.process.Stop()
	})
}
