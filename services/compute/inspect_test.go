package compute_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
)

// inspection is a buyer that has agreed with a farmer on a share, and heard no more of it.
type inspection struct {
	*testing.T
	farm  *farm
	buyer *buyer
	job   *compute.Job
	view  *protocol.View
}

// inspects agrees on a share of a job of so many tasks, at 10 a task.
func inspects(t *testing.T, tasks int, share []int, edit ...func(*compute.Buyer)) *inspection {
	t.Helper()
	w := newWorld(t)
	i := &inspection{T: t, farm: w.farm(1), buyer: w.buyer(edit...)}
	i.job = i.buyer.job(prints(tasks)...)
	i.job.Limits = compute.Limits{OutputBytes: 1 << 20, OutputFiles: 16, Stdout: 1 << 10, Stderr: 1 << 10}
	i.view = proposed(t, i.farm, i.buyer, i.job)
	a, err := requester.Terms(i.view, protocol.Choice{}, uint64(len(share)), func(terms *messages.Terms) {
		if tasks > 1 {
			details, err := compute.Shares.Encode(&compute.Share{Tasks: share})
			if err != nil {
				t.Fatal(err)
			}
			terms.Details = details
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if i.view.Terms, err = a.DecodeTerms(); err != nil {
		t.Fatal(err)
	}
	i.view.Agreement, i.view.Phase = a, protocol.Agreed
	return i
}

// served puts files into the farmer's store, and names their directory.
func (i *inspection) served(files map[string]string) string {
	i.Helper()
	return i.farm.tree(files)
}

// result are the files of a task's result, below a folder.
func result(dir, text string) map[string]string {
	return map[string]string{dir + "stdout": text, dir + "stderr": "", dir + "exitCode": "3"}
}

func results(of ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, files := range of {
		maps.Copy(all, files)
	}
	return all
}

// look has the buyer look at a root, as the chain names it.
func (i *inspection) look(root string, cost uint64) (*messages.Dispute, error) {
	i.Helper()
	c, err := cid.Decode(root)
	if err != nil {
		i.Fatal(err)
	}
	var digest [32]byte
	copy(digest[:], c.Hash()[2:])
	return i.buyer.buyer.Inspect(i.Context(), i.view, digest, messages.AmountOfUint64(cost))
}

// takes checks that the buyer finds nothing against a root, has all of it, and has heard of the tasks.
func (i *inspection) takes(root string, cost uint64, tasks ...int) {
	i.Helper()
	if m, err := i.look(root, cost); m != nil || err != nil {
		i.Fatalf("dispute %v, error %v", m, err)
	}
	if diff := cmp.Diff(tasks, i.buyer.gotTasks()); diff != "" {
		i.Errorf("heard of tasks (-want +got)\n%s", diff)
	}
	c, _ := cid.Decode(root)
	if _, err := content.Fetch(i.Context(), c, nothing{}, i.buyer.store, content.Limits{}, nil); err != nil {
		i.Errorf("the buyer's copy is not whole: %v", err)
	}
}

// refuses checks that the buyer disputes a root, since.
func (i *inspection) refuses(root string, cost uint64, since string) *messages.Dispute {
	i.Helper()
	m, err := i.look(root, cost)
	if err != nil || m == nil || !strings.Contains(m.Reason, since) || m.Grievance != messages.Grievance_GRIEVANCE_WRONG_RESULT {
		i.Fatalf("dispute %v, error %v; want one since %q", m, err, since)
	}
	return m
}

// C34: what came by the chain alone is looked at as what comes through the session.
func TestInspect(t *testing.T) {
	share := []int{1, 3, 4}
	one, two, three := result("001/", "one"), result("003/", "two"), result("004/", "three")
	for _, c := range []struct {
		name  string
		tasks int
		share []int
		do    func(i *inspection)
	}{
		{"one task", 1, []int{0}, func(i *inspection) { i.takes(i.served(result("", "all of it")), 10, 0) }},
		{"one task too dear", 1, []int{0}, func(i *inspection) {
			i.refuses(i.served(result("", "all of it")), 11, "the result costs 11, and 1 tasks come to 10")
		}},
		{"one task, nothing of it", 1, []int{0}, func(i *inspection) { i.refuses(i.served(map[string]string{"evil": "yes"}), 10, "has no file stdout") }},
		{"a share", 5, share, func(i *inspection) { i.takes(i.served(results(one, two, three)), 30, 1, 3, 4) }},
		{"part of a share", 5, share, func(i *inspection) { i.takes(i.served(results(one, three)), 20, 1, 4) }},
		{"part of a share at the price of all", 5, share, func(i *inspection) { i.refuses(i.served(results(one, three)), 30, "2 tasks come to 20") }},
		{"a share and more", 5, share, func(i *inspection) {
			i.refuses(i.served(results(one, two, three, map[string]string{"evil": "yes"})), 30, "no directory of results")
		}},
		{"somebody else's share", 5, share, func(i *inspection) {
			i.refuses(i.served(results(result("000/", ""), result("002/", ""))), 20, "no directory of results")
		}},
		{"a share with a task that is none", 5, share, func(i *inspection) {
			i.refuses(i.served(results(one, two, map[string]string{"004/stdout": ""})), 30, "has no file stderr")
		}},
		{"a share with a task beyond the limits", 5, share, func(i *inspection) {
			i.refuses(i.served(results(one, two, three, map[string]string{"004/outputs/bomb": strings.Repeat("x", 5<<20)})), 30, "within the job's limits")
		}},
		{"an exit code that is none", 5, share, func(i *inspection) {
			i.refuses(i.served(results(one, map[string]string{"001/exitCode": "-1"})), 10, `the exit code in the result of task 1 is "-1"`)
		}},
		{"claims, one after the other", 5, share, func(i *inspection) {
			i.takes(i.served(result("", "one")), 10, 1)
			i.takes(i.served(result("", "one")), 10, 1) // the same again
			i.takes(i.served(result("", "two")), 20, 1, 3)
			i.refuses(i.served(result("", "three")), 40, "3 tasks come to 30")
		}},
		{"a claim beyond the share", 5, share, func(i *inspection) {
			i.takes(i.served(results(one, two, three)), 30, 1, 3, 4)
			i.refuses(i.served(result("", "four")), 30, "every task of the share was shown before")
		}},
		{"a claim that came", 5, share, func(i *inspection) {
			root := i.served(result("", "two"))
			evidence, err := compute.Claims.Encode(&compute.Done{Task: 3, CID: root, Exit: 3, Ended: "exited"})
			if err != nil {
				i.Fatal(err)
			}
			i.view.Progress = &messages.Progress{Units: 1, Claim: "10", Evidence: evidence}
			i.takes(root, 10, 3)
		}},
		{"work that was stopped", 1, []int{0}, func(i *inspection) {
			i.view.Phase, i.view.Reject = protocol.Stopped, protocol.Errorf(protocol.Canceled, "enough").Reject()
			i.refuses(i.served(result("", "all of it")), 10, "the work was given up before")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { c.do(inspects(t, c.tasks, c.share)) })
		})
	}
}

// What a program came to is read from the result; one without an exit code blames nobody.
func TestInspectEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var done []compute.Done
		i := inspects(t, 2, []int{0, 1}, func(b *compute.Buyer) {
			b.Got = func(_ *protocol.View, d compute.Done) { done = append(done, d) }
		})
		root := i.served(results(result("000/", "a"), map[string]string{"001/stdout": "b", "001/stderr": ""}))
		if m, err := i.look(root, 20); m != nil || err != nil {
			t.Fatalf("%v, %v", m, err)
		}
		var ends []string
		for _, d := range done {
			ends = append(ends, fmt.Sprintf("%d %s %d", d.Task, d.Ended, d.Exit))
		}
		if diff := cmp.Diff([]string{"0 exited 3", "1 ended somehow 0"}, ends); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

// A result that is not there yet, or not what its CID says, is looked at again, and nothing is held against it.
func TestInspectAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var broken atomic.Pointer[func(cid.Cid, []byte) ([]byte, error)]
		i := inspects(t, 1, []int{0})
		i.buyer.buyer.Blocks = lies{i.farm.w, func(c cid.Cid, b []byte) ([]byte, error) {
			if lie := broken.Load(); lie != nil {
				return (*lie)(c, b)
			}
			return b, nil
		}}
		root := i.served(result("", "all of it"))
		for _, lie := range []func(cid.Cid, []byte) ([]byte, error){
			func(cid.Cid, []byte) ([]byte, error) { return nil, content.ErrNotFound },
			func(_ cid.Cid, b []byte) ([]byte, error) { return append(slices.Clone(b), 'x'), nil },
		} {
			broken.Store(&lie)
			if m, err := i.look(root, 10); m != nil || err == nil {
				t.Errorf("dispute %v, error %v", m, err)
			}
		}
		broken.Store(nil)
		i.takes(root, 10, 0)
	})
}

// The audit looks at it, too, and what a run of one's own gives is the dispute's evidence.
func TestInspectAudit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		again := compute.Done{Task: 0, CID: content.Sum([]byte("right")).String(), Ended: "exited"}
		var looked error = &protocol.Error{Code: protocol.Failed, Reason: "it gives another result", Err: &compute.Difference{Again: again}}
		i := inspects(t, 1, []int{0}, func(b *compute.Buyer) {
			b.Audit = func(context.Context, *protocol.View, *compute.Job, compute.Done) error { return looked }
		})
		root := i.served(result("", "wrong"))
		m := i.refuses(root, 10, "it gives another result")
		if d, err := compute.Claims.Decode(m.Evidence); err != nil || d.CID != again.CID {
			t.Errorf("the evidence is %v, %v", d, err)
		}
		for h, err := range i.buyer.store.Holds() {
			t.Errorf("what was refused is held: %v, %v", h, err)
		}
		looked = errors.New("this machine is busy")
		if m, err := i.look(root, 10); m != nil || err == nil {
			t.Errorf("an audit that cannot be done: dispute %v, error %v", m, err)
		}
	})
}

// What came by the chain after the run had given up is on its bill.
func TestComplete(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := inspects(t, 3, []int{0, 1, 2})
		bill := &compute.Bill{Job: i.job, Lines: []compute.Line{{Session: i.view.Session, View: i.view, Err: errors.New("it vanished")}}}
		if err := i.buyer.buyer.Complete(t.Context(), bill); err == nil || !strings.Contains(err.Error(), "3 of 3 tasks are not done") {
			t.Errorf("nothing is there: %v", err)
		}
		root := i.served(results(result("000/", "a"), result("001/", "b"), result("002/", "c")))
		i.takes(root, 30, 0, 1, 2)
		if err := i.buyer.buyer.Complete(t.Context(), bill); err != nil {
			t.Fatal(err)
		}
		if l := bill.Lines[0]; len(bill.Done) != 3 || bill.Root.String() != root || len(l.Tasks) != 3 || l.Err != nil {
			t.Errorf("the bill is %+v", bill)
		}
	})
}

// Who waits for a farmer that brings nothing waits no longer once its result was found on the chain.
func TestFoundWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer()
		j := b.job("hang 1h", "hang 1h")
		j.Limits.WallMs = 2 * 3600 * 1000
		type end struct {
			bill *compute.Bill
			err  error
		}
		ended := make(chan end, 1)
		began := time.Now()
		go func() {
			bill, err := b.run(j, hiring(1, f))
			ended <- end{bill, err}
		}()
		var v *protocol.View
		until(t, "the agreement", func() bool {
			if all := b.client.Sessions(); len(all) == 1 && all[0].Phase == protocol.Agreed {
				v = all[0]
			}
			return v != nil
		})
		i := &inspection{T: t, farm: f, buyer: b, job: j, view: v}
		root := i.served(results(result("000/", "a"), result("001/", "b")))
		i.takes(root, 20, 0, 1)
		e := <-ended
		if e.err != nil {
			t.Fatal(e.err)
		}
		if e.bill.Root.String() != root || len(e.bill.Lines) != 1 || len(e.bill.Lines[0].Tasks) != 2 || e.bill.Lines[0].Err != nil {
			t.Errorf("the bill is %+v", e.bill)
		}
		if waited := time.Since(began); waited > time.Minute {
			t.Errorf("it waited for %s", waited)
		}
	})
}

// Of a result that came by the chain alone its fuel is what a run of one's own uses.
func TestInspectFuel(t *testing.T) {
	again := compute.Done{Ended: "exited", Exit: 3, Fuel: 1e9}
	for _, c := range []struct {
		name   string
		repeat func(cid string) (compute.Done, error) // nil: the buyer cannot
		cost   uint64
		since  string // empty: it is worth it
	}{
		{"as it says", func(cid string) (compute.Done, error) { d := again; d.CID = cid; return d, nil }, 10, ""},
		{"more than it used", func(cid string) (compute.Done, error) { d := again; d.CID = cid; return d, nil }, 11, "1 tasks come to 10"},
		{"another result", func(string) (compute.Done, error) { d := again; d.CID = aCID; return d, nil }, 10, "was run again and gives"},
		{"its machine ended it here", func(cid string) (compute.Done, error) { return compute.Done{CID: cid, Ended: "out of time"}, nil }, 30, ""},
		{"its machine ended it here, before as much was printed", func(string) (compute.Done, error) { return compute.Done{CID: aCID, Ended: "out of time"}, nil }, 30, ""},
		{"the most", nil, 30, ""},
		{"more than the most", nil, 31, "1 tasks come to 30"},
		{"it cannot be run again", func(string) (compute.Done, error) { return compute.Done{}, errors.New("no space") }, 30, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				var root string
				i := &inspection{T: t, farm: w.farm(1, byFuel(10)), buyer: w.buyer(func(b *compute.Buyer) {
					if c.repeat != nil {
						b.Repeat = func(context.Context, *protocol.View, *compute.Job, int) (compute.Done, error) { return c.repeat(root) }
					}
				})}
				i.job = i.buyer.fueled("1000000000")
				i.view = proposed(t, i.farm, i.buyer, i.job)
				a, err := requester.Terms(i.view, protocol.Choice{}, 3)
				if err != nil {
					t.Fatal(err)
				}
				if i.view.Terms, err = a.DecodeTerms(); err != nil {
					t.Fatal(err)
				}
				i.view.Agreement, i.view.Phase = a, protocol.Agreed
				files := result("", "one")
				if strings.HasPrefix(c.name, "its machine") { // it used up its fuel there
					delete(files, "exitCode")
				}
				root = i.served(files)
				if c.since == "" {
					i.takes(root, c.cost, 0)
				} else {
					i.refuses(root, c.cost, c.since)
				}
			})
		})
	}
}
