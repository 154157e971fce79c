package jobfile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/parley-p2p/parley/messages"
)

// Problem is something in a file that cannot be had.
type Problem struct {
	Path string // of the field, as in Tasks[0].Engine.Type; empty: the file itself
	What string
}

func (p Problem) String() string {
	if p.Path == "" {
		return p.What
	}
	return p.Path + ": " + p.What
}

// Problems are all that is wrong with a file, in the order of its fields.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

const maxProblems = 100

// field is a value with the path to it. A nil node is a field that is not there.
type field struct {
	*node
	path string
	book *book
}

// book is where problems and notes are written.
type book struct {
	problems Problems
	notes    []string
	foreign  bool     // the file is somebody else's, and
	values   []string // these are of whoever runs it
}

// wrong writes a problem, on a line of its own whatever the file has put into the names of fields.
func (f field) wrong(format string, args ...any) {
	if len(f.book.problems) < maxProblems {
		f.book.problems = append(f.book.problems, Problem{messages.Printable(clip(f.path)), messages.Printable(fmt.Sprintf(format, args...))})
	}
}

func (f field) note(format string, args ...any) {
	f.book.notes = append(f.book.notes, f.path+": "+fmt.Sprintf(format, args...))
}

// template is what is said of one: bacalhau fills in what is between {{ and }}, from its flags and the environment.
const template = "it is a template, with {{…}} in it, which is not filled in here: write what that stands for"

// templates finds those in text and in names of fields.
func (f field) templates() {
	if strings.Contains(f.text, "{{") {
		f.wrong("%s", template)
	}
	for i, item := range f.items {
		path := fmt.Sprintf("%s[%d]", f.path, i)
		if f.kind == object {
			path = join(f.path, f.keys[i])
			if strings.Contains(f.keys[i], "{{") {
				field{nil, path, f.book}.wrong("%s", template)
			}
		}
		field{item, path, f.book}.templates()
	}
}

func (f field) there() bool { return f.node != nil && !f.null }

// object looks the known fields up by their names, which may be in any case, and refuses all others.
func (f field) object(known ...string) map[string]field {
	got := map[string]field{}
	for _, name := range known {
		got[name] = field{nil, join(f.path, name), f.book}
	}
	if !f.there() {
		return got
	}
	if f.kind != object {
		f.wrong("want an object, with the fields %s", strings.Join(known, ", "))
		return got
	}
	for i, key := range f.keys {
		at := slices.IndexFunc(known, func(name string) bool { return strings.EqualFold(name, key) })
		switch {
		case at < 0:
			field{nil, join(f.path, clip(key)), f.book}.wrong("there is no such field")
		case got[known[at]].node != nil:
			got[known[at]].wrong("it is there twice")
		default:
			got[known[at]] = field{f.items[i], join(f.path, known[at]), f.book}
		}
	}
	return got
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// clip makes text of the file short enough to be told.
func clip(s string) string {
	if len(s) > 120 {
		s = strings.ToValidUTF8(s[:117], "") + "…"
	}
	return s
}

func (f field) list() (all []field) {
	if !f.there() {
		return nil
	}
	if f.kind != list {
		f.wrong("want a list")
		return nil
	}
	for i, item := range f.items {
		all = append(all, field{item, fmt.Sprintf("%s[%d]", f.path, i), f.book})
	}
	return all
}

// string is the text of a scalar; numbers and truth are text, too.
func (f field) string() string {
	if !f.there() {
		return ""
	}
	if f.kind != scalar {
		f.wrong("want text")
		return ""
	}
	return f.text
}

func (f field) strings() (all []string) {
	for _, item := range f.list() {
		all = append(all, item.string())
	}
	return all
}

// integer reads a whole number from least to most; other is what a field means that is not there.
func (f field) integer(other, least, most int64) int64 {
	if !f.there() {
		return other
	}
	n, err := strconv.ParseInt(f.string(), 10, 64)
	if err != nil || n < least || n > most {
		f.wrong("want a whole number from %d to %d, not %q", least, most, clip(f.text))
		return other
	}
	return n
}

// pairs are the names and values of an object whose fields anybody may name.
func (f field) pairs() (all []field) {
	if !f.there() {
		return nil
	}
	if f.kind != object {
		f.wrong("want an object")
		return nil
	}
	for i, key := range f.keys {
		all = append(all, field{f.items[i], join(f.path, key), f.book})
	}
	return all
}
