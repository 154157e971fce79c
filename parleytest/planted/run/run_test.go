package main

import (
	"strings"
	"testing"
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

// What a person says wrongly is told in one line.
func TestOptions(t *testing.T) {
	for args, want := range map[string]string{
		"-seeds -5":                 "at least one",
		"-engines 0":                "at least one",
		"-seed 5":                   "-h says",
		"nothing":                   "no bug nothing",
		"any-mediator any-mediator": "any-mediator is named twice",
	} {
		err := run(t.Context(), strings.Fields(args))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", args, err, want)
		}
	}
}
