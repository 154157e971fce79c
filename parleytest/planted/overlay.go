package planted

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Tag is the build tag with which a planted tree has its bugs.
const Tag = "parleybug"

// Plant writes to dir what go build -overlay needs to have the bugs in the tree at root, given -tags [Tag], and returns the
// overlay's name. Two bugs of one file are not planted together.
func Plant(root, dir string, bugs ...Bug) (overlay string, err error) {
	replace := make(map[string]string)
	lay := func(over, text string) error {
		name := filepath.Join(dir, strconv.Itoa(len(replace))+".go")
		replace[over] = name
		return os.WriteFile(name, []byte(text), 0o600)
	}
	for _, b := range bugs {
		files, err := b.Patched(root)
		if err != nil {
			return "", err
		}
		for file, wrong := range files {
			name := filepath.Join(root, filepath.FromSlash(file))
			right, err := os.ReadFile(name)
			if err != nil {
				return "", err
			}
			if err := lay(name, constrain(string(right), "!"+Tag)); err != nil {
				return "", err
			}
			if err := lay(filepath.Join(filepath.Dir(name), Tag+"_"+filepath.Base(name)), constrain(wrong, Tag)); err != nil {
				return "", err
			}
		}
	}
	b, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, b, 0o600)
}

var constraint = regexp.MustCompile(`(?m)^//go:build (.*)$`)

// constrain has a file built under one more condition.
func constrain(text, condition string) string {
	if own := constraint.FindStringSubmatch(text); own != nil {
		return strings.Replace(text, own[0], "//go:build ("+own[1]+") && "+condition, 1)
	}
	return "//go:build " + condition + "\n\n" + text
}
