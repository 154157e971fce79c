package bacalhau

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode"
)

// Kind is what is wrong with a call.
type Kind int

// The zero Kind is unset and invalid.
const (
	Unavailable  Kind = iota + 1 // no answer, or one that says "later"
	Fault                        // 5xx, which is how the API tells much that is no fault
	BadRequest                   // what was asked makes no sense there
	NotFound                     // no such job
	Unauthorized                 // no credentials, or wrong ones
	Forbidden                    // the credentials do not suffice
	TooLarge                     // the job is too long to be sent
	TooOld                       // the orchestrator is too old
	Garbled                      // the answer is none of this API
	Moved                        // it sends elsewhere
)

// Error is why a call did not do what it was to, in words for whoever runs the farmer.
type Error struct {
	Kind   Kind
	Cause  string // a clause without a final stop
	Remedy string
	Err    error
}

func (e *Error) Error() string { return e.Cause + ": " + e.Remedy }

func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first [*Error] in err's tree, and zero if there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return 0
}

func garbled(what string, err error) error {
	return &Error{Kind: Garbled, Cause: "the orchestrator answered with " + what,
		Remedy: "see that --bacalhau is the URL of a Bacalhau orchestrator, and that nothing stands between", Err: err}
}

// refused is an answer that is no success.
func refused(status int, body []byte) *Error {
	var said struct {
		Message, Hint string
		Error         string // of the refusal of old clients
		Details       struct{ Reason string }
	}
	_ = json.Unmarshal(body, &said) // a proxy's page says nothing
	text := clean(said.Message + said.Error)
	if text == "" {
		text = http.StatusText(status)
	}
	if reason := clean(said.Details.Reason); reason != "" {
		text += ": " + reason
	}
	e := &Error{Cause: fmt.Sprintf("the orchestrator answered %d: %s", status, text), Remedy: clean(said.Hint)}
	remedy := ""
	switch {
	case status == http.StatusUnauthorized:
		e.Kind, remedy = Unauthorized, "give its API key in BACALHAU_API_KEY, or a user in BACALHAU_API_USERNAME and BACALHAU_API_PASSWORD, or name a file with --bacalhau-auth: the key alone, or "+authUser
	case status == http.StatusForbidden:
		e.Kind, remedy = Forbidden, "let that user read and write jobs and read nodes (capabilities read:*, write:job)"
	case status == http.StatusNotFound:
		e.Kind, remedy = NotFound, "see that --bacalhau is the URL of a Bacalhau orchestrator alone, as http://HOST:1234, without /api/v1"
	case status == http.StatusRequestEntityTooLarge:
		e.Kind, remedy = TooLarge, "let the cluster's nodes fetch module and inputs from a gateway (--bacalhau-gateway)"
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable, status == http.StatusBadGateway, status == http.StatusGatewayTimeout:
		e.Kind, remedy = Unavailable, "try again later, and see the orchestrator's log"
	case status >= 500:
		e.Kind, remedy = Fault, "see the orchestrator's log"
	default:
		e.Kind, remedy = BadRequest, "see that its version is 1.8 or later: parley doctor --bacalhau URL"
	}
	switch e.Kind { // whose hints say nothing, or take the URL to be right
	case Unauthorized, Forbidden, NotFound:
		e.Remedy = remedy
	}
	e.Remedy = cmp.Or(e.Remedy, remedy)
	return e
}

// clean makes one bounded line of what the cluster says.
func clean(s string) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "?"), func(r rune) bool { return unicode.IsControl(r) || r == ' ' }), " ")
	if len(s) > 400 {
		s = strings.ToValidUTF8(s[:400], "") + " ..."
	}
	return s
}

// Oldest is the version from which on the name of a job is its key.
const Oldest = "1.8"

// check refuses a version whose API is another.
func (v Version) check() error {
	if strings.HasPrefix(v.GitVersion, "v0.0.0") { // built from source, without a version
		return nil
	}
	major, err := strconv.Atoi(strings.TrimPrefix(v.Major, "v"))
	minor, err2 := strconv.Atoi(v.Minor)
	if err := errors.Join(err, err2); err != nil {
		return garbled(fmt.Sprintf("the version %q.%q", clean(v.Major), clean(v.Minor)), err)
	}
	if major < 1 || major == 1 && minor < 8 {
		return &Error{Kind: TooOld, Cause: fmt.Sprintf("the orchestrator is Bacalhau %d.%d, and before %s a job's name is not its key: a repeat would run it twice", major, minor, Oldest),
			Remedy: "update it to " + Oldest + " or later"}
	}
	return nil
}
