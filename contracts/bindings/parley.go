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
	Bin: "0x6101a080604052346101f857604081615b5b803803809161002082856101fc565b8339810103126101f8578051906001600160a01b038216908183036101f8576020015163ffffffff8116908181036101f857604051906100616040836101fc565b600682526020820192655061726c657960d01b8452604051956100856040886101fc565b600187526020870195603160f81b8752803b156101e65750608052156101d75760a0526100b181610233565b610160526100be84610233565b6101805251902091826101205251902080610140524660e0526040519060208201927f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f8452604083015260608201524660808201523060a082015260a0815261012860c0826101fc565b51902060c05230610100526040516158bc908161029f823960805181818161018f0152818161057a01528181612b1801526137c9015260a05181818161067c0152818161276b0152818161452401528181614585015281816145da0152818161467801526146f5015260c05181615675015260e0518161572c0152610100518161563f015261012051816156c4015261014051816156ea01526101605181611cce01526101805181611cf80152f35b6301d67df760e01b5f5260045ffd5b6304d9606360e41b5f5260045260245ffd5b5f80fd5b601f909101601f19168101906001600160401b0382119082101761021f57604052565b634e487b7160e01b5f52604160045260245ffd5b601f81511161025e57602081519101516020821061024f571790565b5f198260200360031b1b161790565b604460209160405192839163305a27a960e01b83528160048401528051918291826024860152018484015e5f828201840152601f01601f19168101030190fdfe60806040526004361015610011575f80fd5b5f5f3560e01c80630984ad9e14612bb757806312a62cff14612ad157806313b57d09146127af578063159238841461278f5780631e3059761461274e57806320e9398c146126c057806334d208bf1461264d5780633dd681561461240f5780633ee3b6e51461228857806345f3a78c1461221e57806347e7ef24146121df5780635d3cfd9114611fbd57806373f4256114611f9f5780638086b8ba14611e9f57806380ade87714611db057806384b0196e14611cb45780638617e7a2146118005780639be6222f1461175f578063a1e676eb14611562578063aa2b8fd11461153f578063b5306184146110d5578063bb00202e146110a9578063c8ee84a11461106f578063d3c3a51114610f6f578063db37b07614610c61578063e1660907146109a8578063e57e0b001461095d578063ef4c25231461064e578063f3fef3a3146104c9578063f683889f1461049e578063f754e83c146101c15763fc0c546a1461017a575f80fd5b346101be57806003193601126101be576040517f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03168152602090f35b80fd5b50346101be573660031901610280811261049a5760e0136101be576101803660e31901126101be57610264356001600160401b03811161049a57610209903690600401612d08565b610211613174565b60015f51602061589c5f395f51905f525d61022a6139b2565b916102348361441d565b90610124356001600160401b03811690818103610496575042118015610485575b61047157602435926001600160a01b038416840361046d576102a8916102a261027d87614895565b61028561563c565b6042916040519161190160f01b8352600283015260228201522090565b85615078565b15610459576102c66102c06102bb614370565b613e95565b9161408d565b916102d2600485615539565b6102dc600161556f565b9192916004359181816001600160a01b038516808603610455576001600160a01b038a1614908161042f575b50610422575b5061032c9086519761032660208901998a5190612fc2565b90615320565b61034760408601948551946103266060890196875190612fc2565b600781101561040e57806103fe575b5050608083018051806103ee575b5060a08401918251806103d9575b50604051935f51602061587c5f395f51905f529660e096600187525160208701525160408601525160608501525160808401525160a08301525160c0820152a2805f51602061589c5f395f51905f525d80f35b634e487b7160e01b5f52602160045260245ffd5b6103e590600154612fc2565b6001555f610372565b6103f89088615167565b5f610364565b610407916151b0565b5f80610356565b634e487b7160e01b88526021600452602488fd5b899250905061032c61030e565b9050600781101561044157155f610308565b634e487b7160e01b8b52602160045260248bfd5b8b80fd5b63730bcaed60e01b84526004839052602484fd5b8580fd5b63c5a66fd360e01b85526004849052602485fd5b5061048f826144c4565b4211610255565b8680fd5b5080fd5b50346101be5760203660031901126101be575060206104c161027d600435615039565b604051908152f35b50346101be5760403660031901126101be576104e3612cde565b602435906104ef613174565b60015f51602061589c5f395f51905f525d6001600160a01b031680158015610645575b61063657335f908152602081905260409020546001600160701b031682811061061b5750335f90815260208190526040902080548390039055806040518381527fd1c19fbcd4551a5edfb66d43d2e337c04837afda3482b42bdf569a8fccdae5fb60203392a37f0000000000000000000000000000000000000000000000000000000000000000916040519163a9059cbb60e01b855260045260245260208360448180865af19060018451148216156105fb575b50156105e05750805f51602061589c5f395f51905f525d80f35b635274afe760e01b82526001600160a01b0316600452602490fd5b60018215166106135750813b15153d1516165f6105c6565b3d84823e3d90fd5b63329f099f60e01b8452336004526024526044829052606483fd5b639e9ea0db60e01b8352600483fd5b50308114610512565b50346101be5761065d36612df7565b94909361066b939293613174565b6106758183613a5b565b96606083017f000000000000000000000000000000000000000000000000000000000000000063ffffffff166106aa82612f84565b6001600160601b03806106bf60c08801612f84565b16911610159182610930575b5081610902575b816108d3575b8161087a575b6106ea60408501613160565b9060608501916001600160401b038061070285613160565b16911611159182610852575b5081610835575b81610819575b50602084019061072a82612e65565b6001600160a01b0361073b88612e65565b6001600160a01b039092169116141591826107e5575b826107b3575b50826107ab575b50816107a3575b501561078f576020886104c16107898a8a8a8a8a6107828b612e65565b908861345f565b8261434f565b631ce0752360e11b81526004889052602490fd5b90505f610765565b91505f61075e565b6107be919250612e65565b6001600160a01b036107cf86612e65565b6001600160a01b0390921691161415905f610757565b91506107f082612e65565b6001600160a01b0361080460208901612e65565b6001600160a01b039092169116141591610751565b905063ffffffff61082c60a086016144b3565b1610155f61071b565b80915063ffffffff610849608087016144b3565b16101590610715565b61085d919250613160565b6001600160401b0361086f8342612fc2565b91161015905f61070e565b90506108896101008401612f84565b6001600160601b0361089e6101208601612f84565b1690816003029160038304036108bf576001600160601b03161015906106de565b634e487b7160e01b84526011600452602484fd5b90506108e160808501612f84565b6001600160601b03806108f76101008701612f84565b1691161015906106d8565b905061091060808501612f84565b6001600160601b038061092560e08701612f84565b1691161015906106d2565b61093b919250612f84565b6001600160601b03806109516101208701612f84565b1691161015905f6106cb565b50346101be5760603660031901126101be576024356001600160801b038116810361049a57604435916001600160801b03831683036101be5760206104c161027d858560043561483e565b50346101be576109b736612df7565b6109c49592949395613174565b60015f51602061589c5f395f51905f525d6109df8484613a5b565b91610a0b6109ec846147fc565b966109f961027d86615039565b9889610a068a8a8a6140c2565b615078565b15610c4d5790610a23916020850197610a0689612e65565b15610c3b57610a30613bac565b50604084015115610bda57610a486102bb8484613cea565b94610a548585856140c2565b610a5f868686614f58565b96610a6a8585615539565b610a74600261556f565b999194908a816001600160a01b03610a8b8b612e65565b166001600160a01b038816149081610bb4575b50610ba7575b5090610ac0610ac5928551966103266020880198895190612fc2565b612e65565b98610ae1604084019586519b610326606087019d8e5190612fc2565b60078110156104415780610b8f575b506080820190815180610b7f575b505060a08201805180610b6a575b5060405191610b579a87965f51602061587c5f395f51905f529660e096600287525160208701525160408601525160608501525160808401525160a08301525160c0820152a2614d19565b805f51602061589c5f395f51905f525d80f35b610b7690600154612fc2565b6001555f610b0c565b610b8891615167565b5f80610afe565b610ba190610b9c88612e65565b6151b0565b5f610af0565b8c9b509050610ac0610aa4565b90506007811015610bc657155f610a9e565b634e487b7160e01b8e52602160045260248efd5b610a48610be5613bac565b6001600160601b03610bf960408601612f84565b1681526001600160601b03610c1060608601612f84565b1660208201526001600160601b03610c2a60808601612f84565b166040820152876060820152613e95565b63730bcaed60e01b8652600452602485fd5b633081a3fb60e11b88526004839052602488fd5b50346101be57610c7036612d35565b610c7b929192613174565b60015f51602061589c5f395f51905f525d610c968383613a5b565b92610c9f612f98565b50610ca98461415d565b9182516005811015610f5b5760011901610f48576001600160a01b03610cce85612e65565b163303610f3457610cdf8284614618565b4211610f205760808301926001600160401b03198451169360208301946001600160401b0319610d19610d1188612f84565b86358b61472a565b1603610f0c57610d2883614e2a565b15610ef857908291610d3b859489613aba565b6003835264ffffffffff4216606084015267ffffffffffffffff19169052610d638188614dbf565b610d6e818488614f58565b94610d7890612f84565b6001600160601b0316610d8c908488613db6565b60e001516001600160601b031692610da391614618565b6001600160401b031692604051610dba8184612fe3565b60a0810184905260c081018590526001600160a01b0386169088907f19220ad5ef46fcc0bd30bc0241a9039ff6d21d7a990605a22418049bf0412f8b9060e090a360405163740aca6760e11b602082015260248101889052956001600160a01b03610e2482612cf4565b1660448801526001600160a01b03610e3e60208301612cf4565b166064880152610e5060408201612fcf565b6001600160601b03166084880152610e6a60608201612fcf565b6001600160601b031660a4880152610e8460808201612fcf565b6001600160601b031660c4880152610e9e60a08201612f42565b6001600160401b031660e488015260c001356101048701526101248601610ec49161304b565b6102a48501610ed291612fe3565b6103448401526103648301526103648252610eef61038483612f17565b610b5792614fe4565b6346ecd94960e01b88526004879052602488fd5b636538d6ad60e01b88526004879052602488fd5b63c5a66fd360e01b86526004859052602486fd5b635731c40f60e01b86526004859052602486fd5b621e0ea560ea1b86526004859052602486fd5b634e487b7160e01b87526021600452602487fd5b50346101be57610f7e36612dcd565b90610f87613174565b60015f51602061589c5f395f51905f525d610fa28282613a5b565b91610fab612f98565b50610fb583614457565b916001600160a01b0390610fcc9084908490614f58565b16330361105b57610fdd9082614618565b42116110475760408101805161103457906001610ffb925282614dbf565b33907f5bbd19fdf6e2b7dee00f1d0ba375864652953dcb4d5e1fc5ae49a219e1c3c8668380a3805f51602061589c5f395f51905f525d80f35b621e0ea560ea1b84526004839052602484fd5b63c5a66fd360e01b83526004829052602483fd5b6380b1030560e01b84526004839052602484fd5b50346101be5760603660031901126101be57604435906001600160601b03821682036101be5760206104c161027d84602435600435614d6a565b50346101be5760206104c16110cb6110d06110c336612dcd565b809391613a5b565b61415d565b614618565b50346101be573660031901610360811261049a5760e0136101be576101803660e31901126101be5760a0366102631901126101be576040366103031901126101be57610344356001600160401b03811161049a57611137903690600401612d08565b61113f613174565b60015f51602061589c5f395f51905f525d6111586139b2565b91611162836147fc565b918251600581101561152b57600214806114e8575b9183516005811015610f5b57600314611468575b9161119a916111a093866148d4565b8361434f565b604081015115611369576111cb6111c66001600160601b036111c0612f6d565b16613bf9565b613e75565b916111d58261408d565b6111de83614eac565b906111ea600484615539565b6111f4600761556f565b969193906004359088816001600160a01b038416808503611365576001600160a01b03881614908161133f575b50611332575b5061123f908451956103266020870197885190612fc2565b602435976001600160a01b038916890361132e5761126e604085019687519a610326606088019c8d5190612fc2565b600781101561131a578061130a575b505060808201908151806112fa575b505060a082018051806112e5575b5060405191610b579887965f51602061587c5f395f51905f529660e096600787525160208701525160408601525160608501525160808401525160a08301525160c0820152a2614cc6565b6112f190600154612fc2565b6001555f61129a565b61130391615167565b5f8061128c565b611313916151b0565b5f8061127d565b634e487b7160e01b8a52602160045260248afd5b8980fd5b8a9950905061123f611227565b9050600781101561135157155f611221565b634e487b7160e01b8c52602160045260248cfd5b8c80fd5b6113728161408d565b9161137e600482615539565b61032435926001600160601b0384169384810361046d57506044356001600160601b03811690818103610496576113b791869150613796565b906064356001600160601b038116808203611464576113e0936113da9250612fc2565b90615238565b6024356001600160a01b038116810361146057608435906001600160601b038216918281036104965761145b956114477f98b66cc21ad25a42ff2c19b741f7bd1aaab90f11c2d70dc76384799882870b849361144187966040955084612fc2565b906152b0565b8151906103043582526020820152a2614c73565b610b57565b8480fd5b8780fd5b91506001600160401b03196080840151166001600160401b031961148b86613a7f565b16036114d4576111a09161119a91610304356102643514806114b1575b9350915061118b565b506114ba612f56565b6001600160601b03806114cb612f6d565b169116146114a8565b636538d6ad60e01b85526004849052602485fd5b50608083015167ffffffffffffffff1916610324356001600160601b0381168103610496576115246001600160401b031991610304358861472a565b1614611177565b634e487b7160e01b86526021600452602486fd5b50346101be5760203660031901126101be575060206104c161027d600435614895565b50346101be5761157136612dcd565b9061157a613174565b60015f51602061589c5f395f51905f525d6115958282613a5b565b9161159e612f98565b506115aa600184614481565b916115b58284614618565b42111561174b576115ce6115c98383613cea565b613e43565b936115da8484846140c2565b6115e5858585614f58565b906115f08484615539565b6115fa600361556f565b9891939089816001600160a01b036116118a612e65565b166001600160a01b038716149081611725575b50611718575b50611642908351946103266020860196875190612fc2565b61164e60208701612e65565b9861166a604084019586519b610326606087019d8e5190612fc2565b60078110156104415780611705575b5060808201908151806116f5575b505060a082018051806116e0575b5060405191610b579a87965f51602061587c5f395f51905f529660e096600387525160208701525160408601525160608501525160808401525160a08301525160c0820152a2614c22565b6116ec90600154612fc2565b6001555f611695565b6116fe91615167565b5f80611687565b61171290610b9c88612e65565b5f611679565b8b9a50905061164261162a565b9050600781101561173757155f611624565b634e487b7160e01b8d52602160045260248dfd5b633fb5d0c360e11b85526004849052602485fd5b50346101be573660031901610120811261049a5760e0136101be5760e4356001600160401b03811161049a57611799903690600401612d08565b9190610104356001600160401b0381116117fc576117bb903690600401612d08565b9390916117c6613174565b6117d161027d6140f1565b93600435906001600160a01b03821682036101be5750926107899260209692856104c1965087613198565b8280fd5b50346101be5736600319016102e0811261049a5760e0136101be576101803660e31901126101be57610264356001600160801b038116908181036117fc57610284356001600160801b03811692838203611460576102a4356001600160401b03811161046d57611874903690600401612d08565b906102c4356001600160401b03811161146457611895903690600401612d08565b9161189e613174565b60015f51602061589c5f395f51905f525d6118ce61027d6118bd6139b2565b976118c7896147fc565b998961483e565b602088015190949015611c955760e435916001600160a01b0383168303611c91576118fa928690615078565b15611c7d576024356001600160a01b03811690036114645761191e92602435615078565b15611c695761192b613bac565b50604083015115611c5c5761193e613bac565b5061194a8560046143cf565b6101a4356001600160601b03811690818103611464575060208201519081811015611c55575b60808301526101c4356001600160601b03811690818103611c51575060408301519081811015611c4a575b60a08401526101e435906001600160601b0382169182810361132e575080821015611c425750905b8160c084015261020435906001600160601b0382169081830361132e576003925080821015611c3a5750915b0480821015611c3357505b60e08201525b8051611a126020830191825190612fc2565b92611a236040840194855190612fc2565b91611a2e8883612fc2565b92611a3f60e0860194855190612fc2565b03611c1f5790611a5e611a7192611a54613dc5565b9551905190612fc2565b80821015611c195750805b818552613796565b60208301908152925180871015611c105750611a95865b6040840197818952613796565b6060830152519460808201958652611aac8561408d565b611ab586614eac565b90611ac1600487615539565b611acb600e61556f565b909290919082846004356001600160a01b03811690819003611c0c576001600160a01b038416149081611bfa575b50611bed575b50611b2e9293611b169161032689518b5190612fc2565b611b268551606088015190612fc2565b602435615320565b6007811015611bd95780611bc7575b50865180611bb7575b505060a08201805180611ba2575b5060405190610b579760605f51602061587c5f395f51905f529560e0958998600e8752825160208801525160408701525182860152015160808401525160a08301525160c0820152a2614bcb565b611bae90600154612fc2565b6001555f611b54565b611bc091615167565b5f80611b46565b611bd3906004356151b0565b5f611b3d565b634e487b7160e01b89526021600452602489fd5b93508b9250611b16611aff565b90506007811015610bc657155f611af9565b8e80fd5b611a9590611a88565b90611a69565b63a6eba42360e01b89526004869052602489fd5b90506119fa565b9050916119ef565b9050906119c3565b508061199b565b8880fd5b5080611970565b611c64614370565b611a00565b63730bcaed60e01b85526004829052602485fd5b633081a3fb60e11b88526004859052602488fd5b5f80fd5b600435916001600160a01b0383168303611c91576118fa928690615078565b50346101be57806003193601126101be57611d5490611cf27f0000000000000000000000000000000000000000000000000000000000000000615787565b90611d1c7f0000000000000000000000000000000000000000000000000000000000000000615787565b906020611d6260405193611d308386612f17565b8385525f368137604051968796600f60f81b885260e08589015260e0880190612da9565b908682036040880152612da9565b904660608601523060808601528260a086015284820360c08601528080855193848152019401925b828110611d9957505050500390f35b835185528695509381019392810192600101611d8a565b50346101be5760203660031901126101be576004356001600160401b03811161049a57611de1903690600401612cae565b90611dea613174565b82839161013e1981360301915b84841015611e94578360051b82013583811215610496578201611e1c61027d82614127565b90611e43611e2e610120830183612e79565b9063ffffffff60e01b9360e081019086614293565b1680611e5f575050611e56600191612eab565b935b0192611df7565b907f35d9c09967cda39ae0cfcb5b99d68d97c9220b6e59a246f65c396f26077abf4060206001949793604051908152a2611e58565b602090604051908152f35b50346101be5760203660031901126101be5760e090611ebc612cde565b8160c0604051611ecb81612ecd565b8281528260208201528260408201528260608201528260808201528260a0820152015260018060a01b031681528060205262ffffff60408220546001600160701b038116925081604051611f1e81612ecd565b8481528160208201818560701c1681528160408401818760881c168152816060860191818960a01c168352816080880195818b60b81c16875260c060a08a0199838d60d01c168b52019a60e81c8b526040519c8d52511660208c0152511660408a01525116606088015251166080860152511660a0840152511660c0820152f35b50346101be57806003193601126101be576020600154604051908152f35b50346101be57611fcc36612d6f565b90611fd5613174565b60015f51602061589c5f395f51905f525d611ff08184613a5b565b92611ff9612f98565b50612005600285614481565b926120108385614618565b4211156121cb576120228185876147a9565b156121b7576120496001600160601b03612041602061204e9401612f84565b168484613db6565b613e05565b9361205a8484846140c2565b612065858585614f58565b906120708484615539565b61207a600561556f565b9891939089816001600160a01b036120918a612e65565b166001600160a01b0387161490816121a5575b50612198575b506120c2908351946103266020860196875190612fc2565b6120ce60208701612e65565b986120ea604084019586519b610326606087019d8e5190612fc2565b60078110156104415780612185575b506080820190815180612175575b505060a08201805180612160575b5060405191610b579a87965f51602061587c5f395f51905f529660e096600587525160208701525160408601525160608501525160808401525160a08301525160c0820152a2614b7a565b61216c90600154612fc2565b6001555f612115565b61217e91615167565b5f80612107565b61219290610b9c88612e65565b5f6120f9565b8b9a5090506120c26120aa565b9050600781101561173757155f6120a4565b636538d6ad60e01b86526004859052602486fd5b633fb5d0c360e11b86526004859052602486fd5b50346101be5760403660031901126101be57610b576121fc612cde565b612204613174565b60015f51602061589c5f395f51905f525d602435906137a3565b50346101be576101803660031901126101be57506020604051818101907f1f8098c40964e4678cb472b6aa87b446565ffd3b3bce6e422574446935abbe44825261226c60408201600461304b565b6101a0815261227d6101c082612f17565b519020604051908152f35b50346101be5761229736612d6f565b61229f613174565b60015f51602061589c5f395f51905f525d6122ba8284613a5b565b926122c48461441d565b926001600160a01b036122d960208401612e65565b1633036123fb576122ea8185614618565b4211610f205760208301926122fe84612f84565b6001600160601b038061231360408701612f84565b169116116123e75761239f7f1ac1fcfa47adf604611e19ff563e7b5e989e9edc5a31433eced01f61d00c644c9593608095936123876123a594359661236161235a88612f84565b898d61472a565b600282524264ffffffffff16606083015267ffffffffffffffff1916898201528a614dbf565b6001600160601b0361239886612f84565b1691613db6565b91612f84565b906001600160601b038060c08160a085015116930151169260405194855216602084015260408301526060820152a2805f51602061589c5f395f51905f525d80f35b635863632760e11b87526004869052602487fd5b6330d7bccb60e11b86526004859052602486fd5b50346101be5761241e36612d35565b90612427613174565b60015f51602061589c5f395f51905f525d6124428184613a5b565b9261244b612f98565b50612457600385614481565b926124628385614618565b4211156121cb576001600160401b03196080850151166001600160401b031961248b8388613aba565b16036121b7576001600160601b036124a860206124af9301612f84565b16826143cf565b936124b8613dc5565b506124e36001956060810151871c60e08201906124d98251808b1c90613796565b9151891c926154a3565b946124ef8585856140c2565b6124fa868686614f58565b966125058585615539565b61250f600d61556f565b999194908a816001600160a01b036125268b612e65565b166001600160a01b03881614908161263b575b5061262e575b50612557908451956103266020870197885190612fc2565b61256360208801612e65565b9961257f604085019687519c610326606088019e8f5190612fc2565b6007811015611351578061261b575b50608083019182518061260b575b505060a08301908151806125f7575b505060405191610b579a87965f51602061587c5f395f51905f529660e096600d87525160208701525160408601525160608501525160808401525160a08301525160c0820152a2614b1c565b612602908254612fc2565b90555f806125ab565b61261491615167565b5f8061259c565b61262890610b9c89612e65565b5f61258e565b8c9b50905061255761253f565b90506007811015610bc657155f612539565b50346101be573660031901610140811261049a5760e0136101be5760403660e31901126101be57610124356001600160401b03811161049a576126b761269a6126bd923690600401612d08565b6126a5929192613174565b6126b061027d6140f1565b92836141c9565b9061434f565b80f35b50346101be5760203660031901126101be576126da612f98565b506126e660043561415d565b604051908051600581101561273a5760a09350825260208101511515602083015260408101511515604083015264ffffffffff606082015116606083015260806001600160401b0319910151166080820152f35b634e487b7160e01b84526021600452602484fd5b50346101be57806003193601126101be57602060405163ffffffff7f0000000000000000000000000000000000000000000000000000000000000000168152f35b50346101be5760e03660031901126101be575060206104c161027d6140f1565b50346101be573660031901610380811261049a5760e0136101be576101803660e31901126101be5760a0366102631901126101be576080366103031901126101be576127f9613174565b60015f51602061589c5f395f51905f525d6128126139b2565b61281a612f98565b5061282481614457565b6001600160a01b036128398260e46004614f58565b163303612abd5761284b60e482614618565b4211611047576001600160401b03196080820151166001600160401b031961287284613a7f565b1603612aa957610304356004811015612aa55761288e81612f38565b8015612a9157604051906128a181612f38565b815261032435801515809103611460576020820152610344356040820152610364356001600160401b038116809103611460576060820152827fbde37cda85445d307e93217b58d232f9d20ecb746a2d92345e5e8dc1f647e5ce60803393a3612908613ad2565b906129286102c06129226001600160601b036111c0612f56565b84613ec9565b612933600485615539565b61293c8361556f565b91906004359083816001600160a01b038416808503610455576001600160a01b038816149081612a7f575b50612a72575b50612985908651956103266020890197885190612fc2565b602435926001600160a01b0384168403611c51576129b4604087019384519561032660608a0197885190612fc2565b6007811015611bd9579160e0959391835f51602061587c5f395f51905f52989694612a62575b50506080840192835180612a52575b5060a0850194855180612a3d575b50612a0560405180986140e4565b5160208701525160408601525160608501525160808401525160a08301525160c0820152a2805f51602061589c5f395f51905f525d80f35b612a4990600154612fc2565b6001555f6129f7565b612a5c9033615167565b5f6129e9565b612a6b916151b0565b5f806129da565b899450905061298561296d565b9050600781101561044157155f612967565b63080b88bd60e01b84526004839052602484fd5b8380fd5b636538d6ad60e01b83526004829052602483fd5b6380b1030560e01b83526004829052602483fd5b5034611c915760c0366003190112611c9157612aeb612cde565b9060243560643560ff8116809103611c9157612b05613174565b60015f51602061589c5f395f51905f525d7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031690813b15611c91575f9160e48392604051948593849263d505accf60e01b84523360048501523060248501528860448501526044356064850152608484015260843560a484015260a43560c48401525af1612ba1575b50610b5791926137a3565b610b5792505f612bb091612f17565b5f91612b96565b34611c91576020366003190112611c91576004356001600160401b038111611c9157612be7903690600401612cae565b612bef613174565b5f3683900361011e1901815b83831015611e94578260051b85013582811215611c91578501612c2061027d82614127565b90612c5d612c2d82612e65565b612c3a60e0840184612e79565b612c4b610100869493940186612e79565b93909263ffffffff60e01b968861345f565b1680612c79575050612c70600191612eab565b925b0191612bfb565b907f35d9c09967cda39ae0cfcb5b99d68d97c9220b6e59a246f65c396f26077abf4060206001949693604051908152a2612c72565b9181601f84011215611c91578235916001600160401b038311611c91576020808501948460051b010111611c9157565b600435906001600160a01b0382168203611c9157565b35906001600160a01b0382168203611c9157565b9181601f84011215611c91578235916001600160401b038311611c915760208381860195010111611c9157565b60031981016103008112611c915760e013611c915760049161018060e319830112611c915760a060e492610263190112611c915761026490565b60031981016102a08112611c915760e013611c915760049161018060e319830112611c9157604060e492610263190112611c915761026490565b805180835260209291819084018484015e5f828201840152601f01601f1916010190565b9060031982016102608112611c915760e013611c915761018060049260e3190112611c915760e490565b60031981016102a08112611c915760e013611c915760049161018060e319830112611c915760e491610264356001600160401b038111611c915781612e3e91600401612d08565b9290929161028435906001600160401b038211611c9157612e6191600401612d08565b9091565b356001600160a01b0381168103611c915790565b903590601e1981360301821215611c9157018035906001600160401b038211611c9157602001918136038313611c9157565b5f198114612eb95760010190565b634e487b7160e01b5f52601160045260245ffd5b60e081019081106001600160401b03821117612ee857604052565b634e487b7160e01b5f52604160045260245ffd5b60a081019081106001600160401b03821117612ee857604052565b90601f801991011681019081106001600160401b03821117612ee857604052565b600411156103c557565b35906001600160401b0382168203611c9157565b610284356001600160601b0381168103611c915790565b610324356001600160601b0381168103611c915790565b356001600160601b0381168103611c915790565b60405190612fa582612efc565b5f6080838281528260208201528260408201528260608201520152565b91908201809211612eb957565b35906001600160601b0382168203611c9157565b803582526001600160601b03612ffb60208301612fcf565b16602083015260408101356003811015611c9157613034608080936001600160401b039360408701526060810135606087015201612f42565b16910152565b359063ffffffff82168203611c9157565b6101609081906001600160a01b0361306282612cf4565b1684526001600160a01b0361307960208301612cf4565b1660208501526001600160401b0361309360408301612f42565b1660408501526001600160401b036130ad60608301612f42565b16606085015263ffffffff6130c46080830161303a565b16608085015263ffffffff6130db60a0830161303a565b1660a08501526001600160601b036130f560c08301612fcf565b1660c08501526001600160601b0361310f60e08301612fcf565b1660e08501526001600160601b0361312a6101008301612fcf565b166101008501526001600160601b036131466101208301612fcf565b166101208501526101408101356101408501520135910152565b356001600160401b0381168103611c915790565b5f51602061589c5f395f51905f525c61318957565b633ee5aeb560e01b5f5260045ffd5b92939091835f52600260205260405f205461344d5760a4356001600160401b03811690818103611c915750421161343b576024356001600160a01b038116969092908784141580611c91576004356001600160a01b03811698909490898603611c9157898b148015613426575b61340f576132149189896150c3565b156133fa57611c91576132289186856150c3565b156133e857604435906001600160601b03821691828103611c91576064356001600160601b03811691828203611c91576132628386612fc2565b95608435946001600160601b03861695868103611c9157506001600160a01b0389165f9081526020819052604090205488906001600160701b0316106133d0576001600160a01b0382165f9081526020819052604090205486906001600160701b0316106133b8578861330d6060997fbc3cf992a04542e754e188757083fecf2ae2fc3dfb1654981fcd19834a8470419b60018060a01b03165f525f60205260405f20908154039055565b6001600160a01b0383165f9081526020819052604090208054889003905560018060a01b03168b81141561336e60405161334681612efc565b600181528260208201525f604082015264ffffffffff42168c8201525f60808201528d614dbf565b61338d575b505050505060405192835260208301526040820152a45f90565b8a7fa7e1baf7797abfb934f7bbbb99434e54a5fb4a0ceee4629a500f2d0c6fc300fb5f80a35f613373565b5063078909df60e01b9b9a5050505050505050505050565b50630240e58360e01b9b9a5050505050505050505050565b5063730bcaed60e01b95945050505050565b50633081a3fb60e11b98975050505050505050565b506369b5a9f160e01b9a9950505050505050505050565b505f92506001600160a01b0388168b14613205565b5063c5a66fd360e01b95945050505050565b5063ce58e1dd60e01b95945050505050565b939590949192845f52600260205260405f2054613783576001600160401b0361348a60a08801613160565b16421161377057602086019661349f88612e65565b6001600160a01b036134b089612e65565b6001600160a01b039092169116148015613753575b61373f576134d49186866150c3565b1561372d576134ec91846134e788612e65565b6150c3565b1561371d5760408301926001600160601b0361350785612f84565b169361352960608301956001600160601b0361352288612f84565b1690612fc2565b9261353660808401612f84565b908461355b8260018060a01b03165f525f6020526001600160701b0360405f20541690565b10613709576001600160601b036135976135748a612e65565b6001600160a01b03165f908152602081905260409020546001600160701b031690565b92168092106136f5576136a461369e6136986136926060978561361b888f61360190610ac07fbc3cf992a04542e754e188757083fecf2ae2fc3dfb1654981fcd19834a8470419f6001600160601b039c60018060a01b03165f525f60205260405f20908154039055565b60018060a01b03165f525f60205260405f20908154039055565b6136736001600160a01b0361362f84612e65565b6040516001600160a01b0390941693911661364982612efc565b6001825283141560208201525f604082015264ffffffffff42168c8201525f60808201528d614dbf565b6001600160a01b0361368483612e65565b1681036136ca575b50612e65565b9a612e65565b94612f84565b97612f84565b604080519883168952911660208801528601526001600160a01b03908116951693a45f90565b8b7fa7e1baf7797abfb934f7bbbb99434e54a5fb4a0ceee4629a500f2d0c6fc300fb5f80a35f61368c565b5063078909df60e01b979650505050505050565b50630240e58360e01b979650505050505050565b5063730bcaed60e01b9392505050565b50633081a3fb60e11b95945050505050565b506369b5a9f160e01b979650505050505050565b5061375d88612e65565b6001600160a01b038681169116146134c5565b5063c5a66fd360e01b9695505050505050565b5063ce58e1dd60e01b9695505050505050565b91908203918211612eb957565b6001600160a01b0381169081156139a3576040516370a0823160e01b81523060048201527f0000000000000000000000000000000000000000000000000000000000000000906001600160a01b038216602082602481845afa918215613933575f9261396f575b50604051926323b872dd60e01b5f5233600452306024528660445260205f60648180855af19060015f5114821615613950575b50836040525f6060521561393e57826024816020936370a0823160e01b82523060048301525afa918215613933575f926138ff575b506001600160701b0382116138f057808211156138e85761389291613796565b8381036138d25750826138a491615167565b6040519182527f8752a472e571a816aea92eec8dae9baf628e840f4929fbcc2d155e6233ff68a760203393a3565b83630173e54360e71b5f5260045260245260445ffd5b50505f613892565b63e09f477960e01b5f5260045ffd5b9091506020813d60201161392b575b8161391b60209383612f17565b81010312611c915751905f613872565b3d915061390e565b6040513d5f823e3d90fd5b635274afe760e01b5f5260045260245ffd5b6001821516613966573b15153d1516165f61383d565b843d5f823e3d90fd5b9091506020813d60201161399b575b8161398b60209383612f17565b81010312611c915751905f61380a565b3d915061397e565b639e9ea0db60e01b5f5260045ffd5b6139f06101006040517f79833224428c4ddbbac50fc742dbe567779d965613733840497f0b14fb7e13fe815260e0600460208301372061028561563c565b9060405160208101907f1f8098c40964e4678cb472b6aa87b446565ffd3b3bce6e422574446935abbe448252613a2a6040820160e461304b565b6101a08152613a3b6101c082612f17565b51902060c43503613a4857565b50638fca103760e01b5f5260045260245ffd5b91909160c0613a75613a6f61027d84614127565b9461475a565b91013503613a4857565b6040519060208201908152613a9960408301610264612fe3565b60c08252613aa860e083612f17565b9051902067ffffffffffffffff191690565b613a9960405192602084019283526040840190612fe3565b610304356004811015611c9157613ae881612f38565b60038114613ba6576102a4356003811015611c9157600180911491613b0c81612f38565b14613b815780613b72575b80613b2c575b15613b2757600890565b600990565b506103443561026435141580613b1d57506102e4356001600160401b03811690818103611c91575061036435906001600160401b03821691828103611c91575014613b1d565b50610344356102c43514613b17565b613ba157610324358015158103611c915715613b9c57600b90565b600a90565b600690565b50600c90565b6040519061010082018281106001600160401b03821117612ee8576040525f60e0838281528260208201528260408201528260608201528260808201528260a08201528260c08201520152565b613c0d90613c05613bac565b5060046143cf565b906101a4356001600160601b03811690818103611c91575060208301519081811015613ce3575b60808401526101c4356001600160601b03811690818103611c91575060408401519081811015613cdc575b60a08501526101e435906001600160601b03821691828103611c91575080821015613cd45750905b8160c085015261020435906001600160601b03821690818303611c91576003925080821015613ccc5750915b0480821015613cc557505b60e0830152565b9050613cbe565b905091613cb3565b905090613c87565b5080613c5f565b5080613c34565b5f613d0091939293613cfa613bac565b506143cf565b916003613d0f60c08301612f84565b6020850151906001600160601b031681811015613daf575b60808601526001600160601b03613d83610120613d4660e08701612f84565b604089015190841681811015613da8575b60a08a015283613d6a6101008901612f84565b169080821015613da05750955b8660c08a015201612f84565b169080821015613ccc5750910480821015613cc5575060e0830152565b905095613d77565b5080613d57565b5080613d27565b91613d00919392613cfa613bac565b6040519060c082018281106001600160401b03821117612ee8576040525f60a0838281528260208201528260408201528260608201528260808201520152565b613e0d613dc5565b506080613e1e606083015183615432565b9101613e2c81518351613796565b825251613e3e60608301918251612fc2565b905290565b613e4b613dc5565b5060a0613e57826153ff565b91018051613e6a60408401918251613796565b905251602082015290565b613e9290613e81613dc5565b50606081015160e082015191615463565b90565b613e9290613ea1613dc5565b50613eaa613dc5565b5060e08101613ebe81518060011c90613796565b905160011c916153b1565b613ed1613dc5565b505f90600f811015806103c557600182148015614081575b614072576103c557600381146140655760058114614053575f600682148015614047575b614030576103c5576008811461400c576009811461400157600a8114613fb157600b8114613f9257600c8114908115613f87575b5015613f735750806060613e9292015160011c60e0820190613f6882518060011c90613796565b915160011c926154a3565b634e487b7160e01b81526001600452602490fd5b600d9150145f613f41565b5050806060613e9292015160e0820190613f6882518060011c90613796565b5050606081015160e082015190613fef826040613fcc613dc5565b95613fe6613fdb868351613796565b602083015190612fc2565b87520151613796565b60408401526060830152608082015290565b5050613e92906154e4565b5050614017906154e4565b60a08101613e3e815160011c8060208501528251613796565b505050806060613e9292015160e082015191615463565b50505f60078214613f0d565b50506080613e1e606083015183615432565b505060a0613e57826153ff565b505050613e9290613eaa613dc5565b50505f60028214613ee9565b60200151156140ac5760e4356001600160a01b0381168103611c915790565b6004356001600160a01b0381168103611c915790565b90916020015115155f146140da5750613e9290612e65565b613e929150612e65565b90600f8210156103c55752565b6101006040517f79833224428c4ddbbac50fc742dbe567779d965613733840497f0b14fb7e13fe815260e0600460208301372090565b6101009060e0604051917f79833224428c4ddbbac50fc742dbe567779d965613733840497f0b14fb7e13fe835260208301372090565b614165612f98565b505f52600260205260405f205460ff81169060058210156103c5576040519161418d83612efc565b825261010081161515602083015261020081161515604083015264ffffffffff8160101c1660608301526001600160401b031916608082015290565b91906141d48361415d565b91825160058110156103c55760031461425f57825160058110156103c557600114158061427e575b61426f57602083015161425f5761421860e461422394866147a9565b9160e46004866149b1565b6001600160e01b0319811661425a5750600435906001600160a01b0382168203611c91576142569160e491600490614a69565b5f90565b905090565b50633929ab8160e01b9392505050565b50621e0ea560ea1b9392505050565b50825160058110156103c557600214156141fc565b91929390936142a18361415d565b91825160058110156103c55760031461431757825160058110156103c557600114158061433a575b614329576020830151614317576142e4856142ed94866147a9565b918587866149b1565b926001600160e01b0319841661431157614256935061430b81612e65565b91614a69565b50505090565b50633929ab8160e01b95945050505050565b50621e0ea560ea1b95945050505050565b50825160058110156103c557600214156142c9565b916001600160e01b031982161561436b57505f5260045260245ffd5b915050565b614378613bac565b906044356001600160601b03811690818103611c91575082526064356001600160601b03811690818103611c91575060208301526084356001600160601b03811690818103611c91575060408301525f6060830152565b91906001600160601b0361441060806143e6613bac565b95836143f460408301612f84565b1687528361440460608301612f84565b16602088015201612f84565b1660408401526060830152565b90614426612f98565b506144308261415d565b91825160058110156103c5575f19016144465750565b621e0ea560ea1b5f5260045260245ffd5b90614460612f98565b5061446a8261415d565b91825160058110156103c557600219016144465750565b91909161448c612f98565b506144968161415d565b92835160058110156103c55760058210156103c557036144465750565b3563ffffffff81168103611c915790565b805160058110156103c5576001146145b957805160058110156103c55760021461456057805160058110156103c5576003146144ff57505f90565b60600151610184359064ffffffffff1663ffffffff8216808303611c9157613e9292507f000000000000000000000000000000000000000000000000000000000000000063ffffffff1680821115614558575090612fc2565b905090612fc2565b60600151610164359064ffffffffff1663ffffffff8216808303611c9157613e9292507f000000000000000000000000000000000000000000000000000000000000000063ffffffff1680821115614558575090612fc2565b610144356001600160401b03811691828203611c91576060015161460c91507f000000000000000000000000000000000000000000000000000000000000000063ffffffff169064ffffffffff16612fc2565b8082111561425a575090565b90815160058110156103c5576001146146cc57815160058110156103c5576002146146ac57815160058110156103c5576003146146555750505f90565b63ffffffff61467560a064ffffffffff6060613e929601511693016144b3565b167f000000000000000000000000000000000000000000000000000000000000000063ffffffff1680821115614558575090612fc2565b63ffffffff614675608064ffffffffff6060613e929601511693016144b3565b61471b64ffffffffff60606146ea816001600160401b039501613160565b9401511663ffffffff7f00000000000000000000000000000000000000000000000000000000000000001690612fc2565b9116908082111561425a575090565b90916001600160601b03906040519360208501938452604085015216606083015260608252613aa8608083612f17565b60405161479260208201927f1f8098c40964e4678cb472b6aa87b446565ffd3b3bce6e422574446935abbe448452604083019061304b565b6101a081526147a36101c082612f17565b51902090565b919091825160058110156103c55760021492836147c65750505090565b6080015167ffffffffffffffff199081169350916147f2916147ea60208301612f84565b91359061472a565b16145f8080614311565b90614805612f98565b5061480f8261415d565b91825160058110156103c55715801561482a575b6144465750565b50825160058110156103c557600414614823565b916001600160801b0390816040519360208501957f59483f7517125aecd9e3252db081eac7a7bd1fa19a825de8b5684f13dbe92cbd87526040860152166060840152166080820152608081526147a360a082612f17565b60405160208101917f66acd225dbf7a223ac5b0f478a27fafea1f0784b6c995d4e5d7f62946019070a83526040820152604081526147a3606082612f17565b92909261032435916001600160601b03831690818403611c9157604435906001600160601b03821691828103611c91575081831161499e57159182614993575b505080614974575b614964576149329161027d916103043590614d6a565b60043592906001600160a01b0384168403611c915761495093615078565b15614959575f90565b633df387d560e01b90565b506330d7bccb60e11b9392505050565b506024356001600160a01b03811690818103611c91575033141561491c565b141590505f80614914565b50635863632760e11b9695505050505050565b949091946149c160208701612f84565b916001600160601b036149d660408601612f84565b166001600160601b03841691818311614a5457159182614a49575b505080614a2b575b614a195761027d610a0692614a1392614950983590614d6a565b91612e65565b506330d7bccb60e11b95945050505050565b506001600160a01b03614a4060208501612e65565b163314156149f9565b141590505f806149f1565b50635863632760e11b98975050505050505050565b927f98b66cc21ad25a42ff2c19b741f7bd1aaab90f11c2d70dc76384799882870b8492614b0e604093614a9c8188615539565b614ae4614aab60208601612f84565b936113da614ad06001600160601b0380614ac68b8801612f84565b1697168097613796565b6001600160601b0361352260608701612f84565b6114416001600160601b03614b076080614b0060208601612e65565b9401612f84565b1684612fc2565b8251913582526020820152a2565b929091815160058110156103c55760021901614b7457614b3b92614f58565b604051631649174b60e31b60208201526024810183905290614b7292600d604484015260448352614b6d606484612f17565b614fe4565b565b50505050565b929091815160058110156103c55760021901614b7457614b9992614f58565b604051631649174b60e31b60208201526024810183905290614b72926005604484015260448352614b6d606484612f17565b90805160058110156103c55760021901614c1e57614bec9060e46004614f58565b604051631649174b60e31b60208201526024810183905290614b7292600e604484015260448352614b6d606484612f17565b5050565b929091815160058110156103c55760021901614b7457614c4192614f58565b604051631649174b60e31b60208201526024810183905290614b72926003604484015260448352614b6d606484612f17565b90805160058110156103c55760021901614c1e57614c949060e46004614f58565b604051631649174b60e31b60208201526024810183905290614b72926004604484015260448352614b6d606484612f17565b90805160058110156103c55760021901614c1e57614ce79060e46004614f58565b604051631649174b60e31b60208201526024810183905290614b72926007604484015260448352614b6d606484612f17565b929091815160058110156103c55760021901614b7457614d3892614f58565b604051631649174b60e31b60208201526024810183905290614b72926002604484015260448352614b6d606484612f17565b916001600160601b03906040519260208401947f7370249b255e8fb4af3552709edd062bcc442f4b9aa15ccea266c7217ca10b5c865260408501526060840152166080820152608081526147a360a082612f17565b90805160058110156103c557602082015115614e24576101005b604083015115614e1d57610200905b66ffffffffff0000606085015160101b16921717179060806001600160401b03199101511617905f52600260205260405f2055565b5f90614de8565b5f614dd9565b60408101356003811015611c915760018114614e7b576002149081614e6e575b81614e53575090565b6001600160401b0391506080614e699101613160565b161590565b6060810135159150614e4a565b50803560608201351490811591614e90575090565b6001600160401b0391506080614ea69101613160565b16151590565b61010435906001600160a01b038216808303611c91576004356001600160a01b038116808203611c9157808314938415614f38575b8415614ef7575b505050505f14613e9257505f90565b60200151929350909115614f2e57505060e4356001600160a01b0381168103611c91575b6001600160a01b0316145f808080614ee8565b8114614f1b575f80fd5b93506024356001600160a01b03811690818103611c915750831493614ee1565b91614f6560208301612e65565b926001600160a01b03614f7782612e65565b6001600160a01b03861691168114939092908415614fc5575b8415614fa557505050505f14613e9257505f90565b9293506001600160a01b0392614fba926140c2565b16145f808080614ee8565b93506001600160a01b03614fdb60208401612e65565b16831493614f90565b813b15615034575a603f810290808204603f1490151715612eb9576207c8309060061c106150225750815f92918360208194519301916207a120f150565b6352e5a0ed60e11b5f5260045260245ffd5b505050565b60405160208101917f0880e4f6677ef7e969bc331dcb13c3a44d1edc978bc9f3bbdd76b438a1722c3883526040820152604081526147a3606082612f17565b92909181156150b35761508a926157c5565b5061509481612f38565b1591826150a057505090565b6001600160a01b03918216911614919050565b50505060018060a01b0316331490565b906150d084848385615078565b61515e578315615156578361512e60845f956020976040519485928a840197630b135d3f60e11b89526024850152604060448501528160648501528484013787838284010152601f801991011681010301601f198101835282612f17565b838052519162030d40fa601f3d11165f5181615148575090565b630b135d3f60e11b14919050565b505050505f90565b50505050600190565b6001600160a01b03165f8181526020819052604090205490916001600160701b0361519482828516612fc2565b116138f0576151a291612fc2565b905f525f60205260405f2055565b6001600160a01b03165f81815260208190526040902054806001600160701b03808216116138f0579260078110156103c5578015158061521f575b6151ff575b50505f525f60205260405f2055565b615217929350615210600191615752565b1b90612fc2565b905f806151f0565b5062ffffff808361522f84615752565b1c1614156151eb565b6001600160a01b03165f8181526020819052604090205490916001600160701b0361526582828516612fc2565b116138f05761527391612fc2565b9062ffffff80836152846004615752565b1c1603615299575b5f525f60205260405f2055565b906152aa9060016152106004615752565b9061528c565b6001600160a01b03165f8181526020819052604090205490916001600160701b036152dd82828516612fc2565b116138f0576152eb91612fc2565b9062ffffff80836152fc6001615752565b1c1603615310575f525f60205260405f2055565b906152aa90600161521081615752565b6001600160a01b03165f8181526020819052604090205490916001600160701b0361534d82828516612fc2565b116138f05761535b91612fc2565b9160078110156103c55780151580615398575b615381575b505f525f60205260405f2055565b9160016152106153919394615752565b905f615373565b5062ffffff80846153a884615752565b1c16141561536e565b92916153f8916153e88260406153c5613dc5565b976153df856153da8351602085015190612fc2565b613796565b89520151613796565b60408601525f6060860152612fc2565b6080830152565b90604061540a613dc5565b9261541b8151602083015190612fc2565b8452015160408301525f60608301525f6080830152565b9190604061543e613dc5565b9361544d613fdb848351613796565b85520151604084015260608301525f6080830152565b9291906040615470613dc5565b9461548e846153da615483868551613796565b602085015190612fc2565b86520151604085015260608401526080830152565b939290916153f8926154d58360406154b9613dc5565b986154cc866153da615483888551613796565b8a520151613796565b60408701526060860152612fc2565b906155326154f0613dc5565b926155018151602083015190612fc2565b845260e060408201519161551b60c0820193845190613796565b604087015201908151608086015251905190613796565b60a0830152565b9061554e60a06001600160401b039201613160565b16421115615567575f905b5f52600260205260405f2055565b600490615559565b600f8110156103c557600381146156325760058114615627575f60088214801561561b575b615610576103c557600c81146156065760068114905f82156155f9575b82156155e8575b82156155d7575b50506155cd575f905f905f90565b6001905f90600590565b9091506103c557600b145f806155bf565b8092506103c557600a8114916155b8565b506007811491505f6155b1565b506006905f908290565b50506003905f905f90565b50505f60098214615594565b506001906005905f90565b506002905f905f90565b307f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03161480615729575b15615697577f000000000000000000000000000000000000000000000000000000000000000090565b60405160208101907f8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f82527f000000000000000000000000000000000000000000000000000000000000000060408201527f000000000000000000000000000000000000000000000000000000000000000060608201524660808201523060a082015260a081526147a360c082612f17565b507f0000000000000000000000000000000000000000000000000000000000000000461461566e565b60078110156103c5575f198101908111612eb957601881029080820460181490151715612eb95760700180607011612eb95790565b60ff811690601f82116157b657604051916157a3604084612f17565b6020808452838101919036833783525290565b632cd44ac360e21b5f5260045ffd5b90604183036157ef576157e89250602081013591604082359201355f1a906157f9565b9192909190565b50505f9160029190565b91907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411615870579160209360809260ff5f9560405194855216868401526040830152606082015282805260015afa15613933575f516001600160a01b0381161561586657905f905f90565b505f906001905f90565b5050505f916003919056fe3185f01e82796b070559be85f27bd0d0dc88a46290efb1f33a8e8200660fb6399b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00",
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
