package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// Every run that meets trouble says whose it is, what waits and how to go on (H05, H06).

// moduleThatFills prints so many mebibytes of noise: with --live never the same.
func moduleThatFills(n int32) []byte {
	const count, noise, chunk = 16, guest.TextAt, 64 << 10
	p := guest.NewProgram("random_get", "fd_write")
	return p.Build(guest.Const(0), guest.Const(noise), guest.Store(0), guest.Const(0), guest.Const(chunk), guest.Store(4),
		guest.Loop(guest.Const(noise), guest.Const(chunk), guest.Call(0), guest.Op(0x1a),
			guest.Const(1), guest.Const(0), guest.Const(1), guest.Const(8), guest.Call(1), guest.Op(0x1a),
			guest.Const(count), guest.Const(count), guest.Load(0), guest.Const(1), guest.Op(0x6a), guest.Store(0),
			guest.Const(count), guest.Load(0), guest.Const(n<<20/chunk), guest.Op(0x48), guest.BrIf(0)))
}

// moduleThatLeaves opens a file in /outputs, writes 2 MiB to it, whatever comes of that, and returns.
func moduleThatLeaves() []byte {
	const count, chunk = 16, 64 << 10
	p := guest.NewProgram("path_open", "fd_write")
	p.Data = append(p.Data, guest.Data{At: 32, Bytes: []byte{0, 0, 0, 0, 0, 0, chunk >> 16, 0}})
	return p.Build(guest.Const(3), guest.Const(0), p.Text("outputs/noise"), guest.Const(1), guest.Const64(1<<6), guest.Const64(0), guest.Const(0), guest.Const(0),
		guest.Call(0), guest.Op(0x1a),
		guest.Loop(guest.Const(0), guest.Load(0), guest.Const(32), guest.Const(1), guest.Const(8), guest.Call(1), guest.Op(0x1a),
			guest.Const(count), guest.Const(count), guest.Load(0), guest.Const(1), guest.Op(0x6a), guest.Store(0),
			guest.Const(count), guest.Load(0), guest.Const(2<<20/chunk), guest.Op(0x48), guest.BrIf(0)))
}

// lines is a file with so many lines for --each.
func (p *place) lines(n int) string {
	return p.write("lines.txt", []byte(strings.Repeat("again\n", n)))
}

func TestDiskFullInMidRun(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	one, two := p.farm("one"), p.farm("two", "--price", "0.02")
	small := filepath.Join(p.dir, "small")
	p.mountSmall(small, "4m")
	p.write("fill.wasm", moduleThatFills(1))
	where := []string{"--home", small, "--market", p.marketFile()}
	args := append([]string{"run", "fill.wasm", "--live", "--each", p.lines(8), "--output", "out", "--farmer", one.addr, "--farmer", two.addr}, where...)
	c := p.run(args...).exits(failure.General)
	contains(t, c.stderr(), "the disk is full: ", "no farmer is to blame", "What was agreed stands", "free space on that disk, then come back with: parley run --resume ")
	for _, blames := range []string{"disputed", two.key[:8] + " is hired", "Stopped"} {
		if strings.Contains(c.stderr(), blames) {
			t.Errorf("%q is said:\n%s", blames, c.stderr())
		}
	}
	p.mountLarger(small)
	_, command, _ := strings.Cut(c.stderr(), "come back with: parley ")
	command, _, _ = strings.Cut(command, "\n")
	if !strings.HasSuffix(command, strings.Join(where, " ")) {
		t.Fatalf("the command to come back with is %q", command)
	}
	c = p.run(strings.Fields(command)...).exits(0)
	contains(t, c.stdout(), "did 8 tasks for 0.08 PLAY: settled", "price     0.08 PLAY")
	for _, task := range []string{"000", "007"} {
		if info, err := os.Stat(filepath.Join(p.dir, "out", task, "stdout")); err != nil || info.Size() != 1<<20 {
			t.Errorf("task %s: %v, %v", task, info, err)
		}
	}
}

func TestFullFarmer(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	farmer := p.farm("farm", "--max-jobs", "1")
	p.write("long.wasm", moduleThatWaits(3600e9, "done\n"))
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.start("run", "long.wasm", "--live", "--timeout", "1h", "--deliver-in", "2h", "--name", "first", "--farmer", farmer.addr).says("is hired")
	second := p.start("run", "hello.wasm", "--name", "second", "--farmer", farmer.addr).says("takes nothing for now")
	contains(t, second.stderr(), "all 1 places are taken", "asked again and again until ")
	contains(t, second.interrupt().exits(failure.Interrupted).stderr(), "nothing was agreed")
	p.run("run", "hello.wasm", "--dry-run", "--name", "second", "--farmer", farmer.addr).exits(failure.Refused) // who only asks does not wait
}

func TestDryRunIsNotRefused(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	farmer := p.farm("farm")
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	c := p.run("run", "hello.wasm", "--dry-run", "--farmer", farmer.addr).exits(0)
	farmer.says(" asked and went")
	if text := c.stdout() + c.stderr() + farmer.stderr(); strings.Contains(text, "refused") || strings.Contains(text, "declined") {
		t.Errorf("somebody is blamed:\n%s", text)
	}
}

// A market of real money has no ceiling but the one that a person names.
func TestRealMoney(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	farmer := p.farm("farm")
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.run("run", "hello.wasm", "--farmer", farmer.addr, "--output", "play").exits(0)
	m := readMarket(t, p.marketFile())
	m.Chain.Play = false
	p.describe(m)
	contains(t, p.run("run", "hello.wasm", "--farmer", farmer.addr).exits(failure.Usage).stderr(), "real money", "--dry-run", "--max-price 0.05")
	p.run("run", "hello.wasm", "--farmer", farmer.addr, "--dry-run").exits(0)
	p.run("run", "hello.wasm", "--farmer", farmer.addr, "--max-price", "0.05", "--output", "real").exits(0)
	slow := p.farm("slow") // it has seen how far blocks are apart: a second at least
	contains(t, p.run("run", "hello.wasm", "--farmer", slow.addr, "--max-price", "0.05", "--deliver-in", "20s", "--output", "soon").exits(failure.Refused).stderr(),
		"no work is taken here: blocks are", "give more time, with --deliver-in")
}

// A farmer says when the chain is away, and when it is back; a run that was begun meanwhile goes on then.
func TestChainGoesAndComesBack(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	dev := p.start("dev", "--rpc", unused(t)).says("the market is open")
	farmer := p.farm("farm")
	dev.signal(9).wait()
	farmer.says("does not answer: new agreements wait for it")
	p.open()
	farmer.says("the chain is back, after ")
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.run("run", "hello.wasm", "--farmer", farmer.addr).exits(0)
}

// A program that was refused something says only what its language makes of it: the limit, its size and the flag that raises
// it are named by the command.
func TestLimitsAreNamed(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	farmer := p.farm("farm", "--output-space", "128")
	greedy := guest.NewProgram("proc_exit")
	p.write("greedy.wasm", greedy.Build(guest.Const(5000), guest.Grow(), guest.Op(0x1a), guest.Const(1), guest.Call(0)))
	c := p.run("run", "greedy.wasm", "--memory", "64", "--farmer", farmer.addr).exits(failure.General)
	contains(t, c.stderr(), "exit 1, in ", "; its limit was met: 64 MiB of memory\n", "it ended with exit code 1; its limit was met: 64 MiB of memory\n",
		"try: give it more, with --memory; or mend the program")
	farmer.says("; its limit was met: 64 MiB of memory")

	// What has no room in the result is told by the command, whatever the program makes of it; what was run is kept and paid for.
	p.write("leaves.wasm", moduleThatLeaves())
	leaves := []string{"run", "leaves.wasm", "--farmer", farmer.addr, "-o", "json"}
	s := object[summary](t, p.run(append(leaves, "--output-space", "1")...).exits(failure.General).stdout())
	contains(t, s.Error, "not all of its outputs are in the result; its limit was met: 1 MiB of outputs")
	contains(t, s.Try, "give it more, with --output-space; or leave less; what is there is in ")
	if s.ExitCode != 0 || s.CID == "" || s.Price == "0" {
		t.Errorf("a result that is cut is kept, and paid for: %+v", s)
	}
	p.run(append(leaves, "--output-space", "2")...).exits(failure.Ok)

	// So is what a stream has no room for, which no flag raises; the rest is as good as any.
	p.write("fill.wasm", moduleThatFills(2))
	c = p.run("run", "fill.wasm", "--live", "--farmer", farmer.addr).exits(failure.Ok)
	contains(t, c.stderr(), "; its limit was met: 1 MiB of standard output; what it printed beyond that is lost: have it write that to a file in /outputs\n")

	c = p.run("run", "greedy.wasm", "--output-space", "256", "--farmer", farmer.addr).exits(failure.Refused)
	contains(t, c.stderr(), "gives a task at most 128 MiB for its outputs", "ask for less space, with --output-space 128")
}

// The chain goes away when the deals are settled and the bill is to be told: it is waited for, and who does not wait comes back.
func TestChainAwayAtTheBill(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	farmer := p.farm("farm")
	m := readMarket(t, p.marketFile())
	chain, err := url.Parse(m.Chain.RPC)
	if err != nil {
		t.Fatal(err)
	}
	var away atomic.Bool
	asked := make(chan struct{}, 100)
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(chain) }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || away.Load() && bytes.Contains(body, []byte("eth_getLogs")) {
			select {
			case asked <- struct{}{}:
			default:
			}
			panic(http.ErrAbortHandler) // without an answer
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	m.Chain.RPC = server.URL
	p.describe(m)
	p.write("print.wasm", moduleThatPrints("done\n"))
	args := []string{"run", "print.wasm", "--farmer", farmer.addr, "--output"}

	away.Store(true)
	c := p.start(append(args, "one")...)
	<-asked
	<-asked
	away.Store(false)
	contains(t, c.exits(0).stdout(), "price     0.01 PLAY")

	away.Store(true)
	c = p.start(append(args, "two")...)
	for len(asked) > 0 {
		<-asked
	}
	<-asked
	c.interrupt()
	contains(t, c.stderr(), "the work has ended, but its bill cannot be told: ", "; then come back with: parley run --resume ")
	away.Store(false)
	_, command, _ := strings.Cut(c.stderr(), "come back with: parley ")
	command, _, _ = strings.Cut(command, "\n")
	c = p.run(strings.Fields(command)...).exits(0)
	contains(t, c.stdout(), "price     0.01 PLAY")
}

// A farmer that goes away is told of once the patience is over, with what is waited for and when the money comes back, also where
// nobody is there to take its place; and so is its return.
func TestFarmerGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	_, port, _ := strings.Cut(unused(t), ":")
	where := []string{"--listen", "/ip4/127.0.0.1/tcp/" + port}
	farmer := p.farm("farm", where...)
	p.write("long.wasm", moduleThatWaits(3600e9, "done\n"))
	c := p.start("run", "long.wasm", "--live", "--timeout", "1h", "--deliver-in", "2h", "--patience", "1s", "--farmer", farmer.addr).says("is hired")
	farmer.signal(9).wait()
	c.says("has been out of reach for 1s: ")
	contains(t, c.stderr(), "; it may bring its work until ", "; the money for what it does not do comes back after ", "parley deal watch")
	p.farm("farm", where...)
	c.says("is in reach again").interrupt().exits(failure.Interrupted)
}

// A database of the state folder that was emptied, cut, overwritten or lost is not begun anew without a word: it is named, with
// what to do, and what is to be done helps.
func TestDamagedState(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	farmer := p.farm("farm")
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	args := []string{"run", "hello.wasm", "--farmer", farmer.addr, "--output"}
	p.run(append(args, "sound")...).exits(0)
	for _, name := range []string{"journal.db", "transactions.db"} {
		path := filepath.Join(p.home, "run", name)
		sound, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for how, harm := range map[string]func() error{
			"emptied": func() error { return os.Truncate(path, 0) },
			"zeroed":  func() error { return os.WriteFile(path, make([]byte, len(sound)), 0o600) },
			"cut":     func() error { return os.Truncate(path, int64(len(sound)/2+100)) },
			"gone":    func() error { return os.Remove(path) },
		} {
			if how == "gone" && name != "journal.db" {
				continue // the chain tells what the account has sent
			}
			if err := harm(); err != nil {
				t.Fatal(err)
			}
			c := p.run(append(args, how)...).exits(failure.General)
			contains(t, c.stderr(), path, "  try: restore "+path+" from a backup; or begin anew", "mv "+name+"* damaged")
			if err := os.WriteFile(path, sound, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Truncate(path, 0); err != nil {
			t.Fatal(err)
		}
		c := p.run(append(args, "anew")...).exits(failure.General)
		_, command, _ := strings.Cut(c.stderr(), "begin anew, ")
		_, command, _ = strings.Cut(command, ": ")
		if out, err := exec.Command("sh", "-c", strings.TrimSpace(command)).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, out)
		}
		p.run(append(args, name)...).exits(0)
	}
}

// Who leaves while a deal is open is told which results have come.
func TestHere(t *testing.T) {
	job := &compute.Job{Tasks: make([]compute.Task, 3)}
	for done, want := range []string{"no result is here, and", "the results of 1 of 3 tasks are here, but", "the results of 2 of 3 tasks are here, but", "the results are here, but"} {
		if got := here(&compute.Bill{Job: job, Done: make([]compute.Done, done)}); got != want {
			t.Errorf("%d done: %q, want %q", done, got, want)
		}
	}
}
