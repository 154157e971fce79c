package deals

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Court is the panel that may judge a party's deals, as its [Reconciler] asks it, and appeals there (docs/SETTLEMENT.md, rule 8). It may
// be used concurrently.
type Court interface {
	// Case is how a deal's case stands in the time to appeal, with so many blocks standing on what its last round has revealed; and where no
	// appeal is left, what stands before it is ruled, in the newest block: what seats have committed to no reorganization changes, and who may
	// rule does so at once. Nil at any other time, and where the deal names another arbiter.
	Case(ctx context.Context, r *Record, depth uint64) (*Case, error)
	// Means are what an appeal in that case takes, and what the party has.
	Means(ctx context.Context, r *Record, c *Case) (Means, error)
	// Appeal has more members judge anew what a round has come to, for the bond. It takes effect once for a round however often it is asked
	// for, also in another life of the program, and is no error where somebody else was first. Where another round is the last nothing is
	// done, and the error says so: it is not what was judged.
	Appeal(ctx context.Context, r *Record, round int) error
	// Pursued reports whether the panel goes on with the case of a deal that is closed: what was voted can be appealed against, and an
	// appeal is pursued to its end, which counts once so many blocks stand on it. The block is that of the status by which the deal is
	// closed: who tells of an earlier one may not have seen the case, which is Behind.
	Pursued(ctx context.Context, r *Record, closed Block, depth uint64) (bool, error)
}

// Case is one that can be appealed against, or is about to be ruled.
type Case struct {
	Round    int       // that an appeal is against; 1 is the first
	AppealBy time.Time // the last second for it, by chain time; zero: none is possible any more
	VoteBy   time.Time // where none is: the last second in which the last round may find something else; zero: it cannot
	Found    *Finding  // what stands, perhaps of an earlier round; nil: nothing
	// Overturns: a larger round that finds something else, or something where most of this one were silent, leaves the bond to who appealed.
	Overturns bool
	// Repeated: the round has found what one before it had found.
	Repeated bool
	// Means are asked for where the case goes against this party.
	Means *Means
}

// Finding is what more than half of a round found.
type Finding struct {
	Digest Hash   `json:"digest"` // zero: what is to be run cannot be had
	Fuel   uint64 `json:"fuel"`
	Cost   string `json:"cost"` // the most that may be asked for it
}

// Means are what an appeal takes, and what the party has for it.
type Means struct {
	Bond, Stake messages.Amount // that it holds, and that the party has free in its stake for the panel
	Few         bool            // too few of the list have stake free for a larger round; told where the stake covers the bond
	Kept        bool            // the party's stake is not to be used by itself
}

// Unappealed is why a [Reconciler] does not appeal against what goes against its party.
type Unappealed struct {
	Against string    // what the panel came to, and what a person is to see to before more members judge
	Until   time.Time // the last second to appeal, by chain time
	Missing messages.Amount
	Few     bool // nobody can: there are too few others to judge anew
}

func (u *Unappealed) Error() string {
	switch {
	case u.Few:
		return u.Against + ", and too few of its other members have stake free to judge anew"
	case u.Missing.IsZero():
		return fmt.Sprintf("%s; an appeal is possible until %s, and is left to a person here", u.Against, utc(u.Until))
	}
	return fmt.Sprintf("%s; an appeal is possible until %s, and takes %s more of stake than is free", u.Against, utc(u.Until), u.Missing)
}

// Wronged reports whether what a case has come to goes against a party that knows better and could have it overturned: a farmer by its own
// result, a requester by the run of its own that it disputes with, each of what was submitted, which the status has to hold: a journal that
// was restored may have another result than the chain. Who contests something as not served knows nothing of the result, and
// whether it was served no appeal overturns: only that nobody looked goes against it. Nor does it matter to this that the deal was closed meanwhile, unless this party has given in: who lied for
// the other side is to gain nothing by that.
func (r *Record) Wronged(s Status) bool {
	c := s.Case
	switch {
	case s.State != Disputed && !s.Pursued || c == nil || !c.Overturns || s.Submitted == nil:
		return false
	case r.Role == protocol.Farmer:
		return r.Result != nil && *r.Result == *s.Submitted && (c.Found == nil || !c.Found.clears(s.Submitted))
	case r.acceptedExactly(s.Submitted):
		return false
	}
	with := contested(r, s).Complaint
	if with.NotServed {
		return c.Found == nil
	}
	return r.Sure && r.Against != nil && *r.Against == *s.Submitted && (c.Found == nil || !c.Found.bears(with, s.Submitted))
}

// due: what the case has come to is ruled soon, and nobody will judge it anew by then.
func (c *Case) due(now time.Time, margin time.Duration) bool {
	by := c.AppealBy
	if by.IsZero() {
		by = c.VoteBy
	}
	return !now.Before(by.Add(-margin))
}

// undecided: nothing was found, and nobody votes any more.
func (c *Case) undecided() bool { return c.Found == nil && c.VoteBy.IsZero() }

// condemned: by what the case has come to the farmer is wrong, and loses its bond.
func (s Status) condemned() bool {
	return s.Case != nil && s.Case.Found != nil && s.Submitted != nil && !s.Case.Found.clears(s.Submitted)
}

// Upheld reports whether what a case has come to is what its party says already, so that an appeal could only turn it against the party and is
// likely to cost the bond: that what was submitted is right, for a farmer, and for a requester its own claim; or, where it contests something as
// not served, that it is wrong.
func (r *Record) Upheld(s Status) bool {
	c := s.Case
	if c == nil || c.Found == nil || s.Submitted == nil {
		return false
	}
	if r.Role == protocol.Farmer {
		return c.Found.clears(s.Submitted)
	}
	with := contested(r, s).Complaint
	return with.NotServed && !c.Found.clears(s.Submitted) || !with.NotServed && c.Found.bears(with, s.Submitted)
}

// clears: by this finding what was submitted is correct.
func (f *Finding) clears(d *Delivery) bool {
	return f.empty() || f.Digest == d.Digest && amount(d.Cost).Cmp(amount(f.Cost)) <= 0
}

// empty: what is to be run could not be had.
func (f *Finding) empty() bool { return f != nil && f.Digest == (Hash{}) }

// bears: by this finding what was submitted is wrong, and the complaint says what is right, which is row 7.
func (f *Finding) bears(c *Complaint, d *Delivery) bool {
	return !f.clears(d) && f.Digest == c.ClaimedDigest && (f.Digest != d.Digest || f.Fuel == c.ClaimedFuel)
}

// redress is what a party does that is wronged.
func (r *Record) redress(s Status) Plan {
	if u := r.Unappealed(s); u != nil {
		return Plan{Wait, u.Error(), s.Case.AppealBy}
	}
	return Plan{Step: DoAppeal, Why: s.Case.against()}
}

// against is what the panel has come to, for who is wronged by it.
func (c *Case) against() string {
	switch {
	case c.Found == nil:
		return "most of the panel's round were silent, which leaves undecided what this side knows"
	case c.Found.empty():
		return "the panel could not have what is to be run; unless its members reach this side's node, which shows it, others will not either: see to that first"
	case c.Repeated:
		return "a larger round of the panel has found again what stands against what this side knows: it may be wrong here; look at that first"
	}
	return "the panel's finding stands against what this side knows"
}

// Unappealed is why a party that is Wronged does not appeal by itself; nil: it does. What a larger round has found again is a person's: the run
// that this side goes by may be the wrong one. So is that nobody could have what is to be run: that one has run it says nothing of who reaches it.
func (r *Record) Unappealed(s Status) *Unappealed {
	c := s.Case
	u := &Unappealed{Against: c.against(), Until: c.AppealBy}
	switch m := c.Means; {
	case m == nil:
	case m.Bond.Cmp(m.Stake) > 0:
		u.Missing, _ = m.Bond.Sub(m.Stake)
	case m.Few:
		u.Few = true
	case m.Kept || c.Repeated || c.Found.empty():
	default:
		return nil
	}
	return u
}

// Hear reads into a status how the case of a deal stands that is disputed, or closed while its case goes on, with depth blocks standing on it, what was submitted, where there is a case
// and that is not known, and, where it goes against its party, what an appeal takes. No court: nothing is read. keep: the party's stake is not to be used by itself. After an error the status has no Case.
func Hear(ctx context.Context, court Court, chain Reader, r *Record, s *Status, depth uint64, keep bool) (err error) {
	switch {
	case court == nil:
		return nil
	case s.State == Closed, s.State == Unopened && r.Opened: // the contract forgets what is closed
		if s.Pursued, err = court.Pursued(ctx, r, s.Block, depth); err != nil || !s.Pursued {
			return err
		}
	case s.State != Disputed:
		return nil
	}
	c, err := court.Case(ctx, r, depth)
	if err != nil || c == nil {
		return err
	}
	if s.Submitted == nil {
		if s.Submitted, err = submission(ctx, chain, r.Papers.ID); err != nil {
			return err
		}
	}
	s.Case = c
	if !r.Wronged(*s) {
		return nil
	}
	m, err := court.Means(ctx, r, c)
	if err != nil {
		s.Case = nil
		return err
	}
	m.Kept = keep
	c.Means = &m
	return nil
}
