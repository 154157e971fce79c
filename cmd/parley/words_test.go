package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/services/compute"
)

// say runs a command within this process, in a state folder of its own.
func say(t *testing.T, home string, environ []string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e strings.Builder
	code = run(t.Context(), args, strings.NewReader(""), &o, &e, append(environ, "PARLEY_HOME="+home))
	return code, o.String(), e.String()
}

// TestHelp holds the help of every command: scripts and habits depend on it.
func TestHelp(t *testing.T) {
	a := &app{}
	var visit func(*cobra.Command, []string)
	visit = func(cmd *cobra.Command, path []string) {
		name := strings.Join(append([]string{"parley"}, path...), "-")
		t.Run(name, func(t *testing.T) {
			code, out, errs := say(t, t.TempDir(), nil, append(path, "--help")...)
			if code != 0 || errs != "" {
				t.Errorf("code %d, %s", code, errs)
			}
			golden(t, filepath.Join("help", name+".txt"), out)
		})
		for _, c := range cmd.Commands() {
			visit(c, append(path[:len(path):len(path)], c.Name()))
		}
	}
	visit(a.root(), nil)
}

func TestVersion(t *testing.T) {
	code, out, _ := say(t, t.TempDir(), nil, "version")
	pattern := `^parley \S+( [0-9a-f]{12})?, protocol \d+, ` + regexp.QuoteMeta(runtime.Version()+" "+runtime.GOOS+"/"+runtime.GOARCH) + `\n$`
	if code != 0 || !regexp.MustCompile(pattern).MatchString(out) {
		t.Errorf("code %d, %q", code, out)
	}
}

func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		code, out, errs := say(t, t.TempDir(), nil, "completion", shell)
		if code != 0 || !strings.Contains(out, "parley") {
			t.Errorf("%s: code %d, %s", shell, code, errs)
		}
	}
	_, out, _ := say(t, t.TempDir(), nil, "__complete", "deal", "")
	contains(t, out, "list", "show", "accept", "claim", "cancel", "dispute")
}

// TestUnknownParty: whom nobody has made has no deals and no money, and does not come to be by being asked about.
func TestUnknownParty(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"farm", "run"} {
		if code, _, errs := say(t, home, nil, "key", "--name", name); code != 0 {
			t.Fatal(errs)
		}
	}
	if code, _, errs := say(t, home, nil, "deal", "claim", "0x12", "--name", "nobody"); code != failure.NotFound ||
		!strings.Contains(errs, "no party nobody in "+home+"; there are: farm, run\n  try: ") {
		t.Errorf("code %d, %s", code, errs)
	}
	if _, err := os.Stat(filepath.Join(home, "nobody")); err == nil {
		t.Error("it was made")
	}
}

// TestKey: made on first use without a prompt, kept, and nobody else's to read.
func TestKey(t *testing.T) {
	home := t.TempDir()
	code, first, _ := say(t, home, nil, "key")
	contains(t, first, "peer ", "account ", filepath.Join(home, "run", "identity.pem"), "losing it loses the money")
	_, second, _ := say(t, home, nil, "key")
	if diff := cmp.Diff(first, second); code != 0 || diff != "" {
		t.Errorf("code %d; the keys are others the second time: %s", code, diff)
	}
	for _, name := range []string{"identity.pem", "account.hex"} {
		info, err := os.Stat(filepath.Join(home, "run", name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	_, other, _ := say(t, home, nil, "key", "--name", "other")
	if other == first {
		t.Error("two parties share their keys")
	}
	if err := os.Chmod(filepath.Join(home, "run", "account.hex"), 0o644); err != nil {
		t.Fatal(err)
	}
	code, _, errs := say(t, home, nil, "key")
	if code != failure.General || !strings.Contains(errs, "chmod 600") {
		t.Errorf("a key that others can read: code %d, %s", code, errs)
	}
	if code, _, _ := say(t, home, nil, "key", "--name", "../elsewhere"); code != failure.Usage {
		t.Errorf("a name that is a path: code %d", code)
	}
}

// TestSettings: flags over PARLEY_* over the file over defaults; what is unknown is an error.
func TestSettings(t *testing.T) {
	home := t.TempDir()
	named := func(environ []string, args ...string) string {
		t.Helper()
		code, out, errs := say(t, home, environ, append(args, "key", "-o", "json")...)
		var told struct{ IdentityFile string }
		if err := json.Unmarshal([]byte(out), &told); code != 0 || err != nil {
			t.Fatalf("code %d, %v, %s", code, err, errs)
		}
		return filepath.Base(filepath.Dir(told.IdentityFile))
	}
	settings := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(home, "config.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := named(nil); got != "run" {
		t.Errorf("the default is %s", got)
	}
	settings(`{"name": "of-file"}`)
	if got := named(nil); got != "of-file" {
		t.Errorf("with a file: %s", got)
	}
	environ := []string{"PARLEY_NAME=of-environment"}
	if got := named(environ); got != "of-environment" {
		t.Errorf("with a file and the environment: %s", got)
	}
	if got := named(environ, "--name", "of-flag"); got != "of-flag" {
		t.Errorf("with all three: %s", got)
	}
	for _, c := range []struct{ what, file, env, want string }{
		{"an unknown key", `{"nme": "x"}`, "", `unknown setting "nme"`},
		{"an unknown variable", `{}`, "PARLEY_NME=x", "PARLEY_NME is not a setting"},
		{"no object", `[]`, "", "not a JSON object"},
		{"a list", `{"name": []}`, "", "neither text, number nor true or false"},
		{"no number", `{"verbose": "maybe"}`, "", "--verbose"},
	} {
		settings(c.file)
		code, _, errs := say(t, home, []string{c.env}, "key")
		if code != failure.Usage || !strings.Contains(errs, c.want) {
			t.Errorf("%s: code %d, %s", c.what, code, errs)
		}
	}
}

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"frobnicate"}, "unknown command"},
		{[]string{"run"}, "name one module"},
		{[]string{"run", "x.wasm", "--resume", "abc"}, "name one module"},
		{[]string{"run", "--resume", "abc", "--output", "out", "--hire", "3"}, "--hire is given beside --resume"},
		{[]string{"run", "--free=false", "--resume", "abc", "-q"}, "--free is given beside --resume"},
		{[]string{"deal", "show"}, "parley deal show takes one argument, ID, not 0"},
		{[]string{"version", "-o", "xml"}, "unknown output format"},
		{[]string{"farm", "extra"}, "unknown command"},
		{[]string{"fram"}, "  try: parley farm\n"},
		{[]string{"deal", "lst"}, "  try: parley deal list\n"},
	} {
		code, _, errs := say(t, t.TempDir(), nil, c.args...)
		if code != failure.Usage || !strings.Contains(errs, c.want) || !strings.Contains(errs, "  try: ") {
			t.Errorf("parley %s: code %d, %s", strings.Join(c.args, " "), code, errs)
		}
	}
}

// TestDoctor: what is in the way is said, with what to do, and the exit code tells.
func TestDoctor(t *testing.T) {
	p := newPlace(t)
	c := p.run("doctor").exits(0) // the demo needs no market
	contains(t, c.stdout(), "note  market", "try: start a market on this machine, in another terminal: parley dev", "ok    identity")
	p.join()
	m := readMarket(t, p.marketFile())
	m.Chain.RPC = "http://" + unused(t)
	p.describe(m)
	c = p.run("doctor").exits(failure.General)
	contains(t, c.stdout(), "ok    network", "BAD   chain", "try: start the chain with: parley dev")
}

// TestUnitWords: a price by fuel names its meter, and reads like no fraction.
func TestUnitWords(t *testing.T) {
	for unit, want := range map[string]string{compute.Unit: "task", "10^9 fuel/5": "10^9 fuel, as meter 5 counts it"} {
		if got := unitWords(unit); got != want {
			t.Errorf("%q: %q, want %q", unit, got, want)
		}
	}
	p := &pricing{PerUnit: "8", Unit: compute.FuelUnit}
	m := &market.Market{Chain: &market.Chain{Symbol: "PLAY", Decimals: 4}}
	if got := p.words(m, sumOfText(m, "96")); strings.Contains(got, "fuel/") || !strings.HasPrefix(got, "at most 0.0096 PLAY: 0.0008 PLAY for each 10^9 fuel, as meter ") {
		t.Error(got)
	}
}
