// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title Contracts that are asked whether they signed (ERC-1271).
/// @notice Signs with its owner's key.
contract Wallet {
    address private immutable _owner;

    constructor(address owner) {
        _owner = owner;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        return ECDSA.recover(hash, signature) == _owner ? this.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @notice Signs whatever it is asked about.
contract Consenter {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return Consenter.isValidSignature.selector;
    }
}

/// @notice Answers with the question.
contract Mirror {
    fallback(bytes calldata question) external returns (bytes memory) {
        return question;
    }
}

/// @notice Burns all gas that it is given.
contract Spender {
    fallback() external {
        while (true) {}
    }
}

/// @notice Answers at great length, beginning with what is not the magic value.
contract Babbler {
    fallback(bytes calldata) external returns (bytes memory) {
        return new bytes(100_000);
    }
}
