package mutants

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/parleytest/settlement/solidity"
)

// Mutant is one mistake in one place of a source.
type Mutant struct {
	Source   string // "src/Escrow.sol"
	Function string
	Line     int
	Old, New string
	Nth      int // of those of the function that read the same; 0 is the first

	from, to int // bytes
}

// String names it. A name stays as it is while its function does.
func (m Mutant) String() string {
	name := fmt.Sprintf("%s %s: %s -> %s", path.Base(m.Source), m.Function, oneLine(m.Old), oneLine(m.New))
	if m.Nth > 0 {
		name += fmt.Sprintf(" (%d)", m.Nth+1)
	}
	return name
}

func oneLine(code string) string {
	if code == "" {
		return "nothing"
	}
	return strings.Join(strings.Fields(code), " ")
}

// In is the tree with the mistake.
func (m Mutant) In(t *solidity.Tree) *solidity.Tree {
	text := t.Text(m.Source)
	return t.With(m.Source, text[:m.from]+m.New+text[m.to:])
}

// Of are all the mutants of the contracts that money is in, in the order of their sources.
func Of(ctx context.Context, t *solidity.Tree) ([]Mutant, error) {
	trees, err := t.ASTs(ctx)
	if err != nil {
		return nil, err
	}
	var all []Mutant
	for source, raw := range trees {
		if solidity.Contract(source) == "" {
			continue
		}
		var tree solidity.Node
		if err := json.Unmarshal(raw, &tree); err != nil {
			return nil, fmt.Errorf("the syntax tree of %s: %w", source, err)
		}
		w := walker{source: source, text: t.Text(source)}
		w.walk(tree, "")
		all = append(all, w.found...)
	}
	slices.SortFunc(all, func(a, b Mutant) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.New, b.New))
	})
	same := map[string]int{}
	for i, m := range all {
		all[i].Nth = same[m.String()]
		same[m.String()]++
	}
	return all, nil
}

type walker struct {
	source, text string
	found        []Mutant
}

// walk visits all below a node.
func (w *walker) walk(n solidity.Node, function string) {
	kind := n.Text("nodeType")
	switch kind {
	case "FunctionDefinition":
		function = n.Name()
	case "EventDefinition", "ErrorDefinition", "StructDefinition", "EnumDefinition", "ImportDirective", "InlineAssembly", "ParameterList":
		return
	}
	if function != "" {
		w.mutate(n, kind, function)
	}
	fields := make([]string, 0, len(n))
	for field := range n {
		fields = append(fields, field)
	}
	slices.Sort(fields)
	for _, field := range fields {
		switch below := n[field].(type) {
		case map[string]any:
			w.walk(below, function)
		case []any:
			for _, each := range below {
				if c, ok := each.(map[string]any); ok {
					w.walk(c, function)
				}
			}
		}
	}
}

func (w *walker) add(function string, from, to int, mistakes ...string) {
	for _, m := range mistakes {
		if old := w.text[from:to]; old != m {
			w.found = append(w.found, Mutant{Source: w.source, Function: function, Line: 1 + strings.Count(w.text[:from], "\n"), Old: old, New: m, from: from, to: to})
		}
	}
}

// operators are taken for each other.
var operators = map[string][]string{
	"<": {"<=", ">="}, "<=": {"<", ">"}, ">": {">=", "<="}, ">=": {">", "<"}, "==": {"!="}, "!=": {"=="}, "&&": {"||"}, "||": {"&&"},
	"+": {"-"}, "-": {"+"}, "*": {"/"}, "/": {"*"}, "%": {"/"}, "<<": {">>"}, ">>": {"<<"}, "&": {"|"}, "|": {"&"},
	"+=": {"-="}, "-=": {"+="}, "++": {"--"}, "--": {"++"},
}

func (w *walker) mutate(n solidity.Node, kind, function string) {
	from, to := n.Span()
	switch kind {
	case "BinaryOperation":
		if op := n.Text("operator"); op == "==" || op == "!=" { // an if is false or true already
			return
		}
		_, left := n.Child("leftExpression").Span()
		right, _ := n.Child("rightExpression").Span()
		w.operator(function, left, right, n.Text("operator"))
	case "Assignment":
		_, left := n.Child("leftHandSide").Span()
		right, _ := n.Child("rightHandSide").Span()
		w.operator(function, left, right, n.Text("operator"))
	case "IfStatement":
		from, to := n.Child("condition").Span()
		w.add(function, from, to, "false")
		if n.Child("trueBody").Text("nodeType") != "RevertStatement" { // what always refuses is noticed by everybody
			w.add(function, from, to, "true")
		}
	case "UnaryOperation":
		below, _ := n.Child("subExpression").Span()
		if n.Text("operator") == "!" {
			w.add(function, from, below, "")
		}
	case "Literal":
		switch value := n.Text("value"); n.Text("kind") {
		case "bool":
			w.add(function, from, to, map[string]string{"true": "false", "false": "true"}[value])
		case "number":
			w.add(function, from, to, "("+w.text[from:to]+" + 1)")
		}
	case "Conditional":
		yes, yesEnd := n.Child("trueExpression").Span()
		no, noEnd := n.Child("falseExpression").Span()
		w.add(function, from, to, w.text[yes:yesEnd], w.text[no:noEnd])
	case "ExpressionStatement", "EmitStatement":
		if n.Child("expression").Text("nodeType") != "UnaryOperation" { // of a loop
			w.add(function, from, to+1, ";")
		}
	case "ModifierInvocation":
		w.add(function, from, to, "")
	case "Break", "Continue":
		w.add(function, from, to, "")
	}
}

// operator is between two operands.
func (w *walker) operator(function string, left, right int, is string) {
	at := strings.Index(w.text[left:right], is)
	if at >= 0 {
		w.add(function, left+at, left+at+len(is), operators[is]...)
	}
}
