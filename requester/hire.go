package requester

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"google.golang.org/protobuf/proto"
)

// hire fills N places for one piece of work. Its loop runs in one goroutine at a time; engagements speak to it by events.
type hire struct {
	Hiring
	client *Client
	sow    *messages.SOW
	events chan event
	gone   chan struct{} // closed when nobody hires any more
	leave  func()        // closes gone

	// What may come to be owed, and of that by sessions that have not ended; the client's mu guards them.
	committed messages.Amount
	reserved  map[*engagement]messages.Amount

	signed     *messages.Signed
	asked      map[messages.Key]*asked
	candidates []discovery.Candidate
	offers     []event // quotes on the table, in order of arrival
	active     []*engagement
	away       []*engagement        // hired, out of reach for too long, and not replaced yet
	patient    bool                 // nobody takes their place, and they are waited for all the same
	asking     map[*engagement]bool // not yet quoted
	outcomes   []*Outcome           // not yet taken by the consumer
	refusals   []Refused
	done       int
	searching  bool // the finder has not finished
	wait       <-chan time.Time
	waited     bool  // Wait has passed
	halted     error // why the hire is over before it was filled, or this side cannot go on
	began      time.Time
	asks       int // times that everybody was asked
	fullCount  int // of asked, those that are full
}

// asked is what became of a farmer that was asked.
type asked struct {
	failed bool
	busy   int       // sessions of it under way here
	full   error     // why it has no place; it is asked again
	stale  error     // its quote was over before it could be taken
	tries  int       // how often it had none
	again  time.Time // then
}

// maxFound is how many farmers that the Finder finds are asked, however often it names one: each is a dial, and some kilobytes until it has answered.
const maxFound = 10_000

// maxAsks bounds how often farmers are asked anew because the quotes in reserve had expired.
const maxAsks = 3

func newHire(c *Client, h Hiring) *hire {
	gone := make(chan struct{})
	return &hire{client: c, Hiring: h.withDefaults(), events: make(chan event), gone: gone, began: c.config.Now(), leave: sync.OnceFunc(func() { close(gone) }),
		reserved: make(map[*engagement]messages.Amount), asked: make(map[messages.Key]*asked), asking: make(map[*engagement]bool)}
}

// over reports whether nobody hires here any more. There may never have been a hire.
func (h *hire) over() bool {
	if h == nil {
		return true
	}
	select {
	case <-h.gone:
		return true
	default:
		return false
	}
}

// solicit seals the SOW and asks every farmer that is named or found. Asked again, it is a new SOW, since one session of
// one farmer has one SOW.
func (h *hire) solicit(ctx, base context.Context) error {
	if h.asks == 0 && inTime(h.sow, h.client.config.Now()) != nil { // resumed: others are at it, or were
		h.asks = maxAsks
		return nil
	}
	if err := h.seal(); err != nil {
		return err
	}
	h.asks++
	if h.asks > 1 {
		h.restart(base, func(a *asked) bool { return a.full == nil })
		return nil
	}
	for _, c := range h.Farmers {
		h.ask(base, c)
	}
	if h.client.Finder == nil {
		return nil
	}
	h.searching = true
	service := h.sow.Service
	h.client.spawn(func() { h.search(ctx, service) })
	return nil
}

// inTime refuses what no farmer could quote for.
func inTime(sow *messages.SOW, now time.Time) error {
	for _, date := range []struct {
		name  string
		unset time.Duration
		ms    int64
	}{{"delivery date (deliver_by_ms)", deliverWithin, sow.GetDeliverByMs()}, {"date for quotes (quote_by_ms)", quoteWithin, sow.GetQuoteByMs()}} {
		if at := time.UnixMilli(date.ms); date.ms != 0 && !now.Before(at) {
			return protocol.Errorf(protocol.Late, "the SOW's %s, %s, is past by this side's clock: name a later one, or none for %s from now",
				date.name, at.UTC().Format(time.RFC3339), date.unset)
		}
	}
	return nil
}

// seal makes the SOW to ask with.
func (h *hire) seal() error {
	sow := proto.CloneOf(h.sow)
	if h.asks > 0 {
		sow.Nonce, sow.QuoteByMs = nil, 0
	}
	complete(sow, h.client.config.Now())
	signed, err := messages.Seal(sow, messages.ID{}, h.client.Signer)
	if err != nil {
		return err
	}
	h.signed, h.sow = signed, sow
	return nil
}

// restart asks anew those for whom it is time and who are not at it.
func (h *hire) restart(base context.Context, is func(*asked) bool) {
	for _, c := range h.candidates {
		if a := h.asked[c.Key]; !a.failed && a.busy == 0 && is(a) {
			h.start(base, c)
		}
	}
}

// search passes on whom the finder finds for a service, each once, until it ends in whatever way: its panic is logged.
func (h *hire) search(ctx context.Context, service string) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		select {
		case <-h.gone:
		case <-h.client.base.Done():
		case <-stop:
		}
		cancel()
	}()
	send := func(ev event) bool {
		select {
		case h.events <- ev:
			return true
		case <-h.gone:
		case <-h.client.base.Done():
		case <-ctx.Done():
		}
		return false
	}
	defer send(event{kind: searched})
	known := make(map[messages.Key]bool)
	h.client.config.Tell("Find", func() {
		for c, err := range h.client.Finder.Find(ctx, service) {
			switch {
			case ctx.Err() != nil:
				return
			case err != nil:
				h.client.config.Logger.Warn("finding farmers", "service", service, "err", err)
				continue
			case known[c.Key]:
				continue
			case len(known) == maxFound:
				h.client.config.Logger.Warn("more farmers are found than a hire asks; the others are not", "service", service, "asked", maxFound)
				return
			case !send(event{kind: found, candidate: c}):
				return
			}
			known[c.Key] = true
		}
	})
}

// ask asks a farmer once.
func (h *hire) ask(base context.Context, c discovery.Candidate) {
	if h.asked[c.Key] != nil || c.Key == h.client.config.Key {
		return
	}
	h.asked[c.Key] = new(asked)
	if c.Key.IsZero() {
		h.asked[c.Key].failed = true
		h.refusals = append(h.refusals, Refused{c.Key, errNoKey})
		return
	}
	if h.client.Peers != nil {
		if err := h.client.config.Guard("Peers", func() error { return h.client.Peers(c.Key) }); err != nil {
			h.asked[c.Key].failed = true
			h.refusals = append(h.refusals, Refused{c.Key, err})
			return
		}
	}
	h.candidates = append(h.candidates, c)
	h.start(base, c)
}

var errNoKey = protocol.Errorf(protocol.Invalid, "the candidate has no key, and a farmer is known by that alone: set its Key, which its operator can tell")

func (h *hire) start(base context.Context, c discovery.Candidate) {
	e := h.client.engage(c, drive.New(&h.client.config, c.Key))
	e.hire.Store(h)
	before := h.asked[c.Key]
	if before.full != nil {
		h.fullCount--
	}
	h.asked[c.Key] = &asked{busy: 1, tries: before.tries}
	h.asking[e] = true
	signed := h.signed
	h.client.spawn(func() { e.run(base, signed) })
}

// take does what an event asks for.
func (h *hire) take(base context.Context, ev event) {
	switch ev.kind {
	case found:
		h.ask(base, ev.candidate)
	case searched:
		h.searching = false
	case quoted:
		delete(h.asking, ev.from)
		h.drop(ev.from) // after a counter-offer
		h.offers = append(h.offers, ev)
	case refused:
		h.dropped(ev)
	case vanished:
		if !h.patient && h.drop(ev.from) {
			h.away = append(h.away, ev.from)
		}
	case returned:
		h.welcome(base, ev.from)
	case ended:
		h.finished(ev)
	case freed:
		h.afresh()
	}
}

// dropped: the farmer is not hired, whether it was asking, on the table or about to be.
func (h *hire) dropped(ev event) {
	key := ev.from.candidate.Key
	h.drop(ev.from)
	h.withdraw(ev.from)
	h.release(ev.from)
	delete(h.asking, ev.from)
	h.asked[key].busy--
	switch {
	case halts(ev.err):
		h.halted = ev.err
		return
	case errors.Is(ev.err, errDeclined):
		return // no fault of the farmer's: it may be asked again
	case errors.Is(ev.err, errStaleQuote):
		h.asked[key].stale = ev.err
		return // nor this, as a rule
	}
	if !h.isFull(key, ev.err) {
		h.asked[key].failed = true
		h.refusals = append(h.refusals, Refused{key, ev.err})
	}
	h.client.notice(ev.from.session.View(), ev.err)
}

// welcome takes back a farmer that was out of reach, or tells it that another was hired.
func (h *hire) welcome(base context.Context, e *engagement) {
	if e.replaced {
		h.client.spawn(func() { e.recall(base) })
		return
	}
	if i := slices.Index(h.away, e); i >= 0 {
		h.away = slices.Delete(h.away, i, i+1)
		h.active = append(h.active, e)
	}
}

// replace tells the policy that another farmer takes the place of the one that has been out of reach for longest.
func (h *hire) replace(base context.Context) {
	if len(h.away) == 0 {
		return
	}
	e := h.away[0]
	h.away = h.away[1:]
	e.replaced = true
	if r, ok := h.client.policy.(Replacer); ok {
		h.client.config.Tell("Replaced", func() { r.Replaced(base, e.session.View()) })
	}
}

// drop frees the place of an engagement.
func (h *hire) drop(e *engagement) bool {
	i := slices.Index(h.active, e)
	if i >= 0 {
		h.active = slices.Delete(h.active, i, i+1)
	}
	return i >= 0
}

// withdraw takes a quote off the table.
func (h *hire) withdraw(e *engagement) bool {
	i := slices.IndexFunc(h.offers, func(o event) bool { return o.from == e })
	if i >= 0 {
		h.offers = slices.Delete(h.offers, i, i+1)
	}
	return i >= 0
}

func (h *hire) finished(ev event) {
	key := ev.from.candidate.Key
	h.drop(ev.from)
	h.release(ev.from)
	if halts(ev.err) {
		h.halted = ev.err
		return
	}
	delete(h.asking, ev.from)
	if i := slices.Index(h.away, ev.from); i >= 0 {
		h.away = slices.Delete(h.away, i, i+1)
	}
	h.asked[key].busy--
	switch {
	case ev.err == nil:
		h.done++
	case ev.view.Acceptance != nil || !h.isFull(key, ev.err):
		h.asked[key].failed = true
		h.refusals = append(h.refusals, Refused{key, ev.err})
	}
	h.outcomes = append(h.outcomes, &Outcome{Session: ev.view.Session, Farmer: key, View: ev.view, Err: ev.err})
}

func (h *hire) want() int { return h.N - len(h.active) - h.done }

// match has the matcher choose, once there is a choice.
func (h *hire) match(base context.Context) {
	if len(h.offers) == 0 || !h.waited && h.Wait >= 0 && (len(h.asking) > 0 || h.searching) {
		return
	}
	m := protocol.Market{SOW: h.sow, Want: h.want(), Now: h.client.config.Now()}
	left := make(map[messages.ID]event, len(h.offers))
	for _, o := range h.offers {
		m.Offers = append(m.Offers, offer(o.from, o.view, o.at))
		left[o.view.Session] = o
	}
	for _, e := range h.active {
		m.Hired = append(m.Hired, e.offer)
	}
	h.offers = nil
	reserve := max(h.Reserve, 0)
	var choices []protocol.Choice
	if h.halted = h.client.config.Guard("Match", func() error {
		choices = h.Matcher.Match(m)
		return nil
	}); h.halted != nil {
		return
	}
	for _, c := range choices {
		o, ok := left[c.Session]
		if !ok {
			continue // an offer that is not on the table, or named twice
		}
		delete(left, c.Session)
		switch {
		case h.want() > 0:
			if h.want() <= len(h.away) {
				h.replace(base)
			}
			o.from.offer = offer(o.from, o.view, time.Time{})
			h.active = append(h.active, o.from)
			o.from.decide <- decision{choice: c}
		case reserve > 0:
			reserve--
			h.offers = append(h.offers, o)
		default:
			o.from.decide <- decision{decline: errDeclined}
		}
	}
	for _, o := range left {
		o.from.decide <- decision{decline: errNotMatched}
	}
}

var errNotMatched = protocol.Errorf(protocol.Declined, "its quote was not taken")

func offer(e *engagement, v *protocol.View, at time.Time) protocol.Offer {
	return protocol.Offer{Session: v.Session, Farmer: e.candidate.Key, Quote: v.Quote, At: at}
}

// ended reports whether the hire has: every place filled and every outcome taken, or nobody left to ask. Those are asked here, as soon
// as somebody is wanted: a hire that took up sessions may want nobody.
func (h *hire) ended(ctx, base context.Context) (error, bool) {
	if len(h.outcomes) > 0 {
		return nil, false
	}
	if h.halted != nil {
		return h.halted, true
	}
	if h.done >= h.N && len(h.active) == 0 {
		return nil, true
	}
	if h.want() <= 0 || len(h.offers) > 0 || len(h.asking) > 0 || h.searching {
		return nil, false
	}
	if h.asks == 0 || h.asks < maxAsks && h.worthAsking() {
		if err := h.solicit(ctx, base); err != nil {
			return err, true
		}
		return h.ended(ctx, base) // there may be nobody to ask
	}
	if len(h.active) > 0 || len(h.away) > 0 || !h.nextAgain().IsZero() {
		return nil, false
	}
	return &Unfilled{Service: h.sow.Service, Want: h.N, Filled: h.done, Refused: append(h.refusals, h.vain()...)}, true
}

// worthAsking reports whether a farmer may be hired that was in reserve until its quote expired, or has finished.
func (h *hire) worthAsking() bool {
	for _, c := range h.candidates {
		if a := h.asked[c.Key]; !a.failed && a.busy == 0 && a.full == nil {
			return true
		}
	}
	return false
}
