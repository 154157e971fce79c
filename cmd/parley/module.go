package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"strings"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/services/compute/jobfile"
	"github.com/parley-p2p/parley/services/compute/modules"
)

// modulesFile is the table of short names in the state folder: a JSON object of names and the repositories that they stand for.
const modulesFile = "modules.json"

const maxModules = 64 << 10 // bytes of it

// shortNames are those that everybody has. What they stand for are public repositories of others.
func shortNames() map[string]string {
	return map[string]string{"cowsay": "https://github.com/Lilypad-Tech/lilypad-module-cowsay"}
}

// names are the short names of modules: everybody's, and those of this machine, which come first.
func (a *app) names() (map[string]string, error) {
	names, own := shortNames(), map[string]string{}
	at := filepath.Join(a.homeDir, modulesFile)
	b, err := readFile(at, maxModules)
	if errors.Is(err, fs.ErrNotExist) {
		return names, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &own)
	}
	if err != nil {
		return nil, failure.Newf(failure.Usage, `correct it or move it away; it holds names and repositories, as {"cowsay": "https://github.com/OWNER/REPO"}`, "the short names of modules in %s cannot be read: %w", at, err)
	}
	maps.Copy(names, own)
	return names, nil
}

// exits are the codes of what goes wrong with modules.
var exits = map[modules.Kind]int{modules.BadName: failure.Usage, modules.NotThere: failure.NotFound, modules.OutOfReach: failure.Unavailable, modules.BadModule: failure.Usage}

// moduleFile is the job of a module with values.
func (a *app) moduleFile(ctx context.Context, name string, values []string) (*jobfile.File, error) {
	file, err := a.fetchedModule(ctx, name, values)
	if e, ok := errors.AsType[*modules.Error](err); ok {
		remedy := e.Remedy
		if e.Kind == modules.BadName && strings.Contains(e.Cause, "nobody has said") {
			remedy = "say it in " + filepath.Join(a.homeDir, modulesFile) + `, as {"` + strings.SplitN(name, ":", 2)[0] + `": "https://github.com/OWNER/REPO"}, or ` + remedy
		}
		return nil, failure.Newf(exits[e.Kind], remedy, "%w", err)
	}
	return file, err
}

func (a *app) fetchedModule(ctx context.Context, name string, sets []string) (*jobfile.File, error) {
	values := map[string]string{}
	for _, kv := range sets {
		key, value, found := strings.Cut(kv, "=")
		if _, twice := values[key]; !found || twice {
			return nil, failure.Newf(failure.Usage, "give each value once, as in --set Message=moo", "--set %q is no NAME=VALUE, or the second of its name", kv)
		}
		values[key] = value
	}
	names, err := a.names()
	if err != nil {
		return nil, err
	}
	at, err := modules.ParseAddress(name, names)
	if err != nil {
		return nil, err
	}
	m, err := modules.Fetch(ctx, at, nil)
	if err != nil {
		return nil, err
	}
	a.say("%s is %s", name, m.Source())
	file, err := m.Job(values)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(moduleIsFile(file), completed(file)); err != nil {
		return nil, failure.Newf(failure.Usage, modules.Correct, "the job of the module %s cannot be had as it is: %w", name, err)
	}
	return file, nil
}

// jobFile reads the job that a name is that of: a job file, or a module. Nil: it is neither, but a program.
func (a *app) jobFile(ctx context.Context, name string, values []string) (*jobfile.File, error) {
	switch {
	case modules.IsAddress(name):
		return a.moduleFile(ctx, name, values)
	case len(values) > 0:
		return nil, failure.Newf(failure.Usage, "leave it out, or name a module, as in cowsay:v0.0.3", "--set is given, and %s is no module in a git repository", name)
	case isJobFile(name):
		return readJobFile(name)
	}
	return nil, nil
}
