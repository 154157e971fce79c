package discovery

import (
	"context"
	"iter"
	"time"

	"github.com/parley-p2p/parley/messages"
)

// Candidate is a peer that may do what was asked for. What a finder says about it is hearsay: the key is proved by
// dialing, everything else by a signed quote.
type Candidate struct {
	Key   messages.Key
	Addrs []string // in the transport's own notation; may be empty where the transport finds the peer by its key
}

// Finder finds farmers.
type Finder interface {
	// Find yields candidates for a service as they are found, each key once, until the search ends, the caller breaks
	// off or the context ends. The second value is an error that ended or narrowed the search; candidates may follow
	// it. It may be called concurrently.
	Find(ctx context.Context, service string) iter.Seq2[Candidate, error]
}

// Advertiser makes a peer findable.
type Advertiser interface {
	// Advertise announces that this peer offers the service, and goes on announcing before the announcement expires,
	// until the context ends; then it returns the context's cause. An announcement that fails is tried again; report,
	// if it is not nil, hears of each: the error, or nil and the time until which it stands.
	Advertise(ctx context.Context, service string, report func(until time.Time, err error)) error
}
