package siege

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/peerstore"
	ma "github.com/multiformats/go-multiaddr"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// The horde is a process of its own, so that what it needs is not counted as the farmer's. It is told on its input whom to storm,
// with how many streams and in what time, a line each, and says when they are over how many arrived: not those of barred peers, nor
// of who has too many. Of its streams no more are open at once than identities times atOnce, nearly all of them for the whole
// time if it is told to open as many: a farmer takes eight of each peer, and 4,096 of all, so that no horde has ten thousand open.
const (
	hordeVariable = "PARLEY_TEST_HORDE" // the addresses of the farmer and of the decoy
	identities    = 100
)

// Whom the horde storms.
const (
	theFarmer = iota
	theDecoy
)

func TestMain(m *testing.M) {
	for variable, be := range map[string]func(string) error{hordeVariable: horde, decoyVariable: decoy} {
		if told := os.Getenv(variable); told != "" {
			if err := be(told); err != nil {
				fmt.Fprintf(os.Stderr, "%s: %v\n", variable, err)
				os.Exit(1)
			}
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

// mark is a farmer that is stormed.
type mark struct {
	key   messages.Key
	where string
}

func horde(addrs string) error {
	var marks []mark
	for _, addr := range strings.Fields(addrs) {
		farmer, where, err := libp2p.ParseAddr(addr)
		if err != nil {
			return err
		}
		marks = append(marks, mark{farmer, where})
	}
	var all []*villain
	for n := range identities {
		h, err := host(1000 + n)
		if err != nil {
			return err
		}
		defer h.Close()
		v := &villain{host: h, signer: key(1000 + n), attack: attacks[n%len(attacks)]}
		v.free.L = &v.mu
		all = append(all, v)
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var whom, streams int
		var span time.Duration
		if _, err := fmt.Sscan(lines.Text(), &whom, &streams, (*int64)(&span)); err != nil {
			return err
		}
		began := time.Now()
		var under sync.WaitGroup
		for i := range streams {
			time.Sleep(time.Until(began.Add(span * time.Duration(i) / time.Duration(streams)))) // a pace, not a wait for anybody
			v := all[i%len(all)]
			under.Go(func() { v.strike(marks[whom], span) })
		}
		under.Wait()
		arrived := 0
		for _, v := range all {
			arrived += int(v.arrived.Swap(0))
		}
		fmt.Println(arrived)
	}
	return nil
}

// villain is one identity, which does one thing again and again.
type villain struct {
	host   *libp2p.Host
	signer ed25519.PrivateKey
	attack func(*villain, context.Context, mark) error

	arrived atomic.Int64 // streams that the farmer took

	mu    sync.Mutex
	free  sync.Cond
	under int
}

// atOnce is how many streams a villain has open: as many as the farmer lets a peer have, and one.
const atOnce = 9

// spoiled is how many bad signatures it sends at once.
const spoiled = 3

// strike opens one stream and does its worst. What comes of it is the farmer's business.
func (v *villain) strike(at mark, span time.Duration) {
	v.mu.Lock()
	for v.under >= atOnce {
		v.free.Wait()
	}
	v.under++
	v.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), span)
	defer cancel()
	_ = v.attack(v, ctx, at)
	v.mu.Lock()
	v.under--
	v.free.Signal()
	v.mu.Unlock()
}

var attacks = []func(*villain, context.Context, mark) error{(*villain).slow, (*villain).oversized, (*villain).garbage, (*villain).halfOpen, (*villain).badlySigned}

// raw is a libp2p stream of our protocol, on which anything can be written.
func (v *villain) raw(ctx context.Context, at mark) (network.Stream, error) {
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
	if _, err = io.ReadFull(s, make([]byte, 1)); err == nil {
		v.arrived.Add(1)
	}
	return s, err
}

// begun opens session 1 and begins a SOW of so many bytes on it.
func begun(size uint64) []byte {
	return append(binary.AppendUvarint([]byte{1<<3 | 1, 1 << 3}, size), byte(messages.Kind_KIND_SOW))
}

// slow sends a byte of a SOW now and then.
func (v *villain) slow(ctx context.Context, at mark) error {
	s, err := v.raw(ctx, at)
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
func (v *villain) oversized(ctx context.Context, at mark) error {
	s, err := v.raw(ctx, at)
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
func (v *villain) garbage(ctx context.Context, at mark) error {
	s, err := v.raw(ctx, at)
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
func (v *villain) halfOpen(ctx context.Context, at mark) error {
	s, err := v.ask(ctx, at, false)
	if err != nil {
		return err
	}
	defer s.Reset()
	<-ctx.Done()
	return nil
}

// badlySigned proves itself by a good signature, so that it may share a batch, and then sends bad ones all at once.
func (v *villain) badlySigned(ctx context.Context, at mark) error {
	s, err := v.ask(ctx, at, false)
	if err != nil {
		return err
	}
	defer s.Reset()
	if _, err := s.Receive(ctx); err != nil {
		return err
	}
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
		return nil, err
	}
	if !spoil {
		v.arrived.Add(1)
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
