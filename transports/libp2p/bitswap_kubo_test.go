package libp2p_test

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// TestBitswapWithKubo lets a real IPFS node fetch a result, and fetches it back from there:
// PARLEY_IPFS=/path/to/ipfs go test -run Kubo ./transports/libp2p
func TestBitswapWithKubo(t *testing.T) {
	ipfs := os.Getenv("PARLEY_IPFS")
	if ipfs == "" {
		t.Skip("PARLEY_IPFS does not name an ipfs binary")
	}
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	command := func(args ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, ipfs, args...)
		cmd.Env = append(os.Environ(), "IPFS_PATH="+filepath.Join(dir, "repo"))
		return cmd
	}
	run := func(args ...string) string {
		t.Helper()
		out, err := command(args...).CombinedOutput()
		if err != nil {
			t.Fatalf("ipfs %s: %v\n%s", strings.Join(args, " "), err, out)
		}
		return strings.TrimSpace(string(out))
	}
	run("init", "--empty-repo", "--profile=test")
	daemon := command("daemon", "--routing=none")
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		daemon.Process.Kill()
		daemon.Wait()
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "Daemon is ready" {
	}
	if lines.Text() != "Daemon is ready" {
		t.Fatalf("the daemon ended: %v", lines.Err())
	}

	farmer := newBitswapNode(t, libp2p.BitswapOptions{})
	root := farmer.add(t)
	addrs, err := peer.AddrInfoToP2pAddrs(host.InfoFromHost(farmer.host))
	if err != nil {
		t.Fatal(err)
	}
	run("swarm", "connect", addrs[0].String())
	run("get", "-o", filepath.Join(dir, "out"), root.String())
	for name, want := range bitswapResult() {
		if got, err := os.ReadFile(filepath.Join(dir, "out", name)); err != nil || !bytes.Equal(got, want.Data) {
			t.Errorf("%s: Kubo got %d bytes, %v; want %d", name, len(got), err, len(want.Data))
		}
	}
	farmer.swap.Close() // now only Kubo has it

	buyer := newBitswapNode(t, libp2p.BitswapOptions{})
	run("swarm", "disconnect", addrs[0].String())
	addrs, err = peer.AddrInfoToP2pAddrs(host.InfoFromHost(buyer.host))
	if err != nil {
		t.Fatal(err)
	}
	run("swarm", "connect", addrs[0].String())
	if _, err := content.Fetch(ctx, root, buyer.swap, buyer.store, content.Limits{}, nil); err != nil {
		t.Errorf("Fetch from Kubo: %v", err)
	}
}
