package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/services/deals"
)

// lagging is an endpoint of several nodes, of which some have not seen what others have.
type lagging struct {
	eventless atomic.Bool   // who is asked for events has seen none
	newest    atomic.Uint64 // the newest block of who is asked for the state; 0: the chain's
}

// lag has the place's market ask such an endpoint.
func (p *timed) lag() *lagging {
	p.t.Helper()
	m := readMarket(p.t, p.marketFile())
	chain, err := url.Parse(m.Chain.RPC)
	if err != nil {
		p.t.Fatal(err)
	}
	l := new(lagging)
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(chain) }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		if l.eventless.Load() { // of nobody are the events of this topic
			body = bytes.ReplaceAll(body, []byte(`"topics":[`), []byte(`"topics":["0x`+strings.Repeat("00", 31)+`01",`))
		}
		if n := l.newest.Load(); n > 0 {
			body = bytes.ReplaceAll(body, []byte(`"eth_getBlockByNumber","params":["latest"`), fmt.Appendf(nil, `"eth_getBlockByNumber","params":["%#x"`, n))
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		proxy.ServeHTTP(w, r)
	}))
	p.t.Cleanup(server.Close)
	m.Chain.RPC = server.URL
	p.describe(m)
	return l
}

// block is the number of the chain's newest.
func (p *timed) block() uint64 {
	p.t.Helper()
	n, err := p.chainOf().BlockNumber(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// What one node behind the endpoint has not seen is not told as what was not submitted, never opened, or judged by nobody, and nothing is
// done by it: whoever asks hears that the endpoint lags behind. Issue 4, stale endpoints; H30
func TestLaggingEndpoint(t *testing.T) {
	t.Parallel()
	p := newTimed(t)
	before := p.block()
	c, farmer := p.mute()
	c.signal(syscall.SIGKILL).wait()
	open := p.block()
	p.submitted(farmer)
	farmer.signal(syscall.SIGKILL).wait()
	id := p.onlyDeal("run")
	l := p.lag()
	refused := func(says string, commands ...string) {
		t.Helper()
		for _, command := range commands {
			c := p.run(append([]string{"deal"}, strings.Fields(command)...)...)
			contains(t, c.exits(failure.Unavailable).stderr(), "lags behind itself: "+says, "try again in some seconds")
			if c.stdout() != "" {
				t.Errorf("%s tells %s", command, c.stdout())
			}
		}
	}
	all := []string{"list", "show " + id, "accept " + id, "claim " + id, "dispute " + id, "cancel " + id, "split " + id + " --farmer 0.01"}

	l.eventless.Store(true)
	refused("it does not show what was submitted", all...)
	contains(t, p.run("doctor").stdout(), "note  deal "+id[:10], "it does not show what was submitted")
	l.eventless.Store(false)
	l.newest.Store(open)
	refused("it shows what was submitted, and says that nothing was", all...)
	l.newest.Store(before)
	refused("it shows that the deal was opened, and says that it never was", "list", "show "+id, "split "+id+" --farmer 0.01")
	l.newest.Store(0)

	contains(t, p.ok("deal", "show", id), "state     submitted", "the requester accepts the result")
	contains(t, p.run("deal", "dispute", id).exits(0).stderr(), "disputed; see what can be done now")
	l.eventless.Store(true)
	refused("it does not show what was submitted", all...)
	l.eventless.Store(false)
	contains(t, p.run("deal", "accept", id).exits(0).stderr(), "accepted: the requester accepted (row 3): 0.01 PLAY was paid")
	contains(t, p.ok("deal", "show", id), "state     closed", "locked    nothing")
}

// An acceptance that the farmer has still to show is told with the dearer one that it may show instead.
func TestHandedOver(t *testing.T) { // H30
	t.Parallel()
	m := &market.Market{Chain: &market.Chain{Symbol: "PLAY", Decimals: 2}}
	acceptance := func(cost string) *deals.Acceptance { return &deals.Acceptance{Delivery: deals.Delivery{Cost: cost}} }
	const plain = "accepted; the farmer has put nothing on the chain yet, and is paid when it shows this signature"
	for held, says := range map[string]string{
		"150": plain,
		"200": plain + ", which is for 1.5 PLAY; it has one for 2 PLAY from this side already, and may show that instead",
	} {
		if said := handedOver(m, acceptance("150"), acceptance(held)); said != says {
			t.Errorf("%q, want %q", said, says)
		}
	}
}
