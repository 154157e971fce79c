package messages_test

import (
	"crypto/ed25519"
	"fmt"

	"github.com/parley-p2p/parley/messages"
)

// What is sealed is opened from its bytes alone; one byte changed, and it is not.
func ExampleSeal() {
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	sealed, err := messages.Seal(&messages.Reject{Code: messages.Code_CODE_BUSY, Reason: "tomorrow"}, messages.ID{1}, key)
	if err != nil {
		fmt.Println(err)
		return
	}
	raw := append([]byte(nil), sealed.Bytes()...)
	envelope, err := messages.Parse(raw)
	if err != nil {
		fmt.Println(err)
		return
	}
	opened, err := envelope.Open()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(opened.Kind().Name(), opened.Message().(*messages.Reject).Reason, opened.ID() == sealed.ID())

	raw[80] ^= 1
	envelope, err = messages.Parse(raw)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = envelope.Open()
	fmt.Println(err)
	// Output:
	// Reject tomorrow true
	// Reject of 3b6a27bc: signature does not verify
}
