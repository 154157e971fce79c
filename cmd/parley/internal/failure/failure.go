// Package failure puts what went wrong into words: the cause, and the command that mends it.
package failure

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/deals"
)

// Exit codes of the command.
const (
	Ok          = 0
	General     = 1
	Usage       = 2
	NotFound    = 3
	Refused     = 4
	TimedOut    = 5
	Funds       = 6
	Lost        = 7
	Unavailable = 8
	Interrupted = 130
)

// Failure is what a person is told.
type Failure struct {
	Cause string
	Try   string // what to do about it, as a command where there is one
	Exit  int
	Err   error
	// Told: standard output holds it already, as JSON.
	Told bool
}

func (f *Failure) Error() string { return f.Cause }

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Err }

// Newf makes a Failure.
func Newf(exit int, try, format string, args ...any) *Failure {
	err := fmt.Errorf(format, args...)
	return &Failure{Cause: err.Error(), Try: try, Exit: exit, Err: errors.Unwrap(err)}
}

// Of is err as a Failure, where nothing is known of the market.
func Of(err error) *Failure { return Words{}.Of(err) }

// Words is what makes a Failure of an error. The zero Words knows no market.
type Words struct {
	// Money writes an amount of an asset for people. Nil writes the smallest units.
	Money func(asset, amount string) string
	// Other is the command that does the same as another party of this machine; empty where there is none. Nil: there is none.
	Other func() string
	// Free: the job was to cost nothing.
	Free bool
	// File: the job is that of a file, which says its resources.
	File bool
	// Hired are the farmers that were hired for the job, and what came of it where that is more than they said themselves.
	Hired map[messages.Key]string
	// Again is how somebody else does what they have not done; empty where anybody may.
	Again string
}

// OrNil is err as a Failure, and nil for nil.
func (w Words) OrNil(err error) error {
	if err == nil {
		return nil
	}
	return w.Of(err)
}

// Of is err as a Failure.
func (w Words) Of(err error) *Failure {
	if err == nil {
		return nil
	}
	if f, ok := errors.AsType[*Failure](err); ok {
		return f
	}
	if u, ok := errors.AsType[*requester.Unfilled](err); ok {
		return w.unfilled(err, u)
	}
	if u, ok := errors.AsType[*compute.Undecided](err); ok {
		return &Failure{Cause: err.Error(), Try: fmt.Sprintf("see how each of their deals ends with: parley deal list; then run it again, of %d replicas", u.Replicas+2), Exit: General, Err: err}
	}
	if l, ok := errors.AsType[*compute.Lacking](err); ok {
		return &Failure{Cause: l.Error(), Try: "gather quotes for longer, for example with --wait 30s, or ask for fewer, with --replicas", Exit: Unavailable, Err: err}
	}
	if l, ok := errors.AsType[*journal.LockedError](err); ok {
		f := &Failure{Cause: fmt.Sprintf("a node of this party runs already%s, with the state in %s", Process(l.PID), filepath.Dir(l.Path)),
			Try: Stop(l.PID) + "; what it has under way goes on when a node of this party starts again", Exit: Unavailable, Err: err}
		if w.Other == nil {
			return f
		}
		if other := w.Other(); other != "" {
			f.Try = fmt.Sprintf("be another party beside it, with: %s; or %s", other, f.Try)
		}
		return f
	}
	if errors.Is(err, transactions.ErrStoreInUse) {
		return &Failure{Cause: "another command of this account is sending, and still has not ended", Try: "wait until it has, or end it; then type this again", Exit: Unavailable, Err: err}
	}
	if c, ok := errors.AsType[*journal.CorruptError](err); ok {
		return damaged(err, c.Path, "without the deals that it held")
	}
	if d, ok := errors.AsType[*transactions.DamagedError](err); ok {
		return damaged(err, d.Path, "without what it knew of transactions under way")
	}
	if e, ok := errors.AsType[*executor.Error](err); ok {
		return &Failure{Cause: e.Cause, Try: e.Remedy, Exit: General, Err: err}
	}
	if e, ok := errors.AsType[*transactions.ChainError](err); ok {
		return chain(e, err)
	}
	if DiskFull(err) {
		return diskFull(err)
	}
	if _, ok := errors.AsType[deals.Behind](err); ok {
		return &Failure{Cause: err.Error(), Try: "try again in some seconds, or name another endpoint in the market file", Exit: Unavailable, Err: err}
	}
	for _, known := range table {
		if errors.Is(err, known.err) {
			return &Failure{Cause: err.Error(), Try: known.try, Exit: known.exit, Err: err}
		}
	}
	if e, ok := errors.AsType[*protocol.Error](err); ok {
		return &Failure{Cause: err.Error(), Try: w.remedy(e.Remedy), Exit: exitOf(e.Code), Err: err}
	}
	return &Failure{Cause: err.Error(), Exit: General, Err: err}
}

// Process names who has a party's state, after a comma; 0 is not known.
func Process(pid int) string {
	if pid == 0 {
		return ""
	}
	return fmt.Sprintf(", process %d", pid)
}

// Stop is how to end it.
func Stop(pid int) string {
	if pid == 0 {
		return "stop it, with Ctrl-C in its terminal"
	}
	return fmt.Sprintf("stop it, with Ctrl-C in its terminal or: kill %d", pid)
}

// DiskFull reports whether it is for want of space.
func DiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, journal.ErrFull)
}

// damaged is a database of the state folder that is not what was written, emptied, cut or gone. What belongs to it goes with it.
func damaged(err error, path, anew string) *Failure {
	try := "restore the state folder from a backup"
	if path != "" {
		folder, name := filepath.Dir(path), filepath.Base(path)
		try = fmt.Sprintf("restore %s from a backup; or begin anew, %s: cd %s && mkdir -p damaged && mv %s* damaged", path, anew, folder, name)
	}
	return &Failure{Cause: err.Error(), Try: try, Exit: General, Err: err}
}

// diskFull names the file whose disk has no space left, where that is known.
func diskFull(err error) *Failure {
	f := &Failure{Cause: "the disk is full: " + err.Error(), Try: "free space on that disk, or keep the state elsewhere with --home DIR", Exit: General, Err: err}
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		f.Cause = fmt.Sprintf("the disk is full: no space is left to write %s", p.Path)
	}
	return f
}

// chain is an endpoint that does not serve.
func chain(e *transactions.ChainError, err error) *Failure {
	why := e.Err
	if u, ok := errors.AsType[*url.Error](why); ok { // it names the address again
		why = u.Err
	}
	if timeout, ok := errors.AsType[net.Error](why); ok && timeout.Timeout() && e.Kind == transactions.ErrUnreachable {
		return &Failure{Cause: fmt.Sprintf("the chain at %s does not answer in time", e.URL), Try: "try again in a minute, or name another endpoint with --rpc, or in the market file", Exit: Unavailable, Err: err}
	}
	try := map[error]string{
		transactions.ErrUnreachable: "start the chain with: parley dev, or correct the market file's rpc",
		transactions.ErrBusy:        "try again in a minute, or name another endpoint in the market file",
		transactions.ErrMalformed:   "correct the market file's rpc: it must be the JSON-RPC endpoint of a node",
		transactions.ErrDisagree:    "see which is wrong with: parley doctor; and name others with --rpc, or in the market file",
		transactions.ErrWrongChain:  "correct rpc or id in the market file, or start over with: parley dev",
	}[e.Kind]
	return &Failure{Cause: fmt.Sprintf("the chain at %s: %v: %v", e.URL, e.Kind, why), Try: try, Exit: Unavailable, Err: err}
}

// table is what is known by its kind alone, the most particular first.
var table = []struct {
	err  error
	try  string
	exit int
}{
	{transactions.ErrOtherHistory, "the chain was started anew: remove this party's transactions.db and what is beside it, or use another --name", Unavailable},
	{transactions.ErrFunds, "see what the account has with: parley balance", Funds},
	{deals.ErrFunds, "see what the account has with: parley balance", Funds},
	{deals.ErrUnreachable, "start the chain with: parley dev, or correct the market file's rpc", Unavailable},
	{escrow.ErrNotParley, "correct the market file's contract, or have a new file written by a market on this machine: parley dev", Unavailable},
	{panel.ErrNotPanel, "correct the market file's panel, or leave it out: then nobody judges what is disputed", Unavailable},
	{party.ErrPanel, "correct the market file's panel, or leave it out: then nobody judges what is disputed", Unavailable},
	{syscall.EADDRINUSE, "choose another port, or 0 for a free one", Unavailable},
	{party.ErrSecret, "restore the party's account.hex from a backup, or move it away to begin with a new account", General},
	{fs.ErrPermission, "see who may with: ls -ld of that path; or keep the state elsewhere with --home DIR", General},
	{syscall.EROFS, "keep the state where it can be written, with --home DIR", General},
	{fs.ErrNotExist, "check the name", NotFound},
	{context.DeadlineExceeded, "try again, or give more time", TimedOut},
	{context.Canceled, "", Interrupted},
}

func exitOf(c protocol.Code) int {
	switch c {
	case protocol.NotFound, protocol.UnknownService:
		return NotFound
	case protocol.Late:
		return TimedOut
	case protocol.Unfunded:
		return Funds
	case protocol.Unavailable, protocol.Busy:
		return Unavailable
	case protocol.Internal:
		return General
	}
	return Refused
}

// unfilled says why nobody, or not everybody, was hired, farmer by farmer.
func (w Words) unfilled(err error, u *requester.Unfilled) *Failure {
	if len(u.Refused) == 0 {
		return &Failure{Cause: "no farmer found for " + u.Service,
			Try: "start one in another terminal with: parley farm, or name one with --farmer ADDR", Exit: Unavailable, Err: err}
	}
	f := &Failure{Exit: Refused, Err: err}
	var b strings.Builder
	b.WriteString(w.shortOf(u))
	var changes []string
	refused := slices.Clone(u.Refused) // alike are told together
	slices.SortStableFunc(refused, func(a, b requester.Refused) int { return strings.Compare(w.Refusal(a.Err), w.Refusal(b.Err)) })
	unreached, unavailable := 0, 0
	for _, r := range refused {
		e, ok := errors.AsType[*protocol.Error](r.Err)
		if ok && e.Code == protocol.Unfunded && !e.Remote {
			return w.unfunded(e, err)
		}
		if ok && e.Code == protocol.Unavailable && !e.Remote {
			unreached++
		}
		if ok && e.Code == protocol.Unavailable {
			unavailable++
		}
		if ok {
			changes = append(changes, w.remedy(e.Remedy))
		}
		fmt.Fprintf(&b, "\n  farmer %s: %s", r.Farmer.Short(), cmp.Or(w.Hired[r.Farmer], w.Refusal(r.Err)))
	}
	f.Cause = b.String()
	slices.Sort(changes) // each of them is enough
	f.Try = strings.TrimPrefix(strings.Join(slices.Compact(changes), "; or "), "; or ")
	switch len(u.Refused) {
	case unreached:
		f.Exit, f.Try = Unavailable, "see that they run: parley farm; without --farmer whoever is there is found"
	case unavailable:
		f.Exit, f.Try = Unavailable, "ask again in a minute; in a market of this machine, see that it runs: parley dev"
	}
	if f.Try == "" {
		f.Try = cmp.Or(w.Again, "ask for what they offer, or start another farmer with: parley farm")
	}
	return f
}

// shortOf says how many farmers too few there were. Who was hired may have done less than that was for.
func (w Words) shortOf(u *requester.Unfilled) string {
	hired := slices.ContainsFunc(u.Refused, func(r requester.Refused) bool { _, is := w.Hired[r.Farmer]; return is })
	switch {
	case hired && u.Filled == 0:
		return "no farmer did all that it was hired for:"
	case hired:
		return fmt.Sprintf("%d of %d farmers did all that they were hired for:", u.Filled, u.Want)
	case u.Filled == 0:
		return "no farmer was hired:"
	}
	return fmt.Sprintf("%d of %d farmers were hired:", u.Filled, u.Want)
}

// Refusal is what one farmer said, in a line.
func (w Words) Refusal(err error) string {
	e, ok := errors.AsType[*protocol.Error](err)
	if !ok {
		return err.Error()
	}
	switch r := e.Remedy; {
	case e.Code == protocol.Price && r.GetPrice() != nil:
		return fmt.Sprintf("wants %s for the job", w.money(r.Price.Asset, r.Price.Ceiling))
	case e.Code == protocol.Resources && r.GetMinimum().GetMemoryBytes() > 0 && strings.Contains(e.Reason, "memory"):
		return fmt.Sprintf("gives a task at most %d MiB of memory", r.Minimum.MemoryBytes>>20)
	case e.Code == protocol.Resources && r.GetMinimum().GetDiskBytes() > 0:
		return fmt.Sprintf("gives a task at most %d MiB for its outputs", r.Minimum.DiskBytes>>20)
	case e.Code == protocol.Unavailable && !e.Remote:
		return "cannot be reached"
	}
	said, _, _ := strings.Cut(e.Error(), "\n")
	return strings.TrimPrefix(said, "peer: ")
}

// unfunded: it is this side that cannot pay, whomever it hires.
func (w Words) unfunded(e *protocol.Error, err error) *Failure {
	f := &Failure{Cause: e.Error(), Try: "fund the account; see what it has with: parley balance", Exit: Funds, Err: err}
	if poor, ok := errors.AsType[*transactions.FundsError](e); ok {
		has := "has none of the chain's coin, which pays for gas"
		if poor.Have.Sign() > 0 {
			has = fmt.Sprintf("has %s of the chain's coin and may need %s for gas", transactions.Ether(poor.Have), transactions.Ether(poor.Need))
		}
		f.Cause = fmt.Sprintf("this account cannot pay for its transactions: %s %s", poor.Account, has)
	}
	return f
}

func (w Words) money(asset, amount string) string {
	if w.Money == nil {
		return amount + " of " + asset
	}
	return w.Money(asset, amount)
}

// said is where so many bytes are to be said: in the job's file if it has one, or else as a flag.
func (w Words) said(flag, field string, bytes uint64) string {
	if w.File {
		return fmt.Sprintf(field+" in the Resources of the file", bytes>>20)
	}
	return fmt.Sprintf(flag, bytes>>20)
}

// remedy is the smallest change that would have been accepted, as flags.
func (w Words) remedy(r *messages.Remedy) string {
	var changes []string
	if p := r.GetPrice(); p != nil {
		number, _, _ := strings.Cut(w.money(p.Asset, p.Ceiling), " ")
		changes = append(changes, "offer as much, with --max-price "+number)
	}
	if m := r.GetMinimum(); m.GetMemoryBytes() > 0 {
		changes = append(changes, "ask for less memory, with "+w.said("--memory %d", "Memory: %dMiB", m.MemoryBytes))
	}
	if m := r.GetMinimum(); m.GetDiskBytes() > 0 {
		changes = append(changes, "ask for less space, with "+w.said("--output-space %d", "Disk: %dMiB", m.DiskBytes))
	}
	if r.GetDeliverByMs() > 0 {
		changes = append(changes, "give more time, with --deliver-in")
	}
	if len(r.GetSettlements()) > 0 {
		if w.Free {
			changes = append(changes, "leave out --free, or find who works for nothing")
		} else {
			changes = append(changes, "take the market file of the farmers: they are paid through "+r.Settlements[0].Contract)
		}
	}
	if len(r.GetServices()) > 0 {
		changes = append(changes, "ask for "+strings.Join(r.Services, " or "))
	}
	if r.GetRetryAtMs() > 0 {
		changes = append(changes, "try again in a minute")
	}
	return strings.Join(changes, "; ")
}

// JSON tells a program.
func (f *Failure) JSON() map[string]any {
	return map[string]any{"error": f.Cause, "try": f.Try, "exit": f.Exit}
}

// Write tells a person. Parts of it may come from strangers: a terminal must not obey them.
func (f *Failure) Write(w io.Writer) {
	var lines []string
	for line := range strings.SplitSeq(f.Cause, "\n") {
		lines = append(lines, messages.Printable(line))
	}
	fmt.Fprintf(w, "parley: %s\n", strings.Join(lines, "\n"))
	if f.Try != "" {
		fmt.Fprintf(w, "  try: %s\n", messages.Printable(f.Try))
	}
}
