package main

import (
	"bufio"
	"bytes"
	"image"
	"image/png"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/picture"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/examples/render"
	"github.com/parley-p2p/parley/protocol"
)

// TestDemo: the whole of it, as one object: the same scene gives the same CID on every machine, README's, and no money is made
// or lost (done when 1).
func TestDemo(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("renders a picture")
	}
	p := newPlace(t)
	c := p.run("demo", "-o", "json").exits(0)
	s := object[summary](t, c.stdout())
	checkDemo(t, p, &s)
	golden(t, "demo-cid.txt", s.CID+"\n")
	contains(t, textOf(t, "../../README.md"), "\n`"+s.CID+"`\n")
	if len(s.Agreements) < hired || len(s.Farmers) != len(s.Agreements) || len(s.Quotes) < len(sellers) || s.ExitCode != 0 || s.Error != "" {
		t.Errorf("hired %d in %d deals of %d who quoted, exit code %d, %s", len(s.Farmers), len(s.Agreements), len(s.Quotes), s.ExitCode, s.Error)
	}
	// Only for tiles that somebody was too slow with, which happens on a machine that is, is anybody else hired.
	if again := hiredFor(t, c.stderr()) - render.Demo().Tiles; again < 0 || again == 0 && len(s.Agreements) > hired {
		t.Errorf("hired %d times, for %d tiles more than there are:\n%s", len(s.Agreements), again, c.stderr())
	}
	first, _, _ := strings.Cut(c.stderr(), "opening a market")
	contains(t, first, "12 tiles", "play money", "seconds", "State is in ")
	contains(t, c.stderr(), "the same bytes, and as much fuel: true")
	for _, f := range s.DealFiles { // tile by tile, and in the end the share
		contains(t, p.ok("verify", f), ": a part, for ", ": the result, for ")
	}
	p.leftNothing()
}

// hiredFor is for how many tiles farmers were hired, as the demo said.
func hiredFor(t *testing.T, said string) (tiles int) {
	t.Helper()
	for _, m := range regexp.MustCompile(` is hired for (\d+) tiles?,`).FindAllStringSubmatch(said, -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		tiles += n
	}
	return tiles
}

// TestDemoKill: a farmer is killed at half time, and the reserve takes over; each is paid for what it did, and no more.
func TestDemoKill(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("renders a picture")
	}
	p := newPlace(t)
	c := p.run("demo", "--kill", "-o", "json").exits(0)
	s := object[summary](t, c.stdout())
	checkDemo(t, p, &s)
	golden(t, "demo-cid.txt", s.CID+"\n")
	contains(t, c.stderr(), "was killed; the reserve takes over")
	if len(s.Agreements) < hired+1 {
		t.Errorf("%d agreements, want at least %d: nobody took over", len(s.Agreements), hired+1)
	}
	p.leftNothing()
}

// TestDemoBill: the bill for people has six lines where two were hired: the picture, who did how much of it for what, the price
// and whether the bonds are back, what the chain had to do with it, and the proofs.
func TestDemoBill(t *testing.T) {
	var out strings.Builder
	d := &demo{app: &app{out: &out}, screen: &picture.Screen{Colors: picture.NoColors}, names: map[string]string{"a": "alba", "b": "boro"}}
	s := &summary{Output: "picture.png", CID: "bafy", Price: "300000000000000000", Gas: 282_562,
		Agreements: []agreementLine{
			{Farmer: "a", Tasks: []int{0, 1, 2}, Owed: "60000000000000000", Phase: "Abandoned"},
			{Farmer: "b", Tasks: []int{3, 4, 5, 6, 7, 8}, Owed: "240000000000000000", Phase: "Settled"},
		},
		Transactions: make([]party.Transaction, 4), DealFiles: []string{"one.car", "two.car"},
		Balances: []balanceLine{{Before: "10", After: "7"}, {Before: "0", After: "3"}}}
	d.bill(s)
	bill, next, _ := strings.Cut(strings.TrimPrefix(out.String(), "\n"), "\n\n")
	want := `picture   picture.png, CID bafy
alba      painted 3 tiles for 0.06 PLAY: abandoned
boro      painted 6 tiles for 0.24 PLAY, settled
price     0.3 PLAY in all, through escrow; all bonds are back
on chain  4 transactions, 282562 gas
proofs    one.car two.car`
	if diff := cmp.Diff(want, bill); diff != "" {
		t.Errorf("the bill (-want +got):\n%s", diff)
	}
	if strings.Count(next, "parley ") != 3 || strings.ContainsAny(next, "()") {
		t.Errorf("not three commands that can be pasted:\n%s", next)
	}
	s.Balances[1].After = "2"
	out.Reset()
	if d.bill(s); !strings.Contains(out.String(), "some of it was still locked") {
		t.Errorf("money that is missing is not told:\n%s", out.String())
	}
}

func textOf(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func amountOf(t *testing.T, text string) *big.Int {
	t.Helper()
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		t.Fatalf("%q is no amount", text)
	}
	return n
}

// checkDemo checks that the bill adds up: tile by tile, farmer by farmer, and on the chain.
func checkDemo(t *testing.T, p *place, s *summary) {
	t.Helper()
	tiles := render.Demo().Tiles
	owed, done, byAccount := new(big.Int), []int{}, map[string]*big.Int{}
	for _, a := range s.Agreements {
		owed.Add(owed, amountOf(t, a.Owed))
		done = append(done, a.Tasks...)
		if byAccount[a.Account] == nil {
			byAccount[a.Account] = new(big.Int)
		}
		byAccount[a.Account].Add(byAccount[a.Account], amountOf(t, a.Owed))
	}
	slices.Sort(done)
	if len(slices.Compact(done)) != tiles || len(s.Tasks) != tiles {
		t.Errorf("tiles %v were painted, want all %d", done, tiles)
	}
	if owed.String() != s.Price {
		t.Errorf("%s is owed, and the price is %s", owed, s.Price)
	}
	checkFuel(t, s)
	before, after := new(big.Int), new(big.Int)
	for _, b := range s.Balances {
		had, has := amountOf(t, b.Before), amountOf(t, b.After)
		before.Add(before, had)
		after.Add(after, has)
		gained := new(big.Int).Sub(has, had)
		want := byAccount[b.Account]
		if b.Who == "requester" {
			want = new(big.Int).Neg(owed)
		}
		if want == nil { // it was chosen, and no agreement came of it
			want = new(big.Int)
		}
		if gained.Cmp(want) != 0 {
			t.Errorf("%s %s gained %s, want %s", b.Who, b.Account, gained, want)
		}
	}
	if before.Cmp(after) != 0 || len(s.Balances) < hired+1 {
		t.Errorf("together they had %s and have %s: %+v", before, after, s.Balances)
	}
	gas := uint64(0)
	for _, x := range s.Transactions {
		gas += x.Gas
	}
	if gas != s.Gas || gas == 0 || len(s.Deals) < hired {
		t.Errorf("%d gas in %d transactions, and %d is said; deals %v", gas, len(s.Transactions), s.Gas, s.Deals)
	}
	if len(s.Deals) != len(s.Agreements) || len(s.DealFiles) != len(s.Agreements) {
		t.Errorf("%d agreements have the deals %v and the files %v", len(s.Agreements), s.Deals, s.DealFiles)
	}
	for _, f := range s.DealFiles {
		contains(t, p.ok("verify", f), "sound     all")
	}
	if !cmp.Equal(pictureAt(t, filepath.Join(p.dir, s.Output)), pictureAt(t, "../../docs/demo.png")) {
		t.Errorf("%s is not the picture that README shows; if it should not be, make picture", s.Output)
	}
}

// pictureAt is what a PNG file shows.
func pictureAt(t *testing.T, path string) image.Image {
	t.Helper()
	shown, err := png.Decode(strings.NewReader(textOf(t, path)))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return shown
}

// checkFuel checks that what was paid is the fuel that was used, at the price that was quoted.
func checkFuel(t *testing.T, s *summary) {
	t.Helper()
	used, price := map[int]int64{}, map[string]*big.Int{}
	for _, d := range s.Tasks {
		used[d.Task] = d.Fuel
	}
	for _, q := range s.Quotes {
		if q.PerUnit != "" {
			price[q.Farmer] = amountOf(t, q.PerUnit)
		}
	}
	for _, a := range s.Agreements {
		fuel, want := int64(0), new(big.Int)
		for _, task := range a.Tasks {
			fuel += used[task]
			cost := new(big.Int).Mul(big.NewInt(used[task]), price[a.Farmer])
			want.Add(want, cost.Add(cost, big.NewInt(1e9-1)).Div(cost, big.NewInt(1e9)))
		}
		if a.Phase == protocol.Settled.String() && (fuel == 0 || a.Fuel != fuel || a.Owed != want.String()) {
			t.Errorf("%+v, want %d fuel for %s", a, fuel, want)
		}
	}
}

// processes are those of this machine that were started for the place's demo.
func (p *place) processes() []string {
	var found []string
	paths, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range paths {
		if b, err := os.ReadFile(path); err == nil && strings.Contains(string(b), filepath.Join(p.dir, "parley-demo-")) {
			found = append(found, strings.ReplaceAll(string(b), "\x00", " "))
		}
	}
	return found
}

// leftNothing: neither a process nor a folder.
func (p *place) leftNothing() {
	p.t.Helper()
	if left := p.processes(); len(left) > 0 {
		p.t.Errorf("these go on after the demo:\n%s", strings.Join(left, "\n"))
	}
	left, _ := filepath.Glob(filepath.Join(p.dir, "parley-demo-*"))
	for _, path := range left { // deal files stay, folders do not
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			p.t.Errorf("%s is left behind", path)
		}
	}
}

// TestDemoInterrupt: Ctrl-C leaves no process, whenever it comes.
func TestDemoInterrupt(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("looks into /proc")
	}
	for _, at := range []string{"opening a market", "come to the market", "is hired"} {
		t.Run(at, func(t *testing.T) {
			p := newPlace(t)
			c := p.start("demo").says(at)
			c.interrupt().exits(failure.Interrupted)
			contains(t, c.stderr(), "interrupted; everything that was started has ended")
			p.leftNothing()
		})
	}
	t.Run("killed", func(t *testing.T) { // then the kernel does it
		p := newPlace(t)
		c := p.start("demo").says("is hired")
		if len(p.processes()) == 0 {
			t.Fatal("no process is found while the demo runs: the test looks in the wrong place")
		}
		c.signal(syscall.SIGKILL)
		late := time.After(time.Minute)
		for len(p.processes()) > 0 {
			select {
			case <-late:
				t.Fatalf("a minute later these still run: %v", p.processes())
			case <-time.After(10 * time.Millisecond):
			}
		}
	})
}

// TestDemoUnheard: parley demo 2>&1 | head leaves nothing either.
func TestDemoUnheard(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("looks into /proc")
	}
	p := newPlace(t)
	from, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	cmd := p.command("demo").cmd
	cmd.Stdout, cmd.Stderr = to, to
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = to.Close()
	hung := time.AfterFunc(hanging, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	defer hung.Stop()
	lines := bufio.NewScanner(from)
	for lines.Scan() && !strings.Contains(lines.Text(), "opening a market") {
	}
	_ = from.Close()
	if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != failure.Interrupted {
		t.Errorf("%v, want exit code %d", cmd.ProcessState, failure.Interrupted)
	}
	p.leftNothing()
}

// TestDemoCommands: what is started are commands that anybody could type.
func TestDemoCommands(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	c := p.start("demo", "--show-commands").says("$ parley run ")
	contains(t, c.stderr(), "$ parley dev --home ", "$ parley farm --name alba --price 0.020", "$ parley farm --name boro", "$ parley farm --name cira")
	c.interrupt().exits(failure.Interrupted)
}

func TestDemoScene(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.run("demo", "--scene", "nowhere.txt").exits(failure.NotFound)
	contains(t, p.run("demo", "--scene", p.write("bad.txt", []byte("a poem\n"))).exits(failure.General).stderr(), "the scene is not understood")
	p.leftNothing()
}

// The demo says what it waits for while nothing comes, and nothing beside what else it says; and how long it may take where a cluster works. H05.
func TestDemoLives(t *testing.T) {
	var said bytes.Buffer
	d := &demo{app: &app{err: &said}, cut: render.Picture{Tiles: 12}, screen: &picture.Screen{Colors: picture.NoColors}, shares: map[string]float64{}, painted: map[string]int{}}
	d.flags.cluster.executor = onCluster
	d.introduce()
	contains(t, said.String(), "as long as the cluster does")
	for _, c := range []struct {
		before func()
		want   string
	}{
		{func() { d.progress("asking them for quotes") }, "asking them for quotes"},
		{func() {}, "waiting for quotes"},
		{func() {}, "waiting for quotes"},
		{func() { d.shares["a"], d.painted["alba"] = 12, 3 }, "waiting for tiles; 3 of 12 are here"},
		{func() { d.painted["boro"] = 9 }, "all tiles are here; waiting for the farmers to settle on chain"},
	} {
		said.Reset()
		c.before()
		tick, out := make(chan time.Time), make(chan []byte)
		go func() { tick <- time.Time{}; close(out) }()
		for range (&child{out: out}).lines(t.Context(), tick, d.lives) {
		}
		if n := strings.Count(said.String(), "\n"); n != 1 || !strings.Contains(said.String(), c.want) {
			t.Errorf("said, want %q alone:\n%s", c.want, said.String())
		}
	}
}
