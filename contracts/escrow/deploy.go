package escrow

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// Deployment says what to deploy on a development chain.
type Deployment struct {
	// Token is the token that the contract holds. Zero: play money is deployed, and minted to Grants.
	Token common.Address
	// Grants are who gets how much play money.
	Grants []Grant
	// MinimumWindow is the shortest window of any deal, in whole seconds, at least one. On a public chain at least two
	// minutes: proposers can shift block times.
	MinimumWindow time.Duration
}

// Grant is play money for an account.
type Grant struct {
	Account common.Address
	Amount  *big.Int
}

// Deploy deploys the contract, and play money if no token is given, and binds it. Each manager deploys one of each:
// asked again, the same contract is bound.
func Deploy(ctx context.Context, client *transactions.Client, manager *transactions.Manager, d Deployment) (*Contract, error) {
	if d.MinimumWindow < time.Second || d.MinimumWindow/time.Second > math.MaxUint32 {
		return nil, fmt.Errorf("escrow: deploy: a minimum window of %v; give at least a second", d.MinimumWindow)
	}
	if d.Token == (common.Address{}) {
		token, err := deployPlayMoney(ctx, manager, d.Grants)
		if err != nil {
			return nil, fmt.Errorf("escrow: deploy play money: %w", err)
		}
		d.Token = token
	}
	o, err := manager.Send(ctx, transactions.Call{Key: "deploy/parley", Data: creationCode(d.Token, d.MinimumWindow)})
	if err != nil {
		return nil, fmt.Errorf("escrow: deploy: %w", refusal(err))
	}
	return Bind(ctx, client, manager, crypto.CreateAddress(manager.Account(), o.Nonce))
}

func deployPlayMoney(ctx context.Context, manager *transactions.Manager, grants []Grant) (common.Address, error) {
	accounts := make([]common.Address, len(grants))
	amounts := make([]*big.Int, len(grants))
	for i, g := range grants {
		if orZero(g.Amount).Sign() < 0 || orZero(g.Amount).BitLen() > 112 {
			return common.Address{}, fmt.Errorf("grant of %v to %s: the contract holds at most 2^112", g.Amount, g.Account)
		}
		accounts[i], amounts[i] = g.Account, orZero(g.Amount)
	}
	data := append(common.FromHex(bindings.PlayMoneyMetaData.Bin), bindings.NewPlayMoney().PackConstructor(accounts, amounts)...)
	o, err := manager.Send(ctx, transactions.Call{Key: "deploy/playmoney", Data: data})
	if err != nil {
		return common.Address{}, err
	}
	return crypto.CreateAddress(manager.Account(), o.Nonce), nil
}
