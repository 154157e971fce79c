package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/parley-p2p/parley/internal/docs"
)

// runner runs what a book lacks.
type runner struct {
	options
	dir     string // of the book
	commit  string
	history *history
	began   time.Time
}

// errOver is that the time is over in which something may begin.
var errOver = errors.New("the time is over")

// all runs what there is to run of suites.
func (r *runner) all(ctx context.Context, suites []suite) (err error) {
	if r.commit, err = r.at(ctx); err != nil {
		return err
	}
	if err := r.renew(ctx, nil, false); err != nil || r.write {
		return err
	}
	fmt.Printf("full: commit %s; what suites print is kept in %s, what comes of them in %s\n", r.commit, r.logs, filepath.Join(r.dir, documentFile))
	var failed []string
	for _, s := range suites {
		switch err := r.suite(ctx, s); {
		case errors.Is(err, errFailed):
			failed = append(failed, s.name)
		case errors.Is(err, errOver):
			fmt.Printf("--- %s are over, and %s is not complete; the same command goes on with it%s\n", r.limit, s.name, r.same())
			return r.told(failed)
		case err != nil:
			return err
		}
	}
	return r.told(failed)
}

func (r *runner) told(failed []string) error {
	if len(failed) == 0 {
		return nil
	}
	return fmt.Errorf("failed: %s; see %s", strings.Join(failed, " "), r.logs)
}

// same is what the same command needs to go on with a trial.
func (r *runner) same() string {
	if r.scale < 1 {
		again := []string{"make full SCALE=" + strconv.FormatFloat(r.scale, 'g', -1, 64), "LOGS=" + r.logs}
		if len(r.suites) > 0 {
			again = append(again, `SUITES="`+strings.Join(r.suites, " ")+`"`)
		}
		return ", with -logs " + r.logs + " (" + strings.Join(again, " ") + ")"
	}
	return ""
}

// at names what is checked out. What counts is on main; a trial is of anything.
func (r *runner) at(ctx context.Context) (string, error) {
	except := []string{"docs/" + bookFile, "docs/" + documentFile}
	if r.scale == 1 && !r.write {
		at, err := docs.Commit(ctx, except...)
		if err != nil {
			return "", fmt.Errorf("%w\nor try it smaller: make full SCALE=0.01", err)
		}
		return at, nil
	}
	head, changed, err := docs.CheckedOut(ctx, except...)
	if changed != "" {
		head += uncommitted
	}
	return head, err
}

// renew reads the book, takes in a run if there is one and writes the book, so that two who run different suites keep what the
// other has.
func (r *runner) renew(ctx context.Context, e *entry, counted bool) error {
	done, err := alone(r.dir)
	if err != nil {
		return err
	}
	defer done()
	b, err := r.read()
	if err != nil {
		return err
	}
	if e != nil {
		b.add(*e, counted)
	}
	return b.write(ctx, r.dir, r.commit, r.history)
}

func (r *runner) read() (*book, error) {
	b, err := open(r.dir)
	if err == nil {
		b.Scale = r.scale
	}
	return b, err
}

// errFailed is that a suite has failed, which is written.
var errFailed = errors.New("failed")

// suite runs what there is to run of a suite, until a part of it fails.
func (r *runner) suite(ctx context.Context, s suite) error {
	b, err := r.read()
	if err != nil {
		return err
	}
	plan := b.plan(s, r.again)
	if len(plan) == 0 {
		fmt.Printf("--- %s has passed with the code that is there; to have it again: -again (make full AGAIN=1)\n", s.name)
	}
	for n, part := range plan {
		if r.limit > 0 && time.Since(r.began) > r.limit {
			return errOver
		}
		fmt.Printf("=== %s, run %d of %d: %s\n", s.name, n+1, len(plan), s.typed(r.scale, part))
		if ctx.Err() != nil {
			return r.interrupted(s)
		}
		e, err := r.run(ctx, s, part)
		if e == nil {
			return err
		}
		if err := errors.Join(r.renew(context.WithoutCancel(ctx), e, s.counted), err); err != nil { // what is over counts, whatever comes after
			return err
		}
		if fmt.Printf("--- %s %s in %s: %s\n", s.name, e.Result, e.took(), e.Figures); !e.ok() {
			return errFailed
		}
	}
	return nil
}

// run runs a part of a suite. An entry that it returns with an error counts all the same.
func (r *runner) run(ctx context.Context, s suite, part span) (*entry, error) {
	e := &entry{Suite: s.name, Command: s.typed(r.scale, part), Size: s.sized(r.scale), First: part.first, Count: part.count, Commit: r.commit,
		Start: time.Now().UTC().Truncate(time.Second), Load: docs.Load(), Machine: docs.Machine()}
	log := filepath.Join(r.logs, fmt.Sprintf("%s-%d.log", s.name, part.first))
	said, err := shell(ctx, e.Command, log)
	e.Seconds = int(time.Since(e.Start).Round(time.Second) / time.Second)
	if s.part > 0 || s.counted {
		e.Size = fmt.Sprintf("%d %s", part.count, s.of)
	}
	e.Figures = s.figures(said)
	switch {
	case errors.Is(err, errInterrupted) && !faulted.MatchString(colors.ReplaceAllString(said, "")):
		return nil, r.interrupted(s)
	case errors.Is(err, errInterrupted): // a failure is not forgotten
		e.Result = "failed: " + reason(said) + ", and was interrupted after that"
	case err != nil:
		e.Result = fmt.Sprintf("failed: %v: %s", err, reason(said))
	case e.Figures == "":
		e.Result = "failed: it did not say what it did"
	default:
		e.Result = passed
	}
	at, err := r.at(context.WithoutCancel(ctx))
	if err != nil || at != r.commit {
		err = fmt.Errorf("%s ran while the tree changed, so that nobody knows what it says anything about: it was at %s, and is at %s: %v", s.name, r.commit, at, err)
		if e.ok() {
			return nil, err
		}
		e.Result += "; the tree has changed meanwhile"
		return e, err
	}
	return e, nil
}

func (r *runner) interrupted(s suite) error {
	return fmt.Errorf("interrupted at %s; the same command goes on with it%s", s.name, r.same())
}

// faulted is how gates of CI and tests say that they have failed.
var faulted = regexp.MustCompile(`(?m)^(--- FAIL: \S+|--- \S+ +\d+ s .* failed   (failed|not run).*)`)

// reason is what a program that failed said about it: which gates or tests, or its last words.
func reason(log string) string {
	log = colors.ReplaceAllString(log, "")
	said := strings.Join(faulted.FindAllString(log, 3), "; ")
	if said == "" {
		for line := range strings.Lines(log) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "exit status") && !strings.HasPrefix(line, "make: ") {
				said = line
			}
		}
	}
	said = strings.Join(strings.Fields(said), " ")
	return string([]rune(said)[:min(len([]rune(said)), 200)])
}
