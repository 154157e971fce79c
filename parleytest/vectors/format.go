package vectors

// Party is somebody whose key is known: the Ed25519 key of a seed.
type Party struct {
	Name   string `json:"name"`
	Seed   string `json:"seed"`
	Public string `json:"public"`
}

// Envelope is a good one, with everything that is computed on the way.
type Envelope struct {
	Name      string `json:"name"`
	By        string `json:"by"`
	Kind      uint32 `json:"kind"`
	Prev      string `json:"prev"`
	Body      string `json:"body"`
	Signed    string `json:"signed"`
	Signature string `json:"signature"`
	Envelope  string `json:"envelope"`
	ID        string `json:"id"`
	// Session is the session's ID where this is a first SOW and the farmer of keys.json is asked.
	Session string `json:"session,omitempty"`
	Frame   string `json:"frame"`
	// Unknown: the body has a field that version 1 does not know; it opens, and nothing is built on it.
	Unknown bool `json:"unknown,omitempty"`
}

// BadEnvelope is refused before it is judged, with a code.
type BadEnvelope struct {
	Name     string `json:"name"`
	Envelope string `json:"envelope"`
	Code     string `json:"code"`
}

// Signature is an envelope of which only the signature is in question.
type Signature struct {
	Name     string `json:"name"`
	Envelope string `json:"envelope"`
	Valid    bool   `json:"valid"`
}

// Frame is bytes of a stream: the frames that they hold, then the end, or bytes that are refused.
type Frame struct {
	Name  string `json:"name"`
	Bytes string `json:"bytes"`
	Type  byte   `json:"type,omitempty"`
	Data  string `json:"data,omitempty"`
	// Error is "" for a good frame, "refused", or "cut" where the stream ends too soon.
	Error string `json:"error,omitempty"`
}

// Transcript is a negotiation as one party judges it: "requester", "farmer", or "anybody", to whom nothing is late.
type Transcript struct {
	Name  string `json:"name"`
	Note  string `json:"note"`
	Self  string `json:"self"`
	Grace int64  `json:"grace_ms"`
	Steps []Step `json:"steps"`
}

// Step is one envelope that arrives, or time that is looked at ("expire"), and what is so afterwards.
type Step struct {
	Script   string `json:"script"` // for people
	At       int64  `json:"at_ms"`
	Expire   bool   `json:"expire,omitempty"`
	Envelope string `json:"envelope,omitempty"`
	// Code is why it was refused; everything else below is then as before.
	Code     string `json:"code,omitempty"`
	Phase    string `json:"phase"`
	Turn     string `json:"turn,omitempty"`
	Count    int    `json:"count"`
	Head     string `json:"head"`
	Deadline int64  `json:"deadline_ms,omitempty"`
	Owed     string `json:"owed"`
	Open     bool   `json:"open"` // whether what is owed can still change
}

// Amounts are texts that are amounts and texts that are none, and splits of an amount by shares.
type Amounts struct {
	Good  []string `json:"good"`
	Bad   []string `json:"bad"`
	Split []Split  `json:"split"`
}

// Split is Amount divided by Shares.
type Split struct {
	Amount string   `json:"amount"`
	Shares []uint64 `json:"shares"`
	Parts  []string `json:"parts"`
}
