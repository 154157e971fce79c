// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Finding, Rules} from "../src/IPanel.sol";
import {PanelFixture} from "./PanelFixture.sol";
import {vm} from "./Vm.sol";

/// @title What a case costs. The budgets are what was measured, rounded up: a rise is a decision, not an accident.
/// forge-config: default.isolate = true
/// forge-config: ci.isolate = true
/// forge-config: deep.isolate = true
contract PanelGasTest is PanelFixture {
    event Measured(string what, uint256 gas);

    function within(string memory what, uint256 budget) private {
        uint256 gas = vm.lastCallGas().gasTotalUsed;
        emit Measured(what, gas);
        vm.assertLe(gas, budget, what);
    }

    // A panel of three from a list of 29, one of whom is silent.
    function test_gas_ofACase() public {
        bring(wrongResult());
        vm.roll(block.number + 5);
        panel.draw(deal, terms);
        within("panel-draw-3", 372_000);
        Finding memory f = right();
        commit(0, f);
        within("panel-commit", 68_000);
        commit(1, f);
        vm.warp(START + 200 + FINAL + 1);
        reveal(0, f);
        within("panel-reveal", 55_000);
        reveal(1, f);
        vm.warp(START + 200 + APPEAL + 1);
        panel.conclude(deal, terms, grounds, f);
        within("panel-rule", 138_000);
        address member = seat(0).member;
        panel.finish(id);
        within("panel-finish-3", 184_000);
        vm.prank(member);
        panel.collect(member);
        within("panel-collect", 69_000);
    }

    // THREATS 9: bounded. All 25 seats of two appeals, half of them slashed, far below a transaction's limit of 2^24.
    function test_gas_ofTheLongestCase() public {
        drawnCase(wrongResult());
        for (uint256 round = 0; round < 3; ++round) {
            vote(round, round == 1 ? wrong() : right(), size(round), right(), 0);
            if (round == 2) break;
            appeal(farmer);
            within(round == 0 ? "panel-appeal-7" : "panel-appeal-15", 440_000);
            vm.roll(block.number + 5);
            panel.draw(deal, terms);
            within(round == 0 ? "panel-draw-7" : "panel-draw-15", round == 0 ? 541_000 : 990_000);
        }
        panel.conclude(deal, terms, grounds, right());
        within("panel-rule-25", 255_000);
        panel.finish(id);
        within("panel-finish-25", 1_000_000);
    }
}
