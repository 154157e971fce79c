package bacalhau

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// amounts are what a node has, or what somebody takes of it: thousandths of a processor, bytes, bytes, GPUs.
type amounts struct{ cpu, memory, disk, gpus int64 }

// most is a bound of what a cluster says of itself, so that no sum overflows.
const most = math.MaxInt64 >> 20

func (c Capacity) amounts() amounts {
	bounded := func(n uint64) int64 { return int64(min(n, most)) }
	return amounts{int64(min(max(c.CPU, 0), 1e9) * 1000), bounded(c.Memory), bounded(c.Disk), bounded(c.GPU)}
}

// each is what one run of a task takes up, where one that does not say takes so much of a processor.
func each(t *executor.Task, cpu int64) amounts {
	return amounts{cmp.Or(t.Needs.MilliCPU, cpu), t.Limits.Memory, t.Limits.OutputBytes + t.Limits.Stdout + t.Limits.Stderr, int64(t.Needs.GPUs)}
}

func (a amounts) plus(b amounts) amounts {
	return amounts{a.cpu + b.cpu, a.memory + b.memory, a.disk + b.disk, a.gpus + b.gpus}
}

func (a amounts) minus(b amounts) amounts {
	return amounts{a.cpu - b.cpu, a.memory - b.memory, a.disk - b.disk, a.gpus - b.gpus}
}

func (a amounts) times(n int) amounts {
	return amounts{a.cpu * int64(n), a.memory * int64(n), a.disk * int64(n), a.gpus * int64(n)}
}

func (a amounts) holds(b amounts) bool {
	return a.cpu >= b.cpu && a.memory >= b.memory && a.disk >= b.disk && a.gpus >= b.gpus
}

// owed is a without what is negative.
func (a amounts) owed() amounts {
	return amounts{max(a.cpu, 0), max(a.memory, 0), max(a.disk, 0), max(a.gpus, 0)}
}

func (a amounts) String() string {
	text := fmt.Sprintf("%.1f processors, %d MiB of memory and %d MiB of disk", float64(a.cpu)/1000, a.memory>>20, a.disk>>20)
	if a.gpus > 0 {
		text += fmt.Sprintf(" and %d GPUs", a.gpus)
	}
	return text
}

// Fits reports, as an [*executor.Error], why there is no room for l beside what is held: Refused if the nodes could never run
// it, Busy if there may be room later. What others run on the cluster counts as it was at the last look.
func (f *Fleet) Fits(l executor.Load, held []executor.Load) error {
	if metered(l.Task) && l.Task.Container != nil {
		return unmetered()
	}
	if err := uncompared(l.Task); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return &executor.Error{Code: executor.Busy, Cause: "the cluster that programs are run on is not there at this moment", Remedy: "ask again later", Err: f.err}
	}
	fit := slices.Clone(f.nodes)
	for _, demand := range demands(l.Task) {
		left := slices.DeleteFunc(slices.Clone(fit), func(n Node) bool { return !demand.met(&n) })
		if len(left) < max(l.Task.Needs.Replicas, 1) {
			return demand.refusal(len(left), fit)
		}
		fit = left
	}
	free := f.capacity()
	want := f.place(slices.Clone(free), l, l.Tasks) // in an empty cluster
	if want == 0 {
		return &executor.Error{Code: executor.Refused, Cause: fmt.Sprintf("the job asks for %s, and no node has all of that", each(l.Task, DefaultCPU)),
			Remedy: "ask for less, or hire somebody who offers more"}
	}
	for _, h := range held {
		f.place(free, h, h.Tasks)
	}
	left := f.unused(held)
	for range want * max(l.Task.Needs.Replicas, 1) {
		left = left.minus(each(l.Task, DefaultCPU))
	}
	if f.place(free, l, want) < want || left != left.owed() {
		return &executor.Error{Code: executor.Busy, Cause: fmt.Sprintf("the cluster has no room at this moment for %d at once that take %s", want, each(l.Task, DefaultCPU)), Remedy: "ask again later"}
	}
	return nil
}

// fetches reports why too few nodes that would do for a task have the storage by which they are to fetch what is too large for a job. While it
// is not known what nodes have, nothing is said.
func (f *Fleet) fetches(t *executor.Task, storage string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if storage == "" || f.err != nil || len(f.nodes) == 0 {
		return nil
	}
	asked := demands(t)
	can := 0
	for i := range f.nodes {
		n := &f.nodes[i]
		if n.has(n.Info.ComputeNodeInfo.StorageSources, storage) && !slices.ContainsFunc(asked, func(d demand) bool { return !d.met(n) }) {
			can++
		}
	}
	if can >= max(t.Needs.Replicas, 1) {
		return nil
	}
	return &executor.Error{Code: executor.Refused, Cause: fmt.Sprintf("module and inputs are too large for a job of this cluster, and of its nodes that would do %d can fetch them (by the storage %s)", can, storage),
		Remedy: "give it less, or hire somebody else; whoever runs the cluster can give its nodes that storage"}
}

// capacity is what each node has when nothing runs on it. f.mu is held.
func (f *Fleet) capacity() (all []amounts) {
	for _, n := range f.nodes {
		all = append(all, n.Info.ComputeNodeInfo.MaxCapacity.amounts())
	}
	return all
}

// place takes room for up to n tasks of the load from what is free of each node, and says for how many there was: on the
// first nodes that would do, the replicas of a task each on another. f.mu is held.
func (f *Fleet) place(free []amounts, l executor.Load, n int) (placed int) {
	one, replicas, asked := each(l.Task, DefaultCPU), max(l.Task.Needs.Replicas, 1), demands(l.Task)
	for ; placed < n; placed++ {
		var on []int
		for i := range f.nodes {
			if len(on) < replicas && free[i].holds(one) && !slices.ContainsFunc(asked, func(d demand) bool { return !d.met(&f.nodes[i]) }) {
				on = append(on, i)
			}
		}
		if len(on) < replicas {
			return placed
		}
		for _, i := range on {
			free[i] = free[i].minus(one)
		}
	}
	return placed
}

// unused is what is left of the whole cluster beside what is held and what others use: which node they are on and which
// ours are is not told, so no more can be said of them than their sum. f.mu is held.
func (f *Fleet) unused(held []executor.Load) amounts {
	var all, used amounts
	for _, n := range f.nodes {
		i := &n.Info.ComputeNodeInfo
		all = all.plus(i.MaxCapacity.amounts())
		if i.AvailableCapacity.CPU > 0 || i.RunningExecutions > 0 { // else it is not known
			used = used.plus(i.MaxCapacity.amounts().minus(i.AvailableCapacity.amounts()))
		}
	}
	if f.Ours != nil {
		used = used.minus(f.Ours.inUse())
	}
	left := all.minus(used.owed())
	for _, h := range held {
		for range h.Tasks * max(h.Task.Needs.Replicas, 1) {
			left = left.minus(each(h.Task, DefaultCPU))
		}
	}
	return left
}

// use is what a task of ours takes of the cluster, from before it is submitted.
type use struct {
	amounts
	until time.Time // zero while it is under way
}

// lingers is for how long a job that has ended may still be in what the nodes say that they have available: they say so
// every 15 s, and are asked every 30.
const lingers = time.Minute

// take counts a task as ours until the cluster cannot be thought to run it any more.
func (e *Executor) take(a amounts) (give func()) {
	u := &use{amounts: a}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.forgetUses()
	e.uses = append(e.uses, u)
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		u.until = time.Now().Add(lingers)
		e.forgetUses()
	}
}

// forgetUses: e.mu is held.
func (e *Executor) forgetUses() {
	now := time.Now()
	e.uses = slices.DeleteFunc(e.uses, func(u *use) bool { return !u.until.IsZero() && now.After(u.until) })
}

// inUse is what of the cluster's use is ours.
func (e *Executor) inUse() (sum amounts) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.forgetUses()
	for _, u := range e.uses {
		sum = sum.plus(u.amounts)
	}
	return sum
}
