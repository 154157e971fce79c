// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title Who agreed. ECDSA first, so that an account with delegated code (EIP-7702) still signs with its key.
library Signatures {
    uint256 private constant ERC1271_GAS = 200_000;

    /// @dev An empty signature is the sender's own consent. Else 65 bytes with low s.
    function by(address account, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (signature.length == 0) return msg.sender == account;
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, signature);
        return failure == ECDSA.RecoverError.NoError && signer == account;
    }

    /// @dev As `by`; failing that, the account is asked as a contract (ERC-1271), with bounded gas and 32 bytes of
    /// answer.
    function byAny(address account, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (by(account, digest, signature)) return true;
        if (signature.length == 0) return false;
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        bool answered;
        bytes32 answer;
        assembly ("memory-safe") {
            mstore(0, 0)
            answered := staticcall(ERC1271_GAS, account, add(question, 32), mload(question), 0, 32)
            answered := and(answered, gt(returndatasize(), 31))
            answer := mload(0)
        }
        return answered && answer == bytes32(IERC1271.isValidSignature.selector);
    }
}
