package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute/wasm"
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
	Serious bool `json:"serious"`
	// Costly: work is possible, and money may be lost if it stays so.
	Costly bool   `json:"costly,omitempty"`
	Says   string `json:"says"`
	Try    string `json:"try,omitempty"`
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
			_, f.Costly = errors.AsType[*costlyError](err)
		}
		found = append(found, f)
	}
	h := a.examineState(name, note)
	if h == nil {
		note("the rest", false, "", errors.New("not looked at before the state can be written"))
		return a.tellFindings(found)
	}
	m, err := a.market()
	note("market", !errors.Is(err, market.ErrNone), a.marketFile, err) // the demo needs none
	if err == nil {
		a.examineNetwork(ctx, m, note)
		if m.Chain != nil {
			a.examineChain(ctx, name, h, m, note)
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

// noFree is too little for any, in bytes.
const noFree = 64 << 20

// space is how much is left for a user on the disk of a folder, in bytes.
func space(dir string) (uint64, error) {
	var fs unix.Statfs_t
	err := unix.Statfs(dir, &fs)
	return uint64(fs.Bavail) * uint64(fs.Bsize), err
}

// examineState reports whether the state can be written, without which nothing works: nil if not. It makes nothing: a party may be yet to come.
func (a *app) examineState(name string, note noting) *home.Home {
	dir, err := filepath.Abs(filepath.Join(a.homeDir, name))
	if err = cmp.Or(nameable(name), err); err != nil {
		note("state", true, "", err)
		return nil
	}
	h := &home.Home{Dir: dir}
	there := nearest(dir)
	if err := writable(there); err != nil {
		note("state", true, "", failure.Newf(failure.General, "see who may with: ls -ld "+there+"; or keep the state elsewhere with --home DIR", "the state folder cannot be written: %w", err))
		return nil
	}
	switch {
	case a.named != "" && !begun(h):
		note("state", false, "", a.unknown(name))
	case there != dir:
		note("state", true, dir+", which is not there yet: "+yetToCome, nil)
	default:
		note("state", true, dir, nil)
	}
	if free, err := space(there); err == nil {
		if free < noFree {
			err = failure.Newf(failure.General, "free space on that disk, or keep the state elsewhere with --home DIR", "only %d MiB are left on the disk of %s, which work and its results do not fit into", free>>20, there)
		} else if free < leastFree {
			err = failure.Newf(failure.General, "free space on that disk, or keep the state elsewhere with --home DIR", "%d MiB are left on the disk of %s", free>>20, there)
		}
		note("disk", free < noFree, fmt.Sprintf("%d GiB free", free>>30), err)
	}
	for _, key := range []struct {
		what, file string
		read       func() error
	}{
		{"identity", home.IdentityFile, func() error { _, _, err := h.Identity(); return err }},
		{"account", home.AccountFile, func() error { _, _, err := accountOf(h); return err }},
	} {
		if path := h.Path(key.file); missingFile(path) {
			note(key.what, true, "none yet: "+yetToCome, nil)
		} else {
			note(key.what, true, path, key.read())
		}
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err == nil {
		if limit.Cur < 1024 {
			err = failure.Newf(failure.General, "raise it with: ulimit -n 4096", "only %d files may be open at once", limit.Cur)
		}
		note("files", false, fmt.Sprintf("%d may be open at once", limit.Cur), err)
	}
	return h
}

// yetToCome is said of what a party has from when it is first needed.
const yetToCome = "who first runs, farms or mediates makes it"

// nearest is a folder, or the one above it that is there.
func nearest(dir string) string {
	for missingFile(dir) && filepath.Dir(dir) != dir {
		dir = filepath.Dir(dir)
	}
	return dir
}

// missingFile: nothing has that name, which is all that keeps it from being read.
func missingFile(path string) bool {
	_, err := os.Lstat(path)
	return errors.Is(err, fs.ErrNotExist)
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

func (a *app) examineWalls(ctx context.Context, note noting) {
	engine := &wasm.Engine{Logger: a.logger()}
	if !missingFile(a.cache()) {
		engine.CacheDir = a.cache()
	}
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
func notes(found []finding) (says string) {
	dear := 0
	for _, f := range found {
		switch {
		case f.Costly:
			dear++
		case !f.Ok:
			says = "; what is marked note can stay as it is"
		}
	}
	if dear > 0 {
		return fmt.Sprintf("; %s money if nobody sees to it", plural(dear, "note may cost", "notes may cost"))
	}
	return says
}

// A costlyError is one that may cost the party money if it stays.
type costlyError struct{ error }

// Unwrap returns the cause.
func (e *costlyError) Unwrap() error { return e.error }

func costly(err error) error {
	if err == nil {
		return nil
	}
	return &costlyError{err}
}

func plural(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
