package transporttest_test

import (
	"fmt"
	"io"
	"log"
	"net"

	"github.com/parley-p2p/parley/parleytest/transporttest"
)

// However much is asked for, one byte comes: what reads a carrier must not count on more.
func ExampleOneByte() {
	near, far := net.Pipe()
	go func() {
		defer near.Close()
		_, _ = io.WriteString(near, "hello")
	}()
	carrier := transporttest.OneByte{ReadWriteCloser: far}
	defer carrier.Close()

	first := make([]byte, 5)
	n, err := carrier.Read(first)
	if err != nil {
		log.Fatal(err)
	}
	rest, err := io.ReadAll(carrier)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q, then %q\n", first[:n], rest)
	// Output: "h", then "ello"
}
