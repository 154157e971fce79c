package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/services/compute/wasm"
	"github.com/parley-p2p/parley/services/deals"
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
	if f := failure.Of(missing(wasm.Capability{Name: "files", Detail: "landlock_restrict_self: this program was built with cgo"})); runtime.GOOS == "linux" && !strings.Contains(f.Try, "CGO_ENABLED=0") {
		t.Errorf("built with cgo: %+v", f)
	}
	if err := missing(wasm.Capability{Name: "files", On: true}); err != nil {
		t.Errorf("a wall that stands: %v", err)
	}
}

// What is to be on another day is told with it.
func TestClock(t *testing.T) {
	for after, want := range map[time.Duration]int{time.Minute: len(time.TimeOnly), -time.Minute: len(time.TimeOnly), 24 * time.Hour: len(time.DateTime), -48 * time.Hour: len(time.DateTime)} {
		if got := clock(time.Now().Add(after)); len(got) != want {
			t.Errorf("after %s: %q", after, got)
		}
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
	contains(t, c.stderr(), `--listen "foo"`, "  try: name a place of this machine, as --listen /ip4/")
}

// TestFlagsOutOfRange: flag, value and range are named, before anything is asked of anybody: there is no market here.
func TestFlagsOutOfRange(t *testing.T) {
	home := t.TempDir()
	for _, c := range []struct{ command, cause string }{
		{"run x.wasm --wait=-5s", "--wait is -5s, want 0s to 1h0m0s"},
		{"run x.wasm --wait=2h", "--wait is 2h0m0s, want 0s to 1h0m0s"},
		{"run x.wasm --patience=0s", "--patience is 0s, want 1ms to"},
		{"run x.wasm --patience=-1s", "--patience is -1s, want 1ms to"},
		{"run x.wasm --timeout=1us", "--timeout is 1µs, want 1ms to"},
		{"run x.wasm --timeout=1000h", "--timeout is 1000h0m0s, want 1ms to 168h0m0s"},
		{"run x.wasm --deliver-in=0s", "--deliver-in is 0s, want 1s to"},
		{"run x.wasm --hire=0", "--hire is 0, want 1 to 1000"},
		{"run x.wasm --hire=2000000", "--hire is 2000000, want 1 to 1000"},
		{"run x.wasm --reserve=-1", "--reserve is -1, want 0 to 1000"},
		{"run x.wasm --audit=-1", "--audit is -1, want 0 to 1000"},
		{"run x.wasm --replicas 1", "--replicas is 1, want 2 to 15"},
		{"run x.wasm --replicas 4 --agree 2", "--agree is 2, want 3 to 4"},
		{"run x.wasm --agree 2", "--agree is given without --replicas"},
		{"run x.wasm --audit=101%", "--audit is 101%, want 1% to 100%"},
		{"run x.wasm --audit=some", `--audit "some" is neither a percentage nor a number`},
		{"run x.wasm --memory=0", "--memory is 0, want 1 to 4096"},
		{"run x.wasm --memory=99999999", "--memory is 99999999, want 1 to 4096"},
		{"run x.wasm --output-space=0", "--output-space is 0, want 1 to 4096"},
		{"run x.wasm --output-files=-1", "--output-files is -1, want 1 to 65536"},
		{"farm --output-space=5000", "--output-space is 5000, want 1 to 4096"},
		{"farm --max-jobs=0", "--max-jobs is 0, want 1 to 1000"},
		{"farm --max-jobs=-3", "--max-jobs is -3, want 1 to 1000"},
		{"farm --parallel=0", "--parallel is 0, want 1 to 1000"},
		{"farm --memory=9223372036854775807", "--memory is 9223372036854775807, want 1 to 4096"},
		{"farm --task-time=-1s", "--task-time is -1s, want 0s to"},
	} {
		args := strings.Fields(c.command)
		bad{args, failure.Usage, c.cause, "see: parley " + args[0] + " --help"}.holds(t, home)
	}
	for _, c := range []struct{ command, cause string }{
		{"run x.wasm --hire=abc", `parley run: --hire "abc" is not a whole number`},
		{"run x.wasm --wait=5", `parley run: --wait "5" is not a duration, as 90s or 5m`},
		{"run x.wasm --free=perhaps", `parley run: --free "perhaps" is not true or false`},
		{"farm --max-jobs=1e9", `parley farm: --max-jobs "1e9" is not a whole number`},
	} {
		args := strings.Fields(c.command)
		bad{args, failure.Usage, c.cause, "see the flags with: parley " + args[0] + " --help"}.holds(t, home)
	}
}

// TestParts: what is written in parts lacks none.
func TestParts(t *testing.T) {
	for flag, causes := range map[string]map[string]string{
		"--env":   {"=x": "has no name", "x": "has no value", "": "has no value"},
		"--input": {"=F": "lacks its name or its path", "F=": "lacks its name or its path", "": "lacks its name or its path"},
	} {
		for value, cause := range causes {
			bad{[]string{"run", "x.wasm", flag, value}, failure.Usage, fmt.Sprintf("%s %q %s", flag, value, cause), "write it as " + flag}.holds(t, t.TempDir())
		}
	}
}

// TestEach: the file of arguments is looked at before anything else.
func TestEach(t *testing.T) {
	home := t.TempDir()
	path := filepath.Join(home, "each")
	for text, want := range map[string][2]string{
		strings.Repeat("x\n", 2000):   {path + " has 2000 lines, want at most 1000", "split -l 1000 " + path},
		" \n\n":                       {path + " holds no arguments", "on a line of their own"},
		strings.Repeat("x", 2<<20):    {"is larger than 1048576 bytes", "split -l 1000"},
		strings.Repeat("x x\n", 1000): {"there is no market", "parley dev"}, // as many as may be
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		code := failure.Usage
		switch {
		case strings.Contains(want[0], "larger"):
			code = failure.NotFound
		case strings.Contains(want[0], "market"):
			code = failure.Unavailable
		}
		bad{[]string{"run", "x.wasm", "--each", path}, code, want[0], want[1]}.holds(t, home)
	}
	bad{[]string{"run", "x.wasm", "--each", path + "x"}, failure.NotFound, "no such file", "check its name"}.holds(t, home)
}

// TestPrices: what is no amount is said in one line, with how to write one.
func TestPrices(t *testing.T) {
	home := t.TempDir()
	m := &market.Market{Bootstrap: []string{"/ip4/192.0.2.1/tcp/1/p2p/12D3KooWDMCQbZZvLgHiHntG1KwcHoqHPAxL37KvhgibWqFtpqUY"},
		Chain: &market.Chain{RPC: "http://127.0.0.1:1", ID: 1, Contract: deals.Address{1}, Token: deals.Address{2}, Symbol: "PLAY", Decimals: 2}}
	if err := m.Write(filepath.Join(home, market.File)); err != nil {
		t.Fatal(err)
	}
	for _, amount := range []string{"abc", "-1", "1,5", "0.001", "1e3"} {
		cause := fmt.Sprintf("%q is no amount of PLAY: want a number that is not negative, with at most 2 digits after the point\n", amount)
		bad{[]string{"farm", "--price", amount}, failure.Usage, "--price " + strings.TrimSpace(cause), "write it as --price 0.5"}.holds(t, home)
		bad{[]string{"run", "x.wasm", "--max-price", amount}, failure.Usage, "--max-price " + strings.TrimSpace(cause), "write it as --max-price 0.5"}.holds(t, home)
	}
	for _, command := range []string{"run x.wasm", "demo"} {
		bad{append(strings.Fields(command), "--match", "nicest"), failure.Usage, `--match "nicest" is unknown`, "use --match cheapest, fastest or first"}.holds(t, home)
	}
	bad{[]string{"run", "x.wasm", "--max-price", strings.Repeat("9", 90)}, failure.Usage, "--max-price 99999999999999999999... is too large", "--max-price 0.5"}.holds(t, home)
	for _, name := range []string{"foo", "/ip4/1"} { // nobody is made for it
		bad{[]string{"farm", "--name", "q", "--listen", name}, failure.Usage, fmt.Sprintf("--listen %q: ", name), "--listen /ip4/"}.holds(t, home)
	}
	bad{[]string{"farm", "--name", "q", "--price", "x"}, failure.Usage, `--price "x" is no amount`, "--price 0.5"}.holds(t, home)
	if _, err := os.Stat(filepath.Join(home, "q")); !os.IsNotExist(err) {
		t.Errorf("a party was made for flags that were refused: %v", err)
	}
	bad{[]string{"key", "--name", strings.Repeat("q", 300)}, failure.Usage, `--name "qqqqqqqqqqqqqqqqqqqq"... is too long for a folder: 300`, "at most 64"}.holds(t, home)
	bad{[]string{"run", "--resume", "xyz"}, failure.Usage, `--resume "xyz" is no job's ID`, "copy the ID"}.holds(t, home)
	bad{[]string{"run", "--resume", "abc"}, failure.NotFound, "no job of --name run that can be come back to begins with abc", "any other can be run again"}.holds(t, home)
	bad{[]string{"run", "x.wasm", "--max-price", "0.00"}, failure.Usage, "--max-price 0.00 leaves nothing to pay with", "--free"}.holds(t, home)
}

// TestNoDealFile: what is no deal file is said to be none, and where there are some.
func TestNoDealFile(t *testing.T) {
	home := t.TempDir()
	file := func(name, text string) string {
		t.Helper()
		path := filepath.Join(home, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const names = "a run prints the names of its own after: proof"
	for path, b := range map[string]bad{
		home:                               {code: failure.Usage, cause: home + " is a folder and no deal file", try: names},
		file("empty", ""):                  {code: failure.General, cause: "is empty", try: "intact one"},
		file("module", "\x00asm\x01\x00"):  {code: failure.General, cause: `is no deal file, it begins with "\x00asm\x01\x00"`, try: names},
		file("market.json", "\x1b[2J{\n}"): {code: failure.General, cause: `is no deal file, it begins with "\x1b[2J{\n}"`, try: names},
		filepath.Join(home, "missing"):     {code: failure.NotFound, cause: "no such file", try: names},
	} {
		b.args = []string{"verify", path}
		b.holds(t, home)
	}
}

// TestPrint: a terminal obeys nothing of what is printed, and lines stay lines.
func TestPrint(t *testing.T) {
	var out strings.Builder
	a := &app{out: &out}
	a.print("a \x1b]0;title\a\u202eb\nsecond\r\n")
	if got, want := out.String(), "a ]0;titleb\nsecond \n"; got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
}

// TestEmptyFlags: where a variable stood that is not set, nothing is done as if the flag had been left out.
func TestEmptyFlags(t *testing.T) {
	home := t.TempDir()
	for command, flag := range map[string]string{"deal list": "home", "balance": "rpc", "demo": "scenario", "key": "name", "farm": "listen", "deal cancel 0x1234": "signature",
		"deal split 0x1234": "farmer", "run x.wasm": "max-price", "mediator": "stake"} {
		bad{append(strings.Fields(command), "--"+flag, ""), failure.Usage, "--" + flag + " is given, and its value is empty", "or leave out --" + flag}.holds(t, home)
	}
	if code, _, errs := say(t, home, []string{"PARLEY_RPC=", "PARLEY_MARKET="}, "key"); code != 0 {
		t.Errorf("settings that are empty are none: code %d, %s", code, errs)
	}
}

// TestDashes: what begins with a dash is no argument, and what is no signature is said to be none.
func TestDashes(t *testing.T) {
	home := t.TempDir()
	bad{[]string{"deal", "show", "-1"}, failure.Usage, "-1 is taken for a flag, and is none; ID begins with no dash", "parley deal show --help"}.holds(t, home)
	bad{[]string{"stake", "withdraw", "-0.5"}, failure.Usage, "AMOUNT begins with no dash", "parley stake withdraw --help"}.holds(t, home)
	for _, text := range []string{"zz", "0x", "0x1234"} {
		bad{[]string{"deal", "cancel", "0x1234", "--signature", text}, failure.Usage, fmt.Sprintf("--signature %q is no signature: want 130 hex digits", text), "copy what the other side's command printed"}.holds(t, home)
	}
}
