package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/victim"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/services/disclosure"
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
	if shown := p.ok("deal", "show", secret.Deals[0]); !secret.Encrypted {
		t.Errorf("the bill does not say that the inputs are encrypted: %s", c.stdout())
	} else {
		contains(t, shown, "inputs    encrypted, and nothing else is: the farmer gets the key with 1 block on the opening")
	}
	contains(t, p.ok("deal", "show", secret.Deals[0], "--name", "farm"), "inputs    encrypted, and nothing else is: this side has the key")
	contains(t, p.ok("deal", "show", secret.Deals[0], "-o", "json"), `"encrypted":true`)
	open := object[summary](t, p.ok(append(args, "--output", "open", "-o", "json")...))
	if shown := p.ok("deal", "show", open.Deals[0]); open.Encrypted || strings.Contains(shown, "encrypted") {
		t.Errorf("inputs are said to be encrypted that are not: %s", shown)
	}
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

// aged has every key of a party's long be due to be forgotten, and says how many there are.
func (p *place) aged(name string) (keys int) {
	p.t.Helper()
	kept, err := journal.Open(filepath.Join(p.home, name, home.JournalFile))
	if err != nil {
		p.t.Fatal(err)
	}
	var b journal.Batch
	for n, err := range kept.Notes(p.t.Context(), "disclosure-keys") {
		if err != nil {
			p.t.Fatal(err)
		}
		value := bytes.Clone(n.Value)
		clear(value[len(value)-8:]) // in 1970
		b.Notes = append(b.Notes, journal.Note{Bucket: n.Bucket, Key: n.Key, Value: value})
	}
	if err := errors.Join(kept.Commit(p.t.Context(), b), kept.Close()); err != nil {
		p.t.Fatal(err)
	}
	return len(b.Notes)
}

// leftEncrypted is a job with an encrypted input that was interrupted, and who was hired for it, who delivers when it gets a SIGUSR1.
func (p *place) leftEncrypted() (farmer *farmerProcess, id string) {
	p.t.Helper()
	slow := *p
	slow.env = []string{victim.Role + "=farm", victim.Holds + "=Delivery"}
	farmer = slow.farm("farm")
	p.write("secret", []byte("for who is hired"))
	c := p.start("run", p.write("slow.wasm", moduleThatPrints("done at last\n")), "--encrypt", "--input", "secret", "--farmer", farmer.addr, "--output", "out")
	farmer.says("Delivery is held back")
	_, id, _ = strings.Cut(c.interrupt().exits(failure.Interrupted).stderr(), "try: parley run --resume ")
	return farmer, strings.Fields(id)[0]
}

// TestEncryptedResume: the key of a job that can be come back to is not forgotten by what the party does meanwhile, however long it takes; and is once
// nobody needs it.
func TestEncryptedResume(t *testing.T) { // M12
	t.Parallel()
	p := newPlace(t).join()
	farmer, id := p.leftEncrypted()
	other := p.farm("other")
	if n := p.aged("run"); n != 1 {
		t.Fatalf("%d keys are kept, want 1", n)
	}
	plain := filepath.Join(p.home, "run", plainDir, "1", "blocks") // of somebody who was killed
	if err := os.MkdirAll(plain, 0o700); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * resumable)
	file := filepath.Join(p.home, "run", jobDir, id+".json")
	p.run("run", "slow.wasm", "--farmer", other.addr, "--output", "meanwhile").exits(0) // which sweeps
	if n := p.aged("run"); n != 1 {
		t.Fatalf("after another job %d keys are kept, want 1", n)
	}
	if _, err := os.Stat(plain); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what was to be encrypted is left: %v", err)
	}
	if err := os.Chtimes(file, old, old); err != nil { // but there is a deal
		t.Fatal(err)
	}
	again := p.start("run", "--resume", id).says("coming back to job")
	if info, err := os.Stat(file); err != nil || time.Since(info.ModTime()) > resumable {
		t.Errorf("a job that is come back to is forgotten as soon as one that is not: %v", err)
	}
	farmer.signal(syscall.SIGUSR1)
	again.exits(0)
	if strings.Contains(again.stderr(), "the key of the job's inputs is not in") {
		t.Errorf("the key is said to be lost: %s", again.stderr())
	}
	if n := p.aged("run"); n != 0 {
		t.Errorf("once nobody needs it %d keys are kept, want none", n)
	}
}

// TestEncryptedLost: who comes back to a job whose key was lost, as with a backup of before, is told before anybody is hired in vain.
func TestEncryptedLost(t *testing.T) { // M12
	t.Parallel()
	p := newPlace(t).join()
	farmer, id := p.leftEncrypted()
	kept, err := journal.Open(filepath.Join(p.home, "run", home.JournalFile))
	if err != nil {
		t.Fatal(err)
	}
	ring := &disclosure.Ring{Notes: kept}
	if err := errors.Join(ring.Sweep(t.Context(), time.Now().Add(2*resumable), nil), kept.Close()); err != nil {
		t.Fatal(err)
	}
	again := p.start("run", "--resume", id).says("the key of the job's inputs is not in")
	farmer.signal(syscall.SIGUSR1)
	again.exits(0) // for what was agreed has it
}

// TestEncryptedLeftovers: what a farmer that was killed has left of inputs that it had decrypted goes when it starts again, and not with the first question.
func TestEncryptedLeftovers(t *testing.T) { // S-9.1-3
	t.Parallel()
	p := newPlace(t).join()
	left := filepath.Join(p.home, "farm", "work", strings.Repeat("ab", 32), "opened", "input-0")
	if err := errors.Join(os.MkdirAll(filepath.Dir(left), 0o700), os.WriteFile(left, []byte("decrypted"), 0o644)); err != nil {
		t.Fatal(err)
	}
	p.farm("farm")
	patience := time.After(5 * time.Minute) // half of how long it is until the next sweep
	for {
		if _, err := os.Stat(left); errors.Is(err, fs.ErrNotExist) {
			return
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-patience:
			t.Fatal("it is still there")
		}
	}
}
