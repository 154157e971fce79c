package transactions

import (
	"context"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"
)

// Store keeps records. A Manager uses its store from one goroutine; several Managers, of different scopes, may share
// one, so that its methods must be safe for concurrent use.
type Store interface {
	// Put writes the records, all or none, replacing those of the same nonces. They are durable when it returns. An
	// error leaves open whether they were written: the Manager signs nothing more.
	Put(context.Context, Scope, []Record) error
	// Find returns the record of the highest nonce that has the key.
	Find(ctx context.Context, scope Scope, key string) (r Record, found bool, err error)
	// At returns the record of a nonce.
	At(ctx context.Context, scope Scope, nonce uint64) (r Record, found bool, err error)
	// Load returns the undecided records in the order of nonces, and the highest decided one if there is any.
	Load(context.Context, Scope) (undecided []Record, newest *Record, err error)
}

// Memory is a Store that lasts as long as the process. The zero value is empty and ready.
type Memory struct {
	mu      sync.Mutex
	records map[memoryScope]map[uint64]Record
}

type memoryScope struct {
	chain   string
	account common.Address
}

var _ Store = (*Memory)(nil)

func scopeOf(s Scope) memoryScope { return memoryScope{s.ChainID.String(), s.Account} }

// Put implements Store.
func (m *Memory) Put(_ context.Context, scope Scope, records []Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.records == nil {
		m.records = make(map[memoryScope]map[uint64]Record)
	}
	s := scopeOf(scope)
	if m.records[s] == nil {
		m.records[s] = make(map[uint64]Record)
	}
	for _, r := range records {
		r.Attempts = slices.Clone(r.Attempts)
		m.records[s][r.Nonce] = r
	}
	return nil
}

// Find implements Store.
func (m *Memory) Find(_ context.Context, scope Scope, key string) (found Record, ok bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.records[scopeOf(scope)] {
		if r.Key == key && (!ok || r.Nonce > found.Nonce) {
			found, ok = r, true
		}
	}
	return found, ok, nil
}

// At implements Store.
func (m *Memory) At(_ context.Context, scope Scope, nonce uint64) (Record, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.records[scopeOf(scope)][nonce]
	r.Attempts = slices.Clone(r.Attempts)
	return r, ok, nil
}

// Load implements Store.
func (m *Memory) Load(_ context.Context, scope Scope) (undecided []Record, newest *Record, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.records[scopeOf(scope)] {
		switch {
		case r.Outcome.Status == Pending:
			r.Attempts = slices.Clone(r.Attempts)
			undecided = append(undecided, r)
		case newest == nil || r.Nonce > newest.Nonce:
			newest = &r
		}
	}
	slices.SortFunc(undecided, byNonce)
	return undecided, newest, nil
}

func byNonce(a, b Record) int {
	switch {
	case a.Nonce < b.Nonce:
		return -1
	case a.Nonce > b.Nonce:
		return 1
	}
	return 0
}
