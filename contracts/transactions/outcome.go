package transactions

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Call is one effect to bring about.
type Call struct {
	// Key names the effect, at most 200 bytes. The same key never has a second effect.
	Key string
	// To is the account called; nil creates a contract.
	To *common.Address
	// Data is the call's input. The Manager does not change it; the caller must not until Send returns.
	Data []byte
	// Value is sent along, in wei; nil is none.
	Value *big.Int
	// Gas is the limit. Zero: what the node estimates and a fifth more; a call that would revert is then refused
	// before anything is sent.
	Gas uint64
	// Idempotent: a second time would do no harm, since the contract refuses it or it changes nothing. Where nothing tells whether it has
	// happened (a store from a backup, a node that has forgotten the blocks of then), asking again sends it again. Others stay Unknown.
	Idempotent bool
}

// content is what a key stands for.
func (c Call) content() common.Hash {
	to := []byte{0}
	if c.To != nil {
		to = append([]byte{1}, c.To[:]...)
	}
	return crypto.Keccak256Hash(to, common.BigToHash(c.value()).Bytes(), c.Data)
}

func (c Call) value() *big.Int {
	if c.Value == nil {
		return new(big.Int)
	}
	return c.Value
}

func (c Call) validate() error {
	const maxData = 128 << 10 // what nodes pass on
	switch {
	case c.Key == "" || len(c.Key) > 200:
		return fmt.Errorf("transactions: a key has 1 to 200 bytes, not %d", len(c.Key))
	case len(c.Data) > maxData:
		return fmt.Errorf("transactions: %s: %d bytes of input; nodes pass on at most %d: split the batch", c.Key, len(c.Data), maxData)
	case c.value().Sign() < 0 || c.value().BitLen() > 256:
		return fmt.Errorf("transactions: %s: a value is between 0 and 2^256 wei", c.Key)
	case c.Gas > maxBlockGas:
		return fmt.Errorf("transactions: %s: %d gas; no block holds more than %d: split the batch", c.Key, c.Gas, maxBlockGas)
	}
	return nil
}

// MaxGas is what one transaction may use on chains from Osaka on (EIP-7825); Amsterdam counts new state apart from it.
const MaxGas = 16_777_216

// maxBlockGas is beyond every chain's blocks.
const maxBlockGas = 1 << 30

// Status is what became of an effect.
type Status int

const (
	// Pending: signed and stored, not yet decided. What Send returns is never Pending.
	Pending Status = iota + 1
	// Mined: it happened, Config.Confirmations blocks deep.
	Mined
	// Reverted: it was mined and had no effect but its fee.
	Reverted
	// Replaced: its nonce was used by a transaction that this Manager did not make. It did not and will not happen.
	Replaced
	// Canceled: an empty transaction was mined in its place. It did not and will not happen.
	Canceled
	// Unknown: the wait ended first, and it may still happen; Reconcile tells. Or its nonce was used, and the node does not keep the blocks that
	// tell by what, so that it may have happened: the first Reconcile of each Manager looks once more, maybe at another endpoint.
	Unknown
)

func (s Status) String() string {
	names := [...]string{Pending: "pending", Mined: "mined", Reverted: "reverted", Replaced: "replaced", Canceled: "canceled", Unknown: "unknown"}
	if s < Pending || int(s) >= len(names) {
		return fmt.Sprintf("status %d", int(s))
	}
	return names[s]
}

// Outcome is what is known of an effect.
type Outcome struct {
	Key    string
	Status Status
	Nonce  uint64
	// Hash is the transaction that was mined; with Unknown, the one sent last; zero with Replaced.
	Hash common.Hash
	// Block, BlockHash, GasUsed and Fee (in wei) are set when one was mined.
	Block     uint64
	BlockHash common.Hash
	GasUsed   uint64
	Fee       *big.Int
	// Reason is why it reverted, why a node refused it, or what an Unknown one waits for.
	Reason string
	// Data is what the contract returned when it reverted, if a replay shows it.
	Data []byte `json:",omitempty"`
}

// Err is nil for Mined, and otherwise an *OutcomeError.
func (o Outcome) Err() error {
	if o.Status == Mined {
		return nil
	}
	return &OutcomeError{Outcome: o}
}

// Wait says what a transaction waits for.
type Wait struct {
	Key   string
	Nonce uint64
	Hash  common.Hash // of the one that was signed last; zero: none yet
	For   string
	Well  bool // of a Survey: nothing is to be mended
}
