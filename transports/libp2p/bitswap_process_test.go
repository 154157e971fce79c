package libp2p_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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

// errand is what the farmer tells the requester's process: where it is and what to fetch. When the process is confined,
// it is also told the folder, to see that it cannot find it.
type errand struct {
	Addr, Root, Folder string
}

const errandVariable = "PARLEY_TEST_ERRAND"

// C18, C34: a result is fetched block by block by another process that has no access to the folder: it does not know
// the folder's name and, where the system lets this test do that, its file system does not contain it.
func TestBitswapBetweenProcesses(t *testing.T) {
	farmer := newBitswapNode(t, libp2p.BitswapOptions{})
	root := farmer.add(t)
	addrs, err := peer.AddrInfoToP2pAddrs(host.InfoFromHost(farmer.host))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var got content.Progress
	out := runRequester(t, dir, errand{Addr: addrs[0].String(), Root: root.String(), Folder: farmer.dir})
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	all := 0
	for range count(t, farmer.store, root) {
		all++
	}
	if got.Blocks != all || got.Remote != all || got.Known != all {
		t.Errorf("the other process fetched %+v, the result has %d blocks", got, all)
	}
	if blocks, bytes := farmer.swap.BlocksServed(); blocks < uint64(all) || bytes < uint64(got.Bytes) {
		t.Errorf("the farmer served %d blocks of %d bytes, the other process has %+v", blocks, bytes, got)
	}
	again, err := content.AddPath(t.Context(), content.Discard, filepath.Join(dir, "out"), content.Limits{})
	if err != nil || again != root {
		t.Errorf("what the other process wrote has the CID %s, %v; want %s", again, err, root)
	}
}

// runRequester runs this test binary as the requester and returns what it prints.
func runRequester(t *testing.T, dir string, ask errand) []byte {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	run := func(jail bool) ([]byte, []byte, error) {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		cmd := exec.CommandContext(ctx, self, "-test.run=^TestBitswapRequester$", "-test.count=1")
		cmd.Dir = dir
		if jail {
			confine(t, cmd)
		} else {
			ask.Folder = ""
		}
		text, err := json.Marshal(ask)
		if err != nil {
			t.Fatal(err)
		}
		cmd.Env = []string{errandVariable + "=" + string(text)}
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		err = cmd.Run()
		return stdout.Bytes(), stderr.Bytes(), err
	}
	jail := mayConfine()
	out, stderr, err := run(jail)
	if jail && errors.Is(err, os.ErrPermission) { // in a container, root may not be allowed to
		jail = false
		out, stderr, err = run(false)
	}
	t.Logf("the requester's file system is its own: %v", jail)
	if err != nil {
		t.Fatalf("the requester's process: %v\n%s%s", err, out, stderr)
	}
	line, _, _ := strings.Cut(string(out), "\n") // the test binary prints PASS below it
	return []byte(line)
}

// TestBitswapRequester is the other process of TestBitswapBetweenProcesses. Started as any test, it has nothing to do.
func TestBitswapRequester(t *testing.T) {
	text := os.Getenv(errandVariable)
	if text == "" {
		t.Skip("runs as a process of TestBitswapBetweenProcesses only")
	}
	var ask errand
	if err := json.Unmarshal([]byte(text), &ask); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(ask.Folder); ask.Folder != "" && err == nil {
		t.Fatalf("the farmer's folder %s is here too", ask.Folder)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	root, err := content.Parse(ask.Root)
	if err != nil {
		t.Fatal(err)
	}
	farmer, err := peer.AddrInfoFromString(ask.Addr)
	if err != nil {
		t.Fatal(err)
	}
	h := bitswapHost(t)
	store := bitswapStore(t, "store")
	swap := libp2p.NewBitswap(ctx, h, nil, store, libp2p.BitswapOptions{})
	defer swap.Close()
	if err := h.Connect(ctx, *farmer); err != nil {
		t.Fatal(err)
	}
	got, err := content.Fetch(ctx, root, swap, store, content.Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.OpenRoot(".")
	if err != nil {
		t.Fatal(err)
	}
	defer here.Close()
	if err := content.Export(ctx, store, root, here, "out", content.Limits{}); err != nil {
		t.Fatal(err)
	}
	line, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	os.Stdout.Write(append(line, '\n'))
}
