package bacalhau

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/parley-p2p/parley/internal/durable"
)

// record is what is remembered of a task that is under way: the name of its job, which is its key on the cluster, and the
// token under which the job's nodes fetch from the gateway or the depot.
type record struct {
	Name    string
	Token   string
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

// recall takes up the record of a task, or begins one. A task that is under way already is another one.
func (r *run) recall(key string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for n := 1; r.busy[key]; n++ {
		key = fmt.Sprintf("%s-%d", key[:32], n)
	}
	if r.key = key; r.Dir != "" {
		before, ok, err := readRecord(r.file())
		if err != nil {
			return err
		}
		if ok {
			r.record = before
			r.key, r.resumed = key, true
		}
	}
	if err := r.begin(); err != nil {
		return err
	}
	r.release = r.occupy(key)
	return nil
}

func (r *run) file() string { return filepath.Join(r.Dir, r.key+".json") }

// begin writes the record before anything is sent.
func (r *run) begin() error {
	if r.resumed && r.For == r.task.Dir {
		return nil
	}
	if !r.resumed {
		r.Name, r.Token = "parley-"+strings.ToLower(rand.Text()), strings.ToLower(rand.Text())
	}
	r.For = r.task.Dir
	return r.write()
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
	r.Name, r.resumed = "parley-"+strings.ToLower(rand.Text()), false
	return r.write()
}

// forget drops the record of a job that has ended and was looked at. What it may have in the depot is remembered until it is gone.
func (r *run) forget() {
	r.over = true
	if r.Dir == "" {
		return
	}
	drop := os.Remove
	if r.Brought {
		drop = func(file string) error { return os.Rename(file, leftFile(r.Dir, r.Token)) }
	}
	if err := gone(drop(r.file())); err != nil {
		r.Logger.Warn("the record of a job cannot be removed", "file", r.file(), "err", err)
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
	if r.release != nil {
		r.release()
	}
}
