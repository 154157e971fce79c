package modulestest

import (
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// Repository is a git repository in a folder.
type Repository struct {
	t testing.TB
	// Dir is its folder, as of a clone: the repository is in .git.
	Dir     string
	storage *filesystem.Storage
}

// New makes an empty one, which lasts as long as the test.
func New(t testing.TB) *Repository { return At(t, t.TempDir()) }

// At makes an empty one in a folder, which is made if it is not there.
func At(t testing.TB, dir string) *Repository {
	t.Helper()
	at := filepath.Join(dir, ".git")
	if err := os.MkdirAll(at, 0o700); err != nil {
		t.Fatal(err)
	}
	r := &Repository{t, dir, filesystem.NewStorage(osfs.New(at), cache.NewObjectLRUDefault())}
	if err := r.storage.Init(); err != nil {
		t.Fatal(err)
	}
	r.refer(plumbing.NewSymbolicReference(plumbing.HEAD, "refs/heads/main"))
	return r
}

// Object stores an object as it is, and gives its hash.
func (r *Repository) Object(kind plumbing.ObjectType, content string) string {
	r.t.Helper()
	o := new(plumbing.MemoryObject)
	o.SetType(kind)
	_, err := o.Write([]byte(content))
	if err == nil {
		_, err = r.storage.SetEncodedObject(o)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return o.Hash().String()
}

// Commit stores files, by their names, and gives the hash of the commit. Branch main is that commit.
func (r *Repository) Commit(files map[string]string) string {
	r.t.Helper()
	tree := ""
	for _, name := range slices.Sorted(maps.Keys(files)) {
		raw, err := hex.DecodeString(r.Object(plumbing.BlobObject, files[name]))
		if err != nil {
			r.t.Fatal(err)
		}
		tree += "100644 " + name + "\x00" + string(raw)
	}
	const by = "Ada <ada@example.com> 1700000000 +0000"
	hash := r.Object(plumbing.CommitObject, fmt.Sprintf("tree %s\nauthor %s\ncommitter %[2]s\n\nmodule\n", r.Object(plumbing.TreeObject, tree), by))
	r.Refer("refs/heads/main", hash)
	return hash
}

// Refer has a name, as in refs/tags/v1.0, be that of an object.
func (r *Repository) Refer(name, hash string) {
	r.t.Helper()
	r.refer(plumbing.NewHashReference(plumbing.ReferenceName(name), plumbing.NewHash(hash)))
}

func (r *Repository) refer(ref *plumbing.Reference) {
	r.t.Helper()
	if err := r.storage.SetReference(ref); err != nil {
		r.t.Fatal(err)
	}
}

// Tag makes an annotated tag, and gives its own hash.
func (r *Repository) Tag(name, hash string) string {
	r.t.Helper()
	tag := r.Object(plumbing.TagObject, fmt.Sprintf("object %s\ntype commit\ntag %s\ntagger Ada <ada@example.com> 1700000000 +0000\n\n%[2]s\n", hash, name))
	r.Refer("refs/tags/"+name, tag)
	return tag
}
