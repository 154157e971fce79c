package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// typed are the flags that no job's file says.
var typed = runFlags{timeout: 1e9, memory: 1, space: 1, files: 1, review: 1e10}

// FuzzSavedJob: a job's file that --resume takes up holds a valid job and flags within their bounds; any other is refused.
func FuzzSavedJob(f *testing.F) {
	const module = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"
	job := &compute.Job{ID: "00112233445566778899aabbccddeeff", Module: module, Tasks: []compute.Task{{}},
		Limits: compute.Limits{WallMs: 1000, Memory: 1 << 20}}
	sound, err := json.Marshal(saved{Job: job, Hire: 1, Wait: 1e9, Patience: 1e9, Deliver: 1e10, Output: "/out"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sound)
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"job": null, "hire": 1}`))
	h, err := home.Open(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	if err := os.MkdirAll(h.Path(jobDir), 0o700); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(h.Path(filepath.Join(jobDir, "ab.json")), b, 0o600); err != nil {
			t.Fatal(err)
		}
		job, flags, err := savedJob(h, "ab", typed)
		if bytes.Equal(b, sound) && err != nil {
			t.Fatalf("not taken up: %v", err)
		}
		if err != nil {
			return
		}
		if err := job.Validate(); err != nil {
			t.Fatalf("taken up: %v", err)
		}
		if err := flags.check(); err != nil {
			t.Fatalf("taken up: %v", err)
		}
		if flags.sample < 0 || flags.sample > 100 {
			t.Fatalf("taken up: %d percent of the deals are run again", flags.sample)
		}
	})
}

// TestSavedSample: who comes back to a job has as many of its deals run again as at first, also where its mode says nothing of them.
func TestSavedSample(t *testing.T) { // DESIGN 7
	h, err := home.Open(t.TempDir())
	if err == nil {
		err = os.MkdirAll(h.Path(jobDir), 0o700)
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct {
		verify       compute.Verification
		sample, want int
	}{
		{compute.Verification{Mode: compute.Mediate}, 20, 20},
		{compute.Verification{Mode: compute.Mediate}, 0, 0},
		{compute.Verification{Mode: compute.Sample, Percent: 30}, 30, 30},
		{compute.Verification{Mode: compute.Sample, Percent: 30}, 0, 30}, // of an earlier version
		{compute.Verification{}, 101, -1},
	} {
		job := &compute.Job{ID: "00112233445566778899aabbccddeeff", Module: "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy", Tasks: []compute.Task{{}},
			Limits: compute.Limits{WallMs: 1000, Memory: 1 << 20, Fuel: 1e9}, Engine: executor.EngineDigest(), Verify: c.verify}
		b, err := json.Marshal(saved{Job: job, Sample: c.sample, Hire: 1, Wait: 1e9, Patience: 1e9, Deliver: 1e10, Output: "/out"})
		if err == nil {
			err = os.WriteFile(h.Path(filepath.Join(jobDir, "ab.json")), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		_, flags, err := savedJob(h, "ab", typed)
		if (err != nil) != (c.want < 0) || err == nil && flags.sample != c.want {
			t.Errorf("%d: %d %%, %v; want %d", i, flags.sample, err, c.want)
		}
	}
}
