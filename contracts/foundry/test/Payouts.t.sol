// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {Payouts, Stakes} from "../src/Payouts.sol";
import {vm} from "./Vm.sol";

/// @title The table as arithmetic, on any amounts at all: no row reverts, none makes or loses money.
contract PayoutsTest {
    function sum(Payout memory p) private pure returns (uint256) {
        return p.refundedPayer + p.paidPayer + p.refundedFarmer + p.paidFarmer + p.paidArbiter + p.burned;
    }

    function stakesOf(Deal calldata deal, Terms calldata terms, uint96 cost) external pure returns (Stakes memory) {
        return Payouts.stakes(deal, terms, cost);
    }

    // Invariants 2, 9, 10, 11, with the inequality I4.
    function testFuzz_rows(Deal memory deal, Terms memory terms, uint96 cost) public view {
        cost = uint96(uint256(cost) % (uint256(deal.price) + 1));
        Stakes memory s = this.stakesOf(deal, terms, cost);
        vm.assertLe(s.latePenalty, s.deposit, "Rt <= D");
        vm.assertLe(s.noShowPenalty, s.bond, "Ft <= F");
        vm.assertLe(s.cheatPenalty, s.bond, "Fc <= F");
        vm.assertLe(s.fee, s.deposit, "M <= D");
        vm.assertLe(3 * s.fee, s.cheatPenalty, "3M <= Fc");

        for (uint8 i = uint8(Outcome.Declined); i < uint8(Outcome.Divided); ++i) {
            Outcome outcome = Outcome(i);
            if (outcome == Outcome.Accepted) continue; // Escrow's own, tested as row 3
            Payout memory p = Payouts.row(outcome, s);
            vm.assertEq(sum(p), s.price + s.deposit + s.bond, "the row sums to P + D + F");
            vm.assertLe(p.paidFarmer, s.cost + s.latePenalty, "the farmer is paid at most the cost and Rt");
            bool slashing = outcome == Outcome.NoShow || outcome == Outcome.Wrong || outcome == Outcome.WrongClaim;
            if (!slashing) {
                vm.assertEq(p.paidPayer + p.burned, 0, "an award or ashes without a slash");
                vm.assertGe(p.refundedFarmer + s.fee, s.bond, "without a slash the bond loses the fee at most");
            }
            if (outcome == Outcome.Wrong) {
                // I4: who disputes its own work loses money, even with its own mediators.
                vm.assertGe(p.burned, s.cheatPenalty / 3, "a third of Fc at least burns");
                vm.assertLe(p.paidPayer, p.burned, "the award is the smaller half");
                vm.assertLe(p.burned, p.paidPayer + 1, "half of the rest");
            }
        }
    }

    function testFuzz_divided(Stakes memory s, uint96 price, uint96 deposit, uint96 bond, uint128 toPayer) public pure {
        (s.price, s.deposit, s.bond) = (price, deposit, bond);
        uint256 locked = uint256(price) + deposit + bond;
        s.fee = locked == 0 ? 0 : s.fee % locked;
        uint256 left = uint256(toPayer) % (locked - s.fee + 1);
        Payout memory p = Payouts.divided(s, left, locked - s.fee - left);
        vm.assertEq(sum(p), locked, "the row sums to P + D + F");
        vm.assertEq(p.refundedPayer + p.paidPayer, left, "as signed");
        vm.assertEq(p.paidArbiter, s.fee, "the fee first");
    }

    function rowOf(Outcome outcome) external pure returns (Payout memory) {
        Stakes memory none;
        return Payouts.row(outcome, none);
    }

    // Rows that the table does not compute are an error, not some other row.
    function test_rows_thatAreElsewhere() public {
        Outcome[3] memory elsewhere = [Outcome.Unset, Outcome.Accepted, Outcome.Divided];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 1));
            this.rowOf(elsewhere[i]);
        }
    }
}
