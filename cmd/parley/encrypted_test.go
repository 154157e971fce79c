package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
)

// TestEncrypt: what --encrypt says is on no disk of anybody but encrypted, neither while nobody is hired nor afterwards; and the result is
// what it is without.
func TestEncrypt(t *testing.T) { // M12
	t.Parallel()
	p := newPlace(t)
	p.open()
	farmer := p.farm("farm")
	module, err := filepath.Abs("../../examples/thumbnails.wasm")
	if err != nil {
		t.Fatal(err)
	}
	pictures := p.ownPictures()
	picture, err := os.ReadFile(filepath.Join(pictures, "sea.png"))
	if err != nil {
		t.Fatal(err)
	}
	middle := picture[len(picture)/2:][:64]
	args := []string{"run", module, "--input", pictures, "--farmer", farmer.addr, "--audit", "1"}
	asked := p.run(append(args, "--encrypt", "--dry-run")...).exits(0)
	contains(t, asked.stderr(), "inputs are encrypted")
	p.nowhere(middle)
	c := p.run(append(args, "--encrypt", "--output", "secret", "-o", "json")...).exits(0)
	contains(t, c.stderr(), "was repeated here: the same")
	secret := object[summary](t, c.stdout())
	p.nowhere(middle)
	open := object[summary](t, p.ok(append(args, "--output", "open", "-o", "json")...))
	if secret.CID == "" || secret.CID != open.CID {
		t.Errorf("the result of encrypted inputs is %s, of the same without encryption %s", secret.CID, open.CID)
	}
	if !p.somewhere(middle) {
		t.Error("what is not encrypted is found nowhere: nor would be what is")
	}
	for _, f := range secret.DealFiles {
		contains(t, p.ok("verify", f), "from SOW to Settled")
	}
	contains(t, p.run("run", module, "--encrypt").exits(failure.Usage).stderr(), "has no inputs")

	t.Run("job file", func(t *testing.T) {
		file, err := json.Marshal(map[string]any{"name": "secret", "type": "batch", "labels": map[string]string{"parley.dev/encrypt": "true"}, "tasks": []any{map[string]any{
			"name": "main", "engine": map[string]any{"type": "wasm", "params": map[string]any{"EntryModule": "/app/main.wasm"}},
			"inputSources": []any{
				map[string]any{"Target": "/app/main.wasm", "Source": map[string]any{"Type": "localDirectory", "Params": map[string]any{"SourcePath": module}}},
				map[string]any{"Target": "/inputs", "Source": map[string]any{"Type": "localDirectory", "Params": map[string]any{"SourcePath": pictures}}},
			}}}})
		if err != nil {
			t.Fatal(err)
		}
		s := object[summary](t, p.ok("run", p.write("job.json", file), "--farmer", farmer.addr, "--output", "file", "-o", "json"))
		if s.CID != open.CID {
			t.Errorf("a job file's result is %s, want %s", s.CID, open.CID)
		}
	})
}

// somewhere reports whether bytes are in a file of the state folder.
func (p *place) somewhere(what []byte) (found bool) {
	p.t.Helper()
	err := filepath.WalkDir(p.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil // gone meanwhile
		}
		b, err := os.ReadFile(path)
		if err == nil && bytes.Contains(b, what) {
			p.t.Logf("in %s", path)
			found = true
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return found
}

func (p *place) nowhere(what []byte) {
	p.t.Helper()
	if p.somewhere(what) {
		p.t.Error("an input that is encrypted is on disk as it is")
	}
}
