package protocol_test

import (
	"crypto/ed25519"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Both sides judge with the same code. Here the farmer's judge sees a SOW, its own Quote, and a move out of turn.
func Example() {
	requester := ed25519.NewKeyFromSeed(make([]byte, 32))
	farmer := ed25519.NewKeyFromSeed([]byte("a farmer's seed of 32 bytes long"))
	farmerKey, err := messages.PublicKey(farmer)
	if err != nil {
		fmt.Println(err)
		return
	}
	session := protocol.New(farmerKey, protocol.Farmer, protocol.Limits{})
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	in := func(d time.Duration) int64 { return now.Add(d).UnixMilli() }

	apply := func(m messages.Message, key ed25519.PrivateKey) {
		sealed, err := messages.Seal(m, session.View().Head, key)
		if err == nil {
			err = session.Apply(sealed, now)
		}
		if err != nil {
			fmt.Println(m.Kind().Name(), "is refused:", err)
			return
		}
		fmt.Println(session.Phase(), "and the", session.View().Turn(), "is on turn")
	}
	apply(&messages.SOW{Version: 1, Nonce: make([]byte, 16), Service: "parley.dev/echo/1", Units: 1, QuoteByMs: in(time.Minute),
		DeliverByMs: in(time.Hour)}, requester)
	sow := session.View().SOWID
	apply(&messages.Quote{Version: 1, Sow: sow[:], Units: 1, Price: &messages.Price{Asset: "USD", PerUnit: "3", Ceiling: "3"},
		ExpiresMs: in(10 * time.Minute), DeliverByMs: in(time.Hour)}, farmer)
	apply(&messages.Delivery{Result: &messages.Payload{Type: "text/plain"}, Cost: "3", ReviewByMs: in(time.Hour)}, farmer)
	// Output:
	// Solicited and the farmer is on turn
	// Quoted and the requester is on turn
	// Delivery is refused: not your turn: this kind is not legal now from this signer
}
