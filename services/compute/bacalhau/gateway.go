package bacalhau

import (
	"bytes"
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Gateway serves what is too large for a job to the nodes of the cluster that run it, over HTTP, under a token of the job's
// own and only while it is under way. The zero Gateway is ready but for its URL. It is safe for concurrent use.
//
// It is no gateway of IPFS: the nodes that fetch from it verify nothing, and what they fetch are files that this process
// has verified. Whoever does not trust the way from here to the nodes puts TLS before it, and says so in URL.
type Gateway struct {
	// URL is where the cluster's nodes reach this Gateway, as "http://10.0.0.1:7080".
	URL string

	mu   sync.Mutex
	jobs map[string]map[string]served
}

// served is a file, or bytes in memory.
type served struct {
	file string
	data []byte
}

var tokens = regexp.MustCompile(`^[a-z0-9]{26}$`)

func validToken(s string) bool { return tokens.MatchString(s) }

// serve offers a file or data under the token, and returns its URL.
func (g *Gateway) serve(token, name, file string, data []byte) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.jobs == nil {
		g.jobs = map[string]map[string]served{}
	}
	if g.jobs[token] == nil {
		g.jobs[token] = map[string]served{}
	}
	g.jobs[token][name] = served{file, data}
	return strings.TrimRight(g.URL, "/") + (&url.URL{Path: "/" + token + "/" + name}).EscapedPath()
}

func (g *Gateway) withdraw(token string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.jobs, token)
}

// ServeHTTP answers GET and HEAD of what is served, with ranges. All else is not found.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	token, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	s, ok := g.find(token, name)
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
	case !ok:
		http.NotFound(w, r)
	default:
		w.Header().Set("Content-Type", "application/octet-stream")
		s.to(w, r)
	}
}

// find compares the token with those of all jobs, each in a time that does not tell how much of it is right.
func (g *Gateway) find(token, name string) (s served, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for own, files := range g.jobs {
		if subtle.ConstantTimeCompare([]byte(own), []byte(token)) == 1 {
			s, ok = files[name]
		}
	}
	return s, ok
}

func (s served) to(w http.ResponseWriter, r *http.Request) {
	if s.file == "" {
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(s.data))
		return
	}
	f, err := os.Open(s.file)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer f.Close()
	http.ServeContent(w, r, "", time.Time{}, f)
}

// Serve serves on l until it is closed. How many connections there are at once is l's to bound.
func (g *Gateway) Serve(l net.Listener) error {
	server := &http.Server{Handler: g, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	return server.Serve(l)
}
