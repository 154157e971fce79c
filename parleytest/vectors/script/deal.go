package script

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

// Deal is a session under a script.
type Deal struct {
	Session *protocol.Session
	Now     time.Time
	// Raw are the envelopes applied, in order.
	Raw [][]byte
	// Last is the last envelope that a line made, applied or not.
	Last []byte
}

// New starts a deal as one party sees it; 0 is a third party. Limits that are unset are the defaults.
func New(self protocol.Role, limits protocol.Limits) *Deal {
	return &Deal{Session: protocol.New(Peer("farmer"), self, limits), Now: Start}
}

// Make builds the envelope that a line asks for and applies nothing. Beside the fields of the message it knows
// "!prev=zero", "!prev=head", "!prev=session", "!prev=3" (the ID of envelope 3) and "!prev=" with an ID in hex.
func (d *Deal) Make(line string) ([]byte, error) {
	words := strings.Fields(line)
	if len(words) < 2 {
		return nil, fmt.Errorf("%q: want WHO KIND", line)
	}
	key, kind := Key(words[0]), KindOf(words[1])
	if key == nil || kind == 0 {
		return nil, fmt.Errorf("%q: nobody, or no kind", line)
	}
	v := d.Session.View()
	prev, m := v.Head, Legal(kind, v, d.Now)
	if kind == messages.Kind_KIND_ASK {
		prev = v.Session
	}
	var body []byte
	for _, word := range words[2:] {
		switch at, ok := strings.CutPrefix(word, "!prev="); {
		case ok:
			id, err := d.id(at)
			if err != nil {
				return nil, err
			}
			prev = id
		case m != nil:
			if err := Edit(m, word); err != nil {
				return nil, err
			}
		}
	}
	if m != nil {
		body = Marshal(m)
	}
	return Envelope(kind, body, prev, key), nil
}

func (d *Deal) id(at string) (messages.ID, error) {
	switch at {
	case "zero":
		return messages.ID{}, nil
	case "head":
		return d.Session.View().Head, nil
	case "session":
		return d.Session.View().Session, nil
	}
	if id, err := messages.ParseID(at); err == nil {
		return id, nil
	}
	i, err := strconv.Atoi(at)
	heads := slices.Collect(d.Session.Heads())
	if err != nil || i < 0 || i >= len(heads) {
		return messages.ID{}, fmt.Errorf("no envelope %q", at)
	}
	return heads[i], nil
}

// KindOf reads a kind's name as SPEC.md writes it.
func KindOf(name string) messages.Kind {
	for k := messages.Kind_KIND_SOW; k <= messages.Kind_KIND_ASK; k++ {
		if k.Name() == name {
			return k
		}
	}
	return 0
}

// Offer judges an envelope as a receiver does: layout, what is free, signature, meaning. A refusal that left a trace, or
// on which the free check and the full one do not agree, is a fault of the judge and panics.
func (d *Deal) Offer(raw []byte) error {
	d.Last = raw
	u, err := messages.Parse(raw)
	if err != nil {
		return err
	}
	before, print := *d.Session, Fingerprint(d.Session)
	err = d.judge(u)
	if err == nil {
		if u.Header().Kind != messages.Kind_KIND_ASK {
			d.Raw = append(d.Raw, raw)
		}
		return nil
	}
	if !reflect.DeepEqual(before, *d.Session) || print != Fingerprint(d.Session) {
		panic(fmt.Sprintf("a refused %s left a trace: %v", u.Header().Kind.Name(), err))
	}
	return err
}

func (d *Deal) judge(u *messages.Unopened) error {
	if u.Header().Kind == messages.Kind_KIND_ASK {
		e, err := u.Open()
		if err != nil {
			return err
		}
		return d.Session.Ask(e)
	}
	admitted := d.Session.Admit(u.Header())
	e, err := u.Open()
	if err != nil {
		return err
	}
	err = d.Session.Apply(e, d.Now)
	said := protocol.CodeOf(err) == protocol.Duplicate || protocol.CodeOf(err) == protocol.Equivocation
	if admitted != nil && (err == nil || !said && protocol.CodeOf(err) != protocol.CodeOf(admitted)) {
		panic(fmt.Sprintf("Admit said %v, Apply %v", admitted, err))
	}
	return err
}

// Fingerprint is all that a session shows, messages by their bytes.
func Fingerprint(s *protocol.Session) string {
	var b strings.Builder
	v := reflect.ValueOf(*s.View())
	for i := range v.NumField() {
		if m, ok := v.Field(i).Interface().(proto.Message); ok {
			fmt.Fprintf(&b, "%s %x\n", v.Type().Field(i).Name, Marshal(m))
		} else {
			fmt.Fprintf(&b, "%s %v\n", v.Type().Field(i).Name, v.Field(i).Interface())
		}
	}
	fmt.Fprintln(&b, slices.Collect(s.Heads()))
	return b.String()
}

// Do plays one line and says what came of it: where the deal stands, or why the line was refused.
//
//	WHO KIND field=value …   says something
//	repeat N                 says envelope N again
//	at +2m                   sets the clock, from the start of the script
//	expire                   lets time move
//	resume COUNT [HEAD]      the other side says how far it is; HEAD is an envelope's number
//	owed                     what the requester owes
func (d *Deal) Do(line string) string {
	words := strings.Fields(line)
	switch words[0] {
	case "at":
		after, err := time.ParseDuration(words[1])
		if err != nil {
			return err.Error()
		}
		d.Now = Start.Add(after)
		return ""
	case "expire":
		if !d.Session.Expire(d.Now) {
			return "nothing expires"
		}
		return d.state()
	case "owed":
		amount, open := d.Session.View().Owed()
		return fmt.Sprintf("owed %s, open %t", amount, open)
	case "resume":
		return d.resume(words[1:])
	case "repeat":
		i, err := strconv.Atoi(words[1])
		if err != nil || i >= len(d.Raw) {
			return "no such envelope"
		}
		return d.say(d.Raw[i])
	}
	raw, err := d.Make(line)
	if err != nil {
		return "script: " + err.Error()
	}
	return d.say(raw)
}

func (d *Deal) say(raw []byte) string {
	if err := d.Offer(raw); err != nil {
		return fmt.Sprintf("refused, %s: %s", protocol.CodeName(protocol.CodeOf(err)), reason(err))
	}
	return d.state()
}

func reason(err error) string {
	if e, ok := err.(*protocol.Error); ok {
		return e.Reason
	}
	_, text, _ := strings.Cut(err.Error(), ": ")
	return strings.ReplaceAll(text, "\u00a0", " ") // the protobuf library varies its spaces on purpose
}

func (d *Deal) state() string {
	v := d.Session.View()
	s := fmt.Sprintf("%d %s", v.Count, v.Phase)
	if turn := v.Turn(); turn != 0 {
		s += ", " + turn.String() + " to move"
	}
	if at, then, ok := v.Deadline(); ok {
		s += fmt.Sprintf(", %s after %s", then, at.Sub(Start))
	}
	if v.Asked != nil {
		s += fmt.Sprintf(", %s asks: %s", v.AskedBy, v.Asked.Request)
	}
	return s
}

func (d *Deal) resume(words []string) string {
	r := d.Session.Resume()
	count, err := strconv.Atoi(words[0])
	if err != nil {
		return err.Error()
	}
	r.Count = uint32(count)
	head := strconv.Itoa(count - 1)
	if len(words) > 1 {
		head = words[1]
	}
	if id, err := d.id(head); err == nil {
		r.Head = id[:]
	} else {
		r.Head = make([]byte, 32)
	}
	from, behind, err := d.Session.Missing(r)
	if err != nil {
		return fmt.Sprintf("refused, %s: %s", protocol.CodeName(protocol.CodeOf(err)), reason(err))
	}
	return fmt.Sprintf("send from %d, expect %d", from, behind)
}
