package failure

import (
	"context"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/deals"
)

// TestWrite: what strangers have put into the words steers no terminal.
func TestWrite(t *testing.T) {
	var b strings.Builder
	(&Failure{Cause: "no farmer was hired:\n  farmer: \x1b[2J\u202enothing\tto see\r", Try: "ask for \x1b]8;;http://x\a\nless"}).Write(&b)
	want := "parley: no farmer was hired:\n  farmer: [2Jnothing to see \n  try: ask for ]8;;http://x less\n"
	if got := b.String(); got != want {
		t.Errorf("written %q, want %q", got, want)
	}
}

// Farmers that could not do it just now are asked again; those that were not reached are looked after.
func TestUnavailable(t *testing.T) {
	here := requester.Refused{Err: &protocol.Error{Code: protocol.Unavailable, Reason: "no answer"}}
	there := requester.Refused{Err: &protocol.Error{Code: protocol.Unavailable, Reason: "the chain cannot be asked just now", Remote: true}}
	full := requester.Refused{Err: &protocol.Error{Code: protocol.Busy, Reason: "full", Remote: true}}
	for _, c := range []struct {
		refused []requester.Refused
		exit    int
		try     string
	}{
		{[]requester.Refused{here, here}, Unavailable, "see that they run"},
		{[]requester.Refused{here, there}, Unavailable, "ask again"},
		{[]requester.Refused{there, full}, Refused, "start another farmer"},
	} {
		f := Of(&requester.Unfilled{Service: "s", Want: 1, Refused: c.refused})
		if f.Exit != c.exit || !strings.Contains(f.Try, c.try) {
			t.Errorf("%v: exit code %d, %q; want %d, %q", c.refused, f.Exit, f.Try, c.exit, c.try)
		}
	}
}

// TestSlowChain: an endpoint that answers too late is not said to be away, nor is a chain to be started for it.
func TestSlowChain(t *testing.T) {
	asked := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-asked }))
	defer slow.Close()
	defer close(asked)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := transactions.Dial(ctx, slow.URL, big.NewInt(1))
	f := Of(fmt.Errorf("%w: %w", deals.ErrUnreachable, err))
	if f.Exit != Unavailable || f.Cause != "the chain at "+slow.URL+" does not answer in time" || !strings.Contains(f.Try, "name another endpoint with --rpc") {
		t.Errorf("%d, %q, %q", f.Exit, f.Cause, f.Try)
	}
	gone := httptest.NewServer(nil)
	gone.Close()
	_, err = transactions.Dial(t.Context(), gone.URL, big.NewInt(1))
	if f := Of(err); !strings.Contains(f.Cause, "the chain cannot be reached") || !strings.Contains(f.Try, "parley dev") {
		t.Errorf("%d, %q, %q", f.Exit, f.Cause, f.Try)
	}
}
