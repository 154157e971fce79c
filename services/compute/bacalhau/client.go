package bacalhau

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Client speaks to the orchestrator of a cluster. Its fields are not changed after first use; it is safe for concurrent
// use. What the orchestrator answers is read up to a bound; every error is an [*Error].
type Client struct {
	URL  string // of the orchestrator, for example "http://127.0.0.1:1234"
	Auth Auth
	HTTP *http.Client // default: one that gives up a call after CallTime. A redirect is not followed with either
}

// CallTime is how long a call may take: the orchestrator gives up its handlers after 30 seconds.
const CallTime = 40 * time.Second

const (
	maxAnswer = 32 << 20 // bytes of one answer: lists of executions repeat the whole job
	maxItems  = 10_000   // items of a list, over all its pages
	// MaxJob is the longest job that is sent, in bytes. Beyond about a million the message bus between the orchestrator and
	// its nodes takes it from the one and never gives it to the others, and the node runs nothing any more.
	MaxJob = 900_000
)

var defaultHTTP = &http.Client{Timeout: CallTime}

// Check asks the orchestrator for its version, and refuses one that is too old.
func (c *Client) Check(ctx context.Context) (Version, error) {
	var v Version
	if err := c.call(ctx, http.MethodGet, "/api/v1/agent/version", nil, &v); err != nil {
		return Version{}, err
	}
	return v, v.check()
}

// Submit gives the cluster a job and returns its id there. A name that the cluster knows already is answered with the id of
// the job that has it, whatever the API says to a repeat. A job without a name, or too long for the cluster, is not sent.
func (c *Client) Submit(ctx context.Context, j *Job) (id string, err error) {
	if j.Name == "" {
		return "", &Error{Kind: BadRequest, Cause: "a job without a name cannot be found again", Remedy: "name it"}
	}
	body, err := json.Marshal(struct{ Job *Job }{j})
	if err != nil {
		return "", fmt.Errorf("encode job: %w", err)
	}
	if len(body) > MaxJob {
		return "", &Error{Kind: TooLarge, Cause: fmt.Sprintf("the job is %d bytes, and the cluster takes at most %d", len(body), MaxJob),
			Remedy: "let the cluster's nodes fetch module and inputs from a gateway (--bacalhau-gateway)"}
	}
	var answer struct{ JobID string }
	err = c.call(ctx, http.MethodPut, "/api/v1/orchestrator/jobs", body, &answer)
	if err != nil && (KindOf(err) == Unavailable || KindOf(err) == Fault || KindOf(err) == Garbled) && ctx.Err() == nil {
		// It may have been taken all the same; and that a job is there already is told as a fault.
		if known, findErr := c.Job(ctx, j.Name); findErr == nil {
			return known.ID, nil
		}
	}
	if err == nil && answer.JobID == "" {
		err = &Error{Kind: Garbled, Cause: "the orchestrator took a job and gave no id for it", Remedy: "see whether its URL is that of a Bacalhau orchestrator"}
	}
	return answer.JobID, err
}

// Job reads a job by id or name.
func (c *Client) Job(ctx context.Context, idOrName string) (*Job, error) {
	var answer struct{ Job *Job }
	if err := c.call(ctx, http.MethodGet, "/api/v1/orchestrator/jobs/"+url.PathEscape(idOrName), nil, &answer); err != nil {
		return nil, err
	}
	if answer.Job == nil || answer.Job.ID == "" {
		return nil, garbled("a job without an id", nil)
	}
	if answer.Job.Name != idOrName && answer.Job.ID != idOrName {
		return nil, garbled(fmt.Sprintf("another job than %s", idOrName), nil)
	}
	return answer.Job, nil
}

// Executions are the tries of a job, in no order.
func (c *Client) Executions(ctx context.Context, id string) ([]Execution, error) {
	var answer struct{ Items []Execution }
	err := c.call(ctx, http.MethodGet, "/api/v1/orchestrator/jobs/"+url.PathEscape(id)+"/executions", nil, &answer)
	return answer.Items, err
}

// Results are what the publisher of a job made of it: one for every node that completed it.
func (c *Client) Results(ctx context.Context, id string) ([]Spec, error) {
	return list[Spec](ctx, c, "/api/v1/orchestrator/jobs/"+url.PathEscape(id)+"/results?", "Items")
}

// Stop ends a job. One that has ended already is no error.
func (c *Client) Stop(ctx context.Context, id string) error {
	err := c.call(ctx, http.MethodDelete, "/api/v1/orchestrator/jobs/"+url.PathEscape(id), nil, nil)
	if err == nil || KindOf(err) == NotFound {
		return nil
	}
	if j, readErr := c.Job(ctx, id); readErr == nil && j.Ended() { // told as a fault
		return nil
	}
	return err
}

// Allowed asks whether these credentials may do what work needs, beside reading nodes: it reads and stops a job of a name that no job
// has. What a key may is told apart by the method, before a job is looked for.
func (c *Client) Allowed(ctx context.Context) error {
	at := "/api/v1/orchestrator/jobs/parley-trial-" + strings.ToLower(rand.Text())
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		err := c.call(ctx, method, at, nil, nil)
		if err == nil {
			return garbled("a job that nobody submitted", nil)
		}
		if k := KindOf(err); k == Unauthorized || k == Forbidden { // else it is no verdict on the key: who works hears of it, and asks again
			return err
		}
	}
	return nil
}

// Nodes are the members of the cluster that may be given work and are connected.
func (c *Client) Nodes(ctx context.Context) ([]Node, error) {
	all, err := list[Node](ctx, c, "/api/v1/orchestrator/nodes?", "Nodes")
	var there []Node
	for _, n := range all {
		if n.Info.NodeType == "Compute" && n.Membership == "APPROVED" && n.Connection == "CONNECTED" {
			there = append(there, n)
		}
	}
	return there, err
}

// list reads all pages of a list, in a bounded number of calls.
func list[T any](ctx context.Context, c *Client, path, field string) (all []T, err error) {
	next := ""
	for range 100 {
		var answer map[string]json.RawMessage
		if err := c.call(ctx, http.MethodGet, path+"limit=100"+next, nil, &answer); err != nil {
			return nil, err
		}
		var page []T
		var token string
		if raw := answer[field]; raw != nil {
			err = json.Unmarshal(raw, &page)
		}
		if raw := answer["NextToken"]; raw != nil && err == nil {
			err = json.Unmarshal(raw, &token)
		}
		if err != nil {
			return nil, garbled("a list that does not decode", err)
		}
		all = append(all, page...)
		if token == "" {
			return all, nil
		}
		if len(all) > maxItems {
			break
		}
		next = "&next_token=" + url.QueryEscape(token)
	}
	return nil, garbled("a list without an end", nil)
}

// call makes one call. answer, if not nil, is what a success is decoded into.
func (c *Client) call(ctx context.Context, method, path string, body []byte, answer any) error {
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(c.URL, "/")+path, bytes.NewReader(body))
	if err != nil {
		return &Error{Kind: BadRequest, Cause: c.Where() + " is no URL of an orchestrator", Remedy: "give one as http://HOST:1234"} // err quotes it
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	c.Auth.set(req)
	res, err := c.caller().Do(req)
	if err != nil {
		return c.unreachable(ctx, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	switch {
	case err != nil:
		return c.unreachable(ctx, err)
	case len(text) > maxAnswer:
		return garbled(fmt.Sprintf("more than %d MiB", maxAnswer>>20), nil)
	case res.StatusCode >= 300 && res.StatusCode <= 399:
		return c.moved(res)
	case res.StatusCode < 200 || res.StatusCode > 299:
		return c.other(refused(res.StatusCode, text))
	case answer == nil:
		return nil
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return garbled("something else than the API of Bacalhau", err)
	}
	return nil
}

// caller follows nobody: a PUT or a DELETE would come as a GET to where an orchestrator sends, and the credentials with it.
func (c *Client) caller() *http.Client {
	own := *defaultHTTP
	if c.HTTP != nil {
		own = *c.HTTP
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// Where is the URL without what may be secret in it: who to be, and a query.
func (c *Client) Where() string {
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" {
		return "what was given" // of which no part is safe to repeat
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}

// unreachable is a call to which no answer has come, or none of a web server. Why ctx has ended, if it has, is said in the words of its cause.
func (c *Client) unreachable(ctx context.Context, err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err // the URL may hold a secret
	}
	at := strings.TrimSuffix(strings.TrimRight(c.Where(), "/"), apiPath)
	if strings.Contains(err.Error(), "malformed HTTP") { // net/http has no name for it, and repeats what was said
		return &Error{Kind: Garbled, Cause: "something else than a Bacalhau orchestrator answers at " + at, Remedy: usual, Err: err}
	}
	why := err
	if errors.Is(err, context.DeadlineExceeded) {
		if why = context.Cause(ctx); why == nil || errors.Is(why, context.DeadlineExceeded) {
			why = errors.New("nothing came in time")
		}
	}
	return &Error{Kind: Unavailable, Cause: fmt.Sprintf("the Bacalhau orchestrator at %s does not answer: %v", at, why),
		Remedy: "see that it runs (curl " + at + apiPath + "/agent/alive) and that --bacalhau is its URL", Err: err}
}

const (
	// apiPath is where an orchestrator has its API.
	apiPath = "/api/v1"
	// usual is where else to look, where something else answers.
	usual = "name the URL of its API, which is usually on port 1234: --bacalhau http://HOST:1234"
)

// other has an answer that there is no such thing say where else to look, unless it may be for want of leaving the path out.
func (c *Client) other(err *Error) error {
	if u, bad := url.Parse(c.URL); bad == nil && strings.Trim(u.Path, "/") == "" && err.Kind == NotFound {
		err.Remedy = "see that a Bacalhau orchestrator answers there, and not something else; " + usual
	}
	return err
}

// moved is an answer that sends elsewhere. Only the server is told: what comes behind it may hold a secret.
func (c *Client) moved(res *http.Response) error {
	where, remedy := "and does not say where", "see what stands before the orchestrator"
	if to, err := res.Location(); err == nil && to.Host != "" {
		at := clean(to.Scheme + "://" + to.Host)
		where, remedy = "to "+at, "name that URL in --bacalhau, as "+at
		if to.Scheme == res.Request.URL.Scheme && to.Host == res.Request.URL.Host {
			remedy = "see what stands before the orchestrator, and name the URL of its API alone, without a path"
		}
	}
	return &Error{Kind: Moved, Cause: fmt.Sprintf("the orchestrator at %s answered %d: it sends elsewhere, %s", c.Where(), res.StatusCode, where), Remedy: remedy}
}
