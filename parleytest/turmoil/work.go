package turmoil

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
	"time"

	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// price is the ceiling: a unit of the work costs one unit of the token, as does a unit of fuel.
const price = 1000

// digestOf is the digest of what the first units of the work give.
func digestOf(units uint64) deals.Hash {
	return sha256.Sum256(fmt.Appendf(nil, "what %d units of the work give", units))
}

// wrong is the digest of what no work gives.
func wrong(by string) deals.Hash { return sha256.Sum256([]byte("made up by " + by)) }

// result names a result; who wants its content asks for it by its digest.
type result struct {
	Digest deals.Hash `json:"digest"`
	Units  uint64     `json:"units"` // of work, and fuel
}

var results = messages.JSON[result]("application/vnd.parley.test.turmoil+json")

// digest is the Digester of both sides, and fuel what a payload says of it.
func digest(p *messages.Payload) ([32]byte, error) {
	r, err := results.Decode(p)
	return r.Digest, err
}

func fuel(p *messages.Payload) uint64 {
	r, _ := results.Decode(p)
	return r.Units
}

// share is the part that the farmer claims before it delivers.
func (s *Script) share() uint64 { return s.Units / 2 }

// truth is what a run of one's own finds of a delivery: the part, if that is what was delivered, or all of it.
func (s *Script) truth(of deals.Delivery) result {
	if of.Digest == digestOf(s.share()) {
		return result{of.Digest, s.share()}
	}
	return result{digestOf(s.Units), s.Units}
}

// right reports whether a delivery is worth what it costs.
func (s *Script) right(of deals.Delivery) bool {
	cost, err := messages.ParseAmount(of.Cost)
	t := s.truth(of)
	return err == nil && (cost.IsZero() || t.Digest == of.Digest && cost.Big().IsUint64() && cost.Big().Uint64() <= t.Units)
}

// library is what the farmer keeps of its results, on its disk.
type library struct {
	mu   sync.Mutex
	kept map[deals.Hash]bool
}

func (l *library) keep(d deals.Hash) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.kept == nil {
		l.kept = make(map[deals.Hash]bool)
	}
	l.kept[d] = true
}

func (l *library) has(d deals.Hash) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.kept[d]
}

// fetch asks the farmer for a result, again and again for so long, and reports whether it was had. A failure says that nobody can
// tell: ctx has ended.
func (w *world) fetch(ctx context.Context, d deals.Hash, patience time.Duration) (bool, error) {
	for end := time.Now().Add(patience); ; {
		if w.serves(d) {
			return true, nil
		}
		if !time.Now().Before(end) {
			return false, nil
		}
		if err := pause.For(ctx, 5*time.Second); err != nil {
			return false, err
		}
	}
}

// serves: the farmer gives a result to whoever asks now.
func (w *world) serves(d deals.Hash) bool {
	conduct := w.farmer.part.Conduct
	if !w.farmer.up() || !w.library.has(d) {
		return false
	}
	if conduct == Withholds || conduct == WithholdsWrong {
		w.farmer.misbehaves()
		return false
	}
	return true
}
