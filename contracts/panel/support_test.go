package panel_test

import (
	"context"
	"crypto/sha256"
	"math/big"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/panel"
	"github.com/parley-p2p/parley/contracts/transactions"
)

const (
	patience  = 4 * time.Minute
	hour      = time.Hour
	funds     = 100_000
	staked    = 5_000
	requester = 0
	farmer    = 1
	mediators = 5 // accounts 2 to 6
	accounts  = 2 + mediators
)

// Windows of an hour, so that a slow machine's clock, which the chain's follows, moves nothing.
var rules = panel.Rules{Seats: 1, Stake: big.NewInt(1000), Fee: big.NewInt(100), CommitWindow: hour, Finality: hour, RevealWindow: hour, AppealWindow: hour}

// court is a chain with escrow and panel, and everybody's own view of both.
type court struct {
	t        *testing.T
	chain    *devchain.Chain
	back     atomic.Int64 // nanoseconds by which the clock was set back
	client   *transactions.Client
	managers [accounts]*transactions.Manager
	escrows  [accounts]*escrow.Contract
	panels   [accounts]*panel.Panel

	// The deal in dispute.
	deal    eip712.Deal
	terms   eip712.Terms
	id      [32]byte
	grounds escrow.Dispute
}

func newCourt(t *testing.T) *court {
	t.Helper()
	c := &court{t: t}
	chain, err := devchain.Start(t.Context(), devchain.Config{Heartbeat: -1, MaxLead: 100 * hour, Now: func() time.Time { return time.Now().Add(-time.Duration(c.back.Load())) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { chain.Close() })
	c.chain = chain
	if c.client, err = transactions.Dial(t.Context(), chain.URL(), chain.ChainID()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.client.Close)
	var grants []escrow.Grant
	var members []common.Address
	for i := range accounts {
		c.managers[i], err = transactions.Open(t.Context(), transactions.Config{Client: c.client, Key: devchain.Account(i),
			Store: new(transactions.Memory), Decode: panel.Explain, Poll: 20 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.managers[i].Close)
		grants = append(grants, escrow.Grant{Account: devchain.Address(i), Amount: big.NewInt(funds)})
		if i >= 2 {
			members = append(members, devchain.Address(i))
		}
	}
	deployed, err := escrow.Deploy(c.ctx(), c.client, c.managers[0], escrow.Deployment{Grants: grants, MinimumWindow: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	p, err := panel.Deploy(c.ctx(), c.client, c.managers[0], "court", panel.Deployment{Escrow: deployed, Members: members, Rules: rules, Unbonding: 24 * hour})
	if err != nil {
		t.Fatal(err)
	}
	for i := range accounts {
		if c.escrows[i], err = escrow.Bind(c.ctx(), c.client, c.managers[i], deployed.Address()); err != nil {
			t.Fatal(err)
		}
		if c.panels[i], err = panel.Bind(c.ctx(), c.client, c.managers[i], p.Address()); err != nil {
			t.Fatal(err)
		}
		if i >= 2 {
			c.must(c.panels[i].Deposit(c.ctx(), "first", big.NewInt(staked)))
		} else {
			c.must(c.escrows[i].Deposit(c.ctx(), "first", devchain.Address(i), big.NewInt(funds/2)))
		}
	}
	return c
}

func (c *court) ctx() context.Context {
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	c.t.Cleanup(cancel)
	return ctx
}

func (c *court) must(_ transactions.Outcome, err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// dispute opens a deal, and brings it before the panel.
func (c *court) dispute() {
	c.t.Helper()
	c.disputeFor(rules.Length(2) + hour)
}

// disputeFor leaves the panel so long to judge.
func (c *court) disputeFor(judge time.Duration) {
	c.t.Helper()
	now := uint64(c.chain.Head().Time.Unix())
	c.terms = eip712.Terms{
		Payer: devchain.Address(requester), Arbiter: c.panels[0].Address(), SubmitBy: now + 1800, AcceptWindow: 3600,
		JudgeWindow: uint32(judge / time.Second), LatePenalty: big.NewInt(50), NoShowPenalty: big.NewInt(200),
		CheatPenalty: big.NewInt(400), MediationFee: big.NewInt(101), Agreement: sha256.Sum256([]byte("terms")),
	}
	c.deal = eip712.Deal{Requester: devchain.Address(requester), Farmer: devchain.Address(farmer), Price: big.NewInt(1000),
		Deposit: big.NewInt(120), Bond: big.NewInt(400), OpenBy: now + 600}
	var err error
	if c.deal.TermsHash, err = eip712.Hash(c.terms); err != nil {
		c.t.Fatal(err)
	}
	if c.id, err = c.escrows[0].ID(c.deal); err != nil {
		c.t.Fatal(err)
	}
	signature, err := eip712.Sign(c.id, devchain.Account(requester))
	if err != nil {
		c.t.Fatal(err)
	}
	delivery := escrow.Delivery{Digest: sha256.Sum256([]byte("painted")), Cost: big.NewInt(801)}
	c.grounds = escrow.Dispute{Delivery: delivery, Complaint: escrow.WrongResult, ClaimedDigest: c.truth().Digest, ClaimedFuel: 7}
	c.must(c.escrows[farmer].Open(c.ctx(), escrow.Opening{Deal: c.deal, PayerSignature: signature}))
	c.must(c.escrows[farmer].Submit(c.ctx(), c.deal, c.terms, delivery))
	c.must(c.escrows[requester].Dispute(c.ctx(), c.deal, c.terms, c.grounds))
}

// truth is what who re-runs the work finds; lie is what the farmer delivered.
func (c *court) truth() panel.Finding {
	return panel.Finding{Digest: sha256.Sum256([]byte("right")), Fuel: 7, Cost: big.NewInt(801), Served: true}
}

func (c *court) lie() panel.Finding {
	f := c.truth()
	f.Digest = c.grounds.Delivery.Digest
	return f
}

func (c *court) docket() panel.Docket {
	c.t.Helper()
	d, err := c.panels[0].Docket(c.ctx(), c.id, 1)
	if err != nil {
		c.t.Fatal(err)
	}
	return d
}

// draw seals blocks until the armed round can be drawn, and draws it.
func (c *court) draw() {
	c.t.Helper()
	for c.chain.Head().Number < c.docket().ArmedAt+5 {
		if _, err := c.chain.Seal(c.ctx()); err != nil {
			c.t.Fatal(err)
		}
	}
	c.must(c.panels[farmer].Draw(c.ctx(), c.deal, c.terms))
}

// until lets a stage of the case pass.
func (c *court) until(want panel.Stage) {
	c.t.Helper()
	for range 4 {
		d := c.docket()
		if d.Stage == want {
			return
		}
		if _, err := c.chain.Advance(c.ctx(), d.Until.Add(time.Second).Sub(c.chain.Head().Time)); err != nil {
			c.t.Fatal(err)
		}
	}
	c.t.Fatalf("the case is %v, waited for %v", c.docket().Stage, want)
}

// mediator is the account that has a seat.
func (c *court) mediator(seat int) int {
	c.t.Helper()
	member := c.docket().Seats[seat].Member
	for i := range accounts {
		if devchain.Address(i) == member {
			return i
		}
	}
	c.t.Fatalf("seat %d is %s's, whom nobody knows", seat, member)
	return 0
}

func salt(seat int) [32]byte { return sha256.Sum256([]byte{byte(seat)}) }

// vote has seats of the last round find what is given, and ends with the reveals.
func (c *court) vote(first, n int, f panel.Finding) {
	c.t.Helper()
	for seat := first; seat < first+n; seat++ {
		i := c.mediator(seat)
		commitment, err := f.Commitment(salt(seat), devchain.Address(i), c.id)
		if err != nil {
			c.t.Fatal(err)
		}
		c.must(c.panels[i].Commit(c.ctx(), c.id, seat, commitment))
	}
	c.until(panel.Revealing)
	for seat := first; seat < first+n; seat++ {
		c.must(c.panels[c.mediator(seat)].Reveal(c.ctx(), c.id, seat, f, salt(seat)))
	}
}

func (c *court) position(account int) panel.Position {
	c.t.Helper()
	p, err := c.panels[0].Position(c.ctx(), devchain.Address(account))
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}
