package transactions

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"sync/atomic"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// Manager sends the transactions of one account. Its methods may be called concurrently.
type Manager struct {
	config Config
	scope  Scope
	signer types.Signer
	jobs   chan func(context.Context)
	cancel context.CancelFunc
	closed chan struct{} // closed when the Manager ends
	done   sync.WaitGroup

	// Owned by the goroutine that runs.
	slots  []*slot          // undecided, in the order of nonces
	keys   map[string]*slot // the same, by key
	queue  []*slot          // no nonce yet
	next   uint64           // nonce: above every one in the store
	frozen error
	heads  headWatch
	filled map[uint64]bool // gaps that were told to the log
	untold map[uint64]bool // nonces of which it was found that the node does not tell what has used them

	claimed claim // of nonces that were not signed here
}

// slot is a nonce whose transaction is not decided.
type slot struct {
	Record
	call    Call          // while queued
	decided chan struct{} // closed when outcome or err is set
	outcome Outcome
	err     error
	waiting atomic.Pointer[Outcome] // Unknown, and what for

	sentAt  uint64      // head when it was last handed over; 0: not by this process
	raise   bool        // the node wants more for it
	empty   string      // why it is to be replaced by an empty one
	refused int         // heads on which the node refused it
	refusal string      // in its words
	judged  common.Hash // head on which refused or missing was last counted
	missing int         // heads on which its nonce was used and none of its attempts mined
	sought  *stretch    // of blocks looked through for what has used its nonce; nil: none
	found   int         // heads on which a block had one of its attempts, and the node no receipt
}

// Open continues the account's transactions where the store left them, and takes new ones until Close. It fails when
// the chain cannot be reached, or is not the one that the store knows.
func Open(ctx context.Context, config Config) (*Manager, error) {
	config, err := config.complete()
	if err != nil {
		return nil, err
	}
	m := &Manager{
		config: config,
		scope:  Scope{ChainID: config.Client.ID(), Account: crypto.PubkeyToAddress(config.Key.PublicKey)},
		signer: types.LatestSignerForChainID(config.Client.ID()),
		jobs:   make(chan func(context.Context)),
		closed: make(chan struct{}),
		keys:   make(map[string]*slot),
		filled: make(map[uint64]bool),
		untold: make(map[uint64]bool),
	}
	if err := m.load(ctx); err != nil {
		return nil, fmt.Errorf("transactions of %s: %w", m.scope.Account, err)
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	m.cancel = cancel
	m.done.Go(func() { m.run(running) })
	return m, nil
}

// load reads the store and holds it against the chain.
func (m *Manager) load(ctx context.Context) error {
	undecided, newest, err := m.config.Store.Load(ctx, m.scope)
	if err != nil {
		return fmt.Errorf("read the store: %w", err)
	}
	v, err := m.config.Client.look(ctx, m.scope.Account)
	if err != nil {
		return err
	}
	if newest != nil {
		m.next = newest.Nonce + 1
		takenBack, err := m.config.recognize(ctx, m.scope, newest, v, m.next)
		if err != nil {
			return err
		}
		if takenBack {
			undecided = append(undecided, *newest)
		}
	}
	for _, r := range undecided {
		for _, a := range r.Attempts {
			if _, err := a.transaction(); err != nil {
				return err
			}
		}
		s := &slot{Record: r, decided: make(chan struct{})}
		if r.Outcome.Status != Pending {
			m.config.Logger.Warn("transactions: the chain has replaced a block; what it decided is open again", "key", r.Key, "nonce", r.Nonce, "block", r.Outcome.Block)
			if s, err = m.reopen(r); err != nil {
				return err
			}
		}
		m.admit(s)
		m.next = max(m.next, r.Nonce+1)
	}
	return nil
}

// Close stops. What was sent may still be mined; the next Open goes on with it. Callers that wait get Unknown.
func (m *Manager) Close() {
	m.cancel()
	m.done.Wait()
}

// Account is the address that sends.
func (m *Manager) Account() common.Address { return m.scope.Account }

// Send brings the call about and returns when its outcome is known, or the context ends. The error is nil exactly when
// the outcome is Mined. With another outcome it is an *OutcomeError. Without one nothing was sent, and the error is
// ErrReverted (a *RevertError: the node says that the call would revert), ErrFunds, ErrFees, ErrKeyReused, ErrFrozen
// or a *ChainError.
//
// Mined and Reverted are final for a key: asked again, the same outcome is returned. But the chain is asked first, until
// Config.Final blocks stand on it: if a reorganization has taken the transaction back, the same one is sent again and its
// outcome is that of the chain as it is now. After Replaced or Canceled, which had no effect, asking again sends again. After Unknown it
// does not, unless the call is Idempotent and it was found that the node does not tell.
func (m *Manager) Send(ctx context.Context, call Call) (Outcome, error) {
	if err := call.validate(); err != nil {
		return Outcome{}, err
	}
	ctx, cancel := m.bound(ctx)
	defer cancel()
	s, status, err := m.find(ctx, call.Key)
	if err != nil {
		return Outcome{}, err
	}
	if s, err = stands(s, status, call); err == nil && s != nil && status == Unknown {
		s, err = m.pursue(ctx, s)
	}
	if err != nil {
		return Outcome{}, err
	}
	if s == nil {
		if call.Gas, err = m.prepare(ctx, call); err != nil {
			s, err = m.overtaken(ctx, call, fmt.Errorf("transaction %s: %w", call.Key, err))
		} else {
			s, err = m.enqueue(ctx, call)
		}
		if err != nil {
			return Outcome{}, err
		}
	}
	return m.wait(ctx, s)
}

// Reconcile returns what became of a key, waiting for it like Send. It sends nothing new; ErrNoSuchKey means that
// nothing was ever signed for the key.
func (m *Manager) Reconcile(ctx context.Context, key string) (Outcome, error) {
	ctx, cancel := m.bound(ctx)
	defer cancel()
	s, err := m.known(ctx, key)
	if err != nil {
		return Outcome{}, err
	}
	return m.wait(ctx, s)
}

// Cancel replaces the transaction of a key by an empty one that pays more, and returns what became of it, waiting like
// Send: Mined, if it was too late. The error is nil when the effect will not happen.
func (m *Manager) Cancel(ctx context.Context, key string) (Outcome, error) {
	ctx, cancel := m.bound(ctx)
	defer cancel()
	s, err := m.known(ctx, key)
	if err != nil {
		return Outcome{}, err
	}
	if err := m.do(ctx, func(context.Context) { s.empty = "by request" }); err != nil {
		return Outcome{}, err
	}
	o, err := m.wait(ctx, s)
	switch o.Status {
	case Canceled, Replaced:
		return o, nil
	case Mined:
		return o, fmt.Errorf("transaction %s: it was mined before it could be canceled", key)
	}
	return o, err
}

// Pending lists the keys whose outcome is not known, in the order of nonces.
func (m *Manager) Pending(ctx context.Context) (keys []string, err error) {
	err = m.do(ctx, func(context.Context) {
		for _, s := range m.slots {
			keys = append(keys, s.Key)
		}
	})
	return keys, err
}

func (m *Manager) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, m.config.Timeout)
}

// do has the Manager's goroutine run f.
func (m *Manager) do(ctx context.Context, f func(context.Context)) error {
	ran := make(chan struct{})
	select {
	case m.jobs <- func(ctx context.Context) { f(ctx); close(ran) }:
		<-ran
		return nil
	case <-m.closed:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// find returns the slot of a key and its status, or nil when there is none. What was decided is held against the chain.
func (m *Manager) find(ctx context.Context, key string) (s *slot, status Status, err error) {
	doErr := m.do(ctx, func(ctx context.Context) { s, status, err = m.lookUp(ctx, key) })
	if err = errors.Join(doErr, err); err != nil || s == nil || status == Pending {
		return s, status, err
	}
	return m.confirm(ctx, s)
}

// known is find for a key that must have been signed for.
func (m *Manager) known(ctx context.Context, key string) (*slot, error) {
	s, status, err := m.find(ctx, key)
	switch {
	case err == nil && s == nil:
		err = fmt.Errorf("transaction %s: %w", key, ErrNoSuchKey)
	case err == nil && status == Unknown:
		return m.pursue(ctx, s)
	}
	return s, err
}

// lookUp is find, on the Manager's goroutine.
func (m *Manager) lookUp(ctx context.Context, key string) (*slot, Status, error) {
	if s := m.keys[key]; s != nil {
		return s, Pending, nil
	}
	r, ok, err := m.config.Store.Find(ctx, m.scope, key)
	if err != nil {
		return nil, 0, fmt.Errorf("transaction %s: read the store: %w", key, err)
	}
	if !ok {
		return nil, 0, nil
	}
	return decidedSlot(r), r.Outcome.Status, nil
}

// stands returns the slot that stands for a call already, or nil when the call is to be sent.
func stands(s *slot, status Status, call Call) (*slot, error) {
	switch {
	case s == nil:
		return nil, nil
	case s.Content != call.content():
		return nil, fmt.Errorf("transaction %s: %w: a key names one effect; use another key", s.Key, ErrKeyReused)
	case status == Replaced || status == Canceled || status == Unknown && call.Idempotent:
		return nil, nil
	}
	return s, nil
}

// overtaken returns the slot that stands for a call since another caller was faster, where the call was found to revert: what
// refuses it may be its own effect. Without one, why stands.
func (m *Manager) overtaken(ctx context.Context, call Call, why error) (*slot, error) {
	if !errors.Is(why, ErrReverted) {
		return nil, why
	}
	s, status, err := m.find(ctx, call.Key)
	if err == nil {
		s, err = stands(s, status, call)
	}
	if err == nil && s == nil {
		err = why
	}
	return s, err
}

// enqueue gives the call to the goroutine for signing, unless another caller was faster: it may have been decided
// since this one looked.
func (m *Manager) enqueue(ctx context.Context, call Call) (s *slot, err error) {
	doErr := m.do(ctx, func(ctx context.Context) {
		var status Status
		if s, status, err = m.lookUp(ctx, call.Key); err != nil {
			return
		}
		if s, err = stands(s, status, call); s != nil || err != nil {
			return
		}
		if m.frozen != nil {
			err = fmt.Errorf("transaction %s: %w: %w", call.Key, ErrFrozen, m.frozen)
			return
		}
		s = &slot{call: call, decided: make(chan struct{})}
		s.Key, s.Content = call.Key, call.content()
		m.keys[call.Key] = s
		m.queue = append(m.queue, s)
	})
	return s, errors.Join(doErr, err)
}

func (m *Manager) wait(ctx context.Context, s *slot) (Outcome, error) {
	unknown := func(why string) (Outcome, error) {
		o := Outcome{Key: s.Key, Status: Unknown, Reason: "its turn (" + why + ")"}
		if w := s.waiting.Load(); w != nil {
			o = *w
			o.Reason += " (" + why + ")"
		}
		return o, o.Err()
	}
	select {
	case <-s.decided:
	default:
		select {
		case <-s.decided:
		case <-ctx.Done():
			return unknown(context.Cause(ctx).Error())
		case <-m.closed:
			return unknown(ErrClosed.Error())
		}
	}
	if s.err != nil {
		return Outcome{}, s.err
	}
	return s.outcome, s.outcome.Err()
}

// prepare finds out before anything is signed what would stop the call, and how much gas it needs.
func (m *Manager) prepare(ctx context.Context, call Call) (gas uint64, err error) {
	client := m.config.Client
	v, err := client.look(ctx, m.scope.Account)
	if err != nil {
		return 0, err
	}
	offer, err := m.config.suggest(v)
	if err != nil {
		return 0, err
	}
	balance, err := client.BalanceAt(ctx, m.scope.Account, nil)
	if err != nil {
		return 0, fmt.Errorf("read the balance: %w", client.Explain(err))
	}
	affords := func(gas uint64) error {
		need := new(big.Int).Mul(new(big.Int).SetUint64(gas), offer.most)
		if need.Add(need, call.value()); balance.Cmp(need) < 0 {
			return &FundsError{Account: m.scope.Account, Have: balance, Need: need}
		}
		return nil
	}
	if gas = call.Gas; gas == 0 {
		if err := affords(emptyGas); err != nil { // else the estimate tells it less clearly
			return 0, err
		}
		estimate, err := client.EstimateGas(ctx, ethereum.CallMsg{From: m.scope.Account, To: call.To, Value: call.value(), Data: call.Data})
		if refusal := reverted(err, m.config.Decode); refusal != nil {
			return 0, refusal
		}
		if err != nil {
			return 0, fmt.Errorf("estimate its gas: %w", client.Explain(err))
		}
		gas = estimate + estimate/5
		if len(call.Data) > 0 {
			gas += emptied
		}
		if estimate <= MaxGas {
			gas = min(gas, MaxGas)
		}
	}
	return gas, affords(gas)
}

// emptied is for the storage that others empty between the estimate and the block: a slot that must be filled anew costs
// 17,100 gas more than one that is changed (EIP-2200). What is not used is not paid.
const emptied = 2 * 17_100
