package spec

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/parley-p2p/parley/protocol"
)

// The lines between which SPEC.md is generated.
const (
	begin = "<!-- generated from protocol.Transitions by go run ./internal/spec/diagram -->"
	end   = "<!-- end of what is generated -->"
)

// Table is the legal moves as a table and as a state diagram, in Markdown. It is the same every time.
func Table() string {
	var rows, arrows strings.Builder
	rows.WriteString("| from | by | kind | to | |\n|---|---|---|---|---|\n")
	arrows.WriteString("```mermaid\nstateDiagram-v2\n    [*] --> Open\n")
	final := make(map[protocol.Phase]bool)
	var finals []protocol.Phase
	for t := range protocol.Transitions() {
		kind, arrow := "–", "time"
		if t.Kind != 0 {
			kind = t.Kind.Name()
			arrow = t.By.String() + " " + kind
		}
		fmt.Fprintf(&rows, "| %s | %s | %s | %s | %s |\n", t.From, t.By, kind, t.To, t.Note)
		fmt.Fprintf(&arrows, "    %s --> %s: %s\n", t.From, t.To, arrow)
		if t.To.Final() && !final[t.To] {
			final[t.To] = true
			finals = append(finals, t.To)
		}
	}
	for _, p := range finals {
		fmt.Fprintf(&arrows, "    %s --> [*]\n", p)
	}
	return rows.String() + "\n" + arrows.String() + "```\n"
}

// Renew returns a SPEC.md with its generated block made anew.
func Renew(spec []byte) ([]byte, error) {
	before, rest, ok := bytes.Cut(spec, []byte(begin+"\n"))
	_, after, closed := bytes.Cut(rest, []byte(end+"\n"))
	if !ok || !closed {
		return nil, errors.New("SPEC.md has lost the lines around its table: " + begin + " … " + end)
	}
	return bytes.Join([][]byte{before, []byte(begin + "\n" + Table() + end + "\n"), after}, nil), nil
}
