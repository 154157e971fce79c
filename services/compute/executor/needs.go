package executor

import (
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// Needs are what a task asks for beside its limits. The zero Needs are those of a task that one machine of any kind runs.
type Needs struct {
	MilliCPU int64   // thousandths of a processor that are kept for it; zero leaves it to the executor
	GPUs     int     // whole ones, of one machine
	Labels   []Label // what the labels of that machine must be: all of them
	// Replicas is how many machines run the task, each once, to the same result; zero is one. A result of replicas that
	// differ is none.
	Replicas int
}

// IsZero reports whether any machine will do.
func (n Needs) IsZero() bool {
	return n.MilliCPU == 0 && n.GPUs == 0 && len(n.Labels) == 0 && n.Replicas <= 1
}

// Plain reports, as an [*Error] with the code Refused, what a task asks for that an executor has not which runs modules on
// this machine and nothing else.
func (t *Task) Plain() error {
	refused := func(what, remedy string) error { return &Error{Code: Refused, Cause: what, Remedy: remedy} }
	const elsewhere = "hire somebody who has one, with a cluster behind"
	switch {
	case t.Container != nil:
		return refused("the job is a container, and there is no engine for containers here", elsewhere)
	case t.Needs.GPUs > 0:
		return refused("the job asks for a GPU, and none is offered here", elsewhere)
	case t.Needs.Replicas > 1:
		return refused("the job asks for replicas on several machines, and there is one here", "ask for one, or hire somebody who has a cluster behind")
	case len(t.Needs.Labels) > 0:
		return refused("the job asks for a machine with labels ("+t.Needs.Labels[0].String()+"), and there are none here", elsewhere)
	case t.Needs.MilliCPU > int64(runtime.NumCPU())*1000:
		return refused("the job asks for more processors than there are here", "ask for fewer, or hire somebody who has more")
	}
	return nil
}

// A Label is what one of a machine's labels must be, as Kubernetes and Bacalhau have it.
type Label struct {
	Key string
	// Operator is one of "=", "in", "!=", "notin", "exists", "!" (is not there), "gt" and "lt". What "!=" and "notin" say
	// is true of a machine without the label, too.
	Operator string
	Values   []string // as many as the operator takes
}

// Bounds of Needs.
const (
	maxMilliCPU = 1_000_000
	maxGPUs     = 1000
	maxReplicas = 16
	maxLabels   = 64
	maxLabel    = 253 // bytes of a key or value
)

// Validate reports, as an [*Error] with the code BadTask, what no machine could meet.
func (n Needs) Validate() error {
	switch {
	case n.MilliCPU < 0 || n.MilliCPU > maxMilliCPU:
		return badTask("%d thousandths of a processor are not from 0 to %d", n.MilliCPU, maxMilliCPU)
	case n.GPUs < 0 || n.GPUs > maxGPUs:
		return badTask("%d GPUs are not from 0 to %d", n.GPUs, maxGPUs)
	case n.Replicas < 0 || n.Replicas > maxReplicas:
		return badTask("%d replicas are not from 1 to %d", n.Replicas, maxReplicas)
	case len(n.Labels) > maxLabels:
		return badTask("%d labels are wanted, at most %d", len(n.Labels), maxLabels)
	}
	for _, l := range n.Labels {
		if err := l.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// Validate reports, as an [*Error] with the code BadTask, a label that means nothing.
func (l Label) Validate() error {
	if l.Key == "" || len(l.Key) > maxLabel || !isText(l.Key) {
		return badTask("a label's key is text of 1 to %d bytes", maxLabel)
	}
	least, most := 1, 1
	switch l.Operator {
	case "=", "!=", "gt", "lt":
	case "in", "notin":
		most = maxLabels
	case "exists", "!":
		least, most = 0, 0
	default:
		return badTask("label %q: the operator %.40q is none of =, !=, in, notin, exists, !, gt, lt", l.Key, l.Operator)
	}
	if len(l.Values) < least || len(l.Values) > most {
		return badTask("label %q: %d values do not go with %q", l.Key, len(l.Values), l.Operator)
	}
	for _, v := range l.Values {
		if len(v) > maxLabel || !isText(v) {
			return badTask("label %q: a value is text of at most %d bytes", l.Key, maxLabel)
		}
		if _, err := strconv.ParseInt(v, 10, 64); err != nil && (l.Operator == "gt" || l.Operator == "lt") {
			return badTask("label %q: %q compares whole numbers, not %q", l.Key, l.Operator, v)
		}
	}
	return nil
}

func isText(s string) bool {
	return strings.ToValidUTF8(s, "") == s && !strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r == 0x7f })
}

// Meets reports whether a machine with such labels will do. l is valid.
func (l Label) Meets(labels map[string]string) bool {
	value, there := labels[l.Key]
	switch l.Operator {
	case "=", "in":
		return there && slices.Contains(l.Values, value)
	case "!=", "notin":
		return !there || !slices.Contains(l.Values, value)
	case "exists":
		return there
	case "!":
		return !there
	}
	has, err := strconv.ParseInt(value, 10, 64)
	wants, wantsErr := strconv.ParseInt(l.Values[0], 10, 64)
	if err != nil || wantsErr != nil {
		return false
	}
	return l.Operator == "gt" && has > wants || l.Operator == "lt" && has < wants
}

func (l Label) String() string {
	switch l.Operator {
	case "exists":
		return l.Key
	case "!":
		return "!" + l.Key
	case "in", "notin":
		return l.Key + " " + l.Operator + " (" + strings.Join(l.Values, ", ") + ")"
	case "gt":
		return l.Key + " > " + l.Values[0]
	case "lt":
		return l.Key + " < " + l.Values[0]
	}
	return l.Key + " " + l.Operator + " " + strings.Join(l.Values, "")
}
