package lint

import (
	"slices"
	"strings"

	"github.com/parley-p2p/parley/parleytest/settlement/solidity"
)

// program is all that was compiled.
type program struct {
	nodes     map[float64]solidity.Node   // declarations, by solc's ids
	overrides map[float64][]solidity.Node // the functions that override one
}

func (p *program) index(n solidity.Node) {
	if id, ok := n["id"].(float64); ok {
		p.nodes[id] = n
	}
	if bases, ok := n["baseFunctions"].([]any); ok {
		for _, b := range bases {
			id, _ := b.(float64)
			p.overrides[id] = append(p.overrides[id], n)
		}
	}
	for _, each := range n.Below() {
		p.index(each)
	}
}

// called are the functions that a call may run, as far as it stays in its contract.
func (p *program) called(call solidity.Node) []solidity.Node {
	id, ok := call.Child("expression")["referencedDeclaration"].(float64)
	if !ok {
		return nil
	}
	f := p.nodes[id]
	if f.Text("nodeType") != "FunctionDefinition" {
		return nil
	}
	return append([]solidity.Node{f}, p.overrides[id]...)
}

// stored says whether what an expression names outlives the transaction.
func (p *program) stored(n solidity.Node) bool {
	switch n.Text("nodeType") {
	case "Identifier":
		id, _ := n["referencedDeclaration"].(float64)
		d := p.nodes[id]
		is, _ := d["stateVariable"].(bool)
		return is && d.Text("storageLocation") != "transient"
	case "IndexAccess":
		return inStorage(n.Child("baseExpression"))
	case "MemberAccess":
		return inStorage(n.Child("expression"))
	case "TupleExpression":
		return slices.ContainsFunc(n.List("components"), p.stored)
	}
	return false
}

func inStorage(n solidity.Node) bool {
	return strings.Contains(n.Type(), "_storage") || strings.HasPrefix(n.Type(), "t_mapping$")
}
