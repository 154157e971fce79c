package compute_test

import (
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-p2p/parley/content"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/services/compute"
)

// A42: one farmer does it all; C06, C05: both roles; R02: what is bought is fetched by CID, block by verified block.
func TestOneTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		f, b := w.farm(1), w.buyer()
		j := b.job("copy in.txt print hello exit 3")
		j.Inputs = []compute.Input{{Name: "in.txt", CID: b.add("input text")}}
		bill := b.mustRun(j, hiring(1, f))
		if diff := cmp.Diff("1 for 10", shares(bill)); diff != "" {
			t.Errorf("bill (-want +got)\n%s", diff)
		}
		root := bill.Root.String()
		got := map[string]string{"stdout": b.file(root, "stdout"), "exitCode": b.file(root, "exitCode"), "out": b.file(root, "outputs/in.txt")}
		if diff := cmp.Diff(map[string]string{"stdout": "hello\n", "exitCode": "3", "out": "input text"}, got); diff != "" {
			t.Errorf("result (-want +got)\n%s", diff)
		}
		if d := bill.Done[0]; d.Exit != 3 || d.Ended != "exited" {
			t.Errorf("done: %+v", d)
		}
		v := bill.Lines[0].View
		digest, err := compute.Digest(v.Delivery.Result)
		if err != nil {
			t.Fatal(err)
		}
		if want := bill.Root.Hash(); string(digest[:]) != string(want[2:]) {
			t.Errorf("digest %x is not the hash in %s", digest, bill.Root)
		}
		if v.Phase != protocol.Settled {
			t.Errorf("phase %s", v.Phase)
		}
		// Whoever has the CID has all of it.
		if _, err := content.Fetch(t.Context(), bill.Root, nothing{}, b.store, content.Limits{}, nil); err != nil {
			t.Errorf("the buyer's copy is not whole: %v", err)
		}
	})
}
