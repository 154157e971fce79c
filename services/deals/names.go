package deals

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Account is a CAIP-10 account of an EVM chain: "eip155:1:0xab…".
type Account struct {
	Chain   uint64
	Address Address
}

// Asset is a CAIP-19 ERC-20 token: "eip155:1/erc20:0xab…".
type Asset struct {
	Chain uint64
	Token Address
}

func (a Account) String() string { return fmt.Sprintf("eip155:%d:%s", a.Chain, a.Address) }
func (a Asset) String() string   { return fmt.Sprintf("eip155:%d/erc20:%s", a.Chain, a.Token) }

// String is 0x and hex in lower case. Addresses are compared as bytes, so no checksum is written.
func (a Address) String() string { return string(hexText(a[:])) }

// String is 0x and hex.
func (h Hash) String() string { return string(hexText(h[:])) }

// MarshalText writes the address.
func (a Address) MarshalText() ([]byte, error) { return hexText(a[:]), nil }

// UnmarshalText reads an address.
func (a *Address) UnmarshalText(b []byte) error {
	parsed, err := ParseAddress(string(b))
	*a = parsed
	return err
}

// MarshalText writes the hash.
func (h Hash) MarshalText() ([]byte, error) { return hexText(h[:]), nil }

func hexText(b []byte) []byte {
	return hex.AppendEncode(append(make([]byte, 0, 2+2*len(b)), "0x"...), b)
}

// UnmarshalText reads a hash.
func (h *Hash) UnmarshalText(b []byte) error { return parseHex(h[:], string(b)) }

// ParseAddress reads 0x and 40 hex digits of either case.
func ParseAddress(s string) (a Address, err error) { return a, parseHex(a[:], s) }

func parseHex(dst []byte, s string) error {
	digits, ok := strings.CutPrefix(s, "0x")
	if !ok || len(digits) != 2*len(dst) {
		return fmt.Errorf("%.90q is not 0x and %d hex digits", s, 2*len(dst))
	}
	if _, err := hex.Decode(dst, []byte(digits)); err != nil {
		return fmt.Errorf("%.90q: %w", s, err)
	}
	return nil
}

// ParseAccount reads a CAIP-10 account of an EVM chain.
func ParseAccount(s string) (Account, error) {
	parts := strings.Split(s, ":")
	if len(parts) != 3 || parts[0] != "eip155" {
		return Account{}, fmt.Errorf("%.120q is not a CAIP-10 account of an EVM chain (eip155:CHAIN:0x…)", s)
	}
	chain, err := strconv.ParseUint(parts[1], 10, 64)
	if err != nil || strconv.FormatUint(chain, 10) != parts[1] {
		return Account{}, fmt.Errorf("%.120q: bad chain id", s)
	}
	address, err := ParseAddress(parts[2])
	return Account{chain, address}, err
}

// ParseAsset reads a CAIP-19 ERC-20 token.
func ParseAsset(s string) (Asset, error) {
	chain, token, ok := strings.Cut(s, "/erc20:")
	number, evm := strings.CutPrefix(chain, "eip155:")
	id, err := strconv.ParseUint(number, 10, 64)
	if !ok || !evm || err != nil || strconv.FormatUint(id, 10) != number {
		return Asset{}, fmt.Errorf("%.120q is not a CAIP-19 token (eip155:CHAIN/erc20:0x…)", s)
	}
	address, err := ParseAddress(token)
	return Asset{id, address}, err
}

// maxJSON bounds what is decoded, in bytes.
const maxJSON = 8 << 10

func decodeStrict(b []byte, v any) error {
	if len(b) > maxJSON {
		return fmt.Errorf("%d bytes, at most %d", len(b), maxJSON)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the object")
	}
	return nil
}
