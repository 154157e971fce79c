package drive_test

import (
	"crypto"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// S-3.3-4, S-7.1-6: of two things that one said after one only those are kept that were both binding, and only another's: what
// proves nothing takes no place. Both sides are told of the same envelopes, by the other side's stream.
func TestOnlyProofsAreKept(t *testing.T) {
	signers, keys := map[protocol.Role]crypto.Signer{}, map[protocol.Role]messages.Key{}
	signers[protocol.Farmer], keys[protocol.Farmer] = parleytest.Key(1)
	signers[protocol.Requester], keys[protocol.Requester] = parleytest.Key(2)
	now := time.Now()
	seal := func(m messages.Message, by protocol.Role, prev messages.ID) *messages.Signed {
		t.Helper()
		e, err := messages.Seal(m, prev, signers[by])
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	for self, n := range map[protocol.Role]byte{protocol.Farmer: 1, protocol.Requester: 2} {
		t.Run(self.String(), func(t *testing.T) {
			c := config(t, self, n)
			ours, theirs := transports.Pipe(c.Key, keys[self.Other()])
			s := drive.Unknown(c, keys[protocol.Farmer], messages.ID{})
			s.Open(ours)
			take := func(e *messages.Signed) {
				t.Helper()
				if err := s.Take(t.Context(), ours, messages.EnvelopeFrame(e)); err != nil {
					t.Fatal(err)
				}
			}
			sow := seal(parleytest.Statement(1, 2), protocol.Requester, messages.ID{})
			id := sow.ID()
			offer := &messages.Quote{Version: 1, Sow: id[:], Price: parleytest.Price(5, 2), Units: 2,
				ExpiresMs: now.Add(time.Minute).UnixMilli(), DeliverByMs: now.Add(5 * time.Minute).UnixMilli()}
			take(sow)
			quote := seal(offer, protocol.Farmer, id)
			take(quote)
			agreed, err := parleytest.Agree(s.View(), protocol.Choice{})
			if err != nil {
				t.Fatal(err)
			}
			agreement := seal(agreed, protocol.Requester, quote.ID())
			take(agreement)
			accepted := new(messages.Acceptance)
			acceptance := seal(accepted, protocol.Farmer, agreement.ID())
			take(acceptance)
			delivery := &messages.Delivery{Result: &messages.Payload{Type: "a"}, Units: 2, Cost: "10",
				ReviewByMs: now.Add(time.Hour).UnixMilli(), RetainUntilMs: now.Add(48 * time.Hour).UnixMilli()}
			take(seal(delivery, protocol.Farmer, acceptance.ID()))

			counter := parleytest.Statement(1, 2)
			counter.Round = 1
			dearer := proto.CloneOf(offer)
			dearer.Price = parleytest.Price(6, 2)
			later, err := parleytest.Agree(s.View(), protocol.Choice{Price: parleytest.Price(6, 2)})
			if err != nil {
				t.Fatal(err)
			}
			other := proto.CloneOf(delivery)
			other.Result.Type = "b"
			signed := &messages.Acceptance{Signature: &messages.AccountSignature{Account: "a", Signature: []byte{1}}}
			no := protocol.Errorf(protocol.Declined, "no").Reject()
			for _, twice := range []struct {
				what   string
				m      messages.Message
				by     protocol.Role
				after  *messages.Signed
				proves bool
			}{
				{"a counter-offer beside an agreement", counter, protocol.Requester, quote, false},
				{"a reject beside an agreement", no, protocol.Requester, quote, false},
				{"a second quote", dearer, protocol.Farmer, sow, false},
				{"a reject beside an acceptance", no, protocol.Farmer, agreement, false},
				{"a second agreement", later, protocol.Requester, quote, true},
				{"a second acceptance", signed, protocol.Farmer, agreement, true},
				{"a second delivery", other, protocol.Farmer, acceptance, true},
			} {
				before := proofs(t, c)
				take(seal(twice.m, twice.by, twice.after.ID()))
				if code := refused(t, theirs); code != protocol.Equivocation {
					t.Errorf("%s is refused as %s", twice.what, protocol.CodeName(code))
				}
				if kept := proofs(t, c) > before; kept != (twice.proves && twice.by != self) {
					t.Errorf("%s: kept is %t", twice.what, kept)
				}
			}
		})
	}
}

// proofs is how many a journal has.
func proofs(t *testing.T, c *drive.Config) (n int) {
	t.Helper()
	for _, err := range c.Journal.Notes(t.Context(), drive.Equivocations) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}
