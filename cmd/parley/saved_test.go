package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/services/compute"
)

// FuzzSavedJob: a job's file that --resume takes up holds a valid job and flags within their bounds; any other is refused.
func FuzzSavedJob(f *testing.F) {
	const module = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"
	job := &compute.Job{ID: "00112233445566778899aabbccddeeff", Module: module, Tasks: []compute.Task{{}},
		Limits: compute.Limits{WallMs: 1000, Memory: 1 << 20}}
	b, err := json.Marshal(saved{Job: job, Hire: 1, Wait: 1e9, Patience: 1e9, Deliver: 1e10, Output: "/out"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
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
		job, flags, err := savedJob(h, "ab", runFlags{timeout: 1e9, memory: 1})
		if err != nil {
			return
		}
		if err := job.Validate(); err != nil {
			t.Fatalf("taken up: %v", err)
		}
		if err := flags.check(); err != nil {
			t.Fatalf("taken up: %v", err)
		}
	})
}
