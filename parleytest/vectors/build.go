package vectors

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

// Build makes all files anew, by name. It fails where the code no longer says what a vector expects.
func Build() (map[string][]byte, error) {
	transcripts, err := transcripts()
	if err != nil {
		return nil, err
	}
	bad, err := badEnvelopes()
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	for name, content := range map[string]any{
		"keys.json": parties(), "envelopes.json": envelopes(), "bad_envelopes.json": bad, "signatures.json": signatures(),
		"frames.json": frames(), "transcripts.json": transcripts, "amounts.json": amounts(),
	} {
		b, err := json.MarshalIndent(content, "", " ")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		files[name] = append(b, '\n')
	}
	return files, nil
}

func parties() []Party {
	var all []Party
	for _, who := range []string{"requester", "farmer", "mediator", "stranger", "farmer2", "mediator2"} {
		key := script.Key(who)
		all = append(all, Party{who, hex.EncodeToString(key.Seed()), hex.EncodeToString(key.Public().(ed25519.PublicKey))})
	}
	return all
}

// envelopes are one of each kind, in a state where it is legal.
func envelopes() []Envelope {
	d := script.New(0, protocol.Limits{})
	var all []Envelope
	add := func(name, line string, apply bool) {
		raw := must(d.Make(line))
		all = append(all, envelope(name, strings.Fields(line)[0], raw))
		if apply {
			if err := d.Offer(raw); err != nil {
				panic(fmt.Sprintf("%s: %v", line, err))
			}
		}
	}
	add("SOW", "requester SOW verifications.0.mode=MEDIATE verifications.0.mediators=@mediator reason=grüße", true)
	add("SOW with an unknown field", "requester SOW !prev=zero unknown=1", false)
	add("Quote", "farmer Quote", true)
	add("Agreement", "requester Agreement", true)
	add("Acceptance, whose body is empty", "farmer Acceptance", true)
	add("Ask", "requester Ask", false)
	add("Progress", "farmer Progress", true)
	add("Voucher", "requester Voucher", true)
	add("Reject", "farmer Reject code=PRICE remedy.price.per_unit=6 remedy.price.ceiling=60", false)
	add("Delivery", "farmer Delivery", true)
	add("Reward", "requester Reward", false)
	add("Receipt", "farmer Receipt", false)
	add("Dispute", "requester Dispute", true)
	add("Verdict", "mediator Verdict", true)
	return all
}

func envelope(name, by string, raw []byte) Envelope {
	u := must(messages.Parse(raw))
	e := must(u.Open())
	h := u.Header()
	signed := script.SignedBytes(h.Kind, h.Signer, h.Prev, e.Body())
	id := sha256.Sum256(signed)
	v := Envelope{Name: name, By: by, Kind: uint32(h.Kind), Prev: h.Prev.String(), Body: hex.EncodeToString(e.Body()), Signed: hex.EncodeToString(signed),
		Signature: hex.EncodeToString(raw[len(raw)-64:]), Envelope: hex.EncodeToString(raw), ID: hex.EncodeToString(id[:]),
		Frame: hex.EncodeToString(messages.AppendFrame(nil, messages.EnvelopeFrame(e))), Unknown: e.Unknown()}
	if h.Kind == messages.Kind_KIND_SOW && h.Prev.IsZero() {
		farmer := script.Peer("farmer")
		session := sha256.Sum256(slices.Concat(id[:], farmer[:]))
		v.Session = hex.EncodeToString(session[:])
	}
	return v
}

func signatures() []Signature {
	d := script.New(0, protocol.Limits{})
	body := must(messages.Parse(must(d.Make("requester SOW")))) // the body is that of any good SOW
	var all []Signature
	for _, a := range script.Adversaries(messages.Kind_KIND_SOW, must(body.Open()).Body()) {
		all = append(all, Signature{a.Name, hex.EncodeToString(a.Raw), a.Valid})
	}
	return all
}

func transcripts() ([]Transcript, error) {
	var all []Transcript
	for _, s := range stories {
		t, err := s.play()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		all = append(all, t)
	}
	return all, nil
}

func (s story) play() (Transcript, error) {
	limits := protocol.Limits{}.WithDefaults()
	t := Transcript{Name: s.name, Note: s.note, Self: s.self, Grace: limits.Grace.Milliseconds()}
	d := script.New(RoleOf(s.self), limits)
	for _, line := range s.lines {
		code := ""
		if before, after, ok := strings.Cut(line, ": "); ok {
			code, line = before, after
		}
		step := Step{Script: line, Code: code}
		var err error
		switch words := strings.Fields(line); words[0] {
		case "at":
			after, err := time.ParseDuration(words[1])
			if err != nil {
				return t, err
			}
			d.Now = script.Start.Add(after)
			continue
		case "expire":
			step.Expire = true
			d.Session.Expire(d.Now)
		case "repeat":
			var n int
			fmt.Sscan(words[1], &n)
			err = d.Offer(d.Raw[n])
			step.Envelope = hex.EncodeToString(d.Last)
		default:
			raw, failed := d.Make(line)
			if failed != nil {
				return t, failed
			}
			step.Envelope = hex.EncodeToString(raw)
			err = d.Offer(raw)
		}
		if got := CodeText(err); got != code {
			return t, fmt.Errorf("%s: %q, want %q (%v)", line, got, code, err)
		}
		step.At = d.Now.UnixMilli()
		step.observe(d.Session.View())
		t.Steps = append(t.Steps, step)
	}
	return t, nil
}

// observe writes down what is so.
func (s *Step) observe(v *protocol.View) {
	s.Phase, s.Count, s.Head = v.Phase.String(), v.Count, v.Head.String()
	if turn := v.Turn(); turn != 0 {
		s.Turn = turn.String()
	}
	if at, _, ok := v.Deadline(); ok {
		s.Deadline = at.UnixMilli()
	}
	owed, open := v.Owed()
	s.Owed, s.Open = owed.String(), open
}

// RoleOf reads Transcript.Self.
func RoleOf(self string) protocol.Role {
	return map[string]protocol.Role{"requester": protocol.Requester, "farmer": protocol.Farmer}[self]
}

// CodeText is the name of the code that err crosses the wire as, without its prefix; "" for none.
func CodeText(err error) string {
	if err == nil {
		return ""
	}
	return strings.TrimPrefix(protocol.CodeOf(err).String(), "CODE_")
}

func amounts() Amounts {
	a := Amounts{
		Good: []string{"0", "7", "18446744073709551616", "1000000000000000000000000000000",
			"115792089237316195423570985008687907853269984665640564039457584007913129639935"},
		Bad: []string{"", "00", "07", "-1", "+1", " 1", "1.0", "1e3", "0x10", "１",
			"115792089237316195423570985008687907853269984665640564039457584007913129639936", strings.Repeat("1", 79)},
	}
	for _, s := range []Split{
		{Amount: "100", Shares: []uint64{70, 30}}, {Amount: "100", Shares: []uint64{1, 1, 1}}, {Amount: "100", Shares: []uint64{0, 1, 2}},
		{Amount: "1000000000000000000000000000001", Shares: []uint64{70, 30}}, {Amount: "0", Shares: []uint64{1, 2}},
	} {
		for _, p := range must(must(messages.ParseAmount(s.Amount)).Split(s.Shares)) {
			s.Parts = append(s.Parts, p.String())
		}
		a.Split = append(a.Split, s)
	}
	return a
}

func frames() []Frame {
	envelope := must(hex.DecodeString(envelopes()[0].Envelope))
	session := bytes.Repeat([]byte{3}, 32)
	var all []Frame
	good := func(name string, f messages.Frame) {
		all = append(all, Frame{Name: name, Bytes: hex.EncodeToString(messages.AppendFrame(nil, f)), Type: byte(f.Type), Data: hex.EncodeToString(f.Data)})
	}
	bad := func(name, why string, b ...byte) {
		all = append(all, Frame{Name: name, Bytes: hex.EncodeToString(b), Error: why})
	}
	good("SOW", messages.Frame{Type: 1, Data: envelope})
	good("Resume", messages.ResumeFrame(&messages.Resume{Session: session, Count: 2, Head: session}))
	good("Refusal", messages.RefusalFrame(&messages.Refusal{Code: protocol.Busy, Reason: "later"}))
	good("Telemetry", messages.TelemetryFrame(&messages.Telemetry{Session: session, Done: 1, Total: 2, Text: "half"}))
	bad("length 0", "refused", 0)
	bad("length not minimal", "refused", 0x81, 0x00, 1)
	bad("length of four bytes", "refused", 0x80, 0x80, 0x80, 0x01, 1)
	bad("length 2^63-1", "refused", 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1)
	bad("a SOW of 65,537 bytes", "refused", 0x82, 0x80, 0x04, 1)
	bad("a Quote of 16,385 bytes", "refused", 0x82, 0x80, 0x01, 2)
	bad("a Resume of 4,097 bytes", "refused", 0x82, 0x20, 0x40)
	bad("type 0", "refused", 2, 0, 0)
	bad("type 16", "refused", 2, 16, 0)
	bad("type 0x43", "refused", 2, 0x43, 0)
	bad("length cut", "cut", 0x80)
	bad("type cut", "cut", 5)
	bad("data cut", "cut", 5, 1, 8, 1)
	return all
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
