package main

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/victim"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/protocol"
)

// Done when 2: in separate terminals dev, farm and run do one's own module on one's own files.

// ownPictures puts pictures into a folder.
func (p *place) ownPictures() string {
	p.t.Helper()
	dir := filepath.Join(p.dir, "pictures")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	for i, name := range []string{"sea.png", "sky.png"} {
		img := image.NewRGBA(image.Rect(0, 0, 320, 200))
		for x := range 320 {
			for y := range 200 {
				img.Set(x, y, color.RGBA{uint8(x), uint8(y), uint8(100 * i), 255})
			}
		}
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			p.t.Fatal(err)
		}
		if err := png.Encode(f, img); err != nil {
			p.t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			p.t.Fatal(err)
		}
	}
	return dir
}

// C05, C06: both roles start from the command, the farmer as a daemon, and a job is posted and accepted.
func TestHire(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.open()
	farmer := p.farm("farm", "--price", "0.02")
	module, err := filepath.Abs("../../examples/thumbnails.wasm")
	if err != nil {
		t.Fatal(err)
	}
	c := p.run("run", module, "--input", p.ownPictures(), "--output", "small").exits(0)
	contains(t, c.stdout(), "in small", "did 1 task for 0.02 PLAY: settled", "parley verify ")
	who := farmer.key[:8]
	contains(t, c.stderr(), "state is in "+p.home, who+" quotes 0.02 PLAY", who+" | sea.png: png, 320x200 to 160x100", "parley run --resume ")
	if n := strings.Count(c.stderr(), "sea.png: png"); n != 1 {
		t.Errorf("what the guest printed is shown %d times:\n%s", n, c.stderr())
	}
	for _, name := range []string{"sea.png", "sky.png"} {
		f, err := os.Open(filepath.Join(p.dir, "small", "outputs", name))
		if err != nil {
			t.Fatal(err)
		}
		small, _, err := image.DecodeConfig(f)
		if err != nil || small.Width != 160 || small.Height != 100 {
			t.Errorf("%s is %+v, %v; want 160x100", name, small, err)
		}
		_ = f.Close()
	}
	farmer.says("0.02 PLAY earned")

	t.Run("again", func(t *testing.T) { // the same party, the same job: it is bought and paid for anew
		s := object[summary](t, p.ok("run", module, "--input", "pictures", "--output", "again", "-o", "json"))
		if len(s.Agreements) != 1 || s.Price != "20000000000000000" {
			t.Errorf("the second run: %+v", s)
		}
		if c := p.run("run", module, "--input", "pictures", "--output", "again").exits(failure.Usage); !strings.Contains(c.stderr(), "is not empty") {
			t.Errorf("a folder with results in it is written to: %s", c.stderr())
		}
	})
	t.Run("balance", func(t *testing.T) { testBalance(t, p) })
	t.Run("deal", func(t *testing.T) { testClosedDeal(t, p) })
	t.Run("verify", func(t *testing.T) { testVerify(t, p) })
	t.Run("mirror", func(t *testing.T) { testMirror(t, p) })
	t.Run("disk", func(t *testing.T) { testSwept(t, p) })
	t.Run("doctor", func(t *testing.T) {
		out := p.ok("doctor")
		contains(t, out, "ok    market", "ok    network", "ok    chain", "ok    clock", "ok    money")
		if strings.Contains(out, "BAD") {
			t.Errorf("something is in the way:\n%s", out)
		}
	})
	stopped := farmer.interrupt().exits(0)
	contains(t, stopped.stderr(), "stopped; 2 tasks done, 0.04 PLAY earned")
}

func testBalance(t *testing.T, p *place) {
	type balance struct{ Coin, Tokens, Free, Locked sum }
	of := func(args ...string) balance {
		return object[balance](t, p.ok(append([]string{"balance", "-o", "json"}, args...)...))
	}
	all := func(b balance) string {
		total := new(big.Int)
		for _, s := range []sum{b.Tokens, b.Free, b.Locked} {
			n, ok := new(big.Int).SetString(s.Smallest, 10)
			if !ok || s.Unit != "PLAY" {
				t.Fatalf("%+v is no amount", s)
			}
			total.Add(total, n)
		}
		return total.String()
	}
	before := of()
	if got, want := all(before), "9999960000000000000000"; got != want || before.Locked.Amount != "0" {
		t.Errorf("the requester has %s (%+v), want %s", got, before, want)
	}
	if got, want := all(of("--name", "farm")), "10000040000000000000000"; got != want {
		t.Errorf("the farmer has %s, want %s", got, want)
	}
	after := of("--withdraw")
	if after.Free.Amount != "0" || all(after) != all(before) || after.Tokens == before.Tokens {
		t.Errorf("withdrawn: %+v became %+v", before, after)
	}
	contains(t, p.ok("balance"), "has       9999.96 PLAY", "free      0 PLAY", "locked    0 PLAY", "for gas")
}

func testClosedDeal(t *testing.T, p *place) {
	type line struct{ Deal, Role, State string }
	deals := object[[]line](t, p.ok("deal", "list", "-o", "json"))
	if len(deals) != 2 || deals[0].State != "closed" || deals[0].Role != "requester" {
		t.Fatalf("deals: %+v", deals)
	}
	testStatement(t, p.ok("deal", "show", deals[0].Deal, "-o", "json"))
	shown := p.ok("deal", "show", deals[0].Deal[:12])
	contains(t, shown, "state     closed", "locked    nothing", "accepted  0.02 PLAY", "ended     the requester accepted (row 3): 0.02 PLAY was paid, and the bond of ", "opened", "accepted")
	p.run("deal", "claim", deals[0].Deal).exits(failure.NotFound)
	p.run("deal", "show", "0xffffffffff").exits(failure.NotFound)
	if c := p.run("deal", "accept", deals[0].Deal, "--name", "farm").exits(failure.Unavailable); !strings.Contains(c.stderr(), "looks after this deal by itself") {
		t.Errorf("a farmer that runs: %s", c.stderr())
	}
}

// testStatement: IDs in hex, amounts with their unit, times that a program reads, words; and nothing of how Go keeps them.
func testStatement(t *testing.T, text string) {
	t.Helper()
	shape := regexp.MustCompile(`^\{"deal":"0x[0-9a-f]{64}","session":"[0-9a-f]{64}","role":"requester","state":"closed","payer":"0x[0-9a-f]{40}",` +
		`"requester":"0x[0-9a-f]{40}","farmer":"0x[0-9a-f]{40}","price":\{"amount":"0.02","unit":"PLAY","smallest":"20000000000000000"\},` +
		`"accepted":\{"amount":"0.02","unit":"PLAY","smallest":"20000000000000000"\},"openBy":"[0-9T:-]+Z","startBy":"[0-9T:-]+Z","submitBy":"[0-9T:-]+Z",` +
		`"acceptFor":"[0-9hms]+","judgeFor":"[0-9hms]+","now":"[0-9T:-]+Z","locked":\[\],"moves":\[\],"next":\{"step":"finish","why":"[^"]+"\},` +
		`"pricing":\{"perUnit":\{"amount":"0.02","unit":"PLAY","smallest":"20000000000000000"\},"unit":"task"\},"ended":\{"outcome":"accepted","row":"3","why":"the requester accepted","paid":\{"amount":"0.02",[^}]*\},"lost":\{"amount":"0",[^\]]*\},"transactions":\[\{"hash":"0x[0-9a-f]{64}",`)
	if !shape.MatchString(text) {
		t.Errorf("deal show -o json has another shape:\n%s", text)
	}
}

// testMirror: what a process that was killed did not write for other commands, the next one writes.
func testMirror(t *testing.T, p *place) {
	read := func() map[string]string {
		all := map[string]string{}
		paths, err := filepath.Glob(filepath.Join(p.home, "run", "deals", "0x*.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			all[path] = string(b)
		}
		return all
	}
	before := read()
	if len(before) != 2 {
		t.Fatalf("%d records, want 2", len(before))
	}
	stale := strings.NewReplacer(`"closed": true`, `"closed": false`, `"accepted"`, `"unknown"`)
	for path, record := range before {
		if err := os.WriteFile(path, []byte(stale.Replace(record)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for path := range before { // and one was never written
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		break
	}
	contains(t, p.run("deal", "watch").exits(0).stderr(), "no deal of run is open")
	if diff := cmp.Diff(before, read()); diff != "" {
		t.Errorf("the records (-before +after)\n%s", diff)
	}
}

// testSwept: of what is done, paid and written out nothing stays in the requester's store.
func testSwept(t *testing.T, p *place) {
	store, err := content.OpenStore(filepath.Join(p.home, "run", "content"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for h, err := range store.Holds() {
		t.Errorf("still held: %v, %v", h, err)
	}
	err = filepath.WalkDir(filepath.Join(p.home, "run", "content", "blocks"), func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			t.Errorf("still there: %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// testVerify: the deal file verifies on another machine; any flip, cut or extension is found and named.
func testVerify(t *testing.T, p *place) {
	files, err := filepath.Glob(filepath.Join(p.home, "run", "deals", "*.car"))
	if err != nil || len(files) != 2 {
		t.Fatalf("deal files: %v, %v", files, err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	other := newPlace(t)
	path := other.write("deal.car", b)
	contains(t, other.ok("verify", path), "sound     all", "from SOW to Settled", "signed    payer", "signed    farmer", "signed    requester", "on chain  not asked")
	m := readMarket(t, p.marketFile())
	contains(t, other.ok("verify", path, "--rpc", m.Chain.RPC), "on chain  accepted and paid, 20000000000000000 of the smallest units of eip155:")
	contains(t, p.ok("verify", path, "--rpc", m.Chain.RPC), "owed 0.02 PLAY", "the result, for 0.02 PLAY", "receipt   of the farmer, for 0.02 PLAY", "paid      0.02 PLAY to the farmer, by the chain", "on chain  accepted and paid, 0.02 PLAY, in transaction 0x")
	contains(t, other.run("verify", path, "--rpc", "http://"+unused(t)).exits(failure.Unavailable).stderr(), "cannot be reached")

	broken := func(what string, b []byte) {
		t.Helper()
		var out, errs strings.Builder
		code := run(t.Context(), []string{"verify", other.write("broken.car", b), "--home", other.home}, strings.NewReader(""), &out, &errs, nil)
		if code != failure.General || !strings.Contains(errs.String(), "the first broken link is ") {
			t.Errorf("%s: code %d, %s", what, code, errs.String())
		}
	}
	for i := 0; i < len(b); i += 97 {
		flipped := append([]byte{}, b...)
		flipped[i] ^= 1 << (i % 8)
		broken("byte "+big.NewInt(int64(i)).String(), flipped)
	}
	broken("cut", b[:len(b)-1])
	broken("extended", append(append([]byte{}, b...), 0))
	broken("empty", nil)
}

func TestRunShares(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	one, two := p.farm("one"), p.farm("two")
	p.write("hello.wasm", moduleThatPrints("hello from afar\n"))
	p.write("each.txt", []byte("a 1\nb 2\nc 3\n\nd 4\n"))
	c := p.run("run", "hello.wasm", "--each", "each.txt", "--hire", "2", "--farmer", one.addr, "--farmer", two.addr, "--output", "out", "--audit", "1").exits(0)
	contains(t, c.stdout(), "farmer    "+one.key[:8], "farmer    "+two.key[:8], "2 tasks, 0.000*10^9 fuel, for 0.000", "audited   1 of 1 drawn: 1 the same\n")
	contains(t, c.stderr(), "hello from afar", "was repeated here: the same", "a task is paid by its fuel and may use 12.000*10^9 fuel")
	for _, dir := range []string{"000", "001", "002", "003"} {
		if b, err := os.ReadFile(filepath.Join(p.dir, "out", dir, "stdout")); string(b) != "hello from afar\n" {
			t.Errorf("run %s printed %q, %v", dir, b, err)
		}
	}

	t.Run("all deals again", func(t *testing.T) { // C52
		c := p.run("run", "hello.wasm", "--each", "each.txt", "--farmer", one.addr, "--output", "again", "--audit", "100%").exits(0)
		if n := strings.Count(c.stderr(), "was repeated here: the same"); n != 4 {
			t.Errorf("%d of 4 tasks were repeated:\n%s", n, c.stderr())
		}
		contains(t, c.stdout(), "audited   4 of 4 drawn: 4 the same\n")
	})
	t.Run("live deals again", func(t *testing.T) {
		c := p.run("run", "hello.wasm", "--farmer", one.addr, "--output", "live", "--audit", "100%", "--live").exits(failure.Usage)
		contains(t, c.stderr(), "cannot be compared", "leave out --audit or --live")
	})
	t.Run("fuel of what is compared", func(t *testing.T) { // THREATS rule 8
		for _, c := range []struct{ args, says, not string }{
			{"--audit 20% --timeout 10s", "may use 2.000*10^9 fuel", ""},
			{"--audit 20% --fuel 60", "0.06 PLAY at most", "may use"}, // in which the slowest machine takes five minutes
			{"--audit 20% --fuel 60 --timeout 1m", "give it longer, or less fuel", ""},
			{"--audit 0", "0.01 PLAY", "^9 fuel"},
		} {
			run := p.run(append([]string{"run", "hello.wasm", "--dry-run", "--farmer", one.addr}, strings.Fields(c.args)...)...)
			if said := run.stderr() + run.stdout(); !strings.Contains(said, c.says) || c.not != "" && strings.Contains(said, c.not) {
				t.Errorf("%s: %s", c.args, said)
			}
		}
	})
	t.Run("dry", func(t *testing.T) {
		out := p.ok("run", "hello.wasm", "--dry-run", "--farmer", one.addr, "--farmer", two.addr)
		contains(t, out, one.key[:8]+"  0.01 PLAY", two.key[:8]+"  0.01 PLAY")
	})
	t.Run("too cheap", func(t *testing.T) {
		c := p.run("run", "hello.wasm", "--max-price", "0.001", "--farmer", one.addr).exits(failure.Refused)
		contains(t, c.stderr(), "wants 0.01 PLAY for the job", "--max-price 0.01")
		p.run("run", "hello.wasm", "--max-price", "0.01", "--farmer", one.addr).exits(0) // as it was told to
		_, id, _ := strings.Cut(c.stderr(), "parley run --resume ")
		id = strings.Fields(id)[0]
		moneyed := *p
		moneyed.env = append(slices.Clone(p.env), "PARLEY_MAX_PRICE=1") // whoever came back did not say so
		moneyed.run("run", "--resume", id).exits(failure.Refused)
		p.run("run", "--resume", id, "--max-price", "0.002").exits(failure.Refused)
		kept, err := os.ReadFile(filepath.Join(p.home, "run", jobDir, id+".json"))
		if err != nil || !strings.Contains(string(kept), `"maxPrice": "0.002"`) {
			t.Errorf("a price that was typed is not kept: %s, %v", kept, err)
		}
		p.run("run", "--resume", id, "--max-price", "0.01").exits(0) // as it was told to, too
	})
	t.Run("not free", func(t *testing.T) {
		c := p.run("run", "hello.wasm", "--free", "--farmer", one.addr).exits(failure.Refused)
		contains(t, c.stderr(), "leave out --free")
	})
	t.Run("exit code", func(t *testing.T) {
		p.write("three.wasm", moduleThatExits(3))
		s := object[summary](t, p.run("run", "three.wasm", "-o", "json", "--farmer", one.addr).exits(failure.General).stdout())
		if s.ExitCode != 3 || s.Error == "" || len(s.Deals) != 1 || s.Price != "10000000000000000" {
			t.Errorf("summary: %+v", s)
		}
	})
}

// TestFree: with the settlement none, nothing is asked of a chain, not even whether it is there.
func TestFree(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	m := readMarket(t, p.marketFile())
	m.Chain.RPC = "http://" + unused(t)
	p.describe(m)
	p.write("hello.wasm", moduleThatPrints("for nothing\n"))
	farmer := p.farm("farm", "--free")
	c := p.run("run", "hello.wasm", "--free", "--farmer", farmer.addr).exits(0)
	contains(t, c.stdout(), "for 0", "the chain was left alone")
	contains(t, c.stderr(), "for nothing")
	_, proof, _ := strings.Cut(c.stdout(), "parley verify ")
	proof, _, _ = strings.Cut(proof, "\n")
	contains(t, p.ok(append([]string{"verify"}, strings.Fields(proof)...)...), "on chain  nothing: the settlement is none")
}

// TestInterrupt: Ctrl-C leaves what is paid for running, says what is locked until when and how to come back; coming back
// ends the job, and pays once.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	slow := *p
	slow.env = []string{victim.Role + "=farm", victim.Holds + "=Delivery"}
	farmer := slow.farm("farm")
	p.write("slow.wasm", moduleThatPrints("done at last\n"))
	c := p.start("run", "slow.wasm", "--farmer", farmer.addr, "--output", "out")
	farmer.says("Delivery is held back")
	c.interrupt().exits(failure.Interrupted)
	contains(t, c.stderr(), "interrupted; 1 agreement goes on, until ", "0.011 PLAY is locked", "try: parley run --resume ")
	_, id, _ := strings.Cut(c.stderr(), "try: parley run --resume ")
	mute := *p
	mute.env = []string{victim.Role + "=farm", victim.Holds + "=Quote"}
	p.write("other.wasm", moduleThatPrints("another job\n"))
	other := p.start("run", "other.wasm", "--farmer", mute.farm("mute").addr, "--wait", "1h").says("asking farmers").says("which was interrupted, goes on").interrupt().exits(failure.Interrupted)
	if strings.Contains(other.stderr(), "is hired") {
		t.Errorf("somebody is said to be hired for the new job: %s", other.stderr())
	}
	contains(t, other.stderr(), "nothing is owed for this job; what was agreed for an earlier one goes on", "try: parley run --resume "+id)
	farmer.signal(syscall.SIGUSR1)
	again := p.run("run", "--resume", strings.Fields(id)[0], "-o", "json").exits(0)
	s := object[summary](t, again.stdout())
	if len(s.Agreements) != 1 || s.Price != "10000000000000000" || s.Agreements[0].Phase != "Settled" || s.CID == "" {
		t.Errorf("after coming back: %s", again.stdout())
	}
	if b, err := os.ReadFile(filepath.Join(p.dir, "out", "stdout")); string(b) != "done at last\n" {
		t.Errorf("standard output is %q, %v", b, err)
	}
	if deals := object[[]json.RawMessage](t, p.ok("deal", "list", "-o", "json")); len(deals) != 1 {
		t.Errorf("%d deals, want 1", len(deals))
	}
	p.run("run", "--resume", strings.Fields(id)[0]).exits(failure.NotFound)
}

// TestInterruptEarly: before anything was agreed nothing is owed.
func TestInterruptEarly(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	mute := *p // whose quote is waited for
	mute.env = []string{victim.Role + "=farm", victim.Holds + "=Quote"}
	farmer, other := p.farm("farm"), mute.farm("mute")
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	c := p.start("run", "hello.wasm", "--farmer", farmer.addr, "--farmer", other.addr, "--wait", "1h").says("quotes 0.01 PLAY")
	contains(t, c.interrupt().exits(failure.Interrupted).stderr(), "nothing was agreed, nothing is owed")
}

// TestInterruptAtOnce: whoever is asked when somebody interrupts is not to blame.
func TestInterruptAtOnce(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	code := run(ctx, []string{"run", p.write("hello.wasm", moduleThatPrints("hello\n")), "--max-price", "1", "-q", "--home", p.home}, strings.NewReader(""), &out, &errs, nil)
	if code != failure.Interrupted || errs.String() != "parley: interrupted\n" {
		t.Errorf("exit code %d\n%s", code, errs.String())
	}
}

// onlyDeal is the ID of the one deal of a party.
func (p *place) onlyDeal(name string) string {
	p.t.Helper()
	deals := object[[]struct{ Deal string }](p.t, p.ok("deal", "list", "--name", name, "-o", "json"))
	if len(deals) != 1 {
		p.t.Fatalf("%d deals, want 1", len(deals))
	}
	return deals[0].Deal
}

// untilOpen waits until the one deal is open on the chain.
func (p *place) untilOpen() {
	p.t.Helper()
	for !strings.Contains(p.ok("deal", "list", "--name", "farm"), " open ") && p.t.Context().Err() == nil {
	}
}

// TestReplicas: farmers do the same, say so before any of them shows it, and are all paid by the contract; a result that comes to be
// in a deal file checks there.
func TestReplicas(t *testing.T) { // C51, R63
	t.Parallel()
	p := newPlace(t).join()
	args := []string{"run", "hello.wasm", "--output", "out", "--replicas", "3", "--wait", "1m", "-o", "json"}
	var keys []string
	for _, name := range []string{"one", "two", "three"} {
		f := p.farm(name)
		keys = append(keys, f.key)
		args = append(args, "--farmer", f.addr)
	}
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	c := p.run(args...).exits(0)
	contains(t, c.stderr(), "3 farmers do the same, and 2 of them must find the same")
	s := object[summary](t, c.stdout())
	if b, err := os.ReadFile(filepath.Join(p.dir, "out", "stdout")); string(b) != "hello\n" || s.CID == "" || len(s.Agreements) != 3 || len(s.Tasks) != 1 {
		t.Errorf("%q, %v: %s", b, err, c.stdout())
	}
	for _, a := range s.Agreements {
		if a.Phase != protocol.Settled.String() || a.Owed == "0" || a.Fuel == 0 || len(a.Tasks) != 1 || !slices.Contains(keys, a.Farmer) || a.Deal == "" {
			t.Errorf("%+v", a)
		}
	}
	for _, file := range s.DealFiles {
		contains(t, p.ok("verify", file), "from SOW to Settled", "the result, for")
	}
	lacking := p.run("run", "hello.wasm", "--output", "none", "--replicas", "5", "--farmer", p.farm("four").addr).exits(failure.Unavailable)
	contains(t, lacking.stderr(), "5 farmers must do the same, and fewer have quoted", "try:")
}
