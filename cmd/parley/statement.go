package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// sum is an amount in the JSON of deals and balances.
type sum struct {
	Amount   string `json:"amount"`   // for people: "0.01"
	Unit     string `json:"unit"`     // of that: "PLAY"
	Smallest string `json:"smallest"` // the same in the asset's smallest unit, for programs
}

func sumOf(m *market.Market, a messages.Amount) sum {
	return sum{messages.FormatUnits(a, m.Chain.Decimals), m.Chain.Symbol, a.String()}
}

func sumOfText(m *market.Market, text string) *sum {
	a, err := messages.ParseAmount(text)
	if err != nil {
		return nil
	}
	s := sumOf(m, a)
	return &s
}

// statement is how a deal stands, as parley deal list and show print it with -o json: IDs and accounts in hex, amounts with
// their unit, times in RFC 3339 and UTC. Fields are only ever added.
type statement struct {
	Deal      string          `json:"deal"`    // its ID on the chain
	Session   string          `json:"session"` // the negotiation that it came of
	Role      string          `json:"role"`    // of this party: requester, farmer
	State     string          `json:"state"`   // unopened, void, open, submitted, disputed, closed
	Payer     deals.Address   `json:"payer"`
	Requester deals.Address   `json:"requester"`
	Farmer    deals.Address   `json:"farmer"`
	Price     *sum            `json:"price"`              // at most
	Accepted  *sum            `json:"accepted,omitempty"` // what the requester has signed for
	OpenBy    time.Time       `json:"openBy"`
	StartBy   time.Time       `json:"startBy"`
	SubmitBy  time.Time       `json:"submitBy"`
	AcceptFor string          `json:"acceptFor"` // how long after a submission the requester may accept or dispute
	JudgeFor  string          `json:"judgeFor"`  // how long after a dispute it may be ruled on
	Now       time.Time       `json:"now"`       // by the chain
	Locked    []lockStatement `json:"locked"`
	Moves     []moveStatement `json:"moves"`
	Next      nextStatement   `json:"next"`

	// Of deal show.
	Encrypted    bool                `json:"encrypted,omitempty"` // the inputs, and nothing else
	Source       string              `json:"source,omitempty"`    // of the template that its job was made of
	Pricing      *pricingStatement   `json:"pricing,omitempty"`   // what the price is made of, where that is known
	Costs        *costs              `json:"costs,omitempty"`     // beside the price, while the deal is live
	Case         *caseStatement      `json:"case,omitempty"`      // before the panel
	Ended        *endStatement       `json:"ended,omitempty"`     // how, and what was paid
	Transactions []party.Transaction `json:"transactions,omitempty"`
}

// lockStatement is what an account has in the deal.
type lockStatement struct {
	By      string        `json:"by"` // requester, farmer
	Account deals.Address `json:"account"`
	Amount  *sum          `json:"amount"`
}

// moveStatement is what somebody can do with the deal.
type moveStatement struct {
	By       string    `json:"by"`  // requester, farmer, either, both, arbiter
	Row      string    `json:"row"` // of the table in docs/SETTLEMENT.md
	Why      string    `json:"why"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until,omitzero"` // none: until the deal has ended otherwise
	ToPayer  *sum      `json:"toPayer,omitempty"`
	ToFarmer *sum      `json:"toFarmer,omitempty"`
	Command  string    `json:"command"` // empty for an arbiter's
}

// nextStatement is what this party's node does by itself, when it runs.
type nextStatement struct {
	Step  string    `json:"step"` // wait, finish, open, settle, submit, claim, expire, decline, inspect, dispute, lapse
	Why   string    `json:"why"`
	Until time.Time `json:"until,omitzero"` // of wait, at the latest
}

func (a *app) statementOf(m *market.Market, r *deals.Record, s *deals.Shown) *statement {
	d, t := r.Papers.Deal, r.Papers.Terms
	at := func(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
	x := &statement{Deal: s.Deal.String(), Session: r.Session.String(), Role: s.Role, State: stateOf(r, s), Payer: t.Payer, Requester: d.Requester,
		Farmer: d.Farmer, Price: sumOfText(m, d.Price), OpenBy: at(d.OpenBy), StartBy: at(t.StartBy), SubmitBy: at(t.SubmitBy),
		AcceptFor: (time.Duration(t.AcceptWindow) * time.Second).String(), JudgeFor: (time.Duration(t.JudgeWindow) * time.Second).String(), Now: s.Now.UTC(),
		Locked: []lockStatement{}, Moves: []moveStatement{}, Next: nextStatement{Step: s.Next, Why: s.Why}}
	if s.Until != nil {
		x.Next.Until = s.Until.UTC()
	}
	if r.Accepted != nil {
		x.Accepted = sumOfText(m, r.Accepted.Cost)
	}
	for _, l := range s.Locks {
		x.Locked = append(x.Locked, lockStatement{l.By, l.Account, sumOfText(m, l.Amount)})
	}
	for _, v := range s.Moves {
		x.Moves = append(x.Moves, moveStatement{v.By, v.Row, v.Why, v.From.UTC(), v.Until.UTC(), sumOfText(m, v.ToPayer), sumOfText(m, v.ToFarmer), a.moveCommand(s.Role, v)})
	}
	return x
}

// stateOf is the deal's state on the chain. Void: it was not opened in time, and never can be.
func stateOf(r *deals.Record, s *deals.Shown) string {
	if s.State == deals.Unopened.String() && s.Next == deals.Finish.String() {
		if r.Opened {
			return deals.Closed.String()
		}
		return "void"
	}
	return s.State
}

// story is a deal's state for a person, in a line.
func story(r *deals.Record, s *deals.Shown) string {
	switch state := stateOf(r, s); {
	case state == "void":
		return "never opened; nobody owes anything"
	case state != deals.Closed.String() || s.Next != deals.Finish.String():
		return next(s)
	}
	return fmt.Sprintf("nothing is left to do; what was paid says: parley deal show %.12s", s.Deal)
}

func (s *sum) String() string {
	if s == nil {
		return "an unknown amount"
	}
	return s.Amount + " " + s.Unit
}

// next is what a party's own node does, when it runs.
func next(s *deals.Shown) string {
	does := map[string]string{
		deals.Wait.String(): "waits", deals.Finish.String(): "has nothing left to do", deals.DoOpen.String(): "opens the deal",
		deals.DoSettle.String(): "settles with the requester's signature", deals.DoSubmit.String(): "puts the result on the chain",
		deals.DoClaim.String(): "claims the price", deals.DoExpire.String(): "ends the deal, whose time is over",
		deals.DoDecline.String(): "declines the work", deals.DoInspect.String(): "looks at what the farmer has put on the chain",
		deals.DoDispute.String(): "disputes the result", deals.DoLapse.String(): "ends the dispute, whose time is over",
		deals.DoAppeal.String(): "appeals to more members of the panel",
	}
	text := fmt.Sprintf("%s: %s", cmp.Or(does[s.Next], s.Next), s.Why)
	if s.Until != nil {
		text += ", until " + s.Until.Local().Format(time.DateTime)
	}
	return text
}

// balances are the JSON of parley balance. Fields are only ever added.
type balances struct {
	Account string `json:"account"`
	Asset   string `json:"asset"`  // CAIP-19
	Tokens  sum    `json:"tokens"` // in the account
	Free    sum    `json:"free"`   // in the contract, to be taken out
	Locked  sum    `json:"locked"` // in deals
	Coin    sum    `json:"coin"`   // of the chain, for gas
}

// coinOf is an amount of the chain's coin.
func coinOf(a messages.Amount) sum {
	return sum{messages.FormatUnits(a, messages.DecimalsEther), "coin", a.String()}
}
