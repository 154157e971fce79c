package settlement

// fate is what becomes of one seat.
type fate struct{ paid, slashed bool }

// Finish pays, releases and slashes all seats of an ended case.
func (m *Model) Finish(d *Deal) bool {
	c, r := m.cases[d], m.Rules
	if !m.at(d, Ended) {
		return false
	}
	final, finder := c.final(r)
	fates := make([]fate, len(c.seats))
	var price, pot int64 // of the appeals that were drawn; what the lost bonds and the slashed bring
	for round := range c.drawn {
		overturned, silent := c.overturned(r, round, final), 0
		for i := r.begin(round); i < r.begin(round+1); i++ {
			fates[i] = c.fate(r, round, c.seats[i], final, overturned)
			if fates[i].slashed && c.seats[i].revealed == nil {
				silent++
			}
		}
		if round == 2 || c.appellants[round] == Nobody {
			continue
		}
		drawn := round+1 < len(c.drawn)
		if drawn {
			price += r.bond(round)
		}
		// Whoever was wrong pays an appeal: the majority that was overturned, or that was silent where others then found something;
		// or else the appellant.
		wrong := overturned != nil || 2*silent > r.begin(round+1)-r.begin(round)
		if drawn && !(wrong && finder > round) {
			m.Slash(ThePanel, c.appellants[round], r.bond(round))
		} else {
			m.Release(ThePanel, c.appellants[round], r.bond(round))
		}
	}
	payees := 0
	for i, f := range fates {
		if f.slashed {
			m.Slash(ThePanel, c.seats[i].Member, r.Stake)
		} else {
			m.Release(ThePanel, c.seats[i].Member, r.Stake)
		}
		if f.paid {
			payees++
		}
	}
	if m.share(c, fates, payees, price); payees == 0 {
		m.inherit(c)
	}
	pot = m.Pots[ThePanel]
	m.Burn(ThePanel, pot)
	delete(m.cases, d)
	return true
}

// share gives the fee and the price of the appeals in equal parts, the remainders to the first.
func (m *Model) share(c *trial, fates []fate, payees int, price int64) {
	first := true
	for i, f := range fates {
		if !f.paid {
			continue
		}
		fee, award := c.fee/int64(payees), price/int64(payees)
		if first {
			fee, award, first = fee+c.fee%int64(payees), award+price%int64(payees), false
		}
		m.Owed[c.seats[i].Member] += fee
		m.Award(ThePanel, c.seats[i].Member, award)
	}
}

// inherit gives a fee that nobody has earned to who would have been drawn next; where nobody was left, to the first who could not tell; and
// where all of the list sits, to the seats.
func (m *Model) inherit(c *trial) {
	heirs := []Account{c.next}
	switch {
	case c.next != Nobody:
	case len(c.passed) > 0:
		heirs[0] = c.passed[0]
	default:
		heirs = nil
		for _, s := range c.seats {
			heirs = append(heirs, s.Member)
		}
	}
	for i, a := range heirs {
		part := c.fee / int64(len(heirs))
		if i == 0 {
			part += c.fee % int64(len(heirs))
		}
		m.Owed[a] += part
	}
}

// complete: the round had all its time. Only a first one is cut short by the deal's end.
func (c *trial) complete(r Rules, round int) bool {
	return len(c.drawn) > 1 || c.closed > c.drawn[round]+r.voting()
}

// final is the finding of the last round that had one, and which that is.
func (c *trial) final(r Rules) (*Finding, int) {
	for round := len(c.drawn) - 1; round >= 0; round-- {
		if !c.complete(r, round) {
			continue
		}
		if f, _, _ := c.majority(r, round); f != nil {
			return f, round
		}
	}
	return nil, -1
}

// overturned is what a round's majority found, where another finding is the final one.
func (c *trial) overturned(r Rules, round int, final *Finding) *Finding {
	if final == nil || !c.complete(r, round) {
		return nil
	}
	if f, _, _ := c.majority(r, round); f != nil && f.agreed() != final.agreed() {
		return f
	}
	return nil
}

// fate of a seat: slashed for silence, or with a majority that was overturned; paid for the final finding, or for any where
// there is none. A round that was cut short slashes nobody, and pays who committed or still could.
func (c *trial) fate(r Rules, round int, s Chair, final, overturned *Finding) fate {
	if !c.complete(r, round) {
		return fate{paid: !s.cannotTell() && (s.committed != nil || c.closed <= c.drawn[round]+r.Commit)}
	}
	if s.revealed == nil {
		return fate{slashed: true}
	}
	return fate{
		paid:    !s.cannotTell() && (final == nil || s.revealed.agreed() == final.agreed()), // it found nothing
		slashed: overturned != nil && s.revealed.agreed() == overturned.agreed(),
	}
}

// Collect moves what an account earned out of the ledger.
func (m *Model) Collect(by Account) int64 {
	amount := m.Owed[by]
	m.Owed[by] = 0
	m.Free[ThePanel] -= amount
	return amount
}
