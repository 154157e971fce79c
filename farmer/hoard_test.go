package farmer_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
)

const (
	largest = 60 << 10 // of a body, nearly what fits a SOW
	all     = 64 << 20 // bytes that farmers hold for who has not hired them
)

// hoarders are so many identities, none of which ever agrees.
func (s *shop) hoarders(n int) (all []*parleytest.Node) {
	for i := range n {
		all = append(all, s.world.Node(byte(10+i)))
	}
	return all
}

// hoard has one of them ask for a large job; it returns how many bytes were quoted. A refusal costs the farmer no signature.
func (s *shop) hoard(from *parleytest.Node, n byte) int {
	s.t.Helper()
	a, err := from.Attack(s.t.Context(), s.farm)
	if err != nil {
		s.t.Fatal(err)
	}
	sow := parleytest.Statement(n, 2)
	sow.Job.Body = make([]byte, largest)
	if err := a.Say(s.t.Context(), sow); err != nil {
		s.t.Fatal(err)
	}
	e, err := a.Hear(s.t.Context())
	if r, refused := errors.AsType[*parleytest.Refused](err); refused && r.Code == protocol.Busy {
		return 0
	}
	if err != nil || e.Kind() != messages.Kind_KIND_QUOTE {
		s.t.Fatalf("heard %v, %v; want a quote or a refusal: busy", e, err)
	}
	return largest
}

// held is how many bytes of bodies each requester has in sessions that do not bind, those of countered SOWs too, and all have.
func (s *shop) held() (by map[messages.Key]int, sum int) {
	synctest.Wait()
	by = make(map[messages.Key]int)
	for _, v := range s.server.Sessions() {
		if !v.Bound() {
			n := int(max(v.Round, 1)) * len(v.SOW.Job.Body) // the first is small where it was countered
			by[v.Requester] += n
			sum += n
		}
	}
	return by, sum
}

// hires has the honest requester conclude a job as large as they may be.
func (s *shop) hires(n byte) {
	s.t.Helper()
	s.seller.OnWork = func(context.Context, *protocol.View, farmer.Progress) (*messages.Delivery, error) {
		return &messages.Delivery{Result: &messages.Payload{Type: "text/plain", Body: []byte("done")}}, nil
	}
	client, p := s.buyer.Hire(new(parleytest.Buyer))
	sow := parleytest.Statement(n, 2)
	sow.Job.Body = make([]byte, largest)
	for o, err := range client.Hire(s.t.Context(), sow, parleytest.Ask(s.farm)) {
		if err != nil || o.Err != nil {
			s.t.Errorf("the honest requester got %v, %v", o, err)
		}
	}
	_ = p.Stop()
}

// R46, A35, THREATS, Resource-holding grief: however many identities hold large SOWs, what all of them hold is bounded; those who hold
// most pay for it, and neither who holds less nor an honest requester that comes meanwhile.
func TestHoardersAreBounded(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		crowd := s.hoarders(203)
		greedy, crowd := crowd[:3], crowd[3:]
		sent := 0
		for n := range byte(3) {
			for _, h := range crowd {
				sent += s.hoard(h, n)
			}
			s.hires(100 + n)
		}
		for n := range byte(200) {
			for _, h := range greedy {
				sent += s.hoard(h, n)
			}
			if n%20 == 0 {
				s.hires(110 + n)
			}
		}
		by, sum := s.held()
		if sum > all || sum < all-all/16 {
			t.Errorf("%d bytes are held of %d quoted, want close to %d", sum, sent, all)
		}
		for i, h := range crowd {
			if by[h.Key] != 3*largest {
				t.Errorf("the %d. of the crowd, whose members held %d bytes, has %d", i, 3*largest, by[h.Key])
			}
		}
		s.serves()
	})
}

// R46, THREATS, Quote spam: the bytes of counter-offers count where many make them, too.
func TestManyCounterOffersAreBounded(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		var small []*parleytest.Adversary
		for n := range byte(19) {
			for _, h := range s.hoarders(8) {
				a, err := h.Attack(t.Context(), s.farm)
				if err != nil {
					t.Fatal(err)
				}
				if err := a.Ask(t.Context(), n); err != nil {
					t.Fatal(err)
				}
				hear[*messages.Quote](t, a)
				small = append(small, a)
			}
		}
		sent, busy := 0, 0
		for round := range uint32(8) {
			s.hires(100 + byte(round))
			for i, a := range small {
				sow := parleytest.Statement(byte(i/8), 2)
				sow.Round, sow.Job.Body = round+1, make([]byte, largest)
				if a.Say(t.Context(), sow) != nil {
					continue // it was let go
				}
				switch e, err := a.Hear(t.Context()); {
				case err != nil:
				case e.Kind() == messages.Kind_KIND_QUOTE:
					sent += largest
				case protocol.FromReject(e.Message().(*messages.Reject)).Code == protocol.Busy:
					busy++
				}
			}
		}
		if _, sum := s.held(); sum > all || sum < all-all/16 {
			t.Errorf("%d bytes are held of %d quoted, %d were refused; want close to %d", sum, sent, busy, all)
		}
		s.serves()
	})
}

// bring has a peer bring back the first half of a session that the farmer does not know, and reports whether it was refused.
func (s *shop) bring(from *parleytest.Node, n byte, forged bool) (a *parleytest.Adversary, size int, refused bool) {
	s.t.Helper()
	m := parleytest.Statement(n, 2)
	m.Job.Body = make([]byte, largest)
	sow, err := messages.Seal(m, messages.ID{}, from.Signer)
	if err != nil {
		s.t.Fatal(err)
	}
	frame := messages.EnvelopeFrame(sow)
	if forged {
		frame.Data = bytes.Clone(frame.Data)
		frame.Data[len(frame.Data)-1] ^= 1 // of the signature
	}
	s.mu.Lock()
	before := len(s.refused)
	s.mu.Unlock()
	id := messages.SessionID(sow.ID(), s.farm.Key)
	a = s.knock(from, messages.ResumeFrame(&messages.Resume{Session: id[:], Count: 2, Head: id[:]}), frame)
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	want := protocol.RateLimited
	if forged {
		want = protocol.BadSignature
	}
	for _, code := range s.refused[before:] {
		refused = refused || code == want
	}
	return a, len(sow.Bytes()), refused
}

// R46, A35, THREATS, Resource-holding grief: what requesters bring back of sessions that the farmer has forgotten is bounded too, while it
// waits for the rest of them, and for one less than for all. Those who have brought back most give way to who has less.
func TestWhatIsBroughtBackIsBounded(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		size, brought := 0, make(map[messages.Key][]*parleytest.Adversary)
		fill := func(crowd []*parleytest.Node) {
			t.Helper()
			for n := range byte(20) {
				for _, h := range crowd {
					a, bytes, refused := s.bring(h, n, false)
					if size = bytes; !refused {
						brought[h.Key] = append(brought[h.Key], a)
					}
				}
			}
		}
		crowd := s.hoarders(20)
		fill(crowd[:16]) // as many as fill it
		full := len(brought[crowd[0].Key])
		if sum := 16 * full * size; full*size > 1<<20 || sum < 15<<20 {
			t.Errorf("each of 16 holds %d of %d bytes", full, size)
		}
		forger := s.world.Node(4)
		if _, _, refused := s.bring(forger, 1, true); !refused {
			t.Error("a forgery was not refused as one")
		}
		honest, _, refused := s.bring(s.buyer, 100, false)
		if refused {
			t.Error("who brings back one session is refused for those who hold many")
		}
		fill(crowd[16:])
		sum := 0
		for i, h := range crowd {
			left := s.left(brought[h.Key])
			if least := 16<<20/size/20 - 1; left < least || left > full {
				t.Errorf("the %d. has %d sessions, want between %d and %d", i, left, least, full)
			}
			sum += left * size
		}
		if sum += size; sum > 16<<20 || sum < 15<<20 {
			t.Errorf("%d bytes are held, want close to 16 MiB", sum)
		}
		if !s.isOpen(honest) {
			t.Error("who has brought back one session gave way to those who bring back many")
		}
		time.Sleep(2*10*time.Second + time.Second) // twice Limits.Reply
		if _, _, refused := s.bring(crowd[19], 200, false); refused {
			t.Error("they are not free again")
		}
		s.serves()
	})
}

// R46, A35: nobody gives way to a forgery, or to who would then hold as much as they.
func TestNobodyGivesWayForNothing(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		var brought []*parleytest.Adversary
		crowd := s.hoarders(200)
		refusals := 0
		for n := range byte(2) { // all hold as much in the end, but for those that the second no more fits
			for _, h := range crowd {
				if a, _, refused := s.bring(h, n, false); !refused {
					brought = append(brought, a)
				} else {
					refusals++
				}
			}
		}
		if refusals == 0 {
			t.Fatalf("all %d sessions were taken", len(brought))
		}
		if _, _, refused := s.bring(s.world.Node(4), 1, true); !refused {
			t.Error("a forgery was not refused as one")
		}
		if left := s.left(brought); left != len(brought) {
			t.Errorf("%d of %d are left", left, len(brought))
		}
		s.serves()
	})
}

// leaves has the adversary agree to a large job, paid by a settlement if there is one, and leave when it is too late to begin. It returns
// what it was answered.
func (s *shop) leaves(n int, pay *messages.Settlement) messages.Message {
	s.t.Helper()
	a, err := s.ad.Attack(s.t.Context(), s.farm)
	if err != nil {
		s.t.Fatal(err)
	}
	sow := parleytest.Statement(1, 2)
	sow.Nonce[0], sow.Nonce[1], sow.Job.Body = byte(n>>8), byte(n), make([]byte, largest)
	if pay != nil {
		sow.Settlements = []*messages.Settlement{pay}
	}
	if a.SOW, err = messages.Seal(sow, messages.ID{}, s.ad.Signer); err != nil {
		s.t.Fatal(err)
	}
	if err := a.Send(s.t.Context(), a.SOW); err != nil {
		s.t.Fatal(err)
	}
	q := hear[*messages.Quote](s.t, a)
	soon := time.Now().Add(time.Millisecond).UnixMilli() + 1
	agreed := agreement(s.t, s, a, q, func(terms *messages.Terms) { terms.AcceptByMs, terms.StartByMs = soon, soon })
	if pay != nil {
		agreed.Deal, agreed.Signature = &messages.Payload{Type: "text/plain"}, byAccount
	}
	if err := a.Say(s.t.Context(), agreed); err != nil {
		s.t.Fatal(err)
	}
	e, err := a.Hear(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	time.Sleep(10 * time.Millisecond)
	a.Stream.Reset()
	return e.Message()
}

// byAccount is what an account has signed, of those that nobody looks at.
var byAccount = &messages.AccountSignature{Account: "a", Signature: []byte{1}}

// A34, THREATS: what one requester agrees to and leaves is bounded on disk, until it is forgotten; what begins is not counted, and nobody
// else is refused.
func TestAgreementsThatAreLeftAreBounded(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		n := 0
		left := func() {
			t.Helper()
			for n < 1000 {
				n++
				switch m := s.leaves(n, nil).(type) {
				case *messages.Acceptance:
					continue
				case *messages.Reject:
					if m.Code != protocol.RateLimited {
						t.Errorf("rejected as %s", protocol.CodeName(m.Code))
					}
					return
				}
			}
			t.Error("a requester agrees and leaves without end")
		}
		left()
		bytes := 0
		for head := range s.farm.Journal().Sessions(t.Context()) {
			for r := range s.farm.Journal().Transcript(t.Context(), head.Session) {
				bytes += len(r.Envelope)
			}
		}
		if bytes < 15<<20 || bytes > 17<<20 {
			t.Errorf("the journal has %d bytes, want close to 16 MiB", bytes)
		}
		for i := range byte(5) {
			s.hires(i)
		}
		time.Sleep(31 * 24 * time.Hour)
		before := n
		left()
		if n-before < 200 {
			t.Errorf("%d sessions were taken once those before were forgotten", n-before)
		}
		s.serves()
	})
}

// What has begun, and is done, is no agreement that was left.
func TestWorkThatBeganIsNotCounted(t *testing.T) {
	test(t, func(t *testing.T) {
		s := open(t)
		for n := range 290 { // more than 16 MiB
			s.hires(byte(n))
			time.Sleep(time.Second)
		}
		_ = s.process.Stop()
	})
}

// What is paid by a settlement has begun once its policy says so, or claims a part: while it is at work, and after it has failed, it is no
// agreement that was left. One that waits for its deal is.
func TestPaidWorkThatBeganIsNotCounted(t *testing.T) {
	type work = func(context.Context, *protocol.View, farmer.Progress) (*messages.Delivery, error)
	wait := func(ctx context.Context, _ *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
		<-ctx.Done()
		return nil, context.Cause(ctx)
	}
	fail := func(context.Context, *protocol.View, farmer.Progress) (*messages.Delivery, error) {
		return nil, errors.New("broken")
	}
	begun := func(then work) work {
		return func(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
			p.(farmer.Beginner).Begun()
			return then(ctx, v, p)
		}
	}
	for name, c := range map[string]struct {
		work    work
		counted bool
	}{
		"waits for its deal":           {wait, true},
		"fails before its deal":        {fail, true},
		"is at work":                   {begun(wait), false},
		"fails once its deal was open": {begun(fail), false},
		"claims": {func(ctx context.Context, _ *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
			_, err := p.Claim(ctx, &messages.Progress{Units: 1})
			return nil, err
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			test(t, func(t *testing.T) {
				s := open(t)
				pay := &messages.Settlement{Kind: messages.SettlementKind_SETTLEMENT_KIND_ESCROW, Contract: "a contract", Asset: "credit", Payer: "a", Payee: "b"}
				s.seller.OnQuote = func(_ context.Context, v *protocol.View) (*messages.Quote, error) {
					return &messages.Quote{Price: parleytest.Price(5, v.SOW.Units), Settlement: pay}, nil
				}
				s.seller.OnAccept = func(context.Context, *protocol.View) (*messages.Acceptance, error) {
					return &messages.Acceptance{Signature: byAccount}, nil
				}
				s.seller.OnWork = c.work
				counted := false
				for n := range 290 { // more than 16 MiB
					if m, refused := s.leaves(n, pay).(*messages.Reject); refused {
						if counted = m.Code == protocol.RateLimited; !counted {
							t.Fatalf("refused as %s: %s", protocol.CodeName(m.Code), m.Reason)
						}
						break
					}
				}
				if counted != c.counted {
					t.Errorf("it is counted: %t", counted)
				}
				_ = s.process.Stop()
			})
		})
	}
}
