package main

import (
	"fmt"
	"regexp"
	"strings"
)

var seedLine = regexp.MustCompile(`(?m)^# seed (\d+):`)

// schedule is the seed that parleytest/sim/run names, and how many steps the script has that it prints.
func schedule(output string) string {
	seed := seedLine.FindStringSubmatchIndex(output)
	if seed == nil {
		return firstLine(output)
	}
	steps := -1 // the first line says who cheats
	for line := range strings.Lines(output[seed[1]:]) {
		if n := strings.Fields(line); len(n) == 4 && n[0] != "#" {
			steps++
		}
	}
	return fmt.Sprintf("%s, %d steps", output[seed[2]:seed[3]], steps)
}

var subtestLine = regexp.MustCompile(`(?m)^ *(?:--- FAIL:|=== RUN) +(Test\w+/\w+/(\d+))`)

// subtest is the seed of the schedule of engines that failed: the first that says so, or the last that was begun if the
// process died of it.
func subtest(output string) string {
	runs := subtestLine.FindAllStringSubmatch(output, -1)
	for _, run := range runs {
		if strings.Contains(run[0], "FAIL") {
			return run[2]
		}
	}
	if len(runs) > 0 {
		return runs[len(runs)-1][2]
	}
	return firstLine(output)
}

var testLine = regexp.MustCompile(`(?m)^--- FAIL: (\w+)`)

// failing is the test that failed.
func failing(output string) string {
	if test := testLine.FindStringSubmatch(output); test != nil {
		return test[1]
	}
	return firstLine(output)
}

var saysLine = regexp.MustCompile(`(?m)^(?:# seed \d+: | +\w+\.go:\d+: |panic: |fatal error: )(.*)$`)

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
