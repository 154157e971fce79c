package mutants

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"pgregory.net/rapid"

	"github.com/parley-p2p/parley/parleytest/settlement"
	"github.com/parley-p2p/parley/parleytest/settlement/game"
	"github.com/parley-p2p/parley/parleytest/settlement/solidity"
)

// Killers are who may notice a mistake. Use by several goroutines is safe.
type Killers struct {
	Root  string // of the module
	Runs  int    // of random moves, twice
	Forge bool   // the contracts' own tests too: some seconds each, after half a minute to build them

	building sync.Mutex
	built    string // the folder in which they are built, once they are
}

// ErrStillborn: the compiler notices.
var ErrStillborn = errors.New("the compiler does not take it")

// soon is how many runs of random moves find most of what they find: what is left is tried by who finds it sooner first.
const soon = 48

// Kill says who has noticed a mistake in the tree, and what; nothing for a survivor.
func (k *Killers) Kill(ctx context.Context, original *solidity.Tree, m Mutant) (string, error) {
	tree := m.In(original)
	code, err := tree.Code(ctx, solidity.Contract(m.Source))
	if errors.Is(err, solidity.ErrRefused) {
		return "", ErrStillborn
	}
	if err != nil {
		return "", err
	}
	if found := moves(code, 0, min(soon, k.Runs)); found != "" {
		return found, ctx.Err()
	}
	if k.Forge {
		if found, err := k.forge(ctx, original, tree, m); found != "" || err != nil {
			return found, err
		}
	}
	if found := moves(code, soon, k.Runs); found != "" {
		return found, ctx.Err()
	}
	return plays(code), ctx.Err()
}

// Sound is an error if they notice something where nothing is wrong, in the contract as it is.
func (k *Killers) Sound(ctx context.Context, tree *solidity.Tree, contract string) error {
	code, err := tree.Code(ctx, contract)
	if err != nil {
		return err
	}
	for _, found := range []string{moves(code, 0, min(soon, k.Runs)), plays(code)} {
		if found != "" {
			return fmt.Errorf("%s is as it should be, and is noticed by %s", contract, found)
		}
	}
	return ctx.Err()
}

// one and three are the first rounds' seats.
var (
	one   = settlement.Rules{Window: 5, Unbonding: 2000, Seats: 1, Stake: 60, Fee: 15, Commit: 20, Finality: 5, Reveal: 10, Appeal: 15}
	three = settlement.Rules{Window: 5, Unbonding: 2000, Seats: 3, Stake: 50, Fee: 20, Commit: 20, Finality: 0, Reveal: 10, Appeal: 15}
)

// moves are the same at random for the document and for the contracts, in runs from a first to before a last.
func moves(code settlement.Code, from, to int) string {
	for _, rules := range []settlement.Rules{one, three} {
		machine, err := settlement.Deploy(code, rules)
		if err != nil {
			return "it cannot be deployed: " + first(err.Error())
		}
		runs := rapid.Custom(func(t *rapid.T) error {
			d := settlement.Duel{Model: settlement.NewModel(rules), Machine: machine.Copy(), Did: map[string]int{}}
			if err := d.Play(t, 25); err != nil {
				return err
			}
			return d.End()
		})
		for seed := from; seed < to; seed++ {
			if err := runs.Example(seed); err != nil {
				return "random moves: " + first(err.Error())
			}
		}
	}
	return ""
}

func plays(code settlement.Code) string {
	found, err := game.Finds(code, game.Shipped(10_000, 10_000), 0)
	switch {
	case err != nil:
		return "the game: " + first(err.Error())
	case found != "":
		return "the game: " + first(found)
	}
	return ""
}

// forge runs the contracts' own tests in a copy of what is built already: one source is another then, and compiled with what
// has it in itself, which is a sixth of the work.
func (k *Killers) forge(ctx context.Context, original, tree *solidity.Tree, m Mutant) (string, error) {
	built, err := k.build(ctx, original)
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "mutant")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(dir, os.DirFS(built)); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(m.Source)), []byte(tree.Text(m.Source)), 0o644); err != nil {
		return "", err
	}
	out, err := run(ctx, tree, dir, "test", "--fail-fast")
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err == nil {
		return "", nil
	}
	test := failed(string(out))
	if test == "" { // nobody has noticed anything: the tests were not run
		return "", fmt.Errorf("forge: %w: %s", err, last(string(out)))
	}
	return "forge: " + test, nil
}

// build compiles the contracts and their tests as they are, once.
func (k *Killers) build(ctx context.Context, tree *solidity.Tree) (_ string, err error) {
	k.building.Lock()
	defer k.building.Unlock()
	if k.built != "" {
		return k.built, nil
	}
	here, err := filepath.Abs(filepath.Join(k.Root, "contracts", "foundry")) // a link to it is made elsewhere
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "unmutated")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
		}
	}()
	for _, name := range []string{"src", "test"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(here, name))); err != nil {
			return "", err
		}
	}
	for _, name := range []string{"forge.sh", "foundry.toml", "solc.sh", "solc.js"} {
		text, err := os.ReadFile(filepath.Join(here, name))
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o755); err != nil {
			return "", err
		}
	}
	if err := os.Symlink(filepath.Join(here, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		return "", err
	}
	if out, err := run(ctx, tree, dir, "build"); err != nil {
		return "", fmt.Errorf("forge build: %w: %s", err, last(string(out)))
	}
	k.built = dir
	return dir, nil
}

// run runs the forge of dir, which asks the tree's compiler.
func run(ctx context.Context, tree *solidity.Tree, dir string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, filepath.Join(dir, "forge.sh"), args...)
	c.Env = tree.Env()
	return c.CombinedOutput()
}

// Close removes what was built.
func (k *Killers) Close() error {
	if k.built == "" {
		return nil
	}
	return os.RemoveAll(k.built)
}

// last is how a text ends.
func last(text string) string { return text[max(0, len(text)-1000):] }

func first(text string) string {
	const most = 120
	if len(text) > most {
		text = text[:most] + "…"
	}
	return fmt.Sprintf("%q", text)
}
