package devchain

import (
	"crypto/ecdsa"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
)

// DefaultAccounts is how many accounts a chain funds unless it is told which.
const DefaultAccounts = 20

// DefaultBalance is what each of them has: 10,000 play ether, in wei.
func DefaultBalance() *big.Int {
	return new(big.Int).Mul(big.NewInt(10_000), big.NewInt(params.Ether))
}

// Account returns the key of the i-th development account. Everyone can compute it: send it nothing of value, on
// any chain.
func Account(i int) *ecdsa.PrivateKey {
	for round := 0; ; round++ {
		seed := crypto.Keccak256(fmt.Appendf(nil, "parley development account %d/%d, play money only", i, round))
		if key, err := crypto.ToECDSA(seed); err == nil {
			return key
		}
	}
}

// Address returns the address of the i-th development account.
func Address(i int) common.Address {
	return crypto.PubkeyToAddress(Account(i).PublicKey)
}

// Funded is what a genesis gives to the first n development accounts: DefaultBalance each.
func Funded(n int) map[common.Address]*big.Int {
	accounts := make(map[common.Address]*big.Int, n)
	for i := range n {
		accounts[Address(i)] = DefaultBalance()
	}
	return accounts
}
