package wasm

// A defense is something that stands between a hostile module and its farmer. Tests lift one at a time and show that the
// module which it is there for then wins; nothing else can: a worker started by WorkerMain ignores what is lifted.
type defense uint

const (
	defendTime    defense = 1 << iota // the kill at the deadline
	defendCaps                        // the caps before compiling
	defendMemory                      // the bound on linear memory and on the worker's address space
	defendTree                        // the guest's own file tree; lifted, directories of the host are mounted as wazero does
	defendStreams                     // the cut of stdout and stderr in worker and engine
	defendQuota                       // the quota of /outputs
	defendClock                       // virtual time and seeded randomness
	defendKernel                      // the worker's confinement: system calls, files, namespaces
	defendSockets                     // that a guest is given no socket
	wazeroTime                        // with defendTime: wazero's own check of the deadline is put in its place
)

func (d defense) lifts(one defense) bool { return d&one != 0 }
