# What there is to do here. CI runs the same: .ci/run, whose gates can be run one by one (.ci/run lint).
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
.NOTPARALLEL:

export CGO_ENABLED := 0
TOOL := go tool -modfile=tools/go.mod
FUZZTIME ?= 20000x
SEEDS ?= 1000
FIRST ?= 0
KILLS ?= 200
N ?= 0
FROM ?= 0
LEAST ?= 90
BENCHTIME ?= 1s
PART ?=
SCALE ?= 1
RUNS ?= 20
QEMU ?= qemu-aarch64-static

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## a job done for play money on this machine, from the question to the receipt
	@go run ./cmd/parley demo

.PHONY: test
test: ## the fast gate: needs Go and nothing else
	@go test ./...

.PHONY: generate
generate: ## everything that is generated and committed; twice changes nothing (needs node and npm)
	@$(TOOL) buf lint
	$(TOOL) buf generate
	go run ./parleytest/vectors/generate
	go run ./internal/spec/diagram
	go run ./parleytest/settlement/game/run -into docs/GAME.md
	go run ./internal/docs/quote
	go run ./examples/render/build
	$(MAKE) --no-print-directory contracts/foundry/node_modules
	contracts/foundry/generate.sh

contracts/foundry/node_modules: contracts/foundry/package-lock.json
	@cd contracts/foundry
	npm ci --no-audit --no-fund
	touch node_modules

.PHONY: forge
forge: contracts/foundry/node_modules ## the contract's own tests: every row, fuzzing, invariants
	@FOUNDRY_PROFILE=$${FOUNDRY_PROFILE:-ci} contracts/foundry/forge.sh test

.PHONY: game
game: contracts/foundry/node_modules ## whether honest play pays, on the contracts; and that it does not without any one slash or deadline
	@go run ./parleytest/settlement/game/run -lies 2
	go run ./parleytest/settlement/game/run -without all

.PHONY: mutants
mutants: contracts/foundry/node_modules ## N mistakes in the contracts from FROM on, one by one (0: all): at least LEAST of a hundred must be noticed
	@go run ./parleytest/settlement/mutants/run -n $(N) -from $(FROM) -least $(LEAST) -forge

.PHONY: reorg
reorg: contracts/foundry/node_modules ## N reorganizations of the chain under a deal from FROM on (0: all), on three chains; PARLEY_GETH=/path spares minutes of building geth
	@built=$$(mktemp -d)
	trap 'rm -rf "$$built"' EXIT
	if [ -z "$${PARLEY_GETH:-}" ]; then
		go -C tools/geth build -o "$$built/geth" github.com/ethereum/go-ethereum/cmd/geth
		export PARLEY_GETH="$$built/geth"
	fi
	export PARLEY_ANVIL=$${PARLEY_ANVIL:-$$PWD/contracts/foundry/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil}
	go test -count=1 -timeout 3h -v -run '^TestReorganized' ./parleytest/reorg -cases $(N) -cases.first $(FROM)

.PHONY: gas
gas: contracts/foundry/node_modules ## what the contracts cost: by forge, and on a node as name, osaka, amsterdam
	@contracts/foundry/forge.sh test --match-contract Gas -vvvv | grep Measured
	go run ./internal/bench/gas

.PHONY: lint
lint: ## gofmt, vet, staticcheck, buf lint
	@.ci/run lint

.PHONY: docs
docs: ## every shell block of the documents, run in a clean clone
	@go run ./internal/docs/run README.md docs/first-service.md

.PHONY: cited
cited: ## which requirements of this release have no citing test yet
	@go run ./internal/docs/cited

.PHONY: picture
picture: ## docs/demo.png, from a real run of the demo
	@go run ./cmd/parley demo --picture docs/demo.png

# What must be the same on every architecture, and needs no worker.
SAME ?= ^(TestCosts|TestStack|TestStackAfterStart|TestNaN|TestNaNInVectors|TestMachine|TestExactLimit|TestTraps|TestHost|TestGrow)$$
GOLDEN ?= ^(TestGoldenEngines|TestFuelOfRender)$$

BENCH := go test -run '^$$' -bench . -benchtime $(BENCHTIME) -timeout 1h ./internal/bench ./internal/bench/gas ./messages ./protocol ./farmer ./requester ./journal ./transports/... ./content ./services/compute/wasm ./examples/render/trace ./contracts/...

.PHONY: bench
bench: ## what things cost here: name, value, unit, floor, ratio, and whether a budget is met
	@$(BENCH) | go run ./internal/bench/rows -all
	if [ -n "$$PARLEY_BACALHAU_API" ]; then
		go test -run '^$$' -bench Bacalhau -benchtime 5x -timeout 1h ./services/compute/bacalhau | go run ./internal/bench/rows
	else
		echo "NOT MEASURED: bacalhau/overhead, bacalhau/parallel/50 and bacalhau/polling; set PARLEY_BACALHAU_API to the URL of an orchestrator (docs/bacalhau.md)" >&2
	fi

.PHONY: performance
performance: ## docs/PERFORMANCE.md: what bench prints, and where the time and the memory of a negotiation go, in well over half an hour; with PART=Deals its rows only
	@if [ -n "$(PART)" ]; then
		go test -run '^$$' -bench '^Benchmark$(PART)$$' -benchtime $(BENCHTIME) ./internal/bench ./internal/bench/gas | go run ./internal/bench/rows -part "make performance PART=$(PART)" -into docs/PERFORMANCE.md
		exit
	fi
	profile=$$(mktemp -d)
	trap 'rm -rf "$$profile"' EXIT
	trap 'echo "make performance: interrupted; docs/PERFORMANCE.md is as it was" >&2; exit 130' INT TERM
	go run ./internal/bench/rows -begin -profile "$$profile"
	go test -c -o "$$profile/bench.test" ./internal/bench
	go run ./internal/bench/rows -profiled | while read -r name flags; do
		(cd internal/bench && "$$profile/bench.test" -test.run '^$$' $${flags//PROFILE/$$profile/$$name}) </dev/null >"$$profile/$$name.txt"
	done
	$(BENCH) | go run ./internal/bench/rows -all -profile "$$profile" -into docs/PERFORMANCE.md

# Else go test makes each new input smaller for up to a minute, which takes all of a FUZZTIME in seconds.
.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME (20000x: so many inputs)
	@git grep -n '^func Fuzz' -- '*_test.go' | sed -E 's|^(.*)/[^/]*:[0-9]+:func (Fuzz[A-Za-z0-9_]*).*|\1 \2|' | while read -r dir target; do
		go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x "./$$dir" </dev/null
	done

.PHONY: sim
sim: ## SEEDS schedules of all that can happen to a negotiation, from FIRST on, against a second judge (1000)
	@go run -tags parleysim ./parleytest/sim/run -first $(FIRST) -seeds $(SEEDS)

.PHONY: chaos
chaos: ## KILLS times somebody in a market is killed without a word, and comes back (200)
	@go run ./cmd/parley/internal/chaos -kills $(KILLS) $(if $(SEED),-seed $(SEED))

.PHONY: planted
planted: ## which suite finds which of the bugs under parleytest/planted, planted one by one
	@go run ./parleytest/planted/run

.PHONY: race
race: ## the fast gate's concurrent packages under the race detector (needs a C compiler)
	@# What the race detector adds to each frame of a deep stack is more than a worker's limit on memory leaves room for in TestRecursion,
	@# and Go's own limit in TestStack, of one goroutine.
	CGO_ENABLED=1 go test -race -timeout 1h -skip '^(TestRecursion|TestStack)$$' \
		./messages ./protocol ./journal ./transports/... ./discovery ./internal/drive ./farmer ./requester ./matcher ./services/... ./content ./contracts/transactions ./contracts/party

.PHONY: cross
cross: ## the other systems that the binary is for: everything compiles, tests too
	@for target in linux/arm64 darwin/amd64 darwin/arm64; do
		GOOS=$${target%/*} GOARCH=$${target#*/} go vet ./...
		echo "$$target builds"
	done

.PHONY: arm64
arm64: WHOLE ?= 1 # nothing: without what takes minutes
arm64: GOLDENS ?= 50 # modules whose fuel must have been held to what is written down, of those in services/compute/wasm/testdata/fuel.txt
arm64: ## that fuel, the stack and NaNs are on linux/arm64 what they are here, under QEMU (Debian: qemu-user-static); QEMU= on arm64 itself
	@if [[ -n "$(QEMU)" ]] && ! command -v "$(QEMU)" >/dev/null; then
		echo "NOTHING WAS SHOWN: make arm64 needs $(QEMU). apt-get install qemu-user-static, or name another: make arm64 QEMU=/path/to/qemu-aarch64" >&2
		exit 1
	fi
	built=$$(mktemp -d)
	trap 'rm -rf "$$built"' EXIT
	package=services/compute/wasm
	GOARCH=arm64 go test -c -o "$$built/fuel" "./$$package/internal/fuel"
	GOARCH=arm64 go test -c -o "$$built/wasm" "./$$package"
	(cd "$$package/internal/fuel"; $(QEMU) "$$built/fuel" -test.timeout 1h -test.v $(if $(strip $(WHOLE)),,-test.short) -test.run '$(SAME)') | tee "$$built/log"
	(cd "$$package"; PARLEY_FULL=$(WHOLE) $(QEMU) "$$built/wasm" -test.timeout 1h -test.v -test.run '$(GOLDEN)') | tee -a "$$built/log"
	tests=$$(tr -d '^()$$' <<<'$(SAME)|$(GOLDEN)' | tr '|' ' ')
	for test in $$tests; do
		grep -q "^--- PASS: $$test " "$$built/log" || { echo "NOTHING WAS SHOWN of $$test on linux/arm64: no test of that name has passed" >&2; exit 1; }
	done
	if grep -q 'no tests to run' "$$built/log"; then
		echo "NOTHING WAS SHOWN: a package has no tests to run" >&2
		exit 1
	fi
	goldens=$$(grep -c '^    --- PASS: TestGoldenEngines/' "$$built/log") || true
	if [[ "$$goldens" -lt $(GOLDENS) ]]; then
		echo "TOO LITTLE WAS SHOWN: the fuel of $$goldens modules was held to what is written down, want $(GOLDENS)" >&2
		exit 1
	fi
	echo "fuel is the same on linux/arm64: $$(wc -w <<<"$$tests") tests, $$goldens modules' fuel as written down"

FULL := go run ./internal/docs/full $(if $(LOGS),-logs $(LOGS)) $(if $(FOR),-for $(FOR)) $(if $(AGAIN),-again)

.PHONY: full
full: ## every suite at its full size, or SCALE of it; docs/EVIDENCE.md says what came of it. SUITES="sim kills": these; FOR=90m: so long
	@$(FULL) -scale $(SCALE) $(SUITES)

.PHONY: green
green: ## what CI runs, until RUNS in a row were green (20), into docs/EVIDENCE.md; FOR=90m: so long
	@$(FULL) -green $(RUNS)

.PHONY: ci
ci: ## what CI runs
	@.ci/run
