package deals_test

import (
	"strings"
	"testing"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

const someone = "0x00112233445566778899aabbccddeeff00112233"

// CAIP-10 and CAIP-19, one spelling each.
func TestNames(t *testing.T) {
	for _, s := range []string{"eip155:1:" + someone, "eip155:18446744073709551615:" + someone} {
		if a, err := deals.ParseAccount(s); err != nil || a.String() != s {
			t.Errorf("account %q: %v %v", s, a, err)
		}
	}
	if a, err := deals.ParseAsset("eip155:1/erc20:" + someone); err != nil || a.String() != "eip155:1/erc20:"+someone {
		t.Errorf("asset: %v %v", a, err)
	}
	for _, s := range []string{"", "eip155:1", "eip155:01:" + someone, "eip155:-1:" + someone, "eip155:18446744073709551616:" + someone, "cosmos:1:" + someone,
		"eip155:1:" + someone[2:], "eip155:1:" + someone + "0", "eip155:1:0x" + strings.Repeat("g", 40), "eip155:1:" + someone + ":"} {
		if a, err := deals.ParseAccount(s); err == nil {
			t.Errorf("account %q was read as %v", s, a)
		}
	}
	for _, s := range []string{"", "eip155:1/erc721:" + someone, "eip155:1:" + someone, "eip155:+1/erc20:" + someone, "1/erc20:" + someone} {
		if a, err := deals.ParseAsset(s); err == nil {
			t.Errorf("asset %q was read as %v", s, a)
		}
	}
}

// I3, I4: what SETTLEMENT.md asks of every deal is asked of its collateral. What is not known is refused.
func TestCollateral(t *testing.T) {
	body := func(s string) *messages.Payload {
		return &messages.Payload{Type: "application/vnd.parley.collateral+json", Body: []byte(s)}
	}
	for _, s := range []string{
		`{"late":1001,"noShow":0,"cheat":0,"fee":0,"arbiter":"0x0000000000000000000000000000000000000000"}`,
		`{"late":1,"noShow":1000001,"cheat":0,"fee":0,"arbiter":"0x0000000000000000000000000000000000000000"}`,
		`{"late":1,"noShow":0,"cheat":299,"fee":100,"arbiter":"` + someone + `"}`,
		`{"late":1,"noShow":0,"cheat":300,"fee":100,"arbiter":"0x0000000000000000000000000000000000000000"}`,
		`{"late":1,"more":1}`, `{"late":1} ` + "{}", `[]`, ``, `{"late":-1}`, `{"late":1,"arbiter":"` + strings.Repeat("x", 9000) + `"}`,
	} {
		if c, err := deals.Collaterals.Decode(body(s)); err == nil {
			t.Errorf("%.80s was read as %+v", s, c)
		}
	}
	for _, c := range []deals.Collateral{deals.DefaultCollateral, {Late: 1000, Cheat: 300, Fee: 100, Arbiter: deals.Address{1}}} {
		p, err := deals.Collaterals.Encode(c)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := deals.Collaterals.Decode(p); err != nil || again != c {
			t.Errorf("%+v became %+v, %v", c, again, err)
		}
	}
}

// FuzzNames: an account, an asset and an address have one spelling each, but for the case of hex.
func FuzzNames(f *testing.F) {
	f.Add("eip155:1:" + someone)
	f.Add("eip155:1/erc20:" + strings.ToUpper(someone[2:]))
	f.Add("eip155:01:" + someone)
	f.Add(someone)
	f.Fuzz(func(t *testing.T, s string) {
		lower := func(s string) string { // hex alone is free: the chain's name is not
			i := strings.LastIndex(s, "0x") + len("0x")
			return s[:i] + strings.ToLower(s[i:])
		}
		if a, err := deals.ParseAccount(s); err == nil && a.String() != lower(s) {
			t.Fatalf("account %q is written %s", s, a)
		}
		if a, err := deals.ParseAsset(s); err == nil && a.String() != lower(s) {
			t.Fatalf("asset %q is written %s", s, a)
		}
		if a, err := deals.ParseAddress(s); err == nil && a.String() != lower(s) {
			t.Fatalf("address %q is written %s", s, a)
		}
	})
}

// FuzzCollateral: what is read keeps SETTLEMENT.md's inequalities, whoever wrote it, and is written as it is read.
func FuzzCollateral(f *testing.F) {
	f.Add([]byte(`{"late":1000,"noShow":0,"cheat":300,"fee":100,"arbiter":"` + someone + `"}`))
	f.Add([]byte(`{"cheat":300,"fee":100,"leastFee":"7","arbiter":"` + someone + `"}`))
	f.Add([]byte(`{"late":-1}`))
	f.Add([]byte(`{"late":1} {}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := deals.Collaterals.Decode(&messages.Payload{Type: deals.Collaterals.Type, Body: b})
		if err != nil {
			return
		}
		if c.Late > 1_000 || max(c.NoShow, c.Cheat) > 1_000_000 || c.Cheat/3 < c.Fee || c.Fee > 0 && c.Arbiter == (deals.Address{}) {
			t.Fatalf("%s was taken as %+v", b, c)
		}
		p, err := deals.Collaterals.Encode(c)
		if err != nil {
			t.Fatalf("%+v was read and cannot be written: %v", c, err)
		}
		if again, err := deals.Collaterals.Decode(p); err != nil || again != c {
			t.Fatalf("%+v became %+v, %v", c, again, err)
		}
	})
}
