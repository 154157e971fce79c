package wasm

import (
	"os"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// SETTLEMENT rule 1: a guest whose input its host cannot give ends there, whatever it would make of that, and leaves no result. The file says
// that it is longer than what can be read of it, as one of a disk that fails.
func TestAnInputThatCannotBeRead(t *testing.T) {
	const short = "/sys/devices/system/cpu/online"
	info, err := os.Stat(short)
	text, unread := os.ReadFile(short)
	if err != nil || unread != nil || info.Size() <= int64(len(text)) {
		t.Skipf("%s is not as Linux has it: %v, %v", short, err, unread)
	}
	e := newEngine(t, &Engine{Parallel: 1})
	dir := t.TempDir()
	rep, err := e.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: reader("a")}, Dir: dir, Inputs: []executor.Input{{Name: "a", Path: short}}})
	if executor.CodeOf(err) != executor.Internal || executor.CodeOf(err).Result() || rep == nil || rep.End != executor.Crashed {
		t.Errorf("it came to %+v, %v", rep, err)
	}
	if err == nil || !strings.Contains(err.Error(), "an input could not be read while the module ran") {
		t.Errorf("why is not said: %v", err)
	}
}
