package compute

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
)

// Difference is a result beside what a run of one's own gave.
type Difference struct{ Shown, Again Done }

func (d *Difference) Error() string {
	return fmt.Sprintf("%s (%s, %d fuel) is not %s (%s, %d fuel)", d.Shown.CID, d.Shown.Ended, d.Shown.Fuel, d.Again.CID, d.Again.Ended, d.Again.Fuel)
}

// Evidence is what the run of one's own gave, as a claim of it.
func (d *Difference) Evidence() (*messages.Payload, error) { return Claims.Encode(&d.Again) }

// reason says what differs: the bytes, or the fuel alone.
func (d *Difference) reason() string {
	if d.Again.CID == d.Shown.CID {
		return fmt.Sprintf("task %d was run again and uses %d fuel, not %d", d.Shown.Task, d.Again.Fuel, d.Shown.Fuel)
	}
	return fmt.Sprintf("task %d was run again and gives %s, not %s", d.Shown.Task, d.Again.CID, d.Shown.CID)
}

// Differences are all tasks of a share whose results are not what runs of one's own gave.
type Differences struct {
	All []*Difference // by task
	// Right is the share with what those runs gave in the place of what was delivered. Nil: it is not known.
	Right *Result
}

func (d *Differences) Error() string { return errors.Join(d.Unwrap()...).Error() }

// Unwrap are the differences one by one.
func (d *Differences) Unwrap() (all []error) {
	for _, one := range d.All {
		all = append(all, one)
	}
	return all
}

// Evidence is the share as it should be; where that is not known, the first task that differs.
func (d *Differences) Evidence() (*messages.Payload, error) {
	if d.Right == nil {
		return d.All[0].Evidence()
	}
	return Results.Encode(d.Right)
}

// reason names all of them before it says more of any, since what is too long is cut.
func (d *Differences) reason() string {
	numbers, each := make([]string, len(d.All)), make([]string, len(d.All))
	for i, one := range d.All {
		numbers[i], each[i] = strconv.Itoa(one.Shown.Task), one.reason()
	}
	if len(each) == 1 {
		return each[0]
	}
	return fmt.Sprintf("the tasks %s give something else: %s", strings.Join(numbers, ", "), strings.Join(each, "; "))
}

// differing looks at each task of a share with look, which says how it ended, or that it differs from a run of one's own: all that
// do are held against the share together. Any other error is returned as it is.
func (b *Buyer) differing(ctx context.Context, o *order, tasks []Done, look func(Done) (Done, error)) error {
	d, right := &Differences{}, make([]Done, len(tasks))
	for i, task := range tasks {
		seen, err := look(task)
		one, differs := errors.AsType[*Difference](err)
		switch {
		case err == nil:
			right[i] = seen
		case !differs || isSingle(o.job):
			return err
		default:
			d.All, right[i] = append(d.All, one), one.Again
		}
		right[i].Detail, right[i].Limited = "", nil // as in any delivery of many
	}
	if len(d.All) == 0 {
		return nil
	}
	if root, err := gather(ctx, b.Store, right); err == nil { // if what was run again is kept here
		d.Right = &Result{Root: root.String(), Tasks: right}
	}
	return &protocol.Error{Code: protocol.Failed, Reason: d.reason(), Err: d}
}
