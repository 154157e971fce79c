package protocol_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
	"github.com/parley-p2p/parley/protocol"
)

// S-3.10-2, H02: the set of codes is closed, each has words, and what went wrong below becomes one of them.
func TestCodes(t *testing.T) {
	said := make(map[string]messages.Code)
	for n := range messages.Code_name {
		code := messages.Code(n)
		if code == 0 {
			continue
		}
		name := protocol.CodeName(code)
		if strings.HasPrefix(name, "CODE_") {
			t.Errorf("%s has no words", code)
		}
		if other, twice := said[name]; twice {
			t.Errorf("%s and %s are both %q", code, other, name)
		}
		said[name] = code
	}
	for _, c := range []struct {
		err  error
		want protocol.Code
	}{
		{nil, 0},
		{io.EOF, protocol.Internal},
		{fmt.Errorf("open: %w", messages.ErrSignature), protocol.BadSignature},
		{fmt.Errorf("read: %w", messages.ErrTooLarge), protocol.TooLarge},
		{messages.ErrUnknown, protocol.Unsupported},
		{messages.ErrMalformed, protocol.Invalid},
		{messages.ErrInvalid, protocol.Invalid},
		{messages.ErrFrame, protocol.Invalid},
		{messages.ErrKey, protocol.BadSignature},
		{fmt.Errorf("quote: %w", protocol.Errorf(protocol.Busy, "later")), protocol.Busy},
	} {
		if got := protocol.CodeOf(c.err); got != c.want {
			t.Errorf("%v is %s, want %s", c.err, got, c.want)
		}
	}
}

// S-3.10-3: what is said to the other side can always be signed and read: it has a code, is UTF-8, fits, and a cause that
// is nobody's business stays here.
func TestWhatCrossesCanBeRead(t *testing.T) {
	cause := errors.New("/home/me/secret")
	for name, err := range map[string]error{
		"a stranger":    cause,
		"wrapped":       fmt.Errorf("quote: %w", &protocol.Error{Code: protocol.Price, Reason: "too low", Err: cause}),
		"no code":       &protocol.Error{Reason: "forgot"},
		"unknown code":  &protocol.Error{Code: 99},
		"long":          protocol.Errorf(protocol.Failed, "%s", strings.Repeat("ü", 2000)),
		"not UTF-8":     protocol.Errorf(protocol.Failed, "a\xff\xfeb"),
		"bad remedy":    &protocol.Error{Code: protocol.Price, Remedy: &messages.Remedy{Price: &messages.Price{PerUnit: "1.5"}}},
		"a huge remedy": &protocol.Error{Code: protocol.Price, Remedy: &messages.Remedy{Services: slicesOf(strings.Repeat("s", 120), 64)}},
	} {
		e := protocol.AsError(err)
		sealed, failed := messages.Seal(e.Reject(), messages.ID{1}, script.Key("farmer"))
		if failed != nil {
			t.Errorf("%s: %v", name, failed)
			continue
		}
		reject := open(t, sealed.Bytes()).Message().(*messages.Reject)
		if strings.Contains(reject.Reason, "secret") || !utf8.ValidString(reject.Reason) || reject.Code == 0 {
			t.Errorf("%s: says %s %q", name, reject.Code, reject.Reason)
		}
		frame := messages.RefusalFrame(e.Refusal(messages.ID{2}))
		m, failed := frame.Unsigned()
		if failed != nil || len(frame.Data) > frame.Type.MaxSize() {
			t.Errorf("%s: %d bytes, %v", name, len(frame.Data), failed)
			continue
		}
		back := protocol.FromRefusal(m.(*messages.Refusal))
		if back.Code != reject.Code || !back.Remote || back.Reason != reject.Reason {
			t.Errorf("%s: %v came from %v", name, back, reject)
		}
		if got := protocol.FromReject(reject); !got.Remote || got.Code != reject.Code {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func slicesOf(s string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = s
	}
	return list
}

// The text of an error names the code, who said it, why, and the local cause.
func TestErrorText(t *testing.T) {
	cause := errors.New("no route")
	e := &protocol.Error{Code: protocol.Unavailable, Reason: "the farmer cannot be reached", Remote: true, Err: cause}
	if diff := cmp.Diff("peer: unavailable: the farmer cannot be reached: no route", e.Error()); diff != "" {
		t.Error(diff)
	}
	if !errors.Is(e, cause) {
		t.Error("the cause is lost")
	}
	if protocol.AsError(nil) != nil || protocol.AsError(e) != e {
		t.Error("AsError changes what is one already")
	}
}

// THREATS: a peer's sentence cannot steer the terminal that shows it; one's own is shown as it is.
func TestRemoteTextIsPrintable(t *testing.T) {
	const said, want = "no\x1b[2J\u202emoney\nparley: paid", "no[2Jmoney parley: paid"
	for name, e := range map[string]*protocol.Error{
		"reject":  protocol.FromReject(&messages.Reject{Code: protocol.Price, Reason: said}),
		"refusal": protocol.FromRefusal(&messages.Refusal{Code: protocol.Price, Reason: said}),
		"other":   {Code: protocol.Price, Reason: said, Remote: true},
	} {
		if diff := cmp.Diff("peer: price: "+want, e.Error()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if name != "other" && e.Reason != want {
			t.Errorf("%s: reason %q", name, e.Reason)
		}
	}
	if own := (&protocol.Error{Code: protocol.Price, Reason: "a\nb"}).Error(); own != "price: a\nb" {
		t.Errorf("one's own became %q", own)
	}
}
