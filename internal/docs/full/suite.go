package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// suite is something that is run at a size, at once or in parts.
type suite struct {
	name string
	// command is what somebody types. {n} is the size, {first} where it begins; {full} and {profile} are what a whole run sets
	// in the environment.
	command string
	asks    string // what it must show, in a few words
	n       int    // the full size, of what has one
	of      string // of what
	least   int    // the smallest that makes sense
	part    int    // how much of it one run takes at most: a few minutes' worth; 0 of what is run at once
	counted bool   // of its runs none is ever replaced: what counts is how many in a row have passed, of the same code
	figures func(log string) string
	sum     func(runs []entry) string  // the figures of all parts as one, if those cannot simply be added up
	verdict func(figures string) error // on the figures of all parts as one, where that is not that each has passed

	// What it runs: these packages and all that they import, as go list names them, and files and folders beside them.
	packages, files []string
	program         bool // tests are no part of it
}

// everything is all code.
var everything = []string{"./..."}

// all are the suites: those first that are over soon, so that what is wrong is seen soon.
var all = []suite{
	{name: "cross", asks: "everything compiles for them, tests too", command: "make cross", figures: says(`\S+/\S+ builds`), packages: everything},
	{name: "arm64", asks: "fuel, the stack and NaNs are the same there", command: "make arm64", figures: says(`fuel is the same on linux/arm64: [1-9]\d* tests, [1-9]\d* modules' fuel as written down`), packages: []string{"./services/compute/wasm"}},
	{name: "siege", asks: "honest p99 within 1.5 of the same run's baseline; at most 256 MiB more, and given back", command: "{full}go test -count=1 -timeout 1h -v -run '^TestHostilePeers$' ./internal/siege",
		figures: says(`\d+ hostile streams came: .* at a load of [\d.]+`, `memory: \d+ MiB at most, \d+ before the first storm`, `resident of the decoy: \d+ KiB before the first storm, \d+ after all`), packages: []string{"./internal/siege"}},
	{name: "leaks", asks: "no goroutine, descriptor or session left", command: "PARLEY_FULL=1 go test -count=1 -timeout 1h -v -run '^(TestNoLeak|TestNoLeakOverTCP|TestNoLeakAfterAborts|TestNoLeakInSurvivor)$' ./requester ./internal/siege",
		figures: joined(says(`\d+ sessions over TCP: .*`), cases("steps at which a party aborts", "TestNoLeakAfterAborts"),
			totaled("sessions aborted while the other party lives on", `(?m): (\d+) sessions aborted, `), says(`\d+ sessions in memory: .*`)),
		packages: []string{"./internal/siege", "./requester"}},
	{name: "exits", asks: "time alone leads every state to an end", command: "go test -count=1 -v -run '^(TestEveryStateHasAnExit|TestSilenceEndsEveryState)$' ./protocol",
		figures:  joined(says(`\d+ states and \d+ moves .*`), totaled("states of deals in which a party fell silent", `(?m): (\d+) states$`), cases("worlds", "TestSilenceEndsEveryState")),
		packages: []string{"./protocol"}},
	{name: "crashes", asks: "both sides keep one transcript, no double payment", command: "go test -count=1 -timeout 1h -v -run '^(TestCrashAnywhere|TestRestoredAnywhere|TestFaultsAtRandom|TestTornWrite|TestCrashAtEveryCommit)$' ./internal/drive ./journal ./services/deals",
		figures: joined(totaled("crashes of either side or both, at commits and frames", `(?m): (\d+) points$`), totaled("crashes with a backup restored", `(?m): \d+ points, (\d+) cases$`),
			cases("runs with faults at random", "TestFaultsAtRandom"), says(`\d+ torn logs .*`), cases("crashes of a deal, at commits", "TestCrashAtEveryCommit")),
		packages: []string{"./internal/drive", "./journal", "./services/deals"}},
	{name: "scenarios", asks: "each ends by its row of docs/SETTLEMENT.md", command: "{full}go test -count=1 -timeout 1h -v -run '^(TestScenarios|TestLiarAmongReplicas|TestAppealByHand|TestAppealAgainstOneself)$' ./cmd/parley",
		figures:  joined(cases("scenarios ended as their rows say", "TestScenarios"), says(`a liar among \d+ replicas lost .*`), says(`an appeal by hand: .*`)),
		packages: []string{"./cmd/parley"}},
	{name: "hostile", asks: "each stopped by its deadline and 250 ms times the load; the farmer grows by less than 64 MiB", command: "{full}go test -count=1 -timeout 1h -v -run '^TestHostile$' ./services/compute/wasm",
		figures: cases("hostile modules are stopped, and win with their defense lifted", "TestHostile"), packages: []string{"./services/compute/wasm"}},
	{name: "planted", asks: "all found, three of four by the simulator alone", command: "make planted", figures: says(`\d+ bugs, \d+ found, \d+ by the simulator alone`),
		packages: []string{"./parleytest/...", "./internal/...", "./messages", "./protocol", "./journal", "./farmer", "./requester", "./services/..."}},
	{name: "forge", asks: "no test fails", command: "{profile}make forge", figures: says(`\d+ tests? passed, \d+ failed, \d+ skipped \(\d+ total tests?\)`),
		files: []string{"contracts/foundry"}},
	{name: "game", asks: "honest play pays, and does not without any one slash or deadline", command: "make game", figures: says(`\d+ plays after .* faults`, `\d+ slashes and deadlines are missed as soon as they are gone`),
		packages: []string{"./parleytest/settlement/..."}, files: []string{"contracts/foundry/src"}},
	{name: "mutants", asks: "90 of 100 noticed", command: "make mutants N={n} FROM={first} LEAST=0", verdict: noticed, n: 1294, of: "mutants", least: 6, part: 162,
		figures: says(`\d+ mutants of the contracts: .*`), packages: []string{"./parleytest/settlement/..."}, files: []string{"contracts/foundry"}, program: true},
	{name: "bench", asks: "every row measured; the budgets are DESIGN 10's", command: "make bench", figures: benchmarks, packages: []string{"./internal/bench", "./messages", "./protocol", "./farmer",
		"./requester", "./journal", "./transports/...", "./content", "./services/compute/wasm", "./examples/render/trace", "./contracts/..."}},
	{name: "fuzz", asks: "no input fails", command: "make fuzz FUZZTIME={n}x", n: 20_000, of: "inputs a target", least: 100, figures: fuzzed, packages: everything},
	{name: "race", asks: "no race", command: "make race", figures: packages, packages: everything},
	{name: "engines", asks: "every invariant holds, whatever happens", command: "go test -count=1 -timeout 1h -v -run '^TestEngines$' ./parleytest/sim -engines {n} -engines.first {first}",
		n: 5000, of: "seeds", least: 40, part: 1000, figures: says(`map\[.*\]`), packages: []string{"./parleytest/sim"}},
	{name: "twice", asks: "one seed, one log", command: "go test -count=1 -timeout 1h -v -run '^TestEnginesSameLog$' ./parleytest/sim -engines.twice {n}", n: 1000, of: "seeds",
		least: 8, figures: says(`\d+ seeds gave the same log .*`), packages: []string{"./parleytest/sim"}},
	{name: "histories", asks: "each is one that a single contract could tell", command: "go test -count=1 -timeout 2h -v -run '^TestHistories$' ./parleytest/histories -histories {n} -histories.first {first}",
		n: 1000, of: "histories", least: 6, part: 250, figures: says(`\d+ histories of \d+ operations, .*`),
		packages: []string{"./parleytest/histories"}},
	{name: "voyages", asks: "both sides keep one transcript, nobody honest is accused", command: "go test -count=1 -timeout 1h -v -run '^TestVoyages$' ./parleytest/voyage -voyages {n} -voyages.first {first}",
		n: 5000, of: "seeds", least: 2, part: 200, figures: says(`\d+ voyages of .*`),
		packages: []string{"./parleytest/voyage"}},
	{name: "lost", asks: "all found", command: "{full}go test -count=1 -timeout 1h -v -run '^TestVoyagesFindPlantedBugs$' ./parleytest/voyage",
		figures: says(`\d+ bugs planted, \d+ found`), packages: []string{"./parleytest/voyage", "./parleytest/planted"}},
	{name: "reorg", asks: "one effect of each step, money equals the chain", command: "make reorg N={n} FROM={first}", n: 508, of: "reorganizations on each of three chains", least: 28, part: 50,
		figures:  says(`\d+ reorganizations on the development chain`, `\d+ reorganizations on anvil`, `\d+ reorganizations on geth, \d+ displaced cases are returns there, .*`),
		packages: []string{"./parleytest/reorg"}, files: []string{"tools/geth", "contracts/foundry/package-lock.json"}},
	{name: "turmoil", asks: "no stuck money, every close a row of docs/SETTLEMENT.md", command: "go test -count=1 -timeout 2h -v -run '^TestTurmoil$' ./parleytest/turmoil -turmoil {n} -turmoil.first {first}",
		n: 1000, of: "cases", least: 20, part: 250, figures: says(`\d+ cases, .*`),
		packages: []string{"./parleytest/turmoil"}},
	{name: "kills", asks: "no lost deal, no double payment", command: "{full}go test -count=1 -timeout 2h -v -run '^TestKill$' ./cmd/parley/internal/kill",
		figures: says(`\d+ points; \d+ cases`, `\d+ of \d+ cases killed somebody`), packages: []string{"./cmd/parley/internal/kill", "./cmd/parley"}},
	{name: "chaos", asks: "no lost deal, no double payment; recovery p99 at most 3 s", command: "make chaos KILLS={n} SEED={first}", n: 5000, of: "kills", least: 10, part: 500, sum: survived,
		figures: says(`seed \d+: \d+ kills, .*`, `recovery .*`), packages: []string{"./cmd/parley/internal/chaos", "./cmd/parley"}, program: true},
	{name: "sim", asks: "every invariant holds, and two judges agree", command: "make sim SEEDS={n} FIRST={first}", n: 1_000_000, of: "seeds", least: 1000, part: 50_000,
		figures: says(`\d+ schedules of \d+ steps, no failure.*`), packages: []string{"./parleytest/sim/run"}, program: true},
	{name: "ci", asks: "20 in a row green", command: ".ci/run", n: 20, of: "runs", counted: true, figures: says(`(?m)^total .*$`, `(?m)^\d+ passed, \d+ failed$`),
		files: []string{"."}},
}

// named is the suite of a name.
func named(name string) (suite, bool) {
	i := slices.IndexFunc(all, func(s suite) bool { return s.name == name })
	if i < 0 {
		return suite{}, false
	}
	return all[i], true
}

// list are the arguments of go that say something, in a template's words, of each package that it is built of.
func (s suite) list(template string) []string {
	args := []string{"list", "-deps", "-f", template}
	if !s.program {
		args = append(args, "-test")
	}
	return append(args, s.packages...)
}

// size is how much of it is run.
func (s suite) size(scale float64) int {
	if s.counted {
		return s.n
	}
	return max(s.least, int(float64(s.n)*scale))
}

// sized says how much of it is run.
func (s suite) sized(scale float64) string {
	switch {
	case s.n > 0:
		return fmt.Sprintf("%d %s", s.size(scale), s.of)
	case scale < 1 && s.command != s.typed(scale, span{}):
		return "as in CI"
	}
	return "whole"
}

// typed is the command to type for a span of it.
func (s suite) typed(scale float64, of span) string {
	full, profile := "PARLEY_FULL=1 ", "FOUNDRY_PROFILE=deep "
	if scale < 1 {
		full, profile = "", ""
	}
	return strings.NewReplacer("{n}", strconv.Itoa(of.count), "{first}", strconv.Itoa(of.first), "{full}", full, "{profile}", profile).Replace(s.command)
}

// toType is the command to type for all of it.
func (s suite) toType(scale float64) string {
	switch {
	case s.counted:
		return "make green"
	case s.part > 0:
		return "make full SUITES=" + s.name
	}
	return s.typed(scale, span{0, s.size(scale)})
}

// whole are the figures of runs as those of one; nothing if they have no sum.
func (s suite) whole(runs []entry) string {
	if s.sum != nil {
		return s.sum(runs)
	}
	return added(runs)
}
