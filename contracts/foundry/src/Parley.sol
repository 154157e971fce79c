// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IParley} from "./IParley.sol";
import {Deals} from "./Deals.sol";
import {Escrow} from "./Escrow.sol";
import {Ledger} from "./Ledger.sol";

/// @title Parley: escrow before work, on one token, by the payout table of docs/SETTLEMENT.md.
/// @notice No owner, no proxy, no pause: a new version is a new address. Not audited.
contract Parley is IParley, Escrow {
    /// @param token_ The only token that is ever held here.
    /// @param minimumWindow_ The shortest window of any deal, in seconds: at least two minutes on a public chain, whose
    /// block times a proposer can shift; a second or two on a development chain.
    constructor(IERC20 token_, uint32 minimumWindow_) Ledger(token_) Deals(minimumWindow_) EIP712("Parley", "1") {}
}
