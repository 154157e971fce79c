package quorum

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// question is one of JSON-RPC.
type question struct {
	ID     json.RawMessage   `json:"id"`
	Method string            `json:"method"`
	Params []json.RawMessage `json:"params"`
}

// refusal is the error with which a node answers.
type refusal struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

func (r *refusal) Error() string  { return r.Message }
func (r *refusal) ErrorCode() int { return r.Code }
func (r *refusal) ErrorData() any { return r.Data }

// answer is to one question: a result, or why there is none.
type answer struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *refusal        `json:"error,omitempty"`
}

// RoundTrip answers a request of JSON-RPC, one question or a batch. An error is a *transactions.ChainError, or the request's own end.
func (v *Voters) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	r.Body.Close()
	if err != nil {
		return nil, err
	}
	var questions []question
	batch := bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("["))
	if batch {
		err = json.Unmarshal(body, &questions)
	} else {
		questions = make([]question, 1)
		err = json.Unmarshal(body, &questions[0])
	}
	if err != nil {
		return nil, fmt.Errorf("a request that is not JSON-RPC: %w", err)
	}
	answers, err := v.answer(r.Context(), questions)
	if err != nil {
		return nil, err
	}
	for i := range answers {
		answers[i].Version, answers[i].ID = "2.0", questions[i].ID
	}
	var text []byte
	if batch {
		text, err = json.Marshal(answers)
	} else {
		text, err = json.Marshal(answers[0])
	}
	return &http.Response{Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(text)), Body: io.NopCloser(bytes.NewReader(text))}, err
}

// null is the answer that there is nothing.
var null = json.RawMessage("null")

func isNull(raw json.RawMessage) bool {
	return len(raw) == 0 || bytes.Equal(bytes.TrimSpace(raw), null)
}

// raw is a value that was made here, as JSON.
func raw(value any) json.RawMessage {
	b, err := json.Marshal(value)
	if err != nil {
		panic(err) // texts, numbers and hashes only
	}
	return b
}
