package port_test

import (
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/port"
)

// No two who come back to where they were are told of one place.
func TestDraw(t *testing.T) {
	seen := make(map[string]bool)
	for range 2000 {
		at, err := port.Draw()
		if err != nil {
			t.Fatal(err)
		}
		if seen[at] {
			t.Fatalf("%s was drawn twice", at)
		}
		seen[at] = true
	}
}

func TestMultiaddr(t *testing.T) {
	if got := port.Multiaddr("127.0.0.1:12345"); got != "/ip4/127.0.0.1/tcp/12345" {
		t.Error(got)
	}
}
