package mediator

import "time"

// Step is what a mediator does in a case next.
type Step uint8

// The steps. Wait is none now; DoServe gives the requester the result; DoClose forgets the case.
const (
	Wait Step = iota + 1
	DoDraw
	DoRun
	DoCommit
	DoServe
	DoReveal
	DoConclude
	DoLapse
	DoFinish
	DoCollect
	DoClose
)

func (s Step) String() string {
	return [...]string{"unset", "wait", "draw", "run", "commit", "serve", "reveal", "conclude", "lapse", "finish", "collect", "close"}[min(s, DoClose)]
}

// Plan is what to do, and why; for Wait also until when at the latest, by chain time.
type Plan struct {
	Step  Step
	Why   string
	Until time.Time
}

// anybody reports whether others of the list may make the same call, so that one is enough.
func (s Step) anybody() bool { return s == DoDraw || s == DoConclude || s == DoLapse || s == DoFinish }

// retention is how long after the last second of a case its requester finds the result that it was to be served.
const retention = 24 * time.Hour

// Next decides from the case's record and what the chain says, newest and at depth, and from nothing else. That something is over it
// takes from the time of the block that the docket is of: a head may be told by a node that knows more than who tells of the case. For
// what is left of a time the head counts, where it is later.
func Next(c *Case, newest, deep Docket, head Head) Plan {
	if newest.Of.Time.After(head.Time) {
		head = newest.Of
	}
	p := next(c, newest, deep, head)
	idle := p.Step == Wait || p.Step == DoClose
	known := c.Over || newest.Stage >= Appealable || newest.Revealed // nobody can commit to what it has not run
	if idle && known && c.Owed && !c.Given && !head.Time.After(c.JudgeBy) {
		return Plan{DoServe, "the requester has not been given the result", c.JudgeBy}
	}
	return p
}

func next(c *Case, newest, deep Docket, head Head) Plan {
	switch {
	case c.Over && newest.Stage != Ended:
		return over(c, head)
	case c.Over && newest.Of.Block < c.OverAt: // to act on it would be refused, and to forget the case too soon if it was taken back
		return Plan{Wait, "the case is finished, and the endpoint does not know it yet", c.JudgeBy}
	}
	of := newest.Of
	lapsed := of.Time.After(newest.JudgeBy)
	if forgotten(c, newest) && Committing <= newest.Stage && newest.Stage <= Revealing {
		return Plan{DoRun, "what was committed to is not in this journal", newest.RevealBy}
	}
	switch newest.Stage {
	case Unknown:
		return unknown(c, of)
	case Armed:
		switch {
		case lapsed:
			return Plan{Step: DoLapse, Why: "the case was never drawn"}
		case of.Time.After(newest.Until):
			return Plan{Wait, "there is no time left for a round", newest.JudgeBy}
		case of.Block >= newest.DrawFrom:
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
		return revealing(c, newest, deep, head)
	case Concludable:
		switch {
		case lapsed:
			return Plan{Step: DoLapse, Why: "nobody ruled"}
		case newest.Silent:
			return Plan{Wait, "nobody revealed: there is nothing to rule", newest.JudgeBy}
		}
		return Plan{Step: DoConclude, Why: "the last round is over"}
	case Ended: // also where it was finished, and deeper blocks than the mediator waits for were replaced: else its seats would stay bound
		return Plan{Step: DoFinish, Why: "the case has ended"}
	}
	return Plan{Wait, "the case is " + newest.Stage.String(), newest.Until}
}

// unknown: a case is over only when the panel has said so. An endpoint that lags behind knows nothing of it, and who forgot it
// then could not reveal what it has committed to.
func unknown(c *Case, of Head) Plan {
	if !c.JudgeBy.IsZero() && of.Time.After(c.JudgeBy) {
		return over(c, of)
	}
	return Plan{Wait, "the endpoint does not know the case: it lags behind, or the chain was reorganized", c.JudgeBy}
}

// revealing: the requester is served first, so that no crash comes in between, but not at the cost of the seat.
func revealing(c *Case, newest, deep Docket, head Head) Plan {
	switch {
	case !newest.Seated || !newest.Committed || newest.Revealed:
		return Plan{Wait, "others reveal", newest.Until}
	case deep.Stage != Revealing || !deep.Committed:
		return Plan{Wait, "the end of the commitments does not stand deep enough yet", newest.Until}
	case c.Owed && !c.Given && newest.Until.Sub(head.Time) > newest.RevealWindow/4:
		return Plan{DoServe, "nobody can commit any more, and the requester was not served", newest.Until}
	}
	return Plan{Step: DoReveal, Why: "nobody can commit any more"}
}

func over(c *Case, head Head) Plan {
	switch until := c.JudgeBy.Add(retention); {
	case !c.Collected:
		return Plan{Step: DoCollect, Why: "the case is finished"}
	case c.Given && !head.Time.After(until):
		return Plan{Wait, "the requester may still fetch the result", until}
	}
	return Plan{Step: DoClose, Why: "the case is finished"}
}
