package solidity

import (
	"fmt"
	"strings"
)

// Reasons reads a list of what stays as it is: on each line a name, then // and why. Lines that begin with # are for who reads the file.
func Reasons(file, text string) (map[string]string, error) {
	reasons := map[string]string{}
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, reason, ok := strings.Cut(line, " // ")
		if !ok || reason == "" {
			return nil, fmt.Errorf("%s, line %d: write the name, then // and the reason", file, i+1)
		}
		reasons[name] = reason
	}
	return reasons, nil
}
