// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {IArbiter} from "../src/IArbiter.sol";

/// @title Arbiters that are contracts.
/// @notice Keeps what it is told, and rules when asked to.
contract Judge is IArbiter {
    IEscrow internal immutable _escrow;
    bytes32 public heard;
    bytes32 public ended;
    Outcome public outcome;
    uint96 public fee;
    uint64 public judgeBy;

    constructor(address escrow) {
        _escrow = IEscrow(escrow);
    }

    function disputed(bytes32 id, Deal calldata, Terms calldata, Dispute calldata, uint96 fee_, uint64 judgeBy_)
        external
        virtual
    {
        (heard, fee, judgeBy) = (id, fee_, judgeBy_);
    }

    function closed(bytes32 id, Outcome outcome_) external virtual {
        (ended, outcome) = (id, outcome_);
    }

    function rule(Deal calldata deal, Terms calldata terms, Dispute calldata grounds, Ruling calldata ruling) external {
        _escrow.rule(deal, terms, grounds, ruling);
    }

    function draw(Deal calldata deal, Terms calldata terms) external {
        _escrow.draw(deal, terms);
    }
}

/// @notice Rules from within the notice, which must not work, and reverts with a lot of data.
contract HastyJudge is Judge {
    constructor(address escrow) Judge(escrow) {}

    function disputed(bytes32, Deal calldata deal, Terms calldata terms, Dispute calldata grounds, uint96, uint64)
        external
        override
    {
        _escrow.rule(deal, terms, grounds, Ruling(Verdict.Correct, false, 0, 0));
    }

    function closed(bytes32, Outcome) external pure override {
        assembly {
            revert(0, 100000)
        }
    }
}

/// @notice Keeps how much gas it was told with.
contract Scale is Judge {
    uint256 public given;

    constructor(address escrow) Judge(escrow) {}

    function disputed(bytes32, Deal calldata, Terms calldata, Dispute calldata, uint96, uint64) external override {
        given = gasleft();
    }
}

/// @notice Burns all gas of each notice.
contract IdleJudge is Judge {
    constructor(address escrow) Judge(escrow) {}

    function disputed(bytes32, Deal calldata, Terms calldata, Dispute calldata, uint96, uint64) external pure override {
        while (true) {}
    }

    function closed(bytes32, Outcome) external pure override {
        while (true) {}
    }
}
