package compute_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// scripts is an executor whose programs are a line of text: deterministic, complete, and with faults of its own. A task's
// arguments say what to do, in pairs:
//
//	print TEXT       a line on stdout
//	write NAME TEXT  an output
//	copy INPUT       an input as the output of the same name
//	exit N           the exit code, at the end
//	trap WHY         ends as a trap does
//	hang TIME        takes so long
//	use N            so much fuel
//	broken WHY       the executor fails, not the program, until it is mended
type scripts struct {
	mu      sync.Mutex
	runs    map[string]int // by task ID
	running int
	most    int           // that ever ran at once
	mended  bool          // "broken" works
	wrong   bool          // results are not what they should be
	also    string        // what is printed beside
	tax     int64         // fuel that was not used
	delay   time.Duration // before anything is done
	refuses func(executor.Task) error
}

func (s *scripts) count(delta int, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running += delta
	s.most = max(s.most, s.running)
	if delta > 0 {
		if s.runs == nil {
			s.runs = map[string]int{}
		}
		s.runs[id]++
	}
}

// ran are how often each task was run, in the order of tasks.
func (s *scripts) ran() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for task := range 1000 {
		for id, n := range s.runs {
			if strings.HasSuffix(id, fmt.Sprintf("/%03d", task)) {
				fmt.Fprintf(&b, " %d:%d", task, n)
			}
		}
	}
	return strings.TrimSpace(b.String())
}

const programText = "parley script 1\n"

// CheckTask takes modules that are scripts, and no more than there is to take.
func (s *scripts) CheckTask(t executor.Task) error {
	s.mu.Lock()
	refuses := s.refuses
	s.mu.Unlock()
	if refuses != nil {
		if err := refuses(t); err != nil {
			return err
		}
	}
	text, err := os.ReadFile(t.Module.Path)
	if err != nil {
		return &executor.Error{Code: executor.Internal, Cause: "the module cannot be read", Err: err}
	}
	if !bytes.Equal(text, []byte(programText)) {
		return &executor.Error{Code: executor.NotWASM, Cause: "the module is no script", Remedy: "name one that is"}
	}
	return nil
}

func (s *scripts) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	if err := t.Validate(); err != nil {
		return nil, err
	}
	limits := t.Limits.Or(executor.Limits{})
	if err := s.CheckTask(t); err != nil {
		return nil, err
	}
	s.count(1, t.ID)
	defer s.count(-1, t.ID)
	r, err := executor.CreateResult(t.Dir, limits, t.Stdout, t.Stderr)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	began := time.Now()
	rep := &executor.Report{End: executor.Exited}
	select {
	case <-time.After(s.delay):
	case <-ctx.Done():
		return nil, &executor.Error{Code: executor.Canceled, Cause: "it was stopped"}
	}
	if err := s.play(ctx, t, r, rep, limits); err != nil {
		return nil, err
	}
	if s.also != "" {
		fmt.Fprintln(r.Stdout, s.also)
	}
	rep.Fuel += s.tax
	if s.wrong {
		fmt.Fprintln(r.Stdout, "and more")
	}
	if rep.End == executor.Exited {
		if err := r.SetExitCode(rep.ExitCode); err != nil {
			return nil, err
		}
	}
	rep.Wall = time.Since(began)
	if err := r.Fill(rep); err != nil {
		return nil, err
	}
	return rep, rep.EndError(limits)
}

func (s *scripts) play(ctx context.Context, t executor.Task, r *executor.Result, rep *executor.Report, limits executor.Limits) error {
	args := t.Args
	next := func() (a string) {
		if len(args) > 0 {
			a, args = args[0], args[1:]
		}
		return a
	}
	for len(args) > 0 && rep.End == executor.Exited {
		switch op, arg := next(), next(); op {
		case "print":
			fmt.Fprintln(r.Stdout, arg)
		case "write":
			if err := r.WriteFile(arg, strings.NewReader(next())); err != nil {
				return err
			}
		case "copy":
			for _, in := range t.Inputs {
				if in.Name != arg {
					continue
				}
				text, err := os.ReadFile(filepath.Clean(in.Path))
				if err != nil {
					return &executor.Error{Code: executor.NoInput, Cause: "an input cannot be read", Err: err}
				}
				if err := r.WriteFile(arg, bytes.NewReader(text)); err != nil {
					return err
				}
			}
		case "exit":
			code, _ := strconv.ParseUint(arg, 10, 32)
			rep.ExitCode = uint32(code)
		case "use":
			n, _ := strconv.ParseInt(arg, 10, 64)
			if rep.Fuel += n; rep.Fuel > limits.Fuel {
				rep.End, rep.Fuel = executor.OutOfFuel, limits.Fuel
			}
		case "trap":
			rep.End, rep.Trap = executor.Trapped, arg
		case "hang", "drag": // which only a slow machine does
			s.mu.Lock()
			quick := s.mended && op == "drag"
			s.mu.Unlock()
			if quick {
				break
			}
			d, err := time.ParseDuration(arg)
			if err != nil {
				return &executor.Error{Code: executor.BadTask, Cause: err.Error()}
			}
			late := d > limits.Wall
			select {
			case <-time.After(min(d, limits.Wall)):
				if late {
					rep.End = executor.OutOfTime
				}
			case <-ctx.Done():
				rep.End = executor.Stopped
			}
		case "broken":
			s.mu.Lock()
			mended := s.mended
			s.mu.Unlock()
			if !mended {
				return &executor.Error{Code: executor.Internal, Cause: arg, Remedy: "try another machine"}
			}
		default:
			rep.End, rep.Trap = executor.Trapped, "no such word: "+op
		}
	}
	return nil
}
