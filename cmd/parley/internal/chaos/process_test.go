package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A panic is found in what a life has said, be it one that has ended it or one of a hook, which has not; what a life before it has said is
// not its own.
func TestPanicIsNotWell(t *testing.T) {
	before := "level=ERROR msg=\"the farmer panicked\" in=Quote\n"
	for said, well := range map[string]bool{
		"": true,
		"level=WARN msg=\"the other side refused\"\n":            true,
		"level=ERROR msg=\"the requester panicked\" in=Review\n": false,
		"panic: no\n\ngoroutine 1 [running]:\n":                  false,
	} {
		log := filepath.Join(t.TempDir(), "log")
		if err := os.WriteFile(log, []byte(before+said), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
		if err := (&process{cmd: cmd, log: log, from: int64(len(before))}).well(); (err == nil) != well {
			t.Errorf("%q: %v", said, err)
		}
	}
}
