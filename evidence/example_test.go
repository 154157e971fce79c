package evidence_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log"

	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors"
)

// A deal becomes one file, which says what was done; with one byte changed it says what is wrong with it.
func Example() {
	ctx := context.Background()
	farmer, envelopes := negotiated("free")
	var file bytes.Buffer
	if err := evidence.Write(ctx, &file, farmer, envelopes, nil, nil); err != nil {
		log.Fatal(err)
	}

	f, err := evidence.Read(ctx, bytes.NewReader(file.Bytes()))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(f.Envelopes), "envelopes, the last one", f.Envelopes[len(f.Envelopes)-1].Kind(), "and the work is", f.View.Phase)

	changed := bytes.Clone(file.Bytes())
	changed[len(changed)-1] ^= 1
	_, err = evidence.Read(ctx, bytes.NewReader(changed))
	broken, _ := errors.AsType[*evidence.BrokenError](err)
	fmt.Println("broken:", broken.Link)
	// Output:
	// 5 envelopes, the last one KIND_DELIVERY and the work is Delivered
	// broken: envelope 4
}

// negotiated is a negotiation of the golden vectors; elsewhere it is what a journal holds.
func negotiated(name string) (farmer messages.Key, envelopes [][]byte) {
	var parties []vectors.Party
	var transcripts []vectors.Transcript
	golden("keys.json", &parties)
	golden("transcripts.json", &transcripts)
	for _, p := range parties {
		if p.Name == "farmer" {
			farmer = messages.Key(unhex(p.Public))
		}
	}
	for _, t := range transcripts {
		for _, step := range t.Steps {
			if t.Name == name && step.Code == "" {
				envelopes = append(envelopes, unhex(step.Envelope))
			}
		}
	}
	return farmer, envelopes
}

func golden(name string, into any) {
	b, err := vectors.Files.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(b, into)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func unhex(text string) []byte {
	b, err := hex.DecodeString(text)
	if err != nil {
		log.Fatal(err)
	}
	return b
}
