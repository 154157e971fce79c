package main

import (
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
)

// What a transaction may pay a gas is for who pays it to say, and who is refused for the limit is told which setting raises it. THREATS 4, stuck tx.
func TestFeeLimit(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.join()
	p.write("hello.wasm", moduleThatPrints("hello\n"))
	one := p.farm("farm")
	hire := []string{"run", "hello.wasm", "--audit", "0", "--farmer", one.addr}
	c := p.run(append(hire, "--max-fee-gwei", "1")...)
	if c.wait(); c.code == 0 {
		t.Error("hired for fees above the limit")
	}
	contains(t, c.stderr(), "the limit is 1; wait, or raise the limit with --max-fee-gwei")
	p.run(append(hire, "--max-fee-gwei", "1000")...).exits(0)
	p.run("balance", "--max-fee-gwei", "0").exits(failure.Usage)
}
