package main

import (
	"fmt"
	"strings"
	"time"
)

// row is what came of one suite.
type row struct {
	suite, command, size, commit string
	start                        time.Time
	took                         time.Duration
	figures, result              string
}

const passed = "passed"

// columns are those of the table; what is written in them is what is read again.
var columns = []string{"suite", "command", "size", "commit", "start (UTC)", "took", "figures", "result"}

const moment = "2006-01-02 15:04:05"

// write makes the document.
func write(rows []row, machine string) string {
	var b strings.Builder
	b.WriteString("# Evidence\n\n" +
		"Made by `make full` and `make green`: what every suite did at its full size, each at the commit that its row names. A row\n" +
		"is renewed by running its command at that commit; what a suite is for is said in the table of internal/docs/full.\n\n" +
		"Written on " + machine + ".\n\n")
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(columns)
	line(strings.Split(strings.Repeat("---,", len(columns)-1)+"---", ","))
	for _, r := range rows {
		line([]string{r.suite, code(r.command), r.size, r.commit, r.start.Format(moment), r.took.String(), escape(r.figures), escape(r.result)})
	}
	return b.String()
}

// read takes the rows from a document that write made; one that is empty has none.
func read(text string) (rows []row, err error) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| "+columns[0]+" |") || strings.HasPrefix(line, "| --- |") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if len(cells) != len(columns) {
			return nil, fmt.Errorf("a row has %d cells, not %d: %s", len(cells), len(columns), line)
		}
		r := row{suite: cells[0], command: unescape(strings.Trim(cells[1], "`")), size: cells[2], commit: cells[3],
			figures: unescape(cells[6]), result: unescape(cells[7])}
		if r.start, err = time.Parse(moment, cells[4]); err != nil {
			return nil, err
		}
		if r.took, err = time.ParseDuration(cells[5]); err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func code(s string) string { return "`" + escape(s) + "`" }

// escape keeps a text in its cell, and on its line.
func escape(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "|", `\|`)), " ")
}

func unescape(s string) string { return strings.ReplaceAll(s, `\|`, "|") }
