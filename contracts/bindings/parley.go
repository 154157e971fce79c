// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bindings

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

// Acceptance is an auto generated low-level Go binding around an user-defined struct.
type Acceptance struct {
	Deal   [32]byte
	Digest [32]byte
	Cost   *big.Int
}

// Account is an auto generated low-level Go binding around an user-defined struct.
type Account struct {
	Free         *big.Int
	Delivered    *big.Int
	Missed       *big.Int
	Faulted      *big.Int
	Accepted     *big.Int
	Defaulted    *big.Int
	Undetermined *big.Int
}

// Cancel is an auto generated low-level Go binding around an user-defined struct.
type Cancel struct {
	Deal [32]byte
}

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

// Decline is an auto generated low-level Go binding around an user-defined struct.
type Decline struct {
	Deal [32]byte
}

// Delivery is an auto generated low-level Go binding around an user-defined struct.
type Delivery struct {
	Digest [32]byte
	Cost   *big.Int
}

// Dispute is an auto generated low-level Go binding around an user-defined struct.
type Dispute struct {
	Digest        [32]byte
	Cost          *big.Int
	Complaint     uint8
	ClaimedDigest [32]byte
	ClaimedFuel   uint64
}

// Opening is an auto generated low-level Go binding around an user-defined struct.
type Opening struct {
	Deal            Deal
	PayerSignature  []byte
	FarmerSignature []byte
}

// Payout is an auto generated low-level Go binding around an user-defined struct.
type Payout struct {
	RefundedPayer  *big.Int
	PaidPayer      *big.Int
	RefundedFarmer *big.Int
	PaidFarmer     *big.Int
	PaidArbiter    *big.Int
	Burned         *big.Int
}

// Progress is an auto generated low-level Go binding around an user-defined struct.
type Progress struct {
	State      uint8
	Sponsored  bool
	Drawn      bool
	Since      *big.Int
	Commitment [24]byte
}

// Ruling is an auto generated low-level Go binding around an user-defined struct.
type Ruling struct {
	Verdict uint8
	Served  bool
	Digest  [32]byte
	Fuel    uint64
}

// Settlement is an auto generated low-level Go binding around an user-defined struct.
type Settlement struct {
	Deal      Deal
	Delivery  Delivery
	Signature []byte
}

// Split is an auto generated low-level Go binding around an user-defined struct.
type Split struct {
	Deal     [32]byte
	ToPayer  *big.Int
	ToFarmer *big.Int
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

// ParleyMetaData contains all meta data concerning the Parley contract.
var ParleyMetaData = bind.MetaData{
	ABI: "[{\"type\":\"constructor\",\"inputs\":[{\"name\":\"token_\",\"type\":\"address\",\"internalType\":\"contractIERC20\"},{\"name\":\"minimumWindow_\",\"type\":\"uint32\",\"internalType\":\"uint32\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"accountOf\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"internalType\":\"address\"}],\"outputs\":[{\"name\":\"\",\"type\":\"tuple\",\"internalType\":\"structAccount\",\"components\":[{\"name\":\"free\",\"type\":\"uint112\",\"internalType\":\"uint112\"},{\"name\":\"delivered\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"missed\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"faulted\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"accepted\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"defaulted\",\"type\":\"uint24\",\"internalType\":\"uint24\"},{\"name\":\"undetermined\",\"type\":\"uint24\",\"internalType\":\"uint24\"}]}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"burned\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"cancel\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"payerSignature\",\"type\":\"bytes\",\"internalType\":\"bytes\"},{\"name\":\"farmerSignature\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"claim\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"delivery\",\"type\":\"tuple\",\"internalType\":\"structDelivery\",\"components\":[{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"internalType\":\"uint96\"}]}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"deadlineOf\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]}],\"outputs\":[{\"name\":\"\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"decline\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"farmerSignature\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"deposit\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"depositWithPermit\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"deadline\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"v\",\"type\":\"uint8\",\"internalType\":\"uint8\"},{\"name\":\"r\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"s\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"dispute\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"grounds\",\"type\":\"tuple\",\"internalType\":\"structDispute\",\"components\":[{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"complaint\",\"type\":\"uint8\",\"internalType\":\"enumComplaint\"},{\"name\":\"claimedDigest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"claimedFuel\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"draw\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"eip712Domain\",\"inputs\":[],\"outputs\":[{\"name\":\"fields\",\"type\":\"bytes1\",\"internalType\":\"bytes1\"},{\"name\":\"name\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"version\",\"type\":\"string\",\"internalType\":\"string\"},{\"name\":\"chainId\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"verifyingContract\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"salt\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"extensions\",\"type\":\"uint256[]\",\"internalType\":\"uint256[]\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"expire\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"hashAcceptance\",\"inputs\":[{\"name\":\"acceptance\",\"type\":\"tuple\",\"internalType\":\"structAcceptance\",\"components\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"internalType\":\"uint96\"}]}],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"hashCancel\",\"inputs\":[{\"name\":\"cancel_\",\"type\":\"tuple\",\"internalType\":\"structCancel\",\"components\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]}],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"hashDecline\",\"inputs\":[{\"name\":\"decline_\",\"type\":\"tuple\",\"internalType\":\"structDecline\",\"components\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]}],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"hashSplit\",\"inputs\":[{\"name\":\"split_\",\"type\":\"tuple\",\"internalType\":\"structSplit\",\"components\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"toPayer\",\"type\":\"uint128\",\"internalType\":\"uint128\"},{\"name\":\"toFarmer\",\"type\":\"uint128\",\"internalType\":\"uint128\"}]}],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"hashTerms\",\"inputs\":[{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]}],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"pure\"},{\"type\":\"function\",\"name\":\"idOf\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]}],\"outputs\":[{\"name\":\"\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"lapse\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"grounds\",\"type\":\"tuple\",\"internalType\":\"structDispute\",\"components\":[{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"complaint\",\"type\":\"uint8\",\"internalType\":\"enumComplaint\"},{\"name\":\"claimedDigest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"claimedFuel\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"minimumWindow\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"uint32\",\"internalType\":\"uint32\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"open\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"payerSignature\",\"type\":\"bytes\",\"internalType\":\"bytes\"},{\"name\":\"farmerSignature\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"openDisclosed\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"payerSignature\",\"type\":\"bytes\",\"internalType\":\"bytes\"},{\"name\":\"farmerSignature\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"openMany\",\"inputs\":[{\"name\":\"openings\",\"type\":\"tuple[]\",\"internalType\":\"structOpening[]\",\"components\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"payerSignature\",\"type\":\"bytes\",\"internalType\":\"bytes\"},{\"name\":\"farmerSignature\",\"type\":\"bytes\",\"internalType\":\"bytes\"}]}],\"outputs\":[{\"name\":\"opened\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"progressOf\",\"inputs\":[{\"name\":\"id\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}],\"outputs\":[{\"name\":\"\",\"type\":\"tuple\",\"internalType\":\"structProgress\",\"components\":[{\"name\":\"state\",\"type\":\"uint8\",\"internalType\":\"enumState\"},{\"name\":\"sponsored\",\"type\":\"bool\",\"internalType\":\"bool\"},{\"name\":\"drawn\",\"type\":\"bool\",\"internalType\":\"bool\"},{\"name\":\"since\",\"type\":\"uint40\",\"internalType\":\"uint40\"},{\"name\":\"commitment\",\"type\":\"bytes24\",\"internalType\":\"bytes24\"}]}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"rule\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"grounds\",\"type\":\"tuple\",\"internalType\":\"structDispute\",\"components\":[{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"complaint\",\"type\":\"uint8\",\"internalType\":\"enumComplaint\"},{\"name\":\"claimedDigest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"claimedFuel\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"name\":\"ruling\",\"type\":\"tuple\",\"internalType\":\"structRuling\",\"components\":[{\"name\":\"verdict\",\"type\":\"uint8\",\"internalType\":\"enumVerdict\"},{\"name\":\"served\",\"type\":\"bool\",\"internalType\":\"bool\"},{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"fuel\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"settle\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"delivery\",\"type\":\"tuple\",\"internalType\":\"structDelivery\",\"components\":[{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"internalType\":\"uint96\"}]},{\"name\":\"signature\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"settleDisclosed\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"grounds\",\"type\":\"tuple\",\"internalType\":\"structDispute\",\"components\":[{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"complaint\",\"type\":\"uint8\",\"internalType\":\"enumComplaint\"},{\"name\":\"claimedDigest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"claimedFuel\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"name\":\"delivery\",\"type\":\"tuple\",\"internalType\":\"structDelivery\",\"components\":[{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"internalType\":\"uint96\"}]},{\"name\":\"signature\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"settleMany\",\"inputs\":[{\"name\":\"settlements\",\"type\":\"tuple[]\",\"internalType\":\"structSettlement[]\",\"components\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"delivery\",\"type\":\"tuple\",\"internalType\":\"structDelivery\",\"components\":[{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"internalType\":\"uint96\"}]},{\"name\":\"signature\",\"type\":\"bytes\",\"internalType\":\"bytes\"}]}],\"outputs\":[{\"name\":\"settled\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"split\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"toPayer\",\"type\":\"uint128\",\"internalType\":\"uint128\"},{\"name\":\"toFarmer\",\"type\":\"uint128\",\"internalType\":\"uint128\"},{\"name\":\"payerSignature\",\"type\":\"bytes\",\"internalType\":\"bytes\"},{\"name\":\"farmerSignature\",\"type\":\"bytes\",\"internalType\":\"bytes\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"submit\",\"inputs\":[{\"name\":\"deal\",\"type\":\"tuple\",\"internalType\":\"structDeal\",\"components\":[{\"name\":\"requester\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"openBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"termsHash\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"terms\",\"type\":\"tuple\",\"internalType\":\"structTerms\",\"components\":[{\"name\":\"payer\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"arbiter\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"startBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"submitBy\",\"type\":\"uint64\",\"internalType\":\"uint64\"},{\"name\":\"acceptWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"judgeWindow\",\"type\":\"uint32\",\"internalType\":\"uint32\"},{\"name\":\"latePenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"noShowPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"cheatPenalty\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"mediationFee\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"agreement\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"quote\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"name\":\"delivery\",\"type\":\"tuple\",\"internalType\":\"structDelivery\",\"components\":[{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"internalType\":\"uint96\"}]}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"function\",\"name\":\"token\",\"inputs\":[],\"outputs\":[{\"name\":\"\",\"type\":\"address\",\"internalType\":\"address\"}],\"stateMutability\":\"view\"},{\"type\":\"function\",\"name\":\"withdraw\",\"inputs\":[{\"name\":\"to\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"internalType\":\"uint256\"}],\"outputs\":[],\"stateMutability\":\"nonpayable\"},{\"type\":\"event\",\"name\":\"Accepted\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"digest\",\"type\":\"bytes32\",\"indexed\":false,\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"indexed\":false,\"internalType\":\"uint96\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Closed\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"outcome\",\"type\":\"uint8\",\"indexed\":false,\"internalType\":\"enumOutcome\"},{\"name\":\"payout\",\"type\":\"tuple\",\"indexed\":false,\"internalType\":\"structPayout\",\"components\":[{\"name\":\"refundedPayer\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"paidPayer\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"refundedFarmer\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"paidFarmer\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"paidArbiter\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"burned\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Deposited\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"from\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Disputed\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"arbiter\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"grounds\",\"type\":\"tuple\",\"indexed\":false,\"internalType\":\"structDispute\",\"components\":[{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"internalType\":\"uint96\"},{\"name\":\"complaint\",\"type\":\"uint8\",\"internalType\":\"enumComplaint\"},{\"name\":\"claimedDigest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"claimedFuel\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]},{\"name\":\"fee\",\"type\":\"uint96\",\"indexed\":false,\"internalType\":\"uint96\"},{\"name\":\"judgeBy\",\"type\":\"uint64\",\"indexed\":false,\"internalType\":\"uint64\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Drawn\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"arbiter\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"EIP712DomainChanged\",\"inputs\":[],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Opened\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"requester\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"farmer\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"price\",\"type\":\"uint96\",\"indexed\":false,\"internalType\":\"uint96\"},{\"name\":\"deposit\",\"type\":\"uint96\",\"indexed\":false,\"internalType\":\"uint96\"},{\"name\":\"bond\",\"type\":\"uint96\",\"indexed\":false,\"internalType\":\"uint96\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Ruled\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"arbiter\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"ruling\",\"type\":\"tuple\",\"indexed\":false,\"internalType\":\"structRuling\",\"components\":[{\"name\":\"verdict\",\"type\":\"uint8\",\"internalType\":\"enumVerdict\"},{\"name\":\"served\",\"type\":\"bool\",\"internalType\":\"bool\"},{\"name\":\"digest\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"},{\"name\":\"fuel\",\"type\":\"uint64\",\"internalType\":\"uint64\"}]}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Skipped\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"reason\",\"type\":\"bytes4\",\"indexed\":false,\"internalType\":\"bytes4\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Sponsored\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"payer\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Submitted\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"indexed\":true,\"internalType\":\"bytes32\"},{\"name\":\"digest\",\"type\":\"bytes32\",\"indexed\":false,\"internalType\":\"bytes32\"},{\"name\":\"cost\",\"type\":\"uint96\",\"indexed\":false,\"internalType\":\"uint96\"},{\"name\":\"refunded\",\"type\":\"uint96\",\"indexed\":false,\"internalType\":\"uint96\"},{\"name\":\"paidIn\",\"type\":\"uint96\",\"indexed\":false,\"internalType\":\"uint96\"}],\"anonymous\":false},{\"type\":\"event\",\"name\":\"Withdrawn\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"to\",\"type\":\"address\",\"indexed\":true,\"internalType\":\"address\"},{\"name\":\"amount\",\"type\":\"uint256\",\"indexed\":false,\"internalType\":\"uint256\"}],\"anonymous\":false},{\"type\":\"error\",\"name\":\"EscrowCommitment\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowComplaint\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowCostAbovePrice\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowFarmerFunds\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowFarmerSignature\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowGas\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowNoWindow\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"EscrowNotArbiter\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowNotFarmer\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowNotRequester\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowOpenedBefore\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowPayerFunds\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowPayerSignature\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowRequesterSignature\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowSelfDeal\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowSplitSum\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowTermsMismatch\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowTermsNeeded\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowTermsRefused\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowTooEarly\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowTooLate\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowVerdict\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"EscrowWrongState\",\"inputs\":[{\"name\":\"deal\",\"type\":\"bytes32\",\"internalType\":\"bytes32\"}]},{\"type\":\"error\",\"name\":\"InvalidShortString\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"LedgerFull\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"LedgerInexactTransfer\",\"inputs\":[{\"name\":\"expected\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"received\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"LedgerInsufficient\",\"inputs\":[{\"name\":\"account\",\"type\":\"address\",\"internalType\":\"address\"},{\"name\":\"free\",\"type\":\"uint256\",\"internalType\":\"uint256\"},{\"name\":\"asked\",\"type\":\"uint256\",\"internalType\":\"uint256\"}]},{\"type\":\"error\",\"name\":\"LedgerNoToken\",\"inputs\":[{\"name\":\"token\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"LedgerZeroAddress\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"ReentrancyGuardReentrantCall\",\"inputs\":[]},{\"type\":\"error\",\"name\":\"SafeERC20FailedOperation\",\"inputs\":[{\"name\":\"token\",\"type\":\"address\",\"internalType\":\"address\"}]},{\"type\":\"error\",\"name\":\"StringTooLong\",\"inputs\":[{\"name\":\"str\",\"type\":\"string\",\"internalType\":\"string\"}]}]",
	ID:  "Parley",
	Bin: "0x6101a080604052346101f857604081615b1b803803809161002082856101fc565b8339810103126101f8578051906001600160a01b038216908183036101f8576020015163ffffffff8116908181036101f857604051906100616040836101fc565b600682526020820192655061726c657960d01b8452604051956100856040886101fc565b600187526020870195603160f81b8752803b156101e65750608052156101d75760a0526100b181610233565b610160526100be84610233565b6101805251902091826101205251902080610140524660e0526040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261012860c0826101fc565b51902060c052306101005260405161587c908161029f823960805181818161018f0152818161057a01528181612b1601526137c7015260a05181818161067c01528181612769015281816144e4015281816145450152818161459a0152818161463801526146b5015260c05181615635015260e051816156ec015261010051816155ff01526101205181615684015261014051816156aa01526101605181611cce01526101805181611cf80152f35b6301d67df760e01b5f5260045ffd5b6304d9606360e41b5f5260045260245ffd5b5f80fd5b601f909101601f19168101906001600160401b0382119082101761021f57604052565b634e487b7160e01b5f52604160045260245ffd5b601f81511161025e57602081519101516020821061024f571790565b5f198260200360031b1b161790565b604460209160405192839163305a27a960e01b83528160048401528051918291826024860152018484015e5f828201840152601f01601f19168101030190fdfe60806040526004361015610011575f80fd5b5f5f3560e01c80630984ad9e14612bb557806312a62cff14612acf57806313b57d09146127ad578063159238841461278d5780631e3059761461274c57806320e9398c146126be57806334d208bf1461264b5780633dd681561461240f5780633ee3b6e51461228857806345f3a78c1461221e57806347e7ef24146121df5780635d3cfd9114611fbd57806373f4256114611f9f5780638086b8ba14611e9f57806380ade87714611db057806384b0196e14611cb45780638617e7a2146118005780639be6222f1461175f578063a1e676eb14611562578063aa2b8fd11461153f578063b5306184146110d5578063bb00202e146110a9578063c8ee84a11461106f578063d3c3a51114610f6f578063db37b07614610c61578063e1660907146109a8578063e57e0b001461095d578063ef4c25231461064e578063f3fef3a3146104c9578063f683889f1461049e578063f754e83c146101c15763fc0c546a1461017a575f80fd5b346101be57806003193601126101be576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b80fd5b50346101be573660031901610280811261049a5760e0136101be576101803660e31901126101be57610264356001600160401b03811161049a57610209903690600401612d06565b610211613172565b60015f51602061585c5f395f51905f525d61022a6139b0565b91610234836143dd565b90610124356001600160401b03811690818103610496575042118015610485575b61047157602435926001600160a01b038416840361046d576102a8916102a261027d87614855565b6102856155fc565b6042916040519161190160f01b8352600283015260228201522090565b85615038565b15610459576102c66102c06102bb614330565b613e93565b9161404d565b916102d26004856154f9565b6102dc600161552f565b9192916004359181816001600160a01b038516808603610455576001600160a01b038a1614908161042f575b50610422575b5061032c9086519761032660208901998a5190612fc0565b906152e0565b61034760408601948551946103266060890196875190612fc0565b600781101561040e57806103fe575b5050608083018051806103ee575b5060a08401918251806103d9575b50604051935f51602061583c5f395f51905f529660e096600187525160208701525160408601525160608501525160808401525160a08301525160c0820152a2805f51602061585c5f395f51905f525d80f35b634e487b7160e01b5f52602160045260245ffd5b6103e590600154612fc0565b6001555f610372565b6103f89088615127565b5f610364565b61040791615170565b5f80610356565b634e487b7160e01b88526021600452602488fd5b899250905061032c61030e565b9050600781101561044157155f610308565b634e487b7160e01b8b52602160045260248bfd5b8b80fd5b63730bcaed60e01b84526004839052602484fd5b8580fd5b63c5a66fd360e01b85526004849052602485fd5b5061048f82614484565b4211610255565b8680fd5b5080fd5b50346101be5760203660031901126101be575060206104c161027d600435614ff9565b604051908152f35b50346101be5760403660031901126101be576104e3612cdc565b602435906104ef613172565b60015f51602061585c5f395f51905f525d6001600160a01b031680158015610645575b61063657335f908152602081905260409020546001600160701b031682811061061b5750335f90815260208190526040902080548390039055806040518381527fd1c19fbcd4551a5edfb66d43d2e337c04837afda3482b42bdf569a8fccdae5fb60203392a37f0000000000000000000000000000000000000000000000000000000000000000916040519163a9059cbb60e01b855260045260245260208360448180865af19060018451148216156105fb575b50156105e05750805f51602061585c5f395f51905f525d80f35b635274afe760e01b82526001600160a01b0316600452602490fd5b60018215166106135750813b15153d1516165f6105c6565b3d84823e3d90fd5b63329f099f60e01b8452336004526024526044829052606483fd5b639e9ea0db60e01b8352600483fd5b50308114610512565b50346101be5761065d36612df5565b94909361066b939293613172565b6106758183613a59565b96606083017f000000000000000000000000000000000000000000000000000000000000000063ffffffff166106aa82612f82565b6001600160601b03806106bf60c08801612f82565b16911610159182610930575b5081610902575b816108d3575b8161087a575b6106ea6040850161315e565b9060608501916001600160401b03806107028561315e565b16911611159182610852575b5081610835575b81610819575b50602084019061072a82612e63565b6001600160a01b0361073b88612e63565b6001600160a01b039092169116141591826107e5575b826107b3575b50826107ab575b50816107a3575b501561078f576020886104c16107898a8a8a8a8a6107828b612e63565b908861345d565b8261430f565b631ce0752360e11b81526004889052602490fd5b90505f610765565b91505f61075e565b6107be919250612e63565b6001600160a01b036107cf86612e63565b6001600160a01b0390921691161415905f610757565b91506107f082612e63565b6001600160a01b0361080460208901612e63565b6001600160a01b039092169116141591610751565b905063ffffffff61082c60a08601614473565b1610155f61071b565b80915063ffffffff61084960808701614473565b16101590610715565b61085d91925061315e565b6001600160401b0361086f8342612fc0565b91161015905f61070e565b90506108896101008401612f82565b6001600160601b0361089e6101208601612f82565b1690816003029160038304036108bf576001600160601b03161015906106de565b634e487b7160e01b84526011600452602484fd5b90506108e160808501612f82565b6001600160601b03806108f76101008701612f82565b1691161015906106d8565b905061091060808501612f82565b6001600160601b038061092560e08701612f82565b1691161015906106d2565b61093b919250612f82565b6001600160601b03806109516101208701612f82565b1691161015905f6106cb565b50346101be5760603660031901126101be576024356001600160801b038116810361049a57604435916001600160801b03831683036101be5760206104c161027d85856004356147fe565b50346101be576109b736612df5565b6109c49592949395613172565b60015f51602061585c5f395f51905f525d6109df8484613a59565b91610a0b6109ec846147bc565b966109f961027d86614ff9565b9889610a068a8a8a614082565b615038565b15610c4d5790610a23916020850197610a0689612e63565b15610c3b57610a30613baa565b50604084015115610bda57610a486102bb8484613ce8565b94610a54858585614082565b610a5f868686614f18565b96610a6a85856154f9565b610a74600261552f565b999194908a816001600160a01b03610a8b8b612e63565b166001600160a01b038816149081610bb4575b50610ba7575b5090610ac0610ac5928551966103266020880198895190612fc0565b612e63565b98610ae1604084019586519b610326606087019d8e5190612fc0565b60078110156104415780610b8f575b506080820190815180610b7f575b505060a08201805180610b6a575b5060405191610b579a87965f51602061583c5f395f51905f529660e096600287525160208701525160408601525160608501525160808401525160a08301525160c0820152a2614cd9565b805f51602061585c5f395f51905f525d80f35b610b7690600154612fc0565b6001555f610b0c565b610b8891615127565b5f80610afe565b610ba190610b9c88612e63565b615170565b5f610af0565b8c9b509050610ac0610aa4565b90506007811015610bc657155f610a9e565b634e487b7160e01b8e52602160045260248efd5b610a48610be5613baa565b6001600160601b03610bf960408601612f82565b1681526001600160601b03610c1060608601612f82565b1660208201526001600160601b03610c2a60808601612f82565b166040820152876060820152613e93565b63730bcaed60e01b8652600452602485fd5b633081a3fb60e11b88526004839052602488fd5b50346101be57610c7036612d33565b610c7b929192613172565b60015f51602061585c5f395f51905f525d610c968383613a59565b92610c9f612f96565b50610ca98461411d565b9182516005811015610f5b5760011901610f48576001600160a01b03610cce85612e63565b163303610f3457610cdf82846145d8565b4211610f205760808301926001600160401b03198451169360208301946001600160401b0319610d19610d1188612f82565b86358b6146ea565b1603610f0c57610d2883614dea565b15610ef857908291610d3b859489613ab8565b6003835264ffffffffff4216606084015267ffffffffffffffff19169052610d638188614d7f565b610d6e818488614f18565b94610d7890612f82565b6001600160601b0316610d8c908488613db4565b60e001516001600160601b031692610da3916145d8565b6001600160401b031692604051610dba8184612fe1565b60a0810184905260c081018590526001600160a01b0386169088907f19220ad5ef46fcc0bd30bc0241a9039ff6d21d7a990605a22418049bf0412f8b9060e090a360405163740aca6760e11b602082015260248101889052956001600160a01b03610e2482612cf2565b1660448801526001600160a01b03610e3e60208301612cf2565b166064880152610e5060408201612fcd565b6001600160601b03166084880152610e6a60608201612fcd565b6001600160601b031660a4880152610e8460808201612fcd565b6001600160601b031660c4880152610e9e60a08201612f40565b6001600160401b031660e488015260c001356101048701526101248601610ec491613049565b6102a48501610ed291612fe1565b6103448401526103648301526103648252610eef61038483612f15565b610b5792614fa4565b6346ecd94960e01b88526004879052602488fd5b636538d6ad60e01b88526004879052602488fd5b63c5a66fd360e01b86526004859052602486fd5b635731c40f60e01b86526004859052602486fd5b621e0ea560ea1b86526004859052602486fd5b634e487b7160e01b87526021600452602487fd5b50346101be57610f7e36612dcb565b90610f87613172565b60015f51602061585c5f395f51905f525d610fa28282613a59565b91610fab612f96565b50610fb583614417565b916001600160a01b0390610fcc9084908490614f18565b16330361105b57610fdd90826145d8565b42116110475760408101805161103457906001610ffb925282614d7f565b33907f5bbd19fdf6e2b7dee00f1d0ba375864652953dcb4d5e1fc5ae49a219e1c3c8668380a3805f51602061585c5f395f51905f525d80f35b621e0ea560ea1b84526004839052602484fd5b63c5a66fd360e01b83526004829052602483fd5b6380b1030560e01b84526004839052602484fd5b50346101be5760603660031901126101be57604435906001600160601b03821682036101be5760206104c161027d84602435600435614d2a565b50346101be5760206104c16110cb6110d06110c336612dcb565b809391613a59565b61411d565b6145d8565b50346101be573660031901610360811261049a5760e0136101be576101803660e31901126101be5760a0366102631901126101be576040366103031901126101be57610344356001600160401b03811161049a57611137903690600401612d06565b61113f613172565b60015f51602061585c5f395f51905f525d6111586139b0565b91611162836147bc565b918251600581101561152b57600214806114e8575b9183516005811015610f5b57600314611468575b9161119a916111a09386614894565b8361430f565b604081015115611369576111cb6111c66001600160601b036111c0612f6b565b16613bf7565b613e73565b916111d58261404d565b6111de83614e6c565b906111ea6004846154f9565b6111f4600761552f565b969193906004359088816001600160a01b038416808503611365576001600160a01b03881614908161133f575b50611332575b5061123f908451956103266020870197885190612fc0565b602435976001600160a01b038916890361132e5761126e604085019687519a610326606088019c8d5190612fc0565b600781101561131a578061130a575b505060808201908151806112fa575b505060a082018051806112e5575b5060405191610b579887965f51602061583c5f395f51905f529660e096600787525160208701525160408601525160608501525160808401525160a08301525160c0820152a2614c86565b6112f190600154612fc0565b6001555f61129a565b61130391615127565b5f8061128c565b61131391615170565b5f8061127d565b634e487b7160e01b8a52602160045260248afd5b8980fd5b8a9950905061123f611227565b9050600781101561135157155f611221565b634e487b7160e01b8c52602160045260248cfd5b8c80fd5b6113728161404d565b9161137e6004826154f9565b61032435926001600160601b0384169384810361046d57506044356001600160601b03811690818103610496576113b791869150613794565b906064356001600160601b038116808203611464576113e0936113da9250612fc0565b906151f8565b6024356001600160a01b038116810361146057608435906001600160601b038216918281036104965761145b956114477f98b66cc21ad25a42ff2c19b741f7bd1aaab90f11c2d70dc76384799882870b849361144187966040955084612fc0565b90615270565b8151906103043582526020820152a2614c33565b610b57565b8480fd5b8780fd5b91506001600160401b03196080840151166001600160401b031961148b86613a7d565b16036114d4576111a09161119a91610304356102643514806114b1575b9350915061118b565b506114ba612f54565b6001600160601b03806114cb612f6b565b169116146114a8565b636538d6ad60e01b85526004849052602485fd5b50608083015167ffffffffffffffff1916610324356001600160601b0381168103610496576115246001600160401b03199161030435886146ea565b1614611177565b634e487b7160e01b86526021600452602486fd5b50346101be5760203660031901126101be575060206104c161027d600435614855565b50346101be5761157136612dcb565b9061157a613172565b60015f51602061585c5f395f51905f525d6115958282613a59565b9161159e612f96565b506115aa600184614441565b916115b582846145d8565b42111561174b576115ce6115c98383613ce8565b613e41565b936115da848484614082565b6115e5858585614f18565b906115f084846154f9565b6115fa600361552f565b9891939089816001600160a01b036116118a612e63565b166001600160a01b038716149081611725575b50611718575b50611642908351946103266020860196875190612fc0565b61164e60208701612e63565b9861166a604084019586519b610326606087019d8e5190612fc0565b60078110156104415780611705575b5060808201908151806116f5575b505060a082018051806116e0575b5060405191610b579a87965f51602061583c5f395f51905f529660e096600387525160208701525160408601525160608501525160808401525160a08301525160c0820152a2614be2565b6116ec90600154612fc0565b6001555f611695565b6116fe91615127565b5f80611687565b61171290610b9c88612e63565b5f611679565b8b9a50905061164261162a565b9050600781101561173757155f611624565b634e487b7160e01b8d52602160045260248dfd5b633fb5d0c360e11b85526004849052602485fd5b50346101be573660031901610120811261049a5760e0136101be5760e4356001600160401b03811161049a57611799903690600401612d06565b9190610104356001600160401b0381116117fc576117bb903690600401612d06565b9390916117c6613172565b6117d161027d6140b1565b93600435906001600160a01b03821682036101be5750926107899260209692856104c1965087613196565b8280fd5b50346101be5736600319016102e0811261049a5760e0136101be576101803660e31901126101be57610264356001600160801b038116908181036117fc57610284356001600160801b03811692838203611460576102a4356001600160401b03811161046d57611874903690600401612d06565b906102c4356001600160401b03811161146457611895903690600401612d06565b9161189e613172565b60015f51602061585c5f395f51905f525d6118ce61027d6118bd6139b0565b976118c7896147bc565b99896147fe565b602088015190949015611c955760e435916001600160a01b0383168303611c91576118fa928690615038565b15611c7d576024356001600160a01b03811690036114645761191e92602435615038565b15611c695761192b613baa565b50604083015115611c5c5761193e613baa565b5061194a85600461438f565b6101a4356001600160601b03811690818103611464575060208201519081811015611c55575b60808301526101c4356001600160601b03811690818103611c51575060408301519081811015611c4a575b60a08401526101e435906001600160601b0382169182810361132e575080821015611c425750905b8160c084015261020435906001600160601b0382169081830361132e576003925080821015611c3a5750915b0480821015611c3357505b60e08201525b8051611a126020830191825190612fc0565b92611a236040840194855190612fc0565b91611a2e8883612fc0565b92611a3f60e0860194855190612fc0565b03611c1f5790611a5e611a7192611a54613dc3565b9551905190612fc0565b80821015611c195750805b818552613794565b60208301908152925180871015611c105750611a95865b6040840197818952613794565b6060830152519460808201958652611aac8561404d565b611ab586614e6c565b90611ac16004876154f9565b611acb600e61552f565b909290919082846004356001600160a01b03811690819003611c0c576001600160a01b038416149081611bfa575b50611bed575b50611b2e9293611b169161032689518b5190612fc0565b611b268551606088015190612fc0565b6024356152e0565b6007811015611bd95780611bc7575b50865180611bb7575b505060a08201805180611ba2575b5060405190610b579760605f51602061583c5f395f51905f529560e0958998600e8752825160208801525160408701525182860152015160808401525160a08301525160c0820152a2614b8b565b611bae90600154612fc0565b6001555f611b54565b611bc091615127565b5f80611b46565b611bd390600435615170565b5f611b3d565b634e487b7160e01b89526021600452602489fd5b93508b9250611b16611aff565b90506007811015610bc657155f611af9565b8e80fd5b611a9590611a88565b90611a69565b63a6eba42360e01b89526004869052602489fd5b90506119fa565b9050916119ef565b9050906119c3565b508061199b565b8880fd5b5080611970565b611c64614330565b611a00565b63730bcaed60e01b85526004829052602485fd5b633081a3fb60e11b88526004859052602488fd5b5f80fd5b600435916001600160a01b0383168303611c91576118fa928690615038565b50346101be57806003193601126101be57611d5490611cf27f0000000000000000000000000000000000000000000000000000000000000000615747565b90611d1c7f0000000000000000000000000000000000000000000000000000000000000000615747565b906020611d6260405193611d308386612f15565b8385525f368137604051968796600f60f81b885260e08589015260e0880190612da7565b908682036040880152612da7565b904660608601523060808601528260a086015284820360c08601528080855193848152019401925b828110611d9957505050500390f35b835185528695509381019392810192600101611d8a565b50346101be5760203660031901126101be576004356001600160401b03811161049a57611de1903690600401612cac565b90611dea613172565b82839161013e1981360301915b84841015611e94578360051b82013583811215610496578201611e1c61027d826140e7565b90611e43611e2e610120830183612e77565b9063ffffffff60e01b9360e081019086614253565b1680611e5f575050611e56600191612ea9565b935b0192611df7565b907f35d9c09967cda39ae0cfcb5b99d68d97c9220b6e59a246f65c396f26077abf4060206001949793604051908152a2611e58565b602090604051908152f35b50346101be5760203660031901126101be5760e090611ebc612cdc565b8160c0604051611ecb81612ecb565b8281528260208201528260408201528260608201528260808201528260a0820152015260018060a01b031681528060205262ffffff60408220546001600160701b038116925081604051611f1e81612ecb565b8481528160208201818560701c1681528160408401818760881c168152816060860191818960a01c168352816080880195818b60b81c16875260c060a08a0199838d60d01c168b52019a60e81c8b526040519c8d52511660208c0152511660408a01525116606088015251166080860152511660a0840152511660c0820152f35b50346101be57806003193601126101be576020600154604051908152f35b50346101be57611fcc36612d6d565b90611fd5613172565b60015f51602061585c5f395f51905f525d611ff08184613a59565b92611ff9612f96565b50612005600285614441565b9261201083856145d8565b4211156121cb57612022818587614769565b156121b7576120496001600160601b03612041602061204e9401612f82565b168484613db4565b613e03565b9361205a848484614082565b612065858585614f18565b9061207084846154f9565b61207a600561552f565b9891939089816001600160a01b036120918a612e63565b166001600160a01b0387161490816121a5575b50612198575b506120c2908351946103266020860196875190612fc0565b6120ce60208701612e63565b986120ea604084019586519b610326606087019d8e5190612fc0565b60078110156104415780612185575b506080820190815180612175575b505060a08201805180612160575b5060405191610b579a87965f51602061583c5f395f51905f529660e096600587525160208701525160408601525160608501525160808401525160a08301525160c0820152a2614b3a565b61216c90600154612fc0565b6001555f612115565b61217e91615127565b5f80612107565b61219290610b9c88612e63565b5f6120f9565b8b9a5090506120c26120aa565b9050600781101561173757155f6120a4565b636538d6ad60e01b86526004859052602486fd5b633fb5d0c360e11b86526004859052602486fd5b50346101be5760403660031901126101be57610b576121fc612cdc565b612204613172565b60015f51602061585c5f395f51905f525d602435906137a1565b50346101be576101803660031901126101be57506020604051818101907f1f8098c40964e4678cb472b6aa87b446565ffd3b3bce6e422574446935abbe44825261226c604082016004613049565b6101a0815261227d6101c082612f15565b519020604051908152f35b50346101be5761229736612d6d565b61229f613172565b60015f51602061585c5f395f51905f525d6122ba8284613a59565b926122c4846143dd565b926001600160a01b036122d960208401612e63565b1633036123fb576122ea81856145d8565b4211610f205760208301926122fe84612f82565b6001600160601b038061231360408701612f82565b169116116123e75761239f7f1ac1fcfa47adf604611e19ff563e7b5e989e9edc5a31433eced01f61d00c644c9593608095936123876123a594359661236161235a88612f82565b898d6146ea565b600282524264ffffffffff16606083015267ffffffffffffffff1916898201528a614d7f565b6001600160601b0361239886612f82565b1691613db4565b91612f82565b906001600160601b038060c08160a085015116930151169260405194855216602084015260408301526060820152a2805f51602061585c5f395f51905f525d80f35b635863632760e11b87526004869052602487fd5b6330d7bccb60e11b86526004859052602486fd5b50346101be5761241e36612d33565b90612427613172565b60015f51602061585c5f395f51905f525d6124428184613a59565b9261244b612f96565b50612457600385614441565b9261246283856145d8565b4211156121cb576001600160401b03196080850151166001600160401b031961248b8388613ab8565b16036121b7576124b26001600160601b036124ab60206124e29401612f82565b168361438f565b6124ba613dc3565b50606081015160011c60e08201906124d782518060011c90613794565b915160011c92615463565b936124ee848484614082565b6124f9858585614f18565b9061250484846154f9565b61250e600d61552f565b9891939089816001600160a01b036125258a612e63565b166001600160a01b038716149081612639575b5061262c575b50612556908351946103266020860196875190612fc0565b61256260208701612e63565b9861257e604084019586519b610326606087019d8e5190612fc0565b60078110156104415780612619575b506080820190815180612609575b505060a082018051806125f4575b5060405191610b579a87965f51602061583c5f395f51905f529660e096600d87525160208701525160408601525160608501525160808401525160a08301525160c0820152a2614adc565b61260090600154612fc0565b6001555f6125a9565b61261291615127565b5f8061259b565b61262690610b9c88612e63565b5f61258d565b8b9a50905061255661253e565b9050600781101561173757155f612538565b50346101be573660031901610140811261049a5760e0136101be5760403660e31901126101be57610124356001600160401b03811161049a576126b56126986126bb923690600401612d06565b6126a3929192613172565b6126ae61027d6140b1565b9283614189565b9061430f565b80f35b50346101be5760203660031901126101be576126d8612f96565b506126e460043561411d565b60405190805160058110156127385760a09350825260208101511515602083015260408101511515604083015264ffffffffff606082015116606083015260806001600160401b0319910151166080820152f35b634e487b7160e01b84526021600452602484fd5b50346101be57806003193601126101be57602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b50346101be5760e03660031901126101be575060206104c161027d6140b1565b50346101be573660031901610380811261049a5760e0136101be576101803660e31901126101be5760a0366102631901126101be576080366103031901126101be576127f7613172565b60015f51602061585c5f395f51905f525d6128106139b0565b612818612f96565b5061282281614417565b6001600160a01b036128378260e46004614f18565b163303612abb5761284960e4826145d8565b4211611047576001600160401b03196080820151166001600160401b031961287084613a7d565b1603612aa757610304356004811015612aa35761288c81612f36565b8015612a8f576040519061289f81612f36565b815261032435801515809103611460576020820152610344356040820152610364356001600160401b038116809103611460576060820152827fbde37cda85445d307e93217b58d232f9d20ecb746a2d92345e5e8dc1f647e5ce60803393a3612906613ad0565b906129266102c06129206001600160601b036111c0612f54565b84613ec7565b6129316004856154f9565b61293a8361552f565b91906004359083816001600160a01b038416808503610455576001600160a01b038816149081612a7d575b50612a70575b50612983908651956103266020890197885190612fc0565b602435926001600160a01b0384168403611c51576129b2604087019384519561032660608a0197885190612fc0565b6007811015611bd9579160e0959391835f51602061583c5f395f51905f52989694612a60575b50506080840192835180612a50575b5060a0850194855180612a3b575b50612a0360405180986140a4565b5160208701525160408601525160608501525160808401525160a08301525160c0820152a2805f51602061585c5f395f51905f525d80f35b612a4790600154612fc0565b6001555f6129f5565b612a5a9033615127565b5f6129e7565b612a6991615170565b5f806129d8565b899450905061298361296b565b9050600781101561044157155f612965565b63080b88bd60e01b84526004839052602484fd5b8380fd5b636538d6ad60e01b83526004829052602483fd5b6380b1030560e01b83526004829052602483fd5b5034611c915760c0366003190112611c9157612ae9612cdc565b9060243560643560ff8116809103611c9157612b03613172565b60015f51602061585c5f395f51905f525d7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690813b15611c91575f9160e48392604051948593849263d505accf60e01b84523360048501523060248501528860448501526044356064850152608484015260843560a484015260a43560c48401525af1612b9f575b50610b5791926137a1565b610b5792505f612bae91612f15565b5f91612b94565b34611c91576020366003190112611c91576004356001600160401b038111611c9157612be5903690600401612cac565b612bed613172565b5f3683900361011e1901815b83831015611e94578260051b85013582811215611c91578501612c1e61027d826140e7565b90612c5b612c2b82612e63565b612c3860e0840184612e77565b612c49610100869493940186612e77565b93909263ffffffff60e01b968861345d565b1680612c77575050612c6e600191612ea9565b925b0191612bf9565b907f35d9c09967cda39ae0cfcb5b99d68d97c9220b6e59a246f65c396f26077abf4060206001949693604051908152a2612c70565b9181601f84011215611c91578235916001600160401b038311611c91576020808501948460051b010111611c9157565b600435906001600160a01b0382168203611c9157565b35906001600160a01b0382168203611c9157565b9181601f84011215611c91578235916001600160401b038311611c915760208381860195010111611c9157565b60031981016103008112611c915760e013611c915760049161018060e319830112611c915760a060e492610263190112611c915761026490565b60031981016102a08112611c915760e013611c915760049161018060e319830112611c9157604060e492610263190112611c915761026490565b805180835260209291819084018484015e5f828201840152601f01601f1916010190565b9060031982016102608112611c915760e013611c915761018060049260e3190112611c915760e490565b60031981016102a08112611c915760e013611c915760049161018060e319830112611c915760e491610264356001600160401b038111611c915781612e3c91600401612d06565b9290929161028435906001600160401b038211611c9157612e5f91600401612d06565b9091565b356001600160a01b0381168103611c915790565b903590601e1981360301821215611c9157018035906001600160401b038211611c9157602001918136038313611c9157565b5f198114612eb75760010190565b634e487b7160e01b5f52601160045260245ffd5b60e081019081106001600160401b03821117612ee657604052565b634e487b7160e01b5f52604160045260245ffd5b60a081019081106001600160401b03821117612ee657604052565b90601f801991011681019081106001600160401b03821117612ee657604052565b600411156103c557565b35906001600160401b0382168203611c9157565b610284356001600160601b0381168103611c915790565b610324356001600160601b0381168103611c915790565b356001600160601b0381168103611c915790565b60405190612fa382612efa565b5f6080838281528260208201528260408201528260608201520152565b91908201809211612eb757565b35906001600160601b0382168203611c9157565b803582526001600160601b03612ff960208301612fcd565b16602083015260408101356003811015611c9157613032608080936001600160401b039360408701526060810135606087015201612f40565b16910152565b359063ffffffff82168203611c9157565b6101609081906001600160a01b0361306082612cf2565b1684526001600160a01b0361307760208301612cf2565b1660208501526001600160401b0361309160408301612f40565b1660408501526001600160401b036130ab60608301612f40565b16606085015263ffffffff6130c260808301613038565b16608085015263ffffffff6130d960a08301613038565b1660a08501526001600160601b036130f360c08301612fcd565b1660c08501526001600160601b0361310d60e08301612fcd565b1660e08501526001600160601b036131286101008301612fcd565b166101008501526001600160601b036131446101208301612fcd565b166101208501526101408101356101408501520135910152565b356001600160401b0381168103611c915790565b5f51602061585c5f395f51905f525c61318757565b633ee5aeb560e01b5f5260045ffd5b92939091835f52600260205260405f205461344b5760a4356001600160401b03811690818103611c9157504211613439576024356001600160a01b038116969092908784141580611c91576004356001600160a01b03811698909490898603611c9157898b148015613424575b61340d57613212918989615083565b156133f857611c9157613226918685615083565b156133e657604435906001600160601b03821691828103611c91576064356001600160601b03811691828203611c91576132608386612fc0565b95608435946001600160601b03861695868103611c9157506001600160a01b0389165f9081526020819052604090205488906001600160701b0316106133ce576001600160a01b0382165f9081526020819052604090205486906001600160701b0316106133b6578861330b6060997fbc3cf992a04542e754e188757083fecf2ae2fc3dfb1654981fcd19834a8470419b60018060a01b03165f525f60205260405f20908154039055565b6001600160a01b0383165f9081526020819052604090208054889003905560018060a01b03168b81141561336c60405161334481612efa565b600181528260208201525f604082015264ffffffffff42168c8201525f60808201528d614d7f565b61338b575b505050505060405192835260208301526040820152a45f90565b8a7fa7e1baf7797abfb934f7bbbb99434e54a5fb4a0ceee4629a500f2d0c6fc300fb5f80a35f613371565b5063078909df60e01b9b9a5050505050505050505050565b50630240e58360e01b9b9a5050505050505050505050565b5063730bcaed60e01b95945050505050565b50633081a3fb60e11b98975050505050505050565b506369b5a9f160e01b9a9950505050505050505050565b505f92506001600160a01b0388168b14613203565b5063c5a66fd360e01b95945050505050565b5063ce58e1dd60e01b95945050505050565b939590949192845f52600260205260405f2054613781576001600160401b0361348860a0880161315e565b16421161376e57602086019661349d88612e63565b6001600160a01b036134ae89612e63565b6001600160a01b039092169116148015613751575b61373d576134d2918686615083565b1561372b576134ea91846134e588612e63565b615083565b1561371b5760408301926001600160601b0361350585612f82565b169361352760608301956001600160601b0361352088612f82565b1690612fc0565b9261353460808401612f82565b90846135598260018060a01b03165f525f6020526001600160701b0360405f20541690565b10613707576001600160601b036135956135728a612e63565b6001600160a01b03165f908152602081905260409020546001600160701b031690565b92168092106136f3576136a261369c61369661369060609785613619888f6135ff90610ac07fbc3cf992a04542e754e188757083fecf2ae2fc3dfb1654981fcd19834a8470419f6001600160601b039c60018060a01b03165f525f60205260405f20908154039055565b60018060a01b03165f525f60205260405f20908154039055565b6136716001600160a01b0361362d84612e63565b6040516001600160a01b0390941693911661364782612efa565b6001825283141560208201525f604082015264ffffffffff42168c8201525f60808201528d614d7f565b6001600160a01b0361368283612e63565b1681036136c8575b50612e63565b9a612e63565b94612f82565b97612f82565b604080519883168952911660208801528601526001600160a01b03908116951693a45f90565b8b7fa7e1baf7797abfb934f7bbbb99434e54a5fb4a0ceee4629a500f2d0c6fc300fb5f80a35f61368a565b5063078909df60e01b979650505050505050565b50630240e58360e01b979650505050505050565b5063730bcaed60e01b9392505050565b50633081a3fb60e11b95945050505050565b506369b5a9f160e01b979650505050505050565b5061375b88612e63565b6001600160a01b038681169116146134c3565b5063c5a66fd360e01b9695505050505050565b5063ce58e1dd60e01b9695505050505050565b91908203918211612eb757565b6001600160a01b0381169081156139a1576040516370a0823160e01b81523060048201527f0000000000000000000000000000000000000000000000000000000000000000906001600160a01b038216602082602481845afa918215613931575f9261396d575b50604051926323b872dd60e01b5f5233600452306024528660445260205f60648180855af19060015f511482161561394e575b50836040525f6060521561393c57826024816020936370a0823160e01b82523060048301525afa918215613931575f926138fd575b506001600160701b0382116138ee57808211156138e65761389091613794565b8381036138d05750826138a291615127565b6040519182527f8752a472e571a816aea92eec8dae9baf628e840f4929fbcc2d155e6233ff68a760203393a3565b83630173e54360e71b5f5260045260245260445ffd5b50505f613890565b63e09f477960e01b5f5260045ffd5b9091506020813d602011613929575b8161391960209383612f15565b81010312611c915751905f613870565b3d915061390c565b6040513d5f823e3d90fd5b635274afe760e01b5f5260045260245ffd5b6001821516613964573b15153d1516165f61383b565b843d5f823e3d90fd5b9091506020813d602011613999575b8161398960209383612f15565b81010312611c915751905f613808565b3d915061397c565b639e9ea0db60e01b5f5260045ffd5b6139ee6101006040517f79833224428c4ddbbac50fc742dbe567779d965613733840497f0b14fb7e13fe815260e060046020830137206102856155fc565b9060405160208101907f1f8098c40964e4678cb472b6aa87b446565ffd3b3bce6e422574446935abbe448252613a286040820160e4613049565b6101a08152613a396101c082612f15565b51902060c43503613a4657565b50638fca103760e01b5f5260045260245ffd5b91909160c0613a73613a6d61027d846140e7565b9461471a565b91013503613a4657565b6040519060208201908152613a9760408301610264612fe1565b60c08252613aa660e083612f15565b9051902067ffffffffffffffff191690565b613a9760405192602084019283526040840190612fe1565b610304356004811015611c9157613ae681612f36565b60038114613ba4576102a4356003811015611c9157600180911491613b0a81612f36565b14613b7f5780613b70575b80613b2a575b15613b2557600890565b600990565b506103443561026435141580613b1b57506102e4356001600160401b03811690818103611c91575061036435906001600160401b03821691828103611c91575014613b1b565b50610344356102c43514613b15565b613b9f57610324358015158103611c915715613b9a57600b90565b600a90565b600690565b50600c90565b6040519061010082018281106001600160401b03821117612ee6576040525f60e0838281528260208201528260408201528260608201528260808201528260a08201528260c08201520152565b613c0b90613c03613baa565b50600461438f565b906101a4356001600160601b03811690818103611c91575060208301519081811015613ce1575b60808401526101c4356001600160601b03811690818103611c91575060408401519081811015613cda575b60a08501526101e435906001600160601b03821691828103611c91575080821015613cd25750905b8160c085015261020435906001600160601b03821690818303611c91576003925080821015613cca5750915b0480821015613cc357505b60e0830152565b9050613cbc565b905091613cb1565b905090613c85565b5080613c5d565b5080613c32565b5f613cfe91939293613cf8613baa565b5061438f565b916003613d0d60c08301612f82565b6020850151906001600160601b031681811015613dad575b60808601526001600160601b03613d81610120613d4460e08701612f82565b604089015190841681811015613da6575b60a08a015283613d686101008901612f82565b169080821015613d9e5750955b8660c08a015201612f82565b169080821015613cca5750910480821015613cc3575060e0830152565b905095613d75565b5080613d55565b5080613d25565b91613cfe919392613cf8613baa565b6040519060c082018281106001600160401b03821117612ee6576040525f60a0838281528260208201528260408201528260608201528260808201520152565b613e0b613dc3565b506080613e1c6060830151836153f2565b9101613e2a81518351613794565b825251613e3c60608301918251612fc0565b905290565b613e49613dc3565b5060a0613e55826153bf565b91018051613e6860408401918251613794565b905251602082015290565b613e9090613e7f613dc3565b50606081015160e082015191615423565b90565b613e9090613e9f613dc3565b50613ea8613dc3565b5060e08101613ebc81518060011c90613794565b905160011c91615371565b613ecf613dc3565b505f90600f811015806103c557600182148015614041575b614032576103c557600381146140255760058114614013575f600682148015614007575b613ff0576103c55760088114613fcc5760098114613fc157600a8114613f7157600b915014613f5457806060613e9092015160011c60e08201906124d782518060011c90613794565b806060613e9092015160e08201906124d782518060011c90613794565b5050606081015160e082015190613faf826040613f8c613dc3565b95613fa6613f9b868351613794565b602083015190612fc0565b87520151613794565b60408401526060830152608082015290565b5050613e90906154a4565b5050613fd7906154a4565b60a08101613e3c815160011c8060208501528251613794565b505050806060613e9092015160e082015191615423565b50505f60078214613f0b565b50506080613e1c6060830151836153f2565b505060a0613e55826153bf565b505050613e9090613ea8613dc3565b50505f60028214613ee7565b602001511561406c5760e4356001600160a01b0381168103611c915790565b6004356001600160a01b0381168103611c915790565b90916020015115155f1461409a5750613e9090612e63565b613e909150612e63565b90600f8210156103c55752565b6101006040517f79833224428c4ddbbac50fc742dbe567779d965613733840497f0b14fb7e13fe815260e0600460208301372090565b6101009060e0604051917f79833224428c4ddbbac50fc742dbe567779d965613733840497f0b14fb7e13fe835260208301372090565b614125612f96565b505f52600260205260405f205460ff81169060058210156103c5576040519161414d83612efa565b825261010081161515602083015261020081161515604083015264ffffffffff8160101c1660608301526001600160401b031916608082015290565b91906141948361411d565b91825160058110156103c55760031461421f57825160058110156103c557600114158061423e575b61422f57602083015161421f576141d860e46141e39486614769565b9160e4600486614971565b6001600160e01b0319811661421a5750600435906001600160a01b0382168203611c91576142169160e491600490614a29565b5f90565b905090565b50633929ab8160e01b9392505050565b50621e0ea560ea1b9392505050565b50825160058110156103c557600214156141bc565b91929390936142618361411d565b91825160058110156103c5576003146142d757825160058110156103c55760011415806142fa575b6142e95760208301516142d7576142a4856142ad9486614769565b91858786614971565b926001600160e01b031984166142d15761421693506142cb81612e63565b91614a29565b50505090565b50633929ab8160e01b95945050505050565b50621e0ea560ea1b95945050505050565b50825160058110156103c55760021415614289565b916001600160e01b031982161561432b57505f5260045260245ffd5b915050565b614338613baa565b906044356001600160601b03811690818103611c91575082526064356001600160601b03811690818103611c91575060208301526084356001600160601b03811690818103611c91575060408301525f6060830152565b91906001600160601b036143d060806143a6613baa565b95836143b460408301612f82565b168752836143c460608301612f82565b16602088015201612f82565b1660408401526060830152565b906143e6612f96565b506143f08261411d565b91825160058110156103c5575f19016144065750565b621e0ea560ea1b5f5260045260245ffd5b90614420612f96565b5061442a8261411d565b91825160058110156103c557600219016144065750565b91909161444c612f96565b506144568161411d565b92835160058110156103c55760058210156103c557036144065750565b3563ffffffff81168103611c915790565b805160058110156103c55760011461457957805160058110156103c55760021461452057805160058110156103c5576003146144bf57505f90565b60600151610184359064ffffffffff1663ffffffff8216808303611c9157613e9092507f000000000000000000000000000000000000000000000000000000000000000063ffffffff1680821115614518575090612fc0565b905090612fc0565b60600151610164359064ffffffffff1663ffffffff8216808303611c9157613e9092507f000000000000000000000000000000000000000000000000000000000000000063ffffffff1680821115614518575090612fc0565b610144356001600160401b03811691828203611c9157606001516145cc91507f000000000000000000000000000000000000000000000000000000000000000063ffffffff169064ffffffffff16612fc0565b8082111561421a575090565b90815160058110156103c55760011461468c57815160058110156103c55760021461466c57815160058110156103c5576003146146155750505f90565b63ffffffff61463560a064ffffffffff6060613e90960151169301614473565b167f000000000000000000000000000000000000000000000000000000000000000063ffffffff1680821115614518575090612fc0565b63ffffffff614635608064ffffffffff6060613e90960151169301614473565b6146db64ffffffffff60606146aa816001600160401b03950161315e565b9401511663ffffffff7f00000000000000000000000000000000000000000000000000000000000000001690612fc0565b9116908082111561421a575090565b90916001600160601b03906040519360208501938452604085015216606083015260608252613aa6608083612f15565b60405161475260208201927f1f8098c40964e4678cb472b6aa87b446565ffd3b3bce6e422574446935abbe4484526040830190613049565b6101a081526147636101c082612f15565b51902090565b919091825160058110156103c55760021492836147865750505090565b6080015167ffffffffffffffff199081169350916147b2916147aa60208301612f82565b9135906146ea565b16145f80806142d1565b906147c5612f96565b506147cf8261411d565b91825160058110156103c5571580156147ea575b6144065750565b50825160058110156103c5576004146147e3565b916001600160801b0390816040519360208501957f59483f7517125aecd9e3252db081eac7a7bd1fa19a825de8b5684f13dbe92cbd875260408601521660608401521660808201526080815261476360a082612f15565b60405160208101917f66acd225dbf7a223ac5b0f478a27fafea1f0784b6c995d4e5d7f62946019070a8352604082015260408152614763606082612f15565b92909261032435916001600160601b03831690818403611c9157604435906001600160601b03821691828103611c91575081831161495e57159182614953575b505080614934575b614924576148f29161027d916103043590614d2a565b60043592906001600160a01b0384168403611c915761491093615038565b15614919575f90565b633df387d560e01b90565b506330d7bccb60e11b9392505050565b506024356001600160a01b03811690818103611c9157503314156148dc565b141590505f806148d4565b50635863632760e11b9695505050505050565b9490919461498160208701612f82565b916001600160601b0361499660408601612f82565b166001600160601b03841691818311614a1457159182614a09575b5050806149eb575b6149d95761027d610a06926149d392614910983590614d2a565b91612e63565b506330d7bccb60e11b95945050505050565b506001600160a01b03614a0060208501612e63565b163314156149b9565b141590505f806149b1565b50635863632760e11b98975050505050505050565b927f98b66cc21ad25a42ff2c19b741f7bd1aaab90f11c2d70dc76384799882870b8492614ace604093614a5c81886154f9565b614aa4614a6b60208601612f82565b936113da614a906001600160601b0380614a868b8801612f82565b1697168097613794565b6001600160601b0361352060608701612f82565b6114416001600160601b03614ac76080614ac060208601612e63565b9401612f82565b1684612fc0565b8251913582526020820152a2565b929091815160058110156103c55760021901614b3457614afb92614f18565b604051631649174b60e31b60208201526024810183905290614b3292600d604484015260448352614b2d606484612f15565b614fa4565b565b50505050565b929091815160058110156103c55760021901614b3457614b5992614f18565b604051631649174b60e31b60208201526024810183905290614b32926005604484015260448352614b2d606484612f15565b90805160058110156103c55760021901614bde57614bac9060e46004614f18565b604051631649174b60e31b60208201526024810183905290614b3292600e604484015260448352614b2d606484612f15565b5050565b929091815160058110156103c55760021901614b3457614c0192614f18565b604051631649174b60e31b60208201526024810183905290614b32926003604484015260448352614b2d606484612f15565b90805160058110156103c55760021901614bde57614c549060e46004614f18565b604051631649174b60e31b60208201526024810183905290614b32926004604484015260448352614b2d606484612f15565b90805160058110156103c55760021901614bde57614ca79060e46004614f18565b604051631649174b60e31b60208201526024810183905290614b32926007604484015260448352614b2d606484612f15565b929091815160058110156103c55760021901614b3457614cf892614f18565b604051631649174b60e31b60208201526024810183905290614b32926002604484015260448352614b2d606484612f15565b916001600160601b03906040519260208401947f7370249b255e8fb4af3552709edd062bcc442f4b9aa15ccea266c7217ca10b5c8652604085015260608401521660808201526080815261476360a082612f15565b90805160058110156103c557602082015115614de4576101005b604083015115614ddd57610200905b66ffffffffff0000606085015160101b16921717179060806001600160401b03199101511617905f52600260205260405f2055565b5f90614da8565b5f614d99565b60408101356003811015611c915760018114614e3b576002149081614e2e575b81614e13575090565b6001600160401b0391506080614e29910161315e565b161590565b6060810135159150614e0a565b50803560608201351490811591614e50575090565b6001600160401b0391506080614e66910161315e565b16151590565b61010435906001600160a01b038216808303611c91576004356001600160a01b038116808203611c9157808314938415614ef8575b8415614eb7575b505050505f14613e9057505f90565b60200151929350909115614eee57505060e4356001600160a01b0381168103611c91575b6001600160a01b0316145f808080614ea8565b8114614edb575f80fd5b93506024356001600160a01b03811690818103611c915750831493614ea1565b91614f2560208301612e63565b926001600160a01b03614f3782612e63565b6001600160a01b03861691168114939092908415614f85575b8415614f6557505050505f14613e9057505f90565b9293506001600160a01b0392614f7a92614082565b16145f808080614ea8565b93506001600160a01b03614f9b60208401612e63565b16831493614f50565b813b15614ff4575a603f810290808204603f1490151715612eb7576207c8309060061c10614fe25750815f92918360208194519301916207a120f150565b6352e5a0ed60e11b5f5260045260245ffd5b505050565b60405160208101917f0880e4f6677ef7e969bc331dcb13c3a44d1edc978bc9f3bbdd76b438a1722c388352604082015260408152614763606082612f15565b92909181156150735761504a92615785565b5061505481612f36565b15918261506057505090565b6001600160a01b03918216911614919050565b50505060018060a01b0316331490565b9061509084848385615038565b61511e57831561511657836150ee60845f956020976040519485928a840197630b135d3f60e11b89526024850152604060448501528160648501528484013787838284010152601f801991011681010301601f198101835282612f15565b838052519162030d40fa601f3d11165f5181615108575090565b630b135d3f60e11b14919050565b505050505f90565b50505050600190565b6001600160a01b03165f8181526020819052604090205490916001600160701b0361515482828516612fc0565b116138ee5761516291612fc0565b905f525f60205260405f2055565b6001600160a01b03165f81815260208190526040902054806001600160701b03808216116138ee579260078110156103c557801515806151df575b6151bf575b50505f525f60205260405f2055565b6151d79293506151d0600191615712565b1b90612fc0565b905f806151b0565b5062ffffff80836151ef84615712565b1c1614156151ab565b6001600160a01b03165f8181526020819052604090205490916001600160701b0361522582828516612fc0565b116138ee5761523391612fc0565b9062ffffff80836152446004615712565b1c1603615259575b5f525f60205260405f2055565b9061526a9060016151d06004615712565b9061524c565b6001600160a01b03165f8181526020819052604090205490916001600160701b0361529d82828516612fc0565b116138ee576152ab91612fc0565b9062ffffff80836152bc6001615712565b1c16036152d0575f525f60205260405f2055565b9061526a9060016151d081615712565b6001600160a01b03165f8181526020819052604090205490916001600160701b0361530d82828516612fc0565b116138ee5761531b91612fc0565b9160078110156103c55780151580615358575b615341575b505f525f60205260405f2055565b9160016151d06153519394615712565b905f615333565b5062ffffff808461536884615712565b1c16141561532e565b92916153b8916153a8826040615385613dc3565b9761539f8561539a8351602085015190612fc0565b613794565b89520151613794565b60408601525f6060860152612fc0565b6080830152565b9060406153ca613dc3565b926153db8151602083015190612fc0565b8452015160408301525f60608301525f6080830152565b919060406153fe613dc3565b9361540d613f9b848351613794565b85520151604084015260608301525f6080830152565b9291906040615430613dc3565b9461544e8461539a615443868551613794565b602085015190612fc0565b86520151604085015260608401526080830152565b939290916153b892615495836040615479613dc3565b9861548c8661539a615443888551613794565b8a520151613794565b60408701526060860152612fc0565b906154f26154b0613dc3565b926154c18151602083015190612fc0565b845260e06040820151916154db60c0820193845190613794565b604087015201908151608086015251905190613794565b60a0830152565b9061550e60a06001600160401b03920161315e565b16421115615527575f905b5f52600260205260405f2055565b600490615519565b600f8110156103c557600381146155f257600581146155e7575f6008821480156155db575b6155d0576103c557600c81146155c65760068114905f82156155b9575b82156155a8575b8215615597575b505061558d575f905f905f90565b6001905f90600590565b9091506103c557600b145f8061557f565b8092506103c557600a811491615578565b506007811491505f615571565b506006905f908290565b50506003905f905f90565b50505f60098214615554565b506001906005905f90565b506002905f905f90565b307f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031614806156e9575b15615657577f000000000000000000000000000000000000000000000000000000000000000090565b60405160208101907f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f82527f000000000000000000000000000000000000000000000000000000000000000060408201527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a082015260a0815261476360c082612f15565b507f0000000000000000000000000000000000000000000000000000000000000000461461562e565b60078110156103c5575f198101908111612eb757601881029080820460181490151715612eb75760700180607011612eb75790565b60ff811690601f82116157765760405191615763604084612f15565b6020808452838101919036833783525290565b632cd44ac360e21b5f5260045ffd5b90604183036157af576157a89250602081013591604082359201355f1a906157b9565b9192909190565b50505f9160029190565b91907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411615830579160209360809260ff5f9560405194855216868401526040830152606082015282805260015afa15613931575f516001600160a01b0381161561582657905f905f90565b505f906001905f90565b5050505f916003919056fe3185f01e82796b070559be85f27bd0d0dc88a46290efb1f33a8e8200660fb6399b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00",
}

// Parley is an auto generated Go binding around an Ethereum contract.
type Parley struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Parley) GetABI() abi.ABI {
	return c.abi
}

// NewParley creates a new instance of Parley.
func NewParley() *Parley {
	parsed, err := ParleyMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Parley{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Parley) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address token_, uint32 minimumWindow_) returns()
func (parley *Parley) PackConstructor(token_ common.Address, minimumWindow_ uint32) []byte {
	enc, err := parley.abi.Pack("", token_, minimumWindow_)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackAccountOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8086b8ba.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function accountOf(address account) view returns((uint112,uint24,uint24,uint24,uint24,uint24,uint24))
func (parley *Parley) PackAccountOf(account common.Address) []byte {
	enc, err := parley.abi.Pack("accountOf", account)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAccountOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8086b8ba.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function accountOf(address account) view returns((uint112,uint24,uint24,uint24,uint24,uint24,uint24))
func (parley *Parley) TryPackAccountOf(account common.Address) ([]byte, error) {
	return parley.abi.Pack("accountOf", account)
}

// UnpackAccountOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x8086b8ba.
//
// Solidity: function accountOf(address account) view returns((uint112,uint24,uint24,uint24,uint24,uint24,uint24))
func (parley *Parley) UnpackAccountOf(data []byte) (Account, error) {
	out, err := parley.abi.Unpack("accountOf", data)
	if err != nil {
		return *new(Account), err
	}
	out0 := *abi.ConvertType(out[0], new(Account)).(*Account)
	return out0, nil
}

// PackBurned is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x73f42561.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function burned() view returns(uint256)
func (parley *Parley) PackBurned() []byte {
	enc, err := parley.abi.Pack("burned")
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
func (parley *Parley) TryPackBurned() ([]byte, error) {
	return parley.abi.Pack("burned")
}

// UnpackBurned is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x73f42561.
//
// Solidity: function burned() view returns(uint256)
func (parley *Parley) UnpackBurned(data []byte) (*big.Int, error) {
	out, err := parley.abi.Unpack("burned", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackCancel is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe1660907.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function cancel((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, bytes payerSignature, bytes farmerSignature) returns()
func (parley *Parley) PackCancel(deal Deal, terms Terms, payerSignature []byte, farmerSignature []byte) []byte {
	enc, err := parley.abi.Pack("cancel", deal, terms, payerSignature, farmerSignature)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCancel is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe1660907.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function cancel((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, bytes payerSignature, bytes farmerSignature) returns()
func (parley *Parley) TryPackCancel(deal Deal, terms Terms, payerSignature []byte, farmerSignature []byte) ([]byte, error) {
	return parley.abi.Pack("cancel", deal, terms, payerSignature, farmerSignature)
}

// PackClaim is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5d3cfd91.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function claim((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96) delivery) returns()
func (parley *Parley) PackClaim(deal Deal, terms Terms, delivery Delivery) []byte {
	enc, err := parley.abi.Pack("claim", deal, terms, delivery)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackClaim is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5d3cfd91.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function claim((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96) delivery) returns()
func (parley *Parley) TryPackClaim(deal Deal, terms Terms, delivery Delivery) ([]byte, error) {
	return parley.abi.Pack("claim", deal, terms, delivery)
}

// PackDeadlineOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbb00202e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deadlineOf((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) view returns(uint256)
func (parley *Parley) PackDeadlineOf(deal Deal, terms Terms) []byte {
	enc, err := parley.abi.Pack("deadlineOf", deal, terms)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDeadlineOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xbb00202e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function deadlineOf((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) view returns(uint256)
func (parley *Parley) TryPackDeadlineOf(deal Deal, terms Terms) ([]byte, error) {
	return parley.abi.Pack("deadlineOf", deal, terms)
}

// UnpackDeadlineOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xbb00202e.
//
// Solidity: function deadlineOf((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) view returns(uint256)
func (parley *Parley) UnpackDeadlineOf(data []byte) (*big.Int, error) {
	out, err := parley.abi.Unpack("deadlineOf", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackDecline is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf754e83c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function decline((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, bytes farmerSignature) returns()
func (parley *Parley) PackDecline(deal Deal, terms Terms, farmerSignature []byte) []byte {
	enc, err := parley.abi.Pack("decline", deal, terms, farmerSignature)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDecline is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf754e83c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function decline((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, bytes farmerSignature) returns()
func (parley *Parley) TryPackDecline(deal Deal, terms Terms, farmerSignature []byte) ([]byte, error) {
	return parley.abi.Pack("decline", deal, terms, farmerSignature)
}

// PackDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x47e7ef24.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function deposit(address account, uint256 amount) returns()
func (parley *Parley) PackDeposit(account common.Address, amount *big.Int) []byte {
	enc, err := parley.abi.Pack("deposit", account, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDeposit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x47e7ef24.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function deposit(address account, uint256 amount) returns()
func (parley *Parley) TryPackDeposit(account common.Address, amount *big.Int) ([]byte, error) {
	return parley.abi.Pack("deposit", account, amount)
}

// PackDepositWithPermit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x12a62cff.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function depositWithPermit(address account, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) returns()
func (parley *Parley) PackDepositWithPermit(account common.Address, amount *big.Int, deadline *big.Int, v uint8, r [32]byte, s [32]byte) []byte {
	enc, err := parley.abi.Pack("depositWithPermit", account, amount, deadline, v, r, s)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDepositWithPermit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x12a62cff.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function depositWithPermit(address account, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) returns()
func (parley *Parley) TryPackDepositWithPermit(account common.Address, amount *big.Int, deadline *big.Int, v uint8, r [32]byte, s [32]byte) ([]byte, error) {
	return parley.abi.Pack("depositWithPermit", account, amount, deadline, v, r, s)
}

// PackDispute is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdb37b076.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function dispute((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96,uint8,bytes32,uint64) grounds) returns()
func (parley *Parley) PackDispute(deal Deal, terms Terms, grounds Dispute) []byte {
	enc, err := parley.abi.Pack("dispute", deal, terms, grounds)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackDispute is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xdb37b076.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function dispute((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96,uint8,bytes32,uint64) grounds) returns()
func (parley *Parley) TryPackDispute(deal Deal, terms Terms, grounds Dispute) ([]byte, error) {
	return parley.abi.Pack("dispute", deal, terms, grounds)
}

// PackDraw is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xd3c3a511.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function draw((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) returns()
func (parley *Parley) PackDraw(deal Deal, terms Terms) []byte {
	enc, err := parley.abi.Pack("draw", deal, terms)
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
func (parley *Parley) TryPackDraw(deal Deal, terms Terms) ([]byte, error) {
	return parley.abi.Pack("draw", deal, terms)
}

// PackEip712Domain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84b0196e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function eip712Domain() view returns(bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)
func (parley *Parley) PackEip712Domain() []byte {
	enc, err := parley.abi.Pack("eip712Domain")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackEip712Domain is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84b0196e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function eip712Domain() view returns(bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)
func (parley *Parley) TryPackEip712Domain() ([]byte, error) {
	return parley.abi.Pack("eip712Domain")
}

// Eip712DomainOutput serves as a container for the return parameters of contract
// method Eip712Domain.
type Eip712DomainOutput struct {
	Fields            [1]byte
	Name              string
	Version           string
	ChainId           *big.Int
	VerifyingContract common.Address
	Salt              [32]byte
	Extensions        []*big.Int
}

// UnpackEip712Domain is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x84b0196e.
//
// Solidity: function eip712Domain() view returns(bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)
func (parley *Parley) UnpackEip712Domain(data []byte) (Eip712DomainOutput, error) {
	out, err := parley.abi.Unpack("eip712Domain", data)
	outstruct := new(Eip712DomainOutput)
	if err != nil {
		return *outstruct, err
	}
	outstruct.Fields = *abi.ConvertType(out[0], new([1]byte)).(*[1]byte)
	outstruct.Name = *abi.ConvertType(out[1], new(string)).(*string)
	outstruct.Version = *abi.ConvertType(out[2], new(string)).(*string)
	outstruct.ChainId = abi.ConvertType(out[3], new(big.Int)).(*big.Int)
	outstruct.VerifyingContract = *abi.ConvertType(out[4], new(common.Address)).(*common.Address)
	outstruct.Salt = *abi.ConvertType(out[5], new([32]byte)).(*[32]byte)
	outstruct.Extensions = *abi.ConvertType(out[6], new([]*big.Int)).(*[]*big.Int)
	return *outstruct, nil
}

// PackExpire is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa1e676eb.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function expire((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) returns()
func (parley *Parley) PackExpire(deal Deal, terms Terms) []byte {
	enc, err := parley.abi.Pack("expire", deal, terms)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackExpire is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa1e676eb.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function expire((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) returns()
func (parley *Parley) TryPackExpire(deal Deal, terms Terms) ([]byte, error) {
	return parley.abi.Pack("expire", deal, terms)
}

// PackHashAcceptance is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc8ee84a1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function hashAcceptance((bytes32,bytes32,uint96) acceptance) view returns(bytes32)
func (parley *Parley) PackHashAcceptance(acceptance Acceptance) []byte {
	enc, err := parley.abi.Pack("hashAcceptance", acceptance)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHashAcceptance is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xc8ee84a1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function hashAcceptance((bytes32,bytes32,uint96) acceptance) view returns(bytes32)
func (parley *Parley) TryPackHashAcceptance(acceptance Acceptance) ([]byte, error) {
	return parley.abi.Pack("hashAcceptance", acceptance)
}

// UnpackHashAcceptance is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xc8ee84a1.
//
// Solidity: function hashAcceptance((bytes32,bytes32,uint96) acceptance) view returns(bytes32)
func (parley *Parley) UnpackHashAcceptance(data []byte) ([32]byte, error) {
	out, err := parley.abi.Unpack("hashAcceptance", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackHashCancel is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf683889f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function hashCancel((bytes32) cancel_) view returns(bytes32)
func (parley *Parley) PackHashCancel(cancel Cancel) []byte {
	enc, err := parley.abi.Pack("hashCancel", cancel)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHashCancel is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf683889f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function hashCancel((bytes32) cancel_) view returns(bytes32)
func (parley *Parley) TryPackHashCancel(cancel Cancel) ([]byte, error) {
	return parley.abi.Pack("hashCancel", cancel)
}

// UnpackHashCancel is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf683889f.
//
// Solidity: function hashCancel((bytes32) cancel_) view returns(bytes32)
func (parley *Parley) UnpackHashCancel(data []byte) ([32]byte, error) {
	out, err := parley.abi.Unpack("hashCancel", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackHashDecline is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaa2b8fd1.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function hashDecline((bytes32) decline_) view returns(bytes32)
func (parley *Parley) PackHashDecline(decline Decline) []byte {
	enc, err := parley.abi.Pack("hashDecline", decline)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHashDecline is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xaa2b8fd1.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function hashDecline((bytes32) decline_) view returns(bytes32)
func (parley *Parley) TryPackHashDecline(decline Decline) ([]byte, error) {
	return parley.abi.Pack("hashDecline", decline)
}

// UnpackHashDecline is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xaa2b8fd1.
//
// Solidity: function hashDecline((bytes32) decline_) view returns(bytes32)
func (parley *Parley) UnpackHashDecline(data []byte) ([32]byte, error) {
	out, err := parley.abi.Unpack("hashDecline", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackHashSplit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe57e0b00.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function hashSplit((bytes32,uint128,uint128) split_) view returns(bytes32)
func (parley *Parley) PackHashSplit(split Split) []byte {
	enc, err := parley.abi.Pack("hashSplit", split)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHashSplit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xe57e0b00.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function hashSplit((bytes32,uint128,uint128) split_) view returns(bytes32)
func (parley *Parley) TryPackHashSplit(split Split) ([]byte, error) {
	return parley.abi.Pack("hashSplit", split)
}

// UnpackHashSplit is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xe57e0b00.
//
// Solidity: function hashSplit((bytes32,uint128,uint128) split_) view returns(bytes32)
func (parley *Parley) UnpackHashSplit(data []byte) ([32]byte, error) {
	out, err := parley.abi.Unpack("hashSplit", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackHashTerms is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x45f3a78c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function hashTerms((address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) pure returns(bytes32)
func (parley *Parley) PackHashTerms(terms Terms) []byte {
	enc, err := parley.abi.Pack("hashTerms", terms)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackHashTerms is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x45f3a78c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function hashTerms((address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) pure returns(bytes32)
func (parley *Parley) TryPackHashTerms(terms Terms) ([]byte, error) {
	return parley.abi.Pack("hashTerms", terms)
}

// UnpackHashTerms is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x45f3a78c.
//
// Solidity: function hashTerms((address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms) pure returns(bytes32)
func (parley *Parley) UnpackHashTerms(data []byte) ([32]byte, error) {
	out, err := parley.abi.Unpack("hashTerms", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackIdOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x15923884.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function idOf((address,address,uint96,uint96,uint96,uint64,bytes32) deal) view returns(bytes32)
func (parley *Parley) PackIdOf(deal Deal) []byte {
	enc, err := parley.abi.Pack("idOf", deal)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackIdOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x15923884.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function idOf((address,address,uint96,uint96,uint96,uint64,bytes32) deal) view returns(bytes32)
func (parley *Parley) TryPackIdOf(deal Deal) ([]byte, error) {
	return parley.abi.Pack("idOf", deal)
}

// UnpackIdOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x15923884.
//
// Solidity: function idOf((address,address,uint96,uint96,uint96,uint64,bytes32) deal) view returns(bytes32)
func (parley *Parley) UnpackIdOf(data []byte) ([32]byte, error) {
	out, err := parley.abi.Unpack("idOf", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackLapse is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3dd68156.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function lapse((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96,uint8,bytes32,uint64) grounds) returns()
func (parley *Parley) PackLapse(deal Deal, terms Terms, grounds Dispute) []byte {
	enc, err := parley.abi.Pack("lapse", deal, terms, grounds)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLapse is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3dd68156.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function lapse((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96,uint8,bytes32,uint64) grounds) returns()
func (parley *Parley) TryPackLapse(deal Deal, terms Terms, grounds Dispute) ([]byte, error) {
	return parley.abi.Pack("lapse", deal, terms, grounds)
}

// PackMinimumWindow is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1e305976.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function minimumWindow() view returns(uint32)
func (parley *Parley) PackMinimumWindow() []byte {
	enc, err := parley.abi.Pack("minimumWindow")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMinimumWindow is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x1e305976.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function minimumWindow() view returns(uint32)
func (parley *Parley) TryPackMinimumWindow() ([]byte, error) {
	return parley.abi.Pack("minimumWindow")
}

// UnpackMinimumWindow is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x1e305976.
//
// Solidity: function minimumWindow() view returns(uint32)
func (parley *Parley) UnpackMinimumWindow(data []byte) (uint32, error) {
	out, err := parley.abi.Unpack("minimumWindow", data)
	if err != nil {
		return *new(uint32), err
	}
	out0 := *abi.ConvertType(out[0], new(uint32)).(*uint32)
	return out0, nil
}

// PackOpen is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9be6222f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function open((address,address,uint96,uint96,uint96,uint64,bytes32) deal, bytes payerSignature, bytes farmerSignature) returns(bytes32 id)
func (parley *Parley) PackOpen(deal Deal, payerSignature []byte, farmerSignature []byte) []byte {
	enc, err := parley.abi.Pack("open", deal, payerSignature, farmerSignature)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOpen is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9be6222f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function open((address,address,uint96,uint96,uint96,uint64,bytes32) deal, bytes payerSignature, bytes farmerSignature) returns(bytes32 id)
func (parley *Parley) TryPackOpen(deal Deal, payerSignature []byte, farmerSignature []byte) ([]byte, error) {
	return parley.abi.Pack("open", deal, payerSignature, farmerSignature)
}

// UnpackOpen is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9be6222f.
//
// Solidity: function open((address,address,uint96,uint96,uint96,uint64,bytes32) deal, bytes payerSignature, bytes farmerSignature) returns(bytes32 id)
func (parley *Parley) UnpackOpen(data []byte) ([32]byte, error) {
	out, err := parley.abi.Unpack("open", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackOpenDisclosed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xef4c2523.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function openDisclosed((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, bytes payerSignature, bytes farmerSignature) returns(bytes32 id)
func (parley *Parley) PackOpenDisclosed(deal Deal, terms Terms, payerSignature []byte, farmerSignature []byte) []byte {
	enc, err := parley.abi.Pack("openDisclosed", deal, terms, payerSignature, farmerSignature)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOpenDisclosed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xef4c2523.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function openDisclosed((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, bytes payerSignature, bytes farmerSignature) returns(bytes32 id)
func (parley *Parley) TryPackOpenDisclosed(deal Deal, terms Terms, payerSignature []byte, farmerSignature []byte) ([]byte, error) {
	return parley.abi.Pack("openDisclosed", deal, terms, payerSignature, farmerSignature)
}

// UnpackOpenDisclosed is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xef4c2523.
//
// Solidity: function openDisclosed((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, bytes payerSignature, bytes farmerSignature) returns(bytes32 id)
func (parley *Parley) UnpackOpenDisclosed(data []byte) ([32]byte, error) {
	out, err := parley.abi.Unpack("openDisclosed", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackOpenMany is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0984ad9e.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function openMany(((address,address,uint96,uint96,uint96,uint64,bytes32),bytes,bytes)[] openings) returns(uint256 opened)
func (parley *Parley) PackOpenMany(openings []Opening) []byte {
	enc, err := parley.abi.Pack("openMany", openings)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackOpenMany is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x0984ad9e.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function openMany(((address,address,uint96,uint96,uint96,uint64,bytes32),bytes,bytes)[] openings) returns(uint256 opened)
func (parley *Parley) TryPackOpenMany(openings []Opening) ([]byte, error) {
	return parley.abi.Pack("openMany", openings)
}

// UnpackOpenMany is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x0984ad9e.
//
// Solidity: function openMany(((address,address,uint96,uint96,uint96,uint64,bytes32),bytes,bytes)[] openings) returns(uint256 opened)
func (parley *Parley) UnpackOpenMany(data []byte) (*big.Int, error) {
	out, err := parley.abi.Unpack("openMany", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackProgressOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x20e9398c.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function progressOf(bytes32 id) view returns((uint8,bool,bool,uint40,bytes24))
func (parley *Parley) PackProgressOf(id [32]byte) []byte {
	enc, err := parley.abi.Pack("progressOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackProgressOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x20e9398c.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function progressOf(bytes32 id) view returns((uint8,bool,bool,uint40,bytes24))
func (parley *Parley) TryPackProgressOf(id [32]byte) ([]byte, error) {
	return parley.abi.Pack("progressOf", id)
}

// UnpackProgressOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x20e9398c.
//
// Solidity: function progressOf(bytes32 id) view returns((uint8,bool,bool,uint40,bytes24))
func (parley *Parley) UnpackProgressOf(data []byte) (Progress, error) {
	out, err := parley.abi.Unpack("progressOf", data)
	if err != nil {
		return *new(Progress), err
	}
	out0 := *abi.ConvertType(out[0], new(Progress)).(*Progress)
	return out0, nil
}

// PackRule is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x13b57d09.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function rule((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96,uint8,bytes32,uint64) grounds, (uint8,bool,bytes32,uint64) ruling) returns()
func (parley *Parley) PackRule(deal Deal, terms Terms, grounds Dispute, ruling Ruling) []byte {
	enc, err := parley.abi.Pack("rule", deal, terms, grounds, ruling)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackRule is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x13b57d09.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function rule((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96,uint8,bytes32,uint64) grounds, (uint8,bool,bytes32,uint64) ruling) returns()
func (parley *Parley) TryPackRule(deal Deal, terms Terms, grounds Dispute, ruling Ruling) ([]byte, error) {
	return parley.abi.Pack("rule", deal, terms, grounds, ruling)
}

// PackSettle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x34d208bf.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function settle((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (bytes32,uint96) delivery, bytes signature) returns()
func (parley *Parley) PackSettle(deal Deal, delivery Delivery, signature []byte) []byte {
	enc, err := parley.abi.Pack("settle", deal, delivery, signature)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSettle is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x34d208bf.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function settle((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (bytes32,uint96) delivery, bytes signature) returns()
func (parley *Parley) TryPackSettle(deal Deal, delivery Delivery, signature []byte) ([]byte, error) {
	return parley.abi.Pack("settle", deal, delivery, signature)
}

// PackSettleDisclosed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb5306184.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function settleDisclosed((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96,uint8,bytes32,uint64) grounds, (bytes32,uint96) delivery, bytes signature) returns()
func (parley *Parley) PackSettleDisclosed(deal Deal, terms Terms, grounds Dispute, delivery Delivery, signature []byte) []byte {
	enc, err := parley.abi.Pack("settleDisclosed", deal, terms, grounds, delivery, signature)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSettleDisclosed is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xb5306184.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function settleDisclosed((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96,uint8,bytes32,uint64) grounds, (bytes32,uint96) delivery, bytes signature) returns()
func (parley *Parley) TryPackSettleDisclosed(deal Deal, terms Terms, grounds Dispute, delivery Delivery, signature []byte) ([]byte, error) {
	return parley.abi.Pack("settleDisclosed", deal, terms, grounds, delivery, signature)
}

// PackSettleMany is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x80ade877.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function settleMany(((address,address,uint96,uint96,uint96,uint64,bytes32),(bytes32,uint96),bytes)[] settlements) returns(uint256 settled)
func (parley *Parley) PackSettleMany(settlements []Settlement) []byte {
	enc, err := parley.abi.Pack("settleMany", settlements)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSettleMany is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x80ade877.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function settleMany(((address,address,uint96,uint96,uint96,uint64,bytes32),(bytes32,uint96),bytes)[] settlements) returns(uint256 settled)
func (parley *Parley) TryPackSettleMany(settlements []Settlement) ([]byte, error) {
	return parley.abi.Pack("settleMany", settlements)
}

// UnpackSettleMany is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x80ade877.
//
// Solidity: function settleMany(((address,address,uint96,uint96,uint96,uint64,bytes32),(bytes32,uint96),bytes)[] settlements) returns(uint256 settled)
func (parley *Parley) UnpackSettleMany(data []byte) (*big.Int, error) {
	out, err := parley.abi.Unpack("settleMany", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackSplit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8617e7a2.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function split((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, uint128 toPayer, uint128 toFarmer, bytes payerSignature, bytes farmerSignature) returns()
func (parley *Parley) PackSplit(deal Deal, terms Terms, toPayer *big.Int, toFarmer *big.Int, payerSignature []byte, farmerSignature []byte) []byte {
	enc, err := parley.abi.Pack("split", deal, terms, toPayer, toFarmer, payerSignature, farmerSignature)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSplit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8617e7a2.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function split((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, uint128 toPayer, uint128 toFarmer, bytes payerSignature, bytes farmerSignature) returns()
func (parley *Parley) TryPackSplit(deal Deal, terms Terms, toPayer *big.Int, toFarmer *big.Int, payerSignature []byte, farmerSignature []byte) ([]byte, error) {
	return parley.abi.Pack("split", deal, terms, toPayer, toFarmer, payerSignature, farmerSignature)
}

// PackSubmit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3ee3b6e5.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function submit((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96) delivery) returns()
func (parley *Parley) PackSubmit(deal Deal, terms Terms, delivery Delivery) []byte {
	enc, err := parley.abi.Pack("submit", deal, terms, delivery)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackSubmit is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x3ee3b6e5.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function submit((address,address,uint96,uint96,uint96,uint64,bytes32) deal, (address,address,uint64,uint64,uint32,uint32,uint96,uint96,uint96,uint96,bytes32,bytes32) terms, (bytes32,uint96) delivery) returns()
func (parley *Parley) TryPackSubmit(deal Deal, terms Terms, delivery Delivery) ([]byte, error) {
	return parley.abi.Pack("submit", deal, terms, delivery)
}

// PackToken is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xfc0c546a.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function token() view returns(address)
func (parley *Parley) PackToken() []byte {
	enc, err := parley.abi.Pack("token")
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
func (parley *Parley) TryPackToken() ([]byte, error) {
	return parley.abi.Pack("token")
}

// UnpackToken is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xfc0c546a.
//
// Solidity: function token() view returns(address)
func (parley *Parley) UnpackToken(data []byte) (common.Address, error) {
	out, err := parley.abi.Unpack("token", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackWithdraw is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf3fef3a3.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function withdraw(address to, uint256 amount) returns()
func (parley *Parley) PackWithdraw(to common.Address, amount *big.Int) []byte {
	enc, err := parley.abi.Pack("withdraw", to, amount)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackWithdraw is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf3fef3a3.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function withdraw(address to, uint256 amount) returns()
func (parley *Parley) TryPackWithdraw(to common.Address, amount *big.Int) ([]byte, error) {
	return parley.abi.Pack("withdraw", to, amount)
}

// ParleyAccepted represents a Accepted event raised by the Parley contract.
type ParleyAccepted struct {
	Deal   [32]byte
	Digest [32]byte
	Cost   *big.Int
	Raw    *types.Log // Blockchain specific contextual infos
}

const ParleyAcceptedEventName = "Accepted"

// ContractEventName returns the user-defined event name.
func (ParleyAccepted) ContractEventName() string {
	return ParleyAcceptedEventName
}

// UnpackAcceptedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Accepted(bytes32 indexed deal, bytes32 digest, uint96 cost)
func (parley *Parley) UnpackAcceptedEvent(log *types.Log) (*ParleyAccepted, error) {
	event := "Accepted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != parley.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ParleyAccepted)
	if len(log.Data) > 0 {
		if err := parley.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range parley.abi.Events[event].Inputs {
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

// ParleyClosed represents a Closed event raised by the Parley contract.
type ParleyClosed struct {
	Deal    [32]byte
	Outcome uint8
	Payout  Payout
	Raw     *types.Log // Blockchain specific contextual infos
}

const ParleyClosedEventName = "Closed"

// ContractEventName returns the user-defined event name.
func (ParleyClosed) ContractEventName() string {
	return ParleyClosedEventName
}

// UnpackClosedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Closed(bytes32 indexed deal, uint8 outcome, (uint256,uint256,uint256,uint256,uint256,uint256) payout)
func (parley *Parley) UnpackClosedEvent(log *types.Log) (*ParleyClosed, error) {
	event := "Closed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != parley.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ParleyClosed)
	if len(log.Data) > 0 {
		if err := parley.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range parley.abi.Events[event].Inputs {
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

// ParleyDeposited represents a Deposited event raised by the Parley contract.
type ParleyDeposited struct {
	Account common.Address
	From    common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const ParleyDepositedEventName = "Deposited"

// ContractEventName returns the user-defined event name.
func (ParleyDeposited) ContractEventName() string {
	return ParleyDepositedEventName
}

// UnpackDepositedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Deposited(address indexed account, address indexed from, uint256 amount)
func (parley *Parley) UnpackDepositedEvent(log *types.Log) (*ParleyDeposited, error) {
	event := "Deposited"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != parley.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ParleyDeposited)
	if len(log.Data) > 0 {
		if err := parley.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range parley.abi.Events[event].Inputs {
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

// ParleyDisputed represents a Disputed event raised by the Parley contract.
type ParleyDisputed struct {
	Deal    [32]byte
	Arbiter common.Address
	Grounds Dispute
	Fee     *big.Int
	JudgeBy uint64
	Raw     *types.Log // Blockchain specific contextual infos
}

const ParleyDisputedEventName = "Disputed"

// ContractEventName returns the user-defined event name.
func (ParleyDisputed) ContractEventName() string {
	return ParleyDisputedEventName
}

// UnpackDisputedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Disputed(bytes32 indexed deal, address indexed arbiter, (bytes32,uint96,uint8,bytes32,uint64) grounds, uint96 fee, uint64 judgeBy)
func (parley *Parley) UnpackDisputedEvent(log *types.Log) (*ParleyDisputed, error) {
	event := "Disputed"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != parley.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ParleyDisputed)
	if len(log.Data) > 0 {
		if err := parley.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range parley.abi.Events[event].Inputs {
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

// ParleyDrawn represents a Drawn event raised by the Parley contract.
type ParleyDrawn struct {
	Deal    [32]byte
	Arbiter common.Address
	Raw     *types.Log // Blockchain specific contextual infos
}

const ParleyDrawnEventName = "Drawn"

// ContractEventName returns the user-defined event name.
func (ParleyDrawn) ContractEventName() string {
	return ParleyDrawnEventName
}

// UnpackDrawnEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Drawn(bytes32 indexed deal, address indexed arbiter)
func (parley *Parley) UnpackDrawnEvent(log *types.Log) (*ParleyDrawn, error) {
	event := "Drawn"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != parley.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ParleyDrawn)
	if len(log.Data) > 0 {
		if err := parley.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range parley.abi.Events[event].Inputs {
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

// ParleyEIP712DomainChanged represents a EIP712DomainChanged event raised by the Parley contract.
type ParleyEIP712DomainChanged struct {
	Raw *types.Log // Blockchain specific contextual infos
}

const ParleyEIP712DomainChangedEventName = "EIP712DomainChanged"

// ContractEventName returns the user-defined event name.
func (ParleyEIP712DomainChanged) ContractEventName() string {
	return ParleyEIP712DomainChangedEventName
}

// UnpackEIP712DomainChangedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event EIP712DomainChanged()
func (parley *Parley) UnpackEIP712DomainChangedEvent(log *types.Log) (*ParleyEIP712DomainChanged, error) {
	event := "EIP712DomainChanged"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != parley.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ParleyEIP712DomainChanged)
	if len(log.Data) > 0 {
		if err := parley.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range parley.abi.Events[event].Inputs {
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

// ParleyOpened represents a Opened event raised by the Parley contract.
type ParleyOpened struct {
	Deal      [32]byte
	Requester common.Address
	Farmer    common.Address
	Price     *big.Int
	Deposit   *big.Int
	Bond      *big.Int
	Raw       *types.Log // Blockchain specific contextual infos
}

const ParleyOpenedEventName = "Opened"

// ContractEventName returns the user-defined event name.
func (ParleyOpened) ContractEventName() string {
	return ParleyOpenedEventName
}

// UnpackOpenedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Opened(bytes32 indexed deal, address indexed requester, address indexed farmer, uint96 price, uint96 deposit, uint96 bond)
func (parley *Parley) UnpackOpenedEvent(log *types.Log) (*ParleyOpened, error) {
	event := "Opened"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != parley.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ParleyOpened)
	if len(log.Data) > 0 {
		if err := parley.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range parley.abi.Events[event].Inputs {
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

// ParleyRuled represents a Ruled event raised by the Parley contract.
type ParleyRuled struct {
	Deal    [32]byte
	Arbiter common.Address
	Ruling  Ruling
	Raw     *types.Log // Blockchain specific contextual infos
}

const ParleyRuledEventName = "Ruled"

// ContractEventName returns the user-defined event name.
func (ParleyRuled) ContractEventName() string {
	return ParleyRuledEventName
}

// UnpackRuledEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Ruled(bytes32 indexed deal, address indexed arbiter, (uint8,bool,bytes32,uint64) ruling)
func (parley *Parley) UnpackRuledEvent(log *types.Log) (*ParleyRuled, error) {
	event := "Ruled"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != parley.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ParleyRuled)
	if len(log.Data) > 0 {
		if err := parley.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range parley.abi.Events[event].Inputs {
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

// ParleySkipped represents a Skipped event raised by the Parley contract.
type ParleySkipped struct {
	Deal   [32]byte
	Reason [4]byte
	Raw    *types.Log // Blockchain specific contextual infos
}

const ParleySkippedEventName = "Skipped"

// ContractEventName returns the user-defined event name.
func (ParleySkipped) ContractEventName() string {
	return ParleySkippedEventName
}

// UnpackSkippedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Skipped(bytes32 indexed deal, bytes4 reason)
func (parley *Parley) UnpackSkippedEvent(log *types.Log) (*ParleySkipped, error) {
	event := "Skipped"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != parley.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ParleySkipped)
	if len(log.Data) > 0 {
		if err := parley.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range parley.abi.Events[event].Inputs {
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

// ParleySponsored represents a Sponsored event raised by the Parley contract.
type ParleySponsored struct {
	Deal  [32]byte
	Payer common.Address
	Raw   *types.Log // Blockchain specific contextual infos
}

const ParleySponsoredEventName = "Sponsored"

// ContractEventName returns the user-defined event name.
func (ParleySponsored) ContractEventName() string {
	return ParleySponsoredEventName
}

// UnpackSponsoredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Sponsored(bytes32 indexed deal, address indexed payer)
func (parley *Parley) UnpackSponsoredEvent(log *types.Log) (*ParleySponsored, error) {
	event := "Sponsored"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != parley.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ParleySponsored)
	if len(log.Data) > 0 {
		if err := parley.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range parley.abi.Events[event].Inputs {
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

// ParleySubmitted represents a Submitted event raised by the Parley contract.
type ParleySubmitted struct {
	Deal     [32]byte
	Digest   [32]byte
	Cost     *big.Int
	Refunded *big.Int
	PaidIn   *big.Int
	Raw      *types.Log // Blockchain specific contextual infos
}

const ParleySubmittedEventName = "Submitted"

// ContractEventName returns the user-defined event name.
func (ParleySubmitted) ContractEventName() string {
	return ParleySubmittedEventName
}

// UnpackSubmittedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Submitted(bytes32 indexed deal, bytes32 digest, uint96 cost, uint96 refunded, uint96 paidIn)
func (parley *Parley) UnpackSubmittedEvent(log *types.Log) (*ParleySubmitted, error) {
	event := "Submitted"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != parley.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ParleySubmitted)
	if len(log.Data) > 0 {
		if err := parley.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range parley.abi.Events[event].Inputs {
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

// ParleyWithdrawn represents a Withdrawn event raised by the Parley contract.
type ParleyWithdrawn struct {
	Account common.Address
	To      common.Address
	Amount  *big.Int
	Raw     *types.Log // Blockchain specific contextual infos
}

const ParleyWithdrawnEventName = "Withdrawn"

// ContractEventName returns the user-defined event name.
func (ParleyWithdrawn) ContractEventName() string {
	return ParleyWithdrawnEventName
}

// UnpackWithdrawnEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Withdrawn(address indexed account, address indexed to, uint256 amount)
func (parley *Parley) UnpackWithdrawnEvent(log *types.Log) (*ParleyWithdrawn, error) {
	event := "Withdrawn"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != parley.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(ParleyWithdrawn)
	if len(log.Data) > 0 {
		if err := parley.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range parley.abi.Events[event].Inputs {
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
func (parley *Parley) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowCommitment"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowCommitmentError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowComplaint"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowComplaintError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowCostAbovePrice"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowCostAbovePriceError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowFarmerFunds"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowFarmerFundsError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowFarmerSignature"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowFarmerSignatureError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowGas"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowGasError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowNoWindow"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowNoWindowError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowNotArbiter"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowNotArbiterError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowNotFarmer"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowNotFarmerError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowNotRequester"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowNotRequesterError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowOpenedBefore"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowOpenedBeforeError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowPayerFunds"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowPayerFundsError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowPayerSignature"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowPayerSignatureError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowRequesterSignature"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowRequesterSignatureError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowSelfDeal"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowSelfDealError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowSplitSum"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowSplitSumError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowTermsMismatch"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowTermsMismatchError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowTermsNeeded"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowTermsNeededError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowTermsRefused"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowTermsRefusedError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowTooEarly"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowTooEarlyError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowTooLate"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowTooLateError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowVerdict"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowVerdictError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["EscrowWrongState"].ID.Bytes()[:4]) {
		return parley.UnpackEscrowWrongStateError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["InvalidShortString"].ID.Bytes()[:4]) {
		return parley.UnpackInvalidShortStringError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["LedgerFull"].ID.Bytes()[:4]) {
		return parley.UnpackLedgerFullError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["LedgerInexactTransfer"].ID.Bytes()[:4]) {
		return parley.UnpackLedgerInexactTransferError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["LedgerInsufficient"].ID.Bytes()[:4]) {
		return parley.UnpackLedgerInsufficientError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["LedgerNoToken"].ID.Bytes()[:4]) {
		return parley.UnpackLedgerNoTokenError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["LedgerZeroAddress"].ID.Bytes()[:4]) {
		return parley.UnpackLedgerZeroAddressError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["ReentrancyGuardReentrantCall"].ID.Bytes()[:4]) {
		return parley.UnpackReentrancyGuardReentrantCallError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["SafeERC20FailedOperation"].ID.Bytes()[:4]) {
		return parley.UnpackSafeERC20FailedOperationError(raw[4:])
	}
	if bytes.Equal(raw[:4], parley.abi.Errors["StringTooLong"].ID.Bytes()[:4]) {
		return parley.UnpackStringTooLongError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// ParleyEscrowCommitment represents a EscrowCommitment error raised by the Parley contract.
type ParleyEscrowCommitment struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowCommitment(bytes32 deal)
func ParleyEscrowCommitmentErrorID() common.Hash {
	return common.HexToHash("0x6538d6ad9329e92b3e8be1bdf25bec587a811223db79fe2e2a3b4feb76add2da")
}

// UnpackEscrowCommitmentError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowCommitment(bytes32 deal)
func (parley *Parley) UnpackEscrowCommitmentError(raw []byte) (*ParleyEscrowCommitment, error) {
	out := new(ParleyEscrowCommitment)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowCommitment", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowComplaint represents a EscrowComplaint error raised by the Parley contract.
type ParleyEscrowComplaint struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowComplaint(bytes32 deal)
func ParleyEscrowComplaintErrorID() common.Hash {
	return common.HexToHash("0x46ecd949af5e5f1bc49dbe6caf207ca11682589b01121ff2eded3a8ab016e930")
}

// UnpackEscrowComplaintError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowComplaint(bytes32 deal)
func (parley *Parley) UnpackEscrowComplaintError(raw []byte) (*ParleyEscrowComplaint, error) {
	out := new(ParleyEscrowComplaint)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowComplaint", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowCostAbovePrice represents a EscrowCostAbovePrice error raised by the Parley contract.
type ParleyEscrowCostAbovePrice struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowCostAbovePrice(bytes32 deal)
func ParleyEscrowCostAbovePriceErrorID() common.Hash {
	return common.HexToHash("0xb0c6c64e792999de2c4df1eb0b73e13b8f45ef91c2d51cf18c601dae6532fd1c")
}

// UnpackEscrowCostAbovePriceError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowCostAbovePrice(bytes32 deal)
func (parley *Parley) UnpackEscrowCostAbovePriceError(raw []byte) (*ParleyEscrowCostAbovePrice, error) {
	out := new(ParleyEscrowCostAbovePrice)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowCostAbovePrice", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowFarmerFunds represents a EscrowFarmerFunds error raised by the Parley contract.
type ParleyEscrowFarmerFunds struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowFarmerFunds(bytes32 deal)
func ParleyEscrowFarmerFundsErrorID() common.Hash {
	return common.HexToHash("0x078909dfc820b358ba0cd437b1c3cfea3a79777dfac0c49f901a1c1e3b6cafb0")
}

// UnpackEscrowFarmerFundsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowFarmerFunds(bytes32 deal)
func (parley *Parley) UnpackEscrowFarmerFundsError(raw []byte) (*ParleyEscrowFarmerFunds, error) {
	out := new(ParleyEscrowFarmerFunds)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowFarmerFunds", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowFarmerSignature represents a EscrowFarmerSignature error raised by the Parley contract.
type ParleyEscrowFarmerSignature struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowFarmerSignature(bytes32 deal)
func ParleyEscrowFarmerSignatureErrorID() common.Hash {
	return common.HexToHash("0x730bcaed1f7f20496bbdf6bb0a79fdefd871a6de9e2553cd35f6ff3b8ce55eb8")
}

// UnpackEscrowFarmerSignatureError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowFarmerSignature(bytes32 deal)
func (parley *Parley) UnpackEscrowFarmerSignatureError(raw []byte) (*ParleyEscrowFarmerSignature, error) {
	out := new(ParleyEscrowFarmerSignature)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowFarmerSignature", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowGas represents a EscrowGas error raised by the Parley contract.
type ParleyEscrowGas struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowGas(bytes32 deal)
func ParleyEscrowGasErrorID() common.Hash {
	return common.HexToHash("0xa5cb41dae92df07c93a09f3b86b6f9b6944048d36d9b90b814ec5d9142898c14")
}

// UnpackEscrowGasError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowGas(bytes32 deal)
func (parley *Parley) UnpackEscrowGasError(raw []byte) (*ParleyEscrowGas, error) {
	out := new(ParleyEscrowGas)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowGas", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowNoWindow represents a EscrowNoWindow error raised by the Parley contract.
type ParleyEscrowNoWindow struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowNoWindow()
func ParleyEscrowNoWindowErrorID() common.Hash {
	return common.HexToHash("0x01d67df799a4b42b4c6a7ecd9545a38d7ae5fe76914a7ad72172a1cc3c03b478")
}

// UnpackEscrowNoWindowError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowNoWindow()
func (parley *Parley) UnpackEscrowNoWindowError(raw []byte) (*ParleyEscrowNoWindow, error) {
	out := new(ParleyEscrowNoWindow)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowNoWindow", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowNotArbiter represents a EscrowNotArbiter error raised by the Parley contract.
type ParleyEscrowNotArbiter struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowNotArbiter(bytes32 deal)
func ParleyEscrowNotArbiterErrorID() common.Hash {
	return common.HexToHash("0x80b103054de4f5e9ed9865932337c37b4e470ef7b0d9ac08852a5af1658456a0")
}

// UnpackEscrowNotArbiterError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowNotArbiter(bytes32 deal)
func (parley *Parley) UnpackEscrowNotArbiterError(raw []byte) (*ParleyEscrowNotArbiter, error) {
	out := new(ParleyEscrowNotArbiter)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowNotArbiter", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowNotFarmer represents a EscrowNotFarmer error raised by the Parley contract.
type ParleyEscrowNotFarmer struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowNotFarmer(bytes32 deal)
func ParleyEscrowNotFarmerErrorID() common.Hash {
	return common.HexToHash("0x61af79963180a76b1ed95e1327f47f390c65c62dec1a9427708f276925149878")
}

// UnpackEscrowNotFarmerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowNotFarmer(bytes32 deal)
func (parley *Parley) UnpackEscrowNotFarmerError(raw []byte) (*ParleyEscrowNotFarmer, error) {
	out := new(ParleyEscrowNotFarmer)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowNotFarmer", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowNotRequester represents a EscrowNotRequester error raised by the Parley contract.
type ParleyEscrowNotRequester struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowNotRequester(bytes32 deal)
func ParleyEscrowNotRequesterErrorID() common.Hash {
	return common.HexToHash("0x5731c40fd08ade18cec4d8ed2044257bc98ec6ce09e7cbd73bdea541ad60b3f3")
}

// UnpackEscrowNotRequesterError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowNotRequester(bytes32 deal)
func (parley *Parley) UnpackEscrowNotRequesterError(raw []byte) (*ParleyEscrowNotRequester, error) {
	out := new(ParleyEscrowNotRequester)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowNotRequester", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowOpenedBefore represents a EscrowOpenedBefore error raised by the Parley contract.
type ParleyEscrowOpenedBefore struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowOpenedBefore(bytes32 deal)
func ParleyEscrowOpenedBeforeErrorID() common.Hash {
	return common.HexToHash("0xce58e1dd227e5b2b968509ccf7ed76b7d87b09d6997408102d8714643c309288")
}

// UnpackEscrowOpenedBeforeError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowOpenedBefore(bytes32 deal)
func (parley *Parley) UnpackEscrowOpenedBeforeError(raw []byte) (*ParleyEscrowOpenedBefore, error) {
	out := new(ParleyEscrowOpenedBefore)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowOpenedBefore", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowPayerFunds represents a EscrowPayerFunds error raised by the Parley contract.
type ParleyEscrowPayerFunds struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowPayerFunds(bytes32 deal)
func ParleyEscrowPayerFundsErrorID() common.Hash {
	return common.HexToHash("0x0240e583932ffdd96a73e97cda3de1100735328e8d143d82702c6df6508afa0c")
}

// UnpackEscrowPayerFundsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowPayerFunds(bytes32 deal)
func (parley *Parley) UnpackEscrowPayerFundsError(raw []byte) (*ParleyEscrowPayerFunds, error) {
	out := new(ParleyEscrowPayerFunds)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowPayerFunds", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowPayerSignature represents a EscrowPayerSignature error raised by the Parley contract.
type ParleyEscrowPayerSignature struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowPayerSignature(bytes32 deal)
func ParleyEscrowPayerSignatureErrorID() common.Hash {
	return common.HexToHash("0x610347f64b752f8656c6fc8961cbd75c50d3561bad83e88d34d591ed26cec1be")
}

// UnpackEscrowPayerSignatureError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowPayerSignature(bytes32 deal)
func (parley *Parley) UnpackEscrowPayerSignatureError(raw []byte) (*ParleyEscrowPayerSignature, error) {
	out := new(ParleyEscrowPayerSignature)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowPayerSignature", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowRequesterSignature represents a EscrowRequesterSignature error raised by the Parley contract.
type ParleyEscrowRequesterSignature struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowRequesterSignature(bytes32 deal)
func ParleyEscrowRequesterSignatureErrorID() common.Hash {
	return common.HexToHash("0x3df387d5931b78bc7b64d078c455c3aedabdc92d12c68f71f138be967c2bce90")
}

// UnpackEscrowRequesterSignatureError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowRequesterSignature(bytes32 deal)
func (parley *Parley) UnpackEscrowRequesterSignatureError(raw []byte) (*ParleyEscrowRequesterSignature, error) {
	out := new(ParleyEscrowRequesterSignature)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowRequesterSignature", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowSelfDeal represents a EscrowSelfDeal error raised by the Parley contract.
type ParleyEscrowSelfDeal struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowSelfDeal(bytes32 deal)
func ParleyEscrowSelfDealErrorID() common.Hash {
	return common.HexToHash("0x69b5a9f1b9bce6955722832ec68eed71b550f02cc7835ef735729f4e6ddbbb79")
}

// UnpackEscrowSelfDealError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowSelfDeal(bytes32 deal)
func (parley *Parley) UnpackEscrowSelfDealError(raw []byte) (*ParleyEscrowSelfDeal, error) {
	out := new(ParleyEscrowSelfDeal)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowSelfDeal", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowSplitSum represents a EscrowSplitSum error raised by the Parley contract.
type ParleyEscrowSplitSum struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowSplitSum(bytes32 deal)
func ParleyEscrowSplitSumErrorID() common.Hash {
	return common.HexToHash("0xa6eba4232896076156f7a81219b52586e5d9126af3e99928e47d72ca26c90ad1")
}

// UnpackEscrowSplitSumError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowSplitSum(bytes32 deal)
func (parley *Parley) UnpackEscrowSplitSumError(raw []byte) (*ParleyEscrowSplitSum, error) {
	out := new(ParleyEscrowSplitSum)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowSplitSum", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowTermsMismatch represents a EscrowTermsMismatch error raised by the Parley contract.
type ParleyEscrowTermsMismatch struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowTermsMismatch(bytes32 deal)
func ParleyEscrowTermsMismatchErrorID() common.Hash {
	return common.HexToHash("0x8fca10371741f443ef49e373cc82c91fc279e305ab57b4b6ab1f1c42a4a27eed")
}

// UnpackEscrowTermsMismatchError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowTermsMismatch(bytes32 deal)
func (parley *Parley) UnpackEscrowTermsMismatchError(raw []byte) (*ParleyEscrowTermsMismatch, error) {
	out := new(ParleyEscrowTermsMismatch)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowTermsMismatch", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowTermsNeeded represents a EscrowTermsNeeded error raised by the Parley contract.
type ParleyEscrowTermsNeeded struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowTermsNeeded(bytes32 deal)
func ParleyEscrowTermsNeededErrorID() common.Hash {
	return common.HexToHash("0x3929ab81adfde4c0a9ae89cc8c603b5b7b61679d51d5f8262fa92ee61f325403")
}

// UnpackEscrowTermsNeededError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowTermsNeeded(bytes32 deal)
func (parley *Parley) UnpackEscrowTermsNeededError(raw []byte) (*ParleyEscrowTermsNeeded, error) {
	out := new(ParleyEscrowTermsNeeded)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowTermsNeeded", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowTermsRefused represents a EscrowTermsRefused error raised by the Parley contract.
type ParleyEscrowTermsRefused struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowTermsRefused(bytes32 deal)
func ParleyEscrowTermsRefusedErrorID() common.Hash {
	return common.HexToHash("0x39c0ea464b450c600e992abe68f7a29361403da1b0b42ba4a90e7d84f44f805b")
}

// UnpackEscrowTermsRefusedError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowTermsRefused(bytes32 deal)
func (parley *Parley) UnpackEscrowTermsRefusedError(raw []byte) (*ParleyEscrowTermsRefused, error) {
	out := new(ParleyEscrowTermsRefused)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowTermsRefused", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowTooEarly represents a EscrowTooEarly error raised by the Parley contract.
type ParleyEscrowTooEarly struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowTooEarly(bytes32 deal)
func ParleyEscrowTooEarlyErrorID() common.Hash {
	return common.HexToHash("0x7f6ba1866432143368facda0a1c765664ff10e531f1cdab36a2a946c24fe243d")
}

// UnpackEscrowTooEarlyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowTooEarly(bytes32 deal)
func (parley *Parley) UnpackEscrowTooEarlyError(raw []byte) (*ParleyEscrowTooEarly, error) {
	out := new(ParleyEscrowTooEarly)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowTooEarly", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowTooLate represents a EscrowTooLate error raised by the Parley contract.
type ParleyEscrowTooLate struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowTooLate(bytes32 deal)
func ParleyEscrowTooLateErrorID() common.Hash {
	return common.HexToHash("0xc5a66fd3fbf883a6154fdfbefaa0ca603a39007ee85b15ad4e5f13bfd7f01181")
}

// UnpackEscrowTooLateError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowTooLate(bytes32 deal)
func (parley *Parley) UnpackEscrowTooLateError(raw []byte) (*ParleyEscrowTooLate, error) {
	out := new(ParleyEscrowTooLate)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowTooLate", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowVerdict represents a EscrowVerdict error raised by the Parley contract.
type ParleyEscrowVerdict struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowVerdict(bytes32 deal)
func ParleyEscrowVerdictErrorID() common.Hash {
	return common.HexToHash("0x080b88bd345bc40032593a03b329b761999821509b8a59c50f3761bffcb6ec4f")
}

// UnpackEscrowVerdictError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowVerdict(bytes32 deal)
func (parley *Parley) UnpackEscrowVerdictError(raw []byte) (*ParleyEscrowVerdict, error) {
	out := new(ParleyEscrowVerdict)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowVerdict", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyEscrowWrongState represents a EscrowWrongState error raised by the Parley contract.
type ParleyEscrowWrongState struct {
	Deal [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error EscrowWrongState(bytes32 deal)
func ParleyEscrowWrongStateErrorID() common.Hash {
	return common.HexToHash("0x783a94008df74bac354a127f1af59d445d2d0fc97ff6dd929e303f58fc085555")
}

// UnpackEscrowWrongStateError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error EscrowWrongState(bytes32 deal)
func (parley *Parley) UnpackEscrowWrongStateError(raw []byte) (*ParleyEscrowWrongState, error) {
	out := new(ParleyEscrowWrongState)
	if err := parley.abi.UnpackIntoInterface(out, "EscrowWrongState", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyInvalidShortString represents a InvalidShortString error raised by the Parley contract.
type ParleyInvalidShortString struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error InvalidShortString()
func ParleyInvalidShortStringErrorID() common.Hash {
	return common.HexToHash("0xb3512b0c6163e5f0bafab72bb631b9d58cd7a731b082f910338aa21c83d5c274")
}

// UnpackInvalidShortStringError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error InvalidShortString()
func (parley *Parley) UnpackInvalidShortStringError(raw []byte) (*ParleyInvalidShortString, error) {
	out := new(ParleyInvalidShortString)
	if err := parley.abi.UnpackIntoInterface(out, "InvalidShortString", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyLedgerFull represents a LedgerFull error raised by the Parley contract.
type ParleyLedgerFull struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LedgerFull()
func ParleyLedgerFullErrorID() common.Hash {
	return common.HexToHash("0xe09f4779bf10d21e94f674657c567d4ea84709f54753b6f21ca41576709e383e")
}

// UnpackLedgerFullError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LedgerFull()
func (parley *Parley) UnpackLedgerFullError(raw []byte) (*ParleyLedgerFull, error) {
	out := new(ParleyLedgerFull)
	if err := parley.abi.UnpackIntoInterface(out, "LedgerFull", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyLedgerInexactTransfer represents a LedgerInexactTransfer error raised by the Parley contract.
type ParleyLedgerInexactTransfer struct {
	Expected *big.Int
	Received *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LedgerInexactTransfer(uint256 expected, uint256 received)
func ParleyLedgerInexactTransferErrorID() common.Hash {
	return common.HexToHash("0xb9f2a18050aca9a1bfddd8200772c212e342ee1f3c6a5169b8cf707bfd250f45")
}

// UnpackLedgerInexactTransferError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LedgerInexactTransfer(uint256 expected, uint256 received)
func (parley *Parley) UnpackLedgerInexactTransferError(raw []byte) (*ParleyLedgerInexactTransfer, error) {
	out := new(ParleyLedgerInexactTransfer)
	if err := parley.abi.UnpackIntoInterface(out, "LedgerInexactTransfer", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyLedgerInsufficient represents a LedgerInsufficient error raised by the Parley contract.
type ParleyLedgerInsufficient struct {
	Account common.Address
	Free    *big.Int
	Asked   *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LedgerInsufficient(address account, uint256 free, uint256 asked)
func ParleyLedgerInsufficientErrorID() common.Hash {
	return common.HexToHash("0x329f099fbc69303a12854d4fcb23b8f107e9b36087461823c0d279448f7c0c43")
}

// UnpackLedgerInsufficientError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LedgerInsufficient(address account, uint256 free, uint256 asked)
func (parley *Parley) UnpackLedgerInsufficientError(raw []byte) (*ParleyLedgerInsufficient, error) {
	out := new(ParleyLedgerInsufficient)
	if err := parley.abi.UnpackIntoInterface(out, "LedgerInsufficient", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyLedgerNoToken represents a LedgerNoToken error raised by the Parley contract.
type ParleyLedgerNoToken struct {
	Token common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LedgerNoToken(address token)
func ParleyLedgerNoTokenErrorID() common.Hash {
	return common.HexToHash("0x4d9606302572925fb362e9dc58c86cafa393c2327eaacb687f8e595e7fd53045")
}

// UnpackLedgerNoTokenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LedgerNoToken(address token)
func (parley *Parley) UnpackLedgerNoTokenError(raw []byte) (*ParleyLedgerNoToken, error) {
	out := new(ParleyLedgerNoToken)
	if err := parley.abi.UnpackIntoInterface(out, "LedgerNoToken", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyLedgerZeroAddress represents a LedgerZeroAddress error raised by the Parley contract.
type ParleyLedgerZeroAddress struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LedgerZeroAddress()
func ParleyLedgerZeroAddressErrorID() common.Hash {
	return common.HexToHash("0x9e9ea0db4f97195468402498cf69c7ce52c42fe38b1bcced9cf5f8d199b90b66")
}

// UnpackLedgerZeroAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LedgerZeroAddress()
func (parley *Parley) UnpackLedgerZeroAddressError(raw []byte) (*ParleyLedgerZeroAddress, error) {
	out := new(ParleyLedgerZeroAddress)
	if err := parley.abi.UnpackIntoInterface(out, "LedgerZeroAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyReentrancyGuardReentrantCall represents a ReentrancyGuardReentrantCall error raised by the Parley contract.
type ParleyReentrancyGuardReentrantCall struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ReentrancyGuardReentrantCall()
func ParleyReentrancyGuardReentrantCallErrorID() common.Hash {
	return common.HexToHash("0x3ee5aeb571de7fc460830b4d0017439a1ca56fb0bc39062227ade4fe4a24c1ca")
}

// UnpackReentrancyGuardReentrantCallError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ReentrancyGuardReentrantCall()
func (parley *Parley) UnpackReentrancyGuardReentrantCallError(raw []byte) (*ParleyReentrancyGuardReentrantCall, error) {
	out := new(ParleyReentrancyGuardReentrantCall)
	if err := parley.abi.UnpackIntoInterface(out, "ReentrancyGuardReentrantCall", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleySafeERC20FailedOperation represents a SafeERC20FailedOperation error raised by the Parley contract.
type ParleySafeERC20FailedOperation struct {
	Token common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error SafeERC20FailedOperation(address token)
func ParleySafeERC20FailedOperationErrorID() common.Hash {
	return common.HexToHash("0x5274afe73c98b4749fc91ffae6b7b574e7842cb2144a159e9377a5f20b32edf9")
}

// UnpackSafeERC20FailedOperationError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error SafeERC20FailedOperation(address token)
func (parley *Parley) UnpackSafeERC20FailedOperationError(raw []byte) (*ParleySafeERC20FailedOperation, error) {
	out := new(ParleySafeERC20FailedOperation)
	if err := parley.abi.UnpackIntoInterface(out, "SafeERC20FailedOperation", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// ParleyStringTooLong represents a StringTooLong error raised by the Parley contract.
type ParleyStringTooLong struct {
	Str string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error StringTooLong(string str)
func ParleyStringTooLongErrorID() common.Hash {
	return common.HexToHash("0x305a27a93f8e33b7392df0a0f91d6fc63847395853c45991eec52dbf24d72381")
}

// UnpackStringTooLongError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error StringTooLong(string str)
func (parley *Parley) UnpackStringTooLongError(raw []byte) (*ParleyStringTooLong, error) {
	out := new(ParleyStringTooLong)
	if err := parley.abi.UnpackIntoInterface(out, "StringTooLong", raw); err != nil {
		return nil, err
	}
	return out, nil
}
