package transactions_test

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
)

// rewrite passes a response's body through edit.
func rewrite(r *http.Response, edit func([]byte) []byte) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body.Close()
	body = edit(body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	r.Header.Set("Content-Length", strconv.Itoa(len(body)))
	return nil
}
