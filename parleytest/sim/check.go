package sim

import (
	"slices"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// compare holds what a judge says of a session to what the dumb one says, and both to what always holds.
func (s *side) compare() {
	w, v := s.deal.world, s.judge.View()
	if got, want := v.Phase.String(), s.model.phase(); got != want {
		w.fail("the %s is in %s, want %s", s.who, got, want)
	}
	if v.Head != s.model.head() || v.Count != len(s.model.moves) || v.Timed != (s.model.timed != "") {
		w.fail("the %s is at %d %s (by time %t), want %d %s (%q)", s.who, v.Count, v.Head.Short(), v.Timed,
			len(s.model.moves), s.model.head().Short(), s.model.timed)
	}
	if v.Final() != s.model.ended() || v.Turn().String() != s.model.turn() {
		w.fail("the %s in %s: ended %t, %s to move; want %t, %s", s.who, v.Phase, v.Final(), v.Turn(), s.model.ended(), s.model.turn())
	}
	if asker := v.AskedBy.String(); (v.Asked == nil) != (s.model.lastAsked == "") || v.Asked != nil && asker != s.model.lastAsked {
		w.fail("the %s hears the %s ask, want %q", s.who, asker, s.model.lastAsked)
	}
	for _, role := range []protocol.Role{protocol.Requester, protocol.Farmer, protocol.Mediator} {
		want := s.model.legal(role.String())
		n := 0
		for k := range s.judge.Next(role) {
			if n++; !slices.Contains(want, k) {
				w.fail("in %s a %s of the %s is legal, want %v", v.Phase, k.Name(), role, want)
			}
		}
		if n != len(want) {
			w.fail("in %s %d kinds of the %s are legal, want %v", v.Phase, n, role, want)
		}
	}
	s.compareMoney()
	s.compareWords()
	at, then, waits := v.Deadline()
	ms, want := s.model.deadline()
	if waits != (ms != 0) || waits && (at.UnixMilli() != ms || then.String() != want) {
		w.fail("%s ends at %v as %s (%t), want %d as %s", v.Phase, at, then, waits, ms, want)
	}
	if !waits && !v.Final() && v.Phase != protocol.Open {
		w.fail("%s waits for somebody and has no deadline", v.Phase)
	}
	s.prefix()
}

// compareWords holds what a View says was said to the list of moves.
func (s *side) compareWords() {
	w, v, m := s.deal.world, s.judge.View(), s.model
	for _, said := range []struct {
		kind   messages.Kind
		there  bool
		id     messages.ID
		undone messages.Kind // by a later one of this kind
	}{
		{messages.Kind_KIND_SOW, v.SOW != nil, v.SOWID, 0},
		{messages.Kind_KIND_QUOTE, v.Quote != nil, v.QuoteID, messages.Kind_KIND_SOW},
		{messages.Kind_KIND_AGREEMENT, v.Agreement != nil && v.Terms != nil, v.AgreementID, 0},
		{messages.Kind_KIND_DELIVERY, v.Delivery != nil, v.DeliveryID, 0},
		{messages.Kind_KIND_REWARD, v.Reward != nil, v.RewardID, messages.Kind_KIND_REJECT},
		{messages.Kind_KIND_RECEIPT, v.Receipt != nil, v.ReceiptID, 0},
	} {
		var want messages.ID
		for _, e := range m.moves {
			switch e.kind {
			case said.kind:
				want = e.id
			case said.undone:
				want = messages.ID{}
			}
		}
		if said.there != (want != messages.ID{}) || said.id != want {
			w.fail("in %s the last %s is %s (there %t), want %s", v.Phase, said.kind.Name(), said.id.Short(), said.there, want.Short())
		}
	}
	if v.Count > 0 && (v.Session != m.session() || v.FirstSOW != m.moves[0].id || v.Requester != m.moves[0].signer ||
		int(v.Round) != m.times(messages.Kind_KIND_SOW)-1) {
		w.fail("session %s of %s, first SOW %s, round %d are not those of the moves", v.Session.Short(), v.Requester.Short(), v.FirstSOW.Short(), v.Round)
	}
	if v.AcceptedAt > 0 != (m.find(messages.Kind_KIND_ACCEPTANCE) != nil) || v.AcceptedAt > 0 && m.moves[v.AcceptedAt-1].kind != messages.Kind_KIND_ACCEPTANCE {
		w.fail("the Acceptance is said to be envelope %d", v.AcceptedAt)
	}
}

func (s *side) compareMoney() {
	w, v := s.deal.world, s.judge.View()
	got, open := v.Owed()
	want, wantOpen := s.model.owed()
	if got.Big().Cmp(want) != 0 || open != wantOpen {
		w.fail("in %s %s is owed (open %t), want %s (%t)", v.Phase, got, open, want, wantOpen)
	}
	if v.Terms != nil && want.Cmp(s.model.costOf(v.Terms.Units)) > 0 {
		w.fail("in %s %s is owed, more than all that was agreed", v.Phase, want)
	}
}

// prefix is DESIGN 4.3's agreement: at every moment one transcript is a prefix of the other, and equal ones owe the same
// once that cannot change. What one side has stopped waiting for is its own view.
func (s *side) prefix() {
	w, o := s.deal.world, s.deal.sides[seat(other(s.who))]
	if !o.honest() {
		return
	}
	for i := range min(len(s.held), len(o.held)) {
		if s.held[i].said.id != o.held[i].said.id {
			w.fail("the transcripts fork at %d: %s with the %s, %s with the %s", i, s.held[i], s.who, o.held[i], o.who)
		}
	}
	if len(s.held) != len(o.held) {
		return
	}
	a, openA := s.judge.View().Owed()
	b, openB := o.judge.View().Owed()
	if !openA && !openB && a.Cmp(b) != 0 {
		w.fail("%s is owed to the %s, %s to the %s, over the same transcript", a, s.who, b, o.who)
	}
}

// excused is why one honest party may refuse another's word: disorder, time, and clocks that differ by more than the grace.
func (s *side) excused(f *frame, code messages.Code) {
	switch code {
	case messages.Code_CODE_STALE, messages.Code_CODE_DUPLICATE, messages.Code_CODE_NOT_YOUR_TURN, messages.Code_CODE_LATE:
		return
	case messages.Code_CODE_DEADLINE:
		if f.said.kind == messages.Kind_KIND_DELIVERY || f.said.kind == messages.Kind_KIND_DISPUTE {
			return
		}
	case messages.Code_CODE_FORBIDDEN, messages.Code_CODE_INVALID: // a mediator's word before the terms that name it, an Ask before the SOW
		if f.said.kind == messages.Kind_KIND_VERDICT || f.said.kind == messages.Kind_KIND_ASK {
			return
		}
	}
	s.deal.world.fail("the %s refuses an honest %s: %s", s.who, f, protocol.CodeName(code))
}

// replay is a third party that judges the transcript: it comes to the same, but for what time did.
func (s *side) replay() {
	w, v := s.deal.world, s.judge.View()
	third := protocol.New(w.farmer, 0, w.limits)
	dumb := model{farmer: w.farmer, limits: dumbLimits}
	for _, f := range s.held {
		e, err := f.openAnew()
		if err == nil {
			err = third.Apply(e, time.Time{})
		}
		if err != nil {
			w.fail("a third party refuses %s: %v", f, err)
		}
		dumb.take(f.said, 0)
	}
	got, _ := third.View().Owed()
	want, _ := dumb.owed()
	if third.Phase().String() != dumb.phase() || got.Big().Cmp(want) != 0 || third.View().Head != v.Head || !v.Timed && third.Phase() != v.Phase {
		w.fail("a third party sees %s, %s owed; want %s, %s; the %s is in %s", third.Phase(), got, dumb.phase(), want, s.who, v.Phase)
	}
}
