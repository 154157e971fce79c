package devchain_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"go.uber.org/goleak"

	"github.com/parley-p2p/parley/contracts/devchain"
)

// TestMain runs a chain instead of the tests when it is started as a child.
func TestMain(m *testing.M) {
	if dir := os.Getenv("PARLEY_TEST_CHAIN_DIR"); dir != "" {
		serve(dir)
	}
	os.Exit(m.Run())
}

// serve runs a chain until this process is killed, its parent is gone, or a block comes to where it is to end.
func serve(dir string) {
	var up atomic.Bool
	end := func(what string) {
		if up.Load() && what == os.Getenv("PARLEY_TEST_CHAIN_END") {
			os.Exit(0)
		}
	}
	chain, err := devchain.Start(context.Background(), devchain.Config{DataDir: dir, Heartbeat: -1, Point: end})
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	up.Store(true)
	fmt.Println(chain.URL())
	bufio.NewReader(os.Stdin).ReadByte()
	os.Exit(0)
}

func TestAKilledChainKeepsEveryBlock(t *testing.T) { // THREATS 4, dev chain lost on kill
	dir := t.TempDir()
	var mined []*types.Receipt
	for round := range 2 {
		url, kill := child(t, dir)
		client := dial(t, url)
		for _, r := range mined {
			again, err := client.TransactionReceipt(t.Context(), r.TxHash)
			if err != nil || again.BlockHash != r.BlockHash {
				t.Fatalf("round %d: a transaction mined before the kill: %v, %v", round, again, err)
			}
		}
		for range 10 {
			mined = append(mined, receipt(t, client, send(t, client, 0, uint64(len(mined)), nil)))
		}
		kill()
	}
	chain, client := start(t, devchain.Config{DataDir: dir, Heartbeat: -1})
	nonce, err := client.NonceAt(t.Context(), devchain.Address(0), nil)
	if err != nil || nonce != uint64(len(mined)) {
		t.Fatalf("nonce %d, %v after two kills; want %d", nonce, err, len(mined))
	}
	if got := chain.Head().Number; got < uint64(len(mined)) {
		t.Errorf("head %d after %d sealed transactions", got, len(mined))
	}
}

// A block that is stored is the head again before anybody is answered, were it only made so just before the kill: who saw it would
// be told that what it saw never happened.
func TestAKilledChainAnswersWithItsLastBlock(t *testing.T) { // THREATS 4, dev chain lost on kill
	t.Setenv("PARLEY_TEST_CHAIN_END", "before adopt")
	dir := t.TempDir()
	url, kill := child(t, dir)
	sent := transfer(0, 0, nil)
	_ = dial(t, url).SendTransaction(t.Context(), sent) // the chain may end before it answers
	eventually(t, "the chain's end", func() bool { return !answers(strings.TrimPrefix(url, "http://")) })
	kill()

	addr := vacant(t)
	adopted, answered := 0, false
	chain, client := start(t, devchain.Config{DataDir: dir, Heartbeat: -1, Addr: addr, Point: func(what string) {
		if what != "before adopt" {
			return
		}
		if adopted++; adopted > 1 {
			return // the first block of this run
		}
		answered = answers(addr)
	}})
	if answered {
		t.Error("the chain answers before the block that was stored is its head again")
	}
	if r := receipt(t, client, sent); r.BlockNumber.Uint64() != chain.Head().Number-1 {
		t.Errorf("the transaction of the last block before the kill is in block %s of %d", r.BlockNumber, chain.Head().Number)
	}
}

// Nothing runs on of a chain that did not start: not where taking up its blocks fails, nor where its port is taken meanwhile. The next
// start finds it whole.
func TestAFailedStartLeavesNothing(t *testing.T) { // figure G
	t.Setenv("PARLEY_TEST_CHAIN_END", "before adopt")
	dir := t.TempDir()
	url, kill := child(t, dir)
	_ = dial(t, url).SendTransaction(t.Context(), transfer(0, 0, nil)) // the chain may end before it answers
	eventually(t, "the chain's end", func() bool { return !answers(strings.TrimPrefix(url, "http://")) })
	kill()

	warm, client := start(t, devchain.Config{Heartbeat: -1}) // what geth begins once for the process, and keeps
	receipt(t, client, send(t, client, 0, 0, nil))
	if err := warm.Close(); err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	addr := vacant(t)
	for _, c := range []struct {
		name   string
		ctx    context.Context
		config devchain.Config
		is     error
	}{
		{"resume", ended, devchain.Config{DataDir: dir}, context.Canceled},
		{"resume, in memory", ended, devchain.Config{}, context.Canceled},
		{"port taken", t.Context(), devchain.Config{DataDir: dir, Addr: addr, Point: func(what string) {
			if what != "before adopt" {
				return
			}
			taken, err := net.Listen("tcp", addr)
			if err != nil {
				t.Error(err)
				return
			}
			t.Cleanup(func() { _ = taken.Close() })
		}}, devchain.ErrAddressInUse},
	} {
		others := goleak.IgnoreCurrent()
		c.config.Heartbeat = -1
		chain, err := devchain.Start(c.ctx, c.config)
		if err == nil {
			t.Fatalf("%s: started: %v", c.name, chain.Close())
		}
		if !errors.Is(err, c.is) {
			t.Errorf("%s: %v, want %v", c.name, err, c.is)
		}
		eventually(t, c.name+": goroutines to end", func() bool { return goleak.Find(others) == nil })
	}
	start(t, devchain.Config{DataDir: dir, Heartbeat: -1})
}

// vacant is an address at which nobody listens.
func vacant(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	return free.Addr().String()
}

// answers reports whether something listens at an address.
func answers(addr string) bool {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return false
	}
	_ = c.Close()
	return true
}

func TestAdvanceOutlivesARestart(t *testing.T) {
	dir := t.TempDir()
	config := devchain.Config{DataDir: dir, Heartbeat: -1}
	chain, err := devchain.Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	far, err := chain.Advance(t.Context(), 24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := chain.Close(); err != nil {
		t.Fatal(err)
	}
	again, _ := start(t, config)
	if !again.Head().Time.After(far.Time) {
		t.Errorf("restarted at %v, before %v", again.Head().Time, far.Time)
	}
}

// child starts a chain in a process of its own and returns its URL and how to kill it.
func child(t *testing.T, dir string) (url string, kill func()) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "PARLEY_TEST_CHAIN_DIR="+dir)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	killed := false
	kill = func() {
		if !killed {
			killed = true
			cmd.Process.Kill()
			cmd.Wait()
			stdin.Close()
		}
	}
	t.Cleanup(kill)
	scanner := bufio.NewScanner(stdout)
	if !scanner.Scan() {
		t.Fatalf("the child said nothing: %v", scanner.Err())
	}
	return scanner.Text(), kill
}
