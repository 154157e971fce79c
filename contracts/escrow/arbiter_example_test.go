package escrow_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log"
	"math/big"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// Who takes part: development accounts by these numbers.
const (
	asker = iota
	worker
	judge
	umpire
	stranger
	players
)

// An arbiter of one's own (C60): a contract that Parley tells of a dispute, here the sample Optimistic, whose mediator's ruling stands
// unless a party challenges it. It is deployed for an escrow, and named in a deal's terms; a requester disputes falsely, the mediator says
// so, nobody challenges that, and anyone has it done. Deploying, proposing and confirming are plain transactions: no part of Parley knows
// this contract.
func Example_arbiter() {
	ctx := context.Background()
	chain, err := devchain.Start(ctx, devchain.Config{MaxLead: time.Hour})
	check(err)
	defer chain.Close()
	client, err := transactions.Dial(ctx, chain.URL(), chain.ChainID())
	check(err)
	defer client.Close()
	var managers [players]*transactions.Manager
	var parley [players]*escrow.Contract // as each sees it
	for i := range managers {
		managers[i], err = transactions.Open(ctx, transactions.Config{Client: client, Key: devchain.Account(i), Store: new(transactions.Memory), Decode: escrow.Explain})
		check(err)
		defer managers[i].Close()
		if i == asker {
			parley[i], err = escrow.Deploy(ctx, client, managers[i], escrow.Deployment{MinimumWindow: time.Second, Grants: []escrow.Grant{
				{Account: devchain.Address(asker), Amount: big.NewInt(1000)}, {Account: devchain.Address(worker), Amount: big.NewInt(1000)},
			}})
		} else {
			parley[i], err = escrow.Bind(ctx, client, managers[i], parley[asker].Address())
		}
		check(err)
	}

	// The arbiter: its window to challenge is 60 s, and as much again is the umpire's.
	optimistic := arbiters.NewOptimistic()
	code := slices.Concat(hexutil.MustDecode(arbiters.OptimisticMetaData.Bin),
		optimistic.PackConstructor(parley[asker].Address(), devchain.Address(judge), devchain.Address(umpire), 60))
	deployed, err := managers[judge].Send(ctx, transactions.Call{Key: "deploy/optimistic", Data: code})
	check(err)
	arbiter := crypto.CreateAddress(devchain.Address(judge), deployed.Nonce)
	call := func(who int, key string, data []byte) {
		_, err := managers[who].Send(ctx, transactions.Call{Key: key, To: &arbiter, Data: data})
		check(err)
	}

	// A deal that names it, with a fee of 30 for whoever rules.
	now, err := parley[asker].Now(ctx)
	check(err)
	terms := eip712.Terms{Payer: devchain.Address(asker), Arbiter: arbiter, SubmitBy: uint64(now.Unix()) + 3600, AcceptWindow: 600, JudgeWindow: 600,
		LatePenalty: big.NewInt(10), NoShowPenalty: big.NewInt(10), CheatPenalty: big.NewInt(400), MediationFee: big.NewInt(30)}
	deal := eip712.Deal{Requester: devchain.Address(asker), Farmer: devchain.Address(worker),
		Price: big.NewInt(100), Deposit: big.NewInt(30), Bond: big.NewInt(400), OpenBy: uint64(now.Unix()) + 600}
	deal.TermsHash, err = eip712.Hash(terms)
	check(err)
	id, err := parley[asker].ID(deal)
	check(err)
	opening := escrow.Opening{Deal: deal}
	opening.PayerSignature, err = eip712.Sign(id, devchain.Account(asker))
	check(err)
	opening.FarmerSignature, err = eip712.Sign(id, devchain.Account(worker))
	check(err)
	for _, who := range []int{asker, worker} {
		_, err = parley[who].Deposit(ctx, "first", devchain.Address(who), big.NewInt(500))
		check(err)
	}
	_, err = parley[asker].OpenDisclosed(ctx, opening, terms)
	check(err)

	// The farmer submits a result; the requester says that it is another.
	result := escrow.Delivery{Digest: sha256.Sum256([]byte("a picture")), Cost: big.NewInt(80)}
	_, err = parley[worker].Submit(ctx, deal, terms, result)
	check(err)
	grounds := escrow.Dispute{Delivery: result, Complaint: escrow.WrongResult, ClaimedDigest: sha256.Sum256([]byte("another"))}
	_, err = parley[asker].Dispute(ctx, deal, terms, grounds)
	check(err)

	// The mediator proposes, nobody challenges, anyone confirms, and the mediator collects.
	ruling := arbiters.Ruling{Verdict: uint8(escrow.Correct)}
	call(judge, "propose", optimistic.PackPropose(arbiters.Deal(deal), arbiters.Terms(terms), ruling))
	progress, err := parley[asker].Progress(ctx, id, 1)
	check(err)
	fmt.Println("the deal is", progress.State, "and the arbiter has taken it:", progress.Drawn)
	told := arbiters.Dispute{Digest: result.Digest, Cost: result.Cost, Complaint: uint8(grounds.Complaint), ClaimedDigest: grounds.ClaimedDigest}
	confirm := optimistic.PackConfirm(arbiters.Deal(deal), arbiters.Terms(terms), told, ruling)
	_, err = managers[stranger].Send(ctx, transactions.Call{Key: "early", To: &arbiter, Data: confirm})
	fmt.Println("confirmed while it can be challenged:", err == nil)
	_, err = chain.Advance(ctx, time.Minute+time.Second)
	check(err)
	call(stranger, "confirm", confirm)
	call(judge, "collect", optimistic.PackCollect(devchain.Address(judge)))
	for _, of := range []struct {
		name string
		who  common.Address
	}{{"requester", devchain.Address(asker)}, {"farmer", devchain.Address(worker)}, {"arbiter", arbiter}} {
		a, err := parley[asker].Account(ctx, of.who)
		check(err)
		fmt.Println(of.name, a.Free)
	}
	earned, err := parley[judge].Tokens(ctx, devchain.Address(judge))
	check(err)
	fmt.Println("the mediator has earned", earned)
	// Output:
	// the deal is disputed and the arbiter has taken it: true
	// confirmed while it can be challenged: false
	// requester 390
	// farmer 580
	// arbiter 0
	// the mediator has earned 30
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
