package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/picture"
	"github.com/parley-p2p/parley/cmd/parley/internal/settings"
	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
)

// app is one invocation: where it reads and writes, and what every command shares.
type app struct {
	args     []string
	named    string   // --name, where it is not the default of most commands
	priced   bool     // --max-price was typed, in no settings
	flags    []string // all that were typed
	given    string   // --home and --market, as they were given, there or in the environment: what is typed next needs them again
	in       io.Reader
	out, err io.Writer
	asks     string // --rpc, likewise
	environ  []string
	self     string // what to type for this program

	homeDir, marketFile, output string
	rpc                         []string // endpoints of the chain, instead of the market's
	verbose, quiet              bool
	maxFee                      uint64 // gwei

	saying, mirroring sync.Mutex
}

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer, environ []string) int {
	a := &app{args: args, in: in, out: out, err: errs, environ: environ, self: callable(os.Args[0])}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return failure.Ok
	}
	f := failure.Words{Other: a.asOther}.Of(err)
	f.Try = a.typed(f.Try)
	if ctx.Err() != nil && f.Exit != failure.Interrupted && errors.Is(err, context.Canceled) {
		f.Exit = failure.Interrupted
		if !strings.Contains(f.Try, "--resume") {
			f.Cause, f.Try = "interrupted", "" // who was asked is not to blame
		}
	}
	if a.output == "json" || a.output == "jsonl" {
		a.fail(f)
	}
	f.Write(errs)
	return f.Exit
}

// fail tells a program: what reads standard output as JSON can, whatever happens.
func (a *app) fail(f *failure.Failure) {
	if f.Told {
		return
	}
	if a.output == "jsonl" {
		a.event("failed", f.JSON())
		return
	}
	enc := json.NewEncoder(a.out)
	enc.SetIndent("", "  ")
	_ = enc.Encode(f.JSON())
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "parley",
		Short:         "programs hire each other",
		Long:          "Parley lets programs hire each other: state the work, compare quotes, sign, get it done, pay, hold the receipt.\n\nStart with: parley demo",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.homeDir, "home", "", "folder that holds all state (default ~/.parley)")
	flags.StringVar(&a.marketFile, "market", "", "file that describes the market (default market.json in the state folder)")
	flags.StringSliceVar(&a.rpc, "rpc", nil, "endpoint of the chain to ask, instead of the market's; of several, with commas between or by repeating it, a majority must agree")
	flags.Uint64Var(&a.maxFee, "max-fee-gwei", 500, "most that a transaction of this party's may pay a gas, in gwei, base fee and tip")
	flags.StringVarP(&a.output, "output-format", "o", "table", "what goes to standard output: table, json or jsonl")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "say more on standard error")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "say nothing on standard error but what fails")
	root.AddCommand(a.demo(), a.dev(), a.farm(), a.run(), a.deal(), a.mediator(), a.stake(), a.token(), a.balance(), a.key(), a.verify(), a.spec(), a.doctor(), a.version())
	known := knownFlags(root)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return a.prepare(cmd, known) }
	root.SetFlagErrorFunc(wrongFlag)
	wrapUsage(root)
	return root
}

// oneArg wants the one argument that the command's line of use names.
func oneArg(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	_, name, _ := strings.Cut(cmd.Use, " ")
	return fmt.Errorf("%s takes one argument, %s, not %d", cmd.CommandPath(), name, len(args))
}

// wrapUsage makes a wrong number of arguments a usage error, and a command that is not known one that names those like it.
func wrapUsage(cmd *cobra.Command) {
	cmd.SuggestionsMinimumDistance = 2 // letters
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				if near := cmd.SuggestionsFor(slices.Concat(args, []string{""})[0]); cmd.HasSubCommands() && len(near) > 0 {
					return failure.Newf(failure.Usage, cmd.CommandPath()+" "+strings.Join(near, ", or "+cmd.CommandPath()+" "), "%w", err)
				}
				return failure.Newf(failure.Usage, "see how with: "+cmd.CommandPath()+" --help", "%w", err)
			}
			return nil
		}
	}
	for _, c := range cmd.Commands() {
		wrapUsage(c)
	}
}

// knownFlags are the names of every flag of every command: what the settings file and the environment may hold.
func knownFlags(root *cobra.Command) []string {
	var names []string
	note := func(f *pflag.Flag) { names = append(names, f.Name) }
	root.PersistentFlags().VisitAll(note)
	var visit func(*cobra.Command)
	visit = func(cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(note)
		for _, c := range cmd.Commands() {
			visit(c)
		}
	}
	visit(root)
	slices.Sort(names)
	return slices.Compact(names)
}

// prepare gives the flags their values and checks those that every command shares.
func (a *app) prepare(cmd *cobra.Command, known []string) error {
	if err := emptied(cmd); err != nil {
		return err
	}
	for _, name := range []string{"home", "market"} {
		value := a.env(settings.EnvName(name)) // another terminal has none
		if f := cmd.Flags().Lookup(name); f != nil && f.Changed {
			value = f.Value.String()
		}
		if value != "" {
			a.given += " --" + name + " " + quoted(value)
		}
	}
	if a.asks = a.env(settings.EnvName("rpc")); len(a.rpc) > 0 {
		a.asks = strings.Join(a.rpc, ",")
	}
	if a.asks != "" {
		a.asks = " --rpc " + quoted(keyless(a.asks))
	}
	cmd.Flags().Visit(func(f *pflag.Flag) { a.flags = append(a.flags, f.Name) })
	a.priced = slices.Contains(a.flags, "max-price")
	if a.homeDir == "" {
		a.homeDir = a.env("PARLEY_HOME")
	}
	if a.homeDir == "" && cmd.Name() != "demo" {
		var err error
		if a.homeDir, err = home.Default(); err != nil {
			return err
		}
	}
	file := ""
	if a.homeDir != "" {
		file = filepath.Join(a.homeDir, settings.File)
	}
	if err := settings.Apply(cmd, a.environ, file, known); err != nil {
		return err
	}
	if a.maxFee == 0 {
		return failure.Newf(failure.Usage, "name what a transaction may pay a gas, as --max-fee-gwei 500", "--max-fee-gwei: nothing is sent for 0")
	}
	if f := cmd.Flags().Lookup("name"); f != nil && (f.Changed || f.Value.String() != "run") {
		a.named = " --name " + quoted(f.Value.String())
	}
	if a.homeDir == "" && cmd.Name() != "demo" { // PARLEY_HOME is set, and empty
		var err error
		if a.homeDir, err = home.Default(); err != nil {
			return err
		}
	}
	if a.marketFile == "" {
		a.marketFile = filepath.Join(a.homeDir, market.File)
	}
	if !slices.Contains([]string{"table", "json", "jsonl"}, a.output) {
		return failure.Newf(failure.Usage, "use -o table, -o json or -o jsonl", "unknown output format %q", a.output)
	}
	return nil
}

func (a *app) env(name string) string {
	for _, kv := range a.environ {
		if n, value, _ := strings.Cut(kv, "="); n == name {
			return value
		}
	}
	return ""
}

// maxName bounds the name of a party of this machine, in bytes.
const maxName = 64

// party opens the folder of one party of this machine.
func (a *app) party(name string) (*home.Home, error) {
	if err := nameable(name); err != nil {
		return nil, err
	}
	return home.Open(filepath.Join(a.homeDir, name))
}

// nameable: a name of a party can be that of a folder.
func nameable(name string) error {
	if len(name) > maxName {
		return failure.Newf(failure.Usage, fmt.Sprintf("choose one of at most %d characters", maxName), "--name %.20q... is too long for a folder: %d characters", name, len(name))
	}
	if name == "" || strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, ".") {
		return failure.Newf(failure.Usage, "use letters, digits and dashes", "--name %q cannot be a folder", name)
	}
	return nil
}

// known opens the folder of a party that is there: only a name nobody gave may stand for one that is yet to come.
func (a *app) known(name string) (*home.Home, error) {
	h := home.Home{Dir: filepath.Join(a.homeDir, name)}
	if a.named == "" || filepath.Base(name) != name || begun(&h) {
		return a.party(name)
	}
	return nil, a.unknown(name)
}

// begun: a party keeps something there.
func begun(h *home.Home) bool {
	return isFile(h.Path(home.AccountFile)) || isFile(h.Path(home.JournalFile))
}

// unknown says which parties there are, but not that one.
func (a *app) unknown(name string) error {
	accounts, _ := filepath.Glob(filepath.Join(a.homeDir, "*", home.AccountFile))
	there := "there is none yet"
	if len(accounts) > 0 {
		names := make([]string, len(accounts))
		for i, path := range accounts {
			names[i] = filepath.Base(filepath.Dir(path))
		}
		there = "there are: " + strings.Join(names, ", ")
	}
	return failure.Newf(failure.NotFound, "name one of them with --name, or another state folder with --home DIR", "no party %s in %s; %s", name, a.homeDir, there)
}

// keyless are endpoints of a command that is told. What may be a key is left out, and has to be put in again.
func keyless(endpoints string) string {
	all := quorum.Split(endpoints)
	for i, address := range all {
		if name := transactions.Redact(address); name != strings.TrimSuffix(address, "/") {
			all[i] = name + "/KEY"
		}
	}
	return strings.Join(all, ",")
}

func (a *app) cache() string { return filepath.Join(a.homeDir, home.CacheDir) }

func (a *app) market() (*market.Market, error) {
	m, err := market.Read(a.marketFile)
	if errors.Is(err, market.ErrNone) {
		return nil, failure.Newf(failure.Unavailable, "start a market on this machine, in another terminal: parley dev; or name one with --market FILE", "%w", err)
	}
	if err != nil {
		return nil, failure.Newf(failure.Usage, "correct it, or have a new one written by a market on this machine: parley dev; or name another with --market FILE", "%w", err)
	}
	if m.Chain != nil {
		m.Chain.MaxFee = a.feeLimit()
	}
	if m.Chain != nil && len(a.rpc) > 0 {
		m.Chain.RPC = strings.Join(a.rpc, ",")
		if err := m.Check(); err != nil {
			return nil, failure.Newf(failure.Usage, "write it as --rpc http://127.0.0.1:8545", "--rpc: %w", err)
		}
	}
	return m, nil
}

// feeLimit is --max-fee-gwei in wei.
func (a *app) feeLimit() *big.Int {
	const gwei = 1_000_000_000
	return new(big.Int).Mul(new(big.Int).SetUint64(a.maxFee), big.NewInt(gwei))
}

// say tells a person something, on standard error, one line at a time.
func (a *app) say(format string, args ...any) {
	if a.quiet {
		return
	}
	a.saying.Lock()
	defer a.saying.Unlock()
	// Parts of it come from strangers: a terminal must not obey them.
	for line := range strings.SplitSeq(fmt.Sprintf(a.typedFormat(format), args...), "\n") {
		fmt.Fprintln(a.err, picture.Clean(line, maxLine))
	}
}

// print writes lines to standard output. As with say, a terminal obeys nothing in them.
func (a *app) print(format string, args ...any) {
	for line := range strings.Lines(fmt.Sprintf(format, args...)) {
		fmt.Fprintln(a.out, messages.Printable(strings.TrimSuffix(line, "\n")))
	}
}

// maxLine is how long a line may be that a person is told, in columns.
const maxLine = 2000

func (a *app) logger() *slog.Logger {
	level := drive.LevelPanic // of which nobody would hear who does not ask for more
	if a.verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(&locked{a: a}, &slog.HandlerOptions{Level: level}))
}

// locked writes to standard error between lines of say.
type locked struct{ a *app }

func (l *locked) Write(b []byte) (int, error) {
	l.a.saying.Lock()
	defer l.a.saying.Unlock()
	return l.a.err.Write(b)
}

// together runs functions until the first ends or ctx does, then ends the others and waits for them.
func together(ctx context.Context, functions ...func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make(chan error, len(functions))
	for _, f := range functions {
		go func() { errs <- f(ctx) }()
	}
	first := <-errs
	cancel()
	for range len(functions) - 1 {
		<-errs
	}
	return first
}
