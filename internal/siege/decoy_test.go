package siege

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/transports"
)

// decoyVariable makes a process the decoy: a farmer like the other, with whom nobody trades. While the horde storms it, the
// machine has as much to do as while it storms the other, and what the decoy has of memory and has used of the processors it has
// of the horde. It says where it is reached, and then, for each line that it hears, how many sessions it has, and how many bytes
// when it is asked for them, or else how many nanoseconds it has used.
const decoyVariable = "PARLEY_TEST_DECOY"

// What a decoy may be: as good as the product is, or a farmer who spends a while on each session that is opened to it.
const (
	sound    = "sound"
	wasteful = "wasteful"
)

// What a decoy is asked.
const (
	bytesAsked = "bytes"
	timeAsked  = "time"
)

func decoy(kind string) error {
	h, server, err := stall(3, seller{brief: true}, nil)
	if err != nil {
		return err
	}
	defer h.Close()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	var ln transports.Listener = h
	if kind == wasteful {
		ln = waster{h}
	}
	go func() {
		defer close(ended)
		_ = server.Serve(ctx, ln)
	}()
	fmt.Println(address(h))
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if lines.Text() != bytesAsked {
			fmt.Println(len(server.Sessions()), int64(cpu()))
			continue
		}
		debug.FreeOSMemory() // what the collector would give back by and by
		fmt.Println(len(server.Sessions()), resident())
	}
	cancel()
	<-ended
	return nil
}

// waster signs much that nobody reads for each session that it accepts: for two milliseconds, where a negotiation takes one.
type waster struct{ transports.Listener }

func (w waster) Accept(ctx context.Context) (transports.Stream, error) {
	s, err := w.Listener.Accept(ctx)
	for n := 0; err == nil && n < 80; n++ {
		ed25519.Sign(key(3), []byte{byte(n)})
	}
	return s, err
}

// resident is what this process has of the machine's memory.
func resident() uint64 {
	b, err := os.ReadFile("/proc/self/statm")
	if pages := strings.Fields(string(b)); err == nil && len(pages) > 1 {
		if n, err := strconv.ParseUint(pages[1], 10, 64); err == nil {
			return n * uint64(os.Getpagesize())
		}
	}
	return memory() // where the system does not say
}

// shrinks waits until the decoy has no more memory than most, or, where that is 0, until it gives back no more; for at most as
// long as memory may take to come back after a siege.
func shrinks(t *testing.T, d *child, most uint64) (has uint64) {
	t.Helper()
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); <-look.C {
		var sessions int
		had := has
		if _, err := fmt.Sscan(d.ask(t, bytesAsked), &sessions, &has); err != nil {
			t.Fatal(err)
		}
		if sessions == 0 && (has <= most || most == 0 && had > 0 && has > had-had/100) {
			break
		}
	}
	return has
}

// used waits until the decoy has no sessions, and is what it has used of the processors until then.
func used(t *testing.T, d *child) (cpu time.Duration) {
	t.Helper()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for end := time.Now().Add(30 * time.Second); ; <-look.C {
		var sessions int
		if _, err := fmt.Sscan(d.ask(t, timeAsked), &sessions, (*int64)(&cpu)); err != nil {
			t.Fatal(err)
		}
		if sessions == 0 {
			return cpu
		}
		if time.Now().After(end) {
			t.Fatalf("the decoy has still %d sessions", sessions)
		}
	}
}

// child is another process of this test: it is told lines, and answers them.
type child struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

// raise starts what a variable of its environment makes it.
func raise(t *testing.T, variable, value string) *child {
	t.Helper()
	c := &child{cmd: exec.CommandContext(t.Context(), os.Args[0])}
	c.cmd.Env = append(os.Environ(), variable+"="+value)
	c.cmd.Stderr = os.Stderr
	var err error
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c.out = bufio.NewScanner(out)
	return c
}

// hear is the next line that it says.
func (c *child) hear(t *testing.T) string {
	t.Helper()
	if !c.out.Scan() {
		t.Errorf("%s says no more: %v", c.cmd.Env[len(c.cmd.Env)-1], c.out.Err())
	}
	return c.out.Text()
}

// tell tells it a line.
func (c *child) tell(t *testing.T, line ...any) {
	t.Helper()
	if _, err := fmt.Fprintln(c.in, line...); err != nil {
		t.Fatal(err)
	}
}

// ask tells it a line and hears what it says.
func (c *child) ask(t *testing.T, line ...any) string {
	t.Helper()
	c.tell(t, line...)
	return c.hear(t)
}

// dismiss has it end.
func (c *child) dismiss(t *testing.T) {
	t.Helper()
	c.in.Close()
	if err := c.cmd.Wait(); err != nil {
		t.Errorf("%s: %v", c.cmd.Env[len(c.cmd.Env)-1], err)
	}
}
