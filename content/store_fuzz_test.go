package content_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/content"
)

// FuzzCID: a CID that is read is one whose hash the store checks, and says the same when it is written again.
func FuzzCID(f *testing.F) {
	for _, text := range []string{"bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy", "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n",
		"zb2rhe5P4gXftAwvA4eXQ5HJwsER2owDyS9sKaQRRVQPn93bA", "bafkqaaa", "BAFKREIGH2AKISCAILDCQABSYG3DFR6CHU3FGPREGIYMSCK7E7AQA4S52ZY"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := content.Parse(text)
		if err != nil {
			if !errors.Is(err, content.ErrMalformed) && !errors.Is(err, content.ErrUnsupported) {
				t.Fatalf("%v is not typed", err)
			}
			return
		}
		if err := content.Check(c); err != nil {
			t.Fatalf("%q was read and is refused: %v", text, err)
		}
		if again, err := content.Parse(c.String()); err != nil || !again.Equals(c) {
			t.Fatalf("%q is %s, then %v, %v", text, c, again, err)
		}
	})
}

// FuzzStore: whatever a disk makes of the store's files, a block is served as it was put or not at all, a file that is no
// hold is named and nothing is collected, and putting the block again mends it.
func FuzzStore(f *testing.F) {
	good := []byte("what was put")
	f.Add(good, "deal-1")
	f.Add(good[:5], "..hidden")
	f.Add([]byte{}, "a b")
	f.Add(bytes.Repeat([]byte{7}, 4096), "deal")
	prefix := cid.Prefix{Version: 1, Codec: cid.Raw, MhType: 0x12, MhLength: -1}
	c, err := prefix.Sum(good)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, found []byte, name string) {
		dir := t.TempDir()
		s, err := content.OpenStore(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := s.Put(t.Context(), c, good); err != nil {
			t.Fatal(err)
		}
		if err := s.Hold(c, "mine"); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(blockFile(t, dir, c), found, 0o600); err != nil {
			t.Fatal(err)
		}
		stray := filepath.Join(dir, "holds", filepath.Base("/"+name)) // beside the roots, where it does not belong
		planted := os.WriteFile(stray, nil, 0o600) == nil
		b, err := s.GetBlock(t.Context(), c)
		switch _, corrupt := errors.AsType[*content.CorruptError](err); {
		case err == nil && !bytes.Equal(b, good), (err == nil) != bytes.Equal(found, good):
			t.Fatalf("%q is served as %s, %v", b, c, err)
		case err != nil && !corrupt:
			t.Fatalf("%v is not a CorruptError", err)
		}
		if done, err := s.Collect(t.Context(), time.Now().Add(time.Hour)); done.Blocks != 0 || planted && err == nil {
			t.Fatalf("%d blocks were removed beside a stray %q, %v", done.Blocks, name, err)
		}
		if err := s.Put(t.Context(), c, good); err != nil {
			t.Fatal(err)
		}
		if b, err := s.GetBlock(t.Context(), c); err != nil || !bytes.Equal(b, good) {
			t.Fatalf("%q after it was put again, %v", b, err)
		}
	})
}
