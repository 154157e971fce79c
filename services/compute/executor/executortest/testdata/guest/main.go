// Command guest is what the conformance suite has executors run: its first argument says what to do.
package main

import (
	"crypto/rand"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	if len(os.Args) < 2 {
		fail("no argument")
	}
	args := os.Args[2:]
	switch os.Args[1] {
	case "echo":
		fmt.Printf("%q\n", args)
		fmt.Printf("%q\n", os.Environ())
		fmt.Fprintln(os.Stderr, "to stderr")
	case "exit":
		n, err := strconv.Atoi(args[0])
		check(err)
		os.Exit(n)
	case "panic":
		panic("on purpose")
	case "copy":
		copyTree()
	case "list":
		check(filepath.WalkDir("/inputs", func(name string, e fs.DirEntry, err error) error {
			if err == nil {
				fmt.Println(name, e.IsDir())
			}
			return err
		}))
	case "touch":
		for _, name := range args {
			err := os.WriteFile(name, []byte("x"), 0o644)
			fmt.Println(name, err == nil)
		}
	case "write":
		n, err := strconv.Atoi(args[1])
		check(err)
		check(os.WriteFile(args[0], make([]byte, n), 0o644))
	case "print":
		n, err := strconv.Atoi(args[0])
		check(err)
		fmt.Print(strings.Repeat("x", n))
	case "memory":
		n, err := strconv.Atoi(args[0])
		check(err)
		b := make([]byte, n<<20)
		for i := range b {
			b[i] = byte(i)
		}
		fmt.Println(len(b), b[len(b)-1])
	case "spin":
		fmt.Println("spinning")
		for {
		}
	case "stdin":
		n, err := os.Stdin.Read(make([]byte, 10))
		fmt.Println(n, err)
	case "luck":
		luck()
	default:
		fail("unknown: " + os.Args[1])
	}
}

// luck prints all that could differ between runs.
func luck() {
	start := time.Now()
	b := make([]byte, 16)
	_, err := rand.Read(b)
	check(err)
	m := map[int]int{}
	for i := range 20 {
		m[i] = i
	}
	time.Sleep(10 * time.Millisecond)
	fmt.Println(start.UnixNano(), time.Since(start), b, os.Getpid())
	for k := range m {
		fmt.Print(k, " ")
	}
	info, err := os.Stat("/inputs")
	check(err)
	fmt.Println(info.ModTime(), info.Mode())
	done := make(chan int)
	for i := range 10 {
		go func() { done <- i }()
	}
	for range 10 {
		fmt.Print(<-done, " ")
	}
}

// copyTree copies /inputs to /outputs and says what it saw.
func copyTree() {
	check(filepath.WalkDir("/inputs", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		fmt.Println(name, e.IsDir())
		to := "/outputs" + strings.TrimPrefix(name, "/inputs")
		if e.IsDir() && name == "/inputs" {
			return nil
		}
		if e.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(to, b, 0o644)
	}))
}

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(text string) {
	fmt.Fprintln(os.Stderr, "guest:", text)
	os.Exit(99)
}
