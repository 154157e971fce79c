// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Deal, Terms, State, Progress, IEscrow} from "./IParley.sol";

/// @title The one word that is stored of a deal, and the clock that it is read with.
abstract contract Deals is IEscrow {
    uint256 private constant SPONSORED = 1 << 8;
    uint256 private constant DRAWN = 1 << 9;
    uint256 private constant SINCE_SHIFT = 16;
    uint256 private constant COMMITMENT_SHIFT = 64;

    uint32 private immutable _minimumWindow;

    // Progress, packed by hand so that a transition is one load and one store:
    // state 8 bits, sponsored 1, drawn 1, since 40 (from bit 16), commitment 192 (from bit 64).
    mapping(bytes32 id => uint256 word) private _deals;

    constructor(uint32 minimumWindow_) {
        if (minimumWindow_ == 0) revert EscrowNoWindow();
        _minimumWindow = minimumWindow_;
    }

    function progressOf(bytes32 id) external view returns (Progress memory) {
        return _progress(id);
    }

    function minimumWindow() public view returns (uint32) {
        return _minimumWindow;
    }

    function _isNew(bytes32 id) internal view returns (bool) {
        return _deals[id] == 0;
    }

    function _progress(bytes32 id) internal view returns (Progress memory) {
        uint256 word = _deals[id];
        return Progress({
            state: State(uint8(word)),
            sponsored: word & SPONSORED != 0,
            drawn: word & DRAWN != 0,
            since: uint40(word >> SINCE_SHIFT),
            commitment: bytes24(uint192(word >> COMMITMENT_SHIFT))
        });
    }

    function _store(bytes32 id, Progress memory progress) internal {
        _deals[id] = uint256(progress.state) | (progress.sponsored ? SPONSORED : 0) | (progress.drawn ? DRAWN : 0)
            | uint256(progress.since) << SINCE_SHIFT | uint256(uint192(progress.commitment)) << COMMITMENT_SHIFT;
    }

    /// @dev Terminal. While openBy has not passed, a tombstone keeps the id from opening again; after that openBy does.
    function _end(bytes32 id, Deal calldata deal) internal {
        _deals[id] = block.timestamp > deal.openBy ? 0 : uint256(State.Closed);
    }

    /// @dev The last second in which the other side may act.
    function _deadline(Progress memory progress, Terms calldata terms) internal view returns (uint256) {
        if (progress.state == State.Open) return _max(terms.submitBy, uint256(progress.since) + _minimumWindow);
        if (progress.state == State.Submitted) return progress.since + _max(terms.acceptWindow, _minimumWindow);
        if (progress.state == State.Disputed) return progress.since + _max(terms.judgeWindow, _minimumWindow);
        return 0;
    }

    function _max(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a : b;
    }
}
