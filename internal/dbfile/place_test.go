package dbfile

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

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
