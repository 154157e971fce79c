package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// examineTransactions names what this party has signed and the chain has not taken, what it waits for, and the command that has it
// go on. Who runs sees to its own.
func (a *app) examineTransactions(ctx context.Context, h *home.Home, p *party.Opened, nodeCommand string, note noting) {
	path := h.Path(home.TransactionsFile)
	if !isFile(path) {
		return
	}
	held, err := transactionsIn(ctx, path, transactions.Scope{ChainID: p.Client.ID(), Account: [20]byte(p.Account().Address)})
	if errors.Is(err, transactions.ErrStoreInUse) {
		note("transactions", false, "a process of this party runs, and sees to them", nil)
		return
	}
	if err != nil {
		note("transactions", true, "", err)
		return
	}
	waits, err := transactions.Survey(ctx, [20]byte(p.Account().Address), transactions.Config{Client: p.Client, Store: held})
	well := 0
	for _, w := range waits {
		if w.Well {
			well++
			continue
		}
		note(fmt.Sprintf("tx %.10s", w.Hash), false, "", costly(failure.Newf(failure.General, goOn(w, nodeCommand), "%s of this account, nonce %d, waits for %s", effect(w.Key), w.Nonce, w.For)))
	}
	anew := errors.Is(err, transactions.ErrOtherHistory) // nothing can be sent
	note("transactions", anew, plural(well, "waits", "wait")+" for a block, or to be noted as mined", err)
}

// transactionsIn copies what the store in a file holds of an account, and lets go of the file: to ask an endpoint takes time, and the party's
// own program is not to be kept from its store meanwhile.
func transactionsIn(ctx context.Context, path string, scope transactions.Scope) (*transactions.Memory, error) {
	store, err := transactions.OpenSQLite(ctx, path)
	if err != nil {
		return nil, err
	}
	held, err := store.Copy(ctx, scope)
	return held, errors.Join(err, store.Close())
}

// goOn is what has a transaction go on that does not by itself.
func goOn(w transactions.Wait, nodeCommand string) string {
	switch {
	case strings.HasPrefix(w.For, "funds"):
		return "send the account coin of this chain, then: " + nodeCommand
	case strings.HasPrefix(w.For, "nothing"):
		return nodeCommand + ", which decides anew what is to be done; give each program an account of its own"
	}
	return nodeCommand + ", which sends it again, fills what is missing below it and offers more where that is needed"
}

// keyOfDeal is what a transaction about a deal is kept under.
var keyOfDeal = regexp.MustCompile(`^([0-9a-f]{64})/(?:panel/)?([a-z]+)`)

// effect says what a transaction is for.
func effect(key string) string {
	if m := keyOfDeal.FindStringSubmatch(key); m != nil {
		return fmt.Sprintf("the transaction to %s deal 0x%.8s", m[2], m[1])
	}
	what, _, _ := strings.Cut(key, "/")
	return fmt.Sprintf("the transaction for a %s", what)
}

// examineSeats names the cases in which this party, a member of the market's panel, has still to vote: silence costs it the stake of its seat.
// Whether its mediator runs cannot be seen: what holds its files may be another program of the party.
func (a *app) examineSeats(ctx context.Context, m *market.Market, p *party.Opened, nodeCommand string, note noting) {
	held, err := seatsOf(ctx, p)
	for _, s := range held {
		says := voting(s.Docket)
		if says == "" {
			continue
		}
		note(fmt.Sprintf("case %.10s", s.Case), false, "", costly(failure.Newf(failure.General, nodeCommand+", unless the mediator of this party runs: it votes by itself",
			"%s; silence costs the stake of its seat, %s", says, node.Amount(m, seats(p.Panel, 1)))))
	}
	note("seats", false, plural(len(held), "holds", "hold")+" stake", err)
}

// seatsOf are those of the party's account in the panel that it was opened with.
func seatsOf(ctx context.Context, p *party.Opened) ([]court.Seat, error) {
	c, err := court.New(p.Client, p.Panel, p.Escrow, [20]byte(p.Account().Address))
	if err != nil {
		return nil, err
	}
	return c.Seats(ctx)
}

// voting says what a member has still to do in a case, until when, or that it is too late. Empty: nothing that it alone can do.
func voting(d mediator.Docket) string {
	at := func(t time.Time) string { return t.Local().Format(time.DateTime) }
	switch {
	case d.Stage == mediator.Committing && !d.Committed:
		return fmt.Sprintf("this mediator was drawn, and has not committed to what it finds: until %s", at(d.Until))
	case !d.Committed && (d.Stage == mediator.Settling || d.Stage == mediator.Revealing):
		return "this mediator was drawn, and has not committed to what it finds: it is too late for that"
	case d.Stage == mediator.Committing || d.Stage == mediator.Settling:
		return fmt.Sprintf("this mediator's vote is not revealed: it can be once nobody can commit any more, which is after %s, for %s", at(d.Until), d.RevealWindow)
	case d.Stage == mediator.Revealing && !d.Revealed:
		return fmt.Sprintf("this mediator's vote is not revealed: until %s", at(d.Until))
	}
	return ""
}

// nodeOf is the command whose process does by itself what is due for a party of this machine.
func (a *app) nodeOf(records []*deals.Record, mediates bool) string {
	farms := func(r *deals.Record) bool { return r.Role == protocol.Farmer }
	switch {
	case mediates:
		return "parley mediator" + a.named
	case slices.ContainsFunc(records, farms):
		return "parley farm" + a.named
	}
	return "parley deal watch"
}
