// Package port draws addresses of this machine for processes that are killed and come back to where they were.
package port

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"syscall"
)

// Below them are the services of the system, above them what the kernel gives to whoever asks for any port.
const first, beyond = 10_000, 30_000

var (
	mu    sync.Mutex
	drawn = make(map[int]bool)
)

// Draw returns HOST:PORT, an address of loopback that nobody has, that the kernel gives to nobody who asks for any, and that was
// not drawn by this process before. It may be called concurrently.
func Draw() (string, error) {
	mu.Lock()
	defer mu.Unlock()
	for range 1000 {
		n := first + rand.IntN(beyond-first)
		if drawn[n] {
			continue
		}
		ln, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", n))
		if errors.Is(err, syscall.EADDRINUSE) {
			continue
		}
		if err != nil {
			return "", err
		}
		drawn[n] = true
		return ln.Addr().String(), ln.Close()
	}
	return "", errors.New("no port of 1000 is free")
}

// Multiaddr writes what Draw has returned as a multiaddr of TCP.
func Multiaddr(at string) string {
	host, n, _ := strings.Cut(at, ":")
	return "/ip4/" + host + "/tcp/" + n
}
