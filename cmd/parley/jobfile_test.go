package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute/jobfile"
)

// jobOf is a job file whose module prints, with more of its task.
func jobOf(more string) []byte {
	return fmt.Appendf(nil, `Type: batch
Tasks:
  - Name: main
    Engine: {Type: wasm, Params: {EntryModule: /main.wasm}}
    Timeouts: {ExecutionTimeout: 5, QueueTimeout: 5}
%s    InputSources:
      - {Target: /main.wasm, Source: {Type: inline, Params: {URL: "data:;base64,%s"}}}
      - {Target: /inputs/note, Source: {Type: inline, Params: {URL: "data:,hello"}}}
`, more, base64.StdEncoding.EncodeToString(moduleThatPrints("hello\n")))
}

func failJobFile(p *place) {
	p.write("job.yaml", jobOf("    Publisher: [local]\n    Network: {Type: Host}\n    Resources: {GPU: 1}\n"))
	p.fails(failure.Usage, "run", "job.yaml")
}

func failJobFileTwice(p *place) {
	p.write("job.yaml", jobOf(""))
	p.fails(failure.Usage, "run", "job.yaml", "--timeout", "5m")
	contains(p.t, p.run("run", "job.yaml", "--", "x").exits(failure.Usage).stderr(), "arguments are given beside a job file")
}

// A job file is run as the same module with flags is, to the same result; and shown as what it becomes.
func TestRunJobFile(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	p.write("job.yaml", jobOf(""))
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	p.write("note", []byte("hello"))
	f := p.farm("here")
	cid := func(args ...string) string {
		return object[struct{ CID string }](t, lastLine(p.ok(append(args, "--farmer", f.addr, "-o", "jsonl")...))).CID
	}
	if file, flags := cid("run", "job.yaml", "--output", "a"), cid("run", "hello.wasm", "--input", "note", "--output", "b"); file != flags || file == "" {
		t.Errorf("%q and %q", file, flags)
	}
	metered := p.run("run", "job.yaml", "--fuel", "1", "--output", "c", "--farmer", f.addr).exits(0)
	contains(t, metered.stdout()+metered.stderr(), "10^9 fuel")
	s := object[struct {
		Service string
		Units   int
		Job     struct{ Module string }
	}](t, p.ok("spec", "show", "job.yaml"))
	if s.Units != 1 || s.Job.Module == "" || s.Service == "" {
		t.Errorf("%+v", s)
	}
	p.write("gpu.json", []byte(`{"Type":"batch","Tasks":[{"Name":"m","Engine":{"Type":"docker","Params":{"Image":"busybox@sha256:`+strings.Repeat("0a", 32)+`"}},"Resources":{"GPU":"1"}}]}`))
	contains(t, p.ok("spec", "show", "gpu.json"), `"milli_gpu": 1000`, `"gpus": 1`, `"live": true`)
	contains(t, p.run("run", "gpu.json", "--farmer", f.addr).exits(failure.Refused).stderr(), "no engine for containers here")
}

// A directory is no module: it is said before it is read, by whoever reads the file.
func TestModuleIsADirectory(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "job.yaml")
	text := fmt.Sprintf("Type: batch\nTasks:\n  - Name: main\n    Engine: {Type: wasm, Params: {EntryModule: /m}}\n    InputSources:\n      - {Target: /m, Source: {Type: local, Params: {SourcePath: %s}}}\n", dir)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readJobFile(name); err == nil || !strings.Contains(err.Error(), dir+", is no file: name the file") {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "m.wasm"), moduleThatPrints("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(text, "SourcePath: "+dir, "SourcePath: "+filepath.Join(dir, "m.wasm"), 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readJobFile(name); err != nil {
		t.Error(err)
	}
}

// What a file names elsewhere is fetched within bounds, and is what the file says.
func TestBring(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/data" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte("data"))
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(file, []byte("data"), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("data"))
	want := ""
	for _, s := range []jobfile.Source{{Data: []byte("data")}, {Path: file}, {URL: server.URL + "/data"}, {URL: server.URL + "/data", SHA256: base64.StdEncoding.EncodeToString(sum[:])}} {
		root, err := bring(t.Context(), content.Discard, nil, s)
		if err != nil || want != "" && root.String() != want {
			t.Errorf("%+v: %v, %v, want %s", s, root, err, want)
		}
		want = root.String()
	}
	for says, s := range map[string]jobfile.Source{
		"404":            {URL: server.URL + "/none"},
		"ChecksumSHA256": {URL: server.URL + "/data", SHA256: base64.StdEncoding.EncodeToString(make([]byte, 32))},
		"no such file":   {Path: file + "x"},
		"no gzip":        {Archive: []byte("x")},
		"no tar":         {Archive: zipped(t, []byte("no tar at all, but longer than any header that could begin one"+strings.Repeat("x", 600)))},
		"neither file":   {Archive: tarred(t, tar.Header{Name: "link", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"})},
		"clean relative": {Archive: tarred(t, tar.Header{Name: "../../up", Typeflag: tar.TypeReg})},
		"file exists":    {Archive: tarred(t, tar.Header{Name: "a", Typeflag: tar.TypeReg}, tar.Header{Name: "a", Typeflag: tar.TypeReg})},
	} {
		if _, err := bring(t.Context(), content.Discard, nil, s); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "d"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "d", "f"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	here, err := bring(t.Context(), content.Discard, nil, jobfile.Source{Path: dir})
	if err != nil {
		t.Fatal(err)
	}
	packed, err := bring(t.Context(), content.Discard, nil, jobfile.Source{Archive: tarred(t, tar.Header{Name: "./", Typeflag: tar.TypeDir}, tar.Header{Name: "./d/f", Typeflag: tar.TypeReg})})
	if err != nil || packed != here {
		t.Errorf("%v and %v, %v", packed, here, err)
	}
}

func zipped(t *testing.T, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	if _, err := zip.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// tarred is an archive of empty files, packed.
func tarred(t *testing.T, headers ...tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := tar.NewWriter(&out)
	for _, h := range headers {
		if err := archive.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return zipped(t, out.Bytes())
}
