package messages

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// Amount is a non-negative integer in an asset's smallest unit, at most 2^256-1. The zero Amount is 0. It is immutable.
type Amount struct {
	n uint64
	i *big.Int // nil where n holds it all, so that most amounts cost no allocation
}

// ErrAmount is wrapped by what is wrong with an amount.
var ErrAmount = errors.New("not an amount")

// maxDigits holds 2^256-1.
const maxDigits = 78

// ParseAmount reads the form amounts have on the wire: decimal digits, no sign, no leading zero.
func ParseAmount(s string) (Amount, error) {
	if s == "" || len(s) > maxDigits || s[0] == '0' && len(s) > 1 {
		return Amount{}, fmt.Errorf("%w: %.90q: want 1 to %d digits without leading zeros", ErrAmount, s, maxDigits)
	}
	var n uint64 // wraps if there are more than 19 digits, and is not used then
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return Amount{}, fmt.Errorf("%w: %.90q: only digits", ErrAmount, s)
		}
		n = 10*n + uint64(c-'0')
	}
	if len(s) <= 19 {
		return AmountOfUint64(n), nil
	}
	i, _ := new(big.Int).SetString(s, 10)
	return amountOf(i)
}

// AmountOf converts a big integer, which is copied.
func AmountOf(i *big.Int) (Amount, error) { return amountOf(new(big.Int).Set(i)) }

// AmountOfUint64 converts n.
func AmountOfUint64(n uint64) Amount { return Amount{n: n} }

func amountOf(i *big.Int) (Amount, error) {
	if i.Sign() < 0 || i.BitLen() > 256 {
		return Amount{}, fmt.Errorf("%w: a number of sign %d and %d bits is outside 0 to 2^256-1", ErrAmount, i.Sign(), i.BitLen())
	}
	if i.IsUint64() {
		return Amount{n: i.Uint64()}, nil
	}
	return Amount{i: i}, nil
}

func (a Amount) String() string {
	if a.i == nil {
		return strconv.FormatUint(a.n, 10)
	}
	return a.i.String()
}

// Big returns a copy.
func (a Amount) Big() *big.Int { return new(big.Int).Set(a.int()) }

// IsZero reports whether a is 0.
func (a Amount) IsZero() bool { return a.i == nil && a.n == 0 }

// Cmp is -1, 0 or +1 as a is less than, equal to or more than b.
func (a Amount) Cmp(b Amount) int {
	if a.i == nil && b.i == nil {
		return cmp.Compare(a.n, b.n)
	}
	return a.int().Cmp(b.int())
}

// Add returns a+b.
func (a Amount) Add(b Amount) (Amount, error) { return amountOf(new(big.Int).Add(a.int(), b.int())) }

// Sub returns a-b, or an error if b is more than a.
func (a Amount) Sub(b Amount) (Amount, error) { return amountOf(new(big.Int).Sub(a.int(), b.int())) }

// Times returns a*n.
func (a Amount) Times(n uint64) (Amount, error) {
	if high, low := bits.Mul64(a.n, n); a.i == nil && high == 0 {
		return Amount{n: low}, nil
	}
	return amountOf(new(big.Int).Mul(a.int(), new(big.Int).SetUint64(n)))
}

// Min returns the smaller.
func (a Amount) Min(b Amount) Amount {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

func (a Amount) int() *big.Int {
	if a.i == nil {
		return new(big.Int).SetUint64(a.n)
	}
	return a.i
}

// Split divides a among shares in proportion, by largest remainder (ties to the earlier share). The parts sum to a
// exactly; a share of 0 gets nothing. If all shares are 0 nothing can be divided and an error says so.
func (a Amount) Split(shares []uint64) ([]Amount, error) {
	total := new(big.Int)
	for _, s := range shares {
		total.Add(total, new(big.Int).SetUint64(s))
	}
	if total.Sign() == 0 {
		return nil, fmt.Errorf("%w: nothing was delivered, so %s cannot be split by share", ErrAmount, a)
	}
	parts, rests := make([]*big.Int, len(shares)), make([]*big.Int, len(shares))
	left := a.Big()
	for i, s := range shares {
		product := new(big.Int).Mul(a.int(), new(big.Int).SetUint64(s))
		parts[i], rests[i] = new(big.Int).QuoRem(product, total, new(big.Int))
		left.Sub(left, parts[i])
	}
	for ; left.Sign() > 0; left.Sub(left, big.NewInt(1)) {
		largest := 0
		for i := range rests {
			if rests[i].Cmp(rests[largest]) > 0 {
				largest = i
			}
		}
		parts[largest].Add(parts[largest], big.NewInt(1))
		rests[largest].SetInt64(-1)
	}
	amounts := make([]Amount, len(parts))
	for i, p := range parts {
		amounts[i], _ = amountOf(p) // at most a
	}
	return amounts, nil
}

// Decimals of units that people write amounts in.
const (
	DecimalsEther    = 18 // ether to wei
	DecimalsGigabyte = 9  // GB to bytes
)

// ParseUnits reads a number as people write it ("1.5") of a unit that has so many decimals, exactly: more digits after
// the point than the unit has are refused, never rounded.
func ParseUnits(s string, decimals int) (Amount, error) {
	whole, fraction, point := strings.Cut(s, ".")
	if whole == "" || point && fraction == "" || len(fraction) > decimals {
		return Amount{}, fmt.Errorf("%w: %.90q: want a number with at most %d digits after the point", ErrAmount, s, decimals)
	}
	digits := strings.TrimLeft(whole+fraction+strings.Repeat("0", decimals-len(fraction)), "0")
	if digits == "" {
		digits = "0"
	}
	a, err := ParseAmount(digits)
	if err != nil {
		return Amount{}, fmt.Errorf("%w: %.90q", ErrAmount, s)
	}
	return a, nil
}

// FormatUnits is the inverse of ParseUnits, without trailing zeros: 1500000000000000000 at 18 decimals is "1.5".
func FormatUnits(a Amount, decimals int) string {
	digits := a.String()
	if decimals <= 0 {
		return digits
	}
	if len(digits) <= decimals {
		digits = strings.Repeat("0", decimals-len(digits)+1) + digits
	}
	whole, fraction := digits[:len(digits)-decimals], strings.TrimRight(digits[len(digits)-decimals:], "0")
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}
