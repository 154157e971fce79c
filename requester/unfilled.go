package requester

import (
	"fmt"
	"strings"
)

// Unfilled says that fewer farmers were hired than were wanted, and why, farmer by farmer.
type Unfilled struct {
	Service      string
	Want, Filled int
	Refused      []Refused
}

func (u *Unfilled) Error() string {
	var b strings.Builder
	if len(u.Refused) == 0 {
		fmt.Fprintf(&b, "no farmer found for service %s", u.Service)
		return b.String()
	}
	fmt.Fprintf(&b, "hired %d of %d for service %s:", u.Filled, u.Want, u.Service)
	for _, r := range u.Refused {
		fmt.Fprintf(&b, "\n  farmer %s: %v", r.Farmer.Short(), r.Err)
	}
	return b.String()
}
