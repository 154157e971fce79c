package solidity

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Node is any of a syntax tree, as solc writes it: its fields, by their names.
type Node map[string]any

// Text is a field that is text.
func (n Node) Text(field string) string { s, _ := n[field].(string); return s }

// Child is a field that is a node; nil where there is none.
func (n Node) Child(field string) Node { c, _ := n[field].(map[string]any); return c }

// List is a field that is a list of nodes.
func (n Node) List(field string) (all []Node) {
	each, _ := n[field].([]any)
	for _, e := range each {
		if c, ok := e.(map[string]any); ok {
			all = append(all, c)
		}
	}
	return all
}

// Name is a function's; constructors and fallbacks have a kind.
func (n Node) Name() string { return cmp.Or(n.Text("name"), n.Text("kind")) }

// Type says what solc knows of an expression's type.
func (n Node) Type() string { return n.Child("typeDescriptions").Text("typeIdentifier") }

// Span is where it stands in its source, in bytes.
func (n Node) Span() (from, to int) {
	parts := strings.Split(n.Text("src"), ":")
	if len(parts) != 3 {
		return 0, 0
	}
	from, _ = strconv.Atoi(parts[0])
	length, _ := strconv.Atoi(parts[1])
	return from, from + length
}

// Below are the nodes right below it, in the order of the source.
func (n Node) Below() (all []Node) {
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
	slices.SortStableFunc(all, func(a, b Node) int {
		x, _ := a.Span()
		y, _ := b.Span()
		return cmp.Compare(x, y)
	})
	return all
}
