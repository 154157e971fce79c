package wasm

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_AARCH64

// moreDeniedCalls are none: this processor never had the older forms.
var moreDeniedCalls []uint32
