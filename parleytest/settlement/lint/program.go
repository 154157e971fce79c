package lint

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// node is any of a syntax tree.
type node map[string]any

func (n node) text(field string) string { s, _ := n[field].(string); return s }

func (n node) child(field string) node { c, _ := n[field].(map[string]any); return c }

func (n node) list(field string) (all []node) {
	each, _ := n[field].([]any)
	for _, e := range each {
		if c, ok := e.(map[string]any); ok {
			all = append(all, c)
		}
	}
	return all
}

// name is a function's; constructors and fallbacks have a kind.
func (n node) name() string { return cmp.Or(n.text("name"), n.text("kind")) }

// is says what solc knows of an expression's type.
func (n node) is() string { return n.child("typeDescriptions").text("typeIdentifier") }

// at is where it begins in its source.
func (n node) at() int {
	at, _, _ := strings.Cut(n.text("src"), ":")
	i, _ := strconv.Atoi(at)
	return i
}

// below are the nodes right below it, in the order of the source.
func (n node) below() (all []node) {
	for _, v := range n {
		switch v := v.(type) {
		case map[string]any:
			if _, ok := v["nodeType"]; ok {
				all = append(all, v)
			}
		case []any:
			for _, e := range v {
				if c, ok := e.(map[string]any); ok && c["nodeType"] != nil {
					all = append(all, c)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b node) int { return cmp.Compare(a.at(), b.at()) })
	return all
}

// program is all that was compiled.
type program struct {
	nodes     map[float64]node   // declarations, by solc's ids
	overrides map[float64][]node // the functions that override one
}

func (p *program) index(n node) {
	if id, ok := n["id"].(float64); ok {
		p.nodes[id] = n
	}
	if bases, ok := n["baseFunctions"].([]any); ok {
		for _, b := range bases {
			id, _ := b.(float64)
			p.overrides[id] = append(p.overrides[id], n)
		}
	}
	for _, each := range n.below() {
		p.index(each)
	}
}

// called are the functions that a call may run, as far as it stays in its contract.
func (p *program) called(call node) []node {
	id, ok := call.child("expression")["referencedDeclaration"].(float64)
	if !ok {
		return nil
	}
	f := p.nodes[id]
	if f.text("nodeType") != "FunctionDefinition" {
		return nil
	}
	return append([]node{f}, p.overrides[id]...)
}

// stored says whether what an expression names outlives the transaction.
func (p *program) stored(n node) bool {
	switch n.text("nodeType") {
	case "Identifier":
		id, _ := n["referencedDeclaration"].(float64)
		d := p.nodes[id]
		is, _ := d["stateVariable"].(bool)
		return is && d.text("storageLocation") != "transient"
	case "IndexAccess":
		return inStorage(n.child("baseExpression"))
	case "MemberAccess":
		return inStorage(n.child("expression"))
	case "TupleExpression":
		return slices.ContainsFunc(n.list("components"), p.stored)
	}
	return false
}

func inStorage(n node) bool {
	return strings.Contains(n.is(), "_storage") || strings.HasPrefix(n.is(), "t_mapping$")
}
