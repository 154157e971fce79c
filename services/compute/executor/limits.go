package executor

import (
	"cmp"
	"fmt"
	"time"
)

// Limits is what one run may use up. A zero field means its default.
//
// Wall, CPU, Memory, Outputs and Fuel end or refuse; Stdout and Stderr cut and let the guest go on, as a guest that prints too
// much is a nuisance and not a failure. What was met is in Report.Limited.
type Limits struct {
	Wall        time.Duration // from the start of the guest to its end, waiting and compiling excluded; default 1 minute
	CPU         time.Duration // processor time, kept to the whole second above; default Wall, on every processor used
	Memory      int64         // bytes of linear memory; more is refused to the guest; default 512 MiB
	Stdout      int64         // bytes kept; default 1 MiB
	Stderr      int64         // bytes kept; default 1 MiB
	OutputBytes int64         // all files under /outputs together; a write beyond it fails; default 64 MiB
	OutputFiles int           // files and directories under /outputs; default 1,024
	Fuel        int64         // what the instructions of the guest may cost; default MaxFuel, which nobody lives to see used up
}

// defaults is what zero fields mean.
var defaults = Limits{
	Wall:        time.Minute,
	Memory:      512 << 20,
	Stdout:      1 << 20,
	Stderr:      1 << 20,
	OutputBytes: 64 << 20,
	OutputFiles: 1024,
	Fuel:        MaxFuel,
}

// Ceilings no task may ask to exceed, so that sums of limits cannot overflow.
const (
	maxWall   = 7 * 24 * time.Hour
	maxMemory = 4 << 30 // what a 32-bit module can address; a container may have more
	maxBytes  = 1 << 40
	maxFiles  = 1 << 20
)

// MaxFuel is the most fuel that a task may have, and no limit in practice.
const MaxFuel = 1 << 60

// Or returns l with its zero fields taken from d, and what d leaves open from the defaults.
func (l Limits) Or(d Limits) Limits {
	r := Limits{
		Wall:        cmp.Or(l.Wall, d.Wall, defaults.Wall),
		CPU:         cmp.Or(l.CPU, d.CPU),
		Memory:      cmp.Or(l.Memory, d.Memory, defaults.Memory),
		Stdout:      cmp.Or(l.Stdout, d.Stdout, defaults.Stdout),
		Stderr:      cmp.Or(l.Stderr, d.Stderr, defaults.Stderr),
		OutputBytes: cmp.Or(l.OutputBytes, d.OutputBytes, defaults.OutputBytes),
		OutputFiles: cmp.Or(l.OutputFiles, d.OutputFiles, defaults.OutputFiles),
		Fuel:        cmp.Or(l.Fuel, d.Fuel, defaults.Fuel),
	}
	r.CPU = cmp.Or(r.CPU, r.Wall)
	return r
}

// Validate reports a negative or absurd limit as an [*Error] with the code BadTask.
func (l Limits) Validate() error {
	for _, f := range []struct {
		name      string
		got, most int64
	}{
		{"wall time", int64(l.Wall), int64(maxWall)},
		{"processor time", int64(l.CPU), int64(maxWall) * 64},
		{"memory", l.Memory, maxBytes},
		{"stdout", l.Stdout, maxBytes},
		{"stderr", l.Stderr, maxBytes},
		{"output bytes", l.OutputBytes, maxBytes},
		{"output files", int64(l.OutputFiles), maxFiles},
		{"fuel", l.Fuel, MaxFuel},
	} {
		if f.got < 0 || f.got > f.most {
			return badTask("limit on %s is %d, not from 0 to %d", f.name, f.got, f.most)
		}
	}
	return nil
}

// Exceeds names the first limit of l that is above the same limit of ceiling, and its two values; the name is empty if
// none is. A zero field of ceiling is no ceiling. Call it on limits whose zero fields were filled by Or.
func (l Limits) Exceeds(ceiling Limits) (name string, asked, most int64) {
	for _, f := range []struct {
		name      string
		got, most int64
	}{
		{"wall time (ns)", int64(l.Wall), int64(ceiling.Wall)},
		{"processor time (ns)", int64(l.CPU), int64(ceiling.CPU)},
		{"memory (bytes)", l.Memory, ceiling.Memory},
		{"stdout (bytes)", l.Stdout, ceiling.Stdout},
		{"stderr (bytes)", l.Stderr, ceiling.Stderr},
		{"outputs (bytes)", l.OutputBytes, ceiling.OutputBytes},
		{"outputs (files)", int64(l.OutputFiles), int64(ceiling.OutputFiles)},
		{"fuel", l.Fuel, ceiling.Fuel},
	} {
		if f.most > 0 && f.got > f.most {
			return f.name, f.got, f.most
		}
	}
	return "", 0, 0
}

// Within refuses limits of which one exceeds the ceiling; see Exceeds.
func (l Limits) Within(ceiling Limits) error {
	name, asked, most := l.Exceeds(ceiling)
	if name == "" {
		return nil
	}
	return &Error{Code: Refused, Cause: fmt.Sprintf("the job asks for %d of %s, and there are at most %d", asked, name, most),
		Remedy: "ask for less, or hire somebody who offers more"}
}
