package main

import (
	"strings"
	"testing"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// TestTelemetryOfAnotherJob: who only watches has no job of its own, and hears what the guests of its farmers print all the same.
func TestTelemetryOfAnotherJob(t *testing.T) { // H30
	var told strings.Builder
	o := &errand{app: &app{err: &told}, heard: map[string]int{}}
	o.telemetry(&protocol.View{SOW: &messages.SOW{}}, &messages.Telemetry{Text: "task 0: hello\n"})
	contains(t, told.String(), " | task 0: hello\n")
}
