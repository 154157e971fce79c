//go:build !parleysim

package messages_test

import (
	"crypto/sha256"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"testing"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
)

// Signatures of the simulator, which anybody can make, do not verify; a build without the tag parleysim has none of them,
// and with the tag there is no binary for people.
func TestNoSimulatedSignatures(t *testing.T) {
	k, message := script.Peer("farmer"), []byte("parley")
	half := sha256.Sum256(slices.Concat([]byte("parley/sim\x00"), k[:], message))
	if messages.Verify(k, message, slices.Concat(half[:], half[:])) {
		t.Error("a hash is taken for a signature")
	}
	normal, err := build.Default.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(normal.GoFiles, "signature_sim.go") || !slices.Contains(normal.IgnoredGoFiles, "signature_sim.go") {
		t.Errorf("a normal build has %v and leaves out %v", normal.GoFiles, normal.IgnoredGoFiles)
	}
	tagged := build.Default
	tagged.BuildTags = append(slices.Clone(tagged.BuildTags), "parleysim")
	dir := filepath.Join("..", "cmd", "parley")
	binary, err := tagged.ImportDir(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(binary.GoFiles, "simulated.go") {
		t.Fatalf("with the tag cmd/parley has no simulated.go: %v", binary.GoFiles)
	}
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, filepath.Join(dir, "simulated.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := new(types.Config).Check("main", files, []*ast.File{f}, nil); err == nil {
		t.Error("with the tag cmd/parley compiles")
	}
}
