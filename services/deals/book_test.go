package deals

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
)

// What a Ledger keeps in memory is what one that reads the journal anew finds there, whatever was written and whatever was
// not: the records, and what they promise. SETTLEMENT, rule 4.
func TestBookIsWhatTheJournalHas(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	l := &Ledger{Journal: new(journal.Memory)}
	for range 300 {
		id := Hash{byte(random.IntN(8))}
		var failed error
		switch err := l.write(t.Context(), id, random.IntN(2) == 0, func(r *Record) error {
			r.Papers = papers()
			r.Papers.ID = id
			r.Papers.Terms.Payer, r.Papers.Deal.Farmer = Address{1 + id[0]%2}, Address{1 + id[0]/4}
			r.Opened, r.Ended, r.Closed = random.IntN(3) == 0, random.IntN(2) == 0, r.Closed || random.IntN(20) == 0
			if random.IntN(4) == 0 {
				failed = errNoDeal
			}
			return failed
		}); {
		case err != failed:
			t.Fatal(err)
		}
		fresh := &Ledger{Journal: l.Journal}
		if diff := cmp.Diff(standing(t, fresh), standing(t, l)); diff != "" {
			t.Fatalf("-journal +memory:\n%s", diff)
		}
	}
}

// standing is what a Ledger says of all that it has.
func standing(t *testing.T, l *Ledger) (all []any) {
	t.Helper()
	for r, err := range l.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.Get(t.Context(), r.Papers.ID)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, *r, *got)
	}
	for account := range byte(3) {
		most, err := l.book.most(t.Context(), l.Journal, Address{account})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, most.String())
	}
	return all
}

// A record that cannot be read spoils what is promised, and no other deal.
func TestBookWithADamagedRecord(t *testing.T) {
	sound, err := json.Marshal(Record{Papers: papers()})
	if err != nil {
		t.Fatal(err)
	}
	l := &Ledger{Journal: new(journal.Memory)}
	damaged, good := Hash{1}, Hash{2}
	if err := l.Journal.Commit(t.Context(), journal.Batch{Notes: []journal.Note{
		{Bucket: liveBucket, Key: damaged[:], Value: []byte("{")}, {Bucket: liveBucket, Key: good[:], Value: sound}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Get(t.Context(), damaged); err == nil {
		t.Error("the damaged one was read")
	}
	if r, err := l.Get(t.Context(), good); err != nil || r.Papers.Deal.Price != papers().Deal.Price {
		t.Errorf("the other one is %v, %v", r, err)
	}
	p := &purse{free: messages.AmountOfUint64(1000)}
	if err := l.provided(t.Context(), p, Hash{3}, 1); err == nil {
		t.Error("money was promised though nobody knows what is promised already")
	}
}

// Where an account has enough for all that it ever signed for here, no deal is looked at on the chain.
func TestNoDealIsLookedAtWhereThereIsEnough(t *testing.T) {
	l := &Ledger{Journal: new(journal.Memory)}
	for n := range byte(100) {
		if err := l.update(t.Context(), Hash{n}, func(r *Record) error {
			r.Papers = papers()
			r.Papers.ID = Hash{n}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	for free, looks := range map[uint64]int{100*110 + 8: 0, 100*110 + 7: 100} {
		p := &counted{purse: purse{free: messages.AmountOfUint64(free), made: make(map[string]messages.Amount)}}
		if err := l.provided(t.Context(), p, Hash{200}, 8); err != nil {
			t.Fatal(err)
		}
		if p.looks < looks || looks == 0 && p.looks > 0 {
			t.Errorf("with %d free the chain was asked about %d deals, want %d", free, p.looks, looks)
		}
	}
}

// counted counts the deals that are looked at.
type counted struct {
	purse
	looks int
}

func (c *counted) Standing(ctx context.Context, of Address, deals []Hash) (Standing, error) {
	c.looks += len(deals)
	return c.purse.Standing(ctx, of, deals)
}
