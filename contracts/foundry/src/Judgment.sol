// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Complaint, Deal, Dispute, Outcome, Ruling, Terms, Verdict} from "./IParley.sol";

/// @title What makes terms sound, a dispute well formed, and a ruling a row of the payout table.
library Judgment {
    /// @dev I4 and the order of deadlines, for who wants the chain to check them. Deals opened undisclosed are clamped.
    function sound(Deal calldata deal, Terms calldata terms, uint256 shortest) internal view returns (bool) {
        bool covered = deal.deposit >= terms.latePenalty && deal.deposit >= terms.mediationFee
            && deal.bond >= terms.noShowPenalty && deal.bond >= terms.cheatPenalty
            && terms.cheatPenalty >= 3 * uint256(terms.mediationFee);
        bool ordered = terms.startBy <= terms.submitBy && terms.submitBy >= block.timestamp + shortest
            && terms.acceptWindow >= shortest && terms.judgeWindow >= shortest;
        bool apart = terms.arbiter != deal.requester && terms.arbiter != deal.farmer && terms.arbiter != terms.payer;
        return covered && ordered && apart;
    }

    function wellFormed(Dispute calldata grounds) internal pure returns (bool) {
        if (grounds.complaint == Complaint.WrongResult) {
            return grounds.claimedDigest != grounds.digest || grounds.claimedFuel != 0;
        }
        return grounds.complaint == Complaint.NotServed && grounds.claimedDigest == 0 && grounds.claimedFuel == 0;
    }

    /// @dev The verdict is set.
    function outcome(Dispute calldata grounds, Ruling calldata ruling) internal pure returns (Outcome) {
        if (ruling.verdict == Verdict.Undetermined) return Outcome.Undetermined;
        bool wrongResult = grounds.complaint == Complaint.WrongResult;
        if (ruling.verdict == Verdict.Correct) {
            if (wrongResult) return Outcome.Correct;
            return ruling.served ? Outcome.Served : Outcome.Unserved;
        }
        // The award is for naming the arbiter's own result; where only the fuel was wrong, for naming that too.
        bool claimed = wrongResult && grounds.claimedDigest == ruling.digest
            && (ruling.digest != grounds.digest || grounds.claimedFuel == ruling.fuel);
        return claimed ? Outcome.Wrong : Outcome.WrongClaim;
    }
}
