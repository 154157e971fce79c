package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/protocol"
)

// A panic that the engine has caught is told to who did not ask for more, with where it was; nothing else of the log is.
func TestPanicsAreTold(t *testing.T) {
	for _, verbose := range []bool{false, true} {
		var said bytes.Buffer
		a := &app{err: &said, verbose: verbose}
		log := a.logger()
		log.Error("the farmer failed")
		if told := strings.Contains(said.String(), "failed"); told != verbose {
			t.Errorf("verbose %t: it is told that the farmer failed: %t", verbose, told)
		}
		c := &drive.Config{Self: protocol.Farmer, Logger: log, Now: time.Now}
		c.Tell("Notice", func() { panic("no") })
		if !strings.Contains(said.String(), "the farmer panicked") || !strings.Contains(said.String(), "logger_test.go") {
			t.Errorf("verbose %t: %q", verbose, said.String())
		}
	}
}
