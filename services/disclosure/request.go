package disclosure

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute/cipher"
	"github.com/parley-p2p/parley/services/deals"
)

// MaxBytes is how long an encoded Request or Answer is at most.
const MaxBytes = 1 << 10

// Request asks for the key of what somebody works on, or judges.
type Request struct {
	// Session is whose farmer asks; zero: a member of a panel does.
	Session messages.ID
	// Deal is the disputed one, Member the account of who judges it, and Signature its own, over the [Petition].
	Deal      deals.Hash
	Member    deals.Address
	Signature []byte
}

// Petition is what a member signs: that the peer Asker asks the peer Holder in its name, in this case. Nobody else can use it, and
// with nobody else.
type Petition struct {
	Deal          deals.Hash
	Member        deals.Address
	Asker, Holder messages.Key
}

// Answer is the key, or why it is not given.
type Answer struct {
	Key     cipher.Key
	Refused string // empty: Key is the key
}

type wireRequest struct {
	Session   string         `json:"session,omitempty"`
	Deal      *deals.Hash    `json:"deal,omitempty"`
	Member    *deals.Address `json:"member,omitempty"`
	Signature string         `json:"signature,omitempty"`
}

type wireAnswer struct {
	Key     string `json:"key,omitempty"`
	Refused string `json:"refused,omitempty"`
}

// signatureBytes is how long an account's signature is.
const signatureBytes = 65

// maxRefused is how long a reason is at most, in bytes: each may take six of JSON.
const maxRefused = 150

// Encode writes it. It is never longer than MaxBytes.
func (r *Request) Encode() ([]byte, error) {
	var w wireRequest
	if !r.Session.IsZero() {
		w.Session = r.Session.String()
	} else {
		w.Deal, w.Member, w.Signature = &r.Deal, &r.Member, hex.EncodeToString(r.Signature)
	}
	return json.Marshal(w)
}

// DecodeRequest reads and checks what a stranger has sent.
func DecodeRequest(b []byte) (*Request, error) {
	var w wireRequest
	if err := decode(b, &w); err != nil {
		return nil, fmt.Errorf("request for a key: %w", err)
	}
	r := new(Request)
	if w.Session != "" {
		id, err := messages.ParseID(w.Session)
		if err != nil || id.IsZero() || w.Deal != nil || w.Member != nil || w.Signature != "" {
			return nil, errors.New("request for a key: want a session, or a deal with a member and its signature")
		}
		r.Session = id
		return r, nil
	}
	signature, err := hex.DecodeString(w.Signature)
	if err != nil || w.Deal == nil || w.Member == nil || len(signature) != signatureBytes {
		return nil, errors.New("request for a key: want a session, or a deal with a member and its signature")
	}
	r.Deal, r.Member, r.Signature = *w.Deal, *w.Member, signature
	return r, nil
}

// Encode writes it. It is never longer than MaxBytes.
func (a *Answer) Encode() ([]byte, error) {
	if a.Refused != "" {
		reason := messages.Printable(a.Refused)
		reason = strings.ToValidUTF8(reason[:min(len(reason), maxRefused)], "")
		return json.Marshal(wireAnswer{Refused: cmp.Or(reason, "refused")})
	}
	return json.Marshal(wireAnswer{Key: hex.EncodeToString(a.Key[:])})
}

// DecodeAnswer reads and checks what a stranger has sent. That the key is the right one is for who has the commitment.
func DecodeAnswer(b []byte) (*Answer, error) {
	var w wireAnswer
	if err := decode(b, &w); err != nil {
		return nil, fmt.Errorf("answer of a key: %w", err)
	}
	if w.Refused != "" {
		if w.Key != "" || len(w.Refused) > maxRefused {
			return nil, errors.New("answer of a key: it is both given and refused, or the reason is too long")
		}
		return &Answer{Refused: cmp.Or(messages.Printable(w.Refused), "refused")}, nil
	}
	raw, err := hex.DecodeString(w.Key)
	if err != nil || len(raw) != len(cipher.Key{}) {
		return nil, errors.New("answer of a key: it holds no key")
	}
	return &Answer{Key: cipher.Key(raw)}, nil
}

// decode reads one JSON object without fields that T does not have, and nothing else.
func decode[T any](b []byte, into *T) error {
	if len(b) > MaxBytes {
		return fmt.Errorf("%d bytes, at most %d", len(b), MaxBytes)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the object")
	}
	return nil
}
