package transactions

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Record is what is stored of one nonce.
type Record struct {
	Nonce    uint64      `json:"nonce"`
	Key      string      `json:"key"`
	Content  common.Hash `json:"content"`
	Attempts []Attempt   `json:"attempts"` // oldest first; never empty
	Outcome  Outcome     `json:"outcome"`  // Status is Pending until it is decided
	// Final: Config.Final blocks were seen to stand on the outcome's. No reorganization is that deep.
	Final bool `json:"final,omitempty"`
}

// Attempt is one transaction signed for a nonce. Any of a nonce's attempts may be mined, one at most.
type Attempt struct {
	Hash common.Hash `json:"hash"`
	Raw  []byte      `json:"raw"`
	// Empty marks a transaction to oneself, which takes the nonce and has no effect.
	Empty bool `json:"empty,omitempty"`
	// Reason is why an empty one was made.
	Reason string `json:"reason,omitempty"`
}

func (r *Record) last() *Attempt { return &r.Attempts[len(r.Attempts)-1] }

func (a *Attempt) transaction() (*types.Transaction, error) {
	tx := new(types.Transaction)
	if err := tx.UnmarshalBinary(a.Raw); err != nil {
		return nil, fmt.Errorf("stored transaction %s: %w", short(a.Hash), err)
	}
	if tx.Hash() != a.Hash {
		return nil, fmt.Errorf("stored transaction %s: its bytes hash to %s", short(a.Hash), short(tx.Hash()))
	}
	return tx, nil
}

// Scope is one account on one chain.
type Scope struct {
	ChainID *big.Int
	Account common.Address
}
