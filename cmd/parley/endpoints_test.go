package main

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
)

// Several endpoints may be named wherever one is: with commas between, by repeating the flag, in the environment. The doctor tells of each, and
// one of three that is out of order is in nobody's way (issue 4; THREATS 4, RPC outage or lies).
func TestSeveralEndpoints(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.join()
	rpc := readMarket(t, p.marketFile()).Chain.RPC
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	defer broken.Close()
	first, second := rpc+"?first", rpc+"?second"
	for _, args := range [][]string{{"--rpc", first + "," + second + "," + broken.URL}, {"--rpc", first, "--rpc", second, "--rpc", broken.URL}} {
		said := p.ok(append([]string{"doctor"}, args...)...)
		contains(t, said, "ok    endpoint           "+rpc+": block ", "ok    endpoint           "+rpc+" (2): block ", "note  endpoint", "503", "ok    chain")
		contains(t, p.ok(append([]string{"balance"}, args...)...), "for gas")
	}
	c := p.run("balance", "--rpc", first, "--rpc", broken.URL).exits(failure.Unavailable)
	contains(t, c.stderr(), "1 of 2 endpoints answer, and 2 must", broken.URL+": ", "503")
	c = p.run("balance", "--rpc", first+","+first).exits(failure.General)
	contains(t, c.stderr(), "named twice")
	c = p.run("balance", "--rpc", "localhost").exits(failure.Usage)
	contains(t, c.stderr(), `"localhost"`)
	m := readMarket(t, p.marketFile())
	m.Chain.RPC = first + ", " + second
	p.describe(m)
	contains(t, p.ok("balance"), "for gas")
}
