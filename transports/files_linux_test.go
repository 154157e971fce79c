package transports_test

import (
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// THREATS 2, idle connections: where a process may have few files open, those who have not proved their keys have a quarter of them, and
// what else it does the rest; whoever comes from elsewhere is served all the same.
func TestFewFiles(t *testing.T) {
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was); err != nil {
		t.Fatal(err)
	}
	if was.Max < 1024 {
		t.Skipf("NOT TRIED: this system lets a process have %d files open, and 1024 are tried; raise its hard limit (ulimit -Hn)", was.Max)
	}
	few := syscall.Rlimit{Cur: 1024, Max: was.Max}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was); err != nil {
			t.Fatal(err)
		}
	}()
	synctest.Test(t, func(t *testing.T) {
		s, end := open(t)
		defer end()
		var away atomic.Int32
		var flood sync.WaitGroup
		defer flood.Wait()
		conns := make([]net.Conn, 1000)
		for i := range conns {
			conns[i] = s.call("192.0.2.1")
			flood.Go(func() {
				conns[i].Read(make([]byte, 1))
				away.Add(1)
			})
		}
		time.Sleep(time.Millisecond)
		if got := len(conns) - int(away.Load()); got != 256 {
			t.Errorf("%d strangers are here, want 256 of 1024 files", got)
		}
		for i := range 10 {
			if took, err := s.dial(t.Context(), of(i)); err != nil || took > time.Second {
				t.Errorf("from elsewhere: %v, after %v", err, took)
			}
		}
		for _, c := range conns {
			c.Close()
		}
	})
}
