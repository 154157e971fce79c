// Package market describes a network of farmers and requesters: where to join it and which contract it pays through.
package market

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/regular"
	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/services/deals"
)

// File is where a market is described, in the folder that the parties of a machine share.
const File = "market.json"

// Market is one network.
type Market struct {
	// Bootstrap are addresses of peers through which the network is joined.
	Bootstrap []string `json:"bootstrap"`
	// Local: everything is on one machine or in one house.
	Local bool `json:"local,omitempty"`
	// Chain is what is paid through. Nil: work is free here.
	Chain *Chain `json:"chain,omitempty"`
	// Faucet gives play money to whoever asks. Empty: there is none.
	Faucet string `json:"faucet,omitempty"`
}

// Chain is a contract on a chain.
type Chain struct {
	// RPC is the address of a JSON-RPC endpoint, or of several with commas between: then a majority must agree.
	RPC      string        `json:"rpc"`
	ID       uint64        `json:"id"`
	Contract deals.Address `json:"contract"`
	Token    deals.Address `json:"token"`
	// Panel judges what is disputed. Zero: nobody does. Its list and its rules are those that it was deployed with, on the chain.
	Panel    deals.Address `json:"panel,omitzero"`
	Symbol   string        `json:"symbol"`
	Decimals int           `json:"decimals"`
	// Depth is how many blocks must stand on what is relied on.
	Depth uint64 `json:"depth"`
	// Play says that the money is worth nothing.
	Play bool `json:"play,omitempty"`
	// MaxFee is the most that this side pays a gas, in wei: no description says it. Nil: as package party has it.
	MaxFee *big.Int `json:"-"`
}

// Where is RPC as it may be shown and logged: hosts, without the keys that providers put into the rest.
func (c *Chain) Where() string { return quorum.Names(c.RPC) }

// Judged reports whether somebody judges what is disputed.
func (m *Market) Judged() bool { return m.Chain != nil && m.Chain.Panel != deals.Address{} }

// maxFile bounds a description, in bytes.
const maxFile = 64 << 10

// ErrNone is returned where no market is described.
var ErrNone = errors.New("there is no market file")

// Read reads a description and checks all of it. Unknown fields are errors. Every error names the file.
func Read(path string) (*Market, error) {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	f, err := regular.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w %s", ErrNone, path)
	}
	if err != nil {
		return nil, fmt.Errorf("the market file cannot be read: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("the market file cannot be read: %w", err)
	}
	m, err := parse(b)
	if err == nil {
		err = m.validate()
	}
	if err != nil {
		return nil, fmt.Errorf("the market file %s is not sound: %w", path, err)
	}
	return m, nil
}

// Check checks what can be checked without asking anybody, as Read does.
func (m *Market) Check() error { return m.validate() }

// Write writes a description so that a reader sees all of it or none.
func (m *Market) Write(path string) error {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".market-*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(append(b, '\n'))
	if err := errors.Join(err, temporary.Close()); err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return os.Rename(temporary.Name(), path)
}

// Grant asks the faucet for play money.
func (m *Market) Grant(ctx context.Context, account deals.Address) error {
	if m.Faucet == "" {
		return errors.New("this market has no faucet")
	}
	target, err := url.JoinPath(m.Faucet, "grant", account.String())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("the faucet does not answer: %w", err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxFile))
	if err != nil || response.StatusCode != http.StatusOK {
		return fmt.Errorf("the faucet answers %s: %s", response.Status, bytes.TrimSpace(body))
	}
	return nil
}
