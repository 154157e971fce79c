package siege

import (
	"bufio"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// The horde is a process of its own, so that what it needs is not counted as the farmer's. It is told orders on its input, and says
// of each what came of it, a line of JSON either way. Of its streams no more are open at once than identities times atOnce, nearly all
// of them for the whole time if it is told to open as many: a farmer takes eight of each peer, and 4,096 of all, so that no horde
// has ten thousand open.
const (
	hordeVariable = "PARLEY_TEST_HORDE" // the addresses of the farmer and of the decoy
	identities    = 100
)

// Whom the horde storms.
const (
	theFarmer = iota
	theDecoy
	marks
)

// What the horde does.
const (
	storm = "storm"
	feint = "feint" // burn what the last storm of the farmer took of the processors, when it took it, and storm nobody
	count = "count" // say what stands
)

type order struct {
	Do      string
	Whom    int
	Streams int // that the villains open
	Resumes int // that the stranger does
	Span    time.Duration
}

// report is what came of an order.
type report struct {
	Arrived  [kinds]int    // streams that the farmer took, or of which it is not known that it did not
	Barred   int           // strikes of a peer that had signed badly and found the door shut
	Lost     int           // strikes that came to nothing
	Standing int           // resumes that nobody has ended
	CPU      time.Duration // of the horde
}

func TestMain(m *testing.M) {
	for variable, be := range map[string]func(string) error{hordeVariable: beHorde, decoyVariable: decoy} {
		if told := os.Getenv(variable); told != "" {
			if err := be(told); err != nil {
				fmt.Fprintf(os.Stderr, "%s: %v\n", variable, err)
				os.Exit(1)
			}
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

// mark is a farmer that is stormed.
type mark struct {
	which int
	key   messages.Key
	where string
}

type horde struct {
	marks    []mark
	villains []*villain
	stranger *stranger
	burnt    []time.Duration // of the processors, by each beat of the last storm of the farmer
}

// beat is how finely a feint is like a storm.
const beat = 2 * time.Millisecond

func beHorde(addrs string) error {
	h := new(horde)
	for n, addr := range strings.Fields(addrs) {
		farmer, where, err := libp2p.ParseAddr(addr)
		if err != nil {
			return err
		}
		h.marks = append(h.marks, mark{n, farmer, where})
	}
	for n := range identities + 1 {
		own, err := host(firstVillain + n)
		if err != nil {
			return err
		}
		defer own.Close()
		if n == identities {
			h.stranger = &stranger{host: own}
			break
		}
		v := &villain{host: own, signer: key(firstVillain + n), kind: n % kinds}
		v.free.L = &v.mu
		h.villains = append(h.villains, v)
	}
	orders, reports := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(os.Stdout)
	for orders.More() {
		var o order
		if err := orders.Decode(&o); err != nil {
			return err
		}
		before := cpu()
		switch o.Do {
		case storm:
			h.storm(o)
		case feint:
			h.feint()
		}
		r := h.report()
		r.CPU = cpu() - before
		if err := reports.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

func (h *horde) report() (r report) {
	for _, v := range h.villains {
		r.Arrived[v.kind] += int(v.arrived.Swap(0))
		r.Barred += int(v.barred.Swap(0))
		r.Lost += int(v.lost.Swap(0))
	}
	r.Standing = int(h.stranger.standing.Load())
	return r
}

// storm strikes at an even pace, and ends when every strike has.
func (h *horde) storm(o order) {
	at := h.marks[o.Whom]
	over, noted := make(chan struct{}), make(chan []time.Duration)
	go func() { noted <- note(over) }()
	began := time.Now()
	var under sync.WaitGroup
	under.Go(func() { h.stranger.come(at, o.Resumes, o.Span) })
	for i := range o.Streams {
		time.Sleep(time.Until(began.Add(o.Span * time.Duration(i) / time.Duration(o.Streams)))) // a pace, not a wait for anybody
		v := h.villains[i%len(h.villains)]
		under.Go(func() { v.strike(at, o.Span) })
	}
	under.Wait()
	close(over)
	if burnt := <-noted; o.Whom == theFarmer {
		h.burnt = burnt
	}
}

// note is what this process has used by each beat until over.
func note(over <-chan struct{}) (burnt []time.Duration) {
	before := cpu()
	for tick, began := time.NewTicker(beat), time.Now(); ; {
		select {
		case <-over:
			tick.Stop()
			return burnt
		case <-tick.C:
			for used := cpu() - before; len(burnt) < int(time.Since(began)/beat); {
				burnt = append(burnt, used)
			}
		}
	}
}

// feint uses as much by each beat. The beats of a storm overlap, as its strikes did: whoever is behind signs until it is not.
func (h *horde) feint() {
	before, began := cpu(), time.Now()
	var under sync.WaitGroup
	for n, due := range h.burnt {
		time.Sleep(time.Until(began.Add(beat * time.Duration(n)))) // a pace
		under.Go(func() {
			for cpu()-before < due {
				ed25519.Sign(key(firstVillain), nil)
			}
		})
	}
	under.Wait()
}
