package sim

import "github.com/parley-p2p/parley/messages"

// envelope is what somebody made and others judge, often many times: two parties, again after each restart, third parties.
// What its bytes say does not depend on who reads them or when, so package messages reads them once for the parties, and
// once more for third parties, who have nothing in common with them.
type envelope struct {
	raw  []byte
	said *said

	own, thirds reading
}

// reading is an envelope as package messages reads it; each step is made when it is first needed.
type reading struct {
	parsed, opened bool
	unopened       *messages.Unopened
	signed         *messages.Signed
	malformed      error
	refused        error
}

func (r *reading) parse(raw []byte) (*messages.Unopened, error) {
	if !r.parsed {
		r.unopened, r.malformed = messages.Parse(raw)
		r.parsed = true
	}
	return r.unopened, r.malformed
}

func (r *reading) open(raw []byte) (*messages.Signed, error) {
	if r.opened {
		return r.signed, r.refused
	}
	u, err := r.parse(raw)
	if err != nil {
		return nil, err
	}
	r.signed, r.refused = u.Open()
	r.opened = true
	return r.signed, r.refused
}

func (e *envelope) parse() (*messages.Unopened, error) { return e.own.parse(e.raw) }

func (e *envelope) open() (*messages.Signed, error) { return e.own.open(e.raw) }

// openAnew is open for a third party.
func (e *envelope) openAnew() (*messages.Signed, error) { return e.thirds.open(e.raw) }
