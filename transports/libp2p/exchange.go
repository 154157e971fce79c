package libp2p

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/protocol"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
)

// KeyProtocol is one question and one answer a stream: whoever opens it writes the question and closes its side, and reads the answer
// up to its end. Package services/disclosure says what is asked.
const KeyProtocol protocol.ID = "/parley/key/1"

const keyService = "parley-key"

// maxExchanged is how long a question is at most, and an answer, in bytes.
const maxExchanged = 1 << 10

// Ask asks a peer by KeyProtocol. Question and answer have at most 1 KiB. The answer is what this peer says, and nothing is known of it.
func (h *Host) Ask(ctx context.Context, peer messages.Key, question []byte) ([]byte, error) {
	answer, err := h.ask(ctx, peer, question)
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", peer.Short(), err)
	}
	return answer, nil
}

func (h *Host) ask(ctx context.Context, key messages.Key, question []byte) ([]byte, error) {
	id, err := PeerID(key)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", transports.ErrPeer, err)
	case key == h.key:
		return nil, fmt.Errorf("%w: a peer cannot talk to itself", transports.ErrPeer)
	case len(question) > maxExchanged:
		return nil, fmt.Errorf("a question of %d bytes, at most %d", len(question), maxExchanged)
	}
	if err := h.locate(ctx, id); err != nil {
		return nil, err
	}
	s, err := h.host.NewStream(network.WithAllowLimitedConn(ctx, keyService), id, KeyProtocol)
	if err != nil {
		return nil, h.explain(ctx, id, err)
	}
	defer s.Reset() // no more than a formality once all was read
	defer context.AfterFunc(ctx, func() { s.Reset() })()
	_, err = s.Write(question)
	if err == nil {
		err = s.CloseWrite()
	}
	var answer []byte
	if err == nil {
		answer, err = readExchanged(s)
	}
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", transports.ErrUnreachable, err)
	}
	return answer, nil
}

var errTooLong = errors.New("it says more than there is to say")

func readExchanged(s network.Stream) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(s, maxExchanged+1))
	if err == nil && len(b) > maxExchanged {
		err = errTooLong
	}
	return b, err
}

// Answer has f answer what peers ask by KeyProtocol, at once for as many as 64, until stop is called, which waits for those. A peer that
// asks more than 8 times a second, or on more than four streams at once, hears nothing, as does one that takes longer than 5 s to ask, or is silent for the
// longest of 128. f is given the key that the peer has proved; it is to end with ctx.
func (h *Host) Answer(f func(ctx context.Context, from messages.Key, question []byte) []byte) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	desk := newDesk()
	var mu sync.Mutex // no answer begins once stopping waits for those that did
	var answering sync.WaitGroup
	h.host.SetStreamHandler(KeyProtocol, func(s network.Stream) {
		mu.Lock()
		if ctx.Err() != nil {
			mu.Unlock()
			s.Reset()
			return
		}
		answering.Add(1)
		mu.Unlock()
		defer answering.Done()
		c, ok := desk.come(s.Conn().RemotePeer(), func() { s.Reset() })
		if !ok {
			s.Reset()
			return
		}
		defer c.gone()
		if err := h.answer(ctx, s, c, f); err != nil {
			h.logger.Debug("question not answered", "peer", s.Conn().RemotePeer(), "err", err)
			s.Reset()
		}
	})
	return sync.OnceFunc(func() {
		h.host.RemoveStreamHandler(KeyProtocol)
		mu.Lock()
		cancel()
		mu.Unlock()
		answering.Wait()
	})
}

func (h *Host) answer(ctx context.Context, s network.Stream, c *customer, f func(context.Context, messages.Key, []byte) []byte) error {
	key, err := KeyOf(s.Conn().RemotePeer())
	if err != nil {
		return err
	}
	if err := s.Scope().SetService(keyService); err != nil {
		return fmt.Errorf("%w: %w", transports.ErrBusy, err)
	}
	if !h.meters.of(key).questions.Allow() {
		return transports.ErrBusy
	}
	defer context.AfterFunc(ctx, func() { s.Reset() })()
	if err := s.SetReadDeadline(time.Now().Add(askedWithin)); err != nil {
		return err
	}
	question, err := readExchanged(s)
	if err != nil {
		return err
	}
	c.asked()
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	defer context.AfterFunc(ctx, func() { s.Reset() })()
	var answer []byte
	if err := c.turn(ctx, func() { answer = f(ctx, key, question) }); err != nil {
		return err
	}
	if _, err := s.Write(answer); err != nil {
		return err
	}
	return s.Close()
}
