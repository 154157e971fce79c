package protocol_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

// S-1.1-7: what is weighed is what Apply makes of it, in every state, but for the reservation; and it leaves no trace.
func TestWeighIsApply(t *testing.T) {
	for name, deal := range deals {
		all := sealed(t, deal)
		for n, e := range all {
			s := after(t, all, n)
			u, err := messages.Parse(e.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			before := s.View()
			got, err := s.Weigh(u, time.Time{})
			if isQuote := e.Kind() == messages.Kind_KIND_QUOTE; isQuote != (err == nil) {
				t.Errorf("%s: weighing a %s: %v", name, e.Kind().Name(), err)
			}
			if s.View() != before {
				t.Errorf("%s: weighing a %s left a trace", name, e.Kind().Name())
			}
			if err != nil {
				continue
			}
			if !got.Unverified {
				t.Errorf("%s: a weighed quote counts as verified", name)
			}
			if err := s.Apply(e, time.Time{}); err != nil {
				t.Fatal(err)
			}
			want := *s.View()
			want.Unverified = true
			if diff := cmp.Diff(&want, got, protocmp.Transform()); diff != "" {
				t.Errorf("%s (-applied +weighed):\n%s", name, diff)
			}
			if _, err := s.Weigh(u, time.Time{}); protocol.CodeOf(err) != protocol.Stale {
				t.Errorf("%s: weighed again: %v", name, err)
			}
		}
	}
}

// S-4.2-3: what Apply refuses of a quote, Weigh does.
func TestWeighRefuses(t *testing.T) {
	all := sealed(t, deals["paid"])
	farmer := script.Peer("farmer")
	s := protocol.New(farmer, protocol.Requester, protocol.Limits{})
	if err := s.Apply(all[0], script.Start); err != nil {
		t.Fatal(err)
	}
	u, err := messages.Parse(all[1].Bytes())
	if err != nil {
		t.Fatal(err)
	}
	late := script.Start.Add(1000 * time.Hour)
	_, weighed := s.Weigh(u, late)
	if applied := s.Apply(all[1], late); weighed == nil || applied == nil || weighed.Error() != applied.Error() {
		t.Errorf("late: weighed %v, applied %v", weighed, applied)
	}
	if _, err := s.Weigh(u, script.Start); err != nil {
		t.Errorf("in time: %v", err)
	}
}
