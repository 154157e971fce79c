package audit

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// Bound is a session in which somebody has signed an agreement.
type Bound struct {
	View *protocol.View
	// Deal is what the terms stand for on the chain; zero without one.
	Deal deals.Hash
}

// Agree checks that requesters and farmers tell the same of every session, and returns those that somebody has signed an
// agreement in, and what is wrong. What binds nobody may end with what was in flight: a farmer need not remember what it
// refused.
func Agree(requesters, farmers []*Books) (signed map[messages.ID]Bound, faults []error) {
	ours, theirs := together(requesters), together(farmers)
	signed = map[messages.ID]Bound{}
	sessions := maps.Clone(ours)
	maps.Copy(sessions, theirs)
	for id := range sessions {
		a, b := ours[id], theirs[id]
		same := slices.EqualFunc(a, b, bytes.Equal)
		switch {
		case !a.has("Agreement") && !b.has("Agreement"):
			if !prefix(a, b) && !prefix(b, a) {
				faults = append(faults, fmt.Errorf("session %s forked:\nrequester %v\nfarmer    %v", id.Short(), a.Kinds(), b.Kinds()))
			}
		case !same && !(a.refused() && prefix(b, a)):
			faults = append(faults, fmt.Errorf("session %s differs:\nrequester %v\nfarmer    %v", id.Short(), a.Kinds(), b.Kinds()))
		default:
			v, err := bind(id, a, farmers)
			if err != nil {
				faults = append(faults, fmt.Errorf("session %s: %w", id.Short(), err))
				continue
			}
			signed[id] = v
		}
	}
	return signed, faults
}

func (t Transcript) has(kind string) bool { return slices.Contains(t.Kinds(), kind) }

// refused: the farmer has not countersigned, and said so.
func (t Transcript) refused() bool { return !t.has("Acceptance") && t.has("Reject") }

func together(all []*Books) map[messages.ID]Transcript {
	sessions := map[messages.ID]Transcript{}
	for _, b := range all {
		maps.Copy(sessions, b.Sessions)
	}
	return sessions
}

func bind(session messages.ID, t Transcript, farmers []*Books) (b Bound, err error) {
	farmer, err := t.farmer(session, farmers)
	if err != nil {
		return b, err
	}
	if b.View, err = t.view(farmer); err != nil {
		return b, err
	}
	if b.View.Agreement.Deal != nil {
		p, err := deals.PapersCodec.Decode(b.View.Agreement.Deal)
		if err != nil {
			return b, err
		}
		b.Deal = p.ID
	}
	return b, nil
}

func prefix(short, long Transcript) bool {
	return len(short) <= len(long) && slices.EqualFunc(short, long[:len(short)], bytes.Equal)
}

// Proposals are the deals that requesters have signed, whether the farmers have or not.
func Proposals(requesters []*Books) (map[deals.Hash]*deals.Papers, error) {
	all := map[deals.Hash]*deals.Papers{}
	for _, b := range requesters {
		for id, t := range b.Sessions {
			for _, raw := range t {
				u, err := messages.Parse(raw)
				if err != nil {
					return nil, err
				}
				if u.Header().Kind != messages.Kind_KIND_AGREEMENT {
					continue
				}
				e, err := u.Open()
				if err != nil {
					return nil, fmt.Errorf("session %s: %w", id.Short(), err)
				}
				p, err := deals.PapersCodec.Decode(e.Message().(*messages.Agreement).Deal)
				if err != nil {
					return nil, fmt.Errorf("session %s: %w", id.Short(), err)
				}
				all[p.ID] = &p
			}
		}
	}
	return all, nil
}
