package executor

import "time"

// Metering names the way in which fuel is counted. Who counts in another way counts something else.
const Metering = "5"

// A Report is what there is to say about a run beside its result.
type Report struct {
	End      End
	ExitCode uint32 // the guest's; meaningful only if End is Exited
	Trap     string // what the engine says of a trap, and where in the guest; empty unless End is Trapped

	Wall   time.Duration // from the start of the guest to its end
	CPU    time.Duration // processor time of the guest and its engine over the same span; zero if not known
	Memory int64         // the most bytes of linear memory that the guest had; zero if not known
	Cold   bool          // the module had to be compiled first; that time is not in Wall and CPU

	// Fuel is what the guest's instructions cost, Limits.Fuel at most: under Deterministic the same wherever the task is
	// run by an executor that counts it, however the run ended but for the host's doing. Zero if it is not known.
	Fuel int64

	Stdout, Stderr Stream
	OutputBytes    int64 // what is in outputs/
	OutputFiles    int   // files and directories there

	// Limited lists the limits that the guest ran into without being ended by them, in the order of their constants:
	// output that was cut, writes and memory that were refused. The result is all that the guest meant it to be only
	// if the list is empty, or the guest knew what to do.
	Limited []Resource
	// Note says of the result, to who asked for it, what of the outputs is not in it and why, where Limited does not. Empty: all is.
	Note string
}

// A Stream says how much of what a guest wrote was kept.
type Stream struct {
	Bytes     int64 // kept, without the line that says so if there was more
	Truncated bool  // there was more
}

// End is why a guest is no longer running.
type End int

// The zero End is unset and invalid.
const (
	Exited     End = iota + 1 // by itself, with ExitCode
	Trapped                   // by a WebAssembly trap: unreachable, out of bounds, stack exhausted, …
	OutOfTime                 // at Limits.Wall
	OutOfCPU                  // at Limits.CPU
	OutOfSpace                // the process that ran it needed more memory than Limits.Memory allows for
	Stopped                   // ctx was done
	Crashed                   // the process that ran it died of something else; the guest is not to blame for certain
	OutOfFuel                 // at Limits.Fuel
)

func (e End) String() string {
	switch e {
	case Exited:
		return "exited"
	case Trapped:
		return "trapped"
	case OutOfTime:
		return "out of time"
	case OutOfCPU:
		return "out of processor time"
	case OutOfSpace:
		return "out of memory"
	case Stopped:
		return "stopped"
	case Crashed:
		return "crashed"
	case OutOfFuel:
		return "out of fuel"
	}
	return "unset"
}

// Resource is something of which a guest may get no more than its limit.
type Resource int

// The zero Resource is unset and invalid.
const (
	Memory      Resource = iota + 1 // memory.grow was refused
	Stdout                          // standard output was cut
	Stderr                          // standard error was cut
	OutputBytes                     // a write to /outputs was refused for the bytes
	OutputFiles                     // or for the number of files
)

func (r Resource) String() string {
	switch r {
	case Memory:
		return "memory"
	case Stdout:
		return "stdout"
	case Stderr:
		return "stderr"
	case OutputBytes:
		return "output bytes"
	case OutputFiles:
		return "output files"
	}
	return "unset"
}
