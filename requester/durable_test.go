package requester_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/discovery"
	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports"
)

// A45, A08, defect 9: on disks, both sides are killed at work, by their contexts; new ones on the same files finish the
// job that the old ones agreed to, and both files hold the same transcript with the receipt.
func TestOnDisk(t *testing.T) {
	dir := t.TempDir()
	var network transports.Memory
	farmerSigner, farmerKey := parleytest.Key(1)
	signer, self := parleytest.Key(2)
	disks := func() (*journal.SQLite, *journal.SQLite) {
		t.Helper()
		f, err := journal.Open(filepath.Join(dir, "farmer.db"))
		if err != nil {
			t.Fatal(err)
		}
		r, err := journal.Open(filepath.Join(dir, "requester.db"))
		if err != nil {
			t.Fatal(err)
		}
		return f, r
	}
	// life runs both sides until use returns, and gives the files back.
	life := func(seller *parleytest.Seller, use func(context.Context, *requester.Client)) {
		t.Helper()
		f, r := disks()
		ctx, cancel := context.WithCancel(t.Context())
		server := &farmer.Server{Farmer: seller, Signer: farmerSigner, Journal: f}
		client := &requester.Client{Requester: new(parleytest.Buyer), Signer: signer, Journal: r, Dialer: network.Join(self)}
		ln := network.Join(farmerKey)
		done := make(chan error, 2)
		go func() { done <- server.Serve(ctx, ln) }()
		go func() { done <- client.Run(ctx) }()
		use(ctx, client)
		cancel()
		<-done
		<-done
		for _, j := range []*journal.SQLite{f, r} {
			if err := j.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	working := make(chan messages.ID, 1)
	stuck := &parleytest.Seller{PerUnit: 5}
	stuck.OnWork = func(ctx context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
		working <- v.FirstSOW
		<-ctx.Done()
		return nil, context.Cause(ctx)
	}
	var id messages.ID
	life(stuck, func(ctx context.Context, c *requester.Client) {
		hiring, stop := context.WithCancel(ctx)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			for range c.Hire(hiring, sow(), hiringOf(farmerKey)) {
			}
		}()
		id = <-working
		stop()
		<-ended
	})
	life(&parleytest.Seller{PerUnit: 5}, func(ctx context.Context, c *requester.Client) {
		for o, err := range c.Resume(ctx, hiringOf(farmerKey), messages.SessionID(id, farmerKey)) {
			if err != nil || o.Err != nil || o.View.Receipt == nil {
				t.Errorf("%v, %v", o, err)
			}
		}
	})
	f, r := disks()
	want := []string{"SOW", "Quote", "Agreement", "Acceptance", "Delivery", "Reward", "Receipt"}
	for _, j := range []*journal.SQLite{f, r} {
		var kinds []string
		for record, err := range j.Transcript(t.Context(), messages.SessionID(id, farmerKey)) {
			if err != nil {
				t.Fatal(err)
			}
			u, err := messages.Parse(record.Envelope)
			if err != nil {
				t.Fatal(err)
			}
			kinds = append(kinds, u.Header().Kind.Name())
		}
		if diff := cmp.Diff(want, kinds); diff != "" {
			t.Errorf("on disk (-want +got):\n%s", diff)
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	}
}

func hiringOf(k messages.Key) requester.Hiring {
	return requester.Hiring{Farmers: []discovery.Candidate{{Key: k}}}
}
