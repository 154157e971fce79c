package bacalhau_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/bacalhautest"
)

// sending is a server that sends whoever asks to the same path elsewhere.
func sending(t *testing.T, status int, to string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, to+r.URL.Path+"?secret=s3cret", status)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// Nobody is followed who sends elsewhere: a PUT or a DELETE would come there as a GET, and credentials where nobody named them. A job
// is not taken for one that was stopped.
func TestRedirects(t *testing.T) {
	c := bacalhautest.New(t)
	c.Authorization = "Bearer key"
	seen := ""
	c.Fault = func(_ http.ResponseWriter, r *http.Request) bool {
		seen += r.Method + " " + r.URL.Path + "\n"
		return false
	}
	for _, status := range []int{301, 302, 303, 307, 308} {
		for name, own := range map[string]*http.Client{"ours": nil, "the caller's": {}} {
			there := &bacalhau.Client{URL: sending(t, status, c.URL), Auth: bacalhau.Auth{Token: "key"}, HTTP: own}
			_, checked := there.Check(t.Context())
			_, submitted := there.Submit(t.Context(), &bacalhau.Job{Name: "n"})
			_, listed := there.Nodes(t.Context())
			for what, err := range map[string]error{"check": checked, "submit": submitted, "nodes": listed, "stop": there.Stop(t.Context(), "n")} {
				want := fmt.Sprintf("answered %d: it sends elsewhere, to %s", status, c.URL)
				if bacalhau.KindOf(err) != bacalhau.Moved || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret") {
					t.Errorf("%d, %s client: %s: %v", status, name, what, err)
				}
			}
			if own != nil && own.CheckRedirect != nil {
				t.Error("the caller's client is changed")
			}
		}
	}
	if seen != "" {
		t.Errorf("it was asked all the same:\n%s", seen)
	}
}

// A job whose orchestrator sends elsewhere from some moment on is not forgotten, since it may run.
func TestRedirectedStop(t *testing.T) {
	w := newWorld(t)
	w.impatient()
	w.Set(func() {
		w.Hold = make(chan struct{})
		w.Fault = func(rw http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut || len(w.Jobs()) == 0 {
				return false
			}
			http.Redirect(rw, r, "https://elsewhere.example"+r.URL.Path, http.StatusMovedPermanently)
			return true
		}
	})
	_, err := w.executor.Execute(t.Context(), w.task)
	if err == nil || !strings.Contains(told(err), "name that URL in --bacalhau, as https://elsewhere.example") {
		t.Error(told(err))
	}
	if left, err := os.ReadDir(w.executor.Dir); err != nil || len(left) != 1 {
		t.Errorf("the record of a job that runs: %v, %v", left, err)
	}
}
