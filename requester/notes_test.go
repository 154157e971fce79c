package requester_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/journal"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
	"github.com/parley-p2p/parley/transports"
)

// FuzzNotes: whatever the journal's notes say of sessions, an engine that starts on them is ready and takes up none that the
// journal does not hold.
func FuzzNotes(f *testing.F) {
	_, farm := key(1)
	f.Add(make([]byte, 32), []byte(`{"farmer":"`+farm.String()+`","addrs":["/ip4/127.0.0.1/tcp/1"]}`))
	f.Add([]byte{1}, []byte(`{}`))
	f.Add(make([]byte, 32), []byte(`{"farmer":5}`))
	f.Fuzz(func(t *testing.T, name, value []byte) {
		synctest.Test(t, func(t *testing.T) {
			var notes journal.Memory
			for _, role := range []protocol.Role{protocol.Requester, protocol.Farmer} {
				if err := notes.Commit(t.Context(), journal.Batch{Notes: []journal.Note{{Bucket: drive.Bucket(role), Key: name, Value: value}}}); err != nil {
					return // a note without a name, or without a value
				}
			}
			var network transports.Memory
			signer, own := key(0)
			farmerSigner, farm := key(1)
			client := &requester.Client{Requester: new(parleytest.Buyer), Signer: signer, Dialer: network.Join(own), Journal: &notes}
			server := &farmer.Server{Farmer: new(parleytest.Seller), Signer: farmerSigner, Journal: &notes}
			ctx, cancel := context.WithCancel(t.Context())
			var running sync.WaitGroup
			ln := network.Join(farm)
			running.Go(func() { _ = server.Serve(ctx, ln) })
			running.Go(func() { _ = client.Run(ctx) })
			if err := client.Ready(ctx); err != nil {
				t.Error(err)
			}
			synctest.Wait()
			if n := len(client.Sessions()) + len(server.Sessions()); n > 0 {
				t.Errorf("%d sessions of nothing", n)
			}
			cancel()
			running.Wait()
		})
	})
}
