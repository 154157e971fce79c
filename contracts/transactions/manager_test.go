package transactions_test

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
	"go.uber.org/goleak"
)

func TestAKeyHasOneEffect(t *testing.T) { // THREATS rule 2
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	m := open(t, transactions.Config{Client: client})
	first := mustSend(t, m, pay("deal/open"))
	if first.Fee.Sign() <= 0 || first.GasUsed != 21_000 || first.Block == 0 {
		t.Errorf("outcome %+v lacks what it cost", first)
	}
	again := mustSend(t, m, pay("deal/open"))
	if diff := cmp.Diff(first, again, bigs); diff != "" {
		t.Errorf("asked again: %s", diff)
	}
	paid(t, client, "deal/open")

	other := pay("deal/open")
	other.Value = big.NewInt(2)
	if _, err := m.Send(bounded(t), other); !errors.Is(err, transactions.ErrKeyReused) {
		t.Errorf("the same key for another call: %v", err)
	}
	if _, err := m.Reconcile(bounded(t), "deal/never"); !errors.Is(err, transactions.ErrNoSuchKey) {
		t.Errorf("a key never used: %v", err)
	}
}

var bigs = cmp.Comparer(func(a, b *big.Int) bool { return (a == nil) == (b == nil) && (a == nil || a.Cmp(b) == 0) })

func TestFiftyJobsAtOnceNeverShareANonce(t *testing.T) { // A44
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	m := open(t, transactions.Config{Client: client})
	const jobs = 50
	var mu sync.Mutex
	nonces := make(map[uint64]string)
	var keys []string
	var wg sync.WaitGroup
	ctx := bounded(t)
	for i := range jobs {
		key := fmt.Sprintf("job%d/settle", i)
		keys = append(keys, key)
		wg.Go(func() {
			o, err := m.Send(ctx, pay(key))
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Errorf("%s: %v", key, err)
			} else if other, taken := nonces[o.Nonce]; taken {
				t.Errorf("%s and %s share nonce %d", key, other, o.Nonce)
			}
			nonces[o.Nonce] = key
		})
	}
	wg.Wait()
	for nonce := range uint64(jobs) {
		if nonces[nonce] == "" {
			t.Errorf("nonce %d was left out", nonce)
		}
	}
	paid(t, client, keys...)
}

func TestManyCallersOfOneKeyShareOneTransaction(t *testing.T) { // A44, THREATS rule 2
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	m := open(t, transactions.Config{Client: client})
	var wg sync.WaitGroup
	ctx := bounded(t)
	for range 20 {
		wg.Go(func() {
			if _, err := m.Send(ctx, pay("one")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	paid(t, client, "one")
}

func TestUnknownIsResolvedLater(t *testing.T) { // THREATS rule 4
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	var heard waits
	m := open(t, transactions.Config{Client: client, Progress: heard.add})
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan result, 1)
	go func() {
		o, err := m.Send(ctx, pay("slow"))
		done <- result{o, err}
	}()
	eventually(t, "the Manager to say what it waits for", func() bool { return heard.said("slow", "a block that takes it") })
	cancel()
	r := <-done
	if r.outcome.Status != transactions.Unknown || !errors.Is(r.err, transactions.ErrUnknown) {
		t.Fatalf("outcome %v, %v; want unknown", r.outcome.Status, r.err)
	}
	if r.outcome.Hash == (common.Hash{}) || !strings.Contains(r.err.Error(), "waiting for a block that takes it") {
		t.Errorf("%q does not say what is waited for", r.err)
	}
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	o, err := m.Reconcile(bounded(t), "slow")
	if err != nil || o.Status != transactions.Mined {
		t.Fatalf("reconciled: %v, %v", o.Status, err)
	}
	paid(t, client, "slow")
}

func TestCancelTakesTheNonceBack(t *testing.T) { // THREATS 4, cancel path
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	m := open(t, transactions.Config{Client: client})
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := sending(t, m, pay("regret"))
	pooled(t, client, 1)
	canceled := make(chan result, 1)
	ctx := bounded(t)
	go func() {
		o, err := m.Cancel(ctx, "regret")
		canceled <- result{o, err}
	}()
	eventually(t, "the empty transaction to be in the pool", func() bool {
		tx, err := client.PendingTransactionCount(t.Context())
		balance, balanceErr := client.PendingBalanceAt(t.Context(), payee("regret"))
		return err == nil && balanceErr == nil && tx == 1 && balance.Sign() == 0
	})
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r := <-canceled; r.err != nil || r.outcome.Status != transactions.Canceled {
		t.Errorf("cancel: %v, %v", r.outcome.Status, r.err)
	}
	if r := <-sent; !errors.Is(r.err, transactions.ErrCanceled) {
		t.Errorf("who sent it got %v", r.err)
	}
	// What did not happen may be asked for again.
	mustSend(t, m, pay("regret"))
	paid(t, client, "regret")
	if _, err := m.Cancel(bounded(t), "regret"); err == nil || !strings.Contains(err.Error(), "before it could be canceled") {
		t.Errorf("cancel what was mined: %v", err)
	}
}

// refuser is a contract that refuses every call with Error("not today"), and gambler one that refuses unless its
// caller sends at least the block's number in wei.
func deploy(t *testing.T, m *transactions.Manager, key string, runtime []byte) common.Address {
	t.Helper()
	// PUSH1 len, DUP1, PUSH1 11, PUSH0, CODECOPY, PUSH0, RETURN, and the code behind it.
	code := append([]byte{0x60, byte(len(runtime)), 0x80, 0x60, 0x0a, 0x5f, 0x39, 0x5f, 0xf3, 0x00}, runtime...)
	o := mustSend(t, m, transactions.Call{Key: key, Data: code})
	return crypto.CreateAddress(m.Account(), o.Nonce)
}

func TestARevertIsFoundBeforeItCosts(t *testing.T) { // THREATS rule 12
	chain := startChain(t, devchain.Config{})
	m := open(t, transactions.Config{Client: dial(t, chain.URL()), Decode: func(data []byte) string {
		if string(data) == "\xde\xad\xbe\xef" {
			return "BeefError()"
		}
		return ""
	}})
	// PUSH4 deadbeef, PUSH0, MSTORE, PUSH1 4, PUSH1 28, REVERT
	refuser := deploy(t, m, "deploy", []byte{0x63, 0xde, 0xad, 0xbe, 0xef, 0x5f, 0x52, 0x60, 0x04, 0x60, 0x1c, 0xfd})
	_, err := m.Send(bounded(t), transactions.Call{Key: "try", To: &refuser})
	refusal, ok := errors.AsType[*transactions.RevertError](err)
	if !ok || !errors.Is(err, transactions.ErrReverted) {
		t.Fatalf("got %v, want a refusal", err)
	}
	if diff := cmp.Diff("BeefError()", refusal.Reason); diff != "" {
		t.Error(diff)
	}
	if _, err := m.Reconcile(bounded(t), "try"); !errors.Is(err, transactions.ErrNoSuchKey) {
		t.Errorf("something was signed: %v", err)
	}
	// With a gas limit given nobody asks first: it is mined, has no effect, and says why.
	o, err := m.Send(bounded(t), transactions.Call{Key: "insist", To: &refuser, Gas: 100_000})
	if o.Status != transactions.Reverted || !errors.Is(err, transactions.ErrReverted) {
		t.Fatalf("outcome %v, %v; want reverted", o.Status, err)
	}
	if !strings.Contains(err.Error(), "BeefError()") {
		t.Errorf("%q does not say why", err)
	}
}

func TestNewcomersLearnWhatToDo(t *testing.T) {
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	const goneURL = "http://127.0.0.1:1" // the kernel gives this port to nobody who asks for any
	poor, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		run  func() error
		is   error
		says []string
	}{
		"unreachable": {func() error { _, err := transactions.Dial(t.Context(), goneURL, chainID); return err },
			transactions.ErrUnreachable, []string{goneURL, "parley dev"}},
		"wrong chain": {func() error { _, err := transactions.Dial(t.Context(), chain.URL(), big.NewInt(1)); return err },
			transactions.ErrWrongChain, []string{"expected chain 1, got 727539", "--rpc"}},
		"not an address": {func() error { _, err := transactions.Dial(t.Context(), "localhost", chainID); return err },
			nil, []string{"http://127.0.0.1:8545"}},
		"no funds": {func() error {
			m := open(t, transactions.Config{Client: client, Key: poor})
			_, err := m.Send(bounded(t), transactions.Call{Key: "k", To: &common.Address{1}})
			return err
		}, transactions.ErrFunds, []string{crypto.PubkeyToAddress(poor.PublicKey).Hex(), "has 0 ether", "send it ether"}},
		"fees above the limit": {func() error {
			m := open(t, transactions.Config{Client: client, Key: devchain.Account(1), MinTip: big.NewInt(1), MaxFee: big.NewInt(2)})
			_, err := m.Send(bounded(t), pay("k"))
			return err
		}, transactions.ErrFees, []string{"the limit is 0.000000002", "raise the limit with --max-fee-gwei"}},
		"no key": {func() error {
			m := open(t, transactions.Config{Client: client, Key: devchain.Account(2)})
			_, err := m.Send(bounded(t), transactions.Call{})
			return err
		}, nil, []string{"a key has 1 to 200 bytes"}},
		"too long": {func() error {
			m := open(t, transactions.Config{Client: client, Key: devchain.Account(3)})
			_, err := m.Send(bounded(t), transactions.Call{Key: "k", Data: make([]byte, 200_000)})
			return err
		}, nil, []string{"split the batch"}},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			err := c.run()
			if err == nil {
				t.Fatal("no error")
			}
			if c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("%v is not %v", err, c.is)
			}
			for _, text := range c.says {
				if !strings.Contains(err.Error(), text) {
					t.Errorf("%q does not say %q", err, text)
				}
			}
		})
	}
}

func TestEtherIsExact(t *testing.T) {
	for wei, want := range map[string]string{
		"0": "0", "1": "0.000000000000000001", "1000000000000000000": "1", "1500000000000000000": "1.5", "-20000000000000000": "-0.02",
	} {
		n, _ := new(big.Int).SetString(wei, 10)
		if got := transactions.Ether(n); got != want {
			t.Errorf("%s wei: %s ether, want %s", wei, got, want)
		}
	}
}

func TestClosingLeavesNothing(t *testing.T) { // figure G
	chain := startChain(t, devchain.Config{})
	others := goleak.IgnoreCurrent()
	client, err := transactions.Dial(t.Context(), chain.URL(), chainID)
	if err != nil {
		t.Fatal(err)
	}
	m, err := transactions.Open(t.Context(), transactions.Config{Client: client, Key: devchain.Account(0), Store: new(transactions.Memory)})
	if err != nil {
		t.Fatal(err)
	}
	mustSend(t, m, pay("last"))
	m.Close()
	if _, err := m.Send(bounded(t), pay("later")); !errors.Is(err, transactions.ErrClosed) {
		t.Errorf("sent by a closed Manager: %v", err)
	}
	client.Close()
	// The chain's side of a connection ends when it notices that ours has.
	eventually(t, "goroutines to end", func() bool { return goleak.Find(others) == nil })
}

func TestWordsOfStrangersAreMadePlain(t *testing.T) {
	chain := startChain(t, devchain.Config{})
	m := open(t, transactions.Config{Client: dial(t, chain.URL())})
	// A contract that refuses with Error("\x1b[2J"): what clears the screen of who prints it.
	data, err := hex.DecodeString("08c379a0" + fmt.Sprintf("%064x%064x", 32, 4) + "1b5b324a" + strings.Repeat("00", 28))
	if err != nil {
		t.Fatal(err)
	}
	// PUSH1 len, DUP1, PUSH1 9, PUSH0, CODECOPY, PUSH0, REVERT, and the data behind it.
	rude := deploy(t, m, "rude", append([]byte{0x60, byte(len(data)), 0x80, 0x60, 0x09, 0x5f, 0x39, 0x5f, 0xfd}, data...))
	_, err = m.Send(bounded(t), transactions.Call{Key: "try", To: &rude})
	if !errors.Is(err, transactions.ErrReverted) || !strings.Contains(err.Error(), "[2J") || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("got %q", err)
	}
}

// BenchmarkManager sends from many callers at once to the embedded chain, each waiting for its outcome, with the store in
// a file.
func BenchmarkManager(b *testing.B) {
	ctx := b.Context()
	chain, err := devchain.Start(ctx, devchain.Config{MaxLead: 24 * time.Hour})
	if err != nil {
		b.Fatal(err)
	}
	defer chain.Close()
	client, err := transactions.Dial(ctx, chain.URL(), chainID)
	if err != nil {
		b.Fatal(err)
	}
	defer client.Close()
	store, err := transactions.OpenSQLite(ctx, filepath.Join(b.TempDir(), "t.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	m, err := transactions.Open(ctx, transactions.Config{Client: client, Key: devchain.Account(0), Store: store})
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	var n atomic.Int64
	b.SetParallelism(50)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := m.Send(ctx, pay(fmt.Sprint("bench", n.Add(1)))); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
}
