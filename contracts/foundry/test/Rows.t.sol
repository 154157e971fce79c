// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {Fixture} from "./Fixture.sol";
import {vm} from "./Vm.sol";

/// @title The payout table of docs/SETTLEMENT.md, rows 1 to 5 and 10: the amounts are written out from the table.
/// Each row by each of those who may trigger it.
contract RowsTest is Fixture {
    Deal private deal;

    // C14, C15, C33: both deposits are placed at open.
    function test_open_locksPriceDepositAndBond() public {
        deal = opened(someTerms());
        vm.assertEq(parley.accountOf(requester).free, FUNDS - P - D, "the requester is short of price and deposit");
        vm.assertEq(parley.accountOf(farmer).free, FUNDS - F, "the farmer is short of its bond");
        assertState(deal, State.Open);
    }

    function test_open_takesTheSenderAtItsWord() public {
        deal = dealOn(someTerms());
        bytes memory signature = sign(farmerKey, parley.idOf(deal));
        vm.prank(requester);
        parley.open(deal, "", signature);
        assertState(deal, State.Open);
    }

    function test_open_bySponsor_locksNothingOfTheRequester() public {
        deal = opened(sponsoredTerms());
        vm.assertEq(parley.accountOf(requester).free, FUNDS, "requester");
        vm.assertEq(parley.accountOf(payer).free, FUNDS - P - D, "payer");
        vm.assertTrue(parley.progressOf(parley.idOf(deal)).sponsored, "sponsored");
    }

    // --- row 1 ---

    function test_row1_decline_sentByTheFarmer() public {
        deal = opened(someTerms());
        Free memory before = free();
        vm.prank(farmer);
        parley.decline(deal, someTerms(), "");
        assertMoved(before, P + D, F, 0, 0);
        assertState(deal, State.Closed);
    }

    function test_row1_decline_signedByTheFarmer() public {
        deal = opened(someTerms());
        Free memory before = free();
        bytes memory signature = sign(farmerKey, parley.hashDecline(Decline(parley.idOf(deal))));
        vm.prank(stranger);
        parley.decline(deal, someTerms(), signature);
        assertMoved(before, P + D, F, 0, 0);
    }

    function test_row1_decline_ofASponsoredDealPaysTheSponsor() public {
        deal = opened(sponsoredTerms());
        Free memory before = free();
        vm.prank(farmer);
        parley.decline(deal, sponsoredTerms(), "");
        assertMovedFor(before, true, P + D, F, 0, 0);
    }

    function test_row1_decline_failsUnlessByTheFarmer() public {
        deal = opened(someTerms());
        bytes memory signature = sign(requesterKey, parley.hashDecline(Decline(parley.idOf(deal))));
        expectRefusal(IEscrow.EscrowFarmerSignature.selector, deal);
        parley.decline(deal, someTerms(), signature);
        expectRefusal(IEscrow.EscrowFarmerSignature.selector, deal);
        vm.prank(requester);
        parley.decline(deal, someTerms(), "");
    }

    function test_row1_cancel_inAnyLiveState() public {
        Terms memory terms = someTerms();
        uint256 fresh = vm.snapshotState();
        for (uint256 i = 0; i < 3; ++i) {
            if (i == 0) deal = opened(terms);
            else if (i == 1) deal = submitted(terms);
            else deal = disputed(terms, wrongResult());
            Free memory before = free();
            // By a stranger with both signatures, and by a party with the other's.
            (bytes memory a, bytes memory b) = (signCancel(requesterKey, deal), signCancel(farmerKey, deal));
            uint256 live = vm.snapshotState();
            vm.prank(stranger);
            parley.cancel(deal, terms, a, b);
            assertMoved(before, P + D, F, 0, 0);
            vm.revertToState(live);
            vm.prank(requester);
            parley.cancel(deal, terms, "", b);
            assertMoved(before, P + D, F, 0, 0);
            vm.revertToState(live);
            vm.prank(farmer);
            parley.cancel(deal, terms, a, "");
            assertMoved(before, P + D, F, 0, 0);
            vm.revertToState(fresh);
        }
    }

    // Row 10's rule that M comes first holds for a cancel too: a panel that was drawn is paid.
    function test_row1_cancel_afterTheDrawPaysTheFeeByHalves() public {
        deal = drawn(someTerms(), wrongResult());
        Free memory before = free();
        parley.cancel(deal, someTerms(), signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        assertMoved(before, P + D - 76, F - 75, M, 0);
    }

    function test_row1_cancel_ofASponsoredDealIsThePayersToSign() public {
        deal = opened(sponsoredTerms());
        (bytes memory a, bytes memory b) = (signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        expectRefusal(IEscrow.EscrowPayerSignature.selector, deal);
        parley.cancel(deal, sponsoredTerms(), a, b);
        Free memory before = free();
        parley.cancel(deal, sponsoredTerms(), signCancel(payerKey, deal), b);
        assertMovedFor(before, true, P + D, F, 0, 0);
    }

    // --- row 2 --- C16: no result in time, the farmer loses Ft, a later result is refused.

    function test_row2_expire_byAnyone() public {
        deal = opened(someTerms());
        vm.warp(START + 1001);
        Free memory before = free();
        address[3] memory callers = [requester, farmer, stranger];
        for (uint256 i = 0; i < 3; ++i) {
            uint256 live = vm.snapshotState();
            vm.prank(callers[i]);
            parley.expire(deal, someTerms());
            assertMoved(before, P + D + FT, F - FT, 0, 0);
            vm.assertEq(parley.accountOf(farmer).missed, 1, "missed");
            expectRefusal(IEscrow.EscrowWrongState.selector, deal);
            vm.prank(farmer);
            parley.submit(deal, someTerms(), Delivery(DIGEST, C));
            vm.revertToState(live);
        }
    }

    function test_row2_submit_isRefusedAfterSubmitBy() public {
        deal = opened(someTerms());
        vm.warp(START + 1001);
        expectRefusal(IEscrow.EscrowTooLate.selector, deal);
        vm.prank(farmer);
        parley.submit(deal, someTerms(), Delivery(DIGEST, C));
    }

    function test_row2_expire_ofASponsoredDealPaysTheSponsor() public {
        deal = opened(sponsoredTerms());
        vm.warp(START + 1001);
        Free memory before = free();
        parley.expire(deal, sponsoredTerms());
        assertMovedFor(before, true, P + D + FT, F - FT, 0, 0);
    }

    // --- row 3 --- C20 to C24: paid exactly the cost, both collaterals back.

    function test_row3_settle_inOpen_shownByTheFarmer() public {
        deal = opened(someTerms());
        Free memory before = free();
        bytes memory acceptance = accept(deal, C);
        vm.prank(farmer);
        parley.settle(deal, Delivery(DIGEST, C), acceptance);
        assertMoved(before, P - C + D, C + F, 0, 0);
        vm.assertEq(parley.accountOf(farmer).delivered, 1, "delivered");
        vm.assertEq(parley.accountOf(requester).accepted, 1, "accepted");
    }

    function test_row3_settle_inOpen_atThePriceByAnyone() public {
        deal = opened(someTerms());
        Free memory before = free();
        bytes memory acceptance = accept(deal, P);
        vm.prank(stranger);
        parley.settle(deal, Delivery(DIGEST, P), acceptance);
        assertMoved(before, D, P + F, 0, 0);
    }

    // A requester must not take its money back by accepting at no cost.
    function test_row3_settle_inOpen_belowThePriceIsTheFarmersToShow() public {
        deal = opened(someTerms());
        bytes memory acceptance = accept(deal, 0);
        address[2] memory callers = [requester, stranger];
        for (uint256 i = 0; i < 2; ++i) {
            expectRefusal(IEscrow.EscrowNotFarmer.selector, deal);
            vm.prank(callers[i]);
            parley.settle(deal, Delivery(DIGEST, 0), acceptance);
        }
        vm.prank(farmer);
        parley.settle(deal, Delivery(DIGEST, 0), acceptance);
        assertState(deal, State.Closed);
    }

    function test_row3_settle_inSubmitted_ofWhatWasSubmitted() public {
        deal = submitted(someTerms());
        Free memory before = free();
        bytes memory acceptance = accept(deal, C);
        uint256 live = vm.snapshotState();
        vm.prank(requester);
        parley.settle(deal, Delivery(DIGEST, C), "");
        assertMoved(before, P - C + D, C + F, 0, 0);
        vm.revertToState(live);
        vm.prank(stranger);
        parley.settle(deal, Delivery(DIGEST, C), acceptance);
        assertMoved(before, P - C + D, C + F, 0, 0);
    }

    function test_row3_settle_inSubmitted_forLessIsTheFarmersToShow() public {
        deal = submitted(someTerms());
        expectRefusal(IEscrow.EscrowNotFarmer.selector, deal);
        vm.prank(requester);
        parley.settle(deal, Delivery(DIGEST, C - 1), "");
        expectRefusal(IEscrow.EscrowNotFarmer.selector, deal);
        vm.prank(requester);
        parley.settle(deal, Delivery(OTHER, C), "");
        Free memory before = free();
        bytes memory acceptance = accept(deal, C - 1);
        vm.prank(farmer);
        parley.settle(deal, Delivery(DIGEST, C - 1), acceptance);
        assertMoved(before, P - C + 1 + D, C - 1 + F, 0, 0);
    }

    function test_row3_settle_ofASponsoredDeal() public {
        deal = opened(sponsoredTerms());
        bytes memory acceptance = accept(deal, C);
        expectRefusal(IEscrow.EscrowTermsNeeded.selector, deal);
        vm.prank(farmer);
        parley.settle(deal, Delivery(DIGEST, C), acceptance);
        Free memory before = free();
        vm.prank(farmer);
        parley.settleDisclosed(deal, sponsoredTerms(), noGrounds(), Delivery(DIGEST, C), acceptance);
        assertMovedFor(before, true, P - C + D, C + F, 0, 0);
        vm.assertEq(parley.accountOf(payer).accepted, 1, "the payer accepted");
        vm.assertEq(parley.accountOf(requester).accepted, 0, "the requester is not counted");
    }

    // Rule 9: only the requester accepts, the payer cannot.
    function test_row3_settle_ofASponsoredDealIsNotThePayersToSign() public {
        deal = opened(sponsoredTerms());
        bytes memory forged = sign(payerKey, parley.hashAcceptance(Acceptance(parley.idOf(deal), DIGEST, P)));
        expectRefusal(IEscrow.EscrowRequesterSignature.selector, deal);
        parley.settleDisclosed(deal, sponsoredTerms(), noGrounds(), Delivery(DIGEST, P), forged);
    }

    function test_row3_settle_beatsADisputeBeforeTheDraw() public {
        deal = disputed(someTerms(), wrongResult());
        bytes memory acceptance = accept(deal, C);
        expectRefusal(IEscrow.EscrowTermsNeeded.selector, deal);
        vm.prank(farmer);
        parley.settle(deal, Delivery(DIGEST, C), acceptance);
        Free memory before = free();
        uint256 live = vm.snapshotState();
        vm.prank(farmer);
        parley.settleDisclosed(deal, someTerms(), wrongResult(), Delivery(DIGEST, C), acceptance);
        assertMoved(before, P - C + D, C + F, 0, 0);
        vm.revertToState(live);
        vm.prank(requester);
        parley.settleDisclosed(deal, someTerms(), wrongResult(), Delivery(DIGEST, C), "");
        assertMoved(before, P - C + D, C + F, 0, 0);
        vm.revertToState(live);
        expectRefusal(IEscrow.EscrowNotFarmer.selector, deal);
        vm.prank(requester);
        parley.settleDisclosed(deal, someTerms(), wrongResult(), Delivery(DIGEST, C - 1), "");
    }

    // Grounds that were not raised must not stand for an offer of less.
    function test_row3_settle_inDisputed_failsOnOtherGrounds() public {
        deal = disputed(someTerms(), wrongResult());
        Dispute memory cheap = wrongResult();
        cheap.cost = 0;
        expectRefusal(IEscrow.EscrowCommitment.selector, deal);
        vm.prank(requester);
        parley.settleDisclosed(deal, someTerms(), cheap, Delivery(DIGEST, 0), "");
        expectRefusal(IEscrow.EscrowCommitment.selector, deal);
        vm.prank(requester);
        parley.settleDisclosed(deal, someTerms(), noGrounds(), Delivery(0, 0), "");
    }

    function test_row3_settle_failsAboveThePrice() public {
        deal = opened(someTerms());
        bytes memory acceptance = accept(deal, P + 1);
        expectRefusal(IEscrow.EscrowCostAbovePrice.selector, deal);
        vm.prank(farmer);
        parley.settle(deal, Delivery(DIGEST, P + 1), acceptance);
    }

    // --- row 4 --- C18, C19, C33, C34: the event holds the digest and both collaterals; nothing moves.

    function test_row4_submit_movesNothing() public {
        deal = opened(someTerms());
        Free memory before = free();
        bytes32 id = parley.idOf(deal);
        vm.expectEmit(true, false, false, true, address(parley));
        emit IEscrow.Submitted(id, DIGEST, C, FT, FC);
        vm.prank(farmer);
        parley.submit(deal, someTerms(), Delivery(DIGEST, C));
        Free memory later = free();
        vm.assertEq(later.requester, before.requester, "requester");
        vm.assertEq(later.farmer, before.farmer, "farmer");
        assertState(deal, State.Submitted);
    }

    function test_row4_submit_isTheFarmersAlone() public {
        deal = opened(someTerms());
        address[3] memory others = [requester, arbiter, stranger];
        for (uint256 i = 0; i < 3; ++i) {
            expectRefusal(IEscrow.EscrowNotFarmer.selector, deal);
            vm.prank(others[i]);
            parley.submit(deal, someTerms(), Delivery(DIGEST, C));
        }
    }

    function test_row4_submit_failsAboveThePrice_orTwice() public {
        deal = opened(someTerms());
        vm.startPrank(farmer);
        expectRefusal(IEscrow.EscrowCostAbovePrice.selector, deal);
        parley.submit(deal, someTerms(), Delivery(DIGEST, P + 1));
        parley.submit(deal, someTerms(), Delivery(DIGEST, C));
        expectRefusal(IEscrow.EscrowWrongState.selector, deal);
        parley.submit(deal, someTerms(), Delivery(DIGEST, C));
        vm.stopPrank();
    }

    // --- row 5 --- CoopHive defect 4: silence pays the farmer.

    function test_row5_claim_byAnyone() public {
        deal = submitted(someTerms());
        vm.warp(START + 100 + 301);
        Free memory before = free();
        address[3] memory callers = [requester, farmer, stranger];
        for (uint256 i = 0; i < 3; ++i) {
            uint256 live = vm.snapshotState();
            vm.prank(callers[i]);
            parley.claim(deal, someTerms(), Delivery(DIGEST, C));
            assertMoved(before, P - C + D - RT, C + F + RT, 0, 0);
            vm.assertEq(parley.accountOf(farmer).delivered, 1, "delivered");
            vm.assertEq(parley.accountOf(requester).defaulted, 1, "defaulted");
            vm.revertToState(live);
        }
    }

    function test_row5_claim_failsForAnotherDelivery() public {
        deal = submitted(someTerms());
        vm.warp(START + 100 + 301);
        expectRefusal(IEscrow.EscrowCommitment.selector, deal);
        parley.claim(deal, someTerms(), Delivery(DIGEST, P));
        expectRefusal(IEscrow.EscrowCommitment.selector, deal);
        parley.claim(deal, someTerms(), Delivery(OTHER, C));
    }

    function test_row5_claim_ofASponsoredDealCountsAgainstThePayer() public {
        deal = submitted(sponsoredTerms());
        vm.warp(START + 100 + 301);
        Free memory before = free();
        parley.claim(deal, sponsoredTerms(), Delivery(DIGEST, C));
        assertMovedFor(before, true, P - C + D - RT, C + F + RT, 0, 0);
        vm.assertEq(parley.accountOf(payer).defaulted, 1, "payer");
        vm.assertEq(parley.accountOf(requester).defaulted, 0, "requester");
    }

    // --- row 10 ---

    function test_row10_split_inAnyLiveState() public {
        Terms memory terms = someTerms();
        uint256 fresh = vm.snapshotState();
        for (uint256 i = 0; i < 3; ++i) {
            if (i == 0) deal = opened(terms);
            else if (i == 1) deal = submitted(terms);
            else deal = disputed(terms, wrongResult());
            Free memory before = free();
            (uint128 a, uint128 b) = (uint128(P) + D + F - 3, 3);
            (bytes memory x, bytes memory y) = (signSplit(requesterKey, deal, a, b), signSplit(farmerKey, deal, a, b));
            vm.prank(stranger);
            parley.split(deal, terms, a, b, x, y);
            assertMoved(before, a, b, 0, 0);
            vm.revertToState(fresh);
        }
    }

    function test_row10_split_afterTheDrawPaysTheFeeFirst() public {
        deal = drawn(someTerms(), wrongResult());
        (uint128 a, uint128 b) = (5, uint128(P) + D + F - 5);
        (bytes memory x, bytes memory y) = (signSplit(requesterKey, deal, a, b), signSplit(farmerKey, deal, a, b));
        expectRefusal(IEscrow.EscrowSplitSum.selector, deal);
        parley.split(deal, someTerms(), a, b, x, y);
        b -= M;
        (x, y) = (signSplit(requesterKey, deal, a, b), signSplit(farmerKey, deal, a, b));
        Free memory before = free();
        parley.split(deal, someTerms(), a, b, x, y);
        assertMoved(before, a, b, M, 0);
    }

    function test_row10_split_failsUnlessItSums() public {
        deal = opened(someTerms());
        uint128[3] memory wrong = [uint128(P) + D + F + 1, uint128(P) + D + F - 1, type(uint128).max];
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory x = signSplit(requesterKey, deal, wrong[i], 0);
            bytes memory y = signSplit(farmerKey, deal, wrong[i], 0);
            expectRefusal(IEscrow.EscrowSplitSum.selector, deal);
            parley.split(deal, someTerms(), wrong[i], 0, x, y);
        }
    }

    function test_row10_split_failsUnlessBothSign() public {
        deal = opened(someTerms());
        (uint128 a, uint128 b) = (uint128(P) + D, F);
        bytes memory x = signSplit(requesterKey, deal, a, b);
        bytes memory y = signSplit(farmerKey, deal, a, b);
        expectRefusal(IEscrow.EscrowFarmerSignature.selector, deal);
        parley.split(deal, someTerms(), a, b, x, x);
        expectRefusal(IEscrow.EscrowPayerSignature.selector, deal);
        parley.split(deal, someTerms(), a, b, y, y);
        // What was signed is not what is asked for.
        expectRefusal(IEscrow.EscrowPayerSignature.selector, deal);
        parley.split(deal, someTerms(), a - 1, b + 1, x, y);
    }

    // Counters stop at their end and never spill into a neighbor or the balance.
    function test_marks_saturate() public {
        bytes32 slot = keccak256(abi.encode(farmer, uint256(0)));
        vm.assertEq(uint256(vm.load(address(parley), slot)), FUNDS, "the word of the account");
        uint256 full = FUNDS | uint256(type(uint24).max) << 112;
        vm.store(address(parley), slot, bytes32(full));
        vm.assertEq(parley.accountOf(farmer).delivered, type(uint24).max, "full");
        deal = opened(someTerms());
        parley.settle(deal, Delivery(DIGEST, P), accept(deal, P));
        Account memory account = parley.accountOf(farmer);
        vm.assertEq(account.delivered, type(uint24).max, "still full");
        vm.assertEq(account.missed, 0, "the neighbor");
        vm.assertEq(account.free, FUNDS + P, "the balance");
    }
}
