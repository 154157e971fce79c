package protocol

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parley-p2p/parley/messages"
)

// Code is the closed set of reasons that crosses the wire.
type Code = messages.Code

// The codes, under the names that Go code uses.
const (
	Invalid        = messages.Code_CODE_INVALID
	Unsupported    = messages.Code_CODE_UNSUPPORTED
	NotYourTurn    = messages.Code_CODE_NOT_YOUR_TURN
	Late           = messages.Code_CODE_LATE
	Duplicate      = messages.Code_CODE_DUPLICATE
	Equivocation   = messages.Code_CODE_EQUIVOCATION
	Stale          = messages.Code_CODE_STALE
	BadSignature   = messages.Code_CODE_BAD_SIGNATURE
	TooLarge       = messages.Code_CODE_TOO_LARGE
	RateLimited    = messages.Code_CODE_RATE_LIMITED
	Forbidden      = messages.Code_CODE_FORBIDDEN
	NotFound       = messages.Code_CODE_NOT_FOUND
	UnknownService = messages.Code_CODE_UNKNOWN_SERVICE
	Price          = messages.Code_CODE_PRICE
	Resources      = messages.Code_CODE_RESOURCES
	Deadline       = messages.Code_CODE_DEADLINE
	Settlement     = messages.Code_CODE_SETTLEMENT
	Verification   = messages.Code_CODE_VERIFICATION
	Unfunded       = messages.Code_CODE_UNFUNDED
	Content        = messages.Code_CODE_CONTENT
	Busy           = messages.Code_CODE_BUSY
	Declined       = messages.Code_CODE_DECLINED
	Canceled       = messages.Code_CODE_CANCELED
	WrongReward    = messages.Code_CODE_WRONG_REWARD
	Failed         = messages.Code_CODE_FAILED
	Unavailable    = messages.Code_CODE_UNAVAILABLE
	Internal       = messages.Code_CODE_INTERNAL
)

// Error is the one error that crosses the wire: a closed code, a deliberate sentence and, where there is one, the
// smallest change that would have been accepted. Err is the cause and stays local. The Reason of one that FromReject or
// FromRefusal made is fit to be shown ([messages.Printable]), and so is the text of every one that is Remote.
type Error struct {
	Code   Code
	Reason string
	Remedy *messages.Remedy
	// Remote reports that the other side said this.
	Remote bool
	Err    error
}

func (e *Error) Error() string {
	s := CodeName(e.Code)
	if e.Remote {
		s = "peer: " + s
	}
	if e.Reason != "" {
		s += ": " + e.reason()
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// reason is the sentence as it may be shown.
func (e *Error) reason() string {
	if e.Remote {
		return messages.Printable(e.Reason)
	}
	return e.Reason
}

// Unwrap returns the local cause.
func (e *Error) Unwrap() error { return e.Err }

// Reject is the move that says this error to the other side.
func (e *Error) Reject() *messages.Reject {
	return &messages.Reject{Code: e.code(), Reason: clip(e.Reason), Remedy: e.remedy()}
}

// Refusal is the unsigned frame that says this error to the other side where no move does.
func (e *Error) Refusal(envelope messages.ID) *messages.Refusal {
	r := &messages.Refusal{Code: e.code(), Reason: clip(e.Reason), Remedy: e.remedy()}
	if !envelope.IsZero() {
		r.Envelope = envelope[:]
	}
	return r
}

// code is Internal for an Error that somebody made without one: a Reject without a code is none.
func (e *Error) code() Code {
	if _, known := messages.Code_name[int32(e.Code)]; !known || e.Code == 0 {
		return Internal
	}
	return e.Code
}

// remedy leaves out one that the other side would refuse to read; the refusal itself must arrive.
func (e *Error) remedy() *messages.Remedy {
	if e.Remedy.Validate() != nil {
		return nil
	}
	return e.Remedy
}

// Errorf makes an Error with a sentence.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Reason: fmt.Sprintf(format, args...)}
}

// Datef makes an Error that refuses a date, with one in ms by which the result may be due as its remedy.
func Datef(byMs int64, format string, args ...any) *Error {
	e := Errorf(Deadline, format, args...)
	e.Remedy = &messages.Remedy{DeliverByMs: byMs}
	return e
}

// FromReject is the error that a Reject of the other side stands for.
func FromReject(r *messages.Reject) *Error {
	return &Error{Code: r.GetCode(), Reason: messages.Printable(r.GetReason()), Remedy: r.GetRemedy(), Remote: true}
}

// FromRefusal is the error that a Refusal frame of the other side stands for.
func FromRefusal(r *messages.Refusal) *Error {
	return &Error{Code: r.GetCode(), Reason: messages.Printable(r.GetReason()), Remedy: r.GetRemedy(), Remote: true}
}

// CodeOf is the code that err crosses the wire as: its own if it is an [Error], that of what package messages found
// wrong, or Internal.
func CodeOf(err error) Code {
	if err == nil {
		return 0
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	for _, known := range []struct {
		err  error
		code Code
	}{
		{messages.ErrSignature, BadSignature},
		{messages.ErrTooLarge, TooLarge},
		{messages.ErrUnknown, Unsupported},
		{messages.ErrMalformed, Invalid},
		{messages.ErrInvalid, Invalid},
		{messages.ErrFrame, Invalid},
		{messages.ErrKey, BadSignature},
	} {
		if errors.Is(err, known.err) {
			return known.code
		}
	}
	return Internal
}

// AsError is err as an Error that may cross the wire. What is not one already crosses as its code alone, with the cause
// kept local.
func AsError(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	code := CodeOf(err)
	return &Error{Code: code, Reason: CodeName(code), Err: err}
}

// CodeName is a code in words: "not your turn".
func CodeName(c Code) string {
	switch c {
	case Invalid:
		return "invalid"
	case Unsupported:
		return "unsupported"
	case NotYourTurn:
		return "not your turn"
	case Late:
		return "late"
	case Duplicate:
		return "duplicate"
	case Equivocation:
		return "equivocation"
	case Stale:
		return "does not continue the head"
	case BadSignature:
		return "bad signature"
	case TooLarge:
		return "too large"
	case RateLimited:
		return "rate limited"
	case Forbidden:
		return "forbidden"
	case NotFound:
		return "not found"
	case UnknownService:
		return "unknown service"
	case Price:
		return "price"
	case Resources:
		return "resources"
	case Deadline:
		return "deadline"
	case Settlement:
		return "settlement"
	case Verification:
		return "verification"
	case Unfunded:
		return "unfunded"
	case Content:
		return "content missing"
	case Busy:
		return "busy"
	case Declined:
		return "declined"
	case Canceled:
		return "canceled"
	case WrongReward:
		return "wrong reward"
	case Failed:
		return "failed"
	case Unavailable:
		return "unavailable"
	case Internal:
		return "internal error"
	}
	return c.String()
}

const maxReason = 1024

func clip(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= maxReason {
		return s
	}
	s = s[:maxReason-len("…")]
	for len(s) > 0 && s[len(s)-1]&0xc0 == 0x80 { // do not cut a rune
		s = s[:len(s)-1]
	}
	if n := len(s); n > 0 && s[n-1] >= 0xc0 {
		s = s[:n-1]
	}
	return s + "…"
}
