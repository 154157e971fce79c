package messages_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/messages"
	"pgregory.net/rapid"
)

func amount(t testing.TB, s string) messages.Amount {
	t.Helper()
	a, err := messages.ParseAmount(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

const largest = "115792089237316195423570985008687907853269984665640564039457584007913129639935" // 2^256-1

// S-1.5-1, A31: an amount is exact whatever its size, and has one spelling.
func TestAmounts(t *testing.T) {
	for _, s := range []string{"0", "1", "9999999999999999999", "10000000000000000000", "18446744073709551615", "18446744073709551616",
		"1000000000000000000000000000000", largest} {
		if got := amount(t, s).String(); got != s {
			t.Errorf("%s became %s", s, got)
		}
	}
	for _, s := range []string{"", "00", "01", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "１", "1_000", strings.Repeat("9", 78), strings.Repeat("1", 79),
		"115792089237316195423570985008687907853269984665640564039457584007913129639936"} {
		if a, err := messages.ParseAmount(s); !errors.Is(err, messages.ErrAmount) {
			t.Errorf("%q is %s, %v", s, a, err)
		}
	}
}

// A31: sums and products outside the range are errors, not other numbers.
func TestAmountRange(t *testing.T) {
	one, most := messages.AmountOfUint64(1), amount(t, largest)
	if _, err := most.Add(one); !errors.Is(err, messages.ErrAmount) {
		t.Errorf("2^256-1 + 1: %v", err)
	}
	if _, err := most.Times(2); !errors.Is(err, messages.ErrAmount) {
		t.Errorf("(2^256-1) * 2: %v", err)
	}
	if _, err := one.Sub(most); !errors.Is(err, messages.ErrAmount) || strings.Contains(err.Error(), "000000000") {
		t.Errorf("1 - (2^256-1): %v", err)
	}
	if _, err := messages.AmountOf(big.NewInt(-1)); !errors.Is(err, messages.ErrAmount) {
		t.Errorf("-1: %v", err)
	}
	var zero messages.Amount
	if !zero.IsZero() || zero.String() != "0" || zero.Cmp(one) >= 0 || zero.Min(one).Cmp(zero) != 0 {
		t.Error("the zero Amount is not 0")
	}
	b := one.Big()
	b.SetInt64(7)
	if one.String() != "1" {
		t.Error("an Amount can be changed through Big")
	}
}

// A39: bytes and gigabytes, ether and wei, without a float.
func TestUnits(t *testing.T) {
	for _, c := range []struct {
		text     string
		decimals int
		smallest string
		back     string
	}{
		{"1", messages.DecimalsGigabyte, "1000000000", "1"},
		{"0.000000001", messages.DecimalsGigabyte, "1", "0.000000001"},
		{"1.5", messages.DecimalsEther, "1500000000000000000", "1.5"},
		{"0.1", messages.DecimalsEther, "100000000000000000", "0.1"},
		{"0.3", messages.DecimalsEther, "300000000000000000", "0.3"},
		{"123456789.123456789123456789", messages.DecimalsEther, "123456789123456789123456789", "123456789.123456789123456789"},
		{"007.50", 2, "750", "7.5"},
		{"0", messages.DecimalsEther, "0", "0"},
		{"0.0", messages.DecimalsEther, "0", "0"},
		{"12", 0, "12", "12"},
	} {
		a, err := messages.ParseUnits(c.text, c.decimals)
		if err != nil || a.String() != c.smallest || messages.FormatUnits(a, c.decimals) != c.back {
			t.Errorf("%s of %d decimals is %s (%v) and back %s", c.text, c.decimals, a, err, messages.FormatUnits(a, c.decimals))
		}
	}
	for _, c := range []struct {
		text     string
		decimals int
	}{{"", 2}, {".", 2}, {".5", 2}, {"1.", 2}, {"1.234", 2}, {"1.2.3", 9}, {"-1", 2}, {"1e3", 2}, {"1,5", 2}, {"1", -1}, {" 1", 2}, {"0.0000000000000000001", 18},
		{largest, 18}} {
		if a, err := messages.ParseUnits(c.text, c.decimals); !errors.Is(err, messages.ErrAmount) {
			t.Errorf("%q of %d decimals is %s, %v", c.text, c.decimals, a, err)
		}
	}
}

// S-1.5-3, A42: what is paid is split by what was delivered, and the parts sum to the whole.
func TestSplit(t *testing.T) {
	for _, c := range []struct {
		whole  string
		shares []uint64
		want   []string
	}{
		{"100", []uint64{70, 30}, []string{"70", "30"}},
		{"1000000000000000000000000000000", []uint64{70, 30}, []string{"700000000000000000000000000000", "300000000000000000000000000000"}},
		{"100", []uint64{1, 1, 1}, []string{"34", "33", "33"}},
		{"100", []uint64{0, 1, 2}, []string{"0", "33", "67"}},
		{"1", []uint64{1, 1, 0}, []string{"1", "0", "0"}},
		{"0", []uint64{5, 5}, []string{"0", "0"}},
		{largest, []uint64{1 << 63, 1 << 63}, []string{"57896044618658097711785492504343953926634992332820282019728792003956564819968",
			"57896044618658097711785492504343953926634992332820282019728792003956564819967"}},
	} {
		parts, err := amount(t, c.whole).Split(c.shares)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range parts {
			got = append(got, p.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s by %v (-want +got):\n%s", c.whole, c.shares, diff)
		}
	}
	for _, shares := range [][]uint64{nil, {0}, {0, 0}} {
		if _, err := messages.AmountOfUint64(5).Split(shares); !errors.Is(err, messages.ErrAmount) {
			t.Errorf("split by %v: %v", shares, err)
		}
	}
}

// A42, A31: for any amount and shares the sum is exact, nobody without a share gets anything, and no part is off its
// proportion by a whole unit.
func TestSplitSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, "whole"))
		shares := rapid.SliceOfN(rapid.Uint64(), 1, 9).Draw(t, "shares")
		total := new(big.Int)
		for _, s := range shares {
			total.Add(total, new(big.Int).SetUint64(s))
		}
		a, err := messages.AmountOf(whole)
		if err != nil {
			t.Fatal(err)
		}
		parts, err := a.Split(shares)
		if (err != nil) != (total.Sign() == 0) {
			t.Fatalf("%v", err)
		}
		sum := new(big.Int)
		for i, p := range parts {
			sum.Add(sum, p.Big())
			off := new(big.Int).Mul(p.Big(), total)
			off.Sub(off, new(big.Int).Mul(whole, new(big.Int).SetUint64(shares[i])))
			if off.CmpAbs(total) >= 0 || shares[i] == 0 && !p.IsZero() {
				t.Fatalf("part %d of %s by %v is %s", i, whole, shares, p)
			}
		}
		if err == nil && sum.Cmp(whole) != 0 {
			t.Fatalf("%s by %v sums to %s", whole, shares, sum)
		}
	})
}
