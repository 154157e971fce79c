package bacalhautest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"
)

// execute runs a job's module as the wasm engine does: with the host's clock, with variables of its own, on a file system
// that cannot make directories.
func (c *Cluster) execute(ctx context.Context, j *job, id string) (exit int64, stdout string, err error) {
	dir := filepath.Join(c.dir, id)
	tree := mounts{}
	for i, in := range j.task.InputSources {
		at, where, err := c.bring(ctx, filepath.Join(dir, "in", strconv.Itoa(i)), in.Target, in.Source)
		if err != nil {
			return 0, "", err
		}
		tree[strings.Trim(where, "/")] = at
	}
	results := filepath.Join(dir, "results")
	for _, p := range j.task.ResultPaths {
		to := filepath.Join(results, p.Name)
		if err := os.MkdirAll(to, 0o755); err != nil {
			return 0, "", err
		}
		tree[p.Name] = touched{os.DirFS(to), to}
	}
	var out, errs bytes.Buffer
	if j.task.Engine.Type == "docker" {
		exit, err = contain(j, tree, results, &out)
	} else {
		exit, err = c.call(ctx, j, tree, &out, &errs)
	}
	if err != nil {
		return 0, "", err
	}
	if c.lacksBucket(j) {
		return 0, "", errors.New("failed to get pre-signed URL for managed S3 publisher")
	}
	if err := errors.Join(os.MkdirAll(results, 0o755), os.WriteFile(filepath.Join(results, "stdout"), scrambled(out.Bytes()), 0o644),
		os.WriteFile(filepath.Join(results, "stderr"), errs.Bytes(), 0o644),
		os.WriteFile(filepath.Join(results, "exitCode"), []byte(fmt.Sprint(exit)[:min(4, len(fmt.Sprint(exit)))]), 0o644)); err != nil {
		return 0, "", err
	}
	return exit, out.String(), pack(filepath.Join(c.dir, id+".tar.gz"), results)
}

// lacksBucket: nodes offer to publish to a bucket of the orchestrator's, whether it has one or not.
func (c *Cluster) lacksBucket(j *job) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return j.task.Publisher.Type == "s3managed" && c.Signed == nil
}

// contain stands for the docker engine: what it runs prints its parameters and its environment, and leaves the files of its
// inputs in its first result path. An entrypoint of "false" ends with 1, and others as their names say.
func contain(j *job, tree mounts, results string, stdout io.Writer) (exit int64, err error) {
	params := j.task.Engine.Params
	fmt.Fprintln(stdout, params["Parameters"], params["EnvironmentVariables"])
	switch entry := fmt.Sprint(params["Entrypoint"]); entry {
	default:
		if strings.HasPrefix(entry, "[none") {
			return 0, fmt.Errorf("failed to start container: exec: %q: executable file not found in $PATH", strings.Trim(entry, "[]"))
		}
	case "[unheard]":
		return 0, fmt.Errorf("image not available: %q", params["Image"])
	case "[greedy]":
		return 0, errors.New("memory limit exceeded")
	case "[false]":
		exit = 1
	}
	for _, at := range slices.Sorted(maps.Keys(tree)) {
		if _, result := tree[at].(touched); result {
			continue
		}
		err := fs.WalkDir(tree[at], ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := fs.ReadFile(tree[at], name)
			if err != nil {
				return err
			}
			to := filepath.Join(results, j.task.ResultPaths[0].Name, strings.ReplaceAll(path.Join(at, name), "/", "-"))
			return os.WriteFile(to, text, 0o644)
		})
		if err != nil {
			return 0, err
		}
	}
	return exit, nil
}

// scrambled is what becomes of the lines of a long standard output.
func scrambled(b []byte) []byte {
	lines := bytes.SplitAfter(b, []byte("\n"))
	slices.Reverse(lines)
	return bytes.Join(lines, nil)
}

func (c *Cluster) call(ctx context.Context, j *job, tree mounts, stdout, stderr io.Writer) (exit int64, err error) {
	params := j.task.Engine.Params
	text := func(key string) string { s, _ := params[key].(string); return s }
	texts := func(key string) (all []string) {
		list, _ := params[key].([]any)
		for _, v := range list {
			all = append(all, fmt.Sprint(v))
		}
		return all
	}
	memory, err := strconv.ParseInt(strings.TrimSuffix(j.task.Resources.Memory, "B"), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("memory %q", j.task.Resources.Memory)
	}
	if j.task.Network.Type != "None" { // Default is the host's
		return 0, errors.New("the job has the host's network")
	}
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithCompilationCache(c.cache).WithCloseOnContextDone(true).
		WithMemoryLimitPages(uint32((memory+65535)/65536)))
	defer runtime.Close(context.WithoutCancel(ctx))
	wasi_snapshot_preview1.MustInstantiate(ctx, runtime)
	config := wazero.NewModuleConfig().WithStartFunctions().WithStdout(stdout).WithStderr(stderr).
		WithArgs(append([]string{""}, texts("Parameters")...)...).WithSysNanosleep().WithSysNanotime().WithSysWalltime().WithFS(tree)
	env := maps.Clone(j.task.Env)
	if env == nil {
		env = map[string]string{}
	}
	env["BACALHAU_JOB_ID"], env["BACALHAU_PARTITION_INDEX"] = j.id, "0"
	for _, k := range slices.Sorted(maps.Keys(env)) {
		config = config.WithEnv(k, env[k])
	}
	for _, name := range append(texts("ImportModules"), text("EntryModule")) {
		binary, err := fs.ReadFile(tree, name)
		if err != nil {
			return 0, fmt.Errorf("failed to load module %s: %w", name, err)
		}
		if !bytes.Contains(binary, []byte("\x04name")) {
			return 0, fmt.Errorf("failed to compile module at %q: Name section not found", name)
		}
		compiled, err := runtime.CompileModule(ctx, binary)
		if err != nil {
			return 0, fmt.Errorf("failed to compile module at %q: %w", name, err)
		}
		if _, err := runtime.InstantiateModule(ctx, compiled, config.WithName(name)); err != nil {
			return 0, fmt.Errorf("failed to load module %s: %w", name, err)
		}
	}
	_, err = runtime.Module(text("EntryModule")).ExportedFunction(text("Entrypoint")).Call(ctx)
	if ended, ok := errors.AsType[*sys.ExitError](err); ok {
		return int64(ended.ExitCode()), nil
	}
	return -1, err // which is how it says that there was no exit code
}

// bring puts an input on disk and says where a guest finds it.
func (c *Cluster) bring(ctx context.Context, dir, target string, s source) (fs.FS, string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, "", err
	}
	at, _ := s.Params["URL"].(string)
	switch s.Type {
	case "inline":
		mediaType, data, ok := strings.Cut(strings.TrimPrefix(at, "data:"), ";base64,")
		plain, err := base64.StdEncoding.DecodeString(data)
		if !ok || err != nil {
			return nil, "", fmt.Errorf("inline data: %v", err)
		}
		if mediaType == "application/gzip" {
			return os.DirFS(dir), target, unpack(dir, plain)
		}
		file := filepath.Join(dir, "file")
		return single(file), target, os.WriteFile(file, plain, 0o644)
	case "urlDownload":
		if slices.Contains(c.Without, "urldownload") {
			return nil, "", fmt.Errorf("storage source %q is not installed", s.Type)
		}
		if c.CutOff {
			return nil, "", fmt.Errorf("failed to begin download from url %s: dial tcp: connect: connection refused", at)
		}
		if err := c.held(ctx); err != nil {
			return nil, "", err
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodHead, at, nil)
		if err != nil {
			return nil, "", err
		}
		head, err := http.DefaultClient.Do(req)
		if err != nil {
			return nil, "", err
		}
		head.Body.Close()
		if head.StatusCode != 200 || head.ContentLength < 0 { // as a node says that has tried four times
			return nil, "", fmt.Errorf("failed to prepare storage: HEAD %s giving up after 4 attempt(s)", at)
		}
		res, err := http.Get(at)
		if err != nil {
			return nil, "", err
		}
		defer res.Body.Close()
		data, err := io.ReadAll(res.Body)
		if err != nil {
			return nil, "", err
		}
		name := path.Base(res.Request.URL.Path)
		file := filepath.Join(dir, name)
		return single(file), path.Join(target, name), os.WriteFile(file, data, 0o644)
	}
	return c.depot(ctx, dir, target, s)
}

// held waits while nodes are kept from fetching.
func (c *Cluster) held(ctx context.Context) error {
	c.mu.Lock()
	hold := c.HoldFetch
	c.mu.Unlock()
	if hold == nil {
		return nil
	}
	select {
	case <-hold:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// depot brings what a node has from a bucket, which is a directory, or from IPFS.
func (c *Cluster) depot(ctx context.Context, dir, target string, s source) (fs.FS, string, error) {
	switch {
	case s.Type == "ipfs" && c.CutOff:
		return nil, "", fmt.Errorf("failed to stat %s: dial tcp: connect: connection timed out", s.Params["CID"])
	case s.Type == "ipfs" && c.IPFS != nil:
		if err := c.IPFS.export(ctx, fmt.Sprint(s.Params["CID"]), dir, "it"); err != nil {
			return nil, "", err
		}
		at := filepath.Join(dir, "it")
		if info, err := os.Stat(at); err != nil || !info.IsDir() {
			return single(at), target, err
		}
		return os.DirFS(at), target, nil
	case s.Type == "s3" && c.Bucket != nil && s.Params["Bucket"] == "parley" && s.Params["Endpoint"] == c.Bucket.URL:
		for name, data := range c.Bucket.under(fmt.Sprint(s.Params["Key"])) {
			to := filepath.Join(dir, filepath.FromSlash(name))
			if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, data, 0o644)); err != nil {
				return nil, "", err
			}
		}
		return os.DirFS(dir), target, nil
	}
	return nil, "", fmt.Errorf("storage source %q is not installed", s.Type)
}

// unpack takes an archive apart: files of more than 10 MB are refused, and directories are made only where one is named.
func unpack(dir string, data []byte) error {
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	for tr := tar.NewReader(zip); ; {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(path.Clean("/"+h.Name)))
		if h.Typeflag == tar.TypeDir {
			err = os.MkdirAll(to, 0o755)
		} else if h.Size > 10<<20 {
			err = fmt.Errorf("file %s bigger than max size", h.Name)
		} else {
			var text []byte
			if text, err = io.ReadAll(tr); err == nil {
				err = os.WriteFile(to, text, 0o644)
			}
		}
		if err != nil {
			return err
		}
	}
}

// pack makes the archive that is published.
func pack(file, dir string) error {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	tw := tar.NewWriter(zip)
	err := filepath.WalkDir(dir, func(at string, d fs.DirEntry, err error) error {
		if err != nil || at == dir {
			return err
		}
		rel, _ := filepath.Rel(dir, at)
		info, err := d.Info()
		if err != nil {
			return err
		}
		h, err := tar.FileInfoHeader(info, "")
		if err != nil {
			return err
		}
		h.Name = "./" + filepath.ToSlash(rel)
		if err := tw.WriteHeader(h); err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(at)
		if err != nil {
			return err
		}
		_, err = tw.Write(text)
		return err
	})
	if err := errors.Join(err, tw.Close(), zip.Close()); err != nil {
		return err
	}
	return os.WriteFile(file, out.Bytes(), 0o644)
}

// publish is the node's own server of results: without authentication, and with no end to what it keeps.
func (c *Cluster) publish(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	fault := c.FaultyResult
	c.calls["GET result"]++
	c.mu.Unlock()
	if fault == nil || !fault(w, r) {
		http.ServeFile(w, r, filepath.Join(c.dir, path.Base(r.URL.Path)))
	}
}
