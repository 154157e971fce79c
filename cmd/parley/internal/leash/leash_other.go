//go:build !linux

// Package leash keeps processes from outliving the one that started them, where the kernel can do that.
package leash

import (
	"os/exec"
	"syscall"
)

// On: a terminal's Ctrl-C reaches only the process that starts the command, which ends it itself.
func On(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}
