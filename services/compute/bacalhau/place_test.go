package bacalhau_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/bacalhau/depot"
	"github.com/parley-p2p/parley/services/compute/executor"
)

const token = "abcdefghijklmnopqrstuvwxyz"

// An input that cannot be read any more while it is brought is the input's fault, and no try of the depot's mends it.
func TestDepotInputBreaks(t *testing.T) {
	tree := t.TempDir()
	gone := filepath.Join(tree, "b")
	if err := os.WriteFile(gone, []byte("b"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(noise(t, 32<<20), filepath.Join(tree, "a")); err != nil { // more than is on the way at once
		t.Fatal(err)
	}
	node := bacalhautest.NewIPFS(t)
	node.Fault = func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "import") {
			_ = os.Remove(gone)
		}
		return false
	}
	_, err := (&depot.IPFS{URL: node.URL}).Put(t.Context(), token, []bacalhau.Thing{{At: "/inputs/tree", Path: tree}})
	if executor.CodeOf(err) != executor.NoInput || bacalhau.KindOf(err) != 0 {
		t.Errorf("IPFS: %v: %v", executor.CodeOf(err), err)
	}
	const unreadable = "/proc/self/mem" // a file to whoever asks what it is
	if _, err := os.Stat(unreadable); err != nil {
		t.Skip("NOT TESTED WITH A BUCKET: no file can be had here that cannot be read")
	}
	credentials(t)
	b := &depot.Bucket{Name: "parley", Endpoint: bacalhautest.NewBucket(t).URL}
	_, err = b.Put(t.Context(), token, []bacalhau.Thing{{At: "/inputs/mem", Path: unreadable}})
	if executor.CodeOf(err) != executor.NoInput || bacalhau.KindOf(err) != 0 {
		t.Errorf("bucket: %v: %v", executor.CodeOf(err), err)
	}
}

// A node that hangs up is at fault itself, though the input was not read to its end.
func TestDepotHangsUp(t *testing.T) {
	node := bacalhautest.NewIPFS(t)
	node.Fault = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "import") {
			return false
		}
		w.WriteHeader(http.StatusInternalServerError)
		return true
	}
	_, err := (&depot.IPFS{URL: node.URL}).Put(t.Context(), token, []bacalhau.Thing{{At: "/inputs/a", Path: noise(t, 32<<20)}})
	if executor.CodeOf(err) != 0 || bacalhau.KindOf(err) != bacalhau.Unavailable {
		t.Errorf("%v: %v", executor.CodeOf(err), err)
	}
}

// What is there under a token is deleted as many keys at a time as a page of them has, or one by one where a service knows no other
// way; and nothing else is.
func TestBucketDrops(t *testing.T) {
	credentials(t)
	for _, slow := range []bool{false, true} {
		bucket := bacalhautest.NewBucket(t)
		bucket.OneByOne = slow
		b := &depot.Bucket{Name: "parley", Prefix: "of/farmer", Endpoint: bucket.URL}
		var things []bacalhau.Thing
		for i := range 7 {
			things = append(things, bacalhau.Thing{At: fmt.Sprintf("/inputs/%d", i), Data: []byte("x")})
		}
		other := "another-" + token
		for _, of := range []string{token, other} {
			if _, err := b.Put(t.Context(), of, things); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Drop(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		if n := len(bucket.Objects()); n != len(things) {
			t.Errorf("%d objects are left, want the %d of another token", n, len(things))
		}
		if n := bucket.Calls(http.MethodDelete); n != 0 && !slow || n != len(things) && slow {
			t.Errorf("slow %v: %d calls for %d keys", slow, n, len(things))
		}
	}
}

// No token names all that there is, or what is beside it.
func TestDepotTokens(t *testing.T) {
	credentials(t)
	bucket, node := bacalhautest.NewBucket(t), bacalhautest.NewIPFS(t)
	for _, d := range []bacalhau.Depot{&depot.Bucket{Name: "parley", Endpoint: bucket.URL}, &depot.Bucket{Name: "parley", Prefix: "of/farmer", Endpoint: bucket.URL}, &depot.IPFS{URL: node.URL}} {
		if _, err := d.Put(t.Context(), token, []bacalhau.Thing{{At: "/inputs/a", Data: []byte("a")}}); err != nil {
			t.Fatal(err)
		}
		objects, files := len(bucket.Objects()), node.Files()
		for _, none := range []string{"", ".", "..", "/", "../" + token, token[:5], token + "/", token + "\n", "of/farmer/" + token} {
			if err := d.Drop(t.Context(), none); err == nil {
				t.Errorf("%T: %q is a token", d, none)
			}
			if _, err := d.Put(t.Context(), none, nil); err == nil || none != "" && len(none) > 2 && strings.Contains(err.Error(), none) {
				t.Errorf("%T: %q is a token, or is told: %v", d, none, err)
			}
		}
		if len(bucket.Objects()) != objects || node.Files() != files {
			t.Errorf("%T: %d of %d objects and %d of %d files are left", d, len(bucket.Objects()), objects, node.Files(), files)
		}
	}
}

// Whatever a depot answers, a token stands in no log and in no error.
func TestTokenIsNotTold(t *testing.T) {
	for _, failing := range []string{"rm", "mkdir"} {
		w, _ := stored(t, "ipfs")
		w.impatient()
		var log locked
		w.executor.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		seen, brought := "", false
		w.IPFS.Fault = func(rw http.ResponseWriter, r *http.Request) bool {
			if at, found := strings.CutPrefix(r.URL.Query().Get("arg"), "/parley/"); found {
				seen, _, _ = strings.Cut(at, "/")
			}
			brought = brought || strings.HasSuffix(r.URL.Path, "cp")
			if !strings.HasSuffix(r.URL.Path, failing) || failing == "rm" && !brought {
				return false
			}
			http.Error(rw, "no such place: "+r.URL.Query().Get("arg"), http.StatusInternalServerError)
			return true
		}
		w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
		_, err := w.executor.Execute(t.Context(), w.task)
		if (err != nil) != (failing == "mkdir") {
			t.Errorf("%s: %v", failing, err)
		}
		w.closes(t)
		said := log.String() + fmt.Sprint(err)
		if !strings.Contains(said, "no such place: /parley/…") {
			t.Errorf("%s: nothing is told: %s", failing, said)
		}
		if seen == "" || strings.Contains(said, seen) {
			t.Errorf("%s: the token %q is told: %s", failing, seen, said)
		}
	}
}

// locked is a text that is written to by many.
type locked struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
