package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/internal/docs"
)

// did is a run of a part of a suite.
func did(s suite, first, count int, result string, changed ...string) entry {
	commit := "now"
	if len(changed) > 0 {
		commit = "then"
	}
	return entry{Suite: s.name, First: first, Count: count, Size: s.sized(1), Commit: commit, Figures: "some", Result: result, Changed: changed}
}

// What was run is not run again, what failed is, and only when nothing is missing what has changed.
func TestPlan(t *testing.T) {
	parts := suite{name: "parts", n: 100, of: "seeds", part: 40}
	once := suite{name: "once"}
	counted := suite{name: "ci", n: 3, of: "runs", counted: true}
	for name, c := range map[string]struct {
		of    suite
		runs  []entry
		again bool
		want  []span
	}{
		"nothing":             {parts, nil, false, []span{{0, 40}, {40, 40}, {80, 20}}},
		"some":                {parts, []entry{did(parts, 40, 40, passed)}, false, []span{{0, 40}, {80, 20}}},
		"odd ones":            {parts, []entry{did(parts, 10, 20, passed), did(parts, 90, 10, passed)}, false, []span{{0, 10}, {30, 10}, {40, 40}, {80, 10}}},
		"stale waits":         {parts, []entry{did(parts, 0, 40, passed, "a")}, false, []span{{40, 40}, {80, 20}}},
		"stale":               {parts, []entry{did(parts, 0, 80, passed, "a"), did(parts, 80, 20, passed)}, false, []span{{0, 80}}},
		"all":                 {parts, []entry{did(parts, 0, 100, passed)}, false, nil},
		"again":               {parts, []entry{did(parts, 0, 100, passed)}, true, []span{{0, 40}, {40, 40}, {80, 20}}},
		"failed":              {parts, []entry{did(parts, 0, 40, passed), did(parts, 40, 60, passed), did(parts, 0, 40, "failed")}, false, []span{{0, 40}}},
		"mended":              {parts, []entry{did(parts, 0, 40, "failed"), did(parts, 40, 60, passed), did(parts, 0, 40, passed)}, false, nil},
		"once":                {once, nil, false, []span{{}}},
		"once, done":          {once, []entry{did(once, 0, 0, passed)}, false, nil},
		"once, stale":         {once, []entry{did(once, 0, 0, passed, "a")}, false, []span{{}}},
		"once, failed":        {once, []entry{did(once, 0, 0, passed), did(once, 0, 0, "failed")}, false, []span{{}}},
		"once, of a trial":    {once, []entry{{Suite: "once", Size: "as in CI", Result: passed}}, false, []span{{}}},
		"in a row":            {counted, []entry{did(counted, 0, 1, passed)}, false, []span{{1, 1}, {2, 1}}},
		"in a row from anew":  {counted, []entry{did(counted, 0, 1, passed), did(counted, 1, 1, passed), did(counted, 2, 1, "failed"), did(counted, 0, 1, passed)}, false, []span{{1, 1}, {2, 1}}},
		"in a row, again":     {counted, []entry{did(counted, 0, 1, passed)}, true, []span{{0, 1}, {1, 1}, {2, 1}}},
		"in a row, stale":     {counted, []entry{did(counted, 0, 1, passed, "a"), did(counted, 1, 1, passed, "a")}, false, []span{{0, 1}, {1, 1}, {2, 1}}},
		"in a row, one stale": {counted, []entry{did(counted, 0, 1, passed, "a"), did(counted, 1, 1, passed)}, false, []span{{1, 1}, {2, 1}}},
		"in a row, all of it": {counted, []entry{did(counted, 0, 1, passed), did(counted, 1, 1, passed), did(counted, 2, 1, passed)}, false, nil},
	} {
		b := book{Scale: 1}
		for _, e := range c.runs {
			b.add(e, c.of.counted)
		}
		if diff := cmp.Diff(c.want, b.plan(c.of, c.again), cmp.AllowUnexported(span{})); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

// The document says how far each suite is, at which commits, what of it is stale, and everything that ever failed.
func TestDocument(t *testing.T) {
	sim, _ := named("sim")
	ci, _ := named("ci")
	b := book{At: "ffffffffffff", Scale: 1}
	at := time.Date(2026, 11, 21, 7, 0, 1, 0, time.UTC)
	add := func(s suite, first, count int, commit, figures, result string, changed ...string) {
		at = at.Add(time.Hour)
		b.add(entry{Suite: s.name, Command: s.typed(1, span{first, count}), First: first, Count: count, Commit: commit, Start: at, Seconds: 60,
			Machine: "a machine", Figures: figures, Result: result, Changed: changed}, s.counted)
	}
	add(sim, 0, 400_000, "aaaaaaaaaaaa", "400000 schedules of 2000 steps, no failure", passed, "messages", "protocol")
	add(sim, 400_000, 50_000, "bbbbbbbbbbbb", "", "failed: exit status 1: seed 400007: a | b")
	add(sim, 400_000, 50_000, "cccccccccccc", "50000 schedules of 2000 steps, no failure", passed)
	add(ci, 0, 1, "aaaaaaaaaaaa", "total 400 s; 90 passed, 0 failed", passed)
	add(ci, 1, 1, "aaaaaaaaaaaa", "total 400 s; 89 passed, 1 failed", "failed: --- test")
	add(ci, 0, 1, "cccccccccccc", "total 401 s; 90 passed, 0 failed", passed)
	got := b.document()
	for _, want := range []string{
		"at commit ffffffffffff",
		"# Evidence\n\n**0 of 26 suites hold whole for the code at ffffffffffff**; 2 begun and not whole yet, 24 not run yet.\n\nMade by",
		"| sim | every invariant holds, and two judges agree | `make sim SEEDS=400000 FIRST=0` and 1 more, below | 450000 of 1000000 seeds | aaaaaaaaaaaa, cccccccccccc | 2026-11-21 08:00:01 | 2m0s |  | " +
			"450000 schedules of 2000 steps, no failure | so far | stale: 1 of 2 runs, since aaaaaaaaaaaa: messages, protocol |\n",
		"| ci | 20 in a row green | `.ci/run` | 1 of 20 runs | cccccccccccc | 2026-11-21 13:00:01 | 1m0s |  | 1 runs | 1 in a row green of the code at cccccccccccc | unchanged up to ffffffffffff |\n",
		"| cross | everything compiles for them, tests too | `make cross` | whole |  |  |  |  |  | not run yet |  |\n",
		"| `make sim SEEDS=400000 FIRST=0` | aaaaaaaaaaaa | ",
		"| ci | `.ci/run` | aaaaaaaaaaaa | 2026-11-21 12:00:01 | 1m0s |  | total 400 s; 89 passed, 1 failed | failed: --- test |\n",
		`seed 400007: a \| b |`,
		"Measured on: a machine.\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%s", want, got)
		}
	}
}

// Of mutants nine of ten have to be noticed of all of them, and not of each part.
func TestVerdict(t *testing.T) {
	mutants, _ := named("mutants")
	parts := (mutants.n + mutants.part - 1) / mutants.part
	tooFew := fmt.Sprintf("failed: %d of %d killed are less than nine of ten", 160+170*(parts-1), 200*parts)
	for killed, want := range map[int]string{200: passed, 170: tooFew} {
		b := book{Scale: 1}
		for first := 0; first < mutants.n; first += mutants.part {
			e := did(mutants, first, min(mutants.part, mutants.n-first), passed)
			e.Figures = fmt.Sprintf("200 mutants of the contracts: %d killed", killed)
			if first == 0 {
				e.Figures = "200 mutants of the contracts: 160 killed"
			}
			b.add(e, false)
		}
		good, bad := b.of(mutants)
		if got := b.result(mutants, good, bad); got != want {
			t.Errorf("%d of 200: %q, want %q", killed, got, want)
		}
	}
}

// Greens in a row are of the same code: those of other code are told apart, and what fails ends all of it.
func TestRow(t *testing.T) {
	ci, _ := named("ci")
	b := book{Scale: 1}
	for _, c := range []struct{ commit, result, changed, want string }{
		{"aaaaaaaaaaaa", passed, "a", "1 in a row green of the code at aaaaaaaaaaaa"},
		{"aaaaaaaaaaaa", passed, "a", "2 in a row green of the code at aaaaaaaaaaaa"},
		{"bbbbbbbbbbbb", passed, "a", "1 in a row green of the code at bbbbbbbbbbbb; before, 2 of older code"}, // what changed since differs, or not
		{"cccccccccccc", passed, "", "1 in a row green of the code at cccccccccccc; before, 3 of older code"},
		{"dddddddddddd", passed, "", "2 in a row green of the code at dddddddddddd; before, 3 of older code"},
		{"dddddddddddd", "failed", "", "0 in a row green"},
		{"dddddddddddd", passed, "", "1 in a row green of the code at dddddddddddd"},
		{"dddddddddddd" + uncommitted, passed, "all", "1 in a row green of the code at dddddddddddd" + uncommitted + "; before, 1 of older code"},
		{"dddddddddddd" + uncommitted, passed, "all", "1 in a row green of the code at dddddddddddd" + uncommitted + "; before, 2 of older code"},
	} {
		b.add(entry{Suite: ci.name, Commit: c.commit, Count: 1, Result: c.result, Changed: strings.Fields(c.changed)}, true)
		row, _ := b.row(ci)
		if got := b.result(ci, row, nil); got != c.want {
			t.Errorf("after %s at %s: %s, want %s", c.result, c.commit, got, c.want)
		}
	}
}

// Evidence is of a commit on main; what was interrupted leaves nothing, and what code has changed since is told.
func TestRunner(t *testing.T) {
	t.Chdir(t.TempDir())
	shell := func(line string) {
		t.Helper()
		if out, err := exec.Command("bash", "-c", line).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
	}
	shell("git init -q -b main . && git config user.name a && git config user.email a@b && mkdir docs a b c && touch docs/x a/x b/x c/x && git add . && git commit -qm one")
	first, _, err := docs.CheckedOut(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	was := all
	t.Cleanup(func() { all = was })
	all = []suite{
		{name: "good", command: "echo {n} done; echo {first} >> .git/good", n: 5, of: "things", part: 2, figures: says(`\d+ done`), files: []string{"a"}},
		{name: "program", command: "echo 1 done", figures: says(`\d+ done`), files: []string{"c"}, program: true},
		{name: "mute", command: "true", figures: says(`\d+ done`), files: []string{"b"}},
		{name: "bad", command: "echo 2 done; test -e .git/mended", figures: says(`\d+ done`), files: []string{"b"}},
	}
	fill := func(ctx context.Context) (map[string]string, error) {
		t.Helper()
		r := &runner{options: options{scale: 1, logs: t.TempDir()}, dir: "docs", history: newHistory(), began: time.Now()}
		err := r.all(ctx, all)
		b, openErr := open("docs")
		if openErr != nil {
			t.Fatal(openErr)
		}
		text, readErr := os.ReadFile(filepath.Join("docs", documentFile))
		if readErr != nil || string(text) != b.document() {
			t.Errorf("%v; the document is not what the book says:\n%s", readErr, text)
		}
		results := map[string]string{}
		for _, s := range all {
			good, bad := b.of(s)
			results[s.name] = b.result(s, good, bad) + ", " + since(append(good, bad...), "now")
		}
		return results, err
	}
	results, err := fill(t.Context())
	want := map[string]string{"good": "passed, unchanged up to now", "program": "passed, unchanged up to now", "mute": "failed: it did not say what it did, unchanged up to now", "bad": "failed: exit status 1: 2 done, unchanged up to now"}
	if diff := cmp.Diff(want, results); diff != "" || err == nil || !strings.HasPrefix(err.Error(), "failed: mute bad; ") {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	shell("touch .git/mended && echo changed > a/x")
	if _, err := fill(t.Context()); err == nil || !strings.Contains(err.Error(), "a/x") {
		t.Errorf("what is not committed is evidence: %v", err)
	}
	shell("touch c/x_test.go && git add c && git switch -qc other && git commit -qam two")
	if _, err := fill(t.Context()); err == nil || !strings.Contains(err.Error(), "is not on heads/main") {
		t.Errorf("what is not on main is evidence: %v", err)
	}
	shell("git branch -f main other")
	command := all[0].command
	interrupted, interrupt := context.WithCancel(t.Context())
	all[0].command = "touch .git/began; sleep 600"
	go onceBegun(t, interrupt)
	if results, err = fill(interrupted); err == nil || results["good"] != "passed, stale: since "+first+": a, the command: it is "+all[0].command ||
		results["program"] != "passed, unchanged up to now" {
		t.Errorf("interrupted: %v, %v", results, err)
	}
	all[0].command = command
	results, err = fill(t.Context())
	want = map[string]string{"good": "passed, unchanged up to now", "program": "passed, unchanged up to now", "mute": want["mute"], "bad": "passed, unchanged up to now"}
	if diff := cmp.Diff(want, results); diff != "" || err == nil {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	if ran, err := os.ReadFile(".git/good"); err != nil || string(ran) != "0\n2\n4\n0\n2\n4\n" {
		t.Errorf("%v; what has passed ran again, or what is stale did not: %q", err, ran)
	}
	over := &runner{options: options{scale: 1, logs: t.TempDir(), limit: 1, again: true}, dir: "docs", history: newHistory()}
	if err := over.all(t.Context(), all); err != nil {
		t.Errorf("no time: %v", err)
	}
	if ran, _ := os.ReadFile(".git/good"); string(ran) != "0\n2\n4\n0\n2\n4\n" {
		t.Errorf("it ran without time: %q", ran)
	}
}

// Of runs that end at the same time none is lost: what failed, least of all.
func TestAllRunsAreKept(t *testing.T) {
	dir := t.TempDir()
	sim, _ := named("sim")
	const n = 20
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			r := &runner{options: options{scale: 1}, dir: dir, history: newHistory()}
			e := did(sim, i*sim.part, sim.part, "failed")
			e.Commit = "some" + uncommitted // git is not asked about it
			if err := r.renew(t.Context(), &e, false); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	b, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Runs) != n {
		t.Errorf("%d of %d runs are in the book", len(b.Runs), n)
	}
}

// A trial is of any tree, leaves docs alone, and goes on where it was, given its folder.
func TestTrial(t *testing.T) {
	t.Chdir(t.TempDir())
	if out, err := exec.Command("bash", "-c", "git init -q . && git config user.name a && git config user.email a@b && mkdir a && touch a/x && git add . && git commit -qm one && touch y").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	was := all
	t.Cleanup(func() { all = was })
	trial := suite{name: "trial", command: "echo {n} done; test {first} != 2 || test -e .git/mended", n: 40, of: "things", part: 2, figures: says(`\d+ done`), files: []string{"a"}}
	all = []suite{trial}
	logs := t.TempDir()
	fill := func() (string, error) {
		t.Helper()
		r := &runner{options: options{scale: 0.1, logs: logs}, dir: logs, history: newHistory()}
		err := r.all(t.Context(), all)
		b, openErr := open(logs)
		if openErr != nil {
			t.Fatal(openErr)
		}
		good, bad := b.of(trial)
		return fmt.Sprintf("%d of %d, %s", total(good), trial.size(b.Scale), b.result(trial, good, bad)), err
	}
	if got, err := fill(); err == nil || got != "2 of 4, failed: exit status 1: 2 done" {
		t.Errorf("%s, %v", got, err)
	}
	if err := os.WriteFile(".git/mended", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := fill(); err != nil || got != "4 of 4, passed" {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := os.Stat("docs"); err == nil {
		t.Error("a trial writes to docs")
	}
}

// place is a repository with a commit on main in which a suite's code is a/x.
func place(t *testing.T, suites ...suite) (shell func(line string), fill func(context.Context) (*book, error)) {
	t.Helper()
	t.Chdir(t.TempDir())
	was := all
	t.Cleanup(func() { all = was })
	all = suites
	shell = func(line string) {
		t.Helper()
		if out, err := exec.Command("bash", "-c", line).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
	}
	shell("git init -q -b main . && git config user.name a && git config user.email a@b && mkdir docs a && touch docs/x a/x && git add . && git commit -qm one")
	fill = func(ctx context.Context) (*book, error) {
		t.Helper()
		r := &runner{options: options{scale: 1, logs: t.TempDir()}, dir: "docs", history: newHistory(), began: time.Now()}
		err := r.all(ctx, all)
		b, openErr := open("docs")
		if openErr != nil {
			t.Fatal(openErr)
		}
		return b, err
	}
	return shell, fill
}

// What make does for a command, and the command itself, are a part of what ran: another is not evidence of what is there now. A
// comment is no part of it, nor is what make does for others.
func TestStaleCommands(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("there is no make, and full is run by make")
	}
	made := suite{name: "made", command: "A=1 make play N={n} FROM={first}", n: 4, of: "things", part: 2, figures: says(`\d+ done`), files: []string{"a"}}
	once := suite{name: "once", command: "echo {n} done", n: 3, of: "things", figures: says(`\d+ done`), files: []string{"a"}}
	shell, fill := place(t, made, once)
	write := func(recipe, other string) {
		t.Helper()
		text := "SHELL := bash\n.ONESHELL:\nSIZE ?= 1\n" + recipe + "\n" + other + "\n"
		if err := os.WriteFile("Makefile", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		shell("git add Makefile && git commit -qm make")
	}
	const recipe = "play: ## plays\n\t@# as it should be\n\techo $(N) done $(SIZE) >&2\n"
	write(recipe, "other:\n\ttrue\n")
	if b, err := fill(t.Context()); err != nil || len(b.Runs) != 3 {
		t.Fatalf("%v: %+v", err, b)
	}
	stale := func() (said []string) {
		t.Helper()
		r := &runner{options: options{scale: 1, write: true}, dir: "docs", history: newHistory()}
		if err := r.all(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		b, err := open("docs")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range b.Runs {
			said = append(said, e.Changed...)
		}
		return said
	}
	both := []string{"what A=1 make play N=2 FROM=0 does", "what A=1 make play N=2 FROM=2 does"}
	for _, c := range []struct {
		what, recipe, other string
		suites              []suite
		want                []string
	}{
		{"nothing", recipe, "other:\n\ttrue\n", all, nil},
		{"comments and another target", strings.Replace(strings.Replace(recipe, "as it", "just as it", 1), "plays", "plays it", 1), "# other\nother:\n\tfalse\n", all, nil},
		{"the recipe", strings.Replace(recipe, ">&2", "", 1), "other:\n\ttrue\n", all, both},
		{"a variable", recipe, "SIZE := 2\n", all, both},
		{"the command", recipe, "other:\n\ttrue\n", []suite{made, {name: "once", command: "echo {n} done, and more", n: 3, files: []string{"a"}}}, []string{"the command: it is echo 3 done, and more"}},
		{"the size", recipe, "other:\n\ttrue\n", []suite{made, {name: "once", command: "echo {n} done", n: 4, files: []string{"a"}}}, []string{"the command: it is echo 4 done"}},
	} {
		all = c.suites
		shell("rm Makefile")
		write(c.recipe+"\n# "+c.what, c.other)
		if diff := cmp.Diff(c.want, stale()); diff != "" {
			t.Errorf("after a change of %s (-want +got)\n%s", c.what, diff)
		}
	}
}

// A run that has failed is kept, though it was interrupted after that, or the tree has moved meanwhile; one that passed is not.
func TestFailuresAreKept(t *testing.T) {
	s := suite{name: "some", figures: says(`\d+ done`), files: []string{"a"}}
	shell, fill := place(t, s)
	ran := func(ctx context.Context, command string) (results []string, err error) {
		t.Helper()
		all[0].command = command
		b, err := fill(ctx)
		for _, e := range b.Runs {
			results = append(results, e.Result)
		}
		return results, err
	}
	const moves = "echo 1 done; git commit -q --allow-empty -m two; "
	var want []string
	if got, err := ran(t.Context(), moves); err == nil || !strings.Contains(err.Error(), "while the tree changed") || len(got) > 0 {
		t.Errorf("%q, %v: what passed while the tree moved is evidence", got, err)
	}
	want = append(want, "failed: exit status 1: 1 done; the tree has changed meanwhile")
	if got, err := ran(t.Context(), moves+"exit 1"); err == nil || !strings.Contains(err.Error(), "while the tree changed") || cmp.Diff(want, got) != "" {
		t.Errorf("%v (-want +got)\n%s", err, cmp.Diff(want, got))
	}
	for _, c := range []struct{ says, result string }{
		{"1 done", ""},
		{"--- FAIL: TestA (1s)", "failed: --- FAIL: TestA, and was interrupted after that"},
	} {
		ctx, interrupt := context.WithCancel(t.Context())
		go onceBegun(t, interrupt)
		if c.result != "" {
			want = append(want, c.result)
		}
		got, err := ran(ctx, "echo '"+c.says+"'; trap 'echo \"--- FAIL: TestThatWasEnded (0s)\"; exit 1' TERM; touch .git/began; while true; do sleep 0.01; done")
		if err == nil || cmp.Diff(want, got) != "" {
			t.Errorf("%v (-want +got)\n%s", err, cmp.Diff(want, got))
		}
		interrupt()
		shell("rm .git/began")
	}
}

// onceBegun interrupts a suite that has said that it runs, or at the end of the test.
func onceBegun(t *testing.T, interrupt func()) {
	for t.Context().Err() == nil {
		if _, err := os.Stat(".git/began"); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	interrupt()
}
