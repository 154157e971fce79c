package deals

import (
	"math/big"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Step is what a party does on chain next.
type Step uint8

// The steps. Wait is none now; Finish closes the record.
const (
	Wait Step = iota + 1
	Finish
	DoOpen    // again: the chain forgot the opening
	DoSettle  // rows 3 and 6: show the requester's signed acceptance
	DoSubmit  // row 4: put the result on the chain before submitBy
	DoClaim   // row 5: silence was acceptance
	DoExpire  // row 2: no result came
	DoDecline // row 1: the farmer does not start
	DoInspect // look at what was put on the chain and never came through the session, then accept or dispute
	DoDispute // contest what was submitted
	DoAppeal  // have more members of the panel judge anew
	DoLapse   // row 9b: no ruling came
)

func (s Step) String() string {
	return [...]string{"unset", "wait", "finish", "open", "settle", "submit", "claim", "expire", "decline", "inspect", "dispute", "appeal", "lapse"}[min(s, DoLapse)]
}

// Plan is what to do, and why; for Wait also until when at the latest, zero if only the other side or a person ends it.
type Plan struct {
	Step  Step
	Why   string
	Until time.Time
}

// patience is how long the other side may leave undone what is its own advantage, before this side does it to have its own
// money back.
const patience = time.Hour

// isClosed is why a record is closed.
const isClosed = "the deal is closed"

// pursuing is why a node goes on with a deal that is closed.
const pursuing = "the deal is closed, and the panel can be appealed to, or goes on with an appeal, which decides over seats and bonds: this side's node shows it what that is about until then"

// Next decides from what the chain says and what the party holds, and from nothing else. Chain time is that of the status's
// block; margin is how long before a deadline a step must be sent. A requester's Status must hold what was submitted, once something was,
// and one with a Case a farmer's, too.
func Next(r *Record, s Status, margin time.Duration) Plan { return next(r, s, margin, margin/2) }

// next is Next, where last is how long before submitBy a farmer that holds nothing says that nothing is owed.
func next(r *Record, s Status, margin, last time.Duration) Plan {
	now := s.Block.Time
	if r.Closed {
		return Plan{Step: Finish, Why: "the record is closed"}
	}
	switch {
	case s.Pursued && r.Wronged(s):
		return r.redress(s)
	case s.Pursued:
		return Plan{Step: Wait, Why: pursuing}
	case s.State == Closed:
		return Plan{Step: Finish, Why: isClosed}
	case s.State == Unopened:
		return nextOfUnopened(r, now)
	case r.Role == protocol.Farmer:
		switch s.State {
		case Open:
			return nextOfWorker(r, now, margin, last)
		case Submitted:
			return nextOfWaiting(r, s, now, margin)
		}
		return nextOfAccused(r, s, now, margin)
	}
	switch s.State {
	case Open:
		return nextOfPayer(r, now)
	case Submitted:
		return nextOfJudge(r, s, now, margin)
	}
	return nextOfAccuser(r, s, now)
}

// nextOfUnopened: what was never opened is over at openBy. What was open, and is no more, was taken back by a
// reorganization of the chain, or is closed.
func nextOfUnopened(r *Record, now time.Time) Plan {
	openBy := time.Unix(r.Papers.Deal.OpenBy, 0)
	switch {
	case now.After(openBy) && r.Opened:
		return Plan{Step: Finish, Why: isClosed}
	case now.After(openBy):
		return Plan{Step: Finish, Why: "the deal was not opened in time, nobody owes anything"}
	case r.Opened && r.PayerSignature != nil && r.FarmerSignature != nil:
		return Plan{Step: DoOpen, Why: "the chain has forgotten the opening"}
	}
	return Plan{Wait, "the deal may still be opened", openBy}
}

// nextOfWorker is the farmer's while nothing is on the chain but the deal.
func nextOfWorker(r *Record, now time.Time, margin, last time.Duration) Plan {
	t := r.Papers.Terms
	submitBy := time.Unix(t.SubmitBy, 0)
	soon, late := !now.Before(submitBy.Add(-margin)), now.After(submitBy)
	over := r.Ended || soon // no better acceptance can be waited for
	switch {
	case r.acceptedExactly(r.Result):
		return Plan{Step: DoSettle, Why: "the requester has signed for the result"}
	case r.acceptedInFull() && over:
		return Plan{Step: DoSettle, Why: "the requester has signed for all that the result costs"}
	case r.Result != nil && over && !late:
		return Plan{Step: DoSubmit, Why: "the result is not accepted, and would be too late"}
	case r.Accepted != nil && r.stand() != nil && over && !late:
		return Plan{Step: DoSubmit, Why: "the requester has signed for a part, and does not answer the claim for more"}
	case r.Accepted != nil && (late || over && r.Result == nil):
		return Plan{Step: DoSettle, Why: "the requester has signed for a part, and there is no time for more"}
	case r.Ended && r.Result == nil && now.Unix() <= t.StartBy: // and nothing is accepted
		return Plan{Step: DoDecline, Why: "the work is not done, and may still be declined"}
	case r.stand() != nil && over && !late:
		return Plan{Step: DoSubmit, Why: "the work has ended without a result, or the requester answers no claim; without a submission the bond were lost"}
	case r.idle() && !now.Before(submitBy.Add(-last)) && !late: // what is brought now may come too late
		return Plan{Step: DoSubmit, Why: "the work has brought nothing, and there is no time for more; without a submission the bond were lost"}
	case now.After(submitBy.Add(patience)):
		return Plan{Step: DoExpire, Why: "nothing was submitted, and the requester does not take its money back"}
	case late:
		return Plan{Wait, "nothing was submitted in time; the requester takes its money back", submitBy.Add(patience)}
	case soon:
		return Plan{Wait, "the work is under way, and about to be late", submitBy.Add(-last)}
	}
	return Plan{Wait, "the work is under way", submitBy.Add(-margin)}
}

// nextOfWaiting is the farmer's once it has submitted.
func nextOfWaiting(r *Record, s Status, now time.Time, margin time.Duration) Plan {
	acceptBy := window(s.Since, r.Papers.Terms.AcceptWindow)
	switch {
	case r.acceptedExactly(r.Result):
		return Plan{Step: DoSettle, Why: "the requester has signed for the result"}
	case r.owesMore(r.Result):
		return Plan{Step: DoSettle, Why: "the requester has signed for more than was submitted"}
	case r.acceptedInFull() && (r.Ended || !now.Before(acceptBy.Add(-margin))):
		return Plan{Step: DoSettle, Why: "the requester has signed for all that the result costs"}
	case now.After(acceptBy) && r.Result != nil && amount(r.Result.Cost).IsZero():
		// A claim would pay the late penalty for a result that is owed nothing, by whoever wants it.
		return Plan{Step: Wait, Why: "nothing is owed; the requester closes the deal"}
	case now.After(acceptBy):
		return Plan{Step: DoClaim, Why: "the requester was silent"}
	}
	return Plan{Wait, "the requester may accept or dispute", acceptBy}
}

// nextOfAccused is the farmer's in a dispute. An acceptance beats it. One for a part is worth showing where it is no less
// than the half that the dispute's end without a ruling pays (row 9b): at once if nobody may rule, or if the panel finds
// against it and it cannot appeal; else before that end. Where a panel has found nothing that half is less by half of its fee (row 9). Any is
// worth more than a finding against the farmer, which costs the bond: it is shown before that is ruled, when the time to appeal is
// over, or about to be.
func nextOfAccused(r *Record, s Status, now time.Time, margin time.Duration) Plan {
	t := r.Papers.Terms
	judgeBy := window(s.Since, t.JudgeWindow)
	soon := !now.Before(judgeBy.Add(-margin))
	due := s.Case != nil && s.Case.due(now, margin)
	switch {
	case r.acceptedExactly(r.Result) || r.acceptedInFull():
		return Plan{Step: DoSettle, Why: "the requester has signed for the result, which beats its dispute"}
	case r.Wronged(s) && r.Unappealed(s) == nil:
		return r.redress(s)
	case r.Accepted != nil && due && s.condemned():
		return Plan{Step: DoSettle, Why: "the requester has signed for a part, and what the panel has found would cost the bond"}
	case due && s.Case.undecided() && r.acceptedHalf(amount(t.MediationFee)):
		return Plan{Step: DoSettle, Why: "the requester has signed for a part, which is more than a panel that found nothing leaves after its fee"}
	case r.acceptedHalf(messages.Amount{}) && (soon || !r.Papers.judged() || r.Wronged(s)):
		return Plan{Step: DoSettle, Why: "the requester has signed for a part, which is more than an undecided dispute pays"}
	case r.Wronged(s):
		return r.redress(s)
	case now.After(judgeBy):
		return Plan{Step: DoLapse, Why: "nobody ruled"}
	}
	return r.unruled(judgeBy)
}

// unruled is either side's while nobody has ruled.
func (r *Record) unruled(judgeBy time.Time) Plan {
	if r.Papers.judged() {
		return Plan{Wait, "the arbiter may rule", judgeBy}
	}
	return Plan{Wait, "nobody can rule, since the deal names no arbiter; when the time for it is over each side bears half of the cost", judgeBy}
}

// nextOfPayer is the requester's while nothing is on the chain but the deal. What it has signed for the farmer may still
// show after submitBy, and is left the time for it.
func nextOfPayer(r *Record, now time.Time) Plan {
	submitBy := time.Unix(r.Papers.Terms.SubmitBy, 0)
	switch {
	case !now.After(submitBy):
		return Plan{Wait, "the farmer may submit its result", submitBy}
	case r.Accepted != nil && r.Accepted.Cost == r.Papers.Deal.Price:
		return Plan{Step: DoSettle, Why: "the result was accepted, and the farmer does not fetch its money"}
	case r.Accepted != nil && !now.After(submitBy.Add(patience)):
		return Plan{Wait, "the farmer holds an acceptance and may show it", submitBy.Add(patience)}
	}
	return Plan{Step: DoExpire, Why: "no result came"}
}

// nextOfJudge is the requester's once the farmer has submitted. What was delivered in the session is the review's; what
// was not is looked at here, and contested if nobody can: silence would pay for it.
func nextOfJudge(r *Record, s Status, now time.Time, margin time.Duration) Plan {
	acceptBy := window(s.Since, r.Papers.Terms.AcceptWindow)
	half := s.Since.Add(acceptBy.Sub(s.Since) / 2)
	soon := !now.Before(r.contestBy(s, margin))
	known := r.Result != nil && s.Submitted != nil && s.Submitted.Digest == r.Result.Digest && amount(s.Submitted.Cost).Cmp(amount(r.Result.Cost)) <= 0
	contested := r.Complaint != nil && !s.Submitted.nothing() && !now.After(acceptBy)
	switch {
	case r.acceptedExactly(s.Submitted):
		return Plan{Step: DoSettle, Why: "the result was accepted, and the farmer does not know"}
	case r.owesPrice(s.Submitted):
		return Plan{Step: DoSettle, Why: "the whole price was signed for, and the farmer, which asks for less, does not know"}
	case r.owesMore(s.Submitted) && !contested && soon:
		return Plan{Step: DoSettle, Why: "more was signed for than is asked for, and the farmer, which alone may show that, does not"}
	case r.owesMore(s.Submitted) && !contested:
		return Plan{Wait, "the farmer asks for less than was signed for, and may still show what it holds", r.contestBy(s, margin)}
	case s.Submitted != nil && amount(s.Submitted.Cost).IsZero() && now.After(acceptBy):
		return Plan{Step: DoInspect, Why: "what was submitted costs nothing, and is accepted rather than paid a penalty for"}
	case now.After(acceptBy.Add(patience)):
		return Plan{Step: DoClaim, Why: "the farmer does not fetch its money, and the rest is locked with it"}
	case now.After(acceptBy):
		return Plan{Wait, "the farmer may claim: silence was acceptance", acceptBy.Add(patience)}
	case s.Submitted.nothing():
		return Plan{Step: DoInspect, Why: "nothing was submitted for nothing, which no panel holds against a farmer"}
	case r.Complaint != nil:
		return Plan{Step: DoDispute, Why: "the result is contested"}
	case s.Submitted != nil && amount(s.Submitted.Cost).Cmp(r.signedFor()) <= 0:
		return Plan{Step: DoInspect, Why: "what was submitted costs no more than what was signed for"}
	case known:
		return Plan{Wait, "the result is on the chain and being reviewed; silence accepts it", acceptBy}
	case soon:
		return Plan{Step: DoDispute, Why: "what was submitted never arrived"}
	case r.Ended || !now.Before(half):
		return Plan{Step: DoInspect, Why: "what was submitted did not come through the session"}
	}
	return Plan{Wait, "the farmer's result is on the chain and may still arrive", half}
}

// contestBy is when a submission is contested at the latest.
func (r *Record) contestBy(s Status, margin time.Duration) time.Time {
	accept := time.Duration(r.Papers.Terms.AcceptWindow) * time.Second
	return s.Since.Add(accept - min(margin, accept/4))
}

// nextOfAccuser is the requester's in a dispute. What it accepts after all it shows before the arbiter takes the case, which then costs the fee.
func nextOfAccuser(r *Record, s Status, now time.Time) Plan {
	judgeBy := window(s.Since, r.Papers.Terms.JudgeWindow)
	switch {
	case r.acceptedExactly(s.Submitted):
		return Plan{Step: DoSettle, Why: "the result was accepted, which beats the dispute"}
	case r.Wronged(s):
		return r.redress(s)
	case now.After(judgeBy):
		return Plan{Step: DoLapse, Why: "nobody ruled"}
	}
	return r.unruled(judgeBy)
}

// stand is what a farmer submits in the place of a result, which it has no chance to deliver: the part that it has claimed and
// that nobody answers, or, where it was stopped or has failed before it claimed anything, that nothing is owed. Nil if neither is so, or if what the requester has signed
// for is no less: it can still be shown once more was submitted, so that who asks for more risks none of it.
func (r *Record) stand() *Delivery {
	switch {
	case r.Result != nil:
		return nil
	case r.Accepted != nil && (r.Released || r.Claimed == nil || amount(r.Claimed.Cost).Cmp(r.signedFor()) <= 0):
		return nil
	case r.Released && r.Claimed != nil:
		return &Delivery{Digest: r.Claimed.Digest, Cost: "0"}
	case r.Released, r.Ended && r.Claimed == nil:
		return &Delivery{Cost: "0"}
	}
	return r.Claimed
}

// instead is what stand says, or, of work that has brought nothing and that there is no time for, that nothing is owed.
func (r *Record) instead() *Delivery {
	if r.idle() {
		return &Delivery{Cost: "0"}
	}
	return r.stand()
}

// idle: the farmer holds nothing, neither a result nor a claim nor what the requester has signed for.
func (r *Record) idle() bool { return r.Result == nil && r.Claimed == nil && r.Accepted == nil }

// signedFor is the most that the requester has signed for.
func (r *Record) signedFor() messages.Amount {
	if r.Accepted == nil {
		return messages.Amount{}
	}
	return amount(r.Accepted.Cost)
}

// nothing: no digest, at no cost. A digest at no cost may be worth contesting.
func (d *Delivery) nothing() bool {
	return d != nil && d.Digest == (Hash{}) && amount(d.Cost).IsZero()
}

// owesMore: the requester has signed for more than the farmer asks for, which had forgotten what it held.
func (r *Record) owesMore(d *Delivery) bool {
	return d != nil && amount(d.Cost).Cmp(r.signedFor()) < 0
}

// owesPrice: what it has signed for beyond that is the whole price, which the contract takes from the requester too; a part of it
// only from the farmer.
func (r *Record) owesPrice(d *Delivery) bool {
	return r.owesMore(d) && r.Accepted.Cost == r.Papers.Deal.Price && (r.Complaint == nil || d.nothing())
}

// acceptedExactly: the requester has signed for this very delivery.
func (r *Record) acceptedExactly(d *Delivery) bool {
	return r.Accepted != nil && d != nil && r.Accepted.Delivery == *d
}

// acceptedInFull: the requester has signed for the whole cost of the result, if not for its digest. The last voucher of a
// work in parts is such.
func (r *Record) acceptedInFull() bool {
	return r.Accepted != nil && r.Result != nil && amount(r.Accepted.Cost).Cmp(amount(r.Result.Cost)) >= 0
}

// acceptedHalf: what the requester has signed for is no less than what an end without a ruling leaves, half of what the result costs, less half
// of the fee where there is one.
func (r *Record) acceptedHalf(fee messages.Amount) bool {
	if r.Accepted == nil {
		return false
	}
	half := func(a messages.Amount) *big.Int { return new(big.Int).Rsh(a.Big(), 1) }
	return r.Result == nil || new(big.Int).Add(amount(r.Accepted.Cost).Big(), half(fee)).Cmp(half(amount(r.Result.Cost))) >= 0
}

// judged: somebody may rule on a dispute. A party as arbiter counts as none.
func (p *Papers) judged() bool {
	a := p.Terms.Arbiter
	return a != Address{} && a != p.Deal.Requester && a != p.Deal.Farmer && a != p.Terms.Payer
}

func window(since time.Time, seconds uint32) time.Time {
	return since.Add(time.Duration(seconds) * time.Second)
}
