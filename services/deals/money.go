package deals

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/parley-p2p/parley/messages"
)

// hold has a deal's money counted as promised, in the place of that of another deal that is held, zero for none, until the promise is on
// record or the deal is released. allowed may refuse it then, and ask the chain: no other deal of the same payer is held meanwhile, and
// those of others do not wait.
func (l *Ledger) hold(ctx context.Context, p *Papers, instead Hash, allowed func() error) error {
	release, err := l.holding.take(ctx, p.Terms.Payer)
	if err != nil {
		return err
	}
	defer release()
	if err := l.book.hold(ctx, l.Journal, p, instead); err != nil {
		return err
	}
	if err := allowed(); err != nil {
		l.book.release(p.ID)
		return err
	}
	return nil
}

// want is a deal that is held, and whose money is to be there.
type want struct {
	contract Contract
	deal     Hash
	deposits int // that were made in its name
}

// own counts what nobody else is about to find, and these deals themselves.
func own(wants []*want) func(pledge) bool {
	return func(p pledge) bool {
		return !p.lacking || slices.ContainsFunc(wants, func(w *want) bool { return w.deal == p.record.Papers.ID })
	}
}

// provide sees to it that the account has the money of a deal that is held beside all that it has promised, and deposits
// what is missing (A41), together with what is missing for others. It reports whether anything was. A deal whose money was found does not
// wait for what others lack.
func (l *Ledger) provide(ctx context.Context, c Contract, deal Hash) (missed bool, err error) {
	l.once.Do(func() { l.depositing.do = l.deposit })
	counts := everything
	if l.book.found(deal) { // what others lack is not what it has
		counts = own([]*want{{deal: deal}})
	}
	missing, _, err := l.lacks(ctx, c, c.Account().Address, counts)
	if err != nil {
		return false, err
	}
	if l.book.see(deal, missing.IsZero()); missing.IsZero() {
		return false, nil
	}
	const tries = 3 // of a deposit of which it is not known what came of it
	for n := 1; ; n++ {
		err := l.depositing.call(ctx, &want{contract: c, deal: deal})
		if n == tries || !errors.Is(err, ErrUnknown) || ctx.Err() != nil {
			return true, err
		}
	}
}

// deposit brings in what deals that are held lack, all in one, or one after the other if the account cannot pay for all.
func (l *Ledger) deposit(ctx context.Context, wants []*want) ([]error, error) {
	errs := make([]error, len(wants))
	err := l.bring(ctx, wants, everything)
	if err != nil && !errors.Is(err, ErrFunds) {
		return nil, err
	}
	for i, w := range wants {
		if err != nil {
			one := wants[i : i+1]
			errs[i] = l.bring(ctx, one, own(one))
		}
		if errs[i] == nil {
			l.book.see(w.deal, true)
		}
	}
	return errs, nil
}

// bring deposits what is missing of the pledges that count, these deals' among them, in the name of the first. A life before this one that was killed in
// between may have deposited for the deal already, another amount perhaps, and others may have used it since; and what it sent
// may be mined only now, and be unknown here if its store was restored: so it looks again, until nothing is missing. Names begin anew in
// each call, and nobody tells which of them were overtaken in an earlier one and cost nothing more. So all are bounded together, and a deal
// costs no more fees than that however often it is provided for, since none is sent twice.
func (l *Ledger) bring(ctx context.Context, wants []*want, counts func(pledge) bool) error {
	const most = 16
	w := wants[0]
	var came error // of the last deposit
	for sent := false; ; sent = sent || came == nil {
		if sent { // others have begun to bring in what they lack themselves
			counts = own(wants)
		}
		missing, _, err := l.lacks(ctx, w.contract, w.contract.Account().Address, counts)
		if err != nil || missing.IsZero() {
			return err
		}
		if w.deposits++; w.deposits > most {
			err := fmt.Errorf("after %d deposits money for the deal is missing still: another program uses this account", most)
			if came != nil {
				err = fmt.Errorf("%w; the last one: %w", err, came)
			}
			return err
		}
		reference := "for " + w.deal.String()
		if w.deposits > 1 {
			reference += fmt.Sprintf("/%d", w.deposits)
		}
		came = w.contract.Deposit(ctx, reference, missing)
		if came != nil && !errors.Is(came, ErrReference) && !errors.Is(came, ErrEarlier) && !errors.Is(came, ErrOvertaken) {
			return fmt.Errorf("deposit %s that the deal needs: %w", missing, came)
		}
	}
}

// pledge is a deal that may lock money.
type pledge struct {
	record *Record
	held   bool // it is not signed yet
	// lacking: its money was seen not to be there. Until it is looked for the deal counts for others, so that none takes what
	// another one is about to find.
	lacking bool
	// found: its money, or that of the deal in whose place it is, was seen to be there.
	found bool
}

func everything(pledge) bool { return true }

// lacks is how much an account has too little free for the pledges that count, those of deals that can still be opened, and
// what these come to. The chain is asked about each of them only if it matters, and then about all and what is free in one block.
func (l *Ledger) lacks(ctx context.Context, c Contract, account Address, counts func(pledge) bool) (missing, pledged messages.Amount, err error) {
	if pledged, err = l.book.most(ctx, l.Journal, account); err != nil {
		return missing, pledged, err
	}
	s, err := c.Standing(ctx, account, nil)
	if err != nil || s.Free.Cmp(pledged) >= 0 {
		return missing, pledged, err
	}
	if pledged, s, err = l.pledged(ctx, c, account, counts); err != nil || s.Free.Cmp(pledged) >= 0 {
		return missing, pledged, err
	}
	missing, err = pledged.Sub(s.Free)
	return missing, pledged, err
}

// pledged is what an account has to have for the pledges that count and can still be opened, and how it stands in the block by
// which that is told.
func (l *Ledger) pledged(ctx context.Context, c Contract, account Address, counts func(pledge) bool) (sum messages.Amount, s Standing, err error) {
	pledges, err := l.book.pledges(ctx, l.Journal)
	if err != nil {
		return sum, s, err
	}
	var signed []pledge // and who may have opened them
	var ids []Hash
	for _, p := range pledges {
		lock := p.record.lockOf(account)
		switch {
		case lock.IsZero() || !counts(p):
		case p.held: // nobody can have opened it
			if sum, err = sum.Add(lock); err != nil {
				return sum, s, err
			}
		default:
			signed, ids = append(signed, p), append(ids, p.record.Papers.ID)
		}
	}
	if s, err = c.Standing(ctx, account, ids); err != nil {
		return sum, s, err
	}
	for i, p := range signed {
		if s.States[i] != Unopened || s.Block.Time.Unix() > p.record.Papers.Deal.OpenBy {
			continue
		}
		if sum, err = sum.Add(p.record.lockOf(account)); err != nil {
			return sum, s, err
		}
	}
	return sum, s, nil
}
