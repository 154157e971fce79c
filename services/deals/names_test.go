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
