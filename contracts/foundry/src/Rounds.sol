// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CANNOT_TELL, Rules, Seat, Stage} from "./IPanel.sol";

/// @dev What a panel stores of a case. It is armed while a round is to be drawn.
struct Case {
    uint96 fee; // M; once the deal is closed, what of it the panel was paid
    uint40 judgeBy; // 0: no case
    uint40 armedAt; // block; 0: not armed
    uint40 closedAt; // the deal, by a ruling or without; 0: it is open
    uint8 rounds; // drawn
    uint8 next; // who would have been drawn next, by its place on the list from 1; 0: nobody was left
    uint40[3] drawnAt;
    address[2] appellants; // against round 0 and 1
    Seat[] seats; // of all rounds, in the order of the draws
    address[] passed; // members of first rounds that could not tell
}

/// @title The clock and the seats of a case.
library Rounds {
    uint8 internal constant MOST = 3;
    uint256 internal constant AGAIN = 2; // how often a first round that cannot tell is drawn anew

    /// @dev n, 2n + 1, 4n + 3.
    function size(Rules memory r, uint256 round) internal pure returns (uint256) {
        return ((uint256(r.seats) + 1) << round) - 1;
    }

    /// @dev The index of a round's first seat: what the rounds before it hold.
    function first(Rules memory r, uint256 round) internal pure returns (uint256 sum) {
        for (uint256 i = 0; i < round; ++i) {
            sum += size(r, i);
        }
    }

    /// @dev The least that the overturned majority of a round loses.
    function bond(Rules memory r, uint256 round) internal pure returns (uint256) {
        return (size(r, round) + 1) / 2 * r.stake;
    }

    /// @dev From a draw to the last reveal.
    function voting(Rules memory r) internal pure returns (uint256) {
        return uint256(r.commitWindow) + r.finality + r.revealWindow;
    }

    /// @dev What must be left of a case when a round is drawn: to vote, and to conclude.
    function needed(Rules memory r) internal pure returns (uint256) {
        return voting(r) + r.revealWindow;
    }

    function commitBy(Rules memory r, uint256 drawnAt) internal pure returns (uint256) {
        return drawnAt + r.commitWindow;
    }

    function revealBy(Rules memory r, uint256 drawnAt) internal pure returns (uint256) {
        return drawnAt + voting(r);
    }

    /// @dev The judgeWindow that so many appeals take, and first rounds that cannot tell.
    function length(Rules memory r, uint256 appeals) internal pure returns (uint256) {
        return needed(r) * (1 + AGAIN) + appeals * (voting(r) + r.appealWindow + r.revealWindow);
    }

    /// @dev The last second for an appeal against the last round: so that there is time to draw, vote and conclude. No
    /// later than revealBy where none is possible.
    function appealBy(Rules memory r, Case storage c, uint256 candidates) internal view returns (uint256 by) {
        by = revealBy(r, c.drawnAt[c.rounds - 1]);
        if (c.rounds == MOST || first(r, c.rounds + 1) + c.passed.length > candidates) return by;
        uint256 last = needed(r) + r.revealWindow;
        last = c.judgeBy > last ? c.judgeBy - last : 0;
        if (last < by) return by;
        return by + r.appealWindow < last ? by + r.appealWindow : last;
    }

    /// @dev Most of the first round cannot tell, and there are others, and the time, to ask.
    function hung(Rules memory r, Case storage c, uint256 candidates) internal view returns (bool) {
        uint256 gone = c.passed.length;
        if (c.rounds != 1 || gone == AGAIN * r.seats || gone + 2 * uint256(r.seats) > candidates) return false;
        if (block.timestamp + needed(r) + r.revealWindow > c.judgeBy) return false;
        uint256 unable;
        for (uint256 i = 0; i < r.seats; ++i) {
            if (c.seats[i].revealed && c.seats[i].word == CANNOT_TELL) ++unable;
        }
        return unable * 2 > r.seats;
    }

    /// @dev Members were drawn, if only such as could not tell.
    function drawn(Case storage c) internal view returns (bool) {
        return c.rounds != 0 || c.passed.length != 0;
    }

    function drawable(Rules memory r, Case storage c) internal view returns (bool) {
        return block.timestamp + needed(r) <= c.judgeBy;
    }

    /// @dev The first round had all its time before the deal was closed, if it is.
    function voted(Rules memory r, uint256 drawnAt, uint256 closedAt) internal pure returns (bool) {
        return closedAt > revealBy(r, drawnAt);
    }

    /// @dev The stage now, and its last second. What was voted can be appealed against, and an appeal is pursued to its end,
    /// whatever becomes of the deal: once that is closed only the ruling is left out. Before, the case ends with it.
    function stage(Rules memory r, Case storage c, uint256 candidates) internal view returns (Stage, uint256) {
        if (c.judgeBy == 0) return (Stage.Unknown, 0);
        bool closed = c.closedAt != 0;
        if (closed && (c.rounds == 0 || !voted(r, c.drawnAt[0], c.closedAt))) return (Stage.Ended, 0);
        if (c.armedAt != 0) {
            // An appeal that can no longer be drawn leaves standing what was found before; a first round, that nobody could tell.
            if (drawn(c) && !drawable(r, c)) return _end(c, closed);
            return (Stage.Armed, c.judgeBy > needed(r) ? c.judgeBy - needed(r) : 0);
        }
        uint256 drawnAt = c.drawnAt[c.rounds - 1];
        uint256 until = commitBy(r, drawnAt);
        if (block.timestamp <= until) return (Stage.Committing, until);
        if (block.timestamp <= until + r.finality) return (Stage.Settling, until + r.finality);
        until = revealBy(r, drawnAt);
        if (block.timestamp <= until) return (Stage.Revealing, until);
        until = appealBy(r, c, candidates);
        if (block.timestamp <= until) return (Stage.Appealable, until);
        return _end(c, closed);
    }

    function _end(Case storage c, bool closed) private view returns (Stage, uint256) {
        return closed ? (Stage.Ended, uint256(0)) : (Stage.Concludable, uint256(c.judgeBy));
    }

    /// @dev The finding that more than half of a round's seats revealed (0: none), and how many of those were served.
    function majority(Rules memory r, Seat[] memory seats, uint256 round)
        internal
        pure
        returns (bytes32 word, uint256 votes, uint256 served)
    {
        uint256 begin = first(r, round);
        uint256 end = begin + size(r, round);
        uint256 lead;
        for (uint256 i = begin; i < end; ++i) {
            if (!seats[i].revealed || seats[i].word == CANNOT_TELL) continue;
            if (lead == 0) word = seats[i].word;
            if (seats[i].word == word) ++lead;
            else --lead;
        }
        for (uint256 i = begin; i < end; ++i) {
            if (!seats[i].revealed || seats[i].word != word) continue;
            ++votes;
            if (seats[i].served) ++served;
        }
        if (votes * 2 <= size(r, round)) return (0, 0, 0);
    }
}
