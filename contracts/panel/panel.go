package panel

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/contracts/internal/logs"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// ErrNotPanel is returned when the code at an address is not that of a panel, or its stake's is not that of Stake.
var ErrNotPanel = errors.New("panel: not a Panel contract")

// ErrReadOnly is returned by what sends on a Panel that was bound without a Manager.
var ErrReadOnly = errors.New("panel: no account to send from")

// Panel is one deployed panel with the contract that its members' stake is in, seen by one account. Its methods may be called
// concurrently.
type Panel struct {
	client  *transactions.Client
	manager *transactions.Manager
	address common.Address
	stake   common.Address
	token   common.Address
	escrow  common.Address
	rules   Rules
	members []common.Address
	notice  time.Duration
	panel   *arbiters.Panel
	staking *arbiters.Stake
	money   *bindings.PlayMoney
	born    logs.Birth

	depositing chan struct{} // holds a token while somebody deposits: an allowance is for one deposit at a time
}

// Bind connects to the panel at address and refuses any other code there. The manager sends; without one the Panel only reads.
// The errors are ErrNotPanel and those of package transactions.
func Bind(ctx context.Context, client *transactions.Client, manager *transactions.Manager, address common.Address) (*Panel, error) {
	p := &Panel{client: client, manager: manager, address: address, panel: arbiters.NewPanel(), staking: arbiters.NewStake(),
		money: bindings.NewPlayMoney(), depositing: make(chan struct{}, 1)}
	if err := p.readConstants(ctx); err != nil {
		return nil, p.notPanel(err)
	}
	want, err := stakeCode(client.ID(), p.token, p.notice)
	if err == nil {
		err = p.compare(ctx, p.stake, want)
	}
	if err != nil {
		return nil, err
	}
	want, err = panelCode(client.ID(), p.stake, p.escrow, p.rules, p.members)
	if err != nil {
		return nil, fmt.Errorf("%w: no panel was ever constructed with what %s says (%w); check the address", ErrNotPanel, address, err)
	}
	return p, p.compare(ctx, address, want)
}

// readConstants asks the contracts for what they were constructed with. What they say is proven by their code afterwards.
func (p *Panel) readConstants(ctx context.Context) (err error) {
	if p.stake, err = read(ctx, p, p.address, p.panel.PackStake(), 1, p.panel.UnpackStake); err != nil {
		return err
	}
	if p.escrow, err = read(ctx, p, p.address, p.panel.PackEscrow(), 1, p.panel.UnpackEscrow); err != nil {
		return err
	}
	rules, err := read(ctx, p, p.address, p.panel.PackRules(), 1, p.panel.UnpackRules)
	if err != nil {
		return err
	}
	p.rules = unpackRules(rules)
	if p.members, err = read(ctx, p, p.address, p.panel.PackMembers(), 1, p.panel.UnpackMembers); err != nil {
		return err
	}
	if p.token, err = read(ctx, p, p.stake, p.staking.PackToken(), 1, p.staking.UnpackToken); err != nil {
		return err
	}
	notice, err := read(ctx, p, p.stake, p.staking.PackUnbonding(), 1, p.staking.UnpackUnbonding)
	p.notice = time.Duration(notice) * time.Second
	return err
}

func (p *Panel) compare(ctx context.Context, address common.Address, want []byte) error {
	code, err := p.client.CodeAt(ctx, address, nil)
	if err != nil {
		return fmt.Errorf("panel: code at %s: %w", address, p.client.Explain(err))
	}
	if crypto.Keccak256Hash(code) != crypto.Keccak256Hash(want) {
		return fmt.Errorf("%w: the code at %s is another (or another version's); check the address, or use the program that it was deployed with", ErrNotPanel, address)
	}
	return nil
}

func (p *Panel) notPanel(err error) error {
	if _, ok := errors.AsType[*transactions.ChainError](err); ok || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("panel: read %s: %w", p.address, err)
	}
	return fmt.Errorf("%w: %s does not answer like one (%w); check the address", ErrNotPanel, p.address, err)
}

// read calls a view and unpacks its answer.
func read[T any](ctx context.Context, p *Panel, to common.Address, call []byte, depth uint64, unpack func([]byte) (T, error)) (T, error) {
	var zero T
	answer, err := p.client.Read(ctx, to, call, depth, Explain)
	if err != nil {
		return zero, refusal(err)
	}
	return unpacked(to, answer, unpack)
}

func unpacked[T any](from common.Address, answer []byte, unpack func([]byte) (T, error)) (T, error) {
	value, err := unpack(answer)
	if err != nil {
		var zero T
		return zero, fmt.Errorf("panel: %s answered %d bytes that are not what was asked for: %w", from, len(answer), err)
	}
	return value, nil
}

// Address is where the panel is: what a deal's terms name as arbiter.
func (p *Panel) Address() common.Address { return p.address }

// Stake is where its members' stake is.
func (p *Panel) Stake() common.Address { return p.stake }

// Token is what is staked, and what the fees are paid in.
func (p *Panel) Token() common.Address { return p.token }

// Escrow is the contract Parley whose deals it judges.
func (p *Panel) Escrow() common.Address { return p.escrow }

// Rules are what the panel goes by. They never change.
func (p *Panel) Rules() Rules { return p.rules }

// Members are all who can be drawn, in ascending order. The list never changes; the caller must not either.
func (p *Panel) Members() []common.Address { return p.members }

// Unbonding is how long stake stays after its leave was announced.
func (p *Panel) Unbonding() time.Duration { return p.notice }

// Owed is what an account earned in fees and has not collected.
func (p *Panel) Owed(ctx context.Context, account common.Address) (*big.Int, error) {
	return read(ctx, p, p.address, p.panel.PackOwedTo(account), 1, p.panel.UnpackOwedTo)
}

// orZero spares callers to spell out amounts of zero.
func orZero(x *big.Int) *big.Int {
	if x == nil {
		return new(big.Int)
	}
	return x
}
