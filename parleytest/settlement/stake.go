package settlement

// Position is what an account has at the mercy of one arbiter.
type Position struct{ Free, Held, Leaving, LeaveFrom int64 }

// deposited is who staked for whom.
type deposited struct{ Account, Arbiter Account }

// bench is where stake is, and the panel's cases.
type bench struct {
	positions map[deposited]*Position
	Pots      map[Account]int64
	Burnt     int64 // stake
	Owed      map[Account]int64
	cases     map[*Deal]*trial
}

func newBench() bench {
	return bench{positions: map[deposited]*Position{}, Pots: map[Account]int64{}, Owed: map[Account]int64{}, cases: map[*Deal]*trial{}}
}

// Position is an account's, for an arbiter.
func (b *bench) Position(account, arbiter Account) *Position {
	key := deposited{account, arbiter}
	if b.positions[key] == nil {
		b.positions[key] = new(Position)
	}
	return b.positions[key]
}

// Staked is all that the contract owes, or has burned.
func (b *bench) Staked() (sum int64) {
	sum = b.Burnt
	for _, p := range b.positions {
		sum += p.Free + p.Held
	}
	for _, pot := range b.Pots {
		sum += pot
	}
	return sum
}

// Stake deposits for an arbiter.
func (b *bench) Stake(account, arbiter Account, amount int64) {
	b.Position(account, arbiter).Free += amount
}

// Announce says how much is to leave; it counts until it may.
func (m *Model) Announce(account, arbiter Account, amount int64) bool {
	p := m.Position(account, arbiter)
	if amount > p.Free+p.Held {
		return false
	}
	p.Leaving, p.LeaveFrom = amount, m.Now+m.Rules.Unbonding
	return true
}

// Unstake takes out what was announced, and is not held, once its time has come.
func (m *Model) Unstake(account, arbiter Account, amount int64) bool {
	p := m.Position(account, arbiter)
	if amount > p.Leaving || amount > p.Free || m.Now < p.LeaveFrom {
		return false
	}
	p.Leaving -= amount
	p.Free -= amount
	return true
}

// Hold is an arbiter's; where too little is free nothing is held.
func (b *bench) Hold(arbiter, account Account, amount int64) bool {
	p := b.Position(account, arbiter)
	if p.Free < amount {
		return false
	}
	p.Free -= amount
	p.Held += amount
	return true
}

// Release gives back what was held.
func (b *bench) Release(arbiter, account Account, amount int64) bool {
	p := b.Position(account, arbiter)
	if p.Held < amount {
		return false
	}
	p.Held -= amount
	p.Free += amount
	return true
}

// Slash takes what was held into the arbiter's pot.
func (b *bench) Slash(arbiter, account Account, amount int64) bool {
	p := b.Position(account, arbiter)
	if p.Held < amount {
		return false
	}
	p.Held -= amount
	b.Pots[arbiter] += amount
	return true
}

// Award gives from the arbiter's pot.
func (b *bench) Award(arbiter, account Account, amount int64) bool {
	if b.Pots[arbiter] < amount {
		return false
	}
	b.Pots[arbiter] -= amount
	b.Position(account, arbiter).Free += amount
	return true
}

// Burn burns from the arbiter's pot.
func (b *bench) Burn(arbiter Account, amount int64) bool {
	if b.Pots[arbiter] < amount {
		return false
	}
	b.Pots[arbiter] -= amount
	b.Burnt += amount
	return true
}
