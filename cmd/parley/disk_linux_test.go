package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
)

// failDisk: the state is on a disk of a megabyte and a half, and the input is larger.
func failDisk(p *place) {
	small := filepath.Join(p.dir, "small")
	p.join()
	p.mountSmall(small, "1500k")
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	large := make([]byte, 4<<20)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(large) // equal blocks are kept once
	p.write("data/large", large)
	p.fails(failure.General, "run", "hello.wasm", "--input", "data", "--home", small, "--market", p.marketFile())
	p.write("job.yaml", bytes.Replace(jobOf(""), []byte(`Type: inline, Params: {URL: "data:,hello"}`), []byte("Type: local, Params: {SourcePath: data/large}"), 1))
	contains(p.t, p.run("run", "job.yaml", "--home", small, "--market", p.marketFile()).exits(failure.General).stderr(), "the disk is full", "try: free space")
}

// failDemoDisk: it is the folder for temporary files that is small, which --home has nothing to do with.
func failDemoDisk(p *place) {
	small := filepath.Join(p.dir, "small")
	p.mountSmall(small, "1500k")
	p.env = append(p.env, "TMPDIR="+small)
	p.fails(failure.General, "demo")
	p.env = append(p.env, "TMPDIR="+filepath.Join(small, "none"))
	contains(p.t, p.run("demo").exits(failure.General).stderr(), "cannot be made", "TMPDIR=DIR")
}

// TestDemoUnwritable: a demo whose picture cannot be kept says so before anybody is hired.
func TestDemoUnwritable(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	said := p.run("demo", "--picture", "/proc/self/picture.png").exits(failure.General).stderr() // not even root can write there
	contains(t, said, "the picture cannot be kept", "--picture FILE")
	if strings.Contains(said, "compete") {
		t.Errorf("it began: %s", said)
	}
	p.leftNothing()
}

// TestFullLock: a market whose lock cannot be written is told of the disk, and of no process that would hold it.
func TestFullLock(t *testing.T) {
	p := newPlace(t)
	small := filepath.Join(p.dir, "small")
	p.mountSmall(small, "64k")
	if err := os.MkdirAll(filepath.Join(small, "dev"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(small, "full"), make([]byte, 1<<20), 0o600); !failure.DiskFull(err) {
		t.Fatalf("the disk is not full: %v", err)
	}
	bad{[]string{"dev"}, failure.General, "the disk is full", "--home DIR"}.holds(t, small)
}

// TestReadOnly: a state folder that cannot be written is said to be so, by what needs it and by the doctor.
func TestReadOnly(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no folder can be made read-only here: %v; run the tests as root, or with unshare -Urm", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	if code, _, errs := say(t, dir, nil, "key", "--name", "known"); code != 0 {
		t.Fatal(errs)
	}
	if err := syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"key"}, {"dev"}} {
		code, _, errs := say(t, dir, nil, args...)
		if code == 0 || !strings.Contains(errs, "\n  try: ") {
			t.Errorf("parley %s: code %d, %s", strings.Join(args, " "), code, errs)
		}
	}
	for _, name := range []string{"known", "new"} {
		code, out, _ := say(t, dir, nil, "doctor", "--name", name)
		if code != failure.General || !strings.Contains(out, "BAD   state ") || !strings.Contains(out, "try: ") || !strings.Contains(out, "--home DIR") {
			t.Errorf("of %s the doctor says, with code %d:\n%s", name, code, out)
		}
	}
}

// mountSmall makes a folder a disk of its own of a size.
func (p *place) mountSmall(dir, size string) {
	p.t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size="+size); err != nil {
		p.t.Skipf("no small disk can be made here: %v; run the tests as root, or with unshare -Urm", err)
	}
	p.t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
}

// mountLarger makes room on it.
func (p *place) mountLarger(dir string) {
	p.t.Helper()
	if err := syscall.Mount("none", dir, "tmpfs", syscall.MS_REMOUNT, "size=200m"); err != nil {
		p.t.Fatal(err)
	}
}
