package filetransfer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Service is the name under which files are sold.
const Service = "parley.dev/examples/filetransfer/1"

// Unit is what is priced.
const Unit = "chunk"

// ChunkBytes is how large a chunk is; the last may be smaller.
const ChunkBytes = 256 << 10

// maxChunks bounds a file and a job.
const maxChunks = 4096

// Index lists the chunks of a file, in order.
type Index struct{ Chunks []string }

// ID names a file by its contents.
func (x *Index) ID() string {
	sum := sha256.Sum256([]byte(strings.Join(x.Chunks, "\n")))
	return hex.EncodeToString(sum[:])
}

// Cut reads a file and returns its index and its chunks.
func Cut(ctx context.Context, r io.Reader) (*Index, [][]byte, error) {
	index, chunks := new(Index), [][]byte(nil)
	for len(chunks) < maxChunks {
		chunk := make([]byte, ChunkBytes)
		n, err := io.ReadFull(r, chunk)
		if n > 0 {
			c, err := content.AddFile(ctx, content.Discard, strings.NewReader(string(chunk[:n])), content.Limits{})
			if err != nil {
				return nil, nil, err
			}
			index.Chunks, chunks = append(index.Chunks, c.String()), append(chunks, chunk[:n])
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			if len(chunks) == 0 {
				return nil, nil, errors.New("cut: the file is empty")
			}
			return index, chunks, nil
		case err != nil:
			return nil, nil, fmt.Errorf("cut: %w", err)
		}
	}
	return nil, nil, fmt.Errorf("cut: the file has more than %d chunks of %d bytes", maxChunks, ChunkBytes)
}

// Job asks for some chunks of a file.
type Job struct {
	File  string `json:"file"`  // an Index's ID
	First int    `json:"first"` // chunk
	Count int    `json:"count"`
}

// Chunk is what a claim shows.
type Chunk struct {
	Number int    `json:"number"` // in the file
	CID    string `json:"cid"`
}

// How jobs, claims and deliveries are written.
var (
	Jobs   = messages.JSON[Job]("application/vnd.parley.example.job+json")
	Chunks = messages.JSON[Chunk]("application/vnd.parley.example.chunk+json")
)

// jobOf reads the job of a session about a file.
func jobOf(v *protocol.View, x *Index) (Job, error) {
	j, err := Jobs.Decode(v.SOW.Job)
	switch {
	case err != nil:
		return j, &protocol.Error{Code: protocol.Invalid, Reason: "the job cannot be read", Err: err}
	case x == nil || j.File != x.ID():
		return j, protocol.Errorf(protocol.NotFound, "the file %.64q is not here", j.File)
	case j.First < 0 || j.Count < 1 || j.Count > len(x.Chunks) || j.First > len(x.Chunks)-j.Count:
		return j, protocol.Errorf(protocol.Invalid, "chunks %d and %d more of %d are wanted", j.First, j.Count, len(x.Chunks))
	case v.SOW.Units != uint64(j.Count):
		return j, protocol.Errorf(protocol.Invalid, "%d units for %d chunks", v.SOW.Units, j.Count)
	}
	return j, nil
}
