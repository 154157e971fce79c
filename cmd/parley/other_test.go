package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The party that is named is free: one that runs could not be either.
func TestAsOtherThatIsFree(t *testing.T) {
	runs := []string{"mediator", "mediator-2", "run-2", "run-3"}
	for args, want := range map[string]string{
		"mediator":                   "parley mediator --name mediator-3",
		"mediator --name mediator-2": "parley mediator --name mediator-3",
		"mediator --name farm":       "parley mediator --name mediator-3",
		"run x.wasm":                 "parley run x.wasm --name run-4",
		"farm":                       "parley farm --name farm-2",
	} {
		if got := asOther(strings.Fields(args), func(name string) bool { return slices.Contains(runs, name) }); got != want {
			t.Errorf("%s: %s, want %s", args, got, want)
		}
	}
	if got := asOther([]string{"run"}, func(string) bool { return true }); got != "parley run --name run-102" {
		t.Errorf("where all run: %s", got)
	}
}

func TestAsOther(t *testing.T) {
	for args, want := range map[string]string{
		"run hello.wasm":                             "parley run hello.wasm --name run-2",
		"run hello.wasm --name run-2":                "parley run hello.wasm --name run-3",
		"run --name=buyer --hire 2 hello.wasm":       "parley run --hire 2 hello.wasm --name buyer-2",
		"run hello.wasm --input my|data -- --name x": "parley run hello.wasm --input 'my|data' --name run-2 -- --name x",
		"farm --price 0.02":                          "parley farm --price 0.02 --name farm-2",
		"farm --name farm-1":                         "parley farm --name farm-1-2",
		"run --home x --market=m.json hello.wasm":    "parley run hello.wasm --name run-2", // typed adds them
		"mediator --stake 5":                         "parley mediator --stake 5 --name mediator-2",
		"mediator --name farm":                       "parley mediator --name mediator",
		"farm --name 7":                              "parley farm --name 7-2",
		"run --resume 1234":                          "", // the job is this party's
		"run --resume=1234 --name buyer":             "",
		"deal accept 0x1234":                         "",
		"":                                           "",
	} {
		if diff := cmp.Diff(want, asOther(strings.Fields(args), func(string) bool { return false })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", args, diff)
		}
	}
}
