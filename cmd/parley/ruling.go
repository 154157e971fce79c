package main

import (
	"context"
	"slices"

	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/services/mediator"
)

// stages say what each stage of a case is, as it comes first, and what is waited for in it.
var stages = map[panel.Stage]struct{ says, awaits string }{
	panel.Armed:       {"armed: the hash of a block to come is the lot by which it is drawn who judges", "some blocks, of which one draws who judges, and for a mediator to call that draw"},
	panel.Committing:  {"committing: who was drawn runs the work again, and commits to what it finds", "who was drawn to run the work again, and to commit to what it finds"},
	panel.Settling:    {"settling: nobody can commit any more, as soon as blocks enough stand on that", "blocks"},
	panel.Revealing:   {"revealing: what was sealed is shown, and counts from then on", "who was drawn to reveal what it has committed to"},
	panel.Appealable:  {"appealable: each side could have more mediators judge anew", "the end of the time to appeal"},
	panel.Concludable: {"concludable: what the panel came to can be ruled, which pays out the deal", "a mediator to have what was found ruled"},
	panel.Ended:       {"ended: seats are let go, and who judged is paid", "a mediator to have the case's seats let go"},
}

// judge lets time pass as the case needs it, until it is finished: a stage is over once all have voted.
func (s *stage) judge(ctx context.Context) error {
	defer func() { s.awaited = "" }()
	before, told, passed, asked := panel.Unknown, map[panel.Stage]bool{}, 0, false
	return s.until(ctx, "the panel to rule", func() (bool, error) {
		d, err := s.reader.Panel.Docket(ctx, s.deal.Papers.ID, 1)
		if err != nil {
			return false, err
		}
		if len(d.Passed) > passed {
			passed = len(d.Passed)
			s.show("who was drawn could not tell: it has earned nothing, and loses nothing; another is drawn in its place")
		}
		if d.Stage != before && d.Stage != panel.Unknown {
			before, s.awaited = d.Stage, stages[d.Stage].awaits
			says := stages[d.Stage].says
			if told[d.Stage] {
				says = d.Stage.String() + " again"
			}
			told[d.Stage] = true
			s.show("the case is %s", says)
		}
		pass, why := false, ""
		switch d.Stage {
		case panel.Unknown:
			return true, nil
		case panel.Committing:
			if most := d.Until.Add(-s.reader.Panel.Rules().CommitWindow / mediator.LastShare); s.scenario.withholds && !asked {
				s.awaited = "the mediator to run the work again, and to ask everybody for the result that " + cheat + " keeps"
				if asked = s.askedInVain(d); !asked {
					return false, nil
				}
				return false, s.moveTo(ctx, most, "the result is asked for, and does not come")
			}
			pass, why = !slices.ContainsFunc(d.Seats, func(x panel.Seat) bool { return !x.Committed }), s.committed()
		case panel.Revealing:
			pass, why = !slices.ContainsFunc(d.Seats, func(x panel.Seat) bool { return !x.Revealed }), s.revealed()
		case panel.Settling, panel.Appealable:
			pass, why = true, "nobody is to do anything now"
		}
		if pass {
			return false, s.moveTo(ctx, d.Until, why)
		}
		return false, nil
	})
}

// committed says what was done once all who were drawn have committed.
func (s *stage) committed() string {
	if s.scenario.aged {
		return "who was drawn has another engine, did not run the work, and committed to that it cannot tell"
	}
	return "who was drawn has run the work again and committed to what came of it"
}

func (s *stage) revealed() string {
	if s.scenario.aged {
		return "the last who was drawn could not tell either, and nobody else is left to be drawn"
	}
	return "what was found is revealed"
}
