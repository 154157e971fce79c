package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// suite is something that is run at a size.
type suite struct {
	name string
	// command is what somebody types. {n} is the size, {full} and {profile} what a whole run sets in the environment.
	command string
	n       int    // the full size, of what has one
	of      string // of what
	least   int    // the smallest that makes sense
	figures func(log string) string
}

// all are the suites: those first that are over soon, so that what is wrong is seen soon.
var all = []suite{
	{name: "cross", command: "make cross", figures: says(`\S+/\S+ builds`)},
	{name: "bench", command: "make bench", figures: benchmarks},
	{name: "siege", command: "{full}go test -count=1 -timeout 1h -v -run '^TestHostilePeers$' ./internal/siege",
		figures: says(`\d+ hostile streams, .* load explains`, `memory: \d+ MiB at most`)},
	{name: "planted", command: "make planted", figures: says(`\d+ bugs, \d+ found, \d+ by the simulator alone`)},
	{name: "forge", command: "{profile}make forge", figures: says(`\d+ tests? passed, \d+ failed, \d+ skipped \(\d+ total tests?\)`)},
	{name: "fuzz", command: "make fuzz FUZZTIME={n}x", n: 20_000, of: "inputs a target", least: 100, figures: fuzzed},
	{name: "race", command: "make race", figures: packages},
	{name: "engines", command: "go test -count=1 -timeout 2h -v -run '^TestEngines$' ./parleytest/sim -engines {n}", n: 5000, of: "seeds", least: 40,
		figures: says(`map\[.*\]`)},
	{name: "twice", command: "go test -count=1 -timeout 1h -v -run '^TestEnginesSameLog$' ./parleytest/sim -engines.twice {n}", n: 1000, of: "seeds",
		least: 8, figures: says(`--- PASS: TestEnginesSameLog`)},
	{name: "kills", command: "{full}go test -count=1 -timeout 2h -v -run '^TestKill$' ./cmd/parley/internal/kill",
		figures: says(`\d+ points; \d+ cases`, `\d+ of \d+ cases killed somebody`)},
	{name: "tests", command: "go test -count={n} -timeout 2h ./...", n: 10, of: "times", least: 1, figures: packages},
	{name: "sim", command: "make sim SEEDS={n}", n: 1_000_000, of: "seeds", least: 1000, figures: says(`\d+ schedules of \d+ steps, no failure`)},
	{name: "chaos", command: "make chaos KILLS={n}", n: 5000, of: "kills", least: 10, figures: says(`seed \d+: \d+ kills, .*`, `recovery .*`)},
}

// greens are so many runs of what main must pass.
func greens(runs int) (suites []suite) {
	for i := range runs {
		suites = append(suites, suite{name: fmt.Sprintf("ci %02d", i+1), command: ".ci/run", figures: says(`(?m)^total .*$`, `(?m)^\d+ passed, \d+ failed$`)})
	}
	return suites
}

// place is where a suite's row is in the table.
func place(name string) int {
	if i := slices.IndexFunc(all, func(s suite) bool { return s.name == name }); i >= 0 {
		return i
	}
	n, _ := strconv.Atoi(strings.TrimPrefix(name, "ci "))
	return len(all) + n
}

// size is how much of it is run.
func (s suite) size(scale float64) int { return max(s.least, int(float64(s.n)*scale)) }

// sized says how much of it is run.
func (s suite) sized(scale float64) string {
	switch {
	case s.n > 0:
		return fmt.Sprintf("%d %s", s.size(scale), s.of)
	case scale < 1 && s.command != s.typed(scale):
		return "as in CI"
	}
	return "whole"
}

// typed is the command to type.
func (s suite) typed(scale float64) string {
	full, profile := "PARLEY_FULL=1 ", "FOUNDRY_PROFILE=deep "
	if scale < 1 {
		full, profile = "", ""
	}
	return strings.NewReplacer("{n}", strconv.Itoa(s.size(scale)), "{full}", full, "{profile}", profile).Replace(s.command)
}

// colors are what programs add for terminals.
var colors = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// says takes the last of what fits each pattern; nothing if one is missing.
func says(patterns ...string) func(string) string {
	return func(log string) string {
		log = colors.ReplaceAllString(log, "")
		var found []string
		for _, p := range patterns {
			all := regexp.MustCompile(p).FindAllString(log, -1)
			if len(all) == 0 {
				return ""
			}
			found = append(found, all[len(all)-1])
		}
		return strings.Join(found, "; ")
	}
}

var (
	tested = regexp.MustCompile(`(?m)^(ok  |FAIL)\t\S+`)
	execs  = regexp.MustCompile(`execs: (\d+)`)
	missed = regexp.MustCompile(`(?m)^\S.*: MISSED$`)
	figure = regexp.MustCompile(`(?m)^\S+/\S+ .*\d`)
)

// packages counts those that go test tells of.
func packages(log string) string {
	ok, failed := 0, 0
	for _, m := range tested.FindAllStringSubmatch(log, -1) {
		if m[1] == "FAIL" {
			failed++
		} else {
			ok++
		}
	}
	if ok+failed == 0 {
		return ""
	}
	return fmt.Sprintf("%d packages passed, %d failed", ok, failed)
}

// fuzzed counts the targets, and the inputs that they had.
func fuzzed(log string) string {
	targets, inputs := 0, 0
	last := 0
	for line := range strings.Lines(log) {
		if m := execs.FindStringSubmatch(line); m != nil {
			last, _ = strconv.Atoi(m[1])
		}
		if tested.MatchString(line) {
			targets++
			inputs += last
			last = 0
		}
	}
	if targets == 0 {
		return ""
	}
	return fmt.Sprintf("%d targets, %d inputs", targets, inputs)
}

// benchmarks counts the rows, and names those that miss their budgets.
func benchmarks(log string) string {
	rows := len(figure.FindAllString(log, -1))
	if rows == 0 {
		return ""
	}
	var names []string
	for _, m := range missed.FindAllString(log, -1) {
		name, _, _ := strings.Cut(m, " ")
		names = append(names, name)
	}
	return fmt.Sprintf("%d rows; budgets missed: %s", rows, cmp.Or(strings.Join(names, " "), "none"))
}
