package deals

import (
	"time"

	"github.com/parley-p2p/parley/protocol"
)

// Step is what a party does on chain next.
type Step uint8

// The steps. Wait is none now; Finish closes the record.
const (
	Wait Step = iota + 1
	Finish
	DoSettle  // rows 3 and 6: show the requester's signed acceptance
	DoSubmit  // row 4: put the result on the chain before submitBy
	DoClaim   // row 5: silence was acceptance
	DoExpire  // row 2: no result came
	DoDecline // row 1: the farmer does not start
	DoDispute // contest what was submitted
	DoLapse   // row 9b: no ruling came
)

func (s Step) String() string {
	return [...]string{"unset", "wait", "finish", "settle", "submit", "claim", "expire", "decline", "dispute", "lapse"}[min(s, DoLapse)]
}

// Plan is what to do, and why; for Wait also until when at the latest.
type Plan struct {
	Step  Step
	Why   string
	Until time.Time
}

// Next decides from what the chain says and what the party holds, and from nothing else. margin is how long before a
// deadline a step must be sent.
func Next(r *Record, s Status, now time.Time, margin time.Duration) Plan {
	if r.Closed {
		return Plan{Step: Finish, Why: "the record is closed"}
	}
	switch s.State {
	case Unopened:
		if openBy := time.Unix(r.Papers.Deal.OpenBy, 0); !now.After(openBy) {
			return Plan{Wait, "the deal may still be opened", openBy}
		}
		return Plan{Step: Finish, Why: "the deal was not opened in time, nobody owes anything"}
	case Closed:
		return Plan{Step: Finish, Why: "the deal is closed"}
	}
	if r.Role == protocol.Farmer {
		return nextOfFarmer(r, s, now, margin)
	}
	return nextOfRequester(r, s, now)
}

func nextOfFarmer(r *Record, s Status, now time.Time, margin time.Duration) Plan {
	t := r.Papers.Terms
	submitBy := time.Unix(t.SubmitBy, 0)
	soon := !now.Before(submitBy.Add(-margin))
	late := now.After(submitBy)
	complete := r.Accepted != nil && (r.Result == nil || r.Accepted.Delivery == *r.Result)
	switch s.State {
	case Open:
		switch {
		case r.Accepted != nil && (r.Ended || soon) && (complete || late || r.Ended && r.Result == nil):
			return Plan{Step: DoSettle, Why: "the requester has signed for it"}
		case complete && r.Result != nil:
			return Plan{Step: DoSettle, Why: "the requester has signed for the result"}
		case late:
			if r.Accepted != nil {
				return Plan{Step: DoSettle, Why: "the requester has signed for a part"}
			}
			return Plan{Wait, "nothing was submitted in time; the requester takes its money back", now.Add(time.Minute)}
		case r.Result != nil && (r.Ended || soon):
			return Plan{Step: DoSubmit, Why: "the result is not accepted yet, and would be too late"}
		case r.Ended && !r.Started && r.Result == nil && t.StartBy > 0 && now.Unix() <= t.StartBy:
			return Plan{Step: DoDecline, Why: "the work was not begun"}
		case r.Accepted != nil && soon:
			return Plan{Step: DoSettle, Why: "the requester has signed for a part, and there is no time for more"}
		}
		return Plan{Wait, "the work is under way", submitBy.Add(-margin)}
	case Submitted:
		acceptBy := window(s.Since, t.AcceptWindow)
		switch {
		case complete:
			return Plan{Step: DoSettle, Why: "the requester has signed for the result"}
		case now.After(acceptBy):
			return Plan{Step: DoClaim, Why: "the requester was silent"}
		}
		return Plan{Wait, "the requester may accept or dispute", acceptBy}
	}
	return judged(r, s, now, complete)
}

func nextOfRequester(r *Record, s Status, now time.Time) Plan {
	t := r.Papers.Terms
	switch s.State {
	case Open:
		if submitBy := time.Unix(t.SubmitBy, 0); !now.After(submitBy) {
			return Plan{Wait, "the farmer may submit its result", submitBy}
		}
		return Plan{Step: DoExpire, Why: "no result came"}
	case Submitted:
		acceptBy := window(s.Since, t.AcceptWindow)
		switch {
		case r.Accepted != nil && r.Result == nil && !now.After(acceptBy):
			return Plan{Step: DoSettle, Why: "the result was accepted, and the farmer does not know"}
		case r.Complaint != nil && r.Result != nil && !now.After(acceptBy):
			return Plan{Step: DoDispute, Why: "the result is contested"}
		case now.After(acceptBy.Add(time.Hour)):
			return Plan{Step: DoClaim, Why: "the farmer does not fetch its money, and the rest is locked with it"}
		}
		return Plan{Wait, "the farmer's result is on the chain", acceptBy}
	}
	return judged(r, s, now, false)
}

// judged is what either side does with a disputed deal.
func judged(r *Record, s Status, now time.Time, complete bool) Plan {
	judgeBy := window(s.Since, r.Papers.Terms.JudgeWindow)
	switch {
	case complete:
		return Plan{Step: DoSettle, Why: "the requester has signed for the result, which beats its dispute"}
	case now.After(judgeBy):
		return Plan{Step: DoLapse, Why: "nobody ruled"}
	}
	return Plan{Wait, "the arbiter may rule", judgeBy}
}

func window(since time.Time, seconds uint32) time.Time {
	return since.Add(time.Duration(seconds) * time.Second)
}
