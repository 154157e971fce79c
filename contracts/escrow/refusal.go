package escrow

import (
	"errors"
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/accounts/abi"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// What the contract refuses, for errors.Is. The text of a refusal says what to do.
var (
	ErrWrongState         = errors.New("wrong state")
	ErrOpenedBefore       = errors.New("opened before")
	ErrTooLate            = errors.New("too late")
	ErrTooEarly           = errors.New("too early")
	ErrSelfDeal           = errors.New("a deal with oneself")
	ErrPayerSignature     = errors.New("payer's signature")
	ErrFarmerSignature    = errors.New("farmer's signature")
	ErrRequesterSignature = errors.New("requester's signature")
	ErrPayerFunds         = errors.New("payer's funds")
	ErrFarmerFunds        = errors.New("farmer's funds")
	ErrTermsMismatch      = errors.New("other terms")
	ErrTermsRefused       = errors.New("terms refused")
	ErrTermsNeeded        = errors.New("terms needed")
	ErrCostAbovePrice     = errors.New("cost above price")
	ErrNotFarmer          = errors.New("not the farmer")
	ErrNotRequester       = errors.New("not the requester")
	ErrNotArbiter         = errors.New("not the arbiter")
	ErrCommitment         = errors.New("another delivery or dispute")
	ErrComplaint          = errors.New("malformed complaint")
	ErrVerdict            = errors.New("malformed verdict")
	ErrSplitSum           = errors.New("the parts do not sum")
	ErrGas                = errors.New("too little gas")
	ErrBalance            = errors.New("balance too small")
	ErrFull               = errors.New("the contract is full")
	ErrInexactTransfer    = errors.New("the token did not arrive")
	ErrZeroAddress        = errors.New("no such account")
)

// RefusedError is a refusal of the contract, before or after it was sent.
type RefusedError struct {
	Kind error    // one of the Err variables
	Deal [32]byte // zero for the ledger's
	Text string
	Err  error // a *transactions.RevertError or *transactions.OutcomeError; nil for one deal of a batch
}

func (e *RefusedError) Error() string {
	if e.Deal == ([32]byte{}) {
		return fmt.Sprintf("the contract refuses: %v: %s", e.Kind, e.Text)
	}
	return fmt.Sprintf("the contract refuses deal %x…: %v: %s", e.Deal[:6], e.Kind, e.Text)
}

// Is relates a refusal to its kind.
func (e *RefusedError) Is(target error) bool { return target == e.Kind }

// Unwrap returns what package transactions said.
func (e *RefusedError) Unwrap() error { return e.Err }

// said is one error of the contract.
type said struct {
	kind   error
	text   string
	aDeals bool // its first argument is the deal
}

// dictionary holds the contract's errors by selector.
var dictionary = sync.OnceValue(func() map[[4]byte]said {
	words := map[string]said{
		"EscrowWrongState":         {ErrWrongState, "its state does not allow this; look at the deal", true},
		"EscrowOpenedBefore":       {ErrOpenedBefore, "a deal opens once; sign a new one", true},
		"EscrowTooLate":            {ErrTooLate, "the last second for this has passed", true},
		"EscrowTooEarly":           {ErrTooEarly, "the other side still has time; wait for the deadline", true},
		"EscrowSelfDeal":           {ErrSelfDeal, "farmer and payer or requester are one account; use two", true},
		"EscrowPayerSignature":     {ErrPayerSignature, "missing, malformed or another account's; have the payer sign the deal's id", true},
		"EscrowFarmerSignature":    {ErrFarmerSignature, "missing, malformed or another account's; have the farmer sign it", true},
		"EscrowRequesterSignature": {ErrRequesterSignature, "missing, malformed or another account's; have the requester sign the acceptance", true},
		"EscrowPayerFunds":         {ErrPayerFunds, "the payer's free balance is below price and deposit; deposit more", true},
		"EscrowFarmerFunds":        {ErrFarmerFunds, "the farmer's free balance is below its bond; deposit more", true},
		"EscrowTermsMismatch":      {ErrTermsMismatch, "the terms are not those of the deal", true},
		"EscrowTermsRefused":       {ErrTermsRefused, "the terms break a rule: D >= Rt and M, F >= Ft and Fc, Fc >= 3M, startBy <= submitBy, windows at least the contract's minimum", true},
		"EscrowTermsNeeded":        {ErrTermsNeeded, "a third party pays or a dispute runs; settle with the terms shown", true},
		"EscrowCostAbovePrice":     {ErrCostAbovePrice, "the cost is above the price agreed", true},
		"EscrowNotFarmer":          {ErrNotFarmer, "only the farmer may send this", true},
		"EscrowNotRequester":       {ErrNotRequester, "only the requester may send this", true},
		"EscrowNotArbiter":         {ErrNotArbiter, "only the deal's arbiter may send this", true},
		"EscrowCommitment":         {ErrCommitment, "the chain holds another delivery or dispute; give the one submitted", true},
		"EscrowComplaint":          {ErrComplaint, "WrongResult claims another digest or fuel, NotServed claims nothing", true},
		"EscrowVerdict":            {ErrVerdict, "give Correct, Wrong or Undetermined", true},
		"EscrowSplitSum":           {ErrSplitSum, "the two parts must sum to what is locked, less the fee of a drawn case", true},
		"EscrowGas":                {ErrGas, "the arbiter must be told; send more gas", true},
		"LedgerInsufficient":       {ErrBalance, "the free balance is smaller than what is asked; deposit more, or ask for less", false},
		"LedgerFull":               {ErrFull, "it holds at most 2^112 - 1 units", false},
		"LedgerInexactTransfer":    {ErrInexactTransfer, "the token takes a fee or moved nothing; such tokens are not held", false},
		"LedgerZeroAddress":        {ErrZeroAddress, "give an account that can own money", false},
	}
	contract := bindings.NewParley().GetABI()
	bySelector := make(map[[4]byte]said, len(words)+2)
	for name, w := range words {
		bySelector[selector(contract, name)] = w
	}
	token := bindings.NewPlayMoney().GetABI()
	bySelector[selector(token, "ERC20InsufficientBalance")] = said{ErrBalance, "the account has fewer tokens than that", false}
	bySelector[selector(token, "ERC20InsufficientAllowance")] = said{ErrBalance, "the contract may take fewer tokens than that; approve more", false}
	return bySelector
})

func selector(contract abi.ABI, name string) [4]byte {
	id := contract.Errors[name].ID
	return [4]byte(id[:4])
}

// Explain puts what the contract returned when it refused in words, or returns "". It is a Decode for package
// transactions.
func Explain(data []byte) string {
	if r := decode(data); r != nil {
		return r.Error()
	}
	return ""
}

// decode reads revert data, or returns nil.
func decode(data []byte) *RefusedError {
	if len(data) < 4 {
		return nil
	}
	word, ok := dictionary()[[4]byte(data[:4])]
	if !ok {
		return nil
	}
	r := &RefusedError{Kind: word.kind, Text: word.text}
	if word.aDeals && len(data) >= 36 {
		r.Deal = [32]byte(data[4:36])
	}
	return r
}

// Refusal is for packages whose contracts call this one: it turns a revert of package transactions into a *RefusedError, if it is
// this contract's, and leaves every other error as it is.
func Refusal(err error) error { return refusal(err) }

// refusal turns a revert of package transactions into a RefusedError, and leaves every other error as it is.
func refusal(err error) error {
	if r := decode(transactions.RevertData(err)); r != nil {
		r.Err = err
		return r
	}
	return err
}
