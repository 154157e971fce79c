package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/depot"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// cluster is a cluster on which programs may be run.
type cluster struct {
	client *bacalhau.Client
	fleet  *bacalhau.Fleet
	offer  bacalhau.Offer // at the last look
	depot  bacalhau.Depot // nil if there is none
	away   error          // why it cannot be used at this moment
	there  chan struct{}  // closed once it can; nil if it could be at the start
}

// cluster is what the flags name, which nobody has looked at yet.
func (a *app) cluster(f clusterFlags) (*cluster, error) {
	auth, err := bacalhau.ReadAuth(f.auth, a.env)
	if err != nil {
		return nil, clusterFailure(err)
	}
	c := &cluster{client: &bacalhau.Client{URL: f.url, Auth: auth}}
	c.fleet = &bacalhau.Fleet{Client: c.client, Publisher: f.publishes()}
	if c.depot, err = parseDepot(f.depot); err != nil {
		return nil, err
	}
	if c.depot != nil {
		c.fleet.Storage = c.depot.Storage()
	}
	return c, nil
}

// look looks whether the cluster is one, and has what work needs.
func (c *cluster) look(ctx context.Context) error {
	near, cancel := context.WithTimeoutCause(ctx, clusterTime, errSilent)
	defer cancel()
	_, err := c.client.Check(near)
	if err == nil {
		err = c.fleet.Refresh(near)
	}
	if err == nil {
		err = c.client.Allowed(near)
	}
	if err != nil {
		return clusterFailure(err)
	}
	if err := tryDepot(ctx, c.depot); err != nil {
		return err
	}
	c.offer, err = c.fleet.Offer()
	return err
}

// reach looks at a cluster before anything is offered.
func (a *app) reach(ctx context.Context, f clusterFlags) (*cluster, error) {
	c, err := a.cluster(f)
	if err == nil {
		err = c.look(ctx)
	}
	return c, err
}

// isAway reports whether a cluster may be there later without anybody changing what its farmer was told.
func isAway(err error) bool {
	switch bacalhau.KindOf(err) {
	case bacalhau.Unavailable, bacalhau.Fault, bacalhau.Garbled:
		return true
	case 0:
		return failure.Of(err).Exit == failure.Unavailable
	}
	return false
}

// returns waits until a cluster that was away can be used, and says so.
func (a *app) returns(ctx context.Context, f clusterFlags, c *cluster) error {
	for next, last := time.Second, c.away.Error(); ; next = min(2*next, 10*time.Second) {
		if err := pause.For(ctx, next); err != nil {
			return err
		}
		seen, err := a.reach(ctx, f)
		if err == nil {
			err = c.fleet.Refresh(ctx)
		}
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err == nil:
			a.say("the cluster is there: %s", offered(seen.offer))
			return nil
		}
		if c.fleet.Lose(err); err.Error() != last {
			last = err.Error()
			a.say("the cluster cannot be used yet: %v", err)
		}
	}
}

// works is where a farmer's programs run, and what has to be done beside it.
type works struct {
	offers string // what is run there
	each   string // and how much of memory may be asked for
	duties []func(context.Context) error
	leave  func()
}

// onto makes a farmer work on the cluster, or on both. ctx is over when the process ends, for whatever reason, before any of its work is
// given up. A cluster that is away does not keep a farmer from what it has agreed to.
func (a *app) onto(ctx context.Context, f farmFlags, n *node.Node, work *compute.Farmer) (*works, error) {
	at := f.cluster
	if at.executor == embedded {
		return &works{offers: "WASM modules", each: fmt.Sprintf("%d MiB", f.memory), leave: func() {}}, nil
	}
	c, err := a.cluster(at)
	if err != nil {
		return nil, err
	}
	open := 0
	if err := c.look(ctx); err != nil {
		if open = len(underway(ctx, n)); open == 0 || !isAway(err) {
			return nil, err
		}
		c.away, c.there = err, make(chan struct{})
		c.fleet.Lose(err)
	}
	remote, serve, err := a.remote(ctx, at, n.Home, work, c)
	if err != nil {
		return nil, err
	}
	a.sayWhere(at, c, remote, open)
	if _, public := c.depot.(*depot.IPFS); public {
		work.Keys = nil
		a.say("  jobs with encrypted inputs are refused: the cluster's nodes fetch inputs from IPFS, where others could, too")
	}
	w := &works{leave: func() { a.leaveCluster(remote) }, duties: []func(context.Context) error{a.tend(at, c, remote, work)}}
	if serve != nil {
		w.duties = append(w.duties, serve)
	}
	a.place(at, c, remote, work)
	w.offers, w.each = offers(c), fmt.Sprintf("%d MiB", f.memory)
	if !f.typed("memory") { // what its nodes have is looked at for each job
		work.Max.Memory, w.each = 0, fmt.Sprintf("as much memory as a node of its cluster has, or %d MiB where it may have to be run again here,", f.memory)
	}
	return w, nil
}

// remote is the executor on the cluster, and what serves its nodes if anything does.
func (a *app) remote(ctx context.Context, f clusterFlags, h *home.Home, work *compute.Farmer, c *cluster) (remote *bacalhau.Executor, serve func(context.Context) error, err error) {
	remote = &bacalhau.Executor{Client: c.client, Dir: filepath.Join(h.Dir, "cluster"), Depot: c.depot, Publisher: f.publishes(), IPFS: f.ipfs, Logger: a.logger(),
		There: c.there, Lost: a.lost, Rerun: a.rerun, Here: within{work.Executor, work.Max.Memory}}
	if a.env(thrownAway) == "" { // it comes back
		remote.Life = ctx
	}
	if remote.Depot == nil {
		serve, err = a.gateway(f, remote, filepath.Join(h.Dir, "gateway"))
	}
	return remote, serve, err
}

// lost says that one of the cluster does not answer who waits for it, or answers again.
func (a *app) lost(who string, err error) {
	if err == nil {
		a.say("the cluster answers again: %s", who)
		return
	}
	a.say("the cluster does not answer, and is asked again for as long as its jobs are wanted: %s: %v", who, err)
}

// rerun says that a task of the cluster's is run again on this machine, which costs its farmer that time once more.
func (a *app) rerun(task, why string) {
	job, number, _ := strings.Cut(task, "/")
	a.say("task %s of job %s is run again on this machine: %s", cmp.Or(strings.TrimLeft(number, "0"), "0"), job, why)
}

// place has programs run on the cluster, or on both.
func (a *app) place(f clusterFlags, c *cluster, remote *bacalhau.Executor, work *compute.Farmer) {
	here := work.Executor
	c.fleet.Ours, remote.Fleet = remote, c.fleet
	work.Executor, work.Fits, work.CPU = remote, c.fleet.Fits, bacalhau.DefaultCPU
	if f.executor == both {
		work.Executor, work.Fits = split{here, remote}, fitsBoth(c.fleet.Fits)
	}
}

// sayWhere says where programs are run, and what cannot be.
func (a *app) sayWhere(f clusterFlags, c *cluster, remote *bacalhau.Executor, open int) {
	if c.away != nil {
		a.say("the Bacalhau cluster at %s, %s, cannot be used at this moment: %v", c.client.Where(), c.client.Auth, c.away)
		rest := "nothing is quoted"
		if f.executor == both {
			rest = "nothing is quoted but what is run here"
		}
		a.say("  it is asked again until it can; what was agreed goes on then (%s), and until then %s", plural(open, "agreement", "agreements"), rest)
	} else {
		a.say("programs run on the Bacalhau cluster at %s, %s: %s", c.client.Where(), c.client.Auth, offered(c.offer))
	}
	if remote.Gateway == nil && remote.Depot == nil {
		a.say("  modules and inputs that are too large for a job, beyond some 600 KB packed, are refused: name a --bacalhau-gateway HOST:PORT that its nodes reach, or a --bacalhau-depot")
	}
}

// offers is what a cluster's nodes run.
func offers(c *cluster) string {
	if c.away != nil {
		return "nothing until its cluster can be reached, then what that runs,"
	}
	var all []string
	for _, e := range []struct{ name, what string }{{"wasm", "WASM modules"}, {"docker", "containers"}} {
		if slices.Contains(c.offer.Engines, e.name) {
			all = append(all, e.what)
		}
	}
	return cmp.Or(strings.Join(all, " and "), "programs")
}

// tend looks after the cluster: until it is there, then at what its nodes have, and at what was left behind on it.
func (a *app) tend(f clusterFlags, c *cluster, remote *bacalhau.Executor, work *compute.Farmer) func(context.Context) error {
	return func(ctx context.Context) error {
		if c.away != nil {
			if err := a.returns(ctx, f, c); err != nil {
				return err
			}
			close(c.there)
		}
		return together(ctx, a.sweepCluster(remote, work), func(ctx context.Context) error {
			return c.fleet.Watch(ctx, func(o bacalhau.Offer, err error) {
				if err != nil {
					a.say("the cluster offers nothing at this moment, and nothing is quoted: %v", err)
					return
				}
				a.say("the cluster has now %s", offered(o))
			})
		})
	}
}

// within runs what asks for no more memory than that, in bytes.
type within struct {
	executor.Executor
	memory int64
}

// refuses says that a task asks for more.
func (w within) refuses(t *executor.Task) error {
	if asked := t.Limits.Or(executor.Limits{}).Memory; asked > w.memory {
		return &executor.Error{Code: executor.Refused, Cause: fmt.Sprintf("the job may take %d MiB of memory, and what may have to be run again on the farmer's own machine has %d there", asked>>20, w.memory>>20),
			Remedy: "ask for less, or run it live, or hire somebody else; its farmer can give it more with --memory"}
	}
	return nil
}

// EngineOf implements executor.PinnedByTask.
func (w within) EngineOf(t *executor.Task) string { return executor.EngineOf(w.Executor, t) }

// CheckTask implements executor.Checker.
func (w within) CheckTask(t executor.Task) error {
	if err := w.refuses(&t); err != nil {
		return err
	}
	return executor.CheckTask(w.Executor, t)
}

// Execute implements executor.Executor.
func (w within) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	if err := w.refuses(&t); err != nil {
		return nil, err
	}
	return w.Executor.Execute(ctx, t)
}
