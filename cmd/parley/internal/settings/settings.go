// Package settings gives every flag of a command its value: from the flag itself, from the environment, from the file,
// or its default, in this order.
package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/regular"
)

// File is the settings file in the state folder: a JSON object whose keys are flags' names.
const File = "config.json"

// maxFile bounds the settings file, in bytes.
const maxFile = 64 << 10

// EnvName is the variable that stands for a flag: PARLEY_MAX_PRICE for --max-price.
func EnvName(flag string) string {
	return "PARLEY_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Apply sets the flags that were not given, from the environment and then from the file at path. known are the flags of
// every command: a key in the file that is none of them is an error, as is a PARLEY_ variable.
func Apply(cmd *cobra.Command, environ []string, path string, known []string) error {
	values, err := read(path, known)
	if err != nil {
		return failure.Newf(failure.Usage, "correct it or move it away; it holds names of flags and their values, as {\"name\": \"run\"}", "%w", err)
	}
	env := map[string]string{}
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		if !strings.HasPrefix(name, "PARLEY_") {
			continue
		}
		if !slices.ContainsFunc(known, func(f string) bool { return EnvName(f) == name }) {
			return failure.Newf(failure.Usage, "unset "+name+"; settings are PARLEY_ and the name of a flag, as "+EnvName("home"), "%s is not a setting", name)
		}
		env[name] = value
	}
	var errs []error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed || f.Annotations[typedOnly] != nil {
			return
		}
		value, source := "", ""
		if v, ok := values[f.Name]; ok {
			value, source = v, path
		}
		if v, ok := env[EnvName(f.Name)]; ok {
			value, source = v, EnvName(f.Name)
		}
		if source == "" {
			return
		}
		if err := cmd.Flags().Set(f.Name, value); err != nil {
			errs = append(errs, fmt.Errorf("%s: --%s: %w", source, f.Name, err))
		}
	})
	if len(errs) > 0 {
		return failure.Newf(failure.Usage, "correct it; see: "+cmd.CommandPath()+" --help", "%w", errors.Join(errs...))
	}
	return nil
}

const typedOnly = "parley_typed_only"

// TypedOnly keeps a flag from getting its value from settings: that is one of another flag, of other commands, by the same name.
func TypedOnly(flags *pflag.FlagSet, name string) {
	flags.Lookup(name).Annotations = map[string][]string{typedOnly: {}}
}

func read(path string, known []string) (map[string]string, error) {
	f, err := regular.Open(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || path == "" {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	defer f.Close()
	var raw map[string]any
	dec := json.NewDecoder(io.LimitReader(f, maxFile))
	dec.UseNumber()
	if err := dec.Decode(&raw); err != nil {
		return nil, fmt.Errorf("settings: %s is not a JSON object of at most %d bytes: %w", path, maxFile, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("settings: %s: something follows the JSON object of at most %d bytes", path, maxFile)
	}
	values := map[string]string{}
	for name, v := range raw {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("settings: %s: unknown setting %q", path, name)
		}
		switch v := v.(type) {
		case string, json.Number, bool:
			values[name] = fmt.Sprint(v)
		default:
			return nil, fmt.Errorf("settings: %s: %q is neither text, number nor true or false", path, name)
		}
	}
	return values, nil
}
