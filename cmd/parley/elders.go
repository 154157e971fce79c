package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// aged is an engine that says of itself that it is another version's, as one before an upgrade is: it runs nothing that pins that of this one.
type aged struct{ executor.Executor }

// EngineDigest implements executor.Pinned.
func (aged) EngineDigest() string {
	sum := sha256.Sum256([]byte("before " + executor.EngineText))
	return hex.EncodeToString(sum[:])
}

// elder is a mediator of a scenario that has an aged engine. It is in this process, since parley mediator has no such engine.
type elder struct {
	name  string
	ended chan error
}

// elder starts one, of the party of that name.
func (s *stage) elder(ctx context.Context, name string) *elder {
	e := &elder{name: name, ended: make(chan error, 1)}
	a := &app{environ: s.app.environ, self: s.app.self, homeDir: s.home, marketFile: filepath.Join(s.home, market.File), output: "table", out: io.Discard, err: io.Discard}
	s.playing.Go(func() {
		e.ended <- a.runMediator(ctx, mediatorFlags{name: name, margin: time.Minute, engine: func(of executor.Executor) executor.Executor { return aged{of} }})
	})
	return e
}

// staked waits until an elder has the stake of a seat, and has it among those whose balance is told.
func (s *stage) staked(ctx context.Context, e *elder) error {
	h, err := home.Open(filepath.Join(s.home, e.name))
	if err != nil {
		return err
	}
	_, account, err := accountOf(h)
	if err != nil {
		return err
	}
	s.cast = append(s.cast, actor{e.name, account})
	return s.until(ctx, e.name+" to have staked", func() (bool, error) {
		select {
		case err := <-e.ended:
			return false, fmt.Errorf("%s ended: %w", e.name, errors.Join(err, context.Cause(ctx)))
		default:
		}
		at, err := s.reader.Panel.Position(ctx, [20]byte(account))
		return err == nil && at.Free.Cmp(s.reader.Panel.Rules().Stake) >= 0, err
	})
}

var _ executor.Pinned = aged{}
