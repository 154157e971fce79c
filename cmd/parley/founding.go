package main

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/contracts/network"
	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/services/deals"
)

// Gas of deploying a network, no less than it takes; TestFoundingGas holds them.
const (
	networkGas = 5_800_000 // the token, for one account, and the contract
	grantGas   = 26_000    // each further account
	panelGas   = 4_900_000 // the panel, with one mediator on its list, and its stake
	memberGas  = 24_000    // each further mediator
)

// foundingGas is what it takes to deploy all of a network.
func foundingGas(n network.Founding) int64 {
	gas := int64(networkGas + grantGas*max(0, len(n.Grants)-1))
	if members := len(n.Mediators); members > 0 {
		gas += int64(panelGas + memberGas*(members-1))
	}
	return gas
}

// unfounded says what an account needs that cannot pay for a network, err, and how to go on.
func unfounded(ctx context.Context, n network.Founding, poor *transactions.FundsError, err error) error {
	gas := foundingGas(n)
	takes, asking := fmt.Sprintf("%d gas", gas), context.WithoutCancel(ctx)
	asking, cancel := context.WithTimeout(asking, 10*time.Second)
	defer cancel()
	if client, err := quorum.Dial(asking, quorum.Config{Addresses: quorum.Split(n.RPC), ChainID: new(big.Int).SetUint64(n.ChainID), Logger: n.Logger}); err == nil {
		if price, err := client.SuggestGasPrice(asking); err == nil {
			takes += ", " + coinFor(gas, price) + " at present"
		}
		client.Close()
	}
	return &failure.Failure{Cause: fmt.Sprintf("the account %s cannot pay for what is to be deployed: it has %s of the chain's coin, and all of it takes %s", deals.Address(poor.Account), transactions.Ether(poor.Have), takes),
		Try:  fmt.Sprintf("send coin of chain %d to that account, twice as much to be sure of it, and type this again: it goes on with what is missing", n.ChainID),
		Exit: failure.Funds, Err: err}
}

// leastSeat is the least that a seat has to hold beside the other rules; nil: it is another rule that is wrong.
func leastSeat(n network.Founding) *big.Int {
	sound := func(stake *big.Int) bool { n.Rules.Stake = stake; return n.Check() == nil }
	one := big.NewInt(1)
	low, high := new(big.Int), new(big.Int).Sub(new(big.Int).Lsh(one, 96), one)
	if sound(n.Rules.Stake) || !sound(high) {
		return nil
	}
	for new(big.Int).Sub(high, low).Cmp(one) > 0 { // low is too little, high is enough
		if middle := new(big.Int).Rsh(new(big.Int).Add(low, high), 1); sound(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}
