// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {Fixture} from "./Fixture.sol";
import {Judge, HastyJudge, IdleJudge, Scale} from "./Judges.sol";
import {vm} from "./Vm.sol";

/// @title Arbiters that are contracts: told of a dispute and of its end, and able to stop nothing.
contract ArbitersTest is Fixture {
    Deal private deal;

    function termsWith(Judge judge) private view returns (Terms memory terms) {
        terms = someTerms();
        terms.arbiter = address(judge);
    }

    function test_judge_isToldAndRules() public {
        Judge judge = new Judge(address(parley));
        Terms memory terms = termsWith(judge);
        deal = disputed(terms, wrongResult());
        vm.assertEq(judge.heard(), parley.idOf(deal), "told of the dispute");
        vm.assertEq(judge.fee(), M, "fee");
        vm.assertEq(judge.judgeBy(), START + 200 + 500, "judgeBy");
        judge.draw(deal, terms);
        judge.rule(deal, terms, wrongResult(), Ruling(Verdict.Correct, false, 0, 0));
        vm.assertEq(parley.accountOf(address(judge)).free, M, "paid in the ledger");
        vm.assertEq(judge.ended(), bytes32(0), "not told of its own ruling");
    }

    function test_judge_isToldOfEveryOtherEnd() public {
        Judge judge = new Judge(address(parley));
        Terms memory terms = termsWith(judge);
        deal = disputed(terms, wrongResult());
        bytes32 id = parley.idOf(deal);
        uint256 live = vm.snapshotState();

        vm.prank(requester);
        parley.settleDisclosed(deal, terms, wrongResult(), Delivery(DIGEST, C), "");
        vm.assertEq(judge.ended(), id, "accepted");
        vm.assertEq(uint256(judge.outcome()), uint256(Outcome.Accepted), "accepted");
        vm.revertToState(live);

        judge.draw(deal, terms);
        vm.prank(requester);
        parley.settleDisclosed(deal, terms, wrongResult(), Delivery(DIGEST, C), "");
        vm.assertEq(uint256(judge.outcome()), uint256(Outcome.Conceded), "conceded");
        vm.revertToState(live);

        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        vm.assertEq(uint256(judge.outcome()), uint256(Outcome.Canceled), "canceled");
        vm.revertToState(live);

        vm.warp(START + 200 + 501);
        parley.lapse(deal, terms, wrongResult());
        vm.assertEq(uint256(judge.outcome()), uint256(Outcome.Unjudged), "unjudged");
    }

    function test_judge_isNotToldOfDealsWithoutDispute() public {
        Judge judge = new Judge(address(parley));
        Terms memory terms = termsWith(judge);
        deal = submitted(terms);
        vm.warp(START + 100 + 301);
        parley.claim(deal, terms, Delivery(DIGEST, C));
        vm.assertEq(judge.ended(), bytes32(0), "silence");
    }

    // An arbiter that reverts, burns or calls back stops neither the dispute nor any exit.
    function test_hostileJudge_stopsNothing() public {
        Judge[2] memory hostile = [Judge(new HastyJudge(address(parley))), Judge(new IdleJudge(address(parley)))];
        for (uint256 i = 0; i < 2; ++i) {
            uint256 fresh = vm.snapshotState();
            Terms memory terms = termsWith(hostile[i]);
            deal = disputed(terms, wrongResult());
            assertState(deal, State.Disputed);
            vm.warp(START + 200 + 501);
            Free memory before = free();
            parley.lapse{gas: 1_000_000}(deal, terms, wrongResult());
            assertMoved(before, P - 350 + D, 350 + uint256(F), 0, 0);
            vm.revertToState(fresh);
        }
    }

    // EIP-150: a sender cannot keep the arbiter in the dark by giving too little gas.
    function test_dispute_failsWithTooLittleGasToTell() public {
        Judge judge = new Judge(address(parley));
        Terms memory terms = termsWith(judge);
        deal = submitted(terms);
        for (uint256 gas = 60_000; gas < 700_000; gas += 20_000) {
            uint256 live = vm.snapshotState();
            vm.prank(requester);
            (bool ok,) = address(parley).call{gas: gas}(abi.encodeCall(IEscrow.dispute, (deal, terms, wrongResult())));
            if (ok) vm.assertEq(judge.heard(), parley.idOf(deal), "disputed and told");
            vm.revertToState(live);
        }
        expectRefusal(IEscrow.EscrowGas.selector, deal);
        vm.prank(requester);
        parley.dispute{gas: 400_000}(deal, terms, wrongResult());
    }

    // What it is told it is told with all of ARBITER_GAS, or the dispute fails: in steps finer than what one 64th is.
    function test_dispute_tellsWithAllTheGas() public {
        Scale scale = new Scale(address(parley));
        Terms memory terms = termsWith(scale);
        deal = submitted(terms);
        uint256 told;
        for (uint256 gas = 650_000; gas > 530_000; gas -= 250) {
            uint256 live = vm.snapshotState();
            vm.prank(requester);
            (bool ok,) = address(parley).call{gas: gas}(abi.encodeCall(IEscrow.dispute, (deal, terms, wrongResult())));
            uint256 given = scale.given();
            vm.revertToState(live);
            if (told == 0) told = given;
            if (ok) vm.assertEq(given, told, "as with more");
        }
        vm.assertGe(told, 495_000, "told");
    }

    // An account that is no contract is not told, and no gas is asked for that.
    function test_dispute_beforeAnAccountNeedsNoGasToTell() public {
        deal = submitted(someTerms());
        vm.prank(requester);
        parley.dispute{gas: 200_000}(deal, someTerms(), wrongResult());
        assertState(deal, State.Disputed);
    }
}
