package main

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"golang.org/x/net/netutil"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/services/compute/bacalhau"
)

// gateway opens the place from which the cluster's nodes fetch, if it has one. A port that nobody chose is kept in a file, since jobs
// that a farmer left behind when it died name it.
func (a *app) gateway(f clusterFlags, remote *bacalhau.Executor, kept string) (serve func(context.Context) error, err error) {
	at := f.gateway
	if at == "" {
		if !isLoopback(f.url) {
			return nil, nil
		}
		at = "127.0.0.1:0"
	}
	host, port, err := net.SplitHostPort(at)
	if err == nil && (host == "" || net.ParseIP(host).IsUnspecified()) {
		return nil, failure.Newf(failure.Usage, "name the address that they reach, as --bacalhau-gateway 10.0.0.1:7080", "--bacalhau-gateway %s is no address that the cluster's nodes could fetch from", at)
	}
	var l net.Listener
	if err == nil && port == "0" {
		l, err = a.listenAgain(host, kept)
	} else {
		l, err = net.Listen("tcp", at)
	}
	if err != nil {
		return nil, failure.Newf(failure.Usage, "name an address of this machine and a free port, as --bacalhau-gateway 10.0.0.1:7080", "the gateway for the cluster's nodes cannot be opened: %w", err)
	}
	remote.Gateway = &bacalhau.Gateway{URL: "http://" + l.Addr().String()}
	return func(ctx context.Context) error {
		defer context.AfterFunc(ctx, func() { l.Close() })()
		err := remote.Gateway.Serve(netutil.LimitListener(l, gatewayConns))
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return err
	}, nil
}

// gatewayConns is how many connections of nodes there are at once. Further ones wait until one of them ends, which without a request it
// does after ten seconds, and after a minute where it is kept open for the next.
const gatewayConns = 256

// listenAgain listens at the port of a host that the file names, if it names one and that can be had, or else at a free one, which it
// then names.
func (a *app) listenAgain(host, file string) (net.Listener, error) {
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	before, whole := strings.CutSuffix(string(text), "\n")
	if was, _, err := net.SplitHostPort(before); err == nil && was == host && whole {
		l, err := net.Listen("tcp", before)
		if err == nil {
			return l, nil
		}
		a.say("the cluster's nodes fetched from %s before, and that cannot be had again: %v", before, err)
		a.say("  jobs that are under way and have not fetched all by now fail there, and are submitted anew from another port")
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return nil, err
	}
	now := net.JoinHostPort(host, strconv.Itoa(l.Addr().(*net.TCPAddr).Port)) // the host as it was said, which may be a name
	if err := os.WriteFile(file, []byte(now+"\n"), 0o600); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// isLoopback reports whether a URL is of this machine alone.
func isLoopback(at string) bool {
	u, err := url.Parse(at)
	return err == nil && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())
}
