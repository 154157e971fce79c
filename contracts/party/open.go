package party

import (
	"cmp"
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/quorum"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
)

// Config says which account, at which contract, over which endpoint.
type Config struct {
	RPC      string // HTTP address of a JSON-RPC endpoint, or several with commas between: then a majority must agree (package quorum)
	ChainID  uint64
	Contract deals.Address
	Panel    deals.Address // that judges deals of the contract; zero: none
	Secret   []byte        // 32 bytes, the account's
	// Store is the file that remembers what was signed. Empty: the party only reads.
	Store string
	// Wrap is put around the store. Nil: nothing is.
	Wrap func(transactions.Store) transactions.Store
	// Depth is how many blocks must stand on a transaction before it counts. Default 1.
	Depth uint64
	// MaxFee is the most to pay a gas, in wei. Default 500 gwei.
	MaxFee *big.Int
	// Waiting hears what a transaction waits for. It must return soon.
	Waiting func(what string)
	// Told hears when one of several endpoints is left out, and when it counts again. It must return soon.
	Told   func(words string)
	Logger *slog.Logger
}

// Opened is a Party with what it was opened with. Close it.
type Opened struct {
	*Party
	Client  *transactions.Client
	Escrow  *escrow.Contract
	Panel   *panel.Panel // nil: nobody judges
	manager *transactions.Manager
	store   *transactions.SQLite
}

// ErrPanel is wrapped where a panel judges the deals of another contract.
var ErrPanel = errors.New("not a panel of this contract")

// ErrSecret is wrapped by what is wrong with an account's secret.
var ErrSecret = errors.New("not an account's secret")

// NewSecret makes an account's secret.
func NewSecret() ([]byte, error) {
	key, err := crypto.GenerateKey()
	if err != nil {
		return nil, err
	}
	return crypto.FromECDSA(key), nil
}

// AddressOf is the account that a secret belongs to.
func AddressOf(secret []byte) (deals.Address, error) {
	key, err := crypto.ToECDSA(secret)
	if err != nil {
		return deals.Address{}, fmt.Errorf("%w: %w", ErrSecret, err)
	}
	return deals.Address(crypto.PubkeyToAddress(key.PublicKey)), nil
}

// Open connects an account to a contract and its panel. The errors are ErrPanel and those of packages transactions, escrow and panel.
func Open(ctx context.Context, c Config) (*Opened, error) {
	key, err := crypto.ToECDSA(c.Secret)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSecret, err)
	}
	client, err := quorum.Dial(ctx, quorum.Config{Addresses: quorum.Split(c.RPC), ChainID: new(big.Int).SetUint64(c.ChainID), Told: c.Told, Logger: c.Logger})
	if err != nil {
		return nil, err
	}
	o := &Opened{Client: client}
	if err := o.open(ctx, c, key); err != nil {
		return nil, errors.Join(err, o.Close())
	}
	return o, nil
}

func (o *Opened) open(ctx context.Context, c Config, key *ecdsa.PrivateKey) (err error) {
	if c.Store != "" {
		if err := o.manage(ctx, c, key); err != nil {
			return err
		}
	}
	if o.Escrow, err = escrow.Bind(ctx, o.Client, o.manager, common.Address(c.Contract)); err != nil {
		return err
	}
	o.Party = New(o.Escrow, o.Client, key)
	if c.Panel == (deals.Address{}) {
		return nil
	}
	if o.Panel, err = panel.Bind(ctx, o.Client, o.manager, common.Address(c.Panel)); err != nil {
		return err
	}
	if o.Panel.Escrow() != o.Escrow.Address() {
		return fmt.Errorf("%w: %s judges deals of %s, and the contract is %s", ErrPanel, c.Panel, o.Panel.Escrow(), c.Contract)
	}
	return nil
}

// manage makes what sends.
func (o *Opened) manage(ctx context.Context, c Config, key *ecdsa.PrivateKey) (err error) {
	if o.store, err = transactions.OpenSQLite(ctx, c.Store); err != nil {
		return err
	}
	config := transactions.Config{Client: o.Client, Key: key, Store: o.store, Confirmations: c.Depth, MaxFee: c.MaxFee, Decode: panel.Explain, Logger: c.Logger}
	if c.Wrap != nil {
		config.Store = c.Wrap(config.Store)
	}
	if c.Waiting != nil {
		config.Progress = func(w transactions.Wait) { c.Waiting(w.For) }
	}
	o.manager, err = transactions.Open(ctx, config)
	return err
}

// Pending lists what was signed for this account and is not decided, by the keys of package transactions.
func (o *Opened) Pending(ctx context.Context) ([]string, error) {
	if o.manager == nil {
		return nil, nil
	}
	return o.manager.Pending(ctx)
}

// Close ends sending. What was sent may still be mined; the next Open goes on with it.
func (o *Opened) Close() error {
	if o.manager != nil {
		o.manager.Close()
	}
	var err error
	if o.store != nil {
		err = o.store.Close()
	}
	o.Client.Close()
	return err
}

// GasPrice asks the chain what a gas costs, as a transaction of this account's would be priced. The error is escrow.ErrReadOnly where
// none can be sent, and else one of package deals or transactions.
func (o *Opened) GasPrice(ctx context.Context) (transactions.GasPrice, error) {
	if o.manager == nil {
		return transactions.GasPrice{}, escrow.ErrReadOnly
	}
	p, err := o.manager.GasPrice(ctx)
	return p, explain(err)
}

// Wallet is what an account has outside the contract.
type Wallet struct {
	Coin   messages.Amount // the chain's own, in its smallest unit: for gas
	Tokens messages.Amount
}

// Wallet reads what the account has outside the contract.
func (o *Opened) Wallet(ctx context.Context) (Wallet, error) {
	coin, err := o.Client.BalanceAt(ctx, o.account, nil)
	if err != nil {
		return Wallet{}, explain(o.Client.Explain(err))
	}
	tokens, err := o.Escrow.Tokens(ctx, o.account)
	if err != nil {
		return Wallet{}, explain(err)
	}
	w := Wallet{}
	if w.Coin, err = messages.AmountOf(coin); err != nil {
		return w, err
	}
	w.Tokens, err = messages.AmountOf(tokens)
	return w, err
}

// Withdraw moves free balance to the account's own tokens. The same reference withdraws once.
func (o *Opened) Withdraw(ctx context.Context, reference string, a messages.Amount) error {
	_, err := o.Escrow.Withdraw(ctx, reference, o.account, a.Big())
	return explain(err)
}

// Transaction is one that concerned a deal.
type Transaction struct {
	Hash string `json:"hash"`
	Deal string `json:"deal"`
	What string `json:"what"` // "opened", "submitted", "accepted", …; of one that ended it, how: "wrong", "undetermined", …
	Gas  uint64 `json:"gas"`
	// Shared is how many of the deals asked for this transaction was about.
	Shared int `json:"shared,omitempty"`
}

// Transactions are those that concerned any of the deals, in order, from the chain's events.
func (o *Opened) Transactions(ctx context.Context, ids []deals.Hash) ([]Transaction, error) {
	head, err := o.Client.BlockNumber(ctx)
	if err != nil {
		return nil, explain(o.Client.Explain(err))
	}
	var events []escrow.Event
	for _, id := range ids {
		for e, err := range o.Escrow.Events(ctx, 0, head, (*[32]byte)(&id)) {
			if err != nil {
				return nil, explain(err)
			}
			events = append(events, e)
		}
	}
	slices.SortFunc(events, func(a, b escrow.Event) int {
		return cmp.Or(cmp.Compare(a.Block, b.Block), cmp.Compare(a.Index, b.Index))
	})
	var found []Transaction
	at := map[[32]byte]int{}
	about := map[[2][32]byte]bool{} // transaction and deal
	for _, e := range events {
		deal := e.Entry.Of()
		of := [2][32]byte{e.Tx, deal}
		if i, seen := at[e.Tx]; seen {
			if _, ends := e.Entry.(escrow.Ended); ends && found[i].Deal == deals.Hash(deal).String() {
				found[i].What = what(e.Entry) // what it was ruled, or otherwise came to
			}
			if !about[of] {
				found[i].Shared++
			}
			about[of] = true
			continue
		}
		about[of] = true
		receipt, err := o.Client.TransactionReceipt(ctx, e.Tx)
		if err != nil {
			return nil, explain(o.Client.Explain(err))
		}
		at[e.Tx] = len(found)
		found = append(found, Transaction{Hash: common.Hash(e.Tx).Hex(), Deal: deals.Hash(deal).String(), What: what(e.Entry), Gas: receipt.GasUsed, Shared: 1})
	}
	return found, nil
}

// Skipped is what a transaction did that left a deal as it was, since the same had happened before.
const Skipped = "skipped"

func what(e escrow.Entry) string {
	switch e := e.(type) {
	case escrow.Opened, escrow.Sponsored:
		return "opened"
	case escrow.Submission:
		return "submitted"
	case escrow.Disputation:
		return "disputed"
	case escrow.Drawn:
		return "drawn"
	case escrow.Ruled:
		return "ruled"
	case escrow.Accepted:
		return "accepted"
	case escrow.Skipped:
		return Skipped
	case escrow.Ended:
		return e.Outcome.String()
	}
	return "other"
}

// Worth is what an account has of the token altogether, but for what is locked in deals: its own tokens and its free
// balance in the contract.
func (o *Opened) Worth(ctx context.Context, account deals.Address) (messages.Amount, error) {
	tokens, err := o.Escrow.Tokens(ctx, common.Address(account))
	if err != nil {
		return messages.Amount{}, explain(err)
	}
	free, err := o.Free(ctx, account)
	if err != nil {
		return messages.Amount{}, err
	}
	own, err := messages.AmountOf(tokens)
	if err != nil {
		return messages.Amount{}, err
	}
	return own.Add(free)
}
