package deals

import (
	"context"
	"errors"
	"time"

	"github.com/parley-p2p/parley/messages"
)

// State is where the chain has a deal.
type State uint8

// The states. Unopened also stands for a deal that was closed and whose openBy has passed.
const (
	Unopened State = iota
	Open
	Submitted
	Disputed
	Closed
)

func (s State) String() string {
	return [...]string{"unopened", "open", "submitted", "disputed", "closed"}[min(s, Closed)]
}

// Status is what the chain says of a deal.
type Status struct {
	State State
	// Since is when the state was entered, by chain time.
	Since time.Time
	// Drawn: the arbiter has taken the case, and its fee is due.
	Drawn bool
	// Submitted is what the farmer put on the chain, where that was asked for: a Reader's Status leaves it nil.
	Submitted *Delivery
	// Case is how a disputed deal's case stands, where a Court was asked for it: a Reader's Status leaves it nil.
	Case *Case
	// Pursued: the deal is closed, and its case goes on. As Case.
	Pursued bool
	// Block is the block that all this is of. Whether a deadline has passed is a question to its time, and to no other: behind one
	// address one node may tell the time and another, which lags behind, the state, and what it has not seen yet is not closed.
	Block Block
}

// Standing is how an account and deals stood in one block. Told one by one, money that went into a deal in between would be in both
// places, or in none.
type Standing struct {
	Free   messages.Amount
	States []State // of the deals, in the order in which they were asked for
	Block  Block
}

// Block is one of the chain's.
type Block struct {
	Number uint64
	Hash   Hash
	Time   time.Time // chain time
}

// Delivery is a result and what it costs, as the chain knows it.
type Delivery struct {
	Digest Hash   `json:"digest"`
	Cost   string `json:"cost"`
}

// Acceptance is a delivery that the requester has signed for.
type Acceptance struct {
	Delivery
	Signature []byte `json:"signature"`
}

// Complaint is what a dispute says.
type Complaint struct {
	NotServed     bool   `json:"notServed,omitempty"`
	ClaimedDigest Hash   `json:"claimedDigest"` // what the requester says is right; unused with NotServed
	ClaimedFuel   uint64 `json:"claimedFuel,omitempty"`
}

// Signer signs and verifies with payment accounts. A signature covers the structure, the
// contract and its chain.
type Signer interface {
	// Account is whose signatures and transactions these are.
	Account() Account
	TermsHash(Terms) ([32]byte, error)
	DealID(Deal) ([32]byte, error)
	SignDeal(Deal) ([]byte, error)
	SignAcceptance(deal Hash, d Delivery) ([]byte, error)
	// SignCancel and SignSplit give the other side an option that lasts until the deal ends.
	SignCancel(deal Hash) ([]byte, error)
	SignSplit(deal Hash, toPayer, toFarmer messages.Amount) ([]byte, error)
	// Verify errors say whose signature is wrong.
	VerifyDeal(d Deal, by Address, signature []byte) error
	VerifyAcceptance(deal Hash, d Delivery, by Address, signature []byte) error
}

// Reader reads the contract.
type Reader interface {
	// Contract and Asset name what this is, for offers.
	Contract() Account
	Asset() Asset
	// Standing is what an account has in the contract and not in a deal, and where deals are, all in the newest block.
	Standing(ctx context.Context, account Address, deals []Hash) (Standing, error)
	// Now is chain time. It is not to be compared with what another call says: Status says of which time it is.
	Now(ctx context.Context) (time.Time, error)
	// Status reads a deal with so many blocks standing on what is read; 1 is the newest.
	Status(ctx context.Context, deal Hash, depth uint64) (Status, error)
	// Submission is what the farmer put on the chain for a deal, nil if nothing.
	Submission(ctx context.Context, deal Hash) (*Delivery, error)
}

// Sender changes the contract. Each step of a deal happens at most once however often it is asked for; ErrUnknown means
// that it may or may not have happened, and that the chain must be looked at again. Deposit, Open and SettleMany tell as soon as a block has
// what they send (package inclusion), so that what comes next does not wait until they return.
type Sender interface {
	// Deposit moves the account's own tokens into its free balance. The reference names this deposit: again with the same
	// amount it gives the same answer, with another ErrReference. If another deposit is under way it waits for that and answers
	// ErrEarlier: what is free is more now. ErrOvertaken is final for the reference.
	Deposit(ctx context.Context, reference string, amount messages.Amount) error
	// Open opens deals in one transaction. The errors are in the order of the openings; with the last one nothing is known
	// of any.
	Open(ctx context.Context, o []Opening) ([]error, error)
	// Settle shows Record.Accepted: rows 3 and 6.
	Settle(ctx context.Context, r *Record) error
	// SettleMany is Settle in one transaction, for deals that are not disputed; its errors are as those of Open.
	SettleMany(ctx context.Context, r []*Record) ([]error, error)
	Submit(ctx context.Context, r *Record) error
	Claim(ctx context.Context, r *Record) error
	Expire(ctx context.Context, r *Record) error
	Decline(ctx context.Context, r *Record) error
	Dispute(ctx context.Context, r *Record) error
	Lapse(ctx context.Context, r *Record) error
	// Cancel and Split end a deal in any live state, with both accounts' signatures: rows 1 and 10.
	Cancel(ctx context.Context, r *Record, payer, farmer []byte) error
	Split(ctx context.Context, r *Record, toPayer, toFarmer messages.Amount, payer, farmer []byte) error
}

// Opening is a deal with both signatures.
type Opening struct {
	Deal            Deal
	PayerSignature  []byte
	FarmerSignature []byte
}

// Contract is one account's view of one contract.
type Contract interface {
	Signer
	Reader
	Sender
}

// What a Contract may answer.
var (
	// ErrUnknown: whether it happened is not known.
	ErrUnknown = errors.New("outcome unknown")
	// ErrUnreachable: the chain does not answer, or contradicts itself (Behind); nothing is known to have happened.
	ErrUnreachable = errors.New("the chain cannot be reached")
	// ErrFunds: the account cannot pay for the transaction or the deposit.
	ErrFunds = errors.New("insufficient funds")
	// ErrOpened: somebody has opened the deal before.
	ErrOpened = errors.New("the deal was opened before")
	// ErrReference: the reference stands for a deposit of another amount. Nothing was sent.
	ErrReference = errors.New("the reference stands for another deposit")
	// ErrEarlier: a deposit that was under way has come to its end. Nothing was sent.
	ErrEarlier = errors.New("an earlier deposit was under way")
	// ErrOvertaken: a transaction that is not known here took what a deposit rested on; it moved nothing, and cost a fee at most.
	ErrOvertaken = errors.New("a transaction of this account that is not known here came first")
	// ErrStopped: this side can note no transaction any more, so that none is signed.
	ErrStopped = errors.New("no transaction can be noted here")
	// ErrSignature: an account's signature does not verify.
	ErrSignature = errors.New("account signature does not verify")
)
