package content_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/content"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]error{
		"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku": nil, // raw
		"bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354": nil, // dag-pb
		"QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn":              nil, // CIDv0
		"zb2rhmy65F3REf8SZp7De11gxtECBGgUKaLdiDj7MCGCHxbDW":           nil, // another base
		"":                       content.ErrMalformed,
		"bafy":                   content.ErrMalformed,
		"not a CID":              content.ErrMalformed,
		strings.Repeat("b", 129): content.ErrUnsupported,
		"bafkqaaa":               content.ErrUnsupported, // identity
		"bafyreigdmqpykrgxyaxtlafqpqhzrb7qy2rh75nldvfd4tucqmqqme5yje": content.ErrUnsupported, // dag-cbor
		"bafkrgqgp6s4tbbgsmd6erkbcyvsnmnqacvrrgpmeqtzhjq5zqpzbpqfhsa": content.ErrMalformed,   // a hash cut short
	} {
		if _, err := content.Parse(text); !errors.Is(err, want) {
			t.Errorf("Parse(%.70q): %v, want %v", text, err, want)
		}
	}
}

// A name on the command line may be a link to a directory; inside, links are refused.
func TestAddPathFollowsItsOwnName(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "tree"), small()); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("tree", filepath.Join(dir, "link")); err != nil {
		t.Skip("no symbolic links here")
	}
	want := mustAdd(t, content.Discard, small())
	if got, err := content.AddPath(t.Context(), content.Discard, filepath.Join(dir, "link"), content.Limits{}); err != nil || got != want {
		t.Errorf("AddPath of a link = %s, %v; want %s", got, err, want)
	}
	if _, err := content.AddPath(t.Context(), content.Discard, filepath.Join(dir, "nothing"), content.Limits{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("AddPath of nothing: %v", err)
	}
}
