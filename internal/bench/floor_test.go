package bench

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/oasisprotocol/curve25519-voi/curve"
	"github.com/oasisprotocol/curve25519-voi/curve/scalar"
	voi "github.com/oasisprotocol/curve25519-voi/primitives/ed25519"

	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
)

// move is one message of a negotiation: who sends it, what frame it is, how many bytes it has, whether it is synced before
// it is sent, and whether an account signs in it where there is a settlement.
type move struct {
	kind          messages.Kind
	size          int
	byFarmer      bool
	signed        bool
	sentAfterSync bool
	account       bool
}

// moves are those of a paid negotiation without a settlement, with the sizes that ours have.
var moves = []move{
	{messages.Kind_KIND_SOW, 220, false, true, false, false},
	{messages.Kind_KIND_QUOTE, 250, true, true, false, false},
	{messages.Kind_KIND_AGREEMENT, 460, false, true, true, true},
	{messages.Kind_KIND_ACCEPTANCE, 140, true, true, true, true},
	{0, 70, false, false, true, false}, // the countersignature is held
	{messages.Kind_KIND_DELIVERY, 180, true, true, true, false},
	{messages.Kind_KIND_REWARD, 160, false, true, true, true},
	{messages.Kind_KIND_RECEIPT, 150, true, true, true, false},
}

// five are moves with the syncs that DESIGN 10 counts for a lone session: that the countersignature is held is not one of them.
func five() []move {
	all := slices.Clone(moves)
	all[4].sentAfterSync = false
	return all
}

// loop is what the floor does: moves, on a disk unless it is nil, with accounts' signatures if there are accounts.
type loop struct {
	moves    []move
	disk     *os.File
	accounts []*ecdsa.PrivateKey // the requester's and the farmer's
}

// bare is the floor: the signatures, the verifications in batches, the frames and the appends of n negotiations, and
// nothing else. All take each step together, so that everything that can go in one batch does.
func (l loop) bare(ctx context.Context, w *wire, n int) error {
	ours, theirs := make([]transports.Stream, n), make([]transports.Stream, n)
	accepted := make(chan error, 1) // while they are dialed: a listener keeps only so many waiting
	go func() {
		var err error
		for i := 0; i < n && err == nil; i++ {
			theirs[i], err = w.listen.Accept(ctx)
		}
		accepted <- err
	}()
	for i := range n {
		var err error
		if ours[i], err = w.dial.Dial(ctx, w.farmer); err != nil {
			return err
		}
	}
	for step, m := range l.moves {
		from, to, signer, known := ours, theirs, w.asks, w.asker
		if m.byFarmer {
			from, to, signer, known = theirs, ours, w.farms, w.worker
		}
		frames := make([]messages.Frame, n)
		for i := range n {
			body := make([]byte, m.size)
			body[0], body[1] = byte(i), byte(i>>8)
			if m.signed {
				body = append(body, voi.Sign(voi.PrivateKey(signer), body)...)
			}
			if m.account && l.accounts != nil {
				if err := vouched(l.accounts[step%2], body); err != nil {
					return err
				}
			}
			frames[i] = messages.Frame{Type: messages.FrameType(max(m.kind, 1)), Data: body}
		}
		if err := store(l.disk, frames, m.sentAfterSync); err != nil {
			return err
		}
		for i := range n {
			if err := from[i].Send(ctx, frames[i]); err != nil {
				return err
			}
		}
		if step == 0 {
			if err := <-accepted; err != nil {
				return err
			}
		}
		for i := range n {
			var err error
			if frames[i], err = to[i].Receive(ctx); err != nil {
				return err
			}
		}
		if m.signed && !known.verified(frames) {
			return messages.ErrSignature
		}
	}
	for i := range n {
		_, _ = ours[i].Close(), theirs[i].Close()
	}
	return nil
}

// peer is a key as who has verified it before keeps it.
type peer struct {
	key     ed25519.PublicKey
	single  *voi.ExpandedPublicKey
	negated *curve.ExpandedEdwardsPoint
}

func peerOf(b *testing.B, signer ed25519.PrivateKey) *peer {
	b.Helper()
	p := &peer{key: signer.Public().(ed25519.PublicKey)}
	var point curve.EdwardsPoint
	_, err1 := point.SetCompressedY((*curve.CompressedEdwardsY)(p.key))
	single, err2 := voi.NewExpandedPublicKey(voi.PublicKey(p.key))
	if err := errors.Join(err1, err2); err != nil {
		b.Fatal(err)
	}
	p.single, p.negated = single, curve.NewExpandedEdwardsPoint(point.Neg(&point))
	return p
}

// verified checks all signatures: one by itself, several in batches of 64.
func (p *peer) verified(frames []messages.Frame) bool {
	if len(frames) == 1 {
		body, signature := split(frames[0])
		return voi.VerifyExpanded(p.single, body, signature)
	}
	for batch := range slices.Chunk(frames, 64) {
		if !p.together(batch) {
			return false
		}
	}
	return true
}

func split(f messages.Frame) (body, signature []byte) {
	return f.Data[:len(f.Data)-64], f.Data[len(f.Data)-64:]
}

// base is made when it is needed: this binary is a worker too, which does not need it.
var base = sync.OnceValue(func() *curve.ExpandedEdwardsPoint {
	return curve.NewExpandedEdwardsPoint(curve.ED25519_BASEPOINT_POINT)
})

// together verifies a batch by one sum, in which the key has one term: that of [z](SB - kA - R), with a random z of 128 bits
// for each, is of small order.
func (p *peer) together(frames []messages.Frame) bool {
	var sums [2]scalar.Scalar
	rs, zs := make([]*curve.EdwardsPoint, len(frames)), make([]*scalar.Scalar, len(frames))
	random := make([]byte, 16*len(frames))
	rand.Read(random)
	for i, f := range frames {
		body, signature := split(f)
		h := sha512.New()
		h.Write(signature[:32])
		h.Write(p.key)
		h.Write(body)
		var s, k, z scalar.Scalar
		var wide [scalar.ScalarSize]byte
		var r curve.EdwardsPoint
		copy(wide[:], random[16*i:16*i+16])
		_, err1 := s.SetCanonicalBytes(signature[32:])
		_, err2 := k.SetBytesModOrderWide(h.Sum(nil))
		_, err3 := z.SetBits(wide[:])
		_, err4 := r.SetCompressedY((*curve.CompressedEdwardsY)(signature[:32]))
		if errors.Join(err1, err2, err3, err4) != nil {
			return false
		}
		sums[0].Add(&sums[0], s.Mul(&s, &z))
		sums[1].Add(&sums[1], k.Mul(&k, &z))
		rs[i], zs[i] = r.Neg(&r), &z
	}
	var difference curve.EdwardsPoint
	return difference.ExpandedMultiscalarMulVartime([]*scalar.Scalar{&sums[0], &sums[1]}, []*curve.ExpandedEdwardsPoint{base(), p.negated}, zs, rs).IsSmallOrder()
}

// vouched signs with an account what a body says, and verifies it as the other side does, by recovering the account.
func vouched(key *ecdsa.PrivateKey, body []byte) error {
	digest := sha256.Sum256(body)
	signature, err := eip712.Sign(digest, key)
	if err != nil {
		return err
	}
	_, err = eip712.Recover(digest, signature)
	return err
}

// store appends what is sent, in one write.
func store(disk *os.File, frames []messages.Frame, sync bool) error {
	if disk == nil {
		return nil
	}
	var all []byte
	for _, f := range frames {
		all = append(all, f.Data...)
	}
	if _, err := disk.Write(all); err != nil || !sync {
		return err
	}
	return disk.Sync()
}

// floor is what the bare loop takes for n negotiations, so many at once, on as many processors as there are.
func (l loop) floor(b *testing.B, carrier string, n, atOnce int) figures {
	b.Helper()
	lanes := min(runtime.GOMAXPROCS(0), atOnce)
	var group sync.WaitGroup
	var mu sync.Mutex
	var took []time.Duration
	wires := make([]*wire, lanes)
	for i := range wires {
		wires[i] = lay(b, carrier)
		if err := l.bare(b.Context(), wires[i], 1); err != nil {
			b.Fatal(err)
		}
	}
	began, used := time.Now(), cpu()
	rounds := max(n/atOnce, 1)
	for _, w := range wires {
		group.Go(func() {
			for range rounds {
				started := time.Now()
				if err := l.bare(b.Context(), w, atOnce/lanes); err != nil {
					b.Error(err)
					return
				}
				mu.Lock()
				took = append(took, time.Since(started))
				mu.Unlock()
			}
		})
	}
	group.Wait()
	done := time.Duration(rounds * (atOnce / lanes) * lanes)
	return figures{time.Since(began) / done, (cpu() - used) / done, percentile(took, 99)}
}
