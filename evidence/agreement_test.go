package evidence_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/go-cid"
	"google.golang.org/protobuf/proto"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// published is the agreement of the free deal, by its digest.
func published(t *testing.T) (agreement [32]byte, roots []cid.Cid, blocks *content.Archive, view *protocol.View) {
	t.Helper()
	farmer, envelopes, _, _ := deal(t)
	blocks = new(content.Archive)
	roots, err := evidence.Publish(t.Context(), blocks, farmer, envelopes)
	if err != nil {
		t.Fatal(err)
	}
	f, err := evidence.Read(t.Context(), bytes.NewReader(write(t)))
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(f.View.Agreement.Terms), roots, blocks, f.View
}

// C51, A30: the digest that a contract holds is enough to find SOW, quote and terms.
func TestAgreed(t *testing.T) {
	agreement, roots, blocks, want := published(t)
	got, err := evidence.Agreed(t.Context(), agreement, blocks)
	if err != nil {
		t.Fatal(err)
	}
	if len(roots) != 3 || got.Requester != want.Requester || got.Farmer != want.Farmer || got.SOWID != want.SOWID || got.QuoteID != want.QuoteID {
		t.Errorf("%d blocks, %+v", len(roots), got)
	}
	for _, m := range [][2]proto.Message{{got.SOW, want.SOW}, {got.Quote, want.Quote}, {got.Terms, want.Terms}} {
		if !proto.Equal(m[0], m[1]) {
			t.Errorf("got %v, want %v", m[0], m[1])
		}
	}
	for i, root := range roots {
		if _, err := evidence.Agreed(t.Context(), agreement, without{blocks, root}); !errors.Is(err, content.ErrNotFound) {
			t.Errorf("without block %d: %v", i, err)
		}
		if _, err := evidence.Agreed(t.Context(), agreement, lying{blocks, root}); !errors.Is(err, content.ErrMismatch) {
			t.Errorf("with another block %d: %v", i, err)
		}
	}
}

// Terms that name what others have said, or something else than a SOW and a quote, are no agreement.
func TestAgreedIsWhatThePartiesSaid(t *testing.T) {
	agreement, _, blocks, view := published(t)
	links := map[evidence.Link]func(*messages.Terms){
		"SOW":   func(t *messages.Terms) { t.Sow = view.QuoteID[:] },
		"Quote": func(t *messages.Terms) { t.Farmer = view.Requester[:]; t.Requester = view.Requester[:] },
		"terms": func(t *messages.Terms) { t.Version = 0 },
	}
	for link, edit := range links {
		terms := proto.CloneOf(view.Terms)
		edit(terms)
		raw, err := proto.Marshal(terms)
		if err != nil {
			t.Fatal(err)
		}
		if err := blocks.Put(t.Context(), content.Sum(raw), raw); err != nil {
			t.Fatal(err)
		}
		_, err = evidence.Agreed(t.Context(), sha256.Sum256(raw), blocks)
		b, ok := errors.AsType[*evidence.BrokenError](err)
		if !ok || cmp.Diff(link, b.Link) != "" {
			t.Errorf("%s: %v", link, err)
		}
	}
	if _, err := evidence.Agreed(t.Context(), agreement, blocks); err != nil {
		t.Error(err)
	}
}

// without has all blocks but one, lying gives another in its place.
type without struct {
	content.Getter
	missing cid.Cid
}

func (g without) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	if c.Equals(g.missing) {
		return nil, content.ErrNotFound
	}
	return g.Getter.GetBlock(ctx, c)
}

type lying struct {
	content.Getter
	about cid.Cid
}

func (g lying) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	b, err := g.Getter.GetBlock(ctx, c)
	if c.Equals(g.about) {
		b = append(b, 0)
	}
	return b, err
}
