package mutants

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
)

//go:embed survivors.txt
var listed string

// Survivors are those that nobody can notice, and why: what survivors.txt lists.
func Survivors() (map[string]string, error) {
	reasons := map[string]string{}
	for i, line := range strings.Split(listed, "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, reason, ok := strings.Cut(line, " // ")
		if !ok || reason == "" {
			return nil, fmt.Errorf("survivors.txt, line %d: write the mutant, then // and the reason", i+1)
		}
		reasons[name] = reason
	}
	return reasons, nil
}

var (
	colors  = regexp.MustCompile(`\x1b\[[0-9;]*m`)
	failing = regexp.MustCompile(`(?m)^\s*\[FAIL.*?\](?:\n\s*\[Sequence\].*(?:\n\s*sender=.*)*\n)? (\w+)\(`)
)

// failed is the first test that forge says has failed; none where it says of none.
func failed(said string) string {
	if m := failing.FindStringSubmatch(colors.ReplaceAllString(said, "")); m != nil {
		return m[1]
	}
	return ""
}
