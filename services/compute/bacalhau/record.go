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
)

// record is what is remembered of a task that is under way: the name of its job, which is its key on the cluster, and the
// token under which the job's nodes fetch from the gateway.
type record struct {
	Name  string
	Token string

	key     string // of the task
	resumed bool   // it was remembered from before
}

var validName = regexp.MustCompile(`^parley-[a-z0-9]{26}$`)

// recall takes up the record of a task, or begins one. A task that is under way already is another one.
func (r *run) recall(key string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for n := 1; r.busy[key]; n++ {
		key = fmt.Sprintf("%s-%d", key[:32], n)
	}
	r.key = key
	if r.Dir != "" {
		text, err := os.ReadFile(r.file())
		switch {
		case err == nil && json.Unmarshal(text, &r.record) == nil && validName.MatchString(r.Name) && validToken(r.Token):
			r.resumed = true
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return err
		}
	}
	if !r.resumed {
		if err := r.begin(); err != nil {
			return err
		}
	}
	r.busy[key] = true
	r.release = func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.busy, key)
	}
	return nil
}

func (r *run) file() string { return filepath.Join(r.Dir, r.key+".json") }

// begin writes a new record before anything is sent.
func (r *run) begin() error {
	r.Name, r.Token = "parley-"+strings.ToLower(rand.Text()), strings.ToLower(rand.Text())
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
	if err := os.MkdirAll(r.Dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(r.Dir, "new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), r.file())
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// rename gives the job another name, since the cluster runs nothing again under one. It fetches from where it did.
func (r *run) rename() error {
	r.Name, r.resumed = "parley-"+strings.ToLower(rand.Text()), false
	return r.write()
}

// forget drops the record of a job that has ended and was looked at.
func (r *run) forget() {
	r.over = true
	if r.Dir == "" {
		return
	}
	if err := os.Remove(r.file()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.Logger.Warn("the record of a job cannot be removed", "file", r.file(), "err", err)
	}
}

// close stops serving, and lets the same task be run again.
func (r *run) close() {
	if r.Gateway != nil {
		r.Gateway.withdraw(r.Token)
	}
	r.leave()
	if r.release != nil {
		r.release()
	}
}
