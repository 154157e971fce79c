package party_test

import (
	"math/big"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/parleytest/liar"
)

// The real contract keeps what the ledger in memory keeps also where everything is asked of three endpoints of which one lies about all
// that decides, and takes transactions that it throws away (THREATS 4, RPC lies; issue 4).
func TestPartyOverThreeEndpointsOfWhichOneLies(t *testing.T) {
	var lies atomic.Int64
	ledger.Run(t, func(t *testing.T) ledger.World {
		return newWorldOn(t, devchain.Config{}, func(url string, of *transactions.Config) {
			c := quorum.Config{Addresses: []string{url, url + "?liar", url + "?other"}, ChainID: big.NewInt(devchain.DefaultChainID)}
			c.Transport = func(address string) http.RoundTripper {
				if strings.HasSuffix(address, "?liar") {
					return &liar.Endpoint{RoundTripper: transactions.Transport(), Told: &lies}
				}
				return transactions.Transport()
			}
			client, err := quorum.Dial(t.Context(), c)
			must(t, err)
			t.Cleanup(client.Close)
			of.Client = client
		})
	})
	if lies.Load() == 0 {
		t.Error("nothing was ever lied about")
	}
}
