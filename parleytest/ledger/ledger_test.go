package ledger_test

import (
	"testing"
	"time"

	"github.com/parley-p2p/parley/parleytest/ledger"
)

func TestLedger(t *testing.T) {
	ledger.Run(t, func(*testing.T) ledger.World { return ledger.New(time.Now).World() })
}
