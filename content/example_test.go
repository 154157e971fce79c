package content_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"testing/fstest"

	"github.com/parley-p2p/parley/content"
)

// A farmer adds what a job left behind; its root CID is the one that `ipfs add -r --cid-version=1` prints.
func Example() {
	dir, err := os.MkdirTemp("", "content")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	store, err := content.OpenStore(dir)
	if err != nil {
		log.Fatal(err)
	}
	defer store.Close()

	ctx := context.Background()
	result := fstest.MapFS{
		"stdout":       {Data: []byte("hello\n")},
		"outputs/a.md": {Data: []byte("# A\n")},
	}
	root, err := content.AddFS(ctx, store, result, content.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	if err := store.Hold(root, "deal-42"); err != nil { // until the deal is closed
		log.Fatal(err)
	}
	fmt.Println(root)
	for entry, err := range content.Walk(ctx, store, root, content.Limits{}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(entry.Kind, entry.Path, entry.Size)
	}
	// Output:
	// bafybeig6zwi3uwqvglwxexo72kzboj27kz3e6nrklffxgt46hjpogxxbou
	// directory . 0
	// directory outputs 0
	// file outputs/a.md 4
	// file stdout 6
}

// One canonical file holds a whole tree, and nothing that is not of the tree.
func ExampleReadCAR() {
	ctx := context.Background()
	var blocks content.Archive
	root, err := content.AddFile(ctx, &blocks, bytes.NewReader([]byte("hello\n")), content.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	var file bytes.Buffer
	if err := content.WriteCAR(ctx, &file, root, &blocks, content.Limits{}); err != nil {
		log.Fatal(err)
	}

	archive, err := content.ReadCAR(&file, content.Limits{Bytes: 1 << 20})
	if err != nil {
		log.Fatal(err)
	}
	r := content.Open(ctx, archive, archive.Root, content.Limits{})
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(string(text))
	// Output: hello
}
