package main

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// within is the text of a document with these rows in the place of those of the same benchmarks, or behind the others, and
// says by which command, where and when they were measured. The budgets are held against the rows that are there then; all
// else stays.
func (d *document) within(text, command string) (string, error) {
	const head, bounds = "\n## All rows\n", "\n## The budgets of DESIGN 10\n"
	before, rest, found1 := strings.Cut(text, head)
	all, hand, found2 := strings.Cut(rest, "\n"+byHand+"\n")
	if !found1 || !found2 || !strings.Contains(before, bounds) || len(d.rows) == 0 {
		return "", errors.New("it is not one that make performance wrote, or nothing was measured")
	}
	first := func(name string) string { name, _, _ = strings.Cut(name, "/"); return name }
	measured := make(map[string]bool)
	for _, r := range d.rows {
		measured[first(r.Name)] = true
	}
	those := fmt.Sprintf("`: those of %s,", first(d.rows[0].Name))
	notes, lines := "", []string(nil)
	for line := range strings.Lines(all) {
		switch cells := strings.Split(line, " | "); {
		case strings.HasPrefix(line, partly) && !strings.Contains(line, those):
			notes += line
		case strings.HasPrefix(line, "|") && !measured[first(strings.TrimPrefix(cells[0], "| "))]:
			lines = append(lines, line)
		}
	}
	var rows bytes.Buffer
	for _, r := range d.rows {
		table(&rows, r.cells()...)
	}
	lines = append(lines, slices.Collect(strings.Lines(rows.String()))...)
	notes += fmt.Sprintf("%s%s%s on %s; commit %s; %s; load average %s before it began.\n", partly, command, those, d.machine, d.commit, d.date, d.load)

	met, bounded := 0, lines[:2:2] // the table's head
	for _, line := range lines[2:] {
		if strings.HasSuffix(line, ": met |\n") {
			met++
		} else if !strings.HasSuffix(line, ": MISSED |\n") {
			continue
		}
		bounded = append(bounded, line)
	}
	section := regexp.MustCompile(`(?s)(\n## The budgets of DESIGN 10\n\n).*?\n\n[0-9]+ of [0-9]+ are met\.`)
	before = section.ReplaceAllStringFunc(before, func(string) string {
		return bounds + "\n" + strings.Join(bounded, "") + "\n" + fmt.Sprintf(tally, met, len(bounded)-2)
	})
	return before + head + "\n" + notes + "\n" + strings.Join(lines, "") + "\n" + byHand + "\n" + hand, nil
}

// partly begins what is said of rows that were measured apart from the rest.
const partly = "Written by `"
