package picture_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// terminal is as much of one as a Screen needs: it wraps, scrolls, moves and
// clears, and fails the test on anything else.
type terminal struct {
	t             *testing.T
	columns, rows int
	cells         [][]string // what each shows: a color sequence and a letter
	x, y          int
	style         string
	scrolled      int
}

func newTerminal(t *testing.T, columns, rows int) *terminal {
	term := &terminal{t: t, columns: columns, rows: rows}
	for range rows {
		term.cells = append(term.cells, make([]string, columns))
	}
	return term
}

func (m *terminal) Write(b []byte) (int, error) {
	text := string(b)
	for len(text) > 0 {
		switch {
		case strings.HasPrefix(text, "\x1b["):
			end := strings.IndexAny(text, "AmKJ")
			if end < 0 {
				m.t.Fatalf("sequence %q has no end", text)
			}
			m.obey(text[2:end], text[end])
			text = text[end+1:]
		case text[0] == '\n':
			m.x = 0
			m.down()
			text = text[1:]
		case text[0] == '\r':
			m.x = 0
			text = text[1:]
		default:
			r, size := utf8.DecodeRuneInString(text)
			if r < ' ' || r == 0x7f {
				m.t.Fatalf("control character %q", r)
			}
			if m.x == m.columns {
				m.t.Fatalf("a line is longer than %d columns", m.columns)
			}
			m.cells[m.y][m.x] = m.style + string(r)
			m.x++
			text = text[size:]
		}
	}
	return len(b), nil
}

func (m *terminal) down() {
	if m.y++; m.y == m.rows {
		m.y--
		m.scrolled++
		m.cells = append(m.cells[1:], make([]string, m.columns))
	}
}

func (m *terminal) obey(parameters string, command byte) {
	switch command {
	case 'm':
		if m.style = parameters; parameters == "0" {
			m.style = ""
		}
	case 'A':
		n := 0
		if _, err := fmt.Sscan(parameters, &n); err != nil {
			m.t.Fatal(err)
		}
		if m.y -= n; m.y < 0 {
			m.t.Fatalf("moved %d lines above the screen", -m.y)
		}
	case 'K':
		clear(m.cells[m.y][m.x:])
	case 'J':
		clear(m.cells[m.y][m.x:])
		for y := m.y + 1; y < m.rows; y++ {
			clear(m.cells[y])
		}
	}
}

// lines returns the letters on the screen, without trailing blanks and lines.
func (m *terminal) lines() []string {
	var all []string
	for _, row := range m.cells {
		var b strings.Builder
		for _, c := range row {
			if c == "" {
				c = " "
			}
			r := []rune(c)
			b.WriteRune(r[len(r)-1])
		}
		all = append(all, strings.TrimRight(b.String(), " "))
	}
	for len(all) > 0 && all[len(all)-1] == "" {
		all = all[:len(all)-1]
	}
	return all
}
