package wasm

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// roleAttack is a worker that was taken over: native code that tries what a guest never could. It is for this test's
// binary only.
const roleAttack role = "attack"

// attack tries, once confined, each thing that a worker is kept from, and says which of them worked.
func attack(w *worker) error {
	o := &w.order
	w.confine([]access{{path: o.Cache}})
	secret, mate, outside, address := o.Args[0], o.Args[1], o.Args[2], o.Args[3]
	var pid int
	fmt.Sscan(mate, &pid)
	tries := map[string]func() error{
		"read a file of the host":        func() error { _, err := os.ReadFile(secret); return err },
		"list a directory of the host":   func() error { _, err := os.ReadDir("/"); return err },
		"write beside the cache":         func() error { return os.WriteFile(outside, []byte("x"), 0o644) },
		"write into the cache":           func() error { return os.WriteFile(filepath.Join(o.Cache, "poison"), []byte("x"), 0o644) },
		"connect":                        func() error { _, err := net.Dial("tcp", address); return err },
		"listen":                         func() error { _, err := net.Listen("tcp", "127.0.0.1:0"); return err },
		"run a program":                  func() error { return exec.Command("/proc/self/exe", "-test.run=^$").Run() },
		"signal another process":         func() error { return unix.Kill(pid, 0) },
		"limit another process":          func() error { return unix.Prlimit(pid, unix.RLIMIT_CORE, nil, &unix.Rlimit{}) },
		"make a namespace of its own":    func() error { return unix.Unshare(unix.CLONE_NEWNS) },
		"see the environment of another": func() error { _, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid)); return err },
		"raise its own limits":           func() error { return setBack() },
		"open more files than it may":    func() error { return openMany(o.Cache) },
		"see an environment variable": func() error {
			if len(os.Environ()) == 0 {
				return os.ErrNotExist
			}
			return nil
		},
	}
	worked := map[string]bool{}
	for name, try := range tries {
		worked[name] = try() == nil
	}
	text, err := json.Marshal(worked)
	if err != nil {
		return err
	}
	return w.send(frameProbe, text)
}

func setBack() error {
	return unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: maxDescriptors + 1, Max: maxDescriptors + 1})
}

func openMany(dir string) error {
	for range maxDescriptors {
		f, err := os.Open(dir)
		if err != nil {
			return err
		}
		defer f.Close()
	}
	return nil
}

// runAttack has a worker attack and returns what worked.
func runAttack(t *testing.T, lifted defense) map[string]bool {
	t.Helper()
	e := newEngine(t, &Engine{lifted: lifted, Idle: 1})
	if err := e.setUp(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret")
	writeFile(t, secret, "secret")
	cache := filepath.Join(dir, "cache")
	if err := os.Mkdir(cache, 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := e.pool.take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.reap()
	o := order{Role: roleAttack, Cache: cache, Address: 1 << 30, Lifted: lifted,
		Args: []string{secret, fmt.Sprint(os.Getpid()), filepath.Join(dir, "new"), l.Addr().String()}}
	k, payload, err := e.ask(t.Context(), c, o, nil)
	if err != nil || k != frameProbe {
		t.Fatalf("%q %s, %v: %s", k, payload, err, c.said)
	}
	worked := map[string]bool{}
	if err := json.Unmarshal(payload, &worked); err != nil {
		t.Fatal(err)
	}
	return worked
}

// Done when 4, THREATS 5: even a worker that was taken over by its guest can do nothing outside. Without the kernel's walls
// it could do nearly all of it.
func TestTakenOver(t *testing.T) {
	e := newEngine(t, &Engine{})
	all, err := e.Capabilities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	on := map[string]bool{}
	for _, c := range all {
		on[c.Name] = c.On
		t.Logf("%s: %v: %s", c.Name, c.On, c.Detail)
	}
	confined := runAttack(t, 0)
	for name, worked := range confined {
		if worked && (on["files"] && on["system calls"] || strings.HasPrefix(name, "see an env")) {
			t.Errorf("it could %s", name)
		}
	}
	if !on["files"] || !on["system calls"] {
		t.Skipf("this host lacks what would hold it: %v", on)
	}
	possible := 0
	for _, worked := range runAttack(t, defendKernel) {
		if worked {
			possible++
		}
	}
	if possible < 9 {
		t.Errorf("only %d of %d attacks work where nothing defends", possible, len(confined))
	}
}
