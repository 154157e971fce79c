package drive_test

import (
	"slices"
	"testing"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// THREATS: an Ask that changes nothing, or is not the session's, is dropped before its signature is looked at, and one stream
// brings few of them.
func TestIdleAsksAreFree(t *testing.T) {
	for name, c := range map[string]struct {
		by    byte // whose key signed it
		about func(session messages.ID) messages.ID
		code  protocol.Code // that the other side hears; 0 for nothing
	}{
		"said before":           {1, func(id messages.ID) messages.ID { return id }, 0},
		"by who is on turn":     {2, func(id messages.ID) messages.ID { return id }, 0},
		"by a stranger":         {3, func(id messages.ID) messages.ID { return id }, protocol.Forbidden},
		"about another session": {1, func(messages.ID) messages.ID { return messages.ID{1} }, protocol.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			conf := config(t, protocol.Requester, 2)
			s, farmer := quotedTo(t, conf)
			ours, theirs := transports.Pipe(conf.Key, farmer)
			s.Open(ours)
			ask := func(by byte, id messages.ID) *messages.Signed {
				t.Helper()
				signer, _ := parleytest.Key(by)
				e, err := messages.Seal(&messages.Ask{Session: id[:], Request: messages.Request_REQUEST_CANCEL, Reason: "no"}, id, signer)
				if err != nil {
					t.Fatal(err)
				}
				return e
			}
			if err := s.Take(t.Context(), ours, messages.EnvelopeFrame(ask(1, s.ID()))); err != nil {
				t.Fatal(err)
			}
			if v := s.View(); v.AskedBy != protocol.Farmer {
				t.Fatalf("asked by %s", v.AskedBy)
			}
			idle := messages.EnvelopeFrame(ask(c.by, c.about(s.ID())))
			idle.Data = slices.Clone(idle.Data)
			idle.Data[len(idle.Data)-1] ^= 0x80 // S is not canonical: whoever verifies it bars the peer
			n := 0
			for ; n < 100; n++ {
				if err := s.Take(t.Context(), ours, idle); err != nil {
					if code := protocol.CodeOf(err); code == protocol.BadSignature {
						t.Errorf("the signature was looked at: %v", err)
					}
					break
				}
			}
			if n != 16 {
				t.Errorf("the stream takes %d of them", n)
			}
			if c.code == 0 { // else it is heard first
				ours.Reset()
			}
			f, err := theirs.Receive(t.Context())
			if (err == nil) != (c.code != 0) {
				t.Fatalf("heard a frame of type %d, %v", f.Type, err)
			}
			if err != nil {
				return
			}
			if said, err := f.Unsigned(); err != nil || said.(*messages.Refusal).Code != c.code {
				t.Errorf("heard %v, %v", said, err)
			}
		})
	}
}

// S-3.11-5: before the first SOW nobody is a party yet, and an Ask is about nothing; no signature is looked at for that.
func TestAskBeforeTheSOW(t *testing.T) {
	conf := config(t, protocol.Farmer, 1)
	signer, asker := parleytest.Key(2)
	s := drive.Unknown(conf, conf.Key, messages.ID{1})
	ours, theirs := transports.Pipe(conf.Key, asker)
	s.Open(ours)
	id := messages.ID{1}
	ask, err := messages.Seal(&messages.Ask{Session: id[:], Request: messages.Request_REQUEST_CANCEL}, id, signer)
	if err != nil {
		t.Fatal(err)
	}
	forged := messages.EnvelopeFrame(ask)
	forged.Data = slices.Clone(forged.Data)
	forged.Data[len(forged.Data)-1] ^= 0x80
	if err := s.Take(t.Context(), ours, forged); err != nil {
		t.Fatal(err)
	}
	if code := refused(t, theirs); code != protocol.Invalid {
		t.Errorf("refused as %s, want INVALID", protocol.CodeName(code))
	}
}

// refused is the code of the Refusal that is heard next.
func refused(t *testing.T, stream transports.Stream) protocol.Code {
	t.Helper()
	f, err := stream.Receive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	said, err := f.Unsigned()
	if err != nil {
		t.Fatal(err)
	}
	refusal, ok := said.(*messages.Refusal)
	if !ok {
		t.Fatalf("heard %T, want a Refusal", said)
	}
	return refusal.Code
}
