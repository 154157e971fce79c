package eip712

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Domain is one Parley contract on one chain.
type Domain struct {
	ChainID  *big.Int
	Contract common.Address
}

const (
	domainType    = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
	domainName    = "Parley"
	domainVersion = "1"
)

// Separator is the domain's hash. The chain id must fit into 256 bits.
func (d Domain) Separator() [32]byte {
	return crypto.Keccak256Hash(
		crypto.Keccak256([]byte(domainType)),
		crypto.Keccak256([]byte(domainName)),
		crypto.Keccak256([]byte(domainVersion)),
		common.BigToHash(d.ChainID).Bytes(),
		common.BytesToHash(d.Contract[:]).Bytes(),
	)
}

// Digest is what is signed for s under the domain; of a Deal it is the id. The error names a field that is out of
// range.
func (d Domain) Digest(s Struct) ([32]byte, error) {
	hash, err := Hash(s)
	if err != nil {
		return [32]byte{}, err
	}
	separator := d.Separator()
	return crypto.Keccak256Hash([]byte{0x19, 0x01}, separator[:], hash[:]), nil
}

// Hash is EIP-712's hashStruct; of Terms it is what Deal.TermsHash holds.
func Hash(s Struct) ([32]byte, error) {
	typ, fields, err := s.fields()
	if err != nil {
		return [32]byte{}, err
	}
	encoded := make([]byte, 0, 32*(1+len(fields)))
	encoded = append(encoded, crypto.Keccak256([]byte(typ))...)
	for _, f := range fields {
		encoded = append(encoded, f[:]...)
	}
	return crypto.Keccak256Hash(encoded), nil
}
