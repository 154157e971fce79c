package bacalhautest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Bucket is a service of S3 with one bucket, named "parley". It verifies no signature but wants one.
type Bucket struct {
	URL string // its endpoint

	// Fault sees every call first; true means that it has answered.
	Fault func(http.ResponseWriter, *http.Request) bool

	// OneByOne: it does not know how to delete many at once.
	OneByOne bool

	mu      sync.Mutex
	objects map[string][]byte
	calls   map[string]int
}

// NewBucket starts one that ends with the test.
func NewBucket(t testing.TB) *Bucket {
	t.Helper()
	b := &Bucket{objects: map[string][]byte{}, calls: map[string]int{}}
	server := httptest.NewServer(http.HandlerFunc(b.serve))
	t.Cleanup(server.Close)
	b.URL = server.URL
	return b
}

// Objects is what is in the bucket, by key.
func (b *Bucket) Objects() map[string][]byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	return maps.Clone(b.objects)
}

// Calls is how many calls it had of an HTTP method.
func (b *Bucket) Calls(method string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.calls[method]
}

// listPage is how many keys a page of a list has.
const listPage = 2

type listing struct {
	XMLName               xml.Name `xml:"ListBucketResult"`
	IsTruncated           bool
	NextContinuationToken string
	Contents              []struct {
		Key  string
		Size int
	}
}

func (b *Bucket) serve(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls[r.Method]++
	if b.Fault != nil && b.Fault(w, r) {
		return
	}
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	body, err := io.ReadAll(r.Body)
	sum := sha256.Sum256(body)
	switch {
	case !strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 "):
		refuse(w, http.StatusForbidden, "AccessDenied")
	case bucket != "parley":
		refuse(w, http.StatusNotFound, "NoSuchBucket")
	case r.Method == http.MethodPut && (err != nil || r.Header.Get("X-Amz-Content-Sha256") != hex.EncodeToString(sum[:])):
		refuse(w, http.StatusBadRequest, "XAmzContentSHA256Mismatch")
	case r.Method == http.MethodPut:
		b.objects[key] = body
	case r.Method == http.MethodPost && r.URL.Query().Has("delete") && !b.OneByOne:
		b.deleteAll(w, body)
	case r.Method == http.MethodPost:
		refuse(w, http.StatusNotImplemented, "NotImplemented")
	case r.Method == http.MethodDelete:
		delete(b.objects, key)
		w.WriteHeader(http.StatusNoContent)
	case r.Method == http.MethodGet && key == "":
		b.list(w, r.URL.Query().Get("prefix"), r.URL.Query().Get("continuation-token"))
	case b.objects[key] == nil:
		refuse(w, http.StatusNotFound, "NoSuchKey")
	default:
		_, _ = w.Write(b.objects[key])
	}
}

// deleteAll deletes the keys that a document names: a thousand at most. b.mu is held.
func (b *Bucket) deleteAll(w http.ResponseWriter, body []byte) {
	var all struct {
		XMLName xml.Name `xml:"Delete"`
		Object  []struct{ Key string }
	}
	if err := xml.Unmarshal(body, &all); err != nil || len(all.Object) == 0 || len(all.Object) > 1000 {
		refuse(w, http.StatusBadRequest, "MalformedXML")
		return
	}
	for _, o := range all.Object {
		delete(b.objects, o.Key)
	}
	w.Header().Set("Content-Type", "application/xml")
	_, _ = io.WriteString(w, "<DeleteResult></DeleteResult>")
}

// list tells a page of the keys that begin so, after one. b.mu is held.
func (b *Bucket) list(w http.ResponseWriter, begins, after string) {
	var l listing
	for _, key := range slices.Sorted(maps.Keys(b.objects)) {
		if !strings.HasPrefix(key, begins) || key <= after {
			continue
		}
		if len(l.Contents) == listPage {
			l.IsTruncated, l.NextContinuationToken = true, l.Contents[listPage-1].Key
			break
		}
		l.Contents = append(l.Contents, struct {
			Key  string
			Size int
		}{key, len(b.objects[key])})
	}
	w.Header().Set("Content-Type", "application/xml")
	_ = xml.NewEncoder(w).Encode(l)
}

// under is what a node makes of all keys that begin so: paths below its mount.
func (b *Bucket) under(begins string) map[string][]byte {
	all := map[string][]byte{}
	for key, data := range b.Objects() {
		if name, found := strings.CutPrefix(key, begins); found {
			all[name] = data
		}
	}
	return all
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, "<Error><Code>"+code+"</Code><Message>no</Message></Error>")
}
