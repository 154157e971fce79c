package sim

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// rng is a source of its own for whatever is named.
func rng(x uint64, what ...string) *rand.Rand { return rand.New(rand.NewPCG(x, mix(x, what...))) }

// asked is where a policy waits to be let go. What it then says depends on what it was asked, by whom and after what.
func (l *life) asked(ctx context.Context, hook string, v *protocol.View) (policy, error) {
	b := l.party.bubble
	b.mu.Lock()
	name := b.named(v.Session)
	b.mu.Unlock()
	if _, err := l.hold(ctx, nil, "is asked to", "%s %s after %d", hook, name, v.Count); err != nil {
		return policy{}, err
	}
	p := policy{rng(7, l.party.name, hook, v.Head.String()), everybody(), l.party.now().UnixMilli(), false}
	var err error
	switch {
	case p.chance(24):
		err = protocol.Errorf(protocol.Declined, "no %s today", hook)
	case p.chance(32):
		err = fmt.Errorf("%s does not work", hook)
	}
	if err != nil {
		l.party.givesUp(v.Session)
	}
	return p, err
}

// told is where a policy that hears of an end waits: the session is closed in an event of its own, and not in that which
// ended it, where it may be before or after what else comes of that.
func (l *life) told(ctx context.Context, v *protocol.View) {
	b := l.party.bubble
	b.mu.Lock()
	name := b.named(v.Session)
	b.mu.Unlock()
	_, _ = l.hold(ctx, nil, "is told of the end of", "%s after %d", name, v.Count)
}

// seller is a farmer that says whatever is legal.
type seller struct{ life *life }

func (s seller) Quote(ctx context.Context, v *protocol.View) (*messages.Quote, error) {
	p, err := s.life.asked(ctx, "quote", v)
	if err != nil {
		return nil, err
	}
	return p.quote(v), nil
}

func (s seller) Accept(ctx context.Context, v *protocol.View) (*messages.Acceptance, error) {
	p, err := s.life.asked(ctx, "accept", v)
	if err != nil {
		return nil, err
	}
	return &messages.Acceptance{Signature: p.account(v)}, nil
}

func (s seller) Work(ctx context.Context, v *protocol.View, progress farmer.Progress) (*messages.Delivery, error) {
	s.life.party.works(v)
	p, err := s.life.asked(ctx, "work on", v)
	if err == nil && p.chance(2) { // one that begins anew and does not look at what was claimed before a crash
		for u := range v.Progress.GetUnits() {
			if _, err := progress.Claim(ctx, &messages.Progress{Units: u + 1}); err != nil {
				return nil, err
			}
		}
	}
	for err == nil && v.Progress.GetUnits() < min(v.Terms.Units, uint64(simLimits.Windows)) && p.chance(2) {
		claim := p.say(messages.Kind_KIND_PROGRESS, v).(*messages.Progress)
		if _, err = progress.Claim(ctx, claim); err != nil {
			return nil, err
		}
		next := *v // what was claimed and answered
		next.Progress, next.Voucher = claim, &messages.Voucher{Amount: claim.Claim}
		v = &next
		p, err = s.life.asked(ctx, fmt.Sprintf("go on from %d with", claim.Units), v)
	}
	if err != nil {
		return nil, err
	}
	return p.delivery(v), nil
}

func (s seller) Confirm(ctx context.Context, v *protocol.View) (*messages.Receipt, error) {
	p, err := s.life.asked(ctx, "confirm", v)
	if err != nil {
		return nil, err
	}
	return p.say(messages.Kind_KIND_RECEIPT, v).(*messages.Receipt), nil
}

func (s seller) Ended(ctx context.Context, v *protocol.View) { s.life.told(ctx, v) }

// buyer is a requester that says whatever is legal.
type buyer struct{ life *life }

func (b buyer) Agree(ctx context.Context, v *protocol.View, _ protocol.Choice) (messages.Message, error) {
	p, err := b.life.asked(ctx, "agree to", v)
	if err != nil {
		return nil, err
	}
	if !v.Quote.Final && !v.SOW.Final && p.chance(4) {
		return p.sow(v), nil
	}
	return p.agreement(v), nil
}

func (b buyer) Hired(ctx context.Context, v *protocol.View) error {
	if v.Final() {
		b.life.party.bubble.fail("the requester is asked to prepare what has ended: %s", v.Phase)
	}
	_, err := b.life.asked(ctx, "prepare", v)
	bubble := b.life.party.bubble
	bubble.mu.Lock()
	defer bubble.mu.Unlock()
	if err == nil {
		bubble.ready[v.Session] = true
	} else if ctx.Err() == nil {
		bubble.off[v.Session] = true
	}
	return err
}

func (b buyer) Review(ctx context.Context, v *protocol.View) (messages.Message, error) {
	p, err := b.life.asked(ctx, "review", v)
	switch {
	case err != nil:
		return nil, err
	case v.Phase == protocol.Claimed:
		return p.say(messages.Kind_KIND_VOUCHER, v), nil
	case v.Free():
		return nil, nil
	case p.chance(6):
		return p.say(messages.Kind_KIND_DISPUTE, v), nil
	}
	return p.say(messages.Kind_KIND_REWARD, v), nil
}

func (b buyer) Settled(ctx context.Context, v *protocol.View) error {
	_, err := b.life.asked(ctx, "settle", v)
	return err
}

func (b buyer) Ended(ctx context.Context, v *protocol.View) { b.life.told(ctx, v) }

// Replaced gives up a farmer that was away for too long: when it is back it is asked to stop.
func (b buyer) Replaced(_ context.Context, v *protocol.View) { b.life.party.givesUp(v.Session) }

var (
	_ farmer.Ender       = seller{}
	_ requester.Ender    = buyer{}
	_ requester.Replacer = buyer{}
)
