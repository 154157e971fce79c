package docs

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Requirement ids are a letter of docs/REQUIREMENTS.md and a number. They are cited in comments of tests, one by one
// (A01, A19) or as a range (A09 to A15, A09-A15).
var (
	definition = regexp.MustCompile(`(?m)^\| ([ACJKRHM][0-9]{1,2}) \|`)
	citation   = regexp.MustCompile(`\b([ACJKRHM])([0-9]{1,2})\b(?:(?: to |-)([ACJKRHM])([0-9]{1,2})\b)?`)
)

// Requirements returns the ids that docs/REQUIREMENTS.md defines, in its order.
func Requirements(root string) ([]string, error) {
	b, err := os.ReadFile(filepath.Join(root, "docs", "REQUIREMENTS.md"))
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, m := range definition.FindAllStringSubmatch(string(b), -1) {
		ids = append(ids, m[1])
	}
	return ids, nil
}

// Ids returns the requirement ids that a text cites, ranges written out. The width of an id is that of its family: A1 is
// none, M1 is one.
func Ids(text string) []string {
	var ids []string
	for _, m := range citation.FindAllStringSubmatch(text, -1) {
		from, to := m[2], m[2]
		if m[1] != "M" && len(from) < 2 {
			continue
		}
		if m[3] == m[1] {
			to = m[4]
		}
		first, _ := strconv.Atoi(from)
		last, _ := strconv.Atoi(to)
		for n := first; n <= max(first, last); n++ {
			ids = append(ids, fmt.Sprintf("%s%0*d", m[1], len(from), n))
		}
	}
	return ids
}

// Citations returns, for each id cited in a comment of a test of root, the files that cite it. Tests are those of Go,
// the contract's, and the scripts of a testdata folder.
func Citations(root string) (map[string][]string, error) {
	cited := map[string][]string{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "out") {
				return fs.SkipDir
			}
			return nil
		}
		comment := commentOf(name)
		if comment == "" {
			return nil
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		for line := range strings.SplitSeq(string(b), "\n") {
			_, said, _ := strings.Cut(line, comment)
			for _, id := range Ids(said) {
				if !slices.Contains(cited[id], rel) {
					cited[id] = append(cited[id], rel)
				}
			}
		}
		return nil
	})
	return cited, err
}

// commentOf is how a test in this file begins a comment; empty if the file is no test. The shared suites are tests too.
func commentOf(name string) string {
	slash := filepath.ToSlash(name)
	switch {
	case strings.HasSuffix(name, "_test.go"), strings.HasSuffix(name, ".t.sol"):
		return "//"
	case strings.HasSuffix(name, ".go") && (strings.Contains(slash, "parleytest/") || strings.Contains(slash, "executortest/")):
		return "//"
	case strings.HasSuffix(name, ".txt") && strings.Contains(slash, "/testdata/"), strings.HasSuffix(name, ".txtar"):
		return "#"
	}
	return ""
}
