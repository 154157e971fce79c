package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/parley-p2p/parley/cmd/parley/internal/victim"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// init makes the test binary the program under attack where it is told to be, before any test's flags are looked at. The
// tests of internal/kill build this binary for it.
func init() {
	if wasm.IsWorker() {
		wasm.WorkerMain()
	}
	if os.Getenv(victim.Role) != "" {
		victim.Main(func(ctx context.Context, args []string) int {
			return run(ctx, args, os.Stdin, os.Stdout, os.Stderr, os.Environ())
		})
	}
}

// killed runs a command again and again, each life beginning with what the last one left and killed at the first point at
// which none was, until it comes to its end. It must have been killed so often at least.
func (p *place) killed(least int, args ...string) *process {
	p.t.Helper()
	log := filepath.Join(p.t.TempDir(), "points")
	for died := 0; ; died++ {
		c := p.command(args...)
		c.cmd.Env = append(c.cmd.Env, victim.Role+"=hand", victim.Market+"="+p.marketFile(), victim.Log+"="+log, victim.At+"="+victim.Fresh)
		c.begin()
		p.t.Cleanup(c.destroy)
		c.wait()
		if status := c.cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signaled() && status.Signal() == syscall.SIGKILL {
			continue
		}
		if died < least {
			points, _ := os.ReadFile(log)
			p.t.Errorf("parley %s was killed %d times, want %d\n%s%s", strings.Join(args, " "), died, least, points, c.stderr())
		}
		return c
	}
}
