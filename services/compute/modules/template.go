package modules

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode/utf8"
)

// Bounds of values and of what a template makes of them, in bytes.
const (
	maxValues   = 32 << 10 // names and values together
	maxRendered = 512 << 10
	maxText     = 16 << 10 // of one subst or printf
)

const maxName = 64 // characters

var letters = regexp.MustCompile(`^[\pL_][\pL\pN_]*$`) // without its length, by which each process would begin with megabytes

// ValidName reports whether a value may have a name: what a template can write behind a dot.
func ValidName(s string) bool { return utf8.RuneCountInString(s) <= maxName && letters.MatchString(s) }

// value stands for one of the values: as its mark, quoted, or for what is written in the template.
type value struct {
	mark string // in the file
	text string // what it is
}

func (v *value) String() string { return quote(v.mark) }

func quote(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err) // of a string
	}
	return string(b)
}

// render fills a template in, with a mark for every value.
func render(text []byte, values map[string]string) (out []byte, marks map[string]string, err error) {
	if err := validValues(values); err != nil {
		return nil, nil, err
	}
	t, err := template.New("module").Option("missingkey=zero").Funcs(functions).Parse(string(text))
	if err != nil {
		return nil, nil, failed(BadModule, err, "choose another version, or have its author correct it", "the module's template cannot be read")
	}
	keys, err := prepare(t)
	if err != nil {
		return nil, nil, failed(BadModule, err, "choose another version, or have its author write it without", "the module's template cannot be used")
	}
	of := sha256.Sum256(text)
	data := map[string]*value{}
	marks = map[string]string{}
	for i, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(keys, name) {
			return nil, nil, failed(BadModule, nil, "give it what it has: "+orNothing(keys), "the module has no value %s", name)
		}
		mark := fmt.Sprintf("parley%xvalue%dx", of[:8], i)
		data[name], marks[mark] = &value{mark, values[name]}, values[name]
	}
	var b bounded
	if err := t.Execute(&b, data); err != nil {
		if m, ok := errors.AsType[missing](err); ok && m.keys[0] != "" {
			return nil, nil, failed(BadModule, nil, "give it one, as in --set "+m.keys[0]+"=TEXT", "the module has no value for %s, and none of its own", strings.Join(m.keys, ", "))
		}
		return nil, nil, failed(BadModule, err, "choose other values or another version, or have its author correct it", "the module's template cannot be filled in")
	}
	return b.Bytes(), marks, nil
}

func orNothing(keys []string) string {
	if len(keys) == 0 {
		return "nothing, it takes no values"
	}
	return strings.Join(keys, ", ")
}

func validValues(values map[string]string) error {
	size := 0
	for name, text := range values {
		if !ValidName(name) {
			return failed(BadName, nil, "write it as in Message=moo", "%q can be no name of a value", name)
		}
		if strings.ContainsRune(text, 0) || !isText(text) {
			return failed(BadName, nil, "give it in a file: as an input of the job", "the value of %s is no text", name)
		}
		size += len(name) + len(text)
	}
	if size > maxValues {
		return failed(BadName, nil, "give what is large as an input of the job", "the values have %d bytes, more than %d", size, maxValues)
	}
	return nil
}

func isText(s string) bool { return strings.ToValidUTF8(s, "") == s }

// bounded is a buffer that takes so much.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxRendered {
		return 0, fmt.Errorf("it makes more than %d bytes", maxRendered)
	}
	return b.Buffer.Write(p)
}

// missing are values that something is printed of, and that nobody gave.
type missing struct{ keys []string }

func (m missing) Error() string { return "no value for " + strings.Join(m.keys, ", ") }

// functions are all that a template has, beside if and with.
var functions = template.FuncMap{
	"subst":      func(format string, args ...any) (any, error) { return formatted(format, args, raw) },
	"subt":       func(format string, args ...any) (any, error) { return formatted(format, args, raw) },
	"printf":     func(format string, args ...any) (any, error) { return formatted(format, args, fmt.Sprint) },
	"json":       quoted,
	"encodeJson": quoted,
	"default":    func(other, v any) any { return quoted(first(v, other)) },
	"get":        func(v, other any) any { return first(v, other) },
	"eq":         func(a, b any) bool { return meant(a) == meant(b) },
	"ne":         func(a, b any) bool { return meant(a) != meant(b) },
	"printed":    printed,
}

// builtin are those of Go's that stay as they are.
var builtin = []string{"and", "or", "not"}

// none reports whether something is a value that nobody gave.
func none(v any) bool {
	switch v := v.(type) {
	case nil, nothing:
		return true
	case *value:
		return v == nil
	}
	return false
}

// nothing is what functions give that would need a value that nobody gave.
type nothing struct{}

// raw is a value as it stands between quotes.
func raw(args ...any) string {
	if v, is := args[0].(*value); is {
		return v.mark
	}
	return fmt.Sprint(args...)
}

// meant is what a value is, and not how it is written.
func meant(v any) string {
	switch v := v.(type) {
	case *value:
		if v == nil {
			return ""
		}
		return v.text
	default:
		return fmt.Sprint(v)
	}
}

func first(v, other any) any {
	if none(v) || meant(v) == "" {
		return other
	}
	return v
}

// quoted is text as JSON has it; a value is so already.
func quoted(v any) any {
	if text, is := v.(string); is {
		return quote(text)
	}
	return v
}

// formatted is a format of %s, %v and %q, without widths.
func formatted(format string, args []any, as func(...any) string) (any, error) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(format, "%")
		b.WriteString(before)
		if !found {
			break
		}
		if strings.HasPrefix(rest, "%") {
			b.WriteByte('%')
			format = rest[1:]
			continue
		}
		if len(rest) == 0 || !strings.ContainsRune("svqd", rune(rest[0])) || len(args) == 0 {
			return nil, errors.New("want %s for each of the arguments, and no other verbs")
		}
		if none(args[0]) {
			return nothing{}, nil
		}
		if text := as(args[0]); rest[0] == 'q' {
			b.WriteString(quote(text))
		} else {
			b.WriteString(text)
		}
		if b.Len() > maxText {
			return nil, fmt.Errorf("it makes more than %d bytes", maxText)
		}
		format, args = rest[1:], args[1:]
	}
	if len(args) > 0 {
		return nil, errors.New("want %s for each of the arguments")
	}
	return b.String(), nil
}

// printed is the last step of everything that is printed: it has no value that nobody gave.
func printed(keys string, v any) (any, error) {
	if none(v) {
		return nil, missing{strings.Split(keys, ", ")}
	}
	switch v.(type) {
	case string, bool, int, float64, *value:
		return v, nil
	}
	return nil, errors.New("it writes out what is no value")
}

// prepare refuses what could go on for ever, and has everything that is printed go through printed. It gives the names of all values.
func prepare(t *template.Template) (keys []string, err error) {
	if len(t.Templates()) > 1 || t.Tree == nil {
		return nil, errors.New("it is empty, or defines templates of its own")
	}
	err = walk(t.Root, func(n parse.Node) error {
		switch n := n.(type) {
		case *parse.RangeNode:
			return fmt.Errorf("it repeats something with range, on line %d", n.Line)
		case *parse.TemplateNode:
			return fmt.Errorf("it has a template of its own, on line %d", n.Line)
		case *parse.IdentifierNode:
			if _, ours := functions[n.Ident]; !ours && !slices.Contains(builtin, n.Ident) || n.Ident == "printed" {
				return fmt.Errorf("it calls %s, which is no function here", n.Ident)
			}
		case *parse.ActionNode:
			of := namesIn(n.Pipe)
			keys = append(keys, of...)
			if len(n.Pipe.Decl) == 0 {
				last := &parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Pos, Args: []parse.Node{
					parse.NewIdentifier("printed").SetPos(n.Pos).SetTree(t.Tree),
					&parse.StringNode{NodeType: parse.NodeString, Pos: n.Pos, Quoted: quote(strings.Join(of, ", ")), Text: strings.Join(of, ", ")},
				}}
				n.Pipe.Cmds = append(n.Pipe.Cmds, last)
			}
		case *parse.PipeNode:
			keys = append(keys, namesIn(n)...)
		}
		return nil
	})
	slices.Sort(keys)
	return slices.Compact(keys), err
}

// namesIn are the values that are named below a node.
func namesIn(n parse.Node) (keys []string) {
	_ = walk(n, func(n parse.Node) error {
		switch n := n.(type) {
		case *parse.FieldNode:
			keys = append(keys, n.Ident[0])
		case *parse.VariableNode:
			if n.Ident[0] == "$" && len(n.Ident) > 1 {
				keys = append(keys, n.Ident[1])
			}
		}
		return nil
	})
	return keys
}

// walk visits what is below a node first, and then the node.
func walk(n parse.Node, visit func(parse.Node) error) error {
	for _, below := range children(n) {
		if err := walk(below, visit); err != nil {
			return err
		}
	}
	return visit(n)
}

func children(n parse.Node) (below []parse.Node) {
	branch := func(b *parse.BranchNode) {
		below = append(below, b.Pipe, b.List)
		if b.ElseList != nil {
			below = append(below, b.ElseList)
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		below = slices.Clone(n.Nodes)
	case *parse.ActionNode:
		below = append(below, n.Pipe)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			below = append(below, c)
		}
	case *parse.CommandNode:
		below = slices.Clone(n.Args)
	case *parse.ChainNode:
		below = append(below, n.Node)
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	}
	return below
}
