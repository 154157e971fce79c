package network

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// Founding says what to deploy, where, and by whom.
type Founding struct {
	RPC     string // HTTP address of a JSON-RPC endpoint
	ChainID uint64
	Secret  []byte // 32 bytes, of the account that pays for the transactions
	// Store is the file that remembers what was signed: founding again with the same one goes on with the same network.
	Store string
	// Grants are all of the token that there will ever be.
	Grants []Grant
	// MinimumWindow is the shortest window of any deal, in whole seconds. On a public chain at least two minutes.
	MinimumWindow time.Duration
	// Mediators are the panel's list. None: there is no panel.
	Mediators []deals.Address
	Rules     panel.Rules
	// MaxFee is the most to pay a gas, in wei. Default 500 gwei.
	MaxFee *big.Int
	Logger *slog.Logger
}

// Grant is an amount of the token, in its smallest unit, for an account.
type Grant struct {
	Account deals.Address
	Amount  messages.Amount
}

// Founded is where everything is. Panel is zero where there is none.
type Founded struct{ Token, Contract, Panel deals.Address }

// Decimals of the token.
const Decimals = 18

// Check says what is wrong with the panel that is to be; nothing where there is none.
func (f *Founding) Check() error {
	if len(f.Mediators) == 0 {
		return nil
	}
	return f.sits(nil).Check()
}

// sits is the panel's deployment.
func (f *Founding) sits(contract *escrow.Contract) panel.Deployment {
	d := panel.Deployment{Escrow: contract, Rules: f.Rules, Unbonding: f.Rules.Unbonding()}
	for _, a := range f.Mediators {
		d.Members = append(d.Members, common.Address(a))
	}
	return d
}

// Found deploys what is not there yet. The errors are those of packages party, transactions, escrow and panel.
func Found(ctx context.Context, f Founding) (Founded, error) {
	key, err := crypto.ToECDSA(f.Secret)
	if err != nil {
		return Founded{}, fmt.Errorf("%w: %w", party.ErrSecret, err)
	}
	client, err := quorum.Dial(ctx, quorum.Config{Addresses: quorum.Split(f.RPC), ChainID: new(big.Int).SetUint64(f.ChainID), Logger: f.Logger})
	if err != nil {
		return Founded{}, err
	}
	defer client.Close()
	store, err := transactions.OpenSQLite(ctx, f.Store)
	if err != nil {
		return Founded{}, err
	}
	manager, err := transactions.Open(ctx, transactions.Config{Client: client, Key: key, Store: store, MaxFee: f.MaxFee, Decode: panel.Explain, Logger: f.Logger})
	if err != nil {
		return Founded{}, errors.Join(err, store.Close())
	}
	found, err := f.deploy(ctx, client, manager)
	manager.Close()
	return found, errors.Join(err, store.Close())
}

func (f *Founding) deploy(ctx context.Context, client *transactions.Client, manager *transactions.Manager) (Founded, error) {
	d := escrow.Deployment{MinimumWindow: f.MinimumWindow}
	for _, g := range f.Grants {
		d.Grants = append(d.Grants, escrow.Grant{Account: common.Address(g.Account), Amount: g.Amount.Big()})
	}
	contract, err := escrow.Deploy(ctx, client, manager, d)
	if err != nil {
		return Founded{}, err
	}
	found := Founded{Token: deals.Address(contract.Token()), Contract: deals.Address(contract.Address())}
	if len(f.Mediators) == 0 {
		return found, nil
	}
	judges, err := panel.Deploy(ctx, client, manager, "own", f.sits(contract))
	if err == nil {
		found.Panel = deals.Address(judges.Address())
	}
	return found, err
}
