//go:build unix

package libp2p_test

import (
	"debug/elf"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// mayConfine says whether this process may give a child another root directory.
func mayConfine() bool { return os.Getuid() == 0 }

// confine makes the directory of cmd all that it sees of the file system, its own program copied there.
func confine(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	from, err := os.Open(cmd.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to, err := os.OpenFile(filepath.Join(cmd.Dir, "requester"), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o700)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(to, from); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	bringLibraries(t, cmd.Path, cmd.Dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: cmd.Dir}
	cmd.Path, cmd.Args[0], cmd.Dir = "/requester", "requester", "/"
}

// bringLibraries copies what a program that was linked with cgo needs to start: its loader and its libraries.
func bringLibraries(t *testing.T, program, root string) {
	t.Helper()
	file, err := elf.Open(program)
	if err != nil {
		return // no ELF: nothing is known to be missing
	}
	defer file.Close()
	needed, err := file.ImportedLibraries()
	if err != nil || len(needed) == 0 {
		return
	}
	for _, p := range file.Progs {
		if p.Type != elf.PT_INTERP {
			continue
		}
		name, err := io.ReadAll(p.Open())
		if err != nil {
			t.Fatal(err)
		}
		loader := string(name[:len(name)-1])
		bring(t, loader, root, loader)
		real, err := filepath.EvalSymlinks(loader)
		if err != nil {
			t.Fatal(err)
		}
		for _, lib := range needed {
			bring(t, filepath.Join(filepath.Dir(real), lib), root, filepath.Join("/lib", lib))
			bring(t, filepath.Join(filepath.Dir(real), lib), root, filepath.Join("/lib64", lib))
		}
	}
}

func bring(t *testing.T, from, root, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Skipf("the program needs %s, which cannot be brought into the confined process's root: %v", from, err)
	}
	to = filepath.Join(root, to)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o755); err != nil {
		t.Fatal(err)
	}
}
