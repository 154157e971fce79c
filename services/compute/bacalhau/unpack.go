package bacalhau

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"

	"github.com/parley-p2p/parley/services/compute/bacalhau/internal/adapter"
	"github.com/parley-p2p/parley/services/compute/bacalhau/internal/car"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// published says where the result of a try is.
func (r *run) published(ctx context.Context, j *Job, t *Execution) (Spec, error) {
	if p := t.PublishedResult; p != nil && p.Type != "" && p.Type != PublishS3 { // an S3 one is signed in the list alone
		return *p, nil
	}
	all, err := lasting(ctx, r, orchestrator, func() ([]Spec, error) { return r.Client.Results(ctx, j.ID) })
	switch {
	case err != nil:
		return Spec{}, err
	case len(all) > 1:
		return Spec{}, &executor.Error{Code: executor.Internal, Cause: "which node published which result is not told", Remedy: "let nodes publish with the publisher local, or ask for one replica"}
	case len(all) == 0:
		return Spec{}, &executor.Error{Code: executor.Internal, Cause: "the cluster ran the job and published nothing", Remedy: "see that its nodes have the publisher that the job asks for: bacalhau node list"}
	}
	return all[0], nil
}

// fetch brings what a job published and puts it into the result.
func (r *run) fetch(ctx context.Context, j *Job, t *Execution, rep *executor.Report, result *executor.Result) error {
	at, err := r.published(ctx, j, t)
	if err != nil {
		return err
	}
	from, root, err := r.address(at)
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(r.Dir, unfinishedResult+"*")
	if err != nil {
		return internal("there is no room for a result", err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if _, err := lasting(ctx, r, "a node with a result, "+hostOf(from), func() (struct{}, error) { return struct{}{}, r.attempt(ctx, from, strings.TrimSuffix(root, "/"), file) }); err != nil {
		return err
	}
	strange, err := r.unpack(ctx, file, root, result)
	rep.Note = strange.String()
	return err
}

// attempt is one try to fetch an archive, which a node that is slow does not make last for ever. What a CID names comes as its blocks.
func (r *run) attempt(ctx context.Context, from, cid string, file *os.File) (err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, r.FetchTime, errLate)
	defer cancel()
	if cid == "" {
		err = r.download(ctx, from, file)
	} else {
		err = r.downloadBlocks(ctx, from, cid, file)
	}
	if err == nil {
		err = r.whole(ctx, file)
	}
	if err != nil && context.Cause(ctx) == errLate {
		return &Error{Kind: Garbled, Cause: fmt.Sprintf("the result did not come from %s within %s", hostOf(from), r.FetchTime), Remedy: "see what is between its nodes and this machine", Err: err}
	}
	return err
}

func hostOf(at string) string {
	u, err := url.Parse(at)
	if err != nil {
		return "nowhere"
	}
	return u.Host
}

var errLate = errors.New("the result is slow to come")

// downloadBlocks fetches the blocks of what a CID names, and makes an archive of it. Nothing that the gateway gives is believed.
func (r *run) downloadBlocks(ctx context.Context, from, cid string, to *os.File) error {
	blocks, err := os.CreateTemp(r.Dir, unfinishedResult+"*")
	if err != nil {
		return internal("there is no room for a result", err)
	}
	defer os.Remove(blocks.Name())
	defer blocks.Close()
	if err := r.download(ctx, from, blocks); err != nil {
		return err
	}
	if _, err := to.Seek(0, io.SeekStart); err != nil {
		return internal("there is no room for a result", err)
	}
	if err := to.Truncate(0); err != nil {
		return internal("there is no room for a result", err)
	}
	switch err := car.Untar(ctx, blocks, cid, &atMost{to, 4*r.most() + 1}); {
	case errors.Is(err, executor.ErrTooLarge):
		return nil // as who reads it finds
	case errors.Is(err, car.ErrOther):
		return &Error{Kind: Garbled, Cause: fmt.Sprintf("the IPFS gateway at %s did not give what %s names: %s", hostOf(from), clean(cid), clean(err.Error())),
			Remedy: "name another with --bacalhau-ipfs, as that of the IPFS node that the cluster's nodes use", Err: err}
	case err != nil && ctx.Err() == nil:
		return internal("there is no room for a result", err)
	default:
		return err
	}
}

// atMost writes no more than so many bytes.
type atMost struct {
	to   io.Writer
	left int64
}

func (a *atMost) Write(p []byte) (int, error) {
	n, err := a.to.Write(p[:min(int64(len(p)), a.left)])
	if a.left -= int64(n); err == nil && n < len(p) {
		err = executor.ErrTooLarge
	}
	return n, err
}

// address is where what was published is had, and the directory of that archive in which it is.
func (r *run) address(s Spec) (from, root string, err error) {
	text := func(key string) string { t, _ := s.Params[key].(string); return t }
	switch s.Type {
	case "urlDownload":
		from = text("URL")
	case "s3PreSigned":
		from = text("PreSignedURL")
	case "ipfs":
		if r.IPFS == "" {
			return "", "", &executor.Error{Code: executor.Internal, Cause: "the cluster publishes to IPFS, and its farmer fetches nothing from there", Remedy: later,
				Err: &Error{Kind: Fault, Cause: "no IPFS gateway is named from which to fetch results", Remedy: "name one with --bacalhau-ipfs URL"}}
		}
		root = text("CID") + "/" // as gateways have it
		from = strings.TrimRight(r.IPFS, "/") + "/ipfs/" + url.PathEscape(text("CID")) + "?format=car"
	default:
		return "", "", &executor.Error{Code: executor.Internal, Cause: fmt.Sprintf("the cluster published a result of the kind %.40q, which is not fetched", s.Type),
			Remedy: "let its nodes publish with the publisher local, or let the orchestrator sign the URLs of S3"}
	}
	if u, err := url.Parse(from); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return "", "", garbled("a result that is at no URL", nil)
	}
	return from, root, nil
}

// most is how long an archive may be: what the result may hold, and what is told of it.
func (r *run) most() int64 {
	l := r.task.Limits
	return l.OutputBytes + l.Stdout + l.Stderr + 16<<20 + 4096*int64(l.OutputFiles)
}

// download fetches an archive as a whole: one that is cut short is fetched again.
func (r *run) download(ctx context.Context, from string, to *os.File) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, from, nil)
	if err != nil {
		return garbled("a result that is at no URL", err)
	}
	res, err := r.fetcher().Do(req)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err
		}
		if KindOf(err) == Moved {
			return err
		}
		return &Error{Kind: Unavailable, Cause: fmt.Sprintf("the result cannot be fetched from the node that has it (%s): %v", req.URL.Host, err),
			Remedy: "let this machine reach the compute nodes of the cluster, on port 6001 if they publish locally", Err: err}
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		kind := Unavailable
		if res.StatusCode < 500 {
			kind = NotFound
		}
		return &Error{Kind: kind, Cause: fmt.Sprintf("the node that has the result (%s) answered %d", req.URL.Host, res.StatusCode), Remedy: "see that it still runs, and did not clean up"}
	}
	if _, err := to.Seek(0, io.SeekStart); err != nil {
		return internal("there is no room for a result", err)
	}
	n, err := io.Copy(to, io.LimitReader(res.Body, r.most()+1))
	switch {
	case n > r.most():
		return r.tooMuch()
	case isOfDisk(err):
		return internal("there is no room for a result", err)
	case err != nil:
		return &Error{Kind: Garbled, Cause: "the result broke off", Remedy: "try again", Err: err}
	}
	if err := to.Truncate(n); err != nil {
		return internal("there is no room for a result", err)
	}
	return nil
}

// isOfDisk: a file of this machine could not be read or written, for which no node is asked again.
func isOfDisk(err error) bool {
	_, is := errors.AsType[*fs.PathError](err)
	return is
}

// maxRedirects is how often who has a result may send elsewhere for it, as the gateways of IPFS and the stores of S3 do.
const maxRedirects = 5

// fetcher follows who sends elsewhere, a few times and from https to nothing else, and tells nobody of where it was before: in a URL may be
// a signature, or who to be.
func (r *run) fetcher() *http.Client {
	own := *r.HTTP
	own.Jar = nil
	own.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		req.Header.Del("Referer")
		from := via[len(via)-1].URL
		refused := func(why string) error {
			return &Error{Kind: Moved, Cause: fmt.Sprintf("who has the result (%s) sends elsewhere for it, %s", via[0].URL.Host, why), Remedy: "see what stands between the nodes that publish and this machine"}
		}
		switch {
		case len(via) > maxRedirects:
			return refused(fmt.Sprintf("and so on, more than %d times", maxRedirects))
		case from.Scheme == "https" && req.URL.Scheme != "https":
			return refused("to where it would come in the open")
		case r.HTTP.CheckRedirect != nil:
			return r.HTTP.CheckRedirect(req, via)
		}
		return nil
	}
	return &own
}

// tooMuch is of a program that has left more than is fetched.
func (r *run) tooMuch() error {
	return &executor.Error{Code: executor.Refused, Cause: fmt.Sprintf("the program left more than the %d MiB of outputs that are allowed", r.task.Limits.OutputBytes>>20),
		Remedy: "ask for more, or write less", Err: errTooMuch}
}

// archived reads an archive from its beginning. It may be much longer unpacked than packed, but not without an end.
func (r *run) archived(ctx context.Context, file *os.File) (*executor.ArchiveReader, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	var magic [2]byte
	if _, err := io.ReadFull(file, magic[:]); err != nil {
		return nil, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	var plain io.Reader = file
	if magic == [2]byte{0x1f, 0x8b} {
		zip, err := gzip.NewReader(file)
		if err != nil {
			return nil, err
		}
		plain = zip
	}
	return executor.ReadArchive(ctx, plain, 4*r.most()), nil
}

// whole reads an archive to its end.
func (r *run) whole(ctx context.Context, file *os.File) error {
	tr, err := r.archived(ctx, file)
	for err == nil {
		if _, err = tr.Next(); err == nil {
			_, err = io.Copy(io.Discard, tr)
		}
	}
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case errors.Is(err, executor.ErrSparse):
		return &executor.Error{Code: executor.Internal, Cause: "what the cluster published is no result: " + err.Error(), Remedy: "see that nothing stands between its nodes and this machine: they publish no such files"}
	case errors.Is(err, executor.ErrTooLarge):
		return r.tooMuch()
	case isOfDisk(err):
		return internal("a result cannot be read", err)
	}
	return &Error{Kind: Garbled, Cause: "the result that was fetched is no whole archive", Remedy: "try again", Err: err}
}

// strange are outputs that no result can hold: links, devices, names that mean something else elsewhere.
type strange struct {
	first []string
	all   int
}

// errStrange: an output is one of them.
var errStrange = errors.New("it is neither file nor directory with a plain name")

// strangeNames is how many of them are told by name.
const strangeNames = 3

func (s *strange) add(name string) {
	if s.all++; s.all <= strangeNames {
		s.first = append(s.first, fmt.Sprintf("%.80q", name))
	}
}

// String says that they are not in the result; nothing if there is none.
func (s strange) String() string {
	if s.all == 0 {
		return ""
	}
	names := strings.Join(s.first, ", ")
	if more := s.all - len(s.first); more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	return "not in the result, which holds plain files and directories with plain names: " + names
}

// unpack fills the result from an archive that is whole: outputs and streams in a directory of it, and nothing else. An output that no result
// can hold is left out and told of; where the embedded engine would not have let the program make it, all is for that to do.
func (r *run) unpack(ctx context.Context, file *os.File, root string, result *executor.Result) (left strange, err error) {
	tr, err := r.archived(ctx, file)
	if err != nil {
		return left, internal("a result cannot be read", err)
	}
	made := map[string]bool{".": true}
	stdout, stderr, outputs := r.leaves()
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return left, nil
		}
		if err != nil {
			return left, internal("a result cannot be read", err)
		}
		name, inside := strings.CutPrefix(strings.TrimPrefix(h.Name, "./"), root)
		if !inside {
			continue
		}
		name = path.Clean(name)
		first, below, _ := strings.Cut(name, "/")
		switch under, isOutput := outputs[first]; {
		case isOutput && below != "":
			if err = keep(result, h, tr, path.Join(under, below), made); errors.Is(err, errStrange) && r.task.Profile == executor.Live {
				left.add(path.Join(under, below))
				err = nil
			}
		case name == stdout && h.Typeflag == tar.TypeReg:
			_, err = io.Copy(result.Stdout, tr)
		case name == adapter.Left && h.Typeflag == tar.TypeReg:
			r.left, err = io.ReadAll(io.LimitReader(tr, 8))
		case name == stderr && h.Typeflag == tar.TypeReg:
			_, err = io.Copy(result.Stderr, tr)
		}
		if err != nil && !errors.Is(err, executor.ErrLimit) {
			return left, err
		}
	}
}

// keep puts one output into the result, with the directories above it.
func keep(result *executor.Result, h *tar.Header, data io.Reader, name string, made map[string]bool) error {
	if err := executor.ValidName(name); err != nil || h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeDir {
		return &executor.Error{Code: executor.Refused, Cause: fmt.Sprintf("the output %.200q is no file or directory that a result can hold", name), Remedy: "write plain files with plain names", Err: errors.Join(errStrange, errUnlike, err)}
	}
	dir := name
	if h.Typeflag == tar.TypeReg {
		dir = path.Dir(name)
	}
	if err := makeDirs(result, dir, made); err != nil || h.Typeflag == tar.TypeDir {
		return err
	}
	if made[name] {
		return garbled("a result that has a file twice", nil)
	}
	made[name] = true
	return result.WriteFile(name, data)
}

func makeDirs(result *executor.Result, dir string, made map[string]bool) error {
	if made[dir] {
		return nil
	}
	if err := makeDirs(result, path.Dir(dir), made); err != nil {
		return err
	}
	if err := result.Mkdir(dir); err != nil {
		return err
	}
	made[dir] = true
	return nil
}
