package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// quoted is a marker and the block after it. The marker names a file below the root.
var quoted = regexp.MustCompile("(?m)^<!-- quote ([^ ]+) -->\n\n```([a-z]*)\n((?s:.*?))^```$")

// Requote returns a document in which every block after a line <!-- quote FILE --> holds that file of root.
func Requote(root, markdown string) (string, error) {
	var failed error
	renewed := quoted.ReplaceAllStringFunc(markdown, func(old string) string {
		m := quoted.FindStringSubmatch(old)
		if !filepath.IsLocal(m[1]) {
			failed = fmt.Errorf("quote %s: not below the root", m[1])
			return old
		}
		b, err := os.ReadFile(filepath.Join(root, m[1]))
		if err != nil {
			failed = fmt.Errorf("quote: %w", err)
			return old
		}
		return fmt.Sprintf("<!-- quote %s -->\n\n```%s\n%s```", m[1], m[2], b)
	})
	if n, found := strings.Count(markdown, "<!-- quote "), len(quoted.FindAllString(markdown, -1)); n != found && failed == nil {
		failed = fmt.Errorf("%d of %d quotations have no block after an empty line", n-found, n)
	}
	return renewed, failed
}
