package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"
)

// bystanders are parties that nobody kills, one of each kind. They are started now and then, to see how long that takes.
type bystanders struct {
	market    *stand
	farmer    *post
	requester *buyer
}

func (s *bystanders) come(a *arena) (err error) {
	if s.market, err = newStand(a, "bystander-market", filepath.Join(a.dir, "bystander")); err != nil {
		return err
	}
	s.requester = newBuyer(a, "bystander-requester", 0)
	s.farmer, err = newPost(a, "bystander-farmer")
	return err
}

// keepMeasuring takes the baseline now and then, until ctx ends.
func (a *arena) keepMeasuring(ctx context.Context) error {
	for {
		if err := a.measure(inWar); err != nil {
			return err
		}
		select {
		case <-time.After(3 * time.Second):
		case <-ctx.Done():
			return nil
		}
	}
}

// measure has a bystander of each kind live once.
func (a *arena) measure(name func(kind string) string) error {
	s := a.bystanders
	serves := func(v *victim, p *process) {
		if took := time.Since(p.began); !v.excused(p) {
			a.figures.add(name(v.kind), took)
		}
	}
	p, err := s.market.life(func(p *process) {
		serves(s.market.victim, p)
		s.market.interrupt()
	})
	if err := a.unharmed(s.market.victim, p, err); err != nil {
		return err
	}
	p, err = s.farmer.life(func(p *process) {
		serves(s.farmer.victim, p)
		defer s.farmer.interrupt()
		_, addr := s.farmer.where()
		asked := false
		p, err := s.requester.live(func(p *process, line []byte) {
			if !asked && parse(line).Event == "quote" {
				asked = true
				serves(s.requester.victim, p)
			}
		}, "run", modules[0], "--dry-run", "--name", s.requester.name, "-o", "jsonl", "-v", "--wait", "100ms", "--farmer", addr)
		if err := a.unharmed(s.requester.victim, p, err); err != nil {
			a.fail(s.requester.victim, err)
		}
	})
	return a.unharmed(s.farmer.victim, p, err)
}

// unharmed says how a bystander has ended that should have ended well, unless another was away.
func (a *arena) unharmed(v *victim, p *process, err error) error {
	if err == nil && !v.excused(p) {
		err = p.well()
	}
	if err != nil {
		return fmt.Errorf("%s: %w\nits last words:\n%s", v.name, err, tail(v.log()))
	}
	return nil
}
