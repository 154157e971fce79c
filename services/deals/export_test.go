package deals

import "context"

// Keep has a ledger hold a record, as if its session had written it.
func (l *Ledger) Keep(ctx context.Context, r *Record) error {
	return l.update(ctx, r.Papers.ID, func(now *Record) error {
		*now = *r
		return nil
	})
}
