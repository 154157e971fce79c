package escrow

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Books are the contract's history, rebuilt from its events alone: who has what, and what became of every deal. The zero
// value is the contract as it was deployed.
type Books struct {
	Free   map[common.Address]*big.Int
	Deals  map[[32]byte]*Record
	Burned *big.Int
	// Block is the block of the last event entered.
	Block uint64

	sponsors map[[32]byte]common.Address
}

// Record is one deal's history.
type Record struct {
	Requester, Farmer, Payer common.Address
	Arbiter                  common.Address // as the dispute named it; zero without one
	Price, Deposit, Bond     *big.Int
	State                    State
	Delivery                 *Delivery // as submitted, or accepted
	Dispute                  *Dispute
	Ruling                   *Ruling
	Outcome                  Outcome // zero while it lives
	Payout                   *Payout // nil while it lives
}

// Enter takes one event into the books. Events are entered in their order, each once. An error says that they
// contradict each other: the endpoint left some out, or made some up.
func (b *Books) Enter(e Event) error {
	if b.Free == nil {
		b.Free, b.Deals, b.Burned = make(map[common.Address]*big.Int), make(map[[32]byte]*Record), new(big.Int)
		b.sponsors = make(map[[32]byte]common.Address)
	}
	if err := b.enter(e.Entry); err != nil {
		return fmt.Errorf("escrow: event %d of block %d does not follow from those before it: %w", e.Index, e.Block, err)
	}
	b.Block = e.Block
	return nil
}

func (b *Books) enter(entry Entry) error {
	switch e := entry.(type) {
	case Deposited:
		return b.credit(e.Account, e.Amount)
	case Withdrawn:
		return b.debit(e.Account, e.Amount)
	case Sponsored:
		b.sponsors[e.Deal] = e.Payer
		return nil
	case Opened:
		return b.open(e)
	case Skipped:
		return nil
	}
	r := b.Deals[entry.Of()]
	if r == nil || r.Outcome != 0 {
		return fmt.Errorf("deal %x is not live", entry.Of())
	}
	switch e := entry.(type) {
	case Submission:
		r.State, r.Delivery = Submitted, &e.Delivery
	case Disputation:
		r.State, r.Dispute, r.Arbiter = Disputed, &e.Grounds, e.Arbiter
	case Drawn:
	case Ruled:
		r.Ruling = &e.Ruling
	case Accepted:
		r.Delivery = &e.Delivery
		rest := new(big.Int).Sub(new(big.Int).Add(r.Price, r.Deposit), e.Delivery.Cost)
		return b.end(r, OutcomeAccepted, Payout{RefundedPayer: rest, PaidPayer: new(big.Int), RefundedFarmer: r.Bond,
			PaidFarmer: e.Delivery.Cost, PaidArbiter: new(big.Int), Burned: new(big.Int)})
	case Ended:
		return b.end(r, e.Outcome, e.Payout)
	default:
		return fmt.Errorf("an entry of type %T", entry)
	}
	return nil
}

func (b *Books) open(e Opened) error {
	if b.Deals[e.Deal] != nil {
		return fmt.Errorf("deal %x was opened before", e.Deal)
	}
	r := &Record{Requester: e.Requester, Farmer: e.Farmer, Payer: e.Requester, Price: e.Price, Deposit: e.Deposit, Bond: e.Bond, State: Open}
	if sponsor, ok := b.sponsors[e.Deal]; ok {
		r.Payer = sponsor
		delete(b.sponsors, e.Deal)
	}
	b.Deals[e.Deal] = r
	if err := b.debit(r.Payer, new(big.Int).Add(e.Price, e.Deposit)); err != nil {
		return err
	}
	return b.debit(e.Farmer, e.Bond)
}

// end pays a deal out, and refuses a payout that makes or loses money.
func (b *Books) end(r *Record, outcome Outcome, p Payout) error {
	locked, sum := new(big.Int), new(big.Int)
	for _, x := range []*big.Int{r.Price, r.Deposit, r.Bond} {
		locked.Add(locked, x)
	}
	for _, x := range []*big.Int{p.RefundedPayer, p.PaidPayer, p.RefundedFarmer, p.PaidFarmer, p.PaidArbiter, p.Burned} {
		if x.Sign() < 0 {
			return fmt.Errorf("a negative payout, %v", x)
		}
		sum.Add(sum, x)
	}
	if sum.Cmp(locked) != 0 {
		return fmt.Errorf("%v was locked and %v paid out", locked, sum)
	}
	r.State, r.Outcome, r.Payout = Closed, outcome, &p
	b.Burned.Add(b.Burned, p.Burned)
	for _, credit := range []struct {
		to     common.Address
		amount *big.Int
	}{{r.Payer, p.RefundedPayer}, {r.Payer, p.PaidPayer}, {r.Farmer, p.RefundedFarmer}, {r.Farmer, p.PaidFarmer}, {r.Arbiter, p.PaidArbiter}} {
		if err := b.credit(credit.to, credit.amount); err != nil {
			return err
		}
	}
	return nil
}

func (b *Books) credit(account common.Address, amount *big.Int) error {
	if amount.Sign() == 0 {
		return nil
	}
	if account == (common.Address{}) {
		return fmt.Errorf("%v is credited to nobody", amount)
	}
	b.Free[account] = new(big.Int).Add(b.free(account), amount)
	return nil
}

func (b *Books) debit(account common.Address, amount *big.Int) error {
	rest := new(big.Int).Sub(b.free(account), amount)
	if rest.Sign() < 0 {
		return fmt.Errorf("account %s spends %v of %v", account, amount, b.free(account))
	}
	b.Free[account] = rest
	return nil
}

func (b *Books) free(account common.Address) *big.Int { return orZero(b.Free[account]) }

// Locked is what live deals hold.
func (b *Books) Locked() *big.Int {
	sum := new(big.Int)
	for _, r := range b.Deals {
		if r.Outcome == 0 {
			sum.Add(sum, r.Price).Add(sum, r.Deposit).Add(sum, r.Bond)
		}
	}
	return sum
}

// Verify holds the books against the contract: every balance, what was burned, and that the contract's tokens cover all
// of it. An account of which no event was entered is not asked for. Nothing may have happened since the last event entered. An error names the first difference.
func (b *Books) Verify(ctx context.Context, c *Contract) error {
	owed := b.Locked()
	for account, free := range b.Free {
		a, err := c.Account(ctx, account)
		if err != nil {
			return err
		}
		if a.Free.Cmp(free) != 0 {
			return fmt.Errorf("escrow: by its events %s has %v free, by the contract %v; the endpoint leaves out events", account, free, a.Free)
		}
		owed.Add(owed, free)
	}
	burned, err := c.Burned(ctx)
	if err != nil {
		return err
	}
	if burned.Cmp(orZero(b.Burned)) != 0 {
		return fmt.Errorf("escrow: by its events %v was burned, by the contract %v; the endpoint leaves out events", orZero(b.Burned), burned)
	}
	held, err := c.Tokens(ctx, c.address)
	if err != nil {
		return err
	}
	if owed.Add(owed, burned); held.Cmp(owed) < 0 {
		return fmt.Errorf("escrow: the contract owes %v and holds %v", owed, held)
	}
	return nil
}
