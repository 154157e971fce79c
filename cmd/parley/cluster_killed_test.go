package main

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/internal/port"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// A farmer that is killed, or told to end, while its job runs on the cluster goes on with that job when it starts again: there is no
// second. C17.
func TestKilledOnCluster(t *testing.T) {
	t.Parallel()
	t.Run("killed", func(t *testing.T) { endedOnCluster(t, func(f *farmerProcess) { f.destroy() }) })
	t.Run("told to end", func(t *testing.T) {
		endedOnCluster(t, func(f *farmerProcess) {
			said := f.interrupt().stderr()
			contains(t, said, ": its job goes on when this farmer starts again\n", "stopped; ")
			if strings.Contains(said, "refused") {
				t.Errorf("somebody is said to have refused something:\n%s", said)
			}
		})
	})
}

func endedOnCluster(t *testing.T, end func(*farmerProcess)) {
	p := newPlace(t).join()
	c := bacalhautest.New(t)
	hold, at := make(chan struct{}), port.Multiaddr(unused(t))
	c.Set(func() { c.Hold = hold })
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	farm := func() *farmerProcess {
		return p.farm("there", "--executor", "bacalhau", "--bacalhau", c.URL, "--listen", at)
	}
	farmer := farm()
	buyer := p.start("run", "hello.wasm", "--farmer", farmer.addr, "--patience", "2m", "-o", "jsonl")
	if err := c.Wait(t.Context(), func(s []string) bool { return len(s) > 0 && s[0] == "Running" }); err != nil {
		t.Fatal(err)
	}
	end(farmer)
	unfinished := filepath.Join(p.home, "there", "cluster", "replica-1")
	if err := os.Mkdir(unfinished, 0o700); err != nil {
		t.Fatal(err)
	}
	close(hold)
	second := farm()
	second.says("goes on with 1 task for ")
	buyer.wait()
	buyer.exits(0)
	if _, err := os.Stat(unfinished); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what the first was not done with is there still: %v", err)
	}
	if strings.Contains(second.stderr(), "hired this farmer") {
		t.Errorf("it is said to be hired as if for the first time:\n%s", second.stderr())
	}
	if n := len(c.Jobs()); n != 1 {
		t.Errorf("%d jobs were submitted", n)
	}
}

// A farmer of the demo does not come back, and what it has on the cluster ends with it. C17.
func TestThrownAwayOnCluster(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	c := bacalhautest.New(t)
	c.Set(func() { c.Hold = make(chan struct{}) })
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.env = append(p.env, thrownAway+"=1")
	farmer := p.farm("there", "--executor", "bacalhau", "--bacalhau", c.URL)
	p.start("run", "hello.wasm", "--farmer", farmer.addr)
	if err := c.Wait(t.Context(), func(s []string) bool { return len(s) > 0 && s[0] == bacalhau.Running }); err != nil {
		t.Fatal(err)
	}
	farmer.interrupt()
	if states := c.States(); states[0] != bacalhau.Stopped {
		t.Errorf("the job is %v", states)
	}
}

// moduleTooLarge prints a line, and is too large for a job.
func moduleTooLarge() []byte {
	p := guest.NewProgram("fd_write")
	p.Memory.Min = 20
	noise := make([]byte, 900_000)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(noise)
	p.Data = append(p.Data, guest.Data{At: 1 << 16, Bytes: noise})
	return p.Build(guest.Const(1), p.Vector("hello\n"), guest.Const(0), guest.Call(0), guest.Op(guest.Drop))
}

// A farmer that is killed before the cluster's nodes have fetched from it serves at the same address, under the same token, when it
// starts again. Where somebody else has that address by then it says so, and the job that came to nothing is submitted anew. C17.
func TestKilledBeforeFetched(t *testing.T) {
	t.Parallel()
	for _, taken := range []bool{false, true} {
		p := newPlace(t).join()
		c := bacalhautest.New(t)
		hold, at := make(chan struct{}), port.Multiaddr(unused(t))
		c.Set(func() { c.HoldFetch = hold })
		p.write("large.wasm", moduleTooLarge())
		farm := func() *farmerProcess {
			return p.farm("there", "--executor", "bacalhau", "--bacalhau", c.URL, "--listen", at)
		}
		farmer := farm()
		buyer := p.start("run", "large.wasm", "--farmer", farmer.addr, "--patience", "2m", "-o", "jsonl")
		if err := c.Wait(t.Context(), func(s []string) bool { return len(s) > 0 && s[0] == "Running" }); err != nil {
			t.Fatal(err)
		}
		farmer.destroy()
		want := 1
		if taken {
			want = 2
			gone := &http.Server{Handler: http.NotFoundHandler()}
			l, err := net.Listen("tcp", gatewayOf(t, c))
			if err != nil {
				t.Fatal(err)
			}
			served := make(chan error, 1)
			go func() { served <- gone.Serve(l) }()
			defer func() { gone.Close(); <-served }()
		}
		again := farm()
		if told := strings.Contains(again.stderr(), "that cannot be had again"); told != taken {
			t.Errorf("taken %v, and it says:\n%s", taken, again.stderr())
		}
		if !taken { // it serves once it has taken up the job
			for until := time.Now().Add(time.Minute); !serves(t, c) && time.Now().Before(until); {
			}
		}
		close(hold)
		buyer.wait()
		buyer.exits(0)
		if n := len(c.Jobs()); n != want {
			t.Errorf("taken %v: %d jobs were submitted, want %d", taken, n, want)
		}
	}
}

// fetchedAt is what the first job of a cluster fetches.
func fetchedAt(t *testing.T, c *bacalhautest.Cluster) string {
	t.Helper()
	at := regexp.MustCompile(`"(http://[^"]+/main\.wasm)"`).FindStringSubmatch(c.Jobs()[0])
	if at == nil {
		t.Fatalf("the job fetches nothing: %.2000s", c.Jobs()[0])
	}
	return at[1]
}

// gatewayOf is the address that it fetches from.
func gatewayOf(t *testing.T, c *bacalhautest.Cluster) string {
	t.Helper()
	u, err := url.Parse(fetchedAt(t, c))
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}

// serves reports whether that is there.
func serves(t *testing.T, c *bacalhautest.Cluster) bool {
	res, err := http.Head(fetchedAt(t, c))
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}
