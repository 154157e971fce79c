package wasm

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// The reasons for which a worker is killed.
var (
	errWall    = errors.New("deadline")
	errStopped = errors.New("stopped")
	errLoading = errors.New("loading took too long")
	errStoring = errors.New("handing over the outputs took too long")
)

const (
	// headroom is what a worker may map beyond what it had when idle and what the guest is given: the module, decoded and
	// compiled, and the runtime's own needs.
	headroom = 384 << 20
	// perByte is how much of it each byte of the module may take up.
	perByte = 24
	// storing bounds the handing over of outputs, beyond a second for every slowest of their bytes.
	storing      = 10 * time.Second
	slowestBytes = 8 << 20
)

// compile has a worker put the compiled module into dir.
func (e *Engine) compile(ctx context.Context, t *executor.Task, sum [32]byte, module []byte, dir string) error {
	e.log.Info("compiling a module for the first time", "task", t.ID, "module", fmt.Sprintf("%x", sum[:6]), "bytes", len(module))
	start := time.Now()
	o := order{Role: roleCompile, Cache: dir, CPU: e.compileTime(), Address: e.compileMemory() + perByte*int64(len(module)), Lifted: e.lifted}
	c, k, payload, err := e.employ(ctx, o, module)
	if c == nil {
		return err
	}
	defer e.dismiss(c)
	switch {
	case err == nil && k == frameDone:
		e.log.Info("compiled", "task", t.ID, "module", fmt.Sprintf("%x", sum[:6]), "took", time.Since(start).Round(time.Millisecond))
		return nil
	case err == nil && k == frameFailed:
		return failed(payload)
	case errors.Is(c.why(), errStopped):
		return canceled(ctx)
	}
	cause := fmt.Sprintf("the module took more than %v of processor time to compile", o.CPU)
	if c.outOfMemory() {
		cause = fmt.Sprintf("the module took more than %d MiB of memory to compile", e.compileMemory()>>20)
	} else if errors.Is(c.why(), errLoading) {
		cause = fmt.Sprintf("the module was not compiled within %v", e.stalled())
	} else if !c.exhausted(o.CPU) {
		return internal("the process that compiled the module died", errors.Join(err, errors.New(c.said.String())))
	}
	return tooHeavy(cause, err)
}

func tooHeavy(cause string, err error) error {
	return &executor.Error{Code: executor.CompileTime, Cause: cause, Remedy: "split the program, or build it with optimization and without what it does not use", Err: err}
}

func (e *Engine) compileTime() time.Duration {
	if e.CompileTime > 0 {
		return e.CompileTime
	}
	return 2 * time.Minute
}

// stalled is when a worker is given up that neither compiles nor loads: long after one that is slow would be done.
func (e *Engine) stalled() time.Duration { return cmp.Or(e.stall, 10*e.compileTime()) }

func (e *Engine) compileMemory() int64 {
	switch {
	case e.lifted.lifts(defendMemory):
		return 1 << 40
	case e.CompileMemory > 0:
		return e.CompileMemory
	}
	return 2 << 30
}

// employ hires a worker, gives it the order and returns the first frame of its answer, which it may take
// its time for while ctx lasts; see Engine.CompileTime. The caller dismisses the worker; there is none if none could be hired. A worker that somebody killed while it
// was idle is replaced.
func (e *Engine) employ(ctx context.Context, o order, module []byte) (c *child, k kind, payload []byte, err error) {
	for try := 1; ; try++ {
		if c, err = e.hire(ctx); err != nil {
			return nil, 0, nil, err
		}
		k, payload, err = e.ask(ctx, c, o, module)
		if err == nil || try == 3 || !c.struckDown() || c.exhausted(o.CPU) {
			return c, k, payload, err
		}
		e.log.Warn("a worker was killed before it did anything", "try", try)
		c.reap()
	}
}

func (e *Engine) hire(ctx context.Context) (*child, error) {
	c, err := e.pool.take(ctx)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, canceled(ctx)
	case err != nil:
		return nil, internal("no worker can be started", err)
	}
	return c, nil
}

// ask gives the order and reads the first frame. On an error the worker has ended.
func (e *Engine) ask(ctx context.Context, c *child, o order, module []byte) (k kind, payload []byte, err error) {
	defer c.within(e.stalled(), errLoading)()
	defer context.AfterFunc(ctx, func() { c.kill(errStopped) })()
	if err = writeOrder(c.order, o, module); err == nil {
		k, payload, err = readFrame(c.reader)
	}
	if err != nil {
		c.kill(errDone)
		<-c.ended
	}
	return k, payload, err
}

// struckDown reports whether the worker, which has ended, was killed by neither its engine nor itself. Its engine may have
// had no time to give a reason, or none but that it was done with it.
func (c *child) struckDown() bool {
	status, _ := c.cmd.ProcessState.Sys().(syscall.WaitStatus)
	why := c.why()
	return (why == nil || errors.Is(why, errDone)) && status.Signaled() && status.Signal() == syscall.SIGKILL && c.said.String() == ""
}

// exhausted reports whether the worker, which has ended, had used up the processor time that it had for compiling or loading, at which the kernel
// ends it. The kernel counts ticks there and here what was between them, which differ by little.
func (c *child) exhausted(limit time.Duration) bool {
	state := c.cmd.ProcessState
	return limit > 0 && !state.Success() && state.UserTime()+state.SystemTime() >= limit-limit/10
}

// dismiss reaps a worker that was employed.
func (e *Engine) dismiss(c *child) {
	c.reap()
	if e.reaped != nil {
		e.reaped(c.cmd.ProcessState)
	}
}

// outOfMemory reports whether the worker, which has ended, says that it could map no more.
func (c *child) outOfMemory() bool {
	said := c.said.String()
	for _, sign := range []string{"out of memory", "cannot allocate memory", "failed to create new OS thread"} {
		if strings.Contains(said, sign) {
			return true
		}
	}
	return false
}

func failed(payload []byte) error {
	var f failure
	if err := json.Unmarshal(payload, &f); err != nil {
		return internal("a worker's answer makes no sense", err)
	}
	if f.Stale {
		return fmt.Errorf("%w: %s", errStale, f.Detail)
	}
	return &executor.Error{Code: f.Code, Cause: f.Cause, Remedy: f.Remedy, Err: errors.New(f.Detail)}
}

// run has a worker run the guest and stores what comes of it.
func (e *Engine) run(ctx context.Context, t *executor.Task, module []byte, cache string) (*executor.Report, error) {
	result, err := executor.CreateResult(t.Dir, e.liftLimits(t.Limits), t.Stdout, t.Stderr)
	if err != nil {
		return nil, err
	}
	defer result.Close()
	o := e.orderFor(t, module, cache)
	c, k, payload, err := e.employ(ctx, o, nil)
	if c == nil {
		return nil, err
	}
	defer e.dismiss(c)
	defer context.AfterFunc(ctx, func() { c.kill(errStopped) })()
	switch {
	case err == nil && k == frameFailed:
		return nil, failed(payload)
	case errors.Is(c.why(), errStopped):
		return nil, canceled(ctx)
	case err != nil && c.outOfMemory():
		return nil, &executor.Error{Code: executor.NoMemory, Cause: "the module cannot be loaded into the memory of the job", Remedy: "ask for more memory"}
	case err != nil && !errors.Is(c.why(), errLoading) && c.exhausted(o.CPU):
		return nil, tooHeavy(fmt.Sprintf("the module took more than %v of processor time to load", o.CPU), err)
	case err != nil || k != frameStarted:
		return nil, internal("the process that was to run the module died", errors.Join(err, c.why(), errors.New(c.said.String())))
	}
	var before account
	if err := json.Unmarshal(payload, &before); err != nil {
		return nil, internal("a worker's answer makes no sense", err)
	}
	g := &guestRun{engine: e, task: t, child: c, result: result, idle: time.Duration(before.CPU)}
	return g.report()
}

func (e *Engine) orderFor(t *executor.Task, module []byte, cache string) order {
	o := order{
		Role: roleRun, Cache: cache, CPU: e.compileTime(), Lifted: e.lifted,
		Address: t.Limits.Memory + t.Limits.OutputBytes + headroom + perByte*int64(len(module)),
		Args:    t.Args, Inputs: t.Inputs, Limits: t.Limits, Profile: t.Profile, Seed: t.Seed,
	}
	for _, name := range slices.Sorted(maps.Keys(t.Env)) {
		o.Env = append(o.Env, name+"="+t.Env[name])
	}
	if e.lifted.lifts(defendTree) {
		o.Outputs = t.Dir
	}
	return o
}

// liftLimits takes away the engine's half of the limits on outputs that a test has lifted in the worker.
func (e *Engine) liftLimits(l executor.Limits) executor.Limits {
	if e.lifted.lifts(defendQuota) {
		l.OutputBytes, l.OutputFiles = 1<<40, 1<<20
	}
	if e.lifted.lifts(defendStreams) {
		l.Stdout, l.Stderr = 1<<40, 1<<40
	}
	return l
}

// guestRun is a guest that has begun.
type guestRun struct {
	engine *Engine
	task   *executor.Task
	child  *child
	result *executor.Result
	idle   time.Duration // processor time of the worker before
}

// report follows the guest to its end.
func (g *guestRun) report() (*executor.Report, error) {
	start := time.Now()
	wall := g.task.Limits.Wall
	if g.engine.lifted.lifts(defendTime) {
		wall = g.engine.safety
	}
	stopWall := g.child.within(wall, errWall)
	var streams sync.WaitGroup
	var unheard [2]error
	streams.Go(func() { _, unheard[0] = io.Copy(g.result.Stdout, g.child.stdout) })
	streams.Go(func() { _, unheard[1] = io.Copy(g.result.Stderr, g.child.stderr) })

	rep := &executor.Report{}
	var storeErr error
	k, payload, err := readFrame(g.child.reader)
	stopWall()
	rep.Wall = time.Since(start)
	var end ending
	switch {
	case err != nil || g.child.why() != nil:
	case k == frameFailed:
		rep.End, storeErr = executor.Crashed, failed(payload)
	case k == frameEnded && json.Unmarshal(payload, &end) == nil:
		storeErr = g.settle(rep, &end)
	}
	g.child.kill(errDone)
	<-g.child.ended
	streams.Wait()
	storeErr = errors.Join(storeErr, unheard[0], unheard[1])
	g.account(rep)
	if rep.End == 0 {
		g.judge(rep)
	}
	return g.finish(rep, storeErr)
}

// take notes how the guest ended by itself.
func (g *guestRun) take(rep *executor.Report, end *ending) {
	rep.End, rep.ExitCode = executor.Exited, end.Code
	if end.Trapped {
		rep.End, rep.ExitCode, rep.Trap = executor.Trapped, 0, end.Trap
	}
	if rep.Fuel = max(0, min(end.Fuel, g.task.Limits.Fuel)); end.Empty {
		rep.End, rep.ExitCode, rep.Trap = executor.OutOfFuel, 0, ""
	}
	if end.Overflow {
		rep.End, rep.ExitCode, rep.Fuel = executor.OutOfSpace, 0, 0 // which is the engine's doing
	}
	rep.Memory, rep.Limited = end.Memory, end.Limited
}

// settle takes the guest's own end and its outputs.
func (g *guestRun) settle(rep *executor.Report, end *ending) error {
	g.take(rep, end)
	for _, l := range end.Limited {
		switch l { // cut by the worker, so that the rest never reached the pipe
		case executor.Stdout:
			g.result.Stdout.Cut()
		case executor.Stderr:
			g.result.Stderr.Cut()
		}
	}
	defer g.child.within(storing+time.Duration(g.task.Limits.OutputBytes/slowestBytes)*time.Second, errStoring)()
	return g.store()
}

// store writes the outputs as they come.
func (g *guestRun) store() error {
	for {
		k, name, err := readFrame(g.child.reader)
		if err != nil {
			return err
		}
		switch k {
		case frameDone:
			return nil
		case frameDir:
			err = g.result.Mkdir(string(name))
		case frameFile:
			err = g.result.WriteFile(string(name), &dataReader{r: g.child.reader})
		default:
			err = fmt.Errorf("frame %q among the outputs", k)
		}
		if err != nil {
			return err
		}
	}
}

// account notes what the process used up, now that it is gone.
func (g *guestRun) account(rep *executor.Report) {
	state := g.child.cmd.ProcessState
	rep.CPU = max(0, state.UserTime()+state.SystemTime()-g.idle)
}

// judge says why a guest that did not end by itself is gone.
func (g *guestRun) judge(rep *executor.Report) {
	status, _ := g.child.cmd.ProcessState.Sys().(syscall.WaitStatus)
	switch why := g.child.why(); {
	case errors.Is(why, errWall):
		rep.End = executor.OutOfTime
	case errors.Is(why, errStopped):
		rep.End = executor.Stopped
	case status.Signaled() && rep.CPU >= g.task.Limits.CPU:
		rep.End = executor.OutOfCPU
	case g.child.outOfMemory():
		rep.End = executor.OutOfSpace
	default:
		rep.End = executor.Crashed
		g.engine.log.Error("a worker died", "task", g.task.ID, "state", g.child.cmd.ProcessState.String(), "said", g.child.said.String())
	}
}

// finish closes the result.
func (g *guestRun) finish(rep *executor.Report, storeErr error) (*executor.Report, error) {
	if rep.End == executor.Exited && storeErr == nil {
		storeErr = g.result.SetExitCode(rep.ExitCode)
	}
	if err := g.result.Fill(rep); storeErr == nil {
		storeErr = err
	}
	switch {
	case storeErr == nil:
		return rep, rep.EndError(g.task.Limits)
	case errors.Is(g.child.why(), errStopped):
		rep.End = executor.Stopped
		return rep, rep.EndError(g.task.Limits)
	}
	rep.End = executor.Crashed
	if failure, own := errors.AsType[*executor.Error](storeErr); own {
		return rep, failure
	}
	return rep, internal("the outputs were not handed over whole", errors.Join(storeErr, g.child.why()))
}
