package depot

import (
	"fmt"
	"regexp"

	"github.com/parley-p2p/parley/services/compute/executor"
)

var tokens = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{15,63}$`)

// checkToken refuses what could name more than one job's own place, or another's. It is not repeated.
func checkToken(token string) error {
	if tokens.MatchString(token) {
		return nil
	}
	return &executor.Error{Code: executor.Internal, Cause: fmt.Sprintf("%d characters that are no token would name a place in the depot", len(token)), Remedy: "give 16 to 64 of a-z, 0-9 and -"}
}
