package bacalhau

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/parley-p2p/parley/services/compute/executor"
)

// ranOn are the tries that ended by themselves, the newest of each node, and the newest first.
func (r *run) ranOn(tries []Execution) (all []*Execution) {
	for i := range slices.Backward(tries) {
		t := &tries[i]
		if t.RunOutput == nil || r.ended(t.ComputeState.Message, new(executor.Report)) == nil {
			continue
		}
		if !slices.ContainsFunc(all, func(have *Execution) bool { return have.NodeID == t.NodeID }) {
			all = append(all, t)
		}
	}
	return all
}

// replicated holds the result of a task against those of the other nodes that ran it: of replicas that differ there is none.
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
	for _, t := range ran[1:] {
		other, digest, err := r.replica(ctx, j, t)
		if err != nil {
			return err
		}
		if digest != first || other.End != rep.End || other.ExitCode != rep.ExitCode || other.Fuel != rep.Fuel {
			return &executor.Error{Code: executor.Internal, Cause: fmt.Sprintf("the nodes %s and %s ran the same job to different results (%s and %s)",
				clean(ran[0].NodeID), clean(t.NodeID), told(rep, first), told(other, digest)), Remedy: "one of them cannot be trusted: run the job on each, and take the one that is wrong out of the cluster"}
		}
	}
	return nil
}

// replica is what another node's try of the task comes to.
func (r *run) replica(ctx context.Context, j *Job, t *Execution) (rep *executor.Report, digest [32]byte, err error) {
	dir, err := os.MkdirTemp(r.Dir, "replica-*")
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

func told(rep *executor.Report, digest [32]byte) string {
	return fmt.Sprintf("%s %d, %d fuel, %x…", rep.End, rep.ExitCode, rep.Fuel, digest[:4])
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
