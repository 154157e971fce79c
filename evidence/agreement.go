package evidence

import (
	"context"
	"fmt"

	"github.com/ipfs/go-cid"
	"github.com/multiformats/go-multihash"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// What two accounts have signed for on a chain names, by digests alone, all that a judge needs: the SHA-256 of the terms'
// bytes, and in the terms the IDs of the SOW and of the quote, which are SHA-256 of what was signed. Each is the digest in a
// CID. So the agreement is three blocks, and whoever knows the first digest can have them from anybody.

// Publish puts the agreement of a transcript into a store, and returns what to hold: the terms, the SOW and the quote.
func Publish(ctx context.Context, into content.Putter, farmer messages.Key, envelopes [][]byte) ([]cid.Cid, error) {
	view, signed, err := replay(farmer, envelopes)
	if err != nil {
		return nil, fmt.Errorf("agreement: %w", err)
	}
	if view.Agreement == nil {
		return nil, fmt.Errorf("agreement: nothing was agreed in session %s", view.Session.Short())
	}
	blocks := [][]byte{view.Agreement.Terms}
	for _, e := range signed {
		if id := e.ID(); id == view.SOWID || id == view.QuoteID {
			blocks = append(blocks, e.Statement())
		}
	}
	roots := make([]cid.Cid, len(blocks))
	for i, b := range blocks {
		roots[i] = content.Sum(b)
		if err := into.Put(ctx, roots[i], b); err != nil {
			return nil, fmt.Errorf("agreement: %w", err)
		}
	}
	return roots, nil
}

// Agreed fetches an agreement by its digest, the SHA-256 of the terms' bytes, and returns what was agreed: of the view the
// two keys, SOW, quote, agreement and terms with their IDs, and nothing else. That the parties agreed is for the digest to
// prove: no signature is looked at here. A block that nobody has is [content.ErrNotFound]; one that does not fit is a
// [*BrokenError].
func Agreed(ctx context.Context, agreement [32]byte, from content.Getter) (*protocol.View, error) {
	raw, err := get(ctx, agreement, from)
	if err != nil {
		return nil, fmt.Errorf("terms: %w", err)
	}
	a := &messages.Agreement{Terms: raw}
	v := &protocol.View{Agreement: a}
	if v.Terms, err = a.DecodeTerms(); err != nil {
		return nil, broken("terms", err)
	}
	v.Requester, v.Farmer = messages.Key(v.Terms.Requester), messages.Key(v.Terms.Farmer)
	v.SOWID, v.QuoteID = messages.ID(v.Terms.Sow), messages.ID(v.Terms.Quote)
	if v.SOW, err = statement[*messages.SOW](ctx, v.SOWID, v.Requester, from); err != nil {
		return nil, err
	}
	if v.Quote, err = statement[*messages.Quote](ctx, v.QuoteID, v.Farmer, from); err != nil {
		return nil, err
	}
	return v, nil
}

// statement fetches what a party has said, and checks that it was that party, and that kind of message.
func statement[M messages.Message](ctx context.Context, id messages.ID, by messages.Key, from content.Getter) (m M, err error) {
	link := Link(m.Kind().Name())
	raw, err := get(ctx, id, from)
	if err != nil {
		return m, fmt.Errorf("%s: %w", link, err)
	}
	h, said, err := messages.ReadStatement(id, raw)
	if err != nil {
		return m, broken(link, err)
	}
	if h.Signer != by {
		return m, broken(link, fmt.Errorf("it is %s's, the terms name %s", h.Signer.Short(), by.Short()))
	}
	m, ok := said.(M)
	if !ok {
		return m, broken(link, fmt.Errorf("it is a %s", said.Kind().Name()))
	}
	return m, nil
}

// get fetches a block by its digest and verifies it.
func get(ctx context.Context, digest [32]byte, from content.Getter) ([]byte, error) {
	hash, err := multihash.Encode(digest[:], multihash.SHA2_256)
	if err != nil {
		return nil, err
	}
	c := cid.NewCidV1(cid.Raw, hash)
	raw, err := from.GetBlock(ctx, c)
	if err != nil {
		return nil, err
	}
	return raw, content.Verify(c, raw)
}
