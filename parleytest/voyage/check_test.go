package voyage

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// held is a session as one host's disk has it.
type held struct {
	view      *protocol.View
	envelopes []messages.ID
}

// check is what holds in the end. Everybody is up again, so that whatever was said has been heard.
func (f *fleet) check() {
	disks := make([]map[messages.ID]*held, len(f.hosts))
	for i, h := range f.hosts {
		disks[i] = h.holds()
	}
	f.log.mu.Lock()
	defer f.log.mu.Unlock()
	for at, told := range f.log.stood {
		for _, s := range told {
			if d := disks[at.host.index][at.session]; d == nil || s.count > len(d.envelopes) || d.envelopes[s.count-1] != s.head {
				f.fail("%v has forgotten of %s what it was told when it %s", at.host, at.session.Short(), s.what)
			}
		}
	}
	for _, r := range f.hosts {
		for id, ours := range disks[r.index] {
			if other := f.host(ours.view.Farmer); r.role == protocol.Requester {
				f.same(id, r, other, ours, disks[other.index][id])
			} else if other := f.host(ours.view.Requester); ours.view.Bound() && disks[other.index][id] == nil {
				f.fail("%v is bound by %s, of which %v knows nothing", r, id.Short(), other)
			}
		}
	}
}

func (f *fleet) host(k messages.Key) *host {
	return f.hosts[slices.IndexFunc(f.hosts, func(h *host) bool { return h.node.Key == k })]
}

// same is that both sides hold the same of a session and see the same owed, but for what time alone has ended.
func (f *fleet) same(id messages.ID, r, far *host, ours, theirs *held) {
	if theirs == nil {
		theirs = &held{view: new(protocol.View)}
	}
	n := min(len(ours.envelopes), len(theirs.envelopes))
	if !slices.Equal(ours.envelopes[:n], theirs.envelopes[:n]) {
		f.fail("the transcripts of %s fork: %d envelopes with %v, %d with %v", id.Short(), len(ours.envelopes), r, len(theirs.envelopes), far)
	}
	late := f.log.late[place{r, id}] || f.log.late[place{far, id}]
	if ours.view.Bound() || theirs.view.Bound() {
		f.log.seen["agreed"]++
		f.log.seen["in "+ours.view.Phase.String()]++
		if late {
			f.log.seen["late"]++
		}
	}
	if late && ours.view.Bound() && !f.excused(r, far, dates(ours.view)...) {
		f.fail("%s: time has ended it, with %v in %s and with %v in %s, though nothing kept them from each other when it was due, %s after all began: %v",
			id.Short(), r, ours.view.Phase, far, theirs.view.Phase, time.UnixMilli(ours.view.Terms.GetDeliverByMs()).Sub(f.began), ours.view.Reject)
	}
	if len(ours.envelopes) != len(theirs.envelopes) && !late && (ours.view.Bound() || theirs.view.Bound()) {
		f.fail("%s: %v has %d envelopes, in %s, and %v has %d, in %s", id.Short(), r, len(ours.envelopes), ours.view.Phase, far, len(theirs.envelopes), theirs.view.Phase)
	}
	here, there := f.log.ended[place{r, id}], f.log.ended[place{far, id}]
	if here == nil || there == nil || late {
		return
	}
	f.log.seen["owed alike"]++
	a, _ := here.Owed()
	b, _ := there.Owed()
	if a.Cmp(b) != 0 {
		f.fail("%s: %v ends it in %s and owes %s, %v in %s and is owed %s", id.Short(), r, here.Phase, a, far, there.Phase, b)
	}
}

// dates are when something of a session was due that time has ended: the work, the word that begins it, and whatever it was waiting for.
// Only of work that has not come does trouble count while it was done: a word takes no longer than they need to find each other.
func dates(v *protocol.View) (due []date) {
	const meet = 30 * time.Second // as long as a grace
	work := date{at: time.UnixMilli(v.Terms.GetDeliverByMs()), before: meet + longest, after: meet}
	if v.Delivery != nil {
		work.before, work.after = meet, 2*time.Minute // in which it is reviewed, and a reward answered
	}
	due = append(due, work)
	if v.Phase == protocol.Abandoned {
		due = append(due, date{at: time.UnixMilli(v.Terms.GetStartByMs()), before: meet, after: work.after})
	}
	if at, _, ok := v.Deadline(); ok { // of a review, which may be over long before the work was due
		due = append(due, date{at: at, before: meet, after: meet})
	}
	return due
}

// holds reads a host's disk, as a third party does, and fails if there is on it what should not be.
func (h *host) holds() map[messages.ID]*held {
	f, j := h.fleet, h.node.Journal()
	all := make(map[messages.ID]*held)
	for head, err := range j.Sessions(context.Background()) {
		if err != nil {
			f.fail("the disk of %v: %v", h, err)
			return all
		}
		d, err := h.read(head.Session)
		if err != nil {
			f.fail("the disk of %v: %s: %v", h, head.Session.Short(), err)
			continue
		}
		all[head.Session] = d
	}
	for note, err := range j.Notes(context.Background(), drive.Bucket(h.role)) {
		f.fail("%x is still under way on the disk of %v (%v)", note.Key, h, err)
	}
	for note, err := range j.Notes(context.Background(), drive.Equivocations) {
		u, parsed := messages.Parse(note.Value)
		if err != nil || parsed != nil {
			f.fail("the proofs of %v: %v, %v", h, err, parsed)
		} else {
			f.fail("%v holds a proof against %v, who is honest: it said a second %s", h, f.host(u.Header().Signer), u.Header().Kind.Name())
		}
	}
	return all
}

// read judges a transcript anew.
func (h *host) read(id messages.ID) (*held, error) {
	d := new(held)
	var judge *protocol.Session
	for r, err := range h.node.Journal().Transcript(context.Background(), id) {
		if err != nil {
			return nil, err
		}
		u, err := messages.Parse(r.Envelope)
		if err != nil {
			return nil, err
		}
		if judge == nil {
			judge = protocol.New(h.farmerOf(id, u.ID()), 0, protocol.Limits{})
		}
		signed, err := u.Open()
		if err == nil {
			err = judge.Apply(signed, time.Time{})
		}
		if err != nil {
			return nil, err
		}
		d.envelopes = append(d.envelopes, r.ID)
	}
	if judge == nil {
		return nil, fmt.Errorf("an empty transcript")
	}
	d.view = judge.View()
	return d, nil
}

// farmerOf is whose session it is.
func (h *host) farmerOf(id, sow messages.ID) messages.Key {
	for _, f := range h.fleet.hosts {
		if messages.SessionID(sow, f.node.Key) == id {
			return f.node.Key
		}
	}
	return messages.Key{}
}
