//go:build !(darwin || freebsd || linux || netbsd || openbsd)

package journal

import (
	"errors"
	"fmt"
	"os"
)

// lock refuses where there is no lock that ends with its process: two writers would sign different things.
func lock(path string) (f *os.File, was state, err error) {
	return nil, unmade, fmt.Errorf("journal %s: files cannot be locked on this system: %w", path, errors.ErrUnsupported)
}
