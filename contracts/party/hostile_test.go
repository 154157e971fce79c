package party_test

import (
	"context"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/ledger"
	"github.com/parley-p2p/parley/protocol"
)

// hostile is a chain on which a deal is to be settled, and the farmer's door to it.
type hostile struct {
	*world
	client *transactions.Client // another door
	shut   atomic.Bool          // the farmer's door answers that it does not serve
	said   waits                // what the farmer's transactions wait for
}

// waits is what was waited for.
type waits struct {
	mu  sync.Mutex
	all []string
}

func (w *waits) add(x transactions.Wait) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, x.For)
}

// mostFee is the most that the farmer pays a gas, in wei.
var mostFee = big.NewInt(3 * params.GWei)

// newHostile makes a chain with small blocks, which are soon full.
func newHostile(t *testing.T) *hostile {
	t.Helper()
	h := new(hostile)
	h.world = newWorldOn(t, devchain.Config{GasLimit: smallBlock}, func(address string, of *transactions.Config) {
		if h.client = of.Client; of.Key.Equal(devchain.Account(int(ledger.Farmer))) {
			of.Client, of.MaxFee, of.Progress = h.door(t, address), mostFee, h.said.add
		}
	})
	return h
}

// door leads to the chain while it is not shut.
func (h *hostile) door(t *testing.T, address string) *transactions.Client {
	t.Helper()
	target, err := url.Parse(address)
	must(t, err)
	pass, way := httputil.NewSingleHostReverseProxy(target), &http.Client{Transport: transactions.Transport()}
	pass.Transport = way.Transport
	t.Cleanup(way.CloseIdleConnections) // for one that was made and never used, the chain's end would wait
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h.shut.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		pass.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	client, err := transactions.Dial(context.Background(), server.URL, big.NewInt(devchain.DefaultChainID))
	must(t, err)
	t.Cleanup(client.Close)
	return client
}

// account is the farmer's.
func (h *hostile) account() common.Address { return devchain.Address(int(ledger.Farmer)) }

// pooled waits until a transaction of the farmer's waits for a block.
func (h *hostile) pooled(ctx context.Context) error {
	return h.until(ctx, func() (bool, error) {
		latest, err1 := h.client.NonceAt(ctx, h.account(), nil)
		pending, err2 := h.client.PendingNonceAt(ctx, h.account())
		return pending > latest, errors.Join(err1, err2)
	})
}

func (h *hostile) until(ctx context.Context, is func() (bool, error)) error {
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		if so, err := is(); so || err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

const smallBlock = 12_000_000 // gas: the contract is deployed in one

// crowd fills the next blocks to within less than any step takes, at a tip that outbids the farmer.
func (h *hostile) crowd(ctx context.Context, blocks uint64) error {
	const by = 9 // an account that nobody else has
	for nonce := range blocks {
		err := h.client.SendTransaction(ctx, types.MustSignNewTx(devchain.Account(by), types.LatestSignerForChainID(h.client.ID()), &types.DynamicFeeTx{
			ChainID: h.client.ID(), Nonce: nonce, Gas: smallBlock - 15_000, GasTipCap: big.NewInt(100 * params.GWei), GasFeeCap: big.NewInt(400 * params.GWei),
			Data: []byte{0x5b, 0x5f, 0x56}, // JUMPDEST, PUSH0, JUMP: until the gas is used up
		}))
		if err != nil {
			return err
		}
	}
	return nil
}

// dear waits until the chain asks for more than the farmer pays.
func (h *hostile) dear(ctx context.Context) error {
	return h.until(ctx, func() (bool, error) {
		header, err := h.client.HeaderByNumber(ctx, nil)
		return err == nil && header.BaseFee.Cmp(mostFee) > 0, err
	})
}

// foreign uses the farmer's next nonce for something else, as another program with its key would.
func (h *hostile) foreign(ctx context.Context) error {
	nonce, err := h.client.NonceAt(ctx, h.account(), nil)
	if err != nil {
		return err
	}
	return h.client.SendTransaction(ctx, types.MustSignNewTx(devchain.Account(int(ledger.Farmer)), types.LatestSignerForChainID(h.client.ID()), &types.DynamicFeeTx{
		ChainID: h.client.ID(), Nonce: nonce, To: &common.Address{0xff}, Gas: 21_000, GasTipCap: big.NewInt(50 * params.GWei), GasFeeCap: big.NewInt(200 * params.GWei),
	}))
}

// Whatever becomes of the transaction by which a farmer has its money, or keeps it from being sent, its reconciler has the money in the
// end, once, by the chain and its journal alone. THREATS 4: nonce gap, stuck tx, RPC outage; rule 3
func TestSettledOnAHostileChain(t *testing.T) {
	for name, c := range map[string]struct {
		before func(context.Context, *hostile) error // the requester signs
		after  func(context.Context, *hostile) error
	}{
		"dropped": {
			func(ctx context.Context, h *hostile) error { return h.chain.Hold(ctx) },
			func(ctx context.Context, h *hostile) error {
				return errors.Join(h.pooled(ctx), h.chain.DropPending(ctx), h.chain.Release(ctx))
			},
		},
		"replaced": {
			func(ctx context.Context, h *hostile) error { return h.chain.Hold(ctx) },
			func(ctx context.Context, h *hostile) error {
				return errors.Join(h.pooled(ctx), h.foreign(ctx), h.chain.Release(ctx))
			},
		},
		"a gas spike while it waits": {
			func(ctx context.Context, h *hostile) error { return h.chain.Hold(ctx) },
			func(ctx context.Context, h *hostile) error {
				return errors.Join(h.pooled(ctx), h.crowd(ctx, 40), h.chain.Release(ctx), h.dear(ctx))
			},
		},
		"a gas spike before it is sent": {
			func(ctx context.Context, h *hostile) error { return errors.Join(h.crowd(ctx, 40), h.dear(ctx)) },
			nil,
		},
		"an outage before it is sent": {
			func(_ context.Context, h *hostile) error { h.shut.Store(true); return nil },
			func(_ context.Context, h *hostile) error { h.shut.Store(false); return nil },
		},
		"an outage while it waits": {
			func(ctx context.Context, h *hostile) error { return h.chain.Hold(ctx) },
			func(ctx context.Context, h *hostile) error {
				err := h.pooled(ctx)
				h.shut.Store(true)
				err = errors.Join(err, h.chain.Release(ctx))
				_, sealed := h.chain.Seal(ctx)
				h.shut.Store(false)
				return errors.Join(err, sealed)
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			h := newHostile(t)
			m := ledger.NewMarket(h)
			signing := make(chan error, 1)
			m.Buyer.Review = func(v *protocol.View) (messages.Message, error) {
				if v.Phase == protocol.Delivered {
					signing <- c.before(ctx, h)
				}
				return nil, nil
			}
			farms, buys := m.Farm(ctx, true), m.Buy(ctx, true)
			defer farms.Stop()
			defer buys.Stop()
			hired := make(chan error, 1)
			go func() {
				_, err := m.Hire(ctx, buys, 1)
				hired <- err
			}()
			must(t, <-signing)
			must(t, <-hired)
			if c.after != nil {
				must(t, c.after(ctx, h))
			}
			closed := make(chan error, 1)
			go func() {
				closed <- errors.Join(m.Await(ctx, ledger.Farmer, "finish"), m.Await(ctx, ledger.Requester, "finish"))
			}()
			must(t, h.until(ctx, func() (bool, error) { // empty blocks let the base fee fall
				_, err := h.chain.Seal(ctx)
				return len(closed) > 0, err
			}))
			must(t, <-closed)
			w := h.world.Party(ledger.Farmer)
			free, err := w.Standing(ctx, w.Account().Address, nil)
			must(t, err)
			if gained := free.Free.Big().Int64() + w.Tokens(w.Account().Address) - ledger.Wealth; gained != ledger.PartPrice {
				t.Errorf("the farmer gained %d, want %d; it did %v, and its transactions waited for %q", gained, ledger.PartPrice, m.Steps(ledger.Farmer), h.said.all)
			}
		})
	}
}
