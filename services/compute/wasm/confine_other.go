//go:build !linux

package wasm

func setDumpable() {}

// limitAddressSpace says that there is none: the kernels of macOS and the BSDs accept RLIMIT_AS and do not keep to it.
func limitAddressSpace(int64) Capability {
	return Capability{Name: "memory", Detail: "this kernel does not bound a process's memory; only linear memory is bounded"}
}

// confineKernel says what only Linux has.
func confineKernel([]access) []Capability {
	const detail = "only Linux has it; the guest is held by WebAssembly itself, the deadline and the limits above"
	return []Capability{
		{Name: "namespaces", Detail: detail}, {Name: "privileges", Detail: detail}, {Name: "files", Detail: detail}, {Name: "system calls", Detail: detail},
	}
}
