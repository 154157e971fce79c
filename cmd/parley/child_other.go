//go:build !linux

package main

import (
	"os/exec"
	"syscall"
)

// endWithParent: a terminal's Ctrl-C reaches only the demo, which ends the children itself.
func endWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}
