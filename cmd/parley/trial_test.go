package main

import (
	"bytes"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// printsTrial prints what /inputs/trial begins with: 512 bytes of it at most. The descriptor that was opened is at 0, how much was read
// at 8, the vectors of what is read and printed at 16 and 24, and the bytes at 64.
func printsTrial() []byte {
	p := guest.NewProgram("path_open", "fd_read", "fd_write")
	p.Data = append(p.Data, guest.Data{At: 16, Bytes: []byte{64, 0, 0, 0, 0, 2, 0, 0, 64, 0, 0, 0}})
	return p.Build(
		guest.Const(3), guest.Const(1), p.Text("inputs/trial"), guest.Const(0), guest.Const64(1<<1), guest.Const64(0), guest.Const(0), guest.Const(0), guest.Call(0), guest.Op(guest.Drop),
		guest.Const(0), guest.Load(0), guest.Const(16), guest.Const(1), guest.Const(8), guest.Call(1), guest.Op(guest.Drop),
		guest.Const(28), guest.Const(8), guest.Load(0), guest.Store(0),
		guest.Const(1), guest.Const(24), guest.Const(1), guest.Const(12), guest.Call(2), guest.Op(guest.Drop))
}

// The module of the doctor's trial job is what it is said to be. PARLEY_WRITE_TRIAL=1 writes it.
func TestTrialModule(t *testing.T) {
	if os.Getenv("PARLEY_WRITE_TRIAL") != "" {
		if err := os.WriteFile("trial.wasm", printsTrial(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if b, err := os.ReadFile("trial.wasm"); err != nil || !bytes.Equal(b, printsTrial()) {
		t.Errorf("trial.wasm is another module, of %d bytes: %v", len(b), err)
	}
}

// doctorOn looks at a cluster, and leaves nothing on the disk.
func (p *place) doctorOn(args ...string) (said string, exit int) {
	p.t.Helper()
	c := p.run(append([]string{"doctor"}, args...)...)
	if left, err := filepath.Glob(filepath.Join(p.dir, "parley-trial-*")); err != nil || len(left) > 0 {
		p.t.Errorf("left behind: %v, %v", left, err)
	}
	return c.stdout() + c.stderr(), c.code
}

// The doctor takes a farmer's flags, looks at what each is about, and has a job done on the cluster, whose nodes fetch it from where they
// would a large one. C56.
func TestDoctorOnCluster(t *testing.T) {
	t.Parallel()
	c, b, n := bacalhautest.New(t), bacalhautest.NewBucket(t), bacalhautest.NewIPFS(t)
	c.Set(func() { c.Bucket, c.IPFS = b, n })
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	wrong := func(w http.ResponseWriter, r *http.Request) bool {
		_, _ = w.Write(published(newPlace(t)))
		return true
	}
	for name, d := range map[string]struct {
		flags []string
		fault func()
		says  []string
		from  string // the storage from which the module is had
	}{
		"by itself":          {nil, nil, []string{"ok    bacalhau", "ok    gateway", "ok    trial job", "the result is that of this machine", "a trial job is run on the cluster"}, "urlDownload"},
		"as its farmer":      {[]string{"--executor", "auto", "--name", "farm"}, nil, []string{"ok    bacalhau", "ok    trial job"}, "urlDownload"},
		"its gateway":        {[]string{"--bacalhau-gateway", unused(t)}, nil, []string{"ok    gateway", "ok    trial job"}, "urlDownload"},
		"a port that is had": {[]string{"--bacalhau-gateway", taken.Addr().String()}, nil, []string{"note  gateway", "somebody listens", "ok    trial job"}, "inline"},
		"no address":         {[]string{"--bacalhau-gateway", ":7080"}, nil, []string{"BAD   gateway", "ok    trial job"}, "inline"},
		"a bucket":           {[]string{"--bacalhau-depot", "s3://parley?endpoint=" + b.URL}, nil, []string{"ok    trial job", "from --bacalhau-depot"}, "s3"},
		"IPFS":               {[]string{"--bacalhau-depot", "ipfs+" + n.URL}, nil, []string{"ok    trial job"}, "ipfs"},
		"out of reach":       {nil, func() { c.CutOff = true }, []string{"ok    gateway", "BAD   trial job", "could not fetch"}, "urlDownload"},
		"another result":     {nil, func() { c.FaultyResult = wrong }, []string{"BAD   trial job", "the trial job came to bafy", "and here to bafy"}, "urlDownload"},
		"no result": {nil, func() {
			c.FaultyResult = func(w http.ResponseWriter, _ *http.Request) bool { http.NotFound(w, nil); return true }
		}, []string{"BAD   trial job", "answered 404"}, "urlDownload"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			p.credentials()
			before := len(c.Jobs())
			c.Set(func() {
				c.CutOff, c.FaultyResult = false, nil
				if d.fault != nil {
					d.fault()
				}
			})
			said, exit := p.doctorOn(append([]string{"--bacalhau", c.URL}, d.flags...)...)
			contains(t, said, d.says...)
			if bad := strings.Contains(said, "BAD   "); bad != (exit != 0) {
				t.Errorf("exit code %d after\n%s", exit, said)
			}
			jobs := c.Jobs()[before:]
			if len(jobs) != 1 || !strings.Contains(jobs[0], `"Type":"`+d.from+`"`) || d.from == "inline" && strings.Contains(jobs[0], "urlDownload") {
				t.Errorf("%d jobs, want one with %s: %.3000s", len(jobs), d.from, jobs)
			}
			if len(b.Objects()) > 0 || n.Files() > 1 {
				t.Errorf("%d objects and %d files stay behind", len(b.Objects()), n.Files())
			}
		})
	}
}

// A doctor whose cluster's nodes do not let it have the result says that, and how to mend it; and one that is interrupted meanwhile has left
// nothing either. C56.
func TestDoctorWithoutTheResult(t *testing.T) {
	t.Parallel()
	for _, interrupted := range []bool{true, false} {
		p := newPlace(t)
		p.credentials()
		c, b := bacalhautest.New(t), bacalhautest.NewBucket(t)
		c.Set(func() {
			c.Bucket = b
			c.Published = map[string]any{"Type": "urlDownload", "Params": map[string]any{"URL": "http://" + unused(t) + "/result"}}
		})
		doctor := p.start("doctor", "--bacalhau", c.URL, "--bacalhau-depot", "s3://parley?endpoint="+b.URL)
		doctor.says("does not answer at this moment")
		if len(b.Objects()) == 0 {
			t.Error("nothing was brought to the bucket")
		}
		if interrupted {
			doctor.interrupt()
		}
		doctor.wait()
		if !interrupted {
			contains(t, doctor.stdout()+doctor.stderr(), "BAD   trial job", "the result cannot be fetched from the node that has it", "let this machine reach the compute nodes of the cluster, on port 6001")
		}
		if left := len(b.Objects()); left > 0 {
			t.Errorf("interrupted %v: %d objects stay in the bucket", interrupted, left)
		}
	}
}

// Nodes elsewhere do not reach this machine's own address.
func TestMisplacedGateway(t *testing.T) {
	for _, c := range []struct {
		cluster, gateway string
		misplaced        bool
	}{
		{"http://127.0.0.1:1234", "http://127.0.0.1:7080", false},
		{"http://localhost:1234", "http://[::1]:7080", false},
		{"http://cluster.example", "http://127.0.0.1:7080", true},
		{"http://cluster.example", "http://10.0.0.1:7080", false},
		{"http://127.0.0.1:1234", "http://10.0.0.1:7080", false},
	} {
		if err := misplaced(c.cluster, c.gateway); (err != nil) != c.misplaced {
			t.Errorf("%s from %s: %v", c.gateway, c.cluster, err)
		}
	}
}
