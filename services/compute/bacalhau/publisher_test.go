package bacalhau_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// A result is the same wherever it was published: behind a URL that the orchestrator has signed, or on IPFS, whose gateways put
// it into a directory that is named by its CID.
func TestPublishers(t *testing.T) {
	cid, blocks := bacalhautest.Blocks(t, map[string]string{"streams/stdout": "hello\n", "outputs/f": "x"})
	at := http.NewServeMux()
	at.HandleFunc("GET /bucket/key", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "X-Amz-Signature=abc&x=%2F" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = w.Write(archive(t, entry{"./streams/stdout", '0', []byte("hello\n")}, entry{"./outputs/f", '0', []byte("x")}))
	})
	at.HandleFunc("GET /ipfs/"+cid, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("format") != "car" {
			w.WriteHeader(http.StatusNotAcceptable)
			return
		}
		_, _ = w.Write(blocks)
	})
	server := httptest.NewServer(at)
	t.Cleanup(server.Close)
	spec := func(kind string, params map[string]any) map[string]any {
		return map[string]any{"Type": kind, "Params": params}
	}
	signed := spec("s3PreSigned", map[string]any{"PreSignedURL": server.URL + "/bucket/key?X-Amz-Signature=abc&x=%2F"})
	for publisher, published := range map[string]struct{ by, listed map[string]any }{
		bacalhau.PublishLocal: {signed, nil},
		bacalhau.PublishS3:    {spec("s3managed", map[string]any{"JobID": "j"}), signed},
		bacalhau.PublishIPFS:  {spec("ipfs", map[string]any{"CID": cid}), nil},
	} {
		w := newWorld(t)
		w.impatient()
		w.executor.IPFS, w.executor.Publisher = server.URL+"/", publisher
		w.Set(func() { w.Published, w.Signed = published.by, published.listed })
		if rep, err := w.executor.Execute(t.Context(), w.task); err != nil || rep.ExitCode != 7 {
			t.Errorf("%s: %+v, %v", publisher, rep, err)
			continue
		}
		if !strings.Contains(w.Jobs()[0], `"Publisher":{"Type":"`+publisher+`"}`) {
			t.Errorf("%s is not asked for: %.3000s", publisher, w.Jobs()[0])
		}
		for name, want := range map[string]string{"stdout": "hello\n", "outputs/f": "x"} {
			if got, err := os.ReadFile(filepath.Join(w.task.Dir, name)); err != nil || string(got) != want {
				t.Errorf("%s: %s is %q, %v", publisher, name, got, err)
			}
		}
	}
}

// What an IPFS gateway gives for a CID is hashed, block by block: one that gives other bytes, other blocks, or not all of them, gives no
// result. C17.
func TestLyingGateway(t *testing.T) {
	cid, blocks := bacalhautest.Blocks(t, map[string]string{"streams/stdout": "hello\n", "outputs/f": "sixteen letters\n"})
	other, others := bacalhautest.Blocks(t, map[string]string{"streams/stdout": "hello\n", "outputs/f": "sixteen numbers\n"})
	bombs := map[string]string{}
	for i := range 200 {
		bombs[fmt.Sprint("outputs/", i)] = strings.Repeat("\x00", 1<<20)
	}
	bomb, repeats := bacalhautest.Blocks(t, bombs) // each block once
	for name, c := range map[string]struct {
		cid    string
		blocks []byte
		code   executor.Code
		says   string
	}{
		"another byte":    {cid, bytes.Replace(blocks, []byte("sixteen l"), []byte("sixteen L"), 1), executor.Internal, "did not give what bafy"},
		"another's":       {cid, others, executor.Internal, "did not give what bafy"},
		"another's whole": {other, blocks, executor.Internal, "did not give what bafy"},
		"not all":         {cid, blocks[:len(blocks)-8], executor.Internal, "did not give what bafy"},
		"none":            {cid, nil, executor.Internal, "did not give what bafy"},
		"no CID":          {"result", blocks, executor.Internal, "did not give what result"},
		"a page":          {cid, []byte("<html>welcome</html>"), executor.Internal, "did not give what bafy"},
		"too much of one": {bomb, repeats, executor.Refused, "left more than"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(c.blocks) }))
			t.Cleanup(server.Close)
			w := newWorld(t)
			w.impatient()
			w.executor.IPFS, w.executor.Publisher = server.URL, bacalhau.PublishIPFS
			w.task.Limits.OutputBytes = 1 << 20
			w.Set(func() {
				w.Published = map[string]any{"Type": "ipfs", "Params": map[string]any{"CID": c.cid}}
			})
			rep, err := w.executor.Execute(t.Context(), w.task)
			if executor.CodeOf(err) != c.code || !strings.Contains(told(err), c.says) || len(below(t, filepath.Join(w.task.Dir, "outputs"))) > 0 {
				t.Errorf("%+v, %s", rep, told(err))
			}
		})
	}
}

// below is what is in a directory, if it is there.
func below(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return all
}
