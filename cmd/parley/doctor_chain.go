package main

import (
	"cmp"
	"context"
	"fmt"
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/services/deals"
)

func (a *app) examineChain(ctx context.Context, name string, h *home.Home, m *market.Market, note noting) {
	a.examineEndpoints(ctx, m, note)
	asking, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	here := !missingFile(h.Path(home.AccountFile))
	p, err := a.visit(asking, h, m, deals.Address{})
	note("chain", true, fmt.Sprintf("%s, id %d, the contract's code is ours", m.Chain.Where(), m.Chain.ID), err)
	if err != nil {
		return
	}
	defer p.Close()
	note("token", true, fmt.Sprintf("%s, which this market calls %s", m.Chain.Token, m.Chain.Symbol), node.CheckMoney(asking, m, p))
	now, err := p.Now(asking)
	if err == nil {
		err = node.Skew(asking, p.Client, now)
	}
	note("clock", true, fmt.Sprintf("%s off the chain's newest block", time.Until(now).Abs().Round(time.Second)), err)
	judges := a.examinePanel(asking, h, m, note)
	if judges != nil {
		defer judges.Close()
	}
	sits := judges != nil && slices.Contains(judges.Panel.Members(), [20]byte(p.Account().Address))
	if !here {
		note("money", false, "no account has any yet", nil)
		return
	}
	a.renew(h)
	records, unknown := statuses(h)
	w, err := p.Wallet(asking)
	if err == nil && w.Coin.IsZero() {
		err = failure.Newf(failure.Funds, "fund it; in a market on this machine who runs or farms asks the faucet", "the account %s has nothing to pay gas with", p.Account().Address)
	}
	says := "there is coin for gas"
	if err == nil && !m.Chain.Play {
		var price *big.Int
		if price, err = p.Client.SuggestGasPrice(asking); err != nil {
			err = p.Client.Explain(err)
		} else {
			says, err = dutiesOf(name, records, sits, m.Judged()).gasFor(p.Account().Address, price, w.Coin)
		}
	}
	note("money", false, says, err)
	a.examineRecords(ctx, m, p, records, note)
	a.examineDeals(ctx, h, m, p, records, unknown, note)
	if !sits {
		judges = nil
	}
	a.examineParty(ctx, h, m, p, judges, a.nodeOf(records, sits), note)
}

// visit opens the chain for a party's account, to read; for nobody's, where the party has none yet.
func (a *app) visit(ctx context.Context, h *home.Home, m *market.Market, panel deals.Address) (*party.Opened, error) {
	secret, err := party.NewSecret()
	if err == nil && !missingFile(h.Path(home.AccountFile)) {
		secret, _, err = accountOf(h)
	}
	if err != nil {
		return nil, err
	}
	return party.Open(ctx, party.Config{RPC: m.Chain.RPC, ChainID: m.Chain.ID, Contract: m.Chain.Contract, Panel: panel, Secret: secret,
		Depth: m.Chain.Depth, Told: func(words string) { a.say("%s", words) }, Logger: a.logger()})
}

// examinePanel opens the market's panel, for the party's account; nil: there is none that can judge.
func (a *app) examinePanel(ctx context.Context, h *home.Home, m *market.Market, note noting) *party.Opened {
	if !m.Judged() {
		return nil
	}
	judges, err := a.visit(ctx, h, m, m.Chain.Panel)
	says := ""
	if err == nil {
		says = fmt.Sprintf("%s, of %s, its code is ours", m.Chain.Panel, plural(len(judges.Panel.Members()), "mediator", "mediators"))
	}
	note("panel", true, says, err)
	return judges
}

// examineParty names what keeps money that this party could have, beside its deals. judges is nil unless it is a member of the panel.
func (a *app) examineParty(ctx context.Context, h *home.Home, m *market.Market, p, judges *party.Opened, nodeCommand string, note noting) {
	asking, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	a.examineTransactions(asking, h, p, nodeCommand, note)
	if judges != nil {
		a.examineSeats(asking, m, judges, nodeCommand, note)
	}
}

// examineRecords says whether the chain has what this party saw on it: one that was begun anew, or is another, has nothing of it. The last
// deal that it saw open stands for those before.
func (a *app) examineRecords(ctx context.Context, m *market.Market, p *party.Opened, records []*deals.Record, note noting) {
	asking, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	var last *deals.Record
	for _, r := range records {
		switch of, err := made(m, r); {
		case err != nil:
			note(fmt.Sprintf("deal %.10s", r.Papers.ID), false, "", err)
		case !of && !r.Closed:
			note(fmt.Sprintf("deal %.10s", r.Papers.ID), true, "", failure.Newf(failure.Unavailable, "name the market that it was made in, with --market FILE; or use another party for this one, with --name",
				"this party's records have it, and it is of another chain or contract than %s on chain %d, which the market file names", m.Chain.Contract, m.Chain.ID))
		case of && (r.Opened || r.Closed && !r.Void):
			last = r
		}
	}
	if last == nil {
		return
	}
	there, err := stands(asking, p, last.Papers.ID)
	if err == nil && !there {
		err = failure.Newf(failure.Unavailable, "if the chain was begun anew, as by parley dev in a new folder, go on as a party without records, with --name or --home DIR; else correct the market file's rpc, or name another with --rpc",
			"the chain knows nothing of deal %.10s, which this party saw open on it: it was begun anew, or its endpoint is of another, or lags behind", last.Papers.ID)
	}
	note("records", true, fmt.Sprintf("of %s; the chain has the last", plural(len(records), "deal", "deals")), err)
}

// made reports whether a deal is of the market's contract: its ID follows from what was agreed, the contract and its chain.
func made(m *market.Market, r *deals.Record) (bool, error) {
	judge, d := party.Offline(deals.Account{Chain: m.Chain.ID, Address: m.Chain.Contract}), r.Papers.Deal
	var err error
	if d.TermsHash, err = judge.TermsHash(r.Papers.Terms); err != nil {
		return false, err
	}
	id, err := judge.DealID(d)
	return id == r.Papers.ID, err
}

// stands reports whether the chain has a deal, or had it: the contract keeps nothing of what is closed, and its log does.
func stands(ctx context.Context, p *party.Opened, id deals.Hash) (bool, error) {
	status, err := p.Status(ctx, id, 1)
	if err != nil || status.State != deals.Unopened {
		return err == nil, err
	}
	seen, err := p.Transactions(ctx, []deals.Hash{id})
	return len(seen) > 0, err
}

// examineDeals names every deal in which somebody is blocked, though the time has come for what frees the money. err is why not all of them
// are known.
func (a *app) examineDeals(ctx context.Context, h *home.Home, m *market.Market, p *party.Opened, records []*deals.Record, err error, note noting) {
	asking, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	live, running := 0, isFile(filepath.Join(h.Path(home.DealDir), runningFile))
	for _, r := range records {
		if r.Closed {
			continue
		}
		s, c, why := a.blocked(asking, m, p, r)
		whys := []error{why}
		if s != nil {
			if s.Next != deals.Finish.String() {
				live++
			}
			whys = append(whys, unanswered(r, s, c, mirrorOf(h, r.Papers.ID).Encrypted, running, a.nodeOf([]*deals.Record{r}, false)))
		}
		for _, why := range whys {
			if why != nil {
				note(fmt.Sprintf("deal %.10s", r.Papers.ID), false, "", costly(why))
			}
		}
	}
	note("deals", false, plural(live, "is open", "are open"), err)
}

// blocked says how a deal and its case stand, and what it waits for that this side, or anybody, could do now; nil: for nothing.
func (a *app) blocked(ctx context.Context, m *market.Market, p *party.Opened, r *deals.Record) (s *deals.Shown, c *hearing, why error) {
	if s, why = look(ctx, p, r); why != nil {
		return nil, nil, why
	}
	c, err := hear(ctx, p, r, s)
	if err != nil {
		return s, nil, err
	}
	if c != nil {
		s.Now, s.Moves = c.now, append(c.moves(), s.Moves...) // the case was read after the deal
		if against, err := c.wronged(ctx, m, p, r, s); err != nil || against != nil {
			return s, c, cmp.Or(err, against)
		}
	}
	for _, move := range s.Moves {
		due := !move.From.After(s.Now) && (move.Until.IsZero() || !s.Now.After(move.Until))
		if !due || !move.Frees || move.By != "either" && move.By != s.Role {
			continue
		}
		locked := []string{}
		for _, l := range s.Locks {
			locked = append(locked, fmt.Sprintf("the %s has %s locked", l.By, sumOfText(m, l.Amount)))
		}
		return s, c, failure.Newf(failure.General, move.Command+" (this side's node does it by itself, when it runs)", "%s; %s, since %s: %s",
			cmp.Or(strings.Join(locked, ", "), "the panel holds stake"), s.State, move.From.Local().Format(time.DateTime), move.Why)
	}
	return s, c, nil
}
