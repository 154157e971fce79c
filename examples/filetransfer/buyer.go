package filetransfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// Buyer buys one file. It is a requester.Requester; set its fields before first use.
type Buyer struct {
	Index *Index
	// Store keeps the chunks that were bought; Blocks is where they come from.
	Store    *content.Store
	Blocks   content.Getter
	Treasury Treasury
	// Bought hears of every chunk that is here and paid for. It may hear of one twice, after a crash.
	Bought func(number int)
}

// Buy asks for a part of the file, or all of it, and returns how the hire ended. Before anybody is asked the job's budget is
// topped up to most. Run again with the same job, it takes what is left of the budget first.
func (b *Buyer) Buy(ctx context.Context, c *requester.Client, id JobID, part Job, most messages.Amount, h requester.Hiring) (*requester.Outcome, error) {
	if _, err := TopUp(ctx, b.Treasury, id, most); err != nil {
		return nil, err
	}
	payload, err := Jobs.Encode(part)
	if err != nil {
		return nil, err
	}
	h.N, h.MaxPrice = 1, most
	sow := &messages.SOW{Service: Service, Nonce: id[:], Units: uint64(part.Count), Job: payload}
	var last *requester.Outcome
	for o, err := range c.Hire(ctx, sow, h) {
		if err != nil {
			return last, err
		}
		last = o
	}
	return last, nil
}

// Agree takes any quote within the hiring's budget.
func (b *Buyer) Agree(_ context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	return requester.Terms(v, c, 0)
}

// Hired has nothing to hand over.
func (b *Buyer) Hired(context.Context, *protocol.View) error { return nil }

// Settled has nothing to do.
func (b *Buyer) Settled(context.Context, *protocol.View) error { return nil }

// Review pays for a chunk that is here and is the right one, and for the sum of them at the end.
func (b *Buyer) Review(ctx context.Context, v *protocol.View) (messages.Message, error) {
	j, err := jobOf(v, b.Index)
	if err != nil {
		return nil, err
	}
	switch v.Phase {
	case protocol.Claimed:
		number := j.First + int(v.Progress.Units) - 1
		if err := b.chunk(ctx, v.Progress, number); err != nil {
			return nil, err
		}
		if err := b.pay(ctx, v, v.Progress.Claim); err != nil {
			return nil, err
		}
		if b.Bought != nil {
			b.Bought(number)
		}
		return &messages.Voucher{Amount: v.Progress.Claim}, nil
	case protocol.Delivered:
		if v.Delivery.Units != v.Progress.GetUnits() {
			return &messages.Dispute{Grievance: messages.Grievance_GRIEVANCE_WRONG_RESULT, JudgeByMs: time.Now().UnixMilli() + int64(v.Terms.JudgeMs),
				Reason: fmt.Sprintf("%d chunks are delivered, %d were shown", v.Delivery.Units, v.Progress.GetUnits())}, nil
		}
		if err := b.pay(ctx, v, v.Delivery.Cost); err != nil {
			return nil, err
		}
		return &messages.Reward{Amount: v.Delivery.Cost, ReceiptByMs: time.Now().Add(time.Minute).UnixMilli()}, nil
	}
	return nil, protocol.Errorf(protocol.Internal, "nothing to review in phase %s", v.Phase)
}

// chunk fetches what is claimed and checks that it is the chunk whose turn it is. Every block is verified against its CID, and
// the CID against the index.
func (b *Buyer) chunk(ctx context.Context, p *messages.Progress, number int) error {
	shown, err := Chunks.Decode(p.Evidence)
	switch {
	case err != nil:
		return &protocol.Error{Code: protocol.Invalid, Reason: "the claim shows no chunk", Err: err}
	case shown.Number != number || shown.CID != b.Index.Chunks[number]:
		return protocol.Errorf(protocol.Invalid, "the claim shows chunk %d as %.80q, due is chunk %d, which is %s", shown.Number, shown.CID, number, b.Index.Chunks[number])
	}
	c, err := content.Parse(shown.CID)
	if err != nil {
		return &protocol.Error{Code: protocol.Invalid, Reason: err.Error(), Err: err}
	}
	if _, err := content.Fetch(ctx, c, b.Blocks, b.Store, content.Limits{Bytes: ChunkBytes}, nil); err != nil {
		return fmt.Errorf("fetch chunk %d: %w", number, err) // no *protocol.Error: it is tried again
	}
	return nil
}

// pay has the ledger pay before the voucher says so. It may be called again after a crash, and pays once.
func (b *Buyer) pay(ctx context.Context, v *protocol.View, amount string) error {
	id, err := idOf(v)
	if err != nil {
		return err
	}
	total, err := messages.ParseAmount(amount)
	if err != nil {
		return err
	}
	return b.Treasury.Pay(ctx, id, v.AgreementID, v.Farmer, total)
}

// Read writes the file, all of whose chunks are here, to w.
func (b *Buyer) Read(ctx context.Context, w io.Writer) error {
	for n, text := range b.Index.Chunks {
		c, err := content.Parse(text)
		if err != nil {
			return err
		}
		for part, err := range content.Chunks(ctx, b.Store, c, content.Limits{}) {
			if errors.Is(err, content.ErrNotFound) {
				return fmt.Errorf("chunk %d of %d was not bought yet: %w", n, len(b.Index.Chunks), err)
			}
			if err != nil {
				return err
			}
			if _, err := w.Write(part); err != nil {
				return err
			}
		}
	}
	return nil
}

var _ requester.Requester = (*Buyer)(nil)
