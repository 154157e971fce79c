package messages

import (
	"crypto/sha256"
	"fmt"
)

// OpenBatch opens many envelopes for less than each alone: results[i] and errs[i] belong to batch[i], exactly one of
// them is nil, and the verdict on each is the one that Open gives. When a batch as a whole fails, each is verified by
// itself, so a caller should only put into one batch what is [Unopened.Proven].
func OpenBatch(batch []*Unopened) (results []*Signed, errs []error) {
	results, errs = make([]*Signed, len(batch)), make([]error, len(batch))
	if len(batch) == 1 {
		results[0], errs[0] = batch[0].Open()
		return results, errs
	}
	together := newBatch()
	defer together.done()
	ids := make([]ID, len(batch))
	var signed []byte
	for i, u := range batch {
		signed = appendSigned(signed[:0], u.header, u.body)
		ids[i] = sha256.Sum256(signed)
		together.add(u.header.Signer, signed, u.signature)
	}
	each := together.verify()
	for i, u := range batch {
		if !each[i] {
			proven.drop(u.header.Signer)
			errs[i] = fmt.Errorf("%s of %s: %w", u.header.Kind.Name(), u.header.Signer.Short(), ErrSignature)
			continue
		}
		results[i], errs[i] = u.decode(ids[i])
	}
	return results, errs
}

// Proven reports whether the signer's last signature that this process saw was a good one, and not long ago: such
// envelopes may share a batch.
func (u *Unopened) Proven() bool { return proven.get(u.header.Signer) != nil }
