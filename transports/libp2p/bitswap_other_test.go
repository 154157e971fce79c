//go:build !unix

package libp2p_test

import (
	"os/exec"
	"testing"
)

func mayConfine() bool { return false }

func confine(*testing.T, *exec.Cmd) {}
