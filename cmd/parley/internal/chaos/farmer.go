package main

import (
	"errors"
	"fmt"
	"sync"

	"github.com/parley-p2p/parley/internal/port"
	"github.com/parley-p2p/parley/messages"
)

// price of 10^9 fuel, in the market's money: so many of its smallest units are what one costs.
const price, perFuel = "0.001", 1_000_000

// post is a farmer.
type post struct {
	*victim
	args []string

	mu   sync.Mutex
	key  messages.Key
	addr string // where it is reached
}

func newPost(a *arena, name string) (*post, error) {
	f := &post{victim: &victim{arena: a, kind: kindFarmer, name: name, home: a.state()}}
	f.needs = func() []*victim { return []*victim{a.market.victim} }
	at, err := port.Draw()
	f.args = []string{"farm", "--name", name, "-o", "jsonl", "-v", "--fuel-price", price, "--max-jobs", "16", "--listen", port.Multiaddr(at)}
	return f, err
}

// run has the farmer live, again and again, until it is interrupted. ready hears when it answers, in every life.
func (f *post) run(ready func(p *process)) error {
	for {
		p, err := f.life(ready)
		if err != nil {
			return err
		}
		switch {
		case p.killed.Load():
		case p.code() == 0 && !f.wasTold():
			return errors.New("it ended by itself")
		case p.code() == 0 || !f.excused(p):
			return p.well()
		}
		f.arena.missedBy(f)
	}
}

// life is one life of the farmer.
func (f *post) life(ready func(p *process)) (*process, error) {
	var asking sync.WaitGroup
	defer asking.Wait()
	return f.live(func(p *process, line []byte) {
		e := parse(line)
		if e.Event != "ready" {
			return
		}
		if err := f.isReady(e); err != nil {
			f.arena.fail(f.victim, err)
			return
		}
		asking.Go(func() {
			if f.arena.asker.answered(f, p) {
				f.back(p)
				ready(p)
			}
		})
	}, f.args...)
}

// isReady notes who it is and where.
func (f *post) isReady(e event) error {
	key, err := messages.ParseKey(e.Farmer)
	if err != nil || len(e.Addresses) == 0 {
		return fmt.Errorf("it is ready as nobody, or nowhere: %+v: %w", e, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.addr != "" && (f.key != key || f.addr != e.Addresses[0]) {
		return fmt.Errorf("it came back as another: it was %s at %s, and is %s at %s", f.key, f.addr, key, e.Addresses[0])
	}
	f.key, f.addr = key, e.Addresses[0]
	return nil
}

func (f *post) where() (messages.Key, string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.key, f.addr
}
