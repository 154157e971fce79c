// Command hello does what the tests of package wasip1 ask for.
package main

import (
	"os"
	"strings"
)

func main() {
	switch os.Args[1] {
	case "copy":
		text, err := os.ReadFile("/inputs/in.txt")
		if err != nil {
			panic(err)
		}
		if err := os.WriteFile("/outputs/out.txt", []byte(strings.ToUpper(string(text))), 0o644); err != nil {
			panic(err)
		}
		os.Stdout.WriteString("copied\n")
	case "fail":
		os.Stderr.WriteString("as told\n")
		os.Exit(7)
	case "grow":
		var all [][]byte
		for {
			all = append(all, make([]byte, 64<<20))
			all[len(all)-1][1] = 1
		}
	}
}
