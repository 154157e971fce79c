package devchain_test

import (
	"bytes"
	"context"
	"errors"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/params"
	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/contracts/devchain"
	"go.uber.org/goleak"
)

func start(t *testing.T, config devchain.Config) (*devchain.Chain, *ethclient.Client) {
	t.Helper()
	chain, err := devchain.Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := chain.Close(); err != nil {
			t.Error(err)
		}
	})
	return chain, dial(t, chain.URL())
}

func dial(t *testing.T, url string) *ethclient.Client {
	t.Helper()
	client, err := ethclient.DialContext(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// send sends a transfer from development account from, and returns it. A nil tip is 1 gwei.
func send(t *testing.T, client *ethclient.Client, from int, nonce uint64, tip *big.Int) *types.Transaction {
	t.Helper()
	tx := transfer(from, nonce, tip)
	if err := client.SendTransaction(t.Context(), tx); err != nil {
		t.Error(err)
	}
	return tx
}

// transfer is a transfer from development account from. A nil tip is 1 gwei.
func transfer(from int, nonce uint64, tip *big.Int) *types.Transaction {
	if tip == nil {
		tip = big.NewInt(params.GWei)
	}
	to := common.Address{1}
	return types.MustSignNewTx(devchain.Account(from), types.LatestSignerForChainID(big.NewInt(devchain.DefaultChainID)), &types.DynamicFeeTx{
		ChainID: big.NewInt(devchain.DefaultChainID), Nonce: nonce, To: &to, Value: big.NewInt(1),
		Gas: 100_000, GasTipCap: tip, GasFeeCap: big.NewInt(100 * params.GWei),
	})
}

// eventually waits until ok holds, for at most a minute: long enough for any machine, and never a verdict on speed.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited a minute for: %s", what)
		case <-tick.C:
		}
	}
}

func receipt(t *testing.T, client *ethclient.Client, tx *types.Transaction) *types.Receipt {
	t.Helper()
	var r *types.Receipt
	eventually(t, "a receipt", func() bool {
		var err error
		r, err = client.TransactionReceipt(t.Context(), tx.Hash())
		return err == nil
	})
	return r
}

func TestTransactionsAreSealedAsTheyArrive(t *testing.T) { // C31
	_, client := start(t, devchain.Config{Heartbeat: -1})
	id, err := client.ChainID(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(int64(devchain.DefaultChainID), id.Int64()); diff != "" {
		t.Error(diff)
	}
	for nonce := range uint64(3) {
		if r := receipt(t, client, send(t, client, 0, nonce, nil)); r.Status != types.ReceiptStatusSuccessful {
			t.Fatalf("transfer %d: status %d", nonce, r.Status)
		}
	}
	balance, err := client.BalanceAt(t.Context(), common.Address{1}, nil)
	if err != nil || balance.Int64() != 3 {
		t.Fatalf("balance %v, %v; want 3", balance, err)
	}
}

func TestAPoorTipNeitherSpinsNorBlocksOthers(t *testing.T) { // THREATS 4, stuck transaction
	_, client := start(t, devchain.Config{Heartbeat: -1})
	poor := send(t, client, 0, 0, big.NewInt(1)) // the pool takes it, no miner does
	rich := receipt(t, client, send(t, client, 1, 0, nil))
	// Had the poor one made the chain seal again and again, as go-ethereum's own development mode does, blocks without
	// transactions would lie between these.
	next := receipt(t, client, send(t, client, 1, 1, nil))
	if got := next.BlockNumber.Uint64() - rich.BlockNumber.Uint64(); got != 1 {
		t.Errorf("%d blocks for one transaction", got)
	}
	if _, pending, err := client.TransactionByHash(t.Context(), poor.Hash()); err != nil || !pending {
		t.Errorf("the poor transaction: pending %v, %v", pending, err)
	}
}

func TestTimeMovesOnAnIdleChain(t *testing.T) { // THREATS rule 10: time exits become executable
	chain, _ := start(t, devchain.Config{Heartbeat: time.Second})
	begin := chain.Head()
	eventually(t, "two idle blocks", func() bool { return chain.Head().Number >= begin.Number+2 })
	if lead := time.Until(chain.Head().Time); lead > time.Second {
		t.Errorf("an idle chain is %v ahead of the clock", lead)
	}
}

// A machine that slept wakes up hours later: so does the chain, and deadlines that passed meanwhile have passed.
func TestTheChainWakesUpWithTheClock(t *testing.T) {
	var slept atomic.Int64
	chain, _ := start(t, devchain.Config{Heartbeat: time.Second, Now: func() time.Time { return time.Now().Add(time.Duration(slept.Load())) }})
	slept.Store(int64(3 * time.Hour))
	eventually(t, "a block of the new time", func() bool { return time.Until(chain.Head().Time) > 2*time.Hour })
}

func TestAdvance(t *testing.T) {
	chain, client := start(t, devchain.Config{Heartbeat: -1})
	before := chain.Head()
	after, err := chain.Advance(t.Context(), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if got := after.Time.Sub(before.Time); got < time.Hour || got > time.Hour+time.Minute {
		t.Errorf("advanced by %v, want an hour", got)
	}
	// Later blocks go on from the new time.
	r := receipt(t, client, send(t, client, 0, 0, nil))
	header, err := client.HeaderByNumber(t.Context(), r.BlockNumber)
	if err != nil {
		t.Fatal(err)
	}
	if got := time.Unix(int64(header.Time), 0); !got.After(after.Time) {
		t.Errorf("block at %v after one at %v", got, after.Time)
	}
	for _, d := range []time.Duration{0, -time.Second, 100 * 365 * 24 * time.Hour} {
		if _, err := chain.Advance(t.Context(), d); err == nil {
			t.Errorf("advanced by %v", d)
		}
	}
}

func TestManyAtOnceDoNotStopTheChain(t *testing.T) { // sealing waits for the pool, which waits for whoever it tells of arrivals
	_, client := start(t, devchain.Config{Heartbeat: -1, MaxLead: time.Hour})
	const senders, each = 10, 40
	var wg sync.WaitGroup
	for from := range senders {
		wg.Go(func() {
			for nonce := range uint64(each) {
				send(t, client, from, nonce, nil)
			}
		})
	}
	wg.Wait()
	eventually(t, "all to be sealed", func() bool {
		balance, err := client.BalanceAt(t.Context(), common.Address{1}, nil)
		return err == nil && balance.Int64() == senders*each
	})
}

func TestABurstDoesNotOutrunTheClock(t *testing.T) {
	const lead = 3 * time.Second
	now := time.Now().Truncate(time.Second) // stands still: whatever is sealed is ahead of it
	chain, client := start(t, devchain.Config{Heartbeat: -1, MaxLead: lead, Now: func() time.Time { return now }})
	receipt(t, client, send(t, client, 0, 0, nil))
	receipt(t, client, send(t, client, 0, 1, nil))
	receipt(t, client, send(t, client, 0, 2, nil))
	waits := send(t, client, 0, 3, nil)
	if err := chain.Hold(t.Context()); err != nil { // the sealing goroutine has decided about it by now, or is told to stay its hand
		t.Fatal(err)
	}
	if _, err := client.TransactionReceipt(t.Context(), waits.Hash()); err == nil {
		t.Error("sealed further ahead of the clock than MaxLead")
	}
	if got := chain.Head().Time.Sub(now); got > lead {
		t.Errorf("the head is %v ahead of the clock, more than %v", got, lead)
	}
}

func TestHoldDropAndRelease(t *testing.T) {
	chain, client := start(t, devchain.Config{Heartbeat: -1})
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	dropped := send(t, client, 0, 0, nil)
	if err := chain.DropPending(t.Context()); err != nil {
		t.Fatal(err)
	}
	kept := send(t, client, 1, 0, nil)
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	receipt(t, client, kept)
	if _, _, err := client.TransactionByHash(t.Context(), dropped.Hash()); err == nil {
		t.Error("a dropped transaction is still known")
	}
}

func TestReorgTakesBlocksBackAndTransactionsWaitAgain(t *testing.T) { // THREATS 4, chain reorganization
	chain, client := start(t, devchain.Config{Heartbeat: -1})
	tx := send(t, client, 0, 0, nil)
	first := receipt(t, client, tx)
	second := receipt(t, client, send(t, client, 1, 0, nil))
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	head, err := chain.Reorg(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	if want := second.BlockNumber.Uint64() + 1; head.Number != want {
		t.Errorf("new head %d, want %d", head.Number, want)
	}
	if _, err := client.TransactionReceipt(t.Context(), tx.Hash()); err == nil {
		t.Error("a transaction of a replaced block still has a receipt")
	}
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := receipt(t, client, tx)
	if again.BlockHash == first.BlockHash {
		t.Error("the receipt names the block that was replaced")
	}
}

// deployGas is what a contract of n zero bytes costs to deploy; it differs between forks.
func deployGas(t *testing.T, config devchain.Config, n byte) uint64 {
	t.Helper()
	_, client := start(t, config)
	key := devchain.Account(0)
	chainID := big.NewInt(devchain.DefaultChainID)
	tx := types.MustSignNewTx(key, types.LatestSignerForChainID(chainID), &types.DynamicFeeTx{
		ChainID: chainID, Gas: 5_000_000, GasTipCap: big.NewInt(params.GWei), GasFeeCap: big.NewInt(100 * params.GWei),
		Data: []byte{0x60, n, 0x5f, 0xf3}, // PUSH1 n, PUSH0, RETURN
	})
	if err := client.SendTransaction(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
	return receipt(t, client, tx).GasUsed
}

func TestForksPriceGasAsRealChainsDo(t *testing.T) {
	// Osaka: 21,000 + 32,000 for a creation, 4 gas a zero byte and 16 another one, 2 a word of init code,
	// 200 a byte of code, and what runs: PUSH1 3, PUSH0 2, RETURN 0, 4 words of memory 12.
	osaka := uint64(21_000 + 32_000 + 4*16 + 2 + 200*100 + 3 + 2 + 12)
	if diff := cmp.Diff(osaka, deployGas(t, devchain.Config{Heartbeat: -1}, 100)); diff != "" {
		t.Errorf("Osaka: %s", diff)
	}
	if got := deployGas(t, devchain.Config{Heartbeat: -1, Amsterdam: true}, 100); got < 100*1530 {
		t.Errorf("Amsterdam: %d gas for 100 bytes of code; it charges 1,530 a byte", got)
	}
}

func TestSameConfigurationSameChain(t *testing.T) {
	genesis := func(config devchain.Config) common.Hash {
		_, client := start(t, config)
		header, err := client.HeaderByNumber(t.Context(), new(big.Int))
		if err != nil {
			t.Fatal(err)
		}
		return header.Hash()
	}
	a, b, other := genesis(devchain.Config{}), genesis(devchain.Config{}), genesis(devchain.Config{ChainID: 5})
	if a != b {
		t.Error("two chains of one configuration differ")
	}
	_ = other // the id is not part of the header; the funded accounts are
	if c := genesis(devchain.Config{Accounts: map[common.Address]*big.Int{{9}: big.NewInt(1)}}); a == c {
		t.Error("other accounts, same genesis")
	}
}

func TestRefusals(t *testing.T) {
	taken, _ := start(t, devchain.Config{})
	dir := t.TempDir()
	start(t, devchain.Config{DataDir: dir})
	other := t.TempDir()
	made, err := devchain.Start(t.Context(), devchain.Config{DataDir: other})
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		config devchain.Config
		is     error
		says   string
	}{
		"public address":   {devchain.Config{Addr: "0.0.0.0:0"}, nil, "127.0.0.1:PORT"},
		"no port":          {devchain.Config{Addr: "127.0.0.1"}, nil, "127.0.0.1:8545"},
		"name":             {devchain.Config{Addr: "example.org:1"}, nil, "loopback"},
		"port taken":       {devchain.Config{Addr: strings.TrimPrefix(taken.URL(), "http://")}, devchain.ErrAddressInUse, "choose another port"},
		"directory in use": {devchain.Config{DataDir: dir}, devchain.ErrDirInUse, "choose another directory"},
		"directory a file": {devchain.Config{DataDir: file}, nil, "data directory"},
		"other accounts": {devchain.Config{DataDir: other, Accounts: map[common.Address]*big.Int{{9}: big.NewInt(1)}},
			devchain.ErrOtherChain, "delete the directory"},
		"short heartbeat": {devchain.Config{Heartbeat: time.Millisecond}, nil, "one second"},
		"small block":     {devchain.Config{GasLimit: 21_000}, nil, "gas"},
		"negative funds":  {devchain.Config{Accounts: map[common.Address]*big.Int{{9}: big.NewInt(-1)}}, nil, "balance"},
	} {
		t.Run(name, func(t *testing.T) {
			chain, err := devchain.Start(t.Context(), c.config)
			if err == nil {
				chain.Close()
				t.Fatal("started")
			}
			if c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("%v is not %v", err, c.is)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q does not say %q", err, c.says)
			}
		})
	}
}

func TestABrowserPageCannotReachIt(t *testing.T) { // THREATS 4, local API called from a web page
	chain, _ := start(t, devchain.Config{})
	post := func(host, contentType string) int {
		body := bytes.NewReader([]byte(`{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}`))
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, chain.URL(), body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", contentType)
		if host != "" {
			req.Host = host
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if got := resp.Header.Get("Access-Control-Allow-Origin"); got != "" {
			t.Errorf("pages of %q may read answers", got)
		}
		return resp.StatusCode
	}
	if got := post("", "application/json"); got != http.StatusOK {
		t.Errorf("a client: status %d", got)
	}
	if got := post("evil.example", "application/json"); got != http.StatusForbidden {
		t.Errorf("a rebound name: status %d, want 403", got)
	}
	if got := post("", "text/plain"); got != http.StatusUnsupportedMediaType {
		t.Errorf("what a page may send unasked: status %d, want 415", got)
	}
}

func TestControlsAreServedOnlyWhenAskedFor(t *testing.T) {
	_, closed := start(t, devchain.Config{Heartbeat: -1})
	if err := closed.Client().CallContext(t.Context(), nil, "dev_advance", 60); err == nil {
		t.Error("dev_advance without Controls")
	}
	chain, open := start(t, devchain.Config{Heartbeat: -1, Controls: true})
	before := chain.Head()
	var now int64
	if err := open.Client().CallContext(t.Context(), &now, "dev_advance", 60); err != nil {
		t.Fatal(err)
	}
	if got := now - before.Time.Unix(); got < 60 {
		t.Errorf("advanced by %d s, want 60", got)
	}
	for _, call := range []struct {
		method string
		args   []any
	}{{"dev_hold", nil}, {"dev_drop", nil}, {"dev_reorg", []any{1}}, {"dev_release", nil}} {
		if err := open.Client().CallContext(t.Context(), nil, call.method, call.args...); err != nil {
			t.Errorf("%s: %v", call.method, err)
		}
	}
}

// Who asks for a transaction that there is not hears so from the first moment on, and never that the node still indexes.
func TestAChainThatStartedHasItsIndex(t *testing.T) {
	for range 3 {
		dir := t.TempDir()
		for _, begun := range []string{"anew", "again"} {
			chain, err := devchain.Start(t.Context(), devchain.Config{DataDir: dir, Heartbeat: -1})
			if err != nil {
				t.Fatal(err)
			}
			if !chain.Indexed() {
				t.Errorf("begun %s: it still indexes", begun)
			}
			if err := chain.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestCloseLeavesNothing(t *testing.T) { // figure G
	others := goleak.IgnoreCurrent()
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	chain, err := devchain.Start(t.Context(), devchain.Config{})
	if err != nil {
		t.Fatal(err)
	}
	client, err := ethclient.Dial(chain.URL())
	if err != nil {
		t.Fatal(err)
	}
	receipt(t, client, send(t, client, 0, 0, nil))
	client.Close()
	if err := errors.Join(chain.Close(), chain.Close()); err != nil {
		t.Error(err)
	}
	if _, err := chain.Seal(t.Context()); !errors.Is(err, devchain.ErrClosed) {
		t.Errorf("sealed on a closed chain: %v", err)
	}
	// The node's peer database, in memory and empty, ends its goroutine within a second of closing.
	eventually(t, "goroutines to end", func() bool { return goleak.Find(others) == nil })
	left, err := os.ReadDir(temp)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAccountsAreWhatTheyWere(t *testing.T) {
	// Scripts and documents name the first account; it never changes.
	if diff := cmp.Diff(crypto.PubkeyToAddress(devchain.Account(0).PublicKey), devchain.Address(0)); diff != "" {
		t.Error(diff)
	}
	if devchain.Address(0) == devchain.Address(1) {
		t.Error("two accounts, one address")
	}
}
