package solidity

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// Compiler is a process that has loaded the compiler, and answers until it is closed. One that has compiled before takes half of the
// processor's time.
type Compiler struct {
	process *exec.Cmd
	stdin   io.Closer
	socket  string
}

// Keep starts one, and is the tree that asks it; so do all that are made of that one. Close the compiler after use.
func (t *Tree) Keep(ctx context.Context) (*Tree, *Compiler, error) {
	dir, err := os.MkdirTemp("", "solc") // short: the name of a socket may have 107 bytes
	if err != nil {
		return nil, nil, err
	}
	c := &Compiler{socket: filepath.Join(dir, "socket")}
	c.process = exec.CommandContext(ctx, filepath.Join(t.folder, "solc.sh"), "--serve", c.socket)
	c.process.Stderr = os.Stderr
	if err := c.start(); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("solc: %w", err), os.RemoveAll(dir))
	}
	return &Tree{t.folder, t.files, c}, c, nil
}

// start returns when it answers.
func (c *Compiler) start() (err error) {
	if c.stdin, err = c.process.StdinPipe(); err != nil {
		return err
	}
	said, err := c.process.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.process.Start(); err != nil {
		return err
	}
	if _, err := bufio.NewReader(said).ReadString('\n'); err != nil {
		return errors.Join(fmt.Errorf("it ended before it was ready: %w", err), c.process.Wait())
	}
	return nil
}

// env is nil, which is this process's as it is, for no compiler.
func (c *Compiler) env() []string {
	if c == nil {
		return nil
	}
	return append(os.Environ(), "SOLC_SOCKET="+c.socket)
}

// Close ends the process.
func (c *Compiler) Close() error {
	err := c.stdin.Close()
	return errors.Join(err, c.process.Wait(), os.RemoveAll(filepath.Dir(c.socket)))
}
