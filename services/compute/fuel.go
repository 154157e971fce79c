package compute

import (
	"math"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// FuelUnit is what is priced where a job bounds the fuel of its runs: 10^9 of it, as [executor.Metering] counts.
const FuelUnit = "10^9 fuel/" + executor.Metering

const fuelUnit = 1_000_000_000

// Speed is how much fuel a run gets through in a second on any machine that is fit to farm. Most are five times as fast or more.
const Speed = 200_000_000

// FuelInTime is the most fuel that a run with these limits may be given, at [Speed], so that its time does not end it before its fuel.
func (l Limits) FuelInTime() int64 {
	times := l.Executor().Or(executor.Limits{})
	return max(int64(min(times.Wall, times.CPU).Seconds()*Speed), 1)
}

// TimeForFuel is how long a run of so much fuel may take, at [Speed].
func TimeForFuel(fuel int64) time.Duration {
	return time.Duration(float64(fuel) / Speed * float64(time.Second))
}

// TimeFor is how long runs of so many of the job's tasks, one after another, may take at [Speed]: until its fuel, or its time, ends each.
func (j *Job) TimeFor(tasks int) time.Duration {
	l := j.Limits.Executor().Or(executor.Limits{})
	each := min(l.Wall, TimeForFuel(l.Fuel))
	if each > 0 && tasks > int(math.MaxInt64/each) {
		return math.MaxInt64
	}
	return each * time.Duration(tasks)
}

// Metered reports whether the job's runs are paid by the fuel that they use.
func (j *Job) Metered() bool { return j.Limits.Fuel > 0 }

// Unit is what one unit of work on the job is: a run, or FuelUnit.
func (j *Job) Unit() string {
	if j.Metered() {
		return FuelUnit
	}
	return Unit
}

// Units is how many units of work so many of the job's tasks are at most: one each, or as many as its limit on fuel comes
// to, rounded up.
func (j *Job) Units(tasks int) uint64 { return uint64(tasks) * j.perTask() }

// TasksIn is how many tasks so many units are. It undoes Units.
func (j *Job) TasksIn(units uint64) int { return int(min(units/j.perTask(), math.MaxInt)) }

func (j *Job) perTask() uint64 {
	if !j.Metered() {
		return 1
	}
	return (uint64(j.Limits.Fuel) + fuelUnit - 1) / fuelUnit
}

// Cost is what runs come to under the terms of v, in the asset's smallest unit. Where fuel is paid, each costs its fuel times
// the price of 10^9, divided by 10^9 and rounded up; one that its machine ended has used what nobody else can count, and
// costs nothing, and nothing of it is delivered; one of which it is not known what it used costs the most that it may. Where the terms
// have a tariff, what it asks for the deal comes to that, as much of it as these are of the share's tasks. All together cost no more than
// the terms give for so many.
func (j *Job) Cost(v *protocol.View, done []Done) messages.Amount {
	most, tariff := v.Cost(j.Units(len(done))), AgreedTariff(v.Terms)
	if !j.Metered() && tariff == nil {
		return most
	}
	price, err := messages.ParseAmount(v.Terms.GetPrice().GetPerUnit())
	perDeal := messages.Amount{}
	if tariff != nil {
		price, perDeal, err = tariff.amounts()
	}
	if err != nil {
		return messages.Amount{}
	}
	sum, paid := new(big.Int), 0
	for _, d := range done {
		sum.Add(sum, j.costOf(d, price.Big()))
		if j.counts(d) {
			paid++
		}
	}
	sum.Add(sum, part(perDeal, paid, j.TasksIn(v.Terms.GetUnits())))
	cost, err := messages.AmountOf(sum)
	if err != nil { // more than any amount
		return most
	}
	return cost.Min(most)
}

// counts: the run is paid, if its price is not nothing.
func (j *Job) counts(d Done) bool { return !j.Metered() || !machine(d.Ended) }

func (j *Job) costOf(d Done, price *big.Int) *big.Int {
	fuel := d.Fuel
	switch {
	case !j.Metered():
		return price
	case !j.counts(d):
		return new(big.Int)
	case fuel == 0:
		fuel = j.Limits.Fuel
	}
	cost := price.Mul(price, big.NewInt(fuel))
	cost.Add(cost, big.NewInt(fuelUnit-1))
	return cost.Div(cost, big.NewInt(fuelUnit))
}

// fueled refuses a claim whose fuel cannot be what its run used, and one that does not say how the run ended: only who was told
// nothing may not know. A run that its machine broke off is none: whoever says so has done nothing, and asks to be paid.
func (j *Job) fueled(d Done) error {
	most := j.Limits.Fuel
	switch {
	case d.Ended == untold:
		return protocol.Errorf(protocol.Invalid, "how task %d ended is not told", d.Task)
	case d.Ended == executor.Crashed.String() || d.Ended == executor.Stopped.String():
		return protocol.Errorf(protocol.Invalid, "task %d is told to have %s, which is nothing that is delivered", d.Task, d.Ended)
	case !j.Metered() || machine(d.Ended):
		if d.Fuel != 0 {
			return protocol.Errorf(protocol.Invalid, "task %d is told to have used %d fuel, which is not counted for a run that %s", d.Task, d.Fuel, d.Ended)
		}
	case d.Fuel <= 0 || d.Fuel > most:
		return protocol.Errorf(protocol.Invalid, "task %d is told to have used %d fuel, of at most %d", d.Task, d.Fuel, most)
	case d.Ended == executor.OutOfFuel.String() && d.Fuel != most:
		return protocol.Errorf(protocol.Invalid, "task %d is told to have used up its fuel, and %d of %d", d.Task, d.Fuel, most)
	}
	return nil
}

// worth refuses a claim of more than what was done comes to.
func (j *Job) worth(v *protocol.View, done []Done, claim string) error {
	if claimed, err := messages.ParseAmount(claim); err != nil || claimed.Cmp(j.Cost(v, done)) > 0 {
		return protocol.Errorf(protocol.Price, "%s is claimed, and what was done comes to %s", claim, j.Cost(v, done))
	}
	return nil
}

// FuelOf is what the runs used that a claim or a delivery tells of, together; zero if it does not say.
func FuelOf(p *messages.Payload) (fuel uint64) {
	switch p.GetType() {
	case Claims.Type:
		if d, err := Claims.Decode(p); err == nil {
			fuel = uint64(d.Fuel)
		}
	case Results.Type:
		if r, err := Results.Decode(p); err == nil {
			for _, d := range r.Tasks {
				fuel += uint64(d.Fuel)
			}
		}
	}
	return fuel
}
