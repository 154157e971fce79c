package court

import (
	"context"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/disclosure"
)

// Roll says who was drawn for a case, to a party that shows the panel what it must not show to everybody. It may be used concurrently.
type Roll struct {
	panel *panel.Panel
	chain *big.Int
	depth uint64
}

// NewRoll makes the roll of a panel that the client's chain has. A draw counts with depth blocks standing on it; 1 is the newest.
func NewRoll(client *transactions.Client, p *panel.Panel, depth uint64) *Roll {
	return &Roll{panel: p, chain: client.ID(), depth: max(depth, 1)}
}

// Arbiter is the panel's address.
func (r *Roll) Arbiter() deals.Address { return deals.Address(r.panel.Address()) }

// Drawn checks that a petition is signed by its member, and that this member is to commit in the case's last round, or has committed there and is
// still to reveal: whose journal was lost has to find again what it committed to, and nobody commits any more to what it learns from that. The
// chain is asked only for those who are on the panel's list.
func (r *Roll) Drawn(ctx context.Context, q disclosure.Petition, signature []byte) error {
	member := common.Address(q.Member)
	digest, err := party.Petition(r.chain, r.Arbiter(), q)
	if err != nil {
		return err
	}
	if !slices.Contains(r.panel.Members(), member) || eip712.Verify(digest, signature, member) != nil {
		return protocol.Errorf(protocol.BadSignature, "no member of the panel has signed this")
	}
	d, err := r.panel.Docket(ctx, q.Deal, r.depth)
	if err != nil {
		return fmt.Errorf("court: case %s: %w", q.Deal, err)
	}
	seat, drawn := d.Seat(member)
	if !drawn || seat < r.panel.Rules().SeatsIn(d.Rounds-1) || !votes(d.Stage, d.Seats[seat]) {
		return protocol.Errorf(protocol.Late, "this member is not to commit in the case now, and has committed to nothing that it is to reveal, as far as enough blocks say")
	}
	return nil
}

// votes: a seat of the last round is to find something, or to find it again.
func votes(at panel.Stage, s panel.Seat) bool {
	return at == panel.Committing || (at == panel.Settling || at == panel.Revealing) && s.Committed && !s.Revealed
}

var _ disclosure.Panel = (*Roll)(nil)
