package farmer_test

import (
	"bufio"
	"bytes"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/transports"
)

// FuzzServeStream: a peer says whatever it likes on a stream of its own, first and later, to a farmer that has a session of the peer
// adversary and one of another: bytes, or what it may have heard somewhere. The stream ends in its time, whatever is answered can be
// read, the journal has nothing of who is not bound, and of the other's session the peer hears no more than it has said itself; others
// are served as before. A35, THREATS figure D.
func FuzzServeStream(f *testing.F) {
	wire := func(frames ...messages.Frame) (b []byte) {
		for _, frame := range frames {
			b = messages.AppendFrame(b, frame)
		}
		return b
	}
	malformed := wire(messages.Frame{Type: messages.FrameResume, Data: []byte{8}})
	f.Add(byte(1), byte(live), true, []byte{}, []byte{})
	f.Add(byte(1), byte(live), true, []byte{}, wire(messages.ResumeFrame(&messages.Resume{Session: make([]byte, 32), Count: 1, Head: make([]byte, 32)})))
	f.Add(byte(1), byte(over), true, []byte{}, malformed)
	f.Add(byte(0), byte(live), false, []byte{letterOwn, letterRaw}, malformed)
	f.Add(byte(1), byte(over), true, []byte{}, wire(messages.RefusalFrame(&messages.Refusal{Code: messages.Code_CODE_BUSY})))
	f.Add(byte(0), byte(live), false, []byte{letterRaw}, wire(messages.Frame{Type: messages.FrameType(messages.Kind_KIND_SOW), Data: []byte{8, 1}}))
	for _, letters := range [][]byte{
		{letterSOW, letterAgreement, letterHeld, letterSOW},
		{letterSOW, letterAgreement, letterTwice, letterTwice},
		{letterSOW, letterTwice, letterHeld, letterAgreement},
		{letterSOW, letterRefusal},
		{letterSOW, letterForged},
		{letterForged},
		{letterHeld, letterSOW, letterAgreement},
		{letterOwn, letterOwnRecords, letterOwnRecords + 1},
		{letterOwnAll, letterOwnRecords, letterOwnRecords + 1, letterOwnRecords + 2, letterOwnRecords + 3, letterHeld},
		{letterOther, letterOtherRecords, letterOtherRecords + 1, letterOtherRecords + 2, letterOtherRecords + 3},
		{letterOtherAll, letterOtherRecords, letterOtherRecords + 1, letterOtherRecords + 2, letterOtherRecords + 3},
		{letterOtherRecords, letterOther, letterTold},
		{letterOwnRecords, letterOther, letterRefusal},
	} {
		for from := range byte(3) {
			for state := range byte(states) {
				f.Add(from, state, true, letters, []byte{})
				f.Add(from, state, false, letters, []byte{})
			}
		}
	}
	f.Fuzz(func(t *testing.T, from, state byte, silent bool, order, raw []byte) {
		test(t, func(t *testing.T) {
			v := visit(t, from, state%states)
			r := bufio.NewReader(bytes.NewReader(raw))
			for _, letter := range order[:min(len(order), 16)] {
				if frame, ok := v.frame(letter, r); !ok || !v.say(frame) {
					break
				}
			}
			for range 16 {
				if frame, err := messages.ReadFrame(r); err != nil || !v.say(frame) {
					break
				}
			}
			v.end(silent)
			v.isSound()
			v.keepsToItself()
			v.journalsTheBound()
			v.shop.serves()
		})
	})
}

// What a visitor may say besides bytes; from the last on, the envelopes of both sessions.
const (
	letterRaw       = iota
	letterSOW       // a good one
	letterForged    // the same, badly signed
	letterAgreement // to the quote that was heard
	letterTwice     // to the same, and to other terms
	letterHeld      // that it holds all that was heard
	letterOwn       // a Resume of its session, or what would be
	letterOwnAll    // the same, with all of it
	letterOther     // and of the other's
	letterOtherAll
	letterTold
	letterRefusal
	letterOwnRecords   = 16
	letterOtherRecords = 32
)

// What has become of the sessions that bind the farmer, when the visitor comes.
const (
	live   = iota
	over   // before a restart
	lost   // the adversary's: the farmer came back with a journal of before
	states // how many there are
)

// visitor is a peer with a stream of its own to the farmer.
type visitor struct {
	t      *testing.T
	shop   *shop
	node   *parleytest.Node
	stream transports.Stream
	done   chan struct{} // closed once the farmer has done with the stream
	sow    *messages.Signed

	own, other story

	first *messages.Resume // if it has begun with one
	said  []byte           // with the names of all that was said
	mu    sync.Mutex
	all   []messages.Frame // that were heard
}

// story is a session of the farmer's: whose, and what its journal has.
type story struct {
	node    *parleytest.Node
	session messages.ID
	records []messages.Frame
	ids     []messages.ID
}

// visit opens a stream to a farmer with two sessions that bind it, one of the buyer's and one of the adversary's: by the adversary, by
// somebody else or by the farmer itself.
func visit(t *testing.T, from, state byte) *visitor {
	t.Helper()
	s := open(t)
	v := &visitor{t: t, shop: s, node: []*parleytest.Node{s.ad, s.world.Node(4), s.farm}[from%3], done: make(chan struct{})}
	theirs := s.boundTo(s.buyer)
	before := s.farm.Snapshot()
	ours := s.bound()
	synctest.Wait()
	v.other, v.own = v.story(s.buyer, theirs), v.story(s.ad, ours)
	if state == over {
		hear[*messages.Reject](t, theirs) // nobody confirmed the countersignature
		hear[*messages.Reject](t, ours)
		synctest.Wait()
		v.other, v.own = v.story(s.buyer, theirs), v.story(s.ad, ours)
	}
	if state != live {
		_ = s.process.Stop()
		if state == lost {
			s.farm.Restore(before)
		}
		s.farm.Restart(false)
		s.server, s.process = s.farm.Farm(s.seller)
		synctest.Wait()
	}
	sow, err := messages.Seal(parleytest.Statement(9, 2), messages.ID{}, v.node.Signer)
	if err != nil {
		t.Fatal(err)
	}
	v.sow = sow
	there, here := transports.Pipe(s.farm.Key, v.node.Key)
	v.stream = here
	t.Cleanup(func() { // of what has failed, too
		v.stream.Reset()
		_ = s.process.Stop()
	})
	go func() {
		defer close(v.done)
		_ = s.server.ServeStream(t.Context(), there)
	}()
	go func() {
		for {
			frame, err := here.Receive(t.Context())
			if err != nil {
				return
			}
			v.mu.Lock()
			v.all = append(v.all, frame)
			v.mu.Unlock()
		}
	}()
	return v
}

func (v *visitor) story(node *parleytest.Node, a *parleytest.Adversary) story {
	v.t.Helper()
	st := story{node: node, session: messages.SessionID(a.SOW.ID(), v.shop.farm.Key)}
	for record, err := range v.shop.farm.Journal().Transcript(v.t.Context(), st.session) {
		if err != nil {
			v.t.Fatal(err)
		}
		st.records = append(st.records, messages.Frame{Type: messages.FrameType(v.parsed(record.Envelope).Header().Kind), Data: record.Envelope})
		st.ids = append(st.ids, record.ID)
	}
	if len(st.records) < 4 {
		v.t.Fatalf("the journal has %d envelopes of a session that binds", len(st.records))
	}
	return st
}

func (v *visitor) parsed(raw []byte) *messages.Unopened {
	v.t.Helper()
	u, err := messages.Parse(raw)
	if err != nil {
		v.t.Fatalf("%x: %v", raw, err)
	}
	return u
}

// heard is everything so far.
func (v *visitor) heard() []messages.Frame {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.all
}

// frame is what a letter stands for: the next frame of r, if for nothing else.
func (v *visitor) frame(letter byte, r *bufio.Reader) (messages.Frame, bool) {
	resume := func(of messages.ID, count int, head messages.ID) (messages.Frame, bool) {
		return messages.ResumeFrame(&messages.Resume{Session: of[:], Count: uint32(count), Head: head[:]}), true
	}
	of := func(s story, count int) (messages.Frame, bool) { return resume(s.session, count, s.ids[count-1]) }
	switch {
	case letter == letterSOW:
		return messages.EnvelopeFrame(v.sow), true
	case letter == letterForged:
		frame := messages.EnvelopeFrame(v.sow)
		frame.Data = bytes.Clone(frame.Data)
		frame.Data[len(frame.Data)-1] ^= 1
		return frame, true
	case letter == letterAgreement:
		return v.agreement(0)
	case letter == letterTwice:
		return v.agreement(time.Second)
	case letter == letterHeld:
		count, head := 1, v.sow.ID()
		for _, frame := range v.heard() {
			if frame.Type < messages.FrameResume {
				count, head = count+1, v.parsed(frame.Data).ID()
			}
		}
		return resume(messages.SessionID(v.sow.ID(), v.shop.farm.Key), count, head)
	case letter == letterOwn:
		return of(v.own, 1)
	case letter == letterOwnAll:
		return of(v.own, len(v.own.ids))
	case letter == letterOther:
		return of(v.other, 1)
	case letter == letterOtherAll:
		return of(v.other, len(v.other.ids))
	case letter == letterTold:
		return messages.TelemetryFrame(&messages.Telemetry{Text: "\x1b[2J"}), true
	case letter == letterRefusal:
		return messages.RefusalFrame(&messages.Refusal{Code: messages.Code_CODE_INTERNAL}), true
	case letter >= letterOwnRecords && int(letter-letterOwnRecords) < len(v.own.records):
		return v.own.records[letter-letterOwnRecords], true
	case letter >= letterOtherRecords && int(letter-letterOtherRecords) < len(v.other.records):
		return v.other.records[letter-letterOtherRecords], true
	}
	frame, err := messages.ReadFrame(r)
	return frame, err == nil
}

// agreement is to the quote of the visitor's SOW, if one was heard, with so much more time to review.
func (v *visitor) agreement(review time.Duration) (messages.Frame, bool) {
	v.t.Helper()
	for _, frame := range v.heard() {
		if frame.Type != messages.FrameType(messages.Kind_KIND_QUOTE) {
			continue
		}
		u := v.parsed(frame.Data)
		e, err := u.Open()
		if err != nil || u.Header().Prev != v.sow.ID() {
			continue
		}
		agreed := agreement(v.t, v.shop, &parleytest.Adversary{Node: v.node, SOW: v.sow}, e.Message().(*messages.Quote),
			func(t *messages.Terms) { t.ReviewMs += uint64(review.Milliseconds()) })
		signed, err := messages.Seal(agreed, e.ID(), v.node.Signer)
		if err != nil {
			v.t.Fatal(err)
		}
		return messages.EnvelopeFrame(signed), true
	}
	return messages.Frame{}, false
}

// say sends a frame, and waits for what becomes of it. It reports whether the farmer still listens.
func (v *visitor) say(frame messages.Frame) bool {
	if v.stream.Send(v.t.Context(), frame) != nil {
		return false
	}
	if m, err := frame.Unsigned(); err == nil && len(v.said) == 0 {
		v.first, _ = m.(*messages.Resume)
	}
	v.said = append(v.said, frame.Data...)
	if u, err := messages.Parse(frame.Data); err == nil {
		id := u.ID()
		session := messages.SessionID(id, v.shop.farm.Key)
		v.said = append(append(v.said, id[:]...), session[:]...)
	}
	synctest.Wait()
	return true
}

// end waits for the end of the stream. One that is in no session ends in the time of two answers, and another with its session.
func (v *visitor) end(silent bool) {
	v.t.Helper()
	if !silent {
		_ = v.stream.CloseWrite()
	}
	synctest.Wait()
	most := 21 * time.Second
	for _, s := range v.shop.server.Sessions() {
		if s.Requester == v.node.Key {
			most = 30 * 24 * time.Hour
		}
	}
	select {
	case <-v.done:
	case <-time.After(most):
		v.t.Fatalf("the farmer listens after %s", most)
	}
	v.stream.Reset()
	synctest.Wait()
}

// isSound checks that whatever was heard can be read, and is of who may have said it.
func (v *visitor) isSound() {
	v.t.Helper()
	for _, frame := range v.heard() {
		if again, err := messages.ReadFrame(bufio.NewReader(bytes.NewReader(messages.AppendFrame(nil, frame)))); err != nil || again.Type != frame.Type || !bytes.Equal(again.Data, frame.Data) {
			v.t.Fatalf("heard a frame that nobody can read: %v", err)
		}
		if frame.Type >= messages.FrameResume {
			if _, err := frame.Unsigned(); err != nil {
				v.t.Fatalf("heard %x: %v", frame.Data, err)
			}
			continue
		}
		e, err := v.parsed(frame.Data).Open()
		if err != nil || e.Signer() != v.shop.farm.Key && e.Signer() != v.node.Key {
			v.t.Fatalf("heard a %s of %s: %v", messages.Kind(frame.Type).Name(), e.Signer().Short(), err)
		}
	}
}

// keepsToItself checks that nothing of another's session was heard that was not said before, and not that there is one: who asks for it
// is answered as who asks for what nobody has.
func (v *visitor) keepsToItself() {
	v.t.Helper()
	if v.first != nil && !v.has(messages.ID(v.first.Session)) {
		nothing := messages.ResumeFrame(&messages.Resume{Session: v.first.Session, Head: make([]byte, len(messages.ID{}))})
		if heard := v.heard(); len(heard) == 0 || heard[0].Type != nothing.Type || !bytes.Equal(heard[0].Data, nothing.Data) {
			v.t.Fatalf("who asks for a session that is not its own hears %v first, want that nothing is known of it", heard)
		}
	}
	for _, others := range []story{v.own, v.other} {
		if others.node == v.node {
			continue
		}
		secret := [][]byte{others.session[:], others.node.Key[:]}
		for i, id := range others.ids {
			secret = append(secret, id[:], others.records[i].Data)
		}
		for _, frame := range v.heard() {
			for _, s := range secret {
				if bytes.Contains(frame.Data, s) && !bytes.Contains(v.said, s) {
					v.t.Fatalf("a frame of type %#x tells %s of %s's session: %x", byte(frame.Type), v.node.Key.Short(), others.node.Key.Short(), s)
				}
			}
			if m, err := frame.Unsigned(); err == nil {
				if r, ok := m.(*messages.Resume); ok && messages.ID(r.Session) == others.session && r.Count > 0 {
					v.t.Fatalf("%s is told how far %s's session is: %d envelopes", v.node.Key.Short(), others.node.Key.Short(), r.Count)
				}
			}
		}
	}
}

// has reports whether the visitor has a part in a session.
func (v *visitor) has(session messages.ID) bool {
	return v.node == v.own.node && session == v.own.session || session == messages.SessionID(v.sow.ID(), v.shop.farm.Key)
}

// journalsTheBound checks that each session of the journal is of one requester, and binds the farmer; and that notes are of such sessions.
func (v *visitor) journalsTheBound() {
	v.t.Helper()
	ctx, j := v.t.Context(), v.shop.farm.Journal()
	there := map[messages.ID]bool{}
	for head, err := range j.Sessions(ctx) {
		if err != nil {
			v.t.Fatal(err)
		}
		there[head.Session] = true
		var asks messages.Key
		binds := false
		for record, err := range j.Transcript(ctx, head.Session) {
			if err != nil {
				v.t.Fatal(err)
			}
			e, err := v.parsed(record.Envelope).Open()
			if err != nil {
				v.t.Fatalf("session %s, envelope %d: %v", head.Session.Short(), record.Index, err)
			}
			if record.Index == 0 {
				asks = e.Signer()
			}
			if e.Signer() != asks && e.Signer() != v.shop.farm.Key {
				v.t.Fatalf("session %s of %s has an envelope of %s", head.Session.Short(), asks.Short(), e.Signer().Short())
			}
			binds = binds || e.Kind() == messages.Kind_KIND_ACCEPTANCE
		}
		if !binds || !(asks == v.node.Key && v.has(head.Session)) && head.Session != v.own.session && head.Session != v.other.session {
			v.t.Fatalf("the journal has session %s of %s: it binds the farmer: %v", head.Session.Short(), asks.Short(), binds)
		}
	}
	for _, bucket := range []string{drive.Bucket(protocol.Farmer), drive.Equivocations} {
		for note, err := range j.Notes(ctx, bucket) {
			if err != nil || len(note.Key) < len(messages.ID{}) || !there[messages.ID(note.Key[:32])] {
				v.t.Fatalf("a note in %s of a session that the journal does not have: %x, %v", bucket, note.Key, err)
			}
		}
	}
}
