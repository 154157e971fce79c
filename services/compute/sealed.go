package compute

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Seal is what a farmer of a replicated job claims, for nothing, when all of its share is done: the Commitment to a [Result]. The voucher
// that answers it is the leave to deliver it, with its salt.
type Seal struct {
	Commitment string `json:"commitment"` // 64 hex digits
}

// Seals writes and reads commitments.
var Seals = strict("application/vnd.parley.seal+json", func(s *Seal) error {
	if _, err := sum(s.Commitment); err != nil {
		return fmt.Errorf("commitment: %w", err)
	}
	return nil
})

// sum reads 32 bytes in lower-case hex.
func sum(text string) (b [32]byte, err error) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(b) || hex.EncodeToString(raw) != text {
		return b, errors.New("want 64 digits of lower-case hex")
	}
	return [32]byte(raw), nil
}

// Sum is what a farmer commits to: SHA-256 of a prefix, the root's digest, and each task's number, digest, fuel and how it ended.
// What is told for people is not in it.
func (r *Result) Sum() (digest [32]byte) {
	h := sha256.New()
	h.Write([]byte("parley/replica-result/1\x00"))
	number := func(n uint64) { h.Write(binary.BigEndian.AppendUint64(nil, n)) }
	root := digestOf(r.Root)
	h.Write(root[:])
	for _, d := range r.Tasks {
		number(uint64(d.Task))
		cid := digestOf(d.CID)
		h.Write(cid[:])
		number(uint64(d.Fuel))
		number(uint64(d.Exit))
		number(uint64(len(d.Ended)))
		h.Write([]byte(d.Ended))
	}
	h.Sum(digest[:0])
	return digest
}

// Keeper is implemented by the Progress of a farmer whose pay is elsewhere than in its session. It hears of the result behind a
// commitment, and of its cost, before that leaves: if nobody answers, this is what the work has come to. An error ends the work.
type Keeper interface {
	Keep(ctx context.Context, result *messages.Payload, cost messages.Amount) error
}

// workReplica does all of a share, commits to what came of it, and delivers once it may be shown.
func (f *Farmer) workReplica(ctx, running context.Context, v *protocol.View, p *prepared, done map[int]Done, progress farmer.Progress, news *news) (*messages.Delivery, error) {
	all, err := f.runAll(running, v, p, done, news)
	if err != nil {
		return nil, err
	}
	salt, err := f.salt(ctx, v.Session)
	if err != nil {
		return nil, err
	}
	result, err := f.result(ctx, v, p, all)
	if err != nil {
		return nil, err
	}
	result.Salt = hex.EncodeToString(salt[:])
	m, err := delivery(v, p.job, result)
	if err != nil {
		return nil, err
	}
	if k, ok := progress.(Keeper); ok {
		if err := k.Keep(ctx, m.Result, p.job.Cost(v, result.Tasks)); err != nil {
			return nil, err
		}
	}
	commitment := Commitment(result.Sum(), v.Farmer, salt)
	evidence, err := Seals.Encode(&Seal{hex.EncodeToString(commitment[:])})
	if err != nil {
		return nil, err
	}
	if _, err := progress.Claim(ctx, &messages.Progress{Units: p.job.Units(len(all)), Claim: "0", Evidence: evidence}); err != nil {
		return nil, err
	}
	return m, nil
}

// runAll runs what is not done of a share.
func (f *Farmer) runAll(running context.Context, v *protocol.View, p *prepared, done map[int]Done, news *news) ([]Done, error) {
	running, stop := context.WithCancel(running)
	slots := make(chan struct{}, f.Parallel)
	results, ended := f.runShare(running, v, p, done, slots, news)
	defer func() { stop(); <-ended }()
	var all []Done
	for i, task := range p.tasks {
		result := <-results[i]
		if result.err != nil {
			return nil, result.err
		}
		all = append(all, result.done)
		news.count(len(all))
		if _, before := done[task]; !before {
			<-slots
		}
	}
	return all, nil
}

const bucketSalt = "compute-salt" // session: what its commitment is salted with

// salt is a session's, the same after a restart.
func (f *Farmer) salt(ctx context.Context, session messages.ID) (salt [32]byte, err error) {
	value, err := f.Notes.Note(ctx, bucketSalt, session[:])
	if err != nil || len(value) == len(salt) {
		copy(salt[:], value)
		return salt, err
	}
	_, _ = rand.Read(salt[:]) // never fails
	note := journal.Note{Bucket: bucketSalt, Key: session[:], Value: salt[:]}
	return salt, f.Notes.Commit(context.WithoutCancel(ctx), journal.Batch{Notes: []journal.Note{note}, Sync: true})
}
