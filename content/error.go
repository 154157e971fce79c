package content

import (
	"errors"
	"fmt"

	"github.com/ipfs/go-cid"
)

var (
	// ErrNotFound: the source does not have the block.
	ErrNotFound = errors.New("block not found")
	// ErrMismatch: the bytes do not hash to the CID. Whoever sent them lies or is broken.
	ErrMismatch = errors.New("block does not match its CID")
	// ErrMalformed: the bytes are the right ones and yet no UnixFS node, CID or CAR file.
	ErrMalformed = errors.New("malformed content")
	// ErrUnsupported: a hash, codec or kind of file that is not accepted here.
	ErrUnsupported = errors.New("unsupported content")
	// ErrName: a file name that is not safe on every system.
	ErrName = errors.New("unsafe file name")
	// ErrLimit: more content than the caller's Limits allow. The error is a LimitError.
	ErrLimit = errors.New("content exceeds its limits")
)

// A CorruptError is a block in the store whose file no longer holds the bytes that it was written with. The block is
// not served. Fetching or adding it again mends it.
type CorruptError struct {
	CID  cid.Cid
	File string // path of the damaged file
	Err  error  // what was wrong with it
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("block %s is damaged on disk: %s: %v; fetch or add the content again to mend it, and check the disk", e.CID, e.File, e.Err)
}

func (e *CorruptError) Unwrap() error { return e.Err }

// A StoreError is a failure of the store that content is brought into: its disk is full, or cannot be read. It says nothing of the content, nor
// of who was asked for it.
type StoreError struct{ Err error }

func (e *StoreError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *StoreError) Unwrap() error { return e.Err }

// A LimitError says which of the caller's Limits the content exceeds.
type LimitError struct {
	What  string // what was counted, in the plural
	Limit int64
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("more than %d %s; raise the limit if this much was expected", e.Limit, e.What)
}

func (e *LimitError) Is(target error) bool { return target == ErrLimit }
