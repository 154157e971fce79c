package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const raw = `PeriodType: cpu nanoseconds
Period: 10000000
Samples:
samples/count cpu/nanoseconds
          3   30000000: 1 2
                some:[label]
          1   10000000: 3
Locations
     1: 0x425cf7 M=1 runtime.mallocgc /go/src/runtime/malloc.go:166:0 s=155
             runtime.newobject /go/src/runtime/malloc.go:23:0 s=23
     2: 0x45f465 M=1 github.com/parley-p2p/parley/internal/drive.(*Session).pause /src/await.go:23:0 s=23
     3: 0x461110 M=1 github.com/parley-p2p/parley/protocol.(*Session).Admit /src/judge.go:4164:0 s=4135
Mappings
1: 0x400000/0x108d000/0x0 /tmp/bench.test
`

func TestParse(t *testing.T) {
	p, err := parse([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	want := []sample{
		{[]float64{3, 3e7}, []string{"runtime.mallocgc", "runtime.newobject", own + "internal/drive.(*Session).pause"}},
		{[]float64{1, 1e7}, []string{own + "protocol.(*Session).Admit"}},
	}
	if d := cmp.Diff(want, p.samples, cmp.AllowUnexported(sample{})); d != "" {
		t.Error(d)
	}
	got := p.divide(purpose, "cpu")
	if d := cmp.Diff([]share{{"allocation", []float64{0.75}}, {"package protocol", []float64{0.25}}}, got, cmp.AllowUnexported(share{})); d != "" {
		t.Error(d)
	}
	if got := p.mostly(purpose, "allocation", "cpu"); got != "`internal/drive.(*Session).pause` 100.0 %" {
		t.Error(got)
	}
	if _, err := parse([]byte("Samples:\ncpu/nanoseconds\nLocations\n")); err == nil {
		t.Error("a profile without samples is none")
	}
}

func TestPurpose(t *testing.T) {
	for _, c := range []struct {
		want  string
		stack []string
	}{
		{"garbage collection", []string{"runtime.scanobject", "runtime.gcDrain", "runtime.gcBgMarkWorker"}},
		{"allocation", []string{"runtime.memclrNoHeapPointers", "runtime.mallocgc", "github.com/oasisprotocol/curve25519-voi/primitives/ed25519.Sign"}},
		{"signatures", []string{"crypto/internal/fips140/sha512.blockAVX2", "github.com/oasisprotocol/curve25519-voi/primitives/ed25519.PrivateKey.Sign", own + "messages.Seal"}},
		{"verifications", []string{"github.com/oasisprotocol/curve25519-voi/curve.vecMul_AVX2", "github.com/oasisprotocol/curve25519-voi/primitives/ed25519.(*BatchVerifier).Verify"}},
		{"hashes", []string{"crypto/internal/fips140/sha256.blockSHANI", "crypto/sha256.Sum256", own + "messages.Seal"}},
		{"system calls", []string{"internal/runtime/syscall/linux.Syscall6", "syscall.write", own + "transports/libp2p.(*Host).start"}},
		{"channels, selects and locks", []string{"internal/sync.(*Mutex).Lock", "sync.(*Mutex).Lock", own + "journal.(*Memory).Commit"}},
		{"goroutines and their scheduler", []string{"runtime.futex", "runtime.findRunnable", "runtime.schedule", "runtime.park_m", "runtime.mcall"}},
		{"package journal", []string{own + "journal.(*Memory).Commit", own + "internal/drive.(*Session).commit", "sync.(*WaitGroup).Go.func1"}},
		{"libp2p", []string{"github.com/libp2p/go-yamux/v5.(*Session).send", own + "transports.(*Link).write"}},
		{others, []string{"runtime.main"}},
	} {
		if got := purpose(c.stack); got != c.want {
			t.Errorf("%v is for %s, want %s", c.stack, got, c.want)
		}
	}
}
