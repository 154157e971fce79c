package compute

import (
	"errors"
	"testing"

	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// C17: who has hired is told what an executor says of a task, and whoever runs it is told what is below that, too, each once.
func TestRefusal(t *testing.T) {
	err := refusal(&executor.Error{Code: executor.Internal, Cause: "the disk is full", Remedy: "try another machine", Err: errors.New("write /srv/secret: no space left")})
	crosses, ok := errors.AsType[*protocol.Error](err)
	if !ok || crosses.Code != protocol.Failed || crosses.Reason != "the disk is full: try another machine" {
		t.Errorf("%+v crosses the wire", crosses)
	}
	if want := "failed: the disk is full: try another machine: write /srv/secret: no space left"; err.Error() != want {
		t.Errorf("the log has %q, want %q", err, want)
	}
}
