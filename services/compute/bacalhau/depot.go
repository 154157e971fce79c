package bacalhau

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// A Depot is a place beside the cluster from which its nodes fetch what is too large for a job, where they cannot reach the
// farmer's Gateway, or should not: package depot has them. What is there belongs to a token, which is a job's own: 16 to 64 of a-z, 0-9
// and -. It is safe for concurrent use.
type Depot interface {
	// Storage is the kind of storage that a node must have to fetch from here, as nodes name it: "s3".
	Storage() string
	// Put brings all that a job is to find, in the place of what was there under its token, and says as which inputs of the job
	// its node has it. An error that is an [*Error] says whether another try may mend it; any other is final.
	Put(ctx context.Context, token string, all []Thing) ([]Input, error)
	// Drop takes away what is there under a token. That nothing is there is no error.
	Drop(ctx context.Context, token string) error
}

// A Particular depot is one that not everything can be brought to.
type Particular interface {
	Depot
	// Takes reports, without bringing anything, what Put would refuse of these things whenever it is asked.
	Takes(all []Thing) error
}

// A Thing is a file or a directory that a guest is to find.
type Thing struct {
	At   string // where the guest finds it: an absolute path
	Path string // of this host; empty: it is the file that holds Data
	Data []byte
}

// EmptyDirectory refuses a directory of the inputs that has nothing in it, where nodes are brought files and no directories: the
// program would come to another result than everywhere else.
func EmptyDirectory(name string) error {
	return &executor.Error{Code: executor.Refused, Cause: fmt.Sprintf("the directory %.200q of the inputs is empty, and nodes that fetch the files would not have it", name),
		Remedy: "put a file into it, or leave it out"}
}

// things are the inputs as they are put into a depot.
func things(inputs []executor.Input) (all []Thing) {
	for _, in := range inputs {
		all = append(all, Thing{At: in.Mount(), Path: in.Path})
	}
	return all
}

// sourceBytes is what an input that is fetched from a depot adds to a job at most, beside where a guest finds it.
const sourceBytes = 2 << 10

// takes reports what of the job's things its depot would refuse.
func (r *run) takes() error {
	if p, ok := r.Depot.(Particular); ok && len(r.things) > 0 {
		return p.Takes(r.things)
	}
	return nil
}

// fetchedBy is the storage by which a node fetches what is not in the job; empty if all is.
func (r *run) fetchedBy() string {
	if len(r.things) > 0 {
		return r.Depot.Storage()
	}
	if slices.ContainsFunc(r.spec.InputSources, func(in Input) bool { return in.Source.Type == servedBy }) {
		return servedBy
	}
	return ""
}

// servedBy is the storage by which nodes fetch from the Gateway.
const servedBy = "urlDownload"

// bring puts what the job is to find into the depot, once, and names it in the job.
func (r *run) bring(ctx context.Context) error {
	if len(r.things) == 0 || r.brought {
		return nil
	}
	if !r.Brought {
		r.Brought = true
		if err := r.write(); err != nil {
			return internal("what is brought to the depot cannot be remembered", err)
		}
	}
	sources, err := again(ctx, r.Executor, func() ([]Input, error) { return r.put(ctx) })
	if err != nil {
		return err
	}
	r.spec.InputSources, r.brought = append(r.spec.InputSources, sources...), true
	return nil
}

// put is one try, which a depot that does not answer does not make last for ever.
func (r *run) put(ctx context.Context) ([]Input, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, r.FetchTime, errSlow)
	defer cancel()
	sources, err := r.Depot.Put(ctx, r.Token, r.things)
	err = hide(err, r.Token)
	if err != nil && context.Cause(ctx) == errSlow {
		return nil, &Error{Kind: Unavailable, Cause: fmt.Sprintf("what nodes are to fetch was not brought to the depot within %s", r.FetchTime), Remedy: "see that it answers from here, or use one that is nearer", Err: err}
	}
	return sources, err
}

var errSlow = errors.New("the depot is slow")

// hide takes a token out of an error that a depot gave: who reads logs, or is told why a job failed, may not have what is under it.
func hide(err error, token string) error {
	if err == nil || !strings.Contains(err.Error(), token) {
		return err
	}
	text := func(s string) string { return strings.ReplaceAll(s, token, "…") }
	if e, ok := errors.AsType[*Error](err); ok {
		return &Error{Kind: e.Kind, Cause: text(e.Cause), Remedy: text(e.Remedy)}
	}
	if e, ok := errors.AsType[*executor.Error](err); ok {
		return &executor.Error{Code: e.Code, Cause: text(e.Cause), Remedy: text(e.Remedy)}
	}
	return errors.New(text(err.Error()))
}
