package modulestest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/format/packfile"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp"
	"github.com/go-git/go-git/v5/plumbing/protocol/packp/capability"
)

// Server serves a repository by https as git's own server does, at URL/OWNER/REPO of any name.
type Server struct {
	*httptest.Server
	of *Repository
	// Can is what the server says it can, beside what every one can.
	Can []capability.Capability
	// Fault, if not nil, may answer instead, and then reports true.
	Fault func(http.ResponseWriter, *http.Request) bool
	// Wanted are the hashes that were asked for, and Filtered reports whether without large files.
	Wanted   []string
	Filtered bool
}

// Serve starts a server, which lasts as long as the test.
func (r *Repository) Serve(can ...capability.Capability) *Server {
	s := &Server{of: r, Can: can}
	s.Server = httptest.NewTLSServer(s)
	r.t.Cleanup(s.Close)
	return s
}

// ServeHTTP answers one request at a time.
func (s *Server) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	var err error
	switch {
	case s.Fault != nil && s.Fault(w, req):
	case strings.HasSuffix(req.URL.Path, "/info/refs") && req.URL.RawQuery == "service=git-upload-pack":
		w.Header().Set("Content-Type", "application/x-git-upload-pack-advertisement")
		err = s.advertise(w)
	case strings.HasSuffix(req.URL.Path, "/git-upload-pack"):
		err = s.upload(w, req)
	default:
		http.NotFound(w, req)
	}
	if err != nil {
		panic(http.ErrAbortHandler)
	}
}

func (s *Server) advertise(w http.ResponseWriter) error {
	known := packp.NewAdvRefs()
	known.Prefix = [][]byte{[]byte("# service=git-upload-pack"), {}}
	for _, c := range append([]capability.Capability{capability.OFSDelta}, s.Can...) {
		if err := known.Capabilities.Set(c); err != nil {
			return err
		}
	}
	refs, err := s.of.storage.IterReferences()
	if err != nil {
		return err
	}
	err = refs.ForEach(func(ref *plumbing.Reference) error {
		if ref.Type() == plumbing.HashReference {
			return known.AddReference(ref)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return known.Encode(w)
}

func (s *Server) upload(w http.ResponseWriter, r *http.Request) error {
	asked, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	const line = "filter blob:limit=262145\n" // which the decoder does not know
	plain := strings.Replace(string(asked), fmt.Sprintf("%04x%s", len(line)+4, line), "", 1)
	s.Filtered = plain != string(asked)
	req := packp.NewUploadRequest()
	if err := req.Decode(strings.NewReader(plain)); err != nil {
		return err
	}
	for _, want := range req.Wants {
		s.Wanted = append(s.Wanted, want.String())
	}
	if !req.Depth.IsZero() {
		answer := packp.ShallowUpdate{Shallows: req.Wants}
		if err := answer.Encode(w); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprint(w, "0008NAK\n"); err != nil {
		return err
	}
	var all []plumbing.Hash
	every, err := s.of.storage.IterEncodedObjects(plumbing.AnyObject)
	if err != nil {
		return err
	}
	err = every.ForEach(func(o plumbing.EncodedObject) error {
		if !s.Filtered || o.Type() != plumbing.BlobObject || o.Size() <= 256<<10 {
			all = append(all, o.Hash())
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b plumbing.Hash) int { return strings.Compare(a.String(), b.String()) })
	_, err = packfile.NewEncoder(w, s.of.storage, false).Encode(all, 10)
	return err
}
