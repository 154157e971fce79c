package escrow

import (
	"bytes"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm/runtime"
	"github.com/ethereum/go-ethereum/params"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/eip712"
)

// runtimeCode returns the code that the contract has at address when it was constructed with token and window on the
// chain. It runs the committed creation code here, in an EVM of its own. The constructor writes its own address and its
// domain separator into the code; both are then exchanged for those of address.
func runtimeCode(chainID *big.Int, address, token common.Address, window time.Duration) ([]byte, error) {
	db, err := state.New(types.EmptyRootHash, state.NewDatabaseForTesting())
	if err != nil {
		return nil, err
	}
	db.SetCode(token, []byte{0}, tracing.CodeChangeUnspecified) // the constructor refuses a token without code
	rules := *params.AllDevChainProtocolChanges
	rules.ChainID, rules.BogotaTime = chainID, nil
	config := &runtime.Config{ChainConfig: &rules, State: db, GasLimit: 30_000_000, Random: new(common.Hash), BlockNumber: new(big.Int), Time: 1}
	code, made, _, err := runtime.Create(creationCode(token, window), config)
	if err != nil {
		return nil, fmt.Errorf("run the creation code: %w", err)
	}
	was, is := eip712.Domain{ChainID: chainID, Contract: made}.Separator(), eip712.Domain{ChainID: chainID, Contract: address}.Separator()
	code = bytes.ReplaceAll(code, made[:], address[:])
	return bytes.ReplaceAll(code, was[:], is[:]), nil
}

// creationCode is what deploys the contract.
func creationCode(token common.Address, window time.Duration) []byte {
	return append(common.FromHex(bindings.ParleyMetaData.Bin), bindings.NewParley().PackConstructor(token, uint32(window/time.Second))...)
}
