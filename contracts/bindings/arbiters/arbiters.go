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
	ABI: "[{\"inputs\":[{\"internalType\":\"contractIStake\",\"name\":\"stake_\",\"type\":\"address\"},{\"internalType\":\"contractIParley\",\"name\":\"escrow_\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"uint8\",\"name\":\"seats\",\"type\":\"uint8\"},{\"internalType\":\"uint96\",\"name\":\"stake\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"fee\",\"type\":\"uint96\"},{\"internalType\":\"uint32\",\"name\":\"commitWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"finality\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"revealWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"appealWindow\",\"type\":\"uint32\"}],\"internalType\":\"structRules\",\"name\":\"rules_\",\"type\":\"tuple\"},{\"internalType\":\"address[]\",\"name\":\"members_\",\"type\":\"address[]\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"requester\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"farmer\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"price\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"deposit\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"openBy\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"termsHash\",\"type\":\"bytes32\"}],\"internalType\":\"structDeal\",\"name\":\"deal\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"payer\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"startBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"submitBy\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"acceptWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"judgeWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"latePenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"noShowPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"cheatPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"mediationFee\",\"type\":\"uint96\"},{\"internalType\":\"bytes32\",\"name\":\"agreement\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"quote\",\"type\":\"bytes32\"}],\"internalType\":\"structTerms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"appeal\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"round\",\"type\":\"uint8\"}],\"name\":\"bondOf\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"enumOutcome\",\"name\":\"outcome\",\"type\":\"uint8\"}],\"name\":\"closed\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"}],\"name\":\"collect\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint256\",\"name\":\"seat\",\"type\":\"uint256\"},{\"internalType\":\"bytes32\",\"name\":\"commitment\",\"type\":\"bytes32\"}],\"name\":\"commit\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"}],\"internalType\":\"structFinding\",\"name\":\"finding\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"salt\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"commitmentOf\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"\",\"type\":\"bytes32\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"requester\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"farmer\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"price\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"deposit\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"openBy\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"termsHash\",\"type\":\"bytes32\"}],\"internalType\":\"structDeal\",\"name\":\"deal\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"payer\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"startBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"submitBy\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"acceptWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"judgeWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"latePenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"noShowPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"cheatPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"mediationFee\",\"type\":\"uint96\"},{\"internalType\":\"bytes32\",\"name\":\"agreement\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"quote\",\"type\":\"bytes32\"}],\"internalType\":\"structTerms\",\"name\":\"terms\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"enumComplaint\",\"name\":\"complaint\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"claimedDigest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"claimedFuel\",\"type\":\"uint64\"}],\"internalType\":\"structDispute\",\"name\":\"grounds\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"}],\"internalType\":\"structFinding\",\"name\":\"finding\",\"type\":\"tuple\"}],\"name\":\"conclude\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"requester\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"farmer\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"price\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"deposit\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"openBy\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"termsHash\",\"type\":\"bytes32\"}],\"internalType\":\"structDeal\",\"name\":\"\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"payer\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"startBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"submitBy\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"acceptWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"judgeWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"latePenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"noShowPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"cheatPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"mediationFee\",\"type\":\"uint96\"},{\"internalType\":\"bytes32\",\"name\":\"agreement\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"quote\",\"type\":\"bytes32\"}],\"internalType\":\"structTerms\",\"name\":\"\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"enumComplaint\",\"name\":\"complaint\",\"type\":\"uint8\"},{\"internalType\":\"bytes32\",\"name\":\"claimedDigest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"claimedFuel\",\"type\":\"uint64\"}],\"internalType\":\"structDispute\",\"name\":\"\",\"type\":\"tuple\"},{\"internalType\":\"uint96\",\"name\":\"fee\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"judgeBy\",\"type\":\"uint64\"}],\"name\":\"disputed\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"docketOf\",\"outputs\":[{\"components\":[{\"internalType\":\"enumStage\",\"name\":\"stage\",\"type\":\"uint8\"},{\"internalType\":\"uint8\",\"name\":\"rounds\",\"type\":\"uint8\"},{\"internalType\":\"uint96\",\"name\":\"fee\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"judgeBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"armedAt\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"until\",\"type\":\"uint64\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"internalType\":\"bool\",\"name\":\"committed\",\"type\":\"bool\"},{\"internalType\":\"bool\",\"name\":\"revealed\",\"type\":\"bool\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"word\",\"type\":\"bytes32\"}],\"internalType\":\"structSeat[]\",\"name\":\"seats\",\"type\":\"tuple[]\"}],\"internalType\":\"structDocket\",\"name\":\"d\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"components\":[{\"internalType\":\"address\",\"name\":\"requester\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"farmer\",\"type\":\"address\"},{\"internalType\":\"uint96\",\"name\":\"price\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"deposit\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"bond\",\"type\":\"uint96\"},{\"internalType\":\"uint64\",\"name\":\"openBy\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"termsHash\",\"type\":\"bytes32\"}],\"internalType\":\"structDeal\",\"name\":\"deal\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"address\",\"name\":\"payer\",\"type\":\"address\"},{\"internalType\":\"address\",\"name\":\"arbiter\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"startBy\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"submitBy\",\"type\":\"uint64\"},{\"internalType\":\"uint32\",\"name\":\"acceptWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"judgeWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint96\",\"name\":\"latePenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"noShowPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"cheatPenalty\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"mediationFee\",\"type\":\"uint96\"},{\"internalType\":\"bytes32\",\"name\":\"agreement\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"quote\",\"type\":\"bytes32\"}],\"internalType\":\"structTerms\",\"name\":\"terms\",\"type\":\"tuple\"}],\"name\":\"draw\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"escrow\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"finish\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint8\",\"name\":\"appeals\",\"type\":\"uint8\"}],\"name\":\"lengthOf\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"members\",\"outputs\":[{\"internalType\":\"address[]\",\"name\":\"\",\"type\":\"address[]\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"}],\"name\":\"owedTo\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint256\",\"name\":\"seat\",\"type\":\"uint256\"},{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"}],\"internalType\":\"structFinding\",\"name\":\"finding\",\"type\":\"tuple\"},{\"internalType\":\"bytes32\",\"name\":\"salt\",\"type\":\"bytes32\"}],\"name\":\"reveal\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"rules\",\"outputs\":[{\"components\":[{\"internalType\":\"uint8\",\"name\":\"seats\",\"type\":\"uint8\"},{\"internalType\":\"uint96\",\"name\":\"stake\",\"type\":\"uint96\"},{\"internalType\":\"uint96\",\"name\":\"fee\",\"type\":\"uint96\"},{\"internalType\":\"uint32\",\"name\":\"commitWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"finality\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"revealWindow\",\"type\":\"uint32\"},{\"internalType\":\"uint32\",\"name\":\"appealWindow\",\"type\":\"uint32\"}],\"internalType\":\"structRules\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"stake\",\"outputs\":[{\"internalType\":\"address\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"appellant\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint8\",\"name\":\"round\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"bond\",\"type\":\"uint256\"}],\"name\":\"Appealed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint8\",\"name\":\"round\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"block_\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"judgeBy\",\"type\":\"uint64\"}],\"name\":\"Armed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"enumOutcome\",\"name\":\"outcome\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"fee\",\"type\":\"uint256\"}],\"name\":\"Closed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"address\",\"name\":\"to\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"amount\",\"type\":\"uint256\"}],\"name\":\"Collected\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"commitment\",\"type\":\"bytes32\"}],\"name\":\"Committed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"enumVerdict\",\"name\":\"verdict\",\"type\":\"uint8\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"}],\"indexed\":false,\"internalType\":\"structRuling\",\"name\":\"ruling\",\"type\":\"tuple\"}],\"name\":\"Concluded\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint8\",\"name\":\"round\",\"type\":\"uint8\"},{\"indexed\":false,\"internalType\":\"address[]\",\"name\":\"members\",\"type\":\"address[]\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"firstSeat\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"commitBy\",\"type\":\"uint64\"}],\"name\":\"Drawn\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"burned\",\"type\":\"uint256\"}],\"name\":\"Finished\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"components\":[{\"internalType\":\"bytes32\",\"name\":\"digest\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"fuel\",\"type\":\"uint64\"},{\"internalType\":\"uint96\",\"name\":\"cost\",\"type\":\"uint96\"},{\"internalType\":\"bool\",\"name\":\"served\",\"type\":\"bool\"}],\"indexed\":false,\"internalType\":\"structFinding\",\"name\":\"finding\",\"type\":\"tuple\"}],\"name\":\"Revealed\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"member\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"slashed\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"paid\",\"type\":\"uint256\"},{\"indexed\":false,\"internalType\":\"uint256\",\"name\":\"awarded\",\"type\":\"uint256\"}],\"name\":\"Seated\",\"type\":\"event\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"},{\"internalType\":\"uint256\",\"name\":\"bond\",\"type\":\"uint256\"}],\"name\":\"PanelBond\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelCommitment\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelFee\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelFinding\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"PanelMembers\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"PanelNotEscrow\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelNotParty\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelNotSeated\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"PanelRules\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelSilent\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelTerms\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelTooEarly\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelTooFew\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelTooLate\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"deal\",\"type\":\"bytes32\"}],\"name\":\"PanelWrongStage\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ReentrancyGuardReentrantCall\",\"type\":\"error\"}]",
	ID:  "53046be4c624b5afe9a89c914a8141e462",
	Bin: "0x60c060405234801561000f575f5ffd5b50604051614baa380380614baa83398101604081905261002e91610600565b81515f805460208501516040860151606087015160ff9586166001600160681b0319909416939093176101006001600160601b039384160217600160681b600160e81b0319166d0100000000000000000000000000929091169190910263ffffffff60c81b191617600160c81b63ffffffff928316021782556080808601516001805460a0808a015160c08b01519487166001600160401b031990931692909217640100000000928716929092029190911763ffffffff60401b1916680100000000000000009390951692909202939093179092556001600160a01b038781169092529087169052835190911690610127826002610711565b610132906001610728565b604085015161014b906001600160601b03166002610711565b6101559190610711565b610160836001610728565b61016a9084610711565b85602001516001600160601b03166101829190610711565b101590505f846060015163ffffffff165f141580156101aa575060a085015163ffffffff1615155b80156102255750866001600160a01b031663331fc44a6040518163ffffffff1660e01b8152600401602060405180830381865afa1580156101ed573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190610211919061073b565b63ffffffff1661022286600261041b565b11155b9050610232600284610754565b1580610249575060208501516001600160601b0316155b80610252575081155b8061025b575080155b806103365750856001600160a01b031663fc0c546a6040518163ffffffff1660e01b8152600401602060405180830381865afa15801561029d573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906102c19190610773565b6001600160a01b0316876001600160a01b031663fc0c546a6040518163ffffffff1660e01b8152600401602060405180830381865afa158015610306573d5f5f3e3d5ffd5b505050506040513d601f19601f8201168201806040525081019061032a9190610773565b6001600160a01b031614155b156103545760405163d96166ef60e01b815260040160405180910390fd5b8284511080610364575060408451115b1561038257604051630dcaeafd60e11b815260040160405180910390fd5b5f805b855181101561040057816001600160a01b03168682815181106103aa576103aa610795565b60200260200101516001600160a01b0316116103d957604051630dcaeafd60e11b815260040160405180910390fd5b8581815181106103eb576103eb610795565b60200260200101519150806001019050610385565b50600261040d86826107a9565b505050505050505050610852565b5f8260a0015163ffffffff168360c0015163ffffffff166104418561047b60201b60201c565b61044b9190610728565b6104559190610728565b61045f9083610711565b610468846104b1565b6104729190610728565b90505b92915050565b5f8160a0015163ffffffff16826080015163ffffffff16836060015163ffffffff166104a79190610728565b6104759190610728565b60a08101515f9063ffffffff166104a78361047b565b6001600160a01b03811681146104db575f5ffd5b50565b634e487b7160e01b5f52604160045260245ffd5b60405160e081016001600160401b0381118282101715610514576105146104de565b60405290565b604051601f8201601f191681016001600160401b0381118282101715610542576105426104de565b604052919050565b80516001600160601b0381168114610560575f5ffd5b919050565b805163ffffffff81168114610560575f5ffd5b5f82601f830112610587575f5ffd5b81516001600160401b038111156105a0576105a06104de565b8060051b6105b06020820161051a565b918252602081850181019290810190868411156105cb575f5ffd5b6020860192505b838310156105f65782516105e5816104c7565b8252602092830192909101906105d2565b9695505050505050565b5f5f5f5f848603610140811215610615575f5ffd5b8551610620816104c7565b6020870151909550610631816104c7565b935060e0603f1982011215610644575f5ffd5b5061064d6104f2565b604086015160ff81168114610660575f5ffd5b815261066e6060870161054a565b602082015261067f6080870161054a565b604082015261069060a08701610565565b60608201526106a160c08701610565565b60808201526106b260e08701610565565b60a08201526106c46101008701610565565b60c08201526101208601519092506001600160401b038111156106e5575f5ffd5b6106f187828801610578565b91505092959194509250565b634e487b7160e01b5f52601160045260245ffd5b8082028115828204841417610475576104756106fd565b80820180821115610475576104756106fd565b5f6020828403121561074b575f5ffd5b61047282610565565b5f8261076e57634e487b7160e01b5f52601260045260245ffd5b500690565b5f60208284031215610783575f5ffd5b815161078e816104c7565b9392505050565b634e487b7160e01b5f52603260045260245ffd5b81516001600160401b038111156107c2576107c26104de565b680100000000000000008111156107db576107db6104de565b81548183558082101561080f57825f528160205f20018282035f5b8181101561080b575f838201556001016107f6565b5050505b5060208301610823835f9081526020902090565b5f5b8381101561084a5782516001600160a01b031681830155602090920191600101610825565b505050505050565b60805160a0516142c76108e35f395f818161033e0152818161040e01528181610c6f015281816110140152818161143d015281816114be01528181611b940152611c1101525f818161017801528181610618015281816107f6015281816118b30152818161197001528181611a7401528181612af901528181612df301528181612e9d015261309401526142c75ff3fe608060405234801561000f575f5ffd5b5060043610610111575f3560e01c8063998a04911161009e578063c5e98e2c1161006e578063c5e98e2c14610316578063d3c3a51114610329578063e2fdcc171461033c578063e81594ce14610362578063fde6305614610375575f5ffd5b8063998a0491146102c8578063b248ba58146102db578063bdd4d18d146102ee578063c2845a5814610303575f5ffd5b80633a4b66f1116100e45780633a4b66f11461017657806352f6747a146101b057806375d9b1c91461026d5780638462d6611461028d578063940555f8146102b5575f5ffd5b806306ec16f814610115578063091a644a1461012a5780630cf4039f146101505780631474d44914610163575b5f5ffd5b610128610123366004613829565b610388565b005b61013d610138366004613858565b610471565b6040519081526020015b60405180910390f35b61012861015e3660046138bb565b6104aa565b61013d6101713660046138ef565b6108a2565b7f00000000000000000000000000000000000000000000000000000000000000005b6040516001600160a01b039091168152602001610147565b6102606040805160e0810182525f80825260208201819052918101829052606081018290526080810182905260a0810182905260c0810191909152506040805160e0810182525f5460ff811682526001600160601b03610100820481166020840152600160681b8204169282019290925263ffffffff600160c81b909204821660608201526001548083166080830152600160201b8104831660a0830152600160401b900490911660c082015290565b604051610147919061390f565b61028061027b366004613992565b610926565b6040516101479190613a33565b61013d61029b366004613829565b6001600160a01b03165f9081526004602052604090205490565b6101286102c3366004613ad1565b610b23565b61013d6102d63660046138ef565b610be6565b6101286102e9366004613afa565b610c64565b6102f6610dfe565b6040516101479190613b64565b610128610311366004613b76565b610e5e565b610128610324366004613bb1565b610f66565b6101286103373660046138bb565b61108d565b7f0000000000000000000000000000000000000000000000000000000000000000610198565b610128610370366004613c35565b6114b3565b610128610383366004613992565b611596565b610390611b1a565b335f818152600460209081526040808320805493905580516001600160a01b03861681529182018390529192917f484decdc1e9549e1866295f6f86c889ded3f7de410e7488a7a415978589dc8fd910160405180910390a260405163f3fef3a360e01b81526001600160a01b038381166004830152602482018390527f0000000000000000000000000000000000000000000000000000000000000000169063f3fef3a3906044015f604051808303815f87803b15801561044f575f5ffd5b505af1158015610461573d5f5f3e3d5ffd5b505050505061046e611b51565b50565b5f848484846040516020016104899493929190613d06565b6040516020818303038152906040528051906020012090505b949350505050565b6104b2611b1a565b5f6104bd8383611b7b565b5f818152600360209081526040808320815160e081018352935460ff811685526001600160601b036101008204811694860194909452600160681b81049093169184019190915263ffffffff600160c81b909204821660608401526001548083166080850152600160201b8104831660a0850152600160401b900490911660c083015291925061054f83836005611cbb565b61055c6020860186613829565b6001600160a01b0316336001600160a01b03161415801561059e57506105886040860160208701613829565b6001600160a01b0316336001600160a01b031614155b80156105c857506105b26020850185613829565b6001600160a01b0316336001600160a01b031614155b156105ee57604051633a46a0bf60e21b8152600481018490526024015b60405180910390fd5b5f6105fa838787611e5c565b90505f805b82518110156106f15783602001516001600160601b03167f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663892f928e85848151811061065757610657613d38565b60209081029190910101516040516001600160e01b031960e084901b1681526001600160a01b039091166004820152306024820152604401608060405180830381865afa1580156106aa573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906106ce9190613d76565b516001600160701b0316106106e9576106e682613e1d565b91505b6001016105ff565b508354610709908490600160d81b900460ff166120ad565b81101561072c57604051632638bc9560e11b8152600481018690526024016105e5565b83545f9061074690600190600160d81b900460ff16613e35565b90505f610756858360ff166120d6565b905033866002018360ff166002811061077157610771613d38565b0180546001600160a01b0319166001600160a01b03929092169190911790556040805160ff8416815260208101839052339189917fcebce45b8b989004ec4c462e14604e9ca38ece4e892fc108229f8ec53d2557e6910160405180910390a36107da8787612110565b60405163977a5ec560e01b8152336004820152602481018290527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03169063977a5ec5906044016020604051808303815f875af1158015610844573d5f5f3e3d5ffd5b505050506040513d601f19601f820116820180604052508101906108689190613e4e565b61088f5760405163cf005abd60e01b815260048101889052602481018290526044016105e5565b5050505050505061089e611b51565b5050565b6040805160e0810182525f805460ff80821684526001600160601b03610100830481166020860152600160681b8304169484019490945263ffffffff600160c81b909104811660608401526001548082166080850152600160201b8104821660a0850152600160401b90041660c083015291610920919084166120d6565b92915050565b6040805160e0810182525f8082526020820181905291810182905260608082018390526080820183905260a082019290925260c08101919091525f828152600360209081526040808320815160e081018352845460ff811682526001600160601b036101008204811695830195909552600160681b81049094169281019290925263ffffffff600160c81b909304831660608301526001548084166080840152600160201b8104841660a0840152600160401b900490921660c08201526002549192916109f591908490612190565b91508184826007811115610a0b57610a0b6139a9565b6007811115610a1c57610a1c6139a9565b9052505081546001600160401b03821660a085015264ffffffffff600160881b820481166080860152600160601b82041660608501526001600160601b038116604080860191909152600160d81b90910460ff1660208086019190915260048401805483518184028101840190945280845290915f9084015b82821015610b12575f8481526020908190206040805160a0810182526002860290920180546001600160a01b038116845260ff600160a01b82048116151585870152600160a81b82048116151593850193909352600160b01b90049091161515606083015260019081015460808301529083529092019101610a95565b5050505060c0840152509092915050565b610b2b612393565b5f838152600360205260409020610b4484826002611cbb565b5f610b508583866123d3565b8054909150600160a01b900460ff1680610b68575082155b15610b89576040516363d429c760e01b8152600481018690526024016105e5565b60018101839055805460ff60a01b1916600160a01b178155604051339086907fef653a9608e4d816ce91da70712413a9d5c5bb473d42eb5b536babad2a41238e90610bd79087815260200190565b60405180910390a35050505050565b6040805160e0810182525f805460ff80821684526001600160601b03610100830481166020860152600160681b8304169484019490945263ffffffff600160c81b909104811660608401526001548082166080850152600160201b8104821660a0850152600160401b90041660c083015291610920919084166124f2565b336001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001614610cad576040516378a75d6360e11b815260040160405180910390fd5b5f82815260036020526040812080549091600160601b90910464ffffffffff169003610cd857505050565b80545f90600160d81b900460ff161580610d035750600d83600e811115610d0157610d016139a9565b145b610d175781546001600160601b0316610d19565b5f5b8254909150600160d81b900460ff165f03610d72575f84815260036020526040812080546001600160e01b031916815560018101829055905f600283018190556003830155610d6b600483015f613773565b5050610dbe565b81547affffffffff00000000000000000000ffffffffffffffffffffffff1916600160b01b4264ffffffffff16026bffffffffffffffffffffffff1916176001600160601b0382161782555b837f0e424feba9606958feca3cd9bc6ab6ad0da35cef12ac3a1debcb6902edf17bd08483604051610df0929190613e69565b60405180910390a250505050565b60606002805480602002602001604051908101604052809291908181526020018280548015610e5457602002820191905f5260205f20905b81546001600160a01b03168152600190910190602001808311610e36575b5050505050905090565b610e66612393565b5f848152600360205260409020610e7f85826004611cbb565b5f610e8b8683876123d3565b8054909150600160a81b900460ff1680610eb45750610eac84843389610471565b816001015414155b15610ed5576040516363d429c760e01b8152600481018790526024016105e5565b6001610ee76080860160608701613e95565b610ef086612543565b6001840155825461ffff60a81b1916600160b01b9115159190910260ff60a81b191617600160a81b91151591909102178155604051339087907fb326ac91950530bb8d10017c08eb9b8b3146e456a8c3bf86e166890302e9209a90610f56908890613eb0565b60405180910390a3505050505050565b610f6e611b1a565b5f610f798585611b7b565b5f818152600360205260409020909150610f9582826006611cbb565b5f610fa2838387876125b8565b825464ffffffffff60b01b1916600160b01b4264ffffffffff160217835560405190915083907f0728b125f4738306b1331b98ffe7e23f969d0563af379df92577d16db68e7f9f90610ff5908490613efc565b60405180910390a26040516313b57d0960e01b81526001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016906313b57d099061104f908a908a908a9087906004016140d7565b5f604051808303815f87803b158015611066575f5ffd5b505af1158015611078573d5f5f3e3d5ffd5b50505050505050611087611b51565b50505050565b611095611b1a565b5f6110a08383611b7b565b5f818152600360209081526040808320815160e081018352935460ff811685526001600160601b036101008204811694860194909452600160681b81049093169184019190915263ffffffff600160c81b90920482166060840152600180548084166080860152600160201b8104841660a0860152600160401b900490921660c08401529293506111349084908490611cbb565b61113e81836128bc565b61115e5760405163d5a46fc560e01b8152600481018490526024016105e5565b815461117a90600490600160881b900464ffffffffff16614165565b431161119f57604051600162ae0c5d60e01b03198152600481018490526024016105e5565b81545f906111bd90600490600160881b900464ffffffffff16614165565b4090505f8190036111db576111d28484612110565b505050506114ab565b82546040805160208101849052908101869052600160d81b90910460ff1660608201819052905f9060800160408051601f19818403018152919052805160209091012060048601549091505f61125788611236898d8d611e5c565b856112448a8960ff166120ad565b8a602001516001600160601b03166128ea565b90505f5b815181101561133e57876004016040518060a0016040528084848151811061128557611285613d38565b6020908102919091018101516001600160a01b0390811683525f838301819052604080850182905260608086018390526080958601839052875460018181018a5598845292859020875160029094020180549588015192880151918801511515600160b01b0260ff60b01b19921515600160a81b029290921661ffff60a81b19931515600160a01b026001600160a81b03199097169490951693909317949094171691909117919091178155910151908201550161125b565b505f61134b856001614178565b4289601181601b6001820160ff8c166003811061136a5761136a613d38565b600691828204019190066005028691906101000a81548164ffffffffff021916908364ffffffffff1602179055508591906101000a81548160ff021916908360ff1602179055508491906101000a81548164ffffffffff021916908364ffffffffff160217905550505050877fea74021889e46c55e54aa8e575deccbfed95d90b6a572d86538f6ba3f4c7bc658583856114048b42612c21565b6040516114149493929190614191565b60405180910390a28360ff165f036114a25760405163d3c3a51160e01b81526001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000169063d3c3a51190611474908d908d906004016141cc565b5f604051808303815f87803b15801561148b575f5ffd5b505af115801561149d573d5f5f3e3d5ffd5b505050505b50505050505050505b61089e611b51565b336001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016146114fc576040516378a75d6360e11b815260040160405180910390fd5b5f546001600160601b03600160681b9091048116908316101561153557604051636d0415e160e01b8152600481018790526024016105e5565b5f868152600360205260409020805470ffffffffffffffffffffffffffffffffff1916600160601b64ffffffffff8416026bffffffffffffffffffffffff1916176001600160601b03841617815561158d8782612110565b50505050505050565b61159e611b1a565b5f81815260036020526040812054600160b01b900464ffffffffff1690036115dc57604051634b49aa7960e11b8152600481018290526024016105e5565b6040805160e0810182525f805460ff80821684526101008083046001600160601b03908116602080880191909152600160681b8504821687890152600160c81b90940463ffffffff908116606080890191909152600180548084166080808c0191909152600160201b8204851660a0808d0191909152600160401b90920490941660c08b01528b895260038089528b8a208c519788018d5280549687168852600160601b870464ffffffffff9081169a89019a909a52600160881b87048a16888e0152600160b01b870490991687850152600160d81b909504909616928501929092528851908101988990529697959692959386019390850191908288855b82829054906101000a900464ffffffffff1664ffffffffff16815260200190600501906020826004010492830192600103820291508084116116db5750505092845250506040805180820191829052602090930192915060028481019182845b81546001600160a01b0316815260019091019060200180831161173b575050505050815260200160048201805480602002602001604051908101604052809291908181526020015f905b82821015611802575f8481526020908190206040805160a0810182526002860290920180546001600160a01b038116845260ff600160a01b82048116151585870152600160a81b82048116151593850193909352600160b01b90049091161515606083015260019081015460808301529083529092019101611785565b505050915250505f84815260036020526040812080546001600160e01b0319168155600181018290559192505f600283018190556003830155611848600483015f613773565b50505f6118558383612c38565b90505f611863848484612d81565b90505f5b8360e0015151811015611a2f578260200151818151811061188a5761188a613d38565b60200260200101511561196e5760208501516118af906001600160601b031683614165565b91507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03166302fb4d858560e0015183815181106118f6576118f6613d38565b60209081029190910181015151908801516040516001600160e01b031960e085901b1681526001600160a01b0390921660048301526001600160601b031660248201526044015f604051808303815f87803b158015611953575f5ffd5b505af1158015611965573d5f5f3e3d5ffd5b50505050611a27565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316630357371d8560e0015183815181106119b3576119b3613d38565b60209081029190910181015151908801516040516001600160e01b031960e085901b1681526001600160a01b0390921660048301526001600160601b031660248201526044015f604051808303815f87803b158015611a10575f5ffd5b505af1158015611a22573d5f5f3e3d5ffd5b505050505b600101611867565b50604082015115611a4c576080820151611a4990826141e8565b90505b611a5885858585612f53565b8015611ad457604051630852cd8d60e31b8152600481018290527f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316906342966c68906024015f604051808303815f87803b158015611abd575f5ffd5b505af1158015611acf573d5f5f3e3d5ffd5b505050505b847fc79e3d1ea876a2bfd03a6908e1d7d06529bd45cb1088e1cae2e0ae97a9afad6182604051611b0691815260200190565b60405180910390a25050505061046e611b51565b611b22612393565b611b4f60017f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005b90613184565b565b611b4f5f7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00611b49565b6040516305648e2160e21b81525f906001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001690631592388490611bc99086906004016141fb565b602060405180830381865afa158015611be4573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611c089190614209565b90508260c001357f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03166345f3a78c846040518263ffffffff1660e01b8152600401611c5b9190614220565b602060405180830381865afa158015611c76573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190611c9a9190614209565b1461092057604051631111cc0360e21b8152600481018290526024016105e5565b6040805160e0810182525f805460ff811683526001600160601b03610100820481166020850152600160681b8204169383019390935263ffffffff600160c81b909304831660608301526001548084166080840152600160201b8104841660a0840152600160401b900490921660c0820152600254611d3c91908590612190565b509050816007811115611d5157611d516139a9565b816007811115611d6357611d636139a9565b03611d6e5750505050565b5f816007811115611d8157611d816139a9565b1480611d9e57506007816007811115611d9c57611d9c6139a9565b145b80611dba57506001816007811115611db857611db86139a9565b145b80611dd657506001826007811115611dd457611dd46139a9565b145b15611df757604051634b49aa7960e11b8152600481018590526024016105e5565b816007811115611e0957611e096139a9565b816007811115611e1b57611e1b6139a9565b1015611e4057604051600162ae0c5d60e01b03198152600481018590526024016105e5565b60405163d5a46fc560e01b8152600481018590526024016105e5565b60606002805480602002602001604051908101604052809291908181526020018280548015611eb257602002820191905f5260205f20905b81546001600160a01b03168152600190910190602001808311611e94575b505050505090505f84600401805480602002602001604051908101604052809291908181526020015f905b82821015611f5a575f8481526020908190206040805160a0810182526002860290920180546001600160a01b038116845260ff600160a01b82048116151585870152600160a81b82048116151593850193909352600160b01b90049091161515606083015260019081015460808301529083529092019101611edd565b509293505f925050505b82518110156120a4575f838281518110611f8057611f80613d38565b602002602001015190505f865f016020810190611f9d9190613829565b6001600160a01b0316826001600160a01b03161480611fdc5750611fc76040880160208901613829565b6001600160a01b0316826001600160a01b0316145b806120045750611fef6020870187613829565b6001600160a01b0316826001600160a01b0316145b90505f5b845181108015612016575081155b1561205f57826001600160a01b031685828151811061203757612037613d38565b60200260200101515f01516001600160a01b03161491508061205890613e1d565b9050612008565b50801561209a575f85848151811061207957612079613d38565b60200260200101906001600160a01b031690816001600160a01b0316815250505b5050600101611f64565b50509392505050565b5f600182845f015160ff1660016120c49190614165565b6120cf92911b6141e8565b9392505050565b5f82602001516001600160601b031660026120f185856120ad565b6120fc906001614165565b6121069190614243565b6120cf9190614256565b805464ffffffffff43818116600160881b0264ffffffffff60881b19909316929092178084556040805160ff600160d81b84041681526020810194909452600160601b9091049091169082015282907f83f5ca5d21beb1cda8b1f4141346e6a26b5921faba157290681d3a28e221a79d9060600160405180910390a25050565b81545f908190600160601b900464ffffffffff1681036121b457505f90508061238b565b8354600160b01b900464ffffffffff16156121d45750600790505f61238b565b8354600160881b900464ffffffffff161561227b578354600160d81b900460ff161580159061220a575061220885856128bc565b155b156122295750508154600690600160601b900464ffffffffff1661238b565b60016122348661318b565b8554600160601b900464ffffffffff161161224f575f612272565b6122588661318b565b85546122729190600160601b900464ffffffffff166141e8565b9150915061238b565b83545f906001808701916122999190600160d81b900460ff16613e35565b60ff16600381106122ac576122ac613d38565b600691828204019190066005029054906101000a900464ffffffffff1664ffffffffff1690505f6122dd8783612c21565b90508042116122f35760029350915061238b9050565b60808701516123089063ffffffff1682614165565b4211612331576003876080015163ffffffff16826123269190614165565b93509350505061238b565b61233b87836131aa565b90508042116123515760049350915061238b9050565b61235c8787876131be565b90508042116123725760059350915061238b9050565b5050835460069250600160601b900464ffffffffff1690505b935093915050565b7f9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f005c15611b4f57604051633ee5aeb560e01b815260040160405180910390fd5b6040805160e0810182525f805460ff80821684526001600160601b03610100830481166020860152600160681b8304169484019490945263ffffffff600160c81b90910481166060840152600180548083166080860152600160201b8104831660a0860152600160401b900490911660c08401528554919361246b93926124639291600160d81b90910416613e35565b60ff16613304565b82108061247c575060048301548210155b1561249d57604051630724f0f360e11b8152600481018590526024016105e5565b5f8360040183815481106124b3576124b3613d38565b5f918252602090912060029091020180549091506001600160a01b031633146104a257604051630724f0f360e11b8152600481018690526024016105e5565b5f8260a0015163ffffffff168360c0015163ffffffff1661251285613334565b61251c9190614165565b6125269190614165565b6125309083614256565b6125398461318b565b6120cf9190614165565b5f8135612556604084016020850161426d565b6125666060850160408601614286565b60405160200161259b939291909283526001600160401b039190911660208301526001600160601b0316604082015260600190565b604051602081830303815290604052805190602001209050919050565b604080516080810182525f8082526020820181905291810182905260608101919091526040805160e0810182525f805460ff811683526001600160601b0361010082048116602080860191909152600160681b83049091168486015263ffffffff600160c81b909204821660608501526001548083166080860152600160201b8104831660a0860152600160401b900490911660c0840152600488018054855181840281018401909652808652939492939091849084015b828210156126ed575f8481526020908190206040805160a0810182526002860290920180546001600160a01b038116845260ff600160a01b82048116151585870152600160a81b82048116151593850193909352600160b01b90049091161515606083015260019081015460808301529083529092019101612670565b505088549293505050600160d81b900460ff165b8015612838575f808061271f868661271a6001886141e8565b613360565b925092509250825f5f1b0361273657505050612828565b61273f88612543565b831461276157604051630780495160e11b8152600481018c90526024016105e5565b5f883515806127ac575088358a351480156127ac575061278760608a0160408b01614286565b6001600160601b03166127a060408c0160208d01614286565b6001600160601b031611155b90506040518060800160405280826127c55760026127c8565b60015b60038111156127d9576127d96139a9565b8152602001846127ea856002614256565b11151581526020018a5f013581526020018a602001602081019061280e919061426d565b6001600160401b03168152509750505050505050506104a2565b6128318161429f565b9050612701565b505f5b815181101561289f5781818151811061285657612856613d38565b6020026020010151604001511561289757604080516080810190915280600381525f602082018190526040820181905260609091015293506104a292505050565b60010161283b565b5060405163ddb6c03d60e01b8152600481018890526024016105e5565b80545f90600160601b900464ffffffffff166128d78461318b565b6128e19042614165565b11159392505050565b60605f85516001600160401b0381111561290657612906613d4c565b60405190808252806020026020018201604052801561292f578160200160208202803683370190505b5090505f5b86518110156129f7575f5f6001600160a01b031688838151811061295a5761295a613d38565b60200260200101516001600160a01b0316149050806129ce578688838151811061298657612986613d38565b60200260200101516040516020016129b19291909182526001600160a01b0316602082015260400190565b604051602081830303815290604052805190602001205f1c6129d1565b5f195b8383815181106129e3576129e3613d38565b602090810291909101015250600101612934565b50836001600160401b03811115612a1057612a10613d4c565b604051908082528060200260200182016040528015612a39578160200160208202803683370190505b5091505f5b84811015612c16575f60015b8351811015612a9957838281518110612a6557612a65613d38565b6020026020010151848281518110612a7f57612a7f613d38565b60200260200101511015612a91578091505b600101612a4a565b505f19838281518110612aae57612aae613d38565b602002602001015103612ad757604051632638bc9560e11b8152600481018a90526024016105e5565b5f19838281518110612aeb57612aeb613d38565b6020026020010181815250507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031663977a5ec5898381518110612b3857612b38613d38565b6020026020010151876040518363ffffffff1660e01b8152600401612b729291906001600160a01b03929092168252602082015260400190565b6020604051808303815f875af1158015612b8e573d5f5f3e3d5ffd5b505050506040513d601f19601f82011682018060405250810190612bb29190613e4e565b15612c1057878181518110612bc957612bc9613d38565b6020026020010151848380612bdd90613e1d565b945081518110612bef57612bef613d38565b60200260200101906001600160a01b031690816001600160a01b0316815250505b50612a3e565b505095945050505050565b5f826060015163ffffffff16826120cf9190614165565b612c4061378e565b8160e00151516001600160401b03811115612c5d57612c5d613d4c565b604051908082528060200260200182016040528015612c86578160200160208202803683370190505b508260e00151516001600160401b03811115612ca457612ca4613d4c565b604051908082528060200260200182016040528015612ccd578160200160208202803683370190505b50602083015281525f612ce084846134f7565b90505f5b836080015160ff16811015612d79575f612d008686848661355a565b9050612d10868686858786613593565b608085015160ff16612d23836001614165565b03612d2e5750612d71565b60608401518115908360028110612d4757612d47613d38565b91151560209092020152612d5b86836120d6565b84608001818151612d6c9190614165565b905250505b600101612ce4565b505092915050565b5f805b6002811015612f4b5760c08401515f908260028110612da557612da5613d38565b60200201516001600160a01b031614612f43575f612dc386836120d6565b905083606001518260028110612ddb57612ddb613d38565b602002015115612e9b57612def8184614165565b92507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03166302fb4d858660c001518460028110612e3657612e36613d38565b60200201516040516001600160e01b031960e084901b1681526001600160a01b039091166004820152602481018490526044015f604051808303815f87803b158015612e80575f5ffd5b505af1158015612e92573d5f5f3e3d5ffd5b50505050612f41565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316630357371d8660c001518460028110612ee057612ee0613d38565b60200201516040516001600160e01b031960e084901b1681526001600160a01b039091166004820152602481018490526044015f604051808303815f87803b158015612f2a575f5ffd5b505af1158015612f3c573d5f5f3e3d5ffd5b505050505b505b600101612d84565b509392505050565b60015f5b8360e001515181101561317c575f8460e001518281518110612f7b57612f7b613d38565b60200260200101515f015190505f5f855f01518481518110612f9f57612f9f613d38565b6020026020010151156130ec5784612fb7575f612fd1565b60408601518751612fd191906001600160601b03166142b4565b60408701518851612feb91906001600160601b0316614243565b612ff59190614165565b915084613002575f613016565b8560400151866080015161301691906142b4565b8660400151876080015161302a9190614243565b6130349190614165565b6001600160a01b0384165f90815260046020526040812080549197509192508391908790613063908490614165565b909155505080156130ec57604051632ec53bb760e11b81526001600160a01b038481166004830152602482018390527f00000000000000000000000000000000000000000000000000000000000000001690635d8a776e906044015f604051808303815f87803b1580156130d5575f5ffd5b505af11580156130e7573d5f5f3e3d5ffd5b505050505b826001600160a01b0316897f07307cc30d1e7116d95d615002074174c28f5dd0607789a5f7f1f9028e8d780f8860200151878151811061312e5761312e613d38565b6020026020010151613140575f613146565b8a602001515b604080516001600160601b03909216825260208201879052810185905260600160405180910390a3505050806001019050612f57565b505050505050565b80825d5050565b5f8160a0015163ffffffff166131a083613334565b6109209190614165565b5f6131b483613334565b6120cf9083614165565b81545f9061321e9085906001808701916131e29190600160d81b900460ff16613e35565b60ff16600381106131f5576131f5613d38565b600691828204019190066005029054906101000a900464ffffffffff1664ffffffffff166131aa565b8354909150600160d81b900460ff166003148061325757508254829061325590869061246390600160d81b900460ff166001614178565b115b6120cf575f8460a0015163ffffffff166132708661318b565b61327a9190614165565b8454909150600160601b900464ffffffffff168110613299575f6132b4565b83546132b4908290600160601b900464ffffffffff166141e8565b9050818110156132c457506120cf565b808560c0015163ffffffff16836132db9190614165565b106132e657806132fb565b60c08501516132fb9063ffffffff1683614165565b95945050505050565b5f805b8281101561332d5761331984826120ad565b6133239083614165565b9150600101613307565b5092915050565b5f8160a0015163ffffffff16826080015163ffffffff16836060015163ffffffff166131a09190614165565b5f5f5f5f61336e8786613304565b90505f61337b88876120ad565b6133859083614165565b90505f825b82811015613425578881815181106133a4576133a4613d38565b6020026020010151604001511561341d57815f036133dd578881815181106133ce576133ce613d38565b60200260200101516080015196505b868982815181106133f0576133f0613d38565b602002602001015160800151036134115761340a82613e1d565b915061341d565b61341a8261429f565b91505b60010161338a565b50825b828110156134bd5788818151811061344257613442613d38565b602002602001015160400151158061347757508689828151811061346857613468613d38565b60200260200101516080015114155b6134b55761348486613e1d565b955088818151811061349857613498613d38565b602002602001015160600151156134b5576134b285613e1d565b94505b600101613428565b506134c889886120ad565b6134d3866002614256565b116134ea57505f94508493508392506134ee915050565b5050505b93509350939050565b60808101515f9060ff165b5f8111801561350f575081155b1561332d5761352984846135246001856141e8565b613731565b1561354a57613544848460e0015160018461271a91906141e8565b50909250505b6135538161429f565b9050613502565b5f613566858585613731565b61357157505f6104a2565b613580858560e0015185613360565b50909150508181036104a257505f6104a2565b5f61359f878786613731565b90505f6135cd888860a0015187600381106135bc576135bc613d38565b602002015164ffffffffff16612c21565b876060015164ffffffffff16111590505f6135e88987613304565b9050805b6135f68a886120ad565b6136009083614165565b811015613725575f8960e00151828151811061361e5761361e613d38565b6020026020010151905084156136b7578060400151801561364a575086158061364a5750868160800151145b895180518490811061365e5761365e613d38565b911515602092830291909101909101526040810151158061368c5750851580159061368c5750858160800151145b896020015183815181106136a2576136a2613d38565b911515602092830291909101909101526136e9565b83806136c4575080602001515b89518051849081106136d8576136d8613d38565b911515602092830291909101909101525b88518051839081106136fd576136fd613d38565b60200260200101511561371c5788604001805161371990613e1d565b90525b506001016135ec565b50505050505050505050565b5f61375d848460a00151846003811061374c5761374c613d38565b602002015164ffffffffff166131aa565b836060015164ffffffffff161190509392505050565b5080545f8255600202905f5260205f2090611b4f91906137c1565b6040518060a0016040528060608152602001606081526020015f81526020016137b56137f0565b81526020015f81525090565b5f5b808211156137eb5780830180546001600160b81b03191681555f6001909101556002016137c3565b505050565b60405180604001604052806002906020820280368337509192915050565b80356001600160a01b0381168114613824575f5ffd5b919050565b5f60208284031215613839575f5ffd5b6120cf8261380e565b5f60808284031215613852575f5ffd5b50919050565b5f5f5f5f60e0858703121561386b575f5ffd5b6138758686613842565b93506080850135925061388a60a0860161380e565b9396929550929360c00135925050565b5f60e08284031215613852575f5ffd5b5f6101808284031215613852575f5ffd5b5f5f61026083850312156138cd575f5ffd5b6138d7848461389a565b91506138e68460e085016138aa565b90509250929050565b5f602082840312156138ff575f5ffd5b813560ff811681146120cf575f5ffd5b5f60e08201905060ff83511682526001600160601b0360208401511660208301526001600160601b03604084015116604083015263ffffffff606084015116606083015263ffffffff608084015116608083015260a083015161397a60a084018263ffffffff169052565b5060c083015161332d60c084018263ffffffff169052565b5f602082840312156139a2575f5ffd5b5035919050565b634e487b7160e01b5f52602160045260245ffd5b5f8151808452602084019350602083015f5b82811015613a2957815180516001600160a01b031687526020808201511515818901526040808301511515908901526060808301511515908901526080918201519188019190915260a090960195909101906001016139cf565b5093949350505050565b602081525f825160088110613a4a57613a4a6139a9565b8060208401525060ff60208401511660408301526040830151613a7860608401826001600160601b03169052565b5060608301516001600160401b03811660808401525060808301516001600160401b03811660a08401525060a08301516001600160401b03811660c08401525060c083015160e0808401526104a26101008401826139bd565b5f5f5f60608486031215613ae3575f5ffd5b505081359360208301359350604090920135919050565b5f5f60408385031215613b0b575f5ffd5b823591506020830135600f8110613b20575f5ffd5b809150509250929050565b5f8151808452602084019350602083015f5b82811015613a295781516001600160a01b0316865260209586019590910190600101613b3d565b602081525f6120cf6020830184613b2b565b5f5f5f5f60e08587031215613b89575f5ffd5b843593506020850135925061388a8660408701613842565b5f60a08284031215613852575f5ffd5b5f5f5f5f6103808587031215613bc5575f5ffd5b613bcf868661389a565b9350613bde8660e087016138aa565b9250613bee866102608701613ba1565b9150613bfe866103008701613842565b905092959194509250565b80356001600160601b0381168114613824575f5ffd5b80356001600160401b0381168114613824575f5ffd5b5f5f5f5f5f5f6103608789031215613c4b575f5ffd5b86359550613c5c886020890161389a565b9450613c6c8861010089016138aa565b9350613c7c886102808901613ba1565b9250613c8b6103208801613c09565b9150613c9a6103408801613c1f565b90509295509295509295565b801515811461046e575f5ffd5b803582526001600160401b03613ccb60208301613c1f565b1660208301526001600160601b03613ce560408301613c09565b1660408301526060810135613cf981613ca6565b8015156060840152505050565b60e08101613d148287613cb3565b60808201949094526001600160a01b039290921660a083015260c090910152919050565b634e487b7160e01b5f52603260045260245ffd5b634e487b7160e01b5f52604160045260245ffd5b80516001600160701b0381168114613824575f5ffd5b5f6080828403128015613d87575f5ffd5b50604051608081016001600160401b0381118282101715613db657634e487b7160e01b5f52604160045260245ffd5b604052613dc283613d60565b8152613dd060208401613d60565b6020820152613de160408401613d60565b6040820152606083015164ffffffffff81168114613dfd575f5ffd5b60608201529392505050565b634e487b7160e01b5f52601160045260245ffd5b5f60018201613e2e57613e2e613e09565b5060010190565b60ff828116828216039081111561092057610920613e09565b5f60208284031215613e5e575f5ffd5b81516120cf81613ca6565b60408101600f8410613e7d57613e7d6139a9565b9281526001600160601b039190911660209091015290565b5f60208284031215613ea5575f5ffd5b81356120cf81613ca6565b608081016109208284613cb3565b805160048110613ed057613ed06139a9565b8252602081810151151590830152604080820151908301526060908101516001600160401b0316910152565b608081016109208284613ebe565b6001600160a01b03613f1b8261380e565b1682526001600160a01b03613f326020830161380e565b1660208301526001600160601b03613f4c60408301613c09565b1660408301526001600160601b03613f6660608301613c09565b1660608301526001600160601b03613f8060808301613c09565b166080830152613f9260a08201613c1f565b6001600160401b031660a083015260c090810135910152565b803563ffffffff81168114613824575f5ffd5b613fd882613fcb8361380e565b6001600160a01b03169052565b613fe46020820161380e565b6001600160a01b03166020830152613ffe60408201613c1f565b6001600160401b0316604083015261401860608201613c1f565b6001600160401b0316606083015261403260808201613fab565b63ffffffff16608083015261404960a08201613fab565b63ffffffff1660a083015261406060c08201613c09565b6001600160601b031660c083015261407a60e08201613c09565b6001600160601b031660e08301526140956101008201613c09565b6001600160601b03166101008301526140b16101208201613c09565b6001600160601b0316610120830152610140818101359083015261016090810135910152565b61038081016140e68287613f0a565b6140f360e0830186613fbe565b83356102608301526001600160601b0361410f60208601613c09565b1661028083015260408401356003811015801561412a575f5ffd5b506102a083015260608401356102c08301526001600160401b0361415060808601613c1f565b166102e08301526132fb610300830184613ebe565b8082018082111561092057610920613e09565b60ff818116838216019081111561092057610920613e09565b60ff85168152608060208201525f6141ac6080830186613b2b565b90508360408301526001600160401b038316606083015295945050505050565b61026081016141db8285613f0a565b6120cf60e0830184613fbe565b8181038181111561092057610920613e09565b60e081016109208284613f0a565b5f60208284031215614219575f5ffd5b5051919050565b61018081016109208284613fbe565b634e487b7160e01b5f52601260045260245ffd5b5f826142515761425161422f565b500490565b808202811582820484141761092057610920613e09565b5f6020828403121561427d575f5ffd5b6120cf82613c1f565b5f60208284031215614296575f5ffd5b6120cf82613c09565b5f816142ad576142ad613e09565b505f190190565b5f826142c2576142c261422f565b50069056",
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
// Solidity: function docketOf(bytes32 id) view returns((uint8,uint8,uint96,uint64,uint64,uint64,(address,bool,bool,bool,bytes32)[]) d)
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
// Solidity: function docketOf(bytes32 id) view returns((uint8,uint8,uint96,uint64,uint64,uint64,(address,bool,bool,bool,bytes32)[]) d)
func (panel *Panel) TryPackDocketOf(id [32]byte) ([]byte, error) {
	return panel.abi.Pack("docketOf", id)
}

// UnpackDocketOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x75d9b1c9.
//
// Solidity: function docketOf(bytes32 id) view returns((uint8,uint8,uint96,uint64,uint64,uint64,(address,bool,bool,bool,bytes32)[]) d)
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
