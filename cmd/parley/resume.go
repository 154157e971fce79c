package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/internal/durable"
	"github.com/parley-p2p/parley/services/compute"
)

// saved is what --resume needs of a job that is under way: a file in the state folder, by the job's ID.
type saved struct {
	Job      *compute.Job  `json:"job"`
	Output   string        `json:"output"` // absolute
	Hire     int           `json:"hire"`
	Reserve  int           `json:"reserve"`
	Audit    int           `json:"audit"`
	Sample   int           `json:"sample,omitempty"` // percent of the deals
	Match    string        `json:"match"`
	MaxPrice string        `json:"maxPrice,omitempty"`
	Deliver  time.Duration `json:"deliverIn"`
	Wait     time.Duration `json:"wait"`
	Patience time.Duration `json:"patience"`
	Review   time.Duration `json:"review,omitempty"`
	Free     bool          `json:"free,omitempty"`
	Farmers  []string      `json:"farmers,omitempty"`
}

// besideResume are the flags of parley run that count beside --resume. What the settings say counts for new jobs only.
var besideResume = []string{"resume", "name", "max-price", "output", "farmer", noAppeal}

// resumes refuses what was typed beside --resume and would change nothing: the job is as it was begun.
func (a *app) resumes(cmd *cobra.Command) error {
	for _, name := range a.flags {
		if cmd.InheritedFlags().Lookup(name) == nil && !slices.Contains(besideResume, name) {
			return failure.Newf(failure.Usage, "leave out --"+name+", or begin another job with it, without --resume",
				"--%s is given beside --resume, and the job is as it was begun; what can be changed is --max-price, --output, --farmer and --no-appeal", name)
		}
	}
	return nil
}

func (o *errand) savedPath() string { return o.node.Home.Path(filepath.Join(jobDir, o.job.ID+".json")) }

const (
	jobDir   = "jobs"
	idDigits = 32 // of a job's ID
)

// readSaved reads a job's file.
func readSaved(path string) (*saved, error) {
	b, err := readFile(path, maxModule)
	if err != nil {
		return nil, err
	}
	s := new(saved)
	if err := json.Unmarshal(b, s); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if s.Job == nil {
		return nil, fmt.Errorf("%s holds no job; remove it, and run the job again", path)
	}
	if err := s.Job.Validate(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if s.Sample < 0 || s.Sample > 100 {
		return nil, fmt.Errorf("%s: %d percent of the deals are run again: want 0 to 100", path, s.Sample)
	}
	return s, nil
}

// keep writes the job down, synced: it is what the interrupted command's ID stands for.
func (o *errand) keep() error {
	if o.flags.resume != "" && !o.flags.priced {
		now := time.Now() // from which it can be come back to as long as at first
		return os.Chtimes(o.savedPath(), now, now)
	}
	f := o.flags
	output, err := filepath.Abs(o.output)
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(saved{Job: o.job, Output: output, Hire: f.hire, Reserve: f.reserve, Audit: f.audit, Sample: f.sample, Match: f.match,
		MaxPrice: f.maxPrice, Deliver: f.deliverIn, Wait: f.wait, Patience: f.patience, Review: f.review, Free: f.free, Farmers: f.farmers}, "", "  ")
	if err != nil {
		return err
	}
	path := o.savedPath()
	if err := durable.Folder(filepath.Dir(path)); err != nil {
		return err
	}
	return durable.Replace(path, b)
}

// forget: the job needs no resuming any more.
func (o *errand) forget() {
	if err := os.Remove(o.savedPath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		o.app.say("the job's description cannot be removed: %v", err)
	}
}

// savedJob reads a job that was interrupted, by its ID, or the beginning of it.
func savedJob(h *home.Home, id string, f runFlags) (*compute.Job, runFlags, error) {
	id = strings.ToLower(id)
	if strings.Trim(id, "0123456789abcdef") != "" || len(id) > idDigits {
		return nil, f, failure.Newf(failure.Usage, "copy the ID that the run printed, or the beginning of it", "--resume %.90q is no job's ID: want at most %d hex digits", id, idDigits)
	}
	all, _ := filepath.Glob(filepath.Join(h.Path(jobDir), "*.json"))
	paths := slices.DeleteFunc(slices.Clone(all), func(p string) bool { return !strings.HasPrefix(filepath.Base(p), id) })
	if len(paths) != 1 {
		begin := "no job of --name %s that can be come back to begins with %s"
		if len(paths) > 1 {
			begin = "more than one job of --name %s that can be come back to begins with %s"
		}
		jobs := "none is: one whose bill was told needs no resuming, any other can be run again"
		if len(all) > 0 {
			jobs = "name one of"
			for _, p := range all {
				jobs += " " + strings.TrimSuffix(filepath.Base(p), ".json")
			}
		}
		return nil, f, failure.Newf(failure.NotFound, jobs, begin, f.name, id)
	}
	s, err := readSaved(paths[0])
	if err != nil {
		return nil, f, err
	}
	f.sample = cmp.Or(s.Sample, s.Job.Verify.Percent)
	f.hire, f.reserve, f.audit, f.match, f.free = s.Hire, s.Reserve, s.Audit, s.Match, s.Free
	if !f.priced {
		f.maxPrice = s.MaxPrice
	}
	f.deliverIn, f.wait, f.patience, f.review = s.Deliver, s.Wait, s.Patience, cmp.Or(s.Review, f.review)
	if f.output == "" {
		f.output = s.Output
	}
	if len(f.farmers) == 0 {
		f.farmers = s.Farmers
	}
	return s.Job, f, f.check()
}
