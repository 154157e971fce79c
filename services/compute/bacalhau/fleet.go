package bacalhau

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// Fleet knows what the nodes of a cluster can do, as they come and go. Set its fields before first use; it is then safe for
// concurrent use.
type Fleet struct {
	Client *Client
	// Every is how often the nodes are asked for. Default 30 s.
	Every time.Duration

	mu    sync.Mutex
	nodes []Node
	err   error // of the last look
}

// Refresh asks for the nodes, and reports why there is none that could run anything.
func (f *Fleet) Refresh(ctx context.Context) error {
	nodes, err := f.Client.Nodes(ctx)
	if err == nil {
		nodes = slices.DeleteFunc(nodes, func(n Node) bool { return !n.serves() })
		if len(nodes) == 0 {
			err = &Error{Kind: Unavailable, Cause: "the cluster has no node that is connected and has the engine wasm or docker, the storage inline and a publisher that can be fetched from",
				Remedy: "see its nodes with: bacalhau node list; and start one with: bacalhau serve --compute"}
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.nodes, f.err = nodes, err
	return err
}

// serves reports whether the node has what a job of ours needs.
func (n *Node) serves() bool {
	i := &n.Info.ComputeNodeInfo
	return n.has(i.ExecutionEngines, "wasm", "docker") && n.has(i.StorageSources, "inline") && n.has(i.Publishers, "local")
}

// Watch refreshes until ctx is done. changed hears of every change of what is offered, and of why nothing is.
func (f *Fleet) Watch(ctx context.Context, changed func(Offer, error)) error {
	last, lastErr := f.Offer()
	for {
		every := f.Every
		if every == 0 {
			every = 30 * time.Second
		}
		if err := pause.For(ctx, every); err != nil {
			return err
		}
		_ = f.Refresh(ctx) // Offer tells of it
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		offer, err := f.Offer()
		if offer != last || (err == nil) != (lastErr == nil) {
			changed(offer, err)
		}
		last, lastErr = offer, err
	}
}

// Offer is what the nodes have, together.
type Offer struct {
	Nodes  int
	CPU    float64
	Memory uint64 // bytes, of the largest node
	GPUs   uint64
}

// Offer sums up what there was at the last look.
func (f *Fleet) Offer() (o Offer, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, n := range f.nodes {
		most := n.Info.ComputeNodeInfo.MaxCapacity
		o.Nodes++
		o.CPU += most.CPU
		o.Memory = max(o.Memory, most.Memory)
		o.GPUs += most.GPU
	}
	return o, f.err
}

// Fits reports, as an [*executor.Error], why no node could run a task of such limits and needs, with filled in limits.
func (f *Fleet) Fits(t *executor.Task) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return &executor.Error{Code: executor.Internal, Cause: "the cluster that programs are run on is not there at this moment", Remedy: "ask again later", Err: f.err}
	}
	fit := slices.Clone(f.nodes)
	for _, demand := range demands(t) {
		left := slices.DeleteFunc(slices.Clone(fit), func(n Node) bool { return !demand.met(&n) })
		if len(left) < max(t.Needs.Replicas, 1) {
			return demand.refusal(len(left), fit)
		}
		fit = left
	}
	return nil
}
