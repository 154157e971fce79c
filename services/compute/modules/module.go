package modules

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"

	"github.com/parley-p2p/parley/services/compute/jobfile"
)

// Files are the names that a template may have, at the top of its repository: those that CoopHive's and Lilypad's modules have. The
// first that is there is read.
var Files = []string{"module.coophive", "lilypad_module.json.tmpl"}

// Bounds of what is fetched.
const (
	fetchTime   = 2 * time.Minute
	maxTransfer = 32 << 20  // bytes from a server
	maxObjects  = 64 << 20  // bytes of all objects together, unpacked
	maxCount    = 200_000   // objects
	maxCommit   = 1 << 20   // bytes of a commit or a tag
	maxTree     = 4 << 20   // bytes of the list of what is at the top of a repository
	maxTemplate = 256 << 10 // bytes
	maxPeels    = 8         // tags of tags
)

// Module is one template, as a commit has it. It is not changed, and may be used concurrently.
type Module struct {
	// Repository is where it was fetched from by https; empty if it is on this machine.
	Repository string
	// Commit is which one, in 40 hex digits.
	Commit string
	// File is the name of the template, and Template what is in it.
	File     string
	Template []byte
}

// Source is what a job says of where it comes from: the commit, and the URL of the repository if others can have it.
func (m *Module) Source() string {
	if m.Repository == "" {
		return "git:" + m.Commit
	}
	return m.Repository + "@" + m.Commit
}

// Job is the job that the template makes of values, by their names. Its error is an [*Error].
func (m *Module) Job(values map[string]string) (*jobfile.File, error) {
	text, marks, err := render(m.Template, values)
	if err != nil {
		return nil, err
	}
	f, err := jobfile.ParseModule(text, marks)
	if err != nil {
		return nil, failed(BadModule, nil, Correct, "the module's %s makes no job that can be had: %v", m.File, err)
	}
	f.Job.Source = m.Source()
	return f, nil
}

// repository is where the objects of a repository are, and what its versions are.
type repository struct {
	objects storer.EncodedObjectStorer
	refs    map[string]plumbing.Hash
}

// Fetch takes the template of a version. A nil client is one of its own; nobody is asked for a password, redirects lead to https only,
// and nothing is written to disk. Its error is an [*Error], or that of ctx.
func Fetch(ctx context.Context, a Address, client *http.Client) (*Module, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	open := func() (*repository, plumbing.Hash, error) { return local(a) }
	if !a.Local {
		open = func() (*repository, plumbing.Hash, error) { return remote(ctx, a, client) }
	}
	repo, version, err := open()
	if err != nil {
		return nil, err
	}
	commit, tree, err := repo.tree(version)
	if err != nil {
		return nil, failed(BadModule, err, "name a commit by its hash, or a tag of one", "%s of %s cannot be read", a.Version, a.Repository)
	}
	m := &Module{Commit: commit.String()}
	if !a.Local {
		m.Repository = a.Repository
	}
	if m.File, m.Template, err = repo.template(tree); err != nil {
		return nil, failed(NotThere, err, "see that the repository is a module: it has a template, "+strings.Join(Files, " or ")+", beside its README", "%s:%s has no template that can be read", a.Repository, a.Version)
	}
	return m, nil
}

// find is the hash that a version stands for.
func (r *repository) find(a Address) (plumbing.Hash, error) {
	if isHash(a.Version) {
		return plumbing.NewHash(a.Version), nil
	}
	tag, isTag := r.refs["refs/tags/"+a.Version]
	branch, isBranch := r.refs["refs/heads/"+a.Version]
	switch {
	case isTag && isBranch && tag != branch:
		return tag, failed(BadName, nil, "name the commit by its 40 hex digits: "+tag.String()+" is that of the tag, "+branch.String()+" that of the branch",
			"%s is a tag and a branch of %s, which are not the same", a.Version, a.Repository)
	case isTag:
		return tag, nil
	case isBranch:
		return branch, nil
	}
	return tag, failed(NotThere, nil, "see what there is with: git ls-remote "+a.Repository+"; a commit is named by all its 40 hex digits", "%s has no tag and no branch %s", a.Repository, a.Version)
}

func isHash(version string) bool { return len(version) == 40 && plumbing.IsHash(version) }

// tree is the commit that a hash stands for, be it by a tag, and the list of what is at its top.
func (r *repository) tree(h plumbing.Hash) (commit, tree plumbing.Hash, err error) {
	for range maxPeels {
		b, err := r.read(plumbing.CommitObject, h, maxCommit)
		if err == nil {
			tree, err = named(b, "tree")
			return h, tree, err
		}
		if !errors.Is(err, plumbing.ErrObjectNotFound) {
			return h, tree, err
		}
		if b, err = r.read(plumbing.TagObject, h, maxCommit); err != nil {
			return h, tree, err
		}
		if h, err = named(b, "object"); err != nil {
			return h, tree, err
		}
	}
	return h, tree, errors.New("it is a tag of a tag of a tag, without an end")
}

// template reads the file in a tree.
func (r *repository) template(tree plumbing.Hash) (string, []byte, error) {
	b, err := r.read(plumbing.TreeObject, tree, maxTree)
	if err != nil {
		return "", nil, err
	}
	files, err := entries(b)
	if err != nil {
		return "", nil, err
	}
	for _, name := range Files {
		if h, there := files[name]; there {
			b, err := r.read(plumbing.BlobObject, h, maxTemplate)
			return name, b, err
		}
	}
	return "", nil, errors.New("there is no " + strings.Join(Files, " and no "))
}
