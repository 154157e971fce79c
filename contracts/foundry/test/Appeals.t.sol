// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {IPanel, Finding, Seat, Stage, Docket} from "../src/IPanel.sol";
import {PanelFixture} from "./PanelFixture.sol";
import {Hooked} from "./Zoo.sol";
import {vm} from "./Vm.sol";

/// @title Appeals: 2n + 1 members that sat in no earlier round, at most twice, paid by whoever was wrong. Rule 8, I7, I8.
contract AppealsTest is PanelFixture {
    function ready() private {
        drawnCase(wrongResult());
        vote(0, right(), 3, wrong(), 0);
    }

    // --- who may, and when ---

    function test_appeal_isForParties() public {
        ready();
        refuses(IPanel.PanelNotParty.selector);
        appeal(stranger);
        refuses(IPanel.PanelNotParty.selector);
        appeal(payer); // does not pay this deal
        uint256 live = vm.snapshotState();
        appeal(requester);
        vm.revertToState(live);
        appeal(farmer);
        assertStage(Stage.Armed);
    }

    function test_appeal_isForTheThirdPartyThatPays() public {
        bringFor(sponsoredTerms(), wrongResult(), JUDGE);
        draw();
        vote(0, right(), 3, wrong(), 0);
        appeal(payer);
        assertStage(Stage.Armed);
    }

    function test_appeal_inItsWindow() public {
        drawnCase(wrongResult());
        refuses(IPanel.PanelTooEarly.selector);
        appeal(farmer);
        vm.warp(START + 200 + REVEAL);
        refuses(IPanel.PanelTooEarly.selector);
        appeal(farmer);
        vm.warp(START + 200 + APPEAL + 1);
        refuses(IPanel.PanelTooLate.selector);
        appeal(farmer);
        vm.warp(START + 200 + APPEAL);
        appeal(farmer);
        refuses(IPanel.PanelWrongStage.selector);
        appeal(requester);
        refuses(IPanel.PanelTerms.selector);
        Terms memory forged = terms;
        forged.payer = stranger;
        vm.prank(stranger);
        panel.appeal(deal, forged);
    }

    function test_appeal_needsItsBond() public {
        ready();
        vm.prank(address(panel));
        stake.hold(farmer, OWN - 2 * S + 1);
        vm.expectRevert(abi.encodeWithSelector(IPanel.PanelBond.selector, id, 2 * S));
        appeal(farmer);
        vm.prank(address(panel));
        stake.release(farmer, 1);
        vm.expectEmit(true, true, true, true, address(panel));
        emit IPanel.Appealed(id, farmer, 0, 2 * S);
        appeal(farmer);
        vm.assertEq(position(farmer).held, OWN - 2 * S + 2 * S, "held");
    }

    function test_appeal_needsEnoughOthersStaked() public {
        ready();
        // Three sit, two are parties; of the 24 others (the payer is one) leave six.
        uint256 left = 24;
        address[] memory all = list();
        for (uint256 i = 0; i < all.length && left > 6; ++i) {
            if (all[i] == requester || all[i] == farmer || position(all[i]).held != 0) continue;
            vm.prank(address(panel));
            stake.hold(all[i], OWN - S + 1);
            --left;
        }
        refuses(IPanel.PanelTooFew.selector);
        appeal(farmer);
    }

    // A list that could never seat another round leaves no time to appeal: the case concludes at once.
    function test_appeal_needsALongEnoughList() public {
        address[] memory nine = new address[](9);
        for (uint256 i = 0; i < 9; ++i) {
            nine[i] = list()[i];
        }
        panel = deployPanel(someRules(), nine);
        arbiter = address(panel);
        for (uint256 i = 0; i < 9; ++i) {
            fund(nine[i], OWN);
        }
        ready();
        assertStage(Stage.Concludable);
        fund(farmer, OWN);
        refuses(IPanel.PanelTooLate.selector);
        appeal(farmer);
        panel.conclude(deal, terms, grounds, right());
    }

    // The last second is one that leaves time to draw, vote and conclude.
    function test_appeal_atTheLastSecond_endsInTime() public {
        // The last appeal is 300 s before judgeBy: 40 s into the window.
        bringFor(someTerms(), wrongResult(), uint32(REVEAL + 40 + 300));
        draw();
        vote(0, right(), 3, wrong(), 0);
        uint256 last = START + 200 + REVEAL + 40;
        vm.assertEq(panel.docketOf(id).until, last, "until");
        vm.warp(last + 1);
        assertStage(Stage.Concludable);
        refuses(IPanel.PanelTooLate.selector);
        appeal(farmer);
        vm.warp(last);
        appeal(farmer);
        vm.roll(block.number + 5);
        vm.warp(last + 60); // the last second to draw
        panel.draw(deal, terms);
        vote(1, wrong(), 7, right(), 0);
        assertStage(Stage.Concludable);
        vm.warp(panel.docketOf(id).judgeBy);
        panel.conclude(deal, terms, grounds, wrong());
        panel.finish(id);
        assertFinished();
    }

    // With no time for another round there is no window.
    function test_appeal_notWithoutTime() public {
        bringFor(someTerms(), wrongResult(), uint32(REVEAL + 300 - 1));
        draw();
        vote(0, right(), 3, wrong(), 0);
        refuses(IPanel.PanelTooLate.selector);
        appeal(farmer);
        panel.conclude(deal, terms, grounds, right());
    }

    // --- rounds ---

    // Rule 8, invariant 12: 3, 7 and 15 members, all distinct, and then no more.
    function test_rounds_areOfDistinctMembers() public {
        drawnCase(wrongResult());
        for (uint256 round = 0; round < 3; ++round) {
            vm.assertEq(panel.docketOf(id).seats.length, first(round) + size(round), "seats");
            vote(round, round == 1 ? wrong() : right(), size(round), right(), 0);
            if (round == 2) break;
            appeal(round == 0 ? requester : farmer);
            refuses(IPanel.PanelTooEarly.selector);
            panel.draw(deal, terms);
            draw();
        }
        Seat[] memory seats = panel.docketOf(id).seats;
        for (uint256 i = 0; i < seats.length; ++i) {
            vm.assertEq(position(seats[i].member).held, S, "held once");
            for (uint256 j = 0; j < i; ++j) {
                vm.assertTrue(seats[i].member != seats[j].member, "distinct");
            }
        }
        assertStage(Stage.Concludable);
        refuses(IPanel.PanelTooLate.selector);
        appeal(requester);
        panel.conclude(deal, terms, grounds, right());
        panel.finish(id);
        assertFinished();
        // Round 0 and 2 found it: 18 share M and the bonds of both appeals. Round 1 pays the second one.
        vm.assertEq(panel.owedTo(seats[0].member), M / 18 + M % 18, "first");
        vm.assertEq(panel.owedTo(seats[24].member), M / 18, "last");
        vm.assertEq(position(seats[24].member).free, OWN + 6 * S / 18, "awarded");
        vm.assertEq(position(seats[5].member).free, OWN - S, "overturned");
        vm.assertEq(position(requester).free, OWN - 2 * S, "an appeal that changed nothing");
        vm.assertEq(position(farmer).free, OWN, "an appeal that was right");
        vm.assertEq(stake.burned(), 3 * S, "seven slashed, four of them for the appeal");
    }

    function test_draw_ofTheNextRound_takesOthersSeatsOnly() public {
        ready();
        commitLate();
        appeal(farmer);
        draw();
        address old = seat(0).member;
        refuses(IPanel.PanelNotSeated.selector);
        vm.prank(old);
        panel.commit(id, 0, salt(0));
    }

    function commitLate() private {
        address member = seat(0).member;
        refuses(IPanel.PanelTooLate.selector);
        vm.prank(member);
        panel.commit(id, 0, salt(0));
    }

    // --- who pays ---

    function appealed(Finding memory f, uint256 votes) private returns (Seat[] memory) {
        appeal(farmer);
        draw();
        vote(1, f, votes, f, 0);
        return panel.docketOf(id).seats;
    }

    function test_upheld_theAppellantPays() public {
        ready();
        Seat[] memory seats = appealed(right(), 7);
        conclude(right());
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(farmer).free, OWN - 2 * S, "the bond");
        for (uint256 i = 0; i < 10; ++i) {
            vm.assertEq(panel.owedTo(seats[i].member), M / 10 + (i == 0 ? M % 10 : 0), "fee");
            vm.assertEq(position(seats[i].member).free, OWN + 2 * S / 10, "bond");
        }
        vm.assertEq(stake.burned(), 0, "burned");
    }

    function test_overturned_theMajorityPays() public {
        drawnCase(wrongResult());
        vote(0, right(), 2, wrong(), 1);
        Seat[] memory seats = appealed(wrong(), 6);
        Free memory before = free();
        conclude(wrong());
        uint256 award = (FC - M) / 2;
        assertMoved(before, P + D + award, F - FC, M, FC - M - award);
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(farmer).free, OWN, "the bond is back");
        vm.assertEq(position(seats[0].member).free, OWN - S, "overturned");
        vm.assertEq(position(seats[1].member).free, OWN - S, "overturned");
        // Seven found it: one in the first round, six in the second. The last was silent.
        uint256 part = 2 * S / uint256(7);
        uint256 rest = 2 * S % uint256(7);
        vm.assertEq(position(seats[2].member).free, OWN + part + rest, "was right alone");
        vm.assertEq(position(seats[3].member).free, OWN + part, "appeal");
        vm.assertEq(panel.owedTo(seats[2].member), M / 7 + M % 7, "fee");
        vm.assertEq(position(seats[9].member).free, OWN - S, "silent");
        vm.assertEq(stake.burned(), S, "the silent one's");
    }

    // Where the first round found nothing there is nobody to overturn: who appeals pays.
    function test_appealAgainstNothingFound_isPaidByTheAppellant() public {
        drawnCase(wrongResult());
        vote(0, right(), 1, wrong(), 1);
        Seat[] memory seats = appealed(wrong(), 7);
        conclude(wrong());
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(farmer).free, OWN - 2 * S, "the bond");
        vm.assertEq(position(seats[0].member).free, OWN, "not slashed");
        vm.assertEq(panel.owedTo(seats[0].member), 0, "not paid");
        vm.assertEq(panel.owedTo(seats[1].member), M / 8 + M % 8, "paid");
    }

    // Where most of the first round were silent, and the second found something, who appealed was right, and the silent pay.
    function test_appealAgainstASilentMajority_isPaidByTheSilent() public {
        drawnCase(wrongResult());
        vote(0, right(), 1, right(), 0);
        Seat[] memory seats = appealed(wrong(), 6);
        conclude(wrong());
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(farmer).free, OWN, "the bond is back");
        vm.assertEq(position(seats[0].member).free, OWN, "found what nobody else did");
        vm.assertEq(position(seats[1].member).free, OWN - S, "silent");
        vm.assertEq(position(seats[2].member).free, OWN - S, "silent");
        vm.assertEq(position(seats[3].member).free, OWN + 2 * S / uint256(6) + 2 * S % uint256(6), "appeal");
        vm.assertEq(position(seats[4].member).free, OWN + 2 * S / uint256(6), "appeal");
        vm.assertEq(panel.owedTo(seats[4].member), M / 6, "fee");
        vm.assertEq(stake.burned(), S, "that of who was silent in the second");
    }

    // Silence makes no appeal right that finds nothing either.
    function test_appealAgainstASilentMajority_thatFindsNothing_isPaidByTheAppellant() public {
        drawnCase(wrongResult());
        vote(0, right(), 1, right(), 0);
        appealed(wrong(), 3);
        conclude(wrong());
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(farmer).free, OWN - 2 * S, "the bond");
        vm.assertEq(stake.burned(), 6 * S, "all who were silent");
    }

    // The first round found it, the second was silent: who appealed against the first pays, and who appealed against silence does unless the
    // third finds something.
    function appealedTwice(uint256 votes, uint256 bond) private {
        ready();
        appealed(wrong(), 3);
        appeal(requester);
        draw();
        vote(2, right(), votes, right(), 0);
        panel.conclude(deal, terms, grounds, right());
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(farmer).free, OWN - 2 * S, "the first bond");
        vm.assertEq(position(requester).free, OWN - bond, "the second bond");
    }

    function test_appealAgainstSilence_whereTheThirdRoundFindsIt() public {
        appealedTwice(8, 0);
    }

    function test_appealAgainstSilence_whereTheThirdRoundFindsNothing() public {
        appealedTwice(7, 4 * S);
    }

    // A finding is overturned by another finding only: a bought silence changes nothing, and is slashed.
    function test_appealWithoutAMajority_overturnsNothing() public {
        ready();
        Seat[] memory seats = appealed(wrong(), 3);
        conclude(right());
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(farmer).free, OWN - 2 * S, "the bond");
        vm.assertEq(position(seats[0].member).free, OWN + 667 + 1, "the first round is paid");
        vm.assertEq(position(seats[1].member).free, OWN + 666, "the first round is paid");
        vm.assertEq(position(seats[3].member).free, OWN, "other findings are neither paid nor slashed");
        vm.assertEq(position(seats[9].member).free, OWN - S, "silent");
        vm.assertEq(stake.burned(), 4 * S, "the silent");
    }

    // An appeal that was never drawn costs nothing and changes nothing.
    function test_appealNotDrawn_leavesTheFinding() public {
        ready();
        appeal(farmer);
        uint256 by = panel.docketOf(id).until;
        vm.assertEq(by, START + 200 + JUDGE - 240, "drawn by");
        vm.warp(by);
        refuses(IPanel.PanelWrongStage.selector);
        panel.conclude(deal, terms, grounds, right());
        vm.warp(by + 1);
        vm.roll(block.number + 5);
        refuses(IPanel.PanelWrongStage.selector);
        panel.draw(deal, terms);
        panel.conclude(deal, terms, grounds, right());
        panel.finish(id);
        assertFinished();
        vm.assertEq(position(farmer).free, OWN, "the bond");
        vm.assertEq(stake.burned(), 0, "burned");
    }

    // Row 9b though all had voted: nobody concluded. The fee is lost to them; slashes and bonds go their way.
    function test_notConcluded_isRow9b() public {
        drawnCase(wrongResult());
        vote(0, right(), 2, wrong(), 0);
        vm.warp(START + 200 + JUDGE + 1);
        parley.lapse(deal, terms, grounds);
        Seat[] memory seats = panel.docketOf(id).seats;
        panel.finish(id);
        assertFinished();
        vm.assertEq(panel.owedTo(seats[0].member), 0, "no fee");
        vm.assertEq(position(seats[2].member).free, OWN - S, "silent");
    }

    // --- reentrancy ---

    // While the escrow's token runs, from a collection, nothing here can be entered.
    function test_hook_cannotComeBack() public {
        Hooked token = new Hooked();
        token.mint(address(this), 10_000_000);
        money = token;
        parley = deployParley(address(token), SHORTEST);
        token.approve(address(parley), type(uint256).max);
        parley.deposit(requester, FUNDS);
        parley.deposit(farmer, FUNDS);
        stake = deployStake(address(token));
        panel = deployPanel(someRules(), list());
        for (uint256 i = 0; i < list().length; ++i) {
            fund(list()[i], OWN);
        }
        ready();
        conclude(right());
        address member = seat(0).member;
        uint256 ended = vm.snapshotState();
        panel.finish(id);
        vm.revertToState(ended);

        // Another case, ended but not finished: finishing it works outside, and not from within.
        bytes32 one = id;
        panel.finish(one);
        vm.warp(START);
        secondEnded();
        token.hook(address(panel), abi.encodeCall(IPanel.finish, (id)));
        vm.prank(member);
        panel.collect(member);
        vm.assertTrue(token.tried(), "called back");
        vm.assertFalse(token.succeeded(), "and was refused");
        panel.finish(id);
    }

    function secondEnded() private {
        Terms memory second = someTerms();
        second.quote = keccak256("second");
        bringFor(second, wrongResult(), JUDGE);
        draw();
        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
    }
}
