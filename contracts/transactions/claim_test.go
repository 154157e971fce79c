package transactions

import (
	"log/slog"
	"math/big"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
)

// claims is a Manager that has signed nonces below next, with what a node says to it on heads of a chain, a Poll after the other.
func claims(next uint64) (m *Manager, say func(head int64, nonce, pending uint64) (uint64, bool)) {
	m = &Manager{config: Config{Poll: time.Second, Logger: slog.New(slog.DiscardHandler)}, next: next}
	return m, func(head int64, nonce, pending uint64) (uint64, bool) {
		time.Sleep(m.config.Poll)
		v := &view{head: &types.Header{Number: big.NewInt(head)}, nonce: nonce, pending: pending}
		m.watch(v)
		return m.free(v)
	}
}

// Many transactions that are said to wait are waited for while the chain takes them, and no longer: a node that is wrong for good stopped
// all sending.
func TestManyStrangersAreWaitedForWhileTheyAreMined(t *testing.T) { // THREATS 4, RPC lies; nonce gap
	synctest.Test(t, func(t *testing.T) {
		m, say := claims(5)
		head := int64(0)
		for nonce := uint64(6); nonce < 30; nonce++ {
			head++
			if _, ok := say(head, nonce, 500); ok {
				t.Fatalf("on head %d a nonce is taken from those that are mined", head)
			}
		}
		for n := range int64(2 * doubtHeads) {
			if _, ok := say(head-n%2, 29, 500); ok { // an endpoint that is behind by turns says nothing new
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
		m.next, m.slots = 30, []*slot{{Record: Record{Nonce: 29}}} // it is taken, and mined
		if nonce, ok := say(head+2, 30, 500); !ok || nonce != 30 {
			t.Errorf("nonce %d, %t: want 30", nonce, ok)
		}
		m.slots = nil
		if _, ok := say(head+3, 31, 500); ok {
			t.Error("a stranger was mined, and none is waited for")
		}
	})
}

// Blocks that come faster than looks do not make up for the time that must pass.
func TestFastBlocksAreNotDoubtedAtOnce(t *testing.T) { // THREATS 4, two programs, one key
	synctest.Test(t, func(t *testing.T) {
		m, _ := claims(0)
		look := func(head int64) bool {
			v := &view{head: &types.Header{Number: big.NewInt(head)}, pending: 500}
			m.watch(v)
			return m.doubted(v)
		}
		for head := range int64(3 * doubtHeads) {
			if look(head) {
				t.Fatalf("doubted on head %d, at once", head)
			}
		}
		time.Sleep(doubtHeads * m.config.Poll)
		if !look(3 * doubtHeads) {
			t.Error("not doubted")
		}
	})
}

// What a second program has sent is not doubted while the chain takes it, however slowly, before what waits behind it or after; nor while
// what was signed here is what the chain waits for.
func TestFewStrangersAreWaitedForWhileTheyAreMined(t *testing.T) { // THREATS 4, two programs, one key
	synctest.Test(t, func(t *testing.T) {
		m, say := claims(31)
		m.slots = []*slot{{Record: Record{Nonce: 30}}}
		head := int64(0)
		for nonce := uint64(5); nonce <= 30; nonce++ {
			for range doubtHeads + 1 {
				head++
				say(head, nonce, 40)
				if m.doubted(&view{nonce: nonce}) {
					t.Fatalf("on head %d nonce %d is doubted", head, nonce)
				}
			}
		}
		for range 2 * doubtHeads {
			head++
			if nonce, ok := say(head, 30, 40); !ok || nonce != 40 {
				t.Fatalf("nonce %d, %t: want 40: they wait for what was signed here", nonce, ok)
			}
		}
	})
}

// A second program that goes on sending keeps this one from nothing.
func TestAClaimThatGrowsIsTheSame(t *testing.T) { // THREATS 4, two programs, one key
	synctest.Test(t, func(t *testing.T) {
		_, say := claims(5)
		if _, ok := say(1, 5, 7); ok {
			t.Fatal("believed at once")
		}
		if nonce, ok := say(2, 5, 8); !ok || nonce != 8 {
			t.Errorf("nonce %d, %t: want 8", nonce, ok)
		}
		if _, ok := say(2, 5, 7); ok {
			t.Error("one that shrinks is believed at once")
		}
	})
}
