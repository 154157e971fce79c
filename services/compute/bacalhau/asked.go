package bacalhau

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// asked is all that makes a task what it is to who has asked for it, and nothing that is made of it here: not how it is sent, nor where
// its result is put.
type asked struct {
	ID, Module, Seed string // the last two in hex
	Container        *executor.Container
	Args, Env        []string
	Inputs           []input
	Needs            executor.Needs
	Limits           executor.Limits // as asked, without defaults
	Profile          int
}

type input struct {
	Name, SHA256 string
	Dir          bool
}

// keyOf tells tasks apart: the same task has the same key after a restart, and in another version of parley. module is the SHA-256 of
// its module as it was asked for.
func keyOf(t *executor.Task, module [32]byte, inputs []file) (string, error) {
	a := asked{ID: t.ID, Seed: hex.EncodeToString(t.Seed[:]), Container: t.Container, Args: t.Args, Env: environ(t.Env), Needs: t.Needs, Limits: t.Limits, Profile: int(t.Profile)}
	if t.Container == nil {
		a.Module = hex.EncodeToString(module[:])
	}
	for _, f := range inputs {
		in := input{Name: f.name, Dir: f.dir}
		if !f.dir {
			sum := sha256.New()
			if err := copyFile(sum, f, nil); err != nil {
				return "", err
			}
			in.SHA256 = hex.EncodeToString(sum.Sum(nil))
		}
		a.Inputs = append(a.Inputs, in)
	}
	text, err := spare(a)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16]), nil
}

// spare is a value as JSON without the members that are zero, sorted by name: a field that another version adds, or has elsewhere in its
// struct, changes nothing for who does not use it.
func spare(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var plain any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&plain); err != nil {
		return nil, err
	}
	bare(plain)
	return json.Marshal(plain)
}

// bare takes what is zero out of objects, and reports whether v is. What is in a list stays in its place.
func bare(v any) (zero bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if bare(member) {
				delete(v, name)
			}
		}
		return len(v) == 0
	case []any:
		for _, item := range v {
			bare(item)
		}
		return len(v) == 0
	case string:
		return v == ""
	case json.Number:
		return v == "0"
	case bool:
		return !v
	}
	return v == nil
}
