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
	Bin: "0x60c0806040523461054e57614b73803803809161001c8285610710565b83398181810103610140811261054e578251906001600160a01b038216820361054e576020840151906001600160a01b038216820361054e5760e090603f19011261054e576040519060e082016001600160401b0381118382101761047357604052604085015160ff8116810361054e57825261009b60608601610733565b60208301526100ac60808601610733565b60408301526100bd60a08601610747565b60608301526100ce60c08601610747565b608083019081526100e160e08701610747565b60a08401526100f36101008701610747565b60c0840152610120860151946001600160401b03861161054e57808701601f87890101121561054e5786860151956001600160401b038711610473576040519761014360208960051b018a610710565b87895260208901916020839960051b8284010101938201841161054e5701602001905b8282106106f85750505063ffffffff9060ff8451165f54610100600160681b03602087015160081b166d0100000000000000000000000000600160c81b03604088015160681b16918560c81b606089015160c81b16938660c81b199160018060c81b03191617161717175f5551166001549067ffffffff0000000060a085015160201b16906bffffffff000000000000000060c086015160401b169260018060601b0319161717176001558060a0528260805281519260ff84169360018060601b0360208501511660018601908187116106d05761024761024d9288610779565b90610779565b6040850151600183901b6101fe1660ff841688036106d057600181018091116106d0576102859160011b6002600160611b0316610779565b1163ffffffff606086015116151591826106e4575b826105cd575b600116159485156105b7575b5084156105af575b5083156105a6575b5082156104a1575b5050610492578251908110908115610487575b5061032b575f805b835182101561033a576001600160a01b036102fa838661078c565b51166001600160a01b03909116101561032b5760016001600160a01b03610321838661078c565b51169101906102df565b630dcaeafd60e11b5f5260045ffd5b8351836001600160401b038211610473576801000000000000000082116104735760025482600255808310610448575b509060025f5260205f20915f5b82811061042b5760405161438f90816107e4823960805181818161061501528181610673015281816106f50152818161075301528181610804015281816108ce01528181610acd01528181610bd10152818161170f015281816117a90152818161189e01528181611df801528181611ff9015281816134280152613da7015260a051818181610ec401528181610f8701528181611065015281816121f70152818161274401528181612d960152612e680152f35b81516001600160a01b031681850155602090910190600101610377565b60025f52828060205f20019103905f5b82811061046657505061036a565b5f82820155600101610458565b634e487b7160e01b5f52604160045260245ffd5b60409150115f6102d7565b63d96166ef60e01b5f5260045ffd5b604051637e062a3560e11b81529250602090839060049082906001600160a01b03165afa91821561055a575f92610565575b50604051637e062a3560e11b815290602090829060049082906001600160a01b03165afa90811561055a575f9161051c575b506001600160a01b03918216911614155f806102c4565b90506020813d602011610552575b8161053760209383610710565b8101031261054e5761054890610758565b5f610505565b5f80fd5b3d915061052a565b6040513d5f823e3d90fd5b9091506020813d60201161059e575b8161058160209383610710565b8101031261054e576020610596600492610758565b9291506104d3565b3d9150610574565b1592505f6102bc565b93505f6102b4565b602001516001600160601b03161594505f6102ac565b91506105ec6105db866107b4565b63ffffffff60a0880151169061076c565b6003810290808204600314901517156106d05761063061061f61060e886107b4565b63ffffffff60c08a0151169061076c565b63ffffffff60a0890151169061076c565b600181901b906001600160ff1b038116036106d05761064e9161076c565b60405163198fe22560e11b8152906020826004816001600160a01b0389165afa91821561055a575f9261068e575b5063ffffffff919091161015916102a0565b91506020823d6020116106c8575b816106a960209383610710565b8101031261054e5763ffffffff6106c1600193610747565b925061067c565b3d915061069c565b634e487b7160e01b5f52601160045260245ffd5b60a086015163ffffffff161515925061029a565b6020809161070584610758565b815201910190610166565b601f909101601f19168101906001600160401b0382119082101761047357604052565b51906001600160601b038216820361054e57565b519063ffffffff8216820361054e57565b51906001600160a01b038216820361054e57565b919082018092116106d057565b818102929181159184041417156106d057565b80518210156107a05760209160051b010190565b634e487b7160e01b5f52603260045260245ffd5b6107e09063ffffffff60a06107d682606085015116836080860151169061076c565b920151169061076c565b9056fe60806040526004361015610011575f80fd5b5f5f3560e01c806306ec16f814612171578063091a644a146120fc5780630cf4039f14611e5b5780631474d44914611e275780633a4b66f114611de257806352f6747a14611d3057806375d9b1c914611b2f5780638462d66114611af6578063940555f814611a50578063998a04911461199d578063b248ba5814611973578063bdd4d18d1461193f578063c2845a5814611486578063c5e98e2c14610ffa578063d3c3a51114610fb6578063e2fdcc1714610f71578063e81594ce14610e5a5763fde63056146100e0575f80fd5b34610e57576020366003190112610e57576100f96137a9565b60015f51602061436f5f395f51905f525d6004358152600360205264ffffffffff604082205460b01c1615610e4257610130612421565b6004358252600360205260408220916040519261014084018481106001600160401b03821117610e2e5760405260ff81546001600160601b038116865264ffffffffff8160601c16602087015264ffffffffff8160881c16604087015264ffffffffff8160b01c166060870152818160d81c16608087015260e01c1660a085015260405164ffffffffff60018301548181168352818160281c16602084015260501c1660408201526101e36060826123b2565b60c08501526040516002820183825b60028210610e0e5750505061022c918161020f60406005946123b2565b60e0870152610220600482016125d2565b6101008701520161256a565b61012084015260043581526003602052610248604082206126c4565b604051906102558261237c565b6060825260606020830152806040830152604092835161027585826123b2565b84368237606084015281608084015261029361010086015151613f4a565b6102a261010087015151613f4a565b602085015283526102b38582614275565b949083925b60ff60808901511684101561059d576102d382858a846142f4565b946102df858a84614340565b948961031264ffffffffff6102ff8460c08360608701511695015161432f565b511663ffffffff60608701511690612a9a565b109261031e828261409f565b998a5b8c6103368d610330878761352a565b90612a9a565b82101561046e57816103b0818e8e8e8e8e8e61035c6103369b61010060019c01516124a3565b51931561042857508183015115159081610418575b816103f8575b506103838686516124a3565b9015159052810151159182156103d5575b50506103a48360208401516124a3565b90151590525b516124a3565b516103be575b019050610321565b8c60406103cd818301516124cb565b9101526103b6565b801515925090826103ea575b50508f80610394565b608001511490508f5f6103e1565b80159150811561040a575b508f610377565b90506080830151148f610403565b60808401515f1914159150610371565b93505050811591610460575b81610450575b506104468383516124a3565b90151590526103aa565b608001515f19141590505f61043a565b602081015115159150610434565b505099509550915094506001810181116105895760ff6080890151166001820114610581576001810187118015906104dc575b906001916104b38260608a0151613f7c565b90151590526104cf6104c58287613568565b6080890151612a9a565b60808801525b01926102b8565b509293919682966104ed858761409f565b98895b6105036104fd888a61352a565b8c612a9a565b81101561053a576105188160208b01516124a3565b51610526575b6001016104f0565b986105326001916124cb565b99905061051e565b50939594919850968060011b908082046002149015171561056d5790600191610563828761352a565b10159091506104a1565b634e487b7160e01b86526011600452602486fd5b6001906104d5565b634e487b7160e01b85526011600452602485fd5b92505085848490855b60e08401518760028310156107af57506001600160a01b03906105ca908390613f7c565b5116156107a757866105dc8288613568565b936105eb836060860151613f7c565b51156106db57846105fb91612a9a565b9360018060a01b036106118460e0890151613f7c565b51167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03163b156106d75787516302fb4d8560e01b81526001600160a01b0390911660048201526024810191909152818180604481010381837f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165af180156106cd576106b4575b50506001905b016105a6565b816106be916123b2565b6106c95786886106a8565b8680fd5b87513d84823e3d90fd5b8280fd5b9360018060a01b036106f18460e0890151613f7c565b51167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03163b156106d7578751630357371d60e01b81526001600160a01b0390911660048201526024810191909152818180604481010381837f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03165af180156106cd57610792575b50506001906106ae565b8161079c916123b2565b6106c9578688610788565b6001906106ae565b83858883898c825b61010083015151811015610979576107d38160208901516124a3565b51156108be576107f260208301966001600160601b0388511690612a9a565b61010084015190966001600160a01b037f00000000000000000000000000000000000000000000000000000000000000008116926001600160601b03919061083b9086906124a3565b515116915116823b156106c95787516302fb4d8560e01b81526001600160a01b039290921660048301526001600160601b031660248201529085908290604490829084905af180156108b45790859161089b575b50506001905b016107b7565b816108a5916123b2565b6108b057838961088f565b8380fd5b86513d87823e3d90fd5b6101008301516001600160a01b037f00000000000000000000000000000000000000000000000000000000000000008116916108fb9084906124a3565b5151166001600160601b03602085015116823b156106c9578751630357371d60e01b81526001600160a01b039290921660048301526001600160601b031660248201529085908290604490829084905af180156108b457908591610964575b5050600190610895565b8161096e916123b2565b6108b057838961095a565b509194926040840151610df8575b600192865b6101008401518051821015610b73576001600160a01b03906109af9083906124a3565b51511690889189926109c2838a516124a3565b51610a3b575b6001936109d98460208c01516124a3565b5115610a34576001600160601b03602087015116915b6001600160601b038851931683526020830152868201527f07307cc30d1e7116d95d615002074174c28f5dd0607789a5f7f1f9028e8d780f606060043592a30161098c565b8b916109ef565b509150610aa9610a7c610a5d6001600160601b0388511660408b01519061354a565b8815610b6c576103306001600160601b0389511660408c015190613f8d565b96610a9060808a015160408b01519061354a565b9015610b655761033060808a015160408b015190613f8d565b918996818b526004602052858b20610ac2828254612a9a565b905583156109c8578a7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316803b15610b61578751632ec53bb760e11b81526001600160a01b0385166004820152602481018790529082908290604490829084905af18015610b5757610b3e575b50506109c8565b81610b48916123b2565b610b53578a8c610b37565b8a80fd5b88513d84823e3d90fd5b5080fd5b8a90612a9a565b8b90612a9a565b8888858760408b01511580610de5575b610c4e575b5081610bce575b519081527fc79e3d1ea876a2bfd03a6908e1d7d06529bd45cb1088e1cae2e0ae97a9afad61602060043592a2805f51602061436f5f395f51905f525d80f35b827f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316803b15610b61578180916024855180948193630852cd8d60e31b83528960048401525af18015610c4457610c2f575b5050610b8f565b81610c39916123b2565b6106d7578284610c28565b83513d84823e3d90fd5b60a0810151600190859060ff1615610dab5750610c7160ff60a0840151166124ed565b600254811015610d9757600286527f405787fa12a823e0f2b7631cc41b3ba8828b3321ca811111fa75cd3aa3bb5ace0154600386901b1c6001600160a01b0316905b855b818110610cc457505050610b88565b600182118015610d86575b610d62575b600190610d07610cee846001600160601b0388511661354a565b82610d5b57610330856001600160601b03895116613f8d565b828060a01b03851690818a526004602052878a20610d26828254612a9a565b905587519081527f279481222cb3bf4fe500a4c0f006202e0bf8ade912e1d8568b69013e2421a69a602060043592a301610cb5565b8990612a9a565b91506001808060a01b03610d7b846101008701516124a3565b515116929050610cd4565b506001600160a01b03831615610ccf565b634e487b7160e01b86526032600452602486fd5b610120830151805190919015610dd65750805115610d9757602001516001600160a01b031690610cb3565b91505061010082015151610cb3565b506001600160601b038151161515610b83565b93610e0890608085015190612e48565b93610987565b82546001600160a01b0316815260019283019291909101906020016101f2565b634e487b7160e01b83526041600452602483fd5b634b49aa7960e11b8152600480359052602490fd5b80fd5b5034610e5757610360366003190112610e57576004359060e0366023190112610e575761018036610103190112610e575760a036610283190112610e5757610324356001600160601b038116809103610b615761034435906001600160401b03821682036106d7577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03163303610f62576001600160601b03835460681c168110610f4e57838352600360205260408320805470ffffffffffffffffffffffffffffffffff191660609390931b64ffffffffff60601b16929092171781559091610f4b919061359b565b80f35b636d0415e160e01b83526004849052602483fd5b6378a75d6360e11b8352600483fd5b5034610e575780600319360112610e57576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b5034610e5757610fe7610fc8366122bf565b90610fd16137a9565b60015f51602061436f5f395f51905f525d612aed565b805f51602061436f5f395f51905f525d80f35b5034610e575736600319016103808112610b615760e013610e57576101803660e3190112610e575760a036610263190112610e5757608036610303190112610e57576110446137a9565b60015f51602061436f5f395f51905f525d6040516305648e2160e21b8152907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031661109b6004808501906128d2565b60208360e481845afa9283156113e3578293611452575b5060405163117ce9e360e21b8152906110cf6004830160e4612985565b60208261018481845afa91821561144757839261140f575b5060c4358092036113fb5783839484526003602052604084209061110b8282613164565b6111396111188383613a98565b835464ffffffffff60b01b19164260b01b64ffffffffff60b01b1617909355565b7f0728b125f4738306b1331b98ffe7e23f969d0563af379df92577d16db68e7f9f60806040516111698186612899565ba2813b156113f6576040516313b57d0960e01b8152926004356001600160a01b038116908190036113f25760048501526024356001600160a01b038116908190036113f25760248501526044356001600160601b0381168091036113f25760448501526064356001600160601b0381168091036113f25760648501526084356001600160601b0381168091036113f257608485015260a4356001600160401b0381168091036113f25760a485015260c484015260e4356001600160a01b038116908190036113ee5760e4840152610104356001600160a01b038116908190036113ee57610104840152610124356001600160401b0381168091036113ee57610124840152610144356001600160401b0381168091036113ee576101448401526101643563ffffffff81168091036113ee576101648401526101843563ffffffff81168091036113ee576101848401526101a4356001600160601b0381168091036113ee576101a48401526101c4356001600160601b0381168091036113ee576101c48401526101e4356001600160601b0381168091036113ee576101e4840152610204356001600160601b0381168091036113ee57610204840152610224356102248401526102443561024484015261026435610264840152610284356001600160601b0381168091036113ee576102848401526102a43560038110156113ee576102a48401526102c4356102c48401526102e435916001600160401b0383168093036113ee578385610384926113ae839583976102e4860152610304850190612899565b5af180156113e3576113ce575b505f51602061436f5f395f51905f525d80f35b816113d8916123b2565b610e5757805f6113bb565b6040513d84823e3d90fd5b8480fd5b8580fd5b505050fd5b631111cc0360e21b83526004849052602483fd5b9091506020813d60201161143f575b8161142b602093836123b2565b8101031261143b5751905f6110e7565b5f80fd5b3d915061141e565b6040513d85823e3d90fd5b9092506020813d60201161147e575b8161146e602093836123b2565b8101031261143b5751915f6110b2565b3d9150611461565b5034610e575760e0366003190112610e57576004356080366043190112610b61576114af6137a9565b60015f51602061436f5f395f51905f525d808252600360205260408220906114d782826130d4565b6114e460243583836137cd565b6001810190815460405160208101906114fe8260446123d3565b60c43560a08201523360c08201528560e082015260e08152611522610100826123b2565b5190200361192b5760a43591821515928381036106c9576115619161154561387a565b9055825460ff60b01b191690151560b01b60ff60b01b16178255565b805460ff60a81b1916600160a81b179055604051604435808252916001600160401b03606435908116908190036106c95760208301526084356001600160601b0381168091036106c95760408301526060820152827fb326ac91950530bb8d10017c08eb9b8b3146e456a8c3bf86e166890302e9209a60803393a35f191480611911575b6115fe575b82805f51602061436f5f395f51905f525d80f35b906001600160601b03835460081c16600482019261162461161e856125d2565b94612679565b825460ff60d81b19168355611639838261359b565b84906005869401935b86865182101561188f57506001600160a01b0361165f82886124a3565b515116928554600160401b81101561187b57600181018088558110156118675788918691888452602084200180548460031b9088821b9160018060a01b03901b191617905560206116b0858b6124a3565b51015115801561183c5786867f07307cc30d1e7116d95d615002074174c28f5dd0607789a5f7f1f9028e8d780f6060865b6001600160601b0360405191168152886020820152886040820152a3156117a4579061170c91612a9a565b937f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316803b156106d7576040516302fb4d8560e01b81526001600160a01b039290921660048301526001600160601b038716602483015282908290604490829084905af180156113e35761178f575b50506001905b01611642565b81611799916123b2565b6106c957865f611783565b9490507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316803b156106d757604051630357371d60e01b81526001600160a01b039290921660048301526001600160601b038716602483015282908290604490829084905af180156113e357611827575b5050600190611789565b81611831916123b2565b6106c957865f61181d565b86867f07307cc30d1e7116d95d615002074174c28f5dd0607789a5f7f1f9028e8d780f6060876116e1565b634e487b7160e01b89526032600452602489fd5b634e487b7160e01b89526041600452602489fd5b9550505091505080156115ea577f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690813b1561190d578291602483926040519485938492630852cd8d60e31b845260048401525af180156113e357156115ea5781611902916123b2565b610e5757805f6115ea565b5050fd5b5061192660025483611921612421565b613956565b6115e5565b6363d429c760e01b85526004839052602485fd5b5034610e575780600319360112610e575761196f61195b612517565b6040519182916020835260208301906122e9565b0390f35b5034610e57576040366003190112610e5757602435600f811015610b6157610f4b90600435612741565b5034610e57576020366003190112610e575760043560ff8116809103610b61576119c5612421565b6119e26119d1826140cd565b63ffffffff60a08401511690612a9a565b92600384029380850460031490151715611a3c576020611a348561033086611a2e8763ffffffff60a0611a24611a17846140cd565b8360c08601511690612a9a565b9201511690612a9a565b90612666565b604051908152f35b634e487b7160e01b81526011600452602490fd5b5034610e57576060366003190112610e5757604435600435611a706137a9565b8083526003602052611a9360408420611a898184613044565b60243590836137cd565b805460ff8160a01c168015611aee575b61192b576001820184905560ff60a01b1916600160a01b17905560405191825233917fef653a9608e4d816ce91da70712413a9d5c5bb473d42eb5b536babad2a41238e90602090a380f35b508315611aa3565b5034610e57576020366003190112610e57576020906040906001600160a01b03611b1e612295565b168152600483522054604051908152f35b5034610e57576020366003190112610e575760405161010081018181106001600160401b03821117610e2e5760405281815260208101908282526040810190838252606081018481526080820185815260a083019086825260c08401926060845260e0850195606087526004358952600360205260408920611bbb60025482611bb6612421565b613604565b906008811015611d1c579160ff600492611c1f948b526001600160401b0383549116895264ffffffffff8160881c16885264ffffffffff8160601c1687526001600160601b038116865260d81c168b52611c176005820161256a565b8a52016125d2565b85526040519760208952610120890196516008811015611d0857926001600160601b036001600160401b0396959360ff88969487959b9e9b60208f0152511660408d0152511660608b015251166080890152511660a0870152511660c0850152519361010060e08501528451809152602061014085019501915b818110611cba57848061196f888751601f19848303016101008501526122e9565b909194602060a0600192608089518580851b03815116835284810151151585840152604081015115156040840152606081015115156060840152015160808201520196019101919091611c99565b634e487b7160e01b8b52602160045260248bfd5b634e487b7160e01b8c52602160045260248cfd5b5034610e575780600319360112610e575760c0604051611d4f8161234d565b8281528260208201528260408201528260608201528260808201528260a0820152015260e0611d7c612421565b63ffffffff60c06040519260ff81511684526001600160601b0360208201511660208501526001600160601b0360408201511660408501528260608201511660608501528260808201511660808501528260a08201511660a085015201511660c0820152f35b5034610e575780600319360112610e57576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b5034610e57576020366003190112610e57576004359060ff8216809203610e57576020611a3483611e56612421565b613568565b5034610e5757611e6a366122bf565b611e726137a9565b60015f51602061436f5f395f51905f525d611e8d8183612e55565b80845260036020526040842091611ea2612421565b93611ead8484612f74565b6001600160a01b03611ebe8261248f565b16331415806120de575b806120c3575b6120af5790611edf91849594613282565b9084809360208101945b8451811015611f3b57611f1a6001600160a01b03611f0783886124a3565b51166001600160601b03885116906133f7565b611f27575b600101611ee9565b96611f336001916124cb565b979050611f1f565b50858760ff825460d81c1690611f51828561352a565b1161209b57611f5f906124ed565b91611f6e60ff84168092613568565b926002811015612087579060028392611fce940101336001600160601b0360a01b825416179055604051908152836020820152857fcebce45b8b989004ec4c462e14604e9ca38ece4e892fc108229f8ec53d2557e660403393a38461359b565b60405163977a5ec560e01b815233600482015260248101829052602081604481866001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165af1908115611447578391612058575b50156120435750805f51602061436f5f395f51905f525d80f35b60449263cf005abd60e01b8352600452602452fd5b61207a915060203d602011612080575b61207281836123b2565b8101906124ff565b84612029565b503d612068565b634e487b7160e01b85526032600452602485fd5b632638bc9560e11b84526004859052602484fd5b633a46a0bf60e21b86526004839052602486fd5b506001600160a01b036120d58361248f565b16331415611ece565b506001600160a01b036120f36020830161248f565b16331415611ec8565b5034610e5757366003190160e08112610b6157608013610e575760a4356001600160a01b03811690819003610b615760209150604051828101916121418360046123d3565b60843560a083015260c082015260c43560e082015260e08152612166610100826123b2565b519020604051908152f35b503461143b57602036600319011261143b5761218b612295565b6121936137a9565b60015f51602061436f5f395f51905f525d335f818152600460209081526040808320805493905580516001600160a01b0386168152918201839052919392917f484decdc1e9549e1866295f6f86c889ded3f7de410e7488a7a415978589dc8fd91a27f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031691823b1561143b5760405163f3fef3a360e01b81526001600160a01b039290921660048301526024820152905f908290604490829084905af1801561228a57612277575b50805f51602061436f5f395f51905f525d80f35b61228391505f906123b2565b5f5f612263565b6040513d5f823e3d90fd5b600435906001600160a01b038216820361143b57565b35906001600160a01b038216820361143b57565b906003198201610260811261143b5760e01361143b5761018060049260e319011261143b5760e490565b90602080835192838152019201905f5b8181106123065750505090565b82516001600160a01b03168452602093840193909201916001016122f9565b35906001600160601b038216820361143b57565b35906001600160401b038216820361143b57565b60e081019081106001600160401b0382111761236857604052565b634e487b7160e01b5f52604160045260245ffd5b60a081019081106001600160401b0382111761236857604052565b608081019081106001600160401b0382111761236857604052565b90601f801991011681019081106001600160401b0382111761236857604052565b606090803583526001600160401b036123ee60208301612339565b1660208401526001600160601b0361240860408301612325565b16604084015201359081151580920361143b5760600152565b6040519061242e8261234d565b8163ffffffff5f5460ff811683526001600160601b038160081c1660208401526001600160601b038160681c16604084015260c81c16606082015260c063ffffffff6001548181166080850152818160201c1660a085015260401c16910152565b356001600160a01b038116810361143b5790565b80518210156124b75760209160051b010190565b634e487b7160e01b5f52603260045260245ffd5b5f1981146124d95760010190565b634e487b7160e01b5f52601160045260245ffd5b60ff5f199116019060ff82116124d957565b9081602091031261143b5751801515810361143b5790565b60405190600254808352826020810160025f5260205f20925f5b818110612548575050612546925003836123b2565b565b84546001600160a01b0316835260019485019487945060209093019201612531565b90604051918281549182825260208201905f5260205f20925f5b818110612599575050612546925003836123b2565b84546001600160a01b0316835260019485019487945060209093019201612584565b6001600160401b0381116123685760051b60200190565b9081546125de816125bb565b926125ec60405194856123b2565b81845260208401905f5260205f205f915b83831061260a5750505050565b6002602060019260405161261d8161237c565b60ff8654868060a01b0381168352818160a01c16151585840152818160a81c161515604084015260b01c16151560608201528486015460808201528152019201920191906125fd565b818102929181159184041417156124d957565b8054905f815581612688575050565b600182901b916001600160ff1b038116036124d9575f5260205f205f5b8281106126b157505050565b5f828201818155600101556002016126a5565b5f8155600181015f5b60018110612734575050600281015f5b60028110612727575050806126f6600460059301612679565b018054905f815581612706575050565b5f5260205f205f5b82811061271a57505050565b5f8282015560010161270e565b5f828201556001016126dd565b5f828201556001016126cd565b907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316330361288a57815f52600360205260405f2080549064ffffffffff8260601c16156128845761279a8161385a565b1591828015612871575b1561286257505f915b1561281f5750825f5260036020526127c760405f206126c4565b604051600f83101561280b576001600160601b036040927f0e424feba9606958feca3cd9bc6ab6ad0da35cef12ac3a1debcb6902edf17bd0948352166020820152a2565b634e487b7160e01b5f52602160045260245ffd5b80546001600160601b0383167affffffffff00000000000000000000ffffffffffffffffffffffff1990911664ffffffffff60b01b4260b01b16171790556127c7565b6001600160601b0316916127ad565b50600f84101561280b57600d84146127a4565b50505050565b6378a75d6360e11b5f5260045ffd5b805190600482101561280b5760606001600160401b03918193855260208101511515602086015260408101516040860152015116910152565b60c09081906001600160a01b036128e8826122ab565b1684526001600160a01b036128ff602083016122ab565b1660208501526001600160601b0361291960408301612325565b1660408501526001600160601b0361293360608301612325565b1660608501526001600160601b0361294d60808301612325565b1660808501526001600160401b0361296760a08301612339565b1660a08501520135910152565b359063ffffffff8216820361143b57565b6101609081906001600160a01b0361299c826122ab565b1684526001600160a01b036129b3602083016122ab565b1660208501526001600160401b036129cd60408301612339565b1660408501526001600160401b036129e760608301612339565b16606085015263ffffffff6129fe60808301612974565b16608085015263ffffffff612a1560a08301612974565b1660a08501526001600160601b03612a2f60c08301612325565b1660c08501526001600160601b03612a4960e08301612325565b1660e08501526001600160601b03612a646101008301612325565b166101008501526001600160601b03612a806101208301612325565b166101208501526101408101356101408501520135910152565b919082018092116124d957565b80548210156124b7575f5260205f209060011b01905f90565b60ff60019116019060ff82116124d957565b91909160038310156124b75760066005918185040193060290565b612af78282612e55565b92835f52600360205260405f2092612b0d612421565b92612b1885876131f4565b612b228585613c9c565b15612e355764ffffffffff855460881c16600481018091116124d95780431115612e225740958615612e1257612b578661385a565b159060ff875460d81c16976040516020810191825282604082015289606082015260608152612b876080826123b2565b519020976004880198612bc28a5491612ba188888d613282565b90612bac858c61352a565b906001600160601b0360208d0151169287613cc4565b8a5460ff60e01b191660e09190911b60ff60e01b16178a55975f5b8951811015612cc2578b906001600160a01b03612bfa828d6124a3565b511660405190612c098261237c565b8152602081015f815260408201935f855260608301925f845260808101915f83528054600160401b81101561236857612c4791600182018155612aa7565b949094612caf57905184549351965191516001600160b81b03199094166001600160a01b03919091161795151560a01b60ff60a01b169590951794151560a81b60ff60a81b169490941790151560b01b60ff60b01b1617815560019283905191015501612bdd565b634e487b7160e01b5f525f60045260245ffd5b507fea74021889e46c55e54aa8e575deccbfed95d90b6a572d86538f6ba3f4c7bc65959894979a5063ffffffff6060612d61926001600160401b03949596999c612d0b88612ac0565b612d188960018401612ad2565b81549060031b9064ffffffffff804216831b921b191617905581549060ff60d81b9060d81b169060ff60d81b191617815564ffffffffff60881b19815416905501511642612a9a565b16612d7e60405194859485526080602086015260808501906122e9565b91604084015260608301520390a2612d94575050565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690813b1561143b57610264612def915f8094612df9604051978896879563d3c3a51160e01b875260048701906128d2565b60e4850190612985565b5af1801561228a57612e085750565b5f612546916123b2565b929550505061254692915061359b565b8663ff51f3a360e01b5f5260045260245ffd5b8563d5a46fc560e01b5f5260045260245ffd5b919082039182116124d957565b6040516305648e2160e21b8152919291907f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690612e9e60048401826128d2565b60208360e481855afa92831561228a575f93612f40575b506020612edc6101848597604051958693849263117ce9e360e21b84526004840190612985565b5afa91821561228a575f92612f0b575b5060c0013503612ef95750565b631111cc0360e21b5f5260045260245ffd5b9091506020813d602011612f38575b81612f27602093836123b2565b8101031261143b57519060c0612eec565b3d9150612f1a565b9092506020813d602011612f6c575b81612f5c602093836123b2565b8101031261143b5751915f612eb5565b3d9150612f4f565b9190612f869060025490611bb6612421565b50905f90600883101561280b576005831461303e57505f9082158015613031575b828115613021575b508015613018575b6130045780612ff0575061280b57600511612fde5763d5a46fc560e01b5f5260045260245ffd5b63ff51f3a360e01b5f5260045260245ffd5b634e487b7160e01b81526021600452602490fd5b634b49aa7960e11b81526004849052602490fd5b50505f5f612fb7565b905061280b576001831482612faf565b505f915060078314612fa7565b92505050565b91906130569060025490611bb6612421565b50905f90600883101561280b576002831461303e57505f90821580156130c7575b8281156130b7575b5080156130ae575b6130045780612ff0575061280b57600211612fde5763d5a46fc560e01b5f5260045260245ffd5b50505f5f613087565b905061280b57600183148261307f565b505f915060078314613077565b91906130e69060025490611bb6612421565b50905f90600883101561280b576004831461303e57505f9082158015613157575b828115613147575b50801561313e575b6130045780612ff0575061280b57600411612fde5763d5a46fc560e01b5f5260045260245ffd5b50505f5f613117565b905061280b57600183148261310f565b505f915060078314613107565b91906131769060025490611bb6612421565b50905f90600883101561280b576006831461303e57505f90821580156131e7575b8281156131d7575b5080156131ce575b6130045780612ff0575061280b57600611612fde5763d5a46fc560e01b5f5260045260245ffd5b50505f5f6131a7565b905061280b57600183148261319f565b505f915060078314613197565b91906132069060025490611bb6612421565b50905f90600883101561280b576001831461303e57505f9082158015613275575b828115613268575b50801561325e575b6130045780612ff0575061280b57600111612fde5763d5a46fc560e01b5f5260045260245ffd5b50505f6001613237565b905061280b575f8261322f565b505f915060078314613227565b92909261328d612517565b6132a5600561329e600485016125d2565b930161256a565b5f945b82518610156133da576001600160a01b036132c387856124a3565b5116946001600160a01b036132d78961248f565b16861480156133bd575b80156133a3575b915f925b865184108061339b575b15613322575061331c876001600160a01b03613312868a6124a3565b51511614936124cb565b926132ec565b98909250969396949092945f985b86518a1080613393575b15613365575061335f876001600160a01b036133568c8a6124a3565b511614996124cb565b98613330565b90939794919598506001929650613382575b0194939590956132a8565b5f61338d82866124a3565b52613377565b50801561333a565b5080156132f6565b506001600160a01b036133b58361248f565b1686146132e8565b506001600160a01b036133d260208a0161248f565b1686146132e1565b50509350509050565b51906001600160701b038216820361143b57565b604051634497c94760e11b81526001600160a01b0391821660048201523060248201529190608090839060449082907f0000000000000000000000000000000000000000000000000000000000000000165afa91821561228a575f926134a1575b506134869064ffffffffff60608401511642105f1461348b576001600160701b03805f945b51169316612a9a565b111590565b6001600160701b0380806040860151169461347d565b9091506080813d608011613522575b816134bd608093836123b2565b8101031261143b576060604051916134d483612397565b6134dd816133e3565b83526134eb602082016133e3565b60208401526134fc604082016133e3565b604084015201519064ffffffffff8216820361143b576134869160608201529190613458565b3d91506134b0565b60ff90511690600182018092116124d9571b5f1981019081116124d95790565b8115613554570490565b634e487b7160e01b5f52601260045260245ffd5b90613573908261352a565b600181018091116124d9576001600160601b036020613598930151169060011c612666565b90565b9060607f83f5ca5d21beb1cda8b1f4141346e6a26b5921faba157290681d3a28e221a79d91805464ffffffffff60881b4360881b169064ffffffffff60881b19161780915564ffffffffff6040519160ff8160d81c168352436020840152831c166040820152a2565b92919080549364ffffffffff8560601c1694851561379d5764ffffffffff8160b01c166137905764ffffffffff8160881c1661370a5761365b61365260ff64ffffffffff9360d81c166124ed565b60018501612ad2565b90549060031b1c1661367763ffffffff60608401511682612a9a565b804211156136fe576080830161369463ffffffff82511683612a9a565b4211156136df5750506136aa90610330836140cd565b804211156136d45750906136be9291613f97565b804211156136cd575060069190565b6005925090565b945050505060049190565b92509350506136f993945063ffffffff9150511690612a9a565b600391565b95505050505060029190565b50929391506137188161385a565b908161377e575b5061377657613741613730836140cd565b63ffffffff60a08501511690612a9a565b81111561376d5761375f6137659263ffffffff60a0611a24836140cd565b90612e48565b905b60019190565b50505f90613767565b600692909150565b613789915083613c9c565b155f61371f565b5050505090506007905f90565b5050505090505f905f90565b5f51602061436f5f395f51905f525c6137be57565b633ee5aeb560e01b5f5260045ffd5b91906137f46137e260ff835460d81c166124ed565b60ff6137ec612421565b91169061409f565b8210801561384c575b6138395790600461380e9201612aa7565b5080549091906001600160a01b03163303613827575090565b630724f0f360e11b5f5260045260245ffd5b82630724f0f360e11b5f5260045260245ffd5b5060048101548210156137fd565b60ff815460d81c16159081159161386f575090565b600591500154151590565b6044355f1981146138db576064356001600160401b0381169081810361143b57506084356001600160601b0381169081810361143b5750604051916020830193845260408301526060820152606081526138d56080826123b2565b51902090565b505f1990565b8035905f19821461394f576020810135906001600160401b038216820361143b57604001356001600160601b038116810361143b57806001600160601b0391506001600160401b036040519360208501958652166040840152166060820152606081526138d56080826123b2565b50505f1990565b90916005830154835491600160ff8460d81c161491821592613a78575b8215613a5a575b5050613a535764ffffffffff6139c06139af6139a9613998866140cd565b63ffffffff60a08801511690612a9a565b42612a9a565b63ffffffff60a08601511690612a9a565b9160601c1610613a4d57905f90600401815b60ff845116811015613a2f5760ff6139ea8284612aa7565b505460a81c1680613a17575b613a03575b6001016139d2565b91613a0f6001916124cb565b9290506139fb565b50613a228183612aa7565b50600101545f19146139f6565b5050908160011b91808304600214901517156124d9575160ff161090565b50505f90565b5050505f90565b84519192506101fe613a709260011b1690612a9a565b115f8061397a565b845190925060011b6101fe16821491613973565b80156124d9575f190190565b919091604051613aa781612397565b5f81525f60208201525f60408201525f606082015250613ac5612421565b92613ad2600482016125d2565b9360ff825460d81c169061030435828115801561032435916001600160401b0383169586841415975b613b8c575050505050505050600501541515915f925b8451841080613b84575b15613b415750613b3b6040613b3085876124a3565b5101511515936124cb565b92613b11565b9193509150613b5d575063ddb6c03d60e01b5f5260045260245ffd5b9050604051613b6b81612397565b600381525f60208201525f60408201525f606082015290565b508015613b1b565b909294979598919396999a5f1988018881116124d957613bad9082846140ef565b98919390998415613c7d5750505050613bc76103046138e1565b03613c6b575090613c27575b15613c1f576001955b8260011b92808404600214901517156124d95761143b575060405194613c0186612397565b600481101561280b5785521160208401526040830152606082015290565b600295613bdc565b506102643584148015613bd35750610284356001600160601b0381169081810361143b575061034435906001600160601b0382169182810361143b57501115613bd3565b630780495160e11b5f5260045260245ffd5b919a9795935095939a9750613c95919c9b9850613a8c565b9384613afb565b613cb96139a964ffffffffff9263ffffffff60a0611a24836140cd565b915460601c16101590565b909194925f90835194613cd6866125bb565b95613ce460405197886123b2565b808752613cf3601f19916125bb565b013660208801375f5b8551811015613d6d576001906001600160a01b03613d1a82896124a3565b5116613d34575f195b613d2d828a6124a3565b5201613cfc565b818060a01b03613d4482896124a3565b511660405160208101918c8352604082015260408152613d656060826123b2565b519020613d23565b509295909391949650613d7f846125bb565b613d8c60405191826123b2565b848152601f19613d9b866125bb565b01366020830137935f937f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316915b5f9760015b8b51811015613e0c578b613df58b613dee84846124a3565b51926124a3565b5111613e04575b600101613dd6565b985088613dfc565b50975f19613e1a828d6124a3565b5114613f25575f19613e2c828d6124a3565b52613e4a856001600160a01b03613e43848a6124a3565b51166133f7565b15613eba57818714613f0d57613ea06020866001600160a01b03613e6e858b6124a3565b5160405163977a5ec560e01b815291166001600160a01b03166004820152602481019190915291829081906044820190565b03815f895af190811561228a575f91613eef575b50613ec0575b50613dd1565b6001600160a01b0390613ed390876124a3565b5116613ee8613ee1886124cb565b97896124a3565b525f613eba565b613f07915060203d81116120805761207281836123b2565b5f613eb4565b955050965050505060ff919450613598925016612ac0565b509493509596949750505010613f385750565b632638bc9560e11b5f5260045260245ffd5b90613f54826125bb565b613f6160405191826123b2565b8281528092613f72601f19916125bb565b0190602036910137565b9060028110156124b75760051b0190565b8115613554570690565b9181549060ff8260d81c1690613fd264ffffffffff613fc1613fb8856124ed565b60018801612ad2565b90549060031b1c16610330876140cd565b9360038314928315614070575b5050506140615764ffffffffff61400c613ffb613998866140cd565b63ffffffff60a08701511690612a9a565b9160601c16908082115f146140675761402491612e48565b915b8183106140615760c001918061404363ffffffff85511684612a9a565b101561405b575063ffffffff61359892511690612a9a565b91505090565b50905090565b50505f91614026565b61409692935061408d60ff614086600593612ac0565b168861409f565b91015490612a9a565b115f8080613fdf565b5f929183915b8183106140b157505050565b9091936140c4600191610330878561352a565b940191906140a5565b6135989063ffffffff60a0611a24826060850151168360808601511690612a9a565b91925f935f935f93614101838361409f565b61411461410e858561352a565b82612a9a565b90805f5b8382106141d9575050915b81831061415c575050508460011b91858304600214861517156124d9576141499161352a565b101561415157565b5f9350839250829150565b909196604061416b89846124a3565b5101511580156141c1575b6141b857614183906124cb565b96606061419082846124a3565b5101516141a4575b6001905b019190614123565b956141b06001916124cb565b969050614198565b9660019061419c565b508860806141cf8a856124a3565b5101511415614176565b60406141e7838796976124a3565b51015115801561425d575b614254578015614239575b6001908b608061420d85886124a3565b5101510361422a5761421e906124cb565b915b0190939293614118565b61423390613a8c565b91614220565b99506001608061424983866124a3565b5101519a90506141fd565b90600190614220565b505f19608061426c84876124a3565b510151146141f2565b90915f925f9260ff6080830151169182916101008201925b6142975750505050565b909192955f198701908782116124d9576142b2828585614340565b156142e957506142c4908451836140ef565b50509586806142e057506142d790613a8c565b9291908361428d565b96509450505050565b966142d79150613a8c565b90939293614303838284614340565b1561432757610100015161431792916140ef565b505091821461432257565b5f9150565b505f93505050565b9060038110156124b75760051b0190565b61033064ffffffffff61436261436a949560c08360608901511697015161432f565b5116916140cd565b109056fe9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00",
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
