package messages_test

import (
	"bytes"
	"testing"

	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
)

// FuzzOpenBatch: whatever is together in a batch, each envelope has the verdict that it has by itself.
func FuzzOpenBatch(f *testing.F) {
	body := script.Marshal(sow())
	good := script.Envelope(messages.Kind_KIND_SOW, body, messages.ID{}, script.Key("requester"))
	other := script.Envelope(messages.Kind_KIND_ACCEPTANCE, nil, messages.ID{1}, script.Key("farmer"))
	f.Add([]byte{0, 1, 2, 1, 3}, uint16(3), byte(1))
	f.Add([]byte{2, 2}, uint16(len(good)-1), byte(0x80))
	f.Add([]byte{4, 5, 1}, uint16(40), byte(7))
	adversarial := script.Adversaries(messages.Kind_KIND_SOW, body)
	f.Fuzz(func(t *testing.T, which []byte, at uint16, flip byte) {
		var batch []*messages.Unopened
		var alone []error
		for _, w := range which[:min(len(which), 12)] {
			raw := good
			switch {
			case w%4 == 1:
				raw = other
			case w%4 == 2:
				raw = bytes.Clone(good)
				raw[int(at)%len(raw)] ^= flip
			case w%4 == 3:
				raw = adversarial[int(w)%len(adversarial)].Raw
			}
			u, err := messages.Parse(raw)
			if err != nil {
				known(t, err)
				continue
			}
			_, err = u.Open()
			batch, alone = append(batch, u), append(alone, err)
		}
		opened, errs := messages.OpenBatch(batch)
		for i, u := range batch {
			if (opened[i] == nil) == (errs[i] == nil) || (errs[i] == nil) != (alone[i] == nil) {
				t.Fatalf("envelope %d of %d: together %v, alone %v", i, len(batch), errs[i], alone[i])
			}
			if opened[i] != nil && opened[i].ID() != u.ID() {
				t.Fatalf("envelope %d is another's", i)
			}
		}
	})
}

// FuzzSignatureRule: whether its key is new or was proven, alone or beside others of its key, a signature has the verdict of
// the library's own verification by the rule that SPEC.md names.
func FuzzSignatureRule(f *testing.F) {
	rule := &ed25519.Options{Verify: &ed25519.VerifyOptions{AllowSmallOrderR: true, AllowNonCanonicalR: true}}
	body := script.Marshal(sow())
	cases := script.Adversaries(messages.Kind_KIND_SOW, body)
	honest := len(cases)
	cases = append(cases, script.Adversarial{Name: "honest", Raw: script.Envelope(messages.Kind_KIND_SOW, body, messages.ID{}, script.Key("farmer")), Valid: true})
	valid := make(map[messages.Key]*messages.Unopened) // by each key that has signed something
	for _, c := range cases {
		if u, err := messages.Parse(c.Raw); err == nil && c.Valid {
			valid[u.Header().Signer] = u
		}
	}
	for i := range cases {
		f.Add(byte(i), uint16(0), byte(0), true)
		f.Add(byte(i), uint16(31), byte(0x80), false)
	}
	f.Add(byte(honest), uint16(40), byte(1), true)
	f.Add(byte(honest), uint16(63), byte(0x10), true)
	f.Fuzz(func(t *testing.T, which byte, at uint16, flip byte, proven bool) {
		raw := bytes.Clone(cases[int(which)%len(cases)].Raw)
		signature := raw[len(raw)-64:]
		signature[at%64] ^= flip
		u, err := messages.Parse(raw)
		if err != nil {
			t.Fatal(err) // a signature is any 64 bytes until it is verified
		}
		h := u.Header()
		signed := script.SignedBytes(h.Kind, h.Signer, h.Prev, body)
		want := ed25519.VerifyWithOptions(h.Signer[:], signed, signature, rule)
		beside := valid[h.Signer]
		if proven && beside != nil {
			if _, err := beside.Open(); err != nil {
				t.Fatal(err)
			}
		}
		if got := messages.Verify(h.Signer, signed, signature); got != want {
			t.Fatalf("%t, the library says %t", got, want)
		}
		batch := []*messages.Unopened{u}
		if beside != nil {
			batch = append(batch, beside, u, beside)
			if _, err := beside.Open(); err != nil { // a failure has the key proven anew
				t.Fatal(err)
			}
		}
		_, errs := messages.OpenBatch(batch)
		for i, err := range errs {
			if bad := i%2 == 0 && !want; bad != (err != nil) {
				t.Fatalf("%d of %d together: %v, the library says %t", i, len(batch), err, want)
			}
		}
	})
}
