package modules

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/modules/modulestest"
)

// cow is a module as CoopHive's and Lilypad's are, with an image by its digest.
const cow = `{
  "machine": {"gpu": 0, "cpu": 1000, "ram": 100},
  "job": {"APIVersion": "V1beta1", "Spec": {
    "Deal": {"Concurrency": 1}, "Engine": "Docker", "Verifier": "Noop", "PublisherSpec": {"Type": "IPFS"},
    "Docker": {"Entrypoint": ["/cowsay", {{if .Message}}{{.Message}}{{else}}"say --set Message=moo"{{end}}],
      "EnvironmentVariables": ["{{subst "HAT=%s" (get .Hat "none")}}"],
      "Image": "cow@sha256:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"},
    "Network": {"Type": "None"}, "Resources": {"GPU": ""}, "Timeout": 1800}}
}
`

func herd(t *testing.T) (r *modulestest.Repository, first, second string) {
	r = modulestest.New(t)
	first = r.Commit(map[string]string{"README.md": "a cow", "lilypad_module.json.tmpl": cow})
	r.Refer("refs/tags/v1", first)
	second = r.Commit(map[string]string{"module.coophive": strings.ReplaceAll(cow, "1800", "60"), "lilypad_module.json.tmpl": cow})
	r.Tag("v2", second)
	return r, first, second
}

// everything is what large servers can.
var everything = []capability.Capability{capability.AllowReachableSHA1InWant, capability.AllowTipSHA1InWant, capability.Shallow, capability.Filter}

func fetch(t *testing.T, s *modulestest.Server, version string) (*Module, error) {
	t.Helper()
	a, err := ParseAddress(s.URL+"/o/cow:"+version, nil)
	if err != nil {
		t.Fatal(err)
	}
	return Fetch(t.Context(), a, s.Client())
}

// sow is the job as it is signed, with an ID that is always the same.
func sow(t *testing.T, m *Module, values map[string]string) string {
	t.Helper()
	f, err := m.Job(values)
	if err != nil {
		t.Fatal(err)
	}
	f.Job.ID = strings.Repeat("0", 32)
	b, err := compute.Jobs.Encode(&f.Job)
	if err != nil {
		t.Fatal(err)
	}
	return string(b.GetBody())
}

// C54: a pinned hash rebuilds to the same module, wherever it comes from, and to the same SOW; a tag and a branch are the commit that
// they stand for.
func TestPinned(t *testing.T) {
	here, first, second := herd(t)
	there, _, _ := herd(t)
	jobs := map[string]bool{}
	for _, dir := range []string{here.Dir, there.Dir, filepath.Join(there.Dir, ".git"), "file://" + here.Dir} {
		a, err := ParseAddress(dir+":"+first, nil)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Fetch(t.Context(), a, nil)
		if err != nil {
			t.Fatal(err)
		}
		jobs[sow(t, m, map[string]string{"Message": "moo"})] = true
	}
	if len(jobs) != 1 {
		t.Errorf("%d different jobs: %v", len(jobs), jobs)
	}
	for i, can := range [][]capability.Capability{everything, nil} {
		s := here.Serve(can...)
		for version, want := range map[string]Module{
			"v1":   {Commit: first, File: "lilypad_module.json.tmpl", Template: []byte(cow)},
			first:  {Commit: first, File: "lilypad_module.json.tmpl", Template: []byte(cow)},
			"main": {Commit: second, File: "module.coophive", Template: []byte(strings.ReplaceAll(cow, "1800", "60"))},
			"v2":   {Commit: second, File: "module.coophive", Template: []byte(strings.ReplaceAll(cow, "1800", "60"))},
		} {
			want.Repository = s.URL + "/o/cow"
			for range 2 {
				m, err := fetch(t, s, version)
				if err != nil {
					t.Fatalf("%d, %s: %v", i, version, err)
				}
				if diff := cmp.Diff(&want, m); diff != "" {
					t.Errorf("%d, %s: %s", i, version, diff)
				}
				if got := m.Source(); got != s.URL+"/o/cow@"+want.Commit {
					t.Error(got)
				}
			}
		}
	}
}

// What is large beside a template is not fetched where the server can leave it out.
func TestLargeFilesStay(t *testing.T) {
	r := modulestest.New(t)
	r.Refer("refs/tags/v1", r.Commit(map[string]string{"module.coophive": cow, "weights": strings.Repeat("x", 1<<20)}))
	s := r.Serve(everything...)
	if _, err := fetch(t, s, "v1"); err != nil || !s.Filtered {
		t.Errorf("%v, without them: %v", err, s.Filtered)
	}
}

// What git's own server answers is understood.
func TestGit(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("SKIPPED: there is no git on this machine, so its own server is not asked")
	}
	r, first, second := herd(t)
	for _, more := range []string{"uploadpack.allowFilter", "uploadpack.allowReachableSHA1InWant", "http.uploadpack"} {
		if out, err := exec.Command(git, "-C", r.Dir, "config", more, "true").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	if out, err := exec.Command(git, "-C", r.Dir, "fsck", "--strict").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if out, err := exec.Command(git, "-C", r.Dir, "repack", "-a", "-d", "-q").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	server := httptest.NewTLSServer(&cgi.Handler{Path: git, Args: []string{"http-backend"}, Root: "/o", Stderr: io.Discard,
		Env: []string{"GIT_HTTP_EXPORT_ALL=1", "GIT_PROJECT_ROOT=" + r.Dir, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*"}})
	defer server.Close()
	for version, want := range map[string]string{"v1": first, "v2": second, "main": second, first: first} {
		there, err := Fetch(t.Context(), Address{Repository: server.URL + "/o/.git", Version: version}, server.Client())
		if err != nil || there.Commit != want {
			t.Errorf("%s: %+v, %v", version, there, err)
			continue
		}
		here, err := Fetch(t.Context(), Address{r.Dir, true, version}, nil)
		if err != nil || sow(t, here, nil) == "" || string(here.Template) != string(there.Template) {
			t.Errorf("%s: %+v, %v", version, here, err)
		}
	}
}

func TestUnavailable(t *testing.T) {
	r, first, second := herd(t)
	r.Refer("refs/heads/v1", second)
	r.Refer("refs/tags/none", r.Commit(map[string]string{"README.md": cow}))
	r.Refer("refs/tags/large", r.Commit(map[string]string{"module.coophive": strings.Repeat("x", maxTemplate+1)}))
	r.Refer("refs/tags/blob", r.Object(plumbing.BlobObject, "no commit"))
	r.Refer("refs/tags/odd", r.Object(plumbing.CommitObject, "author nobody\n"))
	r.Refer("refs/tags/cut", r.Object(plumbing.CommitObject, "tree "+r.Object(plumbing.TreeObject, "100644 module.coophive\x00short")+"\n"))
	r.Refer("refs/tags/link", r.Object(plumbing.CommitObject, "tree "+r.Object(plumbing.TreeObject, "120000 module.coophive\x00"+strings.Repeat("x", 20))+"\n"))
	orphan := strings.Repeat("1", 40)
	s := r.Serve(capability.Shallow)
	for version, want := range map[string]Error{
		"v1":      {Kind: BadName, Cause: "is a tag and a branch"},
		"v3":      {Kind: NotThere, Cause: "has no tag and no branch v3"},
		first[:8]: {Kind: NotThere, Cause: "has no tag and no branch"},
		orphan:    {Kind: NotThere, Cause: orphan},
		"none":    {Kind: NotThere, Cause: "no template"},
		"large":   {Kind: NotThere, Cause: "more than 262144"},
		"blob":    {Kind: BadModule, Cause: "cannot be read"},
		"odd":     {Kind: BadModule, Cause: "does not begin with"},
		"cut":     {Kind: NotThere, Cause: "cut off"},
		"link":    {Kind: NotThere, Cause: "there is no module.coophive"},
	} {
		_, there := fetch(t, s, version)
		_, here := Fetch(t.Context(), Address{r.Dir, true, version}, nil)
		for _, err := range []error{there, here} {
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Kind != want.Kind || !strings.Contains(e.Error(), want.Cause) || e.Remedy == "" {
				t.Errorf("%s: %v", version, err)
			}
		}
	}
	_, err := Fetch(t.Context(), Address{t.TempDir(), true, "v1"}, nil)
	if e, ok := errors.AsType[*Error](err); !ok || e.Kind != NotThere {
		t.Error(err)
	}
}

// An object that is not what its hash says is not read, on this machine either.
func TestTampered(t *testing.T) {
	r, first, _ := herd(t)
	blob := plumbing.ComputeHash(plumbing.BlobObject, []byte(cow)).String()
	other := r.Object(plumbing.BlobObject, strings.ReplaceAll(cow, "moo", "MOO"))
	at := func(hash string) string { return filepath.Join(r.Dir, ".git", "objects", hash[:2], hash[2:]) }
	if err := os.Remove(at(blob)); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(at(other), at(blob)); err != nil {
		t.Fatal(err)
	}
	_, err := Fetch(t.Context(), Address{r.Dir, true, first}, nil)
	if err == nil || !strings.Contains(err.Error(), "is not what its hash says") {
		t.Error(err)
	}
}

// A server may say anything: it takes no memory and no time beyond what is allowed, is sent no password and leads nowhere else.
func TestHostileServers(t *testing.T) {
	r, _, _ := herd(t)
	var asked []string
	elsewhere := http.RedirectHandler("http://127.0.0.1:1/o/cow/info/refs?service=git-upload-pack", http.StatusFound)
	for name, c := range map[string]struct {
		fault func(w http.ResponseWriter, r *http.Request) bool
		kind  Kind
		says  string
	}{
		"a redirect to http": {func(w http.ResponseWriter, r *http.Request) bool { elsewhere.ServeHTTP(w, r); return true }, OutOfReach, "from \"https\" to \"http\""},
		"a password":         {answer(http.StatusUnauthorized, ""), NotThere, "anybody may read"},
		"not found":          {answer(http.StatusNotFound, ""), NotThere, "anybody may read"},
		"an error":           {answer(http.StatusInternalServerError, ""), OutOfReach, "cannot be asked"},
		"a page":             {answer(http.StatusOK, "<html>"), OutOfReach, "cannot be asked"},
		"without an end":     {endless, BadModule, "more than 32 MiB"},
		"a bomb":             {packed(bomb()), BadModule, "more than 64 MiB"},
		"half a pack":        {packed([]byte("PACK\x00\x00\x00\x02\x00\x00\x00\x01")), BadModule, "cannot be read"},
		"many objects":       {packed([]byte("PACK\x00\x00\x00\x02\xff\xff\xff\xff")), BadModule, "more than 200000"},
		"no pack":            {packed([]byte("nothing")), BadModule, "cannot be read"},
	} {
		s := r.Serve(everything...)
		s.Fault = func(w http.ResponseWriter, req *http.Request) bool {
			asked = append(asked, req.Header.Get("Authorization")+req.Header.Get("Cookie"))
			return c.fault(w, req)
		}
		_, err := fetch(t, s, "v1")
		if e, ok := errors.AsType[*Error](err); !ok || e.Kind != c.kind || !strings.Contains(e.Error(), c.says) || e.Remedy == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if strings.Join(asked, "") != "" {
		t.Errorf("%q", asked)
	}
	s := r.Serve()
	ctx, cancel := context.WithCancel(t.Context())
	s.Fault = func(http.ResponseWriter, *http.Request) bool { cancel(); <-ctx.Done(); return false }
	if _, err := Fetch(ctx, Address{Repository: s.URL + "/o/r", Version: "v1"}, s.Client()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func answer(status int, text string) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
		return true
	}
}

func endless(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodPost {
		return false
	}
	_, err := w.Write([]byte("0000" + "0008NAK\nPACK\x00\x00\x00\x02\x00\x00\x00\x01"))
	for b := make([]byte, 1<<16); err == nil; {
		_, err = w.Write(b)
	}
	return true
}

func packed(pack []byte) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost {
			return false
		}
		_, _ = w.Write(append([]byte("0000"+"0008NAK\n"), pack...))
		return true
	}
}

// bomb is the head of a pack with one object of four gigabytes.
func bomb() []byte {
	b := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("PACK"), 2), 1)
	size := uint64(4 << 30)
	b = append(b, 0x80|3<<4|byte(size&15))
	return binary.AppendUvarint(b, size>>4)
}

func TestAddress(t *testing.T) {
	dir := t.TempDir()
	names := map[string]string{"cow": "https://example.com/o/cow", "calf": dir}
	for name, want := range map[string]Address{
		"cow:v0.0.4":                            {"https://example.com/o/cow", false, "v0.0.4"},
		"calf:v1":                               {dir, true, "v1"},
		"github.com/o/r:v1":                     {"https://github.com/o/r", false, "v1"},
		"github.com/o/r:feature/x":              {"https://github.com/o/r", false, "feature/x"},
		"https://example.com:8443/o/r.git:main": {"https://example.com:8443/o/r.git", false, "main"},
		"file:///srv/r:v1":                      {"/srv/r", true, "v1"},
		"./r:v1":                                {"./r", true, "v1"},
		dir + ":v1":                             {dir, true, "v1"},
	} {
		got, err := ParseAddress(name, names)
		if err != nil || got != want || !IsAddress(name) {
			t.Errorf("%s: %+v, %v, %v", name, got, err, IsAddress(name))
		}
	}
	for _, name := range []string{"ext::sh -c id:v1", "ssh://h/o/r:v1", "git://h/o/r:v1", "http://h/o/r:v1", "https://u:p@h/o/r:v1", "https://h/o/r", "https://h:1",
		"https://h/o/r?x=1:v1", "file://r:v1", "nothing:v1", "cow:--upload-pack=id", "cow:a..b", "cow:a b", "cow:", "https:///o/r:v1", strings.Repeat("x", 2000) + "/y:v1"} {
		_, err := ParseAddress(name, names)
		if e, ok := errors.AsType[*Error](err); !ok || e.Kind != BadName || e.Remedy == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"program.wasm", "job.yaml", dir, "odd:name.wasm"} {
		if IsAddress(name) {
			t.Error(name)
		}
	}
}

// FuzzUnpack: whatever a pack is, its objects are read or refused within bounds.
func FuzzUnpack(f *testing.F) {
	f.Add(bomb())
	f.Add([]byte("PACK\x00\x00\x00\x02\x00\x00\x00\x00\x02\x9d\x08\x82;\xd8\xa8\xea\xb5\x10\xadj\xc7\\\x82<\xfd>\xd3\x1e"))
	f.Fuzz(func(t *testing.T, pack []byte) {
		objects, err := unpack(pack)
		if (objects == nil) == (err == nil) {
			t.Errorf("%v, %v", objects, err)
		}
	})
}

// FuzzObject: what names a hash, and a list of files, are read without a hash that is not there.
func FuzzObject(f *testing.F) {
	f.Add([]byte("tree " + strings.Repeat("1", 40) + "\n"))
	f.Add([]byte("100644 module.coophive\x00" + strings.Repeat("x", 20)))
	f.Fuzz(func(t *testing.T, b []byte) {
		if h, err := named(b, "tree"); err == nil && !strings.Contains(strings.ToLower(string(b)), h.String()) {
			t.Errorf("%q: %s", b, h)
		}
		files, err := entries(b)
		for name, h := range files {
			if err != nil || !strings.Contains(string(b), name+"\x00"+string(h[:])) {
				t.Errorf("%q: %q, %v", b, name, err)
			}
		}
	})
}

// FuzzAddress: a name is an address of https or of this machine, or refused with what to do.
func FuzzAddress(f *testing.F) {
	for _, name := range []string{"cow:v1", "github.com/o/r:v1", "https://h:1/o/r:x/y", "ext::sh:v1", "file:///r:v1", "./r:v1"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		a, err := ParseAddress(name, map[string]string{"cow": "https://example.com/o/cow"})
		if e, is := errors.AsType[*Error](err); err != nil && (!is || e.Kind != BadName || e.Remedy == "") {
			t.Errorf("%q: %v", name, err)
		}
		if err == nil && (a.Version == "" || strings.HasPrefix(a.Version, "-") || a.Local == strings.HasPrefix(a.Repository, "https://")) {
			t.Errorf("%q: %+v", name, a)
		}
	})
}
