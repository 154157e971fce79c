package histories

import (
	"context"
	"math/big"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/parleytest/settlement"
)

// send has a client make a move; look has it look.
type (
	send func(context.Context, *escrow.Contract) (transactions.Outcome, error)
	look func(context.Context, *escrow.Contract) (any, error)
)

// kind is a step of a deal: who takes it, from which state it may be taken, what the document says to it, what the clients do.
type kind struct {
	what  string
	by    []settlement.Account // more than once: more often
	from  []settlement.State
	to    settlement.State
	moves func(w *world, d *deal, is *settlement.Deal, by settlement.Account) bool
	send  func(ctx context.Context, c *escrow.Contract, d *deal, by settlement.Account) (transactions.Outcome, error)
}

const (
	requester = settlement.Requester
	farmer    = settlement.Farmer
	arbiter   = settlement.Arbiter
	payer     = settlement.Payer
	stranger  = settlement.Stranger
)

var (
	anyone = []settlement.Account{requester, farmer, payer, arbiter, stranger}
	live   = []settlement.State{settlement.Open, settlement.Submitted, settlement.Disputed}
)

// kinds are the steps. A stranger's consent is forged.
func kinds() []kind {
	type (
		states   = []settlement.State
		accounts = []settlement.Account
	)
	forged := func(d *deal, by settlement.Account, signature []byte) []byte {
		if by == stranger {
			return stranger.Sign(d.ID)
		}
		return signature
	}
	return []kind{
		{"open", accounts{requester, requester, requester, farmer, farmer, payer, stranger}, states{settlement.Unopened}, settlement.Open,
			func(w *world, d *deal, is *settlement.Deal, by settlement.Account) bool {
				return w.Open(is, d.disclosed, by != stranger)
			},
			func(ctx context.Context, c *escrow.Contract, d *deal, by settlement.Account) (transactions.Outcome, error) {
				o := escrow.Opening{Deal: d.signed, PayerSignature: forged(d, by, d.payer), FarmerSignature: d.farmer}
				if d.disclosed {
					return c.OpenDisclosed(ctx, o, d.terms)
				}
				return c.Open(ctx, o)
			}},
		{"decline", accounts{farmer, stranger}, states{settlement.Open}, settlement.Closed,
			func(w *world, _ *deal, is *settlement.Deal, by settlement.Account) bool {
				return w.Decline(is, by != stranger)
			},
			func(ctx context.Context, c *escrow.Contract, d *deal, by settlement.Account) (transactions.Outcome, error) {
				return c.Decline(ctx, d.signed, d.terms, forged(d, by, d.decline))
			}},
		{"cancel", accounts{farmer}, live, settlement.Closed,
			func(w *world, _ *deal, is *settlement.Deal, _ settlement.Account) bool { return w.Cancel(is, true) },
			func(ctx context.Context, c *escrow.Contract, d *deal, _ settlement.Account) (transactions.Outcome, error) {
				return c.Cancel(ctx, d.signed, d.terms, d.cancels[0], d.cancels[1])
			}},
		{"split", accounts{requester}, live, settlement.Closed,
			func(w *world, d *deal, is *settlement.Deal, _ settlement.Account) bool {
				return w.Split(is, d.toPayer, d.Locked()-d.toPayer, true)
			},
			func(ctx context.Context, c *escrow.Contract, d *deal, _ settlement.Account) (transactions.Outcome, error) {
				return c.Split(ctx, d.signed, d.terms, big.NewInt(d.toPayer), big.NewInt(d.Locked()-d.toPayer), d.splits[0], d.splits[1])
			}},
		{"expire", anyone, states{settlement.Open, settlement.Open}, settlement.Closed,
			func(w *world, _ *deal, is *settlement.Deal, _ settlement.Account) bool { return w.Expire(is) },
			func(ctx context.Context, c *escrow.Contract, d *deal, _ settlement.Account) (transactions.Outcome, error) {
				return c.Expire(ctx, d.signed, d.terms)
			}},
		{"submit", accounts{farmer, farmer, farmer, farmer, farmer, farmer, farmer, farmer, stranger}, states{settlement.Open}, settlement.Submitted,
			func(w *world, d *deal, is *settlement.Deal, by settlement.Account) bool {
				return w.Submit(is, by, d.delivery)
			},
			func(ctx context.Context, c *escrow.Contract, d *deal, _ settlement.Account) (transactions.Outcome, error) {
				return c.Submit(ctx, d.signed, d.terms, d.delivered())
			}},
		{"settle", accounts{requester, farmer, stranger}, states{settlement.Open, settlement.Submitted, settlement.Submitted}, settlement.Closed,
			func(w *world, d *deal, is *settlement.Deal, by settlement.Account) bool {
				return w.Settle(is, by, d.delivery, true, false)
			},
			func(ctx context.Context, c *escrow.Contract, d *deal, _ settlement.Account) (transactions.Outcome, error) {
				return c.Settle(ctx, escrow.Settlement{Deal: d.signed, Delivery: d.delivered(), Signature: d.acceptance})
			}},
		{"settle disclosed", accounts{requester, farmer}, states{settlement.Submitted, settlement.Disputed}, settlement.Closed,
			func(w *world, d *deal, is *settlement.Deal, by settlement.Account) bool {
				return w.Settle(is, by, d.delivery, true, true)
			},
			func(ctx context.Context, c *escrow.Contract, d *deal, _ settlement.Account) (transactions.Outcome, error) {
				return c.SettleDisclosed(ctx, escrow.Settlement{Deal: d.signed, Delivery: d.delivered(), Signature: d.acceptance}, d.terms, d.dispute())
			}},
		{"claim", anyone, states{settlement.Submitted, settlement.Submitted, settlement.Submitted}, settlement.Closed,
			func(w *world, d *deal, is *settlement.Deal, _ settlement.Account) bool {
				return w.Claim(is, d.delivery)
			},
			func(ctx context.Context, c *escrow.Contract, d *deal, _ settlement.Account) (transactions.Outcome, error) {
				return c.Claim(ctx, d.signed, d.terms, d.delivered())
			}},
		{"dispute", accounts{requester, requester, requester, requester, farmer}, states{settlement.Submitted, settlement.Submitted}, settlement.Disputed,
			func(w *world, d *deal, is *settlement.Deal, by settlement.Account) bool {
				return w.Dispute(is, by, d.grounds)
			},
			func(ctx context.Context, c *escrow.Contract, d *deal, _ settlement.Account) (transactions.Outcome, error) {
				return c.Dispute(ctx, d.signed, d.terms, d.dispute())
			}},
		{"draw", accounts{arbiter, arbiter, stranger}, states{settlement.Disputed}, settlement.Disputed,
			func(w *world, _ *deal, is *settlement.Deal, by settlement.Account) bool { return w.Draw(is, by) },
			func(ctx context.Context, c *escrow.Contract, d *deal, _ settlement.Account) (transactions.Outcome, error) {
				return c.Draw(ctx, d.signed, d.terms)
			}},
		{"rule", accounts{arbiter, arbiter, requester}, states{settlement.Disputed}, settlement.Closed,
			func(w *world, d *deal, is *settlement.Deal, by settlement.Account) bool {
				return w.Rule(is, by, d.grounds, d.ruling)
			},
			func(ctx context.Context, c *escrow.Contract, d *deal, _ settlement.Account) (transactions.Outcome, error) {
				return c.Rule(ctx, d.signed, d.terms, d.dispute(), d.ruled())
			}},
		{"lapse", anyone, states{settlement.Disputed}, settlement.Closed,
			func(w *world, d *deal, is *settlement.Deal, _ settlement.Account) bool { return w.Lapse(is, d.grounds) },
			func(ctx context.Context, c *escrow.Contract, d *deal, _ settlement.Account) (transactions.Outcome, error) {
				return c.Lapse(ctx, d.signed, d.terms, d.dispute())
			}},
	}
}

func (h *History) step(k kind, n int, by settlement.Account) (*Move, send) {
	d := h.deals[n]
	return &Move{What: k.what, By: by, Of: n, moves: func(w *world) bool { return k.moves(w, d, &w.deals[n], by) }},
		func(ctx context.Context, c *escrow.Contract) (transactions.Outcome, error) {
			return k.send(ctx, c, d, by)
		}
}

// deposit and withdrawal are named by a reference of which there are few, so that some are asked for again.

func deposit(by settlement.Account, n int) (*Move, send) {
	amount := int64(1500 + 997*n%3500)
	return &Move{What: "deposit", By: by, Of: n, moves: func(w *world) bool {
			w.Deposit(by, amount)
			w.tokens[by] -= amount
			return w.tokens[by] >= 0
		}}, func(ctx context.Context, c *escrow.Contract) (transactions.Outcome, error) {
			return c.Deposit(ctx, reference(n), by.Address(), big.NewInt(amount))
		}
}

func withdrawal(by settlement.Account, n int) (*Move, send) {
	amount := int64(1 + 211*n%1500)
	return &Move{What: "withdraw", By: by, Of: n, moves: func(w *world) bool {
			w.tokens[by] += amount
			return w.Withdraw(by, amount)
		}}, func(ctx context.Context, c *escrow.Contract) (transactions.Outcome, error) {
			return c.Withdraw(ctx, reference(n), by.Address(), big.NewInt(amount))
		}
}

func reference(n int) string { return big.NewInt(int64(n)).String() }

// standing is what a deal shows.
type standing struct {
	State            settlement.State
	Since            int64
	Drawn, Sponsored bool
}

func (h *History) progress(by settlement.Account, n int) (*Move, look) {
	id, depth := h.deals[n].ID, uint64(1)
	if h.flaw == Stale {
		depth = 2
	}
	shows := func(w *world) any {
		is := w.deals[n]
		if !is.Live() {
			return standing{}
		}
		return standing{is.State, is.Since, is.Drawn, is.Payer != requester}
	}
	return &Move{What: "progress", By: by, Of: n, shows: shows}, func(ctx context.Context, c *escrow.Contract) (any, error) {
		p, err := c.Progress(ctx, id, depth)
		if err != nil || p.State == escrow.Closed || p.State == escrow.Unopened { // a closed one is forgotten in the end
			return standing{}, err
		}
		return standing{settlement.State(p.State), p.Since.Unix(), p.Drawn, p.Sponsored}, nil
	}
}

func (h *History) deadline(by settlement.Account, n int) (*Move, look) {
	d := h.deals[n]
	shows := func(w *world) any {
		if is := &w.deals[n]; is.Live() {
			return w.Deadline(is)
		}
		return int64(0)
	}
	return &Move{What: "deadline", By: by, Of: n, shows: shows}, func(ctx context.Context, c *escrow.Contract) (any, error) {
		at, err := c.Deadline(ctx, d.signed, d.terms)
		if at.IsZero() {
			return int64(0), err
		}
		return at.Unix(), err
	}
}

// balance is what an account shows.
type balance struct {
	Free int64
	settlement.Marks
}

func account(by, of settlement.Account) (*Move, look) {
	shows := func(w *world) any {
		b := balance{Free: w.Free[of]}
		if marks := w.Marks[of]; marks != nil {
			b.Marks = *marks
		}
		return b
	}
	return &Move{What: "account", By: by, Of: int(of), shows: shows}, func(ctx context.Context, c *escrow.Contract) (any, error) {
		a, err := c.Account(ctx, of.Address())
		if err != nil {
			return nil, err
		}
		return balance{a.Free.Int64(), settlement.Marks{Delivered: int64(a.Delivered), Missed: int64(a.Missed), Faulted: int64(a.Faulted),
			Accepted: int64(a.Accepted), Defaulted: int64(a.Defaulted), Undetermined: int64(a.Undetermined)}}, nil
	}
}

func tokens(by, of settlement.Account) (*Move, look) {
	return &Move{What: "tokens", By: by, Of: int(of), shows: func(w *world) any { return w.tokens[of] }},
		func(ctx context.Context, c *escrow.Contract) (any, error) { return number(c.Tokens(ctx, of.Address())) }
}

func burned(by settlement.Account) (*Move, look) {
	return &Move{What: "burned", By: by, shows: func(w *world) any { return w.Burned }},
		func(ctx context.Context, c *escrow.Contract) (any, error) { return number(c.Burned(ctx)) }
}

func number(n *big.Int, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return n.Int64(), nil
}
