package content_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/content"
)

// Whatever reads a Getter checks what it gets: there is no way into this package past the hash.
func TestEveryReaderVerifies(t *testing.T) {
	honest := new(content.Archive)
	root := mustAdd(t, honest, small())
	leaf := content.Sum([]byte("yy"))
	lying := func(about cid.Cid) content.Getter {
		return getterFunc(func(ctx context.Context, c cid.Cid) ([]byte, error) {
			if c == about {
				return []byte("lie"), nil
			}
			return honest.GetBlock(ctx, c)
		})
	}
	none := content.Limits{}
	readers := map[string]func(context.Context, content.Getter, cid.Cid) error{
		"Stat": func(ctx context.Context, g content.Getter, c cid.Cid) error {
			_, err := content.Stat(ctx, g, c)
			return err
		},
		"Walk": func(ctx context.Context, g content.Getter, _ cid.Cid) error {
			for _, err := range content.Walk(ctx, g, root, none) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		"Lookup": func(ctx context.Context, g content.Getter, _ cid.Cid) error {
			_, err := content.Lookup(ctx, g, root, "a/y", none)
			return err
		},
		"Open": func(ctx context.Context, g content.Getter, c cid.Cid) error {
			r := content.Open(ctx, g, c, none)
			defer r.Close()
			_, err := io.ReadAll(r)
			return err
		},
		"Export": func(ctx context.Context, g content.Getter, _ cid.Cid) error {
			out, _ := outRoot(t)
			return content.Export(ctx, g, root, out, "r", none)
		},
		"Complete": func(ctx context.Context, g content.Getter, _ cid.Cid) error {
			_, err := content.Complete(ctx, g, root, none)
			return err
		},
		"WriteCAR": func(ctx context.Context, g content.Getter, _ cid.Cid) error {
			return content.WriteCAR(ctx, io.Discard, root, g, none)
		},
	}
	for name, read := range readers {
		for _, c := range []cid.Cid{root, leaf} {
			if err := read(t.Context(), lying(c), c); !errors.Is(err, content.ErrMismatch) {
				t.Errorf("%s with a lie about %s: %v, want ErrMismatch", name, c, err)
			}
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if err := read(ended, honest, leaf); !errors.Is(err, context.Canceled) {
			t.Errorf("%s after its context: %v", name, err)
		}
	}
}

func TestComplete(t *testing.T) {
	whole := new(content.Archive)
	root := mustAdd(t, whole, sample())
	got, err := content.Complete(t.Context(), whole, root, content.Limits{})
	if err != nil || got.Blocks != whole.Len() {
		t.Errorf("Complete = %+v, %v; want %d blocks", got, err, whole.Len())
	}
	for missing := range whole.Blocks() {
		if len(missing.Data) == 0 {
			continue // it is never missing
		}
		without := getterFunc(func(ctx context.Context, c cid.Cid) ([]byte, error) {
			if c == missing.CID {
				return nil, content.ErrNotFound
			}
			return whole.GetBlock(ctx, c)
		})
		if _, err := content.Complete(t.Context(), without, root, content.Limits{}); !errors.Is(err, content.ErrNotFound) {
			t.Errorf("without %s: %v, want ErrNotFound", missing.CID, err)
		}
	}
}
