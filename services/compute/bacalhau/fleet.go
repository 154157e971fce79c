package bacalhau

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/parley-p2p/parley/internal/pause"
)

// Fleet knows what the nodes of a cluster can do, as they come and go. Set its fields before first use; it is then safe for
// concurrent use.
type Fleet struct {
	Client *Client
	// Every is how often the nodes are asked for. Default 30 s.
	Every time.Duration
	// Publisher is what a node must have to serve, as Executor.Publisher. Default PublishLocal.
	Publisher string
	// Storage is what a node must have beside inline, as Depot.Storage. Empty: nothing.
	Storage string
	// Ours is whose jobs are known to be ours among what the nodes say is used. Nil: none is.
	Ours *Executor

	mu    sync.Mutex
	nodes []Node
	err   error // of the last look
}

// Refresh asks for the nodes, and reports why there is none that could run anything.
func (f *Fleet) Refresh(ctx context.Context) error {
	nodes, err := f.Client.Nodes(ctx)
	if err == nil {
		publisher := cmp.Or(f.Publisher, PublishLocal)
		nodes = slices.DeleteFunc(nodes, func(n Node) bool { return !n.serves(publisher, f.Storage) })
		if len(nodes) == 0 {
			err = f.none(publisher)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.nodes, f.err = nodes, err
	return err
}

// Lose has nothing offered until the next look, for a reason that the nodes themselves do not tell.
func (f *Fleet) Lose(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}

// none is that no node would do.
func (f *Fleet) none(publisher string) error {
	storage, other := "the storage inline", "another publisher"
	if f.Storage != "" {
		storage, other = "the storages inline and "+f.Storage, "another publisher or depot"
	}
	return &Error{Kind: Unavailable, Cause: "the cluster has no node that is connected and has the engine wasm or docker, " + storage + " and the publisher " + publisher,
		Remedy: "see its nodes with: bacalhau node list; and start one with: bacalhau serve --compute; or name " + other}
}

// serves reports whether the node has what a job of ours needs.
func (n *Node) serves(publisher, storage string) bool {
	i := &n.Info.ComputeNodeInfo
	return n.has(i.ExecutionEngines, "wasm", "docker") && n.has(i.StorageSources, "inline") && n.has(i.Publishers, publisher) &&
		(storage == "" || n.has(i.StorageSources, storage))
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
		if !reflect.DeepEqual(offer, last) || (err == nil) != (lastErr == nil) {
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
	Disk   uint64 // bytes, of the largest node
	GPUs   uint64
	// Engines, Storage, Publishers and Labels ("key=value") are what at least one node has, sorted and without repeats, with
	// nothing in them that could not be printed, and at most 100 of each.
	Engines, Storage, Publishers, Labels []string
}

// Offer sums up what there was at the last look.
func (f *Fleet) Offer() (o Offer, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, n := range f.nodes {
		i := &n.Info.ComputeNodeInfo
		o.Nodes++
		has := i.MaxCapacity.amounts()
		o.CPU += float64(has.cpu) / 1000
		o.Memory = max(o.Memory, uint64(has.memory))
		o.Disk = max(o.Disk, uint64(has.disk))
		o.GPUs += uint64(has.gpus)
		o.Engines, o.Storage, o.Publishers = append(o.Engines, i.ExecutionEngines...), append(o.Storage, i.StorageSources...), append(o.Publishers, i.Publishers...)
		for k, v := range n.Info.Labels {
			o.Labels = append(o.Labels, k+"="+v)
		}
	}
	for _, list := range []*[]string{&o.Engines, &o.Storage, &o.Publishers, &o.Labels} {
		*list = distinct(*list)
	}
	return o, f.err
}

const maxListed = 100

func distinct(all []string) []string {
	for i := range all {
		all[i] = clean(all[i])
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return all[:min(len(all), maxListed)]
}
