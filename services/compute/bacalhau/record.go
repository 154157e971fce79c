package bacalhau

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/parley-p2p/parley/internal/durable"
	"github.com/parley-p2p/parley/services/compute/bacalhau/internal/adapter"
	"github.com/parley-p2p/parley/services/compute/executor"
)

// record is what is remembered of a task that is under way, or whose result is not kept yet: the name of its job, which is its key on
// the cluster, and the token under which the job's nodes fetch from the gateway or the depot.
type record struct {
	Name    string
	Token   string
	Form    string // of what the job expects and leaves
	For     string // the directory of the task's result, by which who gave the task knows it
	Brought bool   // something may be in the depot

	key     string // of the task
	resumed bool   // it was remembered from before
}

// readRecord reads one from a file. What is none is no error.
func readRecord(file string) (r record, ok bool, err error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return r, false, nil
	}
	if err != nil {
		return r, false, err
	}
	return r, json.Unmarshal(text, &r) == nil && validName.MatchString(r.Name) && validToken(r.Token), nil
}

var validName = regexp.MustCompile(`^parley-[a-z0-9]{26}$`)

// remember finds out which job a task has, or that it gets a new one. One that is not asked for has one that is known nowhere.
func (r *run) remember(asked *executor.Task, module [32]byte, inputs []file) error {
	if asked == nil {
		r.record = anew()
		return nil
	}
	key, err := keyOf(asked, module, inputs)
	if err != nil {
		return &executor.Error{Code: executor.NoInput, Cause: "the inputs cannot be read", Remedy: "see that they are there and do not change", Err: err}
	}
	if err := r.recall(key); err != nil {
		return internal("which job a task has cannot be remembered", err)
	}
	return nil
}

// recall takes up the record of a task, or begins one: that of its own directory before another's. A task that is under way already
// is another one, and so is one that was given another directory and has come to something that is not kept yet.
func (r *run) recall(key string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	known, err := r.known(key)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(known, func(b record) bool { return b.For == r.task.Dir })
	if at < 0 {
		at = slices.IndexFunc(known, func(b record) bool { _, waits := r.waiting[b.key]; return !waits })
	}
	if at >= 0 {
		r.record = known[at]
	} else {
		r.key = r.unused(key, known)
	}
	if err := r.begin(); err != nil {
		return err
	}
	delete(r.waiting, r.key)
	r.release = r.occupy(r.key)
	return nil
}

// known are the records of tasks with this key that are not under way. r.mu is held.
func (r *run) known(key string) (all []record, err error) {
	if r.Dir == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(r.Dir)
	if gone(err) != nil {
		return nil, err
	}
	for _, entry := range entries {
		name, isRecord := strings.CutSuffix(entry.Name(), ".json")
		if !isRecord || !strings.HasPrefix(name, key) || r.busy[name] {
			continue
		}
		before, ok, err := readRecord(filepath.Join(r.Dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		if ok {
			before.key, before.resumed = name, true
			all = append(all, before)
		}
	}
	return all, nil
}

// unused is the first key for a task that no other has. r.mu is held.
func (r *run) unused(key string, known []record) string {
	name := key
	for n := 1; ; n++ {
		_, waits := r.waiting[name]
		if !waits && !r.busy[name] && !slices.ContainsFunc(known, func(b record) bool { return b.key == name }) {
			return name
		}
		name = fmt.Sprintf("%s-%d", key, n)
	}
}

func (r *run) file() string { return filepath.Join(r.Dir, r.key+".json") }

// begin writes the record before anything is sent.
func (r *run) begin() error {
	if r.resumed && r.For == r.task.Dir {
		return nil
	}
	if !r.resumed {
		own := anew()
		r.Name, r.Token, r.Form = own.Name, own.Token, r.form()
	}
	r.For = r.task.Dir
	return r.write()
}

// anew is the record of a job that nobody has heard of.
func anew() record {
	return record{Name: "parley-" + strings.ToLower(rand.Text()), Token: strings.ToLower(rand.Text())}
}

func (r *run) write() error {
	if r.Dir == "" {
		return nil
	}
	text, err := json.Marshal(r.record)
	if err != nil {
		return err
	}
	if err := durable.Folder(r.Dir); err != nil {
		return err
	}
	return durable.Replace(r.file(), text)
}

// rename gives the job another name, since the cluster runs nothing again under one. It fetches from where it did.
func (r *run) rename() error {
	r.Name, r.Form, r.resumed = anew().Name, r.form(), false
	return r.write()
}

// form is what a job that this version submits expects to fetch, comes to, and leaves where: one of another form is not gone on with.
func (r *run) form() string {
	if r.task.Container != nil {
		return "container " + containerForm
	}
	return executor.EngineDigest() + " " + adapter.Form
}

// conclude decides what is remembered of a task whose job has ended: all of it, if it has come to something, until that is kept.
func (r *run) conclude(ctx context.Context, rep *executor.Report) {
	switch {
	case rep != nil && rep.End != executor.Stopped && r.Dir != "":
		r.came = true
	case ctx.Err() == nil:
		r.forget()
	}
}

// Kept implements [executor.Lasting]: the job is forgotten, and what it has in the depot taken away.
func (e *Executor) Kept(dir string) {
	e.init()
	e.mu.Lock()
	kept := map[string]func(){} // how each is let go of again, by key
	for key, r := range e.waiting {
		if r.For == dir {
			kept[key] = e.occupy(key)
		}
	}
	e.mu.Unlock()
	for key, release := range kept {
		e.mu.Lock()
		r := e.waiting[key]
		delete(e.waiting, key)
		e.mu.Unlock()
		e.remove(r)
		if r.Brought && e.Depot != nil {
			e.leave(r)
		}
		release()
	}
}

// forget drops the record of a job that nobody will look for again.
func (r *run) forget() {
	r.over = true
	r.remove(r.record)
}

// remove drops a record. What its job may have in the depot is remembered until it is gone.
func (e *Executor) remove(r record) {
	if e.Dir == "" {
		return
	}
	file, drop := filepath.Join(e.Dir, r.key+".json"), os.Remove
	if r.Brought {
		drop = func(file string) error { return os.Rename(file, leftFile(e.Dir, r.Token)) }
	}
	if err := gone(drop(file)); err != nil {
		e.Logger.Warn("the record of a job cannot be removed", "file", file, "err", err)
	}
}

// close stops serving, has taken away what nobody will look for again, and lets the same task be run again.
func (r *run) close() {
	if r.Gateway != nil {
		r.Gateway.withdraw(r.Token)
	}
	if r.over && r.Brought && r.Depot != nil {
		r.leave(r.record)
	}
	if r.release == nil {
		return
	}
	if r.came {
		r.mu.Lock()
		r.waiting[r.key] = r.record
		r.mu.Unlock()
	}
	r.release()
}
