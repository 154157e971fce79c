package journal_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
)

// What was committed with Sync is there when the journal is opened again, whatever happened in between.
func Example() {
	dir, err := os.MkdirTemp("", "parley")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "journal")

	ctx := context.Background()
	session := messages.ID{1}
	j, err := journal.Open(path)
	if err != nil {
		log.Fatal(err) // "state locked by process 4711", for instance
	}
	err = j.Commit(ctx, journal.Batch{
		Records: []journal.Record{{Session: session, Index: 0, Envelope: []byte("an agreement"), ID: messages.ID{2}, At: time.Unix(1_800_000_000, 0)}},
		Notes:   []journal.Note{{Bucket: "address", Key: session[:], Value: []byte("/ip4/127.0.0.1/tcp/4001")}},
		Sync:    true,
	})
	if err != nil {
		log.Fatal(err)
	}
	// Only now may the agreement be sent.
	if err := j.Close(); err != nil {
		log.Fatal(err)
	}

	j, err = journal.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer j.Close()
	for h, err := range j.Sessions(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		for r, err := range j.Transcript(ctx, h.Session) {
			if err != nil {
				log.Fatal(err)
			}
			fmt.Printf("%d of %d: %s, %s\n", r.Index+1, h.Count, r.Envelope, r.At.Format(time.DateOnly))
		}
	}
	// Output: 1 of 1: an agreement, 2027-01-15
}
