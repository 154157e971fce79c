package content

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/ipfs/go-cid"
)

// fetchers is how many blocks are asked for at one time, and so how much memory a Fetch takes: that many blocks.
const fetchers = 16

// A Sessioner is a Getter that does better when it knows that requests belong together. The session ends with ctx.
type Sessioner interface {
	Session(ctx context.Context) Getter
}

// Progress is how far a Fetch is.
type Progress struct {
	Blocks int   // in place
	Bytes  int64 // in place
	Known  int   // blocks known of so far; equal to Blocks at the end
	Remote int   // of Blocks, those that were not in the store before
}

// Fetch brings a whole tree into the store: the blocks that are missing there, or damaged, come from the Getter. Each
// is verified before it is kept. When it returns without an error, every block that root reaches is on disk. A fetch
// that failed, or was killed, is resumed by calling it again. What fails of the store itself is a [StoreError].
//
// progress, if not nil, is called after every block by the goroutine that called Fetch. Limits count every block once.
func Fetch(ctx context.Context, root cid.Cid, from Getter, into *Store, l Limits, progress func(Progress)) (Progress, error) {
	if err := Check(root); err != nil {
		return Progress{}, fmt.Errorf("fetch: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if s, ok := from.(Sessioner); ok {
		from = s.Session(ctx)
	}
	f := fetch{from: verified(from), into: into, batch: into.batch(), meter: newMeter(l), seen: map[cid.Cid]struct{}{}, report: progress}
	defer f.batch.discard()
	if err := f.want(canonical(root), 0); err != nil {
		return f.progress, fmt.Errorf("fetch %s: %w", root, err)
	}
	err := f.run(ctx, cancel)
	if !errors.Is(err, ErrLimit) { // what has come stays, also where no more does, unless it was too much
		if failed := f.batch.Flush(); err == nil && failed != nil {
			err = &StoreError{failed}
		}
	}
	if err != nil {
		return f.progress, fmt.Errorf("fetch %s: %w", root, err)
	}
	return f.progress, nil
}

type fetch struct {
	from     Getter
	into     *Store
	batch    *batch
	meter    *meter
	seen     map[cid.Cid]struct{}
	stack    []wanted
	progress Progress
	report   func(Progress)
}

type wanted struct {
	cid   cid.Cid
	depth int
}

type arrived struct {
	wanted
	data  []byte
	local bool
	err   error
}

// want notes a block to get, once. It counts it now, so that what waits is bounded too.
func (f *fetch) want(c cid.Cid, depth int) error {
	if _, ok := f.seen[c]; ok {
		return nil
	}
	if err := Check(c); err != nil {
		return err
	}
	if err := f.meter.addBlock(depth); err != nil {
		return err
	}
	f.seen[c] = struct{}{}
	f.stack = append(f.stack, wanted{c, depth})
	f.progress.Known++
	return nil
}

// run gets what is wanted until nothing is. All that it starts has ended when it returns.
func (f *fetch) run(ctx context.Context, cancel context.CancelFunc) (failed error) {
	results := make(chan arrived, fetchers) // room for all, so that no worker waits for a run that is over
	var workers sync.WaitGroup
	defer workers.Wait()
	running := 0
	for running > 0 || len(f.stack) > 0 && failed == nil {
		for failed == nil && running < fetchers && len(f.stack) > 0 {
			next := f.stack[len(f.stack)-1]
			f.stack = f.stack[:len(f.stack)-1]
			running++
			workers.Go(func() { results <- f.get(ctx, next) })
		}
		a := <-results
		running--
		if failed != nil {
			continue
		}
		if failed = f.keep(ctx, a); failed != nil {
			cancel()
		}
	}
	return failed
}

// get returns the block from the store when it is sound there, else from the source. That nobody else has what the store cannot read says
// nothing of them, so nobody is asked for it.
func (f *fetch) get(ctx context.Context, w wanted) arrived {
	data, err := f.into.GetBlock(ctx, w.cid)
	if err == nil {
		return arrived{wanted: w, data: data, local: true}
	}
	if _, damaged := errors.AsType[*CorruptError](err); !damaged && !errors.Is(err, ErrNotFound) && ctx.Err() == nil {
		return arrived{wanted: w, err: &StoreError{err}}
	}
	data, err = f.from.GetBlock(ctx, w.cid)
	return arrived{wanted: w, data: data, err: err}
}

func (f *fetch) keep(ctx context.Context, a arrived) error {
	if a.err != nil {
		return fmt.Errorf("block %s: %w", a.cid, a.err)
	}
	if err := f.meter.addBytes(len(a.data)); err != nil {
		return err
	}
	if err := f.batch.Put(ctx, a.cid, a.data); err != nil { // what came was verified
		if ctx.Err() != nil {
			return err
		}
		return &StoreError{err}
	}
	below, err := links(a.cid, a.data)
	if err != nil {
		return err
	}
	for i := len(below) - 1; i >= 0; i-- { // the first link is the next to be popped
		if err := f.want(below[i], a.depth+1); err != nil {
			return fmt.Errorf("below %s: %w", a.cid, err)
		}
	}
	f.progress.Blocks++
	f.progress.Bytes += int64(len(a.data))
	if !a.local {
		f.progress.Remote++
	}
	if f.report != nil {
		f.report(f.progress)
	}
	return nil
}
