//go:build unix

package libp2p_test

import (
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
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: cmd.Dir}
	cmd.Path, cmd.Args[0], cmd.Dir = "/requester", "requester", "/"
}
