package node_test

import (
	"slices"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// What is written at once differs from run to run, and the point is the same: who is killed there by its name is killed in each.
func TestPutIsNamedByItsFirst(t *testing.T) {
	record := func(key string) transactions.Record { return transactions.Record{Key: key} }
	for _, records := range [][]transactions.Record{
		{record("stake/1")},
		{record("stake/1"), record("coin/2")},
		{record("stake/1"), record("coin/2"), record("coin/3")},
	} {
		var came []string
		store := node.Points(func(what string) { came = append(came, what) }).Store(new(transactions.Memory))
		if err := store.Put(t.Context(), transactions.Scope{}, records); err != nil {
			t.Fatal(err)
		}
		status := record("").Outcome.Status.String()
		if want := []string{"before put stake/1 " + status, "after put stake/1 " + status}; !slices.Equal(came, want) {
			t.Errorf("%q, want %q", came, want)
		}
	}
}
