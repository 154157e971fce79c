package main

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/contracts/quorum"
)

// tolerated is how many blocks an endpoint of several may be behind the highest before the doctor says so.
const tolerated = 3

// examineEndpoints tells of each of several endpoints of the chain how high it is, whether it has the others' blocks, and how fast it
// answers. Of one alone the rest tells.
func (a *app) examineEndpoints(ctx context.Context, m *market.Market, note noting) {
	addresses := quorum.Split(m.Chain.RPC)
	if len(addresses) < 2 {
		return
	}
	asking, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	reports, err := quorum.Examine(asking, quorum.Config{Addresses: addresses, ChainID: new(big.Int).SetUint64(m.Chain.ID)})
	if err != nil {
		note("endpoints", true, "", failure.Newf(failure.Usage, "name others with --rpc, or in the market file", "%w", err))
		return
	}
	highest := uint64(0)
	for _, r := range reports {
		highest = max(highest, r.Height)
	}
	for _, r := range reports {
		where := fmt.Sprintf("%s: block %d, after %s", r.Name, r.Height, r.Latency.Round(time.Millisecond))
		err := r.Err
		switch {
		case err != nil:
		case !r.Agrees:
			err = failure.Newf(failure.General, "name another with --rpc, or in the market file; of three one may be wrong", "%s; its block %d is %#x…, and no majority has that", where, r.Common, r.Hash[:6])
		case r.Height+tolerated < highest:
			err = failure.Newf(failure.General, "wait until it has caught up, or name another with --rpc", "%s; it is %d blocks behind", where, highest-r.Height)
		}
		note("endpoint", false, fmt.Sprintf("%s; a majority has its block %d", where, r.Common), err)
	}
}
