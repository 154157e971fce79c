package custommatcher_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/examples/custommatcher"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

func ExampleLoyal() {
	offer := func(id, farmer byte, price string) protocol.Offer {
		return protocol.Offer{Session: messages.ID{id}, Farmer: messages.Key{farmer},
			Quote: &messages.Quote{Units: 1, Price: &messages.Price{Asset: "USD", Unit: "job", PerUnit: price, Ceiling: price}}}
	}
	market := protocol.Market{Offers: []protocol.Offer{offer(1, 'a', "2"), offer(2, 'b', "1"), offer(3, 'c', "3"), offer(4, 'c', "9")}}
	known := custommatcher.Loyal{{'c'}: 12, {'a'}: 1}
	for _, c := range custommatcher.Careful(known, messages.AmountOfUint64(5)).Match(market) {
		fmt.Println("offer", c.Session[0])
	}
	// Output:
	// offer 3
	// offer 1
	// offer 2
}

// A25: a matcher that a user writes compiles, and runs, outside of this module.
func TestOutside(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	read := func(path string) string {
		t.Helper()
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	// What the module needs is what this one does; nothing is downloaded.
	_, requires, ok := strings.Cut(read(filepath.Join(root, "go.mod")), "\nrequire ")
	if !ok {
		t.Fatal("go.mod requires nothing")
	}
	const parley = "github.com/parley-p2p/parley"
	mod := "module example.com/user\n\ngo 1.26\n\nrequire " + parley + " v0.0.0\n\nreplace " + parley + " => " + root + "\n\nrequire " + requires
	for name, text := range map[string]string{"go.mod": mod, "go.sum": read(filepath.Join(root, "go.sum")), "main.go": read("testdata/user/main.go")} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "go", "run", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	if got := strings.Join(strings.Fields(string(out)), " "); got != "2 0" {
		t.Errorf("the user's matcher chose %q, want \"2 0\"", got)
	}
}
