package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/parley-p2p/parley/cmd/parley/internal/market"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/contracts/party"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/services/compute"
	"github.com/parley-p2p/parley/services/deals"
	"github.com/parley-p2p/parley/transports/libp2p"
)

// asker is the observer: a peer and an account that only ask.
type asker struct {
	signer ed25519.PrivateKey
	host   *libp2p.Host
	chain  *party.Opened
	offer  *messages.Settlement
}

func newAsker(ctx context.Context, marketFile string) (*asker, error) {
	m, err := market.Read(marketFile)
	if err != nil {
		return nil, err
	}
	k := new(asker)
	if _, k.signer, err = ed25519.GenerateKey(rand.Reader); err != nil {
		return nil, err
	}
	secret, err := party.NewSecret()
	if err != nil {
		return nil, err
	}
	k.chain, err = party.Open(ctx, party.Config{RPC: m.Chain.RPC, ChainID: m.Chain.ID, Contract: m.Chain.Contract, Secret: secret, Depth: m.Chain.Depth})
	if err != nil {
		return nil, err
	}
	if k.offer, err = (&deals.Funded{Contract: k.chain}).Offer(deals.DefaultCollateral); err != nil {
		return nil, err
	}
	k.host, err = libp2p.New(libp2p.Config{Signer: k.signer, Listen: []string{}, Local: true})
	return k, err
}

func (k *asker) close() {
	if k.host != nil {
		_ = k.host.Close()
	}
	if k.chain != nil {
		_ = k.chain.Close()
	}
}

// answered asks a farmer for a quote until it has one, and reports whether it has before that life of the farmer ended.
func (k *asker) answered(f *post, p *process) bool {
	for !p.over() && k.ask(f) != nil {
		if !f.arena.pause(10 * time.Millisecond) {
			return false
		}
	}
	return !p.over()
}

// ask has a farmer's signed quote.
func (k *asker) ask(f *post) error {
	key, addr := f.where()
	ctx, cancel := context.WithTimeout(f.arena.ctx, 5*time.Second)
	defer cancel()
	sow, err := k.sow()
	if err != nil {
		return err
	}
	question, err := messages.Seal(sow, messages.ID{}, k.signer)
	if err != nil {
		return err
	}
	stream, err := k.host.Dial(ctx, key, addr)
	if err != nil {
		return err
	}
	defer stream.Reset()
	if err := stream.Send(ctx, messages.EnvelopeFrame(question)); err != nil {
		return err
	}
	frame, err := stream.Receive(ctx)
	if err != nil {
		return err
	}
	u, err := messages.Parse(frame.Data)
	if err != nil {
		return err
	}
	e, err := u.Open()
	if err != nil {
		return err
	}
	if _, ok := e.Message().(*messages.Quote); !ok || e.Signer() != key || e.Prev() != question.ID() {
		return fmt.Errorf("%s is no quote of %s", e.Kind().Name(), key.Short())
	}
	return nil
}

// sow asks what one run of a module costs that nobody has.
func (k *asker) sow() (*messages.SOW, error) {
	sow, err := compute.SOW(&compute.Job{ID: compute.NewID(), Module: content.Sum(nil).String(), Tasks: []compute.Task{{Args: []string{}}}})
	if err != nil {
		return nil, err
	}
	by := time.Now().Add(10 * time.Minute).UnixMilli()
	sow.Version, sow.Nonce, sow.DeliverByMs, sow.QuoteByMs = messages.Version, []byte(rand.Text()), by, by
	sow.Settlements = []*messages.Settlement{k.offer}
	return sow, nil
}
