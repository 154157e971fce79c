// Package failure puts what went wrong into words: the cause, and the command that mends it.
package failure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"

	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
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
}

func (f *Failure) Error() string { return f.Cause }

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Err }

// Newf makes a Failure.
func Newf(exit int, try, format string, args ...any) *Failure {
	err := fmt.Errorf(format, args...)
	return &Failure{Cause: err.Error(), Try: try, Exit: exit, Err: errors.Unwrap(err)}
}

// Of is err as a Failure.
func Of(err error) *Failure {
	if err == nil {
		return nil
	}
	if f, ok := errors.AsType[*Failure](err); ok {
		return f
	}
	if u, ok := errors.AsType[*requester.Unfilled](err); ok {
		return unfilled(err, u)
	}
	if l, ok := errors.AsType[*journal.LockedError](err); ok {
		return &Failure{Cause: fmt.Sprintf("the state in %s is locked by process %d", l.Path, l.PID),
			Try: "stop that process, or work as somebody else with --name NAME", Exit: Unavailable, Err: err}
	}
	if e, ok := errors.AsType[*executor.Error](err); ok {
		return &Failure{Cause: e.Cause, Try: e.Remedy, Exit: General, Err: err}
	}
	for _, known := range table {
		if errors.Is(err, known.err) {
			return &Failure{Cause: err.Error(), Try: known.try, Exit: known.exit, Err: err}
		}
	}
	if e, ok := errors.AsType[*protocol.Error](err); ok {
		return &Failure{Cause: err.Error(), Try: remedy(e.Remedy), Exit: exitOf(e.Code), Err: err}
	}
	return &Failure{Cause: err.Error(), Exit: General, Err: err}
}

// table is what is known by its kind alone, the most particular first.
var table = []struct {
	err  error
	try  string
	exit int
}{
	{transactions.ErrWrongChain, "point the market file's chain at the right endpoint, or start over with: parley dev", Unavailable},
	{transactions.ErrOtherHistory, "the chain was started anew: remove this party's transactions.db, or use another --name", Unavailable},
	{transactions.ErrFunds, "see what the account has with: parley balance", Funds},
	{deals.ErrFunds, "see what the account has with: parley balance", Funds},
	{transactions.ErrUnreachable, "start the chain with: parley dev, or correct the market file's rpc", Unavailable},
	{deals.ErrUnreachable, "start the chain with: parley dev, or correct the market file's rpc", Unavailable},
	{syscall.ENOSPC, "free space on that disk, or keep the state elsewhere with --home DIR", General},
	{journal.ErrFull, "free space on that disk, or keep the state elsewhere with --home DIR", General},
	{syscall.EADDRINUSE, "choose another port, or 0 for a free one", Unavailable},
	{fs.ErrPermission, "check who owns it, or choose another", General},
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

func unfilled(err error, u *requester.Unfilled) *Failure {
	if len(u.Refused) == 0 {
		return &Failure{Cause: "no farmer found for " + u.Service,
			Try: "start one in another terminal with: parley farm, or name one with --farmer ADDR", Exit: Unavailable, Err: err}
	}
	f := &Failure{Cause: err.Error(), Exit: Refused, Err: err}
	for _, r := range u.Refused {
		if e, ok := errors.AsType[*protocol.Error](r.Err); ok && f.Try == "" {
			f.Try = remedy(e.Remedy)
		}
	}
	if f.Try == "" {
		f.Try = "see why above; more farmers may help"
	}
	return f
}

// remedy is the smallest change that would have been accepted, as flags.
func remedy(r *messages.Remedy) string {
	var changes []string
	if p := r.GetPrice(); p != nil {
		changes = append(changes, fmt.Sprintf("offer %s of %s, with --max-price", p.Ceiling, p.Asset))
	}
	if m := r.GetMinimum(); m.GetMemoryBytes() > 0 {
		changes = append(changes, fmt.Sprintf("ask for at most %d MiB, with --memory", m.MemoryBytes>>20))
	}
	if r.GetDeliverByMs() > 0 {
		changes = append(changes, "give more time, with --deliver-in")
	}
	if len(r.GetSettlements()) > 0 {
		changes = append(changes, "pay through "+r.Settlements[0].Contract)
	}
	if len(r.GetServices()) > 0 {
		changes = append(changes, "ask for "+strings.Join(r.Services, " or "))
	}
	if r.GetRetryAtMs() > 0 {
		changes = append(changes, "try again in a minute")
	}
	return strings.Join(changes, "; ")
}

// Write tells a person.
func (f *Failure) Write(w io.Writer) {
	fmt.Fprintf(w, "parley: %s\n", f.Cause)
	if f.Try != "" {
		fmt.Fprintf(w, "  try: %s\n", f.Try)
	}
}
