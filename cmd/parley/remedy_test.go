package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/services/compute/wasm"
)

// bad is a command that must fail: why, and what the person is told to do.
type bad struct {
	args  []string
	code  int
	cause string
	try   string
}

// holds runs the command and checks its words.
func (b bad) holds(t *testing.T, home string, environ ...string) {
	t.Helper()
	code, _, errs := say(t, home, environ, b.args...)
	_, said, _ := strings.Cut("\n"+errs, "\nparley: ")
	cause, try, told := strings.Cut(said, "\n  try: ")
	if code != b.code || !told || !strings.Contains(cause, b.cause) || !strings.Contains(try, b.try) {
		t.Errorf("parley %s: code %d, want %d; want %q, try %q; it says:\n%s", strings.Join(b.args, " "), code, b.code, b.cause, b.try, errs)
	}
}

// TestMarketFile: the file is named with its whole path, and the command that writes a sound one.
func TestMarketFile(t *testing.T) {
	home := t.TempDir()
	path := filepath.Join(home, "market.json")
	for _, text := range []string{"{}", "[]", "", `{"bootstrap": ["/ip4/127.0.0.1/tcp/1/p2p/12D3KooWDMCQbZZvLgHiHntG1KwcHoqHPAxL37KvhgibWqFtpqUY"]}`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"run x.wasm", "farm", "balance", "deal list", "deal watch"} {
			bad{strings.Fields(command), failure.Usage, "the market file " + path + " is not sound", "parley dev"}.holds(t, home)
		}
	}
}

// TestSettingsSayWhatToDo: also of the state folder and the places to listen.
func TestSettingsSayWhatToDo(t *testing.T) {
	home := t.TempDir()
	bad{[]string{"key"}, failure.Usage, "PARLEY_FROB is not a setting", "unset PARLEY_FROB"}.holds(t, home, "PARLEY_FROB=1")
	bad{[]string{"run", "x.wasm"}, failure.Usage, "PARLEY_WAIT: --wait", "parley run --help"}.holds(t, home, "PARLEY_WAIT=soon")
	for flag, value := range map[string]string{"--listen": "foo", "--rpc": "foo", "--faucet": "0.0.0.0:1"} {
		bad{[]string{"dev", flag, value}, failure.Usage, value, flag + " "}.holds(t, home)
	}
	plain := filepath.Join(home, "plain")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	bad{[]string{"key", "--home", plain}, failure.General, "cannot be made", "--home DIR"}.holds(t, home)
	zero := strings.Repeat("0", 64)
	for file, holds := range map[string]string{"run/identity.pem": "short", "run/account.hex": "short\n", "zero/account.hex": zero} {
		path := filepath.Join(home, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(holds), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bad{[]string{"key"}, failure.General, filepath.Join(home, "run", "identity.pem") + " does not hold", "restore it from a backup"}.holds(t, home)
	if err := os.Remove(filepath.Join(home, "run", "identity.pem")); err != nil {
		t.Fatal(err)
	}
	bad{[]string{"key"}, failure.General, filepath.Join(home, "run", "account.hex") + " does not hold", "restore it from a backup"}.holds(t, home)
	bad{[]string{"key", "--name", "zero"}, failure.General, "not an account's secret", "account.hex from a backup"}.holds(t, home)
}

// TestMissingWalls: what it means that one does not stand, for whom, and what to do.
func TestMissingWalls(t *testing.T) {
	for _, name := range []string{"memory", "namespaces", "privileges", "files", "system calls", "another"} {
		f := failure.Of(missing(wasm.Capability{Name: name, Detail: "no_new_privs: EPERM"}))
		if f == nil || !strings.Contains(f.Cause, "EPERM") || !strings.Contains(f.Cause, "hold them") || !strings.Contains(f.Try, "nothing to buy work") {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if err := missing(wasm.Capability{Name: "files", On: true}); err != nil {
		t.Errorf("a wall that stands: %v", err)
	}
}

// TestFaucetDown: a market whose faucet does not answer.
func TestFaucetDown(t *testing.T) {
	p := newPlace(t).join()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	m := readMarket(t, p.marketFile())
	m.Faucet = "http://" + unused(t)
	p.describe(m)
	c := p.run("run", "hello.wasm").exits(failure.Unavailable)
	contains(t, c.stderr(), "the faucet does not answer", "  try: start the market with: parley dev")
	c = p.run("farm", "--listen", "foo").exits(failure.Usage)
	contains(t, c.stderr(), `listen on "foo"`, "  try: name a place of this machine, as --listen /ip4/")
}
