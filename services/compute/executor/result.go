package executor

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"sync"
)

// Names in a result directory.
const (
	StdoutFile   = "stdout"
	StderrFile   = "stderr"
	ExitCodeFile = "exitCode"
	OutputsDir   = "outputs"
)

// A Result fills a result directory and keeps it within its limits whoever produces the bytes: nothing is written outside
// the directory, over something, or through a link. It is for implementations of [Executor].
//
// Stdout and Stderr may be used at the same time as each other and as the rest.
type Result struct {
	Stdout, Stderr *Capture

	root   *os.Root
	limits Limits

	mu      sync.Mutex
	bytes   int64
	files   int
	limited map[Resource]bool
}

// CreateResult starts a result in dir, which must exist and be empty, under limits without zero fields. Its error is an
// [*Error] with the code NoResult. The caller closes it.
func CreateResult(dir string, limits Limits, stdout, stderr io.Writer) (*Result, error) {
	r := &Result{limits: limits, limited: map[Resource]bool{}}
	err := r.create(dir, stdout, stderr)
	if err == nil {
		return r, nil
	}
	r.Close()
	return nil, noResult(err)
}

func (r *Result) create(dir string, stdout, stderr io.Writer) (err error) {
	if r.root, err = os.OpenRoot(dir); err != nil {
		return err
	}
	if there, err := fs.ReadDir(r.root.FS(), "."); err != nil {
		return err
	} else if len(there) > 0 {
		return fmt.Errorf("%s is not empty", dir)
	}
	if err := r.root.Mkdir(OutputsDir, 0o755); err != nil {
		return err
	}
	if r.Stdout, err = r.capture(StdoutFile, r.limits.Stdout, stdout); err != nil {
		return err
	}
	r.Stderr, err = r.capture(StderrFile, r.limits.Stderr, stderr)
	return err
}

func (r *Result) capture(name string, limit int64, live io.Writer) (*Capture, error) {
	f, err := r.open(name)
	if err != nil {
		return nil, err
	}
	return &Capture{file: f, live: live, limit: limit, left: limit}, nil
}

func (r *Result) open(name string) (*os.File, error) {
	return r.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// SetExitCode records that the guest ended by itself.
func (r *Result) SetExitCode(code uint32) error {
	f, err := r.open(ExitCodeFile)
	if err != nil {
		return noResult(err)
	}
	_, err = f.WriteString(strconv.FormatUint(uint64(code), 10))
	if err := errors.Join(err, f.Close()); err != nil {
		return noResult(err)
	}
	return nil
}

// ErrLimit is returned by Mkdir and WriteFile for what the limits leave no room for. Report.Limited will say so.
var ErrLimit = errors.New("beyond the limit of a result")

// Mkdir makes the directory name, slash-separated, in outputs/. Its parents must have been made before.
func (r *Result) Mkdir(name string) error {
	if err := r.claim(name); err != nil {
		return err
	}
	if err := r.root.Mkdir(path.Join(OutputsDir, name), 0o755); err != nil {
		return noResult(err)
	}
	return nil
}

// WriteFile copies the file name, slash-separated, to outputs/ from src. Directories above it must have been made before.
// It stops at the limit, or at an error of src, which it returns as it is, and removes what it had written.
func (r *Result) WriteFile(name string, src io.Reader) error {
	if err := r.claim(name); err != nil {
		return err
	}
	full := path.Join(OutputsDir, name)
	f, err := r.open(full)
	if err != nil {
		return noResult(err)
	}
	room := r.limits.OutputBytes - r.bytes
	from := &source{r: io.LimitReader(src, room+1)}
	n, err := io.Copy(f, from)
	err = errors.Join(err, f.Close())
	if err != nil || n > room {
		_ = r.root.Remove(full)
	}
	switch {
	case from.err != nil:
		return from.err
	case err != nil:
		return noResult(err)
	case n > room:
		r.limit(OutputBytes)
		return ErrLimit
	}
	r.bytes += n
	return nil
}

// source remembers that reading failed, to be told from writing.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// claim checks the name and counts the file.
func (r *Result) claim(name string) error {
	if err := ValidName(name); err != nil {
		return fmt.Errorf("output %q: %w", name, err)
	}
	if r.files >= r.limits.OutputFiles {
		r.limit(OutputFiles)
		return ErrLimit
	}
	r.files++
	return nil
}

func (r *Result) limit(l Resource) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.limited[l] = true
}

// Fill closes the streams and sets in rep what the result knows: sizes, and the limits that it met beside those that are
// in rep.Limited already.
func (r *Result) Fill(rep *Report) error {
	err := errors.Join(r.Stdout.Close(), r.Stderr.Close())
	rep.Stdout, rep.Stderr = r.Stdout.Stream(), r.Stderr.Stream()
	rep.OutputBytes, rep.OutputFiles = r.bytes, r.files
	for _, l := range rep.Limited {
		r.limit(l)
	}
	if rep.Stdout.Truncated {
		r.limit(Stdout)
	}
	if rep.Stderr.Truncated {
		r.limit(Stderr)
	}
	rep.Limited = nil
	for l := Memory; l <= OutputFiles; l++ {
		if r.limited[l] {
			rep.Limited = append(rep.Limited, l)
		}
	}
	if err != nil {
		return noResult(err)
	}
	return nil
}

// Discard removes all that is in the directory, so that somebody else may fill it, and closes r.
func (r *Result) Discard() error {
	there, err := fs.ReadDir(r.root.FS(), ".")
	for _, e := range there {
		err = errors.Join(err, r.root.RemoveAll(e.Name()))
	}
	if err := errors.Join(err, r.Close()); err != nil {
		return noResult(err)
	}
	return nil
}

// Close releases the directory. It may be called more than once.
func (r *Result) Close() error {
	var errs []error
	for _, c := range []*Capture{r.Stdout, r.Stderr} {
		if c != nil {
			errs = append(errs, c.Close())
		}
	}
	if r.root != nil {
		errs = append(errs, r.root.Close())
	}
	return errors.Join(errs...)
}

// A Capture keeps the first bytes of a stream in a file, shows them to a live writer, and swallows the rest; what was cut
// ends in a line that says so, the same on every run. Write never
// reports less than all as written, so that a full capture does not hold up its source; what the disk did not take is
// reported by Close.
type Capture struct {
	file  *os.File
	live  io.Writer
	limit int64

	mu     sync.Mutex
	left   int64
	bytes  int64
	cut    bool
	err    error
	closed bool
}

func (c *Capture) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := len(p)
	if int64(n) > c.left {
		c.cut = true
		p = p[:c.left]
	}
	if len(p) == 0 || c.closed || c.err != nil {
		return n, nil
	}
	if c.live != nil {
		_, _ = c.live.Write(p) // showing is a courtesy; the file is the result
	}
	w, err := c.file.Write(p)
	c.left -= int64(w)
	c.bytes += int64(w)
	c.err = err
	return n, nil
}

// Cut records that there was more than was written to c, for a source that already dropped it.
func (c *Capture) Cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = true
}

// Stream says what was kept.
func (c *Capture) Stream() Stream {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Stream{Bytes: c.bytes, Truncated: c.cut}
}

// Close ends the capture and reports the first failure to write the file. It may be called more than once.
func (c *Capture) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed {
		c.closed = true
		if c.cut && c.err == nil {
			_, c.err = fmt.Fprintf(c.file, "\n[cut at the limit of %d bytes]\n", c.limit)
		}
		c.err = errors.Join(c.err, c.file.Close())
	}
	return c.err
}

func noResult(err error) error {
	return &Error{Code: NoResult, Cause: "the result cannot be stored", Remedy: "see that there is room on the disk, and that the result directory is empty and may be written to", Err: err}
}
