package transports

import (
	"crypto"
	"crypto/rand"
	"errors"
	"fmt"
	"io"

	"github.com/parley-p2p/parley/messages"
)

// Two peers prove their keys to each other over any duplex:
//
//	initiator → acceptor   greeting || key || nonce
//	acceptor → initiator   greeting || key || nonce || signature
//	initiator → acceptor   signature
//
// Each signs proofDomain || its role || the initiator's key || the acceptor's key || the initiator's nonce || the
// acceptor's nonce || SHA-256 of the binding. Both nonces make it fresh; the role keeps a signature from being reflected
// to its author; both keys keep it from being passed on to somebody else; the binding ties it to one encrypted channel,
// where there is one.
const (
	greeting    = "parley/frame/1\r\n"
	proofDomain = "parley/frame/v1\x00"

	nonceSize     = 32
	signatureSize = 64
	helloSize     = len(greeting) + 32 + nonceSize
)

const (
	roleInitiator byte = 1 + iota
	roleAcceptor
)

// prover is one side of a proof.
type prover struct {
	carrier io.ReadWriter
	self    crypto.Signer
	key     messages.Key // self's
	want    messages.Key // zero: any peer
	binding [32]byte
}

type hello struct {
	key   messages.Key
	nonce [nonceSize]byte
}

// initiate proves this side's key first to last, and returns the peer's.
func (p *prover) initiate() (messages.Key, error) {
	mine := p.hello()
	if _, err := p.carrier.Write(mine.append(nil)); err != nil {
		return messages.Key{}, fmt.Errorf("%w: greet: %w", ErrPeer, err)
	}
	theirs, err := p.readHello()
	if err != nil {
		return messages.Key{}, err
	}
	if err := p.readSignature(theirs.key, p.signed(roleAcceptor, mine, theirs)); err != nil {
		return messages.Key{}, err
	}
	signature, err := p.sign(p.signed(roleInitiator, mine, theirs))
	if err != nil {
		return messages.Key{}, err
	}
	if _, err := p.carrier.Write(signature); err != nil {
		return messages.Key{}, fmt.Errorf("%w: prove own key: %w", ErrPeer, err)
	}
	return theirs.key, nil
}

// accept answers initiate.
func (p *prover) accept() (messages.Key, error) {
	theirs, err := p.readHello()
	if err != nil {
		return messages.Key{}, err
	}
	mine := p.hello()
	signature, err := p.sign(p.signed(roleAcceptor, theirs, mine))
	if err != nil {
		return messages.Key{}, err
	}
	if _, err := p.carrier.Write(append(mine.append(nil), signature...)); err != nil {
		return messages.Key{}, fmt.Errorf("%w: prove own key: %w", ErrPeer, err)
	}
	if err := p.readSignature(theirs.key, p.signed(roleInitiator, theirs, mine)); err != nil {
		return messages.Key{}, err
	}
	return theirs.key, nil
}

func (p *prover) hello() hello {
	h := hello{key: p.key}
	rand.Read(h.nonce[:]) // never fails
	return h
}

func (h hello) append(b []byte) []byte {
	b = append(b, greeting...)
	b = append(b, h.key[:]...)
	return append(b, h.nonce[:]...)
}

func (p *prover) readHello() (hello, error) {
	var b [helloSize]byte
	// The greeting first: who speaks something else may never send as much as a hello.
	if _, err := io.ReadFull(p.carrier, b[:len(greeting)]); err != nil {
		return hello{}, fmt.Errorf("%w: it sent no greeting: %w", ErrPeer, unexpected(err))
	}
	if string(b[:len(greeting)]) != greeting {
		return hello{}, fmt.Errorf("%w: it greets with %q, which is not Parley over a plain connection; "+
			"check the address, and whether it wants TLS or libp2p", ErrPeer, b[:len(greeting)])
	}
	if _, err := io.ReadFull(p.carrier, b[len(greeting):]); err != nil {
		return hello{}, fmt.Errorf("%w: its greeting was cut short: %w", ErrPeer, unexpected(err))
	}
	key, err := messages.KeyOf(b[len(greeting) : len(greeting)+32])
	switch {
	case err != nil:
		return hello{}, fmt.Errorf("%w: %w", ErrPeer, err)
	case key == p.key:
		return hello{}, fmt.Errorf("%w: it claims this side's own key %s; a peer cannot talk to itself", ErrPeer, key.Short())
	case !p.want.IsZero() && key != p.want:
		return hello{}, fmt.Errorf("%w: it is %s, not %s", ErrPeer, key, p.want)
	}
	return hello{key, [nonceSize]byte(b[len(greeting)+32:])}, nil
}

func (p *prover) signed(role byte, initiator, acceptor hello) []byte {
	b := append([]byte(proofDomain), role)
	b = append(append(b, initiator.key[:]...), acceptor.key[:]...)
	b = append(append(b, initiator.nonce[:]...), acceptor.nonce[:]...)
	return append(b, p.binding[:]...)
}

func (p *prover) sign(message []byte) ([]byte, error) {
	signature, err := messages.Sign(p.self, message)
	if err == nil && len(signature) != signatureSize {
		err = errors.New("the signer's signature is not Ed25519's")
	}
	if err != nil {
		return nil, fmt.Errorf("prove own key: %w", err)
	}
	return signature, nil
}

func (p *prover) readSignature(by messages.Key, message []byte) error {
	var signature [signatureSize]byte
	if _, err := io.ReadFull(p.carrier, signature[:]); err != nil {
		return fmt.Errorf("%w: it sent no signature: %w", ErrPeer, unexpected(err))
	}
	if !messages.Verify(by, message, signature[:]) {
		return fmt.Errorf("%w: its signature is not by %s over this connection", ErrPeer, by)
	}
	return nil
}
