package libp2p

import (
	"crypto"
	"crypto/ed25519"
	"crypto/sha512"
	"crypto/subtle"
	"fmt"

	ic "github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/crypto/pb"
	"github.com/libp2p/go-libp2p/core/peer"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports"
)

// PeerID is the key as libp2p writes it.
func PeerID(key messages.Key) (peer.ID, error) {
	if _, err := messages.KeyOf(key[:]); err != nil {
		return "", err
	}
	public, err := ic.UnmarshalEd25519PublicKey(key[:])
	if err != nil {
		return "", err
	}
	return peer.IDFromPublicKey(public)
}

// KeyOf is the key that a peer ID holds. IDs of other kinds of keys, and of keys that messages.KeyOf refuses, are no
// peers of Parley.
func KeyOf(id peer.ID) (messages.Key, error) {
	public, err := id.ExtractPublicKey()
	if err != nil || public.Type() != pb.KeyType_Ed25519 {
		return messages.Key{}, fmt.Errorf("%w: peer %s has no Ed25519 key", transports.ErrPeer, id)
	}
	raw, err := public.Raw()
	if err != nil {
		return messages.Key{}, fmt.Errorf("%w: peer %s: %w", transports.ErrPeer, id, err)
	}
	key, err := messages.KeyOf(raw)
	if err != nil {
		return messages.Key{}, fmt.Errorf("%w: peer %s: %w", transports.ErrPeer, id, err)
	}
	return key, nil
}

// identity makes libp2p's private key of a signer.
func identity(s crypto.Signer) (ic.PrivKey, error) {
	key, err := messages.PublicKey(s)
	if err != nil {
		return nil, err
	}
	if raw, ok := s.(ed25519.PrivateKey); ok {
		return ic.UnmarshalEd25519PrivateKey(raw)
	}
	public, err := ic.UnmarshalEd25519PublicKey(key[:])
	if err != nil {
		return nil, err
	}
	return &signerKey{signer: s, public: public}, nil
}

// signerKey is a private key that never leaves its signer, a hardware token say.
type signerKey struct {
	signer crypto.Signer
	public ic.PubKey
}

func (k *signerKey) Type() pb.KeyType                    { return pb.KeyType_Ed25519 }
func (k *signerKey) GetPublic() ic.PubKey                { return k.public }
func (k *signerKey) Sign(message []byte) ([]byte, error) { return messages.Sign(k.signer, message) }

// Raw gives a secret that only the signer can make, and not the key: libp2p asks for it only to derive QUIC's secret for
// stateless resets.
func (k *signerKey) Raw() ([]byte, error) {
	signature, err := k.Sign([]byte("parley/libp2p/v1\x00local secret"))
	if err != nil {
		return nil, err
	}
	secret := sha512.Sum512(signature)
	return secret[:], nil
}

func (k *signerKey) Equals(other ic.Key) bool {
	p, ok := other.(ic.PrivKey)
	if !ok {
		return false
	}
	a, errA := k.public.Raw()
	b, errB := p.GetPublic().Raw()
	return errA == nil && errB == nil && subtle.ConstantTimeCompare(a, b) == 1
}
