// Command guest is what the conformance suite has executors run: its first argument says what to do.
package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
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
	case "files":
		files()
	case "changes":
		changes()
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

// files does what programs do with files, and says what it saw.
func files() {
	entries, err := os.ReadDir("/inputs")
	check(err)
	for _, e := range entries {
		info, err := e.Info()
		check(err)
		fmt.Println(e.Name(), info.Size(), info.Mode(), info.ModTime().Unix())
	}
	_, err = os.Stat("/inputs/none")
	fmt.Println(err)
	_, err = os.ReadFile("/etc/none")
	fmt.Println(err)
	one, err := os.Stat("/inputs/a")
	check(err)
	two, err := os.Stat("/inputs/b")
	check(err)
	fmt.Println(os.SameFile(one, one), os.SameFile(one, two))
	check(os.WriteFile("/outputs/whole", []byte("all at once"), 0o644))
	f, err := os.Create("/outputs/sought")
	check(err)
	w := bufio.NewWriter(f)
	for i := range 1000 {
		fmt.Fprintln(w, i)
	}
	check(w.Flush())
	_, err = f.Seek(5, io.SeekStart)
	check(err)
	_, err = f.WriteString("here")
	check(err)
	_, err = f.WriteAt([]byte("there"), 5000)
	check(err)
	b := make([]byte, 9)
	_, err = f.ReadAt(b, 1)
	check(err)
	fmt.Printf("%q %d\n", b, f.Fd())
	check(errors.Join(f.Sync(), f.Close()))
	b, err = os.ReadFile("/outputs/whole")
	check(err)
	fmt.Printf("%s\n", b)
}

// changes does with files what fewer programs do.
func changes() {
	check(os.MkdirAll("/outputs/a/b", 0o755))
	f, err := os.CreateTemp("/outputs", "temporary")
	check(err)
	_, err = f.WriteString("moved")
	check(errors.Join(err, f.Close(), os.Rename(f.Name(), "/outputs/a/b/final")))
	for i := range 3 {
		f, err := os.OpenFile("/outputs/log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
		check(err)
		fmt.Fprintln(f, i)
		check(f.Close())
	}
	check(errors.Join(os.WriteFile("/outputs/log2", []byte("gone"), 0o644), os.WriteFile("/outputs/log2", []byte("new"), 0o644), os.Truncate("/outputs/log2", 2)))
	check(errors.Join(os.WriteFile("/outputs/gone", nil, 0o644), os.Remove("/outputs/gone")))
	_, err = os.Stat("/outputs/gone")
	fmt.Println(err)
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
