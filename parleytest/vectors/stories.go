package vectors

// story is a transcript in the words of package script. A line that begins with "CODE:" must be refused with that code.
type story struct {
	name, note, self string
	lines            []string
}

var stories = []story{
	{"free", "free work ends when it is delivered", "anybody", []string{
		"requester SOW", "farmer Quote price.per_unit=0 price.ceiling=0", "requester Agreement", "farmer Acceptance", "farmer Delivery",
		"NOT_YOUR_TURN: requester Reward"}},
	{"paid", "and every message of it again afterwards", "anybody", []string{
		"requester SOW", "farmer Quote", "requester Agreement", "farmer Acceptance", "farmer Delivery", "requester Reward", "farmer Receipt",
		"DUPLICATE: repeat 0", "DUPLICATE: repeat 1", "DUPLICATE: repeat 2", "DUPLICATE: repeat 3", "DUPLICATE: repeat 4",
		"DUPLICATE: repeat 5", "DUPLICATE: repeat 6"}},
	{"escrow", "the accounts sign with the moves; what they sign is the settlement's affair", "anybody", []string{
		"requester SOW settlements.0.kind=ESCROW settlements.0.contract=c settlements.0.asset=a settlements.0.payer=p",
		"SETTLEMENT: farmer Quote settlement=unset", "farmer Quote", "SETTLEMENT: requester Agreement signature=unset",
		"SETTLEMENT: requester Agreement deal=unset", "requester Agreement", "SETTLEMENT: farmer Acceptance signature=unset",
		"farmer Acceptance", "farmer Delivery", "WRONG_REWARD: requester Reward signature=unset", "requester Reward", "farmer Receipt"}},
	{"counter-offer", "a price is bargained down, once", "anybody", []string{
		"requester SOW", "farmer Quote", "INVALID: requester SOW round=2", "INVALID: requester SOW service=parley.dev/other/1",
		"requester SOW reason=cheaper limit.per_unit=4 limit.ceiling=40", "INVALID: farmer Quote sow=00000000000000000000000000000000000000000000000000000000000000ff",
		"farmer Quote price.per_unit=4 price.ceiling=40 final=true", "DECLINED: requester SOW", "requester Agreement", "farmer Acceptance"}},
	{"progress", "claims and vouchers are totals", "anybody", []string{
		"requester SOW", "farmer Quote", "requester Agreement", "farmer Acceptance",
		"PRICE: farmer Progress units=3 claim=16", "farmer Progress units=3 claim=15", "PRICE: requester Voucher amount=16", "requester Voucher amount=10",
		"INVALID: farmer Progress units=3 claim=15", "PRICE: farmer Progress units=4 claim=9", "farmer Progress units=4 claim=20",
		"PRICE: requester Voucher amount=9", "requester Voucher amount=20", "PRICE: farmer Delivery units=4 cost=19", "farmer Delivery",
		"requester Reward", "farmer Receipt"}},
	{"stopped", "the requester stops: what was vouched for is owed", "anybody", []string{
		"requester SOW", "farmer Quote", "requester Agreement", "farmer Acceptance", "farmer Progress units=2 claim=10", "requester Voucher",
		"farmer Progress units=3 claim=15", "requester Reject code=CANCELED"}},
	{"abandoned", "a farmer that is bound and gives up", "anybody", []string{
		"requester SOW", "farmer Quote", "requester Agreement", "farmer Acceptance", "farmer Reject code=FAILED"}},
	{"rejected reward", "a reward is exactly what is owed", "anybody", []string{
		"requester SOW", "farmer Quote", "requester Agreement", "farmer Acceptance", "PRICE: farmer Delivery cost=51", "farmer Delivery units=9 cost=45",
		"WRONG_REWARD: requester Reward amount=44", "FORBIDDEN: stranger Reward", "requester Reward", "WRONG_REWARD: farmer Receipt amount=44",
		"farmer Reject code=WRONG_REWARD", "requester Reward receipt_by_ms=+2m", "farmer Receipt"}},
	{"verdict for", "a mediator of the terms judges for the farmer", "anybody", []string{
		"requester SOW verifications.0.mode=MEDIATE verifications.0.mediators=@mediator", "farmer Quote", "requester Agreement", "farmer Acceptance",
		"farmer Delivery", "DEADLINE: requester Dispute judge_by_ms=+2h", "requester Dispute", "NOT_YOUR_TURN: farmer Verdict", "FORBIDDEN: mediator2 Verdict",
		"mediator Verdict"}},
	{"verdict against", "", "anybody", []string{
		"requester SOW verifications.0.mode=MEDIATE verifications.0.mediators=@mediator", "farmer Quote", "requester Agreement", "farmer Acceptance",
		"farmer Delivery", "requester Dispute", "mediator Verdict finding=AGAINST"}},
	{"verdict undetermined", "half, rounded down", "anybody", []string{
		"requester SOW verifications.0.mode=MEDIATE verifications.0.mediators=@mediator", "farmer Quote", "requester Agreement", "farmer Acceptance",
		"farmer Delivery units=9 cost=45", "requester Dispute", "mediator Verdict finding=UNDETERMINED"}},
	{"share", "a share of what was quoted, at no less than its price", "anybody", []string{
		"requester SOW", "farmer Quote", "PRICE: requester Agreement terms.units=7 terms.price.ceiling=34",
		"requester Agreement terms.units=7 terms.price.ceiling=35", "farmer Acceptance", "INVALID: farmer Delivery units=8 cost=35", "farmer Delivery"}},
	{"terms that differ", "", "anybody", []string{
		"requester SOW", "farmer Quote", "INVALID: requester Agreement terms.sow=00000000000000000000000000000000000000000000000000000000000000ff",
		"INVALID: requester Agreement terms.quote=00000000000000000000000000000000000000000000000000000000000000ff",
		"INVALID: requester Agreement terms.requester=@stranger", "INVALID: requester Agreement terms.farmer=@farmer2",
		"INVALID: requester Agreement terms.service=parley.dev/other/1", "UNSUPPORTED: requester Agreement terms.version=2",
		"INVALID: requester Agreement terms.units=11", "PRICE: requester Agreement terms.price.asset=EUR", "PRICE: requester Agreement terms.price.unit=byte",
		"PRICE: requester Agreement terms.price.per_unit=4", "PRICE: requester Agreement terms.price.ceiling=49",
		"INVALID: requester Agreement terms.free=true", "DEADLINE: requester Agreement terms.accept_by_ms=+11m terms.start_by_ms=+12m",
		"DEADLINE: requester Agreement terms.deliver_by_ms=+59m", "SETTLEMENT: requester Agreement terms.settlement.kind=ESCROW",
		"VERIFICATION: requester Agreement terms.verification.mode=TRUST", "UNSUPPORTED: requester Agreement terms.unknown=1",
		"INVALID: requester Agreement accept_by_ms=+4m", "requester Agreement"}},
	{"unknown fields", "their bytes are kept and nothing is built on them", "anybody", []string{
		"UNSUPPORTED: requester SOW unknown=1", "UNSUPPORTED: requester SOW job.unknown=1", "requester SOW", "UNSUPPORTED: farmer Quote price.unknown=1",
		"farmer Quote"}},
	{"turns", "wrong turn, wrong predecessor, no party, a peer that hires itself", "anybody", []string{
		"FORBIDDEN: farmer SOW", "STALE: requester SOW !prev=00000000000000000000000000000000000000000000000000000000000000ff",
		"NOT_YOUR_TURN: farmer Quote", "requester SOW", "NOT_YOUR_TURN: requester Quote", "FORBIDDEN: stranger Quote", "STALE: farmer Quote !prev=zero",
		"STALE: farmer Quote !prev=00000000000000000000000000000000000000000000000000000000000000ff", "NOT_YOUR_TURN: farmer Acceptance", "farmer Quote"}},
	{"equivocation", "one signer, one predecessor, two envelopes", "anybody", []string{
		"requester SOW", "farmer Quote", "EQUIVOCATION: farmer Quote !prev=0 price.per_unit=6", "EQUIVOCATION: farmer Reject !prev=0",
		"STALE: stranger Quote !prev=0", "STALE: requester SOW !prev=zero nonce=00112233445566778899aabbccddeeff", "requester Agreement",
		"EQUIVOCATION: requester Reject !prev=1", "farmer Acceptance"}},
	{"late to the farmer", "one's own word until the deadline, the other's until the grace is over", "farmer", []string{
		"requester SOW", "farmer Quote", "at 10m30.001s", "LATE: requester Agreement", "at 10m30s", "requester Agreement", "LATE: farmer Acceptance"}},
	{"late to the requester", "", "requester", []string{
		"requester SOW", "at 1m30.001s", "LATE: farmer Quote", "at 1m30s", "farmer Quote", "at 10m0.001s", "LATE: requester Agreement"}},
	{"short window", "a review ends no sooner than the terms give from the requester's last move, less the grace", "requester", []string{
		"requester SOW", "farmer Quote", "at 2m", "requester Agreement", "farmer Acceptance", "at 3m",
		"DEADLINE: farmer Delivery review_by_ms=+11m29.999s", "farmer Delivery review_by_ms=+11m30s"}},
	{"silence", "is acceptance", "farmer", []string{
		"requester SOW", "farmer Quote", "requester Agreement", "farmer Acceptance", "farmer Delivery", "at 10m30s", "expire", "at 10m30.001s", "expire",
		"LATE: requester Dispute"}},
	{"expired", "what is not delivered is not owed", "requester", []string{
		"requester SOW", "farmer Quote", "requester Agreement", "farmer Acceptance", "at 1h30.001s", "expire", "LATE: farmer Delivery"}},
}
