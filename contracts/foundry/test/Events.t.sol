// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {IPanel, Stage} from "../src/IPanel.sol";
import {IStake} from "../src/IStake.sol";
import {PanelFixture} from "./PanelFixture.sol";
import {vm} from "./Vm.sol";

/// @title What did not happen is not said.
contract EventsTest is PanelFixture {
    function test_finish_burnsNothingWhereNobodyLost() public {
        drawnCase(wrongResult());
        vote(0, right(), 3, right(), 0);
        conclude(right());
        vm.recordLogs();
        panel.finish(id);
        vm.assertEq(said(address(stake), IStake.Burned.selector), 0, "burned");
        assertFinished();
    }

    function test_finish_saysWhoLostAndWhoKept() public {
        drawnCase(wrongResult());
        vote(0, right(), 2, right(), 0);
        conclude(right());
        address silent = seat(2).member;
        vm.expectEmit(true, true, true, true, address(panel));
        emit IPanel.Seated(id, seat(0).member, 0, M / 2 + M % 2, 0);
        vm.expectEmit(true, true, true, true, address(panel));
        emit IPanel.Seated(id, silent, S, 0, 0);
        panel.finish(id);
    }

    function test_pass_burnsNothingWhereNobodyWasSilent() public {
        drawnCase(wrongResult());
        uint256 start = block.timestamp;
        for (uint256 i = 0; i < 3; ++i) {
            commit(i, unable());
        }
        vm.warp(start + FINAL + 1);
        reveal(0, unable());
        vm.recordLogs();
        reveal(1, unable());
        assertStage(Stage.Armed);
        vm.assertEq(said(address(stake), IStake.Burned.selector), 0, "burned");
    }

    // Row 9b: there is no fee, so nobody inherits it.
    function test_finish_nobodyInheritsNothing() public {
        drawnCase(wrongResult());
        vm.warp(START + 200 + JUDGE + 1);
        parley.lapse(deal, terms, grounds);
        vm.recordLogs();
        panel.finish(id);
        vm.assertEq(said(address(panel), IPanel.Inherited.selector), 0, "inherited");
        assertFinished();
    }

    // A fee below the panel's: it was told, and took no case.
    function test_closed_saysNothingOfADealThatIsNoCase() public {
        Terms memory cheap = someTerms();
        (cheap.arbiter, cheap.judgeWindow, cheap.mediationFee) = (address(panel), JUDGE, M - 1);
        deal = disputed(cheap, wrongResult());
        id = parley.idOf(deal);
        assertStage(Stage.Unknown);
        vm.warp(START + 200 + JUDGE + 1);
        vm.recordLogs();
        parley.lapse(deal, cheap, wrongResult());
        vm.assertEq(said(address(panel), IPanel.Closed.selector), 0, "closed");
    }
}
