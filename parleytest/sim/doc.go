// Package sim plays the pure machine of package protocol against everything that can happen to it: seeded schedules of
// two parties, each with a judge, a clock and a disk, and between them a network that drops, repeats, reorders, delays
// and parts. Disks fail and lose what was not synced, processes die, clocks differ and jump, and one of the parties may
// be an adversary with a real key.
//
// What goes wrong is counted where it has its effect, not where a step asks for it, and schedules in which something never did
// fail: they would show nothing. In the end both sides are silent, or at work, or keen on what they want of each other; and
// keen ones must get it, while there is time.
//
// Every judgment is compared with a second, deliberately dumb one: nested ifs over the list of moves, written from
// SPEC.md, that share nothing with package protocol. After every step the invariants of DESIGN 4.3 hold, or the run
// fails. A schedule is a list of steps of which any may be left out, so that a failure is shrunk to a script that a
// person can read, and replayed from it:
//
//	make sim SEEDS=1000                      so many schedules, with the simulator's own fast signatures
//	go run ./parleytest/sim/run -seed 7      one of them, with its log
//	go run ./parleytest/sim/run -script F    a script
//
// The same script gives the same log: nothing reads a clock, a map's order or a random source of its own.
//
// The tests of this package play the real engines of packages farmer and requester the same way: in a bubble of virtual
// time in which every frame, commit, dial and call of a policy waits until the schedule lets it go, one at a time, while
// everything else waits. What may happen is the same, and so is what must hold; the policies of both sides and the one who
// cheats are those of the pure machine.
//
//	go test ./parleytest/sim -run TestEngines -engines 5000             so many schedules of 200 steps
//	go test ./parleytest/sim -run TestEngines -v -engines.script F      a script, with its log
package sim
