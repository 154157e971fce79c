package executor

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// An Executor runs tasks. Implementations are safe for concurrent use and queue what they cannot run at once.
//
// Execute runs the task to its end, or to the first limit that it meets, and fills t.Dir. It returns
//
//   - a report and no error when the guest ended by itself, whatever its exit code;
//   - a report and an [*Error] when the guest was started and stopped by something else: a trap, a limit, ctx. What the
//     guest had written to its streams by then is in t.Dir, its outputs may be missing;
//   - no report and an [*Error] when nothing ran.
//
// An executor whose guests run on machines of others may see nothing of them before they have ended: then the live writers
// hear all at the end; of a guest that was stopped by something else its streams may be empty, and there may be no report
// if ctx stopped it; refused memory may be missing in the report, and making directories under /outputs may fail.
//
// Read the error with [CodeOf]. When Execute returns, nothing of the guest is left running and t.Dir is no longer
// written to.
type Executor interface {
	Execute(ctx context.Context, t Task) (*Report, error)
}

// A Lasting executor has runs that outlive this process: given after a restart the task that it had before, it goes on with that run,
// and does not begin another.
type Lasting interface {
	Executor
	// Kept tells that what Execute reported of the task whose result is in dir need not be had again, as it is on disk for good. Until
	// then Execute, given the same task and dir, by this process or by the next one, reports what came of that same run. The directory
	// itself may be gone; one that no task had is no error. It may be called concurrently, and does not wait for what it gives up.
	Kept(dir string)
}

// A Checker can tell, without running it, whether it would take a task: nothing is signed that is bound to be refused.
type Checker interface {
	Executor
	// CheckTask starts nothing and sends nothing, may be called concurrently, and says an [*Error]. What cannot be known now is no error.
	// The result's directory need not be there.
	CheckTask(Task) error
}

// CheckTask asks e whether it would take t, if it is a Checker.
func CheckTask(e Executor, t Task) error {
	if c, ok := e.(Checker); ok {
		return c.CheckTask(t)
	}
	return nil
}

// A Task is one run of one module, or of one container. The executor keeps no reference to it after Execute has returned.
type Task struct {
	ID     string // names the task in logs; need not be unique
	Module Module // what to run
	// Container is what to run instead of a module: then Module is empty and Profile is Live.
	Container *Container
	Needs     Needs             // what it asks for beside its limits; who cannot meet them refuses the task
	Args      []string          // arguments after the program's name; a module's own argv[0] is always "module"
	Env       map[string]string // the whole environment of the guest; it is passed sorted by name
	Inputs    []Input           // what the guest finds under /inputs
	Dir       string            // an existing empty directory on the host, to be filled with the result

	Limits  Limits   // zero fields mean the defaults
	Profile Profile  // zero means Deterministic
	Seed    [32]byte // the guest's randomness under Deterministic; unused under Live

	// Stdout and Stderr, if not nil, are given what the guest writes while it runs, up to its limits and with no
	// promise about where a chunk ends. Each is called by one goroutine at a time and never after Execute has returned.
	// They must not block: a writer that does holds up the guest and then Execute itself.
	Stdout, Stderr io.Writer
	// Tell, if not nil, is told what a run waits for, if it does for long, in words for who asked for it. As Stdout it is called by one
	// goroutine at a time, never after Execute has returned, and must not block.
	Tell func(words string)
}

// A Module is a WASI preview 1 command: exactly one of Bytes and Path is set.
type Module struct {
	Bytes  []byte   // the binary; not modified
	Path   string   // or a file on the host that holds it
	SHA256 [32]byte // if not zero, what the binary must hash to
}

// An Input is a file or directory of the host, shown to the guest read-only.
type Input struct {
	Name string // where under /inputs, for example "scene.txt" or "data/2026"; "." makes a directory /inputs itself
	At   string // or, for a container only, an absolute path
	Path string // on the host; links out of a directory are refused when the guest follows them
}

// A Profile says what a run may depend on.
type Profile int

const (
	// Deterministic gives the guest a virtual clock that starts at [Epoch], moves by a microsecond a reading and by
	// as much as the guest sleeps, and randomness from Task.Seed. It is required wherever results are compared.
	// NaNs that arithmetic makes are the canonical one, where the executor counts fuel; elsewhere their bits are the processor's.
	Deterministic Profile = iota + 1
	// Live gives the guest the host's clock and randomness.
	Live
)

// Epoch is what the clock of a deterministic run starts at, in seconds since 1970: 2020-01-01T00:00:00Z.
const Epoch = 1577836800

const (
	maxArgs     = 1024      // arguments, and environment variables, of a task
	maxArgBytes = 128 << 10 // all of them together
	maxInputs   = 1024
)

// Validate reports, as an [*Error] with the code BadTask, what no executor could run. It reads nothing from disk.
func (t *Task) Validate() error {
	switch {
	case t.Container == nil && (t.Module.Bytes == nil) == (t.Module.Path == ""):
		return badTask("a task needs its module as bytes or as a path, not both")
	case t.Container != nil && (t.Module.Bytes != nil || t.Module.Path != "" || t.Profile != Live):
		return badTask("a task of a container has no module, and the profile live")
	case t.Dir == "":
		return badTask("a task needs a directory for its result")
	case t.Profile < 0 || t.Profile > Live:
		return badTask("profile %d is unknown", t.Profile)
	case len(t.Args) > maxArgs || len(t.Env) > maxArgs:
		return badTask("a task has at most %d arguments and %d environment variables", maxArgs, maxArgs)
	case len(t.Inputs) > maxInputs:
		return badTask("a task has at most %d inputs", maxInputs)
	}
	size := 0
	for _, a := range t.Args {
		if strings.ContainsRune(a, 0) {
			return badTask("argument %q has a NUL byte", a)
		}
		size += len(a) + 1
	}
	for k, v := range t.Env {
		if k == "" || strings.ContainsAny(k, "=\x00") || strings.ContainsRune(v, 0) {
			return badTask("environment variable %q: a name has no = and neither name nor value a NUL byte", k)
		}
		size += len(k) + len(v) + 2
	}
	if t.Container != nil {
		for _, part := range t.Container.Entrypoint {
			size += len(part) + 1
		}
	}
	if size > maxArgBytes {
		return badTask("arguments and environment are %d bytes, more than %d", size, maxArgBytes)
	}
	return cmp.Or(validInputs(t.Inputs, t.Container != nil), t.validEngine(), t.Needs.Validate(), t.Limits.Validate())
}

// validEngine checks what a container and a module have not in common.
func (t *Task) validEngine() error {
	if t.Container == nil {
		if t.Limits.Memory > maxMemory {
			return badTask("limit on memory is %d, not from 0 to %d, which is what a module can address", t.Limits.Memory, int64(maxMemory))
		}
		return nil
	}
	return cmp.Or(t.Container.Validate(), t.validMounts())
}

func validInputs(inputs []Input, container bool) error {
	names := make([]string, 0, len(inputs))
	for _, in := range inputs {
		if in.Path == "" {
			return badTask("input %q has no path on the host", in.Name)
		}
		if in.At != "" {
			if in.Name != "" || !container {
				return badTask("input %q: only a container's input may be at a path of its own, %.200q, and then has no name", in.Name, in.At)
			}
			continue
		}
		if in.Name != "." {
			if err := ValidName(in.Name); err != nil {
				return badTask("input %q: %v", in.Name, err)
			}
		}
		names = append(names, in.Name)
	}
	slices.Sort(names)
	for i, n := range names {
		if n == "." && len(names) > 1 {
			return badTask("an input named . is all of /inputs, so there cannot be another")
		}
		for _, m := range names[:i] {
			if m == n || strings.HasPrefix(n, m+"/") {
				return badTask("inputs %q and %q overlap", m, n)
			}
		}
	}
	return nil
}

// What [ValidName] allows of a path below /inputs or /outputs.
const (
	MaxName    = 1024 // bytes
	maxElement = 255  // bytes of one element
	MaxDepth   = 32   // elements
)

// ValidName reports why name cannot be a path in a result or in the inputs. Such a path is slash-separated, relative,
// clean, valid UTF-8 without control characters, bounded in length and depth, and means the same thing on every system a
// result may be unpacked on: no backslash, colon or other character that Windows refuses, no reserved device name.
func ValidName(name string) error {
	if !fs.ValidPath(name) || name == "." {
		return fmt.Errorf("not a clean relative path in UTF-8")
	}
	if len(name) > MaxName {
		return fmt.Errorf("longer than %d bytes", MaxName)
	}
	elements := strings.Split(name, "/")
	if len(elements) > MaxDepth {
		return fmt.Errorf("deeper than %d directories", MaxDepth)
	}
	for _, e := range elements {
		if len(e) > maxElement {
			return fmt.Errorf("an element is longer than %d bytes", maxElement)
		}
		if strings.ContainsFunc(e, func(r rune) bool { return r < 0x20 || r == 0x7f || strings.ContainsRune(`\:*?"<>|`, r) }) {
			return fmt.Errorf(`it has a control character or one of \ : * ? " < > |`)
		}
		if strings.HasSuffix(e, ".") || strings.HasSuffix(e, " ") || deviceName(e) {
			return fmt.Errorf("%q cannot be a file name on every system", e)
		}
	}
	return nil
}

// deviceName reports whether Windows takes e for a device, with or without an extension.
func deviceName(e string) bool {
	base, _, _ := strings.Cut(e, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	rest, found := strings.CutPrefix(base, "COM")
	if !found {
		rest, found = strings.CutPrefix(base, "LPT")
	}
	return found && slices.Contains([]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"}, rest)
}
