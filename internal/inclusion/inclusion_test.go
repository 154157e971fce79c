package inclusion_test

import (
	"testing"

	"github.com/parley-p2p/parley/internal/inclusion"
)

func TestTell(t *testing.T) {
	inclusion.Tell(t.Context()) // nobody
	n := 0
	inclusion.Tell(inclusion.With(t.Context(), func() { n++ }))
	if n != 1 {
		t.Errorf("told %d times", n)
	}
}
