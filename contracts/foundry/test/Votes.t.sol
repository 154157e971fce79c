// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {IPanel, Finding, Seat, Stage} from "../src/IPanel.sol";
import {IStake} from "../src/IStake.sol";
import {PanelFixture} from "./PanelFixture.sol";
import {vm} from "./Vm.sol";

/// @title Commit, reveal, rule: what a panel finds, and which row of the table that is. Rules 1 and 8; C26 to C30, C51.
contract VotesTest is PanelFixture {
    // --- commit ---

    function test_commit_onceByTheMemberInTime() public {
        bring(wrongResult());
        refuses(IPanel.PanelWrongStage.selector);
        panel.commit(id, 0, salt(0));
        draw();
        address member = seat(0).member;
        refuses(IPanel.PanelNotSeated.selector);
        panel.commit(id, 0, salt(0));
        refuses(IPanel.PanelNotSeated.selector);
        vm.prank(member);
        panel.commit(id, 3, salt(0));
        refuses(IPanel.PanelCommitment.selector);
        vm.prank(member);
        panel.commit(id, 0, 0);

        vm.expectEmit(true, true, true, true, address(panel));
        emit IPanel.Committed(id, member, salt(0));
        vm.warp(START + 200 + COMMIT);
        vm.prank(member);
        panel.commit(id, 0, salt(0));
        refuses(IPanel.PanelCommitment.selector);
        vm.prank(member);
        panel.commit(id, 0, salt(1));

        member = seat(1).member;
        vm.warp(START + 200 + COMMIT + 1);
        refuses(IPanel.PanelTooLate.selector);
        vm.prank(member);
        panel.commit(id, 1, salt(1));
    }

    // --- reveal ---

    // Only after the end of the commitments is final, and no later than the window.
    function test_reveal_inItsWindow() public {
        drawnCase(wrongResult());
        for (uint256 i = 0; i < 3; ++i) {
            commit(i, right());
        }
        address member = seat(0).member;
        vm.warp(START + 200 + COMMIT);
        refuses(IPanel.PanelTooEarly.selector);
        vm.prank(member);
        panel.reveal(id, 0, right(), salt(0));
        vm.warp(START + 200 + FINAL);
        assertStage(Stage.Settling);
        refuses(IPanel.PanelTooEarly.selector);
        vm.prank(member);
        panel.reveal(id, 0, right(), salt(0));
        vm.warp(START + 200 + FINAL + 1);
        reveal(0, right());
        vm.warp(START + 200 + REVEAL);
        reveal(1, right());
        member = seat(2).member;
        vm.warp(START + 200 + REVEAL + 1);
        refuses(IPanel.PanelTooLate.selector);
        vm.prank(member);
        panel.reveal(id, 2, right(), salt(2));
    }

    function test_reveal_isWhatWasCommitted() public {
        drawnCase(wrongResult());
        commit(0, right());
        commit(1, right());
        vm.warp(START + 200 + FINAL + 1);
        address member = seat(0).member;
        Finding[4] memory others = [right(), right(), right(), right()];
        others[0].digest = OTHER;
        others[1].fuel += 1;
        others[2].cost += 1;
        others[3].served = false;
        for (uint256 i = 0; i < 4; ++i) {
            refuses(IPanel.PanelCommitment.selector);
            vm.prank(member);
            panel.reveal(id, 0, others[i], salt(0));
        }
        refuses(IPanel.PanelCommitment.selector);
        vm.prank(member);
        panel.reveal(id, 0, right(), salt(1));
        refuses(IPanel.PanelNotSeated.selector);
        vm.prank(member);
        panel.reveal(id, 1, right(), salt(1));
        reveal(0, right());
        refuses(IPanel.PanelCommitment.selector);
        vm.prank(member);
        panel.reveal(id, 0, right(), salt(0));
        // Who did not commit has nothing to reveal.
        member = seat(2).member;
        refuses(IPanel.PanelCommitment.selector);
        vm.prank(member);
        panel.reveal(id, 2, right(), salt(2));
    }

    // The lazy mediator: a copied commitment cannot be opened, not even with what the other has shown.
    function test_reveal_ofACopiedCommitment_fails() public {
        drawnCase(wrongResult());
        commit(0, right());
        address thief = seat(1).member;
        bytes32 copied = seat(0).word;
        vm.prank(thief);
        panel.commit(id, 1, copied);
        vm.warp(START + 200 + FINAL + 1);
        reveal(0, right());
        refuses(IPanel.PanelCommitment.selector);
        vm.prank(thief);
        panel.reveal(id, 1, right(), salt(0));
    }

    // A finding committed in one case says nothing in another.
    function test_commitment_isOfOneCaseAndMember() public view {
        bytes32 one = panel.commitmentOf(right(), salt(0), requester, id);
        vm.assertTrue(one != panel.commitmentOf(right(), salt(0), farmer, id), "member");
        vm.assertTrue(one != panel.commitmentOf(right(), salt(0), requester, keccak256("other")), "case");
    }

    // --- rulings ---

    function ruled(Dispute memory grounds_, Finding memory f) private returns (Free memory before) {
        drawnCase(grounds_);
        vote(0, f, 2, Finding(keccak256("odd"), 1, 1, true), 1);
        before = free();
        conclude(f);
        panel.finish(id);
        assertFinished();
    }

    // C26
    function test_correct_isRow6() public {
        assertMoved(ruled(wrongResult(), right()), P - C + D - M, C + uint256(F), M, 0);
    }

    // The farmer asked for less than the work may cost: no harm done.
    function test_correct_whereTheCostCovers() public {
        Finding memory f = right();
        f.cost = C + 1;
        assertMoved(ruled(wrongResult(), f), P - C + D - M, C + uint256(F), M, 0);
    }

    // C27 to C29
    function test_wrongDigest_isRow7() public {
        uint256 award = (FC - M) / 2;
        assertMoved(ruled(wrongResult(), wrong()), P + D + award, F - FC, M, FC - M - award);
    }

    function test_wrongDigest_thatNobodyClaimed_isRow7b() public {
        Finding memory f = Finding(keccak256("third"), FUEL, C, true);
        assertMoved(ruled(wrongResult(), f), uint256(P) + D, F - FC, M, FC - M);
    }

    // C51: the same result for more fuel than it took.
    function test_wrongFuel_isRow7_orRow7b() public {
        Dispute memory overcharged = Dispute(DIGEST, C, Complaint.WrongResult, DIGEST, FUEL);
        Finding memory f = Finding(DIGEST, FUEL, C - 1, true);
        uint256 fresh = vm.snapshotState();
        uint256 award = (FC - M) / 2;
        assertMoved(ruled(overcharged, f), P + D + award, F - FC, M, FC - M - award);
        vm.revertToState(fresh);
        f.fuel += 1;
        assertMoved(ruled(overcharged, f), uint256(P) + D, F - FC, M, FC - M);
    }

    // Rule 1: nobody has module or input.
    function test_nothingToRun_isCorrect() public {
        assertMoved(ruled(wrongResult(), Finding(0, 0, 0, false)), P - C + D - M, C + uint256(F), M, 0);
    }

    function test_notServed_isRow8_8b_or7b() public {
        uint256 fresh = vm.snapshotState();
        assertMoved(ruled(notServed(), right()), P - C + D - (M - M / 2), C + uint256(F) - M / 2, M, 0);
        vm.revertToState(fresh);
        Finding memory f = right();
        f.served = false;
        assertMoved(ruled(notServed(), f), P - C + D, C + uint256(F) - M, M, 0);
        vm.revertToState(fresh);
        assertMoved(ruled(notServed(), wrong()), uint256(P) + D, F - FC, M, FC - M);
    }

    // Served is what more than half of those who found it say; it splits no majority.
    function test_served_isByMajorityOfTheMajority() public {
        drawnCase(notServed());
        Finding memory unserved = right();
        unserved.served = false;
        vote(0, right(), 1, unserved, 2);
        Free memory before = free();
        conclude(right());
        assertMoved(before, P - C + D, C + uint256(F) - M, M, 0);
        panel.finish(id);
        assertFinished();
    }

    function test_served_byHalf_isNotServed() public {
        drawnCase(notServed());
        Finding memory unserved = right();
        unserved.served = false;
        vote(0, right(), 1, unserved, 1);
        Free memory before = free();
        conclude(right());
        assertMoved(before, P - C + D, C + uint256(F) - M, M, 0);
    }

    // C03, THREATS: honest disagreement is nobody's fault. All who revealed are paid, the silent one is slashed.
    function test_noMajority_isRow9() public {
        drawnCase(wrongResult());
        vote(0, right(), 1, wrong(), 1);
        Free memory before = free();
        conclude(right());
        uint256 half = M / 2;
        assertMoved(before, P - C / 2 + D - (M - half), C / 2 + uint256(F) - half, M, 0);
        (address a, address b, address silent) = (seat(0).member, seat(1).member, seat(2).member);
        panel.finish(id);
        assertFinished();
        vm.assertEq(panel.owedTo(a), M / 2 + M % 2, "the first has the remainder");
        vm.assertEq(panel.owedTo(b), M / 2, "the other half");
        vm.assertEq(position(silent).free, OWN - S, "silent");
        vm.assertEq(stake.burned(), S, "burned");
    }

    // Row 9b, I5: nobody revealed. Nothing is ruled, nobody is paid, all are slashed.
    function test_silence_isRow9b() public {
        drawnCase(wrongResult());
        commit(0, right());
        vm.warp(START + 200 + APPEAL + 1);
        refuses(IPanel.PanelSilent.selector);
        panel.conclude(deal, terms, grounds, right());
        vm.warp(START + 200 + JUDGE + 1);
        Free memory before = free();
        parley.lapse(deal, terms, grounds);
        assertMoved(before, P - 350 + D, 350 + uint256(F), 0, 0);
        panel.finish(id);
        assertFinished();
        vm.assertEq(stake.burned(), 3 * S, "all three");
    }

    function test_conclude_afterTheAppealWindowByTheStandingFinding() public {
        drawnCase(wrongResult());
        refuses(IPanel.PanelTooEarly.selector);
        panel.conclude(deal, terms, grounds, right());
        vote(0, right(), 2, wrong(), 1);
        assertStage(Stage.Appealable);
        vm.warp(START + 200 + APPEAL);
        refuses(IPanel.PanelTooEarly.selector);
        panel.conclude(deal, terms, grounds, right());
        vm.warp(START + 200 + APPEAL + 1);
        refuses(IPanel.PanelFinding.selector);
        panel.conclude(deal, terms, grounds, wrong());
        Dispute memory others = grounds;
        others.claimedFuel += 1;
        vm.expectRevert(abi.encodeWithSelector(IEscrow.EscrowCommitment.selector, id));
        panel.conclude(deal, terms, others, right());
        Terms memory forged = terms;
        forged.mediationFee = 0;
        refuses(IPanel.PanelTerms.selector);
        panel.conclude(deal, forged, grounds, right());

        vm.warp(START + 200 + JUDGE + 1);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.EscrowTooLate.selector, id));
        panel.conclude(deal, terms, grounds, right());
        vm.warp(START + 200 + JUDGE);
        panel.conclude(deal, terms, grounds, right());
        assertStage(Stage.Ended);
        refuses(IPanel.PanelWrongStage.selector);
        panel.conclude(deal, terms, grounds, right());
    }

    // --- being paid ---

    // Invariant 11: M in equal parts to who found it; who found something else gets nothing and loses nothing.
    function test_finish_paysTheMajority() public {
        drawnCase(wrongResult());
        vote(0, right(), 2, wrong(), 1);
        refuses(IPanel.PanelTooEarly.selector);
        panel.finish(id);
        conclude(right());
        (address a, address b, address odd) = (seat(0).member, seat(1).member, seat(2).member);
        panel.finish(id);
        refuses(IPanel.PanelWrongStage.selector);
        panel.finish(id);
        assertFinished();
        vm.assertEq(panel.owedTo(a), 76, "first");
        vm.assertEq(panel.owedTo(b), 75, "second");
        vm.assertEq(panel.owedTo(odd), 0, "not of the majority");
        vm.assertEq(position(odd).free, OWN, "and not slashed");

        vm.expectEmit(true, true, true, true, address(panel));
        emit IPanel.Collected(a, stranger, 76);
        vm.prank(a);
        panel.collect(stranger);
        vm.prank(a);
        panel.collect(stranger);
        vm.assertEq(money.balanceOf(stranger), 76, "collected once");
        vm.assertEq(panel.owedTo(a), 0, "nothing left");
        vm.assertEq(parley.accountOf(address(panel)).free, 75, "the other's");
    }

    // A mediator earns the same, whatever it finds.
    function test_pay_isTheSameForEitherVerdict() public {
        Finding[3] memory f = [right(), wrong(), Finding(0, 0, 0, false)];
        for (uint256 i = 0; i < 3; ++i) {
            uint256 fresh = vm.snapshotState();
            drawnCase(wrongResult());
            vote(0, f[i], 3, f[i], 0);
            conclude(f[i]);
            address member = seat(1).member;
            panel.finish(id);
            vm.assertEq(panel.owedTo(member), M / 3, "M/n");
            vm.revertToState(fresh);
        }
    }

    // --- the parties end it themselves ---

    function test_concededWhileCommitting_paysAllWhoWereDrawn() public {
        drawnCase(wrongResult());
        commit(0, right());
        vm.warp(START + 200 + COMMIT);
        vm.expectEmit(true, true, true, true, address(panel));
        emit IPanel.Closed(id, Outcome.Conceded, M);
        vm.prank(requester);
        parley.settleDisclosed(deal, terms, grounds, Delivery(DIGEST, C), "");
        assertPaid(51, 50, 50);
    }

    function test_canceledLater_paysWhoCommitted_andSlashesNobody() public {
        drawnCase(wrongResult());
        commit(1, right());
        commit(2, right());
        vm.warp(START + 200 + COMMIT + 1);
        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        assertPaid(0, 76, 75);
        vm.assertEq(stake.burned(), 0, "nobody is slashed");
    }

    // Nobody earned the fee, nobody gets it.
    function test_canceledLater_withoutCommitments_paysNobody() public {
        drawnCase(wrongResult());
        vm.warp(START + 200 + COMMIT + 1);
        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        assertPaid(0, 0, 0);
        vm.assertEq(parley.accountOf(address(panel)).free, M, "stays");
    }

    function test_canceledAfterTheReveals_paysTheMajority_andSlashesTheSilent() public {
        drawnCase(wrongResult());
        vote(0, right(), 2, wrong(), 0);
        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        vm.warp(panel.docketOf(id).until + 1);
        assertPaid(76, 75, 0);
        vm.assertEq(stake.burned(), S, "the silent one");
    }

    // At the last second of the reveals the round has not had its time.
    function test_canceledInTheLastSecondOfTheReveals_slashesNobody() public {
        drawnCase(wrongResult());
        vote(0, right(), 1, wrong(), 0);
        vm.warp(START + 200 + REVEAL);
        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        assertPaid(M, 0, 0);
        vm.assertEq(stake.burned(), 0, "nobody");
    }

    function assertPaid(uint256 a, uint256 b, uint256 c) private {
        assertStage(Stage.Ended);
        Seat[] memory seats = panel.docketOf(id).seats;
        panel.finish(id);
        assertFinished();
        vm.assertEq(panel.owedTo(seats[0].member), a, "first");
        vm.assertEq(panel.owedTo(seats[1].member), b, "second");
        vm.assertEq(panel.owedTo(seats[2].member), c, "third");
    }

    // Invariant 15: a stake withdrawn while drawn.
    function test_heldStake_cannotLeave() public {
        address[] memory all = list();
        for (uint256 i = 0; i < all.length; ++i) {
            vm.prank(all[i]);
            stake.announce(address(panel), OWN);
        }
        vm.warp(START + UNBONDING - 1); // a second before it could be withdrawn
        Terms memory late = someTerms();
        late.submitBy = uint64(START + UNBONDING + 1000);
        late.arbiter = address(panel);
        late.judgeWindow = JUDGE;
        (terms, grounds) = (late, wrongResult());
        deal = dealOn(late);
        deal.openBy = late.submitBy;
        id = parley.idOf(deal);
        parley.open(deal, sign(requesterKey, id), sign(farmerKey, id));
        vm.prank(farmer);
        parley.submit(deal, terms, Delivery(DIGEST, C));
        vm.prank(requester);
        parley.dispute(deal, terms, grounds);
        draw();
        address member = seat(0).member;
        vm.warp(START + UNBONDING);
        vm.prank(member);
        stake.withdraw(address(panel), member, OWN - S);
        vm.expectRevert(abi.encodeWithSelector(IStake.StakeInsufficient.selector, member, address(panel), 0, 1));
        vm.prank(member);
        stake.withdraw(address(panel), member, 1);
    }
}
