package main

import (
	"errors"
	"testing"
)

// The doctor does not say that what may cost money can stay as it is.
func TestNotes(t *testing.T) {
	well, note, dear := finding{Ok: true}, finding{}, finding{Costly: true}
	for want, found := range map[string][]finding{
		"": {well},
		"; what is marked note can stay as it is":       {well, note},
		"; 1 note may cost money if nobody sees to it":  {note, dear, well, note},
		"; 2 notes may cost money if nobody sees to it": {dear, dear},
	} {
		if got := notes(found); got != want {
			t.Errorf("%v: %q, want %q", found, got, want)
		}
	}
	if _, is := errors.AsType[*costlyError](costly(nil)); is || costly(nil) != nil {
		t.Error("nothing is costly")
	}
}
