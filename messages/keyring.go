package messages

import (
	"sync"

	"github.com/oasisprotocol/curve25519-voi/curve"
)

// keyring remembers keys whose signatures verified lately, negated and unpacked for the next verification. It is bounded: when the
// young half is full, the old half is forgotten. What strangers sign can push keys out of it, which costs time and
// nothing else.
type keyring struct {
	mu         sync.RWMutex
	young, old map[Key]*curve.ExpandedEdwardsPoint
}

// ringHalf is how many keys a half holds; one takes about 1.5 KiB.
const ringHalf = 2048

// proven are the keys of this process's peers, and its own.
var proven keyring

// get returns the unpacked key, or nil.
func (r *keyring) get(k Key) *curve.ExpandedEdwardsPoint {
	r.mu.RLock()
	young, old := r.young[k], r.old[k]
	r.mu.RUnlock()
	if young == nil && old != nil {
		r.put(k, old)
		return old
	}
	return young
}

// add notes that the signature of k, a key as KeyOf checks it, verified, or that k is this process's own.
func (r *keyring) add(k Key) {
	if p, ok := soundPoint(k[:]); ok {
		r.put(k, curve.NewExpandedEdwardsPoint(p.Neg(&p)))
	}
}

func (r *keyring) put(k Key, unpacked *curve.ExpandedEdwardsPoint) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.young) >= ringHalf {
		r.old, r.young = r.young, nil
	}
	if r.young == nil {
		r.young = make(map[Key]*curve.ExpandedEdwardsPoint)
	}
	r.young[k] = unpacked
}

// drop notes that a signature in k's name did not verify.
func (r *keyring) drop(k Key) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.young, k)
	delete(r.old, k)
}
