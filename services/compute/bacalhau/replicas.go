package bacalhau

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// ranOn are the tries that ended by themselves, the newest of each node, and the newest first: those that are said to be completed, or,
// where states have other names, all that do not tell of another end. One that failed or was refused has an empty output, too.
func (r *run) ranOn(tries []Execution) (all []*Execution) {
	told := slices.ContainsFunc(tries, func(t Execution) bool { return t.state() == tryCompleted })
	for i := range slices.Backward(tries) {
		t := &tries[i]
		if t.RunOutput == nil || told && t.state() != tryCompleted || r.ownDoing(*t) {
			continue
		}
		if !slices.ContainsFunc(all, func(have *Execution) bool { return have.NodeID == t.NodeID }) {
			all = append(all, t)
		}
	}
	return all
}

// replicated holds the result of a task against those of all other nodes that ran it: of replicas that differ there is none, and who
// came to what is told, so that with three or more the odd one is seen.
func (r *run) replicated(ctx context.Context, j *Job, ran []*Execution, rep *executor.Report) error {
	asked := r.task.Needs.Replicas
	if asked <= 1 || rep.End != executor.Exited && rep.End != executor.OutOfFuel {
		return nil
	}
	if len(ran) < asked {
		return internal(fmt.Sprintf("the job asks for %d replicas, and %d nodes ran it", asked, len(ran)), nil)
	}
	first, err := digestOf(r.task.Dir)
	if err != nil {
		return internal("a result cannot be read", err)
	}
	alike := map[came][]string{cameTo(rep, first): {clean(ran[0].NodeID)}} // the nodes, by what they came to
	for _, t := range ran[1:] {
		to := came{}
		switch other, digest, err := r.replica(ctx, j, t); {
		case executor.CodeOf(err) == executor.Refused: // by what it left, as the first did not
			to.why = clean(err.Error())
		case err != nil:
			return err
		default:
			to = cameTo(other, digest)
		}
		alike[to] = append(alike[to], clean(t.NodeID))
	}
	if len(alike) == 1 {
		return nil
	}
	return &executor.Error{Code: executor.Internal, Cause: "nodes of the cluster ran the same job to different results: " + sides(alike, counted),
		Remedy: "one of them cannot be trusted: hire somebody else, or several (--replicas); who runs it finds in its log which came to what",
		Err:    &Error{Kind: Fault, Cause: "by their nodes: " + sides(alike, named), Remedy: "run the job on each, and take the one that is wrong out of the cluster"}}
}

// came is what a node's try came to.
type came struct {
	end    executor.End
	exit   uint32
	fuel   int64
	digest [32]byte
	why    string // it left nothing that could be a result
}

func cameTo(rep *executor.Report, digest [32]byte) came {
	return came{end: rep.End, exit: rep.ExitCode, fuel: rep.Fuel, digest: digest}
}

func (c came) String() string {
	if c.why != "" {
		return "no result: " + c.why
	}
	return fmt.Sprintf("%s %d, %d fuel, %x…", c.end, c.exit, c.fuel, c.digest[:4])
}

// sides are what nodes came to, that of most of them first.
func sides(alike map[came][]string, who func(nodes []string) string) string {
	var all []string
	for _, to := range slices.SortedFunc(maps.Keys(alike), func(a, b came) int {
		return cmp.Or(len(alike[b])-len(alike[a]), cmp.Compare(a.String(), b.String()))
	}) {
		all = append(all, fmt.Sprintf("%s (%s)", who(alike[to]), to))
	}
	return strings.Join(all, "; ")
}

func named(nodes []string) string { return strings.Join(slices.Sorted(slices.Values(nodes)), ", ") }

func counted(nodes []string) string { return fmt.Sprintf("%d of them", len(nodes)) }

// replica is what another node's try of the task comes to.
func (r *run) replica(ctx context.Context, j *Job, t *Execution) (rep *executor.Report, digest [32]byte, err error) {
	dir, err := os.MkdirTemp(r.Dir, unfinishedReplica+"*")
	if err != nil {
		return nil, digest, internal("there is no room for a result", err)
	}
	defer os.RemoveAll(dir)
	result, err := executor.CreateResult(dir, r.task.Limits, nil, nil)
	if err != nil {
		return nil, digest, err
	}
	defer result.Close()
	rep = &executor.Report{}
	if err := r.outcome(ctx, j, t, rep, result); err != nil {
		return nil, digest, err
	}
	if err := result.Fill(rep); err != nil {
		return nil, digest, err
	}
	if digest, err = digestOf(dir); err != nil {
		return nil, digest, internal("a result cannot be read", err)
	}
	return rep, digest, nil
}

// digestOf tells the files of one directory from those of another.
func digestOf(dir string) (digest [32]byte, err error) {
	sum := sha256.New()
	root := os.DirFS(dir)
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			fmt.Fprintf(sum, "%q\n", name)
			return err
		}
		f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%q %d\n", name, info.Size())
		_, err = io.Copy(sum, f)
		return err
	})
	return [32]byte(sum.Sum(nil)), err
}

// uncompared refuses replicas of what is not the same on two machines.
func uncompared(t *executor.Task) error {
	if t.Needs.Replicas <= 1 || t.Container == nil && t.Profile != executor.Live {
		return nil
	}
	return &executor.Error{Code: executor.Refused, Cause: "the job asks for replicas of a live run, which no two machines do alike, so that their results cannot be compared",
		Remedy: "ask for one, or for a module without --live"}
}
