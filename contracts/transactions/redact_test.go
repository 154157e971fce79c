package transactions

import "testing"

// What is shown of an address has nothing in it that may be a password or a key, also where the address is mistyped.
func TestRedact(t *testing.T) {
	for address, want := range map[string]string{
		"http://127.0.0.1:8545":               "http://127.0.0.1:8545",
		"https://host/v3/s3cret?key=s3cret#s": "https://host",
		"wss://me:s3cret@[::1]:8545/s3cret":   "wss://[::1]:8545",
		"http://me:s3@cret@host:8545":         "http://host:8545",
		"http://me:s3cret/Key@host:8545":      "http://…",
		"http://me:53/Key@host:8545":          "http://…",
		"http://me:53?Key@host:8545":          "http://…",
		"http://me:53#Key@host:8545":          "http://…",
		`http://me:s3cret\Key@host:8545`:      "http://…",
		"http://me:53/Key%40host:8545":        "http://…",
		"http:///v3/s3cret":                   "http://…",
		"http://s3 cret":                      "http://…",
		"ftp://host/s3cret":                   "ftp://host",
		"me:s3://cret@host:8545":              "…",
		"s3cret://host":                       "…",
		"s3cret":                              "…",
		"me:s3cret@host:8545":                 "…",
		"me:s3cret":                           "…",
		"host:8545/s3cret":                    "…",
		"localhost:8545":                      "localhost:8545",
		"[::1]:8545":                          "[::1]:8545",
		"":                                    "",
	} {
		if got := Redact(address); got != want {
			t.Errorf("%q is shown as %q, want %q", address, got, want)
		}
	}
}
