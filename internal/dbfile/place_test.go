package dbfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Where folders cannot be synced, as none of /proc can, that is no error, and not safe.
func TestSyncFolder(t *testing.T) {
	if safe, err := SyncFolder(filepath.Join(t.TempDir(), "db")); !safe || err != nil {
		t.Errorf("safe is %t, %v", safe, err)
	}
	if safe, err := SyncFolder(filepath.Join(t.TempDir(), "gone", "db")); safe || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a folder safe is %t, %v", safe, err)
	}
	const folder = "/proc/self"
	if f, err := os.Open(folder); err != nil || f.Sync() == nil {
		t.Skipf("%s is none, %v", folder, err)
	}
	if safe, err := SyncFolder(filepath.Join(folder, "db")); safe || err != nil {
		t.Errorf("safe is %t, %v", safe, err)
	}
}

// Where there are no links a file gets its name all the same, and takes nobody's.
func TestPlace(t *testing.T) {
	for what, link := range map[string]func(name, path string) error{
		"links": os.Link,
		"no links": func(name, path string) error {
			return &os.LinkError{Op: "link", Old: name, New: path, Err: syscall.EPERM}
		},
	} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "db")
			for _, text := range []string{"first", "second"} {
				name := filepath.Join(dir, text)
				if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := place(link, name, path); err != nil {
					t.Fatal(err)
				}
				if b, err := os.ReadFile(path); err != nil || string(b) != "first" {
					t.Errorf("after the %s: %q, %v", text, b, err)
				}
			}
		})
	}
	full := func(string, string) error { return syscall.ENOSPC }
	if err := place(full, "a", filepath.Join(t.TempDir(), "b")); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a disk that is full: %v", err)
	}
}
