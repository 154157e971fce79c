package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// clusterFlags say where programs are run.
type clusterFlags struct {
	executor, url, auth, gateway, depot, ipfs, publisher string
}

// What --executor may be.
const (
	embedded  = "embedded"
	onCluster = "bacalhau"
	both      = "auto"
)

func (f *clusterFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.executor, "executor", embedded, "where programs are run: embedded (here), bacalhau (on a cluster), or auto (what is small here, the rest there)")
	f.addCluster(flags)
}

// addCluster adds those that are about the cluster.
func (f *clusterFlags) addCluster(flags *pflag.FlagSet) {
	flags.StringVar(&f.url, "bacalhau", "", "URL of a Bacalhau orchestrator, 1.8 or later, as http://127.0.0.1:1234")
	flags.StringVar(&f.auth, "bacalhau-auth", "", "file with its "+bacalhau.AuthForms+" (default BACALHAU_API_KEY, BACALHAU_API_USERNAME and _PASSWORD)")
	flags.StringVar(&f.gateway, "bacalhau-gateway", "", "HOST:PORT of this machine from which the cluster's nodes fetch what is too large for a job (default a free port, for a cluster on loopback only)")
	flags.StringVar(&f.ipfs, "bacalhau-ipfs", "", "URL of an IPFS gateway, for a cluster that publishes to IPFS")
	flags.StringVar(&f.depot, "bacalhau-depot", "", "place from which the cluster's nodes fetch what is too large for a job, instead of this machine: "+depotForms+" (an IPFS node's RPC API)")
	flags.StringVar(&f.publisher, "bacalhau-publisher", "", "with what the cluster's nodes publish results: local, s3managed or ipfs (default local, or ipfs with --bacalhau-ipfs)")
}

func (f *clusterFlags) check() error {
	if f.executor == embedded && f.given() != "" {
		return failure.Newf(failure.Usage, "say --executor bacalhau, or --executor auto", "%s is given, and programs would be run here all the same", f.given())
	}
	return cmp.Or(f.checkExecutor(), f.checkCluster())
}

// checkExecutor refuses what is no executor, and one on a cluster that is not named.
func (f *clusterFlags) checkExecutor() error {
	switch {
	case f.executor != embedded && f.executor != onCluster && f.executor != both:
		return failure.Newf(failure.Usage, "choose embedded, bacalhau or auto", "--executor is %q", f.executor)
	case f.executor != embedded && f.url == "":
		return failure.Newf(failure.Usage, "name the cluster, as --bacalhau http://127.0.0.1:1234; docs/bacalhau.md says how to start one", "--executor %s needs a cluster", f.executor)
	}
	return nil
}

// checkCluster looks at the flags that are about the cluster.
func (f *clusterFlags) checkCluster() error {
	if f.depot != "" && f.gateway != "" {
		return failure.Newf(failure.Usage, "leave one of them out", "--bacalhau-gateway and --bacalhau-depot both say where the cluster's nodes fetch from")
	}
	_, err := parseDepot(f.depot)
	return cmp.Or(checkURL("bacalhau", f.url), f.checkCredentials(), checkURL("bacalhau-ipfs", f.ipfs), f.checkPublisher(), err)
}

func (f *clusterFlags) checkPublisherName() error {
	switch f.publishes() {
	case bacalhau.PublishLocal, bacalhau.PublishS3, bacalhau.PublishIPFS:
		return nil
	}
	return failure.Newf(failure.Usage, "choose local, s3managed or ipfs", "--bacalhau-publisher is %.40q", f.publisher)
}

func (f *clusterFlags) checkPublisher() error {
	if err := f.checkPublisherName(); err != nil {
		return err
	}
	if (f.publishes() == bacalhau.PublishIPFS) != (f.ipfs != "") {
		return failure.Newf(failure.Usage, "say both: --bacalhau-publisher ipfs --bacalhau-ipfs https://GATEWAY", "results that nodes publish to IPFS are fetched from the gateway that --bacalhau-ipfs names, and no others are")
	}
	return nil
}

// publishes is with what results are published.
func (f *clusterFlags) publishes() string {
	if f.publisher == "" && f.ipfs != "" {
		return bacalhau.PublishIPFS
	}
	return cmp.Or(f.publisher, bacalhau.PublishLocal)
}

// given is the first flag that means something for a cluster only.
func (f *clusterFlags) given() string {
	for _, flag := range [][2]string{{"--bacalhau", f.url}, {"--bacalhau-auth", f.auth}, {"--bacalhau-gateway", f.gateway}, {"--bacalhau-depot", f.depot}, {"--bacalhau-ipfs", f.ipfs}, {"--bacalhau-publisher", f.publisher}} {
		if flag[1] != "" {
			return flag[0]
		}
	}
	return ""
}

// allowed are the networks that containers may have.
func (f *farmFlags) allowed() (all []executor.Network, err error) {
	if len(f.networks) > 0 && f.cluster.executor == embedded {
		return nil, failure.Newf(failure.Usage, "leave it out, or say --executor bacalhau", "--network is given, which is for containers, and programs would be run here, where none is")
	}
	for _, name := range f.networks {
		n, err := executor.ParseNetwork(name)
		if err != nil {
			return nil, failure.Newf(failure.Usage, "choose of them, as --network http,bridge", "--network: %w", err)
		}
		all = append(all, n)
	}
	return all, nil
}

// checkCredentials refuses them in a URL.
func (f *clusterFlags) checkCredentials() error {
	if u, err := url.Parse(f.url); err != nil || u.User == nil {
		return nil
	}
	return failure.Newf(failure.Usage, "leave them out, and set BACALHAU_API_USERNAME and BACALHAU_API_PASSWORD, or name a file with --bacalhau-auth", "--bacalhau has credentials in it, which others see on the command line")
}

// checkURL refuses what is no URL of a server; empty is none. What may hold a secret is not repeated.
func checkURL(flag, text string) error {
	u, err := url.Parse(text)
	if text == "" || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.RawQuery == "" && u.Fragment == "" {
		return nil
	}
	if strings.ContainsAny(text, "@?#") {
		text = "what it is given"
	} else {
		text = fmt.Sprintf("%.90q", text)
	}
	return failure.Newf(failure.Usage, fmt.Sprintf("write it as --%s http://HOST:PORT", flag), "--%s: %s is no URL of a server", flag, text)
}

// clusterTime is how long a cluster may take to answer at the start.
const clusterTime = 15 * time.Second

// errSilent is why a cluster is not waited for any longer then.
var errSilent = fmt.Errorf("nothing came in %.0f seconds", clusterTime.Seconds())

func clusterFailure(err error) error {
	e, ok := errors.AsType[*bacalhau.Error](err)
	if !ok {
		return err
	}
	exit := failure.Unavailable
	if e.Kind == bacalhau.Unauthorized || e.Kind == bacalhau.Forbidden {
		exit = failure.Refused
	}
	return &failure.Failure{Cause: e.Cause, Try: e.Remedy, Exit: exit, Err: err}
}

// sweepCluster gives up, at the start and now and then, what was left behind on the cluster for agreements that have ended.
func (a *app) sweepCluster(remote *bacalhau.Executor, work *compute.Farmer) func(context.Context) error {
	return func(ctx context.Context) error {
		for {
			if err := remote.Sweep(ctx, work.Lives); err != nil && ctx.Err() == nil {
				a.say("sweeping what was left behind on the cluster: %v", err)
			}
			if err := pause.For(ctx, 10*time.Minute); err != nil {
				return err
			}
		}
	}
}

// leaveCluster waits a little for what has to be taken away; what is not is so after the next start.
func (a *app) leaveCluster(remote *bacalhau.Executor) {
	ctx, cancel := context.WithTimeout(context.Background(), leaveTime)
	defer cancel()
	if err := remote.Close(ctx); err != nil {
		a.say("what jobs brought to --bacalhau-depot is not all taken away, and will be when this farmer starts again: %v", err)
	}
}

// leaveTime is how long a farmer that ends waits for its depot.
const leaveTime = 10 * time.Second

func offered(o bacalhau.Offer) string {
	text := fmt.Sprintf("%s, %.1f processors, %d MiB on the largest", plural(o.Nodes, "node", "nodes"), o.CPU, o.Memory>>20)
	if o.GPUs > 0 {
		text += ", " + plural(int(o.GPUs), "GPU", "GPUs")
	}
	for _, list := range []struct {
		what string
		all  []string
	}{{"engines", o.Engines}, {"storage", o.Storage}, {"publishers", o.Publishers}, {"labels", o.Labels}} {
		if len(list.all) > 0 {
			text += fmt.Sprintf("; %s %s", list.what, strings.Join(list.all, ", "))
		}
	}
	return text
}

// split runs small tasks here and the rest on a cluster.
type split struct{ here, there executor.Executor }

var _ executor.PinnedByTask = split{}

// small: what a laptop does beside other work, and any machine can.
func small(t *executor.Task) bool {
	l := t.Limits.Or(executor.Limits{})
	return l.Memory <= 512<<20 && l.Wall <= time.Minute && t.Container == nil && t.Needs.IsZero()
}

// runsHere reports whether a load is run where small tasks are. What a SOW wants of the machine beyond its task makes it no larger.
func runsHere(l executor.Load) bool { return small(cmp.Or(l.Run, l.Task)) }

// fitsBoth is room here, or on the cluster, for what is run there: how much runs here at once is --max-jobs and --parallel.
func fitsBoth(there func(executor.Load, []executor.Load) error) func(executor.Load, []executor.Load) error {
	return func(l executor.Load, held []executor.Load) error {
		if runsHere(l) {
			return l.Task.Plain()
		}
		return there(l, slices.DeleteFunc(held, runsHere))
	}
}

func (s split) of(t *executor.Task) executor.Executor {
	if small(t) {
		return s.here
	}
	return s.there
}

// Kept implements executor.Lasting: of whichever runs outlive this process.
func (s split) Kept(dir string) {
	for _, e := range []executor.Executor{s.here, s.there} {
		if l, ok := e.(executor.Lasting); ok {
			l.Kept(dir)
		}
	}
}

func (s split) Execute(ctx context.Context, t executor.Task) (*executor.Report, error) {
	return s.of(&t).Execute(ctx, t)
}

// EngineOf implements executor.PinnedByTask: whoever pins the embedded engine is hired for what that runs.
func (s split) EngineOf(t *executor.Task) string { return executor.EngineOf(s.of(t), t) }

// CheckTask implements executor.Checker: where the task is run.
func (s split) CheckTask(t executor.Task) error { return executor.CheckTask(s.of(&t), t) }
