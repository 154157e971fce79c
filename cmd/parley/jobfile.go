package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/ipfs/go-cid"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/jobfile"
)

// isJobFile reports whether a name is that of a job file, and not of a module.
func isJobFile(name string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(name)))
}

// saidInFile are the flags that say what a job file says.
var saidInFile = []string{"input", "each", "env", "timeout", "memory", "output-space"}

// readJobFile reads a file, with all that is wrong with it.
func readJobFile(name string) (*jobfile.File, error) {
	text, err := readFile(name, jobfile.MaxFile)
	switch {
	case errors.Is(err, errLarger):
		return nil, failure.Newf(failure.Usage, "name in it where its data is (urlDownload, s3, ipfs or local), instead of the data inline", "the job file cannot be read: %w", err)
	case err != nil:
		return nil, failure.Newf(failure.NotFound, "see what is there, and who may read it, with: ls -l "+quoted(filepath.Dir(name)), "the job file cannot be read: %w", err)
	}
	f, err := jobfile.Parse(text)
	if err == nil {
		err = errors.Join(moduleIsFile(f), completed(f))
	}
	if err != nil {
		return nil, failure.Newf(failure.Usage, "correct the file, then see what it becomes with: parley spec show "+quoted(name), "the job of %s cannot be had as it is:\n%w", name, err)
	}
	return f, nil
}

// moduleIsFile refuses a module on this machine that is no file.
func moduleIsFile(f *jobfile.File) error {
	if info, err := os.Stat(f.Module.Path); f.Module.Path != "" && err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("the module, %s, is no file: name the file of the module in it", f.Module.Path)
	}
	return nil
}

// placeholder stands for content that is yet to be fetched.
var placeholder = func() string {
	root, err := content.AddFile(context.Background(), content.Discard, bytes.NewReader(nil), content.Limits{})
	if err != nil {
		panic(err)
	}
	return root.String()
}()

// completed checks what the file's job comes to once its content is there.
func completed(f *jobfile.File) error {
	j := f.Job
	j.ID, j.Inputs = strings.Repeat("0", 32), slices.Clone(j.Inputs)
	if j.Container == nil {
		j.Module = placeholder
	}
	for i := range j.Inputs {
		j.Inputs[i].CID = placeholder
	}
	if err := j.Validate(); err != nil {
		return err
	}
	_, err := compute.Jobs.Encode(&j)
	return err
}

// useFile takes the job of a file: its timeouts are about all of it.
func (f *runFlags) useFile(file *jobfile.File, typed []string) error {
	for _, name := range saidInFile {
		if slices.Contains(typed, name) {
			return failure.Newf(failure.Usage, "say it in the file, or leave out --"+name, "--%s is given beside a job file, which says it already", name)
		}
	}
	if len(f.args) > 0 {
		return failure.Newf(failure.Usage, "say them in the file, as Parameters", "arguments are given beside a job file, which says them already")
	}
	if err := connected(file, f.network); err != nil {
		return err
	}
	if f.fuel > 0 && (file.Job.Container != nil || file.Job.Live || f.live) {
		return failure.Newf(failure.Usage, "leave it out, and pay by the task", "--fuel is given, and what a container or a live run uses is not counted")
	}
	file.Job.Limits.Fuel = f.fuel * 1e9
	f.file, f.encrypt = file, f.encrypt || file.Encrypt
	if !f.dated {
		f.dated = file.Total > 0
		wall := cmp.Or(time.Duration(file.Job.Limits.WallMs)*time.Millisecond, f.timeout)
		f.deliverIn = cmp.Or(min(file.Total, maxTime), max(f.deliverIn, min(file.Queue+wall, maxTime)))
	}
	return nil
}

// connected gives the container of a file another network than it says. Empty is none.
func connected(file *jobfile.File, network string) error {
	c := file.Job.Container
	if network == "" {
		return nil
	}
	if c == nil {
		return failure.Newf(failure.Usage, "leave it out", "--network is given, and a module has no network")
	}
	n, err := executor.ParseNetwork(network)
	if err != nil {
		return failure.Newf(failure.Usage, "choose one of them", "--network: %w", err)
	}
	if c.Network = n.String(); n == executor.NoNetwork {
		c.Network = ""
	}
	if n != executor.HTTPNetwork {
		c.Domains = nil
	}
	if err := completed(file); err != nil {
		return failure.Newf(failure.Usage, "name its Domains in the file, or choose another network", "the job cannot be had with --network %s: %w", n, err)
	}
	return nil
}

// fileJob brings what a job file names to this machine, and names it by its CIDs.
func fileJob(ctx context.Context, n *node.Node, f runFlags, say func(string, ...any)) (*compute.Job, error) {
	j := f.file.Job
	j.ID, j.Live = compute.NewID(), j.Live || f.live
	j.Limits.OutputFiles = f.files
	if f.fuel > 0 {
		if j.Limits.Fuel = f.fuel * 1e9; f.file.Job.Limits.WallMs == 0 && !j.Live {
			j.Limits.WallMs = min(max(f.timeout, compute.TimeForFuel(j.Limits.Fuel)), maxTime).Milliseconds()
		}
	}
	for _, note := range f.file.Notes {
		say("%s", note)
	}
	get := func(what string, s jobfile.Source) (cid.Cid, error) {
		if s.URL != "" || s.CID != "" {
			say("fetching %s, for %s at most", what, fetchTime)
		}
		root, err := bring(ctx, n.Store, n, s)
		if failure.DiskFull(err) {
			return root, err
		}
		if err != nil {
			return root, failure.Newf(failure.General, "see that it is there, and is what it should be", "%s of the job file cannot be had: %w", what, err)
		}
		return root, n.Store.Hold(root, compute.HolderOf(j.ID))
	}
	if j.Container == nil {
		root, err := get("the module", f.file.Module)
		if err != nil {
			return nil, err
		}
		module, err := io.ReadAll(content.Open(ctx, n.Store, root, content.Limits{Bytes: maxModule}))
		if err != nil {
			return nil, failure.Newf(failure.General, "name a file of at most 64 MiB", "the module of the job file cannot be read: %w", err)
		}
		if err := n.Engine.Check(executor.Module{Bytes: module}, j.Limits.Executor()); err != nil {
			return nil, err
		}
		j.Module = root.String()
	}
	if f.encrypt {
		j.Inputs = slices.Clone(j.Inputs)
		key, err := encrypt(ctx, n, &j, f.deliverIn)
		if err == nil {
			err = addSources(ctx, n, &j, key, f.file.Inputs, say)
		}
		return &j, cmp.Or(err, j.Validate())
	}
	for i, s := range f.file.Inputs {
		root, err := get(fmt.Sprintf("the input %q", cmp.Or(j.Inputs[i].At, j.Inputs[i].Name)), s)
		if err != nil {
			return nil, err
		}
		j.Inputs[i].CID = root.String()
	}
	return &j, j.Validate()
}

// bring puts what a source names into a store, and gives its CID. A nil node has no content of others.
func bring(ctx context.Context, into content.Putter, n *node.Node, s jobfile.Source) (cid.Cid, error) {
	switch {
	case s.Data != nil:
		return content.AddFile(ctx, into, bytes.NewReader(s.Data), content.Limits{})
	case s.Archive != nil:
		return addArchive(ctx, into, s.Archive)
	case s.Path != "":
		return content.AddPath(ctx, into, s.Path, content.Limits{})
	case s.URL != "":
		return addURL(ctx, into, s)
	}
	root, err := content.Parse(s.CID)
	if err != nil || n == nil {
		return root, err
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	_, err = content.Fetch(ctx, root, n.Bitswap, n.Store, content.Limits{}, nil)
	return root, err
}

// bringNothing gives the CID of what a source on this machine names, and keeps nothing.
func bringNothing(ctx context.Context, s jobfile.Source) (string, error) {
	root, err := bring(ctx, content.Discard, nil, s)
	return root.String(), err
}

const (
	fetchTime = 5 * time.Minute // for one input
	maxInput  = 1 << 30         // bytes of it
)

// addURL adds the file at a URL.
func addURL(ctx context.Context, into content.Putter, s jobfile.Source) (root cid.Cid, err error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL, nil)
	if err != nil {
		return root, err
	}
	client := http.DefaultClient
	if s.Public {
		client = &http.Client{Transport: publicly{}}
	}
	res, err := client.Do(req)
	if err != nil {
		if u, ok := errors.AsType[*url.Error](err); ok {
			err = u.Err // what it was asked with may be a secret
		}
		return root, fmt.Errorf("%s: %w", req.URL.Host, err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return root, fmt.Errorf("%s answered %s", req.URL.Host, res.Status)
	}
	sum := sha256.New()
	root, err = content.AddFile(ctx, into, io.TeeReader(res.Body, sum), content.Limits{Bytes: maxInput})
	if err == nil && s.SHA256 != "" && s.SHA256 != base64.StdEncoding.EncodeToString(sum.Sum(nil)) {
		err = fmt.Errorf("what %s gave is not what the file's ChecksumSHA256 says", req.URL.Host)
	}
	return root, err
}

// publicly asks nobody whom only this machine could ask: a stranger chose the URL, and what it gives is shown to who is hired.
// What goes by a proxy is the proxy's to refuse.
type publicly struct{}

func (publicly) RoundTrip(req *http.Request) (*http.Response, error) {
	if proxy, err := http.ProxyFromEnvironment(req); err != nil || proxy != nil {
		return http.DefaultTransport.RoundTrip(req)
	}
	direct := &http.Transport{DialContext: (&net.Dialer{Control: public}).DialContext, DisableKeepAlives: true}
	return direct.RoundTrip(req)
}

// public refuses an address in a network of one's own.
func public(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if ip := at.Addr().Unmap(); err != nil || !ip.IsGlobalUnicast() || ip.IsPrivate() || shared100.Contains(ip) {
		return fmt.Errorf("a module does not choose what is asked for in this machine's own network, at %s: give that as a value", address)
	}
	return nil
}

// shared100 is what providers have between them and their customers, RFC 6598.
var shared100 = netip.MustParsePrefix("100.64.0.0/10")

// addArchive adds the files and directories of a tar.gz, unpacked within bounds.
func addArchive(ctx context.Context, into content.Putter, packed []byte) (root cid.Cid, err error) {
	dir, err := os.MkdirTemp("", "parley-archive-")
	if err != nil {
		return root, err
	}
	defer os.RemoveAll(dir)
	if err := jobfile.Unpack(ctx, dir, packed, maxInput, maxFiles); err != nil {
		return root, fmt.Errorf("the archive %w", err)
	}
	return content.AddPath(ctx, into, dir, content.Limits{})
}
