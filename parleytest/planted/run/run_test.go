package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/parleytest/planted"
)

// A bug is found by what says that something is wrong, not by what does not come to an end.
func TestFound(t *testing.T) {
	for output, want := range map[string]struct{ found, late bool }{
		"--- FAIL: TestA (0.1s)\n    a_test.go:1: no\nFAIL\n":                    {true, false},
		"    --- FAIL: TestA/b (0.1s)\nFAIL\n":                                   {true, false},
		"# seed 7: step 3: no\n# shrunk: no\n":                                   {true, false},
		"panic: no\n\ngoroutine 1 [running]:\n":                                  {true, false},
		"fatal error: all goroutines are asleep - deadlock!\n":                   {true, false},
		"panic: test timed out after 5m0s\n\trunning tests:\n\t\tTestA (5m0s)\n": {false, true},
		"--- FAIL: TestA (300s)\npanic: test timed out after 5m0s\n\nFAIL\n":     {true, false},
		"flag provided but not defined: -engines\n":                              {false, false},
		"": {false, false},
	} {
		if found, late := found(output); found != want.found || late != want.late {
			t.Errorf("%q: found %t, late %t", output, found, late)
		}
	}
}

// Only what an invariant or the model finds is the simulator's.
func TestInvariant(t *testing.T) {
	for output, want := range map[string]bool{
		"# seed 7: step 3: no\n# shrunk: no\n": true,
		"--- FAIL: TestEngines (0.1s)\n    engines_test.go:57: seed 0: step 200: no\n        shrunk: no\nFAIL\n":       true,
		"--- FAIL: TestEngines (0.1s)\n    engines_test.go:66: 200 schedules never saw \"lost\"\nFAIL\n":               false,
		"--- FAIL: TestEnginesSameLog (0.1s)\n    engines_test.go:100: seed 7 gives two logs, goroutines shaken: no\n": false,
		"panic: no\n\ngoroutine 1 [running]:\n":                                                   false,
		"sim: nothing was ever lost in 300 schedules of 2000 steps: they show nothing about it\n": false,
	} {
		if got := invariant(output); got != want {
			t.Errorf("%q: %t", output, got)
		}
	}
}

// Three of four bugs, rounded up, without those of the contracts: of the twenty that were wanted, fifteen.
func TestLeast(t *testing.T) {
	of := func(file string, n int) []planted.Bug {
		return slices.Repeat([]planted.Bug{{Edits: []planted.Edit{{File: file}}}}, n)
	}
	for _, c := range []struct{ engine, chain, want int }{{20, 0, 15}, {20, 4, 15}, {21, 4, 16}, {0, 4, 0}} {
		if got := least(append(of("farmer/server.go", c.engine), of("contracts/eip712/signature.go", c.chain)...)); got != c.want {
			t.Errorf("of %d and %d: %d, want %d", c.engine, c.chain, got, c.want)
		}
	}
	all, err := planted.Bugs()
	if err != nil {
		t.Fatal(err)
	}
	if got := least(all); got < 15 {
		t.Errorf("of all: %d, want at least 15", got)
	}
}

// What a person says wrongly is told in one line.
func TestOptions(t *testing.T) {
	for args, want := range map[string]string{
		"-seeds -5":                 "at least one",
		"-engines 0":                "at least one",
		"-seed 5":                   "-h says",
		"nothing":                   "no bug nothing",
		"any-mediator any-mediator": "any-mediator is named twice",
	} {
		err := run(t.Context(), strings.Fields(args), t.Output())
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", args, err, want)
		}
	}
}

// Who asks for help is told what it does, before any flag.
func TestHelp(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), []string{"-h"}, &out); err != nil {
		t.Fatal(err)
	}
	does, flags, found := strings.Cut(out.String(), "  -engines int\n")
	for _, want := range []string{"prints what finds", "fails if one is not found", "run any-mediator"} {
		if !strings.Contains(does, want) {
			t.Errorf("it does not say %q first:\n%s", want, out.String())
		}
	}
	if !found || !strings.Contains(flags, "-seeds int") {
		t.Errorf("it does not say the flags:\n%s", out.String())
	}
}
