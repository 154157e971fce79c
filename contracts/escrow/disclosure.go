package escrow

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/internal/logs"
)

// Disclosure is what the chain shows of a deal to who knows nothing but its id.
type Disclosure struct {
	Deal  eip712.Deal
	Terms eip712.Terms
	// Submitted is zero until the farmer has submitted, Grounds until there is a dispute.
	Submitted Delivery
	Grounds   Dispute
}

// ErrUndisclosed: no transaction of the deal has shown its terms.
var ErrUndisclosed = errors.New("the deal's terms are not on the chain")

// Disclosed reads from the deal's events up to block last what was submitted and disputed, and from the calldata of their
// transactions the deal and its terms, of which the contract itself keeps only hashes: both steps have to show them. They are
// found wherever they are in the calldata, since a wallet that is a contract wraps its calls, and are proven by their hashes.
// A party that hides them in its step is no help to itself, if the other's shows them.
func (c *Contract) Disclosed(ctx context.Context, id [32]byte, last uint64) (Disclosure, error) {
	var d Disclosure
	var requester, farmer common.Address
	var steps []common.Hash
	events, err := c.history(ctx, id, last)
	if err != nil {
		return d, err
	}
	for _, e := range events {
		switch entry := e.Entry.(type) {
		case Opened:
			requester, farmer = entry.Requester, entry.Farmer
			continue
		case Submission:
			d.Submitted = entry.Delivery
		case Disputation:
			d.Grounds = entry.Grounds
		default:
			continue
		}
		steps = append(steps, e.Tx)
	}
	for _, hash := range slices.Backward(steps) {
		tx, _, err := c.client.TransactionByHash(ctx, hash)
		if err != nil {
			return d, fmt.Errorf("escrow: transaction %s of deal %x…: %w", hash, id[:6], c.client.Explain(err))
		}
		deal, terms, ok := search(tx.Data(), c.Domain(), id, requester, farmer)
		if ok {
			d.Deal, d.Terms = deal, terms
			return d, nil
		}
	}
	return d, fmt.Errorf("escrow: deal %x…: %w: of its %d steps so far none has them in its calldata", id[:6], ErrUndisclosed, len(steps))
}

// history is what was told of a deal up to block last. It is read from there back to the deal's opening, which comes once, and
// before all else.
func (c *Contract) history(ctx context.Context, id [32]byte, last uint64) ([]Event, error) {
	var all []Event
	for first, last := range logs.Back(0, last) {
		var told []Event
		opened := false
		for e, err := range c.Events(ctx, first, last, &id) {
			if err != nil {
				return nil, err
			}
			_, is := e.Entry.(Opened)
			told, opened = append(told, e), opened || is
		}
		if all = append(told, all...); opened {
			break
		}
	}
	return all, nil
}

// The encodings of both structures are words of 32 bytes, in calldata as in what is hashed.
const (
	word       = 32
	dealWords  = 7
	termsWords = 12
	// maxCalldata is how much of a transaction's calldata is searched, in bytes: what nodes pass on to each other. Each of them may
	// cost a hash, and a block that a party has filled with its step would cost minutes.
	maxCalldata = 128 << 10
)

// search finds in calldata the deal that has the id, between the two that its opening named, and the terms that it was
// signed with.
func search(data []byte, domain eip712.Domain, id [32]byte, requester, farmer common.Address) (eip712.Deal, eip712.Terms, bool) {
	data = data[:min(len(data), maxCalldata)]
	parties := slices.Concat(common.LeftPadBytes(requester[:], word), common.LeftPadBytes(farmer[:], word))
	for rest := data; ; rest = rest[1:] {
		at := bytes.Index(rest, parties)
		if at < 0 || len(rest)-at < dealWords*word {
			return eip712.Deal{}, eip712.Terms{}, false
		}
		rest = rest[at:]
		deal := readDeal(rest)
		if found, err := domain.Digest(deal); err == nil && found == id {
			terms, ok := searchTerms(data, deal.TermsHash)
			return deal, terms, ok
		}
	}
}

// searchTerms tries wherever the first two words could be addresses.
func searchTerms(data []byte, want [32]byte) (eip712.Terms, bool) {
	padding := make([]byte, word-common.AddressLength)
	for ; len(data) >= termsWords*word; data = data[1:] {
		if !bytes.HasPrefix(data, padding) || !bytes.HasPrefix(data[word:], padding) {
			continue
		}
		terms := readTerms(data)
		if hash, err := eip712.Hash(terms); err == nil && hash == want {
			return terms, true
		}
	}
	return eip712.Terms{}, false
}

// readDeal and readTerms read fields wherever they are told to. What they drop of a word shows in the hash.

func readDeal(b []byte) eip712.Deal {
	w := fields(b)
	return eip712.Deal{Requester: w.address(0), Farmer: w.address(1), Price: w.amount(2), Deposit: w.amount(3), Bond: w.amount(4),
		OpenBy: w.number(5), TermsHash: [32]byte(w[6*word:])}
}

func readTerms(b []byte) eip712.Terms {
	w := fields(b)
	return eip712.Terms{Payer: w.address(0), Arbiter: w.address(1), StartBy: w.number(2), SubmitBy: w.number(3),
		AcceptWindow: uint32(w.number(4)), JudgeWindow: uint32(w.number(5)), LatePenalty: w.amount(6), NoShowPenalty: w.amount(7),
		CheatPenalty: w.amount(8), MediationFee: w.amount(9), Agreement: [32]byte(w[10*word:]), Quote: [32]byte(w[11*word:])}
}

// fields are consecutive words.
type fields []byte

func (f fields) address(i int) common.Address { return common.Address(f[i*word+12:]) }
func (f fields) number(i int) uint64          { return binary.BigEndian.Uint64(f[i*word+24:]) }
func (f fields) amount(i int) *big.Int        { return new(big.Int).SetBytes(f[i*word : (i+1)*word]) }
