package content

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxNameBytes is the longest name that the usual file systems take.
const maxNameBytes = 255

// ValidName says whether a file or directory may have this name. One rule for what is added and what is exported, on
// every system, so that a tree that one side could make is a tree that the other can write: no separators, no control
// characters, nothing that Windows reserves. The error wraps ErrName, quotes the name and says what to change.
func ValidName(name string) error {
	if reason := unsafeName(name); reason != "" {
		return fmt.Errorf("%w: %.80q %s; rename it", ErrName, name, reason)
	}
	return nil
}

func unsafeName(name string) string {
	switch {
	case name == "":
		return "is empty"
	case len(name) > maxNameBytes:
		return fmt.Sprintf("is longer than %d bytes", maxNameBytes)
	case !utf8.ValidString(name):
		return "is not UTF-8"
	case name == "." || name == "..":
		return "means a directory"
	case strings.ContainsFunc(name, unicode.IsControl):
		return "contains a control character"
	case strings.ContainsAny(name, `/\`):
		return "contains a path separator"
	case strings.ContainsAny(name, `<>:"|?*`):
		return `contains one of < > : " | ? *`
	case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return "ends in a dot or a space"
	case isDevice(name):
		return "is a device on Windows"
	case !filepath.IsLocal(name):
		return "leaves its directory"
	}
	return ""
}

// isDevice knows the names that Windows opens as devices in any directory, whatever their extension:
// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
func isDevice(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	port, ok := strings.CutPrefix(base, "COM")
	if !ok {
		port, ok = strings.CutPrefix(base, "LPT")
	}
	return ok && utf8.RuneCountInString(port) == 1 && strings.Contains("0123456789¹²³", port)
}
