package main

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// added are the figures of all parts of a suite as one. Figures are clauses, between semicolons, of items, between commas. A
// number is a count, and is added up, but for these:
//
//   - after "at most" it is the largest of the parts, after "at least" the smallest;
//   - after "of" or "seed" ("schedules of 2000 steps") it is the same in all parts;
//   - with a unit, a fraction, or beside a percentile or a mean, it is the same in all parts too: such figures have no sum.
//
// An item in which a number should be the same and is not is left out; the first of a clause takes the others with it. So does
// a clause that a part does not have: a sum of some parts is not that of all. In a table ("rows 2: 23, 3: 53", or a map as Go
// prints it) a row that a part does not have is zero there. What is left may be nothing.
func added(runs []entry) string {
	var all []map[string]string
	for _, e := range runs {
		_, clauses := clausesOf(e.Figures)
		all = append(all, clauses)
	}
	var said []string
	keys, _ := clausesOf(runs[0].Figures)
	for _, key := range keys {
		var same []string
		for _, clauses := range all {
			if c, ok := clauses[key]; ok {
				same = append(same, c)
			}
		}
		if len(same) < len(runs) {
			continue
		}
		if sum := addedClause(same); sum != "" {
			said = append(said, sum)
		}
	}
	return strings.Join(said, "; ")
}

// clausesOf are the clauses of figures by their shapes, and those in order: of two that are alike the second is another.
func clausesOf(figures string) (keys []string, clauses map[string]string) {
	clauses = make(map[string]string)
	for _, c := range strings.Split(figures, "; ") {
		key := shape(c)
		for slices.Contains(keys, key) {
			key += " again"
		}
		keys, clauses[key] = append(keys, key), c
	}
	return keys, clauses
}

var (
	// numeral is a number with its unit: 12, 1.50, 1,000, 10m0s, 374 MiB.
	numeral  = regexp.MustCompile(`\b\d+(?:,\d{3})*(?:\.\d+)?(?:[\p{L}%]+(?:\d+(?:\.\d+)?\p{L}+)*)?(?: (?:ns|µs|us|ms|s|min|h|[KMG]i?B|bytes)\b)?`)
	count    = regexp.MustCompile(`^\d+$`)
	fixed    = regexp.MustCompile(`\b(?:of|seed) $`)
	averaged = regexp.MustCompile(`\bp\d|\b(?:median|mean|average|percent|percentile)\b`)
)

// shape is a clause without its numbers: those of the same shape say the same.
func shape(clause string) string {
	if t, ok := readTable(clause); ok {
		return "table " + t.title
	}
	return numeral.ReplaceAllString(clause, "#")
}

// addedClause adds up clauses of one shape.
func addedClause(of []string) string {
	if t, ok := readTable(of[0]); ok {
		for _, c := range of[1:] {
			more, _ := readTable(c)
			for key, n := range more.rows {
				t.rows[key] += n
			}
		}
		return t.String()
	}
	var items [][]string // of each part
	for _, c := range of {
		items = append(items, strings.Split(c, ", "))
	}
	var said []string
	for i := range items[0] {
		var same []string
		for _, part := range items {
			same = append(same, part[i])
		}
		switch sum, ok := addedItem(same); {
		case ok:
			said = append(said, sum)
		case i == 0:
			return ""
		}
	}
	return strings.Join(said, ", ")
}

// addedItem adds up items of one shape.
func addedItem(of []string) (string, bool) {
	numbers := make([][]string, len(of))
	for i, item := range of {
		numbers[i] = numeral.FindAllString(item, -1)
	}
	var said strings.Builder
	at := 0
	for i, place := range numeral.FindAllStringIndex(of[0], -1) {
		before := of[0][at:place[0]]
		var values []string
		for _, part := range numbers {
			values = append(values, part[i])
		}
		one, ok := addedNumber(before, values, averaged.MatchString(of[0]))
		if !ok {
			return "", false
		}
		said.WriteString(before + one)
		at = place[1]
	}
	said.WriteString(of[0][at:])
	return said.String(), true
}

// addedNumber adds up numbers that follow the same words.
func addedNumber(before string, values []string, mean bool) (string, bool) {
	switch {
	case strings.HasSuffix(before, "at most "):
		return extreme(values, 1)
	case strings.HasSuffix(before, "at least "):
		return extreme(values, -1)
	}
	if mean || fixed.MatchString(before) || slices.ContainsFunc(values, func(v string) bool { return !count.MatchString(v) }) {
		return values[0], len(slices.Compact(slices.Clone(values))) == 1
	}
	sum := 0
	for _, v := range values {
		n, err := strconv.Atoi(v)
		if err != nil {
			return "", false
		}
		sum += n
	}
	return strconv.Itoa(sum), true
}

// extreme is the largest of numbers, or the smallest with a sign of -1; none of what has different units, or is no number.
func extreme(values []string, sign float64) (string, bool) {
	best, most, unit := "", math.Inf(-1), ""
	for i, v := range values {
		n, of := 0.0, "a duration"
		if d, err := time.ParseDuration(strings.ReplaceAll(v, " ", "")); err == nil && d != 0 {
			n = d.Seconds()
		} else {
			digits := leading.FindString(v)
			n, err = strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
			if of = strings.TrimPrefix(v, digits); err != nil {
				return "", false
			}
		}
		if i > 0 && of != unit {
			return "", false
		}
		if unit = of; sign*n > most {
			best, most = v, sign*n
		}
	}
	return best, true
}

// table is a clause that is a count of each of some things.
type table struct {
	title string
	rows  map[string]int
	gomap bool
}

var (
	row     = regexp.MustCompile(`^([^:,]+): (\d+)$`)
	titled  = regexp.MustCompile(`^(\p{L}[\p{L} ]*) (\d\S*)$`)
	mapped  = regexp.MustCompile(`^map\[((?:[^:\[\]]+:\d+(?: |\]$))+)`)
	ofMap   = regexp.MustCompile(`([^:\[\]]+):(\d+)(?: |\])`)
	leading = regexp.MustCompile(`^[\d.,]+`)
)

// readTable reads "rows 2: 23, 3: 53", whose title is rows, or map[a:1 b c:2].
func readTable(clause string) (table, bool) {
	t := table{rows: make(map[string]int)}
	if averaged.MatchString(clause) {
		return t, false
	}
	if t.gomap = mapped.MatchString(clause); t.gomap {
		t.title = "map"
		for _, m := range ofMap.FindAllStringSubmatch(strings.TrimPrefix(clause, "map["), -1) {
			t.rows[m[1]], _ = strconv.Atoi(m[2])
		}
		return t, true
	}
	for i, item := range strings.Split(clause, ", ") {
		m := row.FindStringSubmatch(item)
		if m == nil {
			return t, false
		}
		key := m[1]
		if first := titled.FindStringSubmatch(key); i == 0 && first != nil {
			t.title, key = first[1], first[2]
		}
		t.rows[key], _ = strconv.Atoi(m[2])
	}
	return t, true
}

// String is the table as it was read, its rows in order.
func (t table) String() string {
	number := func(key string) int {
		n, err := strconv.Atoi(leading.FindString(key))
		if err != nil {
			return math.MaxInt
		}
		return n
	}
	keys := slices.SortedFunc(maps.Keys(t.rows), func(a, b string) int {
		return cmp.Or(cmp.Compare(number(a), number(b)), cmp.Compare(a, b))
	})
	var rows []string
	for _, key := range keys {
		if t.gomap {
			rows = append(rows, fmt.Sprintf("%s:%d", key, t.rows[key]))
		} else {
			rows = append(rows, fmt.Sprintf("%s: %d", key, t.rows[key]))
		}
	}
	switch {
	case t.gomap:
		return "map[" + strings.Join(rows, " ") + "]"
	case t.title != "":
		return t.title + " " + strings.Join(rows, ", ")
	}
	return strings.Join(rows, ", ")
}
