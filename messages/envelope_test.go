package messages_test

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"errors"
	"testing"

	"github.com/parley-p2p/parley/messages"
)

func key(n byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, 32)) }

func sow() *messages.SOW {
	return &messages.SOW{Version: 1, Nonce: make([]byte, 16), Service: "parley.dev/echo/1", Units: 1, DeliverByMs: 2000, QuoteByMs: 1000,
		Job: &messages.Payload{Type: "text/plain", Body: []byte("hello")}}
}

func TestSealedOpens(t *testing.T) {
	sealed, err := messages.Seal(sow(), messages.ID{}, key(1))
	if err != nil {
		t.Fatal(err)
	}
	u, err := messages.Parse(sealed.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	opened, err := u.Open()
	if err != nil {
		t.Fatal(err)
	}
	if opened.ID() != sealed.ID() || opened.Signer() != sealed.Signer() || !bytes.Equal(opened.Body(), sealed.Body()) {
		t.Fatalf("opened %v, sealed %v", opened.Header(), sealed.Header())
	}
	// Every flip of a byte is refused or names another envelope that does not verify.
	for i := range sealed.Bytes() {
		raw := bytes.Clone(sealed.Bytes())
		raw[i] ^= 1
		if u, err := messages.Parse(raw); err == nil {
			if _, err := u.Open(); err == nil {
				t.Fatalf("a flip at byte %d opens", i)
			}
		}
	}
}

func TestFrameIsRefusedByItsLength(t *testing.T) {
	for name, in := range map[string][]byte{
		"empty":        {0},
		"2^63-1":       {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
		"2^31":         {0x80, 0x80, 0x80, 0x80, 0x08},
		"max+1":        {0x82, 0x80, 0x04, 1},
		"not minimal":  {0x81, 0x00, 1},
		"quote of 20K": {0x81, 0xa0, 0x01, 2},
		"no such type": {2, 0x3f, 0},
	} {
		if _, err := messages.ReadFrame(bufio.NewReader(bytes.NewReader(in))); !errors.Is(err, messages.ErrFrame) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
