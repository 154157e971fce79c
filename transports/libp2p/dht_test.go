package libp2p_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/internal/port"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/transporttest"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// network is a bootstrap peer; others join through it.
type dhtNetwork struct{ bootstrap *libp2p.Host }

func newDHT(t *testing.T, c libp2p.Config) dhtNetwork {
	t.Helper()
	c.Server = true
	return dhtNetwork{join(t, 100, c)}
}

func (n dhtNetwork) join(t *testing.T, key byte, c libp2p.Config) *libp2p.Host {
	t.Helper()
	c.Bootstrap = n.bootstrap.Addrs()
	h := join(t, key, c)
	if err := h.Join(transporttest.Context(t)); err != nil {
		t.Fatal(err)
	}
	return h
}

// advertise goes on until the test ends, and returns once the first announcement stands.
func advertise(t *testing.T, h *libp2p.Host, service string) (reports <-chan time.Time) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	announced := make(chan time.Time, 1000)
	ended := make(chan error, 1)
	began := time.Now()
	go func() {
		ended <- h.Advertise(ctx, service, func(until time.Time, err error) {
			if err == nil {
				announced <- until
			}
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("advertise: %v, want the context's cause", err)
		}
	})
	select {
	case until := <-announced:
		if !until.After(began) {
			t.Errorf("announced until %v, before %v", until, began)
		}
	case <-transporttest.Context(t).Done():
		t.Fatal("no announcement")
	}
	return announced
}

// find is the keys that one search finds, sorted, and whether each has an address.
func find(t *testing.T, f discovery.Finder, service string) (keys []messages.Key) {
	t.Helper()
	for c, err := range f.Find(transporttest.Context(t), service) {
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Addrs) == 0 {
			t.Errorf("%s was found without an address", c.Key.Short())
		}
		keys = append(keys, c.Key)
	}
	slices.SortFunc(keys, func(a, b messages.Key) int { return strings.Compare(a.String(), b.String()) })
	return keys
}

func sorted(hosts ...*libp2p.Host) (keys []messages.Key) {
	for _, h := range hosts {
		keys = append(keys, h.Key())
	}
	slices.SortFunc(keys, func(a, b messages.Key) int { return strings.Compare(a.String(), b.String()) })
	return keys
}

// R03, R14: a cold node that knows one bootstrap peer finds the farmers of a service, and talks to them.
func TestFind(t *testing.T) {
	n := newDHT(t, libp2p.Config{})
	one := n.join(t, 1, libp2p.Config{Server: true})
	two := n.join(t, 2, libp2p.Config{}) // not a server
	three := n.join(t, 3, libp2p.Config{})
	advertise(t, one, "render")
	advertise(t, two, "render")
	advertise(t, three, "echo")

	requester := n.join(t, 4, libp2p.Config{Listen: []string{}})
	if diff := cmp.Diff(sorted(one, two), find(t, requester, "render")); diff != "" {
		t.Errorf("farmers of render (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(sorted(three), find(t, requester, "echo")); diff != "" {
		t.Errorf("farmers of echo (-want +got):\n%s", diff)
	}
	if found := find(t, requester, "nothing"); len(found) != 0 {
		t.Errorf("farmers of nothing: %v", found)
	}
	// Nobody finds itself.
	if diff := cmp.Diff(sorted(two), find(t, one, "render")); diff != "" {
		t.Errorf("farmers of render but itself (-want +got):\n%s", diff)
	}
	for c, err := range requester.Find(transporttest.Context(t), "echo") {
		if err != nil {
			t.Fatal(err)
		}
		s, err := requester.Dial(transporttest.Context(t), c.Key, c.Addrs...)
		if err != nil {
			t.Fatalf("dial what was found: %v", err)
		}
		s.Close()
		break // the search ends with the loop
	}
	// A barred farmer is not offered again.
	requester.Bar(one.Key(), time.Hour)
	if diff := cmp.Diff(sorted(two), find(t, requester, "render")); diff != "" {
		t.Errorf("farmers of render but the barred one (-want +got):\n%s", diff)
	}
}

// A peer is dialed by its key alone; the DHT knows where it is.
func TestDialByKey(t *testing.T) {
	n := newDHT(t, libp2p.Config{})
	farmer := n.join(t, 1, libp2p.Config{Server: true})
	requester := n.join(t, 2, libp2p.Config{Listen: []string{}})
	requester.Libp2p().Peerstore().ClearAddrs(farmer.Libp2p().ID())
	s, err := requester.Dial(transporttest.Context(t), farmer.Key())
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := requester.Dial(transporttest.Context(t), transporttest.Key(77)); !errors.Is(err, transports.ErrUnreachable) ||
		!strings.Contains(err.Error(), "is the peer running?") {
		t.Errorf("a peer that does not exist: %v", err)
	}
}

// The bootstrap peer may farm before anybody has joined: who asks it, finds it.
func TestLoneFarmer(t *testing.T) {
	n := newDHT(t, libp2p.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan error, 100)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		n.bootstrap.Advertise(ctx, "echo", func(_ time.Time, err error) { told <- err })
	}()
	if err := <-told; !errors.Is(err, transports.ErrUnreachable) {
		t.Errorf("nobody to tell: %v, want ErrUnreachable", err)
	}
	requester := n.join(t, 1, libp2p.Config{Listen: []string{}})
	if diff := cmp.Diff(sorted(n.bootstrap), find(t, requester, "echo")); diff != "" {
		t.Errorf("farmers (-want +got):\n%s", diff)
	}
	cancel()
	<-ended
}

// An announcement is repeated before it expires.
func TestAnnouncementIsRepeated(t *testing.T) {
	n := newDHT(t, libp2p.Config{})
	farmer := n.join(t, 1, libp2p.Config{Announcement: 300 * time.Millisecond})
	reports := advertise(t, farmer, "echo")
	var last time.Time
	for range 3 {
		select {
		case until := <-reports:
			if !until.After(last) {
				t.Errorf("announced until %v after %v", until, last)
			}
			last = until
		case <-transporttest.Context(t).Done():
			t.Fatal("not repeated")
		}
	}
}

// H06: a bootstrap peer that is started anew has forgotten who announced what; farmers that are up tell it again.
func TestAnnouncementSurvivesTheBootstrapPeer(t *testing.T) {
	at, err := port.Draw()
	if err != nil {
		t.Fatal(err)
	}
	listen := libp2p.Config{Listen: []string{port.Multiaddr(at)}}
	n := newDHT(t, listen)
	farmer := n.join(t, 1, libp2p.Config{})
	advertise(t, farmer, "echo")
	if err := n.bootstrap.Close(); err != nil {
		t.Fatal(err)
	}
	n = newDHT(t, listen)
	ctx := transporttest.Context(t)
	for requester := n.join(t, 2, libp2p.Config{}); !slices.Equal(find(t, requester, "echo"), sorted(farmer)); {
		if ctx.Err() != nil {
			t.Fatal("not found again")
		}
	}
}

// However long an announcement takes, peers come and go meanwhile.
func TestAnnouncingHoldsUpNobody(t *testing.T) {
	n := newDHT(t, libp2p.Config{})
	farmer := n.join(t, 1, libp2p.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	announcing, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		_ = farmer.Advertise(ctx, "echo", func(time.Time, error) {
			close(announcing)
			<-ctx.Done()
		})
	}()
	defer func() { cancel(); <-done }()
	<-announcing
	for i := range 60 { // more than the host keeps news for one who does not take them
		visitor := join(t, byte(2+i%3), libp2p.Config{Listen: []string{}})
		if _, err := visitor.Connect(transporttest.Context(t), farmer.Addrs()[0]); err != nil {
			t.Fatalf("visitor %d: %v", i, err)
		}
		if err := visitor.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// An announcement that is not repeated is forgotten.
func TestAnnouncementExpires(t *testing.T) {
	n := newDHT(t, libp2p.Config{Announcement: time.Second})
	farmer, requester := n.join(t, 1, libp2p.Config{}), n.join(t, 2, libp2p.Config{})
	ctx := transporttest.Context(t)
	for len(find(t, requester, "echo")) == 0 { // a slow machine may need another second
		if err := farmer.Routing().Provide(ctx, libp2p.ServiceKey("echo"), true); err != nil {
			t.Fatal(err)
		}
	}
	if err := farmer.Close(); err != nil {
		t.Fatal(err)
	}
	for len(find(t, requester, "echo")) > 0 {
		if ctx.Err() != nil {
			t.Fatal("still found")
		}
	}
}

// R14: errors of joining say what to do.
func TestJoinErrors(t *testing.T) {
	if err := join(t, 1, libp2p.Config{}).Join(t.Context()); err != nil {
		t.Errorf("no bootstrap peers: %v", err)
	}
	gone := join(t, 2, libp2p.Config{})
	addrs := gone.Addrs()
	if err := gone.Close(); err != nil {
		t.Fatal(err)
	}
	h := join(t, 3, libp2p.Config{Bootstrap: addrs})
	if err := h.Join(transporttest.Context(t)); !errors.Is(err, transports.ErrUnreachable) || !strings.Contains(err.Error(), "no bootstrap peer answers") {
		t.Errorf("bootstrap peer gone: %v", err)
	}
	found := 0
	for c, err := range h.Find(transporttest.Context(t), "echo") {
		if err == nil {
			t.Errorf("found %v", c)
		} else if found++; !errors.Is(err, transports.ErrUnreachable) {
			t.Errorf("find: %v, want ErrUnreachable", err)
		}
	}
	if found == 0 {
		t.Error("a search that could ask nobody does not say so")
	}
	for _, err := range join(t, 5, libp2p.Config{}).Find(transporttest.Context(t), "echo") {
		if err == nil || !strings.Contains(err.Error(), "name a bootstrap peer") {
			t.Errorf("find without a network: %v", err)
		}
	}
	// A bootstrap peer that is none.
	client := join(t, 6, libp2p.Config{})
	h = join(t, 7, libp2p.Config{Bootstrap: client.Addrs()})
	if _, err := h.Connect(transporttest.Context(t), client.Addrs()[0]); err != nil { // so that all the time is the DHT's
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := h.Join(ctx); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "none serves") {
		t.Errorf("bootstrap peer that serves no DHT: %v", err)
	}
}

func TestServiceKey(t *testing.T) {
	// SHA-256 of "parley/service/1\x00echo", as a CIDv1 of raw bytes: what other implementations must compute.
	const want = "bafkreifdo3gpqg4pd25a2bfhdgn3vyo5vq3qiebdjyzhgg5fugmgnsxkcy"
	if got := libp2p.ServiceKey("echo").String(); got != want {
		t.Errorf("key of echo %s, want %s", got, want)
	}
	if libp2p.ServiceKey("echo") == libp2p.ServiceKey("Echo") {
		t.Error("two services, one key")
	}
}
