package kill

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
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

// unreached are sites that an undisturbed paid run does not come by, and the tests that have them instead.
var unreached = map[string]string{
	"compute.(*Buyer).forget":          "runs when a later job begins, for those whose bill was told; services/compute's TestBuyerSweep. What comes back after a crash is forgotten again",
	"compute.(*Farmer).checkOpened":    "these runs have no encrypted inputs; services/compute's TestFarmerRestartsWhileExecutorRefuses. Who is killed before it is noted looks at what was opened once more",
	"compute.(*Buyer).pollNotes":       "these runs have no replicas; services/compute's TestReplicasRestart. Nobody is paid or disputed before, and what was noted stands",
	"disclosure.(*Ring).Add":           "these runs have no encrypted inputs; services/compute's TestKeySurvivesARestart. Who is killed before it asks again, and nothing was run",
	"disclosure.(*Ring).Sweep":         "runs with the sweeps of farmers and requesters, for keys that are kept long enough; services/disclosure's TestRing and TestKeysOfDealsStay. What comes back after a crash is forgotten again",
	"compute.(*Farmer).salt":           "these runs have no replicas; services/compute's TestReplicaRestarts. A salt that nobody has heard of binds nobody",
	"compute.(*Buyer).Replaced":        "no farmer of these runs stays away; services/compute's TestReplacedBeforeRestart. What is noted keeps nobody from anything that is owed",
	"compute.(*Farmer).forget":         "runs ten minutes after a start, for what is over; services/compute's TestSweep and TestSweepOfDeals. What comes back after a crash is forgotten again",
	"deals.(*Reconciler).acceptUnless": "no result of these runs reaches the chain unreviewed; services/deals' TestRerun. Signing changes nothing until the record is written, which is a case",
	"deals.Manual.Accept":              "TestAccept",
	"deals.shown":                      "no farmer of these runs has lost what its requester signed for; services/deals' TestWhatTheFarmerForgotIsPaid. What is signed goes out at once, or is signed again",
	"transactions.(*SQLite).Copy":      "the doctor's, which puts what it has read into memory and changes nothing; contracts/transactions' TestSurveyOfACopy, TestDoctorChangesNothing",
	"deals.Manual.Cancel":              "TestDisputeAndCancel",
	"deals.Manual.Split":               "parley deal split, by hand: TestSplit and services/deals' TestManualCancelAndSplit",
	"drive.(*Config).drop":             "retention is days; TestRetention. The session is there yet, and goes again",
	"drive.(*Config).drop #2":          "retention is days; TestRetention. What comes back after a crash is forgotten again",
	"farmer.(*Server).turnAway":        "answers a stranger, and remembers nothing; farmer's TestPeers",
	"mediator.(*Mediator).close":       "services/mediator's TestKilledEverywhere; nobody disputes in these runs",
	"mediator.(*Mediator).write":       "services/mediator's TestKilledEverywhere and TestKilledWhileItAsks",
	"quorum.rules":                     "says how the endpoints of one party answer what transactions.(*Client).send asks; contracts/quorum's TestSend and TestSendDuringAnOutage",
	"requester.(*Client).unexpose":     "every session of these runs has a result; TestExposureSurvivesARestart. A note that stays is asked about again",
	"requester.(*engagement).expose":   "every session of these runs has a result; TestExposureSurvivesARestart",
}

// broadcasts are the sites that send transactions and are cases: victim puts points around each request that does, where nobody sees
// any more who made it.
var broadcasts = []string{"transactions.(*Client).send"}

// site is a place of the code that is a point: a call in a function, "FUNCTION #2" the second one in its text.
type site struct {
	name     string
	function string // as [victim] names it
	file     string
	line     int  // 0: the method is not called here but passed on, and nobody sees where it is called
	sends    bool // a transaction to the chain: one of broadcasts is a case
}

// missed is what is wrong with runs that came by these points: each site is a case, or excused, and what is excused is still there.
func missed(sites []site, points []point, excused map[string]string) (faults []string) {
	type place struct {
		function string
		line     int
	}
	reached, there := map[place]bool{}, map[place]string{}
	sent := false
	for _, p := range points {
		what, by, _ := strings.Cut(p.name, ": ")
		sent = sent || what == "before broadcast"
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
		came, without := reached[at], "is a point that no run comes by: have the job of TestKill do it"
		if s.sends {
			came, without = sent && slices.Contains(broadcasts, s.name), "sends to the chain, and no case kills it there: have its transactions go by "+broadcasts[0]
		} else {
			if other, ok := there[at]; ok && s.line > 0 {
				faults = append(faults, fmt.Sprintf("%s and %s are on one line, %s:%d: put each on its own, so that a run tells them apart", other, s.name, s.file, s.line))
			}
			there[at] = s.name
		}
		_, away := excused[s.name]
		if away && came {
			faults = append(faults, fmt.Sprintf("%s (%s:%d) is excused, and a run comes by it: take it out of unreached", s.name, s.file, s.line))
		}
		if !away && !came {
			faults = append(faults, fmt.Sprintf("%s (%s:%d) %s, or kill it elsewhere and say where in unreached", s.name, s.file, s.line, without))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(stale)) {
		faults = append(faults, name+" is excused and is no point any more")
	}
	return faults
}

// unfounded are the excuses that name no test, or one that nobody has written, in the module that begins at root.
func unfounded(t *testing.T, root string, excused map[string]string) (faults []string) {
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
		tests := testName.FindAllString(excused[site], -1)
		if len(tests) == 0 {
			faults = append(faults, site+" is excused without a test: name the one that has it, or write it")
		}
		for _, name := range tests {
			if !there[name] {
				faults = append(faults, fmt.Sprintf("%s is excused with %s, which is no test", site, name))
			}
		}
	}
	return faults
}

var (
	declared = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Za-z0-9_]+)\(`)
	testName = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z][A-Za-z0-9_]*`)
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
	info := &types.Info{Selections: map[*ast.SelectorExpr]*types.Selection{}, Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
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
	looking := reading{c.fset, info, all}
	for _, f := range files {
		for _, d := range f.Decls {
			found = append(found, looking.sitesOf(d, f.Name.Name)...)
		}
	}
	of := map[string]int{}
	for i, s := range found {
		if of[s.name]++; of[s.name] > 1 {
			found[i].name = fmt.Sprintf("%s #%d", s.name, of[s.name])
		}
	}
	return found
}

// reading is a package in which sites are looked for.
type reading struct {
	fset *token.FileSet
	info *types.Info
	all  []*methods
}

// sitesOf are those of a declaration of pkg. What a package's variables are given is run by its init, as the runtime says; a constant runs
// nothing.
func (r reading) sitesOf(d ast.Decl, pkg string) (found []site) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		name := nameOf(pkg, d)
		return r.sitesIn(d, name, name)
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			v, ok := spec.(*ast.ValueSpec)
			if !ok || d.Tok == token.CONST {
				continue
			}
			for i, value := range v.Values {
				found = append(found, r.sitesIn(value, pkg+"."+v.Names[min(i, len(v.Names)-1)].Name, pkg+".init")...)
			}
		}
	}
	return found
}

// sitesIn are those of a function or of a value, in the order of its text.
func (r reading) sitesIn(in ast.Node, name, function string) (found []site) {
	lines := map[ast.Node]int{} // of what is called, where the runtime says that it is: at the parenthesis
	ast.Inspect(in, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			lines[ast.Unparen(call.Fun)] = r.fset.Position(call.Lparen).Line
		}
		at := func(line int, sends bool) {
			found = append(found, site{name, function, filepath.Base(r.fset.Position(n.Pos()).Filename), line, sends})
		}
		if e, ok := n.(ast.Expr); ok && r.isSender(e) {
			at(r.fset.Position(n.Pos()).Line, true)
		}
		if s, ok := n.(*ast.SelectorExpr); ok && isPoint(r.info.Selections[s], lines[n] > 0, r.all) {
			at(lines[n], false)
		}
		return true
	})
	return found
}

// sender is what sends transactions of go-ethereum.
var sender = regexp.MustCompile(`^github\.com/ethereum/go-ethereum(/ethclient|/accounts/abi/bind)?(/v2)?\.(Send\w*Transaction\w*|\w*Transact|Transfer|DeployContract)$`)

// isSender reports whether e is the name of a request that sends a transaction, or a function that makes one.
func (r reading) isSender(e ast.Expr) bool {
	if _, ok := e.(*ast.ParenExpr); ok {
		return false // what is in it is
	}
	if v := r.info.Types[e].Value; v != nil && v.Kind() == constant.String && strings.HasPrefix(constant.StringVal(v), "eth_send") {
		return true
	}
	id, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	f, ok := r.info.Uses[id].(*types.Func)
	return ok && f.Pkg() != nil && sender.MatchString(f.Pkg().Path()+"."+f.Name())
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
