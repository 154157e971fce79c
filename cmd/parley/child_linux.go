package main

import (
	"os/exec"
	"syscall"
)

// endWithParent: the kernel ends the child when the demo dies without a word; a terminal's Ctrl-C reaches only the demo,
// which ends the children itself.
func endWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
