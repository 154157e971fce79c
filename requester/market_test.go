package requester_test

import (
	"slices"
	"testing"

	"go.uber.org/goleak"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// market is one requester and some farmers.
type market struct {
	t       *testing.T
	world   parleytest.World
	node    *parleytest.Node
	farms   []*parleytest.Node
	sellers []*parleytest.Seller
	servers []*farmer.Server
	running []*parleytest.Process
	buyer   *parleytest.Buyer
	client  *requester.Client
	process *parleytest.Process
}

// open starts n farmers and a requester; stop ends them all.
func open(t *testing.T, n int, set ...func(int, *parleytest.Seller)) *market {
	t.Helper()
	m := &market{t: t, buyer: new(parleytest.Buyer)}
	m.node = m.world.Node(100)
	for i := range n {
		s := &parleytest.Seller{PerUnit: 5}
		for _, f := range set {
			f(i, s)
		}
		node := m.world.Node(byte(i + 1))
		server, p := node.Farm(s)
		m.farms, m.sellers, m.servers, m.running = append(m.farms, node), append(m.sellers, s), append(m.servers, server), append(m.running, p)
	}
	m.client, m.process = m.node.Hire(m.buyer)
	return m
}

func (m *market) stop() {
	m.t.Helper()
	_ = m.process.Stop()
	for _, p := range m.running {
		_ = p.Stop()
	}
}

func sow() *messages.SOW {
	return &messages.SOW{Service: "test/1", Units: 2, Job: &messages.Payload{Type: "text/plain", Body: []byte("job")}}
}

// hire runs a hire to its end.
func (m *market) hire(h requester.Hiring) ([]*requester.Outcome, error) {
	var all []*requester.Outcome
	for o, err := range m.client.Hire(m.t.Context(), sow(), h) {
		if err != nil {
			return all, err
		}
		all = append(all, o)
	}
	return all, nil
}

// got are the kinds of the envelopes that a node received from another, in order.
func (m *market) got(by, from *parleytest.Node) []string {
	var kinds []string
	for _, s := range m.world.Received() {
		if s.From == from.Key && s.To == by.Key && s.Frame.Type < messages.FrameResume {
			kinds = append(kinds, messages.Kind(s.Frame.Type).Name())
		}
	}
	return kinds
}

func (m *market) received(by, from *parleytest.Node, kind messages.Kind) bool {
	return slices.Contains(m.got(by, from), kind.Name())
}

// ask is a hiring that takes the market's farmers in their order.
func (m *market) ask() requester.Hiring {
	h := parleytest.Ask(m.farms...)
	var o order
	for _, f := range m.farms {
		o = append(o, f.Key)
	}
	h.Matcher = o
	return h
}

// order is a matcher that takes who it names, first named first.
type order []messages.Key

func (o order) Match(m protocol.Market) []protocol.Choice {
	var all []protocol.Choice
	for _, key := range o {
		for _, offer := range m.Offers {
			if offer.Farmer == key {
				all = append(all, protocol.Choice{Session: offer.Session})
			}
		}
	}
	return all
}
