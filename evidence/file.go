package evidence

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Limits on a deal file.
const (
	MaxEnvelopes = 20_000
	MaxRoots     = 256
	MaxBytes     = 256 << 20
	maxManifest  = 2 << 20
)

// format is the manifest's first field.
const format = "parley-deal/1"

// manifest is the root block. Its canonical encoding is what json.Marshal makes of it.
type manifest struct {
	Format    string   `json:"format"`
	Farmer    string   `json:"farmer"`
	Envelopes []string `json:"envelopes"`
	Content   []string `json:"content"`
}

// File is a deal file that was read and found sound.
type File struct {
	View      *protocol.View
	Envelopes []*messages.Signed
	// Content are the roots whose trees are in the file, whole.
	Content []cid.Cid
	// Blocks holds the content.
	Blocks content.Getter
	// Bytes is the size of the file.
	Bytes int64
}

// Link is a part of a deal file, by the name that people know it under.
type Link string

// BrokenError names the first link of a deal file that does not hold.
type BrokenError struct {
	Link Link
	Err  error
}

func (e *BrokenError) Error() string { return fmt.Sprintf("%s: %v", e.Link, e.Err) }

// Unwrap returns what is wrong with the link.
func (e *BrokenError) Unwrap() error { return e.Err }

func broken(link Link, err error) error { return &BrokenError{link, err} }

func envelopeLink(i int) Link { return Link(fmt.Sprintf("envelope %d", i)) }

// Write writes the deal file of a transcript: its farmer, its envelopes in order, and the trees of the content roots, which
// are read from blocks. It writes nothing that Read would refuse.
func Write(ctx context.Context, w io.Writer, farmer messages.Key, envelopes [][]byte, roots []cid.Cid, blocks content.Getter) error {
	if len(envelopes) > MaxEnvelopes || len(roots) > MaxRoots {
		return fmt.Errorf("deal file: %d envelopes and %d roots, at most %d and %d", len(envelopes), len(roots), MaxEnvelopes, MaxRoots)
	}
	_, signed, err := replay(farmer, envelopes)
	if err != nil {
		return fmt.Errorf("deal file: %w", err)
	}
	transcript := &File{Envelopes: signed}
	m := manifest{Format: format, Farmer: farmer.String(), Envelopes: []string{}, Content: []string{}}
	var body content.Archive
	for _, e := range envelopes {
		c := content.Sum(e)
		m.Envelopes = append(m.Envelopes, c.String())
		if err := body.Put(ctx, c, e); err != nil {
			return fmt.Errorf("deal file: %w", err)
		}
	}
	for _, root := range roots {
		if !transcript.names(root) {
			return fmt.Errorf("deal file: no envelope names %s", root)
		}
		m.Content = append(m.Content, root.String())
		tree, err := walk(ctx, root, blocks)
		if err != nil {
			return fmt.Errorf("deal file: content %s: %w", root, err)
		}
		for _, b := range tree {
			if err := body.Put(ctx, b.CID, b.Data); err != nil {
				return fmt.Errorf("deal file: content %s: %w", root, err)
			}
		}
	}
	encoded, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("deal file: %w", err)
	}
	file := content.Archive{Root: content.Sum(encoded)}
	if err := file.Put(ctx, file.Root, encoded); err != nil {
		return fmt.Errorf("deal file: manifest: %w", err)
	}
	for b := range body.Blocks() {
		if err := file.Put(ctx, b.CID, b.Data); err != nil {
			return fmt.Errorf("deal file: %w", err)
		}
	}
	if _, err := file.WriteTo(w); err != nil {
		return fmt.Errorf("deal file: %w", err)
	}
	return nil
}

// Read reads a deal file and checks all of it. The error is a [*BrokenError] that names the first link that does not hold.
func Read(ctx context.Context, r io.Reader) (*File, error) {
	counted := &counter{r: io.LimitReader(r, MaxBytes+1)}
	archive, err := content.ReadList(counted, content.Limits{Bytes: MaxBytes, Blocks: 1 << 20})
	if err != nil {
		return nil, broken(linkOf(err), err)
	}
	blocks := make([]content.Block, 0, archive.Len())
	for b := range archive.Blocks() {
		blocks = append(blocks, b)
	}
	m, err := readManifest(archive, blocks)
	if err != nil {
		return nil, broken("manifest", err)
	}
	file := &File{Bytes: counted.n, Blocks: archive}
	rest, err := file.readEnvelopes(m, blocks[1:])
	if err != nil {
		return nil, err
	}
	return file, file.readContent(ctx, m, archive, rest)
}

func readManifest(archive *content.Archive, blocks []content.Block) (*manifest, error) {
	if len(blocks) == 0 || !blocks[0].CID.Equals(archive.Root) || len(blocks[0].Data) > maxManifest {
		return nil, errors.New("the first block is not the root")
	}
	m := new(manifest)
	dec := json.NewDecoder(bytes.NewReader(blocks[0].Data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(m); err != nil {
		return nil, err
	}
	again, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	switch {
	case m.Format != format:
		return nil, fmt.Errorf("format is %q, want %q", m.Format, format)
	case !bytes.Equal(again, blocks[0].Data):
		return nil, errors.New("not in its canonical encoding")
	case len(m.Envelopes) > MaxEnvelopes || len(m.Content) > MaxRoots:
		return nil, fmt.Errorf("%d envelopes and %d roots, at most %d and %d", len(m.Envelopes), len(m.Content), MaxEnvelopes, MaxRoots)
	}
	return m, nil
}

func (f *File) readEnvelopes(m *manifest, blocks []content.Block) (rest []content.Block, err error) {
	farmer, err := messages.ParseKey(m.Farmer)
	if err != nil {
		return nil, broken("manifest", err)
	}
	raw := make([][]byte, len(m.Envelopes))
	for i, want := range m.Envelopes {
		if i >= len(blocks) || blocks[i].CID.String() != want {
			return nil, broken(envelopeLink(i), errors.New("it is not the block that the manifest names"))
		}
		raw[i] = blocks[i].Data
	}
	f.View, f.Envelopes, err = replay(farmer, raw)
	return blocks[len(raw):], err
}

// replay judges a transcript anew.
func replay(farmer messages.Key, raw [][]byte) (*protocol.View, []*messages.Signed, error) {
	session := protocol.New(farmer, 0, protocol.Limits{})
	envelopes := make([]*messages.Signed, len(raw))
	for i, b := range raw {
		u, err := messages.Parse(b)
		if err != nil {
			return nil, nil, broken(envelopeLink(i), err)
		}
		link := Link(fmt.Sprintf("%s (%s)", envelopeLink(i), u.Header().Kind.Name()))
		if envelopes[i], err = u.Open(); err != nil {
			return nil, nil, broken(link, err)
		}
		if err := session.Apply(envelopes[i], time.Time{}); err != nil {
			return nil, nil, broken(link, err)
		}
	}
	if len(raw) == 0 {
		return nil, nil, broken("manifest", errors.New("it names no envelope"))
	}
	return session.View(), envelopes, nil
}

func (f *File) readContent(ctx context.Context, m *manifest, archive *content.Archive, rest []content.Block) error {
	seen := map[string]bool{}
	next := 0
	for i, text := range m.Content {
		link := Link(fmt.Sprintf("content %d", i))
		root, err := content.Parse(text)
		if err != nil {
			return broken("manifest", err)
		}
		if root.String() != text {
			return broken("manifest", fmt.Errorf("%s is not its canonical form", text))
		}
		if !f.names(root) {
			return broken(link, fmt.Errorf("no envelope names %s", root))
		}
		tree, err := walk(ctx, root, archive)
		if err != nil {
			return broken(link, err)
		}
		for _, b := range tree {
			if seen[b.CID.KeyString()] {
				continue
			}
			seen[b.CID.KeyString()] = true
			if next >= len(rest) || !rest[next].CID.Equals(b.CID) {
				return broken(link, fmt.Errorf("block %d of the content should be %s", next, b.CID))
			}
			next++
		}
		f.Content = append(f.Content, root)
	}
	if next != len(rest) {
		return broken("content", fmt.Errorf("%d blocks at the end belong to nothing that the manifest names", len(rest)-next))
	}
	return nil
}

// names reports whether an envelope's body holds a CID, as text, as its bytes or as its digest's: a file carries no
// content that nobody agreed to or delivered.
func (f *File) names(c cid.Cid) bool {
	digest := []byte(c.Hash())[2:]
	forms := [][]byte{[]byte(c.String()), c.Bytes(), digest, []byte(hex.EncodeToString(digest))}
	for _, e := range f.Envelopes {
		for _, form := range forms {
			if bytes.Contains(e.Body(), form) {
				return true
			}
		}
	}
	return false
}

// walk returns the blocks of a tree in the order in which a canonical CAR has them.
func walk(ctx context.Context, root cid.Cid, from content.Getter) ([]content.Block, error) {
	recorder := &recorder{from: from, seen: map[string]bool{}}
	if err := content.WriteCAR(ctx, io.Discard, root, recorder, content.Limits{Bytes: MaxBytes}); err != nil {
		return nil, err
	}
	return recorder.blocks, nil
}

// recorder notes the blocks that are asked for, each once, in order.
type recorder struct {
	from   content.Getter
	seen   map[string]bool
	blocks []content.Block
}

func (r *recorder) GetBlock(ctx context.Context, c cid.Cid) ([]byte, error) {
	b, err := r.from.GetBlock(ctx, c)
	if err == nil && !r.seen[c.KeyString()] {
		r.seen[c.KeyString()] = true
		r.blocks = append(r.blocks, content.Block{CID: c, Data: bytes.Clone(b)})
	}
	return b, err
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// linkOf names the part of the file in which reading it as blocks failed.
func linkOf(err error) Link {
	block, ok := errors.AsType[*content.BlockError](err)
	switch {
	case !ok:
		return "header"
	case block.Index == 0:
		return "manifest"
	}
	var before []content.Block
	for b := range block.Before.Blocks() {
		before = append(before, b)
	}
	if m, err := readManifest(block.Before, before); err == nil && block.Index <= len(m.Envelopes) {
		return envelopeLink(block.Index - 1)
	} else if err == nil {
		return "content"
	}
	return Link(fmt.Sprintf("block %d", block.Index))
}

// Summary is the file in a sentence, for people.
func (f *File) Summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "session %s: %d envelopes, %s", f.View.Session.Short(), len(f.Envelopes), f.View.Phase)
	if len(f.Content) > 0 {
		fmt.Fprintf(&b, ", with %d trees of content", len(f.Content))
	}
	return b.String()
}
