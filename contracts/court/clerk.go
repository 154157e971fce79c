package court

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/internal/logs"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/services/deals"
)

// Clerk makes the calls in a case that anybody may make, member of its panel or not. Each takes effect at most once however often it is
// asked for, and is no error where somebody else was first. It may be used concurrently.
type Clerk struct {
	client *transactions.Client
	panel  *panel.Panel
	escrow *escrow.Contract
}

// NewClerk makes one that sends what the two were bound with. The error says that the panel judges the deals of another contract.
func NewClerk(client *transactions.Client, p *panel.Panel, e *escrow.Contract) (*Clerk, error) {
	if p.Escrow() != e.Address() {
		return nil, fmt.Errorf("court: the panel %s judges deals of %s, not of %s; name a panel of this contract", p.Address(), p.Escrow(), e.Address())
	}
	return &Clerk{client, p, e}, nil
}

// first is the number of a round's first seat.
func (c *Clerk) first(d panel.Docket, round int) int {
	return min(c.panel.Rules().SeatsIn(round), len(d.Seats))
}

// disclosed is what the chain shows of a case.
func (c *Clerk) disclosed(ctx context.Context, id deals.Hash) (escrow.Disclosure, error) {
	head, err := c.client.BlockNumber(ctx)
	if err != nil {
		return escrow.Disclosure{}, c.client.Explain(err)
	}
	return c.escrow.Disclosed(ctx, id, head)
}

// Draw draws the round that is to be drawn.
func (c *Clerk) Draw(ctx context.Context, id deals.Hash) error {
	d, err := c.disclosed(ctx, id)
	if err != nil {
		return err
	}
	_, err = c.panel.Draw(ctx, d.Deal, d.Terms)
	return overtaken(err)
}

// Conclude rules by the finding that stands.
func (c *Clerk) Conclude(ctx context.Context, id deals.Hash) error {
	d, err := c.disclosed(ctx, id)
	if err != nil {
		return err
	}
	f, _, err := c.Standing(ctx, id) // where none has a majority any will do
	if err != nil {
		return err
	}
	_, err = c.panel.Conclude(ctx, d.Deal, d.Terms, d.Grounds, f)
	return overtaken(err)
}

// Standing is the finding that more than half of the seats of the last round have revealed that has one; false: none has.
func (c *Clerk) Standing(ctx context.Context, id deals.Hash) (panel.Finding, bool, error) {
	d, err := c.panel.Docket(ctx, id, 1)
	if err != nil {
		return panel.Finding{}, false, err
	}
	return c.standing(ctx, id, d)
}

// standing is Standing in a docket.
func (c *Clerk) standing(ctx context.Context, id deals.Hash, d panel.Docket) (panel.Finding, bool, error) {
	word, ok := [32]byte{}, false
	for round := d.Rounds - 1; round >= 0 && !ok; round-- {
		word, ok = majority(d.Seats[c.first(d, round):c.first(d, round+1)])
	}
	if !ok {
		return panel.Finding{}, false, nil
	}
	members := map[common.Address]bool{}
	for _, s := range d.Seats {
		if s.Revealed && s.Word == word {
			members[s.Member] = true
		}
	}
	head, err := c.client.BlockNumber(ctx)
	if err != nil {
		return panel.Finding{}, false, c.client.Explain(err)
	}
	for first, last := range logs.Back(0, head) {
		for e, err := range c.panel.Events(ctx, first, last, (*[32]byte)(&id)) {
			if err != nil {
				return panel.Finding{}, false, err
			}
			if shown, is := e.Entry.(panel.Revelation); is && members[shown.Member] {
				if shown.Finding.Word() != word {
					return panel.Finding{}, false, fmt.Errorf("court: the endpoint shows another finding of %s in case %s than its seat holds, and lies; use another", shown.Member, id)
				}
				return shown.Finding, true, nil
			}
		}
	}
	return panel.Finding{}, false, fmt.Errorf("court: the endpoint leaves out what was revealed in case %s; use another", id)
}

// Found reports that more than half of the last round's seats have revealed one finding, which a larger round can overturn.
func (c *Clerk) Found(d panel.Docket) bool {
	_, ok := majority(c.last(d))
	return ok
}

// Silent reports that more than half of the last round's seats have revealed nothing: once they can no more, they pay for an appeal that
// finds something. Who appeals against a round that was neither silent nor found anything loses the bond whatever a larger one finds.
func (c *Clerk) Silent(d panel.Docket) bool {
	silent, seats := 0, c.last(d)
	for _, s := range seats {
		if !s.Revealed {
			silent++
		}
	}
	return 2*silent > len(seats)
}

// repeated reports that the last round has found what one before it had found.
func (c *Clerk) repeated(d panel.Docket) bool {
	word, ok := majority(c.last(d))
	for round := range d.Rounds - 1 {
		if before, found := majority(d.Seats[c.first(d, round):c.first(d, round+1)]); ok && found && before == word {
			return true
		}
	}
	return false
}

// last are the seats of the last round.
func (c *Clerk) last(d panel.Docket) []panel.Seat {
	if d.Rounds == 0 {
		return nil
	}
	return d.Seats[c.first(d, d.Rounds-1):c.first(d, d.Rounds)]
}

// majority is the word that more than half of a round's seats have revealed.
func majority(seats []panel.Seat) ([32]byte, bool) {
	votes := map[[32]byte]int{}
	for _, s := range seats {
		if s.Revealed && !s.CannotTell() {
			votes[s.Word]++
		}
		if 2*votes[s.Word] > len(seats) {
			return s.Word, true
		}
	}
	return [32]byte{}, false
}

// Lapse ends a dispute in which nobody ruled: row 9b.
func (c *Clerk) Lapse(ctx context.Context, id deals.Hash) error {
	d, err := c.disclosed(ctx, id)
	if err != nil {
		return err
	}
	_, err = c.escrow.Lapse(ctx, d.Deal, d.Terms, d.Grounds)
	return overtaken(err)
}

// Finish pays, releases and slashes all seats, and lets go of what appeals hold.
func (c *Clerk) Finish(ctx context.Context, id deals.Hash) error {
	_, err := c.panel.Finish(ctx, id)
	if errors.Is(err, panel.ErrTooEarly) {
		return nil // a reorganization took the end back
	}
	return overtaken(err)
}

// Appeal has more members judge anew, for a party of the deal, which has Panel.Bond free in its stake for the panel. Unlike the others it
// is an error where it comes too late, or too early.
func (c *Clerk) Appeal(ctx context.Context, id deals.Hash) error {
	d, err := c.disclosed(ctx, id)
	if err != nil {
		return err
	}
	_, err = c.panel.Appeal(ctx, d.Deal, d.Terms)
	return err
}

// overtaken: somebody else has made the call, and the chain is looked at again.
func overtaken(err error) error {
	if errors.Is(err, panel.ErrWrongStage) || errors.Is(err, escrow.ErrWrongState) {
		return nil
	}
	return err
}
