package settlement

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/core/vm/runtime"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
)

// Code is what creates the contracts, without the arguments of their constructors.
type Code struct {
	Token, Stake, Parley, Panel []byte
	// Large lets contracts be larger than chains take them (EIP-170), as they are when they are not optimized.
	Large bool
}

// Shipped is the code that is committed.
func Shipped() Code {
	return Code{
		Token:  common.FromHex(bindings.PlayMoneyMetaData.Bin),
		Stake:  common.FromHex(arbiters.StakeMetaData.Bin),
		Parley: common.FromHex(bindings.ParleyMetaData.Bin),
		Panel:  common.FromHex(arbiters.PanelMetaData.Bin),
	}
}

// Wealth is what each account has at first, outside of the contracts, which it lets take all of it.
const Wealth = 1_000_000_000_000

var (
	parley = bindings.NewParley()
	money  = bindings.NewPlayMoney()
	stakes = arbiters.NewStake()
	panel  = arbiters.NewPanel()
)

// Machine is an EVM with Stake, Parley and Panel on one token in it. Its clock and its blocks are moved by whoever uses it,
// one at a time.
type Machine struct {
	Now   int64 // block.timestamp
	Block int64 // block.number

	Token, Stake, Parley, Panel common.Address

	state    *state.StateDB
	forked   *params.ChainConfig
	analyzed vm.JumpDestCache // where the contracts' code may jump to, of all copies: to find it out costs more than most calls
	changes  int              // transactions that were not refused
}

// ChainID is the machines' chain.
const ChainID = 727539

// Genesis is where a machine's clock and blocks begin.
const (
	Genesis      = 1_800_000_000
	GenesisBlock = 1000
)

// Deploy makes a machine, as SETTLEMENT.md orders it: Stake, Parley, Panel.
func Deploy(code Code, r Rules) (*Machine, error) {
	db, err := state.New(types.EmptyRootHash, state.NewDatabaseForTesting())
	if err != nil {
		return nil, err
	}
	fork := *params.AllDevChainProtocolChanges
	fork.ChainID, fork.BogotaTime, fork.AmsterdamTime = big64(ChainID), nil, nil
	if code.Large {
		fork.EIP158Block = nil
	}
	m := &Machine{Now: Genesis, Block: GenesisBlock, state: db, forked: &fork, analyzed: core.NewJumpDestCache()}
	var owners []common.Address
	var amounts []*big.Int
	for i := range Accounts {
		owners, amounts = append(owners, i.Address()), append(amounts, big64(Wealth))
	}
	window := func(seconds int64) uint32 { return uint32(seconds) }
	rules := arbiters.Rules{Seats: uint8(r.Seats), Stake: big64(r.Stake), Fee: big64(r.Fee), CommitWindow: window(r.Commit),
		Finality: window(r.Finality), RevealWindow: window(r.Reveal), AppealWindow: window(r.Appeal)}
	for _, c := range []struct {
		name string
		at   *common.Address
		code func() []byte
	}{
		{"the token", &m.Token, func() []byte { return append(code.Token, money.PackConstructor(owners, amounts)...) }},
		{"Stake", &m.Stake, func() []byte { return append(code.Stake, stakes.PackConstructor(m.Token, window(r.Unbonding))...) }},
		{"Parley", &m.Parley, func() []byte { return append(code.Parley, parley.PackConstructor(m.Token, window(r.Window))...) }},
		{"Panel", &m.Panel, func() []byte {
			return append(code.Panel, panel.PackConstructor(m.Stake, m.Parley, rules, Members())...)
		}},
	} {
		answer, at, _, err := runtime.Create(c.code(), m.config(Stranger.Address()))
		if err != nil {
			return nil, fmt.Errorf("construct %s: %w: %x", c.name, err, answer)
		}
		*c.at = at
	}
	for i := range Accounts {
		for _, holder := range []common.Address{m.Parley, m.Stake} {
			if _, err := m.Call(i, m.Token, money.PackApprove(holder, big64(Wealth))); err != nil {
				return nil, fmt.Errorf("approve: %w", err)
			}
		}
	}
	return m, nil
}

// Copy is the same machine with a state of its own.
func (m *Machine) Copy() *Machine {
	c := *m
	c.state = m.state.Copy()
	return &c
}

// BlockHash is the hash of a block, which a draw is made with.
func BlockHash(number uint64) common.Hash {
	return crypto.Keccak256Hash(fmt.Appendf(nil, "block %d", number))
}

func (m *Machine) config(from common.Address) *runtime.Config {
	return &runtime.Config{ChainConfig: m.forked, Origin: from, State: m.state, GasLimit: params.MaxTxGas, Random: new(common.Hash),
		GasPrice: new(big.Int), BaseFee: new(big.Int), BlobBaseFee: new(big.Int), Difficulty: new(big.Int),
		BlockNumber: big64(m.Block), Time: uint64(m.Now), GetHashFn: BlockHash}
}

// begin ends the transaction before, and is an EVM for the next.
func (m *Machine) begin(from, to common.Address) *vm.EVM {
	evm := runtime.NewEnv(m.config(from))
	evm.SetJumpDestCache(m.analyzed)
	rules := m.forked.Rules(evm.Context.BlockNumber, true, evm.Context.Time)
	m.state.Finalise(rules)
	m.state.Prepare(rules, from, evm.Context.Coinbase, &to, vm.ActivePrecompiles(rules), nil)
	return evm
}

// Call sends a transaction. What a contract refuses is an error that Refused knows; then nothing has changed.
func (m *Machine) Call(from Account, to common.Address, data []byte) ([]byte, error) {
	evm := m.begin(from.Address(), to)
	defer evm.Release()
	answer, _, err := evm.Call(from.Address(), to, data, vm.NewGasBudget(params.MaxTxGas, 0), common.U2560)
	if err == nil {
		m.changes++
	}
	return answer, err
}

// Execute is Call for the transaction of a hash, and what the contracts have told in it.
func (m *Machine) Execute(from Account, to common.Address, data []byte, hash common.Hash) ([]*types.Log, error) {
	m.state.SetTxContext(hash, 0, 0)
	if _, err := m.Call(from, to, data); err != nil {
		return nil, err
	}
	return m.state.GetLogs(hash, uint64(m.Block), common.Hash{}, uint64(m.Now)), nil
}

// Try is a call from any address that changes nothing.
func (m *Machine) Try(from, to common.Address, data []byte) ([]byte, error) {
	evm := m.begin(from, to)
	defer evm.Release()
	before := m.state.Snapshot()
	defer m.state.RevertToSnapshot(before)
	answer, _, err := evm.Call(from, to, data, vm.NewGasBudget(params.MaxTxGas, 0), common.U2560)
	return answer, err
}

// Code is what is at an address.
func (m *Machine) Code(at common.Address) []byte { return m.state.GetCode(at) }

// Refused says whether an error is a contract's refusal: anything else is a defect of the contract or of the caller.
func Refused(err error) bool { return errors.Is(err, vm.ErrExecutionReverted) }

// read asks a contract, which can change nothing by it.
func read[T any](m *Machine, at common.Address, question []byte, unpack func([]byte) (T, error)) (T, error) {
	evm := m.begin(Stranger.Address(), at)
	defer evm.Release()
	answer, _, err := evm.StaticCall(Stranger.Address(), at, question, vm.NewGasBudget(params.MaxTxGas, 0))
	if err != nil {
		var zero T
		return zero, err
	}
	return unpack(answer)
}

func (m *Machine) digest(question []byte) ([32]byte, error) {
	return read(m, m.Parley, question, func(answer []byte) (hash [32]byte, err error) {
		if len(answer) != len(hash) {
			return hash, fmt.Errorf("a hash of %d bytes", len(answer))
		}
		return [32]byte(answer), nil
	})
}
