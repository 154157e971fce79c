package kill

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/victim"
	"github.com/parley-p2p/parley/internal/port"
	"github.com/parley-p2p/parley/services/deals"
)

// Who can be killed.
const (
	roleFarm   = "farm"
	roleSecond = "farm2" // there where it is attacked
	roleRun    = "run"
	roleDev    = "dev" // the market is the siege's own where it is attacked
)

// point is a place of the program at which somebody is killed.
type point struct {
	role string
	name string
	nth  int // of those with that name in one life, from 1
	// again is in how many more lives it is killed there.
	again int
	// lingers: it stays at the point for a moment before it dies, while the rest of the process goes on. What was sent before
	// has left then, and been answered perhaps; otherwise it mostly dies with the process.
	lingers bool
	// restored: it comes back with the transactions of a backup that was made before it had sent any.
	restored bool
}

func (p point) lives() int { return 1 + p.again }

func (p point) String() string {
	how := ""
	if p.lingers {
		how = " lingering"
	}
	if p.restored {
		how += " restored"
	}
	return fmt.Sprintf("%s%s %s #%d", p.role, how, p.name, p.nth)
}

// raid is who is killed in one run, each at a point of its own.
type raid []point

func (r raid) String() string {
	var all []string
	for _, p := range r {
		all = append(all, p.String())
	}
	return strings.Join(all, " and ")
}

// on is the point at which a role is killed, nil if it is not.
func (r raid) on(role string) *point {
	if i := slices.IndexFunc(r, func(p point) bool { return p.role == role }); i >= 0 {
		return &r[i]
	}
	return nil
}

// others is how often others than a role may be killed.
func (r raid) others(role string) (n int) {
	for _, p := range r {
		if p.role != role {
			n += p.lives()
		}
	}
	return n
}

// siege is a requester and its farmers with homes of their own, and a market.
type siege struct {
	t       *testing.T
	program string // the binary that everybody runs
	market  string // its description
	dir     string
	module  string
	each    string // the file with the arguments of each task
	raid    raid
	counts  bool // nobody is killed, and all say where they are

	lives   []*life
	started map[string]int // lives of each role
	killed  int
	dev     *life    // the siege's own market; nil where it was given one
	devArgs []string // where it listens
	first   *market.Market
	farms   []*post
	seen    map[deals.Hash][]string // what became of each deal on the chain
}

// post is a farmer.
type post struct {
	role string
	at   string // where it listens
	life *life  // the one that lives, or has died last
	addr string // where it is reached
}

// tasks is how many runs a job has; price is what 10^9 fuel costs, in PLAY, and one costs so many of its smallest units.
const (
	siegeTasks = 3
	siegePrice = "0.001"
	siegeUnit  = 1_000_000
	// siegeWait is how long anything may take before the test gives up: far more than it does on a slow machine.
	siegeWait = 3 * time.Minute
	siegeTick = 50 * time.Millisecond
)

// newSiege lays siege to a market, "" to one of its own.
func newSiege(t *testing.T, program, market, module string, farmers int, r raid) *siege {
	t.Helper()
	s := &siege{t: t, program: program, market: market, module: module, dir: t.TempDir(), raid: r, started: map[string]int{}}
	t.Cleanup(s.tell)
	s.each = filepath.Join(s.dir, "tasks")
	if err := os.WriteFile(s.each, []byte(strings.Repeat("task\n", siegeTasks)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{roleFarm, roleSecond}[:farmers] {
		s.farms = append(s.farms, &post{role: role, at: lasting(t)})
	}
	if market == "" {
		s.market = filepath.Join(s.dir, "state", "market.json")
		s.devArgs = []string{"dev", "-o", "json", "--rpc", lasting(t), "--faucet", lasting(t), "--listen", port.Multiaddr(lasting(t))}
	}
	return s
}

// lasting is an address for somebody who comes back to where it was.
func lasting(t *testing.T) string {
	t.Helper()
	at, err := port.Draw()
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// start starts somebody. Who is under attack and has not died often enough says where it is and dies at the point; where
// points are counted, all say where they are.
func (s *siege) start(role string, args ...string) *life {
	s.t.Helper()
	env := []string{victim.Role + "=" + role, "PARLEY_HOME=" + filepath.Join(s.dir, "state")}
	if role != roleDev {
		env = append(env, victim.Market+"="+s.market)
	}
	s.started[role]++
	at := s.raid.on(role)
	if at != nil && at.restored && s.started[role] == 2 {
		s.restore(role)
	}
	if s.counts || at != nil && s.started[role] <= at.lives() {
		env = append(env, victim.Log+"="+s.log(role))
	}
	if at != nil && s.started[role] <= at.lives() {
		env = append(env, victim.At+"="+at.name, fmt.Sprintf("%s=%d", victim.Nth, at.nth))
		if at.lingers {
			env = append(env, victim.Lingers+"=yes")
		}
	}
	l := spawn(s.t, s.program, s.dir, env, append(args, "-v")...)
	l.role = role
	if role != roleDev {
		l.tend = s.reopen
	}
	s.lives = append(s.lives, l)
	return l
}

// restore gives somebody who has died the transactions of a backup that was made before the first. The rest of its state stays.
func (s *siege) restore(role string) {
	s.t.Helper()
	for _, of := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(s.home(role).Path("transactions.db" + of)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.t.Fatal(err)
		}
	}
}

// tell prints what everybody said, if the test has failed.
func (s *siege) tell() {
	if !s.t.Failed() {
		return
	}
	for i, l := range s.lives {
		s.t.Logf("life %d: parley %s\n%s", i+1, strings.Join(l.cmd.Args[1:], " "), l.said.String())
	}
}

// output is where the requester has its results put.
func (s *siege) output() string { return filepath.Join(s.dir, "results") }

func (s *siege) log(role string) string { return filepath.Join(s.dir, role+".points") }

// open starts the siege's own market, the same way in every life, until it is open. It is the same market each time.
func (s *siege) open() {
	s.t.Helper()
	for {
		s.dev = s.start(roleDev, s.devArgs...)
		if s.dev.event(json.Valid) != nil {
			break
		}
		s.died(s.dev)
	}
	now, err := market.Read(s.market)
	if err != nil {
		s.t.Fatal(err)
	}
	if s.first == nil {
		s.first = now
	}
	if diff := gocmp.Diff(s.first, now); diff != "" {
		s.t.Errorf("the market came back as another (-first +now):\n%s", diff)
	}
}

// reopen starts the market again if it is the siege's own and was killed.
func (s *siege) reopen() {
	s.t.Helper()
	if s.dev != nil && !s.dev.alive() {
		s.died(s.dev)
		s.open()
	}
}

// died notes that somebody was killed, which must be why it has ended.
func (s *siege) died(l *life) {
	s.t.Helper()
	if !l.wait() {
		l.abort("it ended by itself: " + l.cmd.ProcessState.String())
	}
	s.fell(l)
}

// fell counts the death of a process that was to die: of another it is none of the siege's.
func (s *siege) fell(l *life) {
	s.t.Helper()
	if at := s.raid.on(l.role); at == nil || s.started[l.role] > at.lives() {
		l.abort("it was killed, and not at a point of this siege: by whom? If memory ran out, run fewer cases at once: -parallel")
	}
	s.killed++
}

// farm starts a farmer, the same way in every life, until it is ready.
func (s *siege) farm(f *post) {
	s.t.Helper()
	host, port, _ := strings.Cut(f.at, ":")
	for {
		before := s.killed
		f.life = s.start(f.role, "farm", "--name", f.role, "-o", "jsonl", "--fuel-price", siegePrice, "--listen", "/ip4/"+host+"/tcp/"+port)
		line := f.life.named("ready")
		if line == nil {
			if f.life.wait() {
				s.fell(f.life)
			} else {
				s.excuse(f.role, f.life, before, s.reopen)
			}
			continue
		}
		var ready struct{ Addresses []string }
		if err := json.Unmarshal(line, &ready); err != nil || len(ready.Addresses) == 0 {
			f.life.abort(fmt.Sprintf("it is ready nowhere: %v", err))
		}
		f.addr = ready.Addresses[0]
		return
	}
}

// excuse waits until somebody else has died since before, for whom a process has failed. Without one it should not have.
func (s *siege) excuse(role string, l *life, before int, revive func()) {
	s.t.Helper()
	if s.started[role] > s.raid.others(role) {
		l.abort("it failed: " + l.cmd.ProcessState.String())
	}
	poll(s.t, "somebody was killed for whom it failed", func() bool { revive(); return s.killed > before })
}

// hire starts the requester as whoever types it would. resume is the job to come back to, "" begins it.
func (s *siege) hire(resume string) *life {
	s.t.Helper()
	args := []string{"run", "-o", "jsonl"}
	for _, f := range s.farms {
		args = append(args, "--farmer", f.addr)
	}
	if resume == "" {
		args = append(args, s.module, "--each", s.each, "--wait", "100ms", "--output", s.output(), "--hire", fmt.Sprint(len(s.farms)),
			"--audit", "100%", // drawn for each deal: one in five would be another run each time
			"--patience", siegeWait.String()) // whoever is killed comes back, and on a busy machine late: nobody is to take its place
	} else {
		args = append(args, "--resume", resume)
	}
	return s.start(roleRun, args...)
}

// aftermath is what became of a siege.
type aftermath struct {
	killed  int // how often somebody was
	summary *summary
}

// summary is what the requester said at the end of the job, as far as it is looked at here.
type summary struct {
	CID, Price string
	ExitCode   int
	Tasks      []json.RawMessage
	Agreements []struct {
		Session, Phase, Owed, Error string
		Fuel                        int64
	}
}

// run does the job under attack, starts whoever is killed again, and returns when all have ended and the deals are closed.
func (s *siege) run() aftermath {
	s.t.Helper()
	if s.devArgs != nil {
		s.open()
	}
	for _, f := range s.farms {
		s.farm(f)
	}
	job := s.work()
	s.closed()
	for _, f := range s.farms {
		if s.counts || s.raid.on(f.role) != nil && s.killed < s.raid.others("") {
			s.mirrored(f)
		}
	}
	for _, f := range s.farms {
		for f.life.interrupt() { // as it notes what it has earned, at its end
			s.fell(f.life)
			s.farm(f)
		}
	}
	s.reopen()
	return aftermath{s.killed, s.summaryOf(job)}
}

// work has the requester come back until the job is done.
func (s *siege) work() (job *life) {
	s.t.Helper()
	for id := ""; ; {
		before := s.killed
		job = s.hire(id)
		for job.alive() {
			s.await(job)
		}
		killed := job.wait()
		switch {
		case job.succeeded() || killed && job.named("summary") != nil:
			if killed { // as it let go of what no job needs any longer
				s.fell(job)
			}
			s.revive()
			return job
		case killed:
			s.fell(job)
		default:
			// Before anybody was bound there was nobody else to ask, or the chain was gone.
			s.excuse(roleRun, job, before, s.revive)
		}
		id = cmp.Or(s.interrupted(job), id)
		s.revive()
	}
}

// await waits until the requester or anybody else has ended, and starts anybody else again.
func (s *siege) await(job *life) {
	s.t.Helper()
	ended := []<-chan struct{}{nil, nil, nil}
	for i, f := range s.farms {
		ended[i] = f.life.ended
	}
	if s.dev != nil {
		ended[2] = s.dev.ended
	}
	select {
	case <-job.ended:
	case <-ended[0]:
	case <-ended[1]:
	case <-ended[2]:
	}
	s.revive()
}

// revive starts again whoever was killed and is no requester.
func (s *siege) revive() {
	s.t.Helper()
	s.reopen()
	for _, f := range s.farms {
		if !f.life.alive() {
			s.died(f.life)
			s.farm(f)
		}
	}
}

// interrupted is the ID of the job that a requester had begun, "" if it had not come so far: before it asks anybody, it says
// with which command to come back.
func (s *siege) interrupted(l *life) string {
	s.t.Helper()
	if command := comingBack.FindStringSubmatch(l.said.String()); command != nil {
		return command[1]
	}
	return ""
}

var comingBack = regexp.MustCompile(`parley run --resume ([0-9a-f]+)`)

func (s *siege) summaryOf(l *life) *summary {
	s.t.Helper()
	line := l.named("summary")
	sum := new(summary)
	if err := json.Unmarshal(line, sum); err != nil {
		l.abort(fmt.Sprintf("it gave no summary: %v", err))
	}
	return sum
}

// mirrored waits until a farmer's records are closed, or it was killed on the way.
func (s *siege) mirrored(f *post) {
	s.t.Helper()
	defer s.revive()
	poll(s.t, "the farmer has closed its records", func() bool {
		if !f.life.alive() {
			return true
		}
		paths, _ := filepath.Glob(s.home(f.role).Path(home.DealDir) + "/0x*.json")
		for _, p := range paths {
			b, err := os.ReadFile(p)
			if errors.Is(err, fs.ErrNotExist) {
				return false // renewed a moment ago
			}
			var record struct{ Closed bool }
			if err == nil {
				err = json.Unmarshal(b, &record)
			}
			if err != nil {
				s.t.Fatal(err)
			}
			if !record.Closed {
				return false
			}
		}
		return len(paths) > 0
	})
}
