package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/contracts/devmarket"
	"github.com/parley-p2p/parley/services/deals"
)

// TestDoctorOfAMarketFile: what a market file says of a chain's contracts is held against the chain. M16
func TestDoctorOfAMarketFile(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	p.ok("key")
	contains(t, p.ok("doctor"), "ok    token", "ok    panel")
	m := readMarket(t, p.marketFile())
	token, panel := m.Chain.Token, m.Chain.Panel
	m.Chain.Token = deals.Address{19: 0x99}
	p.describe(m)
	contains(t, p.run("doctor").exits(failure.General).stdout(), "BAD   token              deals are paid in "+token.String(), "says that it is "+m.Chain.Token.String()+" (PLAY)", "try: correct the market file's token or contract")
	m.Chain.Token, m.Chain.Decimals = token, 6
	p.describe(m)
	const wrong, remedy = "has 18 decimals, and the market file says 6", `try: write "decimals": 18 into the market file`
	contains(t, p.run("doctor").exits(failure.General).stdout(), "BAD   token              the token "+token.String()+" (PLAY) "+wrong, remedy)
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	for _, command := range []string{"run hello.wasm", "farm", "mediator", "balance", "balance --withdraw", "stake show"} { // no money moves by it
		contains(t, p.run(strings.Fields(command)...).exits(failure.Unavailable).stderr(), wrong, remedy)
	}
	m.Chain.Decimals, m.Chain.Panel = devmarket.Decimals, deals.Address{19: 0x99}
	p.describe(m)
	contains(t, p.run("doctor").exits(failure.General).stdout(), "ok    token", "BAD   panel", m.Chain.Panel.String(), "try: correct the market file's panel")
	m.Chain.Panel = panel
	p.describe(m)
	p.run("doctor").exits(0)
}

// TestDoctorOfAChainBegunAnew: a party whose records the chain does not bear out hears so, before it hires anybody. M16; THREATS rule 3
func TestDoctorOfAChainBegunAnew(t *testing.T) {
	t.Parallel()
	p := newMarket(t, devmarket.Config{})
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	farmer := p.farm("farm")
	p.run("run", "hello.wasm", "--farmer", farmer.addr).exits(0)
	farmer.signal(syscall.SIGTERM).wait()
	id := p.onlyDeal("run")
	for _, name := range []string{"run", "farm"} {
		contains(t, p.run("doctor", "--name", name).exits(0).stdout(), "ok    records            of 1 deal; the chain has the last")
	}
	anew, err := devmarket.Start(t.Context(), devmarket.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = anew.Close() })
	m := readMarket(t, p.marketFile())
	m.Chain.RPC, m.Chain.Contract, m.Chain.Token = anew.RPC(), anew.Contract(), anew.Token()
	p.describe(m)
	for _, name := range []string{"run", "farm"} {
		contains(t, p.run("doctor", "--name", name).exits(failure.General).stdout(), "ok    chain", "BAD   records            the chain knows nothing of deal "+id[:10], "it was begun anew", "try: if the chain was begun anew")
	}
	contains(t, p.run("doctor", "--name", "farm").stdout(), "BAD   transactions", "the chain's history is another", "try: the chain was started anew: remove this party's transactions.db")
}

// TestDoctorOfAnotherContract: a deal that is open elsewhere is not looked after in this market. M16
func TestDoctorOfAnotherContract(t *testing.T) {
	t.Parallel()
	p, id := abandoned(t)
	h := &home.Home{Dir: filepath.Join(p.home, "run")}
	p.run("doctor") // which has the records that a killed process left written anew
	m := readMarket(t, p.marketFile())
	records, err := statuses(h)
	if err != nil || len(records) != 1 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	r := records[0]
	for _, c := range []struct {
		what  string
		m     market.Chain
		there bool
	}{
		{"its own", *m.Chain, true},
		{"another contract", market.Chain{ID: m.Chain.ID, Contract: deals.Address{1}}, false},
		{"another chain", market.Chain{ID: m.Chain.ID + 1, Contract: m.Chain.Contract}, false},
	} {
		if of, err := made(&market.Market{Chain: &c.m}, r); err != nil || of != c.there {
			t.Errorf("%s: %t, %v", c.what, of, err)
		}
	}
	path := mirrorPath(h, r.Papers.ID)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	was, is := fmt.Sprintf(`"openBy": %d`, r.Papers.Deal.OpenBy), fmt.Sprintf(`"openBy": %d`, r.Papers.Deal.OpenBy+1)
	if err := os.WriteFile(path, bytes.Replace(b, []byte(was), []byte(is), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	contains(t, p.run("doctor").exits(failure.General).stdout(), "BAD   deal "+id[:10], "of another chain or contract than "+m.Chain.Contract.String(), "try: name the market that it was made in, with --market FILE")
}

// TestDoctorChangesNothing: who looks for what is wrong makes no party and no file. M16
func TestDoctorChangesNothing(t *testing.T) {
	t.Parallel()
	p := newPlace(t).join()
	before := p.files()
	contains(t, p.run("doctor", "--name", "nobody").exits(0).stdout(), "note  state              no party nobody in "+p.home+"; there is none yet", "ok    identity           none yet", "ok    account            none yet", "ok    chain", "ok    money              no account has any yet")
	contains(t, p.run("doctor").exits(0).stdout(), "which is not there yet: who first runs, farms or mediates makes it")
	if diff := cmp.Diff(before, p.files()); diff != "" {
		t.Errorf("a look has changed (-before +after):\n%s", diff)
	}
	p.ok("key", "--name", "somebody")
	contains(t, p.run("doctor", "--name", "nobody").exits(0).stdout(), "there are: somebody", "try: name one of them with --name")
	contains(t, p.run("doctor", "--name", "../x").exits(failure.General).stdout(), "BAD   state", "cannot be a folder")
	away := newPlace(t)
	away.home = filepath.Join(away.dir, "away", "state")
	contains(t, away.run("doctor").exits(0).stdout(), "note  market", "which is not there yet")
	if _, err := os.Stat(filepath.Dir(away.home)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a state folder was made: %v", err)
	}
}

// files are those of the place's state, and when each was changed, but for what the engine has compiled.
func (p *place) files() map[string]string {
	p.t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(p.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == p.home {
			return err
		}
		info, err := d.Info()
		if err == nil {
			found[path] = info.Mode().String() + " " + info.ModTime().String()
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return found
}
