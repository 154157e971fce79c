package disclosure

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/internal/pause"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/cipher"
	"github.com/parley-p2p/parley/services/deals"
)

// Protocol is the name under which requests are made of peers.
const Protocol = "/parley/key/1"

// Asker puts a request to a peer and returns what it answers, at most MaxBytes. It may be used concurrently.
type Asker interface {
	Ask(ctx context.Context, peer messages.Key, request []byte) ([]byte, error)
}

// askTime is how long one question may take: a peer that says nothing is not waited for until there is no time for another.
const askTime = 15 * time.Second

// ask asks one peer once.
func ask(ctx context.Context, a Asker, peer messages.Key, r *Request, commitment [32]byte) (key cipher.Key, err error) {
	b, err := r.Encode()
	if err != nil {
		return key, err
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	raw, err := a.Ask(ctx, peer, b)
	if err != nil {
		return key, err
	}
	answer, err := DecodeAnswer(raw)
	switch {
	case err != nil:
		return key, err
	case answer.Refused != "":
		return key, fmt.Errorf("peer %s refuses: %s", peer.Short(), answer.Refused)
	case !answer.Key.Fits(commitment):
		return key, fmt.Errorf("peer %s gives another key than the job commits to", peer.Short())
	}
	return answer.Key, nil
}

// Hired asks whoever has hired a farmer, and keeps the key, so that a restart does not have to ask again. It is a [compute.Keys]; set
// its fields before first use.
type Hired struct {
	Ring  *Ring
	Asker Asker
	Pause time.Duration // after the first question; twice as long after each, up to 2 s. Default 250 ms
	// Waits hears once of a key that was not given at the first question, and why: the requester's words, or what is wrong with the way to it. It
	// is called concurrently. Nil: nobody does.
	Waits func(v *protocol.View, why error)
}

// longestPause is how long it takes at most until a key is asked for again, which may be there then.
const longestPause = 2 * time.Second

// kept is how long after all that terms allow a key is kept.
const kept = 24 * time.Hour

func until(v *protocol.View) time.Time {
	t := v.Terms
	over := t.GetDeliverByMs() + int64(t.GetReviewMs()+t.GetJudgeMs()+t.GetRetainMs())
	return time.UnixMilli(max(over, time.Now().UnixMilli())).Add(kept)
}

// Key asks until ctx ends, and then says why it was not given.
func (h *Hired) Key(ctx context.Context, v *protocol.View, commitment [32]byte) (cipher.Key, error) {
	key, err := h.Ring.Key(ctx, v, commitment)
	if err == nil || protocol.CodeOf(err) != protocol.Content {
		return key, err
	}
	var last error
	for rest := cmp.Or(h.Pause, 250*time.Millisecond); ; rest = max(h.Pause, min(2*rest, longestPause)) {
		key, err := ask(ctx, h.Asker, v.Requester, &Request{Session: v.Session}, commitment)
		if err == nil {
			return key, h.Ring.Add(ctx, v.Requester, key, until(v))
		}
		if ctx.Err() == nil {
			if last == nil && h.Waits != nil {
				h.Waits(v, err)
			}
			last = err
		}
		if pause.For(ctx, rest) != nil {
			return cipher.Key{}, without(ctx, cmp.Or(last, err))
		}
	}
}

// without says why there is no key: what the context was ended for, if that is a reason, and what was answered last.
func without(ctx context.Context, last error) error {
	err, ok := errors.AsType[*protocol.Error](context.Cause(ctx))
	if !ok {
		return context.Cause(ctx)
	}
	return &protocol.Error{Code: err.Code, Reason: err.Reason, Err: last}
}

// Juror asks both parties of a case for the key, in the name of a member of the panel. Set its fields before first use; it may be used
// concurrently.
type Juror struct {
	Asker Asker
	// Ring keeps what was given, so that no party that leaves in the middle of a case, or of a share, ends it. Nil: every run asks.
	Ring   *Ring
	Self   messages.Key
	Member deals.Address
	// Sign signs a petition with the member's account.
	Sign func(Petition) ([]byte, error)
	// Time is how long each party is left to answer. Default 10 s.
	Time time.Duration
}

// In asks in one case.
func (j *Juror) In(deal deals.Hash) compute.Keys { return &juror{j, deal} }

type juror struct {
	*Juror
	deal deals.Hash
}

// Key asks each party once, unless the key is here: whoever of the two has an interest in the truth will answer.
func (j *juror) Key(ctx context.Context, v *protocol.View, commitment [32]byte) (cipher.Key, error) {
	if j.Ring == nil {
		return j.either(ctx, v, commitment)
	}
	key, err := j.Ring.Key(ctx, v, commitment)
	if err == nil || protocol.CodeOf(err) != protocol.Content {
		return key, err
	}
	if key, err = j.either(ctx, v, commitment); err != nil {
		return key, err
	}
	return key, j.Ring.Add(ctx, v.Requester, key, until(v))
}

func (j *juror) either(ctx context.Context, v *protocol.View, commitment [32]byte) (cipher.Key, error) {
	var failed error
	for _, peer := range []messages.Key{v.Requester, v.Farmer} {
		key, err := j.of(ctx, peer, commitment)
		if err == nil {
			return key, nil
		}
		failed = errors.Join(failed, err)
	}
	return cipher.Key{}, &protocol.Error{Code: protocol.Content, Reason: "neither party gives the key of the inputs", Err: failed}
}

func (j *juror) of(ctx context.Context, peer messages.Key, commitment [32]byte) (key cipher.Key, err error) {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(j.Time, 10*time.Second))
	defer cancel()
	signature, err := j.Sign(Petition{Deal: j.deal, Member: j.Member, Asker: j.Self, Holder: peer})
	if err != nil {
		return key, err
	}
	return ask(ctx, j.Asker, peer, &Request{Deal: j.deal, Member: j.Member, Signature: signature}, commitment)
}
