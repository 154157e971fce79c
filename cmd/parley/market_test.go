package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// open opens a market of the test's own, in the place's state folder.
func (p *place) open() *process {
	p.t.Helper()
	return p.start("dev").says("the market is open")
}

var common struct {
	sync.Mutex
	dev  *process
	home string
}

// join takes the market that many tests share; farmers are named there with --farmer, since nobody's are found.
func (p *place) join() *place {
	p.t.Helper()
	common.Lock()
	defer common.Unlock()
	if common.dev == nil {
		host := &place{t: p.t, dir: shared, home: filepath.Join(shared, "common")}
		if err := os.MkdirAll(host.home, 0o700); err != nil {
			p.t.Fatal(err)
		}
		c := host.command("dev")
		c.begin()
		common.dev, common.home = c, host.home
	}
	common.dev.t = p.t
	common.dev.says("the market is open")
	p.describe(readMarket(p.t, filepath.Join(common.home, market.File)))
	return p
}

func closeShared() {
	common.Lock()
	defer common.Unlock()
	if common.dev != nil {
		_ = common.dev.cmd.Process.Signal(syscall.SIGINT)
		common.dev.destroy()
	}
}

func readMarket(t *testing.T, path string) *market.Market {
	t.Helper()
	m, err := market.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// describe writes the place's market file.
func (p *place) describe(m *market.Market) {
	p.t.Helper()
	b, err := json.Marshal(m)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(p.marketFile(), b, 0o600); err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) marketFile() string { return filepath.Join(p.home, market.File) }

// farmer is a farmer that is up.
type farmerProcess struct {
	*process
	key, addr string
}

// farm starts a farmer and waits until it is ready.
func (p *place) farm(name string, args ...string) *farmerProcess {
	p.t.Helper()
	c := p.start(append([]string{"farm", "--name", name, "-o", "jsonl"}, args...)...).says(`"ready"`)
	ready := object[struct {
		Farmer    string
		Addresses []string
	}](p.t, c.stdout())
	return &farmerProcess{c, ready.Farmer, ready.Addresses[0]}
}

// Modules of a few bytes, each for one thing.
func moduleThatPrints(text string) []byte {
	p := guest.NewProgram("fd_write")
	return p.Build(guest.Const(1), p.Vector(text), guest.Const(0), guest.Call(0), guest.Op(0x1a))
}

func moduleThatTraps() []byte {
	p := guest.NewProgram("fd_write")
	return p.Build(guest.Const(1), p.Vector("so far so good\n"), guest.Const(0), guest.Call(0), guest.Op(0x1a, 0x00))
}

func moduleThatSpins() []byte {
	return guest.NewProgram().Build(guest.Forever())
}

func moduleThatExits(code int32) []byte {
	return guest.NewProgram("proc_exit").Build(guest.Const(code), guest.Call(0))
}

// moduleThatWaits spins for so long by its clock, in nanoseconds, then prints. Its clock is real with --live only.
func moduleThatWaits(ns int64, text string) []byte {
	p := guest.NewProgram("clock_time_get", "fd_write")
	now := func(at int32) []byte {
		return guest.Code(guest.Const(1), guest.Const64(1), guest.Const(at), guest.Call(0), guest.Op(0x1a))
	}
	load := func(at int32) []byte { return guest.Code(guest.Const(at), guest.Op(0x29, 3, 0)) }
	return p.Build(now(0), guest.Loop(now(8), load(8), load(0), guest.Op(0x7d), guest.Const64(ns), guest.Op(0x53), guest.BrIf(0)),
		guest.Const(1), p.Vector(text), guest.Const(0), guest.Call(1), guest.Op(0x1a))
}

var component = []byte("\x00asm\x0d\x00\x01\x00and more")
