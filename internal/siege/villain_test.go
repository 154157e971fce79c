package siege

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/peerstore"
	ma "github.com/multiformats/go-multiaddr"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// The kinds of villains, and after them the stranger.
const (
	slow = iota
	oversized
	garbage
	halfOpen
	badlySigned
	kinds
	resumes = kinds
)

var kindNames = [...]string{slow: "slow", oversized: "oversized", garbage: "garbage", halfOpen: "half-open", badlySigned: "badly signed", resumes: "resumes"}

// firstVillain is whose key the first villain has; the stranger has that after the last one's.
const firstVillain = 1000

// villain is one identity, which does one thing again and again.
type villain struct {
	host   *libp2p.Host
	signer ed25519.PrivateKey
	kind   int

	arrived, barred, lost atomic.Int64
	spoiled               [marks]atomic.Bool // it has signed badly there

	mu    sync.Mutex
	free  sync.Cond
	under int
}

// atOnce is how many streams a villain has open: as many as the farmer lets a peer have, and one.
const atOnce = 9

// spoiled is how many bad signatures it sends at once.
const spoiled = 3

// patience is how long a strike tries to arrive. How busy the machine is must not decide what the farmer has to bear.
const patience = 30 * time.Second

// errBarred means that the door was shut to who had signed badly.
var errBarred = errors.New("barred")

// strike opens one stream and does its worst for a span, once it has arrived; it tries again until it has, or is turned away.
func (v *villain) strike(at mark, span time.Duration) {
	v.mu.Lock()
	for v.under >= atOnce {
		v.free.Wait()
	}
	v.under++
	v.mu.Unlock()
	defer func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.under--
		v.free.Signal()
	}()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	alarm := time.AfterFunc(patience, cancel)
	defer alarm.Stop()
	came := false
	arrived := func() {
		came = true
		alarm.Reset(span)
	}
	for again := time.NewTicker(20 * time.Millisecond); ; {
		err := attacks[v.kind](v, ctx, at, arrived)
		switch {
		case came:
			v.arrived.Add(1)
		case errors.Is(err, errBarred):
			v.barred.Add(1)
		case ctx.Err() != nil:
			v.lost.Add(1)
		default:
			<-again.C
			continue
		}
		again.Stop()
		return
	}
}

// attacks are what each kind does. arrived is called once the farmer has taken the stream.
var attacks = [kinds]func(v *villain, ctx context.Context, at mark, arrived func()) error{
	(*villain).slow, (*villain).oversized, (*villain).garbage, (*villain).halfOpen, (*villain).badlySigned,
}

// raw is a libp2p stream of our protocol, on which anything can be written, taken by the farmer: it has said the first word.
func (v *villain) raw(ctx context.Context, at mark, arrived func()) (network.Stream, error) {
	id, err := libp2p.PeerID(at.key)
	if err != nil {
		return nil, err
	}
	where, err := ma.NewMultiaddr(at.where)
	if err != nil {
		return nil, err
	}
	inner := v.host.Libp2p()
	inner.Peerstore().AddAddrs(id, []ma.Multiaddr{where}, peerstore.PermanentAddrTTL)
	if err := inner.Connect(ctx, peer.AddrInfo{ID: id, Addrs: []ma.Multiaddr{where}}); err != nil {
		return nil, err
	}
	s, err := inner.NewStream(ctx, id, libp2p.Protocol)
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { s.Reset() }) // ctx ends with the strike
	if _, err = io.ReadFull(s, make([]byte, 1)); err != nil {
		s.Reset()
		return nil, err
	}
	arrived()
	return s, nil
}

// begun opens session 1 and begins a SOW of so many bytes on it.
func begun(size uint64) []byte {
	return append(binary.AppendUvarint([]byte{1<<3 | 1, 1 << 3}, size), byte(messages.Kind_KIND_SOW))
}

// slow sends a byte of a SOW now and then.
func (v *villain) slow(ctx context.Context, at mark, arrived func()) error {
	s, err := v.raw(ctx, at, arrived)
	if err != nil {
		return err
	}
	defer s.Reset()
	if _, err := s.Write(begun(60_000)); err != nil {
		return err
	}
	for tick := time.NewTicker(100 * time.Millisecond); ; {
		select {
		case <-tick.C:
			if _, err := s.Write([]byte{1}); err != nil {
				return err
			}
		case <-ctx.Done():
			tick.Stop()
			return nil
		}
	}
}

// oversized says that a gigabyte comes, and begins to send it.
func (v *villain) oversized(ctx context.Context, at mark, arrived func()) error {
	s, err := v.raw(ctx, at, arrived)
	if err != nil {
		return err
	}
	defer s.Reset()
	if _, err := s.Write(append(begun(1<<30), make([]byte, 64<<10)...)); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, s)
	return err
}

// garbage sends what means nothing.
func (v *villain) garbage(ctx context.Context, at mark, arrived func()) error {
	s, err := v.raw(ctx, at, arrived)
	if err != nil {
		return err
	}
	defer s.Reset()
	b := make([]byte, 4<<10)
	rand.Read(b)
	if _, err := s.Write(b); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, s)
	return err
}

// halfOpen asks a good question and never hears the answer.
func (v *villain) halfOpen(ctx context.Context, at mark, arrived func()) error {
	s, err := v.ask(ctx, at, false)
	if err != nil {
		return err
	}
	defer s.Reset()
	arrived()
	<-ctx.Done()
	return nil
}

// badlySigned proves itself by a good signature, so that it may share a batch, and then sends bad ones all at once.
func (v *villain) badlySigned(ctx context.Context, at mark, arrived func()) error {
	s, err := v.ask(ctx, at, false)
	if err != nil {
		return err
	}
	defer s.Reset()
	if _, err := s.Receive(ctx); err != nil {
		return err
	}
	arrived()
	for range spoiled {
		if s, err = v.ask(ctx, at, true); err != nil {
			return err
		}
		defer s.Reset()
	}
	_, err = s.Receive(ctx)
	return err
}

// ask opens a session with a question.
func (v *villain) ask(ctx context.Context, at mark, spoil bool) (transports.Stream, error) {
	s, err := v.host.Dial(ctx, at.key, at.where)
	if err != nil {
		if v.spoiled[at.which].Load() && ctx.Err() == nil && errors.Is(err, transports.ErrUnreachable) {
			err = errBarred
		}
		return nil, err
	}
	if spoil {
		v.spoiled[at.which].Store(true)
	}
	if err := s.Send(ctx, frame(v.question(spoil))); err != nil {
		s.Reset()
		return nil, err
	}
	return s, nil
}

// question is a SOW of its own, as it is signed; spoiled in one bit of the signature, if it is to be.
func (v *villain) question(spoil bool) []byte {
	sow := statement()
	sow.Version, sow.Nonce = messages.Version, make([]byte, 32)
	rand.Read(sow.Nonce)
	e, err := messages.Seal(sow, messages.ID{}, v.signer)
	if err != nil {
		panic(err)
	}
	raw := bytes.Clone(e.Bytes())
	if spoil {
		raw[len(raw)-40] ^= 1
	}
	return raw
}

func frame(raw []byte) messages.Frame {
	return messages.Frame{Type: messages.FrameType(messages.Kind_KIND_SOW), Data: raw}
}

// stranger is one identity that resumes sessions which nobody knows, and stays until it is thrown out.
type stranger struct {
	host     *libp2p.Host
	standing atomic.Int64
}

// come resumes so many, at an even pace.
func (s *stranger) come(at mark, resumes int, span time.Duration) {
	began := time.Now()
	for i := range resumes {
		time.Sleep(time.Until(began.Add(span * time.Duration(i) / time.Duration(resumes)))) // a pace
		s.resume(at)
	}
}

func (s *stranger) resume(at mark) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	stream, err := s.host.Dial(ctx, at.key, at.where)
	if err != nil {
		return
	}
	var nobodys messages.ID
	rand.Read(nobodys[:])
	if err := stream.Send(ctx, messages.ResumeFrame(&messages.Resume{Session: nobodys[:]})); err != nil {
		stream.Reset()
		return
	}
	s.standing.Add(1)
	go func() { // until the farmer ends it, or the horde goes home
		for {
			if _, err := stream.Receive(context.Background()); err != nil {
				break
			}
		}
		s.standing.Add(-1)
		stream.Reset()
	}()
}
