package kill

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/contracts/transactions"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/deals"
)

// transcript is a session as one party's journal has it.
type transcript struct {
	farmer    messages.Key
	envelopes [][]byte
}

func (s *siege) home(role string) *home.Home {
	s.t.Helper()
	h, err := home.Open(filepath.Join(s.dir, "state", role))
	if err != nil {
		s.t.Fatal(err)
	}
	return h
}

// keys are the farmers' keys, by role.
func (s *siege) keys() map[string]messages.Key {
	s.t.Helper()
	all := map[string]messages.Key{}
	for _, f := range s.farms {
		identity, _, err := s.home(f.role).Identity()
		if err != nil {
			s.t.Fatal(err)
		}
		if all[f.role], err = messages.PublicKey(identity); err != nil {
			s.t.Fatal(err)
		}
	}
	return all
}

// transcripts reads the journal of a party that does not run.
func (s *siege) transcripts(role string) map[messages.ID]*transcript {
	s.t.Helper()
	j, err := journal.Open(s.home(role).Path(home.JournalFile))
	if err != nil {
		s.t.Fatal(err)
	}
	defer j.Close()
	all := map[messages.ID]*transcript{}
	for head, err := range j.Sessions(s.t.Context()) {
		if err != nil {
			s.t.Fatal(err)
		}
		read := new(transcript)
		for r, err := range j.Transcript(s.t.Context(), head.Session) {
			if err != nil {
				s.t.Fatal(err)
			}
			read.envelopes = append(read.envelopes, r.Envelope)
		}
		read.farmer = s.farmerOf(head.Session, read.envelopes[0])
		all[head.Session] = read
	}
	return all
}

// farmerOf is whose session this is that began with an SOW.
func (s *siege) farmerOf(session messages.ID, sow []byte) messages.Key {
	s.t.Helper()
	u, err := messages.Parse(sow)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, k := range s.keys() {
		if messages.SessionID(u.ID(), k) == session {
			return k
		}
	}
	s.t.Fatalf("session %s is of no farmer", session.Short())
	return messages.Key{}
}

// view judges the transcript as anybody may.
func (x *transcript) view(t *testing.T) *protocol.View {
	t.Helper()
	session := protocol.New(x.farmer, 0, protocol.Limits{})
	for i, raw := range x.envelopes {
		u, err := messages.Parse(raw)
		if err != nil {
			t.Fatalf("envelope %d: %v", i, err)
		}
		e, err := u.Open()
		if err == nil {
			err = session.Apply(e, time.Time{})
		}
		if err != nil {
			t.Fatalf("envelope %d: %v", i, err)
		}
	}
	return session.View()
}

// kinds names the envelopes.
func (x *transcript) kinds() (names []string) {
	if x == nil {
		return nil
	}
	for _, raw := range x.envelopes {
		if u, err := messages.Parse(raw); err == nil {
			names = append(names, u.Header().Kind.Name())
		}
	}
	return names
}

// agree checks that both parties tell the same of every session, and returns those that bind. What binds nobody may end
// with what was in flight.
func (s *siege) agree() map[messages.ID]*protocol.View {
	s.t.Helper()
	ours, theirs := s.transcripts(roleRun), map[messages.ID]*transcript{}
	for _, f := range s.farms {
		maps.Copy(theirs, s.transcripts(f.role))
	}
	binding := map[messages.ID]*protocol.View{}
	sessions := maps.Clone(ours)
	maps.Copy(sessions, theirs)
	for id := range sessions {
		a, b := ours[id], theirs[id]
		bound := slices.Contains(a.kinds(), "Agreement") || slices.Contains(b.kinds(), "Agreement")
		switch {
		case bound && (a == nil || b == nil || !cmp.Equal(a.envelopes, b.envelopes)):
			s.t.Errorf("session %s differs:\nrequester %v\nfarmer    %v", id.Short(), a.kinds(), b.kinds())
		case bound:
			v := a.view(s.t)
			binding[id] = v
			if v.Phase != protocol.Settled {
				s.t.Errorf("session %s ended %s: %v", id.Short(), v.Phase, a.kinds())
			}
		case a != nil && b != nil && !prefix(a.envelopes, b.envelopes) && !prefix(b.envelopes, a.envelopes):
			s.t.Errorf("session %s forked:\nrequester %v\nfarmer    %v", id.Short(), a.kinds(), b.kinds())
		}
	}
	return binding
}

func prefix(short, long [][]byte) bool {
	return len(short) <= len(long) && slices.EqualFunc(short, long[:len(short)], bytes.Equal)
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

// papers are the deals that the requester has signed, each with whether the farmer has too.
func (s *siege) papers() map[deals.Hash]*deals.Papers {
	s.t.Helper()
	all := map[deals.Hash]*deals.Papers{}
	for _, session := range s.transcripts(roleRun) {
		if v := session.view(s.t); v.Agreement != nil {
			p, err := deals.PapersCodec.Decode(v.Agreement.Deal)
			if err != nil {
				s.t.Fatal(err)
			}
			all[p.ID] = &p
		}
	}
	return all
}

// closed waits until no deal is open and none can be opened any more; each has been opened and ended once at most.
func (s *siege) closed() {
	s.t.Helper()
	var chain *party.Opened
	s.ask(func() (err error) { chain, err = s.chain(); return err })
	defer chain.Close()
	for id, p := range s.papers() {
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
		if diff := cmp.Diff([]string{"opened", "accepted"}, what); diff != "" {
			s.t.Errorf("deal %s on chain (-want +got):\n%s", id, diff)
		}
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

// check holds what is left of a siege against what must be so whoever died where.
func (s *siege) check(e aftermath, root string) {
	s.t.Helper()
	if e.summary.CID != root || len(e.summary.Tasks) != siegeTasks || e.summary.ExitCode != 0 {
		b, _ := json.Marshal(e.summary)
		s.t.Errorf("results: %s, want %d tasks and CID %s", b, siegeTasks, root)
	}
	job := s.amount(siegePrice, siegeTasks)
	owed := new(big.Int)
	earned := map[messages.Key]*big.Int{}
	for _, k := range s.keys() {
		earned[k] = new(big.Int)
	}
	for id, v := range s.agree() {
		amount, open := v.Owed()
		if open || amount.Big().Cmp(job) > 0 {
			s.t.Errorf("session %s: %s owed, open %v; the job costs %s", id.Short(), amount, open, job)
		}
		owed.Add(owed, amount.Big())
		earned[v.Farmer].Add(earned[v.Farmer], amount.Big())
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
	s.worth(chain, roleRun, new(big.Int).Sub(granted, owed))
	s.accounted(chain, roleRun)
	for role, key := range s.keys() {
		s.worth(chain, role, new(big.Int).Add(granted, earned[key]))
		s.accounted(chain, role)
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

// worth checks what a party has of the money altogether.
func (s *siege) worth(chain *party.Opened, role string, want *big.Int) {
	s.t.Helper()
	got, err := chain.Worth(s.t.Context(), s.address(role))
	if err != nil {
		s.t.Fatal(err)
	}
	if got.Big().Cmp(want) != 0 {
		s.t.Errorf("%s has %s, want %s", role, got, want)
	}
}

// accounted checks that a party remembers every transaction that its account has on the chain, and has brought nothing
// about twice.
func (s *siege) accounted(chain *party.Opened, role string) {
	s.t.Helper()
	store, err := transactions.OpenSQLite(s.t.Context(), s.home(role).Path("transactions.db"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer store.Close()
	account := [20]byte(s.address(role))
	used, err := chain.Client.NonceAt(s.t.Context(), account, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	mined := map[string]bool{}
	for nonce := range used {
		r, known, err := store.At(s.t.Context(), transactions.Scope{ChainID: chain.Client.ID(), Account: account}, nonce)
		switch {
		case err != nil:
			s.t.Fatal(err)
		case !known:
			s.t.Errorf("%s does not remember its transaction %d", role, nonce)
		case mined[r.Key]:
			s.t.Errorf("%s has brought about %s twice", role, r.Key)
		default:
			mined[r.Key] = r.Outcome.Status == transactions.Mined
		}
	}
}

func (s *siege) address(role string) deals.Address {
	s.t.Helper()
	secret, _, err := s.home(role).Account(party.NewSecret)
	if err != nil {
		s.t.Fatal(err)
	}
	address, err := party.AddressOf(secret)
	if err != nil {
		s.t.Fatal(err)
	}
	return address
}

func (s *siege) amount(units string, times int64) *big.Int {
	s.t.Helper()
	a, err := messages.ParseUnits(units, 18)
	if err != nil {
		s.t.Fatal(err)
	}
	return new(big.Int).Mul(a.Big(), big.NewInt(times))
}
