package jobfile

import (
	"fmt"
	"slices"
	"strings"
)

// ParseModule reads a job file that was made from somebody else's template, with marks where the values of whoever runs it go:
// values are those, by their marks. A value is put where its mark is once the structure of the file is known, so that no value
// changes it, whatever is in it. A mark is in no name of a field.
//
// Beside what [Parse] takes it takes what modules were written in before job files had tasks: {"APIVersion": "V1beta1", "Spec": …},
// alone or in {"machine": …, "job": …}. What is on this machine is read only where a value, and nothing but it, names it, and
// what a URL gives only where anybody could have it: see [Source]. Its error is of the type [Problems].
func ParseModule(text []byte, values map[string]string) (*File, error) {
	root, err := read(text)
	if err == nil {
		err = fill(root, values)
	}
	if err != nil {
		return nil, Problems{{What: err.Error()}}
	}
	b := &book{foreign: true}
	for _, v := range values {
		b.values = append(b.values, v)
	}
	f := &File{}
	switch {
	case has(root, "job") || has(root, "Spec"):
		f.early(field{root, "", b})
	default:
		f.job(field{root, "", b})
	}
	if len(b.problems) > 0 {
		return nil, b.problems
	}
	f.Notes = b.notes
	return f, nil
}

// fill puts values where their marks are.
func fill(n *node, values map[string]string) error {
	size, marks := 0, []string{}
	for mark, value := range values {
		marks = append(marks, mark, value)
	}
	in := strings.NewReplacer(marks...)
	var each func(*node) error
	each = func(n *node) error {
		for _, key := range n.keys {
			if filled := in.Replace(key); filled != key {
				return fmt.Errorf("a value would be the name of a field, %q", clip(filled))
			}
		}
		for mark, value := range values {
			size += strings.Count(n.text, mark) * len(value)
		}
		if size += len(n.text); size > MaxFile {
			return fmt.Errorf("with its values it is larger than %d bytes", MaxFile)
		}
		n.text = in.Replace(n.text)
		for _, item := range n.items {
			if err := each(item); err != nil {
				return err
			}
		}
		return nil
	}
	return each(n)
}

func has(n *node, name string) bool {
	return n.kind == object && slices.ContainsFunc(n.keys, func(key string) bool { return strings.EqualFold(key, name) })
}

// allowed holds what a stranger's file names to what anybody could have.
func (f field) allowed(s Source) Source {
	switch {
	case !f.book.foreign:
	case s.Path != "" && !slices.Contains(f.book.values, s.Path):
		f.wrong("a module does not choose what it gets of this machine, %q: whoever runs it names that, in a value", clip(s.Path))
	case s.URL != "" && !slices.Contains(f.book.values, s.URL):
		s.Public = true
	}
	return s
}
