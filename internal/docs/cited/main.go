// Command cited lists the requirements of this release that no test cites yet, and how many do: go run
// ./internal/docs/cited, at the root of the module. With -v it lists the tests of each.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/parley-p2p/parley/internal/docs"
)

// release is what 0.1.0 promises.
const release = "A01 to A37, A39 to A46, C01, C03, C05 to C07, C14 to C37, C48 to C52, C60, R18 to R24, R37, R39, R42, R46 to R49, R51, H01, H02, H05, H06, J22, M4, M7, M15, M16"

func main() {
	verbose := flag.Bool("v", false, "name the tests of each")
	flag.Parse()
	cited, err := docs.Citations(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, "cited:", err)
		os.Exit(1)
	}
	ids := docs.Ids(release)
	missing := 0
	for _, id := range ids {
		switch files := cited[id]; {
		case len(files) == 0:
			missing++
			fmt.Println(id, "is cited by no test")
		case *verbose:
			fmt.Println(id, strings.Join(files, " "))
		}
	}
	fmt.Printf("%d of %d cited\n", len(ids)-missing, len(ids))
}
