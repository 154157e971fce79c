package mediator_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/executor"
	"github.com/parley-p2p/parley/services/mediator"
)

// SETTLEMENT I9: what terms are for must be such that any member can run it again in three quarters of the time to commit, at the speed of
// the slowest machine that is fit to farm; a share that is too long is refused with the longest that is not. C51.
func TestInTime(t *testing.T) {
	minute := int64(compute.Speed * 60)
	for name, c := range map[string]struct {
		limits compute.Limits
		tasks  int
		commit time.Duration
		most   int
		says   string
	}{
		"a hundred minutes in two hours":  {compute.Limits{Fuel: minute}, 100, 2 * time.Hour, 90, "at most 90 at a time"},
		"as many as fit":                  {compute.Limits{Fuel: minute}, 90, 2 * time.Hour, 90, ""},
		"one more":                        {compute.Limits{Fuel: minute}, 91, 2 * time.Hour, 90, "at most 90 at a time"},
		"of less fuel more fit":           {compute.Limits{Fuel: minute / 2}, 100, 2 * time.Hour, 100, ""},
		"time ends them before fuel does": {compute.Limits{Fuel: 100 * minute, WallMs: 30_000}, 100, 2 * time.Hour, 100, ""},
		"one is too long":                 {compute.Limits{Fuel: 90 * minute, WallMs: 2 * 3_600_000}, 1, 2 * time.Hour, 1, ""},
		"one is longer":                   {compute.Limits{Fuel: 91 * minute, WallMs: 2 * 3_600_000}, 1, 2 * time.Hour, 0, "let no arbiter rule"},
		"as long as can be":               {compute.Limits{Fuel: executor.MaxFuel, WallMs: 7 * 24 * 3_600_000}, 100, math.MaxUint32 * time.Second, 100, ""},
	} {
		t.Run(name, func(t *testing.T) {
			j := &compute.Job{ID: fmt.Sprintf("%016x", 1), Module: content.Sum([]byte("module")).String(), Engine: executor.EngineDigest(), Limits: c.limits, Tasks: make([]compute.Task, c.tasks)}
			if got := mediator.Repeatable(j, c.commit); got != c.most {
				t.Errorf("%d can be run again, want %d", got, c.most)
			}
			sow := must(compute.SOW(j))(t)
			err := mediator.InTime(c.commit)(sow, &messages.Terms{Units: sow.Units})
			if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("InTime: %v, want %q", err, c.says)
			}
			share := &messages.Terms{Units: j.Units(1), Details: must(compute.Shares.Encode(&compute.Share{Tasks: []int{0}}))(t)}
			if err := mediator.InTime(c.commit)(sow, share); (err == nil) != (c.most > 0) {
				t.Errorf("InTime of a share of one: %v", err)
			}
		})
	}
}
