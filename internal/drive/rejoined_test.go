package drive_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// S-7.1-1, S-4.2-2: a farmer's session whose stream was lost before anybody was bound, or which was let go, is one like any other once it
// is taken up on another stream: what comes is on disk 50 ms later, and when it is stopped.
func TestRejoinedSessionIsSafe(t *testing.T) {
	for leaves, leave := range map[string]func(*drive.Session){"the stream is lost": func(*drive.Session) {}, "it is let go": (*drive.Session).Leave} {
		for ends, end := range map[string]func(*testing.T, *drive.Session){
			"killed": func(*testing.T, *drive.Session) { time.Sleep(50 * time.Millisecond); synctest.Wait() },
			"stopped": func(t *testing.T, s *drive.Session) {
				if err := s.Stop(); err != nil {
					t.Error(err)
				}
			},
		} {
			t.Run(leaves+", "+ends, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c := config(t, protocol.Farmer, 1)
					asks, asker := parleytest.Key(2)
					s := drive.New(c, c.Key)
					lost, _ := transports.Pipe(c.Key, asker)
					s.Open(lost)
					heard(t, s, lost, asks, parleytest.Statement(1, 2))
					say := func(m messages.Message) {
						t.Helper()
						if _, err := s.Send(t.Context(), m); err != nil {
							t.Fatal(err)
						}
					}
					now, id := time.Now(), s.View().SOWID
					say(&messages.Quote{Version: 1, Sow: id[:], Price: parleytest.Price(5, 2), Units: 2,
						ExpiresMs: now.Add(time.Minute).UnixMilli(), DeliverByMs: now.Add(5 * time.Minute).UnixMilli()})
					lost.Reset()
					_ = s.Pump(t.Context(), lost)
					leave(s)
					if err := s.Close(); err != nil {
						t.Fatal(err)
					}

					stream, theirs := transports.Pipe(c.Key, asker)
					defer theirs.Reset()
					if err := s.Greet(t.Context(), stream); err != nil {
						t.Fatal(err)
					}
					v := s.View()
					if err := s.Take(t.Context(), stream, messages.ResumeFrame(&messages.Resume{Session: v.Session[:], Count: 2, Head: v.Head[:]})); err != nil {
						t.Fatal(err)
					}
					agreement, err := parleytest.Agree(v, protocol.Choice{})
					if err != nil {
						t.Fatal(err)
					}
					heard(t, s, stream, asks, agreement)
					say(new(messages.Acceptance))
					say(&messages.Delivery{Result: &messages.Payload{Type: "a"}, Units: 2, Cost: "10",
						ReviewByMs: now.Add(time.Hour).UnixMilli(), RetainUntilMs: now.Add(48 * time.Hour).UnixMilli()})
					heard(t, s, stream, asks, parleytest.Pay(s.View()))
					end(t, s)
					after, err := drive.Load(t.Context(), c, v.Session, c.Key)
					if err != nil {
						t.Fatal(err)
					}
					if got := after.View().Phase; got != protocol.Rewarded {
						t.Errorf("a restart finds the session at %s", got)
					}
				})
			})
		}
	}
}
