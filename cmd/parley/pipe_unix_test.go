//go:build unix

package main

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/services/deals"
)

// TestPipes: wherever a file is named, a pipe that nobody writes to is refused, and not waited for.
func TestPipes(t *testing.T) {
	home := t.TempDir()
	pipe := filepath.Join(home, "pipe.yaml")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	m := &market.Market{Bootstrap: []string{"/ip4/192.0.2.1/tcp/1/p2p/12D3KooWDMCQbZZvLgHiHntG1KwcHoqHPAxL37KvhgibWqFtpqUY"},
		Chain: &market.Chain{RPC: "http://127.0.0.1:1", ID: 1, Contract: deals.Address{1}, Token: deals.Address{2}, Symbol: "PLAY", Decimals: 2, Play: true}}
	if err := m.Write(filepath.Join(home, market.File)); err != nil {
		t.Fatal(err)
	}
	for command, code := range map[string]int{
		"run " + pipe:               failure.NotFound, // a job file
		"run x.wasm --each " + pipe: failure.NotFound,
		"spec show " + pipe:         failure.NotFound,
		"verify " + pipe:            failure.NotFound,
		"balance --market " + pipe:  failure.Usage,
		"demo --scene " + pipe:      failure.NotFound,
	} {
		bad{strings.Fields(command), code, "it is a named pipe and no regular file", ""}.holds(t, home)
	}
}
