package messages

import (
	"google.golang.org/protobuf/proto"
)

// Message is one of the bodies an envelope can carry. The set is sealed.
type Message interface {
	proto.Message
	// Kind is the kind that is signed with the body.
	Kind() Kind
	// Validate checks everything about the message that needs no other message: bounds, formats, what must be set.
	Validate() error

	sealed()
}

// Kinds of the bodies.
func (*SOW) Kind() Kind        { return Kind_KIND_SOW }
func (*Quote) Kind() Kind      { return Kind_KIND_QUOTE }
func (*Agreement) Kind() Kind  { return Kind_KIND_AGREEMENT }
func (*Acceptance) Kind() Kind { return Kind_KIND_ACCEPTANCE }
func (*Progress) Kind() Kind   { return Kind_KIND_PROGRESS }
func (*Voucher) Kind() Kind    { return Kind_KIND_VOUCHER }
func (*Delivery) Kind() Kind   { return Kind_KIND_DELIVERY }
func (*Reward) Kind() Kind     { return Kind_KIND_REWARD }
func (*Receipt) Kind() Kind    { return Kind_KIND_RECEIPT }
func (*Reject) Kind() Kind     { return Kind_KIND_REJECT }
func (*Dispute) Kind() Kind    { return Kind_KIND_DISPUTE }
func (*Verdict) Kind() Kind    { return Kind_KIND_VERDICT }
func (*Ask) Kind() Kind        { return Kind_KIND_ASK }

func (*SOW) sealed()        {}
func (*Quote) sealed()      {}
func (*Agreement) sealed()  {}
func (*Acceptance) sealed() {}
func (*Progress) sealed()   {}
func (*Voucher) sealed()    {}
func (*Delivery) sealed()   {}
func (*Reward) sealed()     {}
func (*Receipt) sealed()    {}
func (*Reject) sealed()     {}
func (*Dispute) sealed()    {}
func (*Verdict) sealed()    {}
func (*Ask) sealed()        {}

// New returns an empty message of a kind, or nil for a kind that this version does not know.
func (k Kind) New() Message {
	switch k {
	case Kind_KIND_SOW:
		return new(SOW)
	case Kind_KIND_QUOTE:
		return new(Quote)
	case Kind_KIND_AGREEMENT:
		return new(Agreement)
	case Kind_KIND_ACCEPTANCE:
		return new(Acceptance)
	case Kind_KIND_PROGRESS:
		return new(Progress)
	case Kind_KIND_VOUCHER:
		return new(Voucher)
	case Kind_KIND_DELIVERY:
		return new(Delivery)
	case Kind_KIND_REWARD:
		return new(Reward)
	case Kind_KIND_RECEIPT:
		return new(Receipt)
	case Kind_KIND_REJECT:
		return new(Reject)
	case Kind_KIND_DISPUTE:
		return new(Dispute)
	case Kind_KIND_VERDICT:
		return new(Verdict)
	case Kind_KIND_ASK:
		return new(Ask)
	}
	return nil
}

// Name is the kind as SPEC.md writes it: "SOW", "Quote".
func (k Kind) Name() string {
	names := [...]string{"", "SOW", "Quote", "Agreement", "Acceptance", "Progress", "Voucher", "Delivery", "Reward",
		"Receipt", "Reject", "Dispute", "Verdict", "Amendment", "Consent", "Ask"}
	if k <= 0 || int(k) >= len(names) {
		return k.String()
	}
	return names[k]
}

// Limits on the encoded size of an envelope, in bytes.
const (
	MaxSOW      = 64 << 10
	MaxEnvelope = 16 << 10
)

// MaxSize is the largest envelope of this kind, in bytes.
func (k Kind) MaxSize() int {
	if k == Kind_KIND_SOW {
		return MaxSOW
	}
	return MaxEnvelope
}
