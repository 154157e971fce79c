package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/contracts/devmarket"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/examples/render"
	"github.com/parley-p2p/parley/messages"
)

// finale is what a scenario came to, for programs.
type finale struct {
	Scenario string        `json:"scenario"`
	Row      string        `json:"row"`
	Outcome  string        `json:"outcome"`
	Deal     string        `json:"deal"`
	Payer    string        `json:"payer"` // of the deal's price, deposit and bond, in the smallest unit
	Farmer   string        `json:"farmer"`
	Panel    string        `json:"panel"`
	Burned   string        `json:"burned"`
	Balances []balanceLine `json:"balances"`
	Pictures []string      `json:"pictures"`
}

var errOpen = errors.New("the deal is not closed")

// ended is how the deal ended, and what that paid.
func (s *stage) ended(ctx context.Context) (escrow.Outcome, payout, error) {
	end, ended, err := s.reader.End(ctx, &s.deal.Papers)
	if err == nil && !ended {
		err = errOpen
	}
	return end.Outcome, payout{payer: end.ToPayer, farmer: end.ToFarmer, panel: end.Fee, burned: end.Burned}, err
}

// end holds how the deal ended against the row, and tells it.
func (s *stage) end(ctx context.Context) error {
	outcome, paid, err := s.ended(ctx)
	if err != nil {
		return err
	}
	claimed := messages.Amount{}
	if d, err := s.reader.Submission(ctx, s.deal.Papers.ID); err != nil {
		return err
	} else if d != nil {
		claimed = of(d.Cost)
	} else if outcome == escrow.OutcomeAccepted {
		claimed = minus(paid.farmer, of(s.deal.Papers.Deal.Bond))
	}
	want, err := due(s.scenario.row, &s.deal.Papers, claimed)
	if err != nil {
		return err
	}
	e := &finale{Scenario: s.scenario.name, Row: s.scenario.row, Outcome: outcome.String(), Deal: s.deal.Papers.ID.String(), Payer: paid.payer.String(),
		Farmer: paid.farmer.String(), Panel: paid.panel.String(), Burned: paid.burned.String(), Balances: []balanceLine{}, Pictures: []string{}}
	for i, a := range s.cast {
		has, err := s.worth(ctx, a.account)
		if err != nil {
			return err
		}
		e.Balances = append(e.Balances, balanceLine{Account: a.account.String(), Who: a.name, Before: s.before[i].String(), After: has.String()})
	}
	if e.Pictures, err = s.keepPictures(); err != nil {
		return err
	}
	if err := s.tell(e); err != nil {
		return err
	}
	if outcome != s.scenario.outcome || want != paid {
		return failure.Newf(failure.General, "run it again with --show-commands", "the deal ended as %s and paid %+v, and row %s pays %+v", outcome, paid, s.scenario.row, want)
	}
	return nil
}

// keepPictures copies the picture that was accepted, and the one that was forged.
func (s *stage) keepPictures() (kept []string, err error) {
	kept = []string{}
	s.ui.Lock()
	forged := s.forged
	s.ui.Unlock()
	if s.drawing() {
		s.screen.Leave()
	}
	stem := strings.TrimSuffix(s.flags.picture, filepath.Ext(s.flags.picture))
	accepted, err := readFile(filepath.Join(s.dir, "tiles", "outputs", render.TileFile), 8<<20)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return kept, err
	}
	for path, b := range map[string][]byte{s.flags.picture: accepted, stem + "-forged.png": forged} {
		if len(b) == 0 {
			continue
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			return kept, failure.Newf(failure.General, "name another place with --picture FILE", "the picture cannot be kept: %w", err)
		}
		kept = append(kept, path)
	}
	slices.Sort(kept)
	return kept, nil
}

// tell prints how it ended.
func (s *stage) tell(e *finale) error {
	if s.app.output != "table" {
		enc := json.NewEncoder(s.app.out)
		enc.SetIndent("", "  ")
		return enc.Encode(e)
	}
	w := s.app.out
	fmt.Fprintf(w, "\nrow         %s of the payout table: %s\n", e.Row, e.Outcome)
	fmt.Fprintf(w, "paid        %s to the payer, %s to the farmer, %s to the panel; %s burned\n", money(e.Payer), money(e.Farmer), money(e.Panel), money(e.Burned))
	for _, b := range e.Balances {
		fmt.Fprintf(w, "%-12shad %s, has %s: %s\n", b.Who, bare(b.Before), money(b.After), gained(b))
	}
	if e.Row == "9" {
		fmt.Fprintf(w, "unearned    %s: the fee of the dispute, which nobody has earned since nobody could tell; it goes to who would have been drawn next, and where\n", money(e.Panel))
		fmt.Fprintf(w, "            nobody is left, as here, to who could not tell first\n")
	}
	for _, p := range e.Pictures {
		fmt.Fprintf(w, "picture     %s\n", p)
	}
	fmt.Fprintf(w, "\ntry next    %s\n", s.app.typed("parley demo --scenario ")+scenarioAfter(e.Scenario))
	return nil
}

func bare(text string) string { return messages.FormatUnits(of(text), devmarket.Decimals) }

// gained says what came or went.
func gained(b balanceLine) string {
	before, after := of(b.Before), of(b.After)
	switch c := after.Cmp(before); {
	case c > 0:
		return "+" + messages.FormatUnits(minus(after, before), devmarket.Decimals)
	case c < 0:
		return "-" + messages.FormatUnits(minus(before, after), devmarket.Decimals)
	}
	return "as before"
}
