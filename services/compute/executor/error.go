package executor

import (
	"errors"
	"fmt"
)

// Code is why a task did not run to the guest's own end.
type Code int

// The zero Code is unset and invalid.
const (
	BadTask     Code = iota + 1 // the task itself makes no sense; nothing ran
	NotWASM                     // the module is no WebAssembly; nothing ran
	Component                   // the module is a component, not a core module; nothing ran
	Malformed                   // the module is WebAssembly, but does not decode or validate; nothing ran
	Unsupported                 // the module needs an import, an instruction or an entry point that is not there; nothing ran
	TooLarge                    // the module, or what it declares, is beyond a cap; nothing ran
	Refused                     // the task asks for more than this executor gives anyone; nothing ran
	WrongDigest                 // the module is not the one that was named; nothing ran
	NoInput                     // an input cannot be read; nothing ran
	NoResult                    // the result directory cannot be written
	CompileTime                 // compiling or loading took too long, or compiling too much memory; nothing ran
	Trap                        // Report.End is Trapped
	Deadline                    // OutOfTime
	CPUTime                     // OutOfCPU
	NoMemory                    // OutOfSpace
	Canceled                    // Stopped, or ctx was done before the guest began
	Internal                    // the executor failed; the same task may succeed elsewhere or later
	Fuel                        // OutOfFuel
	Busy                        // there is no room at this moment; nothing ran
)

// codeNames is indexed by Code.
var codeNames = [...]string{
	"unset", "bad task", "not wasm", "component", "malformed module", "unsupported module", "too large", "refused",
	"wrong digest", "no input", "no result", "compile time", "trap", "deadline", "processor time", "no memory",
	"canceled", "internal", "fuel", "busy",
}

func (c Code) String() string {
	if c < 0 || int(c) >= len(codeNames) {
		c = 0
	}
	return codeNames[c]
}

// Guest reports whether the code blames the module or the task, so that every executor would say the same. The others say
// something about this executor, this host or this moment.
func (c Code) Guest() bool {
	switch c {
	case NoResult, Canceled, Internal, CompileTime, NoInput, Refused, CPUTime, Deadline, NoMemory, Busy:
		return false
	}
	return true
}

// Result reports whether what a run has left that ended so is a result: the program ended itself, or its limits did. Of any other code the
// executor has failed, or its disk, and what is in the directory may lack what the program wrote.
func (c Code) Result() bool {
	switch c {
	case Trap, Fuel, Deadline, CPUTime, NoMemory:
		return true
	}
	return false
}

// An Error is why a task did not run to the guest's own end, in words for the person who asked for it.
type Error struct {
	Code   Code
	Cause  string // what is wrong, in a clause without a final stop
	Remedy string // what to do about it, in a sentence without a final stop
	Err    error  // a cause below, if there is one; it may name paths of this host
}

// Error gives the cause and the remedy, not Err, which stays on this host.
func (e *Error) Error() string {
	if e.Remedy == "" {
		return e.Cause
	}
	return e.Cause + ": " + e.Remedy
}

func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of the first [*Error] in err's tree, and zero if there is none.
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return 0
}

func badTask(format string, args ...any) error {
	return &Error{Code: BadTask, Cause: fmt.Sprintf(format, args...), Remedy: "correct the job"}
}

// EndError returns what Execute says beside the report: nil if the guest ended by itself, and otherwise an [*Error] that
// names the limit in question. limits are those that the run had. It is for implementations.
func (r *Report) EndError(limits Limits) error {
	switch r.End {
	case Exited:
		return nil
	case Trapped:
		remedy := "mend the program; its standard error may say more"
		for _, l := range r.Limited {
			if l == Memory {
				remedy = fmt.Sprintf("it was refused memory beyond %d MiB before: ask for more memory", limits.Memory>>20)
			}
		}
		return &Error{Code: Trap, Cause: "the module trapped: " + r.Trap, Remedy: remedy}
	case OutOfTime:
		return &Error{Code: Deadline, Cause: fmt.Sprintf("the module was still running at its deadline of %v", limits.Wall),
			Remedy: "ask for a longer deadline or give it less to do"}
	case OutOfCPU:
		return &Error{Code: CPUTime, Cause: fmt.Sprintf("the module used up its %v of processor time", limits.CPU),
			Remedy: "ask for more processor time or give it less to do"}
	case OutOfSpace:
		return &Error{Code: NoMemory, Cause: fmt.Sprintf("the module needed more than its %d MiB of memory", limits.Memory>>20),
			Remedy: "ask for more memory or give it less to do"}
	case OutOfFuel:
		return &Error{Code: Fuel, Cause: fmt.Sprintf("the module used up its fuel of %d", limits.Fuel),
			Remedy: "give it more fuel or less to do"}
	case Stopped:
		return &Error{Code: Canceled, Cause: "the run was stopped before its end", Remedy: "run it again if it is still wanted"}
	}
	return &Error{Code: Internal, Cause: "the process that ran the module died", Remedy: "try again, or on another machine"}
}
