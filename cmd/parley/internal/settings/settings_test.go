package settings

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var known = []string{"name", "hire", "free"}

// FuzzRead: a settings file is one JSON object of names that are known and plain values, or it is refused with its name.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"name": "run", "hire": 3, "free": true}`))
	f.Add([]byte(`{"name": "run"} {"hire": 3}`))
	f.Add([]byte(`{"name": ["a"]}`))
	f.Add([]byte(`{"sudo": 1}`))
	f.Add([]byte(`null`))
	path := filepath.Join(f.TempDir(), File)
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		values, err := read(path, known)
		if err != nil {
			if !strings.Contains(err.Error(), path) {
				t.Fatalf("%v does not name the file", err)
			}
			return
		}
		var naive map[string]any
		if err := json.Unmarshal(b, &naive); err != nil {
			t.Fatalf("%q was read as %v", b, values)
		}
		if len(naive) != len(values) {
			t.Fatalf("%q has %d settings, %d were read", b, len(naive), len(values))
		}
		for name := range values {
			if _, ok := naive[name]; !ok || !strings.Contains("name hire free", name) {
				t.Fatalf("%q has no setting %q", b, name)
			}
		}
	})
}
