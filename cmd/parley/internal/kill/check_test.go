package kill

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/cmd/parley/internal/audit"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

func (s *siege) home(role string) *home.Home {
	s.t.Helper()
	h, err := home.Open(filepath.Join(s.dir, "state", role))
	if err != nil {
		s.t.Fatal(err)
	}
	return h
}

// books are what a party has left that does not run.
func (s *siege) books(role string) *audit.Books {
	s.t.Helper()
	b, err := audit.Read(s.t.Context(), role, s.home(role))
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

// chain opens the market's contract for reading, as the requester.
func (s *siege) chain() (*party.Opened, error) {
	m, err := market.Read(s.market)
	if err != nil {
		return nil, err
	}
	secret, _, err := s.home(roleRun).Account(party.NewSecret)
	if err != nil {
		return nil, err
	}
	return party.Open(s.t.Context(), party.Config{RPC: m.Chain.RPC, ChainID: m.Chain.ID, Contract: m.Chain.Contract, Secret: secret})
}

// closed waits until no deal is open and none can be opened any more, and notes what the chain has seen of each.
func (s *siege) closed() {
	s.t.Helper()
	var chain *party.Opened
	s.ask(func() (err error) { chain, err = s.chain(); return err })
	defer chain.Close()
	proposals, err := audit.Proposals([]*audit.Books{s.books(roleRun)})
	if err != nil {
		s.t.Fatal(err)
	}
	s.seen = map[deals.Hash][]string{}
	for id, p := range proposals {
		poll(s.t, "deal "+id.String()+" is closed", func() (closed bool) {
			s.ask(func() error {
				now, err := chain.Now(s.t.Context())
				if err != nil {
					return err
				}
				status, err := chain.Status(s.t.Context(), id, 1)
				closed = status.State == deals.Closed || status.State == deals.Unopened && now.Unix() > p.Deal.OpenBy
				return err
			})
			return closed
		})
		var what []string
		s.ask(func() error {
			found, err := chain.Transactions(s.t.Context(), []deals.Hash{id})
			what = nil
			for _, x := range found {
				what = append(what, x.What)
			}
			return err
		})
		s.seen[id] = what
	}
}

// ask asks the chain, again if it was killed meanwhile.
func (s *siege) ask(what func() error) {
	s.t.Helper()
	for {
		s.revive()
		before := s.killed
		err := what()
		if err == nil {
			return
		}
		if s.dev == nil || s.raid.on(roleDev) == nil {
			s.t.Fatal(err)
		}
		poll(s.t, fmt.Sprintf("the market was killed, since it does not answer: %v", err), func() bool { s.revive(); return s.killed > before })
	}
}

// chainAway is how a farmer refuses that cannot ask the chain.
const chainAway = "the chain cannot be asked just now"

// check holds what is left of a siege against what must be so whoever died where: the results, and what they cost.
func (s *siege) check(e aftermath, root string, job *big.Int) {
	s.t.Helper()
	if e.summary.CID != root || len(e.summary.Tasks) != siegeTasks || e.summary.ExitCode != 0 {
		b, _ := json.Marshal(e.summary)
		s.t.Errorf("results: %s, want %d tasks and CID %s", b, siegeTasks, root)
	}
	owed := new(big.Int)
	ours, theirs := s.books(roleRun), []*audit.Books{}
	earned := map[messages.Key]*big.Int{}
	for _, f := range s.farms {
		b := s.books(f.role)
		theirs = append(theirs, b)
		earned[b.Key] = new(big.Int)
	}
	binding, faults := audit.Agree([]*audit.Books{ours}, theirs)
	for _, fault := range faults {
		s.t.Error(fault)
	}
	refused := 0
	for id, b := range binding {
		amount, open := b.View.Owed()
		want := []string{"opened", "accepted"}
		switch {
		case open || amount.Big().Cmp(job) > 0:
			s.t.Errorf("session %s ended %s: %s owed, open %v; the job costs %s", id.Short(), b.View.Phase, amount, open, job)
		case b.View.Phase == protocol.Settled:
		case b.View.Phase == protocol.Rejected && amount.IsZero():
			want = nil
			refused++
			if v := b.View; v.RejectedBy != protocol.Farmer || v.Reject.Code != protocol.Unavailable || v.Reject.Reason != chainAway {
				s.t.Errorf("session %s was refused by its %s: %s: %s; want unavailable: %s, by its farmer", id.Short(), v.RejectedBy, v.Reject.Code, v.Reject.Reason, chainAway)
			}
		default:
			s.t.Errorf("session %s ended %s, %s owed", id.Short(), b.View.Phase, amount)
		}
		if diff := cmp.Diff(want, s.seen[b.Deal]); diff != "" {
			s.t.Errorf("session %s, deal %s on chain (-want +got):\n%s", id.Short(), b.Deal, diff)
		}
		delete(s.seen, b.Deal)
		owed.Add(owed, amount.Big())
		earned[b.View.Farmer].Add(earned[b.View.Farmer], amount.Big())
	}
	if len(s.seen) > 0 {
		s.t.Errorf("deals of no session: %v", s.seen)
	}
	// A farmer that cannot ask the chain signs for nothing, each time that it is away. Nobody else has a reason to refuse.
	if dev := s.raid.on(roleDev); refused > 0 && (dev == nil || refused > dev.lives()) {
		s.t.Errorf("%d agreements were refused by their farmers", refused)
	}
	if refused > 0 {
		s.t.Logf("%d agreements were refused, the chain being away", refused)
	}
	if owed.Cmp(job) != 0 {
		s.t.Errorf("%s is owed altogether, want %s", owed, job)
	}
	if e.summary.Price != owed.String() { // whichever process told it
		s.t.Errorf("the bill comes to %s, want %s: %+v", e.summary.Price, owed, e.summary.Agreements)
	}
	s.complete()
	chain, err := s.chain()
	if err != nil {
		s.t.Fatal(err)
	}
	defer chain.Close()
	granted := s.amount("10000", 1)
	s.worth(chain, ours, new(big.Int).Sub(granted, owed))
	for _, b := range theirs {
		s.worth(chain, b, new(big.Int).Add(granted, earned[b.Key]))
	}
}

// complete checks that every task's results are in the folder that was named for them.
func (s *siege) complete() {
	s.t.Helper()
	for i := range siegeTasks {
		said, err := os.ReadFile(filepath.Join(s.output(), fmt.Sprintf("%03d", i), "stdout"))
		if err != nil || string(said) != "hello\n" {
			s.t.Errorf("task %d: %q, %v", i, said, err)
		}
	}
}

// worth checks what a party has of the money altogether, and that it can account for it.
func (s *siege) worth(chain *party.Opened, b *audit.Books, want *big.Int) {
	s.t.Helper()
	got, err := chain.Worth(s.t.Context(), b.Account)
	if err != nil {
		s.t.Fatal(err)
	}
	if got.Big().Cmp(want) != 0 {
		s.t.Errorf("%s has %s, want %s", b.Name, got, want)
	}
	if at := s.raid.on(b.Name); at != nil && at.restored {
		return // it has lost what it remembered
	}
	faults, err := b.Accounted(s.t.Context(), chain)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, fault := range faults {
		s.t.Error(fault)
	}
}

func (s *siege) amount(units string, times int64) *big.Int {
	s.t.Helper()
	a, err := messages.ParseUnits(units, 18)
	if err != nil {
		s.t.Fatal(err)
	}
	return new(big.Int).Mul(a.Big(), big.NewInt(times))
}
