// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {IPanel, Seat, Stage} from "../src/IPanel.sol";
import {PanelFixture} from "./PanelFixture.sol";
import {vm} from "./Vm.sol";

/// @title What was voted can be appealed against, and an appeal is pursued to its end, whatever becomes of the deal. Rule 8, I7.
contract PursuedTest is PanelFixture {
    uint256 private constant NEVER = 8;

    function cancel() private {
        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
    }

    /// @dev The requester gives in: row 6.
    function concede() private {
        vm.prank(requester);
        parley.settleDisclosed(deal, terms, grounds, Delivery(DIGEST, C), "");
    }

    /// @dev The farmer shows what the requester has signed for a part of the work: row 6.
    function showPart() private {
        bytes memory signature = accept(deal, C / 2);
        vm.prank(farmer);
        parley.settleDisclosed(deal, terms, grounds, Delivery(DIGEST, C / 2), signature);
    }

    /// @dev The first round has lied, by two of three, and the farmer has appealed.
    function lied() private {
        drawnCase(wrongResult());
        vote(0, wrong(), 2, right(), 1);
        appeal(farmer);
    }

    /// @dev The larger round finds what is so, but for who is silent. Who lied pays.
    function assertPursued(uint256 votes) private {
        Seat[] memory seats = panel.docketOf(id).seats;
        finishAfterwards();
        vm.assertEq(position(farmer).free, OWN, "the bond is back");
        vm.assertEq(position(seats[0].member).free, OWN - S, "has lied");
        vm.assertEq(panel.owedTo(seats[0].member), 0, "has lied");
        uint256 part = 2 * S / (1 + votes);
        vm.assertEq(position(seats[2].member).free, OWN + part + 2 * S % (1 + votes), "was right alone");
        vm.assertEq(position(seats[3].member).free, OWN + part, "the appeal");
        vm.assertEq(panel.owedTo(seats[3].member), M / (1 + votes), "fee");
        vm.assertEq(stake.burned(), (7 - votes) * S, "the silent");
    }

    /// @dev What is found has no effect on the deal. Another appeal is possible as if that was open.
    function finishAfterwards() private {
        assertStage(Stage.Appealable);
        refuses(IPanel.PanelTooEarly.selector);
        panel.finish(id);
        vm.warp(panel.docketOf(id).until + 1);
        assertStage(Stage.Ended);
        refuses(IPanel.PanelWrongStage.selector);
        panel.conclude(deal, terms, grounds, right());
        refuses(IPanel.PanelWrongStage.selector);
        appeal(requester);
        Free memory before = free();
        panel.finish(id);
        vm.assertEq(keccak256(abi.encode(free())), keccak256(abi.encode(before)), "the deal is closed");
        assertFinished();
    }

    function test_concededBeforeTheAppealIsDrawn() public {
        lied();
        concede();
        assertStage(Stage.Armed);
        refuses(IPanel.PanelWrongStage.selector);
        panel.finish(id);
        draw();
        vote(1, right(), 7, wrong(), 0);
        assertPursued(7);
    }

    function test_concededWhileAnAppealCommits() public {
        lied();
        draw();
        commit(3, right());
        concede();
        assertStage(Stage.Committing);
        refuses(IPanel.PanelTooEarly.selector);
        panel.finish(id);
        for (uint256 i = 4; i < 10; ++i) {
            commit(i, right());
        }
        vm.warp(panel.docketOf(id).until + (FINAL - COMMIT) + 1);
        for (uint256 i = 3; i < 10; ++i) {
            reveal(i, right());
        }
        vm.warp(panel.docketOf(id).until + 1);
        assertPursued(7);
    }

    function test_concededWhileAnAppealReveals() public {
        lied();
        draw();
        for (uint256 i = 3; i < 9; ++i) {
            commit(i, right());
        }
        vm.warp(block.timestamp + FINAL + 1);
        reveal(3, right());
        concede();
        assertStage(Stage.Revealing);
        for (uint256 i = 4; i < 9; ++i) {
            reveal(i, right());
        }
        vm.warp(panel.docketOf(id).until + 1);
        assertPursued(6);
    }

    function test_conceded_thenAppealedAgain() public {
        lied();
        draw();
        concede();
        vote(1, wrong(), 7, right(), 0);
        appeal(farmer);
        draw();
        vote(2, right(), 15, right(), 0);
        assertStage(Stage.Ended);
        Seat[] memory seats = panel.docketOf(id).seats;
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(farmer).free, OWN, "both bonds are back");
        vm.assertEq(position(seats[0].member).free, OWN - S, "has lied");
        vm.assertEq(position(seats[9].member).free, OWN - S, "has lied");
        vm.assertEq(stake.burned(), 9 * S - 6 * S, "beyond the price");
    }

    // Who was wrong to appeal cannot get out of it: the farmer holds an acceptance for a part.
    function test_partShownDuringAnAppeal_theWrongAppellantPays() public {
        drawnCase(wrongResult());
        vote(0, wrong(), 3, right(), 0);
        appeal(farmer);
        draw();
        Free memory before = free();
        showPart();
        assertMoved(before, P - C / 2 + D - M, C / 2 + F, M, 0);
        vote(1, wrong(), 7, right(), 0);
        finishAfterwards();
        vm.assertEq(position(farmer).free, OWN - 2 * S, "the bond");
        vm.assertEq(stake.burned(), 0, "burned");
    }

    // And who was right has its bond back, though the lying seats had a party close the deal.
    function test_partShownDuringAnAppeal_theLyingSeatsPay() public {
        drawnCase(wrongResult());
        vote(0, right(), 3, wrong(), 0);
        appeal(requester);
        draw();
        showPart();
        Seat[] memory seats = panel.docketOf(id).seats;
        vote(1, wrong(), 7, right(), 0);
        finishAfterwards();
        vm.assertEq(position(requester).free, OWN, "the bond is back");
        for (uint256 i = 0; i < 3; ++i) {
            vm.assertEq(position(seats[i].member).free, OWN - S, "has lied");
        }
        vm.assertEq(stake.burned(), S, "beyond the price");
    }

    // An appeal that nobody draws in time leaves what was found, and costs nothing.
    function test_canceledDuringAnAppeal_thatIsNotDrawn() public {
        drawnCase(wrongResult());
        vote(0, right(), 3, wrong(), 0);
        appeal(farmer);
        cancel();
        uint256 by = panel.docketOf(id).until;
        vm.warp(by);
        refuses(IPanel.PanelWrongStage.selector);
        panel.finish(id);
        vm.warp(by + 1);
        assertStage(Stage.Ended);
        vm.roll(block.number + 5);
        refuses(IPanel.PanelWrongStage.selector);
        panel.draw(deal, terms);
        address member = seat(0).member;
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(farmer).free, OWN, "the bond is back");
        vm.assertEq(panel.owedTo(member), M / 3 + M % 3, "the first round is paid");
    }

    // Both close the deal while the appeal runs: that goes on all the same.
    function test_canceledDuringAnAppeal() public {
        lied();
        draw();
        cancel();
        vote(1, right(), 7, wrong(), 0);
        assertPursued(7);
    }

    // Closed once it was voted, and before another appeal: what stands is reckoned by.
    function test_concededAfterAnAppeal() public {
        lied();
        draw();
        vote(1, right(), 7, wrong(), 0);
        concede();
        assertPursued(7);
    }

    // The requester, for which two of three have lied, gives in when it sees that the farmer will appeal.
    function test_concededBeforeTheAppeal() public {
        drawnCase(wrongResult());
        vote(0, wrong(), 2, right(), 1);
        concede();
        assertStage(Stage.Appealable);
        refuses(IPanel.PanelTooEarly.selector);
        panel.finish(id);
        appeal(farmer);
        draw();
        vote(1, right(), 7, wrong(), 0);
        assertPursued(7);
    }

    // Nobody appeals: the case is over with the time to.
    function test_concededBeforeTheAppeal_thatDoesNotCome() public {
        drawnCase(wrongResult());
        vote(0, wrong(), 2, right(), 1);
        concede();
        Seat[] memory seats = panel.docketOf(id).seats;
        vm.warp(START + 200 + APPEAL);
        assertStage(Stage.Appealable);
        vm.warp(START + 200 + APPEAL + 1);
        assertStage(Stage.Ended);
        refuses(IPanel.PanelWrongStage.selector);
        appeal(farmer);
        panel.finish(id);
        assertFinished();
        vm.assertEq(panel.owedTo(seats[0].member), M / 2 + M % 2, "found what stands");
        vm.assertEq(position(seats[2].member).free, OWN, "differed");
    }

    // Closed in the last second of the reveals the round has not had its time: nothing was found that could be appealed against.
    function test_concededWhileTheFirstRoundReveals_endsTheCase() public {
        drawnCase(wrongResult());
        vote(0, wrong(), 3, right(), 0);
        vm.warp(START + 200 + REVEAL);
        concede();
        assertStage(Stage.Ended);
        vm.warp(START + 200 + REVEAL + 1);
        refuses(IPanel.PanelWrongStage.selector);
        appeal(farmer);
        assertStage(Stage.Ended);
    }

    // --- whenever it is closed, and however ---

    // Once the first round has had its time stakes, bonds and fees end as if the panel had ruled.
    function test_whenAndHowTheDealIsClosed_changesNothing() public {
        uint256 start = vm.snapshotState();
        bytes32 ruled = played(NEVER, 0);
        for (uint256 step = 0; step < NEVER; ++step) {
            for (uint256 how = 0; how < 4; ++how) {
                vm.revertToState(start);
                vm.assertEq(played(step, how), ruled, "as if it were open");
            }
        }
    }

    /// @dev Two of three lie, the farmer appeals and is right, the requester appeals on and is wrong; some are silent, or differ. Returns
    /// what everybody has in the end.
    function played(uint256 when, uint256 how) private returns (bytes32) {
        drawnCase(wrongResult());
        vote(0, wrong(), 2, right(), 1);
        close(0, when, how);
        appeal(farmer);
        close(1, when, how);
        draw();
        close(2, when, how);
        uint256 drawn = block.timestamp;
        for (uint256 i = 3; i < 9; ++i) {
            commit(i, i == 8 ? wrong() : right());
        }
        vm.warp(drawn + COMMIT + 1);
        close(3, when, how);
        vm.warp(drawn + FINAL + 1);
        reveal(3, right());
        close(4, when, how);
        for (uint256 i = 4; i < 9; ++i) {
            reveal(i, i == 8 ? wrong() : right());
        }
        vm.warp(drawn + REVEAL + 1);
        close(5, when, how);
        appeal(requester);
        draw();
        close(6, when, how);
        vote(2, right(), 9, wrong(), 4);
        close(7, when, how);
        if (when == NEVER) panel.conclude(deal, terms, grounds, right());
        panel.finish(id);
        assertFinished();
        return everything();
    }

    function close(uint256 step, uint256 when, uint256 how) private {
        if (step != when) return;
        if (how == 0) return concede();
        if (how == 1) return showPart();
        if (how == 2) return cancel();
        (uint128 a, uint128 b) = (uint128(P) + D - M, F);
        parley.split(deal, terms, a, b, signSplit(requesterKey, deal, a, b), signSplit(farmerKey, deal, a, b));
    }

    function everything() private view returns (bytes32 sum) {
        sum = bytes32(stake.burned());
        for (uint256 i = 0; i < list().length; ++i) {
            sum = keccak256(abi.encode(sum, position(list()[i]), panel.owedTo(list()[i])));
        }
    }
}
