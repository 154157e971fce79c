package deals

import (
	"context"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// An Inspector is a requester that can judge a result of which only the digest and the cost are known (C34). The Dispute says
// what is held against it; nil says that it is worth its cost, and that the requester has it. An error has it asked again.
type Inspector interface {
	Inspect(ctx context.Context, v *protocol.View, digest [32]byte, cost messages.Amount) (*messages.Dispute, error)
}

// Inspect is for a Reconciler: it has the requester inside look at what was put on the chain, if that is an Inspector; what
// nobody can look at was not served. The session is read from the Ledger's journal, where the requester's client keeps it.
func (f *Funded) Inspect(ctx context.Context, r *Record, d Delivery) (*Complaint, error) {
	inside, ok := f.Requester.(Inspector)
	if !ok {
		return &Complaint{NotServed: true}, nil
	}
	v, err := requester.Replay(ctx, f.Ledger.Journal, r.Session)
	if err != nil {
		return nil, err
	}
	m, err := inside.Inspect(ctx, v, d.Digest, amount(d.Cost))
	if err != nil || m == nil {
		return nil, err
	}
	return f.complaint(m)
}
