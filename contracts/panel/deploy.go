package panel

import (
	"context"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// Deployment says what to deploy.
type Deployment struct {
	Escrow    *escrow.Contract // whose deals it judges; its token is staked
	Members   []common.Address // at most MaxMembers, in any order
	Rules     Rules
	Unbonding time.Duration // at least Rules.Length(2)
}

// Check says what no contract could hold or would take.
func (d Deployment) Check() error {
	if err := d.Rules.check(sorted(d.Members), d.Unbonding); err != nil {
		return fmt.Errorf("panel: %w", err)
	}
	return nil
}

// Deploy deploys a panel and a Stake for it, and binds it. The name tells the panels of one manager apart: asked again for the same, the
// same panel is bound.
func Deploy(ctx context.Context, client *transactions.Client, manager *transactions.Manager, name string, d Deployment) (*Panel, error) {
	members := sorted(d.Members)
	if err := d.Rules.check(members, d.Unbonding); err != nil {
		return nil, fmt.Errorf("panel: deploy %s: %w", name, err)
	}
	stake, err := create(ctx, manager, "deploy/stake/"+name, stakeCreation(d.Escrow.Token(), d.Unbonding))
	if err != nil {
		return nil, fmt.Errorf("panel: deploy the stake of %s: %w", name, err)
	}
	address, err := create(ctx, manager, "deploy/panel/"+name, panelCreation(stake, d.Escrow.Address(), d.Rules, members))
	if err != nil {
		return nil, fmt.Errorf("panel: deploy %s: %w", name, err)
	}
	return Bind(ctx, client, manager, address)
}

func create(ctx context.Context, manager *transactions.Manager, key string, code []byte) (common.Address, error) {
	o, err := manager.Send(ctx, transactions.Call{Key: key, Data: code})
	if err != nil {
		return common.Address{}, refusal(err)
	}
	return crypto.CreateAddress(manager.Account(), o.Nonce), nil
}
