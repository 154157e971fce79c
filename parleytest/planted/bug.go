package planted

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Bug is a patch of the product that breaks one of its promises.
type Bug struct {
	Name   string
	Author string // "suite" knows the suites, "blind" had not seen them
	Breaks string
	Edits  []Edit
}

// Edit replaces a text that occurs exactly once in a file.
type Edit struct{ File, Old, New string }

//go:embed bugs
var texts embed.FS

// Bugs are all of them, by author and name.
func Bugs() ([]Bug, error) {
	var all []Bug
	err := fs.WalkDir(texts, "bugs", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(texts, name)
		if err != nil {
			return err
		}
		b, err := parse(string(text))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		b.Author, b.Name = path.Base(path.Dir(name)), strings.TrimSuffix(path.Base(name), ".txt")
		all = append(all, b)
		return nil
	})
	return all, err
}

func parse(text string) (b Bug, err error) {
	var file string
	var part *string // of the edit that is read
	for line := range strings.Lines(text) {
		name, is := strings.CutPrefix(line, "file: ")
		why, explains := strings.CutPrefix(line, "breaks: ")
		switch {
		case is:
			file, part = strings.TrimSpace(name), nil
		case line == "--- old\n":
			b.Edits = append(b.Edits, Edit{File: file})
			part = &b.Edits[len(b.Edits)-1].Old
		case line == "--- new\n" && len(b.Edits) > 0:
			part = &b.Edits[len(b.Edits)-1].New
		case part != nil:
			*part += line
		case explains:
			b.Breaks = strings.TrimSpace(why)
		case strings.TrimSpace(line) != "":
			return b, fmt.Errorf("%q is neither file:, breaks:, --- old nor --- new", line)
		}
	}
	if b.Breaks == "" || len(b.Edits) == 0 {
		return b, errors.New("it does not say what it breaks, or how")
	}
	for _, e := range b.Edits {
		if e.File == "" || e.Old == "" || e.Old == e.New {
			return b, fmt.Errorf("an edit of %q changes nothing", e.File)
		}
	}
	return b, nil
}

// OnChain reports whether the bug is one of the contracts' clients, which the simulator does without.
func (b Bug) OnChain() bool {
	return !slices.ContainsFunc(b.Edits, func(e Edit) bool { return !strings.HasPrefix(e.File, "contracts/") })
}

// Patched are the files under root that the bug changes, by their path there, as it leaves them.
func (b Bug) Patched(root string) (map[string]string, error) {
	files := make(map[string]string)
	for _, e := range b.Edits {
		text, ok := files[e.File]
		if !ok {
			read, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(e.File)))
			if err != nil {
				return nil, fmt.Errorf("bug %s: %w", b.Name, err)
			}
			text = string(read)
		}
		if n := strings.Count(text, e.Old); n != 1 {
			return nil, fmt.Errorf("bug %s: this occurs %d times in %s, want once; have the bug follow the code:\n%s", b.Name, n, e.File, e.Old)
		}
		files[e.File] = strings.Replace(text, e.Old, e.New, 1)
	}
	return files, nil
}
