package mutants

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/parleytest/settlement/solidity"
)

// What is made of a condition and of a statement, from a tree as solc gives it; what is outside of functions stays as it is.
func TestMistakes(t *testing.T) {
	const text = "uint n = 7; function f() { if (a < 3) x += 1; }"
	at := func(code string) string {
		from := strings.Index(text, code)
		b, _ := json.Marshal(from)
		l, _ := json.Marshal(len(code))
		return `"src": "` + string(b) + ":" + string(l) + `:0"`
	}
	tree := `{"nodeType": "ContractDefinition", "nodes": [
		{"nodeType": "VariableDeclaration", "value": {"nodeType": "Literal", "kind": "number", "value": "7", ` + at("7") + `}},
		{"nodeType": "FunctionDefinition", "name": "f", "body": {"nodeType": "IfStatement",
			"condition": {"nodeType": "BinaryOperation", "operator": "<", ` + at("a < 3") + `,
				"leftExpression": {"nodeType": "Identifier", ` + at("a < 3")[:len(at("a < 3"))-4] + `1:0"},
				"rightExpression": {"nodeType": "Literal", "kind": "number", "value": "3", ` + at("3") + `}},
			"trueBody": {"nodeType": "ExpressionStatement", ` + at("x += 1") + `, "expression": {"nodeType": "Assignment", "operator": "+=", ` + at("x += 1") + `,
				"leftHandSide": {"nodeType": "Identifier", ` + at("x += 1")[:len(at("x += 1"))-4] + `1:0"},
				"rightHandSide": {"nodeType": "Literal", "kind": "number", "value": "1", ` + at("1;")[:len(at("1;"))-4] + `1:0"}}}}}]}`
	var n solidity.Node
	if err := json.Unmarshal([]byte(tree), &n); err != nil {
		t.Fatal(err)
	}
	w := walker{source: "src/F.sol", text: text}
	w.walk(n, "")
	var got []string
	for _, m := range w.found {
		got = append(got, text[:m.from]+m.New+text[m.to:])
	}
	f := func(body string) string { return "uint n = 7; function f() { " + body + " }" }
	want := []string{
		f("if (false) x += 1;"), f("if (true) x += 1;"), f("if (a <= 3) x += 1;"), f("if (a >= 3) x += 1;"), f("if (a < (3 + 1)) x += 1;"),
		f("if (a < 3) ;"), f("if (a < 3) x -= 1;"), f("if (a < 3) x += (1 + 1);"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The list of survivors is one of reasons.
func TestSurvivors(t *testing.T) {
	reasons, err := Survivors()
	if err != nil {
		t.Fatal(err)
	}
	for name, reason := range reasons {
		if !strings.Contains(name, " -> ") || len(reason) < 10 {
			t.Errorf("%q: %q", name, reason)
		}
	}
}

// A mutant is noticed by a test that failed, and not by forge that did not run.
func TestFailed(t *testing.T) {
	for said, want := range map[string]string{
		"[PASS] test_a() (gas: 1)\n\x1b[31m[FAIL: held: 1 != [2]]\x1b[0m test_hold_isAllOrNothing() (gas: 2)\n":                                                                                                                                 "test_hold_isAllOrNothing",
		"Suite result: FAILED\n[FAIL: open failed: 1 != 0]\n\t[Sequence] (original: 40, shrunk: 1)\n\t\tsender=0xb98e addr=[test/Handler.sol:Handler]0x59 calldata=open(uint256,uint96[6]) args=[24, [5.3e28]]\n invariant_holds() (runs: 4)\n": "invariant_holds",
		"Error: Compiler run failed":      "",
		"forge.sh: solc is not installed": "",
	} {
		if got := failed(said); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}
