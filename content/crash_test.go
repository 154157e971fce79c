package content_test

import (
	"bufio"
	"context"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ipfs/go-cid"
	"github.com/multiformats/go-multihash"

	"github.com/parley-p2p/parley/content"
)

const crashVariable = "PARLEY_TEST_STORE"

// THREATS 4, torn write: a process killed at any moment of writing leaves blocks that are whole or absent.
func TestKilledWriterLeavesWholeBlocks(t *testing.T) {
	dir := t.TempDir()
	for round := range 3 {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestWriterProcess$", "-test.count=1")
		cmd.Env = append(os.Environ(), crashVariable+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range 2 + round { // somewhere after this many files were reported as kept
			if !lines.Scan() {
				t.Fatal("the writer ended by itself")
			}
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		cmd.Wait() // it was killed, which is no success
	}

	s := openStore(t, dir)
	if left, err := os.ReadDir(filepath.Join(dir, "staging")); err != nil || len(left) > 0 {
		t.Errorf("opening the store left %d half-written files, %v", len(left), err)
	}
	for i := range 2 { // what was reported is there
		root := mustAddFile(t, content.Discard, noise(byte(i), crashFileBytes))
		if _, err := content.Complete(t.Context(), s, root, content.Limits{}); err != nil {
			t.Error(err)
		}
	}
	blocks := 0
	err := filepath.WalkDir(filepath.Join(dir, "blocks"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		blocks++
		digest, err := hex.DecodeString(e.Name())
		if err != nil {
			return err
		}
		mh, err := multihash.Encode(digest, multihash.SHA2_256)
		if err != nil {
			return err
		}
		_, err = s.GetBlock(t.Context(), cid.NewCidV1(cid.Raw, mh))
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if blocks < 2*17 {
		t.Errorf("%d blocks, two files of 16 chunks and a root were reported", blocks)
	}
}

const crashFileBytes = 16 * 262144

// TestWriterProcess is the process that TestKilledWriterLeavesWholeBlocks kills.
func TestWriterProcess(t *testing.T) {
	dir := os.Getenv(crashVariable)
	if dir == "" {
		t.Skip("runs as a process of TestKilledWriterLeavesWholeBlocks only")
	}
	s, err := content.OpenStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; ; i++ {
		root, err := content.AddFile(context.Background(), s, strings.NewReader(string(noise(byte(i), crashFileBytes))), content.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(root)
	}
}
