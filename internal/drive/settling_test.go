package drive_test

import (
	"errors"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// overdue is a requester's session after a restart with a backup, long after the work was to be done, and a stream of the farmer's.
type overdue struct {
	*drive.Session
	*testing.T
	config       *drive.Config
	began        time.Time
	ours, theirs transports.Stream
	head         messages.ID // of what the farmer has shown
	count        int
}

func backup(t *testing.T) *overdue {
	t.Helper()
	c := config(t, protocol.Requester, 2)
	before, stream, _ := working(t, c)
	stream.Reset()
	time.Sleep(10 * time.Minute)
	s, err := drive.Load(t.Context(), c, before.ID(), before.View().Farmer)
	if err != nil {
		t.Fatal(err)
	}
	s.Noted()
	return &overdue{Session: s, T: t, config: c, began: time.Now(), head: s.View().Head, count: s.View().Count}
}

// claims has the farmer come and say that it holds so many envelopes more.
func (o *overdue) claims(more int) {
	o.Helper()
	o.ours, o.theirs = transports.Pipe(o.config.Key, o.View().Farmer)
	if err := o.Greet(o.Context(), o.ours); err != nil {
		o.Fatal(err)
	}
	id := o.ID()
	o.take(messages.ResumeFrame(&messages.Resume{Session: id[:], Count: uint32(o.count + more), Head: make([]byte, 32)}))
}

func (o *overdue) take(f messages.Frame) {
	o.Helper()
	if err := o.Take(o.Context(), o.ours, f); err != nil {
		o.Fatal(err)
	}
}

// shows has the farmer show what follows.
func (o *overdue) shows(m messages.Message) {
	o.Helper()
	signer := o.config.Signer
	if m.Kind() == messages.Kind_KIND_PROGRESS {
		signer, _ = parleytest.Key(1)
	}
	e, err := messages.Seal(m, o.head, signer)
	if err != nil {
		o.Fatal(err)
	}
	o.take(messages.EnvelopeFrame(e))
	o.head = e.ID()
}

// ends is when a session is over to who waits for its end, counted from the restart.
func (o *overdue) ends() <-chan time.Duration {
	at := make(chan time.Duration, 1)
	go func() {
		if v, err := o.Await(o.Context(), (*protocol.View).Final); err != nil || v.Phase != protocol.Expired {
			o.Errorf("%s, %v; want Expired", v.Phase, err)
		}
		at <- time.Since(o.began)
	}()
	synctest.Wait()
	return at
}

func claim(units uint64) *messages.Progress {
	return &messages.Progress{Units: units, Claim: strconv.FormatUint(units, 10), AnswerByMs: time.Now().UnixMilli()}
}

// S-7.1-4: what this side has signed and lost is adopted, with what it answers, also where time has ended the session meanwhile. What
// is not answered stays late.
func TestOwnWordsAreAdoptedWhenever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := backup(t)
		if at := <-o.ends(); at != 20*time.Second {
			t.Errorf("it has ended after %s", at)
		}
		if err := o.Close(); err != nil {
			t.Fatal(err)
		}
		o.Rests()
		o.claims(3)
		o.shows(claim(1))
		if v := o.View(); !v.Timed {
			t.Errorf("a claim alone makes it %s", v.Phase)
		}
		o.shows(&messages.Voucher{Amount: "1"})
		if v := o.View(); v.Timed || v.Voucher.GetAmount() != "1" {
			t.Errorf("it is %s, by time: %t, with %v", v.Phase, v.Timed, v.Voucher)
		}
		o.shows(claim(2))
		if v := o.View(); v.Count != o.count+2 || o.AwaitExchange(t.Context()) != nil {
			t.Errorf("%d envelopes are held, want %d", v.Count, o.count+2)
		}
		time.Sleep(50 * time.Millisecond)
		synctest.Wait()
		id := o.ID()
		after, err := drive.Load(t.Context(), o.config, id, o.View().Farmer)
		if err != nil || after.View().Voucher.GetAmount() != "1" {
			t.Errorf("a restart finds %v, %v", after.View().Voucher, err)
		}
		if note, err := o.config.Journal.Note(t.Context(), drive.Bucket(protocol.Requester), id[:]); err != nil || note == nil {
			t.Errorf("what goes on is not noted as open: %v", err)
		}
		if at := <-o.ends(); at != 20*time.Second+50*time.Millisecond {
			t.Errorf("with the voucher it has ended after %s", at)
		}
		if err := o.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// S-4.3-4, S-7.1-4: who conducts a session that time has ended finds it so until it is done with it, whatever is shown meanwhile: a requester
// tells its policy, its budget and its journal of one end. What is held as late by then stays late.
func TestEndIsOneToWhoConductsIt(t *testing.T) {
	for name, began := range map[string]time.Duration{"an exchange that begins later": 21 * time.Second, "an exchange that has begun": 19 * time.Second} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := backup(t)
				over := o.ends()
				time.Sleep(began)
				o.claims(2)
				o.shows(claim(1))
				<-over
				o.shows(&messages.Voucher{Amount: "1"})
				if v := o.View(); !v.Timed || v.Voucher != nil {
					t.Errorf("it is %s, by time: %t, with %v", v.Phase, v.Timed, v.Voucher)
				}
				if err := o.Close(); err != nil {
					t.Fatal(err)
				}
				o.head = o.View().Head
				o.claims(2)
				o.shows(claim(1))
				o.shows(&messages.Voucher{Amount: "1"})
				if note, err := o.config.Journal.Note(t.Context(), drive.Bucket(protocol.Requester), o.View().Session[:]); err != nil || note != nil || !o.View().Final() {
					t.Errorf("it is %s, noted as open: %t, %v", o.View().Phase, note != nil, err)
				}
			})
		})
	}
}

// S-7.1-4: an exchange that has begun before the session is ended is heard to its end.
func TestExchangeIsNotCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := backup(t)
		over := o.ends()
		time.Sleep(19*time.Second + 900*time.Millisecond)
		o.claims(2)
		o.shows(claim(1))
		time.Sleep(9 * time.Second)
		o.shows(&messages.Voucher{Amount: "1"})
		if at := <-over; at != 28*time.Second+900*time.Millisecond || o.View().Voucher == nil {
			t.Errorf("it has ended after %s with %v", at, o.View().Voucher)
		}
	})
}

// S-4.3-1: who says that there is more and does not show it keeps a session from its end for as long as an answer takes, once, and not at
// all once the stream is lost.
func TestExchangeKeepsNobodyForever(t *testing.T) {
	for name, c := range map[string]struct {
		then func(*overdue)
		want time.Duration
	}{
		"says nothing": {func(*overdue) {}, 29 * time.Second},
		"comes again":  {func(o *overdue) { o.claims(2) }, 25 * time.Second},
		"goes away":    {func(o *overdue) { o.theirs.Reset(); _ = o.Pump(o.Context(), o.ours) }, 25 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := backup(t)
				over := o.ends()
				time.Sleep(19 * time.Second)
				o.claims(2)
				time.Sleep(6 * time.Second)
				c.then(o)
				if at := <-over; at != c.want {
					t.Errorf("it has ended after %s, want %s", at, c.want)
				}
			})
		})
	}
}

// S-7.1-6: what proves equivocation is kept also while something is held that came late.
func TestProofBesideWhatIsLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := backup(t)
		o.claims(3)
		o.shows(claim(1))
		farmer, _ := parleytest.Key(1)
		other, err := messages.Seal(&messages.Acceptance{Signature: &messages.AccountSignature{Account: "a", Signature: []byte{1}}}, o.View().AgreementID, farmer)
		if err != nil {
			t.Fatal(err)
		}
		o.take(messages.EnvelopeFrame(other))
		if n := proofs(t, o.config); n != 1 {
			t.Errorf("%d proofs are kept, want 1", n)
		}
	})
}

// Who waits no longer than until a time is told that what it waits for is so, though the phase may turn out to be over.
func TestWaitThatIsOverBesideAnOverduePhase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := backup(t)
		_, err := o.AwaitTurn(t.Context(), protocol.Farmer, drive.Until{At: o.began.Add(5 * time.Second), Late: errors.New("late")})
		if at := time.Since(o.began); err != nil || at != 5*time.Second {
			t.Errorf("%v after %s", err, at)
		}
	})
}

// S-4.3-1: a session that nobody comes back for ends at its deadline, heads compared or not.
func TestLoneSessionEndsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := config(t, protocol.Farmer, 1)
		c.Limits.Grace = time.Second
		asks, asker := parleytest.Key(2)
		statement := parleytest.Statement(1, 1)
		statement.QuoteByMs = time.Now().Add(5 * time.Second).UnixMilli()
		sow, err := messages.Seal(statement, messages.ID{}, asks)
		if err != nil {
			t.Fatal(err)
		}
		ours, theirs := transports.Pipe(c.Key, asker)
		id := messages.SessionID(sow.ID(), c.Key)
		s := drive.Unknown(c, c.Key, id)
		if err := s.Greet(t.Context(), ours); err != nil {
			t.Fatal(err)
		}
		for _, f := range []messages.Frame{messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 2, Head: make([]byte, 32)}), messages.EnvelopeFrame(sow)} {
			if err := s.Take(t.Context(), ours, f); err != nil {
				t.Fatal(err)
			}
		}
		theirs.Reset()
		_ = s.Pump(t.Context(), ours)
		began := time.Now()
		v, err := s.Await(t.Context(), (*protocol.View).Final)
		if want := 5*time.Second + c.Limits.Grace + time.Millisecond; err != nil || v.Phase != protocol.Expired || time.Since(began) != want {
			t.Errorf("%s after %s, %v; want Expired after %s", v.Phase, time.Since(began), err, want)
		}
	})
}
