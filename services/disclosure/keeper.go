package disclosure

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
)

// Panel is who judges a party's deals.
type Panel interface {
	// Arbiter is the panel's address, as deals name it.
	Arbiter() deals.Address
	// Drawn returns nil if the signature is that of the petition's member, and it was drawn for the round of the case that is to
	// commit now, or has committed in it and is still to reveal. An error that is a *protocol.Error says what is wrong with who asks; any other, why that cannot be known now.
	Drawn(ctx context.Context, p Petition, signature []byte) error
}

// Chain says how deals stand, as a [deals.Contract] does.
type Chain interface {
	// Status reads a deal with so many blocks standing on what is read; 1 is the newest.
	Status(ctx context.Context, deal deals.Hash, depth uint64) (deals.Status, error)
}

// Keeper answers those who ask a party for the keys of what it has hired for or works on. Set its fields before first use; it may be
// used concurrently.
type Keeper struct {
	Ring *Ring
	// Journal has the transcripts of the party's sessions.
	Journal journal.Journal
	Self    messages.Key
	// Ledger has the party's deals. Nil: it works, or hires, for nothing alone.
	Ledger *deals.Ledger
	// Chain has the deals. Nil: none is known to be open.
	Chain Chain
	// Depth is how many blocks must stand on the opening of a deal before its farmer has the key, so that no reorganization takes the money back
	// and leaves the key: as many as the party's [deals.Funded] waits for. Default 1.
	Depth uint64
	// Panel is who judges. Nil: nobody does.
	Panel  Panel
	Logger *slog.Logger // nil is silent
}

// Answer answers a request of the peer whose key was proved. It always has an answer, which may be that there is none.
func (k *Keeper) Answer(ctx context.Context, from messages.Key, request []byte) []byte {
	answer := new(Answer)
	session, err := k.allowed(ctx, from, request)
	if err == nil {
		answer, err = k.key(ctx, session)
	}
	if err != nil {
		k.logger().Info("a key is not given", "to", from.Short(), "why", err)
		answer = &Answer{Refused: told(err)}
	} else {
		k.logger().Info("a key is given", "to", from.Short(), "session", session.Session.Short())
	}
	b, err := answer.Encode()
	if err != nil {
		k.logger().Error("answer", "err", err)
	}
	return b
}

func (k *Keeper) logger() *slog.Logger {
	if k.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return k.Logger
}

// told is what a stranger hears of an error: nothing about this host.
func told(err error) string {
	if e, ok := errors.AsType[*protocol.Error](err); ok {
		return e.Reason
	}
	return "it cannot be told now; ask again"
}

// errNone is told to who has no part in a session, whether there is one or not.
var errNone = protocol.Errorf(protocol.NotFound, "there is no such work of yours here")

// allowed is the session whose key who asks may have.
func (k *Keeper) allowed(ctx context.Context, from messages.Key, request []byte) (*protocol.View, error) {
	r, err := DecodeRequest(request)
	if err != nil {
		return nil, &protocol.Error{Code: protocol.Invalid, Reason: err.Error(), Err: err}
	}
	if r.Session.IsZero() {
		return k.judging(ctx, from, r)
	}
	return k.hired(ctx, from, r.Session)
}

// hired: the farmer of a session may have the key once both have signed, and the money is locked.
func (k *Keeper) hired(ctx context.Context, from messages.Key, session messages.ID) (*protocol.View, error) {
	v, err := requester.Replay(ctx, k.Journal, session)
	switch {
	case protocol.CodeOf(err) == protocol.NotFound:
		return nil, errNone
	case err != nil:
		return nil, err
	case v.Requester != k.Self || v.Farmer != from:
		return nil, errNone
	case !v.Bound():
		return nil, protocol.Errorf(protocol.Unfunded, "nothing is agreed yet")
	case v.Final():
		return nil, protocol.Errorf(protocol.Late, "the work is over")
	case v.Settles():
		return v, k.funded(ctx, session)
	}
	return v, nil
}

var errUnopened = protocol.Errorf(protocol.Unfunded, "the deal is not open yet, or closed")

// funded reports whether the money for a session is locked, as a farmer sees it that begins to work (deals.Guarded). What the record says is of
// the newest block, and of some time ago.
func (k *Keeper) funded(ctx context.Context, session messages.ID) error {
	if k.Ledger == nil || k.Chain == nil {
		return protocol.Errorf(protocol.Unfunded, "the deal is not known here")
	}
	for r, err := range k.Ledger.Live(ctx) {
		if err != nil {
			return err
		}
		if r.Session == session && r.Role == protocol.Requester {
			return k.open(ctx, r.Papers.ID)
		}
	}
	return errUnopened
}

func (k *Keeper) open(ctx context.Context, deal deals.Hash) error {
	at := func(depth uint64) (bool, error) {
		s, err := k.Chain.Status(ctx, deal, depth)
		return s.State != deals.Unopened && s.State != deals.Closed, err
	}
	newest, err := at(1)
	switch {
	case err != nil:
		return fmt.Errorf("deal %s: %w", deal, err)
	case !newest:
		return errUnopened
	case k.Depth <= 1:
		return nil
	}
	deep, err := at(k.Depth)
	switch {
	case err != nil:
		return fmt.Errorf("deal %s: %w", deal, err)
	case !deep:
		return protocol.Errorf(protocol.Unfunded, "the deal is open, and not %d blocks deep yet: the key is given then", k.Depth)
	}
	return nil
}

// judging: a member of the deal's panel may have the key while it is to judge.
func (k *Keeper) judging(ctx context.Context, from messages.Key, r *Request) (*protocol.View, error) {
	if k.Ledger == nil || k.Panel == nil {
		return nil, errNone
	}
	record, err := k.Ledger.Get(ctx, r.Deal)
	switch {
	case protocol.CodeOf(err) == protocol.NotFound:
		return nil, errNone
	case err != nil:
		return nil, err
	case record.Closed || record.Papers.Terms.Arbiter != k.Panel.Arbiter():
		return nil, errNone
	}
	if err := k.Panel.Drawn(ctx, Petition{Deal: r.Deal, Member: r.Member, Asker: from, Holder: k.Self}, r.Signature); protocol.CodeOf(err) == protocol.BadSignature { // who has no part in it does not learn that there is such a deal
		k.logger().Info("a petition is refused", "from", from.Short(), "deal", r.Deal, "why", err)
		return nil, errNone
	} else if err != nil {
		return nil, err
	}
	v, err := requester.Replay(ctx, k.Journal, record.Session)
	if err != nil {
		return nil, fmt.Errorf("the session of deal %s: %w", r.Deal, err)
	}
	return v, nil
}

// key is that of what a session is about.
func (k *Keeper) key(ctx context.Context, v *protocol.View) (*Answer, error) {
	if v.SOW.GetService() != compute.Service {
		return nil, errNone
	}
	j, err := compute.JobOf(v)
	if err != nil {
		return nil, err
	}
	if !j.Encrypted() {
		return nil, errNone
	}
	key, err := k.Ring.Key(ctx, v, j.Commitment())
	if err != nil {
		return nil, err
	}
	return &Answer{Key: key}, nil
}
