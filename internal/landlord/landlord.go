// Package landlord tells addresses apart by who owns them, so that nobody has more of what is shared out because it has many.
package landlord

import "net/netip"

// Of is what one owner of addresses has at least: an address of IPv4, 2^72 of IPv6. It is the zero Prefix for no address.
func Of(a netip.Addr) netip.Prefix {
	a = a.Unmap().WithZone("")
	bits := 56
	if a.Is4() {
		bits = 32
	}
	p, _ := a.Prefix(bits) // fails for the zero Addr only
	return p
}
