package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/depot"
	"github.com/parley-p2p/parley/services/compute/executor"
)

const depotForms = "s3://BUCKET/PREFIX?region=REGION&endpoint=URL, or ipfs+http://HOST:5001"

// parseDepot reads what --bacalhau-depot names; nothing is no depot.
func parseDepot(text string) (bacalhau.Depot, error) {
	if text == "" {
		return nil, nil
	}
	told := fmt.Sprintf("%.90q", text)
	if strings.Contains(text, "@") || strings.Contains(text, "%40") { // it may hold a secret
		told = "what it is given"
	}
	refused := failure.Newf(failure.Usage, "write it as --bacalhau-depot "+depotForms, "--bacalhau-depot: %s is no place from which nodes fetch", told)
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, refused
	case strings.Contains(text, "@"):
		return nil, failure.Newf(failure.Usage, "leave them out, and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for a bucket", "--bacalhau-depot has credentials in it, which others see on the command line")
	case u.Host == "" || strings.Contains(u.Host, "@") || u.Fragment != "":
		return nil, refused
	}
	switch scheme, below, _ := strings.Cut(u.Scheme, "+"); {
	case scheme == "s3" && below == "":
		asked := u.Query()
		b := &depot.Bucket{Name: u.Host, Prefix: strings.Trim(u.Path, "/"), Region: asked.Get("region"), Endpoint: asked.Get("endpoint")}
		asked.Del("region")
		asked.Del("endpoint")
		if len(asked) > 0 || strings.Contains(b.Endpoint, "@") || checkURL("endpoint", b.Endpoint) != nil {
			return nil, refused
		}
		return b, nil
	case scheme == "ipfs" && (below == "http" || below == "https") && u.RawQuery == "" && strings.Trim(u.Path, "/") == "":
		if node := below + "://" + u.Host; checkURL("node", node) == nil {
			return &depot.IPFS{URL: node}, nil
		}
	}
	return nil, refused
}

// tryDepot brings something to the depot and takes it away, before anything is offered.
func tryDepot(ctx context.Context, d bacalhau.Depot) error {
	if d == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, depotTime)
	defer cancel()
	token := "trial-" + strings.ToLower(rand.Text())
	_, err := d.Put(ctx, token, []bacalhau.Thing{{At: "/inputs/trial", Data: []byte("a farmer looks whether it may write here\n")}})
	if err == nil {
		err = d.Drop(ctx, token)
	}
	if err == nil || ctx.Err() == nil {
		return depotFailure(err)
	}
	return &failure.Failure{Cause: "the place that --bacalhau-depot names does not answer", Try: "see that it can be reached from here", Exit: failure.Unavailable, Err: err}
}

// depotTime is how long a depot may take to answer at the start.
const depotTime = 30 * time.Second

func depotFailure(err error) error {
	if e, ok := errors.AsType[*executor.Error](err); ok {
		return &failure.Failure{Cause: e.Cause, Try: e.Remedy, Exit: failure.Usage, Err: err}
	}
	return clusterFailure(err)
}
