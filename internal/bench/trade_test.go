package bench

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
)

// trade is what the floor of sustained deals works with: two accounts with money in the contract, a chain, and a module.
type trade struct {
	chain         *ethclient.Client
	domain        eip712.Domain
	payer, farmer *side
	worker        []string // what runs the module once, in a process of its own

	sending sync.Mutex
	nonces  map[common.Address]uint64 // the next of each, which only this sends for: the pool's answer may lag behind a block
}

// jobs is the floor: the negotiations of n jobs, as [loop.bare] has them, the accounts' signatures and their recoveries, a
// worker for each job, and transactions that open and settle as many deals as fit, and nothing else. All jobs take each step
// together.
func (t *trade) jobs(ctx context.Context, l loop, w *wire, n int) error {
	if err := l.bare(ctx, w, n); err != nil {
		return err
	}
	pays, works := t.payer.key(), t.farmer.key()
	parley, result := bindings.NewParley(), [32]byte{1}
	openings, settlements := make([]bindings.Opening, n), make([]bindings.Settlement, n)
	for i := range n {
		deal := eip712.Deal{Requester: crypto.PubkeyToAddress(pays.PublicKey), Farmer: crypto.PubkeyToAddress(works.PublicKey),
			Price: big.NewInt(10), Deposit: big.NewInt(1), Bond: big.NewInt(1), OpenBy: uint64(time.Now().Add(time.Hour).Unix())}
		rand.Read(deal.TermsHash[:])
		id, err := t.domain.Digest(deal)
		if err != nil {
			return err
		}
		accepted, err := t.domain.Digest(eip712.Acceptance{Deal: id, Digest: result, Cost: deal.Price})
		if err != nil {
			return err
		}
		_, err1 := vouch(pays, id) // for the farmer: who opens consents by sending
		byFarmer, err2 := vouch(works, id)
		acceptance, err3 := vouch(pays, accepted)
		if err := errors.Join(err1, err2, err3); err != nil {
			return err
		}
		openings[i] = bindings.Opening{Deal: bindings.Deal(deal), FarmerSignature: byFarmer}
		settlements[i] = bindings.Settlement{Deal: bindings.Deal(deal), Delivery: bindings.Delivery{Digest: result, Cost: deal.Price}, Signature: acceptance}
	}
	for some := range slices.Chunk(openings, escrow.MaxBatch) {
		if err := t.send(ctx, pays, parley.PackOpenMany(some), len(some)); err != nil {
			return err
		}
	}
	for range n {
		if err := exec.CommandContext(ctx, t.worker[0], t.worker[1:]...).Run(); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(settlements, escrow.MaxBatch) {
		if err := t.send(ctx, works, parley.PackSettleMany(some), len(some)); err != nil {
			return err
		}
	}
	return nil
}

// vouch signs a digest, and recovers the account from it as the other side does.
func vouch(key *ecdsa.PrivateKey, digest [32]byte) ([]byte, error) {
	signature, err := eip712.Sign(digest, key)
	if err != nil {
		return nil, err
	}
	_, err = eip712.Recover(digest, signature)
	return signature, err
}

// send has a transaction about n deals mined.
func (t *trade) send(ctx context.Context, key *ecdsa.PrivateKey, data []byte, n int) error {
	from := crypto.PubkeyToAddress(key.PublicKey)
	t.sending.Lock()
	nonce, known := t.nonces[from]
	var err error
	if !known {
		nonce, err = t.chain.PendingNonceAt(ctx, from)
	}
	var tx *types.Transaction
	if err == nil {
		tx, err = types.SignNewTx(key, types.LatestSignerForChainID(t.domain.ChainID), &types.DynamicFeeTx{ChainID: t.domain.ChainID, Nonce: nonce,
			GasTipCap: big.NewInt(1e9), GasFeeCap: big.NewInt(10e9), Gas: uint64(100_000 + 120_000*n), To: &t.domain.Contract, Data: data})
	}
	if err == nil {
		err = t.chain.SendTransaction(ctx, tx)
	}
	if err == nil {
		t.nonces[from] = nonce + 1
	}
	t.sending.Unlock()
	for err == nil {
		receipt, failed := t.chain.TransactionReceipt(ctx, tx.Hash())
		switch {
		case failed == nil && receipt.Status != types.ReceiptStatusSuccessful:
			return fmt.Errorf("a transaction about %d deals failed, with %d gas used", n, receipt.GasUsed)
		case failed == nil:
			return nil
		case !errors.Is(failed, ethereum.NotFound):
			return failed
		}
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

// trade lays out what the floor needs, on the stall's chain.
func (s *stall) trade(b *testing.B, module []byte, args []string) *trade {
	b.Helper()
	chain, err := ethclient.Dial(s.market.RPC())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(chain.Close)
	file := filepath.Join(b.TempDir(), "module.wasm")
	self, err := os.Executable()
	if err := errors.Join(err, os.WriteFile(file, module, 0o600)); err != nil {
		b.Fatal(err)
	}
	return &trade{chain: chain, nonces: make(map[common.Address]uint64), payer: newSide(b, s.market), farmer: newSide(b, s.market),
		domain: eip712.Domain{ChainID: new(big.Int).SetUint64(s.market.ChainID()), Contract: common.Address(s.market.Contract())},
		worker: append([]string{self, bareWorker, b.TempDir(), file}, args...)}
}

func (s *side) key() *ecdsa.PrivateKey {
	key, err := crypto.ToECDSA(s.secret)
	if err != nil {
		panic(err) // an account was opened with it
	}
	return key
}

// floor is what the bare loop takes, on as many processors as there are. The farmer has been paid for all of it.
func (t *trade) floor(b *testing.B, r rush) figures {
	b.Helper()
	lanes := min(runtime.GOMAXPROCS(0), r.atOnce)
	share, rounds := r.atOnce/lanes, r.jobs/r.atOnce
	wires, disks := make([]*wire, lanes), make([]*os.File, lanes)
	for i := range lanes {
		var err error
		if disks[i], err = os.Create(filepath.Join(b.TempDir(), "floor")); err != nil {
			b.Fatal(err)
		}
		defer disks[i].Close()
		wires[i] = lay(b, "tcp")
	}
	if err := exec.Command(t.worker[0], t.worker[1:]...).Run(); err != nil { // the module is compiled
		b.Fatal(err)
	}
	before := t.earned(b)
	began, used := time.Now(), cpuOfAll()
	var group sync.WaitGroup
	for i, w := range wires {
		group.Go(func() {
			for range rounds {
				if err := t.jobs(b.Context(), loop{moves: moves, disk: disks[i]}, w, share); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	n := share * lanes * rounds
	got := figures{each: time.Since(began) / time.Duration(n), cpu: (cpuOfAll() - used) / time.Duration(n)}
	if paid := new(big.Int).Sub(t.earned(b), before); paid.Cmp(big.NewInt(int64(10*n))) != 0 {
		b.Fatalf("%d jobs at 10 were paid with %v", n, paid)
	}
	return got
}

// earned is what the farmer has free.
func (t *trade) earned(b *testing.B) *big.Int {
	b.Helper()
	free, err := t.farmer.account.Free(b.Context(), t.farmer.account.Account().Address)
	if err != nil {
		b.Fatal(err)
	}
	return free.Big()
}
