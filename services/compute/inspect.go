package compute

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/go-cid"
	"github.com/multiformats/go-multihash"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// Inspect looks at a result of which nothing came but what Digest gives, and its cost: a farmer that has lost its requester
// shows no more of it to whoever settles between them (C34). The digest is a delivery's root or one claimed task's. What it
// names is fetched, verified, looked at and kept as what comes through the session, and Got hears of it.
//
// The dispute says what is held against the result; nil says that it is worth what it costs. After an error nothing is
// known, and it may be looked at again.
func (b *Buyer) Inspect(ctx context.Context, v *protocol.View, digest [32]byte, cost messages.Amount) (*messages.Dispute, error) {
	if v.SOW.GetService() != Service || v.Terms == nil {
		return nil, fmt.Errorf("inspect: session %s has agreed on no work of %q", v.Session.Short(), Service)
	}
	o, err := b.add(ctx, v.SOW.Job) // it does not become active by being looked at
	if err == nil {
		err = b.inspect(ctx, v, o, digest, cost)
	}
	if err == nil {
		b.found(o)
	}
	if !deliberate(err) {
		return nil, err
	}
	if root := Root(digest); !b.bought(o, root.String()) {
		_ = b.Store.Release(root, boughtIn(v.Session)) // what is refused need not be kept
	}
	m, err := dispute(v, messages.Grievance_GRIEVANCE_WRONG_RESULT, err)
	if err != nil {
		return nil, err
	}
	return m.(*messages.Dispute), nil
}

// errFound ends a Run whose sessions have nothing to bring any more.
var errFound = errors.New("the last results were found on the chain")

// found ends the Run of a job of which nothing is missing.
func (b *Buyer) found(o *order) {
	if b.missing(o) > 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if o.found != nil {
		o.found(errFound)
	}
}

func (b *Buyer) inspect(ctx context.Context, v *protocol.View, o *order, digest [32]byte, cost messages.Amount) error {
	if v.Phase == protocol.Stopped || v.Phase == protocol.Abandoned {
		return protocol.Errorf(protocol.Canceled, "the work was given up before: %v", protocol.FromReject(v.Reject))
	}
	tasks, err := TasksOf(v, o.job)
	if err != nil {
		return err
	}
	root := Root(digest)
	if err := b.Store.Hold(root, boughtIn(v.Session)); err != nil {
		return err
	}
	links, err := b.links(ctx, root)
	if err != nil {
		return err
	}
	_, isTask := links[executor.StdoutFile]
	var done []Done
	if isSingle(o.job) || isTask {
		done, err = b.inspectTask(ctx, v, o, tasks, root, cost)
	} else {
		done, err = b.inspectShare(ctx, v, o, tasks, root, links)
	}
	if err != nil {
		return err
	}
	if most := o.job.Cost(v, done); cost.Cmp(most) > 0 {
		return protocol.Errorf(protocol.Price, "the result costs %s, and %d tasks come to %s", cost, len(done), most)
	}
	if o.poll != nil {
		return b.inspectReplica(ctx, v, o, done)
	}
	return nil
}

// Root is the CID of a result by its Digest: every one is a directory.
func Root(digest [32]byte) cid.Cid {
	hash, _ := multihash.Encode(digest[:], multihash.SHA2_256) // the code is known
	return cid.NewCidV1(cid.DagProtobuf, hash)
}

// inspectTask takes one task's result, unless it was shown and paid for nothing beyond. Which task it is says the claim, if
// that came; else it is the first of the share that was not shown, since a share is worked on in order. It returns what was
// shown with it.
func (b *Buyer) inspectTask(ctx context.Context, v *protocol.View, o *order, tasks []int, root cid.Cid, cost messages.Amount) ([]Done, error) {
	shown := b.by(o, v.Session)
	if done := b.doneBy(o, v.Session); cost.Cmp(o.job.Cost(v, done)) <= 0 && slices.ContainsFunc(shown, func(t int) bool {
		return b.has(o, v.Session, Done{Task: t, CID: root.String()})
	}) {
		return done, nil
	}
	left := slices.DeleteFunc(slices.Clone(tasks), func(t int) bool { return contains(shown, t) })
	if len(left) == 0 {
		return nil, protocol.Errorf(protocol.Invalid, "every task of the share was shown before, and %s is another result", root)
	}
	task := left[0]
	if d, err := Claims.Decode(v.Progress.GetEvidence()); err == nil && d.CID == root.String() && contains(left, d.Task) {
		task = d.Task
	}
	if err := b.inspectOne(ctx, v, o, task, root); err != nil {
		return nil, err
	}
	return b.doneBy(o, v.Session), nil
}

// inspectShare takes a directory of tasks' results, and nothing else.
func (b *Buyer) inspectShare(ctx context.Context, v *protocol.View, o *order, tasks []int, root cid.Cid, links map[string]cid.Cid) (done []Done, err error) {
	var named []Done
	for _, t := range tasks {
		if c, ok := links[name(t)]; ok {
			named = append(named, Done{Task: t, CID: c.String()})
		}
	}
	err = b.differing(ctx, o, named, func(d Done) (Done, error) {
		if err := b.inspectOne(ctx, v, o, d.Task, links[name(d.Task)]); err != nil {
			return d, err
		}
		all := b.doneBy(o, v.Session)
		return all[slices.IndexFunc(all, func(had Done) bool { return had.Task == d.Task })], nil
	})
	if err != nil {
		return nil, err
	}
	done = slices.DeleteFunc(b.doneBy(o, v.Session), func(d Done) bool { return links[name(d.Task)] == cid.Undef })
	again, err := gather(ctx, b.Store, done)
	if err != nil {
		return nil, err
	}
	if again != root || len(done) == 0 {
		return nil, protocol.Errorf(protocol.Invalid, "%s is no directory of results of the share's tasks alone", root)
	}
	return done, nil
}

// inspectOne takes the result of a task, and reads from it what a claim would have said.
func (b *Buyer) inspectOne(ctx context.Context, v *protocol.View, o *order, task int, root cid.Cid) error {
	if b.has(o, v.Session, Done{Task: task, CID: root.String()}) {
		return nil
	}
	limits := o.job.resultLimits(b.Content)
	if err := b.fetch(ctx, root, v.Session, limits); err != nil {
		return err
	}
	d, err := b.tell(ctx, task, root, limits)
	if err == nil && o.job.Metered() {
		d, err = b.meter(ctx, v, o, d)
	}
	if err != nil {
		return err
	}
	return b.receive(ctx, v, o, d)
}

// tell says of a result what is in it. Why a program ended that left no exit code is not: it blames nobody.
func (b *Buyer) tell(ctx context.Context, task int, root cid.Cid, limits content.Limits) (Done, error) {
	d := Done{Task: task, CID: root.String(), Ended: untold, Detail: "it left no exit code, and its farmer did not say why"}
	parts, err := b.parts(ctx, root, limits)
	if err != nil || parts[executor.ExitCodeFile].Kind != content.File {
		return d, err
	}
	text, err := b.exitCode(ctx, task, parts[executor.ExitCodeFile], limits)
	if err != nil {
		return d, err
	}
	code, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return d, protocol.Errorf(protocol.Invalid, "the exit code in the result of task %d is %q", task, text)
	}
	d.Exit, d.Ended, d.Detail = uint32(code), executor.Exited.String(), ""
	return d, nil
}

// meter finds out what fuel a run used: from its claim, if that came, or by running it again.
func (b *Buyer) meter(ctx context.Context, v *protocol.View, o *order, d Done) (Done, error) {
	if claim, err := Claims.Decode(v.Progress.GetEvidence()); err == nil && claim.CID == d.CID && claim.Task == d.Task && o.job.fueled(*claim) == nil {
		d.Fuel, d.Ended, d.Detail = claim.Fuel, claim.Ended, claim.Detail
		return d, nil
	}
	if b.Repeat == nil {
		return d, nil
	}
	again, err := b.Repeat(ctx, v, o.job, d.Task)
	switch {
	case ctx.Err() != nil:
		return d, context.Cause(ctx)
	case err != nil:
		b.Logger.Warn("run a task again to know its fuel", "task", d.Task, "err", err)
		return d, nil
	case machine(again.Ended): // which says nothing about another
		return d, nil
	case again.CID == d.CID:
		d.Fuel, d.Ended, d.Detail = again.Fuel, again.Ended, again.Detail
	case d.Ended == untold: // by its machine then, since it is not what the program does
		d.Ended = executor.Crashed.String()
	}
	return d, d.against(again)
}

// untold is how a program ended that left no exit code and of which its farmer did not say why.
const untold = "ended somehow"

// links are what a directory of few entries has in it, read from its first block alone.
func (b *Buyer) links(ctx context.Context, root cid.Cid) (map[string]cid.Cid, error) {
	data, err := b.first(ctx, root)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", root, err)
	}
	return linksIn(root, data)
}

// linksIn are the links of a verified block.
func linksIn(root cid.Cid, data []byte) (map[string]cid.Cid, error) {
	n, err := merkledag.DecodeProtobuf(data)
	if err != nil {
		return nil, &protocol.Error{Code: protocol.Content, Reason: fmt.Sprintf("%s is no directory", root), Err: err}
	}
	links := make(map[string]cid.Cid, len(n.Links()))
	for _, l := range n.Links() {
		links[l.Name] = l.Cid
	}
	return links, nil
}

// first is a tree's first block, verified and kept.
func (b *Buyer) first(ctx context.Context, root cid.Cid) ([]byte, error) {
	if data, err := b.Store.GetBlock(ctx, root); err == nil {
		return data, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.FetchTime)
	defer cancel()
	data, err := b.Blocks.GetBlock(ctx, root)
	if err != nil {
		return nil, err
	}
	return data, b.Store.Put(ctx, root, data)
}
