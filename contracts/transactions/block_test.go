package transactions

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// balanced is an address behind which nodes answer in turns: each knows the chain up to its own head, and a view says at which block
// it was asked.
type balanced struct {
	heads []uint64
	asked int
	forks bool // a node knows only its own head's hash
}

func hashOf(number uint64) common.Hash {
	return common.BigToHash(new(big.Int).SetUint64(number + 1000))
}

func (b *balanced) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	head := b.heads[b.asked%len(b.heads)]
	b.asked++
	var answer any
	if bytes.HasPrefix(body, []byte("[")) {
		var questions []question
		if err := json.Unmarshal(body, &questions); err != nil {
			return nil, err
		}
		all := []any{}
		for _, q := range questions {
			all = append(all, b.answer(q, head))
		}
		answer = all
	} else {
		var q question
		if err := json.Unmarshal(body, &q); err != nil {
			return nil, err
		}
		answer = b.answer(q, head)
	}
	text, err := json.Marshal(answer)
	return &http.Response{StatusCode: http.StatusOK, Request: r, Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: -1,
		Body: io.NopCloser(bytes.NewReader(text))}, err
}

type question struct {
	ID     json.RawMessage   `json:"id"`
	Method string            `json:"method"`
	Params []json.RawMessage `json:"params"`
}

func (b *balanced) answer(q question, head uint64) map[string]any {
	m := map[string]any{"jsonrpc": "2.0", "id": q.ID}
	switch q.Method {
	case "eth_chainId":
		m["result"] = "0x539"
	case "eth_getBlockByNumber":
		number := head
		if err := json.Unmarshal(q.Params[0], (*hexutil.Uint64)(&number)); err != nil {
			number = head // the latest
		}
		if m["result"] = nil; number <= head {
			m["result"] = map[string]any{"number": hexutil.Uint64(number), "hash": hashOf(number), "timestamp": hexutil.Uint64(12 * number)}
		}
	case "eth_call":
		var at struct{ BlockHash common.Hash }
		if err := json.Unmarshal(q.Params[1], &at); err != nil {
			m["result"] = numbered(head)
			break
		}
		for n := uint64(0); n <= head; n++ {
			if at.BlockHash == hashOf(n) && (!b.forks || n == head) {
				m["result"] = numbered(n)
				return m
			}
		}
		m["error"] = map[string]any{"code": -32000, "message": "header for hash not found"}
	default:
		m["error"] = map[string]any{"code": -32601, "message": "no such method"}
	}
	return m
}

func numbered(number uint64) hexutil.Bytes { return binary.BigEndian.AppendUint64(nil, number) }

// Issue 4, stale endpoints: whichever node behind an address answers, the block that is returned is the one that the view is of.
func TestAViewIsOfItsBlock(t *testing.T) {
	for name, heads := range map[string][]uint64{"fresh and stale": {9, 5}, "stale and fresh": {5, 9}, "one": {7}, "three": {9, 5, 8}} {
		for _, depth := range []uint64{0, 1, 3, 20} {
			t.Run(fmt.Sprint(name, " ", depth), func(t *testing.T) {
				c, err := DialThrough(t.Context(), "http://chain", big.NewInt(1337), &balanced{heads: heads})
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				for range 6 {
					answer, at, err := c.ReadAt(t.Context(), common.Address{1}, nil, depth, nil)
					if err != nil {
						t.Fatal(err)
					}
					if of := binary.BigEndian.Uint64(answer); of != at.Number || at.Hash != hashOf(of) || at.Time.Unix() != int64(12*of) {
						t.Fatalf("what is of block %d is said to be of %+v", of, at)
					}
					again, err := c.ReadOf(t.Context(), at, common.Address{1}, nil, nil)
					if err != nil || !bytes.Equal(again, answer) {
						t.Fatalf("asked again of block %d: %x, %v", at.Number, again, err)
					}
				}
			})
		}
	}
}

// SETTLEMENT, rule 5: how far blocks are apart is told by the chain, also where it has few, and nodes lag behind.
func TestSlot(t *testing.T) {
	for name, c := range map[string]struct {
		heads []uint64
		want  time.Duration
	}{"of a slot of 12 s": {[]uint64{500}, 12 * time.Second}, "young": {[]uint64{3}, 12 * time.Second}, "new": {[]uint64{0}, 0}, "stale and fresh": {[]uint64{480, 500}, 12 * time.Second}} {
		client, err := DialThrough(t.Context(), "http://chain", big.NewInt(1337), &balanced{heads: c.heads})
		if err != nil {
			t.Fatal(err)
		}
		if slot, err := client.Slot(t.Context()); err != nil || slot != c.want {
			t.Errorf("%s: %s, %v; want %s", name, slot, err, c.want)
		}
		client.Close()
	}
}

// A block that no node knows any more is an error, and one after which to try again.
func TestAViewOfAForgottenBlock(t *testing.T) {
	c, err := DialThrough(t.Context(), "http://chain", big.NewInt(1337), &balanced{heads: []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9}, forks: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, at, err := c.ReadAt(t.Context(), common.Address{1}, nil, 1, nil); !errors.Is(err, ErrBusy) {
		t.Fatalf("%+v, %v", at, err)
	}
}
