package compute_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

const aCID = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"

func validJob() *compute.Job {
	return &compute.Job{ID: "00112233445566778899aabbccddeeff", Module: aCID, Tasks: []compute.Task{{Args: []string{"--size", "4"}}, {}},
		Env: []compute.Var{{Name: "LANG", Value: "C"}}, Inputs: []compute.Input{{Name: "scene.txt", CID: aCID}, {Name: "data/2026", CID: aCID}},
		Limits: compute.Limits{WallMs: 1000, Memory: 1 << 20}, Live: true}
}

// contained makes a job one of a container.
func contained(j *compute.Job) {
	j.Module, j.Live = "", true
	j.Container = &compute.Container{Image: "busybox@sha256:" + strings.Repeat("0a", 32), Entrypoint: []string{"sh"}}
}

// A04: a job comes out of its message as it went in, and is refused when it has more than is known.
func TestJobCodec(t *testing.T) {
	j := validJob()
	p, err := compute.Jobs.Encode(j)
	if err != nil {
		t.Fatal(err)
	}
	got, err := compute.Jobs.Decode(p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(j, got); diff != "" {
		t.Errorf("(-sent +got)\n%s", diff)
	}
	for name, body := range map[string]string{
		"unknown field":   strings.Replace(string(p.Body), `{"id"`, `{"sudo":true,"id"`, 1),
		"something after": string(p.Body) + "{}",
		"cut":             string(p.Body[:len(p.Body)-1]),
		"no object":       "[]",
		"null":            "null",
		"empty":           "",
		"too large":       strings.Replace(string(p.Body), "--size", strings.Repeat("x", 62<<10), 1),
		"deep":            strings.Repeat(`{"tasks":[`, 10000),
	} {
		if _, err := compute.Jobs.Decode(&messages.Payload{Type: p.Type, Body: []byte(body)}); err == nil {
			t.Errorf("%s: was taken", name)
		}
	}
	if _, err := compute.Jobs.Decode(&messages.Payload{Type: "application/json", Body: p.Body}); err == nil {
		t.Error("another media type was taken")
	}
}

// Every bound of a job is kept, and what is wrong is said.
func TestJobValidate(t *testing.T) {
	for _, c := range []struct {
		want string
		edit func(j *compute.Job)
	}{
		{"", func(*compute.Job) {}},
		{"", func(j *compute.Job) { j.Tasks = make([]compute.Task, compute.MaxTasks) }},
		{"", func(j *compute.Job) { j.Inputs = []compute.Input{{Name: ".", CID: aCID}} }},
		{"id is not", func(j *compute.Job) { j.ID = "" }},
		{"id is not", func(j *compute.Job) { j.ID = "0011223344556" }},
		{"id is not", func(j *compute.Job) { j.ID = "../../../../etc/passwd" }},
		{"id is not", func(j *compute.Job) { j.ID = strings.Repeat("00", 33) }},
		{"module", func(j *compute.Job) { j.Module = "" }},
		{"module", func(j *compute.Job) { j.Module = "/ipfs/" + aCID }},
		{"module", func(j *compute.Job) { j.Module = "bafkqaaa" }}, // carries its data in the CID
		{"0 tasks", func(j *compute.Job) { j.Tasks = nil }},
		{"1001 tasks", func(j *compute.Job) { j.Tasks = make([]compute.Task, compute.MaxTasks+1) }},
		{"65 inputs", func(j *compute.Job) { j.Inputs = make([]compute.Input, 65) }},
		{`input "x"`, func(j *compute.Job) { j.Inputs[0] = compute.Input{Name: "x", CID: "no"} }},
		{"input", func(j *compute.Job) { j.Inputs[0].Name = "../up" }},
		{"input", func(j *compute.Job) { j.Inputs[0].Name = "/etc/passwd" }},
		{"input", func(j *compute.Job) { j.Inputs[0].Name = "a/../../b" }},
		{"input", func(j *compute.Job) { j.Inputs[0].Name = `c:\x` }},
		{"input", func(j *compute.Job) { j.Inputs[0].Name = "a\x00b" }},
		{"input", func(j *compute.Job) { j.Inputs[0].Name = "NUL.txt" }},
		{"input", func(j *compute.Job) { j.Inputs[0].Name = "" }},
		{"overlap", func(j *compute.Job) { j.Inputs[1].Name = "scene.txt/below" }},
		{"all of /inputs", func(j *compute.Job) { j.Inputs[1].Name = "." }},
		{"task 1: argument", func(j *compute.Job) { j.Tasks[1].Args = []string{"a\x00b"} }},
		{"task 1: a task has at most", func(j *compute.Job) { j.Tasks[1].Args = make([]string, 2000) }},
		{"environment variable", func(j *compute.Job) { j.Env[0].Name = "A=B" }},
		{"environment variable", func(j *compute.Job) { j.Env[0].Name = "" }},
		{"set twice", func(j *compute.Job) { j.Env = append(j.Env, compute.Var{Name: "LANG"}) }},
		{"arguments and environment", func(j *compute.Job) {
			j.Tasks[1].Args, j.Env[0].Value = []string{strings.Repeat("x", 100<<10)}, strings.Repeat("y", 100<<10)
		}},
		{"time limit", func(j *compute.Job) { j.Limits.WallMs = -1 }},
		{"time limit", func(j *compute.Job) { j.Limits.WallMs = math.MaxInt64 }},
		{"time limit", func(j *compute.Job) { j.Limits.CPUMs = math.MaxInt64 }},
		{"memory", func(j *compute.Job) { j.Limits.Memory = -1 }},
		{"memory", func(j *compute.Job) { j.Limits.Memory = math.MaxInt64 }},
		{"stdout", func(j *compute.Job) { j.Limits.Stdout = math.MaxInt64 }},
		{"output bytes", func(j *compute.Job) { j.Limits.OutputBytes = math.MaxInt64 }},
		{"output files", func(j *compute.Job) { j.Limits.OutputFiles = math.MaxInt32 }},
		{"memory", func(j *compute.Job) { j.Limits.Memory = 5 << 30 }},
		{"a path of its own", func(j *compute.Job) { j.Inputs[0] = compute.Input{At: "/data", CID: aCID} }},
		{"", contained},
		{"", func(j *compute.Job) { contained(j); j.Inputs[0] = compute.Input{At: "/data", CID: aCID} }},
		{"", func(j *compute.Job) { contained(j); j.Limits.Memory = 64 << 30 }},
		{"", func(j *compute.Job) { contained(j); j.Container.Network = "bridge" }},
		{"a module and a container", func(j *compute.Job) { contained(j); j.Module = aCID }},
		{"want live", func(j *compute.Job) { contained(j); j.Live = false }},
		{"digest", func(j *compute.Job) { contained(j); j.Container.Image = "busybox:latest" }},
		{"no network", func(j *compute.Job) { contained(j); j.Container.Network = "everything" }},
		{"one thing at", func(j *compute.Job) { contained(j); j.Inputs[0] = compute.Input{At: "/inputs/data", CID: aCID} }},
		{"replicas", func(j *compute.Job) { j.Needs.Replicas = 1000 }},
		{"GPUs", func(j *compute.Job) { j.Needs.GPUs = -1 }},
		{"operator", func(j *compute.Job) { j.Needs.Labels = []compute.Label{{Key: "zone"}} }},
	} {
		j := validJob()
		c.edit(j)
		err := j.Validate()
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// Reading the largest job that fits costs an attacker's victim little: its parts are looked at once each.
func BenchmarkLargestJob(b *testing.B) {
	j := validJob()
	j.Tasks = make([]compute.Task, compute.MaxTasks)
	for i := range 64 - len(j.Inputs) {
		j.Inputs = append(j.Inputs, compute.Input{Name: fmt.Sprintf("input-%d", i), CID: aCID})
	}
	for i := range 800 {
		j.Env = append(j.Env, compute.Var{Name: fmt.Sprint("V", i)})
	}
	p, err := compute.Jobs.Encode(j)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := compute.Jobs.Decode(p); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzJob(f *testing.F) {
	p, err := compute.Jobs.Encode(validJob())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(p.Body)
	f.Add([]byte(`{"id":"0011223344556677","module":"` + aCID + `","tasks":[{"args":null}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		j, err := compute.Jobs.Decode(&messages.Payload{Type: compute.Jobs.Type, Body: b})
		if err != nil {
			return
		}
		again, err := compute.Jobs.Encode(j)
		if err != nil {
			t.Fatalf("read but not written: %v", err)
		}
		k, err := compute.Jobs.Decode(again)
		if err != nil {
			t.Fatalf("written but not read: %v", err)
		}
		if diff := cmp.Diff(j, k); diff != "" {
			t.Error(diff)
		}
	})
}

func FuzzResult(f *testing.F) {
	f.Add([]byte(`{"root":"` + aCID + `","tasks":[{"task":0,"cid":"` + aCID + `","exit":0,"ended":"exited","wallMs":1}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, p := range []*messages.Payload{{Type: compute.Results.Type, Body: b}, {Type: compute.Claims.Type, Body: b}, {Type: compute.Shares.Type, Body: b}} {
			if _, err := compute.Digest(p); err != nil {
				continue
			}
			if !json.Valid(b) {
				t.Errorf("%q was read", b)
			}
		}
	})
}

// What a farmer tells of results is bounded, in one writing and in order.
func TestResultCodec(t *testing.T) {
	done := func(task int) compute.Done { return compute.Done{Task: task, CID: aCID, Ended: "exited"} }
	valid := compute.Result{Root: aCID, Tasks: []compute.Done{done(0), done(7)}}
	for _, c := range []struct {
		name string
		edit func(r *compute.Result)
	}{
		{"no tasks", func(r *compute.Result) { r.Tasks = nil }},
		{"not ascending", func(r *compute.Result) { r.Tasks[0].Task = 7 }},
		{"a task below 0", func(r *compute.Result) { r.Tasks[0].Task = -1 }},
		{"a task too high", func(r *compute.Result) { r.Tasks[1].Task = compute.MaxTasks }},
		{"no root", func(r *compute.Result) { r.Root = "" }},
		{"a root in capitals", func(r *compute.Result) { r.Root = strings.ToUpper(aCID) }},
		{"a CID of version 0", func(r *compute.Result) { r.Tasks[0].CID = "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n" }},
		{"no end", func(r *compute.Result) { r.Tasks[0].Ended = "" }},
		{"a long end", func(r *compute.Result) { r.Tasks[0].Ended = strings.Repeat("x", 65) }},
		{"a long detail", func(r *compute.Result) { r.Tasks[0].Detail = strings.Repeat("x", 1025) }},
		{"an escape", func(r *compute.Result) { r.Tasks[0].Detail = "\x1b[2J" }},
		{"a negative time", func(r *compute.Result) { r.Tasks[0].WallMs = -1 }},
		{"a limit that is none", func(r *compute.Result) { r.Tasks[0].Limited = []string{"patience"} }},
		{"a limit twice", func(r *compute.Result) { r.Tasks[0].Limited = []string{"memory", "memory"} }},
		{"limits out of order", func(r *compute.Result) { r.Tasks[0].Limited = []string{"output files", "memory"} }},
		{"too many", func(r *compute.Result) {
			r.Tasks = nil
			for i := range compute.MaxShare + 1 {
				r.Tasks = append(r.Tasks, done(i))
			}
		}},
	} {
		r := compute.Result{Root: valid.Root, Tasks: append([]compute.Done{}, valid.Tasks...)}
		c.edit(&r)
		if _, err := compute.Results.Encode(&r); err == nil {
			t.Errorf("%s: was written", c.name)
		}
		body, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := compute.Digest(&messages.Payload{Type: compute.Results.Type, Body: body}); err == nil {
			t.Errorf("%s: was read", c.name)
		}
	}
	if _, err := compute.Digest(&messages.Payload{Type: "text/plain"}); err == nil {
		t.Error("a text has a digest")
	}
}

// The largest delivery fits into an envelope, whatever the tasks came to; and so does the largest share.
func TestLargestShare(t *testing.T) {
	r := &compute.Result{Root: aCID}
	share := &compute.Share{}
	for i := range compute.MaxShare {
		task := compute.MaxTasks - compute.MaxShare + i
		share.Tasks = append(share.Tasks, task)
		r.Tasks = append(r.Tasks, compute.Done{Task: task, CID: aCID, Exit: math.MaxUint32, Ended: executor.OutOfCPU.String(), WallMs: (7 * 24 * time.Hour).Milliseconds()})
	}
	payload, err := compute.Results.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	now := time.Now().UnixMilli()
	m := &messages.Delivery{Result: payload, Units: math.MaxUint32, Cost: strings.Repeat("9", 77), ReviewByMs: now, RetainUntilMs: now}
	if _, err := messages.Seal(m, messages.ID{1}, key); err != nil {
		t.Error(err)
	}
	if _, err := compute.Shares.Encode(share); err != nil {
		t.Error(err)
	}
}

// Terms whose share is not one of the job are not signed.
func TestShareOfTerms(t *testing.T) {
	j := validJob()
	j.Tasks = make([]compute.Task, 300)
	for _, c := range []struct {
		share []int
		units uint64
		want  string
	}{
		{[]int{0, 299}, 2, ""},
		{[]int{0, 300}, 2, "task 300 of 300"},
		{[]int{0, 1}, 3, "3 units"},
		{nil, 300, "hire them in shares"},
		{[]int{}, 0, "0 tasks"},
		{[]int{1, 1}, 2, "not ascending"},
		{[]int{2, 1}, 2, "not ascending"},
		{[]int{-1, 1}, 2, "not ascending"},
	} {
		terms := &messages.Terms{Units: c.units}
		if c.share != nil {
			body, err := json.Marshal(compute.Share{Tasks: c.share})
			if err != nil {
				t.Fatal(err)
			}
			terms.Details = &messages.Payload{Type: compute.Shares.Type, Body: body}
		}
		got, err := compute.TasksOf(&protocol.View{Terms: terms}, j)
		if c.want == "" && (err != nil || !cmp.Equal(got, c.share)) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%v: got %v, %v, want %q", c.share, got, err, c.want)
		}
	}
}

// H02, A32: a refusal says what is wrong and the smallest change that would have been accepted.
func TestQuote(t *testing.T) {
	f := &compute.Farmer{Executor: &scripts{}, Dir: t.TempDir(), Asset: "play", PerTask: messages.AmountOfUint64(10), TaskTime: time.Minute, MaxJobs: 1,
		Max: executor.Limits{Memory: 1 << 30, Wall: time.Hour, OutputBytes: 1 << 30}}
	store, err := content.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	f.Store = store
	for _, c := range []struct {
		name   string
		edit   func(s *messages.SOW, j *compute.Job)
		code   protocol.Code // 0: a quote
		want   string
		remedy func(*messages.Remedy) bool
	}{
		{name: "fits"},
		{name: "another service", edit: func(s *messages.SOW, _ *compute.Job) { s.Service = "x/1" }, code: protocol.UnknownService, want: `"x/1" is not offered`,
			remedy: func(r *messages.Remedy) bool { return len(r.Services) == 1 && r.Services[0] == compute.Service }},
		{name: "units", edit: func(s *messages.SOW, _ *compute.Job) { s.Units = 7 }, code: protocol.Invalid, want: "7 units, the job has 2 tasks"},
		{name: "no job", edit: func(s *messages.SOW, j *compute.Job) { j.Module = "x" }, code: protocol.Invalid, want: "job: module"},
		{name: "memory", edit: func(_ *messages.SOW, j *compute.Job) { j.Limits.Memory = 2 << 30 }, code: protocol.Resources, want: "memory",
			remedy: func(r *messages.Remedy) bool { return r.Minimum.MemoryBytes == 1<<30 }},
		{name: "memory of the SOW", edit: func(s *messages.SOW, _ *compute.Job) { s.Minimum = &messages.Resources{MemoryBytes: math.MaxUint64} }, code: protocol.Resources, want: "memory",
			remedy: func(r *messages.Remedy) bool { return r.Minimum.MemoryBytes == 1<<30 }},
		{name: "disk of the SOW", edit: func(s *messages.SOW, _ *compute.Job) { s.Minimum = &messages.Resources{DiskBytes: 2 << 30} }, code: protocol.Resources, want: "outputs",
			remedy: func(r *messages.Remedy) bool { return r.Minimum.DiskBytes == 1<<30 }},
		{name: "time a task", edit: func(_ *messages.SOW, j *compute.Job) { j.Limits.WallMs = 7_200_000 }, code: protocol.Resources, want: "wall time of 2h0m0s, at most 1h0m0s"},
		{name: "deadline", edit: func(s *messages.SOW, _ *compute.Job) { s.DeliverByMs = time.Now().Add(time.Minute).UnixMilli() }, code: protocol.Deadline, want: "2 tasks of up to 1m0s each",
			remedy: func(r *messages.Remedy) bool { return r.DeliverByMs > time.Now().Add(time.Minute).UnixMilli() }},
		{name: "price a task", edit: func(s *messages.SOW, _ *compute.Job) {
			s.Limit = &messages.Price{Asset: "play", PerUnit: "9", Ceiling: "100"}
		}, code: protocol.Price, want: "10 a task, 20 for the job", remedy: func(r *messages.Remedy) bool { return r.Price.PerUnit == "10" && r.Price.Ceiling == "20" }},
		{name: "price in all", edit: func(s *messages.SOW, _ *compute.Job) {
			s.Limit = &messages.Price{Asset: "play", PerUnit: "10", Ceiling: "19"}
		}, code: protocol.Price, want: "20 for the job"},
		{name: "asset", edit: func(s *messages.SOW, _ *compute.Job) {
			s.Limit = &messages.Price{Asset: "gold", PerUnit: "99", Ceiling: "999"}
		}, code: protocol.Price, want: "the price here", remedy: func(r *messages.Remedy) bool { return r.Price.Asset == "play" }},
		{name: "a container", edit: func(_ *messages.SOW, j *compute.Job) { contained(j) }, code: protocol.Resources, want: "no engine for containers here"},
		{name: "a GPU", edit: func(_ *messages.SOW, j *compute.Job) { j.Needs.GPUs = 1 }, code: protocol.Resources, want: "GPU"},
		{name: "a GPU of the SOW", edit: func(s *messages.SOW, _ *compute.Job) { s.Minimum = &messages.Resources{MilliGpu: math.MaxUint64} }, code: protocol.Resources, want: "GPU"},
		{name: "processors of the SOW", edit: func(s *messages.SOW, _ *compute.Job) { s.Minimum = &messages.Resources{MilliCpu: math.MaxUint64} }, code: protocol.Resources, want: "processors"},
		{name: "replicas", edit: func(_ *messages.SOW, j *compute.Job) { j.Needs.Replicas = 2 }, code: protocol.Resources, want: "replicas"},
		{name: "labels", edit: func(_ *messages.SOW, j *compute.Job) {
			j.Needs.Labels = []compute.Label{{Key: "zone", Operator: "exists"}}
		}, code: protocol.Resources, want: "labels (zone)"},
		{name: "the network", edit: func(_ *messages.SOW, j *compute.Job) { contained(j); j.Container.Network = "host" }, code: protocol.Resources, want: "the job asks for the network host, which no container has here"},
		{name: "any asset", edit: func(s *messages.SOW, _ *compute.Job) { s.Limit = &messages.Price{PerUnit: "10", Ceiling: "20"} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			j, s := validJob(), new(messages.SOW)
			*s = messages.SOW{Service: compute.Service, Units: 2, DeliverByMs: time.Now().Add(time.Hour).UnixMilli()}
			if c.edit != nil {
				c.edit(s, j)
			}
			body, err := json.Marshal(j)
			if err != nil {
				t.Fatal(err)
			}
			s.Job = &messages.Payload{Type: compute.Jobs.Type, Body: body}
			q, err := f.Quote(t.Context(), &protocol.View{SOW: s})
			if c.code == 0 {
				if err != nil || q.Price.Ceiling != "20" || q.Price.Unit != compute.Unit || q.DeliverByMs > s.DeliverByMs {
					t.Errorf("quote %v, %v", q, err)
				}
				return
			}
			e, ok := errors.AsType[*protocol.Error](err)
			if !ok || e.Code != c.code || !strings.Contains(e.Reason, c.want) {
				t.Fatalf("got %v, want %s: %s", err, protocol.CodeName(c.code), c.want)
			}
			if c.remedy != nil && (e.Remedy == nil || !c.remedy(e.Remedy)) || e.Remedy != nil && e.Remedy.Validate() != nil {
				t.Errorf("remedy %v (%v)", e.Remedy, e.Remedy.Validate())
			}
		})
	}
	t.Run("kept for too long", func(t *testing.T) {
		v := &protocol.View{Terms: &messages.Terms{RetainMs: uint64((365 * 24 * time.Hour).Milliseconds())}}
		if _, err := f.Accept(context.Background(), v); err == nil || !strings.Contains(err.Error(), "at most 720h") {
			t.Errorf("got %v", err)
		}
	})
}

// What a job needs is asked for in its SOW too, and a farmer with an executor that can is asked whether it fits.
func TestNeeds(t *testing.T) {
	j := validJob()
	contained(j)
	j.Container.Network, j.Needs = "bridge", compute.Needs{MilliCPU: 1500, GPUs: 2, Replicas: 3, Labels: []compute.Label{{Key: "zone", Operator: "in", Values: []string{"eu"}}}}
	sow, err := compute.SOW(j)
	if err != nil {
		t.Fatal(err)
	}
	if sow.Minimum.GetMilliCpu() != 1500 || sow.Minimum.GetMilliGpu() != 2000 {
		t.Errorf("minimum %v", sow.Minimum)
	}
	var seen *executor.Task
	f := &compute.Farmer{Executor: &scripts{}, Store: newWorld(t).store(), Dir: t.TempDir(), Networks: []executor.Network{executor.BridgeNetwork},
		Fits: func(l executor.Load, _ []executor.Load) error { seen = l.Task; return nil }}
	if _, err := f.Quote(t.Context(), &protocol.View{SOW: sow}); err != nil {
		t.Fatal(err)
	}
	want := executor.Needs{MilliCPU: 1500, GPUs: 2, Replicas: 3, Labels: []executor.Label{{Key: "zone", Operator: "in", Values: []string{"eu"}}}}
	if diff := cmp.Diff(want, seen.Needs); diff != "" || seen.Container.Network != executor.BridgeNetwork || seen.Limits.Wall != time.Second || seen.Limits.OutputFiles == 0 {
		t.Errorf("%s%+v", diff, seen)
	}
}

// The limits that a task met are told with their size, as the job set it or by default.
func TestMet(t *testing.T) {
	j := &compute.Job{Limits: compute.Limits{Memory: 64 << 20, Stdout: 1000}}
	d := compute.Done{CID: aCID, Ended: "exited", Limited: []string{"memory", "stdout", "stderr", "output bytes", "output files"}}
	if _, err := compute.Claims.Encode(&d); err != nil {
		t.Error(err)
	}
	want := []string{"64 MiB of memory", "1000 bytes of standard output", "1 MiB of standard error", "64 MiB of outputs", "1024 output files"}
	if diff := cmp.Diff(want, j.Met(d)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
