package modules

import (
	"errors"
	"path/filepath"

	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// local opens a repository on this machine and finds a version in it. Nothing of the repository is run, hooks neither.
func local(a Address) (*repository, plumbing.Hash, error) {
	dir := ""
	for _, at := range []string{filepath.Join(a.Repository, ".git"), a.Repository} {
		if isDir(filepath.Join(at, "objects")) && isDir(filepath.Join(at, "refs")) {
			dir = at
			break
		}
	}
	if dir == "" {
		return nil, plumbing.ZeroHash, failed(NotThere, nil, exampleName, "%s is no folder of a git repository", a.Repository)
	}
	stored := filesystem.NewStorage(osfs.New(dir, osfs.WithBoundOS()), cache.NewObjectLRU(16*cache.MiByte))
	repo := &repository{stored, map[string]plumbing.Hash{}}
	refs, err := stored.IterReferences()
	if err == nil {
		err = refs.ForEach(func(ref *plumbing.Reference) error {
			if ref.Type() == plumbing.HashReference {
				repo.refs[ref.Name().String()] = ref.Hash()
			}
			return nil
		})
	}
	if err != nil {
		return nil, plumbing.ZeroHash, failed(BadModule, err, "see what is wrong with it with: git -C "+a.Repository+" fsck", "the repository %s cannot be read", a.Repository)
	}
	h, err := repo.find(a)
	if err != nil {
		return nil, h, err
	}
	if err := stored.HasEncodedObject(h); errors.Is(err, plumbing.ErrObjectNotFound) {
		return nil, h, failed(NotThere, nil, "fetch it there first, or choose another version; see what there is with: git -C "+a.Repository+" log --all", "%s has no commit %s", a.Repository, h)
	}
	return repo, h, nil
}
