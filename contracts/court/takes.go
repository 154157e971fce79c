package court

import (
	"time"

	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// Takes is for Guarded and Funded of package deals: it says why the panel would not take a dispute about a deal, or could not
// rule in time.
func Takes(p *panel.Panel) func(deals.Deal, deals.Terms) error {
	return func(d deals.Deal, t deals.Terms) error {
		deal, err := party.Deal(d)
		if err != nil {
			return err
		}
		terms, err := party.Terms(t)
		if err != nil {
			return err
		}
		return p.Takes(deal, terms)
	}
}

// Window is how long terms leave to judge in for the panel to rule, with as many appeals as its list is long enough for.
func Window(p *panel.Panel) time.Duration {
	rules, appeals := p.Rules(), 0
	for appeals < panel.MaxAppeals && rules.SeatsIn(1+appeals+1) <= len(p.Members()) {
		appeals++
	}
	const rounds = 3 // the first, and two in its place should it not be able to tell
	return rules.Length(appeals) + time.Duration(appeals+rounds)*panel.DrawWithin
}

// Collateral is what a deal that the panel judges has at stake: what both sides offer and take.
func Collateral(p *panel.Panel) (deals.Collateral, error) {
	fee, err := messages.AmountOf(p.Rules().Fee)
	return deals.Judged(deals.Address(p.Address()), fee), err
}
