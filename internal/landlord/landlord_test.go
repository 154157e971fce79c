package landlord_test

import (
	"net/netip"
	"testing"

	"github.com/parley-p2p/parley/internal/landlord"
)

// THREATS 2: an address of IPv4 is one owner's, and of IPv6 a network.
func TestOf(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7/32", "::ffff:192.0.2.7": "192.0.2.7/32", "2001:db8:1:2ff::7": "2001:db8:1:200::/56", "fe80::7%eth0": "fe80::/56",
	} {
		if got := landlord.Of(netip.MustParseAddr(address)); got.String() != want {
			t.Errorf("%s is %s's, want %s", address, got, want)
		}
	}
	if got := landlord.Of(netip.Addr{}); got != (netip.Prefix{}) {
		t.Errorf("no address is %s's", got)
	}
}
