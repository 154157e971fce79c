package panel

import (
	"errors"
	"fmt"
	"math/big"
	"sync"

	"github.com/ethereum/go-ethereum/accounts/abi"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// What the panel and its stake refuse, for errors.Is. The text of a refusal says what to do.
var (
	ErrWrongStage      = errors.New("wrong stage")
	ErrTooEarly        = errors.New("too early")
	ErrTooLate         = errors.New("too late")
	ErrTooFew          = errors.New("too few mediators")
	ErrTerms           = errors.New("other terms")
	ErrNotSeated       = errors.New("not the sender's seat")
	ErrCommitment      = errors.New("not what was committed to")
	ErrNotParty        = errors.New("not a party")
	ErrBond            = errors.New("bond missing")
	ErrFinding         = errors.New("another finding")
	ErrSilent          = errors.New("nobody revealed")
	ErrStake           = errors.New("stake too small")
	ErrUnbonding       = errors.New("the stake is still bound")
	ErrFull            = errors.New("the contract is full")
	ErrInexactTransfer = errors.New("the token did not arrive")
	ErrZeroAddress     = errors.New("no such account")
)

// RefusedError is a refusal of the panel or its stake, before or after it was sent.
type RefusedError struct {
	Kind error    // one of the Err variables
	Case [32]byte // zero for the stake's
	Text string
	Err  error // a *transactions.RevertError or *transactions.OutcomeError
}

func (e *RefusedError) Error() string {
	if e.Case == ([32]byte{}) {
		return fmt.Sprintf("the stake contract refuses: %v: %s", e.Kind, e.Text)
	}
	return fmt.Sprintf("the panel refuses case %x…: %v: %s", e.Case[:6], e.Kind, e.Text)
}

// Is relates a refusal to its kind.
func (e *RefusedError) Is(target error) bool { return target == e.Kind }

// Unwrap returns what package transactions said.
func (e *RefusedError) Unwrap() error { return e.Err }

// said is one error of a contract.
type said struct {
	kind  error
	text  string
	cases bool // its first argument is the case
}

// dictionary holds the contracts' errors by selector.
var dictionary = sync.OnceValue(func() map[[4]byte]said {
	bySelector := make(map[[4]byte]said)
	add := func(contract abi.ABI, words map[string]said) {
		for name, w := range words {
			id := contract.Errors[name].ID
			bySelector[[4]byte(id[:4])] = w
		}
	}
	add(arbiters.NewPanel().GetABI(), map[string]said{
		"PanelWrongStage": {ErrWrongStage, "there is no such case, or its stage does not allow this; look at its docket", true},
		"PanelTooEarly":   {ErrTooEarly, "the block, or the time, has not come; look at its docket and wait", true},
		"PanelTooLate":    {ErrTooLate, "the last second for this has passed; for a draw, a round could not end before the deal's deadline", true},
		"PanelTooFew":     {ErrTooFew, "too few of the list have stake free, are no party and sit on no earlier round; have more of them stake", true},
		"PanelTerms":      {ErrTerms, "deal and terms are not those of the case; give those", true},
		"PanelNotSeated":  {ErrNotSeated, "the seat is another's, or of an earlier round; look at its docket", true},
		"PanelCommitment": {ErrCommitment, "one commitment a seat, and the very finding and salt of it; give those", true},
		"PanelNotParty":   {ErrNotParty, "only requester, farmer and payer appeal; send it from the account of one", true},
		"PanelBond":       {ErrBond, "an appeal holds a bond of the appellant's stake; deposit it first", true},
		"PanelFinding":    {ErrFinding, "this is not the finding that stands; give the one that most of the last round revealed", true},
		"PanelSilent":     {ErrSilent, "there is nothing to rule; the deal ends without a verdict after its deadline", true},
	})
	add(arbiters.NewStake().GetABI(), map[string]said{
		"StakeInsufficient":    {ErrStake, "there is less than what is asked; deposit or announce more, or ask for less", false},
		"StakeTooEarly":        {ErrUnbonding, "it can be withdrawn when the time has come that its position says", false},
		"StakeFull":            {ErrFull, "it holds at most 2^112 - 1 units", false},
		"StakeInexactTransfer": {ErrInexactTransfer, "the token takes a fee or moved nothing; such tokens are not held", false},
		"StakeZeroAddress":     {ErrZeroAddress, "give an account that can own money", false},
	})
	return bySelector
})

// Explain puts what a contract returned when it refused in words, or returns "". It is a Decode for package transactions, and
// knows the words of package escrow too.
func Explain(data []byte) string {
	if r := decode(data); r != nil {
		return r.Error()
	}
	return escrow.Explain(data)
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
	if word.cases && len(data) >= 36 {
		r.Case = [32]byte(data[4:36])
	}
	if r.Kind == ErrBond && len(data) >= 68 {
		r.Text = fmt.Sprintf("an appeal holds %v of the appellant's stake; deposit it first", new(big.Int).SetBytes(data[36:68]))
	}
	return r
}

// refusal turns a revert of package transactions into a RefusedError, of this package or of package escrow, and leaves every other
// error as it is.
func refusal(err error) error {
	if r := decode(transactions.RevertData(err)); r != nil {
		r.Err = err
		return r
	}
	return escrow.Refusal(err)
}
