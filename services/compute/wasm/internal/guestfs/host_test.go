package guestfs

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	wsys "github.com/tetratelabs/wazero/experimental/sys"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// SETTLEMENT rule 1: of an input that the host cannot give, or that is cut meanwhile, who runs the guest hears, whatever the guest makes of it.
func TestAFailingHostIsHeardOf(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("whole"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree := newTree(t, roomy, executor.Input{Name: "data", Path: dir})
	var heard []error
	tree.Fault = func(err error) { heard = append(heard, err) }
	f, errno := tree.OpenFile("inputs/data/a", wsys.O_RDONLY, 0)
	if errno != 0 {
		t.Fatal(errno)
	}
	if n, errno := f.Read(make([]byte, 100)); n != 5 || errno != 0 || len(heard) > 0 {
		t.Errorf("read %d, %v, heard %v", n, errno, heard)
	}
	if n, errno := f.Read(make([]byte, 100)); n != 0 || errno != 0 || len(heard) > 0 {
		t.Errorf("at the end %d, %v, heard %v", n, errno, heard)
	}
	if _, errno := f.Seek(0, 0); errno != 0 {
		t.Fatal(errno)
	}
	if err := os.Truncate(filepath.Join(dir, "a"), 2); err != nil {
		t.Fatal(err)
	}
	if _, _ = f.Read(make([]byte, 100)); len(heard) != 1 {
		t.Errorf("of what was cut is heard %v", heard)
	}
	for _, err := range []error{syscall.EIO, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EACCES, syscall.EPERM, syscall.ESTALE} {
		heard = nil
		if errno := tree.errnoOf(&fs.PathError{Op: "openat", Path: "a", Err: err}); errno == 0 || len(heard) != 1 {
			t.Errorf("of %v is heard %v, the guest is told %v", err, heard, errno)
		}
	}
}
