package bacalhau

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

// Auth is who the orchestrator is to take us for. The zero Auth is nobody, whom many let in.
type Auth struct {
	// Token is an API key, or a token that somebody was issued.
	Token string `json:"token"`
	// User and Password are the other way.
	User     string `json:"user"`
	Password string `json:"password"`
}

// AuthForms is what a file of ReadAuth has of an orchestrator's, in words for people.
const AuthForms = "API key alone, or " + authUser

const authUser = `{"user": "...", "password": "..."}`

func (a Auth) set(r *http.Request) {
	switch {
	case a.Token != "":
		r.Header.Set("Authorization", "Bearer "+a.Token)
	case a.User != "":
		r.SetBasicAuth(a.User, a.Password)
	}
}

// String names the kind and keeps the secret.
func (a Auth) String() string {
	switch {
	case a.Token != "":
		return "with a token"
	case a.User != "":
		return "as the user " + a.User
	}
	return "as nobody"
}

// GoString is String.
func (a Auth) GoString() string { return a.String() }

const maxAuth = 16 << 10

// ReadAuth takes the credentials from a file, or, if there is no name of one, from the environment: BACALHAU_API_KEY,
// or BACALHAU_API_USERNAME and BACALHAU_API_PASSWORD. The file holds a token alone, or a JSON object of "token", or of
// "user" and "password"; nobody but its owner may read it.
func ReadAuth(file string, env func(string) string) (Auth, error) {
	if file == "" {
		a := Auth{Token: env("BACALHAU_API_KEY"), User: env("BACALHAU_API_USERNAME"), Password: env("BACALHAU_API_PASSWORD")}
		return a, a.check("the environment")
	}
	unreadable := func(err error) (Auth, error) {
		return Auth{}, &Error{Kind: Unauthorized, Cause: fmt.Sprintf("the credentials in %s cannot be read", file), Remedy: "see that the file is there: ls -l " + file, Err: err}
	}
	info, err := os.Stat(file) // before it is opened: whoever opens a pipe waits for its other end
	if err != nil {
		return unreadable(err)
	}
	if !info.Mode().IsRegular() {
		return Auth{}, &Error{Kind: Unauthorized, Cause: file + " is not a file that could hold credentials", Remedy: "name a file with its " + AuthForms}
	}
	f, err := os.Open(file)
	if err != nil {
		return unreadable(err)
	}
	defer f.Close()
	if info.Mode().Perm()&0o077 != 0 {
		return Auth{}, &Error{Kind: Unauthorized, Cause: fmt.Sprintf("others may read the credentials in %s", file), Remedy: "keep them to yourself: chmod 600 " + file}
	}
	text, err := io.ReadAll(io.LimitReader(f, maxAuth+1))
	if err != nil || len(text) > maxAuth {
		return unreadable(errors.Join(err, errors.New("too long")))
	}
	text = bytes.TrimSpace(text)
	if len(text) > 0 && text[0] != '{' {
		a := Auth{Token: string(text)}
		return a, a.check(file)
	}
	var a Auth
	if len(text) == 0 {
		text = []byte("{}")
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&a); err != nil { // which does not quote the secret
		return Auth{}, &Error{Kind: Unauthorized, Cause: fmt.Sprintf("the credentials in %s do not decode", file), Remedy: "write its " + AuthForms}
	}
	if a == (Auth{}) {
		a.Token = " "
	}
	return a, a.check(file)
}

func (a Auth) check(from string) error {
	switch {
	case strings.ContainsFunc(a.Token+a.User+a.Password, func(r rune) bool { return r < 0x20 || r == 0x7f }), a.Token != strings.TrimSpace(a.Token), strings.Contains(a.User, ":"):
		return &Error{Kind: Unauthorized, Cause: "the credentials in " + from + " are empty or have characters that cannot be sent", Remedy: "copy them again, on one line"}
	case a.Token != "" && a.User != "":
		return &Error{Kind: Unauthorized, Cause: "the credentials in " + from + " are both an API key and a user", Remedy: "leave one out"}
	case a.Password != "" && a.User == "":
		return &Error{Kind: Unauthorized, Cause: "the credentials in " + from + " are a password without a user", Remedy: "name the user too"}
	case a.User != "" && a.Password == "":
		return &Error{Kind: Unauthorized, Cause: "the credentials in " + from + " are a user without a password", Remedy: `give it too, in BACALHAU_API_PASSWORD or as "password" in the file`}
	}
	return nil
}
