package main

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

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

// fuzzed counts the targets, and the inputs that they had; nothing if one had none, which go test does not mind.
func fuzzed(log string) string {
	targets, inputs := 0, 0
	last := 0
	for line := range strings.Lines(log) {
		if m := execs.FindStringSubmatch(line); m != nil {
			last, _ = strconv.Atoi(m[1])
		}
		if tested.MatchString(line) {
			if last == 0 {
				return ""
			}
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

// joined are several figures of one log; nothing if one is missing.
func joined(figures ...func(string) string) func(string) string {
	return func(log string) string {
		var all []string
		for _, of := range figures {
			one := of(log)
			if one == "" {
				return ""
			}
			all = append(all, one)
		}
		return strings.Join(all, "; ")
	}
}

// totaled adds up the number that is the group of a pattern, of all that fits it, and says of what it is.
func totaled(what, pattern string) func(string) string {
	number := regexp.MustCompile(pattern)
	return func(log string) string {
		sum := 0
		for _, m := range number.FindAllStringSubmatch(log, -1) {
			n, _ := strconv.Atoi(m[1])
			sum += n
		}
		if sum == 0 {
			return ""
		}
		return fmt.Sprintf("%d %s", sum, what)
	}
}

var ended = regexp.MustCompile(`(?m)^ +--- (PASS|FAIL|SKIP): (\S+)`)

// cases counts what became of the cases of a test, its subtests that have none of their own, and says what they are.
func cases(what, test string) func(string) string {
	return func(log string) string {
		did, parents := make(map[string]string), make(map[string]bool)
		for _, m := range ended.FindAllStringSubmatch(log, -1) {
			if strings.HasPrefix(m[2], test+"/") {
				did[m[2]] = m[1]
				parents[m[2][:strings.LastIndex(m[2], "/")]] = true
			}
		}
		n := make(map[string]int)
		for name, result := range did {
			if !parents[name] {
				n[result]++
			}
		}
		if n["PASS"] == 0 {
			return ""
		}
		said := fmt.Sprintf("%d %s", n["PASS"], what)
		for _, result := range []string{"FAIL", "SKIP"} {
			if n[result] > 0 {
				said += fmt.Sprintf(", %d %s", n[result], map[string]string{"FAIL": "failed", "SKIP": "skipped"}[result])
			}
		}
		return said
	}
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

var (
	killed    = regexp.MustCompile(`(\d+) kills`)
	recovered = regexp.MustCompile(`p99 (\S+?),`)
	loaded    = regexp.MustCompile(`at a load of (\d+\.\d+)`)
	cutShort  = regexp.MustCompile(`(\d+) (?:more were )?cut short`)
)

// survived adds up kills and recoveries cut short, and names the slowest of the recoveries that 99 of 100 were faster than, and
// the most that the machine had to do beside.
func survived(runs []entry) string {
	kills, cut, slowest, load := 0, 0, time.Duration(0), 0.0
	first := func(pattern *regexp.Regexp, figures string) string {
		if m := pattern.FindStringSubmatch(figures); m != nil {
			return m[1]
		}
		return ""
	}
	for _, e := range runs {
		n, _ := strconv.Atoi(first(killed, e.Figures))
		c, _ := strconv.Atoi(first(cutShort, e.Figures))
		d, _ := time.ParseDuration(first(recovered, e.Figures))
		l, _ := strconv.ParseFloat(first(loaded, e.Figures), 64)
		kills, cut, slowest, load = kills+n, cut+c, max(slowest, d), max(load, l)
	}
	return fmt.Sprintf("%d kills; in each run 99 of 100 recoveries within %s, at a load of at most %.2f; %d cut short by the next kill", kills, slowest, load, cut)
}

var mutated = regexp.MustCompile(`^(\d+) mutants of the contracts: (\d+) killed`)

// noticed fails figures of mutants of whom less than nine of ten were killed.
func noticed(figures string) error {
	found := mutated.FindStringSubmatch(figures)
	if found == nil {
		return fmt.Errorf("%q tells of no mutants", figures)
	}
	all, _ := strconv.Atoi(found[1])
	killed, _ := strconv.Atoi(found[2])
	if 10*killed < 9*all {
		return fmt.Errorf("%d of %d killed are less than nine of ten", killed, all)
	}
	return nil
}
