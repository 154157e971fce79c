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
	{"journal", "Journal", "Commit Forget", "Transcript Sessions Notes Note Close"},
	{"transports", "Stream", "Send", "Peer Receive CloseWrite Close Reset"},
	{"contracts/transactions", "Store", "Put", "Find At Load"},
	{"services/deals", "Signer", "SignDeal SignAcceptance SignCancel SignSplit", "Account TermsHash DealID VerifyDeal VerifyAcceptance"},
}

// unreached are functions that come to a point, but not in an undisturbed paid run: who kills them instead.
var unreached = map[site]string{
	"compute.(*Buyer).forget":          "runs when a later job begins, for those whose bill was told; what comes back after a crash is forgotten again",
	"compute.(*Farmer).letGo":          "a run that the requester repeats with --audit; a hold that is left costs disk and no money",
	"compute.(*Buyer).Replaced":        "no farmer of these runs stays away; what is noted keeps nobody from anything that is owed",
	"compute.(*Farmer).forget":         "runs ten minutes after a start, for what is over; what comes back after a crash is forgotten again",
	"deals.(*Reconciler).acceptUnless": "no result of these runs reaches the chain unreviewed; signing changes nothing until the record is written, which is a case",
	"deals.Manual.Accept":              "TestAccept",
	"deals.Manual.Cancel":              "TestDisputeAndCancel",
	"deals.Manual.Split":               "no command does it yet",
	"drive.forget":                     "retention is days; TestRetention. What comes back after a crash is forgotten again",
	"farmer.(*Server).turnAway":        "answers a stranger, and remembers nothing",
	"mediator.(*Mediator).close":       "services/mediator's TestKilledEverywhere; nobody disputes in these runs",
	"mediator.(*Mediator).write":       "services/mediator's TestKilledEverywhere",
}

// site is a function that comes to a point, as [callers] names it.
type site = string

// reaches checks that the undisturbed runs came by every place of the code that is a point, so that it is a case; that no
// method was added to what is watched without a word whether it is one; and that what is excused is still there.
func (c *code) reaches(points []point) {
	c.t.Helper()
	reached := map[site]bool{}
	for _, p := range points {
		if _, by, ok := strings.Cut(p.name, ": "); ok {
			first, _, _ := strings.Cut(by, " < ")
			reached[closure.ReplaceAllString(first, "")] = true
		}
	}
	sites := c.sites()
	for _, s := range slices.Sorted(maps.Keys(sites)) {
		if _, excused := unreached[s]; !reached[s] && !excused {
			c.t.Errorf("%s (%s) is a point that no run comes by: have the job of TestKill do it, or kill it elsewhere and say where in unreached", s, sites[s])
		}
	}
	for s := range unreached {
		if _, there := sites[s]; !there {
			c.t.Errorf("%s is excused and is no point any more", s)
		}
	}
}

// closure is what the runtime adds to the name of a function for those in it.
var closure = regexp.MustCompile(`(\.func[0-9]+|\.gowrap[0-9]+|\.[0-9]+|\[\.\.\.\])+$`)

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

// sites are the functions that come to a point, each with where.
func (c *code) sites() map[site]string {
	c.t.Helper()
	var all []*methods
	for _, p := range allPointed {
		all = append(all, c.methods(p))
	}
	found := map[site]string{}
	for _, p := range c.packages {
		if path, ours := strings.CutPrefix(p.ImportPath, module); ours && !slices.Contains(behind, path) {
			c.inspect(p, all, found)
		}
	}
	return found
}

// methods are those of an interface that are points.
type methods struct {
	*types.Interface
	points []string
}

func (c *code) methods(p pointed) *methods {
	c.t.Helper()
	pkg, err := c.importer.Import(module + p.path)
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

func (c *code) inspect(p listed, all []*methods, found map[site]string) {
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
		if module+at.path == p.ImportPath { // here its types are those of this reading
			all[i] = &methods{interfaceOf(pkg, at.name), all[i].points}
		}
	}
	for _, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if s, ok := call.Fun.(*ast.SelectorExpr); ok && isPoint(info.Selections[s], all) {
					at := c.fset.Position(s.Pos())
					found[nameOf(f.Name.Name, fn)] = fmt.Sprintf("%s:%d", filepath.Base(at.Filename), at.Line)
				}
				return true
			})
		}
	}
}

// isPoint reports whether what is called is a method that is a point, or the hook of the chain.
func isPoint(s *types.Selection, all []*methods) bool {
	switch {
	case s == nil:
		return false
	case s.Kind() == types.FieldVal:
		return s.Obj().Name() == "Point" && s.Obj().Pkg().Path() == module+"contracts/devchain"
	}
	return slices.ContainsFunc(all, func(w *methods) bool { return w.has(s.Recv(), s.Obj().Name()) })
}

// nameOf is a function's name as [callers] has it.
func nameOf(pkg string, fn *ast.FuncDecl) site {
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
