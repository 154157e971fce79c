package sim

import (
	"github.com/parley-p2p/parley/messages"
)

// judge is all of SPEC 2.2 and 3 about one envelope that arrives, or is about to leave, at a time; 0 is a replay. It
// returns what is wrong: nothing, or a code, or several of which any may be given, since the order of reasons is fixed
// only as far as 2.2 fixes it.
func (m *model) judge(e *said, at int64) []messages.Code {
	one := func(c messages.Code) []messages.Code { return []messages.Code{c} }
	if len(e.layout) > 0 {
		return e.layout
	}
	if e.kind == messages.Kind_KIND_ASK {
		return m.judgeAsk(e)
	}
	if e.kind > messages.Kind_KIND_ASK || e.kind == messages.Kind_KIND_AMENDMENT || e.kind == messages.Kind_KIND_CONSENT {
		return one(messages.Code_CODE_UNSUPPORTED)
	}
	if e.prev != m.head() {
		for _, before := range m.moves {
			if before.prev == e.prev {
				return m.again(e)
			}
		}
	}
	if m.timed != "" {
		return one(messages.Code_CODE_LATE)
	}
	if m.ended() {
		return one(messages.Code_CODE_NOT_YOUR_TURN)
	}
	who := m.who(e.signer)
	if who == "stranger" || len(m.moves) == 0 && who == "farmer" && e.kind == messages.Kind_KIND_SOW {
		return one(messages.Code_CODE_FORBIDDEN)
	}
	if !m.may(who, e.kind) {
		return one(messages.Code_CODE_NOT_YOUR_TURN)
	}
	if e.prev != m.head() {
		return one(messages.Code_CODE_STALE)
	}
	if !e.verified {
		return one(messages.Code_CODE_BAD_SIGNATURE)
	}
	if len(e.content) > 0 {
		return e.content
	}
	if late := m.late(who, at); late {
		return one(messages.Code_CODE_LATE)
	}
	return m.meaning(e, at)
}

// again is S-3.3-3 to S-3.3-5: an envelope that follows what another one follows.
func (m *model) again(e *said) []messages.Code {
	if !e.verified {
		return []messages.Code{messages.Code_CODE_BAD_SIGNATURE}
	}
	for _, before := range m.moves {
		if before.id == e.id {
			return []messages.Code{messages.Code_CODE_DUPLICATE}
		}
	}
	if e.opaque {
		return e.content
	}
	for _, before := range m.moves {
		if before.signer == e.signer && before.prev == e.prev && e.prev != (messages.ID{}) {
			return []messages.Code{messages.Code_CODE_EQUIVOCATION}
		}
	}
	return []messages.Code{messages.Code_CODE_STALE}
}

// late is 4.2: by one's own clock at once, for another after the grace.
func (m *model) late(who string, at int64) bool {
	deadline, _ := m.deadline()
	if at == 0 || deadline == 0 {
		return false
	}
	if who == m.self {
		return at > deadline
	}
	return at > deadline+m.limits.grace
}

// lastMoment reports whether what comes at a time would be late in the next millisecond.
func (m *model) lastMoment(e *said, at int64) bool {
	if at == 0 || len(m.moves) == 0 {
		return false
	}
	who := m.who(e.signer)
	return !m.late(who, at) && m.late(who, at+1)
}

// take adds a move that was judged to be right.
func (m *model) take(e *said, at int64) {
	if m.who(e.signer) == m.self {
		m.moved = at
	}
	m.moves = append(m.moves, e)
	m.askedRequester, m.askedFarmer, m.lastAsked = false, false, ""
}

// judgeAsk is 3.11.
func (m *model) judgeAsk(e *said) []messages.Code {
	if !e.verified {
		return []messages.Code{messages.Code_CODE_BAD_SIGNATURE}
	}
	if len(e.content) > 0 {
		return e.content
	}
	var wrong []messages.Code
	if len(m.moves) == 0 {
		return []messages.Code{messages.Code_CODE_INVALID} // S-3.11-5
	}
	who, session := m.who(e.signer), m.session()
	if m.ended() {
		wrong = append(wrong, messages.Code_CODE_NOT_YOUR_TURN)
	}
	if who != "requester" && who != "farmer" {
		wrong = append(wrong, messages.Code_CODE_FORBIDDEN)
	}
	if e.prev != session || string(e.body.(*messages.Ask).Session) != string(session[:]) {
		wrong = append(wrong, messages.Code_CODE_INVALID)
	}
	if who == m.turn() {
		wrong = append(wrong, messages.Code_CODE_NOT_YOUR_TURN)
	}
	if who == "requester" && m.askedRequester || who == "farmer" && m.askedFarmer {
		wrong = append(wrong, messages.Code_CODE_DUPLICATE)
	}
	return wrong
}

// takeAsk notes an Ask that was judged to be right.
func (m *model) takeAsk(e *said) {
	m.lastAsked = m.who(e.signer)
	if m.lastAsked == "requester" {
		m.askedRequester = true
	} else {
		m.askedFarmer = true
	}
}
