package transactions_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/internal/port"
)

func TestReplacedByAForeignTransaction(t *testing.T) { // THREATS 4, nonce; two programs, one key
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	m := open(t, transactions.Config{Client: client})
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := sending(t, m, pay("ours"))
	pooled(t, client, 1)
	foreign(t, client, 0, 0, 50)
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	// One head might be a lie or a slip; two in a row are believed.
	r := sealUntil(t, chain, "the verdict", sent)
	if r.outcome.Status != transactions.Replaced || !errors.Is(r.err, transactions.ErrReplaced) {
		t.Fatalf("outcome %v, %v; want replaced", r.outcome.Status, r.err)
	}
	if !strings.Contains(r.err.Error(), "two programs share this account") {
		t.Errorf("%q does not say how that comes", r.err)
	}
	mustSend(t, m, pay("ours"))
	paid(t, client, "ours")
}

func TestDroppedTransactionsAreSentAgain(t *testing.T) { // THREATS 4, nonce gap: drop tx k of 50
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	m := open(t, transactions.Config{Client: client})
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	var keys []string
	var all []<-chan result
	for i := range 10 {
		keys = append(keys, fmt.Sprintf("dropped%d", i))
		all = append(all, sending(t, m, pay(keys[i])))
	}
	pooled(t, client, 10)
	if err := chain.DropPending(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i, sent := range all {
		if r := <-sent; r.err != nil {
			t.Errorf("%s: %v", keys[i], r.err)
		}
	}
	paid(t, client, keys...)
}

func TestANodeRestartLosesItsPoolAndNothingElse(t *testing.T) { // THREATS 4, dropped; rule 1
	addr, err := port.Draw()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	chain := startChain(t, devchain.Config{DataDir: dir, Addr: addr})
	client := dial(t, chain.URL())
	m := open(t, transactions.Config{Client: client})
	mustSend(t, m, pay("before"))
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := sending(t, m, pay("across"))
	pooled(t, client, 1)
	if err := chain.Close(); err != nil {
		t.Fatal(err)
	}
	startChain(t, devchain.Config{DataDir: dir, Addr: addr})
	if r := <-sent; r.err != nil {
		t.Fatal(r.err)
	}
	paid(t, client, "before", "across")
}

// crowd fills the next n blocks, each to within less than a transfer, at a tip that outbids every Manager here.
func crowd(t *testing.T, client *transactions.Client, n int) {
	t.Helper()
	key := devchain.Account(9)
	for nonce := range uint64(n) {
		tx := types.MustSignNewTx(key, types.LatestSignerForChainID(chainID), &types.DynamicFeeTx{
			ChainID: chainID, Nonce: nonce, Gas: crowdedGas - 15_000, GasTipCap: big.NewInt(100 * params.GWei), GasFeeCap: big.NewInt(400 * params.GWei),
			Data: []byte{0x5b, 0x5f, 0x56}, // JUMPDEST, PUSH0, JUMP: until the gas is used up
		})
		if err := client.SendTransaction(t.Context(), tx); err != nil {
			t.Fatal(err)
		}
	}
}

const crowdedGas = 5_000_000

func TestABaseFeeRiseIsFollowed(t *testing.T) { // THREATS 4, stuck transaction: base fee x10
	chain := startChain(t, devchain.Config{GasLimit: crowdedGas})
	client := dial(t, chain.URL())
	m := open(t, transactions.Config{Client: client, MaxFee: big.NewInt(50 * params.GWei)}) // cannot outbid the crowd, only outlast it
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := sending(t, m, pay("stuck"))
	pooled(t, client, 1)
	before, err := client.HeaderByNumber(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	crowd(t, client, 20)
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := <-sent
	if r.err != nil {
		t.Fatal(r.err)
	}
	header, err := client.HeaderByNumber(t.Context(), new(big.Int).SetUint64(r.outcome.Block))
	if err != nil {
		t.Fatal(err)
	}
	offered := new(big.Int).Mul(before.BaseFee, big.NewInt(2)) // the first offer covers twice the base fee, and a tip
	if offered.Add(offered, big.NewInt(params.GWei)); header.BaseFee.Cmp(offered) <= 0 {
		t.Fatalf("the base fee rose to %v only, so that nothing was stuck", header.BaseFee)
	}
	paid(t, client, "stuck")
}

// mortal is a store whose process dies at the first write of a transaction that replaces another, before it is written or after.
type mortal struct {
	transactions.Memory
	writes bool
	died   chan struct{}
	once   sync.Once
}

func (s *mortal) Put(ctx context.Context, scope transactions.Scope, records []transactions.Record) error {
	if !slices.ContainsFunc(records, func(r transactions.Record) bool { return len(r.Attempts) > 1 }) {
		return s.Memory.Put(ctx, scope, records)
	}
	if s.writes {
		if err := s.Memory.Put(ctx, scope, records); err != nil {
			return err
		}
	}
	s.once.Do(func() { close(s.died) })
	return errors.New("dead") // and nothing more is signed or stored, nor what was just signed sent
}

// A block comes late enough for a replacement on a slow machine only, so that TestKill of cmd/parley/internal/kill leaves it to this.
func TestAKillAtAReplacementLosesAndRepeatsNothing(t *testing.T) { // THREATS 4, stuck transaction; rule 1
	for name, writes := range map[string]bool{"before the write": false, "after the write": true} {
		t.Run(name, func(t *testing.T) {
			chain := startChain(t, devchain.Config{GasLimit: crowdedGas})
			client := dial(t, chain.URL())
			store := &mortal{writes: writes, died: make(chan struct{})}
			m := open(t, transactions.Config{Client: client, Store: store, MaxFee: big.NewInt(50 * params.GWei)})
			if err := chain.Hold(t.Context()); err != nil {
				t.Fatal(err)
			}
			sending(t, m, pay("stuck"))
			pooled(t, client, 1)
			crowd(t, client, 8)
			if err := chain.Release(t.Context()); err != nil {
				t.Fatal(err)
			}
			select {
			case <-store.died:
			case <-bounded(t).Done():
				t.Fatal("nothing was replaced")
			}
			m.Close()
			again := open(t, transactions.Config{Client: client, Store: &store.Memory})
			mustSend(t, again, pay("stuck"))
			paid(t, client, "stuck")
			if n, err := client.NonceAt(t.Context(), again.Account(), nil); err != nil || n != 1 {
				t.Errorf("%d nonces for one effect, %v", n, err)
			}
		})
	}
}

func TestTheFeeLimitHoldsAndTheWaitIsExplained(t *testing.T) { // THREATS 4, replacement up to a cap
	chain := startChain(t, devchain.Config{GasLimit: crowdedGas})
	client := dial(t, chain.URL())
	var heard waits
	limit := big.NewInt(3 * params.GWei)
	m := open(t, transactions.Config{Client: client, MaxFee: limit, Progress: heard.add})
	if err := chain.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := sending(t, m, pay("patient"))
	pooled(t, client, 1)
	crowd(t, client, 15)
	if err := chain.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the Manager to say that the limit holds it up", func() bool { return heard.said("patient", "the limit is 3 gwei") })
	// Empty blocks let the base fee fall until what was offered is enough.
	r := sealUntil(t, chain, "the transaction", sent)
	if r.err != nil {
		t.Fatal(r.err)
	}
	if most := new(big.Int).Mul(limit, big.NewInt(21_000)); r.outcome.Fee.Cmp(most) > 0 {
		t.Errorf("paid %v wei, more than %v", r.outcome.Fee, most)
	}
}

func TestAPoorTipIsRaised(t *testing.T) { // THREATS 4, zero tip: mined or clean abort
	chain := startChain(t, devchain.Config{})
	p := newProxy(t, chain.URL())
	// A node that suggests no tip is not believed.
	poorTip(p)
	client := dial(t, p.url)
	m := open(t, transactions.Config{Client: client})
	mustSend(t, m, pay("floor"))
	paid(t, client, "floor")

	// Had the floor been too low, it lies in the pool and no miner takes it. Blocks that pass it by raise it.
	low := open(t, transactions.Config{Client: client, Key: devchain.Account(1), MinTip: big.NewInt(1000)})
	sent := sending(t, low, pay("low"))
	eventually(t, "it to be passed by and raised", func() bool {
		if _, err := chain.Seal(t.Context()); err != nil {
			t.Fatal(err)
		}
		if chain.Head().Number > 8 {
			p.heal()
		}
		return len(sent) > 0
	})
	if r := <-sent; r.err != nil {
		t.Fatal(r.err)
	}
	paid(t, client, "low")
}

// poorTip has the proxy suggest a tip of zero.
func poorTip(p *proxy) {
	p.edit(func(body []byte) []byte {
		var answers []map[string]json.RawMessage
		if json.Unmarshal(body, &answers) != nil || len(answers) != 5 { // only the batch by which a Manager looks
			return body
		}
		answers[4]["result"] = json.RawMessage(`"0x0"`)
		edited, err := json.Marshal(answers)
		if err != nil {
			return body
		}
		return edited
	})
}

func TestGapsAreFilled(t *testing.T) { // THREATS 4, nonce gap
	chain := startChain(t, devchain.Config{})
	client := dial(t, chain.URL())
	// A store whose chain lost what came before: nonces 0 to 2 were signed by somebody, and never arrived.
	store := new(transactions.Memory)
	lost := startChain(t, devchain.Config{})
	lostClient := dial(t, lost.URL())
	early := open(t, transactions.Config{Client: lostClient, Store: new(transactions.Memory)})
	for i := range 3 {
		mustSend(t, early, pay(fmt.Sprintf("lost%d", i)))
	}
	early.Close()
	if err := lost.Hold(t.Context()); err != nil {
		t.Fatal(err)
	}
	late := open(t, transactions.Config{Client: lostClient, Store: store})
	sending(t, late, pay("third"))
	pooled(t, lostClient, 1)
	late.Close()

	m := open(t, transactions.Config{Client: client, Store: store})
	o, err := m.Reconcile(bounded(t), "third")
	if err != nil {
		t.Fatal(err)
	}
	if o.Nonce != 3 {
		t.Errorf("nonce %d, want the one that was signed, 3", o.Nonce)
	}
	paid(t, client, "third")
}

func TestFaultsOfTheEndpointAreToldApart(t *testing.T) { // THREATS 4, RPC outage or lies
	chain := startChain(t, devchain.Config{})
	for name, c := range map[string]struct {
		fault http.HandlerFunc
		is    error
	}{
		"429":            {status(http.StatusTooManyRequests), transactions.ErrBusy},
		"500":            {status(http.StatusInternalServerError), transactions.ErrBusy},
		"404":            {status(http.StatusNotFound), transactions.ErrMalformed},
		"a web page":     {replyText("<html>hello</html>"), transactions.ErrMalformed},
		"half an answer": {replyText(`{"jsonrpc":"2.0","id":1,"res`), transactions.ErrMalformed},
		"no answer":      {replyText(""), transactions.ErrUnreachable},
		"hangs up":       {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, transactions.ErrUnreachable},
		"other method":   {replyText(`{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no such method"}}`), transactions.ErrMalformed},
		"endless": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(1<<40))
			w.Write(bytes.Repeat([]byte(" "), 1<<16))
		}, transactions.ErrMalformed},
		"another chain": {replyText(`{"jsonrpc":"2.0","id":1,"result":"0x1"}`), transactions.ErrWrongChain},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProxy(t, chain.URL())
			p.fail(c.fault)
			_, err := transactions.Dial(t.Context(), p.url, chainID)
			if !errors.Is(err, c.is) {
				t.Errorf("got %v, want %v", err, c.is)
			}
		})
	}
}

func TestANodeThatIndexesIsAskedAgain(t *testing.T) { // THREATS 4, RPC outage
	chain := startChain(t, devchain.Config{})
	p := newProxy(t, chain.URL())
	client := dial(t, p.url)
	m := open(t, transactions.Config{Client: dial(t, chain.URL())})
	mined := mustSend(t, m, pay("indexed"))

	const busy = `{"jsonrpc":"2.0","id":%s,"error":{"code":-32000,"message":"transaction indexing is in progress"}}`
	var asked atomic.Int32
	id := regexp.MustCompile(`"id":(\d+)`)
	p.edit(func(answer []byte) []byte {
		if asked.Add(1) <= 3 {
			return fmt.Appendf(nil, busy, id.FindSubmatch(answer)[1])
		}
		return answer
	})
	r, err := client.TransactionReceipt(bounded(t), mined.Hash)
	if err != nil || r.BlockHash != mined.BlockHash {
		t.Errorf("got %v, %v; want the receipt of block %s", r, err, mined.BlockHash)
	}
	if n := asked.Load(); n != 4 {
		t.Errorf("asked %d times, want 4", n)
	}

	ctx, cancel := context.WithCancel(bounded(t))
	p.edit(func(answer []byte) []byte { // for ever
		if asked.Add(1) == 7 {
			cancel()
		}
		return fmt.Appendf(nil, busy, id.FindSubmatch(answer)[1])
	})
	if _, err := client.TransactionReceipt(ctx, mined.Hash); !errors.Is(err, transactions.ErrBusy) || !strings.Contains(err.Error(), "try again in a minute") {
		t.Errorf("the node never ends, and the answer is %v", err)
	}
}

func TestTransactionsOutliveFaultsOfTheEndpoint(t *testing.T) { // THREATS 4, RPC outage or lies
	for name, fault := range map[string]func(*proxy){
		"out of order": func(p *proxy) { p.fail(status(http.StatusServiceUnavailable)) },
		"garbage":      func(p *proxy) { p.fail(replyText("[]")) },
		"leads elsewhere": func(p *proxy) {
			p.edit(func(body []byte) []byte { return bytes.ReplaceAll(body, []byte(`"0xb19f3"`), []byte(`"0x1"`)) })
		},
		"knows no receipts": func(p *proxy) {
			p.edit(func(body []byte) []byte {
				return regexp.MustCompile(`"result":\{"blockHash".*"transactionHash".*\}\}`).ReplaceAll(body, []byte(`"result":null}`))
			})
		},
		"receipts of other blocks": func(p *proxy) {
			p.edit(func(body []byte) []byte {
				return regexp.MustCompile(`"blockHash":"0x[0-9a-f]{8}`).ReplaceAll(body, []byte(`"blockHash":"0x00000000`))
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			chain := startChain(t, devchain.Config{})
			direct := dial(t, chain.URL())
			p := newProxy(t, chain.URL())
			client := dial(t, p.url)
			var heard waits
			m := open(t, transactions.Config{Client: client, Progress: heard.add})
			if err := chain.Hold(t.Context()); err != nil {
				t.Fatal(err)
			}
			sent := sending(t, m, pay("k"))
			pooled(t, direct, 1)
			fault(p)
			if err := chain.Release(t.Context()); err != nil {
				t.Fatal(err)
			}
			eventually(t, "the Manager to notice", func() bool {
				return heard.said("k", "the chain to answer") || heard.said("k", "proof") || heard.said("k", "agree with itself")
			})
			if len(sent) > 0 {
				t.Fatalf("decided on bad answers: %v", <-sent)
			}
			p.heal()
			if r := <-sent; r.err != nil {
				t.Fatal(r.err)
			}
			paid(t, direct, "k")
		})
	}
}

// pooledThere is the answer to how many transactions the account has, with those that wait, in that to a look.
var pooledThere = regexp.MustCompile(`("result":")0x[0-9a-f]+("\},\{"jsonrpc":"2.0","id":\d+,"result":"0x[0-9a-f]+"\}\])$`)

// A node that says that transactions of the account wait which nobody here has signed is believed once it has said so for some time, and
// never that there are many: for each that is not there an empty one would be paid.
func TestNoNonceIsLeftFreeForAWord(t *testing.T) { // THREATS 4, RPC lies; nonce gap
	for name, c := range map[string]struct {
		claim string
		lasts bool
	}{"for a moment": {"0x7", false}, "many": {"0x2bc", true}} {
		t.Run(name, func(t *testing.T) {
			chain := startChain(t, devchain.Config{})
			p := newProxy(t, chain.URL())
			client := dial(t, p.url)
			var w waits
			m := open(t, transactions.Config{Client: client, Progress: w.add})
			var lies atomic.Int64
			p.edit(func(answer []byte) []byte {
				edited := pooledThere.ReplaceAll(bytes.TrimSpace(answer), []byte("${1}"+c.claim+"${2}"))
				if bytes.Equal(edited, bytes.TrimSpace(answer)) || lies.Add(1) > 2 && !c.lasts { // the first is to prepare, the second to sign
					return answer
				}
				return edited
			})
			sent := sending(t, m, pay("one"))
			if c.lasts {
				eventually(t, "the claim to be told", func() bool { return w.said("one", "which may be wrong") })
				eventually(t, "some more looks", func() bool { return lies.Load() > 9 })
				if len(sent) > 0 {
					t.Errorf("it was sent: %+v", <-sent)
				}
				p.heal()
			}
			if r := sealing(t, chain, sent); r.err != nil || r.outcome.Nonce != 0 {
				t.Errorf("%+v, %v: want nonce 0", r.outcome, r.err)
			}
			if n, err := client.NonceAt(t.Context(), m.Account(), nil); err != nil || n != 1 || lies.Load() < 2 {
				t.Errorf("after %d lies %d nonces are used, %v", lies.Load(), n, err)
			}
		})
	}
}

// One that says so for good stops nothing, of many or of few: it held every settlement beyond its date.
func TestStrangersForGoodStopNothing(t *testing.T) { // THREATS 4, RPC lies; nonce gap
	for claim, first := range map[string]uint64{"0x2bc": 0, "0x42": 0, "0x3": 3} { // few are believed at first, and filled later
		t.Run(claim, func(t *testing.T) {
			chain := startChain(t, devchain.Config{})
			p := newProxy(t, chain.URL())
			client := dial(t, p.url)
			m := open(t, transactions.Config{Client: client})
			p.edit(func(answer []byte) []byte {
				return pooledThere.ReplaceAll(bytes.TrimSpace(answer), []byte("${1}"+claim+"${2}"))
			})
			keys := []string{"one", "two", "three", "four", "five"}
			for n, key := range keys {
				if r := sealing(t, chain, sending(t, m, pay(key))); r.err != nil || r.outcome.Nonce != first+uint64(n) {
					t.Fatalf("%+v, %v: want nonce %d", r.outcome, r.err, first+uint64(n))
				}
			}
			paid(t, client, keys...)
		})
	}
}
