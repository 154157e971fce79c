package logs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/google/go-cmp/cmp"
)

// source answers with the same logs, those of the blocks that it is asked for; from broken on it has nothing.
type source struct {
	logs   []types.Log
	broken uint64
	asked  []string
}

func (s *source) FilterLogs(_ context.Context, q ethereum.FilterQuery) (logs []types.Log, _ error) {
	first, last := q.FromBlock.Uint64(), q.ToBlock.Uint64()
	s.asked = append(s.asked, fmt.Sprintf("%d-%d", first, last))
	if s.broken != 0 && last >= s.broken {
		return nil, errors.New("gone")
	}
	for _, log := range s.logs {
		if log.BlockNumber >= first && log.BlockNumber <= last {
			logs = append(logs, log)
		}
	}
	return logs, nil
}

func (s *source) Explain(err error) error { return fmt.Errorf("explained: %w", err) }

func log(block uint64, index uint) types.Log {
	return types.Log{Address: common.Address{7}, Topics: []common.Hash{{1}}, BlockNumber: block, Index: index}
}

func TestRead(t *testing.T) { // THREATS 4: an endpoint that lies
	for name, c := range map[string]struct {
		source
		first, last uint64
		asked, read []string
		fails       string
	}{
		"one window":       {source{logs: []types.Log{log(5, 0), log(5, 1), log(9, 0)}}, 3, 9, []string{"3-9"}, []string{"5.0", "5.1", "9.0"}, ""},
		"windows":          {source{logs: []types.Log{log(1, 0), log(2001, 3)}}, 1, 4001, []string{"1-2000", "2001-4000", "4001-4001"}, []string{"1.0", "2001.3"}, ""},
		"the last blocks":  {source{}, math.MaxUint64 - Window, math.MaxUint64, []string{"18446744073709549615-18446744073709551614", "18446744073709551615-18446744073709551615"}, nil, ""},
		"no blocks":        {source{}, 2, 1, nil, nil, ""},
		"out of order":     {source{logs: []types.Log{log(5, 1), log(5, 0)}}, 1, 9, []string{"1-9"}, []string{"5.1"}, "who: the endpoint's events of block 5 are out of order"},
		"twice":            {source{logs: []types.Log{log(5, 1), log(5, 1)}}, 1, 9, []string{"1-9"}, []string{"5.1"}, "out of order"},
		"an endpoint gone": {source{broken: 2002}, 1, 5000, []string{"1-2000", "2001-4000"}, nil, "who: events of blocks 2001 to 4000: explained: gone"},
	} {
		t.Run(name, func(t *testing.T) {
			r := Reader[string]{Source: &c.source, Contract: common.Address{7}, Who: "who", Event: func(log *types.Log, first, last uint64) (string, error) {
				return fmt.Sprintf("%d.%d", log.BlockNumber, log.Index), Asked(log, common.Address{7}, first, last)
			}}
			var read []string
			failed := ""
			for e, err := range r.Read(t.Context(), c.first, c.last, nil) {
				if err != nil {
					failed = err.Error()
					continue
				}
				read = append(read, e)
			}
			if diff := cmp.Diff([][]string{c.asked, c.read}, [][]string{c.source.asked, read}); diff != "" {
				t.Errorf("asked for, and read (-want +got):\n%s", diff)
			}
			if (failed == "") != (c.fails == "") || !strings.Contains(failed, c.fails) {
				t.Errorf("fails with %q, want %q", failed, c.fails)
			}
		})
	}
}

// Breaking off the loop asks for nothing more.
func TestBreak(t *testing.T) {
	s := &source{logs: []types.Log{log(1, 0), log(1, 1)}}
	r := Reader[int]{Source: s, Event: func(*types.Log, uint64, uint64) (int, error) { return 0, nil }}
	for range r.Read(t.Context(), 1, 10_000, nil) {
		break
	}
	if len(s.asked) != 1 {
		t.Errorf("asked for %v", s.asked)
	}
}

func TestAsked(t *testing.T) {
	for name, change := range map[string]func(*types.Log){
		"another contract": func(l *types.Log) { l.Address = common.Address{8} },
		"removed":          func(l *types.Log) { l.Removed = true },
		"too early":        func(l *types.Log) { l.BlockNumber = 2 },
		"too late":         func(l *types.Log) { l.BlockNumber = 10 },
		"no topic":         func(l *types.Log) { l.Topics = nil },
	} {
		l := log(3, 0)
		if err := Asked(&l, common.Address{7}, 3, 9); err != nil {
			t.Error(err)
		}
		if change(&l); Asked(&l, common.Address{7}, 3, 9) == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestBack(t *testing.T) {
	for of, want := range map[[2]uint64][][2]uint64{
		{0, 0}:              {{0, 0}},
		{0, Window}:         {{1, Window}, {0, 0}},
		{0, 2 * Window}:     {{Window + 1, 2 * Window}, {1, Window}, {0, 0}},
		{0, Window - 1}:     {{0, Window - 1}},
		{7, Window + 8}:     {{9, Window + 8}, {7, 8}},
		{7, 2*Window + 6}:   {{Window + 7, 2*Window + 6}, {7, Window + 6}},
		{7, 7}:              {{7, 7}},
		{8, 7}:              nil,
		{math.MaxUint64, 0}: nil,
	} {
		var got [][2]uint64
		for first, last := range Back(of[0], of[1]) {
			got = append(got, [2]uint64{first, last})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("back from %d to %d (-want +got)\n%s", of[1], of[0], diff)
		}
	}
	for first := range Back(0, math.MaxUint64) { // breaking off ends it
		if first != math.MaxUint64-Window+1 {
			t.Errorf("the newest window begins at %d", first)
		}
		break
	}
}
