// Command parley sells and buys work: a market on this machine, a farmer, a requester, and what shows and proves their
// deals. See parley --help.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/parley-p2p/parley/services/compute/wasm"
)

func main() {
	if wasm.IsWorker() {
		wasm.WorkerMain()
	}
	base, leave := context.WithCancel(context.Background())
	ctx, stop := signal.NotifyContext(base, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	code := run(ctx, os.Args[1:], os.Stdin, heard(os.Stdout, leave), heard(os.Stderr, leave), os.Environ())
	stop()
	os.Exit(code)
}
