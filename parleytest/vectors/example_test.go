package vectors_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors"
)

// Each envelope of the vectors is opened, and its ID is the one that the file says. Another language does the same.
func Example() {
	b, err := vectors.Files.ReadFile("envelopes.json")
	if err != nil {
		log.Fatal(err)
	}
	var envelopes []vectors.Envelope
	if err := json.Unmarshal(b, &envelopes); err != nil {
		log.Fatal(err)
	}
	for _, v := range envelopes[:2] {
		raw, err := hex.DecodeString(v.Envelope)
		if err != nil {
			log.Fatal(err)
		}
		e, err := messages.Parse(raw)
		if err != nil {
			log.Fatal(err)
		}
		signed, err := e.Open()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(signed.Kind(), signed.ID().String() == v.ID)
	}
	// Output:
	// KIND_SOW true
	// KIND_SOW true
}
