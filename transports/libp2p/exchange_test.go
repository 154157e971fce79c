package libp2p_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// A question is answered to the peer that asked it, by its proved key; also to one that only dials.
func TestExchange(t *testing.T) { // R22, M12
	a := join(t, 1, libp2p.Config{})
	b := join(t, 2, libp2p.Config{Listen: []string{}})
	if _, err := b.Connect(t.Context(), a.Addrs()[0]); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if _, err := b.Ask(ctx, a.Key(), nil); !errors.Is(err, transports.ErrUnreachable) {
		t.Errorf("nobody answers: %v", err)
	}
	echo := func(_ context.Context, from messages.Key, question []byte) []byte {
		return append(from[:], question...)
	}
	stopA, stopB := a.Answer(echo), b.Answer(echo)
	defer stopB()
	for what, pair := range map[string][2]*libp2p.Host{"to who listens": {b, a}, "back over the same connection": {a, b}} {
		own := pair[0].Key()
		got, err := pair[0].Ask(ctx, pair[1].Key(), []byte("who am I?"))
		if err != nil || !bytes.Equal(got, append(own[:], "who am I?"...)) {
			t.Errorf("%s: %q, %v", what, got, err)
		}
	}
	if _, err := b.Ask(ctx, a.Key(), make([]byte, 1025)); err == nil {
		t.Error("a long question is asked")
	}
	if _, err := b.Ask(ctx, a.Key(), make([]byte, 1024)); err == nil {
		t.Error("a long answer is taken")
	}
	if _, err := a.Ask(ctx, a.Key(), nil); !errors.Is(err, transports.ErrPeer) {
		t.Errorf("it asks itself: %v", err)
	}
	if _, err := a.Ask(ctx, messages.Key{2}, nil); err == nil {
		t.Error("a peer that is nowhere answers")
	}
	stopA()
	if _, err := b.Ask(ctx, a.Key(), nil); err == nil {
		t.Error("who has stopped answers")
	}
}

// Who asks too much is not read to the end, and an answer that takes too long for who asks ends with its context.
func TestExchangeIsBounded(t *testing.T) { // A35
	a, b := join(t, 1, libp2p.Config{}), join(t, 2, libp2p.Config{})
	if _, err := b.Connect(t.Context(), a.Addrs()[0]); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	begun := make(chan struct{})
	stop := a.Answer(func(ctx context.Context, _ messages.Key, question []byte) []byte {
		if len(question) > 1024 {
			t.Errorf("a question of %d bytes arrives", len(question))
		}
		close(begun)
		<-ctx.Done()
		return nil
	})
	s, err := b.Libp2p().NewStream(ctx, a.Libp2p().ID(), libp2p.KeyProtocol)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Reset()
	_, _ = s.Write(make([]byte, 1<<16)) // which may fail, when it is refused in the middle
	_ = s.CloseWrite()
	if _, err := s.Read(make([]byte, 1)); err == nil || errors.Is(err, io.EOF) {
		t.Errorf("a question that is too long: %v, want the stream reset", err)
	}
	asking, give := context.WithCancelCause(ctx)
	enough := errors.New("enough")
	go func() { <-begun; give(enough) }()
	if _, err := b.Ask(asking, a.Key(), nil); !errors.Is(err, enough) {
		t.Errorf("%v, want what the context was ended for", err)
	}
	stop() // waits for the answer, and ends it
	if n := len(a.Libp2p().Network().ConnsToPeer(b.Libp2p().ID())); n == 0 {
		t.Error("the connection is gone")
	}
}

// Who asks again and again is heard eight times a second, and again after a while.
func TestQuestionsAreCounted(t *testing.T) { // A35
	a, b := join(t, 1, libp2p.Config{}), join(t, 2, libp2p.Config{})
	if _, err := b.Connect(t.Context(), a.Addrs()[0]); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var asked atomic.Int64
	defer a.Answer(func(context.Context, messages.Key, []byte) []byte { asked.Add(1); return nil })()
	began, refused := time.Now(), 0
	for refused == 0 { // a slow machine asks more slowly than it may
		if _, err := b.Ask(ctx, a.Key(), nil); err != nil {
			refused++
		}
		if time.Since(began) > 30*time.Second {
			t.Skip("this machine asks no more than eight questions a second")
		}
	}
	if most := 9 + int64(8*time.Since(began).Seconds()); asked.Load() > most {
		t.Errorf("%d questions were answered in %s, at most %d may be", asked.Load(), time.Since(began), most)
	}
	for {
		if _, err := b.Ask(ctx, a.Key(), nil); err == nil {
			return
		}
		if ctx.Err() != nil {
			t.Fatal("it is not heard again")
		}
	}
}
