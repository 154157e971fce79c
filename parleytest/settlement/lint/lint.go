package lint

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/parleytest/settlement/solidity"
)

// What is looked for, in the words of a finding.
const (
	origin      = "tx.origin"
	delegates   = "a delegatecall"
	destructs   = "a selfdestruct"
	unchecked   = "a result that nobody looks at"
	after       = "a write after a call to another contract"
	behindGuard = "a write after a call to another contract, behind nonReentrant"
	silent      = "a change that no event tells"
	unknown     = "a modifier that is not looked into"
)

// Finding is something found in a function.
type Finding struct {
	Contract, Function, What string
}

// String names it as accepted.txt does: "Panel.finish: a write after a call to another contract, behind nonReentrant".
func (f Finding) String() string { return fmt.Sprintf("%s.%s: %s", f.Contract, f.Function, f.What) }

// Check looks through the functions of the sources that are asked for, and through whatever they call of all trees, which are solc's,
// by the names of their sources. Each finding is there once, in the order of their names.
func Check(trees map[string]json.RawMessage, sources func(name string) bool) ([]Finding, error) {
	p := program{nodes: map[float64]solidity.Node{}, overrides: map[float64][]solidity.Node{}}
	parsed := map[string]solidity.Node{}
	for name, raw := range trees {
		var tree solidity.Node
		if err := json.Unmarshal(raw, &tree); err != nil {
			return nil, fmt.Errorf("the syntax tree of %s: %w", name, err)
		}
		parsed[name] = tree
		p.index(tree)
	}
	var all []Finding
	for name, tree := range parsed {
		if !sources(name) {
			continue
		}
		for _, contract := range tree.List("nodes") {
			if contract.Text("nodeType") != "ContractDefinition" {
				continue
			}
			for _, f := range contract.List("nodes") {
				if f.Text("nodeType") != "FunctionDefinition" || f.Child("body") == nil {
					continue
				}
				for _, what := range p.function(f) {
					all = append(all, Finding{contract.Text("name"), f.Name(), what})
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b Finding) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(all), nil
}

//go:embed accepted.txt
var listed string

// Accepted are the findings that stay, and why: what accepted.txt lists.
func Accepted() (map[string]string, error) { return solidity.Reasons("accepted.txt", listed) }

//go:embed planted/Faults.sol
var faults string

//go:embed planted/found.txt
var found string

// Planted is a contract with a fault of each kind, and what is to be found in it.
func Planted() (source string, want []string) {
	return faults, strings.Split(strings.TrimSpace(found), "\n")
}
