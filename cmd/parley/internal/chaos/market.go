package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/internal/port"
)

// stand is the market: a chain, a faucet and a peer to meet at.
type stand struct {
	*victim
	args []string

	mu   sync.Mutex
	seen block // the last that anybody saw
	desc []byte
}

func newStand(a *arena, name, home string) (*stand, error) {
	s := &stand{victim: &victim{arena: a, kind: kindMarket, name: name, home: home}}
	s.needs = func() []*victim { return nil }
	rpc, faucet, meet, err := places()
	s.args = []string{"dev", "-o", "json", "--rpc", rpc, "--faucet", faucet, "--listen", port.Multiaddr(meet)}
	return s, err
}

func places() (rpc, faucet, meet string, err error) {
	for _, at := range []*string{&rpc, &faucet, &meet} {
		if *at, err = port.Draw(); err != nil {
			return
		}
	}
	return
}

func (s *stand) file() string { return filepath.Join(s.home, market.File) }

// run has the market live, again and again, until it is interrupted. open hears when it is open, in every life.
func (s *stand) run(open func(p *process)) error {
	for {
		p, err := s.life(open)
		if err != nil {
			return err
		}
		if !p.killed.Load() {
			return p.well()
		}
	}
}

// life is one life of the market.
func (s *stand) life(open func(p *process)) (*process, error) {
	return s.live(func(p *process, line []byte) {
		if !json.Valid(line) {
			return
		}
		if err := s.opened(p); err != nil {
			s.arena.fail(s.victim, err)
			return
		}
		s.back(p)
		open(p)
	}, s.args...)
}

// opened waits until the chain answers, and checks that it is the same market with every block that was seen.
func (s *stand) opened(p *process) error {
	described, err := os.ReadFile(s.file())
	if err != nil {
		return err
	}
	s.mu.Lock()
	first, seen := s.desc == nil, s.seen
	if first {
		s.desc = described
	}
	s.mu.Unlock()
	if !first && !bytes.Equal(s.desc, described) {
		return fmt.Errorf("the market came back as another: it was\n%s\nand is\n%s", s.desc, described)
	}
	for !p.over() {
		var head, same block
		if head, err = s.block("latest"); err == nil && !first {
			same, err = s.block(seen.Number)
		}
		switch {
		case err != nil && s.arena.pause(10*time.Millisecond):
			continue
		case err != nil:
			return err
		case !first && same != seen:
			return fmt.Errorf("block %s was %s, and is %s", seen.Number, seen.Hash, same.Hash)
		}
		s.saw(head)
		return nil
	}
	return nil
}

// watch looks at the chain's head until ctx ends: what it has shown once must stay.
func (s *stand) watch(ctx context.Context) {
	for ctx.Err() == nil && s.arena.pause(50*time.Millisecond) {
		if b, err := s.block("latest"); err == nil {
			s.saw(b)
		}
	}
}

func (s *stand) saw(b block) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = b
}

// block is one of the chain, as its endpoint names it.
type block struct{ Number, Hash string }

var errNoBlock = errors.New("there is no such block")

func (s *stand) block(which string) (block, error) {
	question := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":[%q,false]}`, which)
	const rpcFlag = 4
	asking, cancel := context.WithTimeout(s.arena.ctx, 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(asking, http.MethodPost, "http://"+s.args[rpcFlag], bytes.NewReader([]byte(question)))
	if err != nil {
		return block{}, err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return block{}, err
	}
	defer answer.Body.Close()
	var a struct{ Result *block }
	if err := json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(&a); err != nil {
		return block{}, err
	}
	if a.Result == nil {
		return block{}, errNoBlock
	}
	return *a.Result, nil
}
