package node

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// Points hears where a party is: before and after every commit of its journal, every write of its transactions, every send
// on a session's stream and every signature of its identity under an envelope or of its account. It is called by the goroutine that is there, which goes on when it returns; a test may end the
// process in it. Concurrent calls are possible.
type Points func(what string)

type pointsKey struct{}

// WithPoints makes a context with which Open makes a party that says where it is.
func WithPoints(ctx context.Context, p Points) context.Context {
	return context.WithValue(ctx, pointsKey{}, p)
}

// PointsOf returns what WithPoints was given; nil if nothing was.
func PointsOf(ctx context.Context) Points {
	p, _ := ctx.Value(pointsKey{}).(Points)
	return p
}

// around calls p before and after f.
func (p Points) around(what string, f func() error) error {
	p("before " + what)
	err := f()
	p("after " + what)
	return err
}

// Journal puts the points around a journal's commits. Without points it is the journal itself.
func (p Points) Journal(j journal.Journal) journal.Journal {
	if p == nil {
		return j
	}
	return &pointedJournal{j, p}
}

type pointedJournal struct {
	journal.Journal
	points Points
}

func (j *pointedJournal) Commit(ctx context.Context, b journal.Batch) error {
	return j.points.around("commit "+contents(b), func() error { return j.Journal.Commit(ctx, b) })
}

func (j *pointedJournal) Forget(ctx context.Context, session messages.ID) error {
	return j.points.around("forget", func() error { return j.Journal.Forget(ctx, session) })
}

// contents names what a batch holds: the kinds of its envelopes and the buckets of its notes.
func contents(b journal.Batch) string {
	var names []string
	for _, r := range b.Records {
		name := "envelope"
		if u, err := messages.Parse(r.Envelope); err == nil {
			name = u.Header().Kind.Name()
		}
		names = append(names, name)
	}
	for _, n := range b.Notes {
		verb := ""
		if n.Value == nil {
			verb = "no "
		}
		names = append(names, verb+n.Bucket)
	}
	if b.Sync {
		names = append(names, "synced")
	}
	return strings.Join(slices.Compact(names), "+")
}

// Store puts the points around a store's writes. Without points it is the store itself.
func (p Points) Store(s transactions.Store) transactions.Store {
	if p == nil {
		return s
	}
	return &pointedStore{s, p}
}

type pointedStore struct {
	transactions.Store
	points Points
}

func (s *pointedStore) Put(ctx context.Context, scope transactions.Scope, records []transactions.Record) error {
	what := "put nothing"
	if len(records) > 0 { // how many are written at once is the machine's doing, and differs from run to run: the first names them all
		what = "put " + records[0].Key + " " + records[0].Outcome.Status.String()
	}
	return s.points.around(what, func() error { return s.Store.Put(ctx, scope, records) })
}

// Signer puts the points around an identity's signatures. Without points it is the key itself.
func (p Points) Signer(key ed25519.PrivateKey) crypto.Signer {
	if p == nil {
		return key
	}
	return &pointedSigner{key, p}
}

type pointedSigner struct {
	crypto.Signer
	points Points
}

func (s *pointedSigner) Sign(rand io.Reader, message []byte, opts crypto.SignerOpts) (signature []byte, err error) {
	err = s.points.around("sign envelope", func() (err error) { signature, err = s.Signer.Sign(rand, message, opts); return err })
	return signature, err
}

// Host is a party's place on the network.
type Host struct {
	*libp2p.Host
	points Points
}

// Dial implements [transports.Dialer].
func (h *Host) Dial(ctx context.Context, peer messages.Key, addrs ...string) (transports.Stream, error) {
	return h.points.stream(h.Host.Dial(ctx, peer, addrs...))
}

// Accept implements [transports.Listener].
func (h *Host) Accept(ctx context.Context) (transports.Stream, error) {
	return h.points.stream(h.Host.Accept(ctx))
}

// stream puts the points around what is sent. Without points it is the stream itself.
func (p Points) stream(s transports.Stream, err error) (transports.Stream, error) {
	if err != nil || p == nil {
		return s, err
	}
	return &pointedStream{s, p}, nil
}

type pointedStream struct {
	transports.Stream
	points Points
}

func (s *pointedStream) Send(ctx context.Context, frames ...messages.Frame) error {
	var names []string
	for _, f := range frames {
		names = append(names, frameName(f.Type))
	}
	return s.points.around("send "+strings.Join(names, "+"), func() error { return s.Stream.Send(ctx, frames...) })
}

// Bar implements [transports.Barrer].
func (s *pointedStream) Bar(d time.Duration) { transports.Bar(s.Stream, d) }

func frameName(t messages.FrameType) string {
	switch t {
	case messages.FrameResume:
		return "Resume"
	case messages.FrameRefusal:
		return "Refusal"
	case messages.FrameTelemetry:
		return "Telemetry"
	}
	if k := messages.Kind(t); messages.FrameType(k) == t {
		return k.Name()
	}
	return fmt.Sprintf("frame %#x", t)
}

// Account is a party's account in the contract.
type Account struct {
	*party.Opened
	points Points
}

// SignDeal implements [deals.Contract].
func (a *Account) SignDeal(d deals.Deal) ([]byte, error) {
	return a.signed("deal", func() ([]byte, error) { return a.Opened.SignDeal(d) })
}

// SignAcceptance implements [deals.Contract].
func (a *Account) SignAcceptance(deal deals.Hash, d deals.Delivery) ([]byte, error) {
	return a.signed("acceptance", func() ([]byte, error) { return a.Opened.SignAcceptance(deal, d) })
}

// SignCancel signs "as if it had never been".
func (a *Account) SignCancel(deal deals.Hash) ([]byte, error) {
	return a.signed("cancel", func() ([]byte, error) { return a.Opened.SignCancel(deal) })
}

// SignSplit signs who gets what.
func (a *Account) SignSplit(deal deals.Hash, toPayer, toFarmer messages.Amount) ([]byte, error) {
	return a.signed("split", func() ([]byte, error) { return a.Opened.SignSplit(deal, toPayer, toFarmer) })
}

func (a *Account) signed(what string, sign func() ([]byte, error)) (signature []byte, err error) {
	if a.points == nil {
		return sign()
	}
	err = a.points.around("sign "+what, func() (err error) { signature, err = sign(); return err })
	return signature, err
}

var (
	_ transports.Dialer   = (*Host)(nil)
	_ transports.Listener = (*Host)(nil)
	_ deals.Contract      = (*Account)(nil)
)
