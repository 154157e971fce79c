package lint

import (
	"slices"
	"strings"

	"github.com/parley-p2p/parley/parleytest/settlement/solidity"
)

// walk goes through one function, in the order in which it runs, and through what it calls of its own contract and of libraries.
type walk struct {
	program *program
	running []solidity.Node // of the calls
	called  bool            // another contract, which may have called back
	wrote   bool
	late    bool // after such a call
	told    bool // an event
	found   []string
}

// function says what is found in one.
func (p *program) function(f solidity.Node) []string {
	w := walk{program: p}
	w.run(f)
	visible := f.Text("visibility") == "external" || f.Text("visibility") == "public"
	if !visible || f.Text("kind") == "constructor" {
		return w.found
	}
	var guarded bool
	for _, m := range f.List("modifiers") {
		switch m.Child("modifierName").Text("name") {
		case "nonReentrant":
			guarded = true
		case "nonReentrantView":
		default:
			w.found = append(w.found, unknown)
		}
	}
	switch {
	case w.late && guarded:
		w.found = append(w.found, behindGuard)
	case w.late:
		w.found = append(w.found, after)
	}
	if w.wrote && !w.told {
		w.found = append(w.found, silent)
	}
	return w.found
}

// run goes through a function's body; what is found below is found where that is declared.
func (w *walk) run(f solidity.Node) {
	if slices.ContainsFunc(w.running, func(other solidity.Node) bool { return other["id"] == f["id"] }) {
		return
	}
	w.running = append(w.running, f)
	w.visit(f.Child("body"))
	w.running = w.running[:len(w.running)-1]
}

func (w *walk) find(what string) {
	if len(w.running) == 1 {
		w.found = append(w.found, what)
	}
}

func (w *walk) write() { w.wrote, w.late = true, w.late || w.called }

func (w *walk) below(n solidity.Node) {
	for _, each := range n.Below() {
		w.visit(each)
	}
}

// either runs one or the other.
func (w *walk) either(yes, no solidity.Node) {
	before := w.called
	w.visit(yes)
	after := w.called
	w.called = before
	w.visit(no)
	w.called = w.called || after
}

func (w *walk) visit(n solidity.Node) {
	switch n.Text("nodeType") {
	case "ForStatement", "WhileStatement", "DoWhileStatement":
		w.below(n) // and again, for what comes of the turn before
		w.below(n)
	case "IfStatement":
		w.visit(n.Child("condition"))
		w.either(n.Child("trueBody"), n.Child("falseBody"))
	case "Conditional":
		w.visit(n.Child("condition"))
		w.either(n.Child("trueExpression"), n.Child("falseExpression"))
	case "Assignment":
		w.visit(n.Child("rightHandSide"))
		w.visit(n.Child("leftHandSide"))
		if w.program.stored(n.Child("leftHandSide")) {
			w.write()
		}
	case "UnaryOperation":
		w.below(n)
		if op := n.Text("operator"); (op == "++" || op == "--" || op == "delete") && w.program.stored(n.Child("subExpression")) {
			w.write()
		}
	case "ExpressionStatement":
		if call := n.Child("expression"); call.Text("nodeType") == "FunctionCall" && leaves(call) && call.Type() != "t_tuple$__$" {
			w.find(unchecked)
		}
		w.below(n)
	case "EmitStatement":
		w.below(n)
		w.told = true
	case "MemberAccess":
		if n.Text("memberName") == "origin" && n.Child("expression").Type() == "t_magic_transaction" {
			w.find(origin)
		}
		w.below(n)
	case "FunctionCall":
		w.call(n)
	case "YulFunctionCall":
		w.instruction(n)
	default:
		w.below(n)
	}
}

// call is of a function, of this contract or another, or of what solc has built in.
func (w *walk) call(n solidity.Node) {
	w.below(n)
	is := n.Child("expression").Type()
	switch {
	case strings.HasPrefix(is, "t_function_baredelegatecall"), strings.HasPrefix(is, "t_function_delegatecall"):
		w.find(delegates)
		w.called = true
	case strings.HasPrefix(is, "t_function_selfdestruct"):
		w.find(destructs)
	case strings.HasPrefix(is, "t_function_arraypush"), strings.HasPrefix(is, "t_function_arraypop"):
		w.write()
	case leaves(n):
		if !looks(is) {
			w.called = true
		}
	default:
		for _, f := range w.program.called(n) {
			w.run(f)
		}
	}
}

// leaves says whether a call is of another contract.
func leaves(call solidity.Node) bool {
	is := call.Child("expression").Type()
	return slices.ContainsFunc([]string{"external", "barecall", "barestaticcall", "baredelegatecall", "send", "transfer", "creation"},
		func(kind string) bool { return strings.HasPrefix(is, "t_function_"+kind+"_") })
}

// looks says whether a function may change nothing, and so what it calls neither.
func looks(is string) bool {
	of, _, _ := strings.Cut(is, "$")
	return strings.HasSuffix(of, "_view") || strings.HasSuffix(of, "_pure") || strings.HasPrefix(is, "t_function_barestaticcall")
}

// instruction is one of assembly.
func (w *walk) instruction(n solidity.Node) {
	w.below(n)
	switch n.Child("functionName").Text("name") {
	case "call", "callcode", "create", "create2":
		w.called = true
	case "delegatecall":
		w.find(delegates)
		w.called = true
	case "selfdestruct":
		w.find(destructs)
	case "sstore":
		w.write()
	case "log0", "log1", "log2", "log3", "log4":
		w.told = true
	case "pop":
		for _, dropped := range n.List("arguments") {
			switch dropped.Child("functionName").Text("name") {
			case "call", "callcode", "delegatecall", "staticcall":
				w.find(unchecked)
			}
		}
	}
}
