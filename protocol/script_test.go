package protocol_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

var update = flag.Bool("update", false, "write what the scripts print into testdata; read the difference before you commit it")

// Each file of testdata is a story: lines as package script plays them, each followed by what came of it ("> ..."). A line
// "start ROLE limit=value …" begins anew as one party sees it. Every refusal on the way is checked to leave no trace, and
// the free check to agree with the full one. The requirements are cited in the files.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	made := make(map[[2]protocol.Phase]bool)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(want), made)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" && !*update {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		})
	}
	for row := range protocol.Transitions() {
		if !made[[2]protocol.Phase{row.From, row.To}] {
			t.Errorf("no script makes the move from %s to %s by %s (%s)", row.From, row.To, row.By, row.Kind.Name())
		}
	}
}

// play runs a script and returns it with what it prints. made collects the moves.
func play(t *testing.T, text string, made map[[2]protocol.Phase]bool) string {
	t.Helper()
	var out strings.Builder
	var deal *script.Deal
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, ">") {
			continue
		}
		out.WriteString(line)
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == "start":
			deal = start(t, words[1:])
		default:
			from, count := deal.Session.Phase(), deal.Session.View().Count
			if said := deal.Do(strings.TrimSpace(line)); said != "" {
				fmt.Fprintf(&out, "> %s\n", said)
			}
			if v := deal.Session.View(); v.Phase != from || v.Count != count {
				made[[2]protocol.Phase{from, v.Phase}] = true
			}
		}
	}
	return out.String()
}

func start(t *testing.T, words []string) *script.Deal {
	t.Helper()
	self, ok := map[string]protocol.Role{"requester": protocol.Requester, "farmer": protocol.Farmer, "anybody": 0}[words[0]]
	if !ok {
		t.Fatalf("start %q", words)
	}
	var limits protocol.Limits
	for _, word := range words[1:] {
		name, value, _ := strings.Cut(word, "=")
		n, _ := strconv.Atoi(value)
		d, _ := time.ParseDuration(value)
		switch name {
		case "grace":
			limits.Grace = d
		case "rounds":
			limits.Rounds = uint32(n)
		case "rewardTries":
			limits.RewardTries = n
		case "windows":
			limits.Windows = n
		default:
			t.Fatalf("no limit %q", word)
		}
	}
	return script.New(self, limits)
}
