package devchain_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/parley-p2p/parley/contracts/devchain"
)

// TestMain runs a chain instead of the tests when it is started as a child.
func TestMain(m *testing.M) {
	if dir := os.Getenv("PARLEY_TEST_CHAIN_DIR"); dir != "" {
		serve(dir)
	}
	os.Exit(m.Run())
}

// serve runs a chain until this process is killed, or its parent is gone.
func serve(dir string) {
	chain, err := devchain.Start(context.Background(), devchain.Config{DataDir: dir, Heartbeat: -1})
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
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
