package market

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"reflect"
	"strings"

	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// parse reads the bytes of a description.
func parse(b []byte) (*Market, error) {
	if len(b) > maxFile {
		return nil, fmt.Errorf("it is larger than %d bytes", maxFile)
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return nil, errors.New("it is empty")
	}
	m := new(Market)
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(m); err != nil {
		return nil, plain(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the description")
	}
	return m, nil
}

// plain says what is wrong with JSON without the names of Go's types.
func plain(err error) error {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		where := "it"
		if t.Field != "" {
			where = fmt.Sprintf("%q", t.Field)
		}
		return fmt.Errorf("%s is of the wrong kind (%s), want %s", where, t.Value, kind(t.Type))
	}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("it is not JSON, from byte %d on: %s", s.Offset, s)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it is cut off")
	}
	return errors.New(strings.TrimPrefix(err.Error(), "json: "))
}

func kind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "a list"
	case reflect.String, reflect.Array: // an account is written as text
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Uint64:
		return "a whole number that is not negative"
	case reflect.Int:
		return "a whole number"
	}
	return "an object in braces"
}

const (
	maxSymbol   = 16 // letters of the money's name
	maxDecimals = 36
	maxDepth    = 1 << 16
)

// validate checks what can be checked without asking anybody.
func (m *Market) validate() error {
	if len(m.Bootstrap) == 0 {
		return errors.New(`"bootstrap" names no peer through which the network is joined`)
	}
	inside := 0
	for _, addr := range m.Bootstrap {
		if _, _, err := libp2p.ParseAddr(addr); err != nil {
			return fmt.Errorf(`"bootstrap": %w`, err)
		}
		if private(addr) {
			inside++
		}
	}
	if !m.Local && inside == len(m.Bootstrap) {
		return errors.New(`every peer in "bootstrap" is on this machine or in this house, and "local": true is missing`)
	}
	if m.Faucet != "" {
		if err := web(m.Faucet); err != nil {
			return fmt.Errorf(`"faucet" %w`, err)
		}
	}
	if m.Chain == nil {
		return nil
	}
	if err := m.Chain.validate(); err != nil {
		return fmt.Errorf(`"chain": %w`, err)
	}
	return nil
}

func (c *Chain) validate() error {
	addresses := quorum.Split(c.RPC)
	if len(addresses) == 0 {
		addresses = []string{""}
	}
	for _, address := range addresses {
		if err := web(address); err != nil {
			return fmt.Errorf(`"rpc" %w`, err)
		}
	}
	switch {
	case c.ID == 0:
		return errors.New(`"id" is missing`)
	case c.Contract == deals.Address{}:
		return errors.New(`"contract" is missing`)
	case c.Token == deals.Address{}:
		return errors.New(`"token" is missing`)
	case c.Panel == c.Contract || c.Panel == c.Token:
		return errors.New(`"panel" is the contract or the token, want a contract of its own; leave it out where nobody judges`)
	case c.Symbol == "" || len(c.Symbol) > maxSymbol || messages.Printable(c.Symbol) != c.Symbol:
		return fmt.Errorf(`"symbol" is not the money's name, of at most %d letters`, maxSymbol)
	case c.Decimals < 0 || c.Decimals > maxDecimals:
		return fmt.Errorf(`"decimals" is %d, want 0 to %d`, c.Decimals, maxDecimals)
	case c.Depth > maxDepth:
		return fmt.Errorf(`"depth" is %d, want at most %d`, c.Depth, maxDepth)
	}
	return nil
}

// web checks the address of something that is asked over HTTP.
func web(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("is %q, want an address as http://127.0.0.1:8545", transactions.Redact(address))
	}
	return nil
}

// private reports whether a multiaddr is one that only this machine or its house can reach.
func private(addr string) bool {
	parts := strings.SplitN(addr, "/", 4)
	if len(parts) < 3 {
		return false
	}
	ip, err := netip.ParseAddr(parts[2])
	return err == nil && (ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast())
}
