package requester_test

import (
	"context"
	"crypto"
	"errors"
	"io"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/farmer"
	"github.com/parley-p2p/parley/internal/drive"
	"github.com/parley-p2p/parley/messages"
	"github.com/parley-p2p/parley/parleytest"
	"github.com/parley-p2p/parley/protocol"
	"github.com/parley-p2p/parley/requester"
)

// fickle is a key that cannot sign for a while.
type fickle struct {
	crypto.Signer
	gone *atomic.Bool
}

var errKey = errors.New("the key is out of reach")

func (f fickle) Sign(r io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	if f.gone.Load() {
		return nil, errKey
	}
	return f.Signer.Sign(r, digest, o)
}

// What ends a hire while its consumer looks at an outcome is said to it afterwards, even if it would not happen again, and
// the outcomes that came before it are not lost.
func TestEndsUnderALook(t *testing.T) {
	for name, c := range map[string]struct {
		want  error
		ended []int // whose outcomes are yielded
		set   func(m *market, gone *atomic.Bool)
	}{
		"the policy halts": {errDisk, []int{0, 1}, func(m *market, _ *atomic.Bool) {
			m.buyer.OnReview = func(_ context.Context, v *protocol.View) (messages.Message, error) {
				if v.Farmer == m.farms[2].Key {
					return nil, &requester.Halt{Err: errDisk}
				}
				return parleytest.Pay(v), nil
			}
		}},
		"Notice ends its goroutine": {drive.ErrLeft, []int{0, 0}, func(m *market, _ *atomic.Bool) {
			for _, s := range m.sellers[1:] { // who are asked again in 5 s
				s.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
					return nil, protocol.Errorf(protocol.Busy, "all 4 places are taken")
				}
			}
			_ = m.process.Stop()
			m.client, m.process = m.node.Hire(m.buyer, func(client *requester.Client) {
				client.Notice = func(_ *protocol.View, err error) {
					if protocol.CodeOf(err) == protocol.Busy && time.Since(epoch) > time.Second {
						runtime.Goexit()
					}
				}
			})
		}},
		"nobody can be asked again": {errKey, []int{0, 0}, func(m *market, gone *atomic.Bool) {
			for _, s := range m.sellers[1:] { // who are asked again in 5 s; the first is hired a second time meanwhile
				s.OnQuote = func(context.Context, *protocol.View) (*messages.Quote, error) {
					return nil, protocol.Errorf(protocol.Busy, "all 4 places are taken")
				}
			}
			m.sellers[0].OnWork = func(_ context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
				time.AfterFunc(time.Second, func() { gone.Store(true) })
				time.AfterFunc(time.Minute, func() { gone.Store(false) })
				return &messages.Delivery{Result: v.SOW.Job}, nil
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := open(t, 3, func(i int, s *parleytest.Seller) {
					s.OnWork = func(_ context.Context, v *protocol.View, _ farmer.Progress) (*messages.Delivery, error) {
						time.Sleep(time.Duration(10*i) * time.Second)
						return &messages.Delivery{Result: v.SOW.Job}, nil
					}
				})
				_ = m.process.Stop()
				gone := new(atomic.Bool)
				m.client, m.process = m.node.Hire(m.buyer, func(client *requester.Client) { client.Signer = fickle{client.Signer, gone} })
				c.set(m, gone)
				h := m.ask()
				h.N = 3
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
				defer cancel()
				var ended []messages.Key
				var last error
				for o, err := range m.client.Hire(ctx, sow(), h) {
					if last = err; err != nil {
						break
					}
					if ended = append(ended, o.Farmer); len(ended) == 1 {
						time.Sleep(2 * time.Minute)
					}
				}
				if !errors.Is(last, c.want) {
					t.Errorf("ended with %v, want %v", last, c.want)
				}
				var want []messages.Key
				for _, i := range c.ended {
					want = append(want, m.farms[i].Key)
				}
				if diff := cmp.Diff(want, ended); diff != "" {
					t.Errorf("outcomes (-want +got):\n%s", diff)
				}
				m.stop()
			})
		})
	}
}
