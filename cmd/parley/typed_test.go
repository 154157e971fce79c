package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is printed to be typed works when it is pasted, however parley was started.
func TestTyped(t *testing.T) {
	const cached = "/home/ann/.cache/go-build/6b/6ba0c68f40388bd7ef694feec749db8f3761a2fa22578c36a74982f07d11123b-d/parley"
	clone, elsewhere := t.TempDir(), t.TempDir()
	if err := os.MkdirAll(filepath.Join(clone, "cmd", "parley"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(clone, "cmd", "parley", "main.go"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ dir, arg0, want string }{
		{clone, "parley", "parley"},
		{clone, "bin/parley", "bin/parley"},
		{clone, "/tmp/go-build133851801/b001/exe/parley", "go run ./cmd/parley"},
		{clone, cached, "go run ./cmd/parley"},
		{elsewhere, cached, cached},
		{elsewhere, "../my bin/parley", "'../my bin/parley'"},
		{elsewhere, "./it's/parley", `'./it'\''s/parley'`},
		{elsewhere, "./100%/parley", "parley"},
	} {
		t.Chdir(c.dir)
		a := &app{self: callable(c.arg0)}
		got := a.typed("no parley is there: start parley dev, then parley farm --price 1")
		if diff := cmp.Diff("no parley is there: start "+c.want+" dev, then "+c.want+" farm --price 1", got); diff != "" {
			t.Errorf("started as %s: %s", c.arg0, diff)
		}
	}
}

// Every command of the program is known as one.
func TestTypedKnowsEveryVerb(t *testing.T) {
	a := &app{self: "bin/parley"}
	for _, cmd := range a.root().Commands() {
		if got := a.typed("parley " + cmd.Name()); got != "bin/parley "+cmd.Name() {
			t.Errorf("parley %s stays %q", cmd.Name(), got)
		}
	}
}

// What is printed to be typed is about the same party, state folder and market; another party's command names no party.
func TestTypedStaysWithTheParty(t *testing.T) {
	a := &app{self: "bin/parley", named: " --name farm", given: " --home '/my 100%' --market m.json"}
	const where = " --home '/my 100%' --market m.json"
	for sentence, want := range map[string]string{
		"take it out with: parley balance --withdraw": "take it out with: bin/parley balance --name farm" + where + " --withdraw",
		"see: parley deal list":                       "see: bin/parley deal list --name farm" + where,
		"parley deal claim 0x12; or wait":             "bin/parley deal claim --name farm" + where + " 0x12; or wait",
		"parley run --resume 12ab --output DIR":       "bin/parley run --resume 12ab --name farm" + where + " --output DIR",
		"parley run hello.wasm --name farm-2":         "bin/parley run" + where + " hello.wasm --name farm-2",
		"start one with: parley farm --price 1":       "start one with: bin/parley farm" + where + " --price 1",
		"parley demo":                                 "bin/parley demo",
		"see: parley farm --help":                     "see: bin/parley farm --help",
	} {
		if diff := cmp.Diff(want, a.typed(sentence)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", sentence, diff)
		}
	}
	var said strings.Builder
	a.err = &said
	a.say("%s: parley key", "who")
	if diff := cmp.Diff("who: bin/parley key --name farm"+where+"\n", said.String()); diff != "" {
		t.Error(diff)
	}
}

// A stranger's words are not rewritten, only the program's own.
func TestSayLeavesStrangersAlone(t *testing.T) {
	var said strings.Builder
	a := &app{err: &said, self: "bin/parley"}
	a.say("it says %q; see parley deal list", "run parley farm")
	if want := "it says \"run parley farm\"; see bin/parley deal list\n"; said.String() != want {
		t.Errorf("said %q, want %q", said.String(), want)
	}
}

// What an earlier demo left is replaced, and nothing of it stays beside the new.
func TestDemoKeepsTheProofsOfOneRun(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, name := range []string{"demo-1.car", "demo-2.car", "demo-3.car"} {
		file(name, "earlier")
	}
	file("other-3.car", "somebody's")
	d := &demo{flags: demoFlags{picture: filepath.Join(dir, "demo.png")}}
	s := &summary{DealFiles: []string{file("a", "first"), file("b", "second")}}
	if err := d.keepProofs(s); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	kept, err := filepath.Glob(filepath.Join(dir, "*.car"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range kept {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got[filepath.Base(path)] = string(b)
	}
	want := map[string]string{"demo-1.car": "first", "demo-2.car": "second", "other-3.car": "somebody's"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{filepath.Join(dir, "demo-1.car"), filepath.Join(dir, "demo-2.car")}, s.DealFiles); diff != "" {
		t.Errorf("the bill names %s", diff)
	}
}
