package content

import "cmp"

// Limits bounds one operation. What exceeds a limit ends the operation with a LimitError. A zero field means its default.
type Limits struct {
	Bytes  int64 // bytes of files read or written, or of blocks fetched; default 1 GiB
	Blocks int   // blocks added or fetched, or visited, each as often as it is visited; default 65,536
	Files  int   // files and directories; default 65,536
	Depth  int   // levels of blocks below the root; default 64. What is added may nest directories half as deep
}

// maxLiveLinks bounds the links held in memory at one time by a walk: 64 levels of directories of 2 MiB each would
// otherwise come to a gigabyte.
const maxLiveLinks = 1 << 18

func (l Limits) withDefaults() Limits {
	return Limits{
		Bytes:  cmp.Or(l.Bytes, 1<<30),
		Blocks: cmp.Or(l.Blocks, 1<<16),
		Files:  cmp.Or(l.Files, 1<<16),
		Depth:  cmp.Or(l.Depth, 64),
	}
}

// A meter counts what one operation has used of its limits. It is not for concurrent use.
type meter struct {
	limits        Limits
	bytes         int64
	blocks, files int
	live          int // links held
}

func newMeter(l Limits) *meter { return &meter{limits: l.withDefaults()} }

func (m *meter) addBytes(n int) error {
	if m.bytes += int64(n); m.bytes > m.limits.Bytes {
		return &LimitError{What: "bytes", Limit: m.limits.Bytes}
	}
	return nil
}

func (m *meter) addBlock(depth int) error {
	if depth > m.limits.Depth {
		return &LimitError{What: "levels of blocks", Limit: int64(m.limits.Depth)}
	}
	if m.blocks++; m.blocks > m.limits.Blocks {
		return &LimitError{What: "blocks", Limit: int64(m.limits.Blocks)}
	}
	return nil
}

func (m *meter) addFile() error {
	if m.files++; m.files > m.limits.Files {
		return &LimitError{What: "files and directories", Limit: int64(m.limits.Files)}
	}
	return nil
}

// hold counts links that stay in memory until the function returned is called.
func (m *meter) hold(links int) (release func(), err error) {
	if m.live+links > maxLiveLinks {
		return nil, &LimitError{What: "links in memory", Limit: maxLiveLinks}
	}
	m.live += links
	return func() { m.live -= links }, nil
}
