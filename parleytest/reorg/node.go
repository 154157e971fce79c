package reorg

import (
	"bufio"
	"context"
	"encoding/json"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/parley-p2p/parley/contracts/devchain"
)

// node is a program that makes blocks when it is told to. Its own clock counts for nothing: each block is told its time.
type node struct {
	url    string
	client *rpc.Client
	clock  uint64 // no block is earlier from now on
}

// startNode runs a program until the test ends; it says where it serves.
func startNode(t *testing.T, program *exec.Cmd, where *regexp.Regexp, first time.Time) node {
	t.Helper()
	url := "http://" + serve(t, program, where)
	client, err := rpc.Dial(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return node{url: url, client: client, clock: uint64(first.Unix())}
}

// written is a file in a folder that has a genesis.
func written(t *testing.T, dir string, genesis any) string {
	t.Helper()
	file := filepath.Join(dir, "genesis.json")
	text, err := json.Marshal(genesis)
	if err == nil {
		err = os.WriteFile(file, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// serve runs a program until the test ends, and returns where it says that it serves.
func serve(t *testing.T, program *exec.Cmd, where *regexp.Regexp) string {
	t.Helper()
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	program.Stderr = program.Stdout
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 1)
	var reading sync.WaitGroup
	reading.Go(func() {
		var all strings.Builder
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if found := where.FindStringSubmatch(lines.Text()); found != nil && len(said) == 0 {
				said <- found[1]
			}
			if all.Len() < 1<<16 {
				all.WriteString(lines.Text() + "\n")
			}
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", program, all.String())
		}
	})
	t.Cleanup(func() {
		_ = program.Process.Kill()
		reading.Wait()
		_ = program.Wait()
	})
	select {
	case address := <-said:
		return address
	case <-time.After(time.Minute):
		t.Fatalf("%s does not say where it serves (%s)", program, where)
		return ""
	}
}

func (n *node) URL() string { return n.url }

func (n *node) ID() *big.Int { return big.NewInt(devchain.DefaultChainID) }

func (n *node) head(ctx context.Context) (head *types.Header, err error) {
	err = n.client.CallContext(ctx, &head, "eth_getBlockByNumber", "latest", false)
	return head, err
}

// tick moves the clock to the time of the block that follows the head, so many seconds later if that is more than one.
func (n *node) tick(head *types.Header, later uint64) {
	n.clock = max(head.Time+1, n.clock, head.Time+later)
}

// seconds are whole ones, rounded up.
func seconds(d time.Duration) uint64 { return uint64((d + time.Second - 1) / time.Second) }
