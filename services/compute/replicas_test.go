package compute_test

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ipfs/go-cid"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/services/compute"
)

// replicas is a world with a buyer and so many farmers, whom it hires to do the same.
type replicas struct {
	*world
	b     *buyer
	farms []*farm
}

func newReplicas(t *testing.T, farms int, edit ...func(*compute.Buyer)) *replicas {
	t.Helper()
	r := &replicas{world: newWorld(t)}
	for i := range farms {
		r.farms = append(r.farms, r.farm(byte(i+1), byFuel(10)))
	}
	r.b = r.buyer(edit...)
	return r
}

// job is one of two tasks, for 10 and 20.
func (r *replicas) job(n, agree int) *compute.Job {
	j := r.b.job("print a use 1000000000", "print b write out more use 2000000000")
	j.Limits.Fuel = 3e9
	j.Verify = compute.Verification{Mode: compute.Replicate, Replicas: n, Agree: agree}
	return j
}

// hiring takes farmers in their order.
func (r *replicas) hiring() requester.Hiring {
	h := hiring(1, r.farms...)
	h.Matcher = inOrder(r.farms)
	return h
}

type inOrder []*farm

func (o inOrder) Match(m protocol.Market) (choices []protocol.Choice) {
	for _, f := range o {
		for _, offer := range m.Offers {
			if offer.Farmer == f.key {
				choices = append(choices, protocol.Choice{Session: offer.Session})
			}
		}
	}
	return choices
}

func (r *replicas) wrap(i int, policy func(farmer.Farmer) farmer.Farmer) {
	r.farms[i].stop()
	r.farms[i].wrap = policy
	r.farms[i].start()
}

// ended is a line of a bill: which farmer, what of it was right, what it is owed, and where it ended.
func (r *replicas) ended(bill *compute.Bill) string {
	var lines []string
	for _, l := range bill.Lines {
		i := slices.IndexFunc(r.farms, func(f *farm) bool { return f.key == l.Farmer })
		lines = append(lines, fmt.Sprintf("%d: %d for %s %s", i+1, len(l.Tasks), l.Owed, l.View.Phase))
	}
	slices.Sort(lines)
	return strings.Join(lines, ", ")
}

const (
	two   = "1: 2 for 30 Settled, 2: 2 for 30 Settled"
	three = two + ", 3: 2 for 30 Settled"
)

// S-8.1-3, C51, R63: what replicas come to, whoever lies: those who agree are paid, the others are disputed with what the others have found, and
// where nobody knows nobody is paid.
func TestReplicas(t *testing.T) {
	for _, c := range []struct {
		name  string
		lie   func(r *replicas)
		want  string
		text  string // on stdout of task 0; nothing: it is undecided
		claim bool   // the odd one's dispute says what is right
	}{
		{"all are honest", func(*replicas) {}, three, "a\n", false},
		{"one lies", func(r *replicas) { r.farms[2].scripts.wrong = true }, two + ", 3: 0 for 15 Undetermined", "a\n", true},
		{"one says that it used more fuel", func(r *replicas) { r.farms[2].scripts.tax = 1 }, two + ", 3: 0 for 16 Undetermined", "a\n", true},
		{"two of them together", func(r *replicas) { r.farms[0].scripts.wrong, r.farms[1].scripts.wrong = true, true }, two + ", 3: 0 for 15 Undetermined", "a\nand more\n", true},
		{"two, each by itself", func(r *replicas) { r.farms[0].scripts.also, r.farms[1].scripts.also = "x", "y" },
			"1: 0 for 15 Undetermined, 2: 0 for 15 Undetermined, 3: 0 for 15 Undetermined", "", false},
		{"one shows another result than it has committed to", func(r *replicas) {
			other := r.farms[2].tree(map[string]string{"stdout": "other", "stderr": "", "exitCode": "0"})
			r.wrap(2, func(f farmer.Farmer) farmer.Farmer {
				return liar{Farmer: f, deliver: func(_ *messages.Delivery, r *compute.Result) { r.Tasks[0].CID = other }}
			})
		}, two + ", 3: 1 for 15 Undetermined", "a\n", false},
		{"one shows with another salt", func(r *replicas) {
			r.wrap(2, func(f farmer.Farmer) farmer.Farmer {
				return liar{Farmer: f, deliver: func(_ *messages.Delivery, r *compute.Result) { r.Salt = strings.Repeat("00", 32) }}
			})
		}, two + ", 3: 2 for 15 Undetermined", "a\n", false},
		{"one commits to nothing that can be read", func(r *replicas) {
			r.wrap(2, func(f farmer.Farmer) farmer.Farmer {
				return sealer{f, func(m *messages.Progress) { m.Evidence.Body = []byte(`{"commitment":"00"}`) }}
			})
		}, two + ", 3: 0 for 0 Stopped", "a\n", false},
		{"one wants to be paid for its word", func(r *replicas) {
			r.wrap(2, func(f farmer.Farmer) farmer.Farmer {
				return sealer{f, func(m *messages.Progress) { m.Claim = "30" }}
			})
		}, two + ", 3: 0 for 0 Stopped", "a\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newReplicas(t, 3)
				c.lie(r)
				bill, err := r.b.run(r.job(3, 2), r.hiring())
				if got := r.ended(bill); got != c.want {
					t.Errorf("%s, want %s; %v\nrequester heard %s", got, c.want, err, r.b.notices.text())
				}
				if c.text == "" {
					u, ok := errors.AsType[*compute.Undecided](err)
					if want := (&compute.Undecided{Tasks: []int{0, 1}, Replicas: 3, Agree: 2, Shown: 3}); !ok || !cmp.Equal(u, want) || len(bill.Done) != 0 || len(r.b.gotTasks()) != 0 {
						t.Errorf("%v, %d results", err, len(bill.Done))
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if got := r.b.file(bill.Root.String(), "000/stdout"); got != c.text {
					t.Errorf("task 0 has printed %q, want %q", got, c.text)
				}
				if diff := cmp.Diff([]int{0, 1}, r.b.gotTasks()); diff != "" {
					t.Errorf("got (-want +got)\n%s", diff)
				}
				for _, l := range bill.Lines {
					if l.View.Dispute == nil || !c.claim {
						continue
					}
					digest, err := compute.Digest(l.View.Dispute.Evidence)
					if err != nil || compute.Root(digest) != bill.Root || !strings.Contains(l.View.Dispute.Reason, "2 of 3 replicas have found") {
						t.Errorf("disputed by %v, %v", l.View.Dispute, err)
					}
				}
			})
		})
	}
}

// sealer is a farmer that commits to something else.
type sealer struct {
	farmer.Farmer
	lie func(*messages.Progress)
}

func (s sealer) Work(ctx context.Context, v *protocol.View, p farmer.Progress) (*messages.Delivery, error) {
	return s.Farmer.Work(ctx, v, sealing{p, s.lie})
}

func (s sealer) Ended(ctx context.Context, v *protocol.View) { s.Farmer.(farmer.Ender).Ended(ctx, v) }

type sealing struct {
	farmer.Progress
	lie func(*messages.Progress)
}

func (s sealing) Claim(ctx context.Context, m *messages.Progress) (*messages.Voucher, error) {
	s.lie(m)
	return s.Progress.Claim(ctx, m)
}

// S-8.1-2; THREATS, copied result: whoever says what another has said cannot show it as its own; and nobody may show anything before all have
// committed, so that there is nothing else to copy.
func TestReplicaCopies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReplicas(t, 3)
		r.farms[1].scripts.delay, r.farms[2].scripts.delay = 2*time.Second, 4*time.Second
		var mu sync.Mutex
		var first []byte
		var said []string
		for i := range r.farms {
			r.wrap(i, func(f farmer.Farmer) farmer.Farmer {
				f = sealer{f, func(m *messages.Progress) {
					mu.Lock()
					defer mu.Unlock()
					if said = append(said, fmt.Sprint("commits ", i)); first == nil {
						first = m.Evidence.Body
					}
					if i == 2 {
						m.Evidence.Body = first
					}
				}}
				return liar{Farmer: f, deliver: func(*messages.Delivery, *compute.Result) {
					mu.Lock()
					defer mu.Unlock()
					said = append(said, "shows")
				}}
			})
		}
		bill := r.b.mustRun(r.job(3, 2), r.hiring())
		if got := r.ended(bill); got != two+", 3: 2 for 15 Undetermined" || !strings.Contains(bill.Lines[2].View.Dispute.GetReason()+bill.Lines[1].View.Dispute.GetReason()+bill.Lines[0].View.Dispute.GetReason(), compute.ErrDiffers.Error()) {
			t.Error(got)
		}
		if diff := cmp.Diff([]string{"commits 0", "commits 1", "commits 2", "shows", "shows", "shows"}, said); diff != "" {
			t.Errorf("in this order (-want +got)\n%s", diff)
		}
	})
}

// Who goes away, before it has committed or after, holds nobody up for good: another takes its place while there is one and nobody has
// shown anything, and else the others decide. Who is too slow is not paid for what it could have copied.
func TestReplicaVanishes(t *testing.T) {
	for _, c := range []struct {
		name  string
		farms int
		slow  time.Duration // the third
		away  time.Duration // when it goes, after the hire; 0: never
		want  string
		most  time.Duration // by when it is decided
	}{
		{"before it has committed, and nobody is there instead", 3, 5 * time.Second, time.Second, two + ", 3: 0 for 0 Agreed", 2 * time.Minute},
		{"before it has committed, and another is there", 4, 5 * time.Second, time.Second, two + ", 3: 0 for 0 Agreed, 4: 2 for 30 Settled", 2 * time.Minute},
		{"after it has committed", 4, 500 * time.Millisecond, 2 * time.Second, two + ", 3: 0 for 0 Stopped, 4: 2 for 30 Settled", 2 * time.Minute},
		{"never, but is slow", 3, 5 * time.Minute, 0, two + ", 3: 0 for 0 Agreed", 2 * time.Minute},
		{"never, but takes its time", 3, 10 * time.Second, 0, three, 2 * time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newReplicas(t, c.farms)
				r.farms[2].scripts.delay = c.slow
				if c.farms > 3 {
					r.farms[1].scripts.delay = 20 * time.Second // so that the ballot is open when it goes
				}
				began := time.Now()
				ended := make(chan *compute.Bill)
				go func() {
					bill, err := r.b.run(r.job(3, 2), r.hiring())
					if err != nil {
						t.Error(err)
					}
					ended <- bill
				}()
				if c.away > 0 {
					until(t, "the hire", func() bool { return r.farms[2].scripts.ran() != "" })
					time.Sleep(c.away)
					r.farms[2].stop()
				}
				bill := <-ended
				if took := time.Since(began); took > c.most {
					t.Errorf("it took %s", took)
				}
				if got := r.ended(bill); got != c.want {
					t.Errorf("%s, want %s\nrequester heard %s", got, c.want, r.b.notices.text())
				}
			})
		})
	}
}

// THREATS: a requester that dies at any moment goes on where it was: nobody has committed twice or to something else, what is decided is the
// same, and everybody is paid once.
func TestReplicasRestart(t *testing.T) {
	for after := range 14 {
		t.Run(fmt.Sprint(after, "00 ms"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newReplicas(t, 3)
				r.farms[0].scripts.delay, r.farms[1].scripts.delay, r.farms[2].scripts.delay = 100*time.Millisecond, 300*time.Millisecond, 500*time.Millisecond
				r.farms[2].scripts.wrong = true
				dir := t.TempDir()
				r.b.stop()
				r.b.journal = sqlite(t, dir)
				r.b.start()
				j := r.job(3, 2)
				ctx, cancel := context.WithCancel(t.Context())
				ended := make(chan error)
				go func() {
					_, err := compute.Run(ctx, r.b.client, r.b.buyer, j, sow(t, j), r.hiring(), nil)
					ended <- err
				}()
				until(t, "the hire", func() bool { return r.farms[2].scripts.ran() != "" })
				time.Sleep(time.Duration(after) * 100 * time.Millisecond)
				r.b.stop()
				cancel()
				<-ended
				if err := r.b.journal.Close(); err != nil {
					t.Fatal(err)
				}
				r.b.journal = sqlite(t, dir)
				r.b.start()
				bill := r.b.mustRun(j, r.hiring())
				if got := r.ended(bill); got != two+", 3: 0 for 15 Undetermined" {
					t.Errorf("%s\nrequester heard %s", got, r.b.notices.text())
				}
				if got := r.b.file(bill.Root.String(), "000/stdout"); got != "a\n" {
					t.Errorf("task 0 has printed %q", got)
				}
				r.b.stop()
				if err := r.b.journal.Close(); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// A farmer that dies has committed to what it shows afterwards.
func TestReplicaRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReplicas(t, 3)
		r.farms[2].scripts.delay = 5 * time.Second
		one := r.farms[0]
		one.stop()
		dir := t.TempDir()
		one.journal = sqlite(t, dir)
		one.start()
		ended := make(chan *compute.Bill)
		go func() { ended <- r.b.mustRun(r.job(3, 2), r.hiring()) }()
		until(t, "the commitment", func() bool { return slices.Contains(r.b.kinds(), messages.Kind_KIND_PROGRESS) })
		time.Sleep(time.Second)
		one.stop()
		if err := one.journal.Close(); err != nil {
			t.Fatal(err)
		}
		one.journal = sqlite(t, dir)
		one.start()
		if got := r.ended(<-ended); got != three || one.scripts.ran() != "0:1 1:1" {
			t.Errorf("%s, ran %s", got, one.scripts.ran())
		}
		one.stop()
		if err := one.journal.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// R63: numbers that are near each other agree though their bytes do not, by the buyer's own rule.
func TestReplicasOfNumbers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReplicas(t, 3, func(b *compute.Buyer) {
			b.Rule = func(*compute.Job) compute.Rule { return compute.Median{Agree: 2, Percent: 10} }
		})
		r.b.buyer.Number = func(_ context.Context, d compute.Done) (*big.Rat, error) {
			lines := strings.Fields(r.b.file(d.CID, "stdout"))
			n, ok := new(big.Rat).SetString(lines[len(lines)-1])
			if !ok {
				return nil, nil
			}
			return n, nil
		}
		r.farms[0].scripts.also, r.farms[1].scripts.also, r.farms[2].scripts.also = "101", "100", "5000"
		bill := r.b.mustRun(r.job(3, 2), r.hiring())
		if got := r.ended(bill); got != two+", 3: 0 for 15 Undetermined" {
			t.Error(got)
		}
		if got := r.b.file(bill.Root.String(), "001/stdout"); got != "b\n101\n" {
			t.Errorf("task 1 has printed %q", got)
		}
	})
}

// Nobody is hired where there are too few, and no replicated job has more tasks than a share.
func TestReplicasLack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReplicas(t, 2)
		bill, err := r.b.run(r.job(3, 2), r.hiring())
		if protocol.CodeOf(err) != protocol.Unavailable || !strings.Contains(err.Error(), "3 farmers must do the same") || len(bill.Lines) != 0 {
			t.Errorf("%v, %d lines", err, len(bill.Lines))
		}
		j := r.b.job(prints(compute.MaxShare + 1)...)
		j.Limits.Fuel, j.Verify = 1e9, compute.Verification{Mode: compute.Replicate, Replicas: 3, Agree: 2}
		if _, err := r.b.run(j, r.hiring()); err == nil || !strings.Contains(err.Error(), "at most 100") {
			t.Error(err)
		}
	})
}

// S-8.1-1: a commitment is what anybody can work out from what is shown.
func TestSeal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newReplicas(t, 3)
		bill := r.b.mustRun(r.job(3, 2), r.hiring())
		for _, l := range bill.Lines {
			shown, err := compute.Results.Decode(l.View.Delivery.Result)
			if err != nil {
				t.Fatal(err)
			}
			digest := func(text string) []byte {
				c, err := cid.Decode(text)
				if err != nil {
					t.Fatal(err)
				}
				return c.Hash()[2:]
			}
			said := append([]byte("parley/replica-result/1\x00"), digest(shown.Root)...)
			for i, d := range shown.Tasks {
				said = append(binary.BigEndian.AppendUint64(said, uint64(i)), digest(d.CID)...)
				for _, n := range []int64{[]int64{1e9, 2e9}[i], 0, int64(len("exited"))} {
					said = binary.BigEndian.AppendUint64(said, uint64(n))
				}
				said = append(said, "exited"...)
			}
			salt, err := hex.DecodeString(shown.Salt)
			if err != nil || len(salt) != 32 {
				t.Fatal(shown.Salt, err)
			}
			sum := sha256.Sum256(said)
			sum = sha256.Sum256(slices.Concat([]byte("parley/replica/1\x00"), sum[:], l.Farmer[:], salt))
			want := fmt.Sprintf(`{"commitment":"%x"}`, sum)
			if p := l.View.Progress; string(p.Evidence.Body) != want || p.Evidence.Type != "application/vnd.parley.seal+json" || p.Claim != "0" || p.Units != 6 {
				t.Errorf("%s was claimed, want %s", p, want)
			}
		}
	})
}

// S-8.1-5: one who has several names, or several who are paid at one account, do one replica.
func TestReplicasOfOne(t *testing.T) {
	r := newReplicas(t, 0)
	j := r.job(3, 2)
	now := time.Now()
	quoted := func(farmer byte, payee string) error {
		_, k := key(farmer)
		v := &protocol.View{Farmer: k, SOW: sow(t, j), Quote: &messages.Quote{Price: &messages.Price{Unit: compute.FuelUnit, PerUnit: "1", Ceiling: "6"}, Units: 6,
			ExpiresMs: now.Add(time.Minute).UnixMilli(), DeliverByMs: now.Add(time.Hour).UnixMilli(), Settlement: &messages.Settlement{Payee: payee}}}
		v.Session[0] = farmer
		v.Session[1] = byte(len(payee))
		_, err := r.b.buyer.Agree(t.Context(), v, protocol.Choice{Session: v.Session})
		return err
	}
	for _, c := range []struct {
		farmer byte
		payee  string
		hired  bool
	}{{1, "a", true}, {1, "a", true}, {1, "bb", false}, {2, "a", false}, {2, "b", true}, {3, "c", true}, {4, "d", false}} {
		if err := quoted(c.farmer, c.payee); (protocol.CodeOf(err) != protocol.Declined) != c.hired {
			t.Errorf("farmer %d, paid at %s: %v", c.farmer, c.payee, err)
		}
	}
}
