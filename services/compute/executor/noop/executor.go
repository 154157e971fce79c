package noop

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// Executor takes every task that makes sense, and leaves the result of a program that ended at once, with exit code 0, and wrote nothing.
// Of the module it looks only at what it is, and at its digest; of the inputs, whether they are there. It is nothing that an honest farmer sells with:
// whoever runs the work again finds something else.
//
// The zero Executor is ready for use, and safe for concurrent use.
type Executor struct{}

var _ executor.Executor = Executor{}

// maxModule bounds a module, in bytes.
const maxModule = 256 << 20

// Execute does nothing of t. Its errors are those of [executor.Executor] for what never ran.
func (Executor) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	if err := t.Validate(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, &executor.Error{Code: executor.Canceled, Cause: "the run was stopped before it began", Remedy: "run it again if it is still wanted", Err: err}
	}
	if t.Container == nil {
		if err := check(t.Module); err != nil {
			return nil, err
		}
	}
	for _, in := range t.Inputs {
		if _, err := os.Stat(in.Path); err != nil {
			return nil, &executor.Error{Code: executor.NoInput, Cause: "the input " + in.Name + in.At + " cannot be read", Remedy: "see that it is there", Err: err}
		}
	}
	result, err := executor.CreateResult(t.Dir, t.Limits.Or(executor.Limits{}), t.Stdout, t.Stderr)
	if err != nil {
		return nil, err
	}
	report := &executor.Report{End: executor.Exited}
	return report, errors.Join(result.SetExitCode(0), result.Fill(report), result.Close())
}

// check looks at what a module is, and that it is the one that was named.
func check(m executor.Module) error {
	b := m.Bytes
	if b == nil {
		file, err := os.Open(m.Path)
		if err == nil {
			defer file.Close()
			b, err = io.ReadAll(io.LimitReader(file, maxModule+1))
		}
		if err != nil {
			return &executor.Error{Code: executor.NoInput, Cause: "the module cannot be read", Remedy: "see that it is there", Err: err}
		}
	}
	if len(b) > maxModule {
		return &executor.Error{Code: executor.TooLarge, Cause: "the module is larger than 256 MiB", Remedy: "make it smaller"}
	}
	if m.SHA256 != [32]byte{} && sha256.Sum256(b) != m.SHA256 {
		return &executor.Error{Code: executor.WrongDigest, Cause: "the module is not the one that was named", Remedy: "fetch it again"}
	}
	version, isWASM := bytes.CutPrefix(b, []byte("\x00asm"))
	switch {
	case !isWASM:
		return &executor.Error{Code: executor.NotWASM, Cause: "the module is no WebAssembly", Remedy: "build it for WASI preview 1"}
	case !bytes.HasPrefix(version, []byte{1, 0, 0, 0}):
		return &executor.Error{Code: executor.Component, Cause: "the module is a component, or of another version of WebAssembly", Remedy: "build a core module for WASI preview 1"}
	}
	return nil
}
