package escrow

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/internal/logs"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// Contract is one deployed Parley contract, seen by one account. Its methods may be called concurrently.
type Contract struct {
	client  *transactions.Client
	manager *transactions.Manager
	address common.Address
	token   common.Address
	window  time.Duration
	parley  *bindings.Parley
	money   *bindings.PlayMoney

	depositing chan struct{} // holds a token while somebody deposits: an allowance is for one deposit at a time

	born logs.Birth
}

// ErrNotParley is returned when the code at an address is not that of the contract.
var ErrNotParley = errors.New("escrow: not the Parley contract")

// ErrReadOnly is returned by what sends on a Contract that was bound without a Manager.
var ErrReadOnly = errors.New("escrow: no account to send from")

// Bind connects to the contract at address and refuses any other code there. The manager sends; without one the Contract
// only reads. The errors are ErrNotParley and those of package transactions.
func Bind(ctx context.Context, client *transactions.Client, manager *transactions.Manager, address common.Address) (*Contract, error) {
	c := &Contract{client: client, manager: manager, address: address, parley: bindings.NewParley(), money: bindings.NewPlayMoney(), depositing: make(chan struct{}, 1)}
	code, err := client.CodeAt(ctx, address, nil)
	if err != nil {
		return nil, fmt.Errorf("escrow: code at %s: %w", address, client.Explain(err))
	}
	if len(code) == 0 {
		return nil, fmt.Errorf("%w: there is no contract at %s on chain %v; check the address and the chain", ErrNotParley, address, client.ID())
	}
	if err := c.readImmutables(ctx); err != nil {
		return nil, err
	}
	want, err := runtimeCode(client.ID(), address, c.token, c.window)
	if err != nil {
		return nil, fmt.Errorf("escrow: expected code: %w", err)
	}
	if crypto.Keccak256Hash(code) != crypto.Keccak256Hash(want) {
		return nil, fmt.Errorf("%w: the code at %s is another (or another version's); check the address, or use the program that it was deployed with", ErrNotParley, address)
	}
	return c, nil
}

// readImmutables asks the contract for what it was constructed with. What it says is proven by its code afterwards.
func (c *Contract) readImmutables(ctx context.Context) error {
	token, err := read(ctx, c, c.parley.PackToken(), c.parley.UnpackToken)
	if err != nil {
		return c.notParley(err)
	}
	window, err := read(ctx, c, c.parley.PackMinimumWindow(), c.parley.UnpackMinimumWindow)
	if err != nil {
		return c.notParley(err)
	}
	c.token, c.window = token, time.Duration(window)*time.Second
	return nil
}

func (c *Contract) notParley(err error) error {
	if _, ok := errors.AsType[*transactions.ChainError](err); ok || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("escrow: read %s: %w", c.address, err)
	}
	return fmt.Errorf("%w: %s does not answer like one (%w); check the address", ErrNotParley, c.address, err)
}

// read calls a view and unpacks its answer.
func read[T any](ctx context.Context, c *Contract, call []byte, unpack func([]byte) (T, error)) (T, error) {
	return readAt(ctx, c, c.address, call, 1, unpack)
}

func readAt[T any](ctx context.Context, c *Contract, to common.Address, call []byte, depth uint64, unpack func([]byte) (T, error)) (T, error) {
	var zero T
	answer, err := c.client.Read(ctx, to, call, depth, Explain)
	if err != nil {
		return zero, refusal(err)
	}
	return unpacked(to, answer, unpack)
}

func unpacked[T any](from common.Address, answer []byte, unpack func([]byte) (T, error)) (T, error) {
	value, err := unpack(answer)
	if err != nil {
		var zero T
		return zero, fmt.Errorf("escrow: %s answered %d bytes that are not what was asked for: %w", from, len(answer), err)
	}
	return value, nil
}

// Address is where the contract is.
func (c *Contract) Address() common.Address { return c.address }

// Token is the only token that it holds.
func (c *Contract) Token() common.Address { return c.token }

// MinimumWindow is the shortest window of any deal in it.
func (c *Contract) MinimumWindow() time.Duration { return c.window }

// Domain is what its signatures are bound to.
func (c *Contract) Domain() eip712.Domain {
	return eip712.Domain{ChainID: c.client.ID(), Contract: c.address}
}

// ID returns the id of a deal in this contract, which is also what both sides sign. The error names an amount that is
// out of range.
func (c *Contract) ID(d eip712.Deal) ([32]byte, error) { return c.Domain().Digest(d) }

// Now is chain time: that of the newest block, to which deadlines are compared.
func (c *Contract) Now(ctx context.Context) (time.Time, error) {
	head, err := c.client.HeaderByNumber(ctx, nil)
	if err != nil {
		return time.Time{}, fmt.Errorf("escrow: chain time: %w", c.client.Explain(err))
	}
	return transactions.Time(head.Time), nil
}

// orZero spares callers to spell out amounts of zero.
func orZero(x *big.Int) *big.Int {
	if x == nil {
		return new(big.Int)
	}
	return x
}
