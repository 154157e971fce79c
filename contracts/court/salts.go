package court

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/mediator"
)

// Salts is the secret that a member's salts are made of. It follows from the member's account alone, so that a member whose journal was
// lost, or is of a backup, can still reveal what it has committed to, once it has found that again.
type Salts [32]byte

// SaltsOf are those of an account.
func SaltsOf(p *party.Party) (Salts, error) {
	secret, err := p.Derived("parley.dev/mediator/salt/1")
	return secret, err
}

var errNoSalts = errors.New("court: there is no secret to make salts of, without which everybody could tell what is committed to; set Court.Salts")

// Salt is HMAC-SHA-256 under the secret, of panel (20 bytes), chain id (32), case (32), round and seat (8 each, big-endian): the same
// whenever it is asked for, of no other seat's, and nobody else's to know.
func (c *Court) Salt(id deals.Hash, round, seat int) (salt deals.Hash, err error) {
	if c.Salts == (Salts{}) {
		return salt, errNoSalts
	}
	panel := c.panel.Address()
	chain := common.BigToHash(c.client.ID())
	h := hmac.New(sha256.New, c.Salts[:])
	for _, part := range [][]byte{panel[:], chain[:], id[:]} {
		h.Write(part)
	}
	h.Write(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, uint64(round)), uint64(seat)))
	return deals.Hash(h.Sum(nil)), nil
}

// Commitment is what the member commits to by a finding under a salt.
func (c *Court) Commitment(id, salt deals.Hash, f mediator.Finding) (deals.Hash, error) {
	finding, err := packed(f)
	if err != nil {
		return deals.Hash{}, err
	}
	return finding.Commitment(salt, c.member, id)
}
