//go:build !linux

package wasm

import "syscall"

// attributes of a new worker: its own process group. It ends when it reads the end of its pipe; nothing ends it with the
// engine's process while its guest runs but its limit on processor time.
func attributes(bool) *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

const haveNamespaces = false
