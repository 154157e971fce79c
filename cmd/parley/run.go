package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ipfs/go-cid"
	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/cmd/parley/internal/regular"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/matcher"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/cipher"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/jobfile"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// runFlags are what a person says of a job.
type runFlags struct {
	name, each, match, maxPrice, output, resume string
	inputs, farmers, env, set                   []string
	hire, reserve                               int
	replicas, agree                             int    // farmers that do the same, and how many must find the same
	again                                       string // what --audit says: sample percent of the deals, or audit tasks
	audit, sample                               int
	wait, patience, timeout, deliverIn, review  time.Duration
	memory, space                               int64
	files                                       int
	fuel                                        int64 // 10^9 each
	timed, dated                                bool  // timeout was typed; deliverIn was, or the job file says it
	dryRun, free, live, encrypt                 bool
	mediate                                     bool // hire only where a panel rules
	kept                                        bool // --no-appeal
	priced                                      bool // maxPrice was typed: settings do not change what a job that is come back to may cost
	args                                        []string
	tasks                                       []compute.Task // the runs that args and each stand for
	file                                        *jobfile.File  // what is run instead of a module
	network                                     string         // what its container may reach; empty: what it says
}

// replicasWait is how long quotes for replicas are gathered, if nobody says: with too few of them nobody is hired.
const replicasWait = 5 * time.Second

func (a *app) run() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run MODULE|JOBFILE|REPOSITORY:VERSION [flags] [-- ARGUMENTS]",
		Short: "have a WASM module or a job file run by others, and get its results, a bill and receipts",
		Long: "Asks farmers for quotes, hires, checks every result as it comes and pays for what was done. The module finds --input under\n" +
			"/inputs and leaves its results in /outputs. With --each FILE it is run once for every line of the file, with that line as\n" +
			"arguments. All of it is a job, each run of the module a task; --hire farmers share the tasks, with an agreement for each.\n" +
			"A JOBFILE is one of Bacalhau's, .yaml or .json: it says all of the job; see what it becomes with parley spec show. NAME:VERSION,\n" +
			"URL:VERSION and PATH:VERSION are a template of one in a git repository, at a tag, a branch or a commit, filled in by --set.\n" +
			"Ctrl-C leaves what is paid for running and prints how to come back to it.",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if (len(args) == 0) == (f.resume == "") {
				return failure.Newf(failure.Usage, "for example: parley run program.wasm --input data/", "name one module, or --resume ID")
			}
			f.priced, f.timed = a.priced, slices.Contains(a.flags, "timeout")
			f.dated = slices.Contains(a.flags, "deliver-in")
			if f.replicas > 0 && !slices.Contains(a.flags, "wait") {
				f.wait = replicasWait
			}
			if f.resume != "" {
				if err := a.resumes(cmd); err != nil {
					return err
				}
				return a.runJob(cmd.Context(), "", f)
			}
			f.args = args[1:]
			file, err := a.jobFile(cmd.Context(), args[0], f.set)
			if err != nil {
				return err
			}
			if file != nil {
				if err := f.useFile(file, a.flags); err != nil {
					return err
				}
			}
			return a.runJob(cmd.Context(), args[0], f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.name, "name", "run", "which party of this machine to be; a folder in the state folder")
	flags.BoolVar(&f.encrypt, "encrypt", false, "encrypt the inputs: whoever is hired gets the key once the deal is open, and a panel that is drawn for a dispute; results are not encrypted")
	flags.StringArrayVar(&f.inputs, "input", nil, "file or folder for the module; a folder is /inputs itself, NAME=PATH puts it at /inputs/NAME")
	flags.StringVar(&f.each, "each", "", "file with the arguments of one task on each line")
	flags.StringArrayVar(&f.env, "env", nil, "NAME=VALUE for the module")
	flags.StringArrayVar(&f.set, "set", nil, "NAME=VALUE for the template of a job in a git repository")
	flags.IntVar(&f.hire, "hire", 1, "farmers that share the tasks")
	flags.IntVar(&f.replicas, "replicas", 0, "farmers that do the same, each all of it: results are compared, those that agree are paid, others disputed")
	flags.IntVar(&f.agree, "agree", 0, "replicas that must find the same (default more than half)")
	flags.BoolVar(&f.mediate, "mediate", false, "hire nobody whose deal the market's panel would not judge where it is disputed")
	flags.IntVar(&f.reserve, "reserve", 2, "quotes to keep for when a farmer fails")
	flags.StringVar(&f.match, "match", "cheapest", "whom to hire: cheapest, fastest or first")
	flags.StringVar(&f.maxPrice, "max-price", "", "the most to pay for everything, in the market's money")
	flags.StringVar(&f.output, "output", "", "folder for the results (default parley-JOB)")
	flags.StringVar(&f.again, "audit", "", fmt.Sprintf("what to repeat on this machine and compare, drawn at random: %d%% of the deals, or so many tasks (default %[1]d%% where a panel judges deals, else 0)", deals.JudgedAudit))
	flags.StringArrayVar(&f.farmers, "farmer", nil, "address of a farmer to ask, instead of searching")
	flags.DurationVar(&f.wait, "wait", time.Second, "how long to gather quotes")
	flags.DurationVar(&f.patience, "patience", 10*time.Second, "how long a farmer may be out of reach before another takes over")
	flags.DurationVar(&f.timeout, "timeout", time.Minute, "how long a task may take; unsaid, no less than --fuel takes on the slowest machine")
	flags.DurationVar(&f.deliverIn, "deliver-in", 10*time.Minute, "by when everything must be done; unsaid, as much later as deals take on a chain with few blocks")
	flags.DurationVar(&f.review, "review", 10*time.Minute, "how long a result may be looked at: silence accepts it then")
	flags.Int64Var(&f.memory, "memory", 512, "memory of a task, in MiB")
	flags.Int64Var(&f.space, "output-space", 64, "space for what a task leaves in /outputs, in MiB")
	flags.IntVar(&f.files, "output-files", 1024, "files and folders that a task may leave in /outputs")
	flags.Int64Var(&f.fuel, "fuel", 0, "most fuel (WASM instructions) of a task, in 10^9: what it used is what is paid then, and not a price for each task (default what the slowest machine does in --timeout if results are compared, else none)")
	flags.BoolVar(&f.dryRun, "dry-run", false, "ask for quotes and agree to nothing")
	flags.BoolVar(&f.free, "free", false, "only work that costs nothing, and leave the chain alone")
	flags.BoolVar(&f.kept, noAppeal, false, noAppealFor)
	flags.BoolVar(&f.live, "live", false, "give the module the farmer's clock and randomness; results cannot be compared then")
	flags.StringVar(&f.network, "network", "", "what the container of a job file may reach, whatever the file says: none, http (the file's Domains), bridge or host")
	flags.StringVar(&f.resume, "resume", "", "come back to a job that was interrupted, by its ID; it is as it was begun, but for --max-price, --output and --farmer")
	return cmd
}

func (a *app) runJob(ctx context.Context, module string, f runFlags) error {
	if err := cmp.Or(f.check(), f.written(), f.audited(), f.replicated(), f.encryptable()); err != nil {
		return err
	}
	if f.network != "" && f.file == nil {
		return failure.Newf(failure.Usage, "leave it out", "--network is given, and a module has no network")
	}
	if f.resume == "" && f.file == nil {
		var err error
		if f.tasks, err = tasks(f); err != nil {
			return err
		}
	}
	m, err := a.market()
	if err != nil {
		return err
	}
	h, err := a.party(f.name)
	if err != nil {
		return err
	}
	var job *compute.Job
	if f.resume != "" {
		if job, f, err = savedJob(h, f.resume, f); err != nil {
			return err
		}
	}
	hire, err := hiring(m, f)
	if err != nil {
		return err
	}
	if err := a.bounded(m, f); err != nil {
		return err
	}
	a.say("state is in %s", a.homeDir)
	o := &errand{app: a, market: m, flags: f, job: job, hiring: hire}
	return o.words().OrNil(o.open(ctx, h, module))
}

// bounded has a person say what real money a job may cost. Play money may be spent unasked, and it is said so.
func (a *app) bounded(m *market.Market, f runFlags) error {
	switch {
	case m.Chain == nil, f.free, f.dryRun, f.maxPrice != "", f.resume != "" && m.Chain.Play:
	case m.Chain.Play:
		a.say("without --max-price any quote is taken: the %s of this market are play money", m.Chain.Symbol)
	default:
		return failure.Newf(failure.Usage, "see what farmers ask, with --dry-run, then say how much, for example: --max-price 0.05",
			"the %s of this market are real money: --max-price says how much of it this job may cost", m.Chain.Symbol)
	}
	return nil
}

// open brings the party up and runs the job.
func (o *errand) open(ctx context.Context, h *home.Home, module string) (err error) {
	o.node, err = node.Open(ctx, node.Config{Home: h, Cache: o.app.cache(), Market: o.market, Listen: localListen(o.market), Free: o.flags.free,
		Say: o.app.say, Logger: o.app.logger()})
	if err != nil {
		return err
	}
	defer o.node.Close()
	if o.flags.resume == "" {
		o.flags.leaveTime(o.node)
	}
	if o.flags.file != nil {
		if o.job, err = fileJob(ctx, o.node, o.flags, o.app.say); err != nil {
			return err
		}
	}
	if o.job == nil {
		if o.job, err = newJob(ctx, o.node, module, o.flags); err != nil {
			return err
		}
	}
	if o.flags.resume == "" {
		if err := o.sampled(); err != nil {
			return err
		}
	}
	if o.job.Encrypted() {
		o.app.say("the inputs are encrypted: who is hired gets the key once its deal is open; %s", notEncrypted)
		if err := o.locked(ctx); err != nil {
			return err
		}
	}
	if o.output = o.flags.output; o.output == "" {
		o.output = "parley-" + o.job.ID[:8]
	}
	defer o.sweep(ctx)
	return o.run(ctx)
}

// words knows the market's money.
func (o *errand) words() failure.Words {
	return failure.Words{Other: o.app.asOther, Free: o.flags.free, File: o.flags.file != nil, Money: func(asset, amount string) string {
		x, err := messages.ParseAmount(amount)
		if err != nil || o.market.Chain == nil {
			return amount + " of " + asset
		}
		return node.Amount(o.market, x)
	}}
}

// leaveTime adds what deals take on the chain to when the work is due, where nobody has said when.
func (f *runFlags) leaveTime(n *node.Node) {
	if c := n.Market.Chain; c != nil && !f.dated {
		f.deliverIn = min(f.deliverIn+deals.Soonest(n.Slot, c.Depth), maxTime)
	}
}

// localListen: the requester serves module and inputs to the farmers it dials, over the same connection.
func localListen(m *market.Market) []string {
	if m.Local {
		return []string{"/ip4/127.0.0.1/tcp/0"}
	}
	return nil
}

// maxModule bounds a module's file, in bytes.
const maxModule = 64 << 20

// newJob puts module and inputs into the store and names them.
func newJob(ctx context.Context, n *node.Node, module string, f runFlags) (*compute.Job, error) {
	b, err := readFile(module, maxModule)
	if err != nil {
		return nil, failure.Newf(failure.NotFound, "see what is there, and who may read it, with: ls -l "+quoted(filepath.Dir(module)), "the module cannot be read: %w", err)
	}
	if f.fuel > 0 && !f.timed {
		f.timeout = min(max(f.timeout, compute.TimeForFuel(f.fuel*1e9)), maxTime)
	}
	limits := compute.Limits{WallMs: f.timeout.Milliseconds(), Memory: f.memory << 20, OutputBytes: f.space << 20, OutputFiles: f.files, Fuel: f.fuel * 1e9}
	if err := n.Engine.Check(executor.Module{Bytes: b}, limits.Executor()); err != nil {
		return nil, err
	}
	root, err := content.AddFile(ctx, n.Store, bytes.NewReader(b), content.Limits{})
	if err != nil {
		return nil, err
	}
	j := &compute.Job{ID: compute.NewID(), Module: root.String(), Tasks: f.tasks, Limits: limits, Live: f.live}
	if err := n.Store.Hold(root, compute.HolderOf(j.ID)); err != nil {
		return nil, err
	}
	if err := addInputs(ctx, n, j, f); err != nil {
		return nil, err
	}
	for _, kv := range f.env {
		name, value, _ := strings.Cut(kv, "=")
		j.Env = append(j.Env, compute.Var{Name: name, Value: value})
	}
	if err := j.Validate(); err != nil {
		return nil, failure.Newf(failure.Usage, "see: parley run --help", "%w", err)
	}
	if _, err := compute.Jobs.Encode(j); err != nil {
		return nil, failure.Newf(failure.Usage, "shorten the arguments, or split the file of --each and run each part", "the job is too large to be asked for: %w", err)
	}
	return j, nil
}

func addInputs(ctx context.Context, n *node.Node, j *compute.Job, f runFlags) (err error) {
	var key cipher.Key
	if f.encrypt {
		if key, err = encrypt(ctx, n, j, f.deliverIn); err != nil {
			return err
		}
	}
	for _, in := range f.inputs {
		name, path, named := strings.Cut(in, "=")
		if !named {
			path = in
		}
		info, err := os.Stat(path)
		if err != nil {
			return failure.Newf(failure.NotFound, "see what is there, and who may read it, with: ls -l "+quoted(filepath.Dir(path)), "the input cannot be read: %w", err)
		}
		if !named {
			if name = "."; !info.IsDir() {
				name = filepath.Base(path)
			}
		}
		if f.encrypt {
			err = compute.AddEncrypted(ctx, n.Store, j, n.Key, key, compute.Input{Name: name}, path)
		} else {
			err = addInput(ctx, n, j, name, path)
		}
		if failure.DiskFull(err) {
			return err
		}
		if err != nil {
			return failure.Newf(failure.General, "check that every file below it can be read; links are not followed", "the input %s cannot be read: %w", path, err)
		}
	}
	return nil
}

func addInput(ctx context.Context, n *node.Node, j *compute.Job, name, path string) error {
	root, err := content.AddPath(ctx, n.Store, path, content.Limits{})
	if err != nil {
		return err
	}
	j.Inputs = append(j.Inputs, compute.Input{Name: name, CID: root.String()})
	return n.Store.Hold(root, compute.HolderOf(j.ID))
}

// tasks are the arguments after --, or a line of --each.
func tasks(f runFlags) ([]compute.Task, error) {
	if f.each == "" {
		return []compute.Task{{Args: slices.Concat([]string{}, f.args)}}, nil
	}
	b, err := readFile(f.each, 1<<20)
	if err != nil {
		return nil, failure.Newf(failure.NotFound, "check its name and that it is at most 1 MiB long; split a longer one with: split -l 1000", "the file of arguments cannot be read: %w", err)
	}
	var all []compute.Task
	for line := range strings.Lines(string(b)) {
		if fields := strings.Fields(line); len(fields) > 0 {
			all = append(all, compute.Task{Args: slices.Concat(f.args, fields)})
		}
	}
	if len(all) == 0 {
		return nil, failure.Newf(failure.Usage, "write the arguments of each task on a line of their own", "--each %s holds no arguments", f.each)
	}
	if len(all) > compute.MaxTasks {
		return nil, failure.Newf(failure.Usage, fmt.Sprintf("split it, and run each part: split -l %d %s part-", compute.MaxTasks, f.each),
			"--each %s has %d lines, want at most %d", f.each, len(all), compute.MaxTasks)
	}
	return all, nil
}

func readFile(path string, limit int64) ([]byte, error) {
	file, err := regular.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(bufio.NewReader(file), limit+1))
	if err == nil && int64(len(b)) > limit {
		err = fmt.Errorf("%s %w %d bytes", path, errLarger, limit)
	}
	return b, err
}

var errLarger = errors.New("is larger than")

// hiring is what the flags say about whom to hire.
func hiring(m *market.Market, f runFlags) (requester.Hiring, error) {
	h := requester.Hiring{N: f.hire, Reserve: f.reserve, Wait: f.wait, Patience: f.patience}
	if f.reserve == 0 {
		h.Reserve = -1
	}
	if f.wait == 0 {
		h.Wait = -1
	}
	var err error
	if h.Matcher, err = matching(f.match); err != nil {
		return h, err
	}
	if f.match == "first" {
		h.Wait = -1
	}
	if f.maxPrice != "" || f.priced {
		most, err := parsePrice(m, "max-price", f.maxPrice)
		if err != nil {
			return h, err
		}
		if most.IsZero() {
			return h, failure.Newf(failure.Usage, "name what it may cost, or use --free", "--max-price %s leaves nothing to pay with", f.maxPrice)
		}
		h.MaxPrice = most
	}
	for _, addr := range f.farmers {
		key, where, err := libp2p.ParseAddr(addr)
		if err != nil {
			return h, failure.Newf(failure.Usage, "copy the line that the farmer prints", "--farmer %q: %w", addr, err)
		}
		h.Farmers = append(h.Farmers, discovery.Candidate{Key: key, Addrs: []string{where}})
	}
	return h, nil
}

// matching is what --match names.
func matching(name string) (matcher.Matcher, error) {
	switch name {
	case "cheapest":
		return matcher.Cheapest(), nil
	case "fastest":
		return matcher.Fastest(), nil
	case "first":
		return matcher.First(), nil
	}
	return nil, failure.Newf(failure.Usage, "use --match cheapest, fastest or first", "--match %q is unknown", name)
}

// export writes a tree into a folder of its own.
func export(ctx context.Context, store *content.Store, root cid.Cid, dir, name string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	into, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer into.Close()
	return content.Export(ctx, store, root, into, name, content.Limits{})
}

// event is a line of -o jsonl.
func (a *app) event(name string, fields map[string]any) {
	if a.output != "jsonl" {
		return
	}
	fields["event"] = name
	fields["time"] = time.Now().UTC().Format(time.RFC3339Nano)
	b, err := json.Marshal(fields)
	if err != nil {
		return
	}
	a.saying.Lock()
	defer a.saying.Unlock()
	_, _ = a.out.Write(append(b, '\n'))
}

// writable makes a folder and sees whether files can be made in it.
func writable(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	probe, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return err
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}
