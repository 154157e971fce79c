package protocol

import "time"

// Limits bound what a session accepts. Both sides of a session judge by their own; those that differ can only make one
// side stop earlier.
type Limits struct {
	// Grace is added to a deadline before anything from the other side is late, for clocks that differ. Default 30 s.
	Grace time.Duration
	// Rounds is how many counter-offers a session may see. Default 8.
	Rounds uint32
	// RewardTries is how often a reward may be rejected as wrong. Default 3.
	RewardTries int
	// Windows is how many progress claims a session may see. Default 10,000.
	Windows int
	// Reply is how long the other side may take for an answer that no signed deadline bounds. Default 10 s.
	Reply time.Duration
	// Retention is how long a session that has ended stays answerable. Default 30 days.
	Retention time.Duration
}

// WithDefaults fills what is unset.
func (l Limits) WithDefaults() Limits {
	setDefault(&l.Grace, 30*time.Second)
	setDefault(&l.Rounds, 8)
	setDefault(&l.RewardTries, 3)
	setDefault(&l.Windows, 10_000)
	setDefault(&l.Reply, 10*time.Second)
	setDefault(&l.Retention, 30*24*time.Hour)
	return l
}

func setDefault[T comparable](v *T, value T) {
	var zero T
	if *v == zero {
		*v = value
	}
}
