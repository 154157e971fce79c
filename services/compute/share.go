package compute

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// MaxShare is how many tasks one hire may be for: a delivery that names them all must fit into an envelope.
const MaxShare = 100

// Share is what the terms of a hire say about which tasks it is for. Terms without one are for all of them.
type Share struct {
	Tasks []int `json:"tasks"` // ascending
	// Tariff is what the terms' price is made of, where the quote has one.
	Tariff *Tariff `json:"tariff,omitempty"`
}

func (s *Share) validate() error {
	if err := ascending(s.Tasks); err != nil || s.Tariff == nil {
		return err
	}
	return s.Tariff.validate()
}

// Done is one task's result.
type Done struct {
	Task int `json:"task"`
	// CID is the UnixFS directory of stdout, stderr, exitCode and outputs.
	CID string `json:"cid"`
	// Exit is the program's exit code; meaningful only if Ended is "exited".
	Exit uint32 `json:"exit"`
	// Ended is why the program is no longer running, in the executor's words.
	Ended string `json:"ended"`
	// Detail is what there is to say about an end that was not an exit, or of outputs that are not in the result.
	Detail string `json:"detail,omitempty"`
	// Limited are the limits that the program met without being ended by them, by the executor's names: what was beyond them
	// was refused or cut. Job.Met says how much they are.
	Limited []string `json:"limited,omitempty"`
	// Fuel is what it used, at most Job.Limits.Fuel: only where that is set, and where it is known.
	Fuel int64 `json:"fuel,omitempty"`
	// WallMs is how long it ran there: for people, compared with nothing.
	WallMs int64 `json:"wallMs"`
}

// Result is what a delivery holds.
type Result struct {
	// Root is the task's directory where the share is one task of a job of one, else a directory of them by number:
	// 000, 001, …
	Root string `json:"root"`
	// Tasks are ascending. Where there are many, their details and limits were in the claims and are left out.
	Tasks []Done `json:"tasks"`
	// Salt is what the farmer has committed to it with, 64 hex digits: of a replicated job only.
	Salt string `json:"salt,omitempty"`
}

// Codecs of what compute adds to the messages.
var (
	Shares  = strict("application/vnd.parley.share+json", (*Share).validate)
	Claims  = strict("application/vnd.parley.task+json", (*Done).validate)
	Results = strict("application/vnd.parley.result+json", (*Result).validate)
)

func ascending(tasks []int) error {
	if len(tasks) == 0 || len(tasks) > MaxShare {
		return fmt.Errorf("share: %d tasks, want 1 to %d", len(tasks), MaxShare)
	}
	for i, t := range tasks {
		if t < 0 || i > 0 && t <= tasks[i-1] {
			return errors.New("share: tasks are not ascending")
		}
	}
	return nil
}

func (d *Done) validate() error {
	if d.Task < 0 || d.Task >= MaxTasks || d.WallMs < 0 || d.Fuel < 0 || d.Fuel > executor.MaxFuel || d.Ended == "" || len(d.Ended) > 64 || len(d.Detail) > maxDetail {
		return errors.New("task result: out of bounds")
	}
	if strings.ContainsFunc(d.Ended+d.Detail, unicode.IsControl) {
		return errors.New("task result: control characters in the text")
	}
	if err := validLimited(d.Limited); err != nil {
		return fmt.Errorf("task result: %w", err)
	}
	if err := canonical(d.CID); err != nil {
		return fmt.Errorf("task result: %w", err)
	}
	return nil
}

// canonical refuses a CID that can be written in another way: CIDs of results are compared as text.
func canonical(text string) error {
	c, err := content.Parse(text)
	if err != nil {
		return err
	}
	if c.Version() != 1 || c.String() != text {
		return fmt.Errorf("%s is not written in the one way that is compared: version 1, in base32", text)
	}
	return nil
}

const maxDetail = 1024

// detail makes text fit for Done.Detail, whatever a program put into it.
func detail(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if len(text) > maxDetail {
		text = strings.ToValidUTF8(text[:maxDetail], "")
	}
	return text
}

func (r *Result) validate() error {
	if len(r.Tasks) == 0 || len(r.Tasks) > MaxShare {
		return fmt.Errorf("result: %d tasks, want 1 to %d", len(r.Tasks), MaxShare)
	}
	if err := canonical(r.Root); err != nil {
		return fmt.Errorf("result: %w", err)
	}
	if _, err := sum(r.Salt); err != nil && r.Salt != "" {
		return fmt.Errorf("result: salt: %w", err)
	}
	for i := range r.Tasks {
		if err := r.Tasks[i].validate(); err != nil {
			return err
		}
		if i > 0 && r.Tasks[i].Task <= r.Tasks[i-1].Task {
			return errors.New("result: tasks are not ascending")
		}
	}
	return nil
}

// name is a task's directory in the result of a share of many.
func name(task int) string { return fmt.Sprintf("%03d", task) }

// TasksOf are the tasks that the terms of a session are for, ascending.
func TasksOf(v *protocol.View, j *Job) ([]int, error) {
	tasks := numbers(len(j.Tasks))
	if details := v.Terms.GetDetails(); details != nil {
		s, err := Shares.Decode(details)
		if err != nil {
			return nil, &protocol.Error{Code: protocol.Invalid, Reason: err.Error(), Err: err}
		}
		tasks = s.Tasks
	}
	if len(tasks) > MaxShare {
		err := protocol.Errorf(protocol.Invalid, "%d tasks are hired at once, at most %d: hire them in shares", len(tasks), MaxShare)
		err.Remedy = &messages.Remedy{Units: j.Units(MaxShare)}
		return nil, err
	}
	if last := tasks[len(tasks)-1]; last >= len(j.Tasks) {
		return nil, protocol.Errorf(protocol.Invalid, "the share names task %d of %d", last, len(j.Tasks))
	}
	if v.Terms.GetUnits() != j.Units(len(tasks)) {
		return nil, protocol.Errorf(protocol.Invalid, "the terms are for %d units, the share has %d tasks of %d each", v.Terms.GetUnits(), len(tasks), j.Units(1))
	}
	return tasks, nil
}

// Digest is what a settlement binds of a result: the SHA-256 inside the CID that a claim or a delivery names.
func Digest(p *messages.Payload) (digest [32]byte, err error) {
	var text string
	switch p.GetType() {
	case Claims.Type:
		d, err := Claims.Decode(p)
		if err != nil {
			return digest, err
		}
		text = d.CID
	case Results.Type:
		r, err := Results.Decode(p)
		if err != nil {
			return digest, err
		}
		text = r.Root
	default:
		return digest, fmt.Errorf("payload %q names no result", p.GetType())
	}
	return digestOf(text), nil
}

// digestOf is the SHA-256 inside a CID that was checked.
func digestOf(text string) (digest [32]byte) {
	hash := mustParse(text).Hash()
	copy(digest[:], hash[len(hash)-32:])
	return digest
}

// isSingle: a job of one task is delivered as that task's directory.
func isSingle(j *Job) bool { return len(j.Tasks) == 1 }

// numbers are 0 to n-1.
func numbers(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func contains(tasks []int, t int) bool { return slices.Contains(tasks, t) }
