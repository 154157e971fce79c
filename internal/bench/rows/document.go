package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/parley-p2p/parley/internal/docs"
)

// document is docs/PERFORMANCE.md: the rows, and where the CPU and the memory of some of them go.
type document struct {
	machine, commit, date string
	load                  string // before
	rows                  []Row
	spent                 []spending
	allocations, bytes    Row // of one negotiation of the first of ways
	heap                  []share
}

// byHand begins what people write at the end of the document. It is kept from one run to the next.
const byHand = "## Where the rest goes and what was tried"

// fill reads the profiles of a directory, in which make performance puts what its runs write: see profiles, with what each
// benchmark printed beside it in a file .txt, and load, which begin writes.
func (d *document) fill(dir string) error {
	load, err := os.ReadFile(filepath.Join(dir, "load"))
	if err != nil {
		return err
	}
	d.load = string(load)
	for _, w := range ways {
		s, err := w.spending(dir)
		if err != nil {
			return err
		}
		d.spent = append(d.spent, s)
	}
	if d.allocations, err = printed(dir, "heap", ways[0].name, "allocs/op"); err != nil {
		return err
	}
	if d.bytes, err = printed(dir, "heap", ways[0].name, "B/op"); err != nil {
		return err
	}
	heap, err := open(filepath.Join(dir, "heap"))
	if err != nil {
		return err
	}
	d.heap = heap.divide(site, "alloc_objects", "alloc_space")
	return nil
}

// begin is done before anything is measured: it refuses a commit that others cannot look at, and notes in the directory of
// the profiles how busy the machine is.
func begin(ctx context.Context, dir string) error {
	if err := new(document).place(ctx); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "load"), []byte(docs.Load()), 0o600)
}

// place says where and when this is run.
func (d *document) place(ctx context.Context) (err error) {
	if d.commit, err = docs.Commit(ctx, "docs/PERFORMANCE.md"); err != nil {
		return fmt.Errorf("%w; make bench prints the same rows, and writes nothing", err)
	}
	d.date = time.Now().UTC().Format(time.DateOnly)
	d.machine = docs.Machine()
	return nil
}

// write replaces what the command has written in a file, and keeps what people have.
func (d *document) write(name string) error {
	old, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	var b bytes.Buffer
	d.print(&b)
	_, hand, found := strings.Cut(string(old), "\n"+byHand+"\n")
	fmt.Fprintf(&b, "\n%s\n", byHand)
	if found {
		b.WriteString(hand)
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}

func (d *document) print(out io.Writer) {
	fmt.Fprintf(out, `# Performance

Written by `+"`make performance`"+`, but for the last section. Measured on %s; commit %s; %s; load average %s before it began. It takes
well over half an hour; one benchmark's rows are there sooner:

	`+one+`

`, d.machine, d.commit, d.date, d.load)
	words(out)
	fmt.Fprint(out, "\n## The budgets of DESIGN 10\n\n")
	met, bounded := 0, 0
	table(out, "name", "value", "unit", "floor", "ratio", "budget")
	for _, r := range d.rows {
		if b, ok := budgetOf(r); ok {
			bounded++
			if b.met(r) {
				met++
			}
			table(out, r.cells()...)
		}
	}
	fmt.Fprintf(out, "\n"+tally+" The floors are code: `loop.bare` in internal/bench is that of a negotiation, on one screen.\n\n", met, bounded)

	fmt.Fprint(out, "## Where the CPU of a negotiation goes\n\nMicroseconds for both parties, in the engines and in the floor, each measured without the other.\n")
	for _, s := range d.spent {
		s.print(out)
	}
	fmt.Fprintf(out, "\n## Where it allocates\n\n`%s`: %s allocations of %s bytes, by the function of Parley's that is nearest.\n\n",
		ways[0].name, figure(d.allocations.Value), figure(d.bytes.Value))
	table(out, "where", "allocations", "bytes")
	for _, s := range d.heap[:min(len(d.heap), 25)] {
		table(out, "`"+s.name+"`", figure(s.of[0]*d.allocations.Value), figure(s.of[1]*d.bytes.Value))
	}
	fmt.Fprint(out, "\n## All rows\n\n")
	table(out, "name", "value", "unit", "floor", "ratio", "budget")
	for _, r := range d.rows {
		table(out, r.cells()...)
	}
}

// one is the command for a benchmark, in place of NAME; packages of it have all that budgets bound.
const one = "go test -run '^$' -bench NAME ./internal/bench/... ./protocol ./farmer ./requester | go run ./internal/bench/rows"

// words says what the names of rows are made of.
func words(out io.Writer) {
	table(out, "what", "in the name or the head of a row")
	for _, r := range [][2]any{
		{"`negotiation/tcp/10`", "the benchmark (a NAME for the command is `'Negotiation/tcp/10$'`), the wire, and how many sessions there are at once"},
		{"`/sqlite`, `/escrow`", "with a journal on disk; paid by a contract"},
		{"`/cpu`", "what one takes of the processors, for both parties together"},
		{"`/rate`", "how many are done in a second"},
		{"`/p99`", "how long all take but the slowest of a hundred"},
		{"`/extra`", "what `/cpu` has more than without escrow"},
		{"floor", "the same figure of a bare loop in the same run, which signs, verifies, sends and writes as much, and does nothing else"},
		{"ratio", "how near the figure is to its floor: 1 is at it, less is worse"},
	} {
		table(out, r[0], r[1])
	}
}

// tally says how many budgets are met.
const tally = "%d of %d are met."

// table prints a row of a table; the first one, whose cells are words, is its head.
func table(out io.Writer, cells ...any) {
	line := "|"
	for _, c := range cells {
		line += fmt.Sprintf(" %v |", c)
	}
	fmt.Fprintln(out, line)
	if first, ok := cells[0].(string); ok && (first == "name" || first == "what" || first == "where") {
		fmt.Fprintln(out, "|"+strings.Repeat("---|", len(cells)))
	}
}

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }
