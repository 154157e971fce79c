package port_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/parley-p2p/parley/internal/port"
)

// TestMain draws instead of testing in a process that TestDraw has started, and holds what it has drawn until it may end.
func TestMain(m *testing.M) {
	if os.Getenv("PARLEY_TEST_DRAW") == "" {
		os.Exit(m.Run())
	}
	for range many {
		at, err := port.Draw()
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(at)
	}
	_, _ = bufio.NewReader(os.Stdin).ReadByte()
}

// many is more than one block has.
const many = 300

// No two who come back to where they were are told of one place, whichever processes told them.
func TestDraw(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	draw := func(next func() (string, error)) {
		for range many {
			at, err := next()
			if err != nil {
				t.Fatal(err)
			}
			if seen[at] {
				t.Fatalf("%s was drawn twice", at)
			}
			seen[at] = true
		}
	}
	draw(port.Draw)
	for range 5 {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), "PARLEY_TEST_DRAW=1")
		stdin, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { stdin.Close(); _ = cmd.Wait() })
		lines := bufio.NewScanner(stdout)
		draw(func() (string, error) {
			if !lines.Scan() {
				return "", fmt.Errorf("it drew no more: %v", lines.Err())
			}
			return lines.Text(), nil
		})
	}
}

func TestMultiaddr(t *testing.T) {
	if got := port.Multiaddr("127.0.0.1:12345"); got != "/ip4/127.0.0.1/tcp/12345" {
		t.Error(got)
	}
}
