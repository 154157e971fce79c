// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package arbiters

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// Deal is an auto generated low-level Go binding around an user-defined struct.
type Deal struct {
	Requester common.Address
	Farmer    common.Address
	Price     *big.Int
	Deposit   *big.Int
	Bond      *big.Int
	OpenBy    uint64
	TermsHash [32]byte
}

// Dispute is an auto generated low-level Go binding around an user-defined struct.
type Dispute struct {
	Digest        [32]byte
	Cost          *big.Int
	Complaint     uint8
	ClaimedDigest [32]byte
	ClaimedFuel   uint64
}

// Docket is an auto generated low-level Go binding around an user-defined struct.
type Docket struct {
	Stage   uint8
	Rounds  uint8
	Fee     *big.Int
	JudgeBy uint64
	ArmedAt uint64
	Until   uint64
	Seats   []Seat
	Passed  []common.Address
}

// Finding is an auto generated low-level Go binding around an user-defined struct.
type Finding struct {
	Digest [32]byte
	Fuel   uint64
	Cost   *big.Int
	Served bool
}

// OptimisticProposal is an auto generated low-level Go binding around an user-defined struct.
type OptimisticProposal struct {
	JudgeBy    *big.Int
	StandsFrom *big.Int
	Challenged bool
	Ruling     [32]byte
}

// Position is an auto generated low-level Go binding around an user-defined struct.
type Position struct {
	Free      *big.Int
	Held      *big.Int
	Leaving   *big.Int
	LeaveFrom *big.Int
}

// Rules is an auto generated low-level Go binding around an user-defined struct.
type Rules struct {
	Seats        uint8
	Stake        *big.Int
	Fee          *big.Int
	CommitWindow uint32
	Finality     uint32
	RevealWindow uint32
	AppealWindow uint32
}

// Ruling is an auto generated low-level Go binding around an user-defined struct.
type Ruling struct {
	Verdict uint8
	Served  bool
	Digest  [32]byte
	Fuel    uint64
}

// Seat is an auto generated low-level Go binding around an user-defined struct.
type Seat struct {
	Member    common.Address
	Committed bool
	Revealed  bool
	Served    bool
	Word      [32]byte
}

// Terms is an auto generated low-level Go binding around an user-defined struct.
type Terms struct {
	Payer         common.Address
	Arbiter       common.Address
	StartBy       uint64
	SubmitBy      uint64
	AcceptWindow  uint32
	JudgeWindow   uint32
	LatePenalty   *big.Int
	NoShowPenalty *big.Int
	CheatPenalty  *big.Int
	MediationFee  *big.Int
	Agreement     [32]byte
	Quote         [32]byte
}

// OptimisticMetaData contains all meta data concerning the Optimistic contract.
var OptimisticMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"contractIParley\",\"name\":\"escrow_\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"mediator_\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"umpire_\",\"type\":\"address\"},{\"internalType\":\"uint32\",\"name\":\"window_\",\"type\":\"uint32\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"requester\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"farmer\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"price\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"deposit\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"openBy\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"termsHash\",\"type\":\"bytes32\"}],\"internalType\":\"structDeal\",\"name\":\"deal\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"payer\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"startBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"submitBy\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"acceptWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"judgeWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"latePenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"noShowPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"cheatPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"mediationFee\",\"type\":\"uint96\"},{\"internalType\":\"bytes32\",\"name\":\"agreement\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"quote\",\"type\":\"bytes32\"}],\"internalType\":\"structTerms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"challenge\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"enumOutcome\",\"name\":\"outcome\",\"type\":\"uint8\"}],\"name\":\"closed\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"collect\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"requester\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"farmer\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"price\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"deposit\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"openBy\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"termsHash\",\"type\":\"bytes32\"}],\"internalType\":\"structDeal\",\"name\":\"deal\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"payer\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"startBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"submitBy\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"acceptWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"judgeWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"latePenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"noShowPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"cheatPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"mediationFee\",\"type\":\"uint96\"},{\"internalType\":\"bytes32\",\"name\":\"agreement\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"quote\",\"type\":\"bytes32\"}],\"internalType\":\"structTerms\",\"name\":\"terms\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"enumComplaint\",\"name\":\"complaint\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"claimedDigest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"claimedFuel\",\"type\":\"uint64\"}],\"internalType\":\"structDispute\",\"name\":\"grounds\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"enumVerdict\",\"name\":\"verdict\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"}],\"internalType\":\"structRuling\",\"name\":\"ruling\",\"type\":\"tuple\"}],\"name\":\"confirm\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"requester\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"farmer\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"price\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"deposit\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"openBy\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"termsHash\",\"type\":\"bytes32\"}],\"internalType\":\"structDeal\",\"name\":\"\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"payer\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"startBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"submitBy\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"acceptWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"judgeWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"latePenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"noShowPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"cheatPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"mediationFee\",\"type\":\"uint96\"},{\"internalType\":\"bytes32\",\"name\":\"agreement\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"quote\",\"type\":\"bytes32\"}],\"internalType\":\"structTerms\",\"name\":\"\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"enumComplaint\",\"name\":\"complaint\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"claimedDigest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"claimedFuel\",\"type\":\"uint64\"}],\"internalType\":\"structDispute\",\"name\":\"\",\"type\":\"tuple\"},{\"internalType\":\"uint96\",\"name\":\"fee\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"judgeBy\",\"type\":\"uint64\"}],\"name\":\"disputed\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"owedTo\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"proposalOf\",\"outputs\":[{\"components\":[{\"internalType\":\"uint40\",\"name\":\"judgeBy\",\"type\":\"uint40\"},{\"internalType\":\"uint40\",\"name\":\"standsFrom\",\"type\":\"uint40\"},{\"internalType\":\"bool\",\"name\":\"challenged\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"ruling\",\"type\":\"bytes32\"}],\"internalType\":\"structOptimistic.Proposal\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"requester\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"farmer\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"price\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"deposit\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"openBy\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"termsHash\",\"type\":\"bytes32\"}],\"internalType\":\"structDeal\",\"name\":\"deal\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"payer\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"startBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"submitBy\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"acceptWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"judgeWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"latePenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"noShowPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"cheatPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"mediationFee\",\"type\":\"uint96\"},{\"internalType\":\"bytes32\",\"name\":\"agreement\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"quote\",\"type\":\"bytes32\"}],\"internalType\":\"structTerms\",\"name\":\"terms\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"enumVerdict\",\"name\":\"verdict\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"}],\"internalType\":\"structRuling\",\"name\":\"ruling\",\"type\":\"tuple\"}],\"name\":\"propose\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"}],\"name\":\"Challenged\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Collected\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"fee\",\"type\":\"uint256\"}],\"name\":\"Confirmed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"enumVerdict\",\"name\":\"verdict\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRuling\",\"name\":\"ruling\",\"type\":\"tuple\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"standsFrom\",\"type\":\"uint256\"}],\"name\":\"Proposed\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"OptimisticNotEscrow\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"OptimisticNotYours\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"OptimisticRuling\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"OptimisticSetup\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"OptimisticTerms\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"OptimisticTooEarly\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"OptimisticTooLate\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"OptimisticWrongStage\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ReentrancyGuardReentrantCall\",\"type\":\"error\"}]",
	ID:  "dd4425e72a149f3c1e59a85755e5dc5535",
	Bin: "0x6101003461015557601f6112ee38819003918201601f19168301916001600160401b0383118484101761015957808492608094604052833981010312610155578051906001600160a01b03821682036101555761005e6020820161016d565b90606061006d6040830161016d565b91015163ffffffff811680820361015557158015610140575b801561012f575b801561011e575b61010f5760e05260c05260a05260805260405161116c908161018282396080518181816102c8015281816104c7015281816105de015281816108e101528181610aaa0152610ead015260a05181818161039e0152818161068501526109b1015260c0518181816107f20152610829015260e051816103fe0152f35b633e7de8eb60e11b5f5260045ffd5b506001600160a01b03821615610094565b506001600160a01b0383161561008d565b506001600160a01b0383811690831614610086565b5f80fd5b634e487b7160e01b5f52604160045260245ffd5b51906001600160a01b03821682036101555756fe60806040526004361015610011575f80fd5b5f5f3560e01c806306ec16f814610a355780636963c6501461073f5780638462d66114610706578063b248ba58146105bb578063ba95ea8d1461034b578063e81594ce1461025f578063f251d9d2146101125763f48c0abf14610072575f80fd5b3461010f57602036600319011261010f576040816080926060835161009681610b9e565b82815282602082015282858201520152600435815280602052206040516100bc81610b9e565b815464ffffffffff80821693848452606060016020860192848660281c16845260ff604088019660501c161515865201549401938452604051948552511660208401525115156040830152516060820152f35b80fd5b503461010f573660031901610260811261025b5760e01361010f576101803660e319011261010f57610142610e96565b8082526020829052604082206004356001600160a01b0381169081810361023857503314158061023c575b80610219575b61020557805464ffffffffff8160281c16801580156101f8575b6101e4574210156101d05760ff60501b1916600160501b17905533907fe9479421670c3425a1497ce47a53af8bd96ce5bd0741e96221ba0acace3f7d478380a380f35b633076533f60e21b84526004839052602484fd5b632af8b11960e11b85526004849052602485fd5b5060ff8260501c1661018d565b630618f97560e21b83526004829052602483fd5b5060e4356001600160a01b038116908181036102385750331415610173565b8480fd5b506024356001600160a01b03811690818103610238575033141561016d565b5080fd5b503461010f5761036036600319011261010f5760043560e036602319011261025b576101803661010319011261025b5760a03661028319011261025b5761032435906001600160601b03821680920361034757610344356001600160401b0381168103610343577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03163303610334578184528360205264ffffffffff60408520911664ffffffffff198254161790558252600160205260408220906001600160601b031982541617905580f35b63f1b4194360e01b8452600484fd5b8380fd5b8280fd5b503461010f5736600319016102e0811261025b5760e01361010f576101803660e319011261010f5760803661026319011261010f57610388610e61565b610390610e96565b8082526020829052604082207f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031633036102055780549064ffffffffff821691821580156105a8575b6101e4576102643560048110156105a457156105905763ffffffff7f000000000000000000000000000000000000000000000000000000000000000016926104298442610c7c565b936001850180951161057c5761043f9085610c7c565b11610568579160a0917e4430872cac83dbbbca6e925a69ca9f524453a9e6abd73213ba09aa7dcabb1493604051602081019061047a82610c35565b608081526104888682610bcd565b519020600183015569ffffffffff00000000001916602883901b69ffffffffff000000000016179055604051906104be82610c35565b6080820152a2807f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316803b15610565578180916102646040518094819363d3c3a51160e01b835261051960048401610c9d565b61052560e48401610d4d565b5af1801561055a57610545575b505f51602061114c5f395f51905f525d80f35b8161054f91610bcd565b61010f57805f610532565b6040513d84823e3d90fd5b50fd5b633076533f60e21b85526004849052602485fd5b634e487b7160e01b87526011600452602487fd5b630bcf6a9760e41b85526004849052602485fd5b8580fd5b5064ffffffffff8160281c1615156103e1565b503461010f57604036600319011261010f57600435602435600f811015610347577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031633036106f75790610663918184528360205264ffffffffff604085205460281c16151590816106eb575b5061066657805f525f6020525f60016040822082815501555f52600160205260405f206001600160601b03198154169055565b80f35b80835260016020526001600160601b0360408420541660018060a01b037f000000000000000000000000000000000000000000000000000000000000000016845260026020526106bb60408520918254610c7c565b9055805f525f6020525f60016040822082815501555f52600160205260405f206001600160601b03198154169055565b600d915014155f610630565b63f1b4194360e01b8352600483fd5b503461010f57602036600319011261010f576020906040906001600160a01b0361072e610b4c565b168152600283522054604051908152f35b503461010f573660031901610380811261025b5760e01361010f576101803660e319011261010f5760a03661026319011261010f5760803661030319011261010f57610789610e61565b610791610e96565b80825281602052604082206040516107a881610b9e565b81549164ffffffffff8316825264ffffffffff8360281c1660606001602085019383855260ff604087019760501c161515875201549301928352156101e4578251156109d65750507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03163303610205575b51156109af577f0000000000000000000000000000000000000000000000000000000000000000905b80835260016020527feea731529e68fc16408f0bc09dde1d8d4e2e09e0f2e3b68556d16a3391bd158860206001600160601b036040862054169360018060a01b03169384865260028252604086206108a3828254610c7c565b90556108d784805f525f6020525f60016040822082815501555f52600160205260405f206001600160601b03198154169055565b604051908152a3807f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316803b15610565576040516313b57d0960e01b81529061092a60048301610c9d565b61093660e48301610d4d565b61026435610264830152610284356001600160601b0381168091036109aa576102848301526102a43560038110156109aa576102a48301526102c4356102c48301526102e435906001600160401b0382168092036109aa576103848385819381956102e48401526105256103048401610bee565b505050fd5b7f00000000000000000000000000000000000000000000000000000000000000009061084a565b5164ffffffffff164210610a21575160405160208101906109f682610bee565b60808152610a0560a082610bcd565b5190201461082157630bcf6a9760e41b83526004829052602483fd5b63378d6edb60e21b84526004839052602484fd5b5034610b48576020366003190112610b4857610a4f610b4c565b610a57610e61565b335f818152600260209081526040808320805493905580516001600160a01b0386168152918201839052919392917f484decdc1e9549e1866295f6f86c889ded3f7de410e7488a7a415978589dc8fd91a27f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031691823b15610b485760405163f3fef3a360e01b81526001600160a01b039290921660048301526024820152905f908290604490829084905af18015610b3d57610b2a575b50805f51602061114c5f395f51905f525d80f35b610b3691505f90610bcd565b5f5f610b16565b6040513d5f823e3d90fd5b5f80fd5b600435906001600160a01b0382168203610b4857565b35906001600160a01b0382168203610b4857565b35906001600160601b0382168203610b4857565b35906001600160401b0382168203610b4857565b608081019081106001600160401b03821117610bb957604052565b634e487b7160e01b5f52604160045260245ffd5b90601f801991011681019081106001600160401b03821117610bb957604052565b610304356004811015610b4857815261032435801515809103610b4857602082015261034435604082015261036435906001600160401b038216809203610b485760600152565b610264356004811015610b4857815261028435801515809103610b485760208201526102a43560408201526102c435906001600160401b038216809203610b485760600152565b91908201809211610c8957565b634e487b7160e01b5f52601160045260245ffd5b6004356001600160a01b03811690819003610b485781526024356001600160a01b03811690819003610b485760208201526044356001600160601b038116809103610b485760408201526064356001600160601b038116809103610b485760608201526084356001600160601b038116809103610b4857608082015260a4356001600160401b038116809103610b485760a082015260c060c435910152565b359063ffffffff82168203610b4857565b60e4356001600160a01b03811690819003610b48578152610104356001600160a01b03811690819003610b48576020820152610124356001600160401b038116809103610b48576040820152610144356001600160401b038116809103610b485760608201526101643563ffffffff8116809103610b485760808201526101843563ffffffff8116809103610b485760a08201526101a4356001600160601b038116809103610b485760c08201526101c4356001600160601b038116809103610b485760e08201526101e4356001600160601b038116809103610b4857610100820152610204356001600160601b038116809103610b48576101208201526102243561014082015261016061024435910152565b5f51602061114c5f395f51905f525c610e875760015f51602061114c5f395f51905f525d565b633ee5aeb560e01b5f5260045ffd5b6040516305648e2160e21b81526001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000811692919060049081830190610ee183610b62565b1681526001600160a01b03610ef860208401610b62565b1660208201526001600160601b03610f1260408401610b76565b1660408201526001600160601b03610f2c60608401610b76565b1660608201526001600160601b03610f4660808401610b76565b1660808201526001600160401b03610f6060a08401610b8a565b1660a082015260c08083013591015260208260e481875afa918215610b3d575f92611117575b5060405163117ce9e360e21b8152919384929060209082906101849082908682016101608060e46001600160a01b03610fbe82610b62565b1684526001600160a01b03610fd4828b01610b62565b16898501526001600160401b03610fed60408301610b8a565b1660408501526001600160401b0361100760608301610b8a565b16606085015263ffffffff61101e60808301610d3c565b16608085015263ffffffff61103560a08301610d3c565b1660a08501526001600160601b0361104f60c08301610b76565b1660c08501526001600160601b0361106960e08301610b76565b1660e08501526001600160601b036110846101008301610b76565b166101008501526001600160601b036110a06101208301610b76565b1661012085015261014081013561014085015201359101525afa908115610b3d575f916110e5575b5060c435036110d5575050565b633787d2ef60e21b5f525260245ffd5b90506020813d60201161110f575b8161110060209383610bcd565b81010312610b4857515f6110c8565b3d91506110f3565b9091506020813d602011611143575b8161113360209383610bcd565b81010312610b485751905f610f86565b3d915061112656fe9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00",
}

// Optimistic is an auto generated Go binding around an Ethereum contract.
type Optimistic struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Optimistic) GetABI() abi.ABI {
	return c.abi
}

// NewOptimistic creates a new instance of Optimistic.
func NewOptimistic() *Optimistic {
	parsed, err := OptimisticMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Optimistic{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Optimistic) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address escrow_, address mediator_, address umpire_, uint32 window_) returns()
func (optimistic *Optimistic) PackConstructor(escrow_ common.Address, mediator_ common.Address, umpire_ common.Address, window_ uint32) []byte {
	enc, err := optimistic.abi.Pack("", escrow_, mediator_, umpire_, window_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackChallenge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf251d9d2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function challenge((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) returns()
func (optimistic *Optimistic) PackChallenge(deal Deal, terms Terms) []byte {
	enc, err := optimistic.abi.Pack("challenge", deal, terms)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackChallenge is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf251d9d2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function challenge((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) returns()
func (optimistic *Optimistic) TryPackChallenge(deal Deal, terms Terms) ([]byte, error) {
	return optimistic.abi.Pack("challenge", deal, terms)
}

// PackClosed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb248ba58.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function closed(bytes32 id, uint8 outcome) returns()
func (optimistic *Optimistic) PackClosed(id [32]byte, outcome uint8) []byte {
	enc, err := optimistic.abi.Pack("closed", id, outcome)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackClosed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb248ba58.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function closed(bytes32 id, uint8 outcome) returns()
func (optimistic *Optimistic) TryPackClosed(id [32]byte, outcome uint8) ([]byte, error) {
	return optimistic.abi.Pack("closed", id, outcome)
}

// PackCollect is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06ec16f8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function collect(address to) returns()
func (optimistic *Optimistic) PackCollect(to common.Address) []byte {
	enc, err := optimistic.abi.Pack("collect", to)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCollect is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06ec16f8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function collect(address to) returns()
func (optimistic *Optimistic) TryPackCollect(to common.Address) ([]byte, error) {
	return optimistic.abi.Pack("collect", to)
}

// PackConfirm is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6963c650.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function confirm((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96,uint8,bytes32,uint64) grounds, (uint8,bool,bytes32,uint64) ruling) returns()
func (optimistic *Optimistic) PackConfirm(deal Deal, terms Terms, grounds Dispute, ruling Ruling) []byte {
	enc, err := optimistic.abi.Pack("confirm", deal, terms, grounds, ruling)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackConfirm is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x6963c650.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function confirm((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96,uint8,bytes32,uint64) grounds, (uint8,bool,bytes32,uint64) ruling) returns()
func (optimistic *Optimistic) TryPackConfirm(deal Deal, terms Terms, grounds Dispute, ruling Ruling) ([]byte, error) {
	return optimistic.abi.Pack("confirm", deal, terms, grounds, ruling)
}

// PackDisputed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe81594ce.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function disputed(bytes32 id, (address,address,uint96,uint96,uint96,uint64,bytes32) , (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) , (bytes32,uint96,uint8,bytes32,uint64) , uint96 fee, uint64 judgeBy) returns()
func (optimistic *Optimistic) PackDisputed(id [32]byte, arg1 Deal, arg2 Terms, arg3 Dispute, fee *big.Int, judgeBy uint64) []byte {
	enc, err := optimistic.abi.Pack("disputed", id, arg1, arg2, arg3, fee, judgeBy)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDisputed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe81594ce.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function disputed(bytes32 id, (address,address,uint96,uint96,uint96,uint64,bytes32) , (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) , (bytes32,uint96,uint8,bytes32,uint64) , uint96 fee, uint64 judgeBy) returns()
func (optimistic *Optimistic) TryPackDisputed(id [32]byte, arg1 Deal, arg2 Terms, arg3 Dispute, fee *big.Int, judgeBy uint64) ([]byte, error) {
	return optimistic.abi.Pack("disputed", id, arg1, arg2, arg3, fee, judgeBy)
}

// PackOwedTo is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8462d661.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owedTo(address account) view returns(uint256)
func (optimistic *Optimistic) PackOwedTo(account common.Address) []byte {
	enc, err := optimistic.abi.Pack("owedTo", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwedTo is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8462d661.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owedTo(address account) view returns(uint256)
func (optimistic *Optimistic) TryPackOwedTo(account common.Address) ([]byte, error) {
	return optimistic.abi.Pack("owedTo", account)
}

// UnpackOwedTo is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8462d661.
//
// Solidity: function owedTo(address account) view returns(uint256)
func (optimistic *Optimistic) UnpackOwedTo(data []byte) (*big.Int, error) {
	out, err := optimistic.abi.Unpack("owedTo", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackProposalOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf48c0abf.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function proposalOf(bytes32 id) view returns((uint40,uint40,bool,bytes32))
func (optimistic *Optimistic) PackProposalOf(id [32]byte) []byte {
	enc, err := optimistic.abi.Pack("proposalOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackProposalOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf48c0abf.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function proposalOf(bytes32 id) view returns((uint40,uint40,bool,bytes32))
func (optimistic *Optimistic) TryPackProposalOf(id [32]byte) ([]byte, error) {
	return optimistic.abi.Pack("proposalOf", id)
}

// UnpackProposalOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf48c0abf.
//
// Solidity: function proposalOf(bytes32 id) view returns((uint40,uint40,bool,bytes32))
func (optimistic *Optimistic) UnpackProposalOf(data []byte) (OptimisticProposal, error) {
	out, err := optimistic.abi.Unpack("proposalOf", data)
	if err != nil {
		return *new(OptimisticProposal), err
	}
	out0 := *abi.ConvertType(out[0], new(OptimisticProposal)).(*OptimisticProposal)
	return out0, nil
}

// PackPropose is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba95ea8d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function propose((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (uint8,bool,bytes32,uint64) ruling) returns()
func (optimistic *Optimistic) PackPropose(deal Deal, terms Terms, ruling Ruling) []byte {
	enc, err := optimistic.abi.Pack("propose", deal, terms, ruling)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPropose is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xba95ea8d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function propose((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (uint8,bool,bytes32,uint64) ruling) returns()
func (optimistic *Optimistic) TryPackPropose(deal Deal, terms Terms, ruling Ruling) ([]byte, error) {
	return optimistic.abi.Pack("propose", deal, terms, ruling)
}

// OptimisticChallenged represents a Challenged event raised by the Optimistic contract.
type OptimisticChallenged struct {
	Deal [32]byte
	By   common.Address
	Raw  *types.Log // Blockchain specific contextual infos
}

const OptimisticChallengedEventName = "Challenged"

// ContractEventName returns the user-defined event name.
func (OptimisticChallenged) ContractEventName() string {
	return OptimisticChallengedEventName
}

// UnpackChallengedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Challenged(bytes32 indexed deal, address indexed by)
func (optimistic *Optimistic) UnpackChallengedEvent(log *types.Log) (*OptimisticChallenged, error) {
	event := "Challenged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != optimistic.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OptimisticChallenged)
	if len(log.Data) > 0 {
		if err := optimistic.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range optimistic.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// OptimisticCollected represents a Collected event raised by the Optimistic contract.
type OptimisticCollected struct {
	Account common.Address
	To      common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const OptimisticCollectedEventName = "Collected"

// ContractEventName returns the user-defined event name.
func (OptimisticCollected) ContractEventName() string {
	return OptimisticCollectedEventName
}

// UnpackCollectedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Collected(address indexed account, address to, uint256 amount)
func (optimistic *Optimistic) UnpackCollectedEvent(log *types.Log) (*OptimisticCollected, error) {
	event := "Collected"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != optimistic.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OptimisticCollected)
	if len(log.Data) > 0 {
		if err := optimistic.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range optimistic.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// OptimisticConfirmed represents a Confirmed event raised by the Optimistic contract.
type OptimisticConfirmed struct {
	Deal [32]byte
	By   common.Address
	Fee  *big.Int
	Raw  *types.Log // Blockchain specific contextual infos
}

const OptimisticConfirmedEventName = "Confirmed"

// ContractEventName returns the user-defined event name.
func (OptimisticConfirmed) ContractEventName() string {
	return OptimisticConfirmedEventName
}

// UnpackConfirmedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Confirmed(bytes32 indexed deal, address indexed by, uint256 fee)
func (optimistic *Optimistic) UnpackConfirmedEvent(log *types.Log) (*OptimisticConfirmed, error) {
	event := "Confirmed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != optimistic.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OptimisticConfirmed)
	if len(log.Data) > 0 {
		if err := optimistic.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range optimistic.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// OptimisticProposed represents a Proposed event raised by the Optimistic contract.
type OptimisticProposed struct {
	Deal       [32]byte
	Ruling     Ruling
	StandsFrom *big.Int
	Raw        *types.Log // Blockchain specific contextual infos
}

const OptimisticProposedEventName = "Proposed"

// ContractEventName returns the user-defined event name.
func (OptimisticProposed) ContractEventName() string {
	return OptimisticProposedEventName
}

// UnpackProposedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Proposed(bytes32 indexed deal, (uint8,bool,bytes32,uint64) ruling, uint256 standsFrom)
func (optimistic *Optimistic) UnpackProposedEvent(log *types.Log) (*OptimisticProposed, error) {
	event := "Proposed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != optimistic.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(OptimisticProposed)
	if len(log.Data) > 0 {
		if err := optimistic.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range optimistic.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (optimistic *Optimistic) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], optimistic.abi.Errors["OptimisticNotEscrow"].ID.Bytes()[:4]) {
		return optimistic.UnpackOptimisticNotEscrowError(raw[4:])
	}
	if bytes.Equal(raw[:4], optimistic.abi.Errors["OptimisticNotYours"].ID.Bytes()[:4]) {
		return optimistic.UnpackOptimisticNotYoursError(raw[4:])
	}
	if bytes.Equal(raw[:4], optimistic.abi.Errors["OptimisticRuling"].ID.Bytes()[:4]) {
		return optimistic.UnpackOptimisticRulingError(raw[4:])
	}
	if bytes.Equal(raw[:4], optimistic.abi.Errors["OptimisticSetup"].ID.Bytes()[:4]) {
		return optimistic.UnpackOptimisticSetupError(raw[4:])
	}
	if bytes.Equal(raw[:4], optimistic.abi.Errors["OptimisticTerms"].ID.Bytes()[:4]) {
		return optimistic.UnpackOptimisticTermsError(raw[4:])
	}
	if bytes.Equal(raw[:4], optimistic.abi.Errors["OptimisticTooEarly"].ID.Bytes()[:4]) {
		return optimistic.UnpackOptimisticTooEarlyError(raw[4:])
	}
	if bytes.Equal(raw[:4], optimistic.abi.Errors["OptimisticTooLate"].ID.Bytes()[:4]) {
		return optimistic.UnpackOptimisticTooLateError(raw[4:])
	}
	if bytes.Equal(raw[:4], optimistic.abi.Errors["OptimisticWrongStage"].ID.Bytes()[:4]) {
		return optimistic.UnpackOptimisticWrongStageError(raw[4:])
	}
	if bytes.Equal(raw[:4], optimistic.abi.Errors["ReentrancyGuardReentrantCall"].ID.Bytes()[:4]) {
		return optimistic.UnpackReentrancyGuardReentrantCallError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// OptimisticOptimisticNotEscrow represents a OptimisticNotEscrow error raised by the Optimistic contract.
type OptimisticOptimisticNotEscrow struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OptimisticNotEscrow()
func OptimisticOptimisticNotEscrowErrorID() common.Hash {
	return common.HexToHash("0xf1b4194362e09adf2fd008d4e16ba87d8ad11a1aec78788ce92a5860d9f35142")
}

// UnpackOptimisticNotEscrowError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OptimisticNotEscrow()
func (optimistic *Optimistic) UnpackOptimisticNotEscrowError(raw []byte) (*OptimisticOptimisticNotEscrow, error) {
	out := new(OptimisticOptimisticNotEscrow)
	if err := optimistic.abi.UnpackIntoInterface(out, "OptimisticNotEscrow", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OptimisticOptimisticNotYours represents a OptimisticNotYours error raised by the Optimistic contract.
type OptimisticOptimisticNotYours struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OptimisticNotYours(bytes32 deal)
func OptimisticOptimisticNotYoursErrorID() common.Hash {
	return common.HexToHash("0x1863e5d455b77e6745647360ac0cd471f5ff50ea979956f09ba61559f1eed502")
}

// UnpackOptimisticNotYoursError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OptimisticNotYours(bytes32 deal)
func (optimistic *Optimistic) UnpackOptimisticNotYoursError(raw []byte) (*OptimisticOptimisticNotYours, error) {
	out := new(OptimisticOptimisticNotYours)
	if err := optimistic.abi.UnpackIntoInterface(out, "OptimisticNotYours", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OptimisticOptimisticRuling represents a OptimisticRuling error raised by the Optimistic contract.
type OptimisticOptimisticRuling struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OptimisticRuling(bytes32 deal)
func OptimisticOptimisticRulingErrorID() common.Hash {
	return common.HexToHash("0xbcf6a9702f1fa46c9545bd9f38801ae41e7cf274b700651a7ae5c3099630fd59")
}

// UnpackOptimisticRulingError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OptimisticRuling(bytes32 deal)
func (optimistic *Optimistic) UnpackOptimisticRulingError(raw []byte) (*OptimisticOptimisticRuling, error) {
	out := new(OptimisticOptimisticRuling)
	if err := optimistic.abi.UnpackIntoInterface(out, "OptimisticRuling", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OptimisticOptimisticSetup represents a OptimisticSetup error raised by the Optimistic contract.
type OptimisticOptimisticSetup struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OptimisticSetup()
func OptimisticOptimisticSetupErrorID() common.Hash {
	return common.HexToHash("0x7cfbd1d6001e90714d7caff201e038866c4219de06b2dea47ad09d338d31c0b2")
}

// UnpackOptimisticSetupError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OptimisticSetup()
func (optimistic *Optimistic) UnpackOptimisticSetupError(raw []byte) (*OptimisticOptimisticSetup, error) {
	out := new(OptimisticOptimisticSetup)
	if err := optimistic.abi.UnpackIntoInterface(out, "OptimisticSetup", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OptimisticOptimisticTerms represents a OptimisticTerms error raised by the Optimistic contract.
type OptimisticOptimisticTerms struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OptimisticTerms(bytes32 deal)
func OptimisticOptimisticTermsErrorID() common.Hash {
	return common.HexToHash("0xde1f4bbc457bb3423c346092ce207dbe5c11161a428d614d6cbe7e5c5c52de3d")
}

// UnpackOptimisticTermsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OptimisticTerms(bytes32 deal)
func (optimistic *Optimistic) UnpackOptimisticTermsError(raw []byte) (*OptimisticOptimisticTerms, error) {
	out := new(OptimisticOptimisticTerms)
	if err := optimistic.abi.UnpackIntoInterface(out, "OptimisticTerms", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OptimisticOptimisticTooEarly represents a OptimisticTooEarly error raised by the Optimistic contract.
type OptimisticOptimisticTooEarly struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OptimisticTooEarly(bytes32 deal)
func OptimisticOptimisticTooEarlyErrorID() common.Hash {
	return common.HexToHash("0xde35bb6c8d94d29f1d9bf535f21a9569d9289e55b6896d2e6daa93ecc5d1015b")
}

// UnpackOptimisticTooEarlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OptimisticTooEarly(bytes32 deal)
func (optimistic *Optimistic) UnpackOptimisticTooEarlyError(raw []byte) (*OptimisticOptimisticTooEarly, error) {
	out := new(OptimisticOptimisticTooEarly)
	if err := optimistic.abi.UnpackIntoInterface(out, "OptimisticTooEarly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OptimisticOptimisticTooLate represents a OptimisticTooLate error raised by the Optimistic contract.
type OptimisticOptimisticTooLate struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OptimisticTooLate(bytes32 deal)
func OptimisticOptimisticTooLateErrorID() common.Hash {
	return common.HexToHash("0xc1d94cfc1c112b46ec576265a0bc6628618081a82a7f50a6d4fb4e530e8d9991")
}

// UnpackOptimisticTooLateError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OptimisticTooLate(bytes32 deal)
func (optimistic *Optimistic) UnpackOptimisticTooLateError(raw []byte) (*OptimisticOptimisticTooLate, error) {
	out := new(OptimisticOptimisticTooLate)
	if err := optimistic.abi.UnpackIntoInterface(out, "OptimisticTooLate", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OptimisticOptimisticWrongStage represents a OptimisticWrongStage error raised by the Optimistic contract.
type OptimisticOptimisticWrongStage struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error OptimisticWrongStage(bytes32 deal)
func OptimisticOptimisticWrongStageErrorID() common.Hash {
	return common.HexToHash("0x55f162322bbd49794f3ebde9c4ac6f6dcf60d5f068fe0a4161857929ee88aaca")
}

// UnpackOptimisticWrongStageError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error OptimisticWrongStage(bytes32 deal)
func (optimistic *Optimistic) UnpackOptimisticWrongStageError(raw []byte) (*OptimisticOptimisticWrongStage, error) {
	out := new(OptimisticOptimisticWrongStage)
	if err := optimistic.abi.UnpackIntoInterface(out, "OptimisticWrongStage", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// OptimisticReentrancyGuardReentrantCall represents a ReentrancyGuardReentrantCall error raised by the Optimistic contract.
type OptimisticReentrancyGuardReentrantCall struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ReentrancyGuardReentrantCall()
func OptimisticReentrancyGuardReentrantCallErrorID() common.Hash {
	return common.HexToHash("0x3ee5aeb571de7fc460830b4d0017439a1ca56fb0bc39062227ade4fe4a24c1ca")
}

// UnpackReentrancyGuardReentrantCallError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ReentrancyGuardReentrantCall()
func (optimistic *Optimistic) UnpackReentrancyGuardReentrantCallError(raw []byte) (*OptimisticReentrancyGuardReentrantCall, error) {
	out := new(OptimisticReentrancyGuardReentrantCall)
	if err := optimistic.abi.UnpackIntoInterface(out, "ReentrancyGuardReentrantCall", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelMetaData contains all meta data concerning the Panel contract.
var PanelMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"contractIStake\",\"name\":\"stake_\",\"type\":\"address\"},{\"internalType\":\"contractIParley\",\"name\":\"escrow_\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"seats\",\"type\":\"uint8\"},{\"internalType\":\"uint96\",\"name\":\"stake\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"fee\",\"type\":\"uint96\"},{\"internalType\":\"uint32\",\"name\":\"commitWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"finality\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"revealWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"appealWindow\",\"type\":\"uint32\"}],\"internalType\":\"structRules\",\"name\":\"rules_\",\"type\":\"tuple\"},{\"internalType\":\"address[]\",\"name\":\"members_\",\"type\":\"address[]\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"requester\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"farmer\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"price\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"deposit\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"openBy\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"termsHash\",\"type\":\"bytes32\"}],\"internalType\":\"structDeal\",\"name\":\"deal\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"payer\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"startBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"submitBy\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"acceptWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"judgeWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"latePenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"noShowPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"cheatPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"mediationFee\",\"type\":\"uint96\"},{\"internalType\":\"bytes32\",\"name\":\"agreement\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"quote\",\"type\":\"bytes32\"}],\"internalType\":\"structTerms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"appeal\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"round\",\"type\":\"uint8\"}],\"name\":\"bondOf\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"enumOutcome\",\"name\":\"outcome\",\"type\":\"uint8\"}],\"name\":\"closed\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"collect\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint256\",\"name\":\"seat\",\"type\":\"uint256\"},{\"internalType\":\"bytes32\",\"name\":\"commitment\",\"type\":\"bytes32\"}],\"name\":\"commit\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"}],\"internalType\":\"structFinding\",\"name\":\"finding\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"salt\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"commitmentOf\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"requester\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"farmer\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"price\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"deposit\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"openBy\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"termsHash\",\"type\":\"bytes32\"}],\"internalType\":\"structDeal\",\"name\":\"deal\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"payer\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"startBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"submitBy\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"acceptWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"judgeWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"latePenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"noShowPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"cheatPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"mediationFee\",\"type\":\"uint96\"},{\"internalType\":\"bytes32\",\"name\":\"agreement\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"quote\",\"type\":\"bytes32\"}],\"internalType\":\"structTerms\",\"name\":\"terms\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"enumComplaint\",\"name\":\"complaint\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"claimedDigest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"claimedFuel\",\"type\":\"uint64\"}],\"internalType\":\"structDispute\",\"name\":\"grounds\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"}],\"internalType\":\"structFinding\",\"name\":\"finding\",\"type\":\"tuple\"}],\"name\":\"conclude\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"requester\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"farmer\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"price\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"deposit\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"openBy\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"termsHash\",\"type\":\"bytes32\"}],\"internalType\":\"structDeal\",\"name\":\"\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"payer\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"startBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"submitBy\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"acceptWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"judgeWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"latePenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"noShowPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"cheatPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"mediationFee\",\"type\":\"uint96\"},{\"internalType\":\"bytes32\",\"name\":\"agreement\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"quote\",\"type\":\"bytes32\"}],\"internalType\":\"structTerms\",\"name\":\"\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"enumComplaint\",\"name\":\"complaint\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"claimedDigest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"claimedFuel\",\"type\":\"uint64\"}],\"internalType\":\"structDispute\",\"name\":\"\",\"type\":\"tuple\"},{\"internalType\":\"uint96\",\"name\":\"fee\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"judgeBy\",\"type\":\"uint64\"}],\"name\":\"disputed\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"docketOf\",\"outputs\":[{\"components\":[{\"internalType\":\"enumStage\",\"name\":\"stage\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"rounds\",\"type\":\"uint8\"},{\"internalType\":\"uint96\",\"name\":\"fee\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"judgeBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"armedAt\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"until\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"internalType\":\"bool\",\"name\":\"committed\",\"type\":\"bool\"},{\"internalType\":\"bool\",\"name\":\"revealed\",\"type\":\"bool\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"word\",\"type\":\"bytes32\"}],\"internalType\":\"structSeat[]\",\"name\":\"seats\",\"type\":\"tuple[]\"},{\"internalType\":\"address[]\",\"name\":\"passed\",\"type\":\"address[]\"}],\"internalType\":\"structDocket\",\"name\":\"d\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"requester\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"farmer\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"price\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"deposit\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"openBy\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"termsHash\",\"type\":\"bytes32\"}],\"internalType\":\"structDeal\",\"name\":\"deal\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"payer\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"startBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"submitBy\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"acceptWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"judgeWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"latePenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"noShowPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"cheatPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"mediationFee\",\"type\":\"uint96\"},{\"internalType\":\"bytes32\",\"name\":\"agreement\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"quote\",\"type\":\"bytes32\"}],\"internalType\":\"structTerms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"draw\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"escrow\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"finish\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"appeals\",\"type\":\"uint8\"}],\"name\":\"lengthOf\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"members\",\"outputs\":[{\"internalType\":\"address[]\",\"name\":\"\",\"type\":\"address[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"}],\"name\":\"owedTo\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint256\",\"name\":\"seat\",\"type\":\"uint256\"},{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"}],\"internalType\":\"structFinding\",\"name\":\"finding\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"salt\",\"type\":\"bytes32\"}],\"name\":\"reveal\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"rules\",\"outputs\":[{\"components\":[{\"internalType\":\"uint8\",\"name\":\"seats\",\"type\":\"uint8\"},{\"internalType\":\"uint96\",\"name\":\"stake\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"fee\",\"type\":\"uint96\"},{\"internalType\":\"uint32\",\"name\":\"commitWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"finality\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"revealWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"appealWindow\",\"type\":\"uint32\"}],\"internalType\":\"structRules\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"stake\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"appellant\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint8\",\"name\":\"round\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"bond\",\"type\":\"uint256\"}],\"name\":\"Appealed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint8\",\"name\":\"round\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"block_\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"judgeBy\",\"type\":\"uint64\"}],\"name\":\"Armed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"enumOutcome\",\"name\":\"outcome\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"fee\",\"type\":\"uint256\"}],\"name\":\"Closed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Collected\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"commitment\",\"type\":\"bytes32\"}],\"name\":\"Committed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"enumVerdict\",\"name\":\"verdict\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRuling\",\"name\":\"ruling\",\"type\":\"tuple\"}],\"name\":\"Concluded\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint8\",\"name\":\"round\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"address[]\",\"name\":\"members\",\"type\":\"address[]\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"firstSeat\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"commitBy\",\"type\":\"uint64\"}],\"name\":\"Drawn\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"burned\",\"type\":\"uint256\"}],\"name\":\"Finished\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Inherited\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"}],\"indexed\":false,\"internalType\":\"structFinding\",\"name\":\"finding\",\"type\":\"tuple\"}],\"name\":\"Revealed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"slashed\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"paid\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"awarded\",\"type\":\"uint256\"}],\"name\":\"Seated\",\"type\":\"event\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"internalType\":\"uint256\",\"name\":\"bond\",\"type\":\"uint256\"}],\"name\":\"PanelBond\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelCommitment\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelFee\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelFinding\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"PanelMembers\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"PanelNotEscrow\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelNotParty\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelNotSeated\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"PanelRules\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelSilent\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelTerms\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelTooEarly\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelTooFew\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelTooLate\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelWrongStage\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ReentrancyGuardReentrantCall\",\"type\":\"error\"}]",
	ID:  "53046be4c624b5afe9a89c914a8141e462",
	Bin: "0x60e0806040523461058d57614e1a803803809161001c828561074f565b83398181810103610140811261058d578251906001600160a01b038216820361058d576020840151906001600160a01b038216820361058d5760e090603f19011261058d576040519060e082016001600160401b038111838210176104b257604052604085015160ff8116810361058d57825261009b60608601610772565b60208301526100ac60808601610772565b60408301526100bd60a08601610786565b60608301526100ce60c08601610786565b608083019081526100e160e08701610786565b60a08401526100f36101008701610786565b60c0840152610120860151946001600160401b03861161058d57808701601f87890101121561058d5786860151956001600160401b0387116104b2576040519761014360208960051b018a61074f565b87895260208901916020839960051b8284010101938201841161058d5701602001905b8282106107375750505063ffffffff9060ff8451165f54610100600160681b03602087015160081b166d0100000000000000000000000000600160c81b03604088015160681b16918560c81b606089015160c81b16938660c81b199160018060c81b03191617161717175f5551166001549067ffffffff0000000060a085015160201b16906bffffffff000000000000000060c086015160401b169260018060601b0319161717176001558060a0528260805281519260ff84169360018060601b03602085015116600186019081871161070f5761024761024d92886107b8565b906107b8565b6040850151600183901b6101fe1660ff8416880361070f576001810180911161070f576102859160011b6002600160611b03166107b8565b1163ffffffff60608601511615159182610723575b8261060c575b600116159485156105f6575b5084156105ee575b5083156105e5575b5082156104e0575b50506104d15782519081109081156104c6575b5061032b575f805b835182101561033a576001600160a01b036102fa83866107cb565b51166001600160a01b03909116101561032b5760016001600160a01b0361032183866107cb565b51169101906102df565b630dcaeafd60e11b5f5260045ffd5b835160c0528351836001600160401b0382116104b2576801000000000000000082116104b25760025482600255808310610487575b509060025f5260205f20915f5b82811061046a576040516145f79081610823823960805181818161062e0152818161068c0152818161070e0152818161076c0152818161081d015281816108e701528181610ae601528181610bea0152818161171e015281816117b8015281816118ad01528181611e4301528181612044015281816135b40152613fff015260a051818181610ec801528181610f8b01528181611069015281816122420152818161278f01528181612de10152612eb3015260c05181818161192601528181611bd901528181612fc7015281816130b50152818161316301528181613211015281816132bf015261336a0152f35b81516001600160a01b03168185015560209091019060010161037c565b60025f52828060205f20019103905f5b8281106104a557505061036f565b5f82820155600101610497565b634e487b7160e01b5f52604160045260245ffd5b60409150115f6102d7565b63d96166ef60e01b5f5260045ffd5b604051637e062a3560e11b81529250602090839060049082906001600160a01b03165afa918215610599575f926105a4575b50604051637e062a3560e11b815290602090829060049082906001600160a01b03165afa908115610599575f9161055b575b506001600160a01b03918216911614155f806102c4565b90506020813d602011610591575b816105766020938361074f565b8101031261058d5761058790610797565b5f610544565b5f80fd5b3d9150610569565b6040513d5f823e3d90fd5b9091506020813d6020116105dd575b816105c06020938361074f565b8101031261058d5760206105d5600492610797565b929150610512565b3d91506105b3565b1592505f6102bc565b93505f6102b4565b602001516001600160601b03161594505f6102ac565b915061062b61061a866107f3565b63ffffffff60a088015116906107ab565b60038102908082046003149015171561070f5761066f61065e61064d886107f3565b63ffffffff60c08a015116906107ab565b63ffffffff60a089015116906107ab565b600181901b906001600160ff1b0381160361070f5761068d916107ab565b60405163198fe22560e11b8152906020826004816001600160a01b0389165afa918215610599575f926106cd575b5063ffffffff919091161015916102a0565b91506020823d602011610707575b816106e86020938361074f565b8101031261058d5763ffffffff610700600193610786565b92506106bb565b3d91506106db565b634e487b7160e01b5f52601160045260245ffd5b60a086015163ffffffff161515925061029a565b6020809161074484610797565b815201910190610166565b601f909101601f19168101906001600160401b038211908210176104b257604052565b51906001600160601b038216820361058d57565b519063ffffffff8216820361058d57565b51906001600160a01b038216820361058d57565b9190820180921161070f57565b8181029291811591840414171561070f57565b80518210156107df5760209160051b010190565b634e487b7160e01b5f52603260045260245ffd5b61081f9063ffffffff60a06108158260608501511683608086015116906107ab565b92015116906107ab565b9056fe60806040526004361015610011575f80fd5b5f5f3560e01c806306ec16f8146121bc578063091a644a146121475780630cf4039f14611ea65780631474d44914611e725780633a4b66f114611e2d57806352f6747a14611d7b57806375d9b1c914611b5c5780638462d66114611b23578063940555f814611a7d578063998a0491146119ca578063b248ba58146119a0578063bdd4d18d1461196c578063c2845a581461148a578063c5e98e2c14610ffe578063d3c3a51114610fba578063e2fdcc1714610f75578063e81594ce14610e5e5763fde63056146100e0575f80fd5b34610e5b576020366003190112610e5b576100f961398f565b60015f5160206145d75f395f51905f525d60043581526003602052610123604082206004356132b7565b61012b61246c565b6004358252600360205260408220916040519261014084018481106001600160401b03821117610e475760405260ff81546001600160601b038116865264ffffffffff8160601c16602087015264ffffffffff8160881c16604087015264ffffffffff8160b01c166060870152818160d81c16608087015260e01c1660a085015260405164ffffffffff60018301548181168352818160281c16602084015260501c1660408201526101de6060826123fd565b60c08501526040516002820183825b60028210610e2757505050610227918161020a60406005946123fd565b60e087015261021b6004820161261d565b610100870152016125b5565b610120840152600435815260036020526102436040822061270f565b60405190610250826123c7565b6060825260606020830152806040830152604092835161027085826123fd565b84368237606084015281608084015261028e610100860151516141a2565b61029d610100870151516141a2565b602085015283526102ae85826144e5565b949083925b60ff6080890151168410156105b6576102ce82858a84614564565b946102da858a8461459f565b9464ffffffffff60608b01511660c08b015160038310156105a25764ffffffffff610317918460051b01511663ffffffff60608701511690612ae5565b1092610323828261430f565b998a5b8c61033b8d61033587876136b6565b90612ae5565b82101561047357816103b5818e8e8e8e8e8e61036161033b9b61010060019c01516124ee565b51931561042d5750818301511515908161041d575b816103fd575b506103888686516124ee565b9015159052810151159182156103da575b50506103a98360208401516124ee565b90151590525b516124ee565b516103c3575b019050610326565b8c60406103d281830151612516565b9101526103bb565b801515925090826103ef575b50508f80610399565b608001511490508f5f6103e6565b80159150811561040f575b508f61037c565b90506080830151148f610408565b60808401515f1914159150610376565b93505050811591610465575b81610455575b5061044b8383516124ee565b90151590526103af565b608001515f19141590505f61043f565b602081015115159150610439565b5050995095509150945060018101811161058e5760ff6080890151166001820114610586576001810187118015906104e1575b906001916104b88260608a01516141d4565b90151590526104d46104ca82876136f4565b6080890151612ae5565b60808801525b01926102b3565b509293919682966104f2858761430f565b98895b610508610502888a6136b6565b8c612ae5565b81101561053f5761051d8160208b01516124ee565b5161052b575b6001016104f5565b98610537600191612516565b999050610523565b50939594919850968060011b9080820460021490151715610572579060019161056882876136b6565b10159091506104a6565b634e487b7160e01b86526011600452602486fd5b6001906104da565b634e487b7160e01b85526011600452602485fd5b634e487b7160e01b84526032600452602484fd5b92505085848490855b60e08401518760028310156107c857506001600160a01b03906105e39083906141d4565b5116156107c057866105f582886136f4565b936106048360608601516141d4565b51156106f4578461061491612ae5565b9360018060a01b0361062a8460e08901516141d4565b51167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03163b156106f05787516302fb4d8560e01b81526001600160a01b0390911660048201526024810191909152818180604481010381837f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165af180156106e6576106cd575b50506001905b016105bf565b816106d7916123fd565b6106e25786886106c1565b8680fd5b87513d84823e3d90fd5b8280fd5b9360018060a01b0361070a8460e08901516141d4565b51167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03163b156106f0578751630357371d60e01b81526001600160a01b0390911660048201526024810191909152818180604481010381837f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165af180156106e6576107ab575b50506001906106c7565b816107b5916123fd565b6106e25786886107a1565b6001906106c7565b83858883898c825b61010083015151811015610992576107ec8160208901516124ee565b51156108d75761080b60208301966001600160601b0388511690612ae5565b61010084015190966001600160a01b037f00000000000000000000000000000000000000000000000000000000000000008116926001600160601b0391906108549086906124ee565b515116915116823b156106e25787516302fb4d8560e01b81526001600160a01b039290921660048301526001600160601b031660248201529085908290604490829084905af180156108cd579085916108b4575b50506001905b016107d0565b816108be916123fd565b6108c95783896108a8565b8380fd5b86513d87823e3d90fd5b6101008301516001600160a01b037f00000000000000000000000000000000000000000000000000000000000000008116916109149084906124ee565b5151166001600160601b03602085015116823b156106e2578751630357371d60e01b81526001600160a01b039290921660048301526001600160601b031660248201529085908290604490829084905af180156108cd5790859161097d575b50506001906108ae565b81610987916123fd565b6108c9578389610973565b509194926040840151610e11575b600192865b6101008401518051821015610b8c576001600160a01b03906109c89083906124ee565b51511690889189926109db838a516124ee565b51610a54575b6001936109f28460208c01516124ee565b5115610a4d576001600160601b03602087015116915b6001600160601b038851931683526020830152868201527f07307cc30d1e7116d95d615002074174c28f5dd0607789a5f7f1f9028e8d780f606060043592a3016109a5565b8b91610a08565b509150610ac2610a95610a766001600160601b0388511660408b0151906136d6565b8815610b85576103356001600160601b0389511660408c0151906141e5565b96610aa960808a015160408b0151906136d6565b9015610b7e5761033560808a015160408b0151906141e5565b918996818b526004602052858b20610adb828254612ae5565b905583156109e1578a7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316803b15610b7a578751632ec53bb760e11b81526001600160a01b0385166004820152602481018790529082908290604490829084905af18015610b7057610b57575b50506109e1565b81610b61916123fd565b610b6c578a8c610b50565b8a80fd5b88513d84823e3d90fd5b5080fd5b8a90612ae5565b8b90612ae5565b8888858760408b01511580610dfe575b610c67575b5081610be7575b519081527fc79e3d1ea876a2bfd03a6908e1d7d06529bd45cb1088e1cae2e0ae97a9afad61602060043592a2805f5160206145d75f395f51905f525d80f35b827f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316803b15610b7a578180916024855180948193630852cd8d60e31b83528960048401525af18015610c5d57610c48575b5050610ba8565b81610c52916123fd565b6106f0578284610c41565b83513d84823e3d90fd5b60a0810151600190859060ff1615610dc45750610c8a60ff60a084015116612538565b600254811015610db057600286527f405787fa12a823e0f2b7631cc41b3ba8828b3321ca811111fa75cd3aa3bb5ace0154600386901b1c6001600160a01b0316905b855b818110610cdd57505050610ba1565b600182118015610d9f575b610d7b575b600190610d20610d07846001600160601b038851166136d6565b82610d7457610335856001600160601b038951166141e5565b828060a01b03851690818a526004602052878a20610d3f828254612ae5565b905587519081527f279481222cb3bf4fe500a4c0f006202e0bf8ade912e1d8568b69013e2421a69a602060043592a301610cce565b8990612ae5565b91506001808060a01b03610d94846101008701516124ee565b515116929050610ced565b506001600160a01b03831615610ce8565b634e487b7160e01b86526032600452602486fd5b610120830151805190919015610def5750805115610db057602001516001600160a01b031690610ccc565b91505061010082015151610ccc565b506001600160601b038151161515610b9c565b93610e2190608085015190612e93565b936109a0565b82546001600160a01b0316815260019283019291909101906020016101ed565b634e487b7160e01b83526041600452602483fd5b80fd5b5034610e5b57610360366003190112610e5b576004359060e0366023190112610e5b5761018036610103190112610e5b5760a036610283190112610e5b57610324356001600160601b038116809103610b7a5761034435906001600160401b03821682036106f0577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03163303610f66576001600160601b03835460681c168110610f5257838352600360205260408320805470ffffffffffffffffffffffffffffffffff191660609390931b64ffffffffff60601b16929092171781559091610f4f9190613727565b80f35b636d0415e160e01b83526004849052602483fd5b6378a75d6360e11b8352600483fd5b5034610e5b5780600319360112610e5b576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b5034610e5b57610feb610fcc3661230a565b90610fd561398f565b60015f5160206145d75f395f51905f525d612b38565b805f5160206145d75f395f51905f525d80f35b5034610e5b5736600319016103808112610b7a5760e013610e5b576101803660e3190112610e5b5760a036610263190112610e5b57608036610303190112610e5b5761104861398f565b60015f5160206145d75f395f51905f525d6040516305648e2160e21b8152907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031661109f60048085019061291d565b60208360e481845afa9283156113e7578293611456575b5060405163117ce9e360e21b8152906110d36004830160e46129d0565b60208261018481845afa91821561144b578392611413575b5060c4358092036113ff5783839484526003602052604084209061110f8282613209565b61113d61111c8383613cf0565b835464ffffffffff60b01b19164260b01b64ffffffffff60b01b1617909355565b7f0728b125f4738306b1331b98ffe7e23f969d0563af379df92577d16db68e7f9f608060405161116d81866128e4565ba2813b156113fa576040516313b57d0960e01b8152926004356001600160a01b038116908190036113f65760048501526024356001600160a01b038116908190036113f65760248501526044356001600160601b0381168091036113f65760448501526064356001600160601b0381168091036113f65760648501526084356001600160601b0381168091036113f657608485015260a4356001600160401b0381168091036113f65760a485015260c484015260e4356001600160a01b038116908190036113f25760e4840152610104356001600160a01b038116908190036113f257610104840152610124356001600160401b0381168091036113f257610124840152610144356001600160401b0381168091036113f2576101448401526101643563ffffffff81168091036113f2576101648401526101843563ffffffff81168091036113f2576101848401526101a4356001600160601b0381168091036113f2576101a48401526101c4356001600160601b0381168091036113f2576101c48401526101e4356001600160601b0381168091036113f2576101e4840152610204356001600160601b0381168091036113f257610204840152610224356102248401526102443561024484015261026435610264840152610284356001600160601b0381168091036113f2576102848401526102a43560038110156113f2576102a48401526102c4356102c48401526102e435916001600160401b0383168093036113f2578385610384926113b2839583976102e48601526103048501906128e4565b5af180156113e7576113d2575b505f5160206145d75f395f51905f525d80f35b816113dc916123fd565b610e5b57805f6113bf565b6040513d84823e3d90fd5b8480fd5b8580fd5b505050fd5b631111cc0360e21b83526004849052602483fd5b9091506020813d602011611443575b8161142f602093836123fd565b8101031261143f5751905f6110eb565b5f80fd5b3d9150611422565b6040513d85823e3d90fd5b9092506020813d602011611482575b81611472602093836123fd565b8101031261143f5751915f6110b6565b3d9150611465565b5034610e5b5760e0366003190112610e5b576004356080366043190112610b7a576114b361398f565b60015f5160206145d75f395f51905f525d808252600360205260408220906114db828261315b565b6114e860243583836139b3565b60018101908154604051602081019061150282604461241e565b60c43560a08201523360c08201528560e082015260e08152611526610100826123fd565b519020036119585760a43591821515928381036106e25761157091611554600160ff895460d81c1611613a60565b9055825460ff60b01b191690151560b01b60ff60b01b16178255565b805460ff60a81b1916600160a81b179055604051604435808252916001600160401b03606435908116908190036106e25760208301526084356001600160601b0381168091036106e25760408301526060820152827fb326ac91950530bb8d10017c08eb9b8b3146e456a8c3bf86e166890302e9209a60803393a35f191480611920575b61160d575b82805f5160206145d75f395f51905f525d80f35b906001600160601b03835460081c16600482019261163361162d8561261d565b946126c4565b825460ff60d81b191683556116488382613727565b84906005869401935b86865182101561189e57506001600160a01b0361166e82886124ee565b515116928554600160401b81101561188a57600181018088558110156118765788918691888452602084200180548460031b9088821b9160018060a01b03901b191617905560206116bf858b6124ee565b51015115801561184b5786867f07307cc30d1e7116d95d615002074174c28f5dd0607789a5f7f1f9028e8d780f6060865b6001600160601b0360405191168152886020820152886040820152a3156117b3579061171b91612ae5565b937f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316803b156106f0576040516302fb4d8560e01b81526001600160a01b039290921660048301526001600160601b038716602483015282908290604490829084905af180156113e75761179e575b50506001905b01611651565b816117a8916123fd565b6106e257865f611792565b9490507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316803b156106f057604051630357371d60e01b81526001600160a01b039290921660048301526001600160601b038716602483015282908290604490829084905af180156113e757611836575b5050600190611798565b81611840916123fd565b6106e257865f61182c565b86867f07307cc30d1e7116d95d615002074174c28f5dd0607789a5f7f1f9028e8d780f6060876116f0565b634e487b7160e01b89526032600452602489fd5b634e487b7160e01b89526041600452602489fd5b9550505091505080156115f9577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690813b1561191c578291602483926040519485938492630852cd8d60e31b845260048401525af180156113e757156115f95781611911916123fd565b610e5b57805f6115f9565b5050fd5b506119537f00000000000000000000000000000000000000000000000000000000000000008361194e61246c565b613bae565b6115f4565b6363d429c760e01b85526004839052602485fd5b5034610e5b5780600319360112610e5b5761199c611988612562565b604051918291602083526020830190612334565b0390f35b5034610e5b576040366003190112610e5b57602435600f811015610b7a57610f4f9060043561278c565b5034610e5b576020366003190112610e5b5760043560ff8116809103610b7a576119f261246c565b611a0f6119fe8261433d565b63ffffffff60a08401511690612ae5565b92600384029380850460031490151715611a69576020611a618561033586611a5b8763ffffffff60a0611a51611a448461433d565b8360c08601511690612ae5565b9201511690612ae5565b906126b1565b604051908152f35b634e487b7160e01b81526011600452602490fd5b5034610e5b576060366003190112610e5b57604435600435611a9d61398f565b8083526003602052611ac060408420611ab681846130ad565b60243590836139b3565b805460ff8160a01c168015611b1b575b611958576001820184905560ff60a01b1916600160a01b17905560405191825233917fef653a9608e4d816ce91da70712413a9d5c5bb473d42eb5b536babad2a41238e90602090a380f35b508315611ad0565b5034610e5b576020366003190112610e5b576020906040906001600160a01b03611b4b6122e0565b168152600483522054604051908152f35b5034610e5b576020366003190112610e5b5760405161010081018181106001600160401b03821117610e475760405281815260208101908282526040810190838252606081018481526080820185815260a083019086825260c08401926060845260e0850195606087526004358952600360205260408920611c067f000000000000000000000000000000000000000000000000000000000000000082611c0161246c565b613790565b906008811015611d67579160ff600492611c6a948b526001600160401b0383549116895264ffffffffff8160881c16885264ffffffffff8160601c1687526001600160601b038116865260d81c168b52611c62600582016125b5565b8a520161261d565b85526040519760208952610120890196516008811015611d5357926001600160601b036001600160401b0396959360ff88969487959b9e9b60208f0152511660408d0152511660608b015251166080890152511660a0870152511660c0850152519361010060e08501528451809152602061014085019501915b818110611d0557848061199c888751601f1984830301610100850152612334565b909194602060a0600192608089518580851b03815116835284810151151585840152604081015115156040840152606081015115156060840152015160808201520196019101919091611ce4565b634e487b7160e01b8b52602160045260248bfd5b634e487b7160e01b8c52602160045260248cfd5b5034610e5b5780600319360112610e5b5760c0604051611d9a81612398565b8281528260208201528260408201528260608201528260808201528260a0820152015260e0611dc761246c565b63ffffffff60c06040519260ff81511684526001600160601b0360208201511660208501526001600160601b0360408201511660408501528260608201511660608501528260808201511660808501528260a08201511660a085015201511660c0820152f35b5034610e5b5780600319360112610e5b576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b5034610e5b576020366003190112610e5b576004359060ff8216809203610e5b576020611a6183611ea161246c565b6136f4565b5034610e5b57611eb53661230a565b611ebd61398f565b60015f5160206145d75f395f51905f525d611ed88183612ea0565b80845260036020526040842091611eed61246c565b93611ef88484612fbf565b6001600160a01b03611f09826124da565b1633141580612129575b8061210e575b6120fa5790611f2a9184959461340e565b9084809360208101945b8451811015611f8657611f656001600160a01b03611f5283886124ee565b51166001600160601b0388511690613583565b611f72575b600101611f34565b96611f7e600191612516565b979050611f6a565b50858760ff825460d81c1690611f9c82856136b6565b116120e657611faa90612538565b91611fb960ff841680926136f4565b9260028110156120d2579060028392612019940101336001600160601b0360a01b825416179055604051908152836020820152857fcebce45b8b989004ec4c462e14604e9ca38ece4e892fc108229f8ec53d2557e660403393a384613727565b60405163977a5ec560e01b815233600482015260248101829052602081604481866001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165af190811561144b5783916120a3575b501561208e5750805f5160206145d75f395f51905f525d80f35b60449263cf005abd60e01b8352600452602452fd5b6120c5915060203d6020116120cb575b6120bd81836123fd565b81019061254a565b84612074565b503d6120b3565b634e487b7160e01b85526032600452602485fd5b632638bc9560e11b84526004859052602484fd5b633a46a0bf60e21b86526004839052602486fd5b506001600160a01b03612120836124da565b16331415611f19565b506001600160a01b0361213e602083016124da565b16331415611f13565b5034610e5b57366003190160e08112610b7a57608013610e5b5760a4356001600160a01b03811690819003610b7a57602091506040518281019161218c83600461241e565b60843560a083015260c082015260c43560e082015260e081526121b1610100826123fd565b519020604051908152f35b503461143f57602036600319011261143f576121d66122e0565b6121de61398f565b60015f5160206145d75f395f51905f525d335f818152600460209081526040808320805493905580516001600160a01b0386168152918201839052919392917f484decdc1e9549e1866295f6f86c889ded3f7de410e7488a7a415978589dc8fd91a27f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031691823b1561143f5760405163f3fef3a360e01b81526001600160a01b039290921660048301526024820152905f908290604490829084905af180156122d5576122c2575b50805f5160206145d75f395f51905f525d80f35b6122ce91505f906123fd565b5f5f6122ae565b6040513d5f823e3d90fd5b600435906001600160a01b038216820361143f57565b35906001600160a01b038216820361143f57565b906003198201610260811261143f5760e01361143f5761018060049260e319011261143f5760e490565b90602080835192838152019201905f5b8181106123515750505090565b82516001600160a01b0316845260209384019390920191600101612344565b35906001600160601b038216820361143f57565b35906001600160401b038216820361143f57565b60e081019081106001600160401b038211176123b357604052565b634e487b7160e01b5f52604160045260245ffd5b60a081019081106001600160401b038211176123b357604052565b608081019081106001600160401b038211176123b357604052565b90601f801991011681019081106001600160401b038211176123b357604052565b606090803583526001600160401b0361243960208301612384565b1660208401526001600160601b0361245360408301612370565b16604084015201359081151580920361143f5760600152565b6040519061247982612398565b8163ffffffff5f5460ff811683526001600160601b038160081c1660208401526001600160601b038160681c16604084015260c81c16606082015260c063ffffffff6001548181166080850152818160201c1660a085015260401c16910152565b356001600160a01b038116810361143f5790565b80518210156125025760209160051b010190565b634e487b7160e01b5f52603260045260245ffd5b5f1981146125245760010190565b634e487b7160e01b5f52601160045260245ffd5b60ff5f199116019060ff821161252457565b9081602091031261143f5751801515810361143f5790565b60405190600254808352826020810160025f5260205f20925f5b818110612593575050612591925003836123fd565b565b84546001600160a01b031683526001948501948794506020909301920161257c565b90604051918281549182825260208201905f5260205f20925f5b8181106125e4575050612591925003836123fd565b84546001600160a01b03168352600194850194879450602090930192016125cf565b6001600160401b0381116123b35760051b60200190565b90815461262981612606565b9261263760405194856123fd565b81845260208401905f5260205f205f915b8383106126555750505050565b60026020600192604051612668816123c7565b60ff8654868060a01b0381168352818160a01c16151585840152818160a81c161515604084015260b01c1615156060820152848601546080820152815201920192019190612648565b8181029291811591840414171561252457565b8054905f8155816126d3575050565b600182901b916001600160ff1b03811603612524575f5260205f205f5b8281106126fc57505050565b5f828201818155600101556002016126f0565b5f8155600181015f5b6001811061277f575050600281015f5b60028110612772575050806127416004600593016126c4565b018054905f815581612751575050565b5f5260205f205f5b82811061276557505050565b5f82820155600101612759565b5f82820155600101612728565b5f82820155600101612718565b907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031633036128d557815f52600360205260405f2080549064ffffffffff8260601c16156128cf576127e581613a40565b15918280156128bc575b156128ad57505f915b1561286a5750825f52600360205261281260405f2061270f565b604051600f831015612856576001600160601b036040927f0e424feba9606958feca3cd9bc6ab6ad0da35cef12ac3a1debcb6902edf17bd0948352166020820152a2565b634e487b7160e01b5f52602160045260245ffd5b80546001600160601b0383167affffffffff00000000000000000000ffffffffffffffffffffffff1990911664ffffffffff60b01b4260b01b1617179055612812565b6001600160601b0316916127f8565b50600f84101561285657600d84146127ef565b50505050565b6378a75d6360e11b5f5260045ffd5b80519060048210156128565760606001600160401b03918193855260208101511515602086015260408101516040860152015116910152565b60c09081906001600160a01b03612933826122f6565b1684526001600160a01b0361294a602083016122f6565b1660208501526001600160601b0361296460408301612370565b1660408501526001600160601b0361297e60608301612370565b1660608501526001600160601b0361299860808301612370565b1660808501526001600160401b036129b260a08301612384565b1660a08501520135910152565b359063ffffffff8216820361143f57565b6101609081906001600160a01b036129e7826122f6565b1684526001600160a01b036129fe602083016122f6565b1660208501526001600160401b03612a1860408301612384565b1660408501526001600160401b03612a3260608301612384565b16606085015263ffffffff612a49608083016129bf565b16608085015263ffffffff612a6060a083016129bf565b1660a08501526001600160601b03612a7a60c08301612370565b1660c08501526001600160601b03612a9460e08301612370565b1660e08501526001600160601b03612aaf6101008301612370565b166101008501526001600160601b03612acb6101208301612370565b166101208501526101408101356101408501520135910152565b9190820180921161252457565b8054821015612502575f5260205f209060011b01905f90565b60ff60019116019060ff821161252457565b91909160038310156125025760066005918185040193060290565b612b428282612ea0565b92835f52600360205260405f2092612b5861246c565b92612b638587613362565b612b6d8585613ef4565b15612e805764ffffffffff855460881c16600481018091116125245780431115612e6d5740958615612e5d57612ba286613a40565b159060ff875460d81c16976040516020810191825282604082015289606082015260608152612bd26080826123fd565b519020976004880198612c0d8a5491612bec88888d61340e565b90612bf7858c6136b6565b906001600160601b0360208d0151169287613f1c565b8a5460ff60e01b191660e09190911b60ff60e01b16178a55975f5b8951811015612d0d578b906001600160a01b03612c45828d6124ee565b511660405190612c54826123c7565b8152602081015f815260408201935f855260608301925f845260808101915f83528054600160401b8110156123b357612c9291600182018155612af2565b949094612cfa57905184549351965191516001600160b81b03199094166001600160a01b03919091161795151560a01b60ff60a01b169590951794151560a81b60ff60a81b169490941790151560b01b60ff60b01b1617815560019283905191015501612c28565b634e487b7160e01b5f525f60045260245ffd5b507fea74021889e46c55e54aa8e575deccbfed95d90b6a572d86538f6ba3f4c7bc65959894979a5063ffffffff6060612dac926001600160401b03949596999c612d5688612b0b565b612d638960018401612b1d565b81549060031b9064ffffffffff804216831b921b191617905581549060ff60d81b9060d81b169060ff60d81b191617815564ffffffffff60881b19815416905501511642612ae5565b16612dc96040519485948552608060208601526080850190612334565b91604084015260608301520390a2612ddf575050565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690813b1561143f57610264612e3a915f8094612e44604051978896879563d3c3a51160e01b8752600487019061291d565b60e48501906129d0565b5af180156122d557612e535750565b5f612591916123fd565b9295505050612591929150613727565b8663ff51f3a360e01b5f5260045260245ffd5b8563d5a46fc560e01b5f5260045260245ffd5b9190820391821161252457565b6040516305648e2160e21b8152919291907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690612ee9600484018261291d565b60208360e481855afa9283156122d5575f93612f8b575b506020612f276101848597604051958693849263117ce9e360e21b845260048401906129d0565b5afa9182156122d5575f92612f56575b5060c0013503612f445750565b631111cc0360e21b5f5260045260245ffd5b9091506020813d602011612f83575b81612f72602093836123fd565b8101031261143f57519060c0612f37565b3d9150612f65565b9092506020813d602011612fb7575b81612fa7602093836123fd565b8101031261143f5751915f612f00565b3d9150612f9a565b9190612fef907f000000000000000000000000000000000000000000000000000000000000000090611c0161246c565b50905f90600883101561285657600583146130a757505f908215801561309a575b82811561308a575b508015613081575b61306d57806130595750612856576005116130475763d5a46fc560e01b5f5260045260245ffd5b63ff51f3a360e01b5f5260045260245ffd5b634e487b7160e01b81526021600452602490fd5b634b49aa7960e11b81526004849052602490fd5b50505f5f613020565b9050612856576001831482613018565b505f915060078314613010565b92505050565b91906130dd907f000000000000000000000000000000000000000000000000000000000000000090611c0161246c565b50905f90600883101561285657600283146130a757505f908215801561314e575b82811561313e575b508015613135575b61306d57806130595750612856576002116130475763d5a46fc560e01b5f5260045260245ffd5b50505f5f61310e565b9050612856576001831482613106565b505f9150600783146130fe565b919061318b907f000000000000000000000000000000000000000000000000000000000000000090611c0161246c565b50905f90600883101561285657600483146130a757505f90821580156131fc575b8281156131ec575b5080156131e3575b61306d57806130595750612856576004116130475763d5a46fc560e01b5f5260045260245ffd5b50505f5f6131bc565b90506128565760018314826131b4565b505f9150600783146131ac565b9190613239907f000000000000000000000000000000000000000000000000000000000000000090611c0161246c565b50905f90600883101561285657600683146130a757505f90821580156132aa575b82811561329a575b508015613291575b61306d57806130595750612856576006116130475763d5a46fc560e01b5f5260045260245ffd5b50505f5f61326a565b9050612856576001831482613262565b505f91506007831461325a565b91906132e7907f000000000000000000000000000000000000000000000000000000000000000090611c0161246c565b50905f90600883101561285657600783146130a757505f9082158015613358575b828115613348575b50801561333f575b61306d57806130595750612856576007116130475763d5a46fc560e01b5f5260045260245ffd5b50505f5f613318565b9050612856576001831482613310565b505f915081613308565b9190613392907f000000000000000000000000000000000000000000000000000000000000000090611c0161246c565b50905f90600883101561285657600183146130a757505f9082158015613401575b8281156133f4575b5080156133ea575b61306d57806130595750612856576001116130475763d5a46fc560e01b5f5260045260245ffd5b50505f60016133c3565b9050612856575f826133bb565b505f9150600783146133b3565b929092613419612562565b613431600561342a6004850161261d565b93016125b5565b5f945b8251861015613566576001600160a01b0361344f87856124ee565b5116946001600160a01b03613463896124da565b1686148015613549575b801561352f575b915f925b8651841080613527575b156134ae57506134a8876001600160a01b0361349e868a6124ee565b5151161493612516565b92613478565b98909250969396949092945f985b86518a108061351f575b156134f157506134eb876001600160a01b036134e28c8a6124ee565b51161499612516565b986134bc565b9093979491959850600192965061350e575b019493959095613434565b5f61351982866124ee565b52613503565b5080156134c6565b508015613482565b506001600160a01b03613541836124da565b168614613474565b506001600160a01b0361355e60208a016124da565b16861461346d565b50509350509050565b51906001600160701b038216820361143f57565b604051634497c94760e11b81526001600160a01b0391821660048201523060248201529190608090839060449082907f0000000000000000000000000000000000000000000000000000000000000000165afa9182156122d5575f9261362d575b506136129064ffffffffff60608401511642105f14613617576001600160701b03805f945b51169316612ae5565b111590565b6001600160701b03808060408601511694613609565b9091506080813d6080116136ae575b81613649608093836123fd565b8101031261143f57606060405191613660836123e2565b6136698161356f565b83526136776020820161356f565b60208401526136886040820161356f565b604084015201519064ffffffffff8216820361143f5761361291606082015291906135e4565b3d915061363c565b60ff9051169060018201809211612524571b5f1981019081116125245790565b81156136e0570490565b634e487b7160e01b5f52601260045260245ffd5b906136ff90826136b6565b60018101809111612524576001600160601b036020613724930151169060011c6126b1565b90565b9060607f83f5ca5d21beb1cda8b1f4141346e6a26b5921faba157290681d3a28e221a79d91805464ffffffffff60881b4360881b169064ffffffffff60881b19161780915564ffffffffff6040519160ff8160d81c168352436020840152831c166040820152a2565b90929183549164ffffffffff8360601c169283156139835764ffffffffff8160b01c169384151580958196613948575b5061393a5764ffffffffff8260881c166138af57506137f66137ed60ff64ffffffffff9360d81c16612538565b60018801612b1d565b90549060031b1c1661381263ffffffff60608401511682612ae5565b804211156138a3576080830161382f63ffffffff82511683612ae5565b421115613884575050613845906103358361433d565b804211156138795750908461385992614210565b92834211156138715761386d9293506141ef565b9091565b505060059190565b945050505060049190565b925093505061389e93945063ffffffff9150511690612ae5565b600391565b95505050505060029190565b9392505092936138be81613a40565b80613929575b61391c5750506138e76138d68361433d565b63ffffffff60a08501511690612ae5565b8111156139135761390561390b9263ffffffff60a0611a518361433d565b90612e93565b905b60019190565b50505f9061390d565b90915061386d92506141ef565b506139348185613ef4565b156138c4565b505050505090506007905f90565b905060ff8360d81c1615908115613961575b505f6137c0565b905061397b64ffffffffff60018a0154166103358661433d565b10155f61395a565b5050505090505f905f90565b5f5160206145d75f395f51905f525c6139a457565b633ee5aeb560e01b5f5260045ffd5b91906139da6139c860ff835460d81c16612538565b60ff6139d261246c565b91169061430f565b82108015613a32575b613a1f579060046139f49201612af2565b5080549091906001600160a01b03163303613a0d575090565b630724f0f360e11b5f5260045260245ffd5b82630724f0f360e11b5f5260045260245ffd5b5060048101548210156139e3565b60ff815460d81c161590811591613a55575090565b600591500154151590565b604435905f198214908115613ad1575b50613acb576064356001600160401b0381169081810361143f57506084356001600160601b0381169081810361143f575060405191602083019384526040830152606082015260608152613ac56080826123fd565b51902090565b505f1990565b8215915081613af0575b81613ae8575b505f613a70565b90505f613ae1565b905060a4358015908115810361143f575090613adb565b8035905f1982148015613b83575b613b7c576020810135906001600160401b038216820361143f57604001356001600160601b038116810361143f57806001600160601b0391506001600160401b03604051936020850195865216604084015216606082015260608152613ac56080826123fd565b50505f1990565b50811580613b99575b8015613b1557505f613b15565b506060810135801515810361143f5715613b8c565b90916005830154835491600160ff8460d81c161491821592613cd0575b8215613cb2575b5050613cab5764ffffffffff613c18613c07613c01613bf08661433d565b63ffffffff60a08801511690612ae5565b42612ae5565b63ffffffff60a08601511690612ae5565b9160601c1610613ca557905f90600401815b60ff845116811015613c875760ff613c428284612af2565b505460a81c1680613c6f575b613c5b575b600101613c2a565b91613c67600191612516565b929050613c53565b50613c7a8183612af2565b50600101545f1914613c4e565b5050908160011b9180830460021490151715612524575160ff161090565b50505f90565b5050505f90565b84519192506101fe613cc89260011b1690612ae5565b115f80613bd2565b845190925060011b6101fe16821491613bcb565b8015612524575f190190565b919091604051613cff816123e2565b5f81525f60208201525f60408201525f606082015250613d1d61246c565b92613d2a6004820161261d565b9360ff825460d81c169061030435828115801561032435916001600160401b0383169586841415975b613de4575050505050505050600501541515915f925b8451841080613ddc575b15613d995750613d936040613d8885876124ee565b510151151593612516565b92613d69565b9193509150613db5575063ddb6c03d60e01b5f5260045260245ffd5b9050604051613dc3816123e2565b600381525f60208201525f60408201525f606082015290565b508015613d73565b909294979598919396999a5f19880188811161252457613e0590828461435f565b98919390998415613ed55750505050613e1f610304613b07565b03613ec3575090613e7f575b15613e77576001955b8260011b92808404600214901517156125245761143f575060405194613e59866123e2565b60048110156128565785521160208401526040830152606082015290565b600295613e34565b506102643584148015613e2b5750610284356001600160601b0381169081810361143f575061034435906001600160601b0382169182810361143f57501115613e2b565b630780495160e11b5f5260045260245ffd5b919a9795935095939a9750613eed919c9b9850613ce4565b9384613d53565b613f11613c0164ffffffffff9263ffffffff60a0611a518361433d565b915460601c16101590565b909194925f90835194613f2e86612606565b95613f3c60405197886123fd565b808752613f4b601f1991612606565b013660208801375f5b8551811015613fc5576001906001600160a01b03613f7282896124ee565b5116613f8c575f195b613f85828a6124ee565b5201613f54565b818060a01b03613f9c82896124ee565b511660405160208101918c8352604082015260408152613fbd6060826123fd565b519020613f7b565b509295909391949650613fd784612606565b613fe460405191826123fd565b848152601f19613ff386612606565b01366020830137935f937f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316915b5f9760015b8b51811015614064578b61404d8b61404684846124ee565b51926124ee565b511161405c575b60010161402e565b985088614054565b50975f19614072828d6124ee565b511461417d575f19614084828d6124ee565b526140a2856001600160a01b0361409b848a6124ee565b5116613583565b1561411257818714614165576140f86020866001600160a01b036140c6858b6124ee565b5160405163977a5ec560e01b815291166001600160a01b03166004820152602481019190915291829081906044820190565b03815f895af19081156122d5575f91614147575b50614118575b50614029565b6001600160a01b039061412b90876124ee565b511661414061413988612516565b97896124ee565b525f614112565b61415f915060203d81116120cb576120bd81836123fd565b5f61410c565b955050965050505060ff919450613724925016612b0b565b5094935095969497505050106141905750565b632638bc9560e11b5f5260045260245ffd5b906141ac82612606565b6141b960405191826123fd565b82815280926141ca601f1991612606565b0190602036910137565b9060028110156125025760051b0190565b81156136e0570690565b90156141fd57506007905f90565b64ffffffffff905460601c169060069190565b9181549060ff8260d81c169061424264ffffffffff6142316137ed85612538565b90549060031b1c166103358761433d565b93600383149283156142e0575b5050506142d15764ffffffffff61427c61426b613bf08661433d565b63ffffffff60a08701511690612ae5565b9160601c16908082115f146142d75761429491612e93565b915b8183106142d15760c00191806142b363ffffffff85511684612ae5565b10156142cb575063ffffffff61372492511690612ae5565b91505090565b50905090565b50505f91614296565b6143069293506142fd60ff6142f6600593612b0b565b168861430f565b91015490612ae5565b115f808061424f565b5f929183915b81831061432157505050565b90919361433460019161033587856136b6565b94019190614315565b6137249063ffffffff60a0611a51826060850151168360808601511690612ae5565b91925f935f935f93614371838361430f565b61438461437e85856136b6565b82612ae5565b90805f5b838210614449575050915b8183106143cc575050508460011b9185830460021486151715612524576143b9916136b6565b10156143c157565b5f9350839250829150565b90919660406143db89846124ee565b510151158015614431575b614428576143f390612516565b96606061440082846124ee565b510151614414575b6001905b019190614393565b95614420600191612516565b969050614408565b9660019061440c565b5088608061443f8a856124ee565b51015114156143e6565b6040614457838796976124ee565b5101511580156144cd575b6144c45780156144a9575b6001908b608061447d85886124ee565b5101510361449a5761448e90612516565b915b0190939293614388565b6144a390613ce4565b91614490565b9950600160806144b983866124ee565b5101519a905061446d565b90600190614490565b505f1960806144dc84876124ee565b51015114614462565b90915f925f9260ff6080830151169182916101008201925b6145075750505050565b909192955f198701908782116125245761452282858561459f565b1561455957506145349084518361435f565b5050958680614550575061454790613ce4565b929190836144fd565b96509450505050565b966145479150613ce4565b9093929361457383828461459f565b15614597576101000151614587929161435f565b505091821461459257565b5f9150565b505f93505050565b909115918215926145af57505090565b6145d291925061033564ffffffffff60608160c08501515116930151169361433d565b109056fe9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00",
}

// Panel is an auto generated Go binding around an Ethereum contract.
type Panel struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Panel) GetABI() abi.ABI {
	return c.abi
}

// NewPanel creates a new instance of Panel.
func NewPanel() *Panel {
	parsed, err := PanelMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Panel{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Panel) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address stake_, address escrow_, (uint8,uint96,uint96,uint32,uint32,uint32,uint32) rules_, address[] members_) returns()
func (panel *Panel) PackConstructor(stake_ common.Address, escrow_ common.Address, rules_ Rules, members_ []common.Address) []byte {
	enc, err := panel.abi.Pack("", stake_, escrow_, rules_, members_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackAppeal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0cf4039f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function appeal((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) returns()
func (panel *Panel) PackAppeal(deal Deal, terms Terms) []byte {
	enc, err := panel.abi.Pack("appeal", deal, terms)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAppeal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0cf4039f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function appeal((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) returns()
func (panel *Panel) TryPackAppeal(deal Deal, terms Terms) ([]byte, error) {
	return panel.abi.Pack("appeal", deal, terms)
}

// PackBondOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1474d449.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function bondOf(uint8 round) view returns(uint256)
func (panel *Panel) PackBondOf(round uint8) []byte {
	enc, err := panel.abi.Pack("bondOf", round)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBondOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1474d449.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function bondOf(uint8 round) view returns(uint256)
func (panel *Panel) TryPackBondOf(round uint8) ([]byte, error) {
	return panel.abi.Pack("bondOf", round)
}

// UnpackBondOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1474d449.
//
// Solidity: function bondOf(uint8 round) view returns(uint256)
func (panel *Panel) UnpackBondOf(data []byte) (*big.Int, error) {
	out, err := panel.abi.Unpack("bondOf", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackClosed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb248ba58.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function closed(bytes32 id, uint8 outcome) returns()
func (panel *Panel) PackClosed(id [32]byte, outcome uint8) []byte {
	enc, err := panel.abi.Pack("closed", id, outcome)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackClosed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb248ba58.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function closed(bytes32 id, uint8 outcome) returns()
func (panel *Panel) TryPackClosed(id [32]byte, outcome uint8) ([]byte, error) {
	return panel.abi.Pack("closed", id, outcome)
}

// PackCollect is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06ec16f8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function collect(address to) returns()
func (panel *Panel) PackCollect(to common.Address) []byte {
	enc, err := panel.abi.Pack("collect", to)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCollect is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06ec16f8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function collect(address to) returns()
func (panel *Panel) TryPackCollect(to common.Address) ([]byte, error) {
	return panel.abi.Pack("collect", to)
}

// PackCommit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x940555f8.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function commit(bytes32 id, uint256 seat, bytes32 commitment) returns()
func (panel *Panel) PackCommit(id [32]byte, seat *big.Int, commitment [32]byte) []byte {
	enc, err := panel.abi.Pack("commit", id, seat, commitment)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCommit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x940555f8.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function commit(bytes32 id, uint256 seat, bytes32 commitment) returns()
func (panel *Panel) TryPackCommit(id [32]byte, seat *big.Int, commitment [32]byte) ([]byte, error) {
	return panel.abi.Pack("commit", id, seat, commitment)
}

// PackCommitmentOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x091a644a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function commitmentOf((bytes32,uint64,uint96,bool) finding, bytes32 salt, address member, bytes32 id) pure returns(bytes32)
func (panel *Panel) PackCommitmentOf(finding Finding, salt [32]byte, member common.Address, id [32]byte) []byte {
	enc, err := panel.abi.Pack("commitmentOf", finding, salt, member, id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCommitmentOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x091a644a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function commitmentOf((bytes32,uint64,uint96,bool) finding, bytes32 salt, address member, bytes32 id) pure returns(bytes32)
func (panel *Panel) TryPackCommitmentOf(finding Finding, salt [32]byte, member common.Address, id [32]byte) ([]byte, error) {
	return panel.abi.Pack("commitmentOf", finding, salt, member, id)
}

// UnpackCommitmentOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x091a644a.
//
// Solidity: function commitmentOf((bytes32,uint64,uint96,bool) finding, bytes32 salt, address member, bytes32 id) pure returns(bytes32)
func (panel *Panel) UnpackCommitmentOf(data []byte) ([32]byte, error) {
	out, err := panel.abi.Unpack("commitmentOf", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackConclude is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc5e98e2c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function conclude((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96,uint8,bytes32,uint64) grounds, (bytes32,uint64,uint96,bool) finding) returns()
func (panel *Panel) PackConclude(deal Deal, terms Terms, grounds Dispute, finding Finding) []byte {
	enc, err := panel.abi.Pack("conclude", deal, terms, grounds, finding)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackConclude is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc5e98e2c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function conclude((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96,uint8,bytes32,uint64) grounds, (bytes32,uint64,uint96,bool) finding) returns()
func (panel *Panel) TryPackConclude(deal Deal, terms Terms, grounds Dispute, finding Finding) ([]byte, error) {
	return panel.abi.Pack("conclude", deal, terms, grounds, finding)
}

// PackDisputed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe81594ce.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function disputed(bytes32 id, (address,address,uint96,uint96,uint96,uint64,bytes32) , (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) , (bytes32,uint96,uint8,bytes32,uint64) , uint96 fee, uint64 judgeBy) returns()
func (panel *Panel) PackDisputed(id [32]byte, arg1 Deal, arg2 Terms, arg3 Dispute, fee *big.Int, judgeBy uint64) []byte {
	enc, err := panel.abi.Pack("disputed", id, arg1, arg2, arg3, fee, judgeBy)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDisputed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe81594ce.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function disputed(bytes32 id, (address,address,uint96,uint96,uint96,uint64,bytes32) , (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) , (bytes32,uint96,uint8,bytes32,uint64) , uint96 fee, uint64 judgeBy) returns()
func (panel *Panel) TryPackDisputed(id [32]byte, arg1 Deal, arg2 Terms, arg3 Dispute, fee *big.Int, judgeBy uint64) ([]byte, error) {
	return panel.abi.Pack("disputed", id, arg1, arg2, arg3, fee, judgeBy)
}

// PackDocketOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x75d9b1c9.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function docketOf(bytes32 id) view returns((uint8,uint8,uint96,uint64,uint64,uint64,(address,bool,bool,bool,bytes32)[],address[]) d)
func (panel *Panel) PackDocketOf(id [32]byte) []byte {
	enc, err := panel.abi.Pack("docketOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDocketOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x75d9b1c9.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function docketOf(bytes32 id) view returns((uint8,uint8,uint96,uint64,uint64,uint64,(address,bool,bool,bool,bytes32)[],address[]) d)
func (panel *Panel) TryPackDocketOf(id [32]byte) ([]byte, error) {
	return panel.abi.Pack("docketOf", id)
}

// UnpackDocketOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x75d9b1c9.
//
// Solidity: function docketOf(bytes32 id) view returns((uint8,uint8,uint96,uint64,uint64,uint64,(address,bool,bool,bool,bytes32)[],address[]) d)
func (panel *Panel) UnpackDocketOf(data []byte) (Docket, error) {
	out, err := panel.abi.Unpack("docketOf", data)
	if err != nil {
		return *new(Docket), err
	}
	out0 := *abi.ConvertType(out[0], new(Docket)).(*Docket)
	return out0, nil
}

// PackDraw is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd3c3a511.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function draw((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) returns()
func (panel *Panel) PackDraw(deal Deal, terms Terms) []byte {
	enc, err := panel.abi.Pack("draw", deal, terms)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDraw is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd3c3a511.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function draw((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) returns()
func (panel *Panel) TryPackDraw(deal Deal, terms Terms) ([]byte, error) {
	return panel.abi.Pack("draw", deal, terms)
}

// PackEscrow is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe2fdcc17.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function escrow() view returns(address)
func (panel *Panel) PackEscrow() []byte {
	enc, err := panel.abi.Pack("escrow")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEscrow is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe2fdcc17.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function escrow() view returns(address)
func (panel *Panel) TryPackEscrow() ([]byte, error) {
	return panel.abi.Pack("escrow")
}

// UnpackEscrow is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe2fdcc17.
//
// Solidity: function escrow() view returns(address)
func (panel *Panel) UnpackEscrow(data []byte) (common.Address, error) {
	out, err := panel.abi.Unpack("escrow", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackFinish is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfde63056.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function finish(bytes32 id) returns()
func (panel *Panel) PackFinish(id [32]byte) []byte {
	enc, err := panel.abi.Pack("finish", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackFinish is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfde63056.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function finish(bytes32 id) returns()
func (panel *Panel) TryPackFinish(id [32]byte) ([]byte, error) {
	return panel.abi.Pack("finish", id)
}

// PackLengthOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x998a0491.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lengthOf(uint8 appeals) view returns(uint256)
func (panel *Panel) PackLengthOf(appeals uint8) []byte {
	enc, err := panel.abi.Pack("lengthOf", appeals)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLengthOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x998a0491.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lengthOf(uint8 appeals) view returns(uint256)
func (panel *Panel) TryPackLengthOf(appeals uint8) ([]byte, error) {
	return panel.abi.Pack("lengthOf", appeals)
}

// UnpackLengthOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x998a0491.
//
// Solidity: function lengthOf(uint8 appeals) view returns(uint256)
func (panel *Panel) UnpackLengthOf(data []byte) (*big.Int, error) {
	out, err := panel.abi.Unpack("lengthOf", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackMembers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbdd4d18d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function members() view returns(address[])
func (panel *Panel) PackMembers() []byte {
	enc, err := panel.abi.Pack("members")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMembers is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbdd4d18d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function members() view returns(address[])
func (panel *Panel) TryPackMembers() ([]byte, error) {
	return panel.abi.Pack("members")
}

// UnpackMembers is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbdd4d18d.
//
// Solidity: function members() view returns(address[])
func (panel *Panel) UnpackMembers(data []byte) ([]common.Address, error) {
	out, err := panel.abi.Unpack("members", data)
	if err != nil {
		return *new([]common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new([]common.Address)).(*[]common.Address)
	return out0, nil
}

// PackOwedTo is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8462d661.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function owedTo(address member) view returns(uint256)
func (panel *Panel) PackOwedTo(member common.Address) []byte {
	enc, err := panel.abi.Pack("owedTo", member)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOwedTo is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8462d661.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function owedTo(address member) view returns(uint256)
func (panel *Panel) TryPackOwedTo(member common.Address) ([]byte, error) {
	return panel.abi.Pack("owedTo", member)
}

// UnpackOwedTo is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8462d661.
//
// Solidity: function owedTo(address member) view returns(uint256)
func (panel *Panel) UnpackOwedTo(data []byte) (*big.Int, error) {
	out, err := panel.abi.Unpack("owedTo", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackReveal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc2845a58.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function reveal(bytes32 id, uint256 seat, (bytes32,uint64,uint96,bool) finding, bytes32 salt) returns()
func (panel *Panel) PackReveal(id [32]byte, seat *big.Int, finding Finding, salt [32]byte) []byte {
	enc, err := panel.abi.Pack("reveal", id, seat, finding, salt)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReveal is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc2845a58.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function reveal(bytes32 id, uint256 seat, (bytes32,uint64,uint96,bool) finding, bytes32 salt) returns()
func (panel *Panel) TryPackReveal(id [32]byte, seat *big.Int, finding Finding, salt [32]byte) ([]byte, error) {
	return panel.abi.Pack("reveal", id, seat, finding, salt)
}

// PackRules is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x52f6747a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rules() view returns((uint8,uint96,uint96,uint32,uint32,uint32,uint32))
func (panel *Panel) PackRules() []byte {
	enc, err := panel.abi.Pack("rules")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRules is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x52f6747a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function rules() view returns((uint8,uint96,uint96,uint32,uint32,uint32,uint32))
func (panel *Panel) TryPackRules() ([]byte, error) {
	return panel.abi.Pack("rules")
}

// UnpackRules is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x52f6747a.
//
// Solidity: function rules() view returns((uint8,uint96,uint96,uint32,uint32,uint32,uint32))
func (panel *Panel) UnpackRules(data []byte) (Rules, error) {
	out, err := panel.abi.Unpack("rules", data)
	if err != nil {
		return *new(Rules), err
	}
	out0 := *abi.ConvertType(out[0], new(Rules)).(*Rules)
	return out0, nil
}

// PackStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3a4b66f1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function stake() view returns(address)
func (panel *Panel) PackStake() []byte {
	enc, err := panel.abi.Pack("stake")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackStake is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3a4b66f1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function stake() view returns(address)
func (panel *Panel) TryPackStake() ([]byte, error) {
	return panel.abi.Pack("stake")
}

// UnpackStake is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x3a4b66f1.
//
// Solidity: function stake() view returns(address)
func (panel *Panel) UnpackStake(data []byte) (common.Address, error) {
	out, err := panel.abi.Unpack("stake", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PanelAppealed represents a Appealed event raised by the Panel contract.
type PanelAppealed struct {
	Deal      [32]byte
	Appellant common.Address
	Round     uint8
	Bond      *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const PanelAppealedEventName = "Appealed"

// ContractEventName returns the user-defined event name.
func (PanelAppealed) ContractEventName() string {
	return PanelAppealedEventName
}

// UnpackAppealedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Appealed(bytes32 indexed deal, address indexed appellant, uint8 round, uint256 bond)
func (panel *Panel) UnpackAppealedEvent(log *types.Log) (*PanelAppealed, error) {
	event := "Appealed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != panel.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PanelAppealed)
	if len(log.Data) > 0 {
		if err := panel.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range panel.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PanelArmed represents a Armed event raised by the Panel contract.
type PanelArmed struct {
	Deal    [32]byte
	Round   uint8
	Block   *big.Int
	JudgeBy uint64
	Raw     *types.Log // Blockchain specific contextual infos
}

const PanelArmedEventName = "Armed"

// ContractEventName returns the user-defined event name.
func (PanelArmed) ContractEventName() string {
	return PanelArmedEventName
}

// UnpackArmedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Armed(bytes32 indexed deal, uint8 round, uint256 block_, uint64 judgeBy)
func (panel *Panel) UnpackArmedEvent(log *types.Log) (*PanelArmed, error) {
	event := "Armed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != panel.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PanelArmed)
	if len(log.Data) > 0 {
		if err := panel.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range panel.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PanelClosed represents a Closed event raised by the Panel contract.
type PanelClosed struct {
	Deal    [32]byte
	Outcome uint8
	Fee     *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const PanelClosedEventName = "Closed"

// ContractEventName returns the user-defined event name.
func (PanelClosed) ContractEventName() string {
	return PanelClosedEventName
}

// UnpackClosedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Closed(bytes32 indexed deal, uint8 outcome, uint256 fee)
func (panel *Panel) UnpackClosedEvent(log *types.Log) (*PanelClosed, error) {
	event := "Closed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != panel.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PanelClosed)
	if len(log.Data) > 0 {
		if err := panel.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range panel.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PanelCollected represents a Collected event raised by the Panel contract.
type PanelCollected struct {
	Member common.Address
	To     common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const PanelCollectedEventName = "Collected"

// ContractEventName returns the user-defined event name.
func (PanelCollected) ContractEventName() string {
	return PanelCollectedEventName
}

// UnpackCollectedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Collected(address indexed member, address to, uint256 amount)
func (panel *Panel) UnpackCollectedEvent(log *types.Log) (*PanelCollected, error) {
	event := "Collected"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != panel.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PanelCollected)
	if len(log.Data) > 0 {
		if err := panel.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range panel.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PanelCommitted represents a Committed event raised by the Panel contract.
type PanelCommitted struct {
	Deal       [32]byte
	Member     common.Address
	Commitment [32]byte
	Raw        *types.Log // Blockchain specific contextual infos
}

const PanelCommittedEventName = "Committed"

// ContractEventName returns the user-defined event name.
func (PanelCommitted) ContractEventName() string {
	return PanelCommittedEventName
}

// UnpackCommittedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Committed(bytes32 indexed deal, address indexed member, bytes32 commitment)
func (panel *Panel) UnpackCommittedEvent(log *types.Log) (*PanelCommitted, error) {
	event := "Committed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != panel.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PanelCommitted)
	if len(log.Data) > 0 {
		if err := panel.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range panel.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PanelConcluded represents a Concluded event raised by the Panel contract.
type PanelConcluded struct {
	Deal   [32]byte
	Ruling Ruling
	Raw    *types.Log // Blockchain specific contextual infos
}

const PanelConcludedEventName = "Concluded"

// ContractEventName returns the user-defined event name.
func (PanelConcluded) ContractEventName() string {
	return PanelConcludedEventName
}

// UnpackConcludedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Concluded(bytes32 indexed deal, (uint8,bool,bytes32,uint64) ruling)
func (panel *Panel) UnpackConcludedEvent(log *types.Log) (*PanelConcluded, error) {
	event := "Concluded"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != panel.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PanelConcluded)
	if len(log.Data) > 0 {
		if err := panel.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range panel.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PanelDrawn represents a Drawn event raised by the Panel contract.
type PanelDrawn struct {
	Deal      [32]byte
	Round     uint8
	Members   []common.Address
	FirstSeat *big.Int
	CommitBy  uint64
	Raw       *types.Log // Blockchain specific contextual infos
}

const PanelDrawnEventName = "Drawn"

// ContractEventName returns the user-defined event name.
func (PanelDrawn) ContractEventName() string {
	return PanelDrawnEventName
}

// UnpackDrawnEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Drawn(bytes32 indexed deal, uint8 round, address[] members, uint256 firstSeat, uint64 commitBy)
func (panel *Panel) UnpackDrawnEvent(log *types.Log) (*PanelDrawn, error) {
	event := "Drawn"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != panel.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PanelDrawn)
	if len(log.Data) > 0 {
		if err := panel.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range panel.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PanelFinished represents a Finished event raised by the Panel contract.
type PanelFinished struct {
	Deal   [32]byte
	Burned *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const PanelFinishedEventName = "Finished"

// ContractEventName returns the user-defined event name.
func (PanelFinished) ContractEventName() string {
	return PanelFinishedEventName
}

// UnpackFinishedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Finished(bytes32 indexed deal, uint256 burned)
func (panel *Panel) UnpackFinishedEvent(log *types.Log) (*PanelFinished, error) {
	event := "Finished"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != panel.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PanelFinished)
	if len(log.Data) > 0 {
		if err := panel.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range panel.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PanelInherited represents a Inherited event raised by the Panel contract.
type PanelInherited struct {
	Deal   [32]byte
	Member common.Address
	Amount *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const PanelInheritedEventName = "Inherited"

// ContractEventName returns the user-defined event name.
func (PanelInherited) ContractEventName() string {
	return PanelInheritedEventName
}

// UnpackInheritedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Inherited(bytes32 indexed deal, address indexed member, uint256 amount)
func (panel *Panel) UnpackInheritedEvent(log *types.Log) (*PanelInherited, error) {
	event := "Inherited"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != panel.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PanelInherited)
	if len(log.Data) > 0 {
		if err := panel.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range panel.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PanelRevealed represents a Revealed event raised by the Panel contract.
type PanelRevealed struct {
	Deal    [32]byte
	Member  common.Address
	Finding Finding
	Raw     *types.Log // Blockchain specific contextual infos
}

const PanelRevealedEventName = "Revealed"

// ContractEventName returns the user-defined event name.
func (PanelRevealed) ContractEventName() string {
	return PanelRevealedEventName
}

// UnpackRevealedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Revealed(bytes32 indexed deal, address indexed member, (bytes32,uint64,uint96,bool) finding)
func (panel *Panel) UnpackRevealedEvent(log *types.Log) (*PanelRevealed, error) {
	event := "Revealed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != panel.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PanelRevealed)
	if len(log.Data) > 0 {
		if err := panel.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range panel.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// PanelSeated represents a Seated event raised by the Panel contract.
type PanelSeated struct {
	Deal    [32]byte
	Member  common.Address
	Slashed *big.Int
	Paid    *big.Int
	Awarded *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const PanelSeatedEventName = "Seated"

// ContractEventName returns the user-defined event name.
func (PanelSeated) ContractEventName() string {
	return PanelSeatedEventName
}

// UnpackSeatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Seated(bytes32 indexed deal, address indexed member, uint256 slashed, uint256 paid, uint256 awarded)
func (panel *Panel) UnpackSeatedEvent(log *types.Log) (*PanelSeated, error) {
	event := "Seated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != panel.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(PanelSeated)
	if len(log.Data) > 0 {
		if err := panel.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range panel.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (panel *Panel) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelBond"].ID.Bytes()[:4]) {
		return panel.UnpackPanelBondError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelCommitment"].ID.Bytes()[:4]) {
		return panel.UnpackPanelCommitmentError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelFee"].ID.Bytes()[:4]) {
		return panel.UnpackPanelFeeError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelFinding"].ID.Bytes()[:4]) {
		return panel.UnpackPanelFindingError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelMembers"].ID.Bytes()[:4]) {
		return panel.UnpackPanelMembersError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelNotEscrow"].ID.Bytes()[:4]) {
		return panel.UnpackPanelNotEscrowError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelNotParty"].ID.Bytes()[:4]) {
		return panel.UnpackPanelNotPartyError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelNotSeated"].ID.Bytes()[:4]) {
		return panel.UnpackPanelNotSeatedError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelRules"].ID.Bytes()[:4]) {
		return panel.UnpackPanelRulesError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelSilent"].ID.Bytes()[:4]) {
		return panel.UnpackPanelSilentError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelTerms"].ID.Bytes()[:4]) {
		return panel.UnpackPanelTermsError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelTooEarly"].ID.Bytes()[:4]) {
		return panel.UnpackPanelTooEarlyError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelTooFew"].ID.Bytes()[:4]) {
		return panel.UnpackPanelTooFewError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelTooLate"].ID.Bytes()[:4]) {
		return panel.UnpackPanelTooLateError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["PanelWrongStage"].ID.Bytes()[:4]) {
		return panel.UnpackPanelWrongStageError(raw[4:])
	}
	if bytes.Equal(raw[:4], panel.abi.Errors["ReentrancyGuardReentrantCall"].ID.Bytes()[:4]) {
		return panel.UnpackReentrancyGuardReentrantCallError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// PanelPanelBond represents a PanelBond error raised by the Panel contract.
type PanelPanelBond struct {
	Deal [32]byte
	Bond *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelBond(bytes32 deal, uint256 bond)
func PanelPanelBondErrorID() common.Hash {
	return common.HexToHash("0xcf005abd14dd10bf3b7f233360ccb12983256e5fb3b56d4218de522055853d09")
}

// UnpackPanelBondError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelBond(bytes32 deal, uint256 bond)
func (panel *Panel) UnpackPanelBondError(raw []byte) (*PanelPanelBond, error) {
	out := new(PanelPanelBond)
	if err := panel.abi.UnpackIntoInterface(out, "PanelBond", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelCommitment represents a PanelCommitment error raised by the Panel contract.
type PanelPanelCommitment struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelCommitment(bytes32 deal)
func PanelPanelCommitmentErrorID() common.Hash {
	return common.HexToHash("0x63d429c7a43a8a9f32636faf36040d33ba167d71ead3a5a0df3aacde8d3afc0e")
}

// UnpackPanelCommitmentError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelCommitment(bytes32 deal)
func (panel *Panel) UnpackPanelCommitmentError(raw []byte) (*PanelPanelCommitment, error) {
	out := new(PanelPanelCommitment)
	if err := panel.abi.UnpackIntoInterface(out, "PanelCommitment", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelFee represents a PanelFee error raised by the Panel contract.
type PanelPanelFee struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelFee(bytes32 deal)
func PanelPanelFeeErrorID() common.Hash {
	return common.HexToHash("0x6d0415e135f5ac534ad05da598efbef6bfa8463fdb8f4559a8042c6284df2063")
}

// UnpackPanelFeeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelFee(bytes32 deal)
func (panel *Panel) UnpackPanelFeeError(raw []byte) (*PanelPanelFee, error) {
	out := new(PanelPanelFee)
	if err := panel.abi.UnpackIntoInterface(out, "PanelFee", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelFinding represents a PanelFinding error raised by the Panel contract.
type PanelPanelFinding struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelFinding(bytes32 deal)
func PanelPanelFindingErrorID() common.Hash {
	return common.HexToHash("0x0f0092a2509dfa28ad839580542c5ba11f60b2f3d85d5f06cde517646cc83030")
}

// UnpackPanelFindingError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelFinding(bytes32 deal)
func (panel *Panel) UnpackPanelFindingError(raw []byte) (*PanelPanelFinding, error) {
	out := new(PanelPanelFinding)
	if err := panel.abi.UnpackIntoInterface(out, "PanelFinding", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelMembers represents a PanelMembers error raised by the Panel contract.
type PanelPanelMembers struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelMembers()
func PanelPanelMembersErrorID() common.Hash {
	return common.HexToHash("0x1b95d5fafde988473edcf1641cffa8ef5541ecee8cb027db8bd216bcb918bf21")
}

// UnpackPanelMembersError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelMembers()
func (panel *Panel) UnpackPanelMembersError(raw []byte) (*PanelPanelMembers, error) {
	out := new(PanelPanelMembers)
	if err := panel.abi.UnpackIntoInterface(out, "PanelMembers", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelNotEscrow represents a PanelNotEscrow error raised by the Panel contract.
type PanelPanelNotEscrow struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelNotEscrow()
func PanelPanelNotEscrowErrorID() common.Hash {
	return common.HexToHash("0xf14ebac6e13f2099af1824be12410b311a3c3cac2374a8c75d56c33dfd3f2fa5")
}

// UnpackPanelNotEscrowError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelNotEscrow()
func (panel *Panel) UnpackPanelNotEscrowError(raw []byte) (*PanelPanelNotEscrow, error) {
	out := new(PanelPanelNotEscrow)
	if err := panel.abi.UnpackIntoInterface(out, "PanelNotEscrow", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelNotParty represents a PanelNotParty error raised by the Panel contract.
type PanelPanelNotParty struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelNotParty(bytes32 deal)
func PanelPanelNotPartyErrorID() common.Hash {
	return common.HexToHash("0xe91a82fcdbf5434e9c5b8d77de7665721c9b7bc52b5106463c2a23739cd3700d")
}

// UnpackPanelNotPartyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelNotParty(bytes32 deal)
func (panel *Panel) UnpackPanelNotPartyError(raw []byte) (*PanelPanelNotParty, error) {
	out := new(PanelPanelNotParty)
	if err := panel.abi.UnpackIntoInterface(out, "PanelNotParty", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelNotSeated represents a PanelNotSeated error raised by the Panel contract.
type PanelPanelNotSeated struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelNotSeated(bytes32 deal)
func PanelPanelNotSeatedErrorID() common.Hash {
	return common.HexToHash("0x0e49e1e612043cf74b57bdfc281f3946748ac816d826c6d11b1a5d9a206f0aeb")
}

// UnpackPanelNotSeatedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelNotSeated(bytes32 deal)
func (panel *Panel) UnpackPanelNotSeatedError(raw []byte) (*PanelPanelNotSeated, error) {
	out := new(PanelPanelNotSeated)
	if err := panel.abi.UnpackIntoInterface(out, "PanelNotSeated", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelRules represents a PanelRules error raised by the Panel contract.
type PanelPanelRules struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelRules()
func PanelPanelRulesErrorID() common.Hash {
	return common.HexToHash("0xd96166ef4da9f13c36d120b306dc10546f099cc9cd0aba28cf9475889acce98a")
}

// UnpackPanelRulesError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelRules()
func (panel *Panel) UnpackPanelRulesError(raw []byte) (*PanelPanelRules, error) {
	out := new(PanelPanelRules)
	if err := panel.abi.UnpackIntoInterface(out, "PanelRules", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelSilent represents a PanelSilent error raised by the Panel contract.
type PanelPanelSilent struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelSilent(bytes32 deal)
func PanelPanelSilentErrorID() common.Hash {
	return common.HexToHash("0xddb6c03d3547447bf834ad3e5d813b80e8d5f63f8293ecc83de0374a650653e6")
}

// UnpackPanelSilentError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelSilent(bytes32 deal)
func (panel *Panel) UnpackPanelSilentError(raw []byte) (*PanelPanelSilent, error) {
	out := new(PanelPanelSilent)
	if err := panel.abi.UnpackIntoInterface(out, "PanelSilent", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelTerms represents a PanelTerms error raised by the Panel contract.
type PanelPanelTerms struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelTerms(bytes32 deal)
func PanelPanelTermsErrorID() common.Hash {
	return common.HexToHash("0x4447300c5a7259a7a1b7a6552037804c2029bcb99a8a8c7306e5e5fba2704269")
}

// UnpackPanelTermsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelTerms(bytes32 deal)
func (panel *Panel) UnpackPanelTermsError(raw []byte) (*PanelPanelTerms, error) {
	out := new(PanelPanelTerms)
	if err := panel.abi.UnpackIntoInterface(out, "PanelTerms", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelTooEarly represents a PanelTooEarly error raised by the Panel contract.
type PanelPanelTooEarly struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelTooEarly(bytes32 deal)
func PanelPanelTooEarlyErrorID() common.Hash {
	return common.HexToHash("0xff51f3a3e4a945d344406234e0c1ea2d5b047ac956b03e9eb7d08b3258a6bba1")
}

// UnpackPanelTooEarlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelTooEarly(bytes32 deal)
func (panel *Panel) UnpackPanelTooEarlyError(raw []byte) (*PanelPanelTooEarly, error) {
	out := new(PanelPanelTooEarly)
	if err := panel.abi.UnpackIntoInterface(out, "PanelTooEarly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelTooFew represents a PanelTooFew error raised by the Panel contract.
type PanelPanelTooFew struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelTooFew(bytes32 deal)
func PanelPanelTooFewErrorID() common.Hash {
	return common.HexToHash("0x4c71792a68df43e6cd38b9d8ae57e6c61a6aab85dcad49a0178113b943560a7a")
}

// UnpackPanelTooFewError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelTooFew(bytes32 deal)
func (panel *Panel) UnpackPanelTooFewError(raw []byte) (*PanelPanelTooFew, error) {
	out := new(PanelPanelTooFew)
	if err := panel.abi.UnpackIntoInterface(out, "PanelTooFew", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelTooLate represents a PanelTooLate error raised by the Panel contract.
type PanelPanelTooLate struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelTooLate(bytes32 deal)
func PanelPanelTooLateErrorID() common.Hash {
	return common.HexToHash("0xd5a46fc56fc8c912b0514bac621edfc97869f531dc473b150f06da307c1a902c")
}

// UnpackPanelTooLateError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelTooLate(bytes32 deal)
func (panel *Panel) UnpackPanelTooLateError(raw []byte) (*PanelPanelTooLate, error) {
	out := new(PanelPanelTooLate)
	if err := panel.abi.UnpackIntoInterface(out, "PanelTooLate", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelPanelWrongStage represents a PanelWrongStage error raised by the Panel contract.
type PanelPanelWrongStage struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error PanelWrongStage(bytes32 deal)
func PanelPanelWrongStageErrorID() common.Hash {
	return common.HexToHash("0x969354f27ecae65b85ad9ac3b28948fe0d087128fcf4d06ef05b4b632f3ac898")
}

// UnpackPanelWrongStageError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error PanelWrongStage(bytes32 deal)
func (panel *Panel) UnpackPanelWrongStageError(raw []byte) (*PanelPanelWrongStage, error) {
	out := new(PanelPanelWrongStage)
	if err := panel.abi.UnpackIntoInterface(out, "PanelWrongStage", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// PanelReentrancyGuardReentrantCall represents a ReentrancyGuardReentrantCall error raised by the Panel contract.
type PanelReentrancyGuardReentrantCall struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ReentrancyGuardReentrantCall()
func PanelReentrancyGuardReentrantCallErrorID() common.Hash {
	return common.HexToHash("0x3ee5aeb571de7fc460830b4d0017439a1ca56fb0bc39062227ade4fe4a24c1ca")
}

// UnpackReentrancyGuardReentrantCallError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ReentrancyGuardReentrantCall()
func (panel *Panel) UnpackReentrancyGuardReentrantCallError(raw []byte) (*PanelReentrancyGuardReentrantCall, error) {
	out := new(PanelReentrancyGuardReentrantCall)
	if err := panel.abi.UnpackIntoInterface(out, "ReentrancyGuardReentrantCall", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// StakeMetaData contains all meta data concerning the Stake contract.
var StakeMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"contractIERC20\",\"name\":\"token_\",\"type\":\"address\"},{\"internalType\":\"uint32\",\"name\":\"unbonding_\",\"type\":\"uint32\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"announce\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"award\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"burn\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"burned\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"deposit\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"hold\",\"outputs\":[{\"internalType\":\"bool\",\"name\":\"\",\"type\":\"bool\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"}],\"name\":\"positionOf\",\"outputs\":[{\"components\":[{\"internalType\":\"uint112\",\"name\":\"free\",\"type\":\"uint112\"},{\"internalType\":\"uint112\",\"name\":\"held\",\"type\":\"uint112\"},{\"internalType\":\"uint112\",\"name\":\"leaving\",\"type\":\"uint112\"},{\"internalType\":\"uint40\",\"name\":\"leaveFrom\",\"type\":\"uint40\"}],\"internalType\":\"structPosition\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"}],\"name\":\"potOf\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"release\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"slash\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"token\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"unbonding\",\"outputs\":[{\"internalType\":\"uint32\",\"name\":\"\",\"type\":\"uint32\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"withdraw\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Awarded\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Burned\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Deposited\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Held\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"from\",\"type\":\"uint256\"}],\"name\":\"Leaving\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Released\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Slashed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Withdrawn\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"ReentrancyGuardReentrantCall\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"}],\"name\":\"SafeERC20FailedOperation\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"StakeFull\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"expected\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"received\",\"type\":\"uint256\"}],\"name\":\"StakeInexactTransfer\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"has\",\"type\":\"uint256\"},{\"internalType\":\"uint256\",\"name\":\"asked\",\"type\":\"uint256\"}],\"name\":\"StakeInsufficient\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"token\",\"type\":\"address\"}],\"name\":\"StakeNoToken\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"StakeNoUnbonding\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint256\",\"name\":\"from\",\"type\":\"uint256\"}],\"name\":\"StakeTooEarly\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"StakeZeroAddress\",\"type\":\"error\"}]",
	ID:  "46e0152631724883515adf5183d0ad68b0",
	Bin: "0x60c0346100cf57601f610e7e38819003918201601f19168301916001600160401b038311848410176100d35780849260409485528339810103126100cf578051906001600160a01b038216908183036100cf57602001519063ffffffff8216908183036100cf57803b156100bd5750156100ae5760a052608052604051610d9690816100e8823960805181818160bd01528181610222015261067e015260a0518181816104dc015261091f0152f35b633a8eabff60e01b5f5260045ffd5b631ae05f8b60e11b5f5260045260245ffd5b5f80fd5b634e487b7160e01b5f52604160045260245ffdfe60806040526004361015610011575f80fd5b5f3560e01c806302fb4d85146109b65780630357371d14610943578063331fc44a1461090357806342966c68146108a157806346af929a1461086957806347e7ef24146106235780635d8a776e146105aa57806373f425611461058d578063854e1b2f14610446578063892f928e14610377578063977a5ec51461033e578063d9caed12146100f05763fc0c546a146100a8575f80fd5b346100ec575f3660031901126100ec576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b5f80fd5b346100ec5760603660031901126100ec57610109610a37565b610111610a4d565b906044359161011e610bde565b60015f516020610d765f395f51905f525d6001600160a01b03169081158015610335575b610326576001600160a01b0381165f8181526020818152604080832033845290915290206001810180548254939492936001600160701b038083169491168085101561031857506001600160701b03845b16908882106102e057505064ffffffffff9060701c168042106102c657506001600160701b03916101de91836101cc818a168094610ae3565b16841982541617905582845416610ae3565b166001600160701b03198254161790556040518281528360208201527fa4195c37c2947bbe89165f03e320b6903116f0b10d8cfdb522330f7ce6f9fa2460403392a37f0000000000000000000000000000000000000000000000000000000000000000916040519163a9059cbb60e01b5f5260045260245260205f60448180865af19060015f51148216156102a6575b5015610286575f5f516020610d765f395f51905f525d005b635274afe760e01b5f9081526001600160a01b0391909116600452602490fd5b60018215166102be5750813b15153d1516168261026e565b3d5f823e3d90fd5b8463a8d0d9e760e01b5f523360045260245260445260645ffd5b6040516326c8914b60e21b81523360048201526001600160a01b03919091166024820152604481019190915260648101889052608490fd5b6001600160701b0390610193565b63494f1add60e01b5f5260045ffd5b50308214610142565b346100ec5760403660031901126100ec57602061036d61035c610a37565b610364610bde565b60243590610b03565b6040519015158152f35b346100ec5760403660031901126100ec57610390610a37565b610398610a4d565b5f60606040516103a781610a84565b828152826020820152826040820152015260018060a01b03165f525f60205260405f209060018060a01b03165f52602052608060405f2064ffffffffff6040516103f081610a84565b6001600160701b038354918160018185169687845282602085019660701c16865201549385606060408501948488168652019560701c168552604051968752511660208601525116604084015251166060820152f35b346100ec5760403660031901126100ec5761045f610a37565b60243561046a610bde565b6001600160a01b0382165f8181526020818152604080832033845290915290208054919390916104aa906001600160701b03607082901c81169116610a63565b9083821061055557505060010180546001600160701b0319166001600160701b03831617815564ffffffffff906105077f000000000000000000000000000000000000000000000000000000000000000063ffffffff1642610a63565b8154908360701b9060701b16908360701b19161780915560405192835260701c1660208201527fa61bd335d5f203fb3a1e9f2e2066ac29a2b0d3fb8375f7f6bbce8e102742af4160403392a3005b6040516326c8914b60e21b81523360048201526001600160a01b03919091166024820152604481019190915260648101839052608490fd5b346100ec575f3660031901126100ec576020600254604051908152f35b346100ec5760403660031901126100ec576105c3610a37565b602435906105cf610bde565b6001600160a01b03811690811561032657826105f5916105ee82610d19565b3390610cac565b6040519182527fe2554529d99ab7a67db6b4cea2b32c7d55ae325f958861e05f304fdded867e3160203393a3005b346100ec5760403660031901126100ec5761063c610a37565b602435610647610bde565b60015f516020610d765f395f51905f525d6001600160a01b038216918215610326576040516370a0823160e01b81523060048201527f0000000000000000000000000000000000000000000000000000000000000000906001600160a01b038216602082602481845afa9182156107f9575f92610835575b50604051926323b872dd60e01b5f5233600452306024528560445260205f60648180855af19060015f5114821615610816575b50836040525f6060521561080457826024816020936370a0823160e01b82523060048301525afa9182156107f9575f926107c5575b506001600160701b0382116107b657808211156107ae5761074791610ad6565b82810361079857508161075a9133610cac565b6040519081527f8752a472e571a816aea92eec8dae9baf628e840f4929fbcc2d155e6233ff68a760203392a35f5f516020610d765f395f51905f525d005b8263fe4d77b160e01b5f5260045260245260445ffd5b50505f610747565b630cd0f99f60e41b5f5260045ffd5b9091506020813d6020116107f1575b816107e160209383610ab4565b810103126100ec57519085610727565b3d91506107d4565b6040513d5f823e3d90fd5b635274afe760e01b5f5260045260245ffd5b600182151661082c573b15153d151616876106f2565b843d5f823e3d90fd5b9091506020813d602011610861575b8161085160209383610ab4565b810103126100ec575190866106bf565b3d9150610844565b346100ec5760203660031901126100ec576001600160a01b0361088a610a37565b165f526001602052602060405f2054604051908152f35b346100ec5760203660031901126100ec576004356108bd610bde565b6108c681610d19565b6108d281600254610a63565b6002556040519081527f696de425f79f4a40bc6d2122ca50507f0efbeabbff86a84871b7196ab8ea8df760203392a2005b346100ec575f3660031901126100ec57602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b346100ec5760403660031901126100ec5761095c610a37565b602435610967610bde565b6109718183610c02565b61097c813384610cac565b60405190815233916001600160a01b0316907f2d87480f50083e2b2759522a8fdda59802650a8055e609a7772cf70c07748f5290602090a3005b346100ec5760403660031901126100ec576109cf610a37565b6024356109da610bde565b6109e48183610c02565b335f52600160205260405f206109fb828254610a63565b905560405190815233916001600160a01b0316907f96e0041f14ae401fab2384e3c29da20cb0263ef760c47847db1f13403cea654c90602090a3005b600435906001600160a01b03821682036100ec57565b602435906001600160a01b03821682036100ec57565b91908201809211610a7057565b634e487b7160e01b5f52601160045260245ffd5b6080810190811067ffffffffffffffff821117610aa057604052565b634e487b7160e01b5f52604160045260245ffd5b90601f8019910116810190811067ffffffffffffffff821117610aa057604052565b91908203918211610a7057565b906001600160701b03809116911603906001600160701b038211610a7057565b90335f525f60205260405f2060018060a01b0383165f5260205260405f206001600160701b03815416828110610bd6576001600160701b03610b488185168093610ae3565b166001600160701b03198354161782556001600160701b03825460701c16016001600160701b038111610a70578154600160701b600160e01b03191660709190911b600160701b600160e01b031617905560405190815233916001600160a01b0316907fb25fff082b438d27ccd55e5fd697f5fe1a50afee578c9cc92c7fbad9f64471a390602090a3600190565b505050505f90565b5f516020610d765f395f51905f525c610bf357565b633ee5aeb560e01b5f5260045ffd5b335f525f60205260405f2060018060a01b0382165f5260205260405f20916001600160701b03835460701c1691818310610c775750610c7592916001600160701b03610c4f921690610ae3565b8154600160701b600160e01b03191660709190911b600160701b600160e01b0316179055565b565b6040516326c8914b60e21b81526001600160a01b03909116600482015233602482015260448101929092526064820152608490fd5b9060018060a01b03165f525f60205260405f209060018060a01b03165f5260205260405f20906001600160701b03610cf781610cec855494828616610a63565b9360701c1683610a63565b116107b65781546001600160701b0319166001600160701b0391909116179055565b335f52600160205260405f2054818110610d465790610d3791610ad6565b335f52600160205260405f2055565b6040516326c8914b60e21b81523360048201819052602482015260448101919091526064810191909152608490fdfe9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00",
}

// Stake is an auto generated Go binding around an Ethereum contract.
type Stake struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Stake) GetABI() abi.ABI {
	return c.abi
}

// NewStake creates a new instance of Stake.
func NewStake() *Stake {
	parsed, err := StakeMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Stake{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Stake) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address token_, uint32 unbonding_) returns()
func (stake *Stake) PackConstructor(token_ common.Address, unbonding_ uint32) []byte {
	enc, err := stake.abi.Pack("", token_, unbonding_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackAnnounce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x854e1b2f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function announce(address arbiter, uint256 amount) returns()
func (stake *Stake) PackAnnounce(arbiter common.Address, amount *big.Int) []byte {
	enc, err := stake.abi.Pack("announce", arbiter, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAnnounce is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x854e1b2f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function announce(address arbiter, uint256 amount) returns()
func (stake *Stake) TryPackAnnounce(arbiter common.Address, amount *big.Int) ([]byte, error) {
	return stake.abi.Pack("announce", arbiter, amount)
}

// PackAward is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5d8a776e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function award(address account, uint256 amount) returns()
func (stake *Stake) PackAward(account common.Address, amount *big.Int) []byte {
	enc, err := stake.abi.Pack("award", account, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAward is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5d8a776e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function award(address account, uint256 amount) returns()
func (stake *Stake) TryPackAward(account common.Address, amount *big.Int) ([]byte, error) {
	return stake.abi.Pack("award", account, amount)
}

// PackBurn is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42966c68.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function burn(uint256 amount) returns()
func (stake *Stake) PackBurn(amount *big.Int) []byte {
	enc, err := stake.abi.Pack("burn", amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBurn is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x42966c68.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function burn(uint256 amount) returns()
func (stake *Stake) TryPackBurn(amount *big.Int) ([]byte, error) {
	return stake.abi.Pack("burn", amount)
}

// PackBurned is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x73f42561.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function burned() view returns(uint256)
func (stake *Stake) PackBurned() []byte {
	enc, err := stake.abi.Pack("burned")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackBurned is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x73f42561.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function burned() view returns(uint256)
func (stake *Stake) TryPackBurned() ([]byte, error) {
	return stake.abi.Pack("burned")
}

// UnpackBurned is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x73f42561.
//
// Solidity: function burned() view returns(uint256)
func (stake *Stake) UnpackBurned(data []byte) (*big.Int, error) {
	out, err := stake.abi.Unpack("burned", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x47e7ef24.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deposit(address arbiter, uint256 amount) returns()
func (stake *Stake) PackDeposit(arbiter common.Address, amount *big.Int) []byte {
	enc, err := stake.abi.Pack("deposit", arbiter, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x47e7ef24.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function deposit(address arbiter, uint256 amount) returns()
func (stake *Stake) TryPackDeposit(arbiter common.Address, amount *big.Int) ([]byte, error) {
	return stake.abi.Pack("deposit", arbiter, amount)
}

// PackHold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x977a5ec5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function hold(address account, uint256 amount) returns(bool)
func (stake *Stake) PackHold(account common.Address, amount *big.Int) []byte {
	enc, err := stake.abi.Pack("hold", account, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHold is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x977a5ec5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function hold(address account, uint256 amount) returns(bool)
func (stake *Stake) TryPackHold(account common.Address, amount *big.Int) ([]byte, error) {
	return stake.abi.Pack("hold", account, amount)
}

// UnpackHold is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x977a5ec5.
//
// Solidity: function hold(address account, uint256 amount) returns(bool)
func (stake *Stake) UnpackHold(data []byte) (bool, error) {
	out, err := stake.abi.Unpack("hold", data)
	if err != nil {
		return *new(bool), err
	}
	out0 := *abi.ConvertType(out[0], new(bool)).(*bool)
	return out0, nil
}

// PackPositionOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x892f928e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function positionOf(address account, address arbiter) view returns((uint112,uint112,uint112,uint40))
func (stake *Stake) PackPositionOf(account common.Address, arbiter common.Address) []byte {
	enc, err := stake.abi.Pack("positionOf", account, arbiter)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPositionOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x892f928e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function positionOf(address account, address arbiter) view returns((uint112,uint112,uint112,uint40))
func (stake *Stake) TryPackPositionOf(account common.Address, arbiter common.Address) ([]byte, error) {
	return stake.abi.Pack("positionOf", account, arbiter)
}

// UnpackPositionOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x892f928e.
//
// Solidity: function positionOf(address account, address arbiter) view returns((uint112,uint112,uint112,uint40))
func (stake *Stake) UnpackPositionOf(data []byte) (Position, error) {
	out, err := stake.abi.Unpack("positionOf", data)
	if err != nil {
		return *new(Position), err
	}
	out0 := *abi.ConvertType(out[0], new(Position)).(*Position)
	return out0, nil
}

// PackPotOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x46af929a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function potOf(address arbiter) view returns(uint256)
func (stake *Stake) PackPotOf(arbiter common.Address) []byte {
	enc, err := stake.abi.Pack("potOf", arbiter)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackPotOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x46af929a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function potOf(address arbiter) view returns(uint256)
func (stake *Stake) TryPackPotOf(arbiter common.Address) ([]byte, error) {
	return stake.abi.Pack("potOf", arbiter)
}

// UnpackPotOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x46af929a.
//
// Solidity: function potOf(address arbiter) view returns(uint256)
func (stake *Stake) UnpackPotOf(data []byte) (*big.Int, error) {
	out, err := stake.abi.Unpack("potOf", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackRelease is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0357371d.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function release(address account, uint256 amount) returns()
func (stake *Stake) PackRelease(account common.Address, amount *big.Int) []byte {
	enc, err := stake.abi.Pack("release", account, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRelease is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0357371d.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function release(address account, uint256 amount) returns()
func (stake *Stake) TryPackRelease(account common.Address, amount *big.Int) ([]byte, error) {
	return stake.abi.Pack("release", account, amount)
}

// PackSlash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x02fb4d85.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function slash(address account, uint256 amount) returns()
func (stake *Stake) PackSlash(account common.Address, amount *big.Int) []byte {
	enc, err := stake.abi.Pack("slash", account, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSlash is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x02fb4d85.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function slash(address account, uint256 amount) returns()
func (stake *Stake) TryPackSlash(account common.Address, amount *big.Int) ([]byte, error) {
	return stake.abi.Pack("slash", account, amount)
}

// PackToken is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfc0c546a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function token() view returns(address)
func (stake *Stake) PackToken() []byte {
	enc, err := stake.abi.Pack("token")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackToken is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfc0c546a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function token() view returns(address)
func (stake *Stake) TryPackToken() ([]byte, error) {
	return stake.abi.Pack("token")
}

// UnpackToken is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfc0c546a.
//
// Solidity: function token() view returns(address)
func (stake *Stake) UnpackToken(data []byte) (common.Address, error) {
	out, err := stake.abi.Unpack("token", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackUnbonding is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x331fc44a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function unbonding() view returns(uint32)
func (stake *Stake) PackUnbonding() []byte {
	enc, err := stake.abi.Pack("unbonding")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackUnbonding is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x331fc44a.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function unbonding() view returns(uint32)
func (stake *Stake) TryPackUnbonding() ([]byte, error) {
	return stake.abi.Pack("unbonding")
}

// UnpackUnbonding is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x331fc44a.
//
// Solidity: function unbonding() view returns(uint32)
func (stake *Stake) UnpackUnbonding(data []byte) (uint32, error) {
	out, err := stake.abi.Unpack("unbonding", data)
	if err != nil {
		return *new(uint32), err
	}
	out0 := *abi.ConvertType(out[0], new(uint32)).(*uint32)
	return out0, nil
}

// PackWithdraw is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd9caed12.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function withdraw(address arbiter, address to, uint256 amount) returns()
func (stake *Stake) PackWithdraw(arbiter common.Address, to common.Address, amount *big.Int) []byte {
	enc, err := stake.abi.Pack("withdraw", arbiter, to, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackWithdraw is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd9caed12.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function withdraw(address arbiter, address to, uint256 amount) returns()
func (stake *Stake) TryPackWithdraw(arbiter common.Address, to common.Address, amount *big.Int) ([]byte, error) {
	return stake.abi.Pack("withdraw", arbiter, to, amount)
}

// StakeAwarded represents a Awarded event raised by the Stake contract.
type StakeAwarded struct {
	Account common.Address
	Arbiter common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const StakeAwardedEventName = "Awarded"

// ContractEventName returns the user-defined event name.
func (StakeAwarded) ContractEventName() string {
	return StakeAwardedEventName
}

// UnpackAwardedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Awarded(address indexed account, address indexed arbiter, uint256 amount)
func (stake *Stake) UnpackAwardedEvent(log *types.Log) (*StakeAwarded, error) {
	event := "Awarded"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != stake.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(StakeAwarded)
	if len(log.Data) > 0 {
		if err := stake.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range stake.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// StakeBurned represents a Burned event raised by the Stake contract.
type StakeBurned struct {
	Arbiter common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const StakeBurnedEventName = "Burned"

// ContractEventName returns the user-defined event name.
func (StakeBurned) ContractEventName() string {
	return StakeBurnedEventName
}

// UnpackBurnedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Burned(address indexed arbiter, uint256 amount)
func (stake *Stake) UnpackBurnedEvent(log *types.Log) (*StakeBurned, error) {
	event := "Burned"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != stake.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(StakeBurned)
	if len(log.Data) > 0 {
		if err := stake.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range stake.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// StakeDeposited represents a Deposited event raised by the Stake contract.
type StakeDeposited struct {
	Account common.Address
	Arbiter common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const StakeDepositedEventName = "Deposited"

// ContractEventName returns the user-defined event name.
func (StakeDeposited) ContractEventName() string {
	return StakeDepositedEventName
}

// UnpackDepositedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Deposited(address indexed account, address indexed arbiter, uint256 amount)
func (stake *Stake) UnpackDepositedEvent(log *types.Log) (*StakeDeposited, error) {
	event := "Deposited"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != stake.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(StakeDeposited)
	if len(log.Data) > 0 {
		if err := stake.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range stake.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// StakeHeld represents a Held event raised by the Stake contract.
type StakeHeld struct {
	Account common.Address
	Arbiter common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const StakeHeldEventName = "Held"

// ContractEventName returns the user-defined event name.
func (StakeHeld) ContractEventName() string {
	return StakeHeldEventName
}

// UnpackHeldEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Held(address indexed account, address indexed arbiter, uint256 amount)
func (stake *Stake) UnpackHeldEvent(log *types.Log) (*StakeHeld, error) {
	event := "Held"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != stake.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(StakeHeld)
	if len(log.Data) > 0 {
		if err := stake.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range stake.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// StakeLeaving represents a Leaving event raised by the Stake contract.
type StakeLeaving struct {
	Account common.Address
	Arbiter common.Address
	Amount  *big.Int
	From    *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const StakeLeavingEventName = "Leaving"

// ContractEventName returns the user-defined event name.
func (StakeLeaving) ContractEventName() string {
	return StakeLeavingEventName
}

// UnpackLeavingEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Leaving(address indexed account, address indexed arbiter, uint256 amount, uint256 from)
func (stake *Stake) UnpackLeavingEvent(log *types.Log) (*StakeLeaving, error) {
	event := "Leaving"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != stake.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(StakeLeaving)
	if len(log.Data) > 0 {
		if err := stake.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range stake.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// StakeReleased represents a Released event raised by the Stake contract.
type StakeReleased struct {
	Account common.Address
	Arbiter common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const StakeReleasedEventName = "Released"

// ContractEventName returns the user-defined event name.
func (StakeReleased) ContractEventName() string {
	return StakeReleasedEventName
}

// UnpackReleasedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Released(address indexed account, address indexed arbiter, uint256 amount)
func (stake *Stake) UnpackReleasedEvent(log *types.Log) (*StakeReleased, error) {
	event := "Released"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != stake.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(StakeReleased)
	if len(log.Data) > 0 {
		if err := stake.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range stake.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// StakeSlashed represents a Slashed event raised by the Stake contract.
type StakeSlashed struct {
	Account common.Address
	Arbiter common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const StakeSlashedEventName = "Slashed"

// ContractEventName returns the user-defined event name.
func (StakeSlashed) ContractEventName() string {
	return StakeSlashedEventName
}

// UnpackSlashedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Slashed(address indexed account, address indexed arbiter, uint256 amount)
func (stake *Stake) UnpackSlashedEvent(log *types.Log) (*StakeSlashed, error) {
	event := "Slashed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != stake.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(StakeSlashed)
	if len(log.Data) > 0 {
		if err := stake.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range stake.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// StakeWithdrawn represents a Withdrawn event raised by the Stake contract.
type StakeWithdrawn struct {
	Account common.Address
	Arbiter common.Address
	To      common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const StakeWithdrawnEventName = "Withdrawn"

// ContractEventName returns the user-defined event name.
func (StakeWithdrawn) ContractEventName() string {
	return StakeWithdrawnEventName
}

// UnpackWithdrawnEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Withdrawn(address indexed account, address indexed arbiter, address to, uint256 amount)
func (stake *Stake) UnpackWithdrawnEvent(log *types.Log) (*StakeWithdrawn, error) {
	event := "Withdrawn"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != stake.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(StakeWithdrawn)
	if len(log.Data) > 0 {
		if err := stake.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range stake.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (stake *Stake) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], stake.abi.Errors["ReentrancyGuardReentrantCall"].ID.Bytes()[:4]) {
		return stake.UnpackReentrancyGuardReentrantCallError(raw[4:])
	}
	if bytes.Equal(raw[:4], stake.abi.Errors["SafeERC20FailedOperation"].ID.Bytes()[:4]) {
		return stake.UnpackSafeERC20FailedOperationError(raw[4:])
	}
	if bytes.Equal(raw[:4], stake.abi.Errors["StakeFull"].ID.Bytes()[:4]) {
		return stake.UnpackStakeFullError(raw[4:])
	}
	if bytes.Equal(raw[:4], stake.abi.Errors["StakeInexactTransfer"].ID.Bytes()[:4]) {
		return stake.UnpackStakeInexactTransferError(raw[4:])
	}
	if bytes.Equal(raw[:4], stake.abi.Errors["StakeInsufficient"].ID.Bytes()[:4]) {
		return stake.UnpackStakeInsufficientError(raw[4:])
	}
	if bytes.Equal(raw[:4], stake.abi.Errors["StakeNoToken"].ID.Bytes()[:4]) {
		return stake.UnpackStakeNoTokenError(raw[4:])
	}
	if bytes.Equal(raw[:4], stake.abi.Errors["StakeNoUnbonding"].ID.Bytes()[:4]) {
		return stake.UnpackStakeNoUnbondingError(raw[4:])
	}
	if bytes.Equal(raw[:4], stake.abi.Errors["StakeTooEarly"].ID.Bytes()[:4]) {
		return stake.UnpackStakeTooEarlyError(raw[4:])
	}
	if bytes.Equal(raw[:4], stake.abi.Errors["StakeZeroAddress"].ID.Bytes()[:4]) {
		return stake.UnpackStakeZeroAddressError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// StakeReentrancyGuardReentrantCall represents a ReentrancyGuardReentrantCall error raised by the Stake contract.
type StakeReentrancyGuardReentrantCall struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ReentrancyGuardReentrantCall()
func StakeReentrancyGuardReentrantCallErrorID() common.Hash {
	return common.HexToHash("0x3ee5aeb571de7fc460830b4d0017439a1ca56fb0bc39062227ade4fe4a24c1ca")
}

// UnpackReentrancyGuardReentrantCallError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ReentrancyGuardReentrantCall()
func (stake *Stake) UnpackReentrancyGuardReentrantCallError(raw []byte) (*StakeReentrancyGuardReentrantCall, error) {
	out := new(StakeReentrancyGuardReentrantCall)
	if err := stake.abi.UnpackIntoInterface(out, "ReentrancyGuardReentrantCall", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// StakeSafeERC20FailedOperation represents a SafeERC20FailedOperation error raised by the Stake contract.
type StakeSafeERC20FailedOperation struct {
	Token common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SafeERC20FailedOperation(address token)
func StakeSafeERC20FailedOperationErrorID() common.Hash {
	return common.HexToHash("0x5274afe73c98b4749fc91ffae6b7b574e7842cb2144a159e9377a5f20b32edf9")
}

// UnpackSafeERC20FailedOperationError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SafeERC20FailedOperation(address token)
func (stake *Stake) UnpackSafeERC20FailedOperationError(raw []byte) (*StakeSafeERC20FailedOperation, error) {
	out := new(StakeSafeERC20FailedOperation)
	if err := stake.abi.UnpackIntoInterface(out, "SafeERC20FailedOperation", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// StakeStakeFull represents a StakeFull error raised by the Stake contract.
type StakeStakeFull struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StakeFull()
func StakeStakeFullErrorID() common.Hash {
	return common.HexToHash("0xcd0f99f0df330dbe95198e468ae162b78de74b56e7a46e654283fe23e680a592")
}

// UnpackStakeFullError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StakeFull()
func (stake *Stake) UnpackStakeFullError(raw []byte) (*StakeStakeFull, error) {
	out := new(StakeStakeFull)
	if err := stake.abi.UnpackIntoInterface(out, "StakeFull", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// StakeStakeInexactTransfer represents a StakeInexactTransfer error raised by the Stake contract.
type StakeStakeInexactTransfer struct {
	Expected *big.Int
	Received *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StakeInexactTransfer(uint256 expected, uint256 received)
func StakeStakeInexactTransferErrorID() common.Hash {
	return common.HexToHash("0xfe4d77b128deff243e21a3ba431a615f536b8bb18adcc9a0f7ca44853e25d353")
}

// UnpackStakeInexactTransferError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StakeInexactTransfer(uint256 expected, uint256 received)
func (stake *Stake) UnpackStakeInexactTransferError(raw []byte) (*StakeStakeInexactTransfer, error) {
	out := new(StakeStakeInexactTransfer)
	if err := stake.abi.UnpackIntoInterface(out, "StakeInexactTransfer", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// StakeStakeInsufficient represents a StakeInsufficient error raised by the Stake contract.
type StakeStakeInsufficient struct {
	Account common.Address
	Arbiter common.Address
	Has     *big.Int
	Asked   *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StakeInsufficient(address account, address arbiter, uint256 has, uint256 asked)
func StakeStakeInsufficientErrorID() common.Hash {
	return common.HexToHash("0x9b22452c839ce79769a35df4b3e14f7e01be090229825f54b717e86db2037969")
}

// UnpackStakeInsufficientError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StakeInsufficient(address account, address arbiter, uint256 has, uint256 asked)
func (stake *Stake) UnpackStakeInsufficientError(raw []byte) (*StakeStakeInsufficient, error) {
	out := new(StakeStakeInsufficient)
	if err := stake.abi.UnpackIntoInterface(out, "StakeInsufficient", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// StakeStakeNoToken represents a StakeNoToken error raised by the Stake contract.
type StakeStakeNoToken struct {
	Token common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StakeNoToken(address token)
func StakeStakeNoTokenErrorID() common.Hash {
	return common.HexToHash("0x35c0bf16f14dbc983d8529721aa3561fe37fe7b8cf813478539012b6ebd48fe6")
}

// UnpackStakeNoTokenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StakeNoToken(address token)
func (stake *Stake) UnpackStakeNoTokenError(raw []byte) (*StakeStakeNoToken, error) {
	out := new(StakeStakeNoToken)
	if err := stake.abi.UnpackIntoInterface(out, "StakeNoToken", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// StakeStakeNoUnbonding represents a StakeNoUnbonding error raised by the Stake contract.
type StakeStakeNoUnbonding struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StakeNoUnbonding()
func StakeStakeNoUnbondingErrorID() common.Hash {
	return common.HexToHash("0x3a8eabff175d2f3da6cdf430dc481933a31a8d6ee1c1305f9c992fce807caa9f")
}

// UnpackStakeNoUnbondingError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StakeNoUnbonding()
func (stake *Stake) UnpackStakeNoUnbondingError(raw []byte) (*StakeStakeNoUnbonding, error) {
	out := new(StakeStakeNoUnbonding)
	if err := stake.abi.UnpackIntoInterface(out, "StakeNoUnbonding", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// StakeStakeTooEarly represents a StakeTooEarly error raised by the Stake contract.
type StakeStakeTooEarly struct {
	Account common.Address
	Arbiter common.Address
	From    *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StakeTooEarly(address account, address arbiter, uint256 from)
func StakeStakeTooEarlyErrorID() common.Hash {
	return common.HexToHash("0xa8d0d9e70fb3b2a7a84bca09f1807897214ea1d7c100658ee2399781f1c79657")
}

// UnpackStakeTooEarlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StakeTooEarly(address account, address arbiter, uint256 from)
func (stake *Stake) UnpackStakeTooEarlyError(raw []byte) (*StakeStakeTooEarly, error) {
	out := new(StakeStakeTooEarly)
	if err := stake.abi.UnpackIntoInterface(out, "StakeTooEarly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// StakeStakeZeroAddress represents a StakeZeroAddress error raised by the Stake contract.
type StakeStakeZeroAddress struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StakeZeroAddress()
func StakeStakeZeroAddressErrorID() common.Hash {
	return common.HexToHash("0x494f1addc0e6c8655a13e8ceb0133d132d9e1a8c9f6c390601258ad741d5323a")
}

// UnpackStakeZeroAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StakeZeroAddress()
func (stake *Stake) UnpackStakeZeroAddressError(raw []byte) (*StakeStakeZeroAddress, error) {
	out := new(StakeStakeZeroAddress)
	if err := stake.abi.UnpackIntoInterface(out, "StakeZeroAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}
