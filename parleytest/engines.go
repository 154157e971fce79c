package parleytest

import (
	"context"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/requester"
)

// Process is an engine of a node, running.
type Process struct {
	stop context.CancelFunc
	done chan struct{}
	err  error
}

func start(run func(context.Context) error) *Process {
	ctx, cancel := context.WithCancel(context.Background())
	p := &Process{stop: cancel, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		p.err = run(ctx)
	}()
	return p
}

// Stop ends the process and waits for all that it started. The error is why it ended.
func (p *Process) Stop() error {
	p.stop()
	<-p.done
	return p.err
}

// Farm starts a farmer on the node. configure may change the server before it starts.
func (n *Node) Farm(policy farmer.Farmer, configure ...func(*farmer.Server)) (*farmer.Server, *Process) {
	s := &farmer.Server{Farmer: policy, Signer: n.Signer, Journal: n.Journal()}
	for _, c := range configure {
		c(s)
	}
	ln := n.Network()
	return s, start(func(ctx context.Context) error { return s.Serve(ctx, ln) })
}

// Hire starts a requester on the node. configure may change the client before it starts.
func (n *Node) Hire(policy requester.Requester, configure ...func(*requester.Client)) (*requester.Client, *Process) {
	c := &requester.Client{Requester: policy, Signer: n.Signer, Journal: n.Journal(), Dialer: n.Network()}
	for _, f := range configure {
		f(c)
	}
	return c, start(c.Run)
}

// Ask is a Hiring that names nodes.
func Ask(nodes ...*Node) requester.Hiring {
	var h requester.Hiring
	for _, n := range nodes {
		h.Farmers = append(h.Farmers, discovery.Candidate{Key: n.Key})
	}
	return h
}
