// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Deal, Terms, Outcome, Payout} from "./IParley.sol";

/// @dev What a row of the payout table is computed from. `fee` is M where it is due, else 0.
struct Stakes {
    uint256 price; // P
    uint256 deposit; // D
    uint256 bond; // F
    uint256 cost; // C
    uint256 latePenalty; // Rt
    uint256 noShowPenalty; // Ft
    uint256 cheatPenalty; // Fc
    uint256 fee; // M
}

/// @title The payout table of docs/SETTLEMENT.md. Every row sums to P + D + F.
library Payouts {
    /// @dev Rt <= D, Ft <= F, Fc <= F, M <= D and 3M <= Fc hold from here on, whatever the terms say.
    function stakes(Deal calldata deal, Terms calldata terms, uint256 cost) internal pure returns (Stakes memory s) {
        s = plain(deal, cost);
        s.latePenalty = _min(terms.latePenalty, s.deposit);
        s.noShowPenalty = _min(terms.noShowPenalty, s.bond);
        s.cheatPenalty = _min(terms.cheatPenalty, s.bond);
        s.fee = _min(_min(terms.mediationFee, s.deposit), s.cheatPenalty / 3);
    }

    /// @dev For the rows that need no terms.
    function plain(Deal calldata deal, uint256 cost) internal pure returns (Stakes memory s) {
        s.price = deal.price;
        s.deposit = deal.deposit;
        s.bond = deal.bond;
        s.cost = cost;
    }

    /// @dev Rows 1 to 9b, but for row 3, which is Escrow's happy path. Row 10 is `divided`.
    function row(Outcome outcome, Stakes memory s) internal pure returns (Payout memory p) {
        if (outcome == Outcome.Declined || outcome == Outcome.Canceled) {
            return _returned(s); // row 1
        }
        if (outcome == Outcome.NoShow) {
            p = _paid(s, 0, 0, 0); // row 2
            p.refundedFarmer -= s.noShowPenalty;
            p.paidPayer = s.noShowPenalty;
            return p;
        }
        if (outcome == Outcome.Silent) {
            p = _paid(s, s.cost, 0, 0); // row 5
            p.refundedPayer -= s.latePenalty;
            p.paidFarmer += s.latePenalty;
            return p;
        }
        if (outcome == Outcome.Correct || outcome == Outcome.Conceded) {
            return _paid(s, s.cost, s.fee, 0); // row 6
        }
        if (outcome == Outcome.Wrong) {
            p = _slashed(s); // row 7
            p.paidPayer = p.burned / 2; // A
            p.burned -= p.paidPayer;
            return p;
        }
        if (outcome == Outcome.WrongClaim) {
            return _slashed(s); // row 7b
        }
        if (outcome == Outcome.Unserved) {
            return _paid(s, s.cost, 0, s.fee); // row 8
        }
        if (outcome == Outcome.Served) {
            return _paid(s, s.cost, s.fee - s.fee / 2, s.fee / 2); // row 8b
        }
        // Rows 9 and 9b: Undetermined, and Unjudged with a fee of 0.
        assert(outcome == Outcome.Undetermined || outcome == Outcome.Unjudged);
        return _paid(s, s.cost / 2, s.fee - s.fee / 2, s.fee / 2);
    }

    /// @dev Row 10: as signed. What a side gets beyond what it locked is paid by the other.
    function divided(Stakes memory s, uint256 toPayer, uint256 toFarmer) internal pure returns (Payout memory p) {
        p.refundedPayer = _min(toPayer, s.price + s.deposit);
        p.paidPayer = toPayer - p.refundedPayer;
        p.refundedFarmer = _min(toFarmer, s.bond);
        p.paidFarmer = toFarmer - p.refundedFarmer;
        p.paidArbiter = s.fee;
    }

    /// @dev Everything back, a fee that is due by halves.
    function _returned(Stakes memory s) private pure returns (Payout memory) {
        return _paid(s, 0, s.fee - s.fee / 2, s.fee / 2);
    }

    /// @dev The farmer is paid `cost`; the fee comes from the payer's deposit and from the bond.
    function _paid(Stakes memory s, uint256 cost, uint256 payerFee, uint256 farmerFee)
        private
        pure
        returns (Payout memory p)
    {
        p.refundedPayer = s.price - cost + s.deposit - payerFee;
        p.refundedFarmer = s.bond - farmerFee;
        p.paidFarmer = cost;
        p.paidArbiter = payerFee + farmerFee;
    }

    /// @dev The farmer loses Fc: the fee is paid of it, the rest burns.
    function _slashed(Stakes memory s) private pure returns (Payout memory p) {
        p.refundedPayer = s.price + s.deposit;
        p.refundedFarmer = s.bond - s.cheatPenalty;
        p.paidArbiter = s.fee;
        p.burned = s.cheatPenalty - s.fee;
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
