package bacalhautest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/parley-p2p/parley/content"
)

// IPFS is an IPFS node with as much of the RPC API of Kubo as a depot calls. It verifies every block.
type IPFS struct {
	URL string // of the RPC API

	// Fault sees every call first; true means that it has answered.
	Fault func(http.ResponseWriter, *http.Request) bool

	mu     sync.Mutex
	trees  map[string]*content.Archive // what was imported, by CID
	folder map[string]string           // the node's files: a path, and the CID that is there; empty of directories
}

// NewIPFS starts one that ends with the test.
func NewIPFS(t testing.TB) *IPFS {
	t.Helper()
	n := &IPFS{trees: map[string]*content.Archive{}, folder: map[string]string{}}
	server := httptest.NewServer(http.HandlerFunc(n.serve))
	t.Cleanup(server.Close)
	n.URL = server.URL
	return n
}

// Blocks are those of files, each once, as a gateway gives them for the CID of the directory that has them all.
func Blocks(t testing.TB, all map[string]string) (root string, car []byte) {
	t.Helper()
	tree := fstest.MapFS{}
	for name, data := range all {
		tree[name] = &fstest.MapFile{Data: []byte(data)}
	}
	var blocks content.Archive
	c, err := content.AddFS(t.Context(), &blocks, tree, content.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := content.WriteCAR(t.Context(), &out, c, &blocks, content.Limits{}); err != nil {
		t.Fatal(err)
	}
	return c.String(), out.Bytes()
}

// Break changes Fault while the node is used.
func (n *IPFS) Break(fault func(http.ResponseWriter, *http.Request) bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.Fault = fault
}

// Files is how many paths there are among the node's files.
func (n *IPFS) Files() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.folder)
}

// Imported is how many trees were imported, each once.
func (n *IPFS) Imported() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.trees)
}

func (n *IPFS) serve(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	fault := n.Fault
	n.mu.Unlock()
	if fault != nil && fault(w, r) {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if r.Method != http.MethodPost {
		http.Error(w, "405 - Method Not Allowed", http.StatusMethodNotAllowed)
		return
	}
	if err := n.do(r); err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		fmt.Fprintf(w, `{"Message":%q,"Code":0,"Type":"error"}`, err)
	}
}

// do does a command. n.mu is held.
func (n *IPFS) do(r *http.Request) error {
	args := r.URL.Query()["arg"]
	switch command := strings.TrimPrefix(r.URL.Path, "/api/v0/"); {
	case command == "dag/import":
		form, err := r.MultipartReader()
		if err != nil {
			return err
		}
		part, err := form.NextPart()
		if err != nil {
			return err
		}
		tree, err := content.ReadList(part, content.Limits{})
		if err != nil {
			return err
		}
		n.trees[tree.Root.String()] = tree
	case command == "files/mkdir" && len(args) == 1:
		n.folder[args[0]] = ""
	case command == "files/cp" && len(args) == 2:
		root := strings.TrimPrefix(args[0], "/ipfs/")
		if _, there := n.folder[path.Dir(args[1])]; !there {
			return fmt.Errorf("file does not exist")
		}
		if _, there := n.folder[args[1]]; there {
			return fmt.Errorf("cp: cannot put node in path %s: directory already has entry by that name", args[1])
		}
		if n.trees[root] == nil {
			return fmt.Errorf("cp: cannot get node from path %s: block was not found", args[0])
		}
		n.folder[args[1]] = root
	case command == "files/rm" && len(args) == 1:
		for at := range n.folder {
			if at == args[0] || strings.HasPrefix(at, args[0]+"/") {
				delete(n.folder, at)
			}
		}
	default:
		return fmt.Errorf("argument or command %q", r.URL)
	}
	return nil
}

// export writes what is at a CID to a name in a directory, as a node does that has it among its files.
func (n *IPFS) export(ctx context.Context, root, dir, name string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	kept := false
	for _, at := range n.folder {
		kept = kept || at == root
	}
	tree := n.trees[root]
	if tree == nil || !kept {
		return fmt.Errorf("IPFS storage provider was unable to retrieve content %q", root)
	}
	into, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer into.Close()
	return content.Export(ctx, tree, tree.Root, into, name, content.Limits{})
}
