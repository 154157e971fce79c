package evidence_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"testing"
	"testing/fstest"
	"time"

	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

func key(n byte) (ed25519.PrivateKey, messages.Key) {
	k := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, 32))
	return k, messages.Key(k.Public().(ed25519.PublicKey))
}

// deal is a free deal from SOW to Delivery, whose result is a tree.
func deal(t *testing.T) (farmer messages.Key, envelopes [][]byte, root cid.Cid, blocks *content.Archive) {
	t.Helper()
	ctx := t.Context()
	blocks = new(content.Archive)
	tree := fstest.MapFS{"stdout": {Data: []byte("hello\n")}, "outputs/a.bin": {Data: bytes.Repeat([]byte{7}, 3000)}, "exitCode": {Data: []byte("0")}}
	root, err := content.AddFS(ctx, blocks, tree, content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	requesterSigner, requesterKey := key(1)
	farmerSigner, farmer := key(2)
	s := protocol.New(farmer, 0, protocol.Limits{})
	say := func(signer ed25519.PrivateKey, m messages.Message) *messages.Signed {
		t.Helper()
		e, err := messages.Seal(m, s.View().Head, signer)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Apply(e, time.Time{}); err != nil {
			t.Fatal(err)
		}
		envelopes = append(envelopes, e.Bytes())
		return e
	}
	free := &messages.Price{PerUnit: "0", Ceiling: "0"}
	sow := say(requesterSigner, &messages.SOW{Version: 1, Nonce: make([]byte, 16), Service: "parley.dev/test/1", Units: 1, DeliverByMs: 5000, QuoteByMs: 1000})
	sowID := sow.ID()
	quote := say(farmerSigner, &messages.Quote{Version: 1, Sow: sowID[:], Price: free, Units: 1, ExpiresMs: 2000, DeliverByMs: 5000})
	quoteID := quote.ID()
	terms, err := proto.Marshal(&messages.Terms{Version: 1, Sow: sowID[:], Quote: quoteID[:], Requester: requesterKey[:], Farmer: farmer[:],
		Service: "parley.dev/test/1", Price: free, Units: 1, AcceptByMs: 2000, StartByMs: 3000, DeliverByMs: 5000, Free: true})
	if err != nil {
		t.Fatal(err)
	}
	say(requesterSigner, &messages.Agreement{Terms: terms, AcceptByMs: 2000})
	say(farmerSigner, &messages.Acceptance{})
	say(farmerSigner, &messages.Delivery{Result: &messages.Payload{Type: "text/plain", Body: []byte(root.String())}, Units: 1, Cost: "0", ReviewByMs: 6000})
	return farmer, envelopes, root, blocks
}

func write(t *testing.T) []byte {
	t.Helper()
	farmer, envelopes, root, blocks := deal(t)
	var b bytes.Buffer
	if err := evidence.Write(t.Context(), &b, farmer, envelopes, []cid.Cid{root}, blocks); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// M4: the whole deal in one file, checked offline. A30: the file alone gives back the SOW, the quote and the terms.
func TestDealFile(t *testing.T) {
	raw := write(t)
	f, err := evidence.Read(t.Context(), bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if f.View.Phase != protocol.Delivered || len(f.Envelopes) != 5 || len(f.Content) != 1 || f.Bytes != int64(len(raw)) {
		t.Fatalf("read %s, %d bytes", f.Summary(), f.Bytes)
	}
	if v := f.View; v.SOW.Service != "parley.dev/test/1" || v.SOW.Units != 1 || v.Quote.Price.Ceiling != "0" || v.Terms.DeliverByMs != 5000 {
		t.Errorf("the file gives back SOW %v, quote %v, terms %v", v.SOW, v.Quote, v.Terms)
	}
	// Writing it again gives the same bytes.
	var envelopes [][]byte
	for _, e := range f.Envelopes {
		envelopes = append(envelopes, e.Bytes())
	}
	var again bytes.Buffer
	if err := evidence.Write(t.Context(), &again, f.View.Farmer, envelopes, f.Content, f.Blocks); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(raw, again.Bytes()) {
		t.Error("written again, the file differs")
	}
}

// M4, Done-when 2: any flip, cut or extension is found and named.
func TestEveryByteIsGuarded(t *testing.T) {
	raw := write(t)
	refused := func(name string, b []byte) {
		t.Helper()
		_, err := evidence.Read(context.Background(), bytes.NewReader(b))
		if _, named := errors.AsType[*evidence.BrokenError](err); !named {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range raw {
		for _, bit := range []byte{1, 0x80} {
			flipped := bytes.Clone(raw)
			flipped[i] ^= bit
			refused(fmt.Sprintf("flip %#x at byte %d", bit, i), flipped)
		}
		refused(fmt.Sprintf("cut at byte %d", i), raw[:i])
	}
	for n := range 40 {
		refused("extended by zeros", append(bytes.Clone(raw), make([]byte, n+1)...))
	}
	refused("twice", append(bytes.Clone(raw), raw...))
}

// A link that was damaged is called by its name.
func TestBrokenLinkIsNamed(t *testing.T) {
	raw := write(t)
	_, envelopes, _, _ := deal(t)
	for i, e := range envelopes {
		at := bytes.Index(raw, e)
		flipped := bytes.Clone(raw)
		flipped[at+40] ^= 1
		_, err := evidence.Read(t.Context(), bytes.NewReader(flipped))
		b, ok := errors.AsType[*evidence.BrokenError](err)
		if want := evidence.Link(fmt.Sprintf("envelope %d", i)); !ok || b.Link != want {
			t.Errorf("envelope %d damaged: %v", i, err)
		}
	}
}

// Blocks that belong to nothing, and content that nobody named, are refused even when every block is sound.
func TestNothingElseIsInTheFile(t *testing.T) {
	farmer, envelopes, root, blocks := deal(t)
	stranger, err := content.AddFile(t.Context(), blocks, bytes.NewReader([]byte("never mentioned")), content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := evidence.Write(t.Context(), &b, farmer, envelopes, []cid.Cid{root, stranger}, blocks); err == nil {
		t.Error("content that no envelope names is carried")
	}
	raw := write(t)
	a, err := content.ReadList(bytes.NewReader(raw), content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	extra := []byte("a sound block")
	if err := a.Put(t.Context(), content.Sum(extra), extra); err != nil {
		t.Fatal(err)
	}
	b.Reset()
	if _, err := a.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	if _, err := evidence.Read(t.Context(), &b); err == nil {
		t.Error("a block too many is accepted")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		if file, err := evidence.Read(t.Context(), bytes.NewReader(b)); err == nil && file.View == nil {
			t.Error("read without a view")
		}
	})
}
