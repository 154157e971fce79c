package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// sample is what a profile counted at one place: its values, and the functions from the one that ran to the first.
type sample struct {
	values []float64
	stack  []string
}

// profile is a set of samples, whose values are of these kinds.
type profile struct {
	kinds   []string // cpu, alloc_objects …
	samples []sample
}

// open reads a profile that go test has written.
func open(file string) (*profile, error) {
	cmd := exec.Command("go", "tool", "pprof", "-raw", file)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	raw, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("read profile %s: %w: %s", file, err, stderr.Bytes())
	}
	p, err := parse(raw)
	if err != nil {
		return nil, fmt.Errorf("read profile %s: %w", file, err)
	}
	return p, nil
}

var (
	sampleLine   = regexp.MustCompile(`^\s*(\d[\d ]*): ([\d ]+)$`)
	locationLine = regexp.MustCompile(`^\s*(\d+): 0x[0-9a-f]+ (?:M=\d+ )?(\S+)`)
)

// parse reads what go tool pprof -raw prints: values and numbers of locations, then the locations, each with the functions
// that were inlined there.
func parse(raw []byte) (*profile, error) {
	p := new(profile)
	var at [][]string // the location numbers of each sample
	functions := make(map[string][]string)
	section, location := "", ""
	lines := bufio.NewScanner(bytes.NewReader(raw))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		line := lines.Text()
		switch {
		case line == "Samples:", line == "Locations", line == "Mappings":
			section = line
		case section == "Samples:" && p.kinds == nil:
			for kind := range strings.FieldsSeq(line) {
				name, _, _ := strings.Cut(kind, "/")
				p.kinds = append(p.kinds, name)
			}
		case section == "Samples:":
			m := sampleLine.FindStringSubmatch(line)
			if m == nil {
				continue // labels
			}
			var s sample
			for v := range strings.FieldsSeq(m[1]) {
				n, err := strconv.ParseFloat(v, 64)
				if err != nil {
					return nil, err
				}
				s.values = append(s.values, n)
			}
			if len(s.values) != len(p.kinds) {
				return nil, fmt.Errorf("%d values of %d kinds in %q", len(s.values), len(p.kinds), line)
			}
			p.samples, at = append(p.samples, s), append(at, strings.Fields(m[2]))
		case section == "Locations":
			if m := locationLine.FindStringSubmatch(line); m != nil {
				location = m[1]
				functions[location] = append(functions[location], m[2])
			} else if f := strings.Fields(line); len(f) > 0 {
				functions[location] = append(functions[location], f[0])
			}
		}
	}
	for i := range p.samples {
		for _, l := range at[i] {
			p.samples[i].stack = append(p.samples[i].stack, functions[l]...)
		}
	}
	if len(p.samples) == 0 {
		return nil, fmt.Errorf("there are no samples in it")
	}
	return p, lines.Err()
}

// share is a part of a profile, from 0 to 1, by each of the kinds.
type share struct {
	name string
	of   []float64
}

// divide adds up the samples by what name says of their stacks: the shares of these kinds, largest first by the first.
func (p *profile) divide(name func(stack []string) string, kinds ...string) []share {
	sums, total := make(map[string][]float64), make([]float64, len(kinds))
	for _, s := range p.samples {
		n := name(s.stack)
		if sums[n] == nil {
			sums[n] = make([]float64, len(kinds))
		}
		for i, kind := range kinds {
			v := s.values[slices.Index(p.kinds, kind)]
			sums[n][i] += v
			total[i] += v
		}
	}
	var shares []share
	for n, sum := range sums {
		for i := range sum {
			sum[i] /= max(total[i], 1)
		}
		shares = append(shares, share{n, sum})
	}
	slices.SortFunc(shares, func(a, b share) int {
		return cmp.Or(cmp.Compare(b.of[0], a.of[0]), cmp.Compare(a.name, b.name))
	})
	return shares
}

// mostly names the up to three sites that have most of what name says is n.
func (p *profile) mostly(name func(stack []string) string, n, kind string) string {
	part := &profile{kinds: p.kinds}
	for _, s := range p.samples {
		if name(s.stack) == n {
			part.samples = append(part.samples, s)
		}
	}
	var sites []string
	for _, s := range part.divide(site, kind) {
		if s.name != others && len(sites) < 3 {
			sites = append(sites, fmt.Sprintf("`%s` %s", s.name, percent(s.of[0])))
		}
	}
	return strings.Join(sites, ", ")
}

// purposes are what CPU is used for. The first with a function anywhere on the stack is a sample's: what the runtime does for
// a signature, as allocating, is not the signature's. Of SQLite all is.
var purposes = []struct {
	name string
	fits *regexp.Regexp
}{
	{"SQLite, its memory and system calls too", regexp.MustCompile(`^modernc\.org/|^database/sql`)},
	{"garbage collection", regexp.MustCompile(`^runtime\.(gcBgMarkWorker|gcAssistAlloc|bgsweep|bgscavenge|gcStart|gcMark|gcDrain|sweepone|wbBufFlush)`)},
	{"allocation", regexp.MustCompile(`^runtime\.(mallocgc|growslice|newobject|makeslice)`)},
	{"growing stacks", regexp.MustCompile(`^runtime\.(newstack|morestack|copystack)`)},
	{"system calls", regexp.MustCompile(`^(internal/runtime/syscall|syscall)\.|^runtime\.(entersyscall|exitsyscall|reentersyscall)`)},
	{"signatures", regexp.MustCompile(`/ed25519\.(PrivateKey\.)?[Ss]ign`)},
	{"verifications", regexp.MustCompile(`curve25519-voi|crypto/ed25519|fips140/(ed|edwards)25519`)},
	{"signatures of accounts", regexp.MustCompile(`secp256k1`)},
	{"hashes", regexp.MustCompile(`^crypto/(sha256|sha512|hmac)|keccak|/sha3\.|^crypto/internal/fips140/(sha|hmac|hkdf)`)},
	{"the transport's encryption", regexp.MustCompile(`chacha20|poly1305|flynn/noise|^crypto/(tls|aes|cipher)`)},
	{"timers", regexp.MustCompile(`^time\.(AfterFunc|NewTimer|\(\*Timer\)|resetTimer|stopTimer|newTimer)|^runtime\.\(\*timers?\)`)},
	{"channels, selects and locks", regexp.MustCompile(`^runtime\.(selectgo|selectnb|chan(send|recv)|closechan|makechan|sem(acquire|release))|^(internal/)?sync\.(\(\*(RW)?(Mutex|Cond|Pool|HashTrieMap)|\(\*WaitGroup\)\.(Add|Done|Wait)|runtime_)`)},
	{"goroutines and their scheduler", regexp.MustCompile(`^runtime\.(mcall|park_m|schedule|findRunnable|gosched|goexit[01]|newproc|goready|ready|futex|note|netpoll|wakep|startm|stopm|mstart|sysmon|casgstatus|gopark|gfput|gfget|lock2|unlock2|stealWork|resetspinning|execute|asyncPreempt)`)},
	{"the codec", regexp.MustCompile(`^google\.golang\.org/protobuf|^encoding/`)},
}

const (
	own    = "github.com/parley-p2p/parley/"
	others = "everything else"
)

// purpose says what a stack was there for. What is none of the purposes belongs to the package of ours, or of libp2p, that
// was nearest.
func purpose(stack []string) string {
	for _, p := range purposes {
		if slices.ContainsFunc(stack, p.fits.MatchString) {
			return p.name
		}
	}
	for _, f := range stack {
		if strings.HasPrefix(f, "github.com/libp2p/") || strings.HasPrefix(f, "github.com/quic-go/") {
			return "libp2p"
		}
		if strings.HasPrefix(f, own) {
			return "package " + packageOf(f)
		}
	}
	return others
}

// packageOf is the package of a function of ours, without the module.
func packageOf(function string) string {
	name := strings.TrimPrefix(function, own)
	slash := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[slash:], '.')
	if dot < 0 {
		return name
	}
	return name[:slash+dot]
}

// site is the function of ours that a stack's allocation is nearest to.
func site(stack []string) string {
	for _, f := range stack {
		if strings.HasPrefix(f, own) {
			return strings.TrimPrefix(f, own)
		}
	}
	for _, f := range stack {
		if strings.HasPrefix(f, "github.com/libp2p/") {
			return "libp2p"
		}
	}
	return others
}
