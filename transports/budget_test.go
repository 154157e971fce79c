package transports_test

import (
	"errors"
	"io"
	"testing"

	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
)

// shared is a link whose side that receives shares a budget with others.
type shared struct {
	client   *transports.Link
	accepted chan transports.Stream
}

func share(t *testing.T, budget *transports.Budget) shared {
	t.Helper()
	a, b := tcpPair(t)
	accepted := make(chan transports.Stream, 100)
	client := transports.NewLink(a, transports.LinkConfig{Peer: keyB, Initiator: true})
	server := transports.NewLink(b, transports.LinkConfig{Peer: keyA, Accept: into(accepted), Budget: budget})
	t.Cleanup(func() {
		client.Close()
		server.Close()
	})
	return shared{client, accepted}
}

// fill has a new session receive frames of 60 KiB that nobody takes, and returns once they have come.
func (s shared) fill(t *testing.T, frames int) transporttest.Ends {
	t.Helper()
	e := openSession(t, s.client, s.accepted)
	for range frames {
		if err := e.A.Send(t.Context(), transporttest.Frame(1, 60<<10)); err != nil {
			t.Fatal(err)
		}
	}
	e.A.CloseWrite()
	probe := openSession(t, s.client, s.accepted) // comes after the frames
	probe.A.Close()
	probe.B.Close()
	return e
}

// rest takes what a session has received.
func rest(t *testing.T, s transports.Stream) (frames int, err error) {
	t.Helper()
	for {
		_, err := s.Receive(t.Context())
		if err == io.EOF {
			return frames, nil
		}
		if err != nil {
			return frames, err
		}
		frames++
	}
}

// Of two peers that share a budget the one that holds more gives way to the one that comes, in a session that goes on, one that
// has ended on both sides, or on a link that broke; and what was taken is nobody's burden any more.
func TestBudgetIsShared(t *testing.T) { // THREATS 2, stream exhaustion
	for name, end := range map[string]func(shared, transporttest.Ends){
		"goes on":            func(shared, transporttest.Ends) {},
		"ended on each side": func(_ shared, e transporttest.Ends) { e.B.CloseWrite() },
		"link broken":        func(s shared, _ transporttest.Ends) { s.client.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			budget := transports.NewBudget(150 << 10)
			one, two := share(t, budget), share(t, budget)
			first := one.fill(t, 2)
			end(one, first)
			second := two.fill(t, 1)
			if n, err := rest(t, second.B); n != 1 || err != nil {
				t.Fatalf("who holds little: %d frames, %v", n, err)
			}
			if n, err := rest(t, first.B); n != 0 || !errors.Is(err, transports.ErrBusy) {
				t.Fatalf("who holds most: %d frames, %v; want ErrBusy", n, err)
			}
			if name == "goes on" {
				if _, err := first.A.Receive(t.Context()); !errors.Is(err, transports.ErrBusy) {
					t.Errorf("the sender hears %v, want ErrBusy", err)
				}
			}
			again := two.fill(t, 2)
			if n, err := rest(t, again.B); n != 2 || err != nil {
				t.Errorf("within the budget: %d frames, %v", n, err)
			}
		})
	}
}

// However many links hold as much as they can, and keep at it, one that holds no more than its part loses nothing, and all of
// them never hold more than the budget.
func TestHoardersTakeNothingFromOthers(t *testing.T) { // THREATS 2, stream exhaustion
	const limit, hoarders = 1 << 20, 10
	budget := transports.NewBudget(limit)
	honest := share(t, budget)
	var links []shared
	for range hoarders {
		links = append(links, share(t, budget))
	}
	var hoard []transports.Stream
	for range 3 {
		for _, l := range links {
			hoard = append(hoard, l.fill(t, 2).B)
		}
		for _, l := range links {
			hoard = append(hoard, l.fill(t, 1).B)
		}
		if n, err := rest(t, honest.fill(t, 1).B); n != 1 || err != nil {
			t.Fatalf("an honest peer's session: %d frames, %v", n, err)
		}
	}
	held, refused := 0, 0
	for _, s := range hoard {
		switch n, err := rest(t, s); {
		case err == nil:
			held += n * (60 << 10)
		case errors.Is(err, transports.ErrBusy):
			refused++
		default:
			t.Error(err)
		}
	}
	if held > limit || held < limit/2 || refused == 0 {
		t.Errorf("hoarders hold %d bytes, want at most %d and no less than they may; %d sessions were refused", held, limit, refused)
	}
}
