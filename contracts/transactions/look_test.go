package transactions

import (
	"log/slog"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
)

// claims is a Manager that has signed nonces below next, with what a node says to it on heads of a chain.
func claims(next uint64) (m *Manager, say func(head int64, nonce, pending uint64) (uint64, bool)) {
	m = &Manager{config: Config{Poll: time.Hour, Logger: slog.New(slog.DiscardHandler)}, next: next}
	return m, func(head int64, nonce, pending uint64) (uint64, bool) {
		return m.free(&view{head: &types.Header{Number: big.NewInt(head)}, nonce: nonce, pending: pending})
	}
}

// Many transactions that are said to wait are waited for while the chain takes them, and no longer: a node that is wrong for good stopped
// all sending.
func TestManyStrangersAreWaitedForWhileTheyAreMined(t *testing.T) { // THREATS 4, RPC lies; nonce gap
	m, say := claims(5)
	head := int64(0)
	for nonce := uint64(6); nonce < 30; nonce++ {
		head++
		if _, ok := say(head, nonce, 500); ok {
			t.Fatalf("on head %d a nonce is taken from those that are mined", head)
		}
	}
	for range doubtHeads {
		if _, ok := say(head, 29, 500); ok { // the same head again says nothing
			t.Fatal("a head counts twice")
		}
	}
	for n := range uint64(doubtHeads) {
		head++
		if _, ok := say(head, 29, 500-n%2); ok {
			t.Fatalf("a nonce is taken after %d heads", n+1)
		}
	}
	nonce, ok := say(head+1, 29, 500)
	if !ok || nonce != 29 {
		t.Fatalf("nonce %d, %t: want 29", nonce, ok)
	}
	m.next = 30 // it is taken, and mined
	if nonce, ok := say(head+2, 30, 500); !ok || nonce != 30 {
		t.Errorf("nonce %d, %t: want 30", nonce, ok)
	}
	if _, ok := say(head+3, 31, 500); ok {
		t.Error("a stranger was mined, and none is waited for")
	}
}

// A second program that goes on sending keeps this one from nothing.
func TestAClaimThatGrowsIsTheSame(t *testing.T) { // THREATS 4, two programs, one key
	m, say := claims(5)
	if _, ok := say(1, 5, 7); ok {
		t.Fatal("believed at once")
	}
	m.claimed.since = m.claimed.since.Add(-2 * m.config.Poll)
	if nonce, ok := say(2, 5, 8); !ok || nonce != 8 {
		t.Errorf("nonce %d, %t: want 8", nonce, ok)
	}
	if _, ok := say(2, 5, 7); ok {
		t.Error("one that shrinks is believed at once")
	}
}
