package messages_test

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"errors"
	"testing"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
)

// S-1.2-1 S-1.2-2 S-1.2-3: one rule for every signature. On points where implementations differ (all eight of small
// order, non-canonical encodings, torsion added to R and to the key, S beyond the order) single, in a batch of its own
// kind, in a batch among honest ones, and Verify say the same.
func TestOneRuleForSignatures(t *testing.T) {
	body := script.Marshal(sow())
	cases := script.Adversaries(messages.Kind_KIND_SOW, body)
	honest := parse(t, script.Envelope(messages.Kind_KIND_SOW, body, messages.ID{}, script.Key("farmer")))
	var all []*messages.Unopened
	valid, invalid := 0, 0
	for _, c := range cases {
		u := parse(t, c.Raw)
		all = append(all, u)
		if _, err := u.Open(); c.Valid != (err == nil) || err != nil && !errors.Is(err, messages.ErrSignature) {
			t.Errorf("%s: valid is %t, Open says %v", c.Name, c.Valid, err)
		}
		signature := c.Raw[len(c.Raw)-64:]
		signed := script.SignedBytes(u.Header().Kind, u.Header().Signer, u.Header().Prev, body)
		if messages.Verify(u.Header().Signer, signed, signature) != c.Valid {
			t.Errorf("%s: Verify says otherwise", c.Name)
		}
		results, errs := messages.OpenBatch([]*messages.Unopened{honest, u, honest, honest})
		if c.Valid != (errs[1] == nil) || (results[1] == nil) != (errs[1] != nil) {
			t.Errorf("%s: among honest ones: %v", c.Name, errs[1])
		}
		if errs[0] != nil || errs[2] != nil || errs[3] != nil {
			t.Errorf("%s: poisons its batch: %v", c.Name, errs)
		}
		if c.Valid {
			valid++
		} else {
			invalid++
		}
	}
	_, errs := messages.OpenBatch(all)
	for i, c := range cases {
		if c.Valid != (errs[i] == nil) {
			t.Errorf("%s: in one batch: %v", c.Name, errs[i])
		}
	}
	if valid < 24 || invalid < 24 {
		t.Errorf("%d valid and %d invalid cases: some are missing", valid, invalid)
	}
}

// S-1.2-4: a key is canonical and of full order.
func TestKeys(t *testing.T) {
	for _, c := range script.Adversaries(messages.Kind_KIND_SOW, nil) {
		signer := c.Raw[4:36]
		if _, err := messages.KeyOf(signer); c.Valid != (err == nil) && c.Raw[4] != script.Peer("requester")[0] {
			t.Errorf("%s: KeyOf says %v", c.Name, err)
		}
	}
	k := script.Peer("farmer")
	if got, err := messages.ParseKey(k.String()); err != nil || got != k {
		t.Errorf("ParseKey: %v, %v", got, err)
	}
	for _, bad := range []string{"", "00", k.String() + "00", k.String()[:63] + "g", messages.Key{}.String()} {
		if _, err := messages.ParseKey(bad); err == nil {
			t.Errorf("%q is a key", bad)
		}
	}
	for what, none := range map[string]crypto.Signer{"no signer": nil, "an empty key": ed25519.PrivateKey{}, "no key": ed25519.PrivateKey(nil), "half a key": make(ed25519.PrivateKey, 32)} {
		if _, err := messages.PublicKey(none); err == nil {
			t.Errorf("%s is a signer", what)
		}
	}
}

func parse(t testing.TB, raw []byte) *messages.Unopened {
	t.Helper()
	u, err := messages.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// The verdict and the error of a batch are those of each alone, whatever is wrong; none and one are batches too.
func TestBatchIsEachAlone(t *testing.T) {
	body := script.Marshal(sow())
	good := parse(t, script.Envelope(messages.Kind_KIND_SOW, body, messages.ID{}, script.Key("farmer")))
	late := script.Envelope(messages.Kind_KIND_SOW, body, messages.ID{}, script.Key("farmer"))
	late[len(late)-1] ^= 0x10
	invalid := parse(t, script.Envelope(messages.Kind_KIND_SOW, nil, messages.ID{}, script.Key("farmer")))
	garbage := parse(t, script.Envelope(messages.Kind_KIND_SOW, []byte{0xff}, messages.ID{}, script.Key("farmer")))
	reserved := parse(t, script.Envelope(messages.Kind_KIND_CONSENT, nil, messages.ID{}, script.Key("farmer")))
	for n, batch := range [][]*messages.Unopened{nil, {good}, {good, good}, {parse(t, late)}, {good, parse(t, late), invalid, garbage, reserved, good}} {
		results, errs := messages.OpenBatch(batch)
		if len(results) != len(batch) || len(errs) != len(batch) {
			t.Fatalf("batch %d of %d has %d results, %d errors", n, len(batch), len(results), len(errs))
		}
		for i, u := range batch {
			one, err := u.Open()
			if (err == nil) != (errs[i] == nil) || err != nil && err.Error() != errs[i].Error() {
				t.Errorf("batch %d, %d: %v, alone %v", n, i, errs[i], err)
			}
			if err == nil && results[i].ID() != one.ID() {
				t.Errorf("batch %d, %d: another envelope", n, i)
			}
		}
	}
}

// S-1.2-2: what is wrong with one signature is not made good by what is wrong with another of the same key: one has a
// larger S by what the other has a smaller one.
func TestBatchErrorsDoNotCancel(t *testing.T) {
	body, key := script.Marshal(sow()), script.Key("farmer")
	good := script.Envelope(messages.Kind_KIND_SOW, body, messages.ID{}, key)
	more := bytes.Clone(good)
	less := script.Envelope(messages.Kind_KIND_SOW, body, messages.ID{1}, key)
	s := len(more) - 32
	if more[s] == 0xff || less[len(less)-32] == 0 {
		t.Fatal("the change carries: take another body")
	}
	more[s]++
	less[len(less)-32]--
	for range 3 { // the first signature of a key is verified by itself, and so is one after a bad one
		_, errs := messages.OpenBatch([]*messages.Unopened{parse(t, good), parse(t, more), parse(t, less), parse(t, good)})
		for i, bad := range []bool{false, true, true, false} {
			if bad != errors.Is(errs[i], messages.ErrSignature) {
				t.Errorf("%d: %v", i, errs[i])
			}
		}
		if _, err := parse(t, good).Open(); err != nil { // the key is proven again
			t.Fatal(err)
		}
	}
}

func BenchmarkEnvelopes(b *testing.B) {
	body := script.Marshal(sow())
	raw := script.Envelope(messages.Kind_KIND_SOW, body, messages.ID{}, script.Key("farmer"))
	b.Run("Seal", func(b *testing.B) {
		m, key := sow(), script.Key("farmer")
		for b.Loop() {
			if _, err := messages.Seal(m, messages.ID{}, key); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Parse", func(b *testing.B) {
		for b.Loop() {
			_ = parse(b, raw)
		}
	})
	b.Run("Open", func(b *testing.B) {
		u := parse(b, raw)
		for b.Loop() {
			if _, err := u.Open(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("OpenBatch16", func(b *testing.B) {
		batch := make([]*messages.Unopened, 16)
		for i := range batch {
			batch[i] = parse(b, raw)
		}
		for b.Loop() {
			if _, errs := messages.OpenBatch(batch); errs[0] != nil {
				b.Fatal(errs)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/16, "ns/envelope")
	})
}
