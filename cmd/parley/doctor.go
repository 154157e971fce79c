package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/services/compute/wasm"
	"github.com/parley-p2p/parley/transports/libp2p"
)

func (a *app) doctor() *cobra.Command {
	var name string
	cmd := &cobra.Command{Use: "doctor", Short: "what works here, what does not, and how to mend it", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.examine(cmd.Context(), name) }}
	cmd.Flags().StringVar(&name, "name", "run", "which party of this machine")
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

func (a *app) examine(ctx context.Context, name string) error {
	var found []finding
	note := func(what string, serious bool, says string, err error) {
		f := finding{What: what, Ok: err == nil, Serious: serious && err != nil, Says: says}
		if err != nil {
			told := failure.Of(err)
			f.Says, f.Try = told.Cause, told.Try
		}
		found = append(found, f)
	}
	a.examineState(name, note)
	m, err := a.market()
	note("market", true, a.marketFile, err)
	if err == nil {
		a.examineNetwork(ctx, m, note)
		if m.Chain != nil {
			a.examineChain(ctx, name, m, note)
		}
	}
	a.examineWalls(ctx, note)
	return a.tellFindings(found)
}

type noting func(what string, serious bool, says string, err error)

// leastFree is how much disk a party should have left, in bytes.
const leastFree = 1 << 30

func (a *app) examineState(name string, note noting) {
	h, err := a.party(name)
	note("state", true, a.homeDir, err)
	if err != nil {
		return
	}
	var fs unix.Statfs_t
	if err := unix.Statfs(h.Dir, &fs); err == nil {
		free := uint64(fs.Bavail) * uint64(fs.Bsize)
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
	note("network", true, fmt.Sprintf("%d meeting points", len(m.Bootstrap)), err)
}

func (a *app) examineChain(ctx context.Context, name string, m *market.Market, note noting) {
	asking, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	p, _, _, err := a.account(asking, name, false)
	note("chain", true, fmt.Sprintf("%s, id %d, the contract's code is ours", m.Chain.RPC, m.Chain.ID), err)
	if err != nil {
		return
	}
	defer p.Close()
	now, err := p.Now(asking)
	skew := time.Until(now).Abs().Round(time.Second)
	if err == nil && skew > time.Minute {
		err = failure.Newf(failure.General, "set the clock, for example: timedatectl set-ntp true", "this machine's clock is %s off the chain's", skew)
	}
	note("clock", true, fmt.Sprintf("%s off the chain's newest block", skew), err)
	w, err := p.Wallet(asking)
	if err == nil && w.Coin.IsZero() {
		err = failure.Newf(failure.Funds, "fund it; in a market of parley dev, parley run and parley farm ask the faucet", "the account %s has nothing to pay gas with", p.Account().Address)
	}
	note("money", false, "there is coin for gas", err)
}

func (a *app) examineWalls(ctx context.Context, note noting) {
	engine := &wasm.Engine{CacheDir: a.cache(), Logger: a.logger()}
	defer engine.Close()
	walls, err := engine.Capabilities(ctx)
	if err != nil {
		note("guests", true, "", err)
		return
	}
	for _, w := range walls {
		var err error
		if !w.On {
			err = errors.New(w.Detail)
		}
		note("wall: "+w.Name, false, w.Detail, err)
	}
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
			fmt.Fprintf(a.out, "%s  %-18s %s\n", sign, f.What, f.Says)
			if f.Try != "" {
				fmt.Fprintf(a.out, "      %-18s try: %s\n", "", f.Try)
			}
		}
	}
	if serious > 0 {
		return failure.Newf(failure.General, "mend what is marked BAD, the first first", "%d things are in the way", serious)
	}
	return nil
}
