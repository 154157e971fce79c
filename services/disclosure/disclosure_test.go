package disclosure_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/cipher"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/disclosure"
)

func TestRing(t *testing.T) { // M12
	notes := new(journal.Memory)
	ring := &disclosure.Ring{Notes: notes}
	key, other := cipher.NewKey(), cipher.NewKey()
	now := time.Unix(1_800_000_000, 0)
	mine, others := &protocol.View{Requester: messages.Key{1}}, &protocol.View{Requester: messages.Key{2}}
	if err := errors.Join(ring.Add(t.Context(), mine.Requester, key, now.Add(time.Hour)), ring.Add(t.Context(), mine.Requester, key, now), ring.Add(t.Context(), mine.Requester, other, now)); err != nil {
		t.Fatal(err)
	}
	ring = &disclosure.Ring{Notes: notes} // after a restart
	has := func(k cipher.Key) bool {
		t.Helper()
		got, err := ring.Key(t.Context(), mine, k.Commitment())
		if err != nil && protocol.CodeOf(err) != protocol.Content {
			t.Error(err)
		}
		if _, err := ring.Key(t.Context(), others, k.Commitment()); protocol.CodeOf(err) != protocol.Content {
			t.Errorf("a key is given for the job of another requester: %v", err)
		}
		return err == nil && got == k
	}
	if !has(key) || !has(other) || has(cipher.NewKey()) {
		t.Error("the keys that were added are not those that are here")
	}
	for _, c := range []struct {
		after      time.Duration
		key, other bool
	}{{0, true, true}, {time.Minute, true, false}, {time.Hour, true, false}, {time.Hour + time.Second, false, false}} {
		if err := ring.Sweep(t.Context(), now.Add(c.after), nil); err != nil {
			t.Fatal(err)
		}
		if has(key) != c.key || has(other) != c.other {
			t.Errorf("after %s: %t and %t are here, want %t and %t", c.after, has(key), has(other), c.key, c.other)
		}
	}
}

func TestMessages(t *testing.T) {
	member := disclosure.Request{Deal: deals.Hash{1}, Member: deals.Address{2}, Signature: bytes.Repeat([]byte{3}, 65)}
	for _, r := range []disclosure.Request{{Session: messages.ID{9}}, member} {
		b, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		got, err := disclosure.DecodeRequest(b)
		if err != nil || !cmp.Equal(&r, got) {
			t.Errorf("%s: %+v, %v", b, got, err)
		}
	}
	for _, a := range []disclosure.Answer{{Key: cipher.NewKey()}, {Refused: "not you"}, {Refused: strings.Repeat("<", 10_000)}, {Refused: "\x00\xff"}} {
		b, err := a.Encode()
		if err != nil || len(b) > disclosure.MaxBytes {
			t.Fatalf("%d bytes, %v", len(b), err)
		}
		got, err := disclosure.DecodeAnswer(b)
		if err != nil || got.Key != a.Key || (got.Refused == "") != (a.Refused == "") {
			t.Errorf("%s: %+v, %v", b, got, err)
		}
	}
	for _, text := range []string{"", "{}", "[]", `{"session":"ab"}`, `{"session":"` + strings.Repeat("0", 64) + `"}`, `{"more":1}`, `{"key":"00"}`,
		`{"key":"` + strings.Repeat("00", 32) + `","refused":"x"}`, `{"refused":"` + strings.Repeat("x", 151) + `"}`, `{"refused":"x"} {}`, `{"refused":"` + strings.Repeat(" ", 2000) + `"}`} {
		if r, err := disclosure.DecodeRequest([]byte(text)); err == nil {
			t.Errorf("request %.40s: %+v", text, r)
		}
		if a, err := disclosure.DecodeAnswer([]byte(text)); err == nil {
			t.Errorf("answer %.40s: %+v", text, a)
		}
	}
	for what, edit := range map[string]func(map[string]any){
		"with a session":      func(m map[string]any) { m["session"] = strings.Repeat("01", 32) },
		"without a deal":      func(m map[string]any) { delete(m, "deal") },
		"without a member":    func(m map[string]any) { delete(m, "member") },
		"a short signature":   func(m map[string]any) { m["signature"] = "00" },
		"a signature no hex":  func(m map[string]any) { m["signature"] = strings.Repeat("x", 130) },
		"a field of nobody's": func(m map[string]any) { m["x"] = 1 },
	} {
		b, err := member.Encode()
		if err != nil {
			t.Fatal(err)
		}
		m := map[string]any{}
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		edit(m)
		if b, err = json.Marshal(m); err != nil {
			t.Fatal(err)
		}
		if r, err := disclosure.DecodeRequest(b); err == nil {
			t.Errorf("%s: %+v", what, r)
		}
	}
}

// FuzzMessages: what is read is what its encoding says again, and neither is long.
func FuzzMessages(f *testing.F) {
	for _, r := range []disclosure.Request{{Session: messages.ID{9}}, {Deal: deals.Hash{1}, Member: deals.Address{2}, Signature: make([]byte, 65)}} {
		b, err := r.Encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, a := range []disclosure.Answer{{Key: cipher.Key{1}}, {Refused: "no"}} {
		b, err := a.Encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := disclosure.DecodeRequest(b); err == nil {
			again, err := r.Encode()
			if err != nil || len(b) > disclosure.MaxBytes || len(again) > disclosure.MaxBytes {
				t.Fatalf("%d bytes, then %d, %v", len(b), len(again), err)
			}
			if same, err := disclosure.DecodeRequest(again); err != nil || !cmp.Equal(r, same) {
				t.Errorf("%+v is %+v, %v", r, same, err)
			}
		}
		if a, err := disclosure.DecodeAnswer(b); err == nil {
			again, err := a.Encode()
			if err != nil || len(again) > disclosure.MaxBytes {
				t.Fatalf("%d bytes, %v", len(again), err)
			}
			if same, err := disclosure.DecodeAnswer(again); err != nil || same.Key != a.Key || (same.Refused == "") != (a.Refused == "") {
				t.Errorf("%+v is %+v, %v", a, same, err)
			}
		}
	})
}

// answers is who says one thing after the other, the last again and again.
type answers struct {
	all   []disclosure.Answer
	asked int
}

func (a *answers) Ask(_ context.Context, _ messages.Key, request []byte) ([]byte, error) {
	if _, err := disclosure.DecodeRequest(request); err != nil {
		return nil, err
	}
	next := a.all[min(a.asked, len(a.all)-1)]
	a.asked++
	return next.Encode()
}

// mute says nothing the first time, until it is given up.
type mute struct {
	answers
	once bool
}

func (m *mute) Ask(ctx context.Context, peer messages.Key, request []byte) ([]byte, error) {
	if !m.once {
		m.once = true
		<-ctx.Done()
		return nil, context.Cause(ctx)
	}
	return m.answers.Ask(ctx, peer, request)
}

// fleeting answers once, and is gone then.
type fleeting struct{ answers }

func (f *fleeting) Ask(ctx context.Context, peer messages.Key, request []byte) ([]byte, error) {
	if f.asked > 0 {
		return nil, errors.New("nobody is at home")
	}
	return f.answers.Ask(ctx, peer, request)
}

// A party that answers once has given the key for all tasks of a case and all its runs, also after a restart; and for nobody else's case.
func TestJurorKeepsTheKey(t *testing.T) { // M12
	key, ring := cipher.NewKey(), &disclosure.Ring{Notes: new(journal.Memory)}
	view := &protocol.View{Requester: messages.Key{1}, Farmer: messages.Key{2}}
	them := &fleeting{answers{all: []disclosure.Answer{{Key: key}}}}
	for task := range 3 {
		j := &disclosure.Juror{Asker: them, Ring: ring, Sign: func(disclosure.Petition) ([]byte, error) { return make([]byte, 65), nil }}
		if got, err := j.In(deals.Hash{5}).Key(t.Context(), view, key.Commitment()); err != nil || got != key {
			t.Errorf("task %d: %v, the right one: %t", task, err, got == key)
		}
		if _, err := j.In(deals.Hash{6}).Key(t.Context(), &protocol.View{Requester: messages.Key{3}}, key.Commitment()); protocol.CodeOf(err) != protocol.Content {
			t.Errorf("a copy of the job has the key: %v", err)
		}
	}
	if err := ring.Sweep(t.Context(), time.Now().Add(time.Hour), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := ring.Key(t.Context(), view, key.Commitment()); err != nil {
		t.Errorf("swept while the case may be judged: %v", err)
	}
}

// A question that is not answered is not waited for until there is no time left: another is asked.
func TestOneQuestionIsShort(t *testing.T) { // M12
	synctest.Test(t, func(t *testing.T) {
		key := cipher.NewKey()
		view := &protocol.View{Session: messages.ID{1}, Terms: &messages.Terms{DeliverByMs: time.Now().Add(time.Hour).UnixMilli()}}
		ctx, cancel := context.WithTimeoutCause(t.Context(), 20*time.Second, protocol.Errorf(protocol.Late, "too late"))
		defer cancel()
		hired := &disclosure.Hired{Ring: &disclosure.Ring{Notes: new(journal.Memory)}, Asker: &mute{answers: answers{all: []disclosure.Answer{{Key: key}}}}}
		if got, err := hired.Key(ctx, view, key.Commitment()); err != nil || got != key {
			t.Errorf("%v, the right one: %t", err, got == key)
		}
	})
}

// Who is told to wait says so once, and asks less and less often until it is given the key.
func TestWaitingForTheKey(t *testing.T) { // S-9.2-1, M12
	synctest.Test(t, func(t *testing.T) {
		key, began := cipher.NewKey(), time.Now()
		view := &protocol.View{Session: messages.ID{1}, Terms: &messages.Terms{DeliverByMs: time.Now().Add(time.Hour).UnixMilli()}}
		them := &later{key: key, from: began.Add(2 * time.Minute)}
		var told []string
		hired := &disclosure.Hired{Ring: &disclosure.Ring{Notes: new(journal.Memory)}, Asker: them,
			Waits: func(v *protocol.View, why error) { told = append(told, v.Session.Short()+" "+why.Error()) }}
		got, err := hired.Key(t.Context(), view, key.Commitment())
		if err != nil || got != key {
			t.Fatalf("%v, the right one: %t", err, got == key)
		}
		if len(told) != 1 || !strings.Contains(told[0], "not 12 blocks deep") {
			t.Errorf("told %q, want it told once", told)
		}
		if waited := time.Since(began); them.asked > 70 || waited > 2*time.Minute+2*time.Second {
			t.Errorf("%d questions in %s", them.asked, waited)
		}
	})
}

// later gives the key from some time on.
type later struct {
	key   cipher.Key
	from  time.Time
	asked int
}

func (l *later) Ask(context.Context, messages.Key, []byte) ([]byte, error) {
	l.asked++
	if time.Now().Before(l.from) {
		return (&disclosure.Answer{Refused: "the deal is open, and not 12 blocks deep yet"}).Encode()
	}
	return (&disclosure.Answer{Key: l.key}).Encode()
}

// Whoever answers with something else than the key that was committed to is asked again, and nothing of it is kept.
func TestOnlyTheKeyIsTaken(t *testing.T) { // S-9.2-3, M12
	synctest.Test(t, func(t *testing.T) {
		key := cipher.NewKey()
		notes := new(journal.Memory)
		view := &protocol.View{Session: messages.ID{1}, Terms: &messages.Terms{DeliverByMs: time.Now().Add(time.Hour).UnixMilli()}}
		them := &answers{all: []disclosure.Answer{{Refused: "not yet"}, {Key: cipher.NewKey()}, {Key: key}}}
		hired := &disclosure.Hired{Ring: &disclosure.Ring{Notes: notes}, Asker: them}
		for range 2 { // the second time it is here
			got, err := hired.Key(t.Context(), view, key.Commitment())
			if err != nil || got != key || them.asked != 3 {
				t.Errorf("%v after %d questions, the right one: %t", err, them.asked, got == key)
			}
		}
		late := protocol.Errorf(protocol.Late, "too late")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Minute, late)
		defer cancel()
		_, err := (&disclosure.Hired{Ring: hired.Ring, Asker: &answers{all: []disclosure.Answer{{Refused: "never"}}}}).Key(ctx, view, [32]byte{1})
		inner := errors.Unwrap(err)
		if protocol.CodeOf(err) != protocol.Late || inner == nil || !strings.Contains(inner.Error(), "never") {
			t.Errorf("%v, for %v", err, inner)
		}
	})
}
