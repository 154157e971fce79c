// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {Fixture} from "./Fixture.sol";
import {vm} from "./Vm.sol";

/// @title The payout table, rows 6 to 9b. A = (906 - 151) / 2 = 377, burned 378; halves of M: 76 and 75; of C: 351, 350.
contract DisputesTest is Fixture {
    Deal private deal;
    bytes32 private constant THIRD = keccak256("a third result");

    function rule(Terms memory terms, Dispute memory grounds, Ruling memory ruling) private {
        vm.prank(terms.arbiter);
        parley.rule(deal, terms, grounds, ruling);
    }

    function correct(bool served) private pure returns (Ruling memory) {
        return Ruling(Verdict.Correct, served, 0, 0);
    }

    function wrong(bytes32 digest, uint64 fuel) private pure returns (Ruling memory) {
        return Ruling(Verdict.Wrong, false, digest, fuel);
    }

    /// @dev The row, ruled before and after the draw, paid by the requester and by a sponsor.
    function checkRow(
        Dispute memory grounds,
        Ruling memory ruling,
        uint256 toPayer,
        uint256 toFarmer,
        uint256 toArbiter,
        uint256 burnt
    ) private {
        for (uint256 i = 0; i < 4; ++i) {
            uint256 fresh = vm.snapshotState();
            bool sponsored = i >= 2;
            Terms memory terms = sponsored ? sponsoredTerms() : someTerms();
            deal = i % 2 == 0 ? disputed(terms, grounds) : drawn(terms, grounds);
            Free memory before = free();
            rule(terms, grounds, ruling);
            assertMovedFor(before, sponsored, toPayer, toFarmer, toArbiter, burnt);
            assertState(deal, State.Closed);
            vm.revertToState(fresh);
        }
    }

    function test_row6_correct() public {
        checkRow(wrongResult(), correct(false), P - C + D - M, C + F, M, 0);
    }

    function test_row6_acceptanceAfterTheDraw() public {
        deal = drawn(someTerms(), wrongResult());
        Free memory before = free();
        bytes memory acceptance = accept(deal, C);
        uint256 live = vm.snapshotState();
        vm.prank(farmer);
        parley.settleDisclosed(deal, someTerms(), wrongResult(), Delivery(DIGEST, C), acceptance);
        assertMoved(before, P - C + D - M, C + F, M, 0);
        vm.revertToState(live);
        vm.prank(requester);
        parley.settleDisclosed(deal, someTerms(), wrongResult(), Delivery(DIGEST, C), "");
        assertMoved(before, P - C + D - M, C + F, M, 0);
        vm.assertEq(parley.accountOf(requester).defaulted, 1, "a dispute conceded counts");
    }

    function test_row7_wrongDigest_claimed() public {
        checkRow(wrongResult(), wrong(OTHER, FUEL + 1), P + D + 377, F - FC, M, 378);
    }

    function test_row7_wrongFuel_claimed() public {
        Dispute memory grounds = Dispute(DIGEST, C, Complaint.WrongResult, DIGEST, FUEL);
        checkRow(grounds, wrong(DIGEST, FUEL), P + D + 377, F - FC, M, 378);
    }

    // Of one unit there is no third for the fee, and no half to award: it is burned.
    function test_row7_leastBurn() public {
        Terms memory terms = someTerms();
        terms.cheatPenalty = 1;
        deal = disputed(terms, wrongResult());
        Free memory before = free();
        rule(terms, wrongResult(), wrong(OTHER, FUEL + 1));
        assertMoved(before, P + D, F - 1, 0, 1);
    }

    function test_row7b_claimWrongToo() public {
        checkRow(wrongResult(), wrong(THIRD, FUEL), P + D, F - FC, M, FC - M);
    }

    function test_row7b_wrongFuel_claimWrongToo() public {
        Dispute memory grounds = Dispute(DIGEST, C, Complaint.WrongResult, DIGEST, FUEL);
        checkRow(grounds, wrong(DIGEST, FUEL - 1), P + D, F - FC, M, FC - M);
    }

    function test_row7b_notServed_earnsNoAward() public {
        // Not even if the arbiter's digest is the zero that NotServed carries.
        checkRow(notServed(), wrong(OTHER, FUEL), P + D, F - FC, M, FC - M);
        checkRow(notServed(), wrong(0, 0), P + D, F - FC, M, FC - M);
    }

    function test_row8_notServed_correct_unserved() public {
        checkRow(notServed(), correct(false), P - C + D, uint256(C) + F - M, M, 0);
    }

    function test_row8b_notServed_correct_served() public {
        checkRow(notServed(), correct(true), P - C + D - 76, uint256(C) + F - 75, M, 0);
    }

    function test_row9_undetermined() public {
        Ruling memory ruling = Ruling(Verdict.Undetermined, false, 0, 0);
        checkRow(wrongResult(), ruling, P - 350 + D - 76, 350 + uint256(F) - 75, M, 0);
        checkRow(notServed(), ruling, P - 350 + D - 76, 350 + uint256(F) - 75, M, 0);
    }

    // Row 9b: CoopHive defect 4, a silent judge pays the farmer.
    function test_row9b_silentArbiter_byAnyone() public {
        address[4] memory callers = [requester, farmer, arbiter, stranger];
        for (uint256 i = 0; i < 8; ++i) {
            uint256 fresh = vm.snapshotState();
            deal = i < 4 ? disputed(someTerms(), wrongResult()) : drawn(someTerms(), wrongResult());
            vm.warp(START + 200 + 501);
            Free memory before = free();
            vm.prank(callers[i % 4]);
            parley.lapse(deal, someTerms(), wrongResult());
            assertMoved(before, P - 350 + D, 350 + uint256(F), 0, 0);
            vm.revertToState(fresh);
        }
    }

    // Without an arbiter nobody can rule, and the time exit is the same.
    function test_row9b_noArbiter() public {
        Terms memory terms = someTerms();
        terms.arbiter = address(0);
        deal = disputed(terms, wrongResult());
        expectRefusal(IEscrow.EscrowNotArbiter.selector, deal);
        vm.prank(arbiter);
        parley.rule(deal, terms, wrongResult(), correct(false));
        vm.warp(START + 200 + 501);
        Free memory before = free();
        parley.lapse(deal, terms, wrongResult());
        assertMoved(before, P - 350 + D, 350 + uint256(F), 0, 0);
    }

    // No party judges itself, whatever was signed: such a deal has no arbiter.
    function test_rule_failsForAParty() public {
        address[3] memory parties = [requester, farmer, payer];
        for (uint256 i = 0; i < 3; ++i) {
            uint256 fresh = vm.snapshotState();
            Terms memory terms = i == 2 ? sponsoredTerms() : someTerms();
            terms.arbiter = parties[i];
            deal = dealOn(terms);
            bytes32 id = parley.idOf(deal);
            if (i == 2) {
                // openDisclosed refuses it outright.
                bytes memory a = sign(payerKey, id);
                bytes memory b = sign(farmerKey, id);
                expectRefusal(IEscrow.EscrowTermsRefused.selector, deal);
                parley.openDisclosed(deal, terms, a, b);
            } else {
                deal = disputed(terms, wrongResult());
                expectRefusal(IEscrow.EscrowNotArbiter.selector, deal);
                vm.prank(parties[i]);
                parley.rule(deal, terms, wrongResult(), correct(false));
                expectRefusal(IEscrow.EscrowNotArbiter.selector, deal);
                vm.prank(parties[i]);
                parley.draw(deal, terms);
            }
            vm.revertToState(fresh);
        }
    }

    // C31: only the arbiter that the deal names.
    function test_rule_andDraw_areTheArbitersAlone() public {
        deal = disputed(someTerms(), wrongResult());
        address[4] memory others = [requester, farmer, payer, stranger];
        for (uint256 i = 0; i < 4; ++i) {
            expectRefusal(IEscrow.EscrowNotArbiter.selector, deal);
            vm.prank(others[i]);
            parley.rule(deal, someTerms(), wrongResult(), correct(false));
            expectRefusal(IEscrow.EscrowNotArbiter.selector, deal);
            vm.prank(others[i]);
            parley.draw(deal, someTerms());
        }
    }

    function test_rule_failsWithoutVerdict_orOnOtherGrounds() public {
        deal = disputed(someTerms(), wrongResult());
        expectRefusal(IEscrow.EscrowVerdict.selector, deal);
        vm.prank(arbiter);
        parley.rule(deal, someTerms(), wrongResult(), Ruling(Verdict.Unset, false, 0, 0));
        expectRefusal(IEscrow.EscrowCommitment.selector, deal);
        vm.prank(arbiter);
        parley.rule(deal, someTerms(), notServed(), correct(false));
        Dispute memory dearer = wrongResult();
        dearer.cost = P;
        expectRefusal(IEscrow.EscrowCommitment.selector, deal);
        vm.prank(arbiter);
        parley.rule(deal, someTerms(), dearer, correct(false));
        vm.warp(START + 200 + 501);
        expectRefusal(IEscrow.EscrowCommitment.selector, deal);
        parley.lapse(deal, someTerms(), dearer);
    }

    function test_draw_failsTwice() public {
        deal = drawn(someTerms(), wrongResult());
        expectRefusal(IEscrow.EscrowWrongState.selector, deal);
        vm.prank(arbiter);
        parley.draw(deal, someTerms());
    }

    // Rule 9: only the requester disputes.
    function test_dispute_isTheRequestersAlone() public {
        deal = submitted(sponsoredTerms());
        address[4] memory others = [payer, farmer, arbiter, stranger];
        for (uint256 i = 0; i < 4; ++i) {
            expectRefusal(IEscrow.EscrowNotRequester.selector, deal);
            vm.prank(others[i]);
            parley.dispute(deal, sponsoredTerms(), wrongResult());
        }
    }

    function test_dispute_failsUnlessItClaimsSomethingElse() public {
        deal = submitted(someTerms());
        Dispute[5] memory malformed = [
            Dispute(DIGEST, C, Complaint.Unset, OTHER, FUEL),
            Dispute(DIGEST, C, Complaint.WrongResult, DIGEST, 0),
            Dispute(DIGEST, C, Complaint.NotServed, OTHER, 0),
            Dispute(DIGEST, C, Complaint.NotServed, 0, FUEL),
            Dispute(DIGEST, C, Complaint.Unset, 0, 0)
        ];
        for (uint256 i = 0; i < 5; ++i) {
            expectRefusal(IEscrow.EscrowComplaint.selector, deal);
            vm.prank(requester);
            parley.dispute(deal, someTerms(), malformed[i]);
        }
        expectRefusal(IEscrow.EscrowCommitment.selector, deal);
        vm.prank(requester);
        parley.dispute(deal, someTerms(), Dispute(OTHER, C, Complaint.NotServed, 0, 0));
    }

    function test_dispute_namesWhatIsAtStake() public {
        deal = submitted(someTerms());
        vm.warp(START + 200);
        bytes32 id = parley.idOf(deal);
        vm.expectEmit(true, true, false, true, address(parley));
        emit IEscrow.Disputed(id, arbiter, wrongResult(), M, uint64(START + 200 + 500));
        vm.prank(requester);
        parley.dispute(deal, someTerms(), wrongResult());
    }

    // The outcome counters of a dispute: against the loser, and against both where it stays undetermined.
    function test_marks_ofDisputes() public {
        Terms memory terms = someTerms();
        uint256 fresh = vm.snapshotState();
        deal = disputed(terms, wrongResult());
        rule(terms, wrongResult(), correct(false));
        vm.assertEq(parley.accountOf(requester).defaulted, 1, "a lost dispute");
        vm.assertEq(parley.accountOf(farmer).delivered, 1, "delivered");
        vm.revertToState(fresh);

        deal = disputed(terms, wrongResult());
        rule(terms, wrongResult(), wrong(OTHER, 0));
        vm.assertEq(parley.accountOf(requester).defaulted, 0, "a won dispute");
        vm.assertEq(parley.accountOf(farmer).faulted, 1, "faulted");
        vm.revertToState(fresh);

        terms = sponsoredTerms();
        deal = disputed(terms, wrongResult());
        rule(terms, wrongResult(), Ruling(Verdict.Undetermined, false, 0, 0));
        vm.assertEq(parley.accountOf(requester).undetermined, 1, "requester");
        vm.assertEq(parley.accountOf(payer).undetermined, 0, "payer");
        vm.assertEq(parley.accountOf(farmer).undetermined, 1, "farmer");
    }
}
