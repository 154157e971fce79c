// Package victim makes a test binary of the command a parley that hears where it is and dies there. Who starts it says in the
// environment what it is to do.
package victim

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
)

// What a test tells a process of the program under attack.
const (
	Role    = "TESTPARLEY_VICTIM"  // set: the test binary is parley, and nothing else
	Market  = "TESTPARLEY_MARKET"  // the market's description; the chain is reached through the points. Empty: none
	Log     = "TESTPARLEY_LOG"     // file to which the name of every point is appended
	At      = "TESTPARLEY_AT"      // name of the point at which to die; empty lives
	Nth     = "TESTPARLEY_NTH"     // at which of those with that name, from 1
	Lingers = "TESTPARLEY_LINGERS" // set: the rest of the process goes on for a moment before
	Holds   = "TESTPARLEY_HOLDS"   // kind of envelope that it sends, from the Nth on, only after SIGUSR1; it goes on otherwise
)

// What At may say instead of a name.
const (
	// Anywhere is the name of all points.
	Anywhere = "anywhere"
	// Fresh is the first point at which no life before has died. The log then has where they have.
	Fresh = "fresh"
)

// Main is the program, which run is, but that it counts the points it comes by, and dies at one. It does not return.
func Main(run func(ctx context.Context, args []string) int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, args, err := attacked(ctx, os.Args[1:])
	code := 99
	if err == nil {
		code = run(ctx, args)
	} else {
		fmt.Fprintln(os.Stderr, err)
	}
	stop()
	os.Exit(code)
}

// attacked is what the program is given instead of a context and its arguments.
func attacked(ctx context.Context, args []string) (context.Context, []string, error) {
	if path := os.Getenv(Log); path != "" {
		past, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, nil, err
		}
		log, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		if err != nil {
			return nil, nil, err
		}
		nth, _ := strconv.Atoi(os.Getenv(Nth))
		c := &counter{log: log, at: os.Getenv(At), nth: nth, lingers: os.Getenv(Lingers) != "", past: string(past)}
		ctx = node.WithPoints(ctx, c.point)
		if path := os.Getenv(Market); path != "" {
			if path, err = c.watchChain(path); err != nil {
				return nil, nil, err
			}
			args = append(args, "--market", path)
		}
	} else if path := os.Getenv(Market); path != "" {
		args = append(args, "--market", path)
	}
	if kind := os.Getenv(Holds); kind != "" {
		released, stop := signal.NotifyContext(context.Background(), syscall.SIGUSR1)
		context.AfterFunc(released, stop)
		nth, _ := strconv.Atoi(os.Getenv(Nth))
		var sent atomic.Int64
		ctx = node.WithPoints(ctx, func(what string) {
			if strings.HasPrefix(what, "before send ") && strings.Contains(what, kind) && sent.Add(1) >= int64(nth) {
				fmt.Fprintln(os.Stderr, kind+" is held back")
				<-released.Done()
			}
		})
	}
	return ctx, args, nil
}

// counter writes down where the process is, and ends it where it is told to.
type counter struct {
	log     *os.File
	at      string
	nth     int
	lingers bool

	mu   sync.Mutex
	seen int    // points named at
	past string // where others died
}

func (c *counter) point(what string) {
	c.come(identity.ReplaceAllString(what, "ID") + ": " + callers())
}

// identity is what differs from job to job in the name of a bucket.
var identity = regexp.MustCompile(`[0-9a-f]{32,}`)

func (c *counter) come(name string) {
	if !c.dies(name) {
		return
	}
	if c.lingers {
		<-time.After(50 * time.Millisecond)
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {} // until the kernel is done
}

func (c *counter) dies(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at == Fresh && strings.Contains("\n"+c.past, "\n"+name+"\n") {
		return false
	}
	_, _ = c.log.WriteString(name + "\n")
	if c.at == Fresh {
		return true
	}
	if name == c.at || c.at == Anywhere {
		c.seen++
		return c.seen == c.nth
	}
	return false
}

// callers names who came to the point, and in which line: the code chooses the places, not the test.
func callers() string {
	const most = 3
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	var names []string
	for more := true; more && len(names) < most; {
		var f runtime.Frame
		f, more = frames.Next()
		name, ours := strings.CutPrefix(f.Function, "github.com/parley-p2p/parley/")
		if !ours || strings.HasPrefix(name, "cmd/parley/") || strings.HasPrefix(name, "journal.") {
			continue
		}
		if method, is := strings.CutPrefix(name, "cmd/parley."); is { // the program's own, as its source calls it
			name = "main." + method
		}
		name = name[strings.LastIndex(name, "/")+1:]
		if len(names) == 0 {
			name = fmt.Sprintf("%s:%d", name, f.Line)
		}
		names = append(names, name)
	}
	return strings.Join(names, " < ")
}

// watchChain puts points around every transaction that is sent: the process reaches the chain through itself. It returns
// the file of the market that says so.
func (c *counter) watchChain(path string) (string, error) {
	m, err := market.Read(path)
	if err != nil {
		return "", err
	}
	chain, err := url.Parse(m.Chain.RPC)
	if err != nil {
		return "", err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(chain) }}
	go func() {
		_ = http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			if !bytes.Contains(body, []byte("eth_sendRawTransaction")) {
				proxy.ServeHTTP(w, r)
				return
			}
			c.come("before broadcast")
			answer := &held{header: http.Header{}, status: http.StatusOK}
			proxy.ServeHTTP(answer, r)
			c.come("after broadcast") // the chain has it, and the process does not know
			answer.to(w)
		}))
	}()
	m.Chain.RPC = "http://" + listener.Addr().String()
	own := path + "." + strconv.Itoa(os.Getpid())
	return own, m.Write(own)
}

// held is an answer that is not passed on yet.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *held) Header() http.Header         { return h.header }
func (h *held) WriteHeader(status int)      { h.status = status }
func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }

func (h *held) to(w http.ResponseWriter) {
	for name, values := range h.header {
		w.Header()[name] = values
	}
	w.WriteHeader(h.status)
	_, _ = w.Write(h.body.Bytes())
}
