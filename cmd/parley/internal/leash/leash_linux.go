// Package leash keeps processes from outliving the one that started them.
package leash

import (
	"os/exec"
	"syscall"
)

// On has the kernel end a command that is yet to be started when the thread that starts it dies without a word; a terminal's
// Ctrl-C reaches only the process that starts it, which ends it itself.
func On(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
