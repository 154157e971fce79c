// Package arch holds the house to its plan: which package may import which.
package arch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/parley-p2p/parley/"

// room is one package or, with a trailing slash, everything below it. The first that fits counts.
type room struct {
	path string
	// may import: rooms of this module, as path or as path/ with everything below
	may []string
	// doors: modules outside the standard library that come in here. Nil: none.
	doors []string
}

var (
	proto  = "google.golang.org/protobuf"
	ipfs   = []string{"github.com/ipfs/", "github.com/ipld/", "github.com/multiformats/"}
	libp2p = append([]string{"github.com/libp2p/", "golang.org/x/time", "golang.org/x/sys", "go.uber.org/zap"}, ipfs...)
	tools  = []string{"github.com/google/go-cmp", "go.uber.org/goleak", "pgregory.net/rapid", "github.com/rogpeppe/go-internal"}
)

// plan is DESIGN.md section 3 as a table. When a test of this package fails, the import is in the wrong room: move the
// code down or define an interface where it is used. Changing this table is changing the design; say why in RATIONALE.md.
var plan = []room{
	// L0
	{path: "messages", doors: []string{proto, "github.com/oasisprotocol/curve25519-voi"}},
	// L1
	{path: "protocol", may: []string{"messages"}, doors: []string{proto}},
	// L2
	{path: "journal", may: []string{"messages", "internal/dbfile"}, doors: []string{"modernc.org/sqlite", "golang.org/x/sys"}},
	{path: "transports", may: []string{"messages", "internal/landlord"}},
	{path: "discovery", may: []string{"messages"}},
	{path: "content", doors: append([]string{"golang.org/x/sys", "golang.org/x/text", proto}, ipfs...)},
	{path: "evidence", may: []string{"messages", "protocol", "content"}, doors: append([]string{proto}, ipfs...)},
	// L3
	{path: "internal/drive", may: []string{"messages", "protocol", "journal", "transports"}},
	{path: "farmer", may: []string{"messages", "protocol", "journal", "transports", "internal/drive"}, doors: []string{proto}},
	{path: "requester", may: []string{"messages", "protocol", "journal", "transports", "discovery", "internal/drive"}, doors: []string{proto}},
	{path: "matcher", may: []string{"messages", "protocol"}},
	// L4
	{path: "services", may: []string{"messages", "protocol", "farmer", "requester"}},
	{path: "services/compute/executor/", may: []string{"services/compute/executor/"}},
	{path: "services/compute/wasm/", may: []string{"services/compute/executor/", "services/compute/wasm/"}, doors: []string{"github.com/tetratelabs/wazero", "golang.org/x/sys", "github.com/RaduBerinde/btreemap"}},
	{path: "services/compute/bacalhau/depot", may: []string{"content", "services/compute/executor", "services/compute/bacalhau"}, doors: append([]string{"github.com/aws/"}, ipfs...)},
	{path: "services/compute/bacalhau/bacalhautest", may: []string{"content"}, doors: []string{"github.com/tetratelabs/wazero"}},
	{path: "services/compute/bacalhau/internal/car", may: []string{"content"}, doors: ipfs},
	{path: "services/compute/bacalhau/", may: []string{"services/compute/executor/", "services/compute/wasm", "services/compute/bacalhau/", "internal/pause", "internal/durable"}, doors: []string{"github.com/tetratelabs/wazero", "golang.org/x/time"}},
	{path: "services/compute/cipher", may: []string{"content"}, doors: []string{"filippo.io/age", "golang.org/x/crypto"}},
	{path: "services/compute/jobfile", may: []string{"content", "messages", "services/compute", "services/compute/executor"}, doors: []string{"go.yaml.in/yaml/v3"}},
	{path: "services/compute/modules/", may: []string{"messages", "services/compute", "services/compute/jobfile", "services/compute/modules/"}, doors: []string{"github.com/go-git/"}},
	{path: "services/", may: []string{"messages", "protocol", "journal", "discovery", "transports", "content", "evidence", "farmer", "requester", "matcher", "services/", "internal/pause", "internal/inclusion"}, doors: append([]string{proto}, ipfs...)},
	// Adapters
	{path: "transports/libp2p", may: []string{"messages", "transports", "discovery", "content", "internal/landlord"}, doors: libp2p},
	{path: "contracts/", may: []string{"messages", "protocol", "services/deals", "services/mediator", "services/disclosure", "contracts/", "internal/dbfile", "internal/inclusion"}, doors: []string{"github.com/ethereum/go-ethereum", "github.com/holiman/uint256", "modernc.org/sqlite", "golang.org/x/sys"}},
	// L5
	{path: "examples/", may: []string{"/"}, doors: []string{"golang.org/x/", "github.com/tetratelabs/wazero"}},
	{path: "cmd/", may: []string{"/"}, doors: append([]string{"github.com/spf13/", "golang.org/x/", proto, "github.com/tetratelabs/wazero"}, ipfs...)},
	// T
	{path: "parleytest/settlement/game/", may: []string{"messages", "services/deals", "contracts/bindings/", "contracts/panel", "parleytest/settlement/"}, doors: []string{"github.com/ethereum/go-ethereum"}},
	{path: "parleytest/settlement/mutants/", may: []string{"parleytest/settlement/"}},
	{path: "parleytest/settlement/", may: []string{"contracts/bindings/", "parleytest/settlement/"}, doors: []string{"github.com/ethereum/go-ethereum"}},
	{path: "parleytest/ledger/onchain", may: []string{"contracts/", "services/deals", "parleytest/ledger"}, doors: []string{"github.com/ethereum/go-ethereum"}},
	{path: "parleytest/reorg/", may: []string{"messages", "protocol", "journal", "contracts/", "services/deals", "services/mediator", "internal/pause", "parleytest/ledger/", "parleytest/liar"}, doors: []string{"github.com/ethereum/go-ethereum"}},
	{path: "parleytest/histories/", may: []string{"contracts/", "parleytest/settlement", "parleytest/histories/"}, doors: []string{"github.com/ethereum/go-ethereum", "github.com/anishathalye/porcupine"}},
	{path: "parleytest/turmoil/", may: []string{"/"}, doors: []string{"github.com/ethereum/go-ethereum"}},
	{path: "parleytest/", may: []string{"/"}, doors: append([]string{proto, "github.com/oasisprotocol/curve25519-voi", "modernc.org/sqlite"}, libp2p...)},
	{path: "internal/pause"},
	{path: "internal/inclusion"},
	{path: "internal/landlord"},
	{path: "internal/durable"},
	{path: "internal/dbfile", doors: []string{"modernc.org/sqlite"}},
	{path: "internal/", may: []string{"/"}, doors: []string{proto}},
}

type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
	Standard                           bool
}

func list(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports,Standard", module+"...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	var all []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func (r *room) holds(p string) bool { return fits(r.path, p) }

func fits(pattern, p string) bool {
	if pattern == "/" {
		return true
	}
	if below, ok := strings.CutSuffix(pattern, "/"); ok {
		return p == below || strings.HasPrefix(p, pattern)
	}
	return p == pattern
}

func roomOf(p string) *room {
	for i := range plan {
		if plan[i].holds(p) {
			return &plan[i]
		}
	}
	return nil
}

// A26: the core imports no discovery over a network; DESIGN 3: arrows point down.
func TestArrowsPointDown(t *testing.T) {
	for _, p := range list(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		r := roomOf(name)
		if r == nil {
			t.Errorf("%s has no room in the plan: say in internal/arch what it is for and what it may import", name)
			continue
		}
		for _, i := range p.Imports {
			if why := r.refuses(i); why != "" {
				t.Errorf("%s imports %s: %s", name, i, why)
			}
		}
		for _, i := range append(p.TestImports, p.XTestImports...) {
			if rel, own := strings.CutPrefix(i, module); own && strings.HasPrefix(rel, "cmd/") && !strings.HasPrefix(name, "cmd/") {
				t.Errorf("tests of %s import %s: commands are for people", name, rel)
			}
		}
	}
}

func (r *room) refuses(i string) string {
	rel, own := strings.CutPrefix(i, module)
	if own {
		if strings.HasPrefix(rel, "parleytest/") && !strings.HasPrefix(r.path, "parleytest/") {
			return "parleytest is for tests only"
		}
		if strings.HasPrefix(rel, "cmd/") && !strings.HasPrefix(r.path, "cmd/") {
			return "commands are for people"
		}
		if r.holds(rel) || slices.ContainsFunc(r.may, func(m string) bool { return fits(m, rel) }) {
			return ""
		}
		return "the arrow does not point down (see the plan in internal/arch)"
	}
	if !strings.Contains(strings.SplitN(i, "/", 2)[0], ".") {
		return "" // standard library
	}
	doors := r.doors
	if strings.HasPrefix(r.path, "parleytest/") || strings.HasPrefix(r.path, "services/compute/executor") {
		doors = append(slices.Clone(doors), tools...)
	}
	if slices.ContainsFunc(doors, func(d string) bool { return strings.HasPrefix(i, d) }) {
		return ""
	}
	return "this module comes in by another door (see the plan in internal/arch)"
}

// The core is deaf and blind: DESIGN 3 on package protocol.
func TestProtocolIsPure(t *testing.T) {
	forbidden := []string{"net", "os", "context", "sync", "log/slog", "math/rand", "math/rand/v2"}
	for _, p := range list(t) {
		if p.ImportPath != module+"protocol" {
			continue
		}
		for _, i := range p.Imports {
			if slices.Contains(forbidden, i) {
				t.Errorf("protocol imports %s: what it needs arrives as an argument", i)
			}
		}
	}
	out, err := exec.Command("grep", "-rnE", `(^|[^[:alnum:]_"])go (func|[a-z]+\()|time\.Now`, "--include=*.go", "--exclude=*_test.go", "../../protocol").Output()
	if len(out) > 0 {
		t.Errorf("protocol starts goroutines or reads a clock (%v):\n%s", err, out)
	}
}

// Names that say nothing are refused.
func TestNoJunkDrawers(t *testing.T) {
	junk := []string{"utils", "util", "common", "types", "pkg", "impl", "mock", "mocks", "helpers", "misc"}
	for _, p := range list(t) {
		if slices.Contains(junk, path.Base(p.ImportPath)) {
			t.Errorf("%s: name the package after what it provides", p.ImportPath)
		}
	}
}

// `go install …/cmd/parley@VERSION` takes a module as it is published: it refuses one that replaces or excludes others.
func TestInstallsByVersion(t *testing.T) {
	out, err := exec.Command("go", "mod", "edit", "-json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var mod struct{ Replace, Exclude []json.RawMessage }
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	for _, line := range slices.Concat(mod.Replace, mod.Exclude) {
		t.Errorf("go.mod replaces or excludes %s: require a version that can be had instead", line)
	}
}
