package wasm

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/compute/executor/executortest"
)

// lyingWorker is the argument that makes this test's binary a worker which was taken over and tells the engine lies; the
// next argument says which.
const lyingWorker = "lying-worker"

// lie takes an order, puts a file into the cache if it is to compile, and otherwise answers with a lie.
func lie(which string) {
	out := os.NewFile(fdFrames, "frames")
	_ = writeFrame(out, frameReady, nil)
	o, _, err := readOrder(bufio.NewReader(os.NewFile(fdOrder, "order")))
	if err != nil {
		return
	}
	if o.Role == roleCompile {
		if which == "link in the cache" {
			_ = os.Symlink("/etc/passwd", filepath.Join(o.Cache, "code"))
		} else {
			_ = os.WriteFile(filepath.Join(o.Cache, "code"), []byte("x"), 0o644)
		}
		_ = os.WriteFile(filepath.Join(o.Cache, meteredFile), []byte("x"), 0o644)
		_ = writeFrame(out, frameDone, nil)
		return
	}
	started := func() { _ = writeJSON(out, frameStarted, account{}) }
	ended := func() { started(); _ = writeJSON(out, frameEnded, ending{}) }
	file := func(name string, size int) {
		_ = writeFrame(out, frameFile, []byte(name))
		d := dataWriter{out}
		_, _ = io.CopyN(d, zeros{}, int64(size))
		_ = d.Close()
	}
	hang := func() { _, _ = io.Copy(io.Discard, os.NewFile(fdOrder, "order")) } // until the engine is done with it
	switch which {
	case "nothing":
	case "silence":
		hang()
	case "garbage":
		_, _ = out.WriteString(strings.Repeat("garbage", 1000))
	case "a frame of 4 GiB":
		_, _ = out.Write(binary.BigEndian.AppendUint32([]byte{byte(frameStarted)}, 1<<32-1))
		hang()
	case "no end":
		started()
		hang()
	case "an end that makes no sense":
		started()
		_ = writeFrame(out, frameEnded, []byte("{"))
	case "a path outside":
		ended()
		file("../../escaped", 1)
		_ = writeFrame(out, frameDone, nil)
	case "an absolute path":
		ended()
		file("/tmp/escaped", 1)
	case "too many files":
		ended()
		for i := range 100 {
			file(fmt.Sprint(i), 0)
		}
		_ = writeFrame(out, frameDone, nil)
	case "too many bytes":
		ended()
		file("big", 100<<20)
		_ = writeFrame(out, frameDone, nil)
	case "a file twice":
		ended()
		file("a", 1)
		file("a", 1)
		_ = writeFrame(out, frameDone, nil)
	case "half a file":
		ended()
		_ = writeFrame(out, frameFile, []byte("a"))
		_ = writeFrame(out, frameData, []byte("half"))
	case "a stream without end":
		started()
		_, _ = io.Copy(os.NewFile(fdStdout, "stdout"), zeros{})
	case "a stale cache for ever":
		_ = writeJSON(out, frameFailed, failure{Stale: true})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// THREATS 5: the engine survives a worker that its guest took over, stores nothing outside the result or beyond its limits,
// and ends in time with an error that does not blame the guest for good.
func TestLies(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for which, want := range map[string]executor.Code{
		"nothing": executor.Internal, "silence": executor.Internal, "garbage": executor.Internal, "a frame of 4 GiB": executor.Internal,
		"no end": executor.Deadline, "an end that makes no sense": executor.Internal, "a path outside": executor.Internal, "an absolute path": executor.Internal,
		"too many files": executor.Internal, "too many bytes": executor.Internal, "a file twice": executor.NoResult, "half a file": executor.Internal,
		"a stream without end": executor.Deadline, "a stale cache for ever": executor.Internal, "link in the cache": executor.Internal,
	} {
		t.Run(which, func(t *testing.T) {
			e := newEngine(t, &Engine{Command: []string{self, lyingWorker, which}, Idle: 1})
			limits := quota
			limits.Wall = patient
			if want == executor.Deadline {
				limits.Wall = wall
			}
			if which == "silence" {
				e.stall = 2 * time.Second // which it waits for
			}
			parent := t.TempDir()
			dir := filepath.Join(parent, "result")
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			before := resident(t)
			resetPeak(t)
			rep, err := e.Execute(t.Context(), executor.Task{Module: executor.Module{Bytes: smallModule()}, Dir: dir, Limits: limits})
			if executor.CodeOf(err) != want {
				t.Errorf("%+v, %v, want %v", rep, err, want)
			}
			if grown := peak(t) - before; grown > most {
				t.Errorf("the farmer grew by %d MiB", grown>>20)
			}
			if there, err := os.ReadDir(parent); err != nil || len(there) != 1 {
				t.Errorf("something was written outside: %v, %v", there, err)
			}
			got := executortest.ReadResult(t, dir)
			if len(got.Outputs) > quota.OutputFiles || len(got.Outputs["big"]) > 0 || int64(len(got.Stdout)) > quota.Stdout+100 || got.ExitCode != "" {
				t.Errorf("%d outputs, %d bytes of stdout, exit code %q", len(got.Outputs), len(got.Stdout), got.ExitCode)
			}
		})
	}
}

// No bytes from a worker make the engine allocate beyond a frame, or panic.
func FuzzFrames(f *testing.F) {
	var good bytes.Buffer
	_ = writeJSON(&good, frameEnded, ending{Code: 1})
	_ = writeFrame(&good, frameFile, []byte("a"))
	_, _ = dataWriter{&good}.Write([]byte("text"))
	_ = dataWriter{&good}.Close()
	f.Add(good.Bytes())
	f.Add([]byte{byte(frameData), 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		r := bytes.NewReader(b)
		for {
			k, payload, err := readFrame(r)
			if err != nil {
				return
			}
			if len(payload) > maxFrame {
				t.Fatal(len(payload))
			}
			if k == frameFile {
				n, _ := io.Copy(io.Discard, &dataReader{r: r})
				if n > int64(len(b)) {
					t.Fatal(n)
				}
			}
		}
	})
}
