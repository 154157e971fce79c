package deals

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"sync"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
)

// book holds the records that are live as the journal has them, so that each is read once: at the first use all of them,
// and from then on each as it is written. Beside them it has deals that are about to be signed. The zero value was not read
// yet. It may be used concurrently.
type book struct {
	mu   sync.Mutex
	live map[Hash]entry
	held map[Hash]pledge
	// promised is what accounts have signed to lock in deals that were not seen open, or are about to.
	promised map[Address]*big.Int
	// damaged is what is wrong with one of the records: nobody knows what it promises.
	damaged error
}

// entry is a record, or what is wrong with it.
type entry struct {
	record *Record // nobody changes it any more
	err    error
}

// Damaged is a record that cannot be read: the others can be.
type Damaged struct {
	Deal Hash
	Err  error
}

func (d *Damaged) Error() string {
	return fmt.Sprintf("the journal holds no record of deal %s that this version can read, and nothing is done for it; go on with the version that wrote it, or with a backup: %v", d.Deal, d.Err)
}

// Unwrap returns what is wrong with it.
func (d *Damaged) Unwrap() error { return d.Err }

// read fills the book from the journal, the first time; mu is held.
func (b *book) read(ctx context.Context, j journal.Journal) error {
	if b.live != nil {
		return nil
	}
	live, damaged := make(map[Hash]entry), error(nil)
	for note, err := range j.Notes(ctx, liveBucket) {
		if err != nil {
			return err
		}
		var id Hash
		copy(id[:], note.Key)
		r, err := decodeRecord(note.Value)
		if err != nil {
			err = &Damaged{Deal: id, Err: err}
		}
		live[id] = entry{r, err}
		damaged = cmp.Or(damaged, err)
	}
	b.live, b.held, b.promised, b.damaged = live, make(map[Hash]pledge), make(map[Address]*big.Int), damaged
	for _, e := range live {
		b.count(e.record, (*big.Int).Add)
	}
	return nil
}

// sound is read for who needs all records; mu is held.
func (b *book) sound(ctx context.Context, j journal.Journal) error {
	if err := b.read(ctx, j); err != nil {
		return err
	}
	return b.damaged
}

// get returns a live record, nil if there is none. It is the caller's.
func (b *book) get(ctx context.Context, j journal.Journal, id Hash) (*Record, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.read(ctx, j); err != nil {
		return nil, err
	}
	e := b.live[id]
	if e.record == nil {
		return nil, e.err
	}
	r := *e.record
	return &r, nil
}

// all are the live records in the order of their deals.
func (b *book) all(ctx context.Context, j journal.Journal) ([]entry, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.read(ctx, j); err != nil {
		return nil, err
	}
	entries := make([]entry, 0, len(b.live))
	for _, id := range slices.SortedFunc(maps.Keys(b.live), func(a, b Hash) int { return bytes.Compare(a[:], b[:]) }) {
		entries = append(entries, b.live[id])
	}
	return entries, nil
}

// set puts down what the journal has of a deal from now on. Only one sets a deal at a time, after its commit.
func (b *book) set(id Hash, r *Record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.live == nil {
		return // it will be read
	}
	b.drop(id)
	b.count(b.live[id].record, (*big.Int).Sub)
	if r.Closed {
		delete(b.live, id)
		return
	}
	kept := *r
	// Signatures are in messages too, and those are the caller's.
	kept.PayerSignature, kept.FarmerSignature = bytes.Clone(r.PayerSignature), bytes.Clone(r.FarmerSignature)
	if r.Accepted != nil {
		kept.Accepted = &Acceptance{Delivery: r.Accepted.Delivery, Signature: bytes.Clone(r.Accepted.Signature)}
	}
	b.live[id] = entry{record: &kept}
	b.count(&kept, (*big.Int).Add)
}

// count adds to what is promised, or subtracts from it, what a record promises; mu is held.
func (b *book) count(r *Record, change func(sum, x, y *big.Int) *big.Int) {
	if r == nil || !r.promises() {
		return
	}
	payer, farmer := r.Papers.Locks()
	for _, part := range []struct {
		of   Address
		lock messages.Amount
	}{{r.Papers.Terms.Payer, payer}, {r.Papers.Deal.Farmer, farmer}} {
		sum := b.promised[part.of]
		if sum == nil {
			sum = new(big.Int)
			b.promised[part.of] = sum
		}
		if change(sum, sum, part.lock.Big()); sum.Sign() == 0 {
			delete(b.promised, part.of)
		}
	}
}

// hold counts a deal as promised, unless its record does already, and another one that is held no more.
func (b *book) hold(ctx context.Context, j journal.Journal, p *Papers, instead Hash) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.read(ctx, j); err != nil {
		return err
	}
	found := b.held[p.ID].found
	if instead != (Hash{}) {
		found = found || b.held[instead].found
		b.drop(instead)
	}
	b.drop(p.ID)
	if r := b.live[p.ID].record; r == nil || !r.promises() {
		b.held[p.ID] = pledge{record: &Record{Papers: *p}, held: true, found: found}
		b.count(b.held[p.ID].record, (*big.Int).Add)
	}
	return nil
}

// see notes whether the money of a deal that is held was seen to be there.
func (b *book) see(id Hash, there bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if h, ok := b.held[id]; ok {
		h.lacking, h.found = !there, h.found || there
		b.held[id] = h
	}
}

// found reports whether the money of a deal that is held, or was held in its place, was seen to be there.
func (b *book) found(id Hash) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.held[id].found
}

// release ends what hold began, if no record has since.
func (b *book) release(id Hash) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.drop(id)
}

func (b *book) drop(id Hash) {
	b.count(b.held[id].record, (*big.Int).Sub)
	delete(b.held, id)
}

// pledges are the deals that promise something.
func (b *book) pledges(ctx context.Context, j journal.Journal) ([]pledge, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.sound(ctx, j); err != nil {
		return nil, err
	}
	all := slices.Collect(maps.Values(b.held))
	for _, e := range b.live {
		if e.record.promises() {
			all = append(all, pledge{record: e.record})
		}
	}
	return all, nil
}

// most is the most that an account can have promised: some deals may be open by now, or too late to be opened.
func (b *book) most(ctx context.Context, j journal.Journal, of Address) (messages.Amount, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.sound(ctx, j); err != nil {
		return messages.Amount{}, err
	}
	sum := b.promised[of]
	if sum == nil {
		return messages.Amount{}, nil
	}
	return messages.AmountOf(sum)
}
