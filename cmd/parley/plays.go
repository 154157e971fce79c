package main

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// What happens in each scenario, from when the deal is signed until it is closed.

func (s *stage) accept(ctx context.Context) error { return s.closes(ctx) }

func (s *stage) noResult(ctx context.Context) error {
	s.seller.kill()
	s.show("%s was killed", honest)
	if err := s.comes(ctx, deals.Open); err != nil {
		return err
	}
	if err := s.moveTo(ctx, time.Unix(s.deal.Papers.Terms.SubmitBy, 0), "no result comes until it is due"); err != nil {
		return err
	}
	return s.closes(ctx)
}

func (s *stage) noAnswer(ctx context.Context) error {
	at, err := s.unanswered(ctx)
	if err != nil {
		return err
	}
	if err := s.moveTo(ctx, at.Add(time.Duration(s.deal.Papers.Terms.AcceptWindow)*time.Second+time.Second), "nobody says anything to it"); err != nil {
		return err
	}
	return s.closes(ctx)
}

// unanswered kills the requester once the deal is open, and waits until the farmer has put its result on the chain. It returns
// when that was.
func (s *stage) unanswered(ctx context.Context) (time.Time, error) {
	if err := s.comes(ctx, deals.Open); err != nil {
		return time.Time{}, err
	}
	s.requester.kill()
	s.show("the requester was killed; %s works on", honest)
	err := s.until(ctx, "the work to be done", func() (bool, error) {
		records, err := statuses(&home.Home{Dir: filepath.Join(s.home, honest)})
		return slices.ContainsFunc(records, func(r *deals.Record) bool { return r.Papers.ID == s.deal.Papers.ID && r.Result != nil }), err
	})
	if err != nil {
		return time.Time{}, err
	}
	due := time.Unix(s.deal.Papers.Terms.SubmitBy, 0)
	if err := s.moveTo(ctx, due.Add(-beforeDue), "the result is done, and nobody takes it until it is nearly due"); err != nil {
		return time.Time{}, err
	}
	if err := s.comes(ctx, deals.Submitted); err != nil {
		return time.Time{}, err
	}
	s.show("%s has put its result on the chain", honest)
	now, err := s.reader.Status(ctx, s.deal.Papers.ID, 1)
	return now.Since, err
}

// beforeDue is when a farmer that nobody answers puts its result on the chain: 30 s before it is due.
const beforeDue = 28 * time.Second

func (s *stage) wrongResult(ctx context.Context) error {
	if err := s.comes(ctx, deals.Disputed); err != nil {
		return err
	}
	s.disputed("")
	// Before any time is moved: it would be over for this deal, too.
	err := s.until(ctx, honest+" to do it instead, and be paid", func() (bool, error) {
		records, err := statuses(&home.Home{Dir: filepath.Join(s.home, "run")})
		return slices.ContainsFunc(records, func(r *deals.Record) bool { return r.Papers.ID != s.deal.Papers.ID && r.Closed }), err
	})
	if err != nil {
		return err
	}
	return s.settled(ctx)
}

// disputed tells of a dispute, once it is on the chain.
func (s *stage) disputed(also string) {
	s.show("the result of %s is on the chain, and the requester has disputed it: the panel is to judge%s", cheat, also)
}

// settled has the panel rule, and waits until the requester has its picture.
func (s *stage) settled(ctx context.Context) error {
	if err := s.judge(ctx); err != nil {
		return err
	}
	if err := s.closes(ctx); err != nil {
		return err
	}
	return s.until(ctx, "the requester to have its picture", func() (bool, error) {
		select {
		case <-s.requester.ended:
			return true, nil
		default:
			return false, nil
		}
	})
}

func (s *stage) notServed(ctx context.Context) error {
	if err := s.comes(ctx, deals.Disputed); err != nil {
		return err
	}
	s.show("the requester cannot fetch the result, and has disputed it as not served: the panel is to judge")
	return s.settled(ctx)
}

// askedInVain: all who were drawn have asked for the result, and did not have it. That they ask counts from then on.
func (s *stage) askedInVain(d panel.Docket) bool {
	for _, c := range s.mediators {
		if !slices.ContainsFunc(d.Seats, func(x panel.Seat) bool { return deals.Address(x.Member).String() == c.ready() }) {
			continue
		}
		for !s.inVain[c] {
			select {
			case line, more := <-c.out:
				if !more {
					return false
				}
				s.inVain[c] = bytes.Contains(line, []byte(mediator.ErrUnserved.Error()))
			default:
				return false
			}
		}
	}
	return true
}

func (s *stage) vanish(ctx context.Context) error {
	if err := s.comes(ctx, deals.Disputed); err != nil {
		return err
	}
	s.disputed("")
	s.awaited = stages[panel.Armed].awaits
	var d panel.Docket
	err := s.until(ctx, "the panel to be drawn", func() (drawn bool, err error) {
		d, err = s.reader.Panel.Docket(ctx, s.deal.Papers.ID, 1)
		return len(d.Seats) > 0, err
	})
	if err != nil {
		return err
	}
	s.awaited = ""
	for _, c := range s.mediators {
		if slices.ContainsFunc(d.Seats, func(x panel.Seat) bool { return deals.Address(x.Member).String() == c.ready() }) {
			c.kill()
			s.show("%s was drawn by lot, and killed: it says nothing any more", c.name)
		}
	}
	if err := s.moveTo(ctx, d.JudgeBy, "nobody rules until it is too late to"); err != nil {
		return err
	}
	if err := s.closes(ctx); err != nil {
		return err
	}
	s.show("the deal is closed without a ruling: the requester pays half of what %s claimed, and nobody a fee; the other mediator ends the case", cheat)
	if err := s.judge(ctx); err != nil {
		return err
	}
	return s.slashed(ctx)
}

// slashed tells what each mediator has lost.
func (s *stage) slashed(ctx context.Context) error {
	for i, a := range s.cast {
		if !strings.HasPrefix(a.name, mediatorName) {
			continue
		}
		has, err := s.worth(ctx, a.account)
		if err != nil {
			return err
		}
		if lost := s.before[i]; has.Cmp(lost) < 0 {
			s.show("%s was slashed: the %s that its seat held are taken from its stake, since it was drawn and stayed silent", a.name, node.Amount(s.market, minus(lost, has)))
		}
	}
	return nil
}

func (s *stage) undetermined(ctx context.Context) error {
	if err := s.comes(ctx, deals.Disputed); err != nil {
		return err
	}
	s.disputed("; the mediators have the engine of another version, and cannot run the work")
	if err := s.judge(ctx); err != nil {
		return err
	}
	if err := s.closes(ctx); err != nil {
		return err
	}
	s.show("it is not known who is right: the requester pays half of what %s claimed, and each side half of the fee", cheat)
	return nil
}
