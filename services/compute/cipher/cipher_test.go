package cipher_test

import (
	"archive/tar"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute/cipher"
)

var (
	label = cipher.Label{Requester: [32]byte{9}, Job: "00112233445566778899aabbccddeeff", Input: 1}
	most  = content.Limits{Bytes: 1 << 20, Files: 100}
)

// sealed is what a path is, encrypted.
func sealed(t testing.TB, path string, key cipher.Key) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := cipher.Encrypt(&b, path, key, label); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// opened decrypts into a new folder, and returns what is there by name.
func opened(t testing.TB, b []byte, key cipher.Key, label cipher.Label, most content.Limits) (map[string]string, int64, error) {
	t.Helper()
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	n, err := cipher.Decrypt(bytes.NewReader(b), root, "in", key, label, most)
	return tree(t, dir), n, err
}

func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		if d.IsDir() {
			all[name] = "/"
			return nil
		}
		b, err := os.ReadFile(path)
		all[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// folder has files of many chunks, of one byte and of none, and an empty directory.
func folder(t testing.TB) (dir, secret string) {
	t.Helper()
	dir, secret = t.TempDir(), strings.Repeat("nobody else is to read this. ", 10_000)
	for name, text := range map[string]string{"big.txt": secret, "a/one": "1", "a/none": ""} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir, secret
}

// What is encrypted is what comes out, and nothing of it can be seen before.
func TestThereAndBack(t *testing.T) { // S-9.1-2, M12
	dir, secret := folder(t)
	key := cipher.NewKey()
	b := sealed(t, dir, key)
	for _, what := range []string{secret[:8], "big.txt", "empty", string(key[:])} {
		if bytes.Contains(b, []byte(what)) {
			t.Errorf("%q can be read", what)
		}
	}
	got, n, err := opened(t, b, key, label, most)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"in": "/", "in/big.txt": secret, "in/a": "/", "in/a/one": "1", "in/a/none": "", "in/empty": "/"}
	if diff := cmp.Diff(want, got); diff != "" || n != int64(len(secret)+1) {
		t.Errorf("%d bytes (-want +got)\n%s", n, diff)
	}
	file := sealed(t, filepath.Join(dir, "a", "one"), key)
	if got, _, err := opened(t, file, key, label, most); err != nil || !cmp.Equal(got, map[string]string{"in": "1"}) {
		t.Errorf("a file: %v, %v", got, err)
	}
	if bytes.Equal(file, sealed(t, filepath.Join(dir, "a", "one"), key)) {
		t.Error("the same is encrypted to the same twice")
	}
}

// What was encrypted once can be opened by every later version.
func TestGolden(t *testing.T) { // S-9.1-1
	b, err := os.ReadFile("testdata/golden.age")
	if err != nil {
		t.Fatal(err)
	}
	key := cipher.Key(bytes.Repeat([]byte{7}, 32))
	got, _, err := opened(t, b, key, label, most)
	want := map[string]string{"in": "/", "in/a": "/", "in/a/one.txt": "1\n", "in/two.txt": "2\n"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	commitment := key.Commitment()
	if got, want := hex.EncodeToString(commitment[:]), "c481a01bdbafc1e489b9ba25bb32b306abc56cf92076896e12d1bd05d9d896af"; got != want {
		t.Errorf("the commitment is %s, want %s", got, want)
	}
}

// refused checks that what is opened is broken, and that nothing is left of it.
func refused(t *testing.T, what string, b []byte, key cipher.Key, label cipher.Label) {
	t.Helper()
	if got, _, err := opened(t, b, key, label, most); !errors.Is(err, cipher.ErrBroken) || len(got) > 0 {
		t.Errorf("%s: %v, and %d files are left", what, err, len(got))
	}
}

func TestOthersDoNotOpen(t *testing.T) { // S-9.1-1, M12
	dir, _ := folder(t)
	key := cipher.NewKey()
	b := sealed(t, dir, key)
	refused(t, "another key", b, cipher.NewKey(), label)
	refused(t, "another job", b, key, cipher.Label{Requester: label.Requester, Job: "ff" + label.Job[2:], Input: label.Input})
	refused(t, "another input", b, key, cipher.Label{Requester: label.Requester, Job: label.Job, Input: label.Input + 1})
	refused(t, "another's job", b, key, cipher.Label{Requester: [32]byte{8}, Job: label.Job, Input: label.Input})
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	var foreign bytes.Buffer
	w, err := age.Encrypt(&foreign, other.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	refused(t, "encrypted to somebody", foreign.Bytes(), key, label)
	refused(t, "a header without end", append([]byte("age-encryption.org/v1\n"), bytes.Repeat([]byte("-> parley.dev/input/1 a\n\n"), 10_000)...), key, label)
	refused(t, "nothing", nil, key, label)
}

// Not one byte can be changed, and nothing cut off: of header, nonce and chunks alike.
func TestDamageIsSeen(t *testing.T) { // S-9.1-2, M12
	dir, _ := folder(t)
	key := cipher.NewKey()
	b := sealed(t, dir, key)
	const chunk = 64<<10 + 16
	end := len(b)
	places := []int{end - 1, end - 17, end - 1000}
	for i := range 260 {
		places = append(places, i)
	}
	for at := 200; at < end; at += chunk / 2 {
		places = append(places, at)
	}
	for _, at := range places {
		changed := bytes.Clone(b)
		changed[at] ^= 1
		refused(t, fmt.Sprintf("byte %d of %d changed", at, end), changed, key, label)
		refused(t, fmt.Sprintf("cut off after byte %d of %d", at, end), b[:at], key, label)
	}
	header := bytes.Index(b, []byte("\n--- ")) + 5 + 43 + 1 + 16
	for n := header; n < end; n += chunk { // whole chunks alone
		refused(t, fmt.Sprintf("without all after %d of %d", n, end), b[:n], key, label)
		if n+2*chunk < end {
			swapped := bytes.Clone(b)
			copy(swapped[n:], b[n+chunk:n+2*chunk])
			copy(swapped[n+chunk:], b[n:n+chunk])
			refused(t, "two chunks swapped", swapped, key, label)
		}
	}
	refused(t, "something follows", append(bytes.Clone(b), 0), key, label)
}

func TestLimits(t *testing.T) {
	dir, secret := folder(t)
	key := cipher.NewKey()
	b := sealed(t, dir, key)
	for _, l := range []content.Limits{{Bytes: int64(len(secret)), Files: 100}, {Bytes: 1 << 20, Files: 5}, {Bytes: 0, Files: 100}} {
		if got, _, err := opened(t, b, key, label, l); !errors.Is(err, content.ErrLimit) || len(got) > 0 {
			t.Errorf("%+v: %v, and %d files are left", l, err, len(got))
		}
	}
	if _, _, err := opened(t, b, key, label, content.Limits{Bytes: int64(len(secret)) + 1, Files: 6}); err != nil {
		t.Errorf("what is just allowed: %v", err)
	}
}

// entry is one of an archive that somebody made who has the key.
type entry struct {
	kind byte
	name string
	text string
	link string
}

// packed is such an archive, encrypted.
func packed(t testing.TB, key cipher.Key, entries ...entry) []byte {
	t.Helper()
	var plain bytes.Buffer
	w := tar.NewWriter(&plain)
	for _, e := range entries {
		h := &tar.Header{Typeflag: e.kind, Name: e.name, Linkname: e.link, Size: int64(len(e.text)), Mode: 0o777}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return cipher.Seal(t, plain.Bytes(), key, label)
}

// Who has the key cannot have anything else written than the files and directories of an input.
func TestHostileArchives(t *testing.T) { // S-9.1-2
	key := cipher.NewKey()
	dir, file := entry{kind: tar.TypeDir, name: "input/"}, entry{kind: tar.TypeReg, name: "input", text: "x"}
	below := func(kind byte, name, link string) []entry { return []entry{dir, {kind: kind, name: name, link: link}} }
	for what, entries := range map[string][]entry{
		"nothing":                  {},
		"another root":             {{kind: tar.TypeReg, name: "output"}},
		"a file above":             below(tar.TypeReg, "input/../../x", ""),
		"an absolute file":         below(tar.TypeReg, "/x", ""),
		"a file beside":            below(tar.TypeReg, "x", ""),
		"a symbolic link":          below(tar.TypeSymlink, "input/x", "/etc/passwd"),
		"a link":                   below(tar.TypeLink, "input/x", "input"),
		"a pipe":                   below(tar.TypeFifo, "input/x", ""),
		"a device":                 below(tar.TypeChar, "input/x", ""),
		"no directory":             below(tar.TypeReg, "input/no/x", ""),
		"a dot":                    below(tar.TypeReg, "input/./x", ""),
		"an empty name":            below(tar.TypeReg, "input//x", ""),
		"a control character":      below(tar.TypeReg, "input/\x01", ""),
		"a device of Windows":      below(tar.TypeReg, "input/NUL", ""),
		"the root twice":           {dir, dir},
		"a file with a root":       {file, dir},
		"something in a file":      {file, {kind: tar.TypeReg, name: "input/x"}},
		"a name twice":             {dir, {kind: tar.TypeReg, name: "input/x"}, {kind: tar.TypeReg, name: "input/x"}},
		"a directory with no file": {{kind: tar.TypeReg, name: "input/x"}},
		"too deep":                 {dir, {kind: tar.TypeDir, name: "input/" + strings.Repeat("d/", 64)}},
	} {
		t.Run(what, func(t *testing.T) { refused(t, what, packed(t, key, entries...), key, label) })
	}
	if got, _, err := opened(t, packed(t, key, dir, entry{kind: tar.TypeReg, name: "input/x", text: "y"}), key, label, most); err != nil || got["in/x"] != "y" {
		t.Errorf("what is none of these: %v, %v", got, err)
	}
}

// What cannot be an input is refused when it is encrypted, not by who is paid for it.
func TestUnencryptable(t *testing.T) {
	dir, _ := folder(t)
	if err := os.Symlink("big.txt", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, filepath.Join(dir, "none"), "/dev/null"} {
		if err := cipher.Encrypt(io.Discard, path, cipher.NewKey(), label); err == nil {
			t.Errorf("%s is encrypted", path)
		}
	}
	if err := os.Remove(filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if err := cipher.Encrypt(io.Discard, dir, cipher.NewKey(), label); err != nil {
		t.Error(err)
	}
}

func TestKeyIsNotPrinted(t *testing.T) {
	key := cipher.NewKey()
	for _, verb := range []string{"%v", "%s", "%+v", "%#v", "%d", "%x", "%X", "%q", "%08b"} {
		if got := fmt.Sprintf(verb, key); strings.Contains(got, fmt.Sprint(key[0])) || strings.Contains(got, fmt.Sprintf("%x", key[:4])) {
			t.Errorf("%s prints %s", verb, got)
		}
	}
	if other := cipher.NewKey(); !key.Fits(key.Commitment()) || other.Fits(key.Commitment()) || other == key {
		t.Error("a commitment fits another key, or not its own")
	}
	hidden := func(how, text string) {
		t.Helper()
		if strings.Contains(text, fmt.Sprintf("%d,%d,%d", key[0], key[1], key[2])) || strings.Contains(text, fmt.Sprintf("%x", key[:4])) {
			t.Errorf("%s shows the key: %s", how, text)
		}
	}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("a key", "key", key, "in", struct{ Key cipher.Key }{key})
	hidden("a log of JSON", logged.String())
	encoded, err := json.Marshal(map[string]any{"key": key, "at": &key})
	if err != nil {
		t.Fatal(err)
	}
	hidden("JSON", string(encoded))
	var back cipher.Key
	if err := json.Unmarshal([]byte(`"(key)"`), &back); err == nil {
		t.Error("what hides a key is read as one")
	}
}

// FuzzDecrypt: whatever is to be decrypted, and whatever archive who has the key made, nothing is written but files and directories
// under the name, within the limits, and all or nothing.
func FuzzDecrypt(f *testing.F) {
	key := cipher.Key{1}
	dir, _ := folder(f)
	whole := sealed(f, filepath.Join(dir, "a"), key)
	f.Add(whole, true)
	f.Add(whole[:len(whole)-20], true)
	for _, e := range []entry{{kind: tar.TypeDir, name: "input/"}, {kind: tar.TypeReg, name: "input", text: "x"}, {kind: tar.TypeSymlink, name: "input", link: "/"}} {
		var plain bytes.Buffer
		w := tar.NewWriter(&plain)
		if err := errors.Join(w.WriteHeader(&tar.Header{Typeflag: e.kind, Name: e.name, Linkname: e.link, Size: int64(len(e.text))})); err != nil {
			f.Fatal(err)
		}
		_, _ = io.WriteString(w, e.text)
		_ = w.Close()
		f.Add(plain.Bytes(), false)
	}
	f.Fuzz(func(t *testing.T, b []byte, asItIs bool) {
		if !asItIs {
			b = cipher.Seal(t, b, key, label)
		}
		few := content.Limits{Bytes: 1 << 16, Files: 20}
		got, n, err := opened(t, b, key, label, few)
		var bytes int64
		for name, text := range got {
			if name != "in" && !strings.HasPrefix(name, "in/") {
				t.Errorf("%q is written", name)
			}
			if text != "/" {
				bytes += int64(len(text))
			}
		}
		switch {
		case err != nil && len(got) > 0:
			t.Errorf("%v, and %d files are left", err, len(got))
		case err == nil && (len(got) == 0 || len(got) > few.Files || bytes > few.Bytes):
			t.Errorf("%d files of %d bytes, %d are told", len(got), bytes, n)
		}
	})
}
