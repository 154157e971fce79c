package deals

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// FuzzRecord: a record of a deal in the journal is read as JSON says it, and the same again when it was written; what is
// damaged is said to be, and hides no other.
func FuzzRecord(f *testing.F) {
	good, err := json.Marshal(&Record{Papers: Papers{ID: Hash{1}, Deal: Deal{Price: "5", Deposit: "0", Bond: "0"}}, Claimed: &Delivery{}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"papers":{"id":"0x"}}`))
	f.Add([]byte(`null`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, value []byte) {
		l := &Ledger{Journal: new(journal.Memory)}
		if err := l.Journal.Commit(t.Context(), journal.Batch{Notes: []journal.Note{{Bucket: liveBucket, Key: make([]byte, 32), Value: value}}}); err != nil {
			return // an empty value is none
		}
		r, err := l.Get(t.Context(), Hash{})
		if err != nil {
			if !strings.Contains(err.Error(), "record of a deal") && err != errNoDeal {
				t.Fatal(err)
			}
			return
		}
		if !json.Valid(value) {
			t.Fatalf("%q was read", value)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		again, err := decodeRecord(text)
		if diff := cmp.Diff(r, again); err != nil || diff != "" {
			t.Fatalf("%v (-read +read again):\n%s", err, diff)
		}
		r.lockOf(Address{}) // of whatever amounts
	})
}

// purse is what an account has free in a contract, and the deposits that it made.
type purse struct {
	unasked
	free  messages.Amount
	made  map[string]messages.Amount
	state State // of every deal
}

type unasked interface{ Contract } // the rest of a contract

func (p *purse) Account() Account { return Account{Address: papers().Terms.Payer} }

func (p *purse) Standing(_ context.Context, _ Address, deals []Hash) (Standing, error) {
	return Standing{Free: p.free, States: slices.Repeat([]State{p.state}, len(deals)), Block: Block{Time: time.Unix(1, 0)}}, nil
}

func (p *purse) Deposit(_ context.Context, reference string, amount messages.Amount) (err error) {
	if before, again := p.made[reference]; again {
		if before.Cmp(amount) != 0 {
			return ErrReference
		}
		return nil
	}
	p.made[reference] = amount
	p.free, err = p.free.Add(amount)
	return err
}

func (p *purse) Status(context.Context, Hash, uint64) (Status, error) {
	return Status{State: p.state}, nil
}

// provided holds a deal over so much, and sees to it that the money is there.
func (l *Ledger) provided(ctx context.Context, c Contract, deal Hash, need uint64) error {
	p := papers()
	p.ID, p.Deal.Price, p.Deal.Deposit = deal, messages.AmountOfUint64(need).String(), "0"
	if err := l.hold(ctx, &p, Hash{}, func() error { return nil }); err != nil {
		return err
	}
	defer l.book.release(deal)
	_, err := l.provide(ctx, c, deal)
	return err
}

// SETTLEMENT, rule 4: what was signed for is promised until nobody can open the deal any more, or it is open; whether its
// session goes on is all the same.
func TestPromisedUntilItCannotBeOpened(t *testing.T) {
	for name, c := range map[string]struct {
		record Record
		openBy int64
		state  State
		want   string
	}{
		"signed":             {Record{}, 1, Unopened, "118"},
		"its session ended":  {Record{Ended: true}, 1, Unopened, "118"},
		"opened":             {Record{Opened: true}, 1, Unopened, "8"},
		"opened by somebody": {Record{}, 1, Open, "8"},
		"too late to open":   {Record{}, 0, Unopened, "8"},
	} {
		l, p := &Ledger{Journal: new(journal.Memory)}, &purse{state: c.state, made: make(map[string]messages.Amount)}
		if err := l.update(t.Context(), Hash{1}, func(r *Record) error {
			*r = c.record
			r.Role, r.Papers = protocol.Requester, papers()
			r.Papers.ID, r.Papers.Deal.OpenBy = Hash{1}, c.openBy
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := l.provided(t.Context(), p, Hash{2}, 8); err != nil || p.free.String() != c.want {
			t.Errorf("%s: %s is free for another deal over 8, %v; want %s", name, p.free, err, c.want)
		}
	}
}

// A life that was killed before it signed a deal may have deposited for it, and others may have used that money since. A41.
func TestProvideAfterADepositThatWasUsed(t *testing.T) {
	const before, need = 5, 8
	reference := "for " + Hash{}.String()
	for _, left := range []uint64{0, 1, 3, before, need} {
		p := &purse{free: messages.AmountOfUint64(left), made: map[string]messages.Amount{reference: messages.AmountOfUint64(before)}}
		l := &Ledger{Journal: new(journal.Memory)}
		if err := l.provided(t.Context(), p, Hash{}, need); err != nil || p.free.String() != "8" {
			t.Errorf("with %d left of it there is %s free, %v; want %d", left, p.free, err, need)
		}
	}
}

// lookedAt is a contract that notes which deals it is asked about.
type lookedAt struct {
	unasked
	mu   sync.Mutex
	seen map[Hash]bool
}

func (l *lookedAt) Now(context.Context) (time.Time, error) { return time.Now(), nil }

func (l *lookedAt) Status(_ context.Context, id Hash, _ uint64) (Status, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen[id] = true
	return Status{State: Open, Since: time.Now(), Block: Block{Time: time.Now()}}, nil
}

// A record that cannot be read is told of, once, and keeps no other deal waiting. THREATS 4, torn or lost write.
func TestADamagedRecordKeepsNoOtherWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &Ledger{Journal: new(journal.Memory)}
		first, damaged, last := Hash{1}, Hash{5}, Hash{9}
		for _, id := range []Hash{first, damaged, last} {
			if err := l.update(t.Context(), id, func(r *Record) error {
				r.Papers = papers()
				r.Papers.ID, r.Role, r.Opened, r.Papers.Terms.SubmitBy = id, protocol.Farmer, true, time.Now().Unix()+1000
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Journal.Commit(t.Context(), journal.Batch{Notes: []journal.Note{{Bucket: liveBucket, Key: damaged[:], Value: []byte(`{"role":`)}}}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		c := &lookedAt{seen: map[Hash]bool{}}
		var told []Hash
		notice := func(r *Record, _ Plan, err error) {
			if d, is := errors.AsType[*Damaged](err); !is || d.Deal != r.Papers.ID {
				t.Errorf("told of deal %s: %v", r.Papers.ID, err)
			}
			told = append(told, r.Papers.ID)
		}
		_ = (&Reconciler{Contract: c, Ledger: &Ledger{Journal: l.Journal}, Notice: notice}).Run(ctx)
		if diff := cmp.Diff(map[Hash]bool{first: true, last: true}, c.seen); diff != "" {
			t.Errorf("looked at (-want +got):\n%s", diff)
		}
		if !slices.Equal(told, []Hash{damaged}) {
			t.Errorf("told of %v", told)
		}
	})
}
