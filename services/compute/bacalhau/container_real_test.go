package bacalhau_test

import (
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// realImage is an image of a busybox, by its digest, that the nodes of the cluster can pull.
func realImage(t *testing.T) string {
	t.Helper()
	image := os.Getenv("PARLEY_BACALHAU_IMAGE")
	if image == "" {
		t.Skip("CONTAINERS WERE NOT TESTED ON A REAL CLUSTER: set PARLEY_BACALHAU_IMAGE to a busybox with its digest (registry/busybox@sha256:…) that its nodes can pull")
	}
	return image
}

// C17, C54: what a container is told, what it reads and leaves, and how it ends, on a real node.
func TestRealContainer(t *testing.T) {
	e := newExecutor(t, realCluster(t))
	image := realImage(t)
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "d"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"one": "1", "d/two": "2"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	big := noise(t, 900_000)
	text, err := os.ReadFile(big)
	if err != nil {
		t.Fatal(err)
	}
	task := func(script string) executor.Task {
		return executor.Task{ID: t.Name() + script, Profile: executor.Live, Dir: t.TempDir(), Args: []string{"-c", script, "sh", "an argument"},
			Env:    map[string]string{"lower": "env:HOME"},
			Inputs: []executor.Input{{At: "/data", Path: dir}, {Name: "one", Path: filepath.Join(dir, "one")}},
			Limits: executor.Limits{Wall: time.Minute, Memory: 64 << 20, OutputBytes: 4 << 20, OutputFiles: 16},
			Container: &executor.Container{Image: image, Entrypoint: []string{"/bin/sh"}, WorkDir: "/srv",
				Outputs: []executor.Output{{Name: "logs", Path: "/var/log"}}}}
	}
	t.Run("reads and leaves", func(t *testing.T) {
		in := task(`echo "[$1] [$lower] $(pwd)"; echo oops >&2; cat /data/one /data/d/two /inputs/one > /var/log/all; cat /deep/noise > /var/log/noise; exit 3`)
		in.Inputs = append(in.Inputs, executor.Input{At: "/deep/noise", Path: big}) // which no job holds
		rep, err := e.Execute(t.Context(), in)
		if err != nil || rep.End != executor.Exited || rep.ExitCode != 3 {
			t.Fatalf("%+v, %v", rep, err)
		}
		for name, want := range map[string]string{"stdout": "[an argument] [env:HOME] /srv\n", "stderr": "oops\n", "exitCode": "3", "outputs/logs/all": "121", "outputs/logs/noise": string(text)} {
			if got, err := os.ReadFile(filepath.Join(in.Dir, name)); err != nil || string(got) != want {
				t.Errorf("%s: %d bytes, %.80q, %v, want %.80q", name, len(got), got, err, want)
			}
		}
	})
	t.Run("has no network", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		in := task(`ls /sys/class/net; wget -q -T 3 -O - http://` + l.Addr().String() + `/ || echo alone`)
		rep, err := e.Execute(t.Context(), in)
		if err != nil || rep.ExitCode != 0 {
			t.Fatalf("%+v, %v", rep, err)
		}
		if out, err := os.ReadFile(filepath.Join(in.Dir, "stdout")); err != nil || string(out) != "lo\nalone\n" {
			t.Errorf("%q, %v", out, err)
		}
	})
	t.Run("ends at its deadline", func(t *testing.T) {
		in := task(`sleep 600`)
		in.Limits.Wall = 5 * time.Second
		if rep, err := e.Execute(t.Context(), in); executor.CodeOf(err) != executor.Deadline || rep == nil || rep.End != executor.OutOfTime {
			t.Errorf("%+v, %v", rep, err)
		}
	})
	t.Run("takes more memory than it may", func(t *testing.T) {
		in := task(`head -c 300000000 /dev/zero | tail -n 1 > /dev/null`)
		if rep, err := e.Execute(t.Context(), in); executor.CodeOf(err) != executor.NoMemory || rep == nil || rep.End != executor.OutOfSpace {
			t.Errorf("%+v, %v", rep, err)
		}
	})
	t.Run("leaves more than it may", func(t *testing.T) {
		in := task(`head -c 8000000 /dev/zero > /var/log/zeros; echo done`)
		rep, err := e.Execute(t.Context(), in)
		if err != nil || rep.ExitCode != 0 || !slices.Contains(rep.Limited, executor.OutputBytes) {
			t.Fatalf("%+v, %v", rep, err)
		}
		var left int64
		if err := filepath.WalkDir(in.Dir, func(_ string, d fs.DirEntry, err error) error {
			if info, statErr := d.Info(); statErr == nil && d.Type().IsRegular() {
				left += info.Size()
			}
			return err
		}); err != nil || left > in.Limits.OutputBytes {
			t.Errorf("%d bytes, %v", left, err)
		}
	})
	t.Run("leaves so much that it is not fetched", func(t *testing.T) {
		in := task(`head -c 100000000 /dev/urandom > /var/log/noise; exit 5`)
		rep, err := e.Execute(t.Context(), in)
		if err != nil || rep.End != executor.Exited || rep.ExitCode != 5 || rep.OutputBytes != 0 || !slices.Contains(rep.Limited, executor.OutputBytes) || rep.Note == "" {
			t.Errorf("%+v, %s", rep, told(err))
		}
	})
	for what, script := range map[string]string{"a link": `ln -s /etc/passwd /var/log/x`, "a link to nothing": `ln -s nothing /var/log/x`, "a pipe": `mkfifo /var/log/x`,
		"a device": `mknod /var/log/x c 1 3`,
		"a name":   `touch '/var/log/a:b'`, "a file that nobody may read": `touch /var/log/x; chmod 0 /var/log/x`} {
		t.Run("leaves "+what, func(t *testing.T) {
			in := task(script + `; echo kept > /var/log/kept`)
			rep, err := e.Execute(t.Context(), in)
			if err != nil || rep.End != executor.Exited || rep.ExitCode != 0 {
				t.Fatalf("%+v, %s", rep, told(err))
			}
			t.Logf("%s", rep.Note)
			if b, err := os.ReadFile(filepath.Join(in.Dir, "outputs", "logs", "kept")); err != nil || string(b) != "kept\n" {
				t.Errorf("%q, %v", b, err)
			}
		})
	}
	t.Run("leaves a socket", func(t *testing.T) { // which its node cannot pack, so that there is no result
		in := task(`echo kept > /var/log/kept; ln -s /var/log/x /dev/log; busybox syslogd; until [ -S /var/log/x ]; do sleep 0.1; done`)
		rep, err := e.Execute(t.Context(), in)
		if rep != nil || executor.CodeOf(err) != executor.Refused || !strings.Contains(err.Error(), "a socket among what the container left") {
			t.Errorf("%+v, %s", rep, told(err))
		}
		if left, err := os.ReadDir(filepath.Join(in.Dir, "outputs")); err != nil || len(left) > 0 {
			t.Errorf("%v, %v", left, err)
		}
	})
	t.Run("is not there", func(t *testing.T) {
		in := task(`true`)
		at := strings.LastIndex(image, "@sha256:")
		in.Container.Image = image[:at] + "@sha256:" + strings.Repeat("0a", 32)
		_, err := e.Execute(t.Context(), in)
		if executor.CodeOf(err) != executor.Unsupported {
			t.Error(err)
		}
	})
}
