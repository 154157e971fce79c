package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"github.com/parley-p2p/parley/services/compute/wasm"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Of the whole run of the tests: this binary under its real name, a folder, and compiled modules.
var binary, shared string

// TestMain lets the test binary be parley where it is called so, and a worker where it is asked to.
func TestMain(m *testing.M) {
	if self, err := os.Executable(); wasm.IsWorker() || err == nil && filepath.Base(self) == "parley" {
		main()
	}
	_ = flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0))) // processes that wait for each other mostly
	flag.Parse()
	if flag.Lookup("test.fuzz").Value.String() == "" { // which starts itself anew
		os.Args[0] = "parley" // as if found on the PATH, whatever the test binary is called
	}
	os.Exit(testMain(m))
}

func testMain(m *testing.M) int {
	var err error
	if shared, err = os.MkdirTemp("", "parley-test-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(shared)
	if err := install(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer closeShared()
	return m.Run()
}

// install puts this binary where it is called parley: a link where one can be made, so that it knows itself by that name.
func install() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	binary = filepath.Join(shared, "parley")
	if os.Link(self, binary) == nil {
		return nil
	}
	from, err := os.Open(self)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(binary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		return err
	}
	return to.Close()
}
