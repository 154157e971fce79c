package modules

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/parley-p2p/parley/messages"
)

// Address is a version of a module.
type Address struct {
	// Repository is a URL of https, or, if Local, the path of a repository's folder.
	Repository string
	Local      bool
	// Version is a tag, a branch, or a commit in 40 hex digits.
	Version string
}

// Kind says what went wrong with a module.
type Kind int

const (
	// BadName: the name of a module is none.
	BadName Kind = iota + 1
	// NotThere: the repository, its version or its template cannot be found.
	NotThere
	// OutOfReach: the repository's server cannot be asked, or does not do what it should.
	OutOfReach
	// BadModule: what was found is no module, or none with these values.
	BadModule
)

// Error is why a module cannot be had, and what to do.
type Error struct {
	Kind   Kind
	Cause  string
	Remedy string
	Err    error // nil where nothing else failed
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Cause + ": " + messages.Printable(e.Err.Error())
	}
	return e.Cause
}

func (e *Error) Unwrap() error { return e.Err }

// Correct is what to do about a module that makes no job.
const Correct = "choose other values or another version, or have its author correct it; or correct it in a copy: git clone its repository, commit, and name that as ./COPY:COMMIT"

func failed(kind Kind, err error, remedy, format string, args ...any) *Error {
	return &Error{kind, messages.Printable(fmt.Sprintf(format, args...)), remedy, err}
}

var (
	short  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	host   = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?/`)
	scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*::?//|^[A-Za-z][A-Za-z0-9+.-]*::`)
)

const (
	exampleName = "name it as in github.com/OWNER/REPO:v1.0, https://HOST/PATH:v1.0, or PATH:v1.0 of a repository on this machine"
	maxAddress  = 1024 // bytes of a name
)

// IsAddress reports whether a name can be that of a module: it has a version behind a colon, or is a URL, and is no file.
func IsAddress(name string) bool {
	if scheme.MatchString(name) {
		return true
	}
	if _, err := os.Lstat(name); err == nil {
		return false
	}
	_, version, found := cutVersion(name)
	return found && version != "" && !strings.HasSuffix(name, ".wasm")
}

// cutVersion cuts a name at its last colon, but for that of a port.
func cutVersion(name string) (repository, version string, found bool) {
	at := strings.LastIndex(name, ":")
	if at < 0 || strings.HasPrefix(name[at:], "://") {
		return name, "", false
	}
	repository, version = name[:at], name[at+1:]
	if _, rest, isURL := strings.Cut(repository, "://"); isURL && !strings.Contains(rest, "/") && !strings.HasPrefix(name, "file:") {
		return name, "", false // a port
	}
	return repository, version, true
}

// ParseAddress reads the name of a module. names are short names and what they stand for. Its error is an [*Error].
func ParseAddress(name string, names map[string]string) (Address, error) {
	if len(name) > maxAddress {
		return Address{}, failed(BadName, nil, exampleName, "the name of the module has %d bytes, more than %d", len(name), maxAddress)
	}
	repository, version, found := cutVersion(name)
	a := Address{Version: version}
	if !found || version == "" {
		return a, failed(BadName, nil, "name a tag, a branch or a commit of it, as in "+messages.Printable(strings.TrimSuffix(name, ":"))+":v1.0", "the module %s has no version", name)
	}
	if err := plumbing.ReferenceName("refs/tags/" + version).Validate(); err != nil || strings.HasPrefix(version, "-") {
		return a, failed(BadName, nil, "name a tag, a branch, or a commit by its 40 hex digits", "%q can be no version of a module", version)
	}
	if url, known := names[repository]; known {
		repository = url
	} else if short.MatchString(repository) && !isDir(repository) {
		return a, failed(BadName, nil, exampleName, "nobody has said what repository the module %q is", repository)
	}
	return located(a, repository)
}

// located finds out where the repository of an address is.
func located(a Address, repository string) (Address, error) {
	switch {
	case strings.HasPrefix(repository, "https://"):
		a.Repository = repository
	case strings.HasPrefix(repository, "file://"):
		a.Repository, a.Local = strings.TrimPrefix(repository, "file://"), true
		if !filepath.IsAbs(a.Repository) {
			return a, failed(BadName, nil, "write it as in file:///home/me/module:v1.0", "%s names no path on this machine", repository)
		}
	case scheme.MatchString(repository):
		return a, failed(BadName, nil, "name it by https, which anybody can read without a password, or by a path on this machine", "a module is fetched by https only, not as %s", repository)
	case !isDir(repository) && host.MatchString(repository):
		a.Repository = "https://" + repository
	default:
		a.Repository, a.Local = repository, true
	}
	if a.Local {
		return a, nil
	}
	u, err := url.Parse(a.Repository)
	if err != nil || u.Host == "" || strings.Trim(u.Path, "/") == "" || u.RawQuery != "" || u.Fragment != "" {
		return a, failed(BadName, nil, exampleName, "%s is no URL of a repository", a.Repository)
	}
	if u.User != nil {
		return a, failed(BadName, nil, "leave the name and the password out: a module is what anybody can read", "the URL of the module at %s has a password in it", u.Host)
	}
	a.Repository = strings.TrimSuffix(a.Repository, "/")
	return a, nil
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
