package bacalhautest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// task is what the fake reads of a job's one task.
type task struct {
	Engine       source
	Publisher    source
	Env          map[string]string
	InputSources []struct {
		Target string
		Source source
	}
	ResultPaths []struct{ Name, Path string }
	Network     struct{ Type string }
	Resources   struct{ CPU, Memory string }
	Timeouts    struct{ ExecutionTimeout, QueueTimeout, TotalTimeout int64 }
}

type source struct {
	Type   string
	Params map[string]any
}

type apiError struct {
	status        int
	code, message string
}

func (e *apiError) Error() string { return e.message }

// errNoRoute is of a path that the API does not have.
var errNoRoute = &apiError{404, "NotFound", "The requested resource/URL was not found."}

// unauthorized are what is said, and hinted at, where who asks may not: the reason is among the details.
var unauthorized = map[int][2]string{
	http.StatusUnauthorized: {"Request Unauthorized", "Unauthorized principal. Event has been recorded."},
	http.StatusForbidden:    {"Request Forbidden", "Check if user have access to this resource. Event has been recorded."},
}

func (c *Cluster) serve(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	fault := c.Fault
	c.calls[kindOf(r)]++
	c.mu.Unlock()
	if fault == nil || !fault(w, r) {
		c.Answer(w, r)
	}
}

// Answer answers a call of the API without a fault.
func (c *Cluster) Answer(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	auth, reads := c.Authorization, c.ReadOnly
	c.mu.Unlock()
	if reads && r.Method != http.MethodGet {
		answer(w, nil, &apiError{403, "Forbidden", "user 'reader' does not have the required capability 'write:job'"})
		return
	}
	if auth != "" && r.Header.Get("Authorization") != auth && !strings.HasPrefix(r.URL.Path, "/api/v1/agent/version") {
		answer(w, nil, &apiError{401, "Unauthorized", "Missing Authorization header"})
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 10<<20))
	if err != nil {
		answer(w, nil, &apiError{413, "", "Request Entity Too Large"})
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	got, err := c.route(r, body)
	answer(w, got, err)
}

// kindOf names a call for Calls.
func kindOf(r *http.Request) string {
	parts := strings.Split(strings.Trim(strings.TrimPrefix(r.URL.Path, "/api/v1/"), "/"), "/")
	switch {
	case parts[0] == "agent" && len(parts) > 1:
		return r.Method + " " + parts[1]
	case len(parts) == 4:
		return r.Method + " " + parts[3]
	case len(parts) == 3:
		return r.Method + " job"
	case len(parts) == 2:
		return r.Method + " " + parts[1]
	}
	return r.Method
}

func answer(w http.ResponseWriter, got any, err error) {
	w.Header().Set("Content-Type", "application/json")
	if e, ok := err.(*apiError); ok {
		w.WriteHeader(e.status)
		told := map[string]any{"Status": e.status, "Message": e.message, "RequestID": "", "Code": e.code, "Component": "JobStore"}
		if e == errNoRoute {
			told["Component"], told["Hint"] = "APIServer", "The server version may be older than this CLI version and does not support the endpoint yet."
		}
		if about, ok := unauthorized[e.status]; ok {
			told["Message"], told["Component"], told["Hint"], told["Details"] = about[0], "Authorizer", about[1], map[string]string{"reason": e.message}
		}
		got = told
	}
	_ = json.NewEncoder(w).Encode(got)
}

func (c *Cluster) route(r *http.Request, body []byte) (any, error) {
	switch kind := kindOf(r); kind {
	case "GET alive":
		return map[string]any{"Status": "OK"}, nil
	case "GET version":
		return map[string]any{"Major": "1", "Minor": c.Minor, "GitVersion": "v1." + c.Minor + ".3", "GOOS": "linux"}, nil
	case "GET nodes":
		return c.nodes(), nil
	case "PUT jobs", "POST jobs":
		if r.Header.Get("Content-Type") != "application/json" {
			return nil, &apiError{400, "", "code=415, message=Unsupported Media Type"}
		}
		return c.put(body)
	default:
		parts := strings.Split(r.URL.Path, "/")
		if len(parts) < 6 || parts[4] != "jobs" {
			return nil, errNoRoute
		}
		at := slices.IndexFunc(c.jobs, func(j *job) bool { return j.id == parts[5] || j.spec["Name"] == parts[5] })
		if at < 0 {
			return nil, &apiError{404, "NotFound", "job not found: " + parts[5]}
		}
		return c.of(c.jobs[at], kind)
	}
}

func (c *Cluster) put(body []byte) (any, error) {
	var in struct{ Job map[string]any }
	if err := json.Unmarshal(body, &in); err != nil || in.Job == nil {
		return nil, &apiError{400, "BadRequest", "code=400, message=Syntax error"}
	}
	var typed struct{ Job struct{ Tasks []task } }
	if err := json.Unmarshal(body, &typed); err != nil || len(typed.Job.Tasks) != 1 {
		return nil, &apiError{400, "InternalError", "missing job tasks"}
	}
	t := typed.Job.Tasks[0]
	for k, v := range t.Env {
		if v == "" || strings.HasPrefix(k, "BACALHAU_") || strings.ToUpper(k) != k {
			return nil, &apiError{400, "InternalError", "invalid environment variable " + k}
		}
	}
	if len(t.ResultPaths) > 0 && t.Publisher.Type == "" {
		return nil, &apiError{400, "InternalError", "publisher must be set if result paths are set"}
	}
	targets := map[string]bool{}
	for _, in := range t.InputSources {
		if targets[in.Target] {
			return nil, &apiError{400, "InternalError", fmt.Sprintf("task main validation failed: input source with target '%s' already exists", in.Target)}
		}
		targets[in.Target] = true
	}
	if o := t.Timeouts; o.TotalTimeout > 0 && o.ExecutionTimeout+o.QueueTimeout > o.TotalTimeout {
		return nil, &apiError{400, "InternalError", "execution timeout and queue timeout exceed the total timeout"}
	}
	j, err := c.submit(in.Job, t, len(body))
	if err != nil {
		return nil, err
	}
	return map[string]any{"JobID": j.id, "EvaluationID": "860e2a78", "Warnings": nil}, nil
}

// of answers what is asked of one job.
func (c *Cluster) of(j *job, kind string) (any, error) {
	switch kind {
	case "GET job":
		return map[string]any{"Job": j.told()}, nil
	case "GET executions":
		items := []any{}
		for _, x := range j.tries {
			items = append(items, c.told(j, x))
		}
		return map[string]any{"NextToken": "", "Items": items}, nil
	case "GET results":
		items := []any{}
		for _, x := range j.tries {
			if x.published {
				if at := c.Signed; at != nil {
					items = append(items, at)
				} else {
					items = append(items, c.where(x))
				}
			}
		}
		return map[string]any{"NextToken": "", "Items": items}, nil
	case "DELETE job":
		switch j.state {
		case "Completed", "Failed":
			return nil, &apiError{500, "InternalError", "cannot stop job in state " + j.state}
		case "Stopped":
			return map[string]any{"EvaluationID": ""}, nil
		}
		j.stop()
		c.to(j, "Stopped", "job stopped")
		return map[string]any{"EvaluationID": "5d1a"}, nil
	}
	return nil, errNoRoute
}

func (j *job) told() map[string]any {
	all := map[string]any{"ID": j.id, "Namespace": "default", "Version": j.version, "Revision": 3,
		"State":      map[string]any{"StateType": j.state, "Message": j.message},
		"CreateTime": j.created.UnixNano(), "ModifyTime": j.changed.UnixNano()}
	for k, v := range j.spec {
		if _, own := all[k]; !own || k == "Namespace" {
			all[k] = v
		}
	}
	return all
}

// told is an execution: with the whole job in it, a lower-case stderr, and numbers for states.
func (c *Cluster) told(j *job, x *try) map[string]any {
	run := map[string]any{"Stdout": x.stdout, "StdoutTruncated": false, "stderr": "", "StderrTruncated": false, "ExitCode": x.exit, "ErrorMsg": ""}
	published := map[string]any{"Type": ""}
	if x.published && !c.Untold {
		published = c.where(x)
	}
	return map[string]any{"ID": x.id, "NodeID": x.node, "JobID": j.id, "JobVersion": j.version, "Job": j.told(),
		"AllocatedResources": map[string]any{"Tasks": map[string]any{}}, "DesiredState": map[string]any{"StateType": 2, "Message": "execution completed"},
		"ComputeState": map[string]any{"StateType": x.state, "Message": x.message}, "PublishedResult": published, "RunOutput": run,
		"CreateTime": x.created.UnixNano(), "ModifyTime": x.change.UnixNano()}
}

func (c *Cluster) where(x *try) map[string]any {
	if c.Published != nil {
		return c.Published
	}
	return map[string]any{"Type": "urlDownload", "Params": map[string]any{"URL": c.results.URL + "/" + x.id + ".tar.gz"}}
}

// nodes is the list: those that compute, and one that only asks.
func (c *Cluster) nodes() map[string]any {
	engines, storage := []string{"wasm", "docker"}, []string{"inline", "urldownload"}
	if c.IPFS != nil {
		storage = append(storage, "ipfs")
	}
	if c.Bucket != nil {
		storage = append(storage, "s3")
	}
	node := func(id, kind string) map[string]any {
		lacks := func(name string) bool { return slices.Contains(c.Without, name) || slices.Contains(c.Lacks[id], name) }
		engines, storage := slices.DeleteFunc(slices.Clone(engines), lacks), slices.DeleteFunc(slices.Clone(storage), lacks)
		return map[string]any{"Info": map[string]any{"NodeID": id, "NodeType": kind, "Labels": map[string]any{"region": "lab"},
			"ComputeNodeInfo": map[string]any{"ExecutionEngines": engines, "Publishers": []string{"s3managed", "noop", "local"},
				"StorageSources":    storage,
				"MaxCapacity":       map[string]any{"CPU": 1.6, "Memory": 20221201612, "Disk": 197939350732},
				"AvailableCapacity": map[string]any{"CPU": 1.6 * float64(c.Slots-c.running) / float64(c.Slots), "Memory": 20221201612, "Disk": 197939350732},
				"RunningExecutions": c.running}},
			"Membership": "APPROVED", "Connection": map[bool]string{false: "CONNECTED", true: "DISCONNECTED"}[c.lost[id]]}
	}
	all := []any{}
	for i := range c.Nodes {
		all = append(all, node(fmt.Sprintf("node-%d", i+1), "Compute"))
	}
	return map[string]any{"NextToken": "", "Nodes": append(all, node("node-0", "Requester"))}
}

// Say answers a call with an error as the API words it.
func Say(w http.ResponseWriter, status int, code, message string) {
	answer(w, nil, &apiError{status, code, message})
}

// Times makes a fault that happens to the first n calls of a kind, as Calls names them.
func (c *Cluster) Times(n int, kind string, f func(http.ResponseWriter, *http.Request)) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if kindOf(r) != kind || c.Calls(kind) > n {
			return false
		}
		f(w, r)
		return true
	}
}

// Slow waits before a call is answered.
func Slow(d time.Duration) func(http.ResponseWriter, *http.Request) bool {
	return func(_ http.ResponseWriter, r *http.Request) bool {
		select {
		case <-time.After(d):
		case <-r.Context().Done():
		}
		return false
	}
}

// Cut breaks a connection after a part of an answer.
func Cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	fmt.Fprint(w, `{"Job":{"ID":"j-`)
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
	panic(http.ErrAbortHandler)
}
