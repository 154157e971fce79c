package main

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute/jobfile"
	"github.com/parley-p2p/parley/services/compute/modules/modulestest"
)

// herd makes a repository of a module that prints, in the place's folder, and gives its commit. Version v1 is that.
func (p *place) herd() string {
	p.t.Helper()
	r := modulestest.At(p.t, filepath.Join(p.dir, "cow"))
	text := string(jobOf("    Env: {MESSAGE: {{.Message}}}\n"))
	commit := r.Commit(map[string]string{"module.coophive": text})
	r.Refer("refs/tags/v1", commit)
	r.Refer("refs/tags/repeats", r.Commit(map[string]string{"module.coophive": "{{range 9}}{{end}}" + text}))
	r.Refer("refs/tags/takes", r.Commit(map[string]string{"module.coophive": strings.Replace(text, "inline, Params: {URL: \"data:;base64,"+base64.StdEncoding.EncodeToString(moduleThatPrints("hello\n"))+"\"}", "local, Params: {SourcePath: /etc/passwd}", 1)}))
	r.Refer("refs/tags/image", r.Commit(map[string]string{"module.coophive": strings.Replace(string(containerAsks("none")), "busybox@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "registry.example:5000/cowsay:v0.0.4", 1)}))
	r.Refer("refs/tags/none", r.Commit(map[string]string{"README.md": "nothing"}))
	return commit
}

// C54: a module is hired for as a job file is, by a short name, a path and a commit, and its job says which commit it was.
func TestRunModule(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	commit := p.herd()
	p.write("state/modules.json", []byte(`{"calf": "`+filepath.Join(p.dir, "cow")+`"}`))
	show := func(name string) string { return p.ok("spec", "show", name, "--set", `Message=", "moo`) }
	first := show("calf:v1")
	contains(t, first, `"source": "git:`+commit+`"`, `"value": "\", \"moo"`)
	for _, name := range []string{"cow:v1", "./cow:" + commit, "file://" + filepath.Join(p.dir, "cow") + ":main~"} {
		if strings.HasSuffix(name, "~") {
			p.run("spec", "show", name).exits(failure.Usage)
		} else if again := show(name); again != first {
			t.Errorf("%s: %s", name, again)
		}
	}
	f := p.farm("here")
	c := p.run("run", "calf:v1", "--set", "Message=moo", "--farmer", f.addr, "--output", "out", "-o", "jsonl").exits(0)
	contains(t, c.stderr(), "calf:v1 is git:"+commit)
	contains(t, p.ok("deal", "show", p.onlyDeal("run")), "module    of the template in git:"+commit)
	contains(t, p.ok("deal", "show", p.onlyDeal("run"), "-o", "json"), `"source":"git:`+commit+`"`)
	for _, file := range object[struct{ DealFiles []string }](t, lastLine(c.stdout())).DealFiles {
		contains(t, p.ok("verify", file), "module    of the template in git:"+commit)
	}
	contains(t, p.run("run", "calf:v1", "--set", "Message=moo", "--timeout", "5m").exits(failure.Usage).stderr(), "beside a job file")
	contains(t, p.run("run", "job.yaml", "--set", "A=b").exits(failure.Usage).stderr(), "no module in a git repository")
	p.write("state/modules.json", []byte("[]"))
	contains(t, p.run("run", "calf:v1").exits(failure.Usage).stderr(), "modules.json cannot be read")
}

// moduleFailures are what goes wrong with modules.
var moduleFailures = []failing{
	{"module-version", failModule(failure.NotFound, "./cow:v2")},
	{"module-unknown", failModule(failure.Usage, "calf:v1")},
	{"module-unversioned", failModule(failure.Usage, "https://example.com/o/r")},
	{"module-ssh", failModule(failure.Usage, "ssh://git@example.com/o/r:v1")},
	{"module-no-repository", failModule(failure.NotFound, "./calf:v1")},
	{"module-no-template", failModule(failure.NotFound, "./cow:none")},
	{"module-repeats", failModule(failure.Usage, "./cow:repeats")},
	{"module-takes", failModule(failure.Usage, "./cow:takes", "--set", "Message=moo")},
	{"module-image", failModule(failure.Usage, "./cow:image")},
	{"module-value-missing", failModule(failure.Usage, "./cow:v1")},
	{"module-value-unknown", failModule(failure.Usage, "./cow:v1", "--set", "Mesage=moo")},
	{"module-unreachable", failModule(failure.Unavailable, "https://127.0.0.1:1/o/r:v1")},
}

func failModule(code int, args ...string) func(p *place) {
	return func(p *place) {
		p.herd()
		p.fails(code, append([]string{"spec", "show"}, args...)...)
	}
}

// What a stranger's file names by URL is asked only where anybody could ask.
func TestBringPublic(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("secret")) }))
	defer server.Close()
	if _, err := bring(t.Context(), content.Discard, nil, jobfile.Source{URL: server.URL + "/f"}); err != nil {
		t.Fatal(err)
	}
	if _, err := bring(t.Context(), content.Discard, nil, jobfile.Source{URL: server.URL + "/f", Public: true}); err == nil || !strings.Contains(err.Error(), "own network") {
		t.Error(err)
	}
	for _, at := range []string{"10.0.0.1:80", "192.168.1.1:80", "127.0.0.1:80", "169.254.169.254:80", "100.64.0.1:80", "[::1]:80", "[fd00::1]:80", "[::ffff:10.0.0.1]:80", "[fe80::1%eth0]:80", "0.0.0.0:80", "x"} {
		if public("tcp", at, nil) == nil {
			t.Errorf("%s is asked", at)
		}
	}
	for _, at := range []string{"1.1.1.1:443", "[2606:4700::1111]:443"} {
		if err := public("tcp", at, nil); err != nil {
			t.Error(err)
		}
	}
}
