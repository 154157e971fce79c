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

// told is how many farmers the text of an Unfilled names.
const told = 16

// Error names the first who were not hired, and counts the others.
func (u *Unfilled) Error() string {
	if len(u.Refused) == 0 && u.Filled == 0 {
		return fmt.Sprintf("no farmer found for service %s", u.Service)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "hired %d of %d for service %s:", u.Filled, u.Want, u.Service)
	for _, r := range u.Refused[:min(len(u.Refused), told)] {
		fmt.Fprintf(&b, "\n  farmer %s: %v", r.Farmer.Short(), r.Err)
	}
	switch more := len(u.Refused) - told; {
	case len(u.Refused) == 0:
		b.WriteString(" no other farmer found")
	case more > 0:
		fmt.Fprintf(&b, "\n  and %d more", more)
	}
	return b.String()
}
