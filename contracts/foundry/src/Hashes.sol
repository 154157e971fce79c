// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Deal, Terms, Dispute} from "./IParley.sol";

/// @title EIP-712 struct hashes of what is signed, and the commitments that a deal's word holds.
library Hashes {
    bytes32 private constant DEAL = keccak256(
        "Deal(address requester,address farmer,uint96 price,uint96 deposit,uint96 bond,uint64 openBy,bytes32 termsHash)"
    );
    bytes32 private constant TERMS = keccak256(
        "Terms(address payer,address arbiter,uint64 startBy,uint64 submitBy,uint32 acceptWindow,uint32 judgeWindow,uint96 latePenalty,uint96 noShowPenalty,uint96 cheatPenalty,uint96 mediationFee,bytes32 agreement,bytes32 quote)"
    );
    bytes32 private constant ACCEPTANCE = keccak256("Acceptance(bytes32 deal,bytes32 digest,uint96 cost)");
    bytes32 private constant DECLINE = keccak256("Decline(bytes32 deal)");
    bytes32 private constant CANCEL = keccak256("Cancel(bytes32 deal)");
    bytes32 private constant SPLIT = keccak256("Split(bytes32 deal,uint128 toPayer,uint128 toFarmer)");

    // Every structure is static: its ABI encoding is its EIP-712 encoding, field by field.

    /// @dev keccak256(abi.encode(DEAL, deal)) for half the gas: this is on everybody's path twice. A field with bits
    /// above its type hashes to an id that nothing can be done with, since reading the field reverts.
    function structHash(Deal calldata deal) internal pure returns (bytes32 hash) {
        bytes32 typeHash = DEAL;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typeHash)
            calldatacopy(add(free, 32), deal, 224)
            hash := keccak256(free, 256)
        }
    }

    function structHash(Terms calldata terms) internal pure returns (bytes32) {
        return keccak256(abi.encode(TERMS, terms));
    }

    function acceptance(bytes32 id, bytes32 digest, uint96 cost) internal pure returns (bytes32) {
        return keccak256(abi.encode(ACCEPTANCE, id, digest, cost));
    }

    function decline(bytes32 id) internal pure returns (bytes32) {
        return keccak256(abi.encode(DECLINE, id));
    }

    function cancel(bytes32 id) internal pure returns (bytes32) {
        return keccak256(abi.encode(CANCEL, id));
    }

    function split(bytes32 id, uint128 toPayer, uint128 toFarmer) internal pure returns (bytes32) {
        return keccak256(abi.encode(SPLIT, id, toPayer, toFarmer));
    }

    /// @dev 192 bits: finding two deliveries of one deal with one commitment takes about 2^96 hashes within its window.
    function commitment(bytes32 id, bytes32 digest, uint96 cost) internal pure returns (bytes24) {
        return bytes24(keccak256(abi.encode(id, digest, cost)));
    }

    function commitment(bytes32 id, Dispute calldata grounds) internal pure returns (bytes24) {
        return bytes24(keccak256(abi.encode(id, grounds)));
    }
}
