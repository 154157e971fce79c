package bacalhau_test

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
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

// A job whose orchestrator sends elsewhere from the beginning was never taken, and nothing of it is remembered.
func TestRedirectedSubmit(t *testing.T) {
	w := newWorld(t)
	w.Set(func() {
		w.Fault = always(func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "https://elsewhere.example"+r.URL.Path, http.StatusMovedPermanently)
		})
	})
	if _, err := w.executor.Execute(t.Context(), w.task); err == nil || !strings.Contains(told(err), "https://elsewhere.example") {
		t.Error(told(err))
	}
	if left := w.inDir(t); len(left) > 0 {
		t.Errorf("remembered: %v", left)
	}
}

// publishesAt has it that results are at a URL.
func (w *world) publishesAt(at string) {
	w.Set(func() { w.Published = map[string]any{"Type": "urlDownload", "Params": map[string]any{"URL": at}} })
}

// Who has a result may send elsewhere for it, as a gateway does. What was in the first URL is told to nobody else, and nobody is followed
// for ever, or out of TLS.
func TestRedirectedResult(t *testing.T) {
	result := archive(t, entry{"outputs/f", '0', []byte("x")})
	var heard http.Header
	has := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		heard = r.Header
		_, _ = w.Write(result)
	}))
	t.Cleanup(has.Close)
	sends := func(start func(http.Handler) *httptest.Server, to func(r *http.Request) string) *httptest.Server {
		s := start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "session", Value: "s3cret"})
			http.Redirect(w, r, to(r), http.StatusFound)
		}))
		t.Cleanup(s.Close)
		return s
	}
	there := func(*http.Request) string { return has.URL }
	open, secret := sends(httptest.NewServer, there), sends(httptest.NewTLSServer, there)
	ring := sends(httptest.NewServer, func(*http.Request) string { return "/again" })
	withSecrets := func(at string) string {
		u, err := url.Parse(at)
		if err != nil {
			t.Fatal(err)
		}
		u.User, u.RawQuery = url.UserPassword("farmer", "s3cret"), "signature=s3cret"
		return u.String()
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, at, says string
		http           *http.Client
	}{{"elsewhere", withSecrets(open.URL), "", &http.Client{Jar: jar}}, {"in a ring", ring.URL, "more than 5 times", nil}, {"out of TLS", secret.URL, "in the open", secret.Client()}} {
		w := newWorld(t)
		w.executor.HTTP = c.http
		w.publishesAt(c.at)
		rep, err := w.executor.Execute(t.Context(), w.task)
		if c.says == "" {
			if err != nil || rep.OutputFiles != 1 {
				t.Errorf("%s: %+v, %v", c.name, rep, err)
			}
			for _, header := range []string{"Referer", "Authorization", "Cookie"} {
				if heard.Get(header) != "" {
					t.Errorf("who is sent to hears %s: %s", header, heard.Get(header))
				}
			}
		} else if rep != nil || !strings.Contains(told(err), c.says) {
			t.Errorf("%s: %+v, %s", c.name, rep, told(err))
		}
	}
}
