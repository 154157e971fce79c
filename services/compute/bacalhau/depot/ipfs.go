package depot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ipfs/go-cid"
	car "github.com/ipld/go-car/v2"
	"github.com/ipld/go-car/v2/storage"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// IPFS is an IPFS node that the cluster's nodes use or reach, spoken to over its RPC API, as Kubo has it. What is brought there is
// named by a CID that is computed here and is one job's own, and kept from being collected by a place in the node's files: /parley/TOKEN. Its fields
// are set before first use.
type IPFS struct {
	URL  string       // of the RPC API, as "http://127.0.0.1:5001"
	HTTP *http.Client // default http.DefaultClient
}

var _ bacalhau.Depot = (*IPFS)(nil)

// Storage implements bacalhau.Depot.
func (n *IPFS) Storage() string { return "ipfs" }

// unlimited: what may be brought is bounded by who agreed to it.
var unlimited = content.Limits{Bytes: math.MaxInt64, Blocks: math.MaxInt32, Files: math.MaxInt32}

// Put implements bacalhau.Depot.
func (n *IPFS) Put(ctx context.Context, token string, all []bacalhau.Thing) (sources []bacalhau.Input, err error) {
	if err := n.Drop(ctx, token); err != nil { // which looks at the token
		return nil, err
	}
	if err := n.call(ctx, "files/mkdir", url.Values{"arg": {folder(token)}, "parents": {"true"}}, nil); err != nil {
		return nil, err
	}
	for i, t := range all {
		place := folder(token) + "/" + strconv.Itoa(i)
		r, err := rootOf(ctx, t, place)
		if err != nil {
			return nil, unread(err)
		}
		if err := n.send(ctx, r, t); err != nil {
			return nil, err
		}
		c := r.own.Cid()
		if err := n.call(ctx, "files/cp", url.Values{"arg": {"/ipfs/" + c.String(), place}}, nil); err != nil {
			return nil, err
		}
		sources = append(sources, bacalhau.Input{Target: t.At, Source: bacalhau.Spec{Type: n.Storage(), Params: map[string]any{"CID": c.String()}}})
	}
	return sources, nil
}

// Drop implements bacalhau.Depot. The blocks stay until the node collects what nobody keeps.
func (n *IPFS) Drop(ctx context.Context, token string) error {
	if err := checkToken(token); err != nil {
		return err
	}
	return n.call(ctx, "files/rm", url.Values{"arg": {folder(token)}, "recursive": {"true"}, "force": {"true"}}, nil)
}

func folder(token string) string { return "/parley/" + token }

func add(ctx context.Context, to content.Putter, t bacalhau.Thing) (cid.Cid, error) {
	if t.Path == "" {
		return content.AddFile(ctx, to, strings.NewReader(string(t.Data)), unlimited)
	}
	return content.AddPath(ctx, to, t.Path, unlimited)
}

// send streams a thing's blocks as they are made.
func (n *IPFS) send(ctx context.Context, r *root, t bacalhau.Thing) error {
	from, to := io.Pipe()
	form := multipart.NewWriter(to)
	made := make(chan error, 1)
	go func() {
		err := write(ctx, form, r, t)
		to.CloseWithError(errors.Join(err, form.Close()))
		made <- err
	}()
	err := n.call(ctx, "dag/import", url.Values{"pin-roots": {"false"}, "silent": {"true"}}, &upload{from, form.FormDataContentType()})
	from.CloseWithError(errHungUp)
	switch unmade := <-made; {
	case unmade == nil || ctx.Err() != nil:
		return err
	case !errors.Is(unmade, errHungUp): // what the node says of it is only that nothing more came
		return unmade
	case err == nil:
		return n.unavailable("dag/import", unmade.Error(), unmade)
	}
	return err
}

var errHungUp = errors.New("the node hung up")

// write writes the blocks of a thing as a CAR.
func write(ctx context.Context, form *multipart.Writer, r *root, t bacalhau.Thing) error {
	part, err := form.CreateFormFile("file", "blocks.car")
	if err != nil {
		return err
	}
	out, err := storage.NewWritable(part, []cid.Cid{r.own.Cid()}, car.WriteAsCarV1(true))
	if err != nil {
		return err
	}
	got, err := add(ctx, putter{out, r}, t)
	switch {
	case errors.Is(err, errHungUp):
		return err
	case err != nil:
		return unread(err)
	case got != r.plain:
		return unread(errors.New("it changed while it was read"))
	}
	return errors.Join(out.Put(ctx, r.own.Cid().KeyString(), r.own.RawData()), out.Finalize())
}

// putter writes each block once, but for the one that another stands for.
type putter struct {
	out storage.WritableCar
	*root
}

func (p putter) Put(ctx context.Context, c cid.Cid, data []byte) error {
	if c == p.plain && c.Type() != cid.Raw {
		return nil
	}
	return p.out.Put(ctx, c.KeyString(), data)
}

// upload is the body of a call, and of which type.
type upload struct {
	io.Reader
	kind string
}

// call makes one call of the node, of which nothing but its success is wanted.
func (n *IPFS) call(ctx context.Context, command string, args url.Values, body *upload) error {
	at := strings.TrimRight(n.URL, "/") + "/api/v0/" + command + "?" + args.Encode()
	var from io.Reader
	if body != nil {
		from = body
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, at, from)
	if err != nil {
		return &executor.Error{Code: executor.Internal, Cause: "the IPFS node is at no URL", Remedy: "name its RPC API as http://HOST:5001"}
	}
	if body != nil {
		req.Header.Set("Content-Type", body.kind)
	}
	client := n.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	res, err := client.Do(req)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err // the URL is long
		}
		return n.unavailable(command, err.Error(), err)
	}
	defer res.Body.Close()
	said, err := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	switch failed := res.Trailer.Get("X-Stream-Error"); {
	case err != nil:
		return n.unavailable(command, err.Error(), err)
	case res.StatusCode == http.StatusForbidden, res.StatusCode == http.StatusUnauthorized:
		return &bacalhau.Error{Kind: bacalhau.Forbidden, Cause: fmt.Sprintf("the IPFS node at %s does not let this farmer in (%s)", n.URL, res.Status),
			Remedy: "let its RPC API be called from here, and without a token"}
	case res.StatusCode == http.StatusNotFound:
		return &bacalhau.Error{Kind: bacalhau.NotFound, Cause: n.URL + " is no RPC API of an IPFS node", Remedy: "name the port that its configuration has under Addresses.API, which is not that of its gateway"}
	case res.StatusCode != http.StatusOK:
		return n.unavailable(command, fmt.Sprintf("%s: %.300q", res.Status, said), nil)
	case failed != "":
		return n.unavailable(command, failed, nil)
	}
	return nil
}

func (n *IPFS) unavailable(command, why string, err error) error {
	return &bacalhau.Error{Kind: bacalhau.Unavailable, Cause: fmt.Sprintf("the IPFS node at %s did not do %s: %s", n.URL, command, why), Remedy: "see that it runs, and its log", Err: err}
}
