package voyage

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/parleytest/planted"
)

// Bugs of what happens when a connection is lost, which is what there is here and nowhere else.
var bugs = []planted.Bug{
	{Name: "lost-for-good", Breaks: "a requester comes back for what was agreed, S-7.1", Edits: []planted.Edit{{
		File: "requester/reach.go",
		Old:  "if err := e.session.AwaitLost(ctx); err != nil {",
		New:  "if err := e.session.AwaitLost(ctx); err != nil || e.session.View().Bound() {",
	}}},
	{Name: "not-said-again", Breaks: "what was lost with a stream is said again on the next, S-7.1", Edits: []planted.Edit{{
		File: "internal/drive/stream.go",
		Old:  "s.tail(exchange, stream, from, count, pending)",
		New:  "s.tail(exchange, stream, count, count, pending)",
	}}},
}

// Each of them can be planted in the code as it is.
func TestBugsFollowTheCode(t *testing.T) {
	for _, bug := range bugs {
		plant(t, bug)
	}
}

func plant(t *testing.T, bug planted.Bug) (overlay string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	overlay, err = planted.Plant(root, t.TempDir(), bug)
	if err != nil {
		t.Fatal(err)
	}
	return overlay
}

// Voyages find each of them.
func TestVoyagesFindPlantedBugs(t *testing.T) {
	if os.Getenv("PARLEY_FULL") == "" {
		t.Skip("builds the engines anew for each; PARLEY_FULL=1 does")
	}
	for _, bug := range bugs {
		overlay := plant(t, bug)
		found, err := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-tags", planted.Tag, "-overlay", overlay, "-run", "^TestVoyages$", ".", "-voyages", "60").CombinedOutput()
		if err == nil || !strings.Contains(string(found), "--- FAIL: TestVoyages/seed/") {
			t.Errorf("60 voyages do not find %s: %v\n%s", bug.Name, err, found)
			continue
		}
		t.Logf("found %s: %s", bug.Name, regexp.MustCompile(`seed \d+: .*`).Find(found))
	}
	if !t.Failed() {
		t.Logf("%d bugs planted, %[1]d found", len(bugs))
	}
}
