package main

import (
	"archive/tar"
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/jobfile"
)

// clusterFailures are what a buyer meets whose farmer's cluster does not do what it should, and what a farmer meets whose nodes are
// to fetch from somewhere else.
var clusterFailures = []failing{
	{"cluster-replicas-differ", failClusterReplicasDiffer},
	{"cluster-replicas-live", func(p *place) {
		p.write("job.yaml", append([]byte("Count: 2\n"), jobOf("")...))
		p.hired(func(c *bacalhautest.Cluster) {}, failure.Refused, "job.yaml", "--live")
	}},
	{"cluster-path", func(p *place) {
		p.fails(failure.Unavailable, "demo", "--executor", "bacalhau", "--bacalhau", bacalhautest.New(p.t).URL+"/ui")
	}},
	{"cluster-reads-only", failCluster(func(c *bacalhautest.Cluster) { c.ReadOnly = true }, failure.Refused)},
	{"cluster-elsewhere", func(p *place) {
		p.fails(failure.Unavailable, "demo", "--executor", "bacalhau", "--bacalhau", sendsElsewhere(p.t))
	}},
	{"cluster-credentials", func(p *place) {
		p.run("doctor", "--bacalhau", "http://bob:s3cret@127.0.0.1:1234").exits(failure.Usage)
		p.fails(failure.Usage, "demo", "--executor", "auto", "--bacalhau", "http://bob:s3cret@127.0.0.1:1234")
	}},
	{"cluster-without-bucket", func(p *place) {
		p.join()
		p.write("hello.wasm", moduleThatPrints("hello\n"))
		farmer := p.farm("farm", "--executor", "bacalhau", "--bacalhau", bacalhautest.New(p.t).URL, "--bacalhau-publisher", "s3managed")
		p.fails(failure.Refused, "run", "hello.wasm", "--farmer", farmer.addr)
	}},
	{"job-file-memory", func(p *place) {
		p.write("job.yaml", patient(jobOf("    Resources: {Memory: 128MiB}\n")))
		p.join()
		p.fails(failure.Refused, "run", "job.yaml", "--farmer", p.farm("farm", "--memory", "64").addr)
	}},
	{"job-file-too-large", func(p *place) {
		p.write("job.yaml", bytes.Repeat([]byte("#\n"), jobfile.MaxFile/2+1))
		p.fails(failure.Usage, "spec", "show", "job.yaml")
	}},
	{"cluster-too-large", failClusterTooLarge},
	{"cluster-gateway-unreachable", func(p *place) {
		p.large("job.yaml")
		p.hired(func(c *bacalhautest.Cluster) { c.CutOff = true }, failure.Refused, "job.yaml")
	}},
	{"cluster-fetches-nothing", func(p *place) {
		c := bacalhautest.New(p.t)
		c.Without = []string{"urldownload"}
		p.large("job.yaml")
		p.join()
		p.fails(failure.Refused, "run", "job.yaml", "--farmer", p.farm("farm", "--executor", "bacalhau", "--bacalhau", c.URL).addr)
	}},
	{"cluster-many-files", func(p *place) {
		for i, part := range slices.Collect(slices.Chunk(random(401*2500), 2500)) {
			p.write(filepath.Join("data", fmt.Sprint(i)), part)
		}
		p.write("hello.wasm", moduleThatPrints("hello\n"))
		p.hired(func(*bacalhautest.Cluster) {}, failure.Refused, "hello.wasm", "--input", "data")
	}},
	{"cluster-no-containers", func(p *place) {
		c := bacalhautest.New(p.t)
		c.Without = []string{"docker"}
		p.write("job.yaml", containerAsks("none"))
		p.join()
		p.fails(failure.Refused, "run", "job.yaml", "--farmer", p.farm("farm", "--executor", "bacalhau", "--bacalhau", c.URL).addr)
	}},
	{"cluster-result-elsewhere", func(p *place) {
		p.hired(func(c *bacalhautest.Cluster) {
			c.Published = map[string]any{"Type": "s3", "Params": map[string]any{"Bucket": "theirs"}}
		}, failure.Refused, "hello.wasm")
	}},
	{"cluster-container-start", func(p *place) {
		p.write("job.yaml", bytes.Replace(containerAsks("none"), []byte("Params: {"), []byte("Params: {Entrypoint: [none], "), 1))
		p.hired(func(*bacalhautest.Cluster) {}, failure.Refused, "job.yaml")
	}},
	{"cluster-container-image", func(p *place) {
		p.write("job.yaml", bytes.Replace(containerAsks("none"), []byte("Params: {"), []byte("Params: {Entrypoint: [unheard], "), 1))
		p.hired(func(*bacalhautest.Cluster) {}, failure.Refused, "job.yaml")
	}},
	{"cluster-container-memory", func(p *place) {
		p.write("job.yaml", bytes.Replace(containerAsks("none"), []byte("Params: {"), []byte("Params: {Entrypoint: [greedy], "), 1))
		p.hired(func(*bacalhautest.Cluster) {}, failure.General, "job.yaml")
	}},
	{"cluster-container-fuel", func(p *place) {
		p.write("job.yaml", jobOf(""))
		p.run("run", "job.yaml", "--live", "--fuel", "1").exits(failure.Usage)
		p.write("job.yaml", containerAsks("none"))
		p.fails(failure.Usage, "run", "job.yaml", "--fuel", "1")
	}},
	{"depot-form", failDepotForm},
	{"depot-and-gateway", func(p *place) {
		p.fails(failure.Usage, "farm", "--executor", "bacalhau", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-depot", "s3://parley", "--bacalhau-gateway", "127.0.0.1:7080")
	}},
	{"depot-credentials", func(p *place) {
		p.fails(failure.Usage, "demo", "--executor", "auto", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-depot", "s3://me:secret@parley")
	}},
	{"depot-storage", func(p *place) {
		p.fails(failure.Unavailable, "demo", "--executor", "bacalhau", "--bacalhau", bacalhautest.New(p.t).URL, "--bacalhau-depot", "s3://parley")
	}},
	{"depot-bucket-missing", func(p *place) { p.bucket(failure.Unavailable, "other", nil) }},
	{"depot-bucket-forbidden", func(p *place) {
		p.bucket(failure.Refused, "parley", func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(http.StatusForbidden)
			return true
		})
	}},
	{"depot-ipfs-gone", func(p *place) {
		c := bacalhautest.New(p.t)
		c.Set(func() { c.IPFS = bacalhautest.NewIPFS(p.t) })
		p.fails(failure.Unavailable, "demo", "--executor", "bacalhau", "--bacalhau", c.URL, "--bacalhau-depot", "ipfs+http://"+unused(p.t))
	}},
	{"depot-ipfs-gateway", func(p *place) {
		c := bacalhautest.New(p.t)
		c.Set(func() { c.IPFS = bacalhautest.NewIPFS(p.t) })
		c.IPFS.Fault = func(w http.ResponseWriter, r *http.Request) bool { http.NotFound(w, r); return true }
		p.fails(failure.Unavailable, "demo", "--executor", "bacalhau", "--bacalhau", c.URL, "--bacalhau-depot", "ipfs+"+c.IPFS.URL)
	}},
}

// published is an archive as a node's publisher makes it.
func published(p *place, entries ...tar.Header) []byte {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, h := range entries {
		h.Mode = 0o644
		if err := w.WriteHeader(&h); err != nil {
			p.t.Error(err)
		}
	}
	if err := w.Close(); err != nil {
		p.t.Error(err)
	}
	return out.Bytes()
}

func failClusterReplicasDiffer(p *place) {
	p.write("job.yaml", append([]byte("Count: 2\n"), patient(jobOf(""))...))
	p.join()
	c := bacalhautest.New(p.t)
	c.Set(func() {
		c.Nodes = 2
		c.FaultyResult = func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, "-1.tar.gz") {
				return false
			}
			_, _ = w.Write(published(p, tar.Header{Name: "./outputs/more", Typeflag: tar.TypeReg}))
			return true
		}
	})
	farmer := p.farm("farm", "--executor", "bacalhau", "--bacalhau", c.URL)
	p.fails(failure.Refused, "run", "job.yaml", "--farmer", farmer.addr)
}

// patient is a job file that may take long.
func patient(job []byte) []byte {
	return bytes.Replace(job, []byte("ExecutionTimeout: 5, QueueTimeout: 5"), []byte("ExecutionTimeout: 600, QueueTimeout: 600"), 1)
}

// large writes a job whose input no job of a cluster holds.
func (p *place) large(job string) {
	p.write("noise", bytes.Repeat([]byte("0123456789abcdef"), 600_000))
	p.write(job, bytes.Replace(patient(jobOf("")), []byte(`Type: inline, Params: {URL: "data:,hello"}`), []byte("Type: local, Params: {SourcePath: noise}"), 1))
}

// failClusterTooLarge: the nodes have nowhere to fetch from, since the cluster is not on loopback: it is behind a proxy.
func failClusterTooLarge(p *place) {
	p.join()
	p.env = append(p.env, "HTTP_PROXY="+bacalhautest.New(p.t).URL)
	farmer := p.farm("farm", "--executor", "bacalhau", "--bacalhau", "http://cluster.example")
	p.large("job.yaml")
	p.fails(failure.Refused, "run", "job.yaml", "--farmer", farmer.addr)
}

func failDepotForm(p *place) {
	p.fails(failure.Usage, "farm", "--executor", "bacalhau", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-depot", "parley")
	for _, text := range []string{"s3:", "s3://b?bucket=c", "s3://b?endpoint=c", "ipfs://b", "ipfs+http://h/x", "ftp://h", "%"} {
		p.run("farm", "--executor", "auto", "--bacalhau", "http://127.0.0.1:1234", "--bacalhau-depot", text).exits(failure.Usage)
	}
	p.run("doctor", "--bacalhau-depot", "s3://parley").exits(failure.Usage)
}

// bucket starts a farmer that is to keep in a bucket what its nodes fetch.
func (p *place) bucket(code int, name string, fault func(http.ResponseWriter, *http.Request) bool) {
	c, b := bacalhautest.New(p.t), bacalhautest.NewBucket(p.t)
	b.Fault = fault
	c.Set(func() { c.Bucket = b })
	p.credentials()
	p.fails(code, "demo", "--executor", "bacalhau", "--bacalhau", c.URL, "--bacalhau-depot", "s3://"+name+"?endpoint="+b.URL)
}

// credentials are those by which a bucket is written to.
func (p *place) credentials() {
	p.env = append(p.env, "AWS_ACCESS_KEY_ID=farmer", "AWS_SECRET_ACCESS_KEY=secret", "AWS_EC2_METADATA_DISABLED=true", "AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull)
}

// What is too large for a job comes to the nodes from a bucket or from IPFS, if its farmer says so, and the result is the same. What was
// encrypted comes there too, but to where anybody could have it.
func TestFarmWithDepot(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	p.credentials()
	p.large("job.yaml")
	c, b, n := bacalhautest.New(t), bacalhautest.NewBucket(t), bacalhautest.NewIPFS(t)
	c.Set(func() { c.Bucket, c.IPFS = b, n })
	cids := map[string]bool{}
	for name, flags := range map[string][]string{"gateway": nil, "bucket": {"--bacalhau-depot", "s3://parley/farm?endpoint=" + b.URL}, "node": {"--bacalhau-depot", "ipfs+" + n.URL}} {
		f := p.farm(name, append([]string{"--executor", "bacalhau", "--bacalhau", c.URL}, flags...)...)
		s := object[struct{ CID string }](t, lastLine(p.ok("run", "job.yaml", "--farmer", f.addr, "-o", "jsonl", "--output", "of-"+name)))
		cids[s.CID] = true
		secret := []string{"run", "job.yaml", "--encrypt", "--farmer", f.addr, "-o", "jsonl", "--output", "secret-" + name}
		if name == "node" { // where others could have what is decrypted, by its CID
			contains(t, p.run(secret...).exits(failure.Refused).stderr(), "encrypted inputs are not taken here")
			continue
		}
		cids[object[struct{ CID string }](t, lastLine(p.ok(secret...))).CID] = true
	}
	if len(cids) != 1 || cids[""] {
		t.Errorf("the results are %v", cids)
	}
	for _, kind := range []string{"urlDownload", "s3", "ipfs"} {
		if !strings.Contains(strings.Join(c.Jobs(), " "), `"Type":"`+kind+`"`) {
			t.Errorf("nothing was fetched by %s", kind)
		}
	}
	if left := len(b.Objects()); left != 0 || n.Files() > 1 {
		t.Errorf("%d objects and %d files stay behind", left, n.Files())
	}
}

// sendsElsewhere is a server that sends whoever asks for a cluster to its API under TLS.
func sendsElsewhere(t *testing.T) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://cluster.example"+r.URL.Path+"?key=s3cret", http.StatusMovedPermanently)
	}))
	t.Cleanup(s.Close)
	return s.URL
}
