package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/failure"
	"github.com/parley-p2p/parley/cmd/parley/internal/home"
	"github.com/parley-p2p/parley/cmd/parley/internal/node"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/court"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/compute/cipher"
	"github.com/parley-p2p/parley/services/compute/jobfile"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/services/disclosure"
)

// ringOf are the keys of encrypted inputs that a party has.
func ringOf(n *node.Node) *disclosure.Ring { return &disclosure.Ring{Notes: n.Journal} }

// keysOf asks who has hired a farmer for the keys of inputs.
func (a *app) keysOf(n *node.Node) compute.Keys {
	return &disclosure.Hired{Ring: ringOf(n), Asker: n.Host, Waits: func(v *protocol.View, why error) {
		a.say("work for %s waits for the key of its inputs, which is asked for until %s: %v", v.Requester.Short(), clock(time.UnixMilli(v.Terms.GetStartByMs())), why)
	}}
}

// sweepKeys forgets the keys that nobody needs: those of jobs that can be come back to, and of deals that are open, are kept however long
// ago they were made; and what lies about in plainDir. Nothing may be encrypted meanwhile. Where it cannot be told which these are, all are.
func sweepKeys(ctx context.Context, n *node.Node, now time.Time) error {
	if err := os.RemoveAll(n.Home.Path(plainDir)); err != nil {
		return err
	}
	needed := map[disclosure.Commitment]bool{}
	if n.Ledger != nil {
		var err error
		if needed, err = disclosure.OfDeals(ctx, n.Ledger, n.Journal); err != nil {
			return err
		}
	}
	paths, _ := filepath.Glob(filepath.Join(n.Home.Path(jobDir), "*.json"))
	for _, path := range paths {
		s, err := readSaved(path)
		if err != nil {
			return err
		}
		needed[disclosure.Commitment{Requester: n.Key, Sum: s.Job.Commitment()}] = true
	}
	return ringOf(n).Sweep(ctx, now, func(c disclosure.Commitment) bool { return needed[c] })
}

// locked says that a job that is come back to has lost its key, so that nobody is hired for it in vain unknowingly. What was agreed
// already does not need it here.
func (o *errand) locked(ctx context.Context) error {
	if _, err := ringOf(o.node).Key(ctx, &protocol.View{Requester: o.node.Key}, o.job.Commitment()); protocol.CodeOf(err) == protocol.Content {
		o.app.say("the key of the job's inputs is not in %s: whoever is hired from now on cannot read them, and declines; run the job again instead, once what was agreed has ended", o.node.Home.Path(home.JournalFile))
	} else if err != nil {
		return err
	}
	return nil
}

// discloses gives keys to who may have them, until ctx ends.
func (a *app) discloses(n *node.Node) func(context.Context) error {
	keeper := &disclosure.Keeper{Ring: ringOf(n), Journal: n.Journal, Self: n.Key, Ledger: n.Ledger, Logger: a.logger()}
	if n.Party != nil {
		keeper.Chain, keeper.Depth = n.Party, n.Market.Chain.Depth
	}
	if n.Judged() {
		keeper.Panel = court.NewRoll(n.Party.Client, n.Party.Panel, n.Market.Chain.Depth)
	}
	return func(ctx context.Context) error {
		stop := n.Host.Answer(keeper.Answer)
		defer stop()
		<-ctx.Done()
		return context.Cause(ctx)
	}
}

// juror asks the parties of a case for the key, as the member that this mediator is.
func juror(n *node.Node) func(deals.Hash) compute.Keys {
	sign := func(p disclosure.Petition) ([]byte, error) {
		return n.Party.SignPetition(deals.Address(n.Party.Panel.Address()), p)
	}
	j := &disclosure.Juror{Asker: n.Host, Ring: ringOf(n), Self: n.Key, Member: n.Party.Account().Address, Sign: sign}
	return j.In
}

// startTime is how long after its acceptance work on encrypted inputs may be declined: long enough for a farmer that is not given the
// key to have that on the chain.
func startTime(n *node.Node) time.Duration { return max(2*time.Minute, 3*n.Margin) }

// plainDir is where inputs are for a moment that are to be encrypted. What a process has left there that was killed goes with the next sweep.
const plainDir = "plain"

// unneeded is how long after a job is due its key is kept at least, whatever has become of it.
const unneeded = 24 * time.Hour

// encrypt makes the job's key, before any input is added.
func encrypt(ctx context.Context, n *node.Node, j *compute.Job, deliverIn time.Duration) (cipher.Key, error) {
	key := cipher.NewKey()
	commitment := key.Commitment()
	j.Key = hex.EncodeToString(commitment[:])
	return key, ringOf(n).Add(ctx, n.Key, key, time.Now().Add(deliverIn+unneeded))
}

// notEncrypted is what people have to know of a job whose inputs are.
const notEncrypted = "how long they are, their names, module, arguments, environment and results are not"

// whoHasKey says who reads the inputs of a deal, by which side one is.
func whoHasKey(role string, depth uint64) string {
	if role == protocol.Farmer.String() {
		return "this side has the key once it has asked for it, and its node gives it to members of the panel who are drawn for a dispute"
	}
	return fmt.Sprintf("the farmer gets the key with %s on the opening, and members of the panel who are drawn for a dispute, from this side's node while it runs", plural(int(max(depth, 1)), "block", "blocks"))
}

// encryptable refuses a job without anything to encrypt, and files that name what everybody can have.
func (f *runFlags) encryptable() error {
	switch {
	case !f.encrypt:
		return nil
	case f.file == nil && len(f.inputs) == 0, f.file != nil && len(f.file.Inputs) == 0:
		return failure.Newf(failure.Usage, "name what to encrypt with --input, or leave it out", "--encrypt is given, and the job has no inputs; module, arguments and environment are not encrypted")
	case f.file == nil:
		return nil
	}
	for i, s := range f.file.Inputs {
		if s.CID != "" {
			return failure.Newf(failure.Usage, "leave out --encrypt, or let the file name data of this machine", "--encrypt is given, and input %d of the job file is %s, which whoever has it serves unencrypted", i, s.CID)
		}
	}
	return nil
}

// addSources encrypts what a job file names. What is fetched, unpacked or inline is for a moment in a folder that nobody serves.
func addSources(ctx context.Context, n *node.Node, j *compute.Job, key cipher.Key, sources []jobfile.Source, say func(string, ...any)) error {
	places := j.Inputs
	j.Inputs = nil
	for i, s := range sources {
		if s.URL != "" {
			say("fetching input %d, for %s at most", i, fetchTime)
		}
		if err := addSource(ctx, n, j, key, places[i], s); failure.DiskFull(err) {
			return err
		} else if err != nil {
			return failure.Newf(failure.General, "see that it is there, and is what it should be", "input %d of the job file cannot be had: %w", i, err)
		}
	}
	return nil
}

func addSource(ctx context.Context, n *node.Node, j *compute.Job, key cipher.Key, in compute.Input, s jobfile.Source) (err error) {
	if s.Path != "" {
		return compute.AddEncrypted(ctx, n.Store, j, n.Key, key, in, s.Path)
	}
	if err := os.MkdirAll(n.Home.Path(plainDir), 0o700); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(n.Home.Path(plainDir), "")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	private, err := content.OpenStore(filepath.Join(dir, "blocks"))
	if err != nil {
		return err
	}
	defer private.Close()
	root, err := bring(ctx, private, nil, s)
	if err != nil {
		return err
	}
	if err := export(ctx, private, root, dir, "plain"); err != nil {
		return fmt.Errorf("lay it out: %w", err)
	}
	return compute.AddEncrypted(ctx, n.Store, j, n.Key, key, in, filepath.Join(dir, "plain"))
}
