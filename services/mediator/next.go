package mediator

import "time"

// Step is what a mediator does in a case next.
type Step uint8

// The steps. Wait is none now; DoClose collects and forgets the case.
const (
	Wait Step = iota + 1
	DoDraw
	DoRun
	DoCommit
	DoReveal
	DoConclude
	DoLapse
	DoFinish
	DoClose
)

func (s Step) String() string {
	return [...]string{"unset", "wait", "draw", "run", "commit", "reveal", "conclude", "lapse", "finish", "close"}[min(s, DoClose)]
}

// Plan is what to do, and why; for Wait also until when at the latest, by chain time.
type Plan struct {
	Step  Step
	Why   string
	Until time.Time
}

// Next decides from the case's record and what the chain says, newest and at depth, and from nothing else.
func Next(c *Case, newest, deep Docket, head Head) Plan {
	lapsed := head.Time.After(newest.JudgeBy)
	switch newest.Stage {
	case Armed:
		switch {
		case lapsed:
			return Plan{Step: DoLapse, Why: "the case was never drawn"}
		case head.Time.After(newest.Until):
			return Plan{Wait, "there is no time left for a round", newest.JudgeBy}
		case head.Block >= newest.DrawFrom:
			return Plan{Step: DoDraw, Why: "a round is to be drawn"}
		}
		return Plan{Wait, "the block that draws has not come", newest.Until}
	case Committing:
		switch {
		case !newest.Seated || newest.Committed:
			return Plan{Wait, "others commit", newest.Until}
		case c.Finding == nil:
			return Plan{DoRun, "this mediator was drawn", newest.Until}
		}
		return Plan{Step: DoCommit, Why: "the work was run again"}
	case Revealing:
		switch {
		case !newest.Seated || !newest.Committed || newest.Revealed:
			return Plan{Wait, "others reveal", newest.Until}
		case c.Finding == nil:
			return Plan{Wait, "what was committed to is not in this journal", newest.Until}
		case deep.Stage != Revealing || !deep.Committed:
			return Plan{Wait, "the end of the commitments does not stand deep enough yet", newest.Until}
		}
		return Plan{Step: DoReveal, Why: "nobody can commit any more"}
	case Concludable:
		switch {
		case lapsed:
			return Plan{Step: DoLapse, Why: "nobody ruled"}
		case newest.Silent:
			return Plan{Wait, "nobody revealed: there is nothing to rule", newest.JudgeBy}
		}
		return Plan{Step: DoConclude, Why: "the last round is over"}
	case Ended:
		return Plan{Step: DoFinish, Why: "the case has ended"}
	case Unknown:
		if deep.Stage == Unknown {
			return Plan{Step: DoClose, Why: "the case is finished"}
		}
		return Plan{Step: Wait, Why: "the end of the case does not stand deep enough yet"}
	}
	return Plan{Wait, "the case is " + newest.Stage.String(), newest.Until}
}
