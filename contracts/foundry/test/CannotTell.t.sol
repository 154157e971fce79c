// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {CANNOT_TELL, IPanel, Docket, Finding, Seat, Stage} from "../src/IPanel.sol";
import {PanelFixture} from "./PanelFixture.sol";
import {vm} from "./Vm.sol";

/// @title Who cannot tell says so: no side is hurt by it, others are asked, and it pays nothing. Rules 1 and 8; C03, C27.
contract CannotTellTest is PanelFixture {
    /// @dev Nobody had module or input.
    function nothing() private pure returns (Finding memory) {
        return Finding(0, 0, 0, false);
    }

    /// @dev M is one member's, who is no party and was not asked, and who can take it.
    function assertInherited(address[] memory asked) private {
        address heir;
        address[] memory all = list();
        for (uint256 i = 0; i < all.length; ++i) {
            uint256 owed = panel.owedTo(all[i]);
            if (owed == 0) continue;
            vm.assertEq(heir, address(0), "one member");
            vm.assertEq(owed, M, "all of it");
            heir = all[i];
        }
        vm.assertTrue(heir != address(0) && heir != requester && heir != farmer && heir != payer, "no party");
        for (uint256 i = 0; i < asked.length; ++i) {
            vm.assertTrue(heir != asked[i], "who was not asked");
        }
        vm.prank(heir);
        panel.collect(heir);
        vm.assertEq(money.balanceOf(heir), M, "collected");
        vm.assertEq(parley.accountOf(address(panel)).free, 0, "nothing stays");
    }

    function seated() private view returns (address[] memory members) {
        members = new address[](3);
        for (uint256 i = 0; i < 3; ++i) {
            members[i] = seat(i).member;
        }
    }

    function test_mostCannotTell_othersAreDrawn() public {
        drawnCase(wrongResult());
        (address a, address b, address silent) = (seat(0).member, seat(1).member, seat(2).member);
        commit(0, unable());
        Finding memory other = Finding(CANNOT_TELL, 1, 2, true); // the same, whatever else it says
        commit(1, other);
        vm.warp(START + 200 + FINAL + 1);
        reveal(0, unable());
        assertStage(Stage.Revealing);
        vm.expectEmit(true, true, true, true, address(panel));
        emit IPanel.Armed(id, 0, block.number, uint64(START + 200 + JUDGE));
        address[3] memory members = [a, b, silent];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectEmit(true, true, true, true, address(panel));
            emit IPanel.Seated(id, members[i], members[i] == silent ? S : 0, 0, 0);
        }
        reveal(1, other);

        assertStage(Stage.Armed);
        Docket memory d = panel.docketOf(id);
        vm.assertEq(d.seats.length, 0, "seats");
        vm.assertEq(d.passed.length, 3, "passed");
        vm.assertEq(position(a).free, OWN, "who cannot tell leaves");
        vm.assertEq(position(b).free, OWN, "who cannot tell leaves");
        vm.assertEq(position(silent).free, OWN - S, "silence is slashed");
        vm.assertEq(stake.burned(), S, "and burned");

        draw();
        d = panel.docketOf(id);
        vm.assertEq(d.rounds, 1, "a first round");
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = 0; j < 3; ++j) {
                vm.assertTrue(d.seats[i].member != d.passed[j], "others");
            }
        }
        vote(0, right(), 3, right(), 0);
        Free memory before = free();
        conclude(right());
        assertMoved(before, P - C + D - M, C + uint256(F), M, 0); // row 6
        address paid = seat(0).member;
        panel.finish(id);
        assertFinished();
        vm.assertEq(panel.owedTo(paid), M / 3 + M % 3, "who could tell is paid");
        vm.assertEq(panel.owedTo(a) + panel.owedTo(b), 0, "who could not is not");
    }

    // At most twice; then nobody can, and nobody of the panel has earned anything: M is of who would have been next.
    function test_nobodyCanTell_isRow9() public {
        drawnCase(wrongResult());
        pass();
        draw();
        pass();
        draw();
        pass();
        assertStage(Stage.Revealing);
        address[] memory passed = panel.docketOf(id).passed;
        vm.assertEq(passed.length, 6, "passed");
        address[] memory last = seated();
        address member = last[0];
        vm.warp(panel.docketOf(id).until + 1);
        Free memory before = free();
        conclude(unable());
        uint256 half = M / 2;
        assertMoved(before, P - C / 2 + D - (M - half), C / 2 + uint256(F) - half, M, 0);
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(member).free, OWN, "nobody is slashed");
        vm.assertEq(stake.burned(), 3 * S, "but the silent");
        vm.assertEq(panel.owedTo(last[1]) + panel.owedTo(last[2]) + panel.owedTo(member), 0, "nor paid");
        assertInherited(passed);
    }

    // Where the list has nobody left, M is of who could not tell first.
    function test_nobodyCanTell_andNobodyIsNext() public {
        deployOf(someRules(), 6);
        drawnCase(wrongResult());
        address first = seat(0).member;
        pass();
        draw();
        pass();
        conclude(unable());
        panel.finish(id);
        assertStage(Stage.Unknown);
        vm.assertEq(panel.owedTo(first), M, "asked first");
        vm.assertEq(parley.accountOf(address(panel)).free, M, "and nobody else");
    }

    // Where all of the list sits, the seats share it.
    function test_nobodyCanTell_andAllOfTheListSits() public {
        deployOf(someRules(), 3);
        drawnCase(wrongResult());
        address[] memory all = seated();
        pass();
        conclude(unable());
        vm.expectEmit(true, true, true, true, address(panel));
        emit IPanel.Inherited(id, all[0], M / 3 + M % 3);
        panel.finish(id);
        vm.assertEq(panel.owedTo(all[0]), M / 3 + M % 3, "the remainder is the first's");
        vm.assertEq(panel.owedTo(all[1]), M / 3, "equal parts");
        vm.assertEq(panel.owedTo(all[2]), M / 3, "equal parts");
    }

    // What passes take does not take the time of an appeal.
    function test_afterTwoPasses_thereIsTimeForAnAppeal() public {
        bringFor(someTerms(), wrongResult(), uint32(panel.lengthOf(1)));
        for (uint256 i = 0; i < 2; ++i) {
            draw();
            uint256 start = block.timestamp;
            pass();
            vm.warp(start + 240); // the reveals, and to draw
        }
        draw();
        vote(0, wrong(), 3, wrong(), 0);
        fundBond(panel.bondOf(0));
        vm.warp(block.timestamp + 79);
        assertStage(Stage.Appealable);
        appeal(requester);
        vm.warp(block.timestamp + 60);
        draw();
        vote(1, right(), 7, right(), 0);
        assertStage(Stage.Concludable);
        panel.conclude(deal, terms, grounds, right());
        panel.finish(id);
        assertFinished();
    }

    function fundBond(uint256 bond) private {
        money.transfer(requester, bond);
        vm.startPrank(requester);
        money.approve(address(stake), bond);
        stake.deposit(address(panel), bond);
        vm.stopPrank();
    }

    // One that cannot tell hinders no majority, and is neither paid nor slashed.
    function test_fewCannotTell() public {
        drawnCase(wrongResult());
        vote(0, right(), 2, unable(), 1);
        address odd = seat(2).member;
        Free memory before = free();
        conclude(right());
        assertMoved(before, P - C + D - M, C + uint256(F), M, 0);
        panel.finish(id);
        assertFinished();
        vm.assertEq(panel.owedTo(odd), 0, "not paid");
        vm.assertEq(position(odd).free, OWN, "not slashed");
    }

    // Where the others differ nothing is drawn again: those who ran the work share the fee (rule 1).
    function test_othersDiffer_isRow9() public {
        drawnCase(wrongResult());
        commit(0, unable());
        commit(1, right());
        commit(2, wrong());
        vm.warp(START + 200 + FINAL + 1);
        reveal(0, unable());
        reveal(1, right());
        reveal(2, wrong());
        (address a, address b, address c) = (seat(0).member, seat(1).member, seat(2).member);
        vm.warp(START + 200 + REVEAL + 1);
        conclude(unable());
        panel.finish(id);
        assertFinished();
        vm.assertEq(panel.owedTo(a), 0, "who cannot tell");
        vm.assertEq(panel.owedTo(b), M / 2 + M % 2, "who can");
        vm.assertEq(panel.owedTo(c), M / 2, "who can");
    }

    // In an appeal it leaves standing what was found before.
    function test_appealThatCannotTell_overturnsNothing() public {
        drawnCase(wrongResult());
        vote(0, right(), 3, right(), 0);
        fundBond(panel.bondOf(0));
        appeal(requester);
        draw();
        vote(1, unable(), 7, unable(), 0);
        Free memory before = free();
        conclude(right());
        assertMoved(before, P - C + D - M, C + uint256(F), M, 0);
        panel.finish(id);
        assertFinished();
    }

    /// @dev The first round has found what is so. In an appeal against it nobody has module or input.
    function unshown(address by) private {
        drawnCase(wrongResult());
        vote(0, right(), 3, right(), 0);
        appeal(by);
        draw();
        vote(1, nothing(), 7, nothing(), 0);
    }

    // Whoever appeals, and shows nothing, has nobody overturned by that.
    function assertNobodyOverturned(address by) private {
        unshown(by);
        Free memory before = free();
        conclude(right());
        assertMoved(before, P - C + D - M, C + uint256(F), M, 0);
        uint256 bond = panel.bondOf(0);
        Seat[] memory seats = panel.docketOf(id).seats;
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(by).free, OWN - bond, "the bond");
        vm.assertEq(position(seats[0].member).free, OWN + bond / 3 + bond % 3, "who was right");
        vm.assertEq(position(seats[3].member).free, OWN, "who found nothing");
        vm.assertEq(stake.burned(), 0, "burned");
    }

    function test_appealOfTheRequesterThatShowsNothing_overturnsNothing() public {
        assertNobodyOverturned(requester);
    }

    function test_appealOfTheFarmerThatShowsNothing_overturnsNothing() public {
        assertNobodyOverturned(farmer);
    }

    /// @dev The first round loses, and who appealed has its bond back.
    function assertOverturned(address appellant) private {
        Seat[] memory seats = panel.docketOf(id).seats;
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(appellant).free, OWN, "the bond is back");
        vm.assertEq(position(seats[0].member).free, OWN - S, "overturned");
    }

    // What was delivered for nothing is nothing: who finds that so does tell, in an appeal too.
    function test_appealOfWhoDeliveredNothingForNothing_overturns() public {
        terms = someTerms();
        (terms.arbiter, terms.judgeWindow) = (address(panel), JUDGE);
        grounds = Dispute(0, 0, Complaint.WrongResult, OTHER, FUEL);
        deal = opened(terms);
        id = parley.idOf(deal);
        vm.warp(START + 100);
        vm.prank(farmer);
        parley.submit(deal, terms, Delivery(0, 0));
        vm.warp(START + 200);
        vm.prank(requester);
        parley.dispute(deal, terms, grounds);
        draw();
        vote(0, wrong(), 3, wrong(), 0);
        appeal(farmer);
        draw();
        vote(1, Finding(0, 0, 0, true), 7, nothing(), 0);
        conclude(Finding(0, 0, 0, true));
        assertOverturned(farmer);
    }

    // In the first round it clears the farmer, and an appeal in which the work is shown can overturn it.
    function test_appealAgainstNothingShown_findsWhatIsSo() public {
        drawnCase(wrongResult());
        vote(0, nothing(), 3, nothing(), 0);
        appeal(requester);
        draw();
        vote(1, right(), 7, right(), 0);
        conclude(right());
        assertOverturned(requester);
    }

    function test_othersNotDrawn_isRow9() public {
        drawnCase(wrongResult());
        pass();
        refuses(IPanel.PanelWrongStage.selector);
        panel.conclude(deal, terms, grounds, unable());
        vm.warp(START + 200 + JUDGE);
        assertStage(Stage.Concludable); // there is no time for another round
        Free memory before = free();
        panel.conclude(deal, terms, grounds, unable());
        uint256 half = M / 2;
        assertMoved(before, P - C / 2 + D - (M - half), C / 2 + uint256(F) - half, M, 0);
        panel.finish(id);
        assertFinished();
    }

    function test_notWithoutTime() public {
        // 120 until it is revealed, 60 to draw, 240 for the round.
        for (uint32 window = 419; window <= 422; ++window) {
            uint256 snapshot = vm.snapshotState();
            bringFor(someTerms(), wrongResult(), window);
            draw();
            pass();
            assertStage(window >= 421 ? Stage.Armed : Stage.Revealing);
            vm.revertToState(snapshot);
        }
    }

    function test_notWithoutOthers() public {
        for (uint256 n = 5; n <= 6; ++n) {
            uint256 snapshot = vm.snapshotState();
            deployOf(someRules(), n);
            drawnCase(wrongResult());
            pass();
            assertStage(n == 6 ? Stage.Armed : Stage.Revealing);
            vm.revertToState(snapshot);
        }
    }

    // The fee is due since the first draw, and nobody has earned it.
    function test_canceledBeforeOthersAreDrawn() public {
        drawnCase(wrongResult());
        pass();
        Free memory before = free();
        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        uint256 half = M / 2;
        assertMoved(before, P + uint256(D) - (M - half), uint256(F) - half, M, 0);
        assertStage(Stage.Ended);
        address[] memory passed = panel.docketOf(id).passed;
        panel.finish(id);
        assertFinished();
        assertInherited(passed);
    }

    // Closed while some have shown that they cannot tell: they are not paid for it.
    function test_canceledWhileRevealing_paysNobodyWhoCannotTell() public {
        drawnCase(wrongResult());
        commit(0, unable());
        commit(1, right());
        address member = seat(0).member;
        vm.warp(START + 200 + FINAL + 1);
        reveal(0, unable());
        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        address other = seat(1).member;
        panel.finish(id);
        assertFinished();
        vm.assertEq(panel.owedTo(member), 0, "cannot tell");
        vm.assertEq(panel.owedTo(other), M, "committed");
    }
}
