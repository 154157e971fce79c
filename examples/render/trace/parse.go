package trace

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of a scene, checked while it is read.
const (
	MaxSceneBytes = 1 << 18
	MaxShapes     = 1 << 14
	MaxMaterials  = 256
	maxNumber     = 1e5 // meters, or whatever a number stands for
)

// Parse reads a scene; the package comment has the language. It reads no more
// than MaxSceneBytes and one byte. An error is an *Error where a line is to
// blame, and an error of r's otherwise.
func Parse(r io.Reader) (*Scene, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxSceneBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read scene: %w", err)
	}
	if len(text) > MaxSceneBytes {
		return nil, fmt.Errorf("scene has more than %d bytes", MaxSceneBytes)
	}
	if !utf8.Valid(text) {
		return nil, errors.New("scene is not UTF-8 text")
	}
	b := builder{scene: &Scene{}, names: map[string]int32{}, grammar: grammar()}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if err := b.line(words); err != nil {
			return nil, &Error{Line: number, Err: err}
		}
	}
	return b.finish()
}

// Error is what is wrong with a line of a scene, which is counted from 1.
type Error struct {
	Line int
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("scene, line %d: %v", e.Line, e.Err) }

func (e *Error) Unwrap() error { return e.Err }

// key is a word that numbers follow.
type key struct {
	word     string
	least    int // how many numbers
	most     int
	required bool
}

// rule is a verb: whether it takes a name, its keys, and what it does.
type rule struct {
	verb  string
	named bool
	keys  []key
	apply func(*builder, *statement) error
}

// statement is one line, taken apart.
type statement struct {
	verb    string
	name    string
	numbers map[string][]float64
}

func (b *builder) line(words []string) error {
	for i := range b.grammar {
		if b.grammar[i].verb == words[0] {
			s, err := b.grammar[i].read(words)
			if err != nil {
				return fmt.Errorf("%s: %w", words[0], err)
			}
			if err := b.grammar[i].apply(b, s); err != nil {
				return fmt.Errorf("%s: %w", words[0], err)
			}
			return nil
		}
	}
	verbs := make([]string, len(b.grammar))
	for i := range b.grammar {
		verbs[i] = b.grammar[i].verb
	}
	return fmt.Errorf("no such word as %q; a line begins with one of %s", clipped(words[0]), strings.Join(verbs, ", "))
}

func (r *rule) read(words []string) (*statement, error) {
	s := &statement{verb: words[0], numbers: map[string][]float64{}}
	words = words[1:]
	if r.named {
		if len(words) == 0 || isNumber(words[0]) {
			return nil, errors.New("a name is missing")
		}
		s.name, words = words[0], words[1:]
	}
	for len(words) > 0 {
		k := r.key(words[0])
		if k == nil {
			return nil, fmt.Errorf("%q is not expected here; it takes %s", clipped(words[0]), r.usage())
		}
		if _, twice := s.numbers[k.word]; twice {
			return nil, fmt.Errorf("%s is given twice", k.word)
		}
		numbers, err := k.read(words[1:])
		if err != nil {
			return nil, err
		}
		s.numbers[k.word] = numbers
		words = words[1+len(numbers):]
	}
	for _, k := range r.keys {
		if _, given := s.numbers[k.word]; k.required && !given {
			return nil, fmt.Errorf("%s is missing; it takes %s", k.word, r.usage())
		}
	}
	return s, nil
}

func (r *rule) key(word string) *key {
	for i := range r.keys {
		if r.keys[i].word == word {
			return &r.keys[i]
		}
	}
	return nil
}

func (r *rule) usage() string {
	var parts []string
	for _, k := range r.keys {
		p := k.word + " " + strings.TrimSpace(strings.Repeat("N ", k.least))
		if k.most > k.least {
			p += " ..."
		}
		if !k.required {
			p = "[" + p + "]"
		}
		parts = append(parts, p)
	}
	return strings.Join(parts, " ")
}

// read takes the numbers at the head of words.
func (k *key) read(words []string) ([]float64, error) {
	var numbers []float64
	for _, w := range words {
		if !isNumber(w) {
			break
		}
		f, err := strconv.ParseFloat(w, 64)
		if err != nil || math.IsNaN(f) || math.Abs(f) > maxNumber {
			return nil, fmt.Errorf("%s: %q is not a number from -%g to %g", k.word, clipped(w), maxNumber, maxNumber)
		}
		if len(numbers) == k.most {
			return nil, fmt.Errorf("%s takes at most %d numbers", k.word, k.most)
		}
		numbers = append(numbers, f)
	}
	if len(numbers) < k.least {
		return nil, fmt.Errorf("%s takes at least %d numbers, not %d", k.word, k.least, len(numbers))
	}
	return numbers, nil
}

// isNumber tells numbers from words by how they begin.
func isNumber(w string) bool {
	return strings.ContainsAny(w[:1], "0123456789.+-")
}

func clipped(w string) string {
	const most = 40
	if len(w) <= most {
		return w
	}
	return strings.ToValidUTF8(w[:most], "") + "..."
}

// vec returns the three numbers of a key, beginning at from.
func (s *statement) vec(word string, from int) vec {
	n := s.numbers[word]
	if len(n) < from+3 {
		return vec{}
	}
	return vec{n[from], n[from+1], n[from+2]}
}

// number returns the first number of a key, or what is said otherwise.
func (s *statement) number(word string, otherwise float64) float64 {
	if n := s.numbers[word]; len(n) > 0 {
		return n[0]
	}
	return otherwise
}

// within returns a number of a key, which must lie in a range.
func (s *statement) within(word string, low, high, otherwise float64) (float64, error) {
	f := s.number(word, otherwise)
	if f < low || f > high {
		return 0, fmt.Errorf("%s is %g: must be %g to %g", word, f, low, high)
	}
	return f, nil
}

// tint returns a color, whose parts must not be negative nor beyond most.
func (s *statement) tint(word string, most float64) (vec, error) {
	c := s.vec(word, 0)
	if min(c.x, c.y, c.z) < 0 || c.brightest() > most {
		return vec{}, fmt.Errorf("%s is %g %g %g: each part must be 0 to %g", word, c.x, c.y, c.z, most)
	}
	return c, nil
}
