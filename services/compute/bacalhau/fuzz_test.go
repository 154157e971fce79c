package bacalhau

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/parley-p2p/parley/services/compute/bacalhau/internal/adapter"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
)

// parrot answers every call with the same.
type parrot struct {
	status int
	body   []byte
}

func (p parrot) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: p.status, Body: io.NopCloser(bytes.NewReader(p.body)), Request: r, Header: http.Header{}}, nil
}

// Whatever an orchestrator answers, a call ends with what was asked for or with one of our errors.
func FuzzAnswer(f *testing.F) {
	for _, text := range []string{`{"Job":{"ID":"j-1","Name":"n","State":{"StateType":"Completed"},"CreateTime":1795216439720819500}}`, `{"JobID":"j-1"}`,
		`{"Items":[{"ID":"e","RunOutput":{"ExitCode":-1},"PublishedResult":{"Type":"urlDownload","Params":{"URL":"http://h"}}}],"NextToken":""}`,
		`{"Nodes":[{"Info":{"NodeType":"Compute"},"Membership":"APPROVED","Connection":"CONNECTED"}]}`,
		`{"Status":404,"Message":"job not found: n","Code":"NotFound"}`, `{"Major":"1","Minor":"9","GitVersion":"v1.9.3"}`, `{"Error":"old","MinVersion":"v1.4.0"}`, `[`} {
		f.Add(200, []byte(text))
		f.Add(500, []byte(text))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		c := &Client{URL: "http://cluster", HTTP: &http.Client{Transport: parrot{status, body}}}
		_, err1 := c.Check(t.Context())
		j, err2 := c.Job(t.Context(), "n")
		_, err3 := c.Executions(t.Context(), "n")
		_, err4 := c.Results(t.Context(), "n")
		_, err5 := c.Nodes(t.Context())
		id, err6 := c.Submit(t.Context(), &Job{Name: "n"})
		for _, err := range []error{err1, err2, err3, err4, err5, err6, c.Stop(t.Context(), "n")} {
			if e, ok := errors.AsType[*Error](err); err != nil && (!ok || e.Kind == 0 || e.Cause == "" || e.Remedy == "") {
				t.Errorf("%#v", err)
			}
		}
		if err2 == nil && j.ID != "n" && j.Name != "n" || err6 == nil && id == "" {
			t.Errorf("%+v, %q", j, id)
		}
	})
}

func FuzzAuth(f *testing.F) {
	for _, text := range []string{"key", `{"token":"k"}`, `{"user":"u","password":"p"}`, "", "{}", "a\nb"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file := filepath.Join(t.TempDir(), "auth")
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := ReadAuth(file, nil)
		if err == nil && (a == (Auth{}) || a.check("") != nil) || err != nil && KindOf(err) != Unauthorized {
			t.Errorf("%#v, %v", a, err)
		}
	})
}

// A record that is not one of ours is begun anew, so that nothing else gets into the names of jobs and URLs.
func FuzzRecord(f *testing.F) {
	f.Add([]byte(`{"Name":"parley-abcdefghijklmnopqrstuvwxyz","Token":"abcdefghijklmnopqrstuvwxyz"}`))
	f.Add([]byte(`{"Name":"../x","Token":"/"}`))
	f.Add([]byte(`{`))
	f.Fuzz(func(t *testing.T, text []byte) {
		e := &Executor{Dir: t.TempDir()}
		e.init()
		key := "0123456789abcdef0123456789abcdef"
		if err := os.WriteFile(filepath.Join(e.Dir, key+".json"), text, 0o600); err != nil {
			t.Fatal(err)
		}
		r := &run{Executor: e, task: new(executor.Task)}
		if err := r.recall(key); err != nil || !validName.MatchString(r.Name) || !validToken(r.Token) {
			t.Errorf("%+v, %v", r.record, err)
		}
	})
}

// Whatever a publisher gives, nothing is written but what a result may hold.
func FuzzUnpack(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x1f\x8b"))
	stream := func(name string) tar.Header { return tar.Header{Name: name, Typeflag: tar.TypeReg, Size: 3} }
	for _, headers := range [][]tar.Header{
		{stream(adapter.Stdout), stream(adapter.Stderr), stream("exitCode"), {Name: "outputs/", Typeflag: tar.TypeDir}, stream("outputs/a"), stream("outputs/d/b")},
		{stream("./" + adapter.Stdout), stream("./outputs/x"), stream("outputs/x")},
		{stream("outputs/../../up"), {Name: "outputs/l", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}},
		{stream("outputs/a"), stream("outputs/b"), stream("outputs/c"), stream("outputs/d")},
	} {
		plain := tarred(f, headers...)
		f.Add(plain)
		f.Add(zipped(f, plain))
	}
	for _, plain := range executortest.SparseTars("outputs/hole", 1<<62) {
		f.Add(plain)
		f.Add(zipped(f, plain))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := os.CreateTemp(t.TempDir(), "archive")
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if _, err := file.Write(data); err != nil {
			t.Fatal(err)
		}
		limits := executor.Limits{OutputBytes: 1000, OutputFiles: 3, Stdout: 10, Stderr: 10, Fuel: 100}
		r := &run{Executor: &Executor{}, task: &executor.Task{Limits: limits.Or(executor.Limits{}), Profile: executor.Live}}
		if r.whole(t.Context(), file) != nil {
			return
		}
		dir := t.TempDir()
		result, err := executor.CreateResult(dir, r.task.Limits, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer result.Close()
		_, err = r.unpack(t.Context(), file, "", result)
		for name, e := range below(t, dir) {
			if executor.ValidName(name) != nil || !e.IsDir() && !e.Type().IsRegular() {
				t.Errorf("%q came to be: %v", name, e.Type())
			}
		}
		var rep executor.Report
		if fillErr := result.Fill(&rep); fillErr != nil || rep.OutputBytes > 1000 || rep.OutputFiles > 3 {
			t.Errorf("%+v, %v, %v", rep, fillErr, err)
		}
		if r.fueled(&rep) == nil && (rep.Fuel < 0 || rep.Fuel > 100 || rep.End == executor.OutOfFuel && rep.Fuel != 100) {
			t.Errorf("%+v of what is left: %x", rep, r.left)
		}
	})
}

// below is all that is in a directory, by its path there.
func below(t *testing.T, dir string) map[string]fs.DirEntry {
	t.Helper()
	all := map[string]fs.DirEntry{}
	if err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if name != "." {
			all[name] = e
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// tarred is an archive whose files are full of x.
func tarred(f *testing.F, headers ...tar.Header) []byte {
	f.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, h := range headers {
		if err := w.WriteHeader(&h); err != nil {
			f.Fatal(err)
		}
		if _, err := w.Write(bytes.Repeat([]byte("x"), int(h.Size))); err != nil {
			f.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	return out.Bytes()
}

func zipped(f *testing.F, plain []byte) []byte {
	f.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	if _, err := zip.Write(plain); err != nil || zip.Close() != nil {
		f.Fatal(err)
	}
	return out.Bytes()
}

// Whatever a cluster says of where a result is, it is asked for at a server's URL, and of the gateway that was named nothing
// but a CID.
func FuzzAddress(f *testing.F) {
	for _, of := range [][2]string{{"urlDownload", "http://10.0.0.7:6001/e-1.tar.gz"}, {"urlDownload", "file:///etc/passwd"}, {"s3PreSigned", "https://b.s3.amazonaws.com/k?X-Amz-Signature=0"},
		{"ipfs", "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"}, {"ipfs", "../../api/v0/shutdown?x="}, {"s3", "b"}, {"urlDownload", "http://"}} {
		f.Add(of[0], of[1])
	}
	f.Fuzz(func(t *testing.T, kind, at string) {
		r := &run{Executor: &Executor{IPFS: "http://127.0.0.1:8080/"}, task: &executor.Task{}}
		from, _, err := r.address(Spec{Type: kind, Params: map[string]any{"URL": at, "PreSignedURL": at, "CID": at}})
		if err != nil {
			return
		}
		req, err := http.NewRequest(http.MethodGet, from, nil)
		switch {
		case err != nil || req.URL.Host == "" || req.URL.Scheme != "http" && req.URL.Scheme != "https":
			t.Errorf("%q: %q cannot be asked: %v", at, from, err)
		case kind == "ipfs" && (req.URL.Host != "127.0.0.1:8080" || path.Dir(req.URL.EscapedPath()) != "/ipfs" || req.URL.RawQuery != "format=car"):
			t.Errorf("%q: the gateway is asked for %s", at, req.URL)
		}
	})
}
