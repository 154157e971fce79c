package mutants

import (
	_ "embed"
	"regexp"

	"github.com/parley-p2p/parley/parleytest/settlement/solidity"
)

//go:embed survivors.txt
var listed string

// Survivors are those that nobody can notice, and why: what survivors.txt lists.
func Survivors() (map[string]string, error) { return solidity.Reasons("survivors.txt", listed) }

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
