package content_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/parley-p2p/parley/content"
)

var goodNames = []string{
	"a", "A", "stdout", "exitCode", "tile 12.png", ".hidden", "..a", "a..b", "...a", "-rf", "~", "~user", "%2e%2e", "$HOME", "a;b",
	"grüße", "世界", "🎨", "e\u0301", "CONSOLE", "COM", "COM10", "com1x", "LPTX", "auxiliary.txt", "nullable", "x.con", "a'b", "a&b", "[x]",
	"{x}", "(1)", "#", "@", "!", "^", "+", "=", ",", " leading", strings.Repeat("n", 255),
}

var badNames = badNameCorpus()

// badNameCorpus is the corpus that THREATS 5 asks for: at least 200 names that leave the directory on some system, mean
// a device on one, or lie on a terminal.
func badNameCorpus() []string {
	names := []string{"", ".", "..", "../", "../x", "../../etc/passwd", "/", "/etc/passwd", "a/b", "a/", "./a", "a/../b", "//", "a//b",
		`\`, `..\`, `..\x`, `..\..\x`, `C:\x`, `C:x`, `c:`, `\\server\share`, `\\?\C:\x`, `\\.\pipe\x`, `a\b`, "a:b", "file:stream", "x::$DATA",
		"a*", "a?", `a"b`, "a<b", "a>b", "a|b", "a.", "a..", "...", "....", "a ", " ", "  ", ". ", ".. ", "a. .", "\x00", "a\x00", "a\x00.png",
		"\x7f", "\u0080", "\u0085", "\u009b31m", "\x1b[2J", "a\nb", "a\rb", "a\tb", "\xff", "a\xffb", "\xc0\xae\xc0\xae", "\xed\xa0\x80",
		"../\u202e", strings.Repeat("n", 256), strings.Repeat("ü", 128), strings.Repeat("../", 40)}
	for c := range byte(0x20) {
		names = append(names, "ctl"+string(rune(c)))
	}
	devices := []string{"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
	for _, port := range strings.Split("0 1 2 3 4 5 6 7 8 9 ¹ ² ³", " ") {
		devices = append(devices, "com"+port, "lpt"+port)
	}
	for _, d := range devices {
		names = append(names, d, strings.ToUpper(d), d+".txt", d+" .tar.gz")
	}
	return names
}

func TestValidName(t *testing.T) {
	for _, name := range goodNames {
		if err := content.ValidName(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range badNames {
		if err := content.ValidName(name); !errors.Is(err, content.ErrName) {
			t.Errorf("%q: %v, want ErrName", name, err)
		}
	}
	if len(badNames) < 200 {
		t.Errorf("the corpus has %d names, 200 are promised", len(badNames))
	}
}

// FuzzValidName: a name that is accepted makes exactly one entry, with this name, in the directory that it is given to.
func FuzzValidName(f *testing.F) {
	for _, name := range append(goodNames, badNames...) {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if content.ValidName(name) != nil {
			return
		}
		if !utf8.ValidString(name) || strings.ContainsAny(name, "/\\:\x00") {
			t.Fatalf("%q was accepted", name)
		}
		root, dir := outRoot(t)
		if err := root.WriteFile(name, nil, 0o600); err != nil {
			t.Fatalf("%q was accepted and cannot be written: %v", name, err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 1 || entries[0].Name() != name {
			t.Fatalf("%q made %v, %v", name, entries, err)
		}
	})
}
