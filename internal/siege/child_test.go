package siege

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
)

// child is another process of this test: it is told lines, and answers them.
type child struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

// raise starts what a variable of its environment makes it.
func raise(t *testing.T, variable, value string) *child {
	t.Helper()
	c := &child{cmd: exec.CommandContext(t.Context(), os.Args[0])}
	c.cmd.Env = append(os.Environ(), variable+"="+value)
	c.cmd.Stderr = os.Stderr
	var err error
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c.out = bufio.NewScanner(out)
	return c
}

// hear is the next line that it says.
func (c *child) hear(t *testing.T) string {
	t.Helper()
	if !c.out.Scan() {
		t.Errorf("%s says no more: %v", c.cmd.Env[len(c.cmd.Env)-1], c.out.Err())
	}
	return c.out.Text()
}

// tell tells it a line.
func (c *child) tell(t *testing.T, line ...any) {
	t.Helper()
	if _, err := fmt.Fprintln(c.in, line...); err != nil {
		t.Fatal(err)
	}
}

// ask tells it a line and hears what it says.
func (c *child) ask(t *testing.T, line ...any) string {
	t.Helper()
	c.tell(t, line...)
	return c.hear(t)
}

// dismiss has it end.
func (c *child) dismiss(t *testing.T) {
	t.Helper()
	c.in.Close()
	if err := c.cmd.Wait(); err != nil {
		t.Errorf("%s: %v", c.cmd.Env[len(c.cmd.Env)-1], err)
	}
}

// order tells the horde what to do. It is another process, so that it does it while this one does something else.
func (c *child) order(t *testing.T, o order) {
	t.Helper()
	line, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	c.tell(t, string(line))
}

// report waits until the horde has done it, and is what came of it.
func (c *child) report(t *testing.T) (r report) {
	t.Helper()
	if line := c.hear(t); line != "" {
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Errorf("the horde says %q: %v", line, err)
		}
	}
	return r
}
