package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/cmd/parley/internal/settings"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/devmarket"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/transports/libp2p"
)

func (a *app) dev() *cobra.Command {
	var f devFlags
	cmd := &cobra.Command{
		Use:   "dev",
		Short: "a market on this machine: a chain with play money, the contracts, and a peer to meet at",
		Long: "Runs a market on this machine until Ctrl-C: a chain with the contract Parley and play money that is worth nothing, a faucet\n" +
			"that gives it away, and a peer through which farmers and requesters find each other. Writes market.json into the state\n" +
			"folder, where parley farm and parley run look for it. Everything listens on loopback.\n" +
			"What is disputed is judged by a panel, of as many mediators as --mediators says: accounts that are made in the state folder,\n" +
			"for parley mediator, parley mediator --name mediator-2 and so on.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runDev(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.rpc, "rpc", "127.0.0.1:0", "where the chain answers; a loopback address")
	settings.TypedOnly(flags, "rpc") // elsewhere it names whom to ask
	flags.StringVar(&f.faucet, "faucet", "127.0.0.1:0", "where the faucet answers; a loopback address")
	flags.StringVar(&f.listen, "listen", "/ip4/127.0.0.1/tcp/0", "where the meeting point listens; a multiaddr")
	flags.IntVar(&f.mediators, "mediators", 6, "accounts on the panel's list, of which one judges a case, another where that cannot tell, and three others an appeal; 0: nobody judges")
	flags.DurationVar(&f.commit, "commit-window", devmarket.DefaultRules().CommitWindow, "how long mediators have to run disputed work again")
	flags.DurationVar(&f.ahead, "ahead", 0, "how far the chain's time may be moved ahead of the clock, by its method dev_advance, for who cannot wait")
	return cmd
}

// devFlags are what a person says of a market.
type devFlags struct {
	rpc, faucet, listen string
	mediators           int
	commit, ahead       time.Duration
}

func (f *devFlags) check() error {
	const command = "parley dev"
	return cmp.Or(errors.Join(onLoopback("--rpc", f.rpc), onLoopback("--faucet", f.faucet)),
		check(command, bounded[int64]{"mediators", int64(f.mediators), 0, panel.MaxMembers}),
		check(command, bounded[time.Duration]{"commit-window", f.commit, time.Second, maxTime}, bounded[time.Duration]{"ahead", f.ahead, 0, maxTime}))
}

// rules are those of the market's panel.
func (f *devFlags) rules() panel.Rules {
	r := devmarket.DefaultRules()
	r.CommitWindow = f.commit.Truncate(time.Second)
	return r
}

// enlisted makes the accounts of the panel's members, where they are not there yet, for parties of this machine.
func (a *app) enlisted(n int) (members []deals.Address, err error) {
	for i, name := 0, mediatorName; i < n; i, name = i+1, following(name) {
		h, err := a.party(name)
		if err != nil {
			return nil, err
		}
		_, account, err := accountOf(h)
		if err != nil {
			return nil, err
		}
		members = append(members, account)
	}
	return members, nil
}

func (a *app) runDev(ctx context.Context, f devFlags) error {
	if err := f.check(); err != nil {
		return err
	}
	h, err := a.party("dev")
	if err != nil {
		return err
	}
	unlock, err := lock(h)
	if err != nil {
		return err
	}
	defer unlock()
	// Where it was before it is again, if nobody took its place: farmers that are up find it there.
	before := readPlaces(h)
	rpc, faucet, listen := free(f.rpc, before.RPC), free(f.faucet, before.Faucet), freeListen(f.listen, before.Listen)
	members, err := a.enlisted(f.mediators)
	if err != nil {
		return err
	}
	signer, _, err := h.Identity()
	if err != nil {
		return err
	}
	host, err := libp2p.New(libp2p.Config{Signer: signer, Listen: []string{listen}, Server: true, Local: true, Logger: a.logger()})
	if err != nil {
		if errors.Is(err, syscall.EADDRINUSE) {
			return taken(err, listen, "--listen")
		}
		return failure.Newf(failure.Usage, "write it as --listen /ip4/127.0.0.1/tcp/4001", "%w", err)
	}
	defer host.Close()
	a.say("starting a market in %s; its money is play money", h.Dir)
	m, err := devmarket.Start(ctx, devmarket.Config{Dir: h.Path("chain"), Addr: rpc, Mediators: members, Rules: f.rules(), Ahead: f.ahead,
		Point: node.PointsOf(ctx), Wrap: node.PointsOf(ctx).Store, Logger: a.logger()})
	if err != nil {
		return taken(err, rpc, "--rpc")
	}
	defer m.Close()
	ln, err := net.Listen("tcp", faucet)
	if err != nil {
		return taken(err, faucet, "--faucet")
	}
	server := &http.Server{Handler: faucetHandler(m), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, MaxHeaderBytes: 8 << 10}
	description := &market.Market{Bootstrap: host.Addrs(), Local: true, Faucet: "http://" + ln.Addr().String(),
		Chain: &market.Chain{RPC: m.RPC(), ID: m.ChainID(), Contract: m.Contract(), Token: m.Token(), Panel: m.Panel(), Symbol: devmarket.Symbol,
			Decimals: devmarket.Decimals, Depth: 1, Play: true}}
	if err := description.Write(a.marketFile); err != nil {
		return err
	}
	now := places{RPC: strings.TrimPrefix(m.RPC(), "http://"), Faucet: ln.Addr().String(), Listen: withoutPeer(host.Addrs())}
	if err := now.write(h); err != nil {
		return err
	}
	a.announce(description, f)
	return together(ctx, func(ctx context.Context) error {
		defer context.AfterFunc(ctx, func() { _ = server.Close() })()
		if err := server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	}, func(ctx context.Context) error { <-ctx.Done(); return nil })
}

func (a *app) announce(m *market.Market, f devFlags) {
	a.say("the market is open")
	a.say("  chain     %s (id %d), contract %s", m.Chain.Where(), m.Chain.ID, m.Chain.Contract)
	a.say("  money     %s, play money; the faucet is %s", m.Chain.Symbol, m.Faucet)
	if f.mediators > 0 {
		a.say("  disputes  are ruled by the panel %s of %s: run them with parley mediator", m.Chain.Panel, plural(f.mediators, "mediator", "mediators"))
	}
	a.say("  meet at   %s", strings.Join(m.Bootstrap, " "))
	a.say("  described in %s", a.marketFile)
	a.say("in other terminals: parley farm, then parley run MODULE; Ctrl-C ends the market")
	if a.output != "table" {
		_ = json.NewEncoder(a.out).Encode(m)
	}
}

// onLoopback checks an address that only this machine may reach.
func onLoopback(flag, addr string) error {
	where, err := netip.ParseAddrPort(addr)
	if err == nil && where.Addr().IsLoopback() {
		return nil
	}
	return failure.Newf(failure.Usage, "write it as "+flag+" 127.0.0.1:8545, or with port 0 for a free one", "%s %q is no address and port of this machine's loopback", flag, addr)
}

// taken names the flag of a port that another process has.
func taken(err error, addr, flag string) error {
	if !errors.Is(err, syscall.EADDRINUSE) && !errors.Is(err, devchain.ErrAddressInUse) {
		return err
	}
	return &failure.Failure{Cause: fmt.Sprintf("the port of %s is taken by another process", addr),
		Try: fmt.Sprintf("take a free one with %s %s0", flag, strings.TrimRight(addr, "0123456789")), Exit: failure.Unavailable, Err: err}
}

// faucetHandler gives play money to an account, once. Web pages cannot ask it: a browser sends Origin with a POST.
func faucetHandler(m *devmarket.Market) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /grant/{account}", func(w http.ResponseWriter, r *http.Request) {
		host, _, _ := net.SplitHostPort(r.Host)
		if ip := net.ParseIP(host); r.Header.Get("Origin") != "" || ip == nil || !ip.IsLoopback() {
			http.Error(w, "the faucet is for programs of this machine", http.StatusForbidden)
			return
		}
		account, err := deals.ParseAddress(r.PathValue("account"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if err := m.Grant(r.Context(), account); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "granted")
	})
	return mux
}

// lock refuses a second process in a party's folder where no journal does.
func lock(h *home.Home) (unlock func(), err error) {
	path := h.Path("lock")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if pid, err := lockFile(f); err != nil {
		_ = f.Close()
		if pid == "" {
			return nil, err
		}
		return nil, &failure.Failure{Cause: fmt.Sprintf("the state in %s is locked by process %s", h.Dir, pid),
			Try: "stop that process, or keep this one's state elsewhere with --home DIR", Exit: failure.Unavailable, Err: err}
	}
	return func() { _ = f.Close() }, nil
}
