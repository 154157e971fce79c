package modules

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync/atomic"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
	"github.com/go-git/go-git/v5/plumbing/transport"
	githttp "github.com/go-git/go-git/v5/plumbing/transport/http"
	"github.com/go-git/go-git/v5/storage/memory"
)

// remote fetches the commit of a version, and as little beside it as the server can leave out, into memory.
func remote(ctx context.Context, a Address, client *http.Client) (*repository, plumbing.Hash, error) {
	endpoint, err := transport.NewEndpoint(a.Repository)
	if err != nil {
		return nil, plumbing.ZeroHash, failed(BadName, err, exampleName, "%s is no URL of a repository", a.Repository)
	}
	session, err := githttp.NewClient(held(client)).NewUploadPackSession(endpoint, nil)
	if err != nil {
		return nil, plumbing.ZeroHash, unanswered(ctx, a, err)
	}
	defer session.Close()
	known, err := session.AdvertisedReferencesContext(ctx)
	if err != nil {
		return nil, plumbing.ZeroHash, unanswered(ctx, a, err)
	}
	repo := &repository{refs: known.References}
	h, err := repo.find(a)
	if err != nil {
		return nil, h, err
	}
	if !either(known.Capabilities, capability.AllowReachableSHA1InWant, capability.AllowTipSHA1InWant) &&
		!slices.Contains(slices.Collect(maps.Values(known.References)), h) {
		return nil, h, failed(NotThere, nil, "name a tag or a branch, or clone the repository and name the clone", "%s gives only commits that a tag or a branch is, and %s is none", endpoint.Host, h)
	}
	answer, err := session.UploadPack(ctx, request(known.Capabilities, h))
	if err != nil {
		return nil, h, unanswered(ctx, a, err)
	}
	defer answer.Close()
	pack, err := io.ReadAll(answer)
	if err != nil {
		return nil, h, unanswered(ctx, a, err)
	}
	if repo.objects, err = unpack(pack); err != nil {
		return nil, h, failed(BadModule, err, "ask whoever runs "+endpoint.Host+", or clone the repository with git and name the clone", "what %s gave as %s cannot be read", endpoint.Host, a.Version)
	}
	return repo, h, nil
}

func either(list *capability.List, of ...capability.Capability) bool {
	return slices.ContainsFunc(of, list.Supports)
}

// request asks for one commit without what came before it, and without large files.
func request(can *capability.List, h plumbing.Hash) *packp.UploadPackRequest {
	req := packp.NewUploadPackRequest()
	req.Wants = []plumbing.Hash{h}
	if can.Supports(capability.OFSDelta) {
		_ = req.Capabilities.Set(capability.OFSDelta) // it takes no argument
	}
	if can.Supports(capability.Shallow) {
		_ = req.Capabilities.Set(capability.Shallow)
		req.Depth = packp.DepthCommits(1)
	}
	if can.Supports(capability.Filter) {
		_ = req.Capabilities.Set(capability.Filter)
		req.Filter = packp.FilterBlobLimit(maxTemplate+1, packp.BlobLimitPrefixNone)
	}
	return req
}

// unanswered says why a server gave nothing.
func unanswered(ctx context.Context, a Address, err error) error {
	if cause := ctx.Err(); cause != nil && !errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	var unexpected *plumbing.UnexpectedError
	if errors.As(err, &unexpected) {
		err = unexpected.Err
	}
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	switch {
	case errors.Is(err, transport.ErrRepositoryNotFound), errors.Is(err, transport.ErrAuthenticationRequired), errors.Is(err, transport.ErrAuthorizationFailed):
		return failed(NotThere, nil, "see that the name is right; of a repository that not everybody may read, name a clone: PATH:VERSION", "there is no repository at %s that anybody may read", a.Repository)
	case errors.Is(err, transport.ErrEmptyRemoteRepository):
		return failed(NotThere, nil, "see that the name is right", "the repository %s is empty", a.Repository)
	case errors.Is(err, errTooMuch):
		return failed(BadModule, nil, "clone the repository with git and name the clone: PATH:VERSION", "the repository %s gives more than %d MiB for one version", a.Repository, maxTransfer>>20)
	case ctx.Err() != nil:
		return failed(OutOfReach, nil, "try again, or clone the repository with git and name the clone: PATH:VERSION", "the repository %s did not arrive within %s", a.Repository, fetchTime)
	}
	return failed(OutOfReach, err, "see that this machine reaches it: git ls-remote "+a.Repository, "the repository %s cannot be asked", a.Repository)
}

var errTooMuch = fmt.Errorf("more than %d bytes", maxTransfer)

// held is a client that follows to https only, keeps no cookies and reads so much and no more.
func held(client *http.Client) *http.Client {
	var base http.RoundTripper
	if client != nil {
		base = client.Transport
	}
	return &http.Client{
		Transport: &meter{base: cmp.Or[http.RoundTripper](base, http.DefaultTransport)},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if req.URL.Scheme != "https" || len(via) > 4 {
				return fmt.Errorf("it leads to %s://%s", req.URL.Scheme, req.URL.Host)
			}
			return nil
		},
	}
}

// meter counts the bytes of all answers together.
type meter struct {
	base http.RoundTripper
	read atomic.Int64
}

func (m *meter) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := m.base.RoundTrip(req)
	if err == nil {
		res.Body = &metered{res.Body, m}
	}
	return res, err
}

type metered struct {
	io.ReadCloser
	of *meter
}

func (b *metered) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.of.read.Add(int64(n)) > maxTransfer {
		return 0, errTooMuch
	}
	return n, err
}

// unpack reads the objects of a pack, by their hashes. How large they all are is summed up first: a pack of a few bytes can stand for
// any number of them.
func unpack(pack []byte) (*memory.ObjectStorage, error) {
	if err := measure(pack); err != nil {
		return nil, err
	}
	into := memory.NewStorage()
	parser, err := packfile.NewParserWithStorage(packfile.NewScanner(bytes.NewReader(pack)), into)
	if err != nil {
		return nil, err
	}
	if _, err := parser.Parse(); err != nil {
		return nil, err
	}
	return &into.ObjectStorage, nil
}

func measure(pack []byte) error {
	scanner := packfile.NewScanner(bytes.NewReader(pack))
	_, count, err := scanner.Header()
	if err != nil {
		return err
	}
	if count > maxCount {
		return fmt.Errorf("it has %d objects, more than %d", count, maxCount)
	}
	total := uint64(0)
	for range count {
		h, err := scanner.NextObjectHeader()
		if err != nil {
			return err
		}
		if total += uint64(h.Length); h.Length < 0 || total > maxObjects {
			return fmt.Errorf("unpacked it has more than %d MiB", maxObjects>>20)
		}
		var first head
		if _, _, err := scanner.NextObject(&first); err != nil {
			return err
		}
		if !h.Type.IsDelta() {
			continue
		}
		_, n := binary.Uvarint(first.b) // of what it is made from
		size, m := binary.Uvarint(first.b[max(n, 0):])
		if n <= 0 || m <= 0 || size > maxObjects {
			return errors.New("a difference in it has no size that can be")
		}
		if total += size; total > maxObjects {
			return fmt.Errorf("unpacked it has more than %d MiB", maxObjects>>20)
		}
	}
	return nil
}

// head keeps the first bytes of what is written.
type head struct{ b []byte }

func (h *head) Write(p []byte) (int, error) {
	h.b = append(h.b, p[:min(len(p), 2*binary.MaxVarintLen64-len(h.b))]...)
	return len(p), nil
}
