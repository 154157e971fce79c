package kill

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// keeper is a function with two points. A case plants a line before, between, in or after them.
const keeper = `package keeper

import (
	"context"

	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/transports"
)

type Keeper struct{ journal *journal.Memory }

func (k *Keeper) keep(ctx context.Context, j journal.Journal, s transports.Stream) error {
	// before
	if err := j.Commit(ctx, journal.Batch{}); err != nil {
		return err
	}
	// between
	send := func() error {
		return s.
			Send(ctx)
	}
	// after
	return send()
}
`

// trade is what a file of its own may have: a chain, and what a package is before it runs.
const trade = `package keeper

import (
	"context"

	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/parley-p2p/parley/journal"
)

type market struct{ chain *ethclient.Client }

const name = "eth_sendRawTransaction"

var ask = func(j journal.Journal) error { return j.Close() }

// market
`

// THREATS B: a point that is new in the code and that no run comes by fails, in a function that has points already too, and in what a
// package's variables are given.
func TestNewPoint(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the command")
	}
	c := newCode(t)
	came := []point{
		{name: "before commit synced: keeper.(*Keeper).keep:14 < keeper.main"},
		{name: "after send Quote: keeper.(*Keeper).keep.func1:20 < keeper.(*Keeper).keep"},
		{name: "before broadcast: "},
		{name: "before commit: keeper.init.func2:16 < keeper.main"},
	}
	for _, test := range []struct {
		at, plant string
		excused   []string
		want      []string // what is said of it, in part
	}{
		{},
		{at: "// between", plant: "_ = ctx.Err()"},
		{at: "// between", plant: "_ = j.Commit(ctx, journal.Batch{})", want: []string{"(*Keeper).keep #2 (keeper.go:17)"}},
		{at: "// before", plant: "_ = s.Send(ctx)", want: []string{"(*Keeper).keep (keeper.go:13)"}},
		{at: "// after", plant: "defer func() { _ = j.Forget(ctx, [32]byte{}) }()", want: []string{"(*Keeper).keep #3 (keeper.go:22)"}},
		{at: "// after", plant: "_ = k.journal.Commit(ctx, journal.Batch{})", want: []string{"(*Keeper).keep #3 (keeper.go:22)"}},
		{at: "// after", plant: "commit := j.Commit; _ = commit", want: []string{"(*Keeper).keep #3 (keeper.go:0)"}},
		{at: "// before", plant: "_, _ = j.Commit(ctx, journal.Batch{}), s.Send(ctx)",
			want: []string{"keep (keeper.go:13) is a point", "keep and keeper.(*Keeper).keep #2 are on one line", "#2 (keeper.go:13) is a point"}},
		{at: "// after", plant: "_ = j.Commit(ctx, journal.Batch{})", excused: []string{"keeper.(*Keeper).keep #3"}},
		{at: "// before", plant: "_ = j.Commit(ctx, journal.Batch{})", excused: []string{"keeper.(*Keeper).keep #3"},
			want: []string{"(*Keeper).keep (keeper.go:13) is a point that no run", "#3 (keeper.go:20) is excused, and a run comes by it"}},
		{excused: []string{"keeper.(*Keeper).keep #3"}, want: []string{"#3 is excused and is no point any more"}},
		{excused: []string{"keeper.(*Keeper).keep"}, want: []string{"keep (keeper.go:14) is excused, and a run comes by it"}},
		{at: "// market", plant: "var save = func(j journal.Journal) error { return j.Commit(context.Background(), journal.Batch{}) }"}, // which a run comes by
		{at: "// market", plant: "// more\nvar save = func(j journal.Journal) error { return j.Commit(context.Background(), journal.Batch{}) }",
			want: []string{"keeper.save (market.go:17) is a point that no run"}},
		{at: "// market", plant: "// more\nvar saves = map[string]any{``: journal.Journal.Commit, `forget`: func(j journal.Journal) {\n_ = j.Forget(context.Background(), [32]byte{}) }}",
			want: []string{"keeper.saves (market.go:0)", "keeper.saves #2 (market.go:18)"}},
		{at: "// market", plant: "// more\nvar _, save = 1, func(j journal.Journal) error { return j.Commit(context.Background(), journal.Batch{}) }",
			excused: []string{"keeper.save"}},
		{at: "// market", plant: "func (m *market) pay(ctx context.Context) error { return m.chain.SendTransaction(ctx, nil) }",
			want: []string{"keeper.(*market).pay (market.go:16) sends to the chain, and no case kills it there"}},
		{at: "// market", plant: "func (m *market) pay(ctx context.Context) error { return m.chain.Client().CallContext(ctx, nil, (name), nil) }",
			want: []string{"keeper.(*market).pay (market.go:16) sends"}},
		{at: "// market", plant: "var pay, _ = (*ethclient.Client).SendTransaction, context.Background()", want: []string{"keeper.pay (market.go:16) sends"}},
		{at: "// market", plant: "func (m *market) pay(ctx context.Context) error { return m.chain.SendTransaction(ctx, nil) }",
			excused: []string{"keeper.(*market).pay"}},
	} {
		t.Run(fmt.Sprintf("%s %s %v", test.at, test.plant, test.excused), func(t *testing.T) {
			files := map[string]string{"keeper.go": keeper}
			if test.at == "// market" {
				files["market.go"] = strings.Replace(trade, test.at, test.plant, 1)
			} else if test.at != "" {
				files["keeper.go"] = strings.Replace(keeper, test.at, test.plant, 1)
			}
			excused := map[string]string{}
			for _, name := range test.excused {
				excused[name] = "TestNewPoint"
			}
			got := missed(c.inspect(written(t, files), c.all()), came, excused)
			if !slices.EqualFunc(got, test.want, strings.Contains) {
				t.Error(cmp.Diff(test.want, got))
			}
		})
	}
}

// written is a package of these files.
func written(t *testing.T, files map[string]string) listed {
	t.Helper()
	p := listed{ImportPath: "example.org/keeper", Dir: t.TempDir(), GoFiles: slices.Sorted(maps.Keys(files))}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(p.Dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// The chain is sent to where a case has it, and nowhere else: what is sent elsewhere is a point that no case knows of.
func TestSenders(t *testing.T) { // THREATS B
	if testing.Short() {
		t.Skip("compiles the command")
	}
	c := newCode(t)
	c.look()
	var senders []site
	for _, s := range c.sites() {
		if s.sends {
			senders = append(senders, s)
		}
	}
	excused := map[string]string{"quorum.rules": unreached["quorum.rules"]}
	if got := missed(senders, []point{{name: "before broadcast: "}}, excused); len(got) > 0 {
		t.Error(got)
	}
	if got := missed(senders, nil, excused); len(got) != len(broadcasts) {
		t.Errorf("where nobody came by a broadcast: %v, want a fault for each of %v", got, broadcasts)
	}
}

// Whatever no run comes by has a test, and that is there.
func TestExcuses(t *testing.T) { // THREATS B
	const root = "../../../.."
	if got := unfounded(t, root, unreached); len(got) > 0 {
		t.Error(strings.Join(got, "\n"))
	}
	got := unfounded(t, root, map[string]string{"a": "TestExcuses", "b": "it changes nothing", "c": "TestExcuses and TestOfNobody", "d": "FuzzOfNobody"})
	want := []string{"b is excused without a test", "c is excused with TestOfNobody, which is no test", "d is excused with FuzzOfNobody"}
	if !slices.EqualFunc(got, want, strings.Contains) {
		t.Error(cmp.Diff(want, got))
	}
}
