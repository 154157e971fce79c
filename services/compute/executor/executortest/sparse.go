package executortest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// SparseTars are archives, by the format of their only entry: a file of that name, of so many bytes, all of them a hole that the archive
// says in about a kilobyte. They are written by hand, since archive/tar reads such entries and does not write them.
func SparseTars(name string, size int64) map[string][]byte {
	pax := func(records map[string]string, data string) []byte {
		text := ""
		for _, k := range slices.Sorted(maps.Keys(records)) {
			text += paxRecord(k, records[k])
		}
		return slices.Concat(tarHeader('x', "pax", len(text)), padded(text), tarHeader('0', name, len(data)), padded(data), make([]byte, 1024))
	}
	whole := fmt.Sprint(size)
	return map[string][]byte{
		"GNU": slices.Concat(oldSparse(name, size), make([]byte, 1024)),
		"PAX 0.1": pax(map[string]string{"GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.name": name, "GNU.sparse.size": whole,
			"GNU.sparse.numblocks": "1", "GNU.sparse.map": whole + ",0"}, ""),
		"PAX 1.0": pax(map[string]string{"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": name, "GNU.sparse.realsize": whole},
			string(padded("1\n"+whole+"\n0\n"))),
	}
}

// paxRecord has its own length before it.
func paxRecord(key, value string) string {
	text := " " + key + "=" + value + "\n"
	n := len(text)
	for n != len(text)+len(fmt.Sprint(n)) {
		n = len(text) + len(fmt.Sprint(n))
	}
	return fmt.Sprint(n) + text
}

// padded fills the last block of 512 bytes.
func padded(text string) []byte { return append([]byte(text), make([]byte, -len(text)&511)...) }

func tarHeader(kind byte, name string, size int) []byte {
	h := make([]byte, 512)
	copy(h, name)
	copy(h[100:], "0000644\x000000000\x000000000\x00")
	copy(h[124:], fmt.Sprintf("%011o\x0000000000000\x00", size))
	h[156] = kind
	copy(h[257:], "ustar\x0000")
	return summed(h)
}

// oldSparse is a header of GNU's own, which has the size of the whole file at its end, as a number to the base of 256.
func oldSparse(name string, size int64) []byte {
	h := tarHeader('S', name, 0)
	copy(h[257:], "ustar  \x00")
	binary.BigEndian.PutUint64(h[483+4:], uint64(size))
	h[483] = 0x80
	return summed(h)
}

// summed sets the sum of a header's bytes, where its own place counts as spaces.
func summed(h []byte) []byte {
	copy(h[148:], bytes.Repeat([]byte(" "), 8))
	sum := 0
	for _, b := range h {
		sum += int(b)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return h
}
