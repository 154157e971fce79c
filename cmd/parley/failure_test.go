package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/internal/port"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/deals"
)

// A newcomer meets these; each is produced for real, and its words are held: the cause, and the command that mends it.

// fails runs a command that must fail with a code, and holds what it says of it.
func (p *place) fails(code int, args ...string) {
	p.t.Helper()
	c := p.run(args...).exits(code)
	_, said, found := strings.Cut("\n"+c.stderr(), "\nparley: ")
	if !found {
		p.t.Fatalf("no failure is told:\n%s", c.stderr())
	}
	if !strings.Contains(said, "\n  try: ") {
		p.t.Errorf("nothing is said about how to mend it:\n%s", said)
	}
	p.said(p.mask(fmt.Sprintf("$ parley %s\nparley: %sexit code %d\n", strings.Join(args, " "), said, code)))
}

// failing is a failure, and how it comes about.
type failing struct {
	name    string
	produce func(p *place)
}

func TestFailures(t *testing.T) {
	for _, f := range append([]failing{
		{"no-farmer", failNoFarmer},
		{"all-quotes-refused", failRefused},
		{"no-funds", failFunds},
		{"chain-unreachable", failChain},
		{"wrong-chain", failWrongChain},
		{"endpoints-disagree", failDisagree},
		{"wrong-contract", failWrongContract},
		{"journal-emptied", failJournal},
		{"port-taken", failPort},
		{"state-locked", failLocked},
		{"account-of-a-node", failBesideNode},
		{"account-in-use", failBesideCommand},
		{"flag-empty", failEmpty},
		{"clock-off", failClock},
		{"disk-full", failDisk},
		{"demo-disk-full", failDemoDisk},
		{"not-wasm", failNotWASM},
		{"component", failComponent},
		{"module-traps", failTrap},
		{"outputs-cut", failCut},
		{"deadline-passed", failDeadline},
		{"input-unreadable", failInput},
		{"job-file", failJobFile},
		{"job-file-said-twice", failJobFileTwice},
		{"unknown-flag", failFlag},
		{"cluster-gone", failClusterGone},
		{"cluster-unnamed", failClusterUnnamed},
		{"cluster-gateway", failClusterGateway},
		{"cluster-url", failClusterURL},
		{"cluster-unused", failClusterUnused},
		{"cluster-password", failClusterPassword},
		{"cluster-old", failCluster(func(c *bacalhautest.Cluster) { c.Minor = "7" }, failure.Unavailable)},
		{"cluster-unauthorized", failCluster(func(c *bacalhautest.Cluster) { c.Authorization = "Bearer key" }, failure.Refused)},
		{"cluster-without-nodes", failCluster(clusterWithoutNodes, failure.Unavailable)},
		{"cluster-forbidden", failCluster(clusterSays(403, "Forbidden", "user 'bob' does not have the required capability 'read:node'"), failure.Refused)},
		{"cluster-fails", failCluster(clusterSays(500, "DatastoreFailure", "disk full"), failure.Unavailable)},
		{"cluster-overloaded", failCluster(clusterSays(429, "TooManyRequests", "rate limit exceeded"), failure.Unavailable)},
		{"cluster-is-a-page", failCluster(clusterIsAPage, failure.Unavailable)},
		{"cluster-auth-missing", failClusterAuthMissing},
		{"cluster-auth-open", failClusterAuthOpen},
		{"cluster-too-much", failClusterTooMuch},
		{"cluster-network", failClusterNetwork},
		{"cluster-replicas", failClusterReplicas},
		{"network", failNetwork},
		{"cluster-stopped", failClusterStopped},
		{"cluster-result-lost", failClusterResultLost},
	}, slices.Concat(clusterFailures, startFailures, buyerFailures, farmerFailures, troubles, moduleFailures)...) {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			f.produce(newPlace(t))
		})
	}
}

func failNoFarmer(p *place) {
	p.open()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.fails(failure.Unavailable, "run", "hello.wasm")
}

func failRefused(p *place) {
	p.join()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.fails(failure.Refused, "run", "hello.wasm", "--max-price", "0.5", "--farmer", p.farm("dear", "--price", "0.75").addr, "--farmer", p.farm("small", "--memory", "64").addr)
}

func failFunds(p *place) {
	p.join()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	farmer := p.farm("farm")
	m := readMarket(p.t, p.marketFile())
	m.Faucet = ""
	p.describe(m)
	p.fails(failure.Funds, "run", "hello.wasm", "--farmer", farmer.addr)
}

func failChain(p *place) {
	p.join()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	m := readMarket(p.t, p.marketFile())
	m.Chain.RPC = "http://" + unused(p.t)
	p.describe(m)
	p.fails(failure.Unavailable, "run", "hello.wasm")
}

// unused is an address of this machine where nobody listens, and nobody will by chance.
func unused(t *testing.T) string {
	t.Helper()
	at, err := port.Draw()
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func failWrongChain(p *place) {
	p.join()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	m := readMarket(p.t, p.marketFile())
	m.Chain.ID++
	p.describe(m)
	p.fails(failure.Unavailable, "run", "hello.wasm")
}

func failWrongContract(p *place) {
	p.join()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	m := readMarket(p.t, p.marketFile())
	m.Chain.Contract = deals.Address{19: 0x99}
	p.describe(m)
	p.fails(failure.Unavailable, "run", "hello.wasm")
}

func failJournal(p *place) {
	p.join()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	farm := p.farm("farm")
	farm.signal(9).wait()
	path := filepath.Join(p.home, "farm", "journal.db")
	if err := errors.Join(os.Remove(path+"-wal"), os.Remove(path+"-shm"), os.Truncate(path, 0)); err != nil {
		p.t.Fatal(err)
	}
	p.fails(failure.General, "farm")
}

func failPort(p *place) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		p.t.Fatal(err)
	}
	defer ln.Close()
	p.fails(failure.Unavailable, "dev", "--rpc", ln.Addr().String())
}

func failLocked(p *place) {
	p.join()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.farm("farm")
	p.farm("farm-2") // which is no name for another either
	p.fails(failure.Unavailable, "run", "hello.wasm", "--name", "farm")
}

// failBesideNode: a node of the account sends by itself.
func failBesideNode(p *place) {
	p.join()
	p.farm("farm")
	p.fails(failure.Unavailable, "balance", "--withdraw", "--name", "farm")
}

// failBesideCommand: another command of the account sends, and does not end.
func failBesideCommand(p *place) {
	p.join()
	p.ok("key")
	p.sending("run")
	p.fails(failure.Unavailable, "balance", "--withdraw")
}

func failEmpty(p *place) {
	p.fails(failure.Usage, "deal", "list", "--home", "")
}

// failClock: the chain's clock is that of another time. An endpoint stands between, and adds three hours to every block.
func failClock(p *place) {
	p.join()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	m := readMarket(p.t, p.marketFile())
	m.Chain.RPC = later(p.t, m.Chain.RPC, 3*time.Hour)
	p.describe(m)
	p.fails(failure.General, "run", "hello.wasm")
}

// later is an endpoint of a chain whose blocks are later by that much.
func later(t *testing.T, rpc string, by time.Duration) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := http.Post(rpc, "application/json", r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		b, _ := io.ReadAll(answer.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(shift(b, by))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// shift adds to every timestamp in a JSON value.
func shift(b []byte, by time.Duration) []byte {
	const key = `"timestamp":"0x`
	i := bytes.Index(b, []byte(key))
	if i < 0 {
		return b
	}
	hex, rest, ok := bytes.Cut(b[i+len(key):], []byte(`"`))
	seconds, err := strconv.ParseInt(string(hex), 16, 64)
	if !ok || err != nil {
		return b
	}
	moved := fmt.Sprintf(`%s%x"`, key, seconds+int64(by/time.Second))
	return append(append(bytes.Clone(b[:i]), moved...), shift(rest, by)...)
}

func failNotWASM(p *place) {
	p.join()
	p.write("program.py", []byte("print('hello')\n"))
	p.fails(failure.General, "run", "program.py")
}

func failComponent(p *place) {
	p.join()
	p.write("component.wasm", component)
	p.fails(failure.General, "run", "component.wasm")
}

func failTrap(p *place) {
	p.join()
	p.write("trap.wasm", moduleThatTraps())
	p.fails(failure.General, "run", "trap.wasm", "--farmer", p.farm("farm").addr)
}

func failCut(p *place) {
	p.join()
	p.write("leaves.wasm", moduleThatLeaves())
	p.fails(failure.General, "run", "leaves.wasm", "--output-space", "1", "--farmer", p.farm("farm").addr)
}

func failDeadline(p *place) {
	p.join()
	p.write("spin.wasm", moduleThatSpins())
	p.fails(failure.TimedOut, "run", "spin.wasm", "--timeout", "2s", "--farmer", p.farm("farm").addr)
}

func failInput(p *place) {
	p.join()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.fails(failure.NotFound, "run", "hello.wasm", "--input", "pictures")
}

func failFlag(p *place) {
	p.fails(failure.Usage, "run", "hello.wasm", "--max-prize", "1")
}

func TestFailuresAreJSONToo(t *testing.T) {
	p := newPlace(t)
	c := p.run("run", "hello.wasm", "-o", "json").exits(failure.Unavailable)
	var told struct{ Error, Try string }
	if err := json.Unmarshal([]byte(c.stdout()), &told); err != nil || !strings.Contains(told.Error, "there is no market") || told.Try == "" {
		t.Errorf("standard output is %q (%v), want the failure as JSON", c.stdout(), err)
	}
}
