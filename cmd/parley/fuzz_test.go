package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/parley-p2p/parley/services/compute/bacalhau"
	"github.com/parley-p2p/parley/services/compute/bacalhau/depot"
)

// FuzzDepot: what is taken for a depot names a bucket or a server, and no secret; a refusal repeats nothing beside an @.
func FuzzDepot(f *testing.F) {
	for _, text := range []string{"", "s3://b", "s3://b/p/q?region=r&endpoint=http://h:1", "s3://me:secret@b", "s3://b?endpoint=http://me:secret@h", "s3://b?x=y", "ipfs+http://h:5001",
		"ipfs+https://h", "ipfs+ftp://h", "ipfs://h", "me:secret@h", "s3:", "%", "s3://b#f"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := parseDepot(text)
		if err != nil {
			if strings.Contains(text, "@") && len(text) > 1 && strings.Contains(err.Error(), text) {
				t.Errorf("%v repeats %q", err, text)
			}
			return
		}
		switch d := d.(type) {
		case nil:
			if text != "" {
				t.Errorf("%q is nothing", text)
			}
		case *depot.Bucket:
			if d.Name == "" || strings.HasSuffix(d.Prefix, "/") || strings.Contains(d.Endpoint, "@") || checkURL("endpoint", d.Endpoint) != nil {
				t.Errorf("%q is %+v", text, d)
			}
		case *depot.IPFS:
			if checkURL("node", d.URL) != nil || strings.Contains(d.URL, "@") {
				t.Errorf("%q is %+v", text, d)
			}
		}
	})
}

// FuzzServerURL: what is taken for the URL of a server can be asked, and is shown without who asks; a refusal does not repeat
// what may be a secret.
func FuzzServerURL(f *testing.F) {
	for _, text := range []string{"", "http://127.0.0.1:1234", "https://user:password@cluster.example", "http://[::1]:1234/api", "ftp://user:password@host", "user:password@host:1234",
		"http://host?token=secret", "http://host#f", "http:///path", "://", "http://ho st", "http://user:pass%zz@host"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		err := checkURL("bacalhau", text)
		before, _, secret := strings.Cut(text, "@")
		if _, after, is := strings.Cut(before, "://"); is {
			before = after
		}
		switch {
		case text == "":
			if err != nil {
				t.Error(err)
			}
		case err != nil:
			if _, password, is := strings.Cut(before, ":"); secret && is && len(password) > 12 && strings.Contains(err.Error(), password) {
				t.Errorf("%v repeats %q", err, password)
			}
		default:
			req, err := http.NewRequest(http.MethodGet, text, nil)
			if err != nil || req.URL.Hostname() == "" {
				t.Errorf("%q was taken and cannot be asked: %v", text, err)
				return
			}
			if where, err := url.Parse((&bacalhau.Client{URL: text}).Where()); err != nil || where.User != nil {
				t.Errorf("%q is shown as %v, %v", text, where, err)
			}
		}
	})
}
