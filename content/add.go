package content

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	chunk "github.com/ipfs/boxo/chunker"
	"github.com/ipfs/boxo/ipld/unixfs/importer/balanced"
	"github.com/ipfs/boxo/ipld/unixfs/importer/helpers"
	unixfsio "github.com/ipfs/boxo/ipld/unixfs/io"
	"github.com/ipfs/go-cid"
	ipld "github.com/ipfs/go-ipld-format"
	"github.com/multiformats/go-multihash"
)

// What `ipfs add --cid-version=1` does. All of it is said here and passed on, because the libraries' own defaults are
// variables that any other package may change.
const (
	chunkBytes    = 256 << 10
	linksPerNode  = 174
	shardAbove    = 256 << 10 // bytes of names and CIDs in a directory
	shardWidth    = 256
	shardEstimate = unixfsio.SizeEstimationLinks
)

var cidBuilder = cid.V1Builder{Codec: cid.DagProtobuf, MhType: multihash.SHA2_256}

// Discard forgets what is put into it: for the CID alone.
var Discard Putter = discard{}

type discard struct{}

func (discard) Put(context.Context, cid.Cid, []byte) error { return nil }

// AddFile keeps the bytes of r as a file in p and returns its CID, which is the one that `ipfs add --cid-version=1`
// gives. When it returns without an error and p is a Store, the blocks are on disk.
func AddFile(ctx context.Context, p Putter, r io.Reader, l Limits) (cid.Cid, error) {
	return add(ctx, p, l, func(a *adder) (ipld.Node, error) { return a.file(r) })
}

// AddFS keeps everything in fsys and returns the CID of its root directory: see the package comment for which CID that
// is. Anything but files and directories is an error that names it, and so is a name that ValidName refuses. Files that
// change while they are read give the CID of what was read.
func AddFS(ctx context.Context, p Putter, fsys fs.FS, l Limits) (cid.Cid, error) {
	return add(ctx, p, l, func(a *adder) (ipld.Node, error) { return a.dir(fsys, ".", 0) })
}

// AddPath keeps the file or directory at a path of this machine. A symbolic link is followed when it is the path
// itself, and refused below it.
func AddPath(ctx context.Context, p Putter, name string, l Limits) (cid.Cid, error) {
	info, err := os.Stat(name)
	if err != nil {
		return cid.Undef, fmt.Errorf("add: %w", err)
	}
	switch {
	case info.IsDir():
		root, err := os.OpenRoot(name)
		if err != nil {
			return cid.Undef, fmt.Errorf("add: %w", err)
		}
		defer root.Close()
		c, err := AddFS(ctx, p, root.FS(), l)
		if err != nil {
			return cid.Undef, fmt.Errorf("%s: %w", name, err)
		}
		return c, nil
	case info.Mode().IsRegular():
		f, err := os.Open(name)
		if err != nil {
			return cid.Undef, fmt.Errorf("add: %w", err)
		}
		defer f.Close()
		c, err := AddFile(ctx, p, f, l)
		if err != nil {
			return cid.Undef, fmt.Errorf("%s: %w", name, err)
		}
		return c, nil
	}
	return cid.Undef, fmt.Errorf("add %s: %w", name, notContent(info.Mode()))
}

func add(ctx context.Context, p Putter, l Limits, build func(*adder) (ipld.Node, error)) (cid.Cid, error) {
	into := inBulk(p)
	defer into.discard()
	m := newMeter(l)
	n, err := build(&adder{ctx: ctx, sink: &sink{ctx: ctx, into: into, meter: m, seen: map[cid.Cid]struct{}{}}, meter: m})
	if err == nil {
		err = into.Flush()
	}
	if err != nil {
		return cid.Undef, fmt.Errorf("add: %w", err)
	}
	return n.Cid(), nil
}

// An adder lives for one call of add; so does the context in it, which the library's builders do not pass on.
type adder struct {
	ctx   context.Context
	sink  *sink
	meter *meter
}

func (a *adder) file(r io.Reader) (ipld.Node, error) {
	if err := a.meter.addFile(); err != nil {
		return nil, err
	}
	params := helpers.DagBuilderParams{Maxlinks: linksPerNode, RawLeaves: true, CidBuilder: cidBuilder, Dagserv: a.sink}
	builder, err := params.New(chunk.NewSizeSplitter(metered{r, a.meter}, chunkBytes))
	if err != nil {
		return nil, err
	}
	return balanced.Layout(builder)
}

func (a *adder) dir(fsys fs.FS, name string, depth int) (ipld.Node, error) {
	// Half, so that what was added can be read with the same limits: files and large directories have levels of their own.
	if deepest := a.meter.limits.Depth / 2; depth > deepest {
		return nil, named(name, &LimitError{What: "levels of directories", Limit: int64(deepest)})
	}
	if err := a.meter.addFile(); err != nil {
		return nil, named(name, err)
	}
	entries, err := fs.ReadDir(fsys, name)
	if err != nil {
		return nil, err
	}
	dir, err := a.newDir()
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		n, err := a.entry(fsys, path.Join(name, e.Name()), e, depth)
		if err != nil {
			return nil, err
		}
		if err := dir.AddChild(a.ctx, e.Name(), n); err != nil {
			return nil, named(name, err)
		}
	}
	n, err := dir.GetNode()
	if err != nil {
		return nil, named(name, err)
	}
	return n, a.sink.Add(a.ctx, n)
}

func (a *adder) newDir() (unixfsio.Directory, error) {
	dir, err := unixfsio.NewDirectory(a.sink, unixfsio.WithCidBuilder(cidBuilder),
		unixfsio.WithMaxHAMTFanout(shardWidth), unixfsio.WithSizeEstimationMode(shardEstimate))
	if err != nil {
		return nil, err
	}
	dir.SetHAMTShardingSize(shardAbove)
	return dir, nil
}

func (a *adder) entry(fsys fs.FS, name string, e fs.DirEntry, depth int) (ipld.Node, error) {
	if err := context.Cause(a.ctx); err != nil {
		return nil, err
	}
	if err := ValidName(e.Name()); err != nil {
		return nil, fmt.Errorf("%s: %w", path.Dir(name), err)
	}
	if e.IsDir() {
		return a.dir(fsys, name, depth+1)
	}
	if !e.Type().IsRegular() {
		return nil, fmt.Errorf("%s: %w", name, notContent(e.Type()))
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() { // it was exchanged since the directory was read
		return nil, fmt.Errorf("%s: %w", name, notContent(info.Mode()))
	}
	n, err := a.file(f)
	if err != nil {
		return nil, named(name, err)
	}
	return n, nil
}

func notContent(mode fs.FileMode) error {
	return fmt.Errorf("%w: this is a %s; content holds files and directories only, so replace or remove it", ErrUnsupported, modeName(mode))
}

func modeName(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "symbolic link"
	case mode&fs.ModeNamedPipe != 0:
		return "named pipe"
	case mode&fs.ModeSocket != 0:
		return "socket"
	case mode&fs.ModeDevice != 0:
		return "device"
	case mode.IsDir():
		return "directory"
	}
	return "special file"
}

// metered ends a reader with an error at the limit of bytes.
type metered struct {
	from  io.Reader
	meter *meter
}

func (m metered) Read(p []byte) (int, error) {
	n, err := m.from.Read(p)
	if over := m.meter.addBytes(n); over != nil {
		return 0, over
	}
	return n, err
}

// sink is where the library's builders put nodes. They never read one back while they only add.
type sink struct {
	ctx   context.Context // builders pass none
	into  Putter
	meter *meter
	seen  map[cid.Cid]struct{} // the builders add some nodes more than once
}

var errWriteOnly = errors.New("content: read from a tree that is being added")

func (s *sink) Add(_ context.Context, n ipld.Node) error {
	if err := context.Cause(s.ctx); err != nil {
		return err
	}
	if _, ok := s.seen[n.Cid()]; ok {
		return nil
	}
	s.seen[n.Cid()] = struct{}{}
	if err := s.meter.addBlock(0); err != nil {
		return err
	}
	return s.into.Put(s.ctx, n.Cid(), n.RawData())
}

func (s *sink) AddMany(ctx context.Context, nodes []ipld.Node) error {
	for _, n := range nodes {
		if err := s.Add(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (s *sink) Get(context.Context, cid.Cid) (ipld.Node, error) { return nil, errWriteOnly }

func (s *sink) GetMany(context.Context, []cid.Cid) <-chan *ipld.NodeOption {
	failed := make(chan *ipld.NodeOption, 1)
	failed <- &ipld.NodeOption{Err: errWriteOnly}
	close(failed)
	return failed
}

func (s *sink) Remove(context.Context, cid.Cid) error       { return nil }
func (s *sink) RemoveMany(context.Context, []cid.Cid) error { return nil }
