package filetransfer

import (
	"context"
	"fmt"
	"strings"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Seller sells one file. It is a farmer.Farmer; set its fields before first use.
type Seller struct {
	farmer.Unset // what is not said here is refused

	Key    messages.Key // its own
	Index  *Index
	Chunks [][]byte
	Asset  string
	Price  messages.Amount // of a chunk
	Ledger Ledger
	// Store is what is served: a chunk is put there when it is claimed.
	Store *content.Store
}

// Quote names the price to whoever may buy and can pay. The engine has verified that the SOW is signed by v.Requester, who is
// at the other end of the stream.
func (s *Seller) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
	if v.SOW.Service != Service {
		err := protocol.Errorf(protocol.UnknownService, "%q is not offered here", v.SOW.Service)
		err.Remedy = &messages.Remedy{Services: []string{Service}}
		return nil, err
	}
	j, err := jobOf(v, s.Index)
	if err != nil {
		return nil, err
	}
	cost, err := s.Price.Times(uint64(j.Count))
	if err != nil {
		return nil, err
	}
	price := &messages.Price{Asset: s.Asset, Unit: Unit, PerUnit: s.Price.String(), Ceiling: cost.String()}
	if err := s.mayBuy(ctx, v, j, price, cost); err != nil {
		return nil, err
	}
	return &messages.Quote{Price: price}, nil
}

// Accept looks at the ledger once more: what was quoted may have been spent since. Of a share less is due than was quoted.
func (s *Seller) Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) {
	j, err := jobOf(v, s.Index)
	if err != nil {
		return nil, err
	}
	return nil, s.mayBuy(ctx, v, j, v.Terms.Price, v.Cost(v.Terms.Units))
}

// mayBuy checks what the ledger says of the requester and the job.
func (s *Seller) mayBuy(ctx context.Context, v *protocol.View, j Job, price *messages.Price, cost messages.Amount) error {
	id, err := idOf(v)
	if err != nil {
		return err
	}
	bought, err := s.Ledger.Purchased(ctx, v.Requester, j.File)
	if err != nil {
		return fmt.Errorf("look up the purchase: %w", err)
	}
	budget, err := s.Ledger.Budget(ctx, id)
	if err != nil {
		return fmt.Errorf("look up the budget: %w", err)
	}
	switch {
	case !bought:
		return protocol.Errorf(protocol.Forbidden, "%s has not bought the right to the file: buy it first", v.Requester.Short())
	case budget.Owner != v.Requester:
		return protocol.Errorf(protocol.Forbidden, "job %x is not yours: post it, or name your own in the SOW's nonce", id[:4])
	case budget.Left.Cmp(cost) < 0:
		err := protocol.Errorf(protocol.Unfunded, "the budget of job %x is %s, the price %s: add the difference", id[:4], budget.Left, cost)
		err.Remedy = &messages.Remedy{Price: price}
		return err
	}
	return nil
}

// idOf is the job's ID on the ledger.
func idOf(v *protocol.View) (JobID, error) {
	if len(v.SOW.Nonce) != len(JobID{}) {
		return JobID{}, protocol.Errorf(protocol.Invalid, "the SOW's nonce has %d bytes, a job's ID has %d", len(v.SOW.Nonce), len(JobID{}))
	}
	return JobID(v.SOW.Nonce), nil
}

// Work puts out one chunk after the other; the next only once the ledger says that this one was paid for. After a crash it
// goes on where the claims ended.
func (s *Seller) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	j, err := jobOf(v, s.Index)
	if err != nil {
		return nil, err
	}
	for done := int(v.Progress.GetUnits()); done < int(v.Terms.Units); done++ {
		n := j.First + done
		c, err := content.AddFile(ctx, s.Store, strings.NewReader(string(s.Chunks[n])), content.Limits{})
		if err != nil {
			return nil, err
		}
		evidence, err := Chunks.Encode(Chunk{Number: n, CID: c.String()})
		if err != nil {
			return nil, err
		}
		voucher, err := p.Claim(ctx, &messages.Progress{Units: uint64(done + 1), Evidence: evidence})
		if err != nil {
			return nil, err
		}
		if err := s.paid(ctx, v, voucher.GetAmount()); err != nil {
			return nil, err
		}
	}
	return &messages.Delivery{Result: v.SOW.Job}, nil
}

// Confirm gives a receipt for what the ledger says was paid.
func (s *Seller) Confirm(ctx context.Context, v *protocol.View) (*messages.Receipt, error) {
	if err := s.paid(ctx, v, v.Reward.Amount); err != nil {
		return nil, err
	}
	return &messages.Receipt{Amount: v.Reward.Amount}, nil
}

// paid checks that the ledger has what a voucher or a reward says.
func (s *Seller) paid(ctx context.Context, v *protocol.View, amount string) error {
	id, err := idOf(v)
	if err != nil {
		return err
	}
	want, err := messages.ParseAmount(amount)
	if err != nil {
		return err
	}
	got, err := s.Ledger.Paid(ctx, id, v.AgreementID, s.Key)
	if err != nil {
		return fmt.Errorf("look up the payment: %w", err)
	}
	if got.Cmp(want) < 0 {
		return protocol.Errorf(protocol.WrongReward, "%s is said to be paid, the ledger has %s", want, got)
	}
	return nil
}

var _ farmer.Farmer = (*Seller)(nil)
