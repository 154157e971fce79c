// Package audit reads what the parties of a market have left behind, and holds it against each other and against the chain.
package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// Books are what a party has left: who it is, whose money it has, and every session as its journal tells it.
type Books struct {
	Name     string
	Key      messages.Key
	Account  deals.Address
	Sessions map[messages.ID]Transcript

	home *home.Home
}

// Transcript are the envelopes of a session in order, as they were journalled.
type Transcript [][]byte

// Read reads the books of a party that does not run.
func Read(ctx context.Context, name string, h *home.Home) (*Books, error) {
	b := &Books{Name: name, Sessions: map[messages.ID]Transcript{}, home: h}
	signer, _, err := h.Identity()
	if err != nil {
		return nil, err
	}
	if b.Key, err = messages.PublicKey(signer); err != nil {
		return nil, err
	}
	secret, _, err := h.Account(party.NewSecret)
	if err != nil {
		return nil, err
	}
	if b.Account, err = party.AddressOf(secret); err != nil {
		return nil, err
	}
	j, err := journal.Open(h.Path(home.JournalFile))
	if err != nil {
		return nil, err
	}
	defer j.Close()
	for head, err := range j.Sessions(ctx) {
		if err != nil {
			return nil, err
		}
		var t Transcript
		for r, err := range j.Transcript(ctx, head.Session) {
			if err != nil {
				return nil, err
			}
			t = append(t, r.Envelope)
		}
		b.Sessions[head.Session] = t
	}
	return b, nil
}

// Kinds names the envelopes.
func (t Transcript) Kinds() (names []string) {
	for _, raw := range t {
		if u, err := messages.Parse(raw); err == nil {
			names = append(names, u.Header().Kind.Name())
		}
	}
	return names
}

// farmer is whose session this is.
func (t Transcript) farmer(session messages.ID, farmers []*Books) (messages.Key, error) {
	u, err := messages.Parse(t[0])
	if err != nil {
		return messages.Key{}, err
	}
	for _, f := range farmers {
		if messages.SessionID(u.ID(), f.Key) == session {
			return f.Key, nil
		}
	}
	return messages.Key{}, fmt.Errorf("session %s is of no farmer", session.Short())
}

// view judges the transcript as anybody may.
func (t Transcript) view(farmer messages.Key) (*protocol.View, error) {
	session := protocol.New(farmer, 0, protocol.Limits{})
	for i, raw := range t {
		u, err := messages.Parse(raw)
		if err != nil {
			return nil, fmt.Errorf("envelope %d: %w", i, err)
		}
		e, err := u.Open()
		if err == nil {
			err = session.Apply(e, time.Time{})
		}
		if err != nil {
			return nil, fmt.Errorf("envelope %d: %w", i, err)
		}
	}
	return session.View(), nil
}

// Accounted checks that the party remembers every transaction that its account has on the chain, and has brought nothing
// about twice. It returns what is wrong.
func (b *Books) Accounted(ctx context.Context, chain *party.Opened) (faults []error, err error) {
	store, err := transactions.OpenSQLite(ctx, b.home.Path(home.TransactionsFile))
	if err != nil {
		return nil, err
	}
	defer store.Close()
	used, err := chain.Client.NonceAt(ctx, [20]byte(b.Account), nil)
	if err != nil {
		return nil, err
	}
	mined := map[string]bool{}
	for nonce := range used {
		r, known, err := store.At(ctx, transactions.Scope{ChainID: chain.Client.ID(), Account: [20]byte(b.Account)}, nonce)
		switch {
		case err != nil:
			return nil, err
		case !known:
			faults = append(faults, fmt.Errorf("%s does not remember its transaction %d", b.Name, nonce))
		case mined[r.Key]:
			faults = append(faults, fmt.Errorf("%s has brought about %s twice", b.Name, r.Key))
		default:
			mined[r.Key] = r.Outcome.Status == transactions.Mined
		}
	}
	return faults, nil
}
