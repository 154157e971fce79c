package farmer_test

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shop is a farmer, an honest requester and an adversary.
type shop struct {
	t               *testing.T
	world           parleytest.World
	farm, buyer, ad *parleytest.Node
	seller          *parleytest.Seller
	server          *farmer.Server
	process         *parleytest.Process

	mu      sync.Mutex
	refused []protocol.Code
}

func open(t *testing.T, set ...func(*farmer.Server)) *shop {
	t.Helper()
	s := &shop{t: t, seller: &parleytest.Seller{PerUnit: 5}}
	s.farm, s.buyer, s.ad = s.world.Node(1), s.world.Node(2), s.world.Node(3)
	set = append(set, func(server *farmer.Server) {
		server.Notice = func(_ *protocol.View, err error) {
			if err != nil {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.refused = append(s.refused, protocol.CodeOf(err))
			}
		}
	})
	s.server, s.process = s.farm.Farm(s.seller, set...)
	return s
}

// attack has the adversary open a stream and say a good SOW.
func (s *shop) attack(nonce byte) *parleytest.Adversary {
	s.t.Helper()
	return s.attackBy(s.ad, nonce)
}

func (s *shop) attackBy(node *parleytest.Node, nonce byte) *parleytest.Adversary {
	s.t.Helper()
	a, err := node.Attack(s.t.Context(), s.farm)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := a.Ask(s.t.Context(), nonce); err != nil {
		s.t.Fatal(err)
	}
	return a
}

// bound is an adversary that has an agreement with the farmer, and its countersignature.
func (s *shop) bound() *parleytest.Adversary {
	s.t.Helper()
	return s.boundTo(s.ad)
}

func (s *shop) boundTo(node *parleytest.Node) *parleytest.Adversary {
	s.t.Helper()
	a := s.attackBy(node, 1)
	if err := a.Say(s.t.Context(), agreement(s.t, s, a, hear[*messages.Quote](s.t, a))); err != nil {
		s.t.Fatal(err)
	}
	hear[*messages.Acceptance](s.t, a)
	return a
}

// hear is the next envelope's message, which must be there.
func hear[M messages.Message](t *testing.T, a *parleytest.Adversary) M {
	t.Helper()
	e, err := a.Hear(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m, ok := e.Message().(M)
	if !ok {
		t.Fatalf("heard a %s", e.Kind().Name())
	}
	return m
}

// refusal is the code of the refusal that must come next.
func refusal(t *testing.T, a *parleytest.Adversary, want protocol.Code) {
	t.Helper()
	_, err := a.Hear(t.Context())
	if r, ok := errors.AsType[*parleytest.Refused](err); !ok || r.Code != want {
		t.Errorf("heard %v, want a refusal: %s", err, protocol.CodeName(want))
	}
}

// serves checks that the farmer goes on serving others, and ends everything.
func (s *shop) serves() {
	s.t.Helper()
	client, p := s.buyer.Hire(new(parleytest.Buyer))
	for o, err := range client.Hire(s.t.Context(), parleytest.Statement(99, 2), parleytest.Ask(s.farm)) {
		if err != nil || o.Err != nil {
			s.t.Errorf("the honest requester got %v, %v", o, err)
		}
	}
	_ = p.Stop()
	_ = s.process.Stop()
}

func test(t *testing.T, f func(t *testing.T)) { t.Helper(); synctest.Test(t, f) }

// A22: a peer that is not to be served is refused although its SOW is good.
func TestPeers(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t, func(server *farmer.Server) {
			_, ad := parleytest.Key(3)
			server.Peers = func(k messages.Key) error {
				if k == ad {
					return protocol.Errorf(protocol.Forbidden, "not served here")
				}
				return nil
			}
		})
		refusal(t, s.attack(1), protocol.Forbidden)
		if n := s.seller.Count("Quote"); n != 0 {
			t.Errorf("the policy was asked %d times", n)
		}
		s.serves()
	})
}

// A10, A36: an invalid SOW gets no quote, and one event.
func TestInvalidSOW(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		a, err := s.ad.Attack(t.Context(), s.farm)
		if err != nil {
			t.Fatal(err)
		}
		sow := parleytest.Statement(1, 2)
		sow.Round = 7
		if err := a.Say(t.Context(), sow); err != nil {
			t.Fatal(err)
		}
		refusal(t, a, protocol.Invalid)
		if _, err := a.Hear(t.Context()); err != io.EOF {
			t.Errorf("then %v, want the end", err)
		}
		if diff := cmp.Diff([]protocol.Code{protocol.Invalid}, s.refused); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
		s.serves()
	})
}

// THREATS 2: a relayed SOW, one's own, one that is too large, a wrong first word.
func TestFirstWords(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		relayed, err := messages.Seal(parleytest.Statement(1, 2), messages.ID{}, s.buyer.Signer)
		if err != nil {
			t.Fatal(err)
		}
		own, err := messages.Seal(parleytest.Statement(1, 2), messages.ID{}, s.farm.Signer)
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			say  func(*parleytest.Adversary) error
			want protocol.Code
		}{
			"relayed":  {func(a *parleytest.Adversary) error { return a.Send(t.Context(), relayed) }, protocol.Forbidden},
			"own":      {func(a *parleytest.Adversary) error { return a.Send(t.Context(), own) }, protocol.Forbidden},
			"no SOW":   {func(a *parleytest.Adversary) error { return a.Say(t.Context(), &messages.Acceptance{}) }, protocol.Invalid},
			"no bytes": {func(a *parleytest.Adversary) error { return a.Raw(t.Context(), messages.Kind_KIND_SOW, []byte{0xff}) }, protocol.Invalid},
		} {
			a, err := s.ad.Attack(t.Context(), s.farm)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.say(a); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			t.Log(name)
			refusal(t, a, c.want)
		}
		s.serves()
	})
}

// A forged signature ends the connection without a word.
func TestForged(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		a, err := s.ad.Attack(t.Context(), s.farm)
		if err != nil {
			t.Fatal(err)
		}
		sow, err := messages.Seal(parleytest.Statement(1, 2), messages.ID{}, s.ad.Signer)
		if err != nil {
			t.Fatal(err)
		}
		b := bytes.Clone(sow.Bytes())
		b[len(b)-1] ^= 1
		if err := a.Raw(t.Context(), messages.Kind_KIND_SOW, b); err != nil {
			t.Fatal(err)
		}
		if f, err := a.Stream.Receive(t.Context()); err == nil {
			t.Errorf("heard a frame of type %#x", f.Type)
		}
		if n := s.seller.Count("Quote"); n != 0 {
			t.Errorf("the policy was asked %d times", n)
		}
		s.serves()
	})
}

// Out of turn, replayed and repeated words change nothing; a stream of nothing else is closed.
func TestBadWords(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		a := s.attack(1)
		hear[*messages.Quote](t, a)
		head := a.Head
		for range 3 { // the same again: no answer, no second quote
			if err := a.Stream.Send(t.Context(), messages.EnvelopeFrame(a.SOW)); err != nil {
				t.Fatal(err)
			}
		}
		var err error
		for range 100 {
			if err = a.Say(t.Context(), &messages.Reward{Amount: "10", ReceiptByMs: time.Now().Add(time.Hour).UnixMilli()}); err != nil {
				break
			}
			a.Head = head
			if _, err = a.Hear(t.Context()); err == nil {
				t.Fatal("a reward before the agreement was taken")
			}
			if _, ok := errors.AsType[*parleytest.Refused](err); !ok {
				break
			}
		}
		if _, ok := errors.AsType[*parleytest.Refused](err); ok || err == nil {
			t.Errorf("a hundred bad words, and the stream is open: %v", err)
		}
		if n := s.seller.Count("Quote"); n != 1 {
			t.Errorf("the policy was asked %d times", n)
		}
		s.serves()
	})
}

func agreement(t *testing.T, s *shop, a *parleytest.Adversary, q *messages.Quote, edit ...func(*messages.Terms)) *messages.Agreement {
	t.Helper()
	judge := protocol.New(s.farm.Key, 0, protocol.Limits{})
	quote, err := messages.Seal(q, a.SOW.ID(), s.farm.Signer)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []*messages.Signed{a.SOW, quote} {
		if err := judge.Apply(e, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	agreed, err := requester.Terms(judge.View(), protocol.Choice{}, 0, edit...)
	if err != nil {
		t.Fatal(err)
	}
	return agreed
}

// agreed is an adversary that has agreed to a quote, which it could do once more: the head before it did comes with them.
func (s *shop) agreed(t *testing.T) (a *parleytest.Adversary, q *messages.Quote, head messages.ID) {
	t.Helper()
	a = s.attack(1)
	q = hear[*messages.Quote](t, a)
	head = a.Head
	if err := a.Say(t.Context(), agreement(t, s, a, q)); err != nil {
		t.Fatal(err)
	}
	hear[*messages.Acceptance](t, a)
	return a, q, head
}

// Two agreements to one quote: the second is refused and kept as a proof; the first stands.
func TestEquivocator(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		a, q, head := s.agreed(t)
		agreed := a.Head
		a.Head = head
		if err := a.Say(t.Context(), agreement(t, s, a, q, func(terms *messages.Terms) { terms.ReviewMs++ })); err != nil {
			t.Fatal(err)
		}
		refusal(t, a, protocol.Equivocation)
		if n := s.proofs(); n != 1 {
			t.Errorf("%d proofs are kept, want 1", n)
		}
		id := messages.SessionID(a.SOW.ID(), s.farm.Key)
		if err := a.Stream.Send(t.Context(), messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 4, Head: agreed[:]})); err != nil {
			t.Fatal(err)
		}
		hear[*messages.Delivery](t, a)
		s.serves()
	})
}

// S-7.1-6: of one session two proofs are kept, however often it is contradicted, here and after a restart; they go with it.
func TestProofsAreFew(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		a, q, head := s.agreed(t)
		contradict := func(n int, by uint64) {
			t.Helper()
			a.Head = head
			if err := a.Say(t.Context(), agreement(t, s, a, q, func(terms *messages.Terms) { terms.ReviewMs += by })); err != nil {
				t.Fatal(err)
			}
			refusal(t, a, protocol.Equivocation)
			if got := s.proofs(); got != n {
				t.Errorf("%d proofs are kept, want %d", got, n)
			}
		}
		contradict(1, 1)
		contradict(1, 1) // the same again
		_ = s.process.Stop()
		s.farm.Restart(false)
		s.server, s.process = s.farm.Farm(s.seller)
		id, sowID := messages.SessionID(a.SOW.ID(), s.farm.Key), a.SOW.ID()
		a = &parleytest.Adversary{Node: s.ad, SOW: a.SOW, Stream: s.knock(s.ad, messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 1, Head: sowID[:]})).Stream}
		hear[*messages.Quote](t, a)
		hear[*messages.Agreement](t, a)
		hear[*messages.Acceptance](t, a)
		contradict(2, 2)
		contradict(2, 3)
		time.Sleep(60 * 24 * time.Hour)
		if n := s.proofs(); n > 0 {
			t.Errorf("%d proofs are kept of a session that is forgotten", n)
		}
		if all := journaled(t, s.farm); len(all) > 0 {
			t.Errorf("the journal has %v", all)
		}
		s.serves()
	})
}

// A14, defect 3: no work without evidence that the countersignature is held; at the start's deadline the farmer gives up.
func TestNoWorkWithoutEvidence(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		a := s.bound()
		began := time.Now()
		if r := hear[*messages.Reject](t, a); r.Code != protocol.Late {
			t.Errorf("rejected as %s", r.Code)
		}
		if took := time.Since(began); took != time.Minute {
			t.Errorf("waited %s, want a minute", took)
		}
		if n := s.seller.Count("Work"); n != 0 {
			t.Errorf("worked %d times", n)
		}
		s.serves()
	})
}

// deliver brings an adversary to the delivery.
func deliver(t *testing.T, s *shop) *parleytest.Adversary {
	t.Helper()
	a := s.bound()
	id, head := messages.SessionID(a.SOW.ID(), s.farm.Key), a.Head
	if err := a.Stream.Send(t.Context(), messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 4, Head: head[:]})); err != nil {
		t.Fatal(err)
	}
	hear[*messages.Delivery](t, a)
	return a
}

// A16, A07, defect 8: a reward that is not what is owed is refused, and so is a third party's; the right one is receipted.
func TestRewards(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		a := deliver(t, s)
		head, by := a.Head, time.Now().Add(time.Minute).UnixMilli()
		for _, amount := range []string{"9", "11"} {
			if err := a.Say(t.Context(), &messages.Reward{Amount: amount, ReceiptByMs: by}); err != nil {
				t.Fatal(err)
			}
			refusal(t, a, protocol.WrongReward)
			a.Head = head
		}
		third, err := messages.Seal(&messages.Reward{Amount: "10", ReceiptByMs: by}, head, s.buyer.Signer)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Send(t.Context(), third); err != nil {
			t.Fatal(err)
		}
		refusal(t, a, protocol.Forbidden)
		a.Head = head
		if err := a.Say(t.Context(), &messages.Reward{Amount: "10", ReceiptByMs: by}); err != nil {
			t.Fatal(err)
		}
		if r := hear[*messages.Receipt](t, a); r.Amount != "10" {
			t.Errorf("the receipt is over %s", r.Amount)
		}
		s.serves()
	})
}

// A peer that says nothing, and one that never reads, are given up.
func TestSilentPeer(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		a, err := s.ad.Attack(t.Context(), s.farm)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err := a.Stream.Receive(t.Context()); err == nil {
			t.Error("heard a word")
		}
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("given up after %s", took)
		}
		s.serves()
	})
}
