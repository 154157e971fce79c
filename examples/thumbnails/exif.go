package main

import (
	"bytes"
	"encoding/binary"
)

// orientation returns how a camera was held when it took a JPEG, from 1 to 8 as
// in Exif 2.3, section 4.6.4; 1, upright, for all that does not say.
func orientation(data []byte) int {
	if formatOf(data) != "jpeg" {
		return 1
	}
	for data = data[2:]; len(data) >= 4 && data[0] == 0xff; {
		marker, size := data[1], int(binary.BigEndian.Uint16(data[2:]))
		if marker == 0xda || size < 2 || len(data) < 2+size {
			return 1 // the pixels begin, or the file is broken
		}
		if body, ok := bytes.CutPrefix(data[4:2+size], []byte("Exif\x00\x00")); ok && marker == 0xe1 {
			return orientationTag(body)
		}
		data = data[2+size:]
	}
	return 1
}

// orientationTag finds the tag in a TIFF header and its first directory.
func orientationTag(tiff []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case bytes.HasPrefix(tiff, []byte("II*\x00")):
	case bytes.HasPrefix(tiff, []byte("MM\x00*")):
		order = binary.BigEndian
	default:
		return 1
	}
	if len(tiff) < 8 {
		return 1
	}
	at := order.Uint32(tiff[4:])
	if uint64(at)+2 > uint64(len(tiff)) {
		return 1
	}
	directory := tiff[at:]
	count := int(order.Uint16(directory))
	for i := range count {
		entry := directory[2:]
		if len(entry) < 12*(i+1) {
			return 1
		}
		entry = entry[12*i:]
		const tag, short = 0x0112, 3
		if order.Uint16(entry) == tag && order.Uint16(entry[2:]) == short {
			if o := int(order.Uint16(entry[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
	}
	return 1
}
