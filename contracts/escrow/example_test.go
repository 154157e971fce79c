package escrow_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log"
	"math/big"
	"time"

	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/eip712"
	"github.com/parley-p2p/parley/contracts/escrow"
	"github.com/parley-p2p/parley/contracts/transactions"
)

// A requester and a farmer, from the deposit to the pay.
func Example() {
	ctx := context.Background()
	chain, err := devchain.Start(ctx, devchain.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer chain.Close()
	client, err := transactions.Dial(ctx, chain.URL(), chain.ChainID())
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	requester, farmer := devchain.Account(0), devchain.Account(1)
	var contracts []*escrow.Contract
	for i := range 2 {
		manager, err := transactions.Open(ctx, transactions.Config{
			Client: client, Key: devchain.Account(i), Store: new(transactions.Memory), Decode: escrow.Explain,
		})
		if err != nil {
			log.Fatal(err)
		}
		defer manager.Close()
		var c *escrow.Contract
		if i == 0 {
			c, err = escrow.Deploy(ctx, client, manager, escrow.Deployment{MinimumWindow: time.Second, Grants: []escrow.Grant{
				{Account: devchain.Address(0), Amount: big.NewInt(1000)}, {Account: devchain.Address(1), Amount: big.NewInt(1000)},
			}})
		} else {
			c, err = escrow.Bind(ctx, client, manager, contracts[0].Address())
		}
		if err != nil {
			log.Fatal(err)
		}
		if _, err := c.Deposit(ctx, "first", devchain.Address(i), big.NewInt(500)); err != nil {
			log.Fatal(err)
		}
		contracts = append(contracts, c)
	}
	parley := contracts[1] // the farmer's

	now, err := parley.Now(ctx)
	if err != nil {
		log.Fatal(err)
	}
	terms := eip712.Terms{Payer: devchain.Address(0), SubmitBy: uint64(now.Unix()) + 3600, AcceptWindow: 600, JudgeWindow: 600}
	deal := eip712.Deal{Requester: devchain.Address(0), Farmer: devchain.Address(1),
		Price: big.NewInt(100), Deposit: big.NewInt(10), Bond: big.NewInt(50), OpenBy: uint64(now.Unix()) + 600}
	if deal.TermsHash, err = eip712.Hash(terms); err != nil {
		log.Fatal(err)
	}
	id, err := parley.ID(deal)
	if err != nil {
		log.Fatal(err)
	}
	opening := escrow.Opening{Deal: deal}
	if opening.PayerSignature, err = eip712.Sign(id, requester); err != nil {
		log.Fatal(err)
	}
	if opening.FarmerSignature, err = eip712.Sign(id, farmer); err != nil {
		log.Fatal(err)
	}
	if _, err := parley.OpenDisclosed(ctx, opening, terms); err != nil {
		log.Fatal(err)
	}

	// The farmer works; the requester looks at the result, and accepts it at 80 of the 100.
	result := escrow.Delivery{Digest: sha256.Sum256([]byte("a picture")), Cost: big.NewInt(80)}
	accepted, err := parley.Domain().Digest(eip712.Acceptance{Deal: id, Digest: result.Digest, Cost: result.Cost})
	if err != nil {
		log.Fatal(err)
	}
	settlement := escrow.Settlement{Deal: deal, Delivery: result}
	if settlement.Signature, err = eip712.Sign(accepted, requester); err != nil {
		log.Fatal(err)
	}
	if _, err := parley.Settle(ctx, settlement); err != nil {
		log.Fatal(err)
	}
	for i, name := range []string{"requester", "farmer"} {
		a, err := parley.Account(ctx, devchain.Address(i))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(name, a.Free)
	}
	// Output:
	// requester 420
	// farmer 580
}
