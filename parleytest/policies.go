package parleytest

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// Call is one call of a policy.
type Call struct {
	Hook    string
	Session messages.ID
	Head    messages.ID
}

// Calls writes down what a policy is asked.
type Calls struct {
	mu   sync.Mutex
	made []Call
	// OnCall hears of each call as it is made.
	OnCall func(Call)
}

func (c *Calls) note(hook string, v *protocol.View) {
	call := Call{hook, v.Session, v.Head}
	c.mu.Lock()
	c.made = append(c.made, call)
	c.mu.Unlock()
	if c.OnCall != nil {
		c.OnCall(call)
	}
}

// Hooks are the names of the hooks that were called, in order.
func (c *Calls) Hooks() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var names []string
	for _, call := range c.made {
		names = append(names, call.Hook)
	}
	return names
}

// Count is how often a hook was called.
func (c *Calls) Count(hook string) int {
	n := 0
	for _, h := range c.Hooks() {
		if h == hook {
			n++
		}
	}
	return n
}

// Seller is a complete farmer: it quotes PerUnit for each unit of whatever is asked, claims each of Claims units by a
// progress of its own, and delivers the job as the result. What is set replaces a hook.
type Seller struct {
	Calls
	PerUnit int
	Claims  int

	OnQuote   func(context.Context, *protocol.View) (*messages.Quote, error)
	OnAccept  func(context.Context, *protocol.View) (*messages.Acceptance, error)
	OnWork    func(context.Context, *protocol.View, farmer.Progress) (*messages.Delivery, error)
	OnConfirm func(context.Context, *protocol.View) (*messages.Receipt, error)
}

var (
	_ farmer.Farmer = (*Seller)(nil)
	_ farmer.Ender  = (*Seller)(nil)
)

func (s *Seller) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
	s.note("Quote", v)
	if s.OnQuote != nil {
		return s.OnQuote(ctx, v)
	}
	return &messages.Quote{Price: Price(s.PerUnit, v.SOW.Units)}, nil
}

// Price is so much per unit, for so many units at most.
func Price(perUnit int, units uint64) *messages.Price {
	if perUnit == 0 {
		return &messages.Price{PerUnit: "0", Ceiling: "0"}
	}
	return &messages.Price{Asset: "credit", Unit: "unit", PerUnit: strconv.Itoa(perUnit), Ceiling: strconv.Itoa(perUnit * int(units))}
}

func (s *Seller) Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) {
	s.note("Accept", v)
	if s.OnAccept != nil {
		return s.OnAccept(ctx, v)
	}
	return nil, nil
}

func (s *Seller) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	s.note("Work", v)
	if s.OnWork != nil {
		return s.OnWork(ctx, v, p)
	}
	for u := uint64(1); u <= uint64(s.Claims); u++ { // what was claimed before a crash is claimed again, and costs nothing
		if _, err := p.Claim(ctx, &messages.Progress{Units: u}); err != nil {
			return nil, err
		}
	}
	return &messages.Delivery{Result: v.SOW.Job}, nil
}

func (s *Seller) Confirm(ctx context.Context, v *protocol.View) (*messages.Receipt, error) {
	s.note("Confirm", v)
	if s.OnConfirm != nil {
		return s.OnConfirm(ctx, v)
	}
	return nil, nil
}

func (s *Seller) Ended(_ context.Context, v *protocol.View) { s.note("Ended", v) }

// Buyer is a complete requester: it agrees to what is chosen, pays what is claimed and what is owed. What is set replaces
// a hook.
type Buyer struct {
	Calls

	OnAgree   func(context.Context, *protocol.View, protocol.Choice) (messages.Message, error)
	OnHired   func(context.Context, *protocol.View) error
	OnReview  func(context.Context, *protocol.View) (messages.Message, error)
	OnSettled func(context.Context, *protocol.View) error
}

var (
	_ requester.Requester = (*Buyer)(nil)
	_ requester.Ender     = (*Buyer)(nil)
	_ requester.Replacer  = (*Buyer)(nil)
)

func (b *Buyer) Agree(ctx context.Context, v *protocol.View, c protocol.Choice) (messages.Message, error) {
	b.note("Agree", v)
	if b.OnAgree != nil {
		return b.OnAgree(ctx, v, c)
	}
	return Agree(v, c)
}

// Agree is the agreement to a quote, as a requester.Requester returns it.
func Agree(v *protocol.View, c protocol.Choice) (messages.Message, error) {
	a, err := requester.Terms(v, c, 0)
	if err != nil {
		return nil, err
	}
	return a, nil
}

func (b *Buyer) Hired(ctx context.Context, v *protocol.View) error {
	b.note("Hired", v)
	if b.OnHired != nil {
		return b.OnHired(ctx, v)
	}
	return nil
}

func (b *Buyer) Review(ctx context.Context, v *protocol.View) (messages.Message, error) {
	b.note("Review", v)
	if b.OnReview != nil {
		return b.OnReview(ctx, v)
	}
	return Pay(v), nil
}

// Pay is the voucher or the reward that v calls for, nil where nothing is owed.
func Pay(v *protocol.View) messages.Message {
	switch {
	case v.Phase == protocol.Claimed:
		return &messages.Voucher{Amount: v.Progress.Claim}
	case v.Free():
		return nil
	}
	return &messages.Reward{Amount: v.Delivery.Cost, ReceiptByMs: time.Now().Add(time.Minute).UnixMilli()}
}

func (b *Buyer) Settled(ctx context.Context, v *protocol.View) error {
	b.note("Settled", v)
	if b.OnSettled != nil {
		return b.OnSettled(ctx, v)
	}
	return nil
}

func (b *Buyer) Ended(_ context.Context, v *protocol.View)    { b.note("Ended", v) }
func (b *Buyer) Replaced(_ context.Context, v *protocol.View) { b.note("Replaced", v) }
