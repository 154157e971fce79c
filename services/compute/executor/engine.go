package executor

import (
	"crypto/sha256"
	"encoding/hex"
)

// Runtime is what runs modules. Another version may show programs something else of WASI.
const Runtime = "wazero-v1.12.0"

// EngineText is all that a deterministic run of a module rests on beside its task. Who changes one of these changes the text.
const EngineText = "parley engine\n" +
	"WebAssembly 2.0, WASI preview 1\n" +
	Runtime + "\n" +
	"fuel and stack: metering " + Metering + "\n" +
	"time: from 1577836800 s, 1 µs a reading, as long as is slept\n" +
	"randomness: ChaCha8 of the task's seed\n" +
	"NaNs: canonical\n" +
	"directories: sorted by name; files: without dates and numbers of the host's, sought in as far as numbers go, 512 open at once\n" +
	"environment: the task's, sorted by name\n"

// EngineDigest is the SHA-256 of EngineText in hex: two engines of one digest give the same bytes for the same fuel. A job that
// pins it is run by no other.
func EngineDigest() string {
	sum := sha256.Sum256([]byte(EngineText))
	return hex.EncodeToString(sum[:])
}

// A Pinned executor says on which engine deterministic tasks run. One that does not say has none that can be pinned.
type Pinned interface {
	Executor
	EngineDigest() string
}

// A PinnedByTask executor has more than one engine: it says on which a deterministic task would be run. Empty: on one that cannot be
// pinned.
type PinnedByTask interface {
	Executor
	EngineOf(*Task) string
}

// EngineOf is the digest of the engine on which e would run a deterministic task. Empty: of one that cannot be pinned.
func EngineOf(e Executor, t *Task) string {
	switch e := e.(type) {
	case PinnedByTask:
		return e.EngineOf(t)
	case Pinned:
		return e.EngineDigest()
	}
	return ""
}
