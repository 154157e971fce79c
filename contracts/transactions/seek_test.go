package transactions

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rpc"
)

// written is a chain that is written down: blocks with transactions of one account, at a node that may lack some.
type written struct {
	headers []*types.Header
	taken   map[uint64]*types.Transaction
	lacks   map[uint64]bool
	asked   int // for blocks with their transactions
}

// write has the chain go on from a block with others, up to a height.
func (w *written) write(t *testing.T, from, to uint64, fork byte) {
	t.Helper()
	w.headers = w.headers[:from]
	for number := from; number <= to; number++ {
		h := &types.Header{Number: new(big.Int).SetUint64(number), Difficulty: new(big.Int), Extra: []byte{fork}}
		if number > 0 {
			h.ParentHash = w.headers[number-1].Hash()
		}
		w.headers = append(w.headers, h)
	}
}

func (w *written) RoundTrip(r *http.Request) (*http.Response, error) {
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	type question struct {
		ID     json.RawMessage
		Method string
		Params []any
	}
	answer := func(q question) map[string]any {
		if q.Method == "eth_getTransactionCount" {
			return map[string]any{"jsonrpc": "2.0", "id": q.ID, "error": map[string]any{"code": -32000, "message": "missing trie node"}}
		}
		return map[string]any{"jsonrpc": "2.0", "id": q.ID, "result": w.answer(q.Method, q.Params)}
	}
	var answers any
	var all []question
	var one question
	if err := json.Unmarshal(text, &all); err == nil {
		list := []any{}
		for _, q := range all {
			list = append(list, answer(q))
		}
		answers = list
	} else if err := json.Unmarshal(text, &one); err == nil {
		answers = answer(one)
	}
	body, err := json.Marshal(answers)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Request: r, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(body))}, nil
}

func (w *written) answer(method string, params []any) any {
	switch method {
	case "eth_chainId":
		return "0x539"
	case "eth_blockNumber":
		return hexutil.Uint64(len(w.headers) - 1)
	case "eth_getBlockByNumber":
		number, err := hexutil.DecodeUint64(params[0].(string))
		if err != nil || number >= uint64(len(w.headers)) {
			return nil
		}
		if params[1] == true {
			w.asked++
		}
		if w.lacks[number] {
			return nil
		}
		block := fields(w.headers[number])
		block["transactions"] = []any{}
		if tx := w.taken[number]; tx != nil {
			full := fields(tx)
			full["from"] = writer()
			block["transactions"] = []any{full}
		}
		return block
	}
	return nil // no index of transactions
}

func fields(x json.Marshaler) map[string]any {
	var all map[string]any
	if text, err := x.MarshalJSON(); err != nil || json.Unmarshal(text, &all) != nil {
		panic(err)
	}
	return all
}

func writer() common.Address {
	key, err := crypto.ToECDSA(common.LeftPadBytes([]byte{1}, 32))
	if err != nil {
		panic(err)
	}
	return crypto.PubkeyToAddress(key.PublicKey)
}

// seeking is a Manager at the chain, with its slot of a nonce that was used.
func seeking(t *testing.T, w *written, before Outcome) (*Manager, *slot) {
	t.Helper()
	key, err := crypto.ToECDSA(common.LeftPadBytes([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	connection, err := rpc.DialOptions(t.Context(), "http://127.0.0.1:1", rpc.WithHTTPClient(&http.Client{Transport: w}))
	if err != nil {
		t.Fatal(err)
	}
	id := big.NewInt(1337)
	c := &Client{Client: ethclient.NewClient(connection), url: "http://127.0.0.1:1", chainID: id, idle: func() {}}
	t.Cleanup(c.Close)
	m := &Manager{
		config: Config{Client: c, Key: key, Store: new(Memory), Logger: slog.New(slog.DiscardHandler)},
		scope:  Scope{ChainID: id, Account: writer()}, signer: types.LatestSignerForChainID(id),
	}
	before.Key, before.Status = "before", Mined
	if err := m.put(&slot{Record: Record{Nonce: 6, Key: "before", Outcome: before}}); err != nil {
		t.Fatal(err)
	}
	s := &slot{Record: Record{Nonce: 7, Key: "k"}}
	m.signs(t, s, 1, "")
	return m, s
}

// signs adds an attempt to the slot, at a fee of its own.
func (m *Manager) signs(t *testing.T, s *slot, gwei int64, empty string) *types.Transaction {
	t.Helper()
	to, value := &common.Address{9}, big.NewInt(1)
	if empty != "" {
		to, value = &m.scope.Account, new(big.Int)
	}
	if err := m.sign(s, to, value, nil, emptyGas, fee{big.NewInt(gwei), big.NewInt(gwei)}, empty); err != nil {
		t.Fatal(err)
	}
	tx, err := s.last().transaction()
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

// lost is one more transaction of the slot, which the store does not have.
func (m *Manager) lost(t *testing.T, s *slot) *types.Transaction {
	t.Helper()
	other := &slot{Record: Record{Nonce: s.Nonce}}
	return m.signs(t, other, 99, "")
}

// sought looks for what has used the slot's nonce, on as many heads as it takes; since is the block by which it was used.
func (m *Manager) sought(t *testing.T, s *slot, since func(head int) uint64) (*types.Transaction, error) {
	t.Helper()
	for head := 1; ; head++ {
		tx, err := m.seek(t.Context(), s, since(head))
		if tx != nil || errors.Is(err, errUntold) {
			return tx, err
		}
		if head > 3*seekMost/seekBlocks {
			t.Fatalf("it does not come to an end: %v", err)
		}
	}
}

// What took a nonce is found in the blocks of a node that has forgotten the states of then, also where it lacks a block for a while or the
// chain changes meanwhile; where they do not tell, the search ends.
func TestSought(t *testing.T) { // THREATS 4, restored old backup; chain reorganization
	const top = 400
	for name, c := range map[string]struct {
		in    uint64 // the block that has it
		floor uint64 // the block of the nonce before it
		since uint64 // by which it was used at first; 0: top
		fork  string // of the block of the nonce before it, "floor", or of what was looked through, "looked"
		lacks func(head int) []uint64
		none  bool // it is not found
	}{
		"in the newest block":                             {in: top, floor: 350},
		"in the block of the nonce before":                {in: 350, floor: 350},
		"far back":                                        {in: 3},
		"its block is lacking for a while":                {in: 398, floor: 397, lacks: func(head int) []uint64 { return []uint64{398}[:max(0, min(1, 5-head))] }},
		"its block is lacking for good":                   {in: 398, floor: 397, lacks: func(int) []uint64 { return []uint64{398} }, none: true},
		"the nonce before it has moved down":              {in: 340, floor: 350, fork: "floor"},
		"it has moved above what was looked through":      {in: 10, fork: "looked"},
		"above the block by which it was said to be used": {in: 393, floor: 385, since: 390},
		"the blocks do not have it":                       {in: 340, floor: 350, none: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := &written{taken: make(map[uint64]*types.Transaction)}
			w.write(t, 0, top, 0)
			before := Outcome{Block: c.floor}
			if c.floor > 0 {
				before.BlockHash = w.headers[c.floor].Hash()
			}
			m, s := seeking(t, w, before)
			want := m.lost(t, s)
			w.taken[c.in] = want
			if c.fork == "floor" {
				w.write(t, 330, top, 1)
			}
			tx, err := m.sought(t, s, func(head int) uint64 {
				if c.fork == "looked" && head == 7 { // below what is looked through once more
					w.write(t, 240, top, 1)
					delete(w.taken, c.in)
					w.taken[250] = want
				}
				w.lacks = make(map[uint64]bool)
				if c.lacks != nil {
					for _, number := range c.lacks(head) {
						w.lacks[number] = true
					}
				}
				if c.since != 0 && head == 1 {
					return c.since
				}
				return top
			})
			switch {
			case c.none && !errors.Is(err, errUntold):
				t.Errorf("%v, %v: want none", tx, err)
			case !c.none && (err != nil || tx.Hash() != want.Hash()):
				t.Errorf("it is not found: %v", err)
			}
			if w.asked > seekMost+seekAgain {
				t.Errorf("%d blocks were read", w.asked)
			}
		})
	}
}

// What the store has lost is known by any of what it has of the slot: also where that was to be canceled since.
func TestWhatWasLostIsLikeAnyAttempt(t *testing.T) { // THREATS 4, restored old backup; cancel path
	w := &written{taken: make(map[uint64]*types.Transaction)}
	w.write(t, 0, 100, 0)
	m, s := seeking(t, w, Outcome{})
	w.taken[99] = m.lost(t, s)
	m.signs(t, s, 2, "by request")
	own, err := m.recover(t.Context(), s, &view{head: w.headers[100]})
	for errors.Is(err, errSeeking) {
		own, err = m.recover(t.Context(), s, &view{head: w.headers[100]})
	}
	if err != nil || !own || s.last().Empty || s.last().Hash != w.taken[99].Hash() {
		t.Errorf("own: %t, %v; the last attempt is empty: %t", own, err, s.last().Empty)
	}
}

// A transaction that a block has and of which the node has no receipt is found once, not on each head again; and it comes to an end.
func TestWhatHasNoReceiptIsFoundOnce(t *testing.T) { // THREATS 4, restored old backup
	w := &written{taken: make(map[uint64]*types.Transaction)}
	w.write(t, 0, 100, 0)
	m, s := seeking(t, w, Outcome{})
	w.taken[99] = m.lost(t, s)
	if own, err := m.recover(t.Context(), s, &view{head: w.headers[100]}); !own || err != nil {
		t.Fatalf("own: %t, %v", own, err)
	}
	for head := 2; ; head++ {
		own, err := m.recover(t.Context(), s, &view{head: w.headers[100]})
		if own || err == nil || len(s.Attempts) != 2 {
			t.Fatalf("on head %d: own: %t, %v; %d attempts, want 2", head, own, err, len(s.Attempts))
		}
		if errors.Is(err, errUntold) {
			break
		}
		if !errors.Is(err, errSeeking) || head > 2*seekMost/seekBlocks {
			t.Fatalf("on head %d: %v", head, err)
		}
	}
}

// Who looks once more for what nobody could tell of is given what is sent in its place meanwhile: both would go by one key.
func TestWhatIsSentAgainIsNotPursued(t *testing.T) { // THREATS rule 1
	w := &written{taken: make(map[uint64]*types.Transaction)}
	w.write(t, 0, 100, 0)
	m, s := seeking(t, w, Outcome{})
	s.Outcome = Outcome{Key: s.Key, Nonce: s.Nonce, Status: Unknown}
	if err := m.put(s); err != nil {
		t.Fatal(err)
	}
	m.jobs = make(chan func(context.Context))
	defer close(m.jobs)
	go func() {
		for job := range m.jobs {
			job(context.Background())
		}
	}()
	queued := &slot{Record: Record{Key: s.Key}, decided: make(chan struct{})}
	m.keys, m.queue = map[string]*slot{s.Key: queued}, []*slot{queued}
	if again, err := m.pursue(t.Context(), s); err != nil || again != queued || m.keys[s.Key] != queued || len(m.slots) != 0 {
		t.Errorf("%v; it is what is queued: %t, want true; %d slots, want none", err, again == queued, len(m.slots))
	}
}
