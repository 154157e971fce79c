package parleytest

import (
	"context"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
)

// Adversary is one side of a session whose words are chosen by a test: it seals what it is told, legal or not.
type Adversary struct {
	Node   *Node
	Stream transports.Stream
	Head   messages.ID // of the envelopes that it sent and heard
	SOW    *messages.Signed
}

// Attack opens a stream from the node to another.
func (n *Node) Attack(ctx context.Context, to *Node) (*Adversary, error) {
	s, err := n.Network().Dial(ctx, to.Key)
	if err != nil {
		return nil, err
	}
	return &Adversary{Node: n, Stream: s}, nil
}

// Statement is a good SOW, for so many units.
func Statement(nonce byte, units uint64) *messages.SOW {
	now := time.Now()
	return &messages.SOW{Version: messages.Version, Nonce: append(make([]byte, 31), nonce), Service: "test/1", Units: units,
		Job:       &messages.Payload{Type: "text/plain", Body: []byte("job")},
		QuoteByMs: now.Add(30 * time.Second).UnixMilli(), DeliverByMs: now.Add(10 * time.Minute).UnixMilli()}
}

// Ask sends a good SOW.
func (a *Adversary) Ask(ctx context.Context, nonce byte) error {
	sow, err := messages.Seal(Statement(nonce, 2), messages.ID{}, a.Node.Signer)
	if err != nil {
		return err
	}
	a.SOW = sow
	return a.Send(ctx, sow)
}

// Say seals m onto the head and sends it.
func (a *Adversary) Say(ctx context.Context, m messages.Message) error {
	e, err := messages.Seal(m, a.Head, a.Node.Signer)
	if err != nil {
		return err
	}
	return a.Send(ctx, e)
}

// Send sends an envelope and makes it the head.
func (a *Adversary) Send(ctx context.Context, e *messages.Signed) error {
	a.Head = e.ID()
	return a.Stream.Send(ctx, messages.EnvelopeFrame(e))
}

// Raw sends bytes as an envelope of a kind.
func (a *Adversary) Raw(ctx context.Context, kind messages.Kind, b []byte) error {
	return a.Stream.Send(ctx, messages.Frame{Type: messages.FrameType(kind), Data: b})
}

// Hear receives the next envelope and makes it the head, or returns the Refusal that came instead as a *Refused.
func (a *Adversary) Hear(ctx context.Context) (*messages.Signed, error) {
	for {
		f, err := a.Stream.Receive(ctx)
		if err != nil {
			return nil, err
		}
		switch f.Type {
		case messages.FrameRefusal:
			m, err := f.Unsigned()
			if err != nil {
				return nil, err
			}
			return nil, &Refused{m.(*messages.Refusal)}
		case messages.FrameResume, messages.FrameTelemetry:
			continue
		}
		u, err := messages.Parse(f.Data)
		if err != nil {
			return nil, err
		}
		e, err := u.Open()
		if err != nil {
			return nil, err
		}
		a.Head = e.ID()
		return e, nil
	}
}

// Refused is a Refusal as an error.
type Refused struct{ *messages.Refusal }

func (r *Refused) Error() string { return fmt.Sprintf("refused: %s: %s", r.Code, r.Reason) }
