package protocol

import (
	"iter"

	"github.com/parley-p2p/parley/messages"
)

// Role is who makes a move.
type Role uint8

// The roles. Time moves where nobody has to.
const (
	Requester Role = iota + 1
	Farmer
	Mediator
	Time
)

func (r Role) String() string {
	return [...]string{"nobody", "requester", "farmer", "mediator", "time"}[min(r, 5-1)]
}

// Other is the counterparty of a requester or a farmer.
func (r Role) Other() Role {
	switch r {
	case Requester:
		return Farmer
	case Farmer:
		return Requester
	}
	return 0
}

// Phase is where a negotiation stands. It follows from the envelopes alone, but for the three that time brings, which
// are one side's own view and no evidence: Expired, Accepted and Undetermined.
type Phase uint8

// The phases.
const (
	Open Phase = iota + 1
	Solicited
	Quoted
	Proposed
	Agreed
	Claimed
	Delivered
	Rewarded
	Disputed

	Rejected
	Stopped
	Abandoned
	Settled
	Judged

	Accepted
	Undetermined
	Expired
)

func (p Phase) String() string {
	return [...]string{"Unset", "Open", "Solicited", "Quoted", "Proposed", "Agreed", "Claimed", "Delivered", "Rewarded", "Disputed",
		"Rejected", "Stopped", "Abandoned", "Settled", "Judged", "Accepted", "Undetermined", "Expired"}[min(p, Expired)]
}

// Final reports whether no move follows. Delivered is final where the terms are free; [View.Final] knows.
func (p Phase) Final() bool { return p >= Rejected }

// Transition is one legal move.
type Transition struct {
	From Phase
	By   Role
	Kind messages.Kind // 0 where time moves
	To   Phase
	Note string
}

// The table. Adding a move is adding a row.
var table = [...]Transition{
	{Open, Requester, messages.Kind_KIND_SOW, Solicited, "asks for work"},
	{Solicited, Farmer, messages.Kind_KIND_QUOTE, Quoted, "names a price"},
	{Solicited, Farmer, messages.Kind_KIND_REJECT, Rejected, "nobody is bound"},
	{Quoted, Requester, messages.Kind_KIND_SOW, Solicited, "counter-offer; rounds are bounded"},
	{Quoted, Requester, messages.Kind_KIND_AGREEMENT, Proposed, "binds the requester until acceptBy"},
	{Quoted, Requester, messages.Kind_KIND_REJECT, Rejected, "nobody is bound"},
	{Proposed, Farmer, messages.Kind_KIND_ACCEPTANCE, Agreed, "countersigns"},
	{Proposed, Farmer, messages.Kind_KIND_REJECT, Rejected, "nobody is bound"},
	{Agreed, Farmer, messages.Kind_KIND_PROGRESS, Claimed, "proves part of the work"},
	{Agreed, Farmer, messages.Kind_KIND_DELIVERY, Delivered, "hands over the result"},
	{Agreed, Farmer, messages.Kind_KIND_REJECT, Abandoned, "in default"},
	{Claimed, Requester, messages.Kind_KIND_VOUCHER, Agreed, "pays for progress"},
	{Claimed, Requester, messages.Kind_KIND_REJECT, Stopped, "no further window is owed"},
	{Delivered, Requester, messages.Kind_KIND_REWARD, Rewarded, "pays"},
	{Delivered, Requester, messages.Kind_KIND_DISPUTE, Disputed, "contests the result"},
	{Rewarded, Farmer, messages.Kind_KIND_RECEIPT, Settled, "confirms the reward"},
	{Rewarded, Farmer, messages.Kind_KIND_REJECT, Delivered, "a wrong reward; bounded"},
	{Disputed, Mediator, messages.Kind_KIND_VERDICT, Judged, "for, against or undetermined"},

	{Solicited, Time, 0, Expired, "no quote by quoteBy"},
	{Quoted, Time, 0, Expired, "the quote expired"},
	{Proposed, Time, 0, Expired, "not countersigned by acceptBy"},
	{Agreed, Time, 0, Expired, "not delivered by deliverBy"},
	{Claimed, Time, 0, Expired, "progress not answered"},
	{Delivered, Time, 0, Accepted, "silence is acceptance"},
	{Rewarded, Time, 0, Expired, "no receipt"},
	{Disputed, Time, 0, Undetermined, "no verdict"},
}

// Transitions yields every legal move, in the order of SPEC.md.
func Transitions() iter.Seq[Transition] {
	return func(yield func(Transition) bool) {
		for _, t := range table {
			if !yield(t) {
				return
			}
		}
	}
}

// rows are those of the table by the phase that they start from: each envelope looks several up.
var rows = func() (from [Expired + 1][]Transition) {
	for _, t := range table {
		from[t.From] = append(from[t.From], t)
	}
	return from
}()

// find returns the row of a move, or nil.
func find(from Phase, by Role, kind messages.Kind) *Transition {
	all := rows[min(from, Expired)]
	for i := range all {
		if t := &all[i]; t.Kind == kind && t.By == by {
			return t
		}
	}
	return nil
}

// turn is who may move in a phase, 0 if nobody may.
func turn(p Phase) Role {
	for _, t := range rows[min(p, Expired)] {
		if t.By != Time {
			return t.By
		}
	}
	return 0
}
