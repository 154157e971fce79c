package requester_test

import (
	"crypto"
	"crypto/ed25519"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// forger signs what does not verify: whoever looks at its signature finds out.
type forger struct{ ed25519.PrivateKey }

func (f forger) Sign(random io.Reader, message []byte, opts crypto.SignerOpts) ([]byte, error) {
	signature, err := f.PrivateKey.Sign(random, message, opts)
	signature[0] ^= 1
	return signature, err
}

// heard is what a Client's Notice said.
type heard struct {
	mu         sync.Mutex
	forged     map[messages.Key]int
	unverified map[messages.Key]int
	verified   map[messages.Key]int
}

func (h *heard) notice(v *protocol.View, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case protocol.CodeOf(err) == protocol.BadSignature:
		h.forged[v.Farmer]++
	case err == nil && v.Phase == protocol.Quoted && v.Unverified:
		h.unverified[v.Farmer]++
	case err == nil && v.Phase == protocol.Quoted:
		h.verified[v.Farmer]++
	}
}

// forgers opens a market of n farmers, all of which forge their signatures but one.
func forgers(t *testing.T, n, honest int) (*market, *heard) {
	t.Helper()
	h := &heard{forged: map[messages.Key]int{}, unverified: map[messages.Key]int{}, verified: map[messages.Key]int{}}
	m := &market{t: t, buyer: new(parleytest.Buyer)}
	m.node = m.world.Node(250)
	for i := range n {
		node := m.world.Node(byte(i + 1))
		server, p := node.Farm(&parleytest.Seller{PerUnit: 5}, func(s *farmer.Server) {
			if i != honest {
				s.Signer = forger{node.Signer}
			}
		})
		m.farms, m.servers, m.running = append(m.farms, node), append(m.servers, server), append(m.running, p)
	}
	m.client, m.process = m.node.Hire(m.buyer, func(c *requester.Client) { c.Notice = h.notice })
	return m, h
}

// DESIGN 10, 4.6, S-1.1-7: of 100 quotes one is taken and verified. Nobody looks at the signatures of the other 99, all of
// which are forged, and nobody signs that they lost; their farmers hear why all the same.
func TestLosingQuoteIsNotVerified(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, heard := forgers(t, 100, 57)
		h := m.ask()
		h.Matcher = order{m.farms[57].Key, m.farms[3].Key, m.farms[80].Key} // two of them in reserve
		outcomes, err := m.hire(h)
		if err != nil || len(outcomes) != 1 || outcomes[0].Err != nil || outcomes[0].Farmer != m.farms[57].Key {
			t.Fatalf("%v, %v", outcomes, err)
		}
		synctest.Wait()
		if len(heard.forged) > 0 || len(heard.unverified) != 100 {
			t.Errorf("%d signatures of farmers not hired were looked at, %d quotes came", len(heard.forged), len(heard.unverified))
		}
		if diff := cmp.Diff(map[messages.Key]int{m.farms[57].Key: 1}, heard.verified); diff != "" {
			t.Errorf("verified (-want +got):\n%s", diff)
		}
		for i, f := range m.farms {
			if i == 57 {
				continue
			}
			if diff := cmp.Diff([]string{"SOW"}, m.got(f, m.node)); diff != "" {
				t.Errorf("farmer %d got signed (-want +got):\n%s", i, diff)
			}
			if !m.declined(f) {
				t.Errorf("farmer %d does not know that it lost", i)
			}
		}
		for i, s := range m.servers {
			if views := s.Sessions(); len(views) > 0 {
				t.Errorf("farmer %d has %d sessions left", i, len(views))
			}
		}
		m.stop()
	})
}

// declined reports whether a farmer was told, unsigned, that its quote is not taken.
func (m *market) declined(f *parleytest.Node) bool {
	for _, s := range m.world.Received() {
		if s.To != f.Key || s.Frame.Type != messages.FrameRefusal {
			continue
		}
		if said, err := s.Frame.Unsigned(); err == nil && said.(*messages.Refusal).Code == protocol.Declined {
			return true
		}
	}
	return false
}

// S-1.1-7, S-7.1-5: a forged quote that is chosen is none: its farmer is found out before the policy sees it, and the next best is
// hired.
func TestChosenForgeryIsNoQuote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, heard := forgers(t, 3, 1)
		h := m.ask() // farmer 0 is the best
		outcomes, err := m.hire(h)
		if err != nil || len(outcomes) != 1 || outcomes[0].Err != nil || outcomes[0].Farmer != m.farms[1].Key {
			t.Fatalf("%v, %v", outcomes, err)
		}
		synctest.Wait()
		if heard.forged[m.farms[0].Key] == 0 || heard.forged[m.farms[2].Key] > 0 {
			t.Errorf("forged: %v", heard.forged)
		}
		if m.received(m.farms[0], m.node, messages.Kind_KIND_AGREEMENT) {
			t.Error("a forged quote was agreed to")
		}
		if diff := cmp.Diff(map[messages.Key]int{m.farms[1].Key: 1}, heard.verified); diff != "" {
			t.Errorf("verified (-want +got):\n%s", diff)
		}
		if views := m.client.Sessions(); len(views) > 0 {
			t.Errorf("%d sessions are left", len(views))
		}
		m.stop()
	})
}

// Work that is no longer wanted while its quote is on the table ends there, for either side.
func TestCancelOfAnOffer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := forgers(t, 2, 0)
		h := m.ask()
		h.Wait = time.Hour
		h.Farmers = append(h.Farmers, parleytest.Ask(m.world.Node(99)).Farmers...) // whom nobody reaches, and nobody waits for
		h.Matcher = order{}
		done := make(chan error, 1)
		go func() { _, err := m.hire(h); done <- err }()
		synctest.Wait()
		for _, v := range m.client.Sessions() {
			if v.Quote != nil || v.Phase != protocol.Solicited {
				t.Errorf("what nobody verified is established: %s", v.Phase)
			}
			if err := m.client.Cancel(t.Context(), v.Session, "not wanted"); err != nil {
				t.Error(err)
			}
		}
		if err := <-done; err == nil {
			t.Error("somebody was hired")
		}
		synctest.Wait()
		for i, s := range m.servers {
			if views := s.Sessions(); len(views) > 0 {
				t.Errorf("farmer %d has %d sessions left", i, len(views))
			}
		}
		m.stop()
	})
}
