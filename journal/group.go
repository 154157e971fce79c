package journal

import (
	"encoding/binary"
	"errors"
	"hash/crc32"

	"github.com/parley-p2p/parley/messages"
)

// A group is what one write holds: a row of the log with two columns, so that opening a journal reads no payload.
//
//	directory = item* || crc32c(row as 8 bytes || item*)
//	item      = 1 || session (32) || uvarint(index) || id (32) || at (8) || payload    a record
//	          | 2 || bytes(bucket) || bytes(key) || payload                            a note
//	          | 3 || bytes(bucket) || bytes(key)                                       its deletion
//	          | 4 || session (32)                                                      forget the session
//	payload   = uvarint(size) || crc32c (4); the bytes follow each other in the other column, data
//	bytes     = uvarint(length) || that many bytes
//
// Integers of fixed size are big endian. A later item prevails over an earlier one, in a row and between rows.
const (
	itemRecord byte = iota + 1
	itemNote
	itemDeletion
	itemForget
)

// item is one entry of a directory.
type item struct {
	kind    byte
	session messages.ID
	index   int
	id      messages.ID
	at      int64 // nanoseconds since 1970, or never
	bucket  string
	key     string
	payload spot
}

// spot is where a payload is: size bytes from offset in the data of a row, with their checksum.
type spot struct {
	row               int64
	offset, size, sum uint32
}

// weight is about what an item costs on disk, in bytes.
func (s spot) weight() int64 { return int64(s.size) + itemOverhead }

const itemOverhead = 96

// A group that has more than this takes no more before it is written.
const (
	fullItems = MaxItems
	fullBytes = 1 << 20
)

// group collects batches until it is written.
type group struct {
	row       int64
	directory []byte // items only
	data      []byte
	items     int
	waiting   int           // so many wait for it, and will until it is done
	done      chan struct{} // closed after the write; err is set before
	err       error
}

func newGroup(row int64) *group {
	return &group{row: row, done: make(chan struct{})}
}

// end says to who waits what came of the write.
func (g *group) end(err error) {
	g.err = err
	close(g.done)
}

func (g *group) full() bool { return g.items >= fullItems || len(g.data) >= fullBytes }

// add appends an item with its payload and returns where the payload is. The checksum is the caller's, so that copying
// a damaged payload does not make it look sound.
func (g *group) add(it item, payload []byte, sum uint32) spot {
	at := spot{row: g.row, offset: uint32(len(g.data)), size: uint32(len(payload)), sum: sum}
	g.items++
	d := append(g.directory, it.kind)
	switch it.kind {
	case itemRecord:
		d = append(d, it.session[:]...)
		d = binary.AppendUvarint(d, uint64(it.index))
		d = append(d, it.id[:]...)
		d = binary.BigEndian.AppendUint64(d, uint64(it.at))
	case itemForget:
		d = append(d, it.session[:]...)
	default:
		d = append(binary.AppendUvarint(d, uint64(len(it.bucket))), it.bucket...)
		d = append(binary.AppendUvarint(d, uint64(len(it.key))), it.key...)
	}
	if it.kind == itemRecord || it.kind == itemNote {
		d = binary.AppendUvarint(d, uint64(len(payload)))
		d = binary.BigEndian.AppendUint32(d, sum)
		g.data = append(g.data, payload...)
	}
	g.directory = d
	return at
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }

// directorySum covers the row's number, so that a row in another's place is noticed.
func directorySum(row int64, items []byte) uint32 {
	return crc32.Update(checksum(binary.BigEndian.AppendUint64(nil, uint64(row))), castagnoli, items)
}

// sealed is the directory as it is stored.
func (g *group) sealed() []byte {
	return binary.BigEndian.AppendUint32(g.directory, directorySum(g.row, g.directory))
}

var errDirectory = errors.New("the directory does not match its checksum")

// parseDirectory returns the items of a row.
func parseDirectory(row int64, directory []byte) ([]item, error) {
	end := len(directory) - 4
	if end < 0 || binary.BigEndian.Uint32(directory[end:]) != directorySum(row, directory[:end]) {
		return nil, errDirectory
	}
	r := reader{rest: directory[:end]}
	var items []item
	var offset uint64
	for len(r.rest) > 0 {
		it := item{kind: r.take(1)[0]}
		switch it.kind {
		case itemRecord:
			it.session = messages.ID(r.take(32))
			it.index = int(r.uvarint(MaxTranscript - 1))
			it.id = messages.ID(r.take(32))
			it.at = int64(binary.BigEndian.Uint64(r.take(8)))
			it.payload.size = uint32(r.uvarint(MaxEnvelope))
		case itemForget:
			it.session = messages.ID(r.take(32))
		case itemNote, itemDeletion:
			it.bucket = string(r.take(r.uvarint(MaxBucket)))
			it.key = string(r.take(r.uvarint(MaxKey)))
			if it.kind == itemNote {
				it.payload.size = uint32(r.uvarint(MaxValue))
			}
		default:
			r.bad = true
		}
		if it.kind == itemRecord || it.kind == itemNote {
			it.payload.row, it.payload.offset = row, uint32(offset)
			it.payload.sum = binary.BigEndian.Uint32(r.take(4))
			offset += uint64(it.payload.size)
		}
		if r.bad {
			return nil, errors.New("the directory is malformed")
		}
		items = append(items, it)
	}
	return items, nil
}

// reader reads fields; past the end, or over a limit, it is bad and gives zeros.
type reader struct {
	rest []byte
	bad  bool
}

var zeros [32]byte

func (r *reader) take(n uint64) []byte {
	if r.bad || n > uint64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return zeros[:min(n, 32)]
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) uvarint(most uint64) uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 || v > most {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}
