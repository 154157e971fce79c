package bacalhau_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/bacalhau/depot"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
)

// credentials are those by which the fake of S3 is written to.
func credentials(t *testing.T) {
	for name, value := range map[string]string{"AWS_ACCESS_KEY_ID": "farmer", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_PROFILE": ""} {
		t.Setenv(name, value)
	}
}

// stored is a world whose nodes have storage of a kind, with the depot there, and what is left in it.
func stored(t *testing.T, kind string) (w *world, left func() int) {
	t.Helper()
	w = newWorld(t)
	w.executor.Gateway = nil
	if kind == "s3" {
		credentials(t)
		bucket := bacalhautest.NewBucket(t)
		w.Set(func() { w.Bucket = bucket })
		w.executor.Depot = &depot.Bucket{Name: "parley", Prefix: "of/farmer", Endpoint: bucket.URL}
		return w, func() int { return len(bucket.Objects()) }
	}
	node := bacalhautest.NewIPFS(t)
	w.Set(func() { w.IPFS = node })
	w.executor.Depot = &depot.IPFS{URL: node.URL}
	return w, node.Files
}

// closes waits until what was brought to the depot is taken away.
// closes has the result kept, and the executor closed.
func (w *world) closes(t *testing.T) {
	t.Helper()
	w.kept()
	if err := w.executor.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// lists has a Go program say what its inputs are.
func (w *world) lists(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"one": "1", "d/two": "2", "d/e/three": "3"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w.task = executor.Task{ID: t.Name(), Module: executor.Module{Path: executortest.Program(t)}, Args: []string{"list"}, Dir: t.TempDir(),
		Inputs: []executor.Input{{Name: "tree", Path: dir}, {Name: "a/noise", Path: noise(t, 900_000)}, {Name: "a/two", Path: filepath.Join(dir, "d", "two")}}}
}

// What is too large for a job is fetched from a bucket of S3 or from IPFS, where nodes have that; the result is the same, and nothing
// stays behind.
func TestDepots(t *testing.T) {
	want := ""
	for _, kind := range []string{"", "s3", "ipfs"} {
		t.Run("kind "+kind, func(t *testing.T) {
			w, left := newWorld(t), func() int { return 0 }
			if kind != "" {
				w, left = stored(t, kind)
			}
			w.lists(t)
			if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 0 {
				t.Fatalf("%+v, %v", rep, err)
			}
			got := executortest.ReadResult(t, w.task.Dir).Stdout
			if kind == "" {
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" || !strings.Contains(got, "/inputs/tree/d/e/three false") {
				t.Errorf("from the gateway and from %s: %s", kind, diff)
			}
			if kind != "" && !strings.Contains(w.Jobs()[0], `"Type":"`+kind+`"`) || strings.Contains(w.Jobs()[0], "urlDownload") == (kind != "") {
				t.Errorf("the job is %.3000s", w.Jobs()[0])
			}
			w.closes(t)
			if n := left(); n > 1 { // the folder of IPFS above what is brought
				t.Errorf("%d things stay behind", n)
			}
		})
	}
}

// A container finds its inputs where it asks for them; from a bucket, only directories.
func TestContainerFromDepots(t *testing.T) {
	for _, kind := range []string{"s3", "ipfs"} {
		w, _ := stored(t, kind)
		contained(t, w)
		w.task.Inputs = append(w.task.Inputs, executor.Input{Name: "noise", Path: noise(t, 900_000)})
		if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 0 {
			t.Fatalf("%s: %+v, %v", kind, rep, err)
		}
		for name, want := range map[string]int{"data-one": 1, "data-d-two": 1, "inputs-one": 1, "inputs-noise": 900_000} {
			if got, err := os.ReadFile(filepath.Join(w.task.Dir, "outputs", "logs", name)); err != nil || len(got) != want {
				t.Errorf("%s: %s: %d bytes, %v, want %d", kind, name, len(got), err, want)
			}
		}
		w.task.Dir = t.TempDir()
		w.task.Inputs[len(w.task.Inputs)-1] = executor.Input{At: "/deep/noise", Path: noise(t, 900_000)}
		_, err := w.executor.Execute(t.Context(), w.task)
		if kind == "ipfs" && err != nil || kind == "s3" && (executor.CodeOf(err) != executor.Refused || !strings.Contains(err.Error(), "are directories")) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// What is brought to IPFS has a CID that no other job has, nor anything else of the job, since nodes keep what they fetch under it for
// all of them; and the content of every shape is what it was.
func TestOwnCIDs(t *testing.T) {
	w, _ := stored(t, "ipfs")
	empty, wide := filepath.Join(t.TempDir(), "empty"), t.TempDir()
	if err := os.WriteFile(empty, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for i := range 1100 { // whose names are too many for one block
		if err := os.WriteFile(filepath.Join(wide, fmt.Sprintf("%0240d", i)), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	small, large := noise(t, 1000), noise(t, 900_000)
	w.task.Module, w.task.Args = executor.Module{Path: executortest.Program(t)}, []string{"copy"}
	w.task.Inputs = []executor.Input{{Name: "empty", Path: empty}, {Name: "small", Path: small}, {Name: "same", Path: small}, {Name: "large", Path: large}, {Name: "again", Path: large}}
	for _, id := range []string{"first", "second"} {
		w.task.ID, w.task.Dir = id, t.TempDir()
		if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 0 {
			t.Fatalf("%+v, %v", rep, err)
		}
		for _, in := range w.task.Inputs {
			want, err := os.ReadFile(in.Path)
			if got := executortest.ReadResult(t, w.task.Dir).Outputs[in.Name]; err != nil || got != string(want) {
				t.Errorf("%s: %d bytes of %d, %v", in.Name, len(got), len(want), err)
			}
		}
	}
	named := regexp.MustCompile(`"CID":"\w+"`).FindAllString(strings.Join(w.Jobs(), ""), -1)
	slices.Sort(named)
	if want := 2 * (1 + len(w.task.Inputs)); len(named) != want || len(slices.Compact(named)) != want {
		t.Errorf("%v name fewer than %d", named, want)
	}
	w.task.Profile = executor.Live // whose list may be longer than what is sorted
	w.task.Args, w.task.Inputs, w.task.Dir = []string{"list"}, append(w.task.Inputs, executor.Input{Name: "wide", Path: wide}), t.TempDir()
	if _, err := w.executor.Execute(t.Context(), w.task); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(executortest.ReadResult(t, w.task.Dir).Stdout, "/inputs/wide/"); n != 1100 {
		t.Errorf("%d files of 1100 are there", n)
	}
}

// Nodes that fetch files have no directories in which there is nothing, and a program would come to another result than elsewhere: it
// is refused. Those that fetch from IPFS have them.
func TestEmptyDirectories(t *testing.T) {
	for kind, want := range map[string]executor.Code{"": executor.Refused, "s3": executor.Refused, "ipfs": 0} {
		w := newWorld(t)
		if kind != "" {
			w, _ = stored(t, kind)
		}
		w.lists(t)
		if err := os.Mkdir(filepath.Join(w.task.Inputs[0].Path, "d", "nothing"), 0o755); err != nil {
			t.Fatal(err)
		}
		_, err := w.executor.Execute(t.Context(), w.task)
		if executor.CodeOf(err) != want || want != 0 && !strings.Contains(err.Error(), "tree/d/nothing") {
			t.Errorf("%s: %v", kind, err)
		}
		if got := executortest.ReadResult(t, w.task.Dir).Stdout; want == 0 && !strings.Contains(got, "/inputs/tree/d/nothing true") {
			t.Errorf("%s: %s", kind, got)
		}
		contained(t, w)
		w.task.Dir, w.task.Inputs = t.TempDir(), []executor.Input{{At: "/data", Path: t.TempDir()}, {Name: "noise", Path: noise(t, 900_000)}}
		if _, err := w.executor.Execute(t.Context(), w.task); want != 0 && (executor.CodeOf(err) != want || !strings.Contains(err.Error(), "/data")) {
			t.Errorf("%s, a container: %v", kind, err)
		}
	}
}

// A depot that does not answer is not waited for without an end.
func TestDepotThatHangs(t *testing.T) {
	w, _ := stored(t, "ipfs")
	w.impatient()
	w.executor.FetchTime = 10 * time.Millisecond
	hung := make(chan struct{})
	w.executor.Depot = hanging{hung}
	w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
	if _, err := w.executor.Execute(t.Context(), w.task); executor.CodeOf(err) != executor.Internal || !strings.Contains(told(err), "not brought to the depot within 10ms") {
		t.Error(err)
	}
	<-hung // it was asked to take away what may be there
}

// hanging is a depot that does nothing until it is given up.
type hanging struct{ dropped chan struct{} }

func (hanging) Storage() string { return "ipfs" }

func (hanging) Put(ctx context.Context, _ string, _ []bacalhau.Thing) ([]bacalhau.Input, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func (h hanging) Drop(context.Context, string) error {
	close(h.dropped)
	return nil
}

// What goes wrong with a depot for a while is tried again, and told if it stays.
func TestDepotFaults(t *testing.T) {
	credentials(t)
	answers := func(status int) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(status); return true }
	}
	closed := newWorld(t).URL // another API
	for name, c := range map[string]struct {
		bucket func(*bacalhautest.Bucket) *depot.Bucket
		node   func(*bacalhautest.IPFS) *depot.IPFS
		says   string
	}{
		"forbidden": {bucket: func(b *bacalhautest.Bucket) *depot.Bucket {
			b.Fault = answers(http.StatusForbidden)
			return &depot.Bucket{Name: "parley", Endpoint: b.URL}
		}, says: "does not let this farmer in: give credentials"},
		"another bucket": {bucket: func(b *bacalhautest.Bucket) *depot.Bucket { return &depot.Bucket{Name: "other", Endpoint: b.URL} }, says: "there is no bucket other"},
		"no bucket": {bucket: func(*bacalhautest.Bucket) *depot.Bucket {
			return &depot.Bucket{Name: "b", Endpoint: "http://127.0.0.1:1"}
		}, says: "the bucket b cannot be reached"},
		"elsewhere": {bucket: func(b *bacalhautest.Bucket) *depot.Bucket {
			b.Fault = answers(http.StatusMovedPermanently)
			return &depot.Bucket{Name: "parley", Endpoint: b.URL}
		}, says: "in another region than us-east-1"},
		"no node":     {node: func(*bacalhautest.IPFS) *depot.IPFS { return &depot.IPFS{URL: "http://127.0.0.1:1"} }, says: "connection refused"},
		"no URL":      {node: func(*bacalhautest.IPFS) *depot.IPFS { return &depot.IPFS{URL: "::"} }, says: "at no URL"},
		"another API": {node: func(*bacalhautest.IPFS) *depot.IPFS { return &depot.IPFS{URL: closed} }, says: "is no RPC API of an IPFS node"},
		"not let in": {node: func(n *bacalhautest.IPFS) *depot.IPFS {
			n.Fault = answers(http.StatusForbidden)
			return &depot.IPFS{URL: n.URL}
		}, says: "does not let this farmer in"},
		"full": {node: func(n *bacalhautest.IPFS) *depot.IPFS {
			n.Fault = func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.Contains(r.URL.Path, "import") {
					return false
				}
				http.Error(w, `{"Message":"no space left on device"}`, http.StatusInternalServerError)
				return true
			}
			return &depot.IPFS{URL: n.URL}
		}, says: "no space left on device"},
		"full in the midst": {node: func(n *bacalhautest.IPFS) *depot.IPFS {
			n.Fault = func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.Contains(r.URL.Path, "import") {
					return false
				}
				w.Header().Set("Trailer", "X-Stream-Error")
				_, _ = w.Write([]byte("{}"))
				w.Header().Set("X-Stream-Error", "disk full")
				return true
			}
			return &depot.IPFS{URL: n.URL}
		}, says: "disk full"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.impatient()
			if w.executor.Gateway = nil; c.bucket != nil {
				w.executor.Depot = c.bucket(bacalhautest.NewBucket(t))
			} else {
				w.executor.Depot = c.node(bacalhautest.NewIPFS(t))
			}
			w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
			if rep, err := w.executor.Execute(t.Context(), w.task); executor.CodeOf(err) != executor.Internal || rep != nil || !strings.Contains(told(err), c.says) || len(w.Jobs()) > 0 {
				t.Errorf("%+v, %v, want %s", rep, err, c.says)
			}
			w.closes(t)
			left, unknown := w.inDir(t), 1 // what may be in a depot that does not answer is remembered
			if strings.HasPrefix(name, "full") {
				unknown = 0
			}
			if len(left) != unknown || unknown > 0 && !strings.HasPrefix(left[0], "over-") {
				t.Errorf("left behind: %v", left)
			}
		})
	}
	w, left := stored(t, "ipfs")
	failures := 2
	w.IPFS.Fault = func(w http.ResponseWriter, r *http.Request) bool {
		if failures--; failures < 0 {
			return false
		}
		w.WriteHeader(http.StatusInternalServerError)
		return true
	}
	w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
	if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 {
		t.Errorf("%+v, %v", rep, err)
	}
	if w.closes(t); left() > 1 {
		t.Errorf("%d things left", left())
	}
}

// Nodes without the storage of the depot serve nobody.
func TestFleetStorage(t *testing.T) {
	w, _ := stored(t, "s3")
	f := &bacalhau.Fleet{Client: w.executor.Client, Storage: w.executor.Depot.Storage()}
	if err := f.Refresh(t.Context()); err != nil {
		t.Error(err)
	}
	f.Storage = "ipfs"
	if err := f.Refresh(t.Context()); bacalhau.KindOf(err) != bacalhau.Unavailable || !strings.Contains(err.Error(), "the storages inline and ipfs") {
		t.Error(err)
	}
}
