package vectors_test

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors"
	"github.com/parley-p2p/parley/protocol"
)

func load[T any](t *testing.T, name string) T {
	t.Helper()
	b, err := vectors.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var v T
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A34: the bytes on the wire are golden: what the code writes today is what the files hold.
func TestFresh(t *testing.T) {
	files, err := vectors.Build()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := vectors.Files.ReadFile(name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the code makes (%v): if the change is meant, run go run ./parleytest/vectors/generate and read the difference; "+
				"if not, the wire has changed", name, err)
		}
	}
}

func keys(t *testing.T) map[string]ed25519.PrivateKey {
	t.Helper()
	all := make(map[string]ed25519.PrivateKey)
	for _, p := range load[[]vectors.Party](t, "keys.json") {
		key := ed25519.NewKeyFromSeed(unhex(t, p.Seed))
		if hex.EncodeToString(key.Public().(ed25519.PublicKey)) != p.Public {
			t.Errorf("the key of %s is not its seed's", p.Name)
		}
		all[p.Name] = key
	}
	return all
}

// S-1.1-1 S-1.1-2 S-1.1-3 S-1.1-4 S-1.3-5 S-1.4-1 S-1.4-4 S-2.1-2, A34: envelopes of every kind, byte by byte.
func TestEnvelopes(t *testing.T) {
	keys, kinds := keys(t), make(map[messages.Kind]bool)
	for _, v := range load[[]vectors.Envelope](t, "envelopes.json") {
		raw, body := unhex(t, v.Envelope), unhex(t, v.Body)
		u, err := messages.Parse(raw)
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
			continue
		}
		e, err := u.Open()
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
			continue
		}
		kinds[e.Kind()] = true
		if hex.EncodeToString(ed25519.Sign(keys[v.By], unhex(t, v.Signed))) != v.Signature {
			t.Errorf("%s: the signature is not over the signed bytes", v.Name)
		}
		got := vectors.Envelope{Name: v.Name, By: v.By, Kind: uint32(e.Kind()), Prev: e.Prev().String(), Body: hex.EncodeToString(e.Body()), Signed: v.Signed,
			Signature: hex.EncodeToString(raw[len(raw)-64:]), Envelope: hex.EncodeToString(e.Bytes()), ID: e.ID().String(),
			Frame: hex.EncodeToString(messages.AppendFrame(nil, messages.EnvelopeFrame(e))), Unknown: e.Unknown()}
		if e.Kind() == messages.Kind_KIND_SOW {
			got.Session = messages.SessionID(e.ID(), messages.Key(keys["farmer"].Public().(ed25519.PublicKey))).String()
		}
		if diff := cmp.Diff(v, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", v.Name, diff)
		}
		// Sealed anew from its message, it is the same envelope.
		sealed, err := messages.Seal(e.Message(), e.Prev(), keys[v.By])
		if err != nil || !bytes.Equal(sealed.Bytes(), raw) || !bytes.Equal(sealed.Body(), body) || sealed.Unknown() != e.Unknown() {
			t.Errorf("%s: sealed anew it differs (%v)", v.Name, err)
		}
	}
	for kind := messages.Kind_KIND_SOW; kind <= messages.Kind_KIND_ASK; kind++ {
		if !kinds[kind] && kind.New() != nil {
			t.Errorf("there is no %s", kind.Name())
		}
	}
}

// S-1.1-5 S-1.1-6 S-1.4-2 S-1.5-1 S-1.6-1 S-1.6-2 S-1.6-3: what is refused before it is judged, and as what.
func TestBadEnvelopes(t *testing.T) {
	for _, v := range load[[]vectors.BadEnvelope](t, "bad_envelopes.json") {
		u, err := messages.Parse(unhex(t, v.Envelope))
		if err == nil {
			_, err = u.Open()
		}
		if got := vectors.CodeText(err); got != v.Code || err == nil {
			t.Errorf("%s: %q (%v), want %q", v.Name, got, err, v.Code)
		}
	}
}

// S-1.2-1: signatures on which libraries differ.
func TestSignatures(t *testing.T) {
	for _, v := range load[[]vectors.Signature](t, "signatures.json") {
		u, err := messages.Parse(unhex(t, v.Envelope))
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
			continue
		}
		if _, err := u.Open(); v.Valid != (err == nil) || err != nil && !errors.Is(err, messages.ErrSignature) {
			t.Errorf("%s: valid is %t, Open says %v", v.Name, v.Valid, err)
		}
	}
}

// S-1.3-1 S-1.3-2 S-1.3-3: frames.
func TestFrames(t *testing.T) {
	for _, v := range load[[]vectors.Frame](t, "frames.json") {
		f, err := messages.ReadFrame(bufio.NewReader(bytes.NewReader(unhex(t, v.Bytes))))
		switch v.Error {
		case "":
			if err != nil || byte(f.Type) != v.Type || hex.EncodeToString(f.Data) != v.Data {
				t.Errorf("%s: %v, %v", v.Name, f, err)
			}
		case "refused":
			if !errors.Is(err, messages.ErrFrame) {
				t.Errorf("%s: %v", v.Name, err)
			}
		case "cut":
			if !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%s: %v", v.Name, err)
			}
		default:
			t.Errorf("%s: what is %q?", v.Name, v.Error)
		}
	}
}

// S-1.5-1, A31 A42: amounts and their division.
func TestAmounts(t *testing.T) {
	v := load[vectors.Amounts](t, "amounts.json")
	for _, s := range v.Good {
		if a, err := messages.ParseAmount(s); err != nil || a.String() != s {
			t.Errorf("%s: %s, %v", s, a, err)
		}
	}
	for _, s := range v.Bad {
		if a, err := messages.ParseAmount(s); err == nil {
			t.Errorf("%q is %s", s, a)
		}
	}
	for _, s := range v.Split {
		a, err := messages.ParseAmount(s.Amount)
		if err != nil {
			t.Fatal(err)
		}
		parts, err := a.Split(s.Shares)
		if got := fmt.Sprint(parts); err != nil || got != fmt.Sprint(s.Parts) {
			t.Errorf("%s by %v is %s, want %s (%v)", s.Amount, s.Shares, got, s.Parts, err)
		}
	}
}

// A04 to A16, S-3.1-1 S-3.13-1: whole negotiations, with the state after each step and the code of each refusal.
func TestTranscripts(t *testing.T) {
	farmer := messages.Key(keys(t)["farmer"].Public().(ed25519.PublicKey))
	for _, v := range load[[]vectors.Transcript](t, "transcripts.json") {
		t.Run(v.Name, func(t *testing.T) {
			s := protocol.New(farmer, vectors.RoleOf(v.Self), protocol.Limits{Grace: time.Duration(v.Grace) * time.Millisecond})
			for i, step := range v.Steps {
				code := ""
				if step.Expire {
					s.Expire(time.UnixMilli(step.At))
				} else {
					code = vectors.CodeText(offer(s, unhex(t, step.Envelope), time.UnixMilli(step.At)))
				}
				got := vectors.Step{Script: step.Script, At: step.At, Expire: step.Expire, Envelope: step.Envelope, Code: code}
				observe(&got, s.View())
				if diff := cmp.Diff(step, got); diff != "" {
					t.Fatalf("step %d, %s (-want +got):\n%s", i, step.Script, diff)
				}
			}
		})
	}
}

func offer(s *protocol.Session, raw []byte, at time.Time) error {
	u, err := messages.Parse(raw)
	if err != nil {
		return err
	}
	e, err := u.Open()
	if err != nil {
		return err
	}
	return s.Apply(e, at)
}

// observe is written here again, so that the generator and its test share no mistake.
func observe(s *vectors.Step, v *protocol.View) {
	heads := v.Head
	s.Phase, s.Count, s.Head = fmt.Sprint(v.Phase), v.Count, hex.EncodeToString(heads[:])
	if !v.Final() {
		s.Turn = v.Turn().String()
		if at, _, ok := v.Deadline(); ok {
			s.Deadline = at.UnixMilli()
		}
	}
	owed, open := v.Owed()
	s.Owed, s.Open = owed.Big().String(), open
}

// S-1.4-3: the largest envelope of a kind is taken; one byte more is in bad_envelopes.json.
func TestLargest(t *testing.T) {
	all := load[[]vectors.BadEnvelope](t, "bad_envelopes.json")
	i := slices.IndexFunc(all, func(v vectors.BadEnvelope) bool { return v.Code == "TOO_LARGE" })
	if i < 0 {
		t.Fatal("no vector is too large")
	}
	raw := unhex(t, all[i].Envelope)
	if len(raw) != messages.MaxEnvelope+1 {
		t.Fatalf("%d bytes", len(raw))
	}
	length := []byte{raw[71] - 1, raw[72]} // of the body, a varint of two bytes
	shorter := slices.Concat(raw[:71], length, raw[74:])
	if _, err := messages.Parse(shorter); err != nil || len(shorter) != messages.MaxEnvelope {
		t.Errorf("%d bytes: %v", len(shorter), err)
	}
}
