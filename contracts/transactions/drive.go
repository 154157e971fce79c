package transactions

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// maxAttempts is how many are signed for one nonce to be taken sooner: an eighth more each time is a factor of 100 by then. More are signed
// where none of them can be taken, and when an empty one is asked for.
const maxAttempts = 40

// headWatch remembers when the head last changed.
type headWatch struct {
	hash  common.Hash
	since time.Time
}

// run does everything that signs, stores and sends, one thing after the other.
func (m *Manager) run(ctx context.Context) {
	defer close(m.closed)
	pause := shortestPoll
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case job := <-m.jobs:
			job(ctx)
			m.drain(ctx)
			pause = shortestPoll
		case <-timer.C:
		}
		if len(m.slots) == 0 && len(m.queue) == 0 {
			continue // nothing to look for until the next job
		}
		if m.step(ctx) {
			pause = shortestPoll
		}
		timer.Reset(pause)
		pause = min(pause+pause/2, m.config.Poll)
	}
}

// drain takes every job that waits, so that they share a signing round and a write to the store.
func (m *Manager) drain(ctx context.Context) {
	for {
		select {
		case job := <-m.jobs:
			job(ctx)
		default:
			return
		}
	}
}

// step looks at the chain once and does what follows. It reports whether anything was decided or sent.
func (m *Manager) step(ctx context.Context) (moved bool) {
	v, err := m.config.Client.look(ctx, m.scope.Account)
	if err != nil {
		if ctx.Err() == nil {
			m.tellAll("the chain to answer: " + err.Error())
		}
		return false
	}
	if m.heads.hash != v.head.Hash() {
		m.heads = headWatch{v.head.Hash(), time.Now()}
	}
	m.watch(v)
	m.start(v)
	decided := m.inspect(ctx, v)
	m.mend(ctx, v)
	sent := m.broadcast(ctx, v)
	return decided || sent
}

// start gives nonces to what is queued, signs it, and stores it in one write.
func (m *Manager) start(v *view) {
	if len(m.queue) == 0 {
		return
	}
	nonce, ok := m.free(v)
	if !ok {
		return
	}
	queued := m.queue
	m.queue = nil
	refuse := func(s *slot, err error) {
		s.err = fmt.Errorf("transaction %s: %w", s.Key, err)
		delete(m.keys, s.Key)
		close(s.decided)
	}
	offer, err := m.config.suggest(v)
	if err == nil && m.frozen != nil {
		err = fmt.Errorf("%w: %w", ErrFrozen, m.frozen)
	}
	if err != nil {
		for _, s := range queued {
			refuse(s, err)
		}
		return
	}
	signed := make([]*slot, 0, len(queued))
	for _, s := range queued {
		s.Nonce = nonce
		s.Outcome = Outcome{Key: s.Key, Nonce: nonce, Status: Pending}
		if err := m.sign(s, s.call.To, s.call.value(), s.call.Data, s.call.Gas, offer, ""); err != nil {
			refuse(s, err)
			continue
		}
		signed = append(signed, s)
		nonce++
	}
	if err := m.put(signed...); err != nil {
		for _, s := range signed {
			refuse(s, fmt.Errorf("%w: %w", ErrFrozen, err))
		}
		return
	}
	m.next = nonce
	m.slots = append(m.slots, signed...)
}

// sign appends an attempt to the slot. It is neither stored nor sent by that.
func (m *Manager) sign(s *slot, to *common.Address, value *big.Int, data []byte, gas uint64, offer fee, empty string) error {
	tx, err := types.SignNewTx(m.config.Key, m.signer, &types.DynamicFeeTx{
		ChainID: m.scope.ChainID, Nonce: s.Nonce, GasTipCap: offer.tip, GasFeeCap: offer.most,
		Gas: gas, To: to, Value: value, Data: data,
	})
	if err != nil {
		return fmt.Errorf("sign: %w", err)
	}
	raw, err := tx.MarshalBinary()
	if err != nil {
		return fmt.Errorf("sign: %w", err)
	}
	s.Attempts = append(s.Attempts, Attempt{Hash: tx.Hash(), Raw: raw, Empty: empty != "", Reason: empty})
	return nil
}

// put stores slots. When that fails nothing is signed any more: what the store holds is then unknown.
func (m *Manager) put(slots ...*slot) error {
	if m.frozen != nil {
		return m.frozen
	}
	records := make([]Record, len(slots))
	for i, s := range slots {
		records[i] = s.Record
	}
	// Not to be broken off by Close: a write that is half done must be waited for.
	if err := m.config.Store.Put(context.Background(), m.scope, records); err != nil {
		m.frozen = fmt.Errorf("the transaction store failed: %w; mend the disk, then start again", err)
		m.config.Logger.Error("transactions: signing is frozen", "error", err)
		return m.frozen
	}
	return nil
}

// mend replaces what is stuck and fills what is missing.
func (m *Manager) mend(ctx context.Context, v *view) {
	if m.frozen != nil {
		return
	}
	m.fill(ctx, v)
	next := slices.IndexFunc(m.slots, func(s *slot) bool { return s.Nonce >= v.nonce }) // those before it are mined, and wait for blocks
	if next < 0 {
		return
	}
	for i, s := range m.slots[next:] {
		old, err := s.last().transaction()
		if err != nil {
			m.config.Logger.Error("transactions: a signed transaction is damaged", "error", err)
			continue
		}
		offer := fee{old.GasTipCap(), old.GasFeeCap()}
		late := s.sentAt != 0 && v.head.Number.Uint64() >= s.sentAt+m.config.BumpBlocks
		const refusals = 3
		switch {
		case s.empty == "" && s.refused >= refusals:
			s.empty = "the node refuses it: " + s.refusal
		case s.empty != "" && !s.last().Empty:
		case (s.raise || late) && !m.config.affords(offer, v):
		case (s.raise || late && i == 0) && len(s.Attempts) < maxAttempts:
		default:
			if s.sentAt != 0 && s.refusal == "" {
				m.tell(s, m.forBlock(v))
			}
			continue
		}
		m.replace(s, old, offer, v)
	}
}

// replace signs the slot's transaction again at a higher fee, or an empty one in its place.
func (m *Manager) replace(s *slot, old *types.Transaction, offer fee, v *view) {
	raised, ok := m.config.raise(offer, v)
	if !ok {
		m.tell(s, fmt.Sprintf("the base fee, %s gwei, to fall: the limit is %s gwei a gas", gwei(v.head.BaseFee), gwei(m.config.MaxFee)))
		return
	}
	var err error
	stored := len(s.Attempts)
	if s.empty != "" {
		err = m.sign(s, &m.scope.Account, new(big.Int), nil, emptyGas, raised, s.empty)
	} else {
		err = m.sign(s, old.To(), old.Value(), old.Data(), old.Gas(), raised, "")
	}
	if err == nil {
		err = m.put(s)
	}
	if err != nil {
		s.Attempts = s.Attempts[:stored] // what is not stored is never sent
		m.config.Logger.Error("transactions: replace a stuck one", "key", s.Key, "error", err)
		return
	}
	s.raise, s.refused, s.sentAt = false, 0, 0
}

// emptyGas is what a transaction to oneself costs. Forks since Osaka make it cheaper, none dearer.
const emptyGas = 21_000

// fill takes nonces that the chain waits for and that no undecided transaction has, nor the node's pool as long as it is believed. If the store has one of them
// decided, its block was replaced: what was signed is sent again. If nobody signed it (the store is older than the
// chain's pool), an empty one takes its place.
func (m *Manager) fill(ctx context.Context, v *view) {
	unused := slices.IndexFunc(m.slots, func(s *slot) bool { return s.Nonce >= v.nonce })
	if unused < 0 {
		return
	}
	const most = 256
	lowest, first := m.slots[unused].Nonce, max(v.nonce, v.pending)
	if m.doubted(v) {
		first = v.nonce
	}
	for nonce := first; nonce < lowest && nonce < v.nonce+most; nonce++ {
		s, err := m.restore(ctx, nonce, v)
		if err != nil {
			m.config.Logger.Error("transactions: fill a gap", "nonce", nonce, "error", err)
			return
		}
		if !m.filled[nonce] {
			m.filled[nonce] = true
			m.config.Logger.Warn("transactions: the chain lacks a nonce below those sent; filling it", "nonce", nonce, "key", s.Key)
		}
		m.admit(s)
	}
}

func (m *Manager) restore(ctx context.Context, nonce uint64, v *view) (*slot, error) {
	r, ok, err := m.config.Store.At(ctx, m.scope, nonce)
	if err != nil {
		return nil, err
	}
	if ok {
		return m.reopen(r)
	}
	s := &slot{decided: make(chan struct{})}
	offer, err := m.config.suggest(v)
	if err != nil {
		return nil, err
	}
	s.Nonce, s.Key = nonce, fmt.Sprintf("gap/%d", nonce)
	s.empty = "to fill a gap"
	s.Outcome = Outcome{Key: s.Key, Nonce: nonce, Status: Pending}
	if err := m.sign(s, &m.scope.Account, new(big.Int), nil, emptyGas, offer, s.empty); err != nil {
		return nil, err
	}
	return s, m.put(s)
}

// broadcast hands over what the node does not have: everything from the first nonce that its pool lacks.
func (m *Manager) broadcast(ctx context.Context, v *view) (sent bool) {
	var slots []*slot
	var raws [][]byte
	for _, s := range m.slots {
		if s.Nonce >= v.nonce && (s.sentAt == 0 || s.Nonce >= v.pending) {
			slots, raws = append(slots, s), append(raws, s.last().Raw)
		}
	}
	if len(raws) == 0 {
		return false
	}
	refusals, err := m.config.Client.send(ctx, raws)
	if err != nil {
		m.tellAll("the chain to answer: " + err.Error())
		return false
	}
	for i, s := range slots {
		fresh := s.sentAt == 0
		if m.taken(s, refusals[i], v) && fresh {
			sent = true
		}
	}
	return sent
}

// taken reads what the node said to a transaction.
func (m *Manager) taken(s *slot, refusal error, v *view) bool {
	text := ""
	if refusal != nil {
		text = plain(refusal.Error())
	}
	switch {
	case refusal == nil, strings.Contains(text, "already known"), strings.Contains(text, "already exists"):
		if s.sentAt == 0 {
			s.sentAt = max(v.head.Number.Uint64(), 1)
		}
		s.refused, s.refusal = 0, ""
		m.tell(s, m.forBlock(v))
		return true
	case strings.Contains(text, "nonce too low"): // mined just now: the next look tells by which
	case strings.Contains(text, "underpriced"):
		if s.judged != v.head.Hash() { // a node whose pool is full says so of whatever it is offered
			s.judged, s.raise = v.head.Hash(), true
		}
		m.tell(s, "the node to take it: "+text)
	case strings.Contains(text, "insufficient funds"):
		m.tell(s, fmt.Sprintf("funds: account %s cannot pay; send it ether of this chain (%s)", m.scope.Account, text))
	case errors.Is(explain(m.config.Client.url, refusal), ErrBusy), strings.Contains(text, "txpool is full"), strings.Contains(text, "limit exceeded"):
		m.tell(s, "the node to take it: "+text)
	default:
		if s.judged != v.head.Hash() {
			s.judged = v.head.Hash()
			s.refused++
		}
		s.refusal = text
		m.tell(s, "the node to take it: "+text)
	}
	return false
}

// forBlock says what a transaction that lies in the node's pool waits for.
func (m *Manager) forBlock(v *view) string {
	const silence = time.Minute
	if quiet := time.Since(m.heads.since); quiet > silence {
		return fmt.Sprintf("the chain to go on: its newest block has been %d for %v", v.head.Number, quiet.Round(time.Second))
	}
	return "a block that takes it"
}

func (m *Manager) tellAll(what string) {
	for _, s := range m.slots {
		m.tell(s, what)
	}
	for _, s := range m.queue {
		m.tell(s, what)
	}
}

// tell notes what a slot waits for, for its callers and Config.Progress.
func (m *Manager) tell(s *slot, what string) {
	o := Outcome{Key: s.Key, Status: Unknown, Nonce: s.Nonce, Reason: what}
	if len(s.Attempts) > 0 {
		o.Hash = s.last().Hash
	}
	if old := s.waiting.Swap(&o); old != nil && old.Reason == what {
		return
	}
	if m.config.Progress != nil {
		m.config.Progress(Wait{Key: s.Key, Nonce: s.Nonce, Hash: o.Hash, For: what})
	}
}
