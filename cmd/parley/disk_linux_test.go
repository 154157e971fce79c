package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
)

// failDisk: the state is on a disk of a megabyte and a half, and the input is larger.
func failDisk(p *place) {
	small := filepath.Join(p.dir, "small")
	if err := os.MkdirAll(small, 0o755); err != nil {
		p.t.Fatal(err)
	}
	p.join()
	if err := syscall.Mount("none", small, "tmpfs", 0, "size=1500k"); err != nil {
		p.t.Skipf("no small disk can be made here: %v; run the tests as root, or with unshare -Urm", err)
	}
	p.t.Cleanup(func() { _ = syscall.Unmount(small, syscall.MNT_DETACH) })
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	large := make([]byte, 4<<20)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(large) // equal blocks are kept once
	p.write("data/large", large)
	p.fails(failure.General, "run", "hello.wasm", "--input", "data", "--home", small, "--market", p.marketFile())
}
