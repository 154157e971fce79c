// Package solidity compiles the contracts of contracts/foundry, changed or not, with the compiler that is pinned there, for whoever
// plays on them: the game, and what kills mutants. It needs node, and the modules of contracts/foundry (npm ci).
package solidity

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/parleytest/settlement"
)

// Tree is the contracts' sources, by the name that they are imported by: "src/Parley.sol".
type Tree struct {
	folder string
	files  map[string]string
	kept   *Compiler // nil: one that is started for each answer
}

// Open reads the sources under contracts/foundry of the module at root.
func Open(root string) (*Tree, error) {
	t := &Tree{folder: filepath.Join(root, "contracts", "foundry"), files: map[string]string{}}
	if _, err := os.Stat(filepath.Join(t.folder, "node_modules", "solc")); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("solc is not installed; run: (cd %s && npm ci)", t.folder)
	}
	own, err := filepath.Glob(filepath.Join(t.folder, "src", "*.sol"))
	for _, name := range own {
		err = errors.Join(err, t.add("src/"+filepath.Base(name), name))
	}
	return t, err
}

var imported = regexp.MustCompile(`(?m)^import [^"]*"([^"]+)";|^\} from "([^"]+)";`)

// add reads a file and what it imports.
func (t *Tree) add(name, file string) error {
	if _, ok := t.files[name]; ok {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	t.files[name] = string(text)
	for _, m := range imported.FindAllStringSubmatch(string(text), -1) {
		next := m[1] + m[2]
		if !strings.HasPrefix(next, "@") {
			next = path.Join(path.Dir(name), next)
		}
		at := filepath.Join(t.folder, filepath.FromSlash(next))
		if strings.HasPrefix(next, "@") {
			at = filepath.Join(t.folder, "node_modules", filepath.FromSlash(next))
		}
		if err := t.add(next, at); err != nil {
			return err
		}
	}
	return nil
}

// Text is a file's.
func (t *Tree) Text(name string) string { return t.files[name] }

// With is the tree with another text in a file.
func (t *Tree) With(name, text string) *Tree {
	files := maps.Clone(t.files)
	files[name] = text
	return &Tree{t.folder, files, t.kept}
}

// Env is this process's environment, with which solc.sh asks the compiler that the tree keeps.
func (t *Tree) Env() []string { return t.kept.env() }

// Replace is the tree with one place of a file changed; the place is there once.
func (t *Tree) Replace(name, old, new string) (*Tree, error) {
	if n := strings.Count(t.files[name], old); n != 1 {
		return nil, fmt.Errorf("%s has %d places that are %q", name, n, old)
	}
	return t.With(name, strings.Replace(t.files[name], old, new, 1)), nil
}

// uses are the sources of each contract that is played on.
var uses = map[string][]string{
	"Parley": {"Parley", "Escrow", "Deals", "Ledger", "Payouts", "Judgment", "Hashes", "Signatures"},
	"Stake":  {"Stake"},
	"Panel":  {"Panel", "Rounds", "Reckonings"},
}

// Contract is the one that a source is part of.
func Contract(source string) string {
	for contract, names := range uses {
		for _, name := range names {
			if source == "src/"+name+".sol" {
				return contract
			}
		}
	}
	return ""
}

// Code is what ships, but for this contract, which is compiled. It is not optimized, and not through the IR where it need not be,
// since these take most of the time: what is compiled so does the same for more gas.
func (t *Tree) Code(ctx context.Context, contract string) (settlement.Code, error) {
	code := settlement.Shipped()
	code.Large = true
	selection := map[string]any{"src/" + contract + ".sol": map[string][]string{contract: {"evm.bytecode.object"}}}
	out, err := t.solc(ctx, plain, selection)
	if errors.Is(err, ErrRefused) && strings.Contains(err.Error(), "Stack too deep") { // as Parley, which has more variables than that way has room
		out, err = t.solc(ctx, throughIR, selection)
	}
	if err != nil {
		return code, err
	}
	made := common.FromHex(out.Contracts["src/"+contract+".sol"][contract].EVM.Bytecode.Object)
	if len(made) == 0 {
		return code, fmt.Errorf("solc gave no code for %s", contract)
	}
	switch contract {
	case "Parley":
		code.Parley = made
	case "Stake":
		code.Stake = made
	case "Panel":
		code.Panel = made
	}
	return code, nil
}

// ASTs are the syntax trees of all sources, the libraries' too, by name, as solc gives them.
func (t *Tree) ASTs(ctx context.Context) (map[string]json.RawMessage, error) {
	out, err := t.solc(ctx, plain, map[string]any{"*": map[string][]string{"": {"ast"}}})
	if err != nil {
		return nil, err
	}
	trees := map[string]json.RawMessage{}
	for name, s := range out.Sources {
		trees[name] = s.AST
	}
	return trees, nil
}

type output struct {
	Errors []struct {
		Severity         string `json:"severity"`
		FormattedMessage string `json:"formattedMessage"`
	} `json:"errors"`
	Contracts map[string]map[string]struct {
		EVM struct {
			Bytecode struct {
				Object string `json:"object"`
			} `json:"bytecode"`
		} `json:"evm"`
	} `json:"contracts"`
	Sources map[string]struct {
		AST json.RawMessage `json:"ast"`
	} `json:"sources"`
}

// How code is made: in a tenth of the time, or as what ships.
var (
	plain     = map[string]any{"optimizer": map[string]any{"enabled": false}}
	throughIR = map[string]any{"viaIR": true, "optimizer": map[string]any{"enabled": false, "details": map[string]any{"yul": true,
		"yulDetails": map[string]any{"stackAllocation": true, "optimizerSteps": ":"}}}}
)

func (t *Tree) solc(ctx context.Context, how map[string]any, selection any) (*output, error) {
	type source struct {
		Content string `json:"content"`
	}
	sources := map[string]source{}
	for name, text := range t.files {
		sources[name] = source{text}
	}
	settings := maps.Clone(how)
	settings["evmVersion"], settings["outputSelection"] = "osaka", selection
	settings["metadata"] = map[string]any{"bytecodeHash": "none", "appendCBOR": false}
	input, err := json.Marshal(map[string]any{"language": "Solidity", "sources": sources, "settings": settings})
	if err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, filepath.Join(t.folder, "solc.sh"), "--standard-json")
	var said bytes.Buffer
	c.Stdin, c.Stderr, c.Env = bytes.NewReader(input), &said, t.Env()
	answer, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("solc: %w: %s", err, said.String())
	}
	out := new(output)
	if err := json.Unmarshal(answer, out); err != nil {
		return nil, fmt.Errorf("solc: %w", err)
	}
	for _, e := range out.Errors {
		if e.Severity == "error" {
			return nil, fmt.Errorf("%w: %s", ErrRefused, e.FormattedMessage)
		}
	}
	return out, nil
}

// ErrRefused: the compiler does not take the sources.
var ErrRefused = errors.New("solc refuses")
