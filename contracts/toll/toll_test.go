package toll_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/toll"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
)

const gwei = 1_000_000_000

// chain is one whose price of gas a test moves.
type chain struct {
	mu    sync.Mutex
	base  int64 // gwei
	away  error
	lags  time.Duration // behind the clock
	asked atomic.Int64
	slow  time.Duration
}

// tip is what is paid beside the base fee, in gwei.
const tip = 1

func (c *chain) price(ctx context.Context) (transactions.GasPrice, error) {
	c.asked.Add(1)
	select {
	case <-time.After(c.slow):
	case <-ctx.Done():
		return transactions.GasPrice{}, context.Cause(ctx)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return transactions.GasPrice{Now: big.NewInt((c.base + tip) * gwei), Of: time.Now().Add(-c.lags)}, c.away
}

func (c *chain) set(edit func(c *chain)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	edit(c)
}

func rate(t *testing.T, text string, decimals int) toll.Rate {
	t.Helper()
	r, err := toll.ParseRate(text, decimals)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// H20: what is asked follows the chain's price, with room for it to rise; in tokens of any decimals, rounded up.
func TestPerDeal(t *testing.T) {
	for _, c := range []struct {
		base     int64 // gwei
		gas      uint64
		rate     string
		decimals int
		ask, now string
	}{
		{10, 100_000, "3000", 18, "6600000000000000000", "3300000000000000000"}, // twice 11 gwei, and 11, of 3000 tokens
		{20, 100_000, "3000", 18, "12600000000000000000", "6300000000000000000"},
		{10, 100_000, "3000", 6, "6600000", "3300000"},
		{10, 100_000, "3000", 0, "7", "4"},
		{10, 100_000, "1500.5", 6, "3301100", "1650550"},
		{10, 100_000, "0.04", 8, "8800", "4400"},
		{10, 100_000, "0.000000000000000001", 18, "1", "1"},
		{0, 100_000, "3000", 6, "600000", "300000"},
		{10, 0, "3000", 6, fmt.Sprint(22 * 3 * toll.DealGas), fmt.Sprint(11 * 3 * toll.DealGas)},
	} {
		g := &toll.Gauge{Price: (&chain{base: c.base}).price, Rate: rate(t, c.rate, c.decimals), Gas: c.gas}
		ask, now, err := g.PerDeal(t.Context())
		if err != nil || ask.String() != c.ask || now.String() != c.now {
			t.Errorf("%+v: asks %s, now %s, %v", c, ask, now, err)
		}
	}
}

func TestRates(t *testing.T) {
	for _, text := range []string{"", "0", "0.0", "-1", "+1", "1e9", "1/3", "0x10", ".5", "5.", "1,5", "NaN", "Inf", " 1", "1_000", strings.Repeat("9", 19), "0." + strings.Repeat("0", 18) + "1"} {
		if _, err := toll.ParseRate(text, 18); !errors.Is(err, toll.ErrRate) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := toll.ParseRate("1", 78); !errors.Is(err, toll.ErrRate) {
		t.Error(err)
	}
	if _, err := (toll.Rate{}).Of(big.NewInt(1)); !errors.Is(err, toll.ErrRate) {
		t.Errorf("no rate: %v", err)
	}
	most := rate(t, strings.Repeat("9", 18), 77)
	if _, err := most.Of(new(big.Int).Lsh(big.NewInt(1), 128)); err == nil {
		t.Error("more than any amount was taken")
	}
	g := &toll.Gauge{Price: (&chain{base: 1 << 32}).price, Rate: most, Gas: 1 << 62}
	if _, _, err := g.PerDeal(t.Context()); err == nil {
		t.Error("more than any amount is asked")
	}
}

// FuzzRate: what is taken as a rate is above nothing, and prices more wei no lower.
func FuzzRate(f *testing.F) {
	f.Add("3000", 18, uint64(1))
	f.Add("0.000000000000000001", 0, uint64(1<<63))
	f.Add("999999999999999999.9", 77, uint64(5))
	f.Fuzz(func(t *testing.T, text string, decimals int, wei uint64) {
		r, err := toll.ParseRate(text, decimals)
		if err != nil {
			return
		}
		one, err := r.Of(new(big.Int).SetUint64(wei))
		twice, failed := r.Of(new(big.Int).Lsh(new(big.Int).SetUint64(wei), 1))
		if err != nil || failed != nil { // more than any amount
			return
		}
		if sum, err := one.Add(one); one.IsZero() != (wei == 0) || twice.Cmp(one) < 0 || err == nil && twice.Cmp(sum) > 0 {
			t.Errorf("%q with %d decimals: %s of %d wei, %s of twice as much", text, decimals, one, wei, twice)
		}
	})
}

// One question serves all who ask at once, and for a while.
func TestQuestionsAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &chain{base: 10, slow: time.Second}
		g := &toll.Gauge{Price: c.price, Rate: rate(t, "1", 18)}
		all := func() {
			var asking sync.WaitGroup
			for range 50 {
				asking.Go(func() {
					if _, _, err := g.PerDeal(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			asking.Wait()
		}
		all()
		all()
		if n := c.asked.Load(); n != 1 {
			t.Errorf("the chain was asked %d times", n)
		}
		time.Sleep(3 * time.Second)
		before, _, _ := g.PerDeal(t.Context())
		c.set(func(c *chain) { c.base = 20 })
		time.Sleep(3 * time.Second)
		if after, _, err := g.PerDeal(t.Context()); err != nil || after.Cmp(before) <= 0 || c.asked.Load() != 3 {
			t.Errorf("%s became %s, %v, after %d questions", before, after, err, c.asked.Load())
		}
	})
}

// Who gives up does not spoil it for who waits, and a chain that is away does not hold up one after the other.
func TestWhoLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &chain{base: 10, slow: 5 * time.Second}
		g := &toll.Gauge{Price: c.price, Rate: rate(t, "1", 18)}
		leaving, leave := context.WithTimeout(t.Context(), time.Second)
		defer leave()
		var asking sync.WaitGroup
		asking.Go(func() {
			if _, _, err := g.PerDeal(leaving); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("who left: %v", err)
			}
		})
		synctest.Wait()
		asking.Go(func() {
			if _, _, err := g.PerDeal(t.Context()); err != nil {
				t.Errorf("who waited: %v", err)
			}
		})
		asking.Wait()
		time.Sleep(time.Hour)
		c.set(func(c *chain) { c.away = errors.New("connection refused") })
		begun := time.Now()
		for range 20 {
			asking.Go(func() {
				if _, _, err := g.PerDeal(t.Context()); err == nil || !strings.Contains(err.Error(), "connection refused") {
					t.Errorf("a price of an hour ago: %v", err)
				}
			})
		}
		asking.Wait()
		if took := time.Since(begun); took != 5*time.Second {
			t.Errorf("twenty waited for %s", took)
		}
	})
}

// What is stale is nobody's price: neither what was last heard of a chain that is away, nor a block that is old itself.
func TestStale(t *testing.T) { // H20
	synctest.Test(t, func(t *testing.T) {
		c := &chain{base: 10}
		g := &toll.Gauge{Price: c.price, Rate: rate(t, "1", 18)}
		ask := func() (messages.Amount, error) {
			a, _, err := g.PerDeal(t.Context())
			return a, err
		}
		first, err := ask()
		if err != nil {
			t.Fatal(err)
		}
		c.set(func(c *chain) { c.away, c.base = errors.New("connection refused"), 99 })
		time.Sleep(2 * time.Minute)
		if last, err := ask(); err != nil || last != first {
			t.Errorf("two minutes after the last word: %s, %v", last, err)
		}
		time.Sleep(time.Second) // within which nobody is asked again
		if last, err := ask(); err == nil || !strings.Contains(err.Error(), "2m1s old: connection refused") {
			t.Errorf("%s, %v", last, err)
		}
		c.set(func(c *chain) { c.away, c.lags = nil, 2*time.Minute })
		time.Sleep(3 * time.Second)
		if again, err := ask(); err != nil || again.Cmp(first) <= 0 {
			t.Errorf("%s, %v", again, err)
		}
		c.set(func(c *chain) { c.lags = 2*time.Minute + time.Second })
		time.Sleep(4 * time.Second)
		if last, err := ask(); err == nil || !strings.Contains(err.Error(), "the endpoint tells of is 2m1s old: it lags behind") {
			t.Errorf("%s, %v", last, err)
		}
	})
}

// A real chain is asked for what a transaction would offer it; one that asks more than may be paid gives no price.
func TestOnChain(t *testing.T) {
	c, err := devchain.Start(t.Context(), devchain.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	client, err := transactions.Dial(t.Context(), c.URL(), c.ChainID())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	open := func(most *big.Int, n int) *transactions.Manager {
		m, err := transactions.Open(t.Context(), transactions.Config{Client: client, Key: devchain.Account(n), Store: new(transactions.Memory), MaxFee: most, MinTip: big.NewInt(gwei)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(m.Close)
		return m
	}
	m := open(nil, 0)
	to := devchain.Address(1)
	sent, err := m.Send(t.Context(), transactions.Call{Key: "one", To: &to, Value: big.NewInt(1), Gas: 21_000})
	if err != nil {
		t.Fatal(err)
	}
	p, err := m.GasPrice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	head, err := client.HeaderByNumber(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if p.Now.Cmp(big.NewInt(gwei)) < 0 || p.Of.Before(transactions.Time(head.Time).Add(-time.Minute)) || sent.GasUsed != 21_000 {
		t.Errorf("%+v after a head with the base fee %v", p, head.BaseFee)
	}
	if _, err := open(big.NewInt(gwei), 1).GasPrice(t.Context()); head.BaseFee.Sign() > 0 && !errors.Is(err, transactions.ErrFees) {
		t.Errorf("at most a gwei: %v", err)
	}
	g := &toll.Gauge{Price: m.GasPrice, Rate: rate(t, "3000", 6)}
	ask, now, err := g.PerDeal(t.Context())
	if err != nil || now.IsZero() || ask.Cmp(now) < 0 {
		t.Errorf("%s, %s, %v", ask, now, err)
	}
}
