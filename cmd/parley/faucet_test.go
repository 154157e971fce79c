package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestFaucetIsForPrograms: no page of a browser has the faucet grant anything, whatever name it gives this machine.
func TestFaucetIsForPrograms(t *testing.T) { // THREATS 4, local API called from a web page
	t.Parallel()
	faucet := faucetHandler(nil) // whom it refuses it grants nothing
	for _, c := range []struct {
		host, origin string
		code         int
	}{
		{"127.0.0.1:8545", "", http.StatusBadRequest}, // that is no account
		{"[::1]:8545", "", http.StatusBadRequest},
		{"127.0.0.1:8545", "https://page.example", http.StatusForbidden},
		{"127.0.0.1:8545", "null", http.StatusForbidden},
		{"rebound.example:8545", "", http.StatusForbidden},
		{"192.0.2.1:8545", "", http.StatusForbidden},
		{"localhost", "", http.StatusForbidden},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/grant/nobody", nil)
		r.Host = c.host
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		w := httptest.NewRecorder()
		if faucet.ServeHTTP(w, r); w.Code != c.code {
			t.Errorf("%+v: status %d", c, w.Code)
		}
	}
}
