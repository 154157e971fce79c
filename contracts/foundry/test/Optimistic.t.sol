// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {Optimistic} from "../src/Optimistic.sol";
import {Fixture} from "./Fixture.sol";
import {vm} from "./Vm.sol";

/// @title Another arbiter behind the same two methods: what one mediator says stands unless it is challenged. C60.
contract OptimisticTest is Fixture {
    uint32 private constant WINDOW = 100;
    address private constant mediator = address(0x3ED1);
    address private constant umpire = address(0x3E2E);

    Optimistic private optimistic;
    Deal private deal;
    Terms private terms;
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        vm.prank(arbiter);
        parley.withdraw(address(this), 1);
        optimistic = deployed(mediator, umpire, WINDOW);
        arbiter = address(optimistic);
        terms = someTerms();
        deal = disputed(terms, wrongResult());
        id = parley.idOf(deal);
    }

    function deployed(address mediator_, address umpire_, uint32 window) private returns (Optimistic) {
        return
            Optimistic(
                vm.deployCode("Optimistic.sol:Optimistic", abi.encode(address(parley), mediator_, umpire_, window))
            );
    }

    function correct() private pure returns (Ruling memory) {
        return Ruling(Verdict.Correct, false, 0, 0);
    }

    function wrong() private pure returns (Ruling memory) {
        return Ruling(Verdict.Wrong, false, OTHER, FUEL);
    }

    function propose() private {
        vm.prank(mediator);
        optimistic.propose(deal, terms, correct());
    }

    function refuses(bytes4 selector) private {
        vm.expectRevert(abi.encodeWithSelector(selector, id));
    }

    function test_unchallenged_stands() public {
        propose();
        vm.assertTrue(parley.progressOf(id).drawn, "the fee is due");
        vm.warp(START + 200 + WINDOW);
        refuses(Optimistic.OptimisticTooEarly.selector);
        optimistic.confirm(deal, terms, wrongResult(), correct());
        vm.warp(START + 200 + WINDOW + 1);
        refuses(Optimistic.OptimisticTooLate.selector);
        vm.prank(requester);
        optimistic.challenge(deal, terms);
        refuses(Optimistic.OptimisticRuling.selector);
        optimistic.confirm(deal, terms, wrongResult(), wrong());
        Free memory before = free();
        vm.prank(stranger);
        optimistic.confirm(deal, terms, wrongResult(), correct());
        assertMoved(before, P - C + D - M, C + uint256(F), M, 0);
        refuses(Optimistic.OptimisticWrongStage.selector);
        optimistic.confirm(deal, terms, wrongResult(), correct());

        vm.assertEq(optimistic.owedTo(mediator), M, "the mediator's");
        vm.prank(mediator);
        optimistic.collect(stranger);
        vm.prank(mediator);
        optimistic.collect(stranger);
        vm.assertEq(money.balanceOf(stranger), M, "once");
    }

    function test_challenged_isTheUmpires() public {
        refuses(Optimistic.OptimisticWrongStage.selector);
        vm.prank(requester);
        optimistic.challenge(deal, terms);
        propose();
        refuses(Optimistic.OptimisticNotYours.selector);
        optimistic.challenge(deal, terms);
        vm.warp(START + 200 + WINDOW);
        vm.prank(requester);
        optimistic.challenge(deal, terms);
        refuses(Optimistic.OptimisticWrongStage.selector);
        vm.prank(farmer);
        optimistic.challenge(deal, terms);
        vm.warp(START + 200 + WINDOW + 1);
        refuses(Optimistic.OptimisticNotYours.selector);
        vm.prank(mediator);
        optimistic.confirm(deal, terms, wrongResult(), correct());
        Free memory before = free();
        vm.prank(umpire);
        optimistic.confirm(deal, terms, wrongResult(), wrong());
        uint256 award = (FC - M) / 2;
        assertMoved(before, P + D + award, F - FC, M, FC - M - award);
        vm.assertEq(optimistic.owedTo(umpire), M, "the umpire's");
        vm.assertEq(optimistic.owedTo(mediator), 0, "not the mediator's");
    }

    function test_propose_onceByTheMediatorInTime() public {
        refuses(Optimistic.OptimisticNotYours.selector);
        optimistic.propose(deal, terms, correct());
        refuses(Optimistic.OptimisticRuling.selector);
        vm.prank(mediator);
        optimistic.propose(deal, terms, Ruling(Verdict.Unset, false, 0, 0));
        Terms memory forged = terms;
        forged.payer = stranger;
        refuses(Optimistic.OptimisticTerms.selector);
        vm.prank(mediator);
        optimistic.propose(deal, forged, correct());
        vm.warp(START + 200 + 500 - 2 * WINDOW);
        refuses(Optimistic.OptimisticTooLate.selector);
        propose();
        vm.warp(START + 200 + 500 - 2 * WINDOW - 1);
        propose();
        refuses(Optimistic.OptimisticWrongStage.selector);
        propose();
    }

    function test_notices_comeFromTheEscrow() public {
        vm.expectRevert(Optimistic.OptimisticNotEscrow.selector);
        optimistic.disputed(id, deal, terms, wrongResult(), M, 1);
        vm.expectRevert(Optimistic.OptimisticNotEscrow.selector);
        optimistic.closed(id, Outcome.Conceded);
    }

    function test_closedByTheParties_paysWhoTookTheCase() public {
        uint256 fresh = vm.snapshotState();
        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        vm.assertEq(optimistic.owedTo(mediator), 0, "not taken");
        refuses(Optimistic.OptimisticWrongStage.selector);
        propose();
        vm.revertToState(fresh);

        propose();
        uint256 taken = vm.snapshotState();
        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        vm.assertEq(optimistic.owedTo(mediator), M, "taken");
        vm.assertEq(parley.accountOf(address(optimistic)).free, M, "paid");
        vm.revertToState(taken);

        vm.warp(START + 200 + 501);
        parley.lapse(deal, terms, wrongResult());
        vm.assertEq(optimistic.owedTo(mediator), 0, "nobody confirmed: row 9b");
    }

    function test_setup() public {
        address[2][3] memory bad = [[mediator, mediator], [address(0), umpire], [mediator, address(0)]];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(Optimistic.OptimisticSetup.selector);
            new Optimistic(parley, bad[i][0], bad[i][1], WINDOW);
        }
        vm.expectRevert(Optimistic.OptimisticSetup.selector);
        new Optimistic(parley, mediator, umpire, 0);
    }
}
