package kill

import (
	"fmt"
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

// THREATS B: a point that is new in the code and that no run comes by fails, in a function that has points already too.
func TestNewPoint(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the command")
	}
	c := newCode(t)
	came := []point{
		{name: "before commit synced: keeper.(*Keeper).keep:14 < keeper.main"},
		{name: "after send Quote: keeper.(*Keeper).keep.func1:20 < keeper.(*Keeper).keep"},
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
	} {
		t.Run(fmt.Sprintf("%s %s %v", test.at, test.plant, test.excused), func(t *testing.T) {
			text := keeper
			if test.at != "" {
				text = strings.Replace(text, test.at, test.plant, 1)
			}
			excused := map[string]string{}
			for _, name := range test.excused {
				excused[name] = "TestNewPoint"
			}
			got := missed(c.inspect(written(t, text), c.all()), came, excused)
			if !slices.EqualFunc(got, test.want, strings.Contains) {
				t.Error(cmp.Diff(test.want, got))
			}
		})
	}
}

// written is a package of one file.
func written(t *testing.T, text string) listed {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "keeper.go"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return listed{ImportPath: "example.org/keeper", Dir: dir, GoFiles: []string{"keeper.go"}}
}
