package node

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/services/deals"
)

// CheckMoney refuses a market file that names another token than the contract holds, or other decimals than that has: every amount that a
// person types or reads would be another, by powers of ten. A token that names no decimals is taken by what the file says.
func CheckMoney(ctx context.Context, m *market.Market, p *party.Opened) error {
	token, chain := p.Escrow.Token(), m.Chain
	if held := deals.Address(token); held != chain.Token {
		return failure.Newf(failure.Unavailable, "correct the market file's token or contract, after you have asked whoever gave you the file; or have a new one written by a market on this machine: parley dev",
			"deals are paid in %s: the contract %s holds no other token, and the market file says that it is %s (%s)", held, chain.Contract, chain.Token, chain.Symbol)
	}
	answer, err := p.Client.Read(ctx, token, bindings.NewPlayMoney().PackDecimals(), 1, nil)
	if errors.Is(err, transactions.ErrReverted) {
		return nil
	}
	if err != nil {
		return err
	}
	decimals := new(big.Int).SetBytes(answer)
	if len(answer) != 32 || decimals.BitLen() > 8 || decimals.Int64() == int64(chain.Decimals) {
		return nil
	}
	return failure.Newf(failure.Unavailable, fmt.Sprintf(`write "decimals": %d into the market file, and look again at the amounts that you typed by it`, decimals),
		"the token %s (%s) has %d decimals, and the market file says %d: every amount would be another than it is said to be", deals.Address(token), chain.Symbol, decimals, chain.Decimals)
}
