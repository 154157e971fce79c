package drive

import "context"

// pen is a mutex that is held while disks and peers are waited for: who waits for it waits as they do, which virtual time
// understands. It is made with room for one.
type pen chan struct{}

func (p pen) Lock()   { p <- struct{}{} }
func (p pen) Unlock() { <-p }

// Take is Lock for no longer than ctx; after an error the pen is somebody else's.
func (p pen) Take(ctx context.Context) error {
	if p.TryLock() {
		return nil
	}
	select {
	case p <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (p pen) TryLock() bool {
	select {
	case p <- struct{}{}:
		return true
	default:
		return false
	}
}
