package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

const moment = "2006-01-02 15:04:05"

// document is docs/EVIDENCE.md.
func (b *book) document() string {
	var d strings.Builder
	fmt.Fprintf(&d, "# Evidence\n\n%s\n"+
		"Made by `make full` and `make green` from docs/evidence.json, at commit %s. Each row is of the commits that it names. *Stale*\n"+
		"means that the code it ran, the recipe or the command has changed between then and the commit above: the figure is true, and of\n"+
		"what was then. The command is the one that ran; `make full SUITES=NAME` has a suite run whole. Load is the machine's average over\n"+
		"1, 5 and 15 minutes before the run. What ends in … is whole below, among the runs of its suite.\n\n", b.summary(), b.At)
	suites := slices.Clone(all)
	for _, e := range b.Runs { // of suites that were
		if _, ok := named(e.Suite); !ok && !slices.ContainsFunc(suites, func(s suite) bool { return s.name == e.Suite }) {
			suites = append(suites, suite{name: e.Suite})
		}
	}
	head(&d, "suite", "asked for", "command", "size", "commits", "first start (UTC)", "took", "load", "figures", "result", "code under test")
	for _, s := range suites {
		b.suite(&d, s)
	}
	for _, s := range suites {
		b.parts(&d, s)
	}
	b.failures(&d)
	fmt.Fprintf(&d, "\nMeasured on: %s.\n", cmp.Or(strings.Join(distinct(b.Runs, func(e entry) string { return e.Machine }), "; "), "nothing yet"))
	return d.String()
}

// suite is the row of a suite.
func (b *book) suite(d *strings.Builder, s suite) {
	good, bad := b.of(s)
	if s.counted {
		good, _ = b.row(s)
	}
	runs := good
	if len(runs) == 0 || s.part == 0 && !s.counted && len(bad) > 0 { // what is told is what the result is of
		runs = bad
	}
	if len(runs) == 0 {
		line(d, s.name, s.asks, code(s.toType(b.Scale)), s.sized(b.Scale), "", "", "", "", "", "not run yet", "")
		return
	}
	var took time.Duration
	start := runs[0].Start
	for _, e := range runs {
		took += e.took()
		if e.Start.Before(start) {
			start = e.Start
		}
	}
	last := runs[len(runs)-1]
	load, size, figures := last.Load, last.Size, last.Figures
	if s.part > 0 || s.counted {
		load, figures = "", fmt.Sprintf("%d runs", len(good))
		size = fmt.Sprintf("%d of %s", total(good), s.sized(b.Scale))
		if s.part > 0 && len(good) > 0 {
			figures = cmp.Or(s.whole(good), figures)
		}
	}
	line(d, s.name, s.asks, commands(runs), size, strings.Join(distinct(runs, func(e entry) string { return e.Commit }), ", "), start.Format(moment),
		took.String(), load, shortened(worded(figures)), shortened(b.result(s, good, bad)), shortened(since(runs, b.At)))
}

// commands are those that ran.
func commands(runs []entry) string {
	ran := distinct(runs, func(e entry) string { return e.Command })
	if len(ran) == 1 {
		return code(ran[0])
	}
	return fmt.Sprintf("%s and %d more, below", code(ran[0]), len(ran)-1)
}

// result is how far a suite is, or why it is no further.
func (b *book) result(s suite, good, bad []entry) string {
	size := s.size(b.Scale)
	switch {
	case s.counted:
		_, older := b.row(s)
		return green(good, older)
	case len(bad) > 0:
		return bad[len(bad)-1].Result
	case s.part > 0 && len(gaps(good, size, s.part)) > 0:
		return "so far"
	case s.verdict != nil:
		if err := s.verdict(s.whole(good)); err != nil {
			return fmt.Sprintf("failed: %v", err)
		}
	}
	return passed
}

// green says how many runs in a row have passed, and of which code: those of other code are told apart.
func green(row []entry, older int) string {
	if len(row) == 0 {
		return "0 in a row green"
	}
	said := fmt.Sprintf("%d in a row green of the code at %s", len(row), row[len(row)-1].Commit)
	if older > 0 {
		said += fmt.Sprintf("; before, %d of older code", older)
	}
	return said
}

// total is how much of a suite its runs have done.
func total(runs []entry) (n int) {
	for _, e := range runs {
		n += e.Count
	}
	return n
}

// shown is how many things are named that have changed.
const shown = 4

// since says what has changed of what runs are about, and of how they were made, until a commit.
func since(runs []entry, at string) string {
	var stale []entry
	var folders []string
	for _, e := range runs {
		if len(e.Changed) > 0 {
			stale = append(stale, e)
			folders = append(folders, e.Changed...)
		}
	}
	if len(stale) == 0 {
		return "unchanged up to " + at
	}
	slices.Sort(folders)
	folders = slices.Compact(folders)
	said := strings.Join(folders, ", ")
	if len(folders) > shown {
		said = fmt.Sprintf("%s and %d more", strings.Join(folders[:shown], ", "), len(folders)-shown)
	}
	which := ""
	if len(stale) < len(runs) {
		which = fmt.Sprintf("%d of %d runs, ", len(stale), len(runs))
	}
	return fmt.Sprintf("stale: %ssince %s: %s", which, strings.Join(distinct(stale, func(e entry) string { return e.Commit }), ", "), said)
}

// parts are the runs of a suite.
func (b *book) parts(d *strings.Builder, s suite) {
	runs := slices.DeleteFunc(slices.Clone(b.Runs), func(e entry) bool { return e.Suite != s.name })
	if len(runs) == 0 {
		return
	}
	fmt.Fprintf(d, "\n## The runs of %s\n\n", s.name)
	if good, _ := b.of(s); s.part > 0 && len(good) > 1 {
		if all := worded(s.whole(good)); shortened(all) != all {
			fmt.Fprintf(d, "All that passed: %s.\n\n", all)
		}
	}
	head(d, "command", "commit", "start (UTC)", "took", "load", "figures", "result", "code under test")
	for _, e := range runs {
		line(d, code(e.Command), e.Commit, e.Start.Format(moment), e.took().String(), e.Load, worded(e.Figures), e.Result, since([]entry{e}, b.At))
	}
}

// failures are all runs that failed, whatever has passed since.
func (b *book) failures(d *strings.Builder) {
	bad := slices.DeleteFunc(slices.Clone(b.Runs), func(e entry) bool { return e.ok() })
	if len(bad) == 0 {
		return
	}
	fmt.Fprint(d, "\n## What has failed, ever\n\n")
	head(d, "suite", "command", "commit", "start (UTC)", "took", "load", "figures", "result")
	for _, e := range bad {
		line(d, e.Suite, code(e.Command), e.Commit, e.Start.Format(moment), e.took().String(), e.Load, worded(e.Figures), e.Result)
	}
}

// worded are figures without what only Go reads: of a map, each thing and how many.
func worded(figures string) string {
	clauses := strings.Split(figures, "; ")
	for i, c := range clauses {
		if t, ok := readTable(c); ok && t.gomap {
			t.title, t.gomap = "", false
			clauses[i] = t.String()
		}
	}
	return strings.Join(clauses, "; ")
}

// readable is how many characters of a suite's row somebody reads.
const readable = 300

// shortened is a cell of a readable length; of one that is longer, whole words and a sign that there is more.
func shortened(cell string) string {
	if letters := []rune(cell); len(letters) > readable {
		cell = string(letters[:readable-1])
		cell = strings.TrimRight(cell[:max(strings.LastIndex(cell, " "), 0)], " ,;:") + " …"
	}
	return cell
}

// line writes a row of a table.
func line(d *strings.Builder, cells ...string) {
	for i, c := range cells { // each in its cell, and on its line
		cells[i] = strings.Join(strings.Fields(strings.ReplaceAll(c, "|", `\|`)), " ")
	}
	fmt.Fprintf(d, "| %s |\n", strings.Join(cells, " | "))
}

// head writes the head of a table.
func head(d *strings.Builder, cells ...string) {
	line(d, cells...)
	fmt.Fprintln(d, "|"+strings.Repeat("---|", len(cells)))
}

func code(s string) string { return "`" + s + "`" }

// distinct are the different answers of runs, in their order.
func distinct(runs []entry, of func(entry) string) (all []string) {
	for _, e := range runs {
		if said := of(e); !slices.Contains(all, said) {
			all = append(all, said)
		}
	}
	return all
}
