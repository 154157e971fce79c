package farmer_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

// journaled are the kinds of every envelope in a node's journal, by session.
func journaled(t *testing.T, n *parleytest.Node) map[messages.ID][]string {
	t.Helper()
	all := make(map[messages.ID][]string)
	for head, err := range n.Journal().Sessions(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for r, err := range n.Journal().Transcript(t.Context(), head.Session) {
			if err != nil {
				t.Fatal(err)
			}
			u, err := messages.Parse(r.Envelope)
			if err != nil {
				t.Fatal(err)
			}
			all[head.Session] = append(all[head.Session], u.Header().Kind.Name())
		}
	}
	return all
}

// proofs is how many proofs of equivocation the farmer keeps.
func (s *shop) proofs() (n int) {
	s.t.Helper()
	for _, err := range s.farm.Journal().Notes(s.t.Context(), drive.Equivocations) {
		if err != nil {
			s.t.Fatal(err)
		}
		n++
	}
	return n
}

// A34, THREATS: what strangers ask and are refused costs no disk, whoever says the last word; what binds is there whole.
func TestOnlyWhatBindsIsJournaled(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		s.seller.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
			return nil, protocol.Errorf(protocol.Busy, "not today")
		}
		for i := range byte(20) {
			hear[*messages.Reject](t, s.attack(i+1))
		}
		s.seller.OnQuote = nil
		for i := range byte(3) { // who says two things before anybody is bound proves nothing
			a := s.attack(40 + i)
			hear[*messages.Quote](t, a)
			head := a.Head
			for units := range uint64(2) {
				a.Head = head
				counter := parleytest.Statement(40+i, 2+units)
				counter.Round = 1
				if err := a.Say(t.Context(), counter); err != nil {
					t.Fatal(err)
				}
				if units == 0 {
					hear[*messages.Quote](t, a)
				}
			}
			refusal(t, a, protocol.Equivocation)
		}
		a := s.attack(50)
		hear[*messages.Quote](t, a)
		if err := a.Say(t.Context(), protocol.Errorf(protocol.Declined, "too dear").Reject()); err != nil {
			t.Fatal(err)
		}
		s.seller.OnAccept = func(context.Context, *protocol.View) (*messages.Acceptance, error) {
			return nil, protocol.Errorf(protocol.Busy, "no more")
		}
		a = s.attack(51)
		if err := a.Say(t.Context(), agreement(t, s, a, hear[*messages.Quote](t, a))); err != nil {
			t.Fatal(err)
		}
		hear[*messages.Reject](t, a)
		s.seller.OnAccept = nil
		synctest.Wait()
		if got := journaled(t, s.farm); len(got) > 0 {
			t.Errorf("the journal has %v", got)
		}
		if n := s.proofs(); n > 0 {
			t.Errorf("%d proofs are kept", n)
		}
		s.serves()
		for _, n := range []*parleytest.Node{s.farm, s.buyer} {
			var got [][]string
			for _, kinds := range journaled(t, n) {
				got = append(got, kinds)
			}
			want := [][]string{{"SOW", "Quote", "Agreement", "Acceptance", "Delivery", "Reward", "Receipt"}}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("in the journal (-want +got):\n%s", diff)
			}
		}
	})
}

// DESIGN 4.4: a SOW that was refused, and one whose requester went away with the quote, get the same answer again,
// although the journal has neither.
func TestSameAnswerAgain(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		s.seller.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
			return nil, protocol.Errorf(protocol.Busy, "not today")
		}
		refused := s.attack(1)
		hear[*messages.Reject](t, refused)
		reject := refused.Head
		s.seller.OnQuote = nil
		left := s.attack(2)
		hear[*messages.Quote](t, left)
		quote := left.Head
		left.Stream.Reset()
		denied := s.attack(3)
		hear[*messages.Quote](t, denied)
		if err := denied.Stream.Send(t.Context(), messages.RefusalFrame(protocol.Errorf(protocol.Forbidden, "no").Refusal(denied.Head))); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		denied.Stream.Reset()
		asked := s.seller.Count("Quote")
		for _, c := range []struct {
			sow  *messages.Signed
			want messages.ID
		}{{refused.SOW, reject}, {left.SOW, quote}, {denied.SOW, denied.Head}} {
			again, err := s.ad.Attack(t.Context(), s.farm)
			if err != nil {
				t.Fatal(err)
			}
			if err := again.Send(t.Context(), c.sow); err != nil {
				t.Fatal(err)
			}
			if e, err := again.Hear(t.Context()); err != nil || e.ID() != c.want {
				t.Errorf("heard %v, %v; want the same answer again", e, err)
			}
			again.Stream.Reset()
		}
		if n := s.seller.Count("Quote"); n != asked {
			t.Errorf("the policy was asked %d times more", n-asked)
		}
		s.serves()
	})
}

// A35: the bytes that one requester has in sessions that do not bind are bounded; they are free again when the sessions
// end, and nobody else is refused for them.
func TestUnboundBytesAreBounded(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		body := make([]byte, 60<<10)
		ask := func(n int) (*parleytest.Adversary, error) {
			a, err := s.ad.Attack(t.Context(), s.farm)
			if err != nil {
				t.Fatal(err)
			}
			sow := parleytest.Statement(1, 2)
			sow.Nonce[0], sow.Nonce[1], sow.Job.Body = byte(n>>8), byte(n), body
			if err := a.Say(t.Context(), sow); err != nil {
				t.Fatal(err)
			}
			_, err = a.Hear(t.Context())
			return a, err
		}
		var held []*parleytest.Adversary
		var err error
		for n := 0; err == nil && n < 300; n++ {
			var a *parleytest.Adversary
			if a, err = ask(n); err == nil {
				held = append(held, a)
			}
		}
		if r, ok := errors.AsType[*parleytest.Refused](err); !ok || r.Code != protocol.RateLimited {
			t.Errorf("after %d SOWs: %v, want rate limited", len(held), err)
		}
		if n := len(held) * len(body); n > 16<<20 || n < 15<<20 {
			t.Errorf("%d bytes were taken, want close to 16 MiB", n)
		}
		if err := held[0].Say(t.Context(), protocol.Errorf(protocol.Declined, "no").Reject()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if _, err := ask(1000); err != nil {
			t.Errorf("with one ended: %v", err)
		}
		s.serves()
	})
}

// THREATS, Quote spam: the bytes of counter-offers count as those of SOWs do.
func TestCounterOffersAreBounded(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		held := 0
		ask := func(n int) error {
			a, err := s.ad.Attack(t.Context(), s.farm)
			if err != nil {
				t.Fatal(err)
			}
			for round := range uint32(9) {
				sow := parleytest.Statement(1, 2)
				sow.Nonce[0], sow.Nonce[1], sow.Round = byte(n>>8), byte(n), round
				if round > 0 {
					sow.Job.Body = make([]byte, 60<<10)
				}
				if err := a.Say(t.Context(), sow); err != nil {
					t.Fatal(err)
				}
				e, err := a.Hear(t.Context())
				if err != nil {
					return err
				}
				if r, ok := e.Message().(*messages.Reject); ok {
					return protocol.FromReject(r)
				}
				held += len(sow.Job.Body)
			}
			return nil
		}
		var err error
		for n := 0; err == nil && n < 100; n++ {
			err = ask(n)
		}
		if protocol.CodeOf(err) != protocol.RateLimited {
			t.Errorf("with %d bytes taken: %v, want rate limited", held, err)
		}
		if held > 16<<20 || held < 14<<20 {
			t.Errorf("%d bytes were taken, want close to 16 MiB", held)
		}
		s.serves()
	})
}

// flush has the farmer forget what ended: so many sessions come after it.
func (s *shop) flush(each func(n int, a *parleytest.Adversary, quote *messages.Signed)) {
	s.t.Helper()
	for n := range 1100 {
		a, err := s.ad.Attack(s.t.Context(), s.farm)
		if err != nil {
			s.t.Fatal(err)
		}
		m := parleytest.Statement(9, 2)
		m.Nonce[0], m.Nonce[1] = byte(n>>8), byte(n)
		if a.SOW, err = messages.Seal(m, messages.ID{}, s.ad.Signer); err != nil {
			s.t.Fatal(err)
		}
		if err := a.Send(s.t.Context(), a.SOW); err != nil {
			s.t.Fatal(err)
		}
		quote, err := a.Hear(s.t.Context())
		if err != nil {
			s.t.Fatal(n, err)
		}
		if each != nil {
			each(n, a, quote)
		}
		a.Stream.Reset()
		synctest.Wait()
	}
}

// Quotes that the farmer has forgotten come back with proposals: those are sessions as others are, until they bind.
func TestProposalsAreCounted(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t, func(server *farmer.Server) { server.MaxSessions, server.MaxPerPeer = 10, 2 })
		s.seller.OnAccept = func(ctx context.Context, _ *protocol.View) (*messages.Acceptance, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		var proposals [][]messages.Frame
		s.flush(func(n int, a *parleytest.Adversary, quote *messages.Signed) {
			if n >= 20 {
				return
			}
			proposal, err := messages.Seal(agreement(t, s, a, quote.Message().(*messages.Quote)), quote.ID(), s.ad.Signer)
			if err != nil {
				t.Fatal(err)
			}
			id, head := messages.SessionID(a.SOW.ID(), s.farm.Key), proposal.ID()
			proposals = append(proposals, []messages.Frame{messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 3, Head: head[:]}),
				messages.EnvelopeFrame(a.SOW), messages.EnvelopeFrame(quote), messages.EnvelopeFrame(proposal)})
		})
		for _, p := range proposals {
			s.knock(s.ad, p...)
			synctest.Wait()
		}
		if n := s.seller.Count("Accept"); n != 2 {
			t.Errorf("the policy has %d proposals of one peer at once, MaxPerPeer is 2", n)
		}
		_ = s.process.Stop()
	})
}

// S-3.3-4: what a farmer says before it is bound it may forget, and say otherwise: it proves nothing.
func TestForgottenQuote(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		a := s.attack(7)
		hear[*messages.Quote](t, a)
		first := a.Head
		a.Stream.Reset()
		synctest.Wait()
		s.flush(nil)
		time.Sleep(time.Second)
		again, err := s.ad.Attack(t.Context(), s.farm)
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Send(t.Context(), a.SOW); err != nil {
			t.Fatal(err)
		}
		if hear[*messages.Quote](t, again); again.Head == first {
			t.Error("the farmer has kept a quote that nobody took")
		}
		s.serves()
	})
}
