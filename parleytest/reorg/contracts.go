package reorg

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
)

// contract is one whose methods are steps.
type contract int

const (
	onParley contract = iota
	onToken
	onPanel
	onStake
	contracts
)

func (c contract) String() string {
	return [...]string{onParley: "escrow", onToken: "token", onPanel: "panel", onStake: "stake"}[c]
}

func (c contract) metaData() *bind.MetaData {
	return [...]*bind.MetaData{onParley: &bindings.ParleyMetaData, onToken: &bindings.PlayMoneyMetaData, onPanel: &arbiters.PanelMetaData, onStake: &arbiters.StakeMetaData}[c]
}

const (
	parts   = "a part of another's transaction: it is there, and is gone, with that"
	batched = "the same step for deals that have come together, in one transaction"
)

// elsewhere are the contracts' methods that no step calls, and why.
var elsewhere = [contracts]map[string]string{
	onParley: {
		"depositWithPermit": "what a party of package deals deposits it has approved: nothing of the product calls it",
		"openDisclosed":     "open for a deal with a third-party payer, which package deals does not sign",
		"openMany":          batched,
		"settleMany":        batched,
	},
	onPanel: {"disputed": parts, "closed": parts},
	onStake: {"hold": parts, "release": parts, "slash": parts, "award": parts, "burn": parts},
}

// Complete says which of the contracts' methods that change something no step calls, and which exception calls for none.
func Complete() error {
	var errs []error
	called := make(map[string]bool)
	for _, s := range steps {
		if _, err := selector(s); err != nil {
			errs = append(errs, err)
		}
		called[s.on.String()+s.call()] = true
	}
	for _, c := range []contract{onParley, onPanel, onStake} {
		abi, err := c.metaData().ParseABI()
		if err != nil {
			return err
		}
		for name, m := range abi.Methods {
			if _, excepted := elsewhere[c][name]; !m.IsConstant() && called[c.String()+name] == excepted {
				errs = append(errs, fmt.Errorf("the %s's %s is to be called by a step of this package, or else to be among those that are not, with a reason", c, name))
			}
		}
		for name := range elsewhere[c] {
			if _, there := abi.Methods[name]; !there {
				errs = append(errs, fmt.Errorf("the %s has no method %s", c, name))
			}
		}
	}
	return errors.Join(errs...)
}
