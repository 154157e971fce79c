// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {Fixture} from "./Fixture.sol";
import {vm} from "./Vm.sol";

/// @title Every window a second before its end, at its end and a second after it. Invariant 8; C16.
contract WindowsTest is Fixture {
    Deal private deal;

    function test_open_untilOpenBy() public {
        deal = dealOn(someTerms());
        bytes32 id = parley.idOf(deal);
        (bytes memory a, bytes memory b) = (sign(requesterKey, id), sign(farmerKey, id));
        for (uint256 i = 0; i < 3; ++i) {
            uint256 fresh = vm.snapshotState();
            vm.warp(uint256(deal.openBy) + i - 1);
            if (i == 2) expectRefusal(IEscrow.EscrowTooLate.selector, deal);
            parley.open(deal, a, b);
            vm.revertToState(fresh);
        }
    }

    function test_decline_untilStartBy() public {
        deal = opened(someTerms());
        for (uint256 i = 0; i < 3; ++i) {
            uint256 live = vm.snapshotState();
            vm.warp(START + 50 + i - 1);
            if (i == 2) expectRefusal(IEscrow.EscrowTooLate.selector, deal);
            vm.prank(farmer);
            parley.decline(deal, someTerms(), "");
            vm.revertToState(live);
        }
    }

    function test_decline_neverWithoutStartBy() public {
        Terms memory terms = someTerms();
        terms.startBy = 0;
        deal = opened(terms);
        expectRefusal(IEscrow.EscrowTooLate.selector, deal);
        vm.prank(farmer);
        parley.decline(deal, terms, "");
    }

    // A farmer that may decline for ever would never lose Ft.
    function test_decline_neverAfterSubmitBy() public {
        Terms memory terms = someTerms();
        terms.startBy = type(uint64).max;
        deal = opened(terms);
        uint256 live = vm.snapshotState();
        vm.warp(START + 1000);
        vm.prank(farmer);
        parley.decline(deal, terms, "");
        vm.revertToState(live);
        vm.warp(START + 1001);
        expectRefusal(IEscrow.EscrowTooLate.selector, deal);
        vm.prank(farmer);
        parley.decline(deal, terms, "");
    }

    function test_submit_untilSubmitBy_expireAfter() public {
        deal = opened(someTerms());
        for (uint256 i = 0; i < 3; ++i) {
            uint256 live = vm.snapshotState();
            vm.warp(START + 1000 + i - 1);
            if (i < 2) expectRefusal(IEscrow.EscrowTooEarly.selector, deal);
            parley.expire(deal, someTerms());
            vm.revertToState(live);
            vm.warp(START + 1000 + i - 1);
            if (i == 2) expectRefusal(IEscrow.EscrowTooLate.selector, deal);
            vm.prank(farmer);
            parley.submit(deal, someTerms(), Delivery(DIGEST, C));
            vm.revertToState(live);
        }
    }

    function test_dispute_untilAcceptBy_claimAfter() public {
        deal = submitted(someTerms());
        for (uint256 i = 0; i < 3; ++i) {
            uint256 live = vm.snapshotState();
            vm.warp(START + 100 + 300 + i - 1);
            if (i < 2) expectRefusal(IEscrow.EscrowTooEarly.selector, deal);
            parley.claim(deal, someTerms(), Delivery(DIGEST, C));
            vm.revertToState(live);
            vm.warp(START + 100 + 300 + i - 1);
            if (i == 2) expectRefusal(IEscrow.EscrowTooLate.selector, deal);
            vm.prank(requester);
            parley.dispute(deal, someTerms(), wrongResult());
            vm.revertToState(live);
        }
    }

    function test_rule_andDraw_untilJudgeBy_lapseAfter() public {
        deal = disputed(someTerms(), wrongResult());
        Ruling memory ruling = Ruling(Verdict.Correct, false, 0, 0);
        for (uint256 i = 0; i < 3; ++i) {
            uint256 live = vm.snapshotState();
            vm.warp(START + 200 + 500 + i - 1);
            if (i < 2) expectRefusal(IEscrow.EscrowTooEarly.selector, deal);
            parley.lapse(deal, someTerms(), wrongResult());
            vm.revertToState(live);
            vm.warp(START + 200 + 500 + i - 1);
            if (i == 2) expectRefusal(IEscrow.EscrowTooLate.selector, deal);
            vm.prank(arbiter);
            parley.rule(deal, someTerms(), wrongResult(), ruling);
            vm.revertToState(live);
            vm.warp(START + 200 + 500 + i - 1);
            if (i == 2) expectRefusal(IEscrow.EscrowTooLate.selector, deal);
            vm.prank(arbiter);
            parley.draw(deal, someTerms());
            vm.revertToState(live);
        }
    }

    // Drawing gives the arbiter no more time.
    function test_draw_doesNotMoveJudgeBy() public {
        deal = disputed(someTerms(), wrongResult());
        vm.warp(START + 200 + 499);
        vm.prank(arbiter);
        parley.draw(deal, someTerms());
        vm.assertEq(parley.deadlineOf(deal, someTerms()), START + 200 + 500, "judgeBy");
    }

    function test_accept_isNeverTooLateWhileTheDealLives() public {
        deal = submitted(someTerms());
        vm.warp(START + 1_000_000);
        vm.prank(requester);
        parley.settle(deal, Delivery(DIGEST, C), "");
        assertState(deal, State.Unopened);
    }

    function test_deadlineOf_eachState() public {
        Terms memory terms = someTerms();
        vm.assertEq(parley.deadlineOf(dealOn(terms), terms), 0, "unopened");
        uint256 fresh = vm.snapshotState();
        vm.assertEq(parley.deadlineOf(opened(terms), terms), START + 1000, "submitBy");
        vm.revertToState(fresh);
        vm.assertEq(parley.deadlineOf(submitted(terms), terms), START + 100 + 300, "acceptBy");
        vm.revertToState(fresh);
        vm.assertEq(parley.deadlineOf(disputed(terms, wrongResult()), terms), START + 200 + 500, "judgeBy");
    }

    // Rule 5: windows below the contract's minimum are stretched to it, so nobody is raced to a deadline.
    function test_minimumWindow_stretchesEveryWindow() public {
        Terms memory terms = someTerms();
        (terms.submitBy, terms.acceptWindow, terms.judgeWindow) = (0, 0, 1);
        deal = opened(terms);
        vm.assertEq(parley.deadlineOf(deal, terms), START + SHORTEST, "submitBy");
        vm.warp(START + SHORTEST);
        vm.prank(farmer);
        parley.submit(deal, terms, Delivery(DIGEST, C));
        vm.assertEq(parley.deadlineOf(deal, terms), START + 2 * SHORTEST, "acceptBy");
        vm.warp(START + 2 * SHORTEST);
        vm.prank(requester);
        parley.dispute(deal, terms, wrongResult());
        vm.assertEq(parley.deadlineOf(deal, terms), START + 3 * SHORTEST, "judgeBy");
        expectRefusal(IEscrow.EscrowTooEarly.selector, deal);
        vm.warp(START + 3 * SHORTEST);
        parley.lapse(deal, terms, wrongResult());
    }

    // The longest windows that can be signed overflow nothing.
    function test_longestWindows() public {
        Terms memory terms = someTerms();
        (terms.submitBy, terms.acceptWindow, terms.judgeWindow) = (type(uint64).max, type(uint32).max, type(uint32).max);
        deal = disputed(terms, wrongResult());
        vm.assertEq(parley.deadlineOf(deal, terms), START + 200 + type(uint32).max, "judgeBy");
        vm.warp(START + 201 + uint256(type(uint32).max));
        parley.lapse(deal, terms, wrongResult());
    }

    // Invariant 6: an id opens once, with a tombstone before openBy and by openBy after it.
    function test_open_failsAgain() public {
        deal = opened(someTerms());
        bytes32 id = parley.idOf(deal);
        (bytes memory a, bytes memory b) = (sign(requesterKey, id), sign(farmerKey, id));
        expectRefusal(IEscrow.EscrowOpenedBefore.selector, deal);
        parley.open(deal, a, b);
        vm.warp(deal.openBy);
        vm.prank(farmer);
        parley.settle(deal, Delivery(DIGEST, P), accept(deal, P));
        assertState(deal, State.Closed);
        expectRefusal(IEscrow.EscrowOpenedBefore.selector, deal);
        parley.open(deal, a, b);
        vm.warp(uint256(deal.openBy) + 1);
        expectRefusal(IEscrow.EscrowOpenedBefore.selector, deal);
        parley.open(deal, a, b);
    }

    function test_open_failsAgainOnceDeleted() public {
        deal = opened(someTerms());
        bytes32 id = parley.idOf(deal);
        (bytes memory a, bytes memory b) = (sign(requesterKey, id), sign(farmerKey, id));
        bytes memory acceptance = accept(deal, P);
        vm.warp(uint256(deal.openBy) + 1);
        parley.settle(deal, Delivery(DIGEST, P), acceptance);
        vm.assertEq(uint256(parley.progressOf(id).state), uint256(State.Unopened), "deleted");
        expectRefusal(IEscrow.EscrowTooLate.selector, deal);
        parley.open(deal, a, b);
        expectRefusal(IEscrow.EscrowWrongState.selector, deal);
        parley.settle(deal, Delivery(DIGEST, P), acceptance);
    }

    /// @dev A call of its own, so that a test goes on after it was refused.
    function deployed(address token, uint32 window) external returns (IParley) {
        return deployParley(token, window);
    }

    function test_constructor_refusesNoWindow_noToken() public {
        vm.expectRevert();
        this.deployed(address(money), 0);
        vm.expectRevert();
        this.deployed(address(0xbeef), 1);
        this.deployed(address(money), 1);
    }
}
