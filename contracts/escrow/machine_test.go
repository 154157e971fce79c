package escrow_test

import (
	"crypto/ecdsa"
	"math/big"
	"sync"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm/runtime"
	"github.com/ethereum/go-ethereum/params"
	"pgregory.net/rapid"

	"github.com/parley-p2p/parley/contracts/bindings"
	"github.com/parley-p2p/parley/contracts/devchain"
	"github.com/parley-p2p/parley/contracts/eip712"
)

// cast are the five accounts of the model and their keys, made once: it costs more than all the rest.
type cast struct {
	keys      [5]*ecdsa.PrivateKey
	addresses [5]common.Address
}

var accounts = sync.OnceValue(func() (c cast) {
	for i := range c.keys {
		c.keys[i], c.addresses[i] = devchain.Account(i), devchain.Address(i)
	}
	return c
})

// address is the i-th of requester, farmer, arbiter, payer and stranger.
func address(i int) common.Address { return accounts().addresses[i] }

// machine is an EVM with the contract and its token in it, and no chain around it: calls by the ten thousand.
type machine struct {
	state         *state.StateDB
	rules         *params.ChainConfig
	parley, token common.Address
	abi           *bindings.Parley
	money         *bindings.PlayMoney
	domain        eip712.Domain
}

func deployMachine(t *testing.T) *machine {
	t.Helper()
	db, err := state.New(types.EmptyRootHash, state.NewDatabaseForTesting())
	if err != nil {
		t.Fatal(err)
	}
	rules := *params.AllDevChainProtocolChanges
	rules.ChainID, rules.BogotaTime = chainID, nil
	m := &machine{state: db, rules: &rules, abi: bindings.NewParley(), money: bindings.NewPlayMoney()}
	create := func(code []byte) common.Address {
		t.Helper()
		_, at, _, err := runtime.Create(code, m.config(address(0), 1))
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	var owners []common.Address
	var amounts []*big.Int
	for i := range 5 {
		owners, amounts = append(owners, address(i)), append(amounts, big.NewInt(1e12))
	}
	m.token = create(append(common.FromHex(bindings.PlayMoneyMetaData.Bin), m.money.PackConstructor(owners, amounts)...))
	m.parley = create(append(common.FromHex(bindings.ParleyMetaData.Bin), m.abi.PackConstructor(m.token, 1)...))
	m.domain = eip712.Domain{ChainID: chainID, Contract: m.parley}
	for _, account := range owners {
		if _, err := m.call(account, m.token, m.money.PackApprove(m.parley, big.NewInt(1e12)), 1); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func (m *machine) config(from common.Address, now int64) *runtime.Config {
	return &runtime.Config{ChainConfig: m.rules, Origin: from, State: m.state, GasLimit: 16_000_000,
		Random: new(common.Hash), BlockNumber: big.NewInt(1), Time: uint64(now)}
}

func (m *machine) call(from, to common.Address, data []byte, now int64) ([]byte, error) {
	answer, _, err := runtime.Call(to, data, m.config(from, now))
	return answer, err
}

func TestDigestsAreThoseOfTheContract(t *testing.T) { // THREATS 9, signatures: type hash against the contract
	m := deployMachine(t)
	rapid.Check(t, func(t *rapid.T) {
		amount := func(name string, bits int) *big.Int {
			return new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 0, bits/8).Draw(t, name))
		}
		word := func(name string) [32]byte { return [32]byte(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, name)) }
		account := func(name string) common.Address {
			return common.Address(rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, name))
		}
		d := eip712.Deal{Requester: account("requester"), Farmer: account("farmer"), Price: amount("price", 96), Deposit: amount("deposit", 96),
			Bond: amount("bond", 96), OpenBy: rapid.Uint64().Draw(t, "openBy"), TermsHash: word("termsHash")}
		terms := eip712.Terms{Payer: account("payer"), Arbiter: account("arbiter"), StartBy: rapid.Uint64().Draw(t, "startBy"),
			SubmitBy: rapid.Uint64().Draw(t, "submitBy"), AcceptWindow: rapid.Uint32().Draw(t, "accept"), JudgeWindow: rapid.Uint32().Draw(t, "judge"),
			LatePenalty: amount("late", 96), NoShowPenalty: amount("noShow", 96), CheatPenalty: amount("cheat", 96), MediationFee: amount("fee", 96),
			Agreement: word("agreement"), Quote: word("quote")}
		a := eip712.Acceptance{Deal: word("deal"), Digest: word("digest"), Cost: amount("cost", 96)}
		s := eip712.Split{Deal: a.Deal, ToPayer: amount("toPayer", 128), ToFarmer: amount("toFarmer", 128)}
		for name, c := range map[string]struct {
			ask  []byte
			want func() ([32]byte, error)
		}{
			"Deal":       {m.abi.PackIdOf(bindings.Deal(d)), func() ([32]byte, error) { return m.domain.Digest(d) }},
			"Terms":      {m.abi.PackHashTerms(bindings.Terms(terms)), func() ([32]byte, error) { return eip712.Hash(terms) }},
			"Acceptance": {m.abi.PackHashAcceptance(bindings.Acceptance(a)), func() ([32]byte, error) { return m.domain.Digest(a) }},
			"Decline": {m.abi.PackHashDecline(bindings.Decline{Deal: a.Deal}), func() ([32]byte, error) {
				return m.domain.Digest(eip712.Decline{Deal: a.Deal})
			}},
			"Cancel": {m.abi.PackHashCancel(bindings.Cancel{Deal: a.Deal}), func() ([32]byte, error) {
				return m.domain.Digest(eip712.Cancel{Deal: a.Deal})
			}},
			"Split": {m.abi.PackHashSplit(bindings.Split(s)), func() ([32]byte, error) { return m.domain.Digest(s) }},
		} {
			want, err := c.want()
			if err != nil {
				t.Fatal(err)
			}
			got, err := m.call(common.Address{}, m.parley, c.ask, 1)
			if err != nil {
				t.Fatal(err)
			}
			if [32]byte(got) != want {
				t.Errorf("%s: the contract hashes it to %x, this program to %x", name, got, want)
			}
		}
	})
}
