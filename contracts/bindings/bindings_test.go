package bindings_test

import (
	"os"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/bindings/arbiters"
)

// C35: what is deployed is what was compiled and committed beside the bindings.
func TestBindingsHoldCommittedFiles(t *testing.T) {
	for name, meta := range map[string]*bind.MetaData{
		"Parley":              &bindings.ParleyMetaData,
		"PlayMoney":           &bindings.PlayMoneyMetaData,
		"arbiters/Stake":      &arbiters.StakeMetaData,
		"arbiters/Panel":      &arbiters.PanelMetaData,
		"arbiters/Optimistic": &arbiters.OptimisticMetaData,
	} {
		t.Run(name, func(t *testing.T) {
			bin := read(t, name+".bin")
			if diff := cmp.Diff(bin, strings.TrimPrefix(meta.Bin, "0x")); diff != "" {
				t.Errorf("bytecode is not that of %s.bin; run contracts/foundry/generate.sh (-file +binding):\n%s", name, diff)
			}
			committed, err := abi.JSON(strings.NewReader(read(t, name+".abi")))
			if err != nil {
				t.Fatalf("parse %s.abi: %v", name, err)
			}
			bound, err := meta.ParseABI()
			if err != nil {
				t.Fatalf("parse the ABI of the binding: %v", err)
			}
			if diff := cmp.Diff(signatures(committed), signatures(*bound)); diff != "" {
				t.Errorf("ABI is not that of %s.abi; run contracts/foundry/generate.sh (-file +binding):\n%s", name, diff)
			}
		})
	}
}

// THREATS 9: the deployed code stays within EIP-170, with the constructor within EIP-3860.
func TestContractsFitTheSizeLimits(t *testing.T) {
	const initcodeLimit = 2 * 24_576
	for _, name := range []string{"Parley", "arbiters/Stake", "arbiters/Panel", "arbiters/Optimistic"} {
		if size := len(read(t, name+".bin")) / 2; size > initcodeLimit {
			t.Errorf("creation bytecode of %s is %d bytes, more than %d", name, size, initcodeLimit)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(content))
}

func signatures(a abi.ABI) map[string]string {
	all := map[string]string{}
	for name, m := range a.Methods {
		all["method "+name] = m.String()
	}
	for name, e := range a.Events {
		all["event "+name] = e.String()
	}
	for name, e := range a.Errors {
		all["error "+name] = e.String()
	}
	return all
}
