package main

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// trialModule prints what /inputs/trial begins with. TestTrialModule makes it.
//
//go:embed trial.wasm
var trialModule []byte

// trialTime is how long the trial job may take, with its waiting.
const trialTime = 2 * time.Minute

// trialAbsence is how long a node that has the result may be away, or the orchestrator.
const trialAbsence = 10 * time.Second

// examineCluster looks at a cluster as a farmer with these flags does before it offers anything, at what a farmer finds out only later, and
// then has a job done there.
func (a *app) examineCluster(ctx context.Context, f clusterFlags, note noting) {
	c, err := a.reach(ctx, f)
	says := ""
	if err == nil {
		says = offered(c.offer)
	}
	note("bacalhau", true, says, err)
	if err != nil {
		return
	}
	dir, err := os.MkdirTemp("", "parley-trial-")
	if err != nil {
		note("trial job", true, "", err)
		return
	}
	defer os.RemoveAll(dir)
	t := &trial{app: a, dir: dir, remote: &bacalhau.Executor{Client: c.client, Dir: filepath.Join(dir, "cluster"), Depot: c.depot, Publisher: f.publishes(), IPFS: f.ipfs, QueueTime: trialTime, Absence: trialAbsence, Logger: a.logger()}}
	serve := func(ctx context.Context) error { <-ctx.Done(); return nil }
	if c.depot == nil {
		if own := a.examineGateway(f, t, note); own != nil {
			serve = own
		}
	}
	err = together(ctx, serve, func(ctx context.Context) error {
		says, err := t.run(ctx)
		note("trial job", true, says, err)
		return nil
	})
	if err != nil && ctx.Err() == nil {
		note("gateway", true, "", err)
	}
}

// examineGateway opens the place from which nodes fetch, if there is one.
func (a *app) examineGateway(f clusterFlags, t *trial, note noting) (serve func(context.Context) error) {
	serve, err := a.gateway(f, t.remote, filepath.Join(t.dir, "gateway"))
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		note("gateway", false, "", failure.Newf(failure.General, "if that is the farmer, nothing; to try the gateway, too, stop it for that time", "somebody listens at %s already, and the trial job goes without it", f.gateway))
	case err != nil:
		note("gateway", true, "", err)
	case serve == nil:
		note("gateway", false, "", failure.Newf(failure.General, "name one as --bacalhau-gateway HOST:PORT, or a --bacalhau-depot", "there is none, and modules and inputs that are too large for a job, beyond some 600 KB packed, are refused"))
	default:
		note("gateway", false, t.remote.Gateway.URL+" can be opened", misplaced(f.url, t.remote.Gateway.URL))
	}
	return serve
}

// misplaced says that nodes elsewhere are told to fetch from themselves.
func misplaced(cluster, gateway string) error {
	if isLoopback(cluster) || !isLoopback(gateway) {
		return nil
	}
	return failure.Newf(failure.General, "name an address of this machine that they reach, as --bacalhau-gateway 10.0.0.1:7080", "the cluster is elsewhere, and its nodes would fetch from %s, which is each machine's own address", gateway)
}

// trial is a job that shows whether a cluster does what a farmer needs of it.
type trial struct {
	app    *app
	dir    string // of its own
	remote *bacalhau.Executor
	waits  string // what was heard last
}

// run has a module print its input on the cluster, and here, and says whether they came to the same.
func (t *trial) run(ctx context.Context) (says string, err error) {
	ctx, cancel := context.WithTimeout(ctx, trialTime)
	defer cancel()
	task, how, err := t.task()
	if err != nil {
		return "", err
	}
	t.app.say("a trial job is run on the cluster, and here: its module and its input come to the nodes %s", how)
	engine := &wasm.Engine{CacheDir: t.app.cache(), Parallel: 1, Logger: t.app.logger()}
	defer engine.Close()
	want, err := t.on(ctx, engine, task, "here")
	if err != nil {
		return "", failure.Newf(failure.General, "see what is said of the walls", "the trial job cannot be run here, to compare: %w", err)
	}
	begun := time.Now()
	got, err := t.on(ctx, t.remote, task, "there")
	took := time.Since(begun)
	t.remote.Kept(filepath.Join(t.dir, "there"))
	leaving, stop := context.WithTimeout(context.WithoutCancel(ctx), leaveTime)
	defer stop()
	swept := t.remote.Sweep(leaving, func(string) bool { return false }) // the record of one that was given up goes with this directory
	closed := errors.Join(swept, t.remote.Close(leaving))
	if closed != nil && err != nil {
		t.app.say("what the trial job left on the cluster, or brought to the depot, is not all taken away: %v", closed)
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return "", failure.Newf(failure.TimedOut, "see its nodes with: bacalhau node list", "the trial job has not ended within %s%s", trialTime, t.waits)
	case err != nil:
		return "", trialFailure(err)
	case got != want:
		return "", failure.Newf(failure.General, "see what stands between this machine and the nodes, and the versions of those", "the trial job came to %s, and here to %s", got, want)
	case closed != nil:
		return "", closed
	}
	return fmt.Sprintf("done in %s, %s, and the result is that of this machine: %s", took.Round(100*time.Millisecond), how, got), nil
}

// task is the trial's, and how what it needs comes to the nodes: as of a large job, where they have somewhere to fetch from.
func (t *trial) task() (task executor.Task, how string, err error) {
	task = executor.Task{ID: "trial", Module: executor.Module{Bytes: trialModule}, Limits: executor.Limits{Memory: 16 << 20, Wall: 20 * time.Second, OutputBytes: 1 << 20, Stdout: 1 << 16, Stderr: 1 << 16}}
	how = "in the job"
	input := map[string][]byte{"trial": []byte("hello from who looks whether this works: " + rand.Text() + "\n")}
	if t.remote.Depot != nil || t.remote.Gateway != nil {
		if how = "from --bacalhau-depot"; t.remote.Depot == nil {
			how = "from " + t.remote.Gateway.URL
		}
		input["noise"] = make([]byte, 1<<20)
		_, _ = rand.Read(input["noise"]) // it never fails
	}
	for name, data := range input {
		at := filepath.Join(t.dir, name)
		task.Inputs = append(task.Inputs, executor.Input{Name: name, Path: at})
		err = errors.Join(err, os.WriteFile(at, data, 0o600))
	}
	return task, how, err
}

// on is the CID of what the task comes to there.
func (t *trial) on(ctx context.Context, e executor.Executor, task executor.Task, where string) (string, error) {
	task.Dir = filepath.Join(t.dir, where)
	if err := os.Mkdir(task.Dir, 0o700); err != nil {
		return "", err
	}
	task.Tell = func(words string) {
		t.waits = ": " + words
		t.app.say("  %s", words)
	}
	if _, err := e.Execute(ctx, task); err != nil {
		return "", err
	}
	root, err := content.AddPath(ctx, content.Discard, task.Dir, content.Limits{})
	return root.String(), err
}

// trialFailure is what a farmer would find in its log.
func trialFailure(err error) error {
	e, ok := errors.AsType[*executor.Error](err)
	below, told := errors.AsType[*bacalhau.Error](err)
	switch {
	case ok && told:
		return &failure.Failure{Cause: "the trial job came to nothing: " + e.Cause + ": " + below.Cause, Try: below.Remedy, Exit: failure.General, Err: err}
	case ok:
		return &failure.Failure{Cause: "the trial job came to nothing: " + e.Cause, Try: e.Remedy, Exit: failure.General, Err: err}
	}
	return clusterFailure(err)
}
