package kill

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const module = "github.com/parley-p2p/parley/"

// pointed is an interface, some of whose methods are points.
type pointed struct {
	path, name     string
	points, others string // its methods
}

// allPointed are what internal/node/points.go puts points around. What sends a transaction comes by the store's and the
// broadcast's.
var allPointed = []pointed{
	{module + "journal", "Journal", "Commit Forget", "Transcript Sessions Notes Note Close"},
	{module + "transports", "Stream", "Send", "Peer Receive CloseWrite Close Reset"},
	{module + "contracts/transactions", "Store", "Put", "Find At Load"},
	{"crypto", "Signer", "Sign", "Public"}, // the identity's
	{module + "services/deals", "Signer", "SignDeal SignAcceptance SignCancel SignSplit", "Account TermsHash DealID VerifyDeal VerifyAcceptance"},
}

// unreached are sites that an undisturbed paid run does not come by: who kills them instead.
var unreached = map[string]string{
	"compute.(*Buyer).forget":          "runs when a later job begins, for those whose bill was told; what comes back after a crash is forgotten again",
	"compute.(*Farmer).checkOpened":    "these runs have no encrypted inputs; services/compute's TestFarmerRestartsWhileExecutorRefuses. Who is killed before it is noted looks at what was opened once more",
	"compute.(*Buyer).pollNotes":       "these runs have no replicas; services/compute's TestReplicasRestart. Nobody is paid or disputed before, and what was noted stands",
	"disclosure.(*Ring).Add":           "these runs have no encrypted inputs; services/compute's TestKeySurvivesARestart. Who is killed before it asks again, and nothing was run",
	"disclosure.(*Ring).Sweep":         "runs with the sweeps of farmers and requesters, for keys that are kept long enough; what comes back after a crash is forgotten again",
	"compute.(*Farmer).salt":           "these runs have no replicas; services/compute's TestReplicaRestarts. A salt that nobody has heard of binds nobody",
	"compute.(*Buyer).Replaced":        "no farmer of these runs stays away; what is noted keeps nobody from anything that is owed",
	"compute.(*Farmer).forget":         "runs ten minutes after a start, for what is over; what comes back after a crash is forgotten again",
	"deals.(*Reconciler).acceptUnless": "no result of these runs reaches the chain unreviewed; signing changes nothing until the record is written, which is a case",
	"deals.Manual.Accept":              "TestAccept",
	"transactions.(*SQLite).Copy":      "the doctor's, which puts what it has read into memory and changes nothing",
	"deals.Manual.Cancel":              "TestDisputeAndCancel",
	"deals.Manual.Split":               "no command does it yet",
	"drive.(*Config).drop":             "retention is days; TestRetention. The session is there yet, and goes again",
	"drive.(*Config).drop #2":          "retention is days; TestRetention. What comes back after a crash is forgotten again",
	"farmer.(*Server).turnAway":        "answers a stranger, and remembers nothing",
	"mediator.(*Mediator).close":       "services/mediator's TestKilledEverywhere; nobody disputes in these runs",
	"mediator.(*Mediator).write":       "services/mediator's TestKilledEverywhere and TestKilledWhileItAsks",
	"requester.(*Client).unexpose":     "every session of these runs has a result; TestExposureSurvivesARestart. A note that stays is asked about again",
	"requester.(*engagement).expose":   "every session of these runs has a result; TestExposureSurvivesARestart",
}

// site is a place of the code that is a point: a call in a function, "FUNCTION #2" the second one in its text.
type site struct {
	name     string
	function string // as [victim] names it
	file     string
	line     int // 0: the method is not called here but passed on, and nobody sees where it is called
}

// missed is what is wrong with runs that came by these points: each site is a case, or excused, and what is excused is still there.
func missed(sites []site, points []point, excused map[string]string) (faults []string) {
	type place struct {
		function string
		line     int
	}
	reached, there := map[place]bool{}, map[place]string{}
	for _, p := range points {
		_, by, _ := strings.Cut(p.name, ": ")
		by, _, _ = strings.Cut(by, " < ")
		if function, line, ok := strings.Cut(by, ":"); ok {
			n, _ := strconv.Atoi(line)
			reached[place{closure.ReplaceAllString(function, ""), n}] = true
		}
	}
	stale := maps.Clone(excused)
	for _, s := range sites {
		delete(stale, s.name)
		at := place{s.function, s.line}
		if other, ok := there[at]; ok && s.line > 0 {
			faults = append(faults, fmt.Sprintf("%s and %s are on one line, %s:%d: put each on its own, so that a run tells them apart", other, s.name, s.file, s.line))
		}
		there[at] = s.name
		_, away := excused[s.name]
		if away && reached[at] {
			faults = append(faults, fmt.Sprintf("%s (%s:%d) is excused, and a run comes by it: take it out of unreached", s.name, s.file, s.line))
		}
		if !away && !reached[at] {
			faults = append(faults, fmt.Sprintf("%s (%s:%d) is a point that no run comes by: have the job of TestKill do it, or kill it elsewhere and say where in unreached",
				s.name, s.file, s.line))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(stale)) {
		faults = append(faults, name+" is excused and is no point any more")
	}
	return faults
}

// unknown are the tests that excuses name and nobody has written, in the module that begins at root.
func unknown(t *testing.T, root string, excused map[string]string) (faults []string) {
	t.Helper()
	there := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		for _, m := range declared.FindAllStringSubmatch(string(b), -1) {
			there[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, site := range slices.Sorted(maps.Keys(excused)) {
		for _, name := range testName.FindAllString(excused[site], -1) {
			if !there[name] {
				faults = append(faults, fmt.Sprintf("%s is excused with %s, which is no test", site, name))
			}
		}
	}
	return faults
}

var (
	declared = regexp.MustCompile(`(?m)^func (Test[A-Za-z0-9_]+)\(`)
	testName = regexp.MustCompile(`\bTest[A-Z][A-Za-z0-9_]*`)
)

// closure is what the runtime adds to the name of a function for those in it.
var closure = regexp.MustCompile(`(\.func[0-9]+|\.gowrap[0-9]+|\.deferwrap[0-9]+|\.[0-9]+|\[\.\.\.\])+$`)

// code is the program, with its types.
type code struct {
	t        *testing.T
	fset     *token.FileSet
	packages []listed
	importer types.Importer
}

type listed struct {
	ImportPath, Export, Dir          string
	GoFiles, EmbedFiles, TestGoFiles []string
}

func newCode(t *testing.T) *code {
	t.Helper()
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export,Dir,GoFiles,EmbedFiles,TestGoFiles", command)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	c := &code{t: t, fset: token.NewFileSet()}
	exports := map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		c.packages = append(c.packages, p)
	}
	c.importer = importer.ForCompiler(c.fset, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(exports[path])
	})
	return c
}

// behind are packages that come to a point themselves: the points, and what they are put around.
var behind = []string{"cmd/parley/internal/node", "journal", "transports"}

// sites are all of them.
func (c *code) sites() (found []site) {
	c.t.Helper()
	all := c.all()
	for _, p := range c.packages {
		if path, ours := strings.CutPrefix(p.ImportPath, module); ours && !slices.Contains(behind, path) {
			found = append(found, c.inspect(p, all)...)
		}
	}
	return found
}

// all are the methods of all that is watched. None was added to it without a word whether it is a point.
func (c *code) all() (all []*methods) {
	c.t.Helper()
	for _, p := range allPointed {
		all = append(all, c.methods(p))
	}
	return all
}

// methods are those of an interface that are points.
type methods struct {
	*types.Interface
	points []string
}

func (c *code) methods(p pointed) *methods {
	c.t.Helper()
	pkg, err := c.importer.Import(p.path)
	if err != nil {
		c.t.Fatal(err)
	}
	i := interfaceOf(pkg, p.name)
	var names []string
	for m := range i.Methods() {
		names = append(names, m.Name())
	}
	want := strings.Fields(p.points + " " + p.others)
	slices.Sort(names)
	slices.Sort(want)
	if diff := cmp.Diff(want, names); diff != "" {
		c.t.Errorf("%s.%s has other methods (-known +there): put points around those that change something, in cmd/parley/internal/node, "+
			"and name all in allPointed\n%s", p.path, p.name, diff)
	}
	return &methods{i, strings.Fields(p.points)}
}

func interfaceOf(pkg *types.Package, name string) *types.Interface {
	return pkg.Scope().Lookup(name).Type().Underlying().(*types.Interface)
}

// has reports whether a method of a type is one of the points: the type is the interface, a part of it, or has all of it.
func (w *methods) has(recv types.Type, method string) bool {
	if !slices.Contains(w.points, method) {
		return false
	}
	if part, ok := recv.Underlying().(*types.Interface); ok {
		return types.Implements(w.Interface, part) || types.Implements(part, w.Interface)
	}
	return types.Implements(recv, w.Interface) || types.Implements(types.NewPointer(recv), w.Interface)
}

// inspect finds the sites of a package.
func (c *code) inspect(p listed, all []*methods) (found []site) {
	c.t.Helper()
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(c.fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			c.t.Fatal(err)
		}
		files = append(files, f)
	}
	info := &types.Info{Selections: map[*ast.SelectorExpr]*types.Selection{}}
	config := types.Config{Importer: c.importer}
	pkg, err := config.Check(p.ImportPath, c.fset, files, info)
	if err != nil {
		c.t.Fatal(err)
	}
	all = slices.Clone(all)
	for i, at := range allPointed {
		if at.path == p.ImportPath { // here its types are those of this reading
			all[i] = &methods{interfaceOf(pkg, at.name), all[i].points}
		}
	}
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				found = append(found, c.sitesIn(fn, nameOf(f.Name.Name, fn), func(s *ast.SelectorExpr, called bool) bool {
					return isPoint(info.Selections[s], called, all)
				})...)
			}
		}
	}
	return found
}

// sitesIn are those of a function, in the order of its text.
func (c *code) sitesIn(fn *ast.FuncDecl, function string, is func(s *ast.SelectorExpr, called bool) bool) (found []site) {
	lines := map[ast.Node]int{} // of what is called, where the runtime says that it is: at the parenthesis
	find := func(s *ast.SelectorExpr) {
		at := site{function, function, filepath.Base(c.fset.Position(s.Pos()).Filename), lines[s]}
		if len(found) > 0 {
			at.name = fmt.Sprintf("%s #%d", function, len(found)+1)
		}
		found = append(found, at)
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			lines[ast.Unparen(n.Fun)] = c.fset.Position(n.Lparen).Line
		case *ast.SelectorExpr:
			if is(n, lines[n] > 0) {
				find(n)
			}
		}
		return true
	})
	return found
}

// isPoint reports whether what is selected is a method that is a point, called or not, or a call of the chain's hook.
func isPoint(s *types.Selection, called bool, all []*methods) bool {
	switch {
	case s == nil:
		return false
	case s.Kind() == types.FieldVal:
		return called && s.Obj().Name() == "Point" && s.Obj().Pkg().Path() == module+"contracts/devchain"
	}
	return slices.ContainsFunc(all, func(w *methods) bool { return w.has(s.Recv(), s.Obj().Name()) })
}

// nameOf is a function's name as [victim] has it.
func nameOf(pkg string, fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return pkg + "." + fn.Name.Name
	}
	recv, star := fn.Recv.List[0].Type, false
	if p, ok := recv.(*ast.StarExpr); ok {
		recv, star = p.X, true
	}
	if x, ok := recv.(*ast.IndexExpr); ok {
		recv = x.X
	}
	name := recv.(*ast.Ident).Name
	if star {
		name = "(*" + name + ")"
	}
	return pkg + "." + name + "." + fn.Name.Name
}
