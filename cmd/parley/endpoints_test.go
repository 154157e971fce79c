package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/parleytest/liar"
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

// lying is an endpoint that lies about all that decides of the chain behind another one.
func (p *place) lying(of string) string {
	p.t.Helper()
	chain, err := url.Parse(of)
	if err != nil {
		p.t.Fatal(err)
	}
	server := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(chain) }, Transport: &liar.Endpoint{RoundTripper: http.DefaultTransport}})
	p.t.Cleanup(server.Close)
	return server.URL
}

// failDisagree: of two endpoints one lies, and neither is believed.
func failDisagree(p *place) {
	p.join()
	rpc := readMarket(p.t, p.marketFile()).Chain.RPC
	p.fails(failure.Unavailable, "balance", "--rpc", rpc+","+p.lying(rpc))
}

// What providers put into an endpoint's address, a key in the path or in the query, or a password, is in nothing that is printed or logged:
// not by the doctor, not where the endpoint is away, denies, is named twice or is no address, and not in a command that is advised
// (issue 4; THREATS 8, keys in logs).
func TestKeysOfEndpointsAreNotShown(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.join()
	m := readMarket(t, p.marketFile())
	_, host, _ := strings.Cut(m.Chain.RPC, "://")
	denies := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
	defer denies.Close()
	const key = "s3cretKey"
	query, password := "http://"+host+"/?apikey="+key, "http://me:"+key+"@"+host
	away := "http://" + unused(t) + "/v3/" + key
	denied, ftp, none := denies.URL+"/v3/"+key, "ftp://"+host+"/"+key, "http:///v3/"+key
	slash, pasted := "http://me:"+key+"/word@"+host, key // a password that is not escaped, and a key alone
	hidden := func(c *process) {
		t.Helper()
		if said := c.stdout() + c.stderr(); strings.Contains(said, key) {
			t.Errorf("%s", said)
		}
	}
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	farmer := p.farm("farm").addr // else those of other tests are hired, which end with these
	for _, rpc := range []string{query, password, away, denied, ftp, none, slash, pasted, query + "," + password + "," + away, query + "," + query, query + "," + denied, away + "," + none} {
		for _, args := range [][]string{{"doctor"}, {"doctor", "-o", "json"}, {"balance"}, {"run", "hello.wasm", "--verbose", "--farmer", farmer}, {"verify", "--help"}} {
			hidden(p.run(slices.Concat(args, []string{"--rpc", rpc})...))
		}
		p.env = []string{"PARLEY_RPC=" + rpc}
		hidden(p.run("doctor"))
		p.env = nil
	}
	m.Chain.RPC = query
	p.describe(m)
	hidden(p.run("doctor").exits(0))
	contains(t, p.ok("doctor"), "chain              http://"+host+", ")
	m.Chain.RPC = none
	p.describe(m)
	hidden(p.run("doctor"))
}
