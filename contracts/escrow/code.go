package escrow

import (
	"bytes"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/internal/constructed"
)

// runtimeCode returns the code that the contract has at address when it was constructed with token and window on the
// chain. The constructor writes its own address and its domain separator into the code; both are exchanged for those of
// address.
func runtimeCode(chainID *big.Int, address, token common.Address, window time.Duration) ([]byte, error) {
	// The constructor refuses a token without code.
	code, made, err := constructed.Code(chainID, creationCode(token, window), map[common.Address][]byte{token: {0}})
	if err != nil {
		return nil, err
	}
	was, is := eip712.Domain{ChainID: chainID, Contract: made}.Separator(), eip712.Domain{ChainID: chainID, Contract: address}.Separator()
	code = bytes.ReplaceAll(code, made[:], address[:])
	return bytes.ReplaceAll(code, was[:], is[:]), nil
}

// creationCode is what deploys the contract.
func creationCode(token common.Address, window time.Duration) []byte {
	return append(common.FromHex(bindings.ParleyMetaData.Bin), bindings.NewParley().PackConstructor(token, uint32(window/time.Second))...)
}
