package main

import (
	"strings"
	"testing"

	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/evidence"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
)

// A voucher that is not the requester's account's is a broken link of the file: it may be all that is owed.
func TestVerifyVouchers(t *testing.T) {
	signer, _ := parleytest.Key(1)
	envelope := func(m messages.Message) *messages.Signed {
		e, err := messages.Seal(m, messages.ID{1}, signer)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	evidenceOf, err := compute.Results.Encode(&compute.Result{Root: "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354", Tasks: []compute.Done{{Ended: "exited", CID: "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354"}}})
	if err != nil {
		t.Fatal(err)
	}
	claim := envelope(&messages.Progress{Units: 1, Claim: "5", AnswerByMs: 1, Evidence: evidenceOf})
	voucher := envelope(&messages.Voucher{Amount: "5", Signature: &messages.AccountSignature{Account: "eip155:1:0x01", Signature: make([]byte, 65)}})
	judge := party.Offline(deals.Account{Chain: 1})
	money := func(s string) string { return s + " coins" }
	for name, envelopes := range map[string][]*messages.Signed{"forged": {claim, voucher}, "for nothing": {voucher}} {
		var out verdict
		err := verifyVouchers(&evidence.File{Envelopes: envelopes}, judge, new(deals.Papers), &out, money)
		if err == nil || !strings.Contains(err.Error(), "the voucher over 5 coins") || len(out.Signed) > 0 {
			t.Errorf("%s: %v, signed %v", name, err, out.Signed)
		}
	}
	var out verdict
	if err := verifyVouchers(&evidence.File{Envelopes: []*messages.Signed{claim}}, judge, new(deals.Papers), &out, money); err != nil || len(out.Signed) > 0 {
		t.Errorf("a claim alone: %v, signed %v", err, out.Signed)
	}
}
