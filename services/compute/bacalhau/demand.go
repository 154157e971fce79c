package bacalhau

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// demand is one thing that a task asks of each node that runs it.
type demand struct {
	what string // as in "the job asks for …"
	met  func(*Node) bool
	// most says what the nodes that meet the demands before this one have of it. Nil: there is nothing to say.
	most func([]Node) string
}

// demands are all that a task asks of a node, in the order in which they are told.
func demands(t *executor.Task) []demand {
	engine, needs, l := engineOf(t), t.Needs, t.Limits
	disk := uint64(l.OutputBytes + l.Stdout + l.Stderr)
	all := []demand{
		{what: "the engine " + engine, met: func(n *Node) bool { return n.has(n.Info.ComputeNodeInfo.ExecutionEngines, engine) }},
		amount("%d MiB of memory", 20, uint64(l.Memory), func(c *Capacity) uint64 { return c.Memory }),
		amount("%d MiB of disk", 20, disk, func(c *Capacity) uint64 { return c.Disk }),
		amount("%d thousandths of a processor", 0, uint64(needs.MilliCPU), func(c *Capacity) uint64 { return uint64(max(c.CPU, 0) * 1000) }),
		amount("%d GPUs", 0, uint64(needs.GPUs), func(c *Capacity) uint64 { return c.GPU }),
	}
	for _, label := range needs.Labels {
		all = append(all, demand{what: "a node with " + label.String(), met: func(n *Node) bool { return label.Meets(n.Info.Labels) }})
	}
	return all
}

// amount is a demand for so much of a capacity, which is told of without its last bits.
func amount(what string, bits int, asked uint64, of func(*Capacity) uint64) demand {
	has := func(n *Node) uint64 { return of(&n.Info.ComputeNodeInfo.MaxCapacity) }
	return demand{
		what: fmt.Sprintf(what, asked>>bits),
		met:  func(n *Node) bool { return has(n) >= asked },
		most: func(nodes []Node) string {
			var most uint64
			for i := range nodes {
				most = max(most, has(&nodes[i]))
			}
			return fmt.Sprintf(": at most %d", most>>bits)
		},
	}
}

// refusal says that only so many nodes meet the demand, of those that meet the ones before it.
func (d demand) refusal(meet int, of []Node) error {
	what, none := d.what, "no node of those that would do has it"
	if meet > 0 {
		what, none = what+" on several nodes, one for each replica", fmt.Sprintf("only %d could do that", meet)
	}
	if d.most != nil {
		none += d.most(of)
	}
	return &executor.Error{Code: executor.Refused, Cause: fmt.Sprintf("the job asks for %s, and %s", what, none), Remedy: "ask for less, or hire somebody who offers more"}
}

// engineOf is the engine that runs a task.
func engineOf(t *executor.Task) string {
	if t.Container != nil {
		return "docker"
	}
	return "wasm"
}

// has reports whether a list of the node's has one of the names, which are written in any case.
func (n *Node) has(list []string, any ...string) bool {
	return slices.ContainsFunc(list, func(s string) bool {
		return slices.ContainsFunc(any, func(a string) bool { return strings.EqualFold(a, s) })
	})
}
