package quorum

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/parley-p2p/parley/contracts/transactions"
)

// Voters are endpoints of one chain. They are an http.RoundTripper that answers JSON-RPC with what a majority of them says. They may be
// used concurrently.
type Voters struct {
	config   Config
	all      []*voter
	need     int // a majority of all
	identity identity
	last     atomic.Pointer[block] // the head that was agreed on last

	life    context.Context
	cancel  context.CancelFunc
	mu      sync.Mutex // held to begin what Close waits for
	closed  bool
	running sync.WaitGroup
	logger  *slog.Logger
}

var errClosed = errors.New("the chain's client is closed")

// begin runs what goes on whether its caller waits or not, until Close at the latest; false if that was called.
func (v *Voters) begin(run func(context.Context)) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.closed {
		v.running.Go(func() { run(v.life) })
	}
	return !v.closed
}

// Close breaks off what was asked and ends the connections.
func (v *Voters) Close() error {
	v.mu.Lock()
	v.closed = true
	v.mu.Unlock()
	v.cancel()
	v.running.Wait()
	for _, e := range v.all {
		e.Connection.Close()
	}
	return nil
}

// String names the endpoints.
func (v *Voters) String() string {
	names := make([]string, len(v.all))
	for i, e := range v.all {
		names[i] = e.name
	}
	return strings.Join(names, ", ")
}

func (v *Voters) fail(kind, err error) error {
	return &transactions.ChainError{URL: v.String(), Kind: kind, Err: err}
}

func malformed(err error) error {
	if _, ok := errors.AsType[*transactions.ChainError](err); ok {
		return err
	}
	return &transactions.ChainError{Kind: transactions.ErrMalformed, Err: err}
}

// live are the voters to ask: all that are not away, and those that are where it does not go without them.
func (v *Voters) live() []*voter {
	now := time.Now()
	var live, resting []*voter
	for _, e := range v.all {
		if e.resting(now) {
			resting = append(resting, e)
		} else {
			live = append(live, e)
		}
	}
	if len(live) >= v.need {
		return live
	}
	for _, e := range resting {
		if e.triedBefore(now.Add(-v.config.Retry)) {
			live = append(live, e)
		}
	}
	return live
}

// heard notes whether a voter answers what it was asked at a time. What it was asked before it last failed says nothing about since.
func (v *Voters) heard(e *voter, asked time.Time, err error) {
	if err != nil && v.life.Err() != nil {
		return
	}
	e.mu.Lock()
	before := e.away
	switch {
	case err == nil && !asked.Before(e.tried):
		e.away, e.known, e.pause = nil, true, 0
	case err != nil:
		e.away, e.known, e.tried = err, false, time.Now()
		if !e.tried.Before(e.until) { // else it was tried early
			e.pause = min(max(2*e.pause, shortestPause), longestPause)
			e.until = e.tried.Add(e.pause)
		}
	}
	now := e.away
	e.mu.Unlock()
	switch {
	case now != nil && before == nil:
		v.tell("the chain's endpoint %s is left out until it serves: %s", e.name, reason(err))
	case now == nil && before != nil:
		v.tell("the chain's endpoint %s serves again", e.name)
	}
}

// reason is an error of an endpoint without its name and a remedy.
func reason(err error) string {
	c, ok := errors.AsType[*transactions.ChainError](err)
	switch {
	case !ok:
		return err.Error()
	case errors.Is(c.Kind, transactions.ErrWrongChain):
		return c.Err.Error()
	}
	return fmt.Sprintf("%v: %v", c.Kind, c.Err)
}

// tell says what became of an endpoint, once.
func (v *Voters) tell(format string, args ...any) {
	words := fmt.Sprintf(format, args...)
	v.logger.Warn("quorum: " + words)
	if v.config.Told != nil {
		v.config.Told(words)
	}
}

// absent says of the voters that have shown nothing why.
func (v *Voters) absent(sights []*sight) (said []string) {
	shown := map[*voter]bool{}
	for _, s := range sights {
		shown[s.voter] = true
	}
	for _, e := range v.all {
		if shown[e] {
			continue
		}
		e.mu.Lock()
		why := e.away
		e.mu.Unlock()
		if why == nil {
			said = append(said, e.name+" has not answered")
		} else {
			said = append(said, e.name+": "+reason(why))
		}
	}
	return said
}

// tooFew is the error where fewer than a majority answer.
func (v *Voters) tooFew(what string, sights []*sight) error {
	return v.fail(transactions.ErrUnreachable, fmt.Errorf("%s: %d of %d endpoints answer, and %d must: %s", what, len(sights), len(v.all), v.need, strings.Join(v.absent(sights), "; ")))
}

// answer answers a request: it is asked again where endpoints were about to go on to another block.
func (v *Voters) answer(ctx context.Context, questions []question) ([]answer, error) {
	const tries = 3
	for try := 1; ; try++ {
		answers, err := v.once(ctx, questions)
		passing := errors.Is(err, transactions.ErrDisagree) || errors.Is(err, errMoved)
		if !passing || try == tries || ctx.Err() != nil {
			return answers, err
		}
		select {
		case <-time.After(time.Duration(try) * v.config.Again):
		case <-ctx.Done():
			return nil, err
		}
	}
}

var errMoved = errors.New("it has gone on to another block")

func (v *Voters) once(ctx context.Context, questions []question) ([]answer, error) {
	var tags []string
	asks, everyone := false, false
	for i := range questions {
		named, headed := refs(&questions[i])
		asks, everyone = asks || headed, everyone || ruleOf(&questions[i]).everyone
		for _, tag := range named {
			if tag != "latest" && !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
	}
	if !asks {
		return v.directly(ctx, questions, everyone)
	}
	prefix := headQuestions(tags)
	guess := v.guess(questions, tags)
	f := v.ask(v.live(), append(prefix, guess.batch()...))
	at, err := v.agree(ctx, f, tags)
	if err != nil {
		f.late(func(reply) {})
		return nil, err
	}
	v.last.Store(at.head)
	if guess != nil && guess.head.hash == at.head.hash {
		guess.voters = at.voters
		return guess.tally(ctx, f, len(prefix))
	}
	f.late(func(reply) {})
	p, err := v.poses(questions, at)
	if err != nil {
		return nil, err
	}
	if len(p.batch()) == 0 {
		return p.tally(ctx, &fan{voters: v}, 0)
	}
	return p.tally(ctx, v.ask(v.counted(v.live()), p.batch()), 0) // whoever has the head has a vote, even if it was not among the first to say so
}

// guess poses questions as if the head were still the last one: if it is, one request does. Nil where it is not known.
func (v *Voters) guess(questions []question, tags []string) *ballot {
	last := v.last.Load()
	if last == nil || len(tags) > 0 {
		return nil
	}
	p, err := v.poses(questions, &view{head: last})
	if err != nil {
		return nil
	}
	return p
}

// directly asks what is of no block of the voters'.
func (v *Voters) directly(ctx context.Context, questions []question, everyone bool) ([]answer, error) {
	p, err := v.poses(questions, &view{})
	if err != nil {
		return nil, err
	}
	voters := v.all
	if !everyone {
		voters = v.counted(v.live())
	}
	if len(voters) < v.need {
		return nil, v.tooFew(questions[0].Method, shown(voters))
	}
	return p.tally(ctx, v.ask(voters, p.batch()), 0)
}

// shown are voters of which no more is known than that they can be asked.
func shown(voters []*voter) []*sight {
	all := make([]*sight, len(voters))
	for i, e := range voters {
		all[i] = &sight{voter: e}
	}
	return all
}

// counted leaves out who is on another history, as long as there are enough.
func (v *Voters) counted(voters []*voter) []*voter {
	var some []*voter
	for _, e := range voters {
		if e.leftOut() == "" {
			some = append(some, e)
		}
	}
	if len(some) < v.need {
		return voters
	}
	return some
}

// compare holds what voters show against the head, and tells who is on another history or lags behind.
func (v *Voters) compare(at *view, sights []*sight) {
	has := map[*voter]bool{}
	for _, e := range at.voters {
		has[e] = true
		v.setApart(e, "")
	}
	heights := heightsOf(sights)
	tip := heights[v.need-1]
	if len(v.all) == v.need {
		tip = heights[0] // of two
	}
	for _, s := range sights {
		if s.height < tip {
			v.behind(s.voter, s.height, tip)
			continue
		}
		v.behind(s.voter, tip, tip)
		if b := s.blocks[at.head.number]; !has[s.voter] && b != nil {
			v.suspect(s, at, b)
		}
	}
}

// behind tells when a voter begins to lag further than a reorganization goes, and when it no longer does.
func (v *Voters) behind(e *voter, height, tip uint64) {
	lags := height+v.config.Fork < tip
	e.mu.Lock()
	before := e.lags
	e.lags = lags
	e.mu.Unlock()
	switch {
	case lags && !before:
		v.tell("the chain's endpoint %s lags behind: its newest block is %d, and others have %d", e.name, height, tip)
	case before && !lags:
		v.tell("the chain's endpoint %s has caught up", e.name)
	}
}

// suspect looks into a voter whose block at the head's height is another: as deep as no reorganization goes it must be the same.
func (v *Voters) suspect(s *sight, at *view, b *block) {
	e := s.voter
	e.mu.Lock()
	if e.forked == nil {
		e.forked = b
	}
	since, due := e.forked.number, time.Since(e.compared) > v.config.Retry
	if due {
		e.compared = time.Now()
	}
	e.mu.Unlock()
	if at.head.number >= since+v.config.Fork {
		v.setApart(e, fmt.Sprintf("since block %d it has other blocks than a majority", since))
		return
	}
	if !due || at.head.number < v.config.Fork {
		return
	}
	deep := at.head.number - v.config.Fork
	v.begin(func(ctx context.Context) {
		all := append([]*voter{e}, at.voters...)
		f := v.ask(all, []question{ask("eth_getBlockByNumber", hexutil.Uint64(deep), false)})
		f.until(ctx, func() bool { return len(f.got) == len(all) })
		var theirs *block
		var others []*sight
		for _, r := range f.got {
			if r.err != nil {
				continue
			}
			b, err := blockOf(r.answers[0].Result)
			switch {
			case err != nil || b == nil:
			case r.voter == e:
				theirs = b
			default:
				others = append(others, &sight{voter: r.voter, blocks: map[uint64]*block{deep: b}})
			}
		}
		if ours := v.winner(others, deep); theirs != nil && ours != nil && theirs.hash != ours.hash {
			v.setApart(e, fmt.Sprintf("its block %d is %#x…, and that of a majority %#x…, %d blocks deep", deep, theirs.hash[:6], ours.hash[:6], v.config.Fork))
		}
	})
}

// setApart notes that a voter is left out, and why, or that it no longer is.
func (v *Voters) setApart(e *voter, why string) {
	e.mu.Lock()
	before := e.apart
	if e.apart = why; why == "" {
		e.forked = nil
	}
	e.mu.Unlock()
	switch {
	case why != "" && before == "":
		v.tell("the chain's endpoint %s is left out, it is on another history: %s", e.name, why)
	case why == "" && before != "":
		v.tell("the chain's endpoint %s counts again: it has the blocks of the others", e.name)
	}
}

// contradicts notes that a voter says something else of a block than a majority, and tells it now and then.
func (v *Voters) contradicts(e *voter, what, said, majority string) {
	e.mu.Lock()
	lately := !e.differs.IsZero() && time.Since(e.differs) < v.config.Remind
	if !lately {
		e.differs = time.Now()
	}
	e.mu.Unlock()
	if !lately {
		v.tell("the chain's endpoint %s lies, or is out of order: %s: it says %s, and a majority %s", e.name, what, clip(said), clip(majority))
	}
}
