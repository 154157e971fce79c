package main

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	seedLine    = regexp.MustCompile(`(?m)\bseed (\d+):`)
	subtestLine = regexp.MustCompile(`(?m)^ *--- FAIL: Test\w+/\w+/(\d+)`)
	stepLine    = regexp.MustCompile(`(?m)^ *[a-z]+ [-a-z0-9]+ \d+ \d+$`)
)

// seeded is the seed that the simulator names, and how many steps the script has that it was shrunk to.
func seeded(output string) string {
	if seed := seedLine.FindStringSubmatch(output); seed != nil {
		return fmt.Sprintf("%s, %d steps", seed[1], len(stepLine.FindAllString(output, -1)))
	}
	if seed := subtestLine.FindStringSubmatch(output); seed != nil {
		return seed[1]
	}
	return ""
}

var (
	foundLine = regexp.MustCompile(`(?m)^(?: *--- FAIL: |# seed \d+: |panic: |fatal error: )`)
	lateLine  = regexp.MustCompile(`(?m)^panic: test timed out after `)
)

// found reports whether what failed says that something is wrong: by an assertion, or by a panic. That it ran out of time is
// neither.
func found(output string) (found, late bool) {
	late = lateLine.MatchString(output)
	found = foundLine.MatchString(lateLine.ReplaceAllString(output, ""))
	return found, late && !found
}

var invariantLine = regexp.MustCompile(`(?m)^(?:# | +engines_test\.go:\d+: )seed \d+: step \d+: `)

// invariant reports whether the simulator says that something does not hold, by an invariant or by its model. That schedules are not what
// they were, or that a seed gives two logs, is no such find, and neither is a panic.
func invariant(output string) bool { return invariantLine.MatchString(output) }

var testLine = regexp.MustCompile(`(?m)^--- FAIL: (\w+)`)

// failing is the test that failed.
func failing(output string) string {
	if test := testLine.FindStringSubmatch(output); test != nil {
		return test[1]
	}
	return "a panic"
}

var saysLine = regexp.MustCompile(`(?m)^(?:# seed \d+: | +\w+\.go:\d+: (?:seed \d+: )?|panic: |fatal error: )(.*)$`)

// says is what the program that found a bug said first.
func says(output string) string {
	said := saysLine.FindStringSubmatch(output)
	if said == nil || strings.TrimSpace(said[1]) == "" {
		return firstLine(output)
	}
	return strings.TrimSpace(said[1])
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
