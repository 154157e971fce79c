package quorum

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"net/http"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/parley-p2p/parley/contracts/transactions"
)

// Config says which endpoints are asked, and how long is waited for whom.
type Config struct {
	// Addresses are HTTP addresses of JSON-RPC endpoints, as Split makes them of a text. One alone is asked as transactions.Dial asks it.
	Addresses []string
	// ChainID is the chain's. Nil: that of the endpoints.
	ChainID *big.Int
	// Patience is how long an endpoint may take to answer a request. Zero: 4 s.
	Patience time.Duration
	// Grace is how long is waited for the others where a majority has told its heads, and these are not the same. Zero: 250 ms.
	Grace time.Duration
	// Retry is how long is waited before an endpoint is asked again without which there is no majority. Zero: 1 s.
	Retry time.Duration
	// Again is the pause before what endpoints disagree on is asked again: after a new block that passes. Zero: 50 ms.
	Again time.Duration
	// Remind is how often it is told that an endpoint contradicts the others. Zero: 1 min.
	Remind time.Duration
	// Fork is how many blocks a reorganization may replace: an endpoint whose blocks differ deeper is left out. Zero: 64, two epochs.
	Fork uint64
	// Transport is the way to an endpoint. Nil: transactions.Transport.
	Transport func(address string) http.RoundTripper
	// Told hears, in a sentence, when an endpoint is left out, and when it counts again. It must return soon. Nil: nobody does.
	Told func(words string)
	// Logger hears the same. Nil: nobody does.
	Logger *slog.Logger
}

func (c Config) complete() Config {
	c.Patience = cmp.Or(c.Patience, 4*time.Second)
	c.Grace = cmp.Or(c.Grace, 250*time.Millisecond)
	c.Retry = cmp.Or(c.Retry, time.Second)
	c.Again = cmp.Or(c.Again, 50*time.Millisecond)
	c.Remind = cmp.Or(c.Remind, time.Minute)
	c.Fork = cmp.Or(c.Fork, 64)
	if c.Transport == nil {
		c.Transport = func(string) http.RoundTripper { return transactions.Transport() }
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

// maxEndpoints bounds how many are asked; a majority of nine is five.
const maxEndpoints = 9

// Split reads addresses that are separated by commas.
func Split(text string) []string {
	var all []string
	for address := range strings.SplitSeq(text, ",") {
		if address = strings.TrimSpace(address); address != "" {
			all = append(all, address)
		}
	}
	return all
}

// Names are the addresses of a text as they may be shown and logged; see transactions.Redact.
func Names(text string) string {
	all := Split(text)
	for i := range all {
		all[i] = transactions.Redact(all[i])
	}
	return strings.Join(all, ", ")
}

// Dial connects to a chain through all of its endpoints. Those that answer must be of one chain, from its first block on, and a majority
// must answer. The errors are those of transactions.Dial.
func Dial(ctx context.Context, c Config) (*transactions.Client, error) {
	c = c.complete()
	if len(c.Addresses) == 1 {
		return transactions.DialThrough(ctx, c.Addresses[0], c.ChainID, c.Transport(c.Addresses[0]))
	}
	v, err := open(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := v.meet(ctx); err != nil {
		return nil, errors.Join(err, v.Close())
	}
	return transactions.DialThrough(ctx, c.Addresses[0], c.ChainID, v)
}

// open makes voters of whom nothing was asked.
func open(ctx context.Context, c Config) (*Voters, error) {
	if len(c.Addresses) == 0 || len(c.Addresses) > maxEndpoints {
		return nil, fmt.Errorf("%d endpoints of the chain; name one, or better three, and at most %d", len(c.Addresses), maxEndpoints)
	}
	v := &Voters{config: c, need: len(c.Addresses)/2 + 1, logger: c.Logger}
	names, addresses := map[string]int{}, map[string]bool{}
	for _, address := range c.Addresses {
		if addresses[strings.TrimSuffix(address, "/")] {
			return nil, fmt.Errorf("the endpoint %q is named twice: one that counts twice is no majority", transactions.Redact(address))
		}
		addresses[strings.TrimSuffix(address, "/")] = true
		connection, err := transactions.Connect(ctx, address, c.Transport(address))
		if err != nil {
			return nil, err
		}
		e := &voter{Connection: connection, name: connection.Name, place: len(v.all)}
		if names[e.name]++; names[e.name] > 1 {
			e.name = fmt.Sprintf("%s (%d)", e.name, names[e.name])
		}
		v.all = append(v.all, e)
	}
	v.life, v.cancel = context.WithCancel(context.WithoutCancel(ctx))
	return v, nil
}

// meet compares the chains of all that answer.
func (v *Voters) meet(ctx context.Context) error {
	type introduced struct {
		identity
		err error
	}
	results := make([]chan introduced, len(v.all))
	for i, e := range v.all {
		result := make(chan introduced, 1)
		results[i] = result
		v.begin(func(ctx context.Context) {
			ctx, cancel := context.WithTimeout(ctx, v.config.Patience)
			defer cancel()
			id, err := e.identify(ctx)
			result <- introduced{id, err}
		})
	}
	var answered []*sight
	said, alike := []string{}, true
	for i, e := range v.all {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case r := <-results[i]:
			if v.heard(e, time.Now(), r.err); r.err != nil {
				continue
			}
			if len(answered) == 0 {
				v.identity = r.identity
			}
			alike = alike && r.identity == v.identity
			said = append(said, fmt.Sprintf("%s is of %s", e.name, r.identity))
			answered = append(answered, &sight{voter: e})
		}
	}
	if !alike || len(answered) > 0 && v.config.ChainID != nil && v.identity.chain != hexutil.EncodeBig(v.config.ChainID) {
		if v.config.ChainID != nil {
			said = append(said, fmt.Sprintf("chain %s is wanted", v.config.ChainID))
		}
		return v.fail(transactions.ErrWrongChain, errors.New(strings.Join(said, "; ")))
	}
	if len(answered) < v.need {
		return v.tooFew("which chain it is", answered)
	}
	return nil
}
