package siege

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/transports"
)

// decoyVariable makes a process the decoy: a farmer like the other, with whom nobody trades any more. What it has of memory and has
// used of the processors it has of the horde. It says where it is reached, and then, for each line that it hears, how many sessions it has, and how many bytes
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

// resident is what this process has of the machine's memory, but for what of the program is loaded.
func resident() uint64 {
	b, err := os.ReadFile("/proc/self/statm")
	var size, pages, mapped uint64
	if _, scanned := fmt.Sscan(string(b), &size, &pages, &mapped); err != nil || scanned != nil {
		return memory() // where the system does not say
	}
	return (pages - mapped) * uint64(os.Getpagesize())
}

// busy is the sum of some fields of the first line of a file of the system's, which are counted from 0 and in hundredths of a second.
func busy(file string, fields ...int) (all time.Duration) {
	b, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(b), "\n")
	said := strings.Fields(line)
	for _, n := range fields {
		if n < len(said) {
			ticks, _ := strconv.Atoi(said[n])
			all += time.Duration(ticks) * 10 * time.Millisecond
		}
	}
	return all
}

// shrinks waits until the decoy gives back no more memory, and has no more than most, if that is not 0; for at most as long as
// memory may take to come back after a siege.
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
		if sessions == 0 && (has <= most || most == 0) && had > 0 && has > had-had/100 {
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
