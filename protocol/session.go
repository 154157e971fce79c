package protocol

import (
	"bytes"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/parley-p2p/parley/messages"
)

// Session is one negotiation of one requester with one farmer, as one party sees it. The zero Session is not usable; see
// [New].
type Session struct {
	limits Limits
	self   Role
	links  []link
	view   *View // never changed, but replaced: readers have it
	waited *View // what Expire replaced; nil while it has not

	rejectedRewards int
	windows         int
	asked           [Farmer + 1]bool // by role, since the last move
	moved           time.Time        // when this party last moved; zero if that was in a replay
}

// link is what is kept of an envelope: the rest stays in the journal. What it continues is the link before it.
type link struct {
	id     messages.ID
	signer messages.Key
}

// New starts a session with the farmer whose key the stream proved. self is the role of whoever judges: it may send
// until a deadline and takes from the other side until deadline + Grace. Zero is a third party, to which nothing is late.
func New(farmer messages.Key, self Role, limits Limits) *Session {
	return &Session{
		limits: limits.WithDefaults(),
		links:  make([]link, 0, 2), // most sessions end with a quote
		self:   self,
		view:   &View{Farmer: farmer, Phase: Open},
	}
}

// View is a snapshot of what is established. It is shared by all who ask until something changes; to be read only.
func (s *Session) View() *View { return s.view }

// Clone is a session that goes on from here by itself.
func (s *Session) Clone() *Session {
	c := *s
	c.links = slices.Clip(c.links) // so that what is appended here is not there
	return &c
}

// Untimed is Clone with what Expire ended as it was before.
func (s *Session) Untimed() *Session {
	c := s.Clone()
	if c.waited != nil {
		c.view, c.waited = c.waited, nil
	}
	return c
}

// Phase is where the session stands.
func (s *Session) Phase() Phase { return s.view.Phase }

// Next yields the kinds that a role may send now.
func (s *Session) Next(by Role) iter.Seq[messages.Kind] {
	return func(yield func(messages.Kind) bool) {
		if s.view.Final() {
			return
		}
		for i := range table {
			if t := &table[i]; t.From == s.view.Phase && t.By == by && t.Kind != 0 && !yield(t.Kind) {
				return
			}
		}
	}
}

// Refusals of the free checks: made once, so that refusing allocates nothing.
var (
	errTooLarge    = &Error{Code: TooLarge, Reason: "the envelope is larger than its kind may be"}
	errNoRole      = &Error{Code: Forbidden, Reason: "the signer is no party of this session"}
	errTurn        = &Error{Code: NotYourTurn, Reason: "this kind is not legal now from this signer"}
	errStale       = &Error{Code: Stale, Reason: "prev is not the head of this session"}
	errEnded       = &Error{Code: NotYourTurn, Reason: "the session has ended"}
	errKind        = &Error{Code: Unsupported, Reason: "this version knows no such kind"}
	errReserved    = &Error{Code: Unsupported, Reason: "amendments are not spoken by this version"}
	errAsk         = &Error{Code: Invalid, Reason: "an Ask is no move; it goes to Ask"}
	errUnknownBody = &Error{Code: Unsupported, Reason: "the message has fields that this version does not know"}
	errDuplicate   = &Error{Code: Duplicate, Reason: "this envelope was applied before"}
	errAskFirst    = &Error{Code: Invalid, Reason: "the Ask is about a session that has not begun"}
	errAsked       = &Error{Code: Duplicate, Reason: "a request of this side is open already"}
	errEquivocates = &Error{Code: Equivocation, Reason: "the signer signed another envelope with the same predecessor"}
	errTimed       = &Error{Code: Late, Reason: "the deadline has passed and the session has ended here"}
	errSelfHire    = &Error{Code: Forbidden, Reason: "a peer cannot hire itself"}
)

// Admit judges an envelope by its outside, in the order that costs least, before its signature is checked. Nothing
// about it is to be believed yet, so nothing is recorded. It allocates nothing.
//
// What repeats or contradicts an envelope of this session is Stale here; whether it is a duplicate or equivocation only
// Apply can tell, once the signature is verified.
func (s *Session) Admit(h messages.Header) error {
	if e := s.admit(h); e != nil {
		return e
	}
	return nil
}

func (s *Session) admit(h messages.Header) *Error {
	switch {
	case h.Size > h.Kind.MaxSize():
		return errTooLarge
	case h.Kind <= 0 || h.Kind > messages.Kind_KIND_ASK:
		return errKind
	case h.Kind == messages.Kind_KIND_AMENDMENT || h.Kind == messages.Kind_KIND_CONSENT:
		return errReserved
	case h.Kind == messages.Kind_KIND_ASK:
		return errAsk
	}
	role := s.role(h)
	switch {
	case h.Prev != s.view.Head && s.Follows(h.Prev):
		return errStale
	case s.view.Timed:
		return errTimed
	case s.view.Final():
		return errEnded
	case role == 0:
		return errNoRole
	case s.view.Phase == Open && h.Kind == messages.Kind_KIND_SOW && h.Signer == s.view.Farmer:
		return errSelfHire
	case find(s.view.Phase, role, h.Kind) == nil:
		return errTurn
	case h.Prev != s.view.Head:
		return errStale
	}
	return nil
}

// role of an envelope's signer. The first SOW makes its signer the requester.
func (s *Session) role(h messages.Header) Role {
	if s.view.Phase == Open {
		return Requester
	}
	return s.view.RoleOf(h.Signer)
}

// Follows reports whether an envelope of this session continues prev. Another one that does is Stale to Admit, and only once
// its signature is verified can Apply tell whether it is a duplicate or equivocation. What else is Stale stays so.
func (s *Session) Follows(prev messages.ID) bool {
	return s.after(prev) >= 0
}

// after is the index of the envelope that continues prev, -1 if none does.
func (s *Session) after(prev messages.ID) int {
	if prev.IsZero() {
		return min(len(s.links), 1) - 1
	}
	for i := 1; i < len(s.links); i++ {
		if s.links[i-1].id == prev {
			return i
		}
	}
	return -1
}

// Apply judges an envelope whose signature was verified and, if it is legal, makes it the head. at is when it was sent
// or arrived by this party's clock; a zero at replays what a journal or a deal file holds, and then nothing is late.
//
// The error is an [*Error]. A refused envelope leaves no trace. Duplicate means that it was applied before: the answer
// to it is what was answered then. Equivocation means that e and an envelope of this session prove that their signer
// said two things; whoever calls keeps e.
func (s *Session) Apply(e *messages.Signed, at time.Time) error {
	if err := s.apply(e, at); err != nil {
		return err
	}
	return nil
}

func (s *Session) apply(e *messages.Signed, at time.Time) *Error {
	if e.Prev() != s.view.Head { // what continues the head repeats and contradicts nothing
		if err := s.said(e); err != nil {
			return err
		}
	}
	if err := s.admit(e.Header()); err != nil {
		return err
	}
	if e.Unknown() {
		return errUnknownBody
	}
	role := s.role(e.Header())
	if err := s.late(role, at); err != nil {
		return err
	}
	next := *s.view
	if err := s.judge(&next, e, role, at); err != nil {
		return err
	}
	next.moved(find(s.view.Phase, role, e.Kind()).To, e.ID())
	s.count(e)
	s.view, s.asked = &next, [Farmer + 1]bool{}
	if role == s.self {
		s.moved = at
	}
	s.links = append(s.links, link{e.ID(), e.Signer()})
	return nil
}

// moved makes an envelope the head.
func (v *View) moved(to Phase, head messages.ID) {
	v.Phase, v.Head = to, head
	v.Count++
	v.Asked, v.AskedBy = nil, 0
}

// Weigh is what View would be if a Quote whose signature nobody has verified were a farmer's word, for who compares quotes
// and verifies the one that it wants; or why Apply would refuse it. Nothing is recorded, and nothing is to be built on it.
func (s *Session) Weigh(u *messages.Unopened, at time.Time) (*View, error) {
	if err := s.admit(u.Header()); err != nil {
		return nil, err
	}
	quote, err := u.Quote()
	if err != nil {
		return nil, err
	}
	if err := s.late(Farmer, at); err != nil {
		return nil, err
	}
	next, id := *s.view, u.ID()
	if err := judgeQuote(&next, quote, id); err != nil {
		return nil, err
	}
	next.moved(Quoted, id)
	next.Unverified = true
	return &next, nil
}

// said refuses what repeats an envelope of this session, or contradicts one.
func (s *Session) said(e *messages.Signed) *Error {
	switch i := s.after(e.Prev()); {
	case i < 0:
		return nil
	case s.links[i].id == e.ID():
		return errDuplicate
	case s.links[i].signer == e.Signer() && i > 0 && e.Kind() != messages.Kind_KIND_ASK:
		return errEquivocates
	}
	return nil
}

// Proves reports whether an envelope that Apply has refused as Equivocation proves, with the one of this session, that its
// signer said two things: it was bound when it said each. What a party says before that it may have forgotten.
func (s *Session) Proves(e *messages.Signed) bool {
	i := s.after(e.Prev())
	switch {
	case i < 0 || s.links[i].id == e.ID() || s.links[i].signer != e.Signer():
		return false
	case s.links[i].id == s.view.AgreementID:
		return e.Kind() == messages.Kind_KIND_AGREEMENT
	case i == s.view.AcceptedAt-1:
		return e.Kind() == messages.Kind_KIND_ACCEPTANCE
	}
	return s.view.Bound() && i >= s.view.AcceptedAt
}

// count keeps the tallies that bound loops in the table.
func (s *Session) count(e *messages.Signed) {
	switch {
	case e.Kind() == messages.Kind_KIND_PROGRESS:
		s.windows++
	case e.Kind() == messages.Kind_KIND_REJECT && s.view.Phase == Rewarded:
		s.rejectedRewards++
	}
}

// late refuses a move after the deadline of the phase it ends: at once for one's own, with grace for the other side's.
func (s *Session) late(by Role, at time.Time) *Error {
	if at.IsZero() || s.self == 0 {
		return nil
	}
	deadline, _, ok := s.view.Deadline()
	if !ok {
		return nil
	}
	if by != s.self {
		deadline = deadline.Add(s.limits.Grace)
	}
	if at.After(deadline) {
		return Errorf(Late, "%s was due from the %s by %s", s.view.Phase, by, deadline.UTC().Format(time.RFC3339))
	}
	return nil
}

// Expire ends the phase if its deadline and the grace have passed, and reports whether it did. It is this party's own
// view: the other may have moved in time, and where money is concerned only the settlement decides.
func (s *Session) Expire(now time.Time) bool {
	at, then, ok := s.view.Deadline()
	if !ok || !now.After(at.Add(s.limits.Grace)) {
		return false
	}
	next := *s.view
	next.Phase, next.Timed = then, true
	s.waited, s.view = s.view, &next
	return true
}

// Ask records what the side that is not on turn asks for. It changes no phase, and one side has one outstanding.
func (s *Session) Ask(e *messages.Signed) error {
	ask, ok := e.Message().(*messages.Ask)
	role := s.view.RoleOf(e.Signer())
	switch {
	case !ok:
		return Errorf(Invalid, "%s is not an Ask", e.Kind().Name())
	case e.Unknown():
		return errUnknownBody
	case s.view.Final():
		return errEnded
	case s.view.Phase == Open:
		return errAskFirst
	case role != Requester && role != Farmer:
		return errNoRole
	case messages.ID(ask.Session) != s.view.Session || e.Prev() != s.view.Session:
		return Errorf(Invalid, "the Ask is about another session")
	case role == s.view.Turn():
		return Errorf(NotYourTurn, "whoever is on turn moves instead of asking")
	case s.asked[role]:
		return errAsked
	}
	s.asked[role] = true
	next := *s.view
	next.Asked, next.AskedBy = ask, role
	s.view = &next
	return nil
}

// Heads are the IDs of the envelopes so far, in order; the transcript itself is in the journal.
func (s *Session) Heads() iter.Seq[messages.ID] {
	return func(yield func(messages.ID) bool) {
		for i := range s.links {
			if !yield(s.links[i].id) {
				return
			}
		}
	}
}

// Resume is what this side says of itself on a new stream.
func (s *Session) Resume() *messages.Resume {
	return &messages.Resume{Session: s.view.Session[:], Count: uint32(s.view.Count), Head: s.view.Head[:]}
}

// Missing compares the other side's Resume with this transcript: from is the index of the first envelope that the other
// side lacks (Count if it lacks none), behind is how many this side lacks. Since one side's transcript is a prefix of
// the other's, one of the two is nothing; transcripts that fork are refused as Equivocation.
func (s *Session) Missing(r *messages.Resume) (from, behind int, err error) {
	theirs := int(min(r.Count, math.MaxInt32)) // an int may have 32 bits
	if s.view.Phase == Open {
		return 0, theirs, nil
	}
	if !bytes.Equal(r.Session, s.view.Session[:]) {
		return 0, 0, Errorf(NotFound, "resume is about another session")
	}
	switch {
	case theirs > s.view.Count && s.view.Final() && !s.view.Timed:
		return 0, 0, Errorf(Equivocation, "the session ended with envelope %d, %d are claimed", s.view.Count-1, theirs)
	case theirs > s.view.Count:
		return s.view.Count, theirs - s.view.Count, nil
	case theirs == 0:
		return 0, 0, nil
	case !bytes.Equal(r.Head, s.links[theirs-1].id[:]):
		return 0, 0, Errorf(Equivocation, "the transcripts fork at or before envelope %d", theirs-1)
	}
	return theirs, 0, nil
}
