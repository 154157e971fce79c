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
// torn by a crash, also where it has rotted: what was synced is lost without a word. That it was damage can be told where the bad frame is
// followed by a commit's last frame, and that by a frame of the next commit:
//
//   - A process begins its log anew (renew), and syncs each commit before it writes a frame of the next one. A write that fails is its last.
//     So what it has written at a place in the log is of one commit, and commits follow each other as their frames do.
//   - Hence where a frame of a later commit is on disk, by whatever order the last one's frames got there, everything before that was synced.
//   - A frame is of this log, and is what was written, if it has the log's salts, which are drawn anew each time the log begins at its start,
//     and its checksum continues the one that is noted in the frame before. Neither a torn write nor what an older log has left there does.
//   - A commit's last frame says so. It may come several times, to fill a sector; the copies are taken for one.
//   - The head is synced before there is a frame behind it, and is smaller than what a disk writes whole.
//
// What it does not tell: damage to the last commit, or a log that was cut short. Those look like a crash. RATIONALE.md has more.
const (
	walHead   = 32
	walMagic  = 0x377f0682 // its last bit: integers in checksums are big endian
	walFormat = 3007000
	frameHead = 24
)

// checkLog refuses the write-ahead log of the journal at path if something in it has rotted.
func checkLog(path string) error {
	f, err := os.Open(path + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return &CorruptError{Reason: fmt.Sprintf("the journal was not closed, and its log %[1]s-wal is gone, and with it what was committed last; "+
			"if this is a backup, or another program has merged the log, remove %[1]s.lock and open it again", path)}
	}
	if err != nil {
		return classify(err)
	}
	defer f.Close()
	damage, err := inspect(bufio.NewReaderSize(f, 64<<10))
	if err == nil && damage != "" {
		err = &CorruptError{Reason: fmt.Sprintf("its log %s-wal is damaged: %s", path, damage)}
	}
	return classify(err)
}

// inspect says what damage there is in a write-ahead log.
func inspect(r *bufio.Reader) (damage string, err error) {
	w := walReader{r: r}
	if known, err := w.begin(); err != nil || !known {
		return w.damage, err
	}
	var last frame // the one before, if it is sound and ends a commit
	bad := 0
	for n := 1; ; n++ {
		f, err := w.next()
		switch {
		case err != nil:
			return "", atEnd(err)
		case bad == 0 && !f.sound:
			bad = n
		case bad > 0 && f.sound && last.pages > 0 && f != last:
			return fmt.Sprintf("frame %d is not what was written, and frame %d is of a later commit", bad, n), nil
		}
		if last = f; !f.sound {
			last = frame{}
		}
	}
}

// atEnd is nil if a log ends there, or in the midst of what was to be read.
func atEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// frame is one page in a write-ahead log.
type frame struct {
	page  uint32
	pages uint32 // of the database, after the commit that ends here; zero if none does
	body  uint32 // the page's checksum
	sound bool   // it is of this log, and its checksum continues that of the one before
}

type walReader struct {
	r      *bufio.Reader
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
	return true, nil
}

func (w *walReader) next() (frame, error) {
	b := w.buffer
	if _, err := io.ReadFull(w.r, b); err != nil {
		return frame{}, err
	}
	f := frame{page: binary.BigEndian.Uint32(b), pages: binary.BigEndian.Uint32(b[4:]), body: checksum(b[frameHead:])}
	sum := noted(b[16:])
	f.sound = [8]byte(b[8:]) == w.salts && f.page != 0 && sum == w.sum.add(w.order, b[:8]).add(w.order, b[frameHead:])
	w.sum = sum
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
