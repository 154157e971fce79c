package settlement

import (
	"crypto/ecdsa"
	"fmt"
	"math/big"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Account is one of those who deal with each other.
type Account int

// The accounts. From FirstMediator on there are Mediators of them.
const (
	Requester Account = iota
	Farmer
	Arbiter // an account that is named as arbiter
	Payer   // a third party
	Stranger
	FirstMediator

	Mediators = 12
	Accounts  = FirstMediator + Mediators
)

func (a Account) String() string {
	if a >= FirstMediator {
		return fmt.Sprintf("mediator %d", a-FirstMediator)
	}
	return []string{"requester", "farmer", "arbiter", "payer", "stranger"}[a]
}

// keys are made once: it costs more than all the rest.
var keys = sync.OnceValue(func() (all [Accounts]*ecdsa.PrivateKey) {
	for i := range all {
		key, err := crypto.ToECDSA(crypto.Keccak256([]byte(fmt.Sprintf("settlement %d", i))))
		if err != nil {
			panic(err) // a constant
		}
		all[i] = key
	}
	return all
})

var addresses = sync.OnceValue(func() (all [Accounts]common.Address) {
	for i, key := range keys() {
		all[i] = crypto.PubkeyToAddress(key.PublicKey)
	}
	return all
})

// Address is the account's.
func (a Account) Address() common.Address { return addresses()[a] }

// Key is the account's, for clients that sign by themselves.
func (a Account) Key() *ecdsa.PrivateKey { return keys()[a] }

// Sign signs a digest as the contracts read it: r, s, and 27 or 28.
func (a Account) Sign(digest [32]byte) []byte {
	signature, err := crypto.Sign(digest[:], keys()[a])
	if err != nil {
		panic(err) // the key is a constant, and the digest has its length
	}
	signature[64] += 27
	return signature
}

// Members is the list of the panel: the mediators, and the parties too, who may not judge their own deals. Ascending.
func Members() (list []common.Address) {
	for i := range Accounts {
		if i != Arbiter && i != Stranger {
			list = append(list, i.Address())
		}
	}
	slices.SortFunc(list, common.Address.Cmp)
	return list
}

// Rules are what the contracts are constructed with, in seconds and units.
type Rules struct {
	Window    int64 // the shortest of any deal
	Unbonding int64
	Seats     int64 // n
	Stake     int64 // S
	Fee       int64 // the least M
	Commit    int64
	Finality  int64
	Reveal    int64
	Appeal    int64
}

func big64(n int64) *big.Int { return big.NewInt(n) }
