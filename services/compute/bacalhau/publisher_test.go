package bacalhau_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
)

// A result is the same wherever it was published: behind a URL that the orchestrator has signed, or on IPFS, whose gateways put
// it into a directory that is named by its CID.
func TestPublishers(t *testing.T) {
	const cid = "bafybeigozf73mjzhdvg3ioxkirqjmr25udspbmrc2yohqrttxt5qsbg3ja"
	in := func(dir string) []byte {
		return archive(t, entry{dir + "streams/stdout", '0', []byte("hello\n")}, entry{dir + "outputs/f", '0', []byte("x")}, entry{"outputs/elsewhere", '0', nil})
	}
	at := http.NewServeMux()
	at.HandleFunc("GET /bucket/key", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "X-Amz-Signature=abc&x=%2F" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = w.Write(in("./"))
	})
	at.HandleFunc("GET /ipfs/"+cid, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("format") != "tar" {
			w.WriteHeader(http.StatusNotAcceptable)
			return
		}
		_, _ = w.Write(in(cid + "/"))
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
		if publisher == "ipfs" {
			if _, err := os.Stat(filepath.Join(w.task.Dir, "outputs", "elsewhere")); err == nil {
				t.Error("what is beside the result is taken for a part of it")
			}
		}
	}
}
