package content_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/parley-p2p/parley/content"
)

// golden holds the root CIDs that Kubo 0.44 printed, not those that this package printed; TestKubo asks it again.
var golden = []struct {
	name string
	file []byte // a file, or
	tree fs.FS  // a directory
	cid  string
}{
	{name: "empty file", file: []byte{}, cid: "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"},
	{name: "small file", file: []byte("hello\n"), cid: "bafkreicysg23kiwv34eg2d7qweipxwosdo2py4ldv42nbauguluen5v6am"},
	{name: "one whole chunk", file: noise(2, 262144), cid: "bafkreiccqptwornarjh447x2stx74vzsl5kqsedu6ha742w77hq654bcd4"},
	{name: "a byte more", file: noise(2, 262145), cid: "bafybeidgepskklr7rm4mc7ijrw4ojy4s7oh5lkccztmwjfe7lhs6ofwwje"},
	{name: "174 chunks", file: noise(3, 174*262144), cid: "bafybeiha2gvycrpm5h7kpj4qgr3ojlks2di4bxkqsgdb6vpcnmljhpvbam"},
	{name: "a second level", file: noise(3, 174*262144+1), cid: "bafybeifi6dfp52azbeyrt32dphegmrxsdotjatbfhwivuhhd74xj6nhw4i"},
	{name: "a wide second level", file: noise(3, 350*262144+5), cid: "bafybeic46xbfyidbmcrr564wxxvbdibb3wr6qjq2hh3pamc5xv3uduw7ea"},
	{name: "empty directory", tree: fstest.MapFS{}, cid: "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354"},
	{name: "one entry", tree: fstest.MapFS{"a": file([]byte("a"))}, cid: "bafybeidxwodi7y3iqsxfwcs66qkqpptzpqd2fu35fj5nacnkuljowobooq"},
	{name: "nested, hidden, empty, unicode", tree: sample(), cid: "bafybeiakj7i5e2rx5xl5u5yekmzvbydyemqoussuepfax4u2gr2po2ocbe"},
	{name: "only directories", tree: fstest.MapFS{"a/b/c": directory(), "d": directory()}, cid: "bafybeib7e5k7rl7muvca5e7e5jaejb22t65v365jfdty6375vk6ttifbya"},
	{name: "the largest plain directory", tree: many(4096), cid: "bafybeiell3efwmqodp3xjfwvhidsmhnd24yalq3rqyppafojhkg474zsbe"},
	{name: "the smallest HAMT", tree: many(4097), cid: "bafybeifc656aml4wf7rvrlkeglz6hzu6ne5dnu6x3nuchnikskwdwqlwj4"},
	{name: "a HAMT of two levels", tree: many(6000), cid: "bafybeid6lj6sedq4arjprjcq5nfsmiqtbf6awt2rbgnuag32xuba5rnu24"},
}

// C14, C18: the CID of a result is the one that anybody's IPFS node computes for the same files.
func TestCIDsAreThoseOfIPFS(t *testing.T) {
	for _, g := range golden {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			if g.tree != nil {
				if got := mustAdd(t, content.Discard, g.tree).String(); got != g.cid {
					t.Errorf("AddFS gives %s, ipfs add gives %s", got, g.cid)
				}
				return
			}
			if got := mustAddFile(t, content.Discard, g.file).String(); got != g.cid {
				t.Errorf("AddFile gives %s, ipfs add gives %s", got, g.cid)
			}
		})
	}
}

// AddPath reads a real directory as AddFS reads any other.
func TestAddPath(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "tree"), sample()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), []byte("hello\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"tree": mustAdd(t, content.Discard, sample()).String(),
		"file": mustAddFile(t, content.Discard, []byte("hello\n")).String(),
	} {
		got, err := content.AddPath(t.Context(), content.Discard, filepath.Join(dir, name), content.Limits{})
		if err != nil || got.String() != want {
			t.Errorf("AddPath(%s) = %v, %v; want %s", name, got, err, want)
		}
	}
}

// TestKubo derives every golden CID again from an ipfs binary: PARLEY_IPFS=/path/to/ipfs go test -run Kubo ./content
func TestKubo(t *testing.T) {
	ipfs := os.Getenv("PARLEY_IPFS")
	if ipfs == "" {
		t.Skip("PARLEY_IPFS does not name an ipfs binary")
	}
	repo := t.TempDir()
	run := func(t *testing.T, stdin []byte, args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), ipfs, args...)
		cmd.Env = append(os.Environ(), "IPFS_PATH="+repo)
		cmd.Stdin = bytes.NewReader(stdin)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v\n%s", cmd, err, stderr.Bytes())
		}
		return strings.TrimSpace(string(out))
	}
	run(t, nil, "init", "--empty-repo")
	for _, g := range golden {
		t.Run(g.name, func(t *testing.T) {
			var got string
			if g.tree == nil {
				got = run(t, g.file, "add", "-Q", "--cid-version=1")
			} else {
				dir := filepath.Join(t.TempDir(), "tree")
				if err := os.Mkdir(dir, 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.CopyFS(dir, g.tree); err != nil {
					t.Fatal(err)
				}
				got = run(t, nil, "add", "-r", "-Q", "--cid-version=1", "--hidden", dir)
			}
			if got != g.cid {
				t.Errorf("ipfs add gives %s, the table says %s", got, g.cid)
			}
		})
	}
}
