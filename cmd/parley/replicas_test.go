package main

import (
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/parley-p2p/parley/contracts/devmarket"
	"github.com/parley-p2p/parley/examples/render"
	"github.com/parley-p2p/parley/protocol"
)

// forger starts examples/forger, which paints over every picture that it is hired for.
func (p *timed) forger() *farmerProcess {
	p.t.Helper()
	program := filepath.Join(p.dir, "forger")
	if out, err := exec.Command("go", "build", "-o", program, "../../examples/forger/run").CombinedOutput(); err != nil {
		p.t.Fatalf("go build: %v\n%s", err, out)
	}
	c := &process{t: p.t, args: []string{"forger"}, cmd: exec.Command(program, p.marketFile()), patience: hanging}
	c.changed = sync.NewCond(&c.mu)
	c.cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + p.dir, "TMPDIR=" + p.dir}
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.begin()
	p.t.Cleanup(c.destroy)
	c.says("  --farmer ")
	told := regexp.MustCompile(`farmer (\S+) paints(?s:.*?)--farmer (\S+)\n`).FindStringSubmatch(c.stdout())
	if told == nil {
		p.t.Fatalf("the forger says %q", c.stdout())
	}
	return &farmerProcess{process: c, key: told[1], addr: told[2]}
}

// TestLiarAmongReplicas: three farmers, each a process, do the same, and one of them paints over the picture. The two that are honest agree and are paid;
// the third is found by that alone, its result is disputed, and a mediator that runs the work again has it lose its bond (row 7).
func TestLiarAmongReplicas(t *testing.T) { // C51, C52, R63; SETTLEMENT row 7
	if os.Getenv("PARLEY_FULL") == "" {
		t.Skip("set PARLEY_FULL=1 to have a liar judged: it renders a picture five times")
	}
	t.Parallel()
	p := newMarket(t, devmarket.Config{Ahead: 24 * time.Hour}, "mediator")
	m := p.start("mediator").says("it has staked 3000 PLAY")
	liar, one, two := p.forger(), p.farm("one"), p.farm("two")
	module, err := render.Module()
	if err != nil {
		t.Fatal(err)
	}
	picture := render.Demo()
	tiles, err := picture.Cut()
	if err != nil {
		t.Fatal(err)
	}
	p.write("render.wasm", module)
	p.write(render.SceneFile, render.Scene())
	p.write("tiles.txt", []byte(strings.Join(picture.Args(tiles[0]), " ")+"\n"))
	c := p.start("run", "render.wasm", "--input", render.SceneFile, "--each", "tiles.txt", "--farmer", liar.addr, "--farmer", one.addr, "--farmer", two.addr,
		"--replicas", "3", "--agree", "2", "--wait", "1m", "--fuel", "12", "--output", "out", "-o", "json")
	m.says("committed to what came of it")
	id := p.disputedDeal()
	for {
		s := p.hearing(id)
		switch s.Stage {
		case "revealing":
			m.says(": reveal, since")
		case "concludable", "ended":
			m.says(": finish, since")
		}
		if s.Stage == "concludable" || s.Stage == "ended" {
			break
		}
		p.until(s.Until)
	}
	s := object[summary](t, c.exits(0).stdout())
	contains(t, c.stderr(), "3 farmers do the same, and 2 of them must find the same", "the result is contested")
	if len(s.Agreements) != 3 || s.CID == "" || s.Error != "" || len(s.Disputes) != 1 || s.Disputes[0].Ended == nil || s.Disputes[0].Ended.Row != "7" || s.Disputes[0].Farmer != liar.key {
		t.Errorf("the bill is %s", c.stdout())
	}
	gained := make(map[string]*big.Int)
	for _, b := range s.Balances {
		gained[b.Account] = new(big.Int).Sub(amountOf(t, b.After), amountOf(t, b.Before))
	}
	for _, a := range s.Agreements {
		honest := a.Farmer != liar.key
		want := amountOf(t, a.Owed)
		if !honest {
			want.Sub(want, amountOf(t, cheatPenalty))
		}
		if got := gained[a.Account]; got == nil || got.Cmp(want) != 0 || honest != (a.Phase == protocol.Settled.String()) || honest != (a.Owed != "0") {
			t.Errorf("honest: %t, gained %s, want %s: %+v", honest, got, want, a)
		}
	}
	t.Logf("a liar among %d replicas lost %s of the smallest unit", len(s.Agreements), cheatPenalty)
}

// cheatPenalty is four prices and a quarter of at most 0.0096 PLAY.
const cheatPenalty = "40800000000000000"

// disputedDeal is the requester's deal that is disputed.
func (p *timed) disputedDeal() string {
	p.t.Helper()
	for _, s := range object[[]statement](p.t, p.ok("deal", "list", "-o", "json")) {
		if s.State == "disputed" {
			return s.Deal
		}
	}
	p.t.Fatal("no deal is disputed")
	return ""
}
