package arch

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// generated is Go's own mark of a file that nobody writes (https://go.dev/s/generatedcode).
var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// A file is a noun, a page or three: what is longer than 500 lines holds more than one.
func TestFilesAreShort(t *testing.T) {
	const most, few = 500, 100
	read := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && (name == "node_modules" || name == "testdata" || strings.HasPrefix(name, ".") && name != ".."):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(name) != ".go":
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		read++
		if lines := bytes.Count(text, []byte("\n")); lines > most && !generated.Match(text) {
			t.Errorf("%s has %d lines, more than %d: move what belongs elsewhere", path, lines, most)
		}
		return nil
	})
	if err != nil || read < few {
		t.Errorf("%d files were read, %v", read, err)
	}
}
