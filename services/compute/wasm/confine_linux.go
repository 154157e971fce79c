package wasm

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// setDumpable keeps core dumps, ptrace and /proc of this process from everybody without privilege.
func setDumpable() { _ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) }

// limitAddressSpace bounds what this process may map beyond what it has mapped by now, which for a Go program is mostly
// reserved and never used.
func limitAddressSpace(more int64) Capability {
	c := Capability{Name: "memory"}
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		c.Detail = err.Error()
		return c
	}
	size, _, _ := strings.Cut(string(text), " ")
	pages, err := strconv.ParseInt(size, 10, 64)
	if err == nil {
		err = setLimit(unix.RLIMIT_AS, uint64(pages*int64(os.Getpagesize())+more))
	}
	if err != nil {
		c.Detail = err.Error()
		return c
	}
	c.On, c.Detail = true, "kernel limit on the worker's address space"
	return c
}

// confineKernel puts this process, all of its threads, where code that took it over could do nothing but use up its own
// limits: no privileges, no files but the given, no network, no other process.
func confineKernel(paths []access) []Capability {
	all := []Capability{namespaces()}
	if all[0].On {
		_ = setLimit(unix.RLIMIT_NPROC, maxProcesses) // counted in the worker's own user namespace; elsewhere it would count its user's
	}
	report := func(name, detail string, err error) {
		c := Capability{Name: name, On: err == nil, Detail: detail}
		if err != nil {
			c.Detail = err.Error()
		}
		all = append(all, c)
	}
	report("privileges", "none, and none to be gained by running a program", dropPrivileges())
	report("files", "Landlock: only the inputs and the compiled module, read-only", landlock(paths))
	report("system calls", "seccomp: no sockets, programs, other processes, mounts or tracing", seccomp())
	return all
}

// namespaces says whether this process is in a process namespace of its own, in which the engine puts all of them at once.
func namespaces() Capability {
	if os.Getpid() == 1 {
		return Capability{Name: "namespaces", On: true, Detail: "own users, network, processes, IPC and host name"}
	}
	return Capability{Name: "namespaces", Detail: "this host does not let the engine make them; system calls and files are confined without"}
}

// everyThread makes a system call that acts on one thread act on all; new ones inherit.
func everyThread(what string, trap, a1, a2, a3 uintptr) error {
	_, _, errno := syscall.AllThreadsSyscall(trap, a1, a2, a3)
	switch {
	case errno == unix.ENOTSUP: // C may have made threads that Go does not know
		return fmt.Errorf("%s: this program was built with cgo, which keeps it from that: %w", what, errno)
	case errno != 0:
		return fmt.Errorf("%s: %w", what, errno)
	}
	return nil
}

func dropPrivileges() error {
	if err := everyThread("no_new_privs", unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0); err != nil {
		return err
	}
	head := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	return everyThread("capset", unix.SYS_CAPSET, uintptr(unsafe.Pointer(&head)), uintptr(unsafe.Pointer(&none)), 0)
}

// The rights over files that Landlock knows, by the version of its interface that brought them: linux/landlock.h.
const (
	landlockReading = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	landlockWriting = unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_MAKE_REG | unix.LANDLOCK_ACCESS_FS_MAKE_DIR |
		unix.LANDLOCK_ACCESS_FS_REMOVE_FILE
	landlockV1 = 1<<13 - 1
	landlockV2 = unix.LANDLOCK_ACCESS_FS_REFER
	landlockV3 = unix.LANDLOCK_ACCESS_FS_TRUNCATE
	landlockV5 = unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
)

// landlock refuses every file but those below the given paths.
func landlock(paths []access) error {
	version, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return fmt.Errorf("the kernel has no Landlock: %w", errno)
	}
	attr := unix.LandlockRulesetAttr{Access_fs: landlockV1}
	size := uintptr(8) // the first version has this field only
	if version >= 2 {
		attr.Access_fs |= landlockV2
	}
	if version >= 3 {
		attr.Access_fs |= landlockV3
	}
	if version >= 4 {
		attr.Access_net = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
		size = 16
	}
	if version >= 5 {
		attr.Access_fs |= landlockV5
	}
	rules, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), size, 0)
	if errno != 0 {
		return fmt.Errorf("landlock_create_ruleset: %w", errno)
	}
	defer unix.Close(int(rules))
	for _, p := range paths {
		if err := allow(int(rules), p, attr.Access_fs); err != nil {
			return fmt.Errorf("landlock rule: %w", err)
		}
	}
	return everyThread("landlock_restrict_self", unix.SYS_LANDLOCK_RESTRICT_SELF, rules, 0, 0)
}

func allow(rules int, p access, known uint64) error {
	fd, err := unix.Open(p.path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	rule := unix.LandlockPathBeneathAttr{Allowed_access: landlockReading, Parent_fd: int32(fd)}
	if p.write {
		rule.Allowed_access |= landlockWriting | landlockV3&known
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return err
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR {
		rule.Allowed_access &= unix.LANDLOCK_ACCESS_FS_READ_FILE // a file has no rights of directories
	}
	_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(rules), unix.LANDLOCK_RULE_PATH_BENEATH,
		uintptr(unsafe.Pointer(&rule)), 0, 0, 0)
	if errno != 0 {
		return errno
	}
	return nil
}
