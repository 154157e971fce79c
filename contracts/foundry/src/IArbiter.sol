// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Deal, Terms, Dispute, Outcome} from "./IParley.sol";

/// @title An arbiter that is a contract: a panel, say. An account without code just calls `draw` and `rule`.
/// @notice Both calls come from the Parley contract that holds the deal, with at most ARBITER_GAS gas; what they return
/// is not read, and a revert stops nothing: an arbiter that fails here is one that was silent. Calling back into Parley
/// from within reverts.
interface IArbiter {
    /// @notice A dispute was raised. The arbiter may `draw` and must `rule` by `judgeBy`; it earns `fee`.
    function disputed(
        bytes32 id,
        Deal calldata deal,
        Terms calldata terms,
        Dispute calldata dispute,
        uint96 fee,
        uint64 judgeBy
    ) external;

    /// @notice The case was closed without a ruling: accepted, canceled, divided, or unjudged (row 9b).
    function closed(bytes32 id, Outcome outcome) external;
}
