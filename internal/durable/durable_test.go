package durable_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/parley-p2p/parley/internal/durable"
)

// What is written is there whole, in the place of what was, its owner's alone, and nothing else stays; where it cannot be, all is as before.
func TestReplace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	if err := durable.Folder(dir); err != nil {
		t.Fatal(err)
	}
	if err := durable.Folder(dir); err != nil {
		t.Errorf("a folder that is there: %v", err)
	}
	path := filepath.Join(dir, "f")
	for _, text := range []string{"one", "another"} {
		if err := durable.Replace(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		info, statErr := os.Stat(path)
		if err != nil || statErr != nil || string(got) != text || info.Mode().Perm() != 0o600 {
			t.Errorf("%q, %v; %v, %v", got, err, info, statErr)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := durable.Replace(filepath.Join(dir, "folder"), nil); err == nil {
		t.Error("a folder was replaced by a file")
	}
	if err := durable.Replace(filepath.Join(path, "g"), nil); err == nil {
		t.Error("a file is no folder")
	}
	if err := durable.Folder(filepath.Join(path, "g")); err == nil {
		t.Error("a folder was made in a file")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("%v, %v", entries, err)
	}
}
