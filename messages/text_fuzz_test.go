package messages_test

import (
	"errors"
	"math/big"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest/vectors/script"
)

var (
	amountText = regexp.MustCompile(`^(0|[1-9][0-9]*)$`)
	unitsText  = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
	most       = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))
)

// FuzzAmount: an amount is read exactly if it is one of the naive kind, and has one way to be written; a number of units is
// the rational that it says.
func FuzzAmount(f *testing.F) {
	f.Add("0", uint8(0))
	f.Add("1.5", uint8(18))
	f.Add(most.String(), uint8(0))
	f.Add("00018446744073709551616.000", uint8(6))
	f.Add("-1", uint8(2))
	f.Fuzz(func(t *testing.T, s string, decimals uint8) {
		decimals %= 37 // as a market file may say
		naive, ok := new(big.Int).SetString(s, 10)
		ok = ok && amountText.MatchString(s) && naive.Cmp(most) <= 0
		a, err := messages.ParseAmount(s)
		switch {
		case ok != (err == nil):
			t.Fatalf("%q: %v", s, err)
		case err != nil && !errors.Is(err, messages.ErrAmount):
			t.Fatalf("%q: %v is not typed", s, err)
		case err == nil && (a.String() != s || a.Big().Cmp(naive) != 0):
			t.Fatalf("%q was read as %s", s, a)
		}
		units, err := messages.ParseUnits(s, int(decimals))
		if err != nil {
			if !errors.Is(err, messages.ErrAmount) {
				t.Fatalf("%q: %v is not typed", s, err)
			}
			return
		}
		exact, ok := new(big.Rat).SetString(s)
		scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil))
		if !ok || !unitsText.MatchString(s) || exact.Mul(exact, scale).Cmp(new(big.Rat).SetInt(units.Big())) != 0 {
			t.Fatalf("%q with %d decimals was read as %s", s, decimals, units)
		}
		if again, err := messages.ParseUnits(messages.FormatUnits(units, int(decimals)), int(decimals)); err != nil || again.Cmp(units) != 0 {
			t.Fatalf("%s is written %s, which is read as %s, %v", units, messages.FormatUnits(units, int(decimals)), again, err)
		}
	})
}

// FuzzKey: what is read as a key or an ID is written the same again, but for its letters' case; as bytes and as text a key
// is one or is none.
func FuzzKey(f *testing.F) {
	f.Add(script.Peer("farmer").String())
	f.Add(strings.ToUpper(script.Peer("requester").String()))
	f.Add(strings.Repeat("0", 64))
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := messages.ParseID(s)
		if err == nil && id.String() != strings.ToLower(s) {
			t.Fatalf("%q was read as %s", s, id)
		}
		k, keyErr := messages.ParseKey(s)
		if keyErr == nil && (err != nil || k.String() != strings.ToLower(s) || k.IsZero()) {
			t.Fatalf("%q was read as the key %s", s, k)
		}
		if err == nil {
			if _, bytesErr := messages.KeyOf(id[:]); (bytesErr == nil) != (keyErr == nil) || bytesErr != nil && !errors.Is(keyErr, messages.ErrKey) {
				t.Fatalf("%q: as bytes %v, as text %v", s, bytesErr, keyErr)
			}
		}
	})
}

// FuzzPrintable: nothing of what is left steers a terminal; who sees it need not ask twice.
func FuzzPrintable(f *testing.F) {
	f.Add("hello, world")
	f.Add("\x1b[2J\u202egnp.exe\r\n\u2066\u0085\x9b")
	f.Fuzz(func(t *testing.T, s string) {
		p := messages.Printable(s)
		if p != messages.Printable(p) || utf8.ValidString(s) && len(p) > len(s) {
			t.Fatalf("%q became %q", s, p)
		}
		for _, r := range p {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("%q became %q, with %U", s, p, r)
			}
		}
	})
}
