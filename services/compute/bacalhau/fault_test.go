package bacalhau_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
	"github.com/parley-p2p/parley/services/compute/bacalhau/depot"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest/guest"
)

// says is a guest that writes a line and exits.
func says(text string, code int32) []byte {
	p := guest.NewProgram("fd_write", "proc_exit")
	return p.Build(guest.Const(1), p.Vector(text), guest.Const(0), guest.Call(0), guest.Op(guest.Drop), guest.Const(code), guest.Call(1))
}

// world is a cluster, an executor on it, and what is to be run.
type world struct {
	*bacalhautest.Cluster
	executor *bacalhau.Executor
	task     executor.Task
}

func newWorld(t *testing.T) *world {
	t.Helper()
	c := bacalhautest.New(t)
	e := newExecutor(t, &bacalhau.Client{URL: c.URL})
	e.Poll, e.SlowPoll, e.Patience = time.Millisecond, 20*time.Millisecond, time.Minute
	return &world{c, e, executor.Task{ID: t.Name(), Module: executor.Module{Bytes: says("hello\n", 7)}, Dir: t.TempDir()}}
}

// impatient is for faults that do not go away.
func (w *world) impatient() { w.executor.Patience = 50 * time.Millisecond }

type handler = func(http.ResponseWriter, *http.Request)

func refuse(status int, code, message string) handler {
	return func(w http.ResponseWriter, _ *http.Request) { bacalhautest.Say(w, status, code, message) }
}

func page(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprint(w, "<html>welcome to the hotel's network</html>")
}

func always(f handler) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool { f(w, r); return true }
}

// Faults that pass: the task ends as it would without, and there is one job for it.
func TestFaultsThatPass(t *testing.T) {
	for name, fault := range map[string]func(w *world){
		"slow":                       func(w *world) { w.Fault = bacalhautest.Slow(20 * time.Millisecond) },
		"submit refused for a while": func(w *world) { w.Fault = w.Times(2, "PUT jobs", refuse(503, "ServiceUnavailable", "starting")) },
		"submit fails once":          func(w *world) { w.Fault = w.Times(1, "PUT jobs", refuse(500, "InternalError", "disk I/O error")) },
		"submit taken and not told": func(w *world) {
			w.Fault = w.Times(1, "PUT jobs", func(rw http.ResponseWriter, r *http.Request) {
				w.Answer(httptest.NewRecorder(), r)
				bacalhautest.Cut(rw, r)
			})
		},
		"submit taken, and told to be a fault": func(w *world) {
			w.Fault = w.Times(1, "PUT jobs", func(rw http.ResponseWriter, r *http.Request) {
				w.Answer(httptest.NewRecorder(), r)
				bacalhautest.Say(rw, 500, "InternalError", "no changes detected for new job spec. Job Name: 'x', Job Id: 'j-00000001'")
			})
		},
		"submit taken, and a page told": func(w *world) {
			w.Fault = w.Times(1, "PUT jobs", func(rw http.ResponseWriter, r *http.Request) { w.Answer(httptest.NewRecorder(), r); page(rw, r) })
		},
		"answers cut":        func(w *world) { w.Fault = w.Times(3, "GET job", bacalhautest.Cut) },
		"answers of a proxy": func(w *world) { w.Fault = w.Times(3, "GET job", refuse(502, "", "")) },
		"too many requests":  func(w *world) { w.Fault = w.Times(3, "GET job", refuse(429, "TooManyRequests", "slow down")) },
		"a page for a job":   func(w *world) { w.Fault = w.Times(2, "GET job", page) },
		"another job":        func(w *world) { w.Fault = w.Times(2, "GET job", refuse(200, "", "")) },
		"executions fail":    func(w *world) { w.Fault = w.Times(2, "GET executions", refuse(500, "DatastoreFailure", "timeout")) },
		"results fail": func(w *world) {
			w.Untold = true
			w.Fault = w.Times(2, "GET results", refuse(500, "DatastoreFailure", "timeout"))
		},
		"the archive is cut":    func(w *world) { w.FaultyResult = w.Times(2, "GET result", bacalhautest.Cut) },
		"the archive is a page": func(w *world) { w.FaultyResult = w.Times(2, "GET result", page) },
		"the node is starting":  func(w *world) { w.FaultyResult = w.Times(2, "GET result", refuse(503, "", "")) },
		"no room for a while": func(w *world) {
			w.Slots = 0
			time.AfterFunc(50*time.Millisecond, func() { w.Set(func() { w.Slots = 1 }) })
		},
		"too much for a job": func(w *world) {
			w.task.Inputs = []executor.Input{{Name: "a/1", Path: noise(t, 900_000)}, {Name: "a/2", Path: noise(t, 10)}}
		},
		"no name section": func(w *world) { w.task.Module = executor.Module{Bytes: says("hello\n", 7)} }, // as none of them has
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Set(func() { fault(w) })
			rep, err := w.executor.Execute(t.Context(), w.task)
			if err != nil || rep.End != executor.Exited || rep.ExitCode != 7 {
				t.Fatalf("%+v, %v", rep, err)
			}
			if b, err := os.ReadFile(filepath.Join(w.task.Dir, "stdout")); err != nil || string(b) != "hello\n" {
				t.Errorf("%q, %v", b, err)
			}
			if n := len(w.Jobs()); n != 1 {
				t.Errorf("%d jobs were submitted", n)
			}
			w.kept()
			if left, err := filepath.Glob(filepath.Join(w.executor.Dir, "*")); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// Faults that stay: each is told with its cause, and what to do.
func TestFaultsThatStay(t *testing.T) {
	spins := guest.NewProgram().Build(guest.Forever())
	traps := guest.NewProgram().Build(guest.Op(guest.Unreachable))
	for _, c := range []struct {
		name  string
		fault func(w *world)
		code  executor.Code
		says  string
	}{
		{"nobody there", func(w *world) { w.executor.Client.URL = "http://127.0.0.1:1" }, executor.Internal, "does not answer"},
		{"no URL", func(w *world) { w.executor.Client.URL = "::" }, executor.Internal, "is no URL of an orchestrator"},
		{"a page", func(w *world) { w.Fault = always(page) }, executor.Internal, "something else than the API"},
		{"no end", func(w *world) {
			w.Fault = w.Times(1e9, "GET job", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 33<<20)) })
		}, executor.Internal, "more than 32 MiB"},
		{"unauthorized", func(w *world) { w.Authorization = "Bearer key" }, executor.Internal, "BACALHAU_API_KEY"},
		{"forbidden", func(w *world) {
			w.Fault = always(refuse(403, "Forbidden", "user 'bob' does not have the required capability 'write:job'"))
		}, executor.Internal, "let that user"},
		{"sends elsewhere", func(w *world) {
			w.Fault = always(func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "https://elsewhere.example/", http.StatusMovedPermanently)
			})
		}, executor.Internal, "it sends elsewhere, to https://elsewhere.example: name that URL in --bacalhau"},
		{"too long for the orchestrator", func(w *world) { w.Fault = always(refuse(413, "", "")) }, executor.Refused, "--bacalhau-gateway"},
		{"not understood", func(w *world) { w.Fault = always(refuse(400, "InternalError", "missing job tasks\x1b[2J")) }, executor.Internal, "missing job tasks [2J"},
		{"fails for ever", func(w *world) { w.Fault = always(refuse(500, "DatastoreFailure", "disk full")) }, executor.Internal, "disk full"},
		{"full for ever", func(w *world) { w.Slots, w.executor.QueueTime = 0, time.Second }, executor.Internal, "node busy"},
		{"stopped by somebody", func(w *world) {
			w.Hold = make(chan struct{})
			go func() {
				if w.Wait(context.Background(), func(s []string) bool { return len(s) == 1 && s[0] == bacalhau.Running }) == nil {
					_ = w.executor.Client.Stop(context.Background(), "j-00000001")
				}
			}()
		}, executor.Internal, "somebody stopped"},
		{"trap", func(w *world) { w.task.Module.Bytes = traps }, executor.Trap, "unreachable"},
		{"never ends", func(w *world) {
			w.task.Module.Bytes, w.task.Limits.Wall, w.executor.Preparing = spins, time.Millisecond, 10*time.Millisecond
		}, executor.Deadline, "at its deadline"},
		{"the result is gone", func(w *world) { w.FaultyResult = always(refuse(404, "", "")) }, executor.Internal, "answered 404"},
		{"the result is never whole", func(w *world) { w.FaultyResult = always(bacalhautest.Cut) }, executor.Internal, "broke off"},
		{"the result has no end", func(w *world) {
			w.task.Limits.OutputBytes = 1 << 20
			w.FaultyResult = always(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 40<<20)) })
		}, executor.Refused, "left more than"},
		{"the result is a bomb", func(w *world) {
			w.task.Limits.OutputBytes = 1 << 20
			w.FaultyResult = always(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = w.Write(archive(t, entry{"outputs/zeros", '0', make([]byte, 200<<20)}))
			})
		}, executor.Refused, "left more than"},
		{"a link among the outputs", func(w *world) {
			w.FaultyResult = always(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = w.Write(archive(t, entry{"outputs/passwd", '2', nil}))
			})
		}, executor.Refused, "is no file or directory"},
		{"an output with another's name", func(w *world) {
			w.FaultyResult = always(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = w.Write(archive(t, entry{"outputs/a\tb", '0', nil}))
			})
		}, executor.Refused, "is no file or directory"},
		{"published to S3 without a signature", func(w *world) { w.Published = map[string]any{"Type": "s3", "Params": map[string]any{"Bucket": "b"}} }, executor.Internal, `"s3"`},
		{"published to IPFS", func(w *world) { w.Published = map[string]any{"Type": "ipfs", "Params": map[string]any{"CID": "c"}} }, executor.Internal, "--bacalhau-ipfs"},
		{"published nowhere", func(w *world) {
			w.Published = map[string]any{"Type": "urlDownload", "Params": map[string]any{"URL": "file:///etc/passwd"}}
		}, executor.Internal, "at no URL"},
		{"the gateway is out of reach", func(w *world) {
			w.executor.Gateway = &bacalhau.Gateway{URL: "http://127.0.0.1:1"}
			w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
		}, executor.Internal, "see that its nodes reach where the farmer has that for them"},
		{"IPFS is out of reach", func(w *world) { // and what it is told with is no deadline of the guest's
			w.IPFS, w.CutOff = bacalhautest.NewIPFS(t), true
			w.executor.Gateway, w.executor.Depot = nil, &depot.IPFS{URL: w.IPFS.URL}
			w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
		}, executor.Internal, "connection timed out"},
		{"no node until it is too late", func(w *world) {
			w.Slots = 0
			w.Fault = w.Times(1e9, "GET job", func(rw http.ResponseWriter, r *http.Request) {
				got := httptest.NewRecorder()
				w.Answer(got, r)
				text := strings.Replace(got.Body.String(), `"StateType":"Queued"`, `"StateType":"Failed"`, 1)
				_, _ = io.WriteString(rw, regexp.MustCompile(`"Message":"[^"]*node busy[^"]*"`).ReplaceAllLiteralString(text, `"Message":"Job timed out. Job took longer than 11m30s"`))
			})
		}, executor.Internal, "Job timed out"},
		{"too large, and no gateway", func(w *world) {
			w.executor.Gateway = nil
			w.task.Inputs = []executor.Input{{Name: "noise", Path: noise(t, 900_000)}}
		}, executor.Refused, "too large for a job"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.impatient()
			w.Set(func() { c.fault(w) })
			_, err := w.executor.Execute(t.Context(), w.task)
			if executor.CodeOf(err) != c.code || !strings.Contains(told(err), c.says) {
				t.Fatalf("%v: %s, want %v: %s", executor.CodeOf(err), told(err), c.code, c.says)
			}
			for _, untold := range []string{w.executor.Client.URL, "127.0.0.1", "node-", "connection", "node busy"} {
				if text := err.Error(); strings.Contains(text, untold) {
					t.Errorf("who has hired the farmer is told %s", text)
				}
			}
			if strings.ContainsAny(err.Error(), "\x1b\n") {
				t.Errorf("control characters in %q", err)
			}
			if n := len(w.Jobs()); n > 1 {
				t.Errorf("%d jobs were submitted", n)
			}
		})
	}
}

// told is what an error tells whoever runs the farmer.
func told(err error) string {
	if below, ok := errors.AsType[*bacalhau.Error](err); ok {
		return below.Error()
	}
	return fmt.Sprint(err)
}

// What a task needs of its node is in its job.
func TestNeeds(t *testing.T) {
	w := newWorld(t)
	w.task.Needs = executor.Needs{MilliCPU: 250, GPUs: 2, Labels: []executor.Label{{Key: "region", Operator: "=", Values: []string{"lab"}}}}
	if _, err := w.executor.Execute(t.Context(), w.task); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"CPU":"250m"`, `"GPU":"2"`, `"Constraints":[{"Key":"region","Operator":"=","Values":["lab"]}]`} {
		if job := w.Jobs()[0]; !strings.Contains(job, want) {
			t.Errorf("%s is not in %.2000s", want, job)
		}
	}
}

// Where the stack of a node's engine ends is no end of the program that another machine would have to see.
func TestNodesStackOverflow(t *testing.T) { overflows(t, newWorld(t).executor) }

func TestRealStackOverflow(t *testing.T) { overflows(t, newExecutor(t, realCluster(t))) }

func overflows(t *testing.T, e executor.Executor) {
	p := guest.NewProgram()
	p.Func(guest.Func{Body: guest.Call(0)})
	task := executor.Task{ID: t.Name(), Module: executor.Module{Bytes: p.Build(guest.Call(0))}, Dir: t.TempDir()}
	if rep, err := e.Execute(t.Context(), task); executor.CodeOf(err) != executor.NoMemory || rep == nil || rep.End != executor.OutOfSpace {
		t.Errorf("%+v, %v", rep, err)
	}
}
