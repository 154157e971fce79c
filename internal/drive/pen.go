package drive

// pen is a mutex that is held while disks and peers are waited for: who waits for it waits as they do, which virtual time
// understands. It is made with room for one.
type pen chan struct{}

func (p pen) Lock()   { p <- struct{}{} }
func (p pen) Unlock() { <-p }

func (p pen) TryLock() bool {
	select {
	case p <- struct{}{}:
		return true
	default:
		return false
	}
}
