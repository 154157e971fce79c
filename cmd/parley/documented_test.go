package main

import (
	"os"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
)

// The job files that docs/bacalhau.md shows are taken as they stand there. C17, C54.
func TestDocumentedJobFiles(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/bacalhau.md")
	if err != nil {
		t.Fatal(err)
	}
	p := newPlace(t)
	for _, dir := range []string{"examples", "pictures"} {
		if err := os.Mkdir(p.dir+"/"+dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	p.write("examples/thumbnails.wasm", moduleThatPrints("hello\n"))
	p.write("pictures/one.png", []byte("one"))
	p.write("words.txt", []byte("two words\n"))
	for _, name := range []string{"job.yaml", "count.yaml"} {
		_, job, found := strings.Cut(string(text), "```yaml\n# "+name+"\n")
		job, _, ended := strings.Cut(job, "```")
		if !found || !ended {
			t.Fatalf("no %s is shown", name)
		}
		p.write(name, []byte(job))
		p.run("spec", "show", name).exits(failure.Ok)
	}
}
