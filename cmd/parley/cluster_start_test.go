package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
)

// startFailures are what a farmer meets before it offers anything, beside clusterFailures. C56.
var startFailures = []failing{
	{"cluster-https", func(p *place) {
		p.fails(failure.Unavailable, "demo", "--executor", "bacalhau", "--bacalhau", strings.Replace(bacalhautest.New(p.t).URL, "http://", "https://", 1))
	}},
	{"cluster-silent", func(p *place) {
		p.fails(failure.Unavailable, "demo", "--executor", "bacalhau", "--bacalhau", "http://"+mum(p))
	}},
	{"cluster-port", func(p *place) {
		p.fails(failure.Unavailable, "demo", "--executor", "bacalhau", "--bacalhau", "http://"+greets(p, "INFO {\"server_id\":\""+strings.Repeat("N", 400)+"\"}\r\n"))
	}},
	{"cluster-not-found", func(p *place) {
		other := httptest.NewServer(http.NotFoundHandler())
		p.t.Cleanup(other.Close)
		p.fails(failure.Unavailable, "demo", "--executor", "bacalhau", "--bacalhau", other.URL)
	}},
	{"cluster-api-path", func(p *place) {
		p.fails(failure.Unavailable, "demo", "--executor", "bacalhau", "--bacalhau", "http://127.0.0.1:1/api/v1")
	}},
	{"doctor-executor", func(p *place) { p.fails(failure.Usage, "doctor", "--name", "farm", "--executor", "bacalhau") }},
	{"cluster-version", failCluster(onPath("/version", `{"Major":"one","Minor":"nine"}`), failure.Unavailable)},
	{"cluster-endless", failCluster(onPath("/nodes", `{"Nodes":[{}],"NextToken":"more"}`), failure.Unavailable)},
	{"cluster-long", func(p *place) { // made here: every process of the tests begins with what a variable holds
		failCluster(onPath("/version", strings.Repeat(" ", 32<<20+1)), failure.Unavailable)(p)
	}},
	{"cluster-publisher", func(p *place) {
		p.fails(failure.Usage, "demo", "--executor", "bacalhau", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-publisher", "noop")
	}},
	{"cluster-ipfs", func(p *place) {
		p.fails(failure.Usage, "demo", "--executor", "bacalhau", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-publisher", "ipfs")
	}},
	{"cluster-executor", func(p *place) { p.fails(failure.Usage, "demo", "--executor", "docker") }},
	{"cluster-auth-directory", func(p *place) { p.auth(".", "") }},
	{"cluster-auth-form", func(p *place) { p.auth("key", `{"key": "s3cret"}`) }},
	{"cluster-auth-empty", func(p *place) { p.auth("key", "\n") }},
	{"cluster-auth-both", func(p *place) { p.auth("key", `{"token": "s3cret", "user": "bob", "password": "s3cret"}`) }},
	{"cluster-auth-user", func(p *place) { p.auth("key", `{"password": "s3cret"}`) }},
	{"cluster-gateway-taken", func(p *place) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			p.t.Fatal(err)
		}
		defer l.Close()
		p.join()
		p.fails(failure.Usage, "farm", "--executor", "bacalhau", "--bacalhau", bacalhautest.New(p.t).URL, "--bacalhau-gateway", l.Addr().String())
	}},
	{"depot-profile", func(p *place) {
		c, b := bacalhautest.New(p.t), bacalhautest.NewBucket(p.t)
		c.Set(func() { c.Bucket = b })
		p.env = append(p.env, "AWS_PROFILE=nobody", "AWS_EC2_METADATA_DISABLED=true", "AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull)
		p.fails(failure.Refused, "demo", "--executor", "bacalhau", "--bacalhau", c.URL, "--bacalhau-depot", "s3://parley?endpoint="+b.URL)
	}},
	{"depot-bucket-region", func(p *place) {
		p.bucket(failure.Unavailable, "parley", func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(http.StatusMovedPermanently)
			return true
		})
	}},
	{"depot-bucket-gone", func(p *place) {
		c := bacalhautest.New(p.t)
		c.Set(func() { c.Bucket = bacalhautest.NewBucket(p.t) })
		p.credentials()
		p.fails(failure.Unavailable, "demo", "--executor", "bacalhau", "--bacalhau", c.URL, "--bacalhau-depot", "s3://parley?endpoint=http://"+unused(p.t))
	}},
	{"depot-ipfs-forbidden", func(p *place) {
		c := bacalhautest.New(p.t)
		c.Set(func() { c.IPFS = bacalhautest.NewIPFS(p.t) })
		c.IPFS.Fault = func(w http.ResponseWriter, r *http.Request) bool { w.WriteHeader(http.StatusForbidden); return true }
		p.fails(failure.Refused, "demo", "--executor", "bacalhau", "--bacalhau", c.URL, "--bacalhau-depot", "ipfs+"+c.IPFS.URL)
	}},
	{"depot-silent", func(p *place) {
		c := bacalhautest.New(p.t)
		c.Set(func() { c.IPFS = bacalhautest.NewIPFS(p.t) })
		p.fails(failure.Unavailable, "demo", "--executor", "bacalhau", "--bacalhau", c.URL, "--bacalhau-depot", "ipfs+http://"+mum(p))
	}},
}

// auth starts a farmer with credentials that are none, from a file of which nothing secret is told.
func (p *place) auth(name, text string) {
	if text != "" {
		if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
	p.fails(failure.Refused, "demo", "--executor", "bacalhau", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-auth", name)
}

// onPath answers one path of the API otherwise.
func onPath(suffix, text string) func(c *bacalhautest.Cluster) {
	return func(c *bacalhautest.Cluster) {
		c.Fault = func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, suffix) {
				return false
			}
			_, _ = w.Write([]byte(text))
			return true
		}
	}
}

// greets listens, and answers whatever it is told with the same, which is no HTTP, as a message bus does.
func greets(p *place, words string) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { l.Close() })
	go func() {
		for c, err := l.Accept(); err == nil; c, err = l.Accept() {
			_, _ = c.Read(make([]byte, 1))
			_, _ = io.WriteString(c, words)
			c.Close()
		}
	}()
	return l.Addr().String()
}

// mum is an address where connections are taken and nothing is said.
func mum(p *place) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { l.Close() })
	return l.Addr().String()
}
