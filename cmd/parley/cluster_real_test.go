package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/internal/port"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// realCluster is the URL of a Bacalhau orchestrator that tests may use.
func realCluster(t *testing.T) string {
	t.Helper()
	url := os.Getenv("PARLEY_BACALHAU_API")
	if url == "" {
		t.Skip("NOT TESTED ON A REAL CLUSTER: set PARLEY_BACALHAU_API to the URL of an orchestrator; docs/bacalhau.md says how to start one")
	}
	return url
}

// The demo on a real cluster, of however many nodes, gives the picture with the same CID, and each tile for the fuel that it
// takes here, as its audit says. So the lines on the bill are the same, as far as two jobs are: each has a seed of its own, by
// which a Go program's fuel differs in the last digits, and a machine that is slow sees somebody replaced. C17.
func TestDemoOnRealCluster(t *testing.T) {
	url := realCluster(t)
	here, _ := newPlace(t).demo()
	there, said := newPlace(t).demo("--executor", "bacalhau", "--bacalhau", url)
	contains(t, said, "was rendered again here: the same bytes, and as much fuel: true")
	if diff := cmp.Diff(tiles(here), tiles(there)); diff != "" {
		t.Errorf("the tiles (-embedded +cluster):\n%s", diff)
	}
	for _, diff := range comparedBills(here, there) {
		t.Errorf("the bill (-embedded +cluster):\n%s", diff)
	}
}

// comparedBills says how two bills for the same picture differ. Which farmer, each with a price of its own, paints which tiles is settled by
// who answers first, and by who is too slow and replaced. So each line of one is held against what the other's tiles come to at its price;
// and where nobody was replaced the bills are the same line by line, but for the prices.
func comparedBills(here, there *summary) (diffs []string) {
	compare := func(a, b []string) {
		if diff := cmp.Diff(a, b, cmp.Comparer(alike)); diff != "" {
			diffs = append(diffs, diff)
		}
	}
	compare(charged(there, here), charged(there, there))
	compare(charged(here, here), charged(here, there))
	if len(here.Agreements) == hired && len(there.Agreements) == hired {
		compare(billed(here), billed(there))
	}
	compare([]string{bonds(here)}, []string{bonds(there)})
	return diffs
}

// charged are the lines of a bill as they are where each tile took the fuel that it has on another bill.
func charged(s, by *summary) (lines []string) {
	used, price := map[int]int64{}, map[string]*big.Int{}
	for _, d := range by.Tasks {
		used[d.Task] = d.Fuel
	}
	for _, q := range s.Quotes {
		price[q.Farmer] = of(q.PerUnit).Big()
	}
	for _, g := range s.Agreements {
		if by != s {
			cost := new(big.Int)
			g.Fuel = 0
			for _, task := range g.Tasks {
				g.Fuel += used[task]
				cost.Add(cost, new(big.Int).Mul(big.NewInt(used[task]), price[g.Farmer]))
			}
			g.Owed = cost.Div(cost, big.NewInt(1e9)).String()
		}
		lines = append(lines, (&demo{}).painting(&g)+" for "+money(g.Owed)+ended(g))
	}
	return lines
}

// demo runs it to its end and checks what it says.
func (p *place) demo(args ...string) (s *summary, said string) {
	p.t.Helper()
	c := p.command(append([]string{"demo", "-o", "json"}, args...)...)
	c.patience = 30 * time.Minute // a cluster compiles the renderer for every tile
	c.begin()
	p.t.Cleanup(c.destroy)
	s = new(object[summary](p.t, c.exits(0).stdout()))
	checkDemo(p.t, p, s)
	golden(p.t, "demo-cid.txt", s.CID+"\n")
	p.leftNothing()
	return s, c.stderr()
}

// tiles are the runs that were paid for, whoever did them.
func tiles(s *summary) (all []string) {
	for _, d := range s.Tasks {
		all = append(all, fmt.Sprintf("%d %s: %s with %d", d.Task, d.CID, d.Ended, d.Exit))
	}
	slices.Sort(all)
	return all
}

// billed are the lines of a bill without who was paid how much.
func billed(s *summary) (lines []string) {
	for _, g := range s.Agreements {
		lines = append(lines, (&demo{}).painting(&g)+ended(g))
	}
	slices.Sort(lines)
	return lines
}

// alike reports whether two lines say the same, but for the last digits of numbers.
func alike(a, b string) bool {
	one, other := strings.FieldsFunc(a, apart), strings.FieldsFunc(b, apart)
	return slices.EqualFunc(one, other, func(a, b string) bool {
		x, errX := strconv.ParseFloat(a, 64)
		y, errY := strconv.ParseFloat(b, 64)
		return a == b || errX == nil && errY == nil && math.Abs(x-y) <= 1e-4*math.Abs(x)
	})
}

func apart(r rune) bool { return r == ' ' || r == '*' }

// The same to four digits is alike, and nothing else is.
func TestAlike(t *testing.T) {
	const line = "painted 6 tiles with 18.835*10^9 fuel for 0.141259950 PLAY"
	for other, want := range map[string]bool{
		line: true,
		"painted 6 tiles with 18.836*10^9 fuel for 0.141260010 PLAY": true,
		"painted 7 tiles with 18.835*10^9 fuel for 0.141259950 PLAY": false,
		"painted 6 tiles with 18.835*10^9 fuel for 0.141359950 PLAY": false,
		"painted 6 tiles with 18.835*10^9 fuel for 0.141259950 DAI":  false,
		"painted 6 tiles with 18.835*10^9 fuel":                      false,
	} {
		if alike(line, other) != want {
			t.Errorf("%q: want %v", other, want)
		}
	}
}

// Bills are alike whoever was replaced, and are not where a tile took other fuel, was painted by nobody, or was paid otherwise.
func TestComparedBills(t *testing.T) {
	quotes := []quoteLine{{Farmer: "a", PerUnit: "6000000"}, {Farmer: "b", PerUnit: "7500000"}, {Farmer: "c", PerUnit: "9000000"}}
	bill := func(seed int64, lines ...agreementLine) *summary {
		s := &summary{Quotes: quotes, Agreements: lines}
		for i := range 4 {
			s.Tasks = append(s.Tasks, compute.Done{Task: i, Fuel: int64(i+1)*1e9 + seed})
		}
		return s
	}
	line := func(farmer, phase string, fuel, owed int64, tasks ...int) agreementLine {
		return agreementLine{Farmer: farmer, Phase: phase, Fuel: fuel, Owed: fmt.Sprint(owed), Tasks: tasks}
	}
	both := bill(0, line("a", "Settled", 3e9, 18e6, 0, 1), line("b", "Settled", 7e9, 525e5, 2, 3))
	replaced := bill(17, line("b", "Abandoned", 1e9+17, 75e5, 0), line("a", "Settled", 7e9+34, 42e6, 2, 3), line("c", "Settled", 2e9+17, 18e6, 1))
	if diffs := comparedBills(both, replaced); len(diffs) > 0 {
		t.Errorf("alike, and they differ: %s", diffs)
	}
	for name, wrong := range map[string]*summary{
		"other fuel":     bill(1e7, replaced.Agreements...),
		"paid more":      bill(17, line("b", "Abandoned", 1e9+17, 75e5, 0), line("a", "Settled", 7e9+34, 42e6, 2, 3), line("c", "Settled", 2e9+17, 19e6, 1)),
		"paid for twice": bill(17, line("b", "Abandoned", 3e9+34, 75e5, 0), line("a", "Settled", 7e9+34, 42e6, 2, 3), line("c", "Settled", 2e9+17, 18e6, 1)),
		"unequal shares": bill(0, line("a", "Settled", 1e9, 6e6, 0), line("b", "Settled", 9e9, 675e5, 1, 2, 3)),
	} {
		if len(comparedBills(both, wrong)) == 0 {
			t.Errorf("%s: nothing differs", name)
		}
	}
}

// jobs are those that were given to a cluster after others, by name.
func jobs(t *testing.T, url string, before map[string]string) map[string]string {
	t.Helper()
	res, err := http.Get(url + "/api/v1/orchestrator/jobs?limit=100&order_by=created_at&reverse=true")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var list struct{ Items []bacalhau.Job }
	if err := json.NewDecoder(res.Body).Decode(&list); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, j := range list.Items {
		if _, old := before[j.Name]; !old && strings.HasPrefix(j.Name, "parley-") {
			all[j.Name] = j.State.StateType
		}
	}
	return all
}

// A farmer that is killed while a real cluster runs its job goes on with that job when it starts again: there is no second.
func TestKilledOnRealCluster(t *testing.T) {
	url := realCluster(t)
	p := newPlace(t).join()
	p.write("slow.wasm", moduleThatWorks(1e8))
	before := jobs(t, url, nil)
	at := port.Multiaddr(unused(t))
	farm := func() *farmerProcess {
		return p.farm("there", "--executor", "bacalhau", "--bacalhau", url, "--listen", at)
	}
	farmer := farm()
	buyer := p.command("run", "slow.wasm", "--farmer", farmer.addr, "--patience", "10m", "--timeout", "10m", "-o", "jsonl")
	buyer.patience = 20 * time.Minute
	buyer.begin()
	t.Cleanup(buyer.destroy)
	for late := time.Now().Add(hanging); ; {
		if _, running := find(jobs(t, url, before), bacalhau.Running); running {
			break
		}
		if time.Now().After(late) {
			t.Fatalf("no job runs: %v\n%s", jobs(t, url, before), farmer.stderr())
		}
		<-time.After(100 * time.Millisecond)
	}
	farmer.destroy()
	killed := jobs(t, url, before)
	if _, running := find(killed, bacalhau.Running); !running {
		t.Skipf("the job had ended before its farmer was dead: %v", killed)
	}
	farm()
	buyer.exits(0)
	after := jobs(t, url, before)
	if _, done := find(after, bacalhau.Completed); !done || len(after) != 1 {
		t.Errorf("these jobs were submitted, want one: %v", after)
	}
}

func find(jobs map[string]string, state string) (name string, found bool) {
	for name, is := range jobs {
		if is == state {
			return name, true
		}
	}
	return "", false
}

// moduleThatWorks goes round so many times.
func moduleThatWorks(rounds int64) []byte {
	const i = 0
	p := guest.NewProgram()
	return p.BuildWith([]guest.Locals{{N: 1, Type: guest.I64}}, guest.Const64(rounds), guest.Set(i),
		guest.Loop(guest.Get(i), guest.Const64(1), guest.Op(0x7d), guest.Tee(i), guest.Const64(0), guest.Op(0x52), guest.BrIf(0)))
}

// What nodes fetch, and what they publish, comes to the same result by whatever way: each line of PARLEY_BACALHAU_WAYS has flags of a
// farmer that are possible with the cluster, as --bacalhau-depot and --bacalhau-publisher.
func TestWaysOnRealCluster(t *testing.T) {
	url := realCluster(t)
	ways := strings.TrimSpace(os.Getenv("PARLEY_BACALHAU_WAYS"))
	if ways == "" {
		t.Skip("NOT TESTED WITH S3 AND IPFS: set PARLEY_BACALHAU_WAYS to lines of flags, as --bacalhau-depot ipfs+http://127.0.0.1:5001; docs/bacalhau.md says which")
	}
	p := newPlace(t).join()
	p.large("job.yaml")
	for _, v := range os.Environ() {
		if strings.HasPrefix(v, "AWS_") {
			p.env = append(p.env, v)
		}
	}
	cid := func(name string, flags ...string) string {
		f := p.farm(name, flags...)
		return object[struct{ CID string }](t, lastLine(p.ok("run", "job.yaml", "--farmer", f.addr, "-o", "jsonl", "--output", "of-"+name))).CID
	}
	want := cid("here")
	for i, way := range append(strings.Split(ways, "\n"), "") {
		if got := cid(fmt.Sprint("there", i), append([]string{"--executor", "bacalhau", "--bacalhau", url}, strings.Fields(way)...)...); got != want || got == "" {
			t.Errorf("%q: %s, want %s", way, got, want)
		}
	}
}

// C17, C54: a job file of Bacalhau for a container is hired for, run by Docker on a node, and paid through escrow; what it leaves comes
// to the buyer.
func TestContainerOnRealCluster(t *testing.T) {
	url, image := realCluster(t), os.Getenv("PARLEY_BACALHAU_IMAGE")
	if image == "" {
		t.Skip("CONTAINERS WERE NOT TESTED ON A REAL CLUSTER: set PARLEY_BACALHAU_IMAGE to a busybox with its digest (registry/busybox@sha256:…) that its nodes can pull")
	}
	p := newPlace(t).join()
	f := p.farm("there", "--executor", "bacalhau", "--bacalhau", url)
	p.write("words.txt", []byte("two words\n"))
	p.write("job.yaml", []byte(`Type: batch
Tasks:
  - Name: main
    Engine: {Type: docker, Params: {Image: "`+image+`", Entrypoint: [/bin/sh], Parameters: [-c, "wc -w < /data/words.txt > /outputs/count; echo $GREETING"], EnvironmentVariables: [GREETING=hello]}}
    InputSources: [{Target: /data/words.txt, Source: {Type: local, Params: {SourcePath: words.txt}}}]
    ResultPaths: [{Name: outputs, Path: /outputs}]
    Resources: {CPU: "0.1", Memory: 64mb}
    Timeouts: {ExecutionTimeout: 60, QueueTimeout: 60}
`))
	p.ok("run", "job.yaml", "--farmer", f.addr, "--output", "of-it")
	for name, want := range map[string]string{"stdout": "hello\n", "outputs/count": "2\n", "exitCode": "0"} {
		if got, err := os.ReadFile(filepath.Join(p.dir, "of-it", name)); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, want)
		}
	}
}
