package market

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/services/deals"
)

const (
	outside = "/ip4/192.0.2.1/tcp/4001/p2p/12D3KooWDMCQbZZvLgHiHntG1KwcHoqHPAxL37KvhgibWqFtpqUY"
	inside  = "/ip4/127.0.0.1/tcp/4001/p2p/12D3KooWDMCQbZZvLgHiHntG1KwcHoqHPAxL37KvhgibWqFtpqUY"
)

func sound() *Market {
	return &Market{Bootstrap: []string{inside}, Local: true, Faucet: "http://127.0.0.1:1", Chain: &Chain{RPC: "http://127.0.0.1:2", ID: 1,
		Contract: deals.Address{1}, Token: deals.Address{2}, Symbol: "PLAY", Decimals: 18, Depth: 1, Play: true}}
}

func judged() *Market {
	m := sound()
	m.Chain.Panel = deals.Address{3}
	return m
}

func TestWrittenIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), File)
	for _, m := range []*Market{sound(), {Bootstrap: []string{outside}}, {Bootstrap: []string{inside, outside}}, judged()} {
		if err := m.Write(path); err != nil {
			t.Fatal(err)
		}
		got, err := Read(path)
		if diff := cmp.Diff(m, got); err != nil || diff != "" {
			t.Errorf("%v; what is read differs (-written +read):\n%s", err, diff)
		}
	}
}

// TestUnsoundIsRefused: the whole path is named, what is expected, and no type of Go's.
func TestUnsoundIsRefused(t *testing.T) {
	chain := func(part string) string {
		return `{"bootstrap":["` + outside + `"],"chain":{"rpc":"http://127.0.0.1:2","id":1,"contract":"0x` + strings.Repeat("01", 20) +
			`","token":"0x` + strings.Repeat("02", 20) + `","symbol":"PLAY","decimals":18,"depth":1` + part + `}}`
	}
	if err := read(t, chain("")); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		``:                    "it is empty",
		` `:                   "it is empty",
		`{}`:                  `"bootstrap" names no peer`,
		`null`:                `"bootstrap" names no peer`,
		`[]`:                  "it is of the wrong kind (array), want an object",
		`"x"`:                 "it is of the wrong kind (string), want an object",
		`{`:                   "it is cut off",
		`{"bootstrap": x}`:    "it is not JSON, from byte 15 on",
		`{"bootstrap": 5}`:    `"bootstrap" is of the wrong kind (number), want a list`,
		`{"bootstrap": [5]}`:  `"bootstrap" is of the wrong kind (number), want text`,
		`{"boot": []}`:        `unknown field "boot"`,
		`{"bootstrap": []}{}`: "something follows",
		`{"bootstrap": ["/ip4/192.0.2.1/tcp/1"]}`:                 "names no peer: add its ID",
		`{"bootstrap": ["` + inside + `"]}`:                       `"local": true is missing`,
		`{"bootstrap": ["` + outside + `"], "faucet": "here"}`:    `"faucet" is "…", want an address`,
		`{"bootstrap": ["` + outside + `"], "chain": {}}`:         `"chain": "rpc" is ""`,
		chain(`,"rpc":"ftp://x"`):                                 `"rpc" is "ftp://x"`,
		chain(`,"id":-1`):                                         `"chain.id" is of the wrong kind (number -1), want a whole number that is not negative`,
		chain(`,"id":0`):                                          `"id" is missing`,
		chain(`,"contract":"0x1"`):                                `"0x1" is not 0x and 40 hex digits`,
		chain(`,"contract":"0x` + strings.Repeat("0", 40) + `"`):  `"contract" is missing`,
		chain(`,"token":"0x` + strings.Repeat("0", 40) + `"`):     `"token" is missing`,
		chain(`,"panel":"0x` + strings.Repeat("01", 20) + `"`):    `"panel" is the contract or the token`,
		chain(`,"symbol":""`):                                     `"symbol" is not the money's name`,
		chain(`,"symbol":"\u001b[2J"`):                            `"symbol" is not the money's name`,
		chain(`,"decimals":37`):                                   `"decimals" is 37, want 0 to 36`,
		chain(`,"depth":100000`):                                  `"depth" is 100000, want at most 65536`,
		`{"bootstrap": ["` + strings.Repeat("x", maxFile) + `"]}`: "it is larger than 65536 bytes",
	} {
		err := read(t, text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.80s: %v, want %s", text, err, want)
		} else if _, said, _ := strings.Cut(err.Error(), " is not sound: "); strings.Contains(said, "Go ") || strings.Contains(said, "market.") {
			t.Errorf("%.80s: a person is told of Go's types: %s", text, said)
		}
	}
}

// read reads a description from a file, whose whole path every error must name.
func read(t *testing.T, text string) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), File)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Read(path)
	if err != nil && !strings.Contains(err.Error(), path) {
		t.Errorf("%v does not name %s", err, path)
	}
	return err
}

// FuzzParse: a description that is taken is sound, and is the same when it is written and read again.
func FuzzParse(f *testing.F) {
	for _, m := range []*Market{sound(), judged(), {Bootstrap: []string{outside}}} {
		b, err := json.Marshal(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"bootstrap": 5}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := parse(b)
		if err != nil || m.validate() != nil {
			return
		}
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		again, err := parse(text)
		if err != nil || again.validate() != nil {
			t.Fatalf("%s is written as %s, which is refused: %v", b, text, err)
		}
		if diff := cmp.Diff(m, again); diff != "" {
			t.Errorf("(-read +read again):\n%s", diff)
		}
	})
}
