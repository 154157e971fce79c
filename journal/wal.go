package journal

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// SQLite reads its write-ahead log up to the first frame whose checksum does not continue that of those before, and takes what follows for
// torn by a crash, also where it has rotted: what was synced is lost without a word. That it was damage can be told where the bad frame, or
// one behind it, has the mark of a commit's last frame, and there is one more frame behind that:
//
//   - A process begins its log anew (renew), and syncs each commit before it writes a frame of the next one. A write that fails is its last.
//     So what it has written at a place in the log is of one commit, whose last frame alone has the mark; it has no copies (openTable).
//   - Hence where a frame behind a mark is on disk, by whatever order the last commit's sectors got there, all up to the mark was synced.
//   - A sector is of this log if it has the log's salts, which are drawn anew each time the log begins at its start; what an older log has
//     left there has others. A disk writes a sector whole, and so the mark is of this log too if it lies in the sector of the frame's salts.
//     Where it does not, in one frame of 64, the frame's checksum says whether it is, if that continues the one noted in the frame before.
//   - The head is synced before there is a frame behind it, and lies in one sector.
//
// What it does not tell: damage to the last commit, damage that took every such mark between it and the last commit, or a log that was cut
// short. Those look like a crash. RATIONALE.md has more.
const (
	walHead   = 32
	walMagic  = 0x377f0682 // its last bit: integers in checksums are big endian
	walFormat = 3007000
	frameHead = 24
	sector    = 512 // the smallest that a disk writes whole
)

// checkLog refuses the write-ahead log of the journal at path if something in it has rotted, or if it should be there and is not.
func checkLog(path string, is state) error {
	if is != opened && is != renewed {
		return nil
	}
	f, err := os.Open(path + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		if is == renewed {
			return nil
		}
		return &CorruptError{Reason: fmt.Sprintf("the journal was not closed, and its log %[1]s-wal is gone, and with it what was committed last; "+
			"if this is a backup, or another program has merged the log, remove %[1]s.lock and open it again", path)}
	}
	if err != nil {
		return classify(err)
	}
	defer f.Close()
	damage, err := inspect(bufio.NewReaderSize(f, 64<<10))
	if err == nil && damage != "" {
		err = &CorruptError{Reason: fmt.Sprintf("its log %[1]s-wal is damaged: %[2]s; move %[1]s, %[1]s-wal and %[1]s.lock away together and bring back a backup "+
			"(what one costs: docs/SECURITY.md, \"restored old backup\"); do not remove the log alone: what was committed last would be lost without a word", path, damage)}
	}
	return classify(err)
}

// inspect says what damage there is in a write-ahead log.
func inspect(r *bufio.Reader) (damage string, err error) {
	w := walReader{r: r}
	if known, err := w.begin(); err != nil || !known {
		return w.damage, err
	}
	bad, marked := 0, false // the first bad frame; whether a commit ends there, or behind it
	for n := 1; ; n++ {
		f, err := w.next()
		switch {
		case err != nil:
			return "", atEnd(err)
		case marked && f.ours:
			return fmt.Sprintf("frame %d is not what was written, and frame %d is of a later commit", bad, n), nil
		case bad == 0 && !f.sound:
			bad = n
		}
		marked = marked || bad > 0 && f.last
	}
}

// atEnd is nil if a log ends there, or in the midst of what was to be read.
func atEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// frame is what can be told of one page in a write-ahead log.
type frame struct {
	ours  bool // it has the salts of this log
	sound bool // and its checksum continues that of the one before
	last  bool // a commit ends there, as this log has written it
}

type walReader struct {
	r      *bufio.Reader
	at     int64            // of the next frame
	order  binary.ByteOrder // of the integers in checksums
	salts  [8]byte
	sum    checksumPair // that the frame before has noted
	buffer []byte       // one frame
	damage string
}

// begin reads the head. It is not known if nothing follows it yet, or if it is damaged.
func (w *walReader) begin() (known bool, err error) {
	var head [walHead]byte
	if _, err := io.ReadFull(w.r, head[:]); err != nil {
		return false, atEnd(err)
	}
	if _, err := w.r.Peek(1); err != nil {
		return false, atEnd(err)
	}
	magic, format, size := binary.BigEndian.Uint32(head[0:]), binary.BigEndian.Uint32(head[4:]), binary.BigEndian.Uint32(head[8:])
	w.order = binary.LittleEndian
	if magic&1 == 1 {
		w.order = binary.BigEndian
	}
	w.salts = [8]byte(head[16:])
	w.sum = checksumPair{}.add(w.order, head[:24])
	if magic&^1 != walMagic || format != walFormat || size < 512 || size > 1<<16 || size&(size-1) != 0 || w.sum != noted(head[24:]) {
		w.damage = "its head is not what was written"
		return false, nil
	}
	w.buffer = make([]byte, frameHead+size)
	w.at = walHead
	return true, nil
}

func (w *walReader) next() (f frame, err error) {
	b := w.buffer
	if _, err := io.ReadFull(w.r, b); err != nil {
		return frame{}, err
	}
	page, pages, sum := binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:]), noted(b[16:])
	f.ours = [8]byte(b[8:]) == w.salts
	f.sound = f.ours && page != 0 && sum == w.sum.add(w.order, b[:8]).add(w.order, b[frameHead:])
	f.last = f.ours && pages > 0 && (f.sound || w.at/sector == (w.at+8)/sector) // the number of pages after the commit is its mark
	w.sum = sum
	w.at += int64(len(b))
	return f, nil
}

// checksumPair is the checksum of a write-ahead log: https://www.sqlite.org/fileformat2.html#checksum_algorithm
type checksumPair [2]uint32

func noted(b []byte) checksumPair {
	return checksumPair{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
}

// add continues the checksum over b, a multiple of 8 bytes.
func (s checksumPair) add(order binary.ByteOrder, b []byte) checksumPair {
	for ; len(b) >= 8; b = b[8:] {
		s[0] += order.Uint32(b) + s[1]
		s[1] += order.Uint32(b[4:]) + s[0]
	}
	return s
}
