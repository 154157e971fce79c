// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CANNOT_TELL, Rules, Seat} from "./IPanel.sol";
import {Case, Rounds} from "./Rounds.sol";

/// @dev Who is due what at the end of a case.
struct Reckoning {
    bool[] paid; // by seat: shares the fee and the price of the appeals
    bool[] slashed; // by seat: loses S
    uint256 payees;
    bool[2] lost; // by round: the bond of the appeal against it is lost
    uint256 price; // what the appeals cost, whoever pays: their bonds, or as much of the slash
}

/// @title What becomes of seats and bonds.
library Reckonings {
    function reckon(Rules memory r, Case memory c) internal pure returns (Reckoning memory k) {
        (k.paid, k.slashed) = (new bool[](c.seats.length), new bool[](c.seats.length));
        (bytes32 standing, uint256 rounds) = found(r, c);
        for (uint256 round = 0; round < c.rounds; ++round) {
            _round(r, c, k, round, standing, _overturned(r, c, round, standing));
            // Without a further round an appeal was not drawn, and nobody worked for it.
            if (round + 1 == c.rounds) continue;
            // Its price is what most of the round lose, who were overturned or silent; if they are not, who appealed was wrong.
            k.lost[round] = rounds <= round + 1 || _slashed(r, k, round) * 2 <= Rounds.size(r, round);
            k.price += Rounds.bond(r, round);
        }
    }

    /// @dev The final finding: that of the last round which had one, and how many rounds there were up to it. 0: none.
    function found(Rules memory r, Case memory c) internal pure returns (bytes32 word, uint256 rounds) {
        for (uint256 n = c.rounds; n > 0; --n) {
            if (!complete(r, c, n - 1)) continue;
            (word,,) = Rounds.majority(r, c.seats, n - 1);
            if (word != 0) return (word, n);
        }
    }

    /// @dev The round had all its time. Only a first round that was cut short by the deal's close had not.
    function complete(Rules memory r, Case memory c, uint256 round) internal pure returns (bool) {
        return round != 0 || Rounds.voted(r, c.drawnAt[0], c.closedAt);
    }

    /// @dev What the majority of a round found, where a later round found something else.
    function _overturned(Rules memory r, Case memory c, uint256 round, bytes32 standing)
        private
        pure
        returns (bytes32 word)
    {
        if (!complete(r, c, round)) return 0;
        (word,,) = Rounds.majority(r, c.seats, round);
        if (word == standing) return 0;
    }

    function _round(
        Rules memory r,
        Case memory c,
        Reckoning memory k,
        uint256 round,
        bytes32 standing,
        bytes32 overturned
    ) private pure {
        bool had = complete(r, c, round);
        bool open = c.closedAt <= Rounds.commitBy(r, c.drawnAt[round]);
        uint256 begin = Rounds.first(r, round);
        for (uint256 i = begin; i < begin + Rounds.size(r, round); ++i) {
            Seat memory s = c.seats[i];
            if (had) {
                k.paid[i] = s.revealed && s.word != CANNOT_TELL && (standing == 0 || s.word == standing);
                k.slashed[i] = !s.revealed || (overturned != 0 && s.word == overturned);
            } else {
                k.paid[i] = (open || s.committed) && s.word != CANNOT_TELL;
            }
            if (k.paid[i]) ++k.payees;
        }
    }

    function _slashed(Rules memory r, Reckoning memory k, uint256 round) private pure returns (uint256 seats) {
        uint256 begin = Rounds.first(r, round);
        for (uint256 i = begin; i < begin + Rounds.size(r, round); ++i) {
            if (k.slashed[i]) ++seats;
        }
    }
}
