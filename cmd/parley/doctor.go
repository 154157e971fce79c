package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute/wasm"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/transports/libp2p"
)

func (a *app) doctor() *cobra.Command {
	var name string
	var f clusterFlags
	cmd := &cobra.Command{Use: "doctor", Short: "what works here, what does not, and how to mend it", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.examine(cmd.Context(), name, f) }}
	f.add(cmd.Flags())
	cmd.Flags().StringVar(&name, "name", "run", "which party of this machine; a farmer is farm, unless it was given another")
	return cmd
}

// finding is one line of the doctor's.
type finding struct {
	What string `json:"what"`
	Ok   bool   `json:"ok"`
	// Serious: work is not possible.
	Serious bool   `json:"serious"`
	Says    string `json:"says"`
	Try     string `json:"try,omitempty"`
}

func (a *app) examine(ctx context.Context, name string, f clusterFlags) error {
	if err := cmp.Or(f.checkExecutor(), f.checkCluster()); err != nil {
		return err
	}
	if given := f.given(); f.url == "" && given != "" {
		return failure.Newf(failure.Usage, "name the cluster, as --bacalhau http://127.0.0.1:1234", "%s is given, and no cluster that it could be about", given)
	}
	var found []finding
	note := func(what string, serious bool, says string, err error) {
		f := finding{What: what, Ok: err == nil, Serious: serious && err != nil, Says: says}
		if err != nil {
			told := failure.Of(err)
			f.Says, f.Try = told.Cause, a.typed(told.Try)
		}
		found = append(found, f)
	}
	if !a.examineState(name, note) {
		note("the rest", false, "", errors.New("not looked at before the state can be written"))
		return a.tellFindings(found)
	}
	m, err := a.market()
	note("market", !errors.Is(err, market.ErrNone), a.marketFile, err) // the demo needs none
	if err == nil {
		a.examineNetwork(ctx, m, note)
		if m.Chain != nil {
			a.examineChain(ctx, name, m, note)
		}
	}
	a.examineWalls(ctx, note)
	if f.url != "" {
		a.examineCluster(ctx, f, note)
	}
	return a.tellFindings(found)
}

type noting func(what string, serious bool, says string, err error)

// leastFree is how much disk a party should have left, in bytes.
const leastFree = 1 << 30

// space is how much is left for a user on the disk of a folder, in bytes.
func space(dir string) (uint64, error) {
	var fs unix.Statfs_t
	err := unix.Statfs(dir, &fs)
	return uint64(fs.Bavail) * uint64(fs.Bsize), err
}

// examineState reports whether the state can be written, without which nothing works.
func (a *app) examineState(name string, note noting) bool {
	h, err := a.party(name)
	if err == nil {
		if err = writable(h.Dir); err != nil {
			err = failure.Newf(failure.General, "see who may with: ls -ld "+h.Dir+"; or keep the state elsewhere with --home DIR", "the state folder cannot be written: %w", err)
		}
	}
	if err != nil {
		note("state", true, "", err)
		return false
	}
	note("state", true, h.Dir, nil)
	if free, err := space(h.Dir); err == nil {
		if free < leastFree {
			err = failure.Newf(failure.General, "free space on that disk, or keep the state elsewhere with --home DIR", "%d MiB are left on the disk of %s", free>>20, h.Dir)
		}
		note("disk", false, fmt.Sprintf("%d GiB free", free>>30), err)
	}
	_, _, err = h.Identity()
	note("identity", true, h.Path("identity.pem"), err)
	_, _, err = h.Account(party.NewSecret)
	note("account", true, h.Path("account.hex"), err)
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err == nil {
		if limit.Cur < 1024 {
			err = failure.Newf(failure.General, "raise it with: ulimit -n 4096", "only %d files may be open at once", limit.Cur)
		}
		note("files", false, fmt.Sprintf("%d may be open at once", limit.Cur), err)
	}
	return true
}

func (a *app) examineNetwork(ctx context.Context, m *market.Market, note noting) {
	signer, err := throwAway()
	if err != nil {
		note("network", true, "", err)
		return
	}
	host, err := libp2p.New(libp2p.Config{Signer: signer, Listen: []string{}, Bootstrap: m.Bootstrap, Local: m.Local})
	if err != nil {
		note("network", true, "", err)
		return
	}
	defer host.Close()
	joining, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	err = host.Join(joining)
	if err != nil {
		err = failure.Newf(failure.Unavailable, "start the market with: parley dev, or correct the market file's bootstrap", "the network cannot be joined: %w", err)
	}
	note("network", true, plural(len(m.Bootstrap), "meeting point", "meeting points"), err)
}

func (a *app) examineChain(ctx context.Context, name string, m *market.Market, note noting) {
	a.examineEndpoints(ctx, m, note)
	asking, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	p, _, _, err := a.account(asking, name, false)
	note("chain", true, fmt.Sprintf("%s, id %d, the contract's code is ours", m.Chain.Where(), m.Chain.ID), err)
	if err != nil {
		return
	}
	defer p.Close()
	now, err := p.Now(asking)
	if err == nil {
		err = node.Skew(asking, p.Client, now)
	}
	note("clock", true, fmt.Sprintf("%s off the chain's newest block", time.Until(now).Abs().Round(time.Second)), err)
	w, err := p.Wallet(asking)
	if err == nil && w.Coin.IsZero() {
		err = failure.Newf(failure.Funds, "fund it; in a market on this machine who runs or farms asks the faucet", "the account %s has nothing to pay gas with", p.Account().Address)
	}
	says := "there is coin for gas"
	judges, unseated := a.panelOf(asking, name, m, p)
	if judges != nil {
		defer judges.Close()
	}
	h, unknown := a.party(name)
	var records []*deals.Record
	if unknown == nil {
		a.renew(h)
		records, unknown = statuses(h)
	}
	if err == nil && !m.Chain.Play {
		var price *big.Int
		if price, err = p.Client.SuggestGasPrice(asking); err != nil {
			err = p.Client.Explain(err)
		} else {
			says, err = dutiesOf(name, records, judges != nil, m.Judged()).gasFor(p.Account().Address, price, w.Coin)
		}
	}
	note("money", false, says, err)
	a.examineDeals(ctx, h, m, p, records, unknown, note)
	if unseated != nil {
		note("seats", false, "", unseated)
	}
	if h != nil {
		a.examineParty(ctx, h, m, p, judges, a.nodeOf(records, judges != nil), note)
	}
}

// examineParty names what keeps money that this party could have, beside its deals. judges is nil unless it is a member of the panel.
func (a *app) examineParty(ctx context.Context, h *home.Home, m *market.Market, p, judges *party.Opened, nodeCommand string, note noting) {
	asking, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	a.examineTransactions(asking, h, p, nodeCommand, note)
	if judges != nil {
		a.examineSeats(asking, m, judges, nodeCommand, note)
	}
}

// panelOf opens the party with the market's panel, if it is a member of that; nil if not.
func (a *app) panelOf(ctx context.Context, name string, m *market.Market, p *party.Opened) (*party.Opened, error) {
	if !m.Judged() {
		return nil, nil
	}
	judges, _, _, err := a.accountAt(ctx, name, false, m.Chain.Panel)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(judges.Panel.Members(), [20]byte(p.Account().Address)) {
		return nil, judges.Close()
	}
	return judges, nil
}

// examineDeals names every deal in which somebody is blocked, though the time has come for what frees the money. err is why not all of them
// are known.
func (a *app) examineDeals(ctx context.Context, h *home.Home, m *market.Market, p *party.Opened, records []*deals.Record, err error, note noting) {
	asking, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	live := 0
	for _, r := range records {
		if r.Closed {
			continue
		}
		s, why := a.blocked(asking, m, p, r)
		whys := []error{why}
		if s != nil {
			if s.Next != deals.Finish.String() {
				live++
			}
			whys = append(whys, unanswered(r, s, mirrorOf(h, r.Papers.ID).Encrypted, isFile(filepath.Join(h.Path(home.DealDir), runningFile))))
		}
		for _, why := range whys {
			if why != nil {
				note(fmt.Sprintf("deal %.10s", r.Papers.ID), false, "", why)
			}
		}
	}
	note("deals", false, plural(live, "is open", "are open"), err)
}

// blocked says how a deal stands, and what it waits for that this side, or anybody, could do now; nil: for nothing.
func (a *app) blocked(ctx context.Context, m *market.Market, p *party.Opened, r *deals.Record) (s *deals.Shown, why error) {
	if s, why = look(ctx, p, r); why != nil {
		return nil, why
	}
	c, err := hear(ctx, p, r, s)
	if err != nil {
		return s, err
	}
	if c != nil {
		s.Now, s.Moves = c.now, append(c.moves(), s.Moves...) // the case was read after the deal
		if against, err := c.wronged(ctx, m, p, r, s); err != nil || against != nil {
			return s, cmp.Or(err, against)
		}
	}
	for _, move := range s.Moves {
		due := !move.From.After(s.Now) && (move.Until.IsZero() || !s.Now.After(move.Until))
		if !due || !move.Frees || move.By != "either" && move.By != s.Role {
			continue
		}
		locked := []string{}
		for _, l := range s.Locks {
			locked = append(locked, fmt.Sprintf("the %s has %s locked", l.By, sumOfText(m, l.Amount)))
		}
		return s, failure.Newf(failure.General, move.Command+" (this side's node does it by itself, when it runs)", "%s; %s, since %s: %s",
			cmp.Or(strings.Join(locked, ", "), "the panel holds stake"), s.State, move.From.Local().Format(time.DateTime), move.Why)
	}
	return s, nil
}

func (a *app) examineWalls(ctx context.Context, note noting) {
	engine := &wasm.Engine{CacheDir: a.cache(), Logger: a.logger()}
	defer engine.Close()
	walls, err := engine.Capabilities(ctx)
	if err != nil {
		note("programs", true, "", failure.Newf(failure.General, "see the whole with: parley doctor --verbose", "no program can be run here: %w: %w", err, errors.Unwrap(err)))
		return
	}
	for _, w := range walls {
		note("wall: "+w.Name, false, w.Detail, missing(w))
	}
}

// missing says what it means that a wall around other people's programs does not stand; nil where it does.
func missing(w wasm.Capability) error {
	if w.On {
		return nil
	}
	advice := map[string]string{
		"namespaces":   "allow them with: sysctl -w user.max_user_namespaces=10000 (and on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0)",
		"privileges":   "run it as a user of its own, and not in a container that forbids prctl",
		"files":        "boot a kernel of 5.13 or later with landlock in its lsm= list",
		"system calls": "use a kernel with seccomp, or start its container with --security-opt seccomp=unconfined",
	}[w.Name]
	if strings.Contains(w.Detail, "built with cgo") {
		advice = "build parley without it: CGO_ENABLED=0 go build -o bin/parley ./cmd/parley"
	}
	if runtime.GOOS != "linux" || advice == "" {
		advice = "use a Linux machine, whose kernel holds them too"
	}
	return failure.Newf(failure.General, "nothing to buy work, and nothing to farm for people you know; to farm for strangers, "+advice,
		"does not stand around the programs that are run here; WebAssembly and the walls that are ok hold them: %s", w.Detail)
}

func (a *app) tellFindings(found []finding) error {
	serious := 0
	for _, f := range found {
		if f.Serious {
			serious++
		}
	}
	if a.output != "table" {
		if err := json.NewEncoder(a.out).Encode(found); err != nil {
			return err
		}
	} else {
		for _, f := range found {
			sign := "ok  "
			if !f.Ok {
				sign = "note"
			}
			if f.Serious {
				sign = "BAD "
			}
			a.print("%s  %-18s %s", sign, f.What, messages.Printable(f.Says))
			if f.Try != "" {
				a.print("      %-18s try: %s", "", messages.Printable(f.Try))
			}
		}
	}
	if serious > 0 {
		return failure.Newf(failure.General, "mend what is marked BAD, the first first", "doctor found %s", plural(serious, "thing in the way", "things in the way"))
	}
	a.say("nothing is in the way%s", notes(found))
	return nil
}

// notes says what to make of what is neither ok nor in the way.
func notes(found []finding) string {
	for _, f := range found {
		if !f.Ok {
			return "; what is marked note can stay as it is"
		}
	}
	return ""
}

func plural(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
