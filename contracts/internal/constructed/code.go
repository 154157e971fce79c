// Package constructed says what code a contract has once it is constructed, by running its creation code in an EVM of its own.
package constructed

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm/runtime"
	"github.com/ethereum/go-ethereum/params"
)

// Code runs creation code on a chain of this id on which the others, whom the constructor asks, have the code given. It returns
// the code that was made, and where: a constructor may have written that address into it.
func Code(chainID *big.Int, creation []byte, others map[common.Address][]byte) (code []byte, made common.Address, err error) {
	db, err := state.New(types.EmptyRootHash, state.NewDatabaseForTesting())
	if err != nil {
		return nil, made, err
	}
	for address, other := range others {
		db.SetCode(address, other, tracing.CodeChangeUnspecified)
	}
	rules := *params.AllDevChainProtocolChanges
	rules.ChainID, rules.BogotaTime = chainID, nil
	config := &runtime.Config{ChainConfig: &rules, State: db, GasLimit: 30_000_000, Random: new(common.Hash), BlockNumber: new(big.Int), Time: 1}
	code, made, _, err = runtime.Create(creation, config)
	if err != nil {
		return nil, made, fmt.Errorf("run the creation code: %w", err)
	}
	return code, made, nil
}
