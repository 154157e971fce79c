package durable_test

import (
	"encoding/binary"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/parley-p2p/parley/internal/durable"
)

// After a file has its name, the folder that has the name is opened, which is how it is synced; and the folder above one that is new.
func TestFolderIsSynced(t *testing.T) {
	dir := t.TempDir()
	fd, err := syscall.InotifyInit1(syscall.IN_NONBLOCK)
	if err != nil {
		t.Skipf("NOT TESTED, this system does not tell what happens to files: %v", err)
	}
	defer syscall.Close(fd)
	if _, err := syscall.InotifyAddWatch(fd, dir, syscall.IN_MOVED_TO|syscall.IN_CREATE|syscall.IN_OPEN|syscall.IN_ONLYDIR); err != nil {
		t.Fatal(err)
	}
	happened := func() string {
		buf := make([]byte, 64<<10)
		n, err := syscall.Read(fd, buf)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for at := 0; at < n; {
			mask, length := binary.NativeEndian.Uint32(buf[at+4:]), int(binary.NativeEndian.Uint32(buf[at+12:]))
			name := strings.TrimRight(string(buf[at+syscall.SizeofInotifyEvent:at+syscall.SizeofInotifyEvent+length]), "\x00")
			switch {
			case mask&syscall.IN_MOVED_TO != 0, mask&syscall.IN_CREATE != 0 && mask&syscall.IN_ISDIR != 0:
				all = append(all, "named "+name)
			case mask&syscall.IN_OPEN != 0 && mask&syscall.IN_ISDIR != 0 && name == "":
				all = append(all, "folder opened")
			}
			at += syscall.SizeofInotifyEvent + length
		}
		return strings.Join(all, ", ")
	}
	if err := durable.Replace(filepath.Join(dir, "f"), []byte("text")); err != nil {
		t.Fatal(err)
	}
	if got := happened(); got != "named f, folder opened" {
		t.Error(got)
	}
	if err := durable.Folder(filepath.Join(dir, "below")); err != nil {
		t.Fatal(err)
	}
	if got := happened(); got != "named below, folder opened" {
		t.Error(got)
	}
}
