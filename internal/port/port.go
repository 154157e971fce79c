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

// block is how many ports a process takes at a time. The UDP port of the first one's number, held until the process ends, says
// that they are taken: others that draw may run at the same time.
const block = 200

var (
	mu   sync.Mutex
	held []net.PacketConn
	left []int // of the blocks held, not drawn yet
)

// Draw returns HOST:PORT, an address of loopback that nobody has, that the kernel gives to nobody who asks for any, and that was
// not drawn before by this process or another that lives. It may be called concurrently.
func Draw() (string, error) {
	mu.Lock()
	defer mu.Unlock()
	for {
		if len(left) == 0 {
			if err := take(); err != nil {
				return "", err
			}
		}
		n := left[0]
		left = left[1:]
		ln, err := net.Listen("tcp", loopback(n))
		if errors.Is(err, syscall.EADDRINUSE) {
			continue
		}
		if err != nil {
			return "", err
		}
		return ln.Addr().String(), ln.Close()
	}
}

// take takes a block that nobody has.
func take() error {
	for _, i := range rand.Perm((beyond - first) / block) {
		n := first + i*block
		sign, err := net.ListenPacket("udp", loopback(n))
		if errors.Is(err, syscall.EADDRINUSE) {
			continue
		}
		if err != nil {
			return err
		}
		held = append(held, sign)
		for k := range block {
			left = append(left, n+k)
		}
		return nil
	}
	return errors.New("every block of ports is taken")
}

func loopback(n int) string { return fmt.Sprintf("127.0.0.1:%d", n) }

// Multiaddr writes what Draw has returned as a multiaddr of TCP.
func Multiaddr(at string) string {
	host, n, _ := strings.Cut(at, ":")
	return "/ip4/" + host + "/tcp/" + n
}
