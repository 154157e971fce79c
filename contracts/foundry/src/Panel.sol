// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Deal, Terms, Dispute, Ruling, Verdict, Outcome, IParley} from "./IParley.sol";
import {CANNOT_TELL, IPanel, Rules, Finding, Seat, Stage, Docket} from "./IPanel.sol";
import {IStake, Position} from "./IStake.sol";
import {Reckoning, Reckonings} from "./Reckonings.sol";
import {Case, Rounds} from "./Rounds.sol";

/// @title A panel of staked mediators, drawn for each case from a list. Rule 8 of docs/SETTLEMENT.md.
/// @notice One escrow, one list, one set of rules: a deal agrees to all of them by naming this address, a mediator by
/// staking for it. No owner, no proxy, no pause. Not audited.
contract Panel is IPanel, ReentrancyGuardTransient {
    uint256 private constant MOST_MEMBERS = 64;
    uint256 private constant DELAY = 4; // blocks from arming to the one whose hash draws

    IStake private immutable _stake;
    IParley private immutable _escrow;
    uint256 private immutable _length; // of the list

    Rules private _rules;
    address[] private _members;
    mapping(bytes32 id => Case) private _cases;
    mapping(address member => uint256) private _owed;

    /// @param stake_ Where the members stake, in the escrow's token.
    /// @param escrow_ The only contract whose deals are judged here.
    /// @param members_ The list, in ascending order.
    constructor(IStake stake_, IParley escrow_, Rules memory rules_, address[] memory members_) {
        (_stake, _escrow, _rules) = (stake_, escrow_, rules_);
        uint256 n = rules_.seats;
        bool paid = uint256(rules_.stake) * (n * (n + 1)) >= 2 * uint256(rules_.fee) * (2 * n + 1); // I8
        bool timely =
            rules_.commitWindow != 0 && rules_.revealWindow != 0 && Rounds.length(rules_, 2) <= stake_.unbonding();
        if (n % 2 == 0 || rules_.stake == 0 || !paid || !timely || stake_.token() != escrow_.token()) {
            revert PanelRules();
        }
        if (members_.length < n || members_.length > MOST_MEMBERS) revert PanelMembers();
        address last = address(0);
        for (uint256 i = 0; i < members_.length; ++i) {
            if (members_[i] <= last) revert PanelMembers();
            last = members_[i];
        }
        (_members, _length) = (members_, members_.length);
    }

    // --- what the escrow tells: neither may fail for any reason but its first line, whoever has called the escrow ---

    function disputed(bytes32 id, Deal calldata, Terms calldata, Dispute calldata, uint96 fee, uint64 judgeBy)
        external
    {
        if (msg.sender != address(_escrow)) revert PanelNotEscrow();
        if (fee < _rules.fee) revert PanelFee(id);
        Case storage c = _cases[id];
        (c.fee, c.judgeBy) = (fee, uint40(judgeBy));
        _arm(id, c);
    }

    function closed(bytes32 id, Outcome outcome) external {
        if (msg.sender != address(_escrow)) revert PanelNotEscrow();
        Case storage c = _cases[id];
        if (c.judgeBy == 0) return;
        // Once drawn the fee is due, but for row 9b.
        bool drawn = Rounds.drawn(c);
        uint96 fee = !drawn || outcome == Outcome.Unjudged ? 0 : c.fee;
        if (!drawn) delete _cases[id];
        else (c.fee, c.closedAt) = (fee, uint40(block.timestamp));
        emit Closed(id, outcome, fee);
    }

    // --- a round ---

    function draw(Deal calldata deal, Terms calldata terms) external nonReentrant {
        bytes32 id = _shown(deal, terms);
        Case storage c = _cases[id];
        Rules memory r = _rules;
        _at(id, c, Stage.Armed);
        if (!Rounds.drawable(r, c)) revert PanelTooLate(id);
        if (block.number <= c.armedAt + DELAY) revert PanelTooEarly(id);
        bytes32 hash = blockhash(c.armedAt + DELAY);
        if (hash == 0) return _arm(id, c);

        bool begins = !Rounds.drawn(c);
        uint8 round = c.rounds;
        bytes32 seed = keccak256(abi.encode(hash, id, round));
        uint256 firstSeat = c.seats.length;
        address[] memory drawn;
        (drawn, c.next) = _pick(id, _candidates(c, deal, terms), seed, Rounds.size(r, round), r.stake);
        for (uint256 i = 0; i < drawn.length; ++i) {
            c.seats.push(Seat(drawn[i], false, false, false, 0));
        }
        (c.armedAt, c.rounds, c.drawnAt[round]) = (0, round + 1, uint40(block.timestamp));
        emit Drawn(id, round, drawn, firstSeat, uint64(Rounds.commitBy(r, block.timestamp)));
        if (begins) _escrow.draw(deal, terms);
    }

    function commit(bytes32 id, uint256 seat, bytes32 commitment) external nonReentrantView {
        Case storage c = _cases[id];
        _at(id, c, Stage.Committing);
        Seat storage s = _seat(id, c, seat);
        if (s.committed || commitment == 0) revert PanelCommitment(id);
        (s.committed, s.word) = (true, commitment);
        emit Committed(id, msg.sender, commitment);
    }

    function reveal(bytes32 id, uint256 seat, Finding calldata finding, bytes32 salt) external nonReentrant {
        Case storage c = _cases[id];
        _at(id, c, Stage.Revealing);
        Seat storage s = _seat(id, c, seat);
        // Revealed before, the word is no commitment any more.
        if (s.word != commitmentOf(finding, salt, msg.sender, id)) revert PanelCommitment(id);
        (s.revealed, s.served, s.word) = (true, finding.served, _word(finding, c.rounds > 1));
        emit Revealed(id, msg.sender, finding);
        if (finding.digest == CANNOT_TELL && Rounds.hung(_rules, c, _length)) _pass(id, c);
    }

    function appeal(Deal calldata deal, Terms calldata terms) external nonReentrant {
        bytes32 id = _shown(deal, terms);
        Case storage c = _cases[id];
        Rules memory r = _rules;
        _at(id, c, Stage.Appealable);
        if (msg.sender != deal.requester && msg.sender != deal.farmer && msg.sender != terms.payer) {
            revert PanelNotParty(id);
        }
        address[] memory candidates = _candidates(c, deal, terms);
        uint256 ready;
        for (uint256 i = 0; i < candidates.length; ++i) {
            if (_counts(candidates[i], r.stake)) ++ready;
        }
        if (ready < Rounds.size(r, c.rounds)) revert PanelTooFew(id);

        uint8 round = c.rounds - 1;
        uint256 bond = Rounds.bond(r, round);
        c.appellants[round] = msg.sender;
        emit Appealed(id, msg.sender, round, bond);
        _arm(id, c);
        if (!_stake.hold(msg.sender, bond)) revert PanelBond(id, bond);
    }

    // --- the end ---

    function conclude(Deal calldata deal, Terms calldata terms, Dispute calldata grounds, Finding calldata finding)
        external
        nonReentrant
    {
        bytes32 id = _shown(deal, terms);
        Case storage c = _cases[id];
        _at(id, c, Stage.Concludable);
        Ruling memory ruling = _ruling(id, c, grounds, finding);
        c.closedAt = uint40(block.timestamp);
        emit Concluded(id, ruling);
        _escrow.rule(deal, terms, grounds, ruling);
    }

    function finish(bytes32 id) external nonReentrant {
        _at(id, _cases[id], Stage.Ended);
        Rules memory r = _rules;
        Case memory c = _cases[id];
        delete _cases[id];

        Reckoning memory k = Reckonings.reckon(r, c);
        uint256 pot = _endAppeals(r, c, k);
        for (uint256 i = 0; i < c.seats.length; ++i) {
            if (k.slashed[i]) {
                pot += r.stake;
                _stake.slash(c.seats[i].member, r.stake);
            } else {
                _stake.release(c.seats[i].member, r.stake);
            }
        }
        if (k.payees != 0) pot -= k.price;
        _pay(id, r, c, k);
        if (pot != 0) _stake.burn(pot);
        emit Finished(id, pot);
    }

    function collect(address to) external nonReentrant {
        uint256 amount = _owed[msg.sender];
        _owed[msg.sender] = 0;
        emit Collected(msg.sender, to, amount);
        _escrow.withdraw(to, amount);
    }

    // --- views ---

    function docketOf(bytes32 id) external view returns (Docket memory d) {
        Case storage c = _cases[id];
        uint256 until;
        (d.stage, until) = Rounds.stage(_rules, c, _length);
        (d.rounds, d.fee, d.judgeBy, d.armedAt, d.until) = (c.rounds, c.fee, c.judgeBy, c.armedAt, uint64(until));
        (d.seats, d.passed) = (c.seats, c.passed);
    }

    function owedTo(address member) external view returns (uint256) {
        return _owed[member];
    }

    function commitmentOf(Finding calldata finding, bytes32 salt, address member, bytes32 id)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(finding, salt, member, id));
    }

    function bondOf(uint8 round) external view returns (uint256) {
        return Rounds.bond(_rules, round);
    }

    function lengthOf(uint8 appeals) external view returns (uint256) {
        return Rounds.length(_rules, appeals);
    }

    function rules() external view returns (Rules memory) {
        return _rules;
    }

    function members() external view returns (address[] memory) {
        return _members;
    }

    function stake() external view returns (address) {
        return address(_stake);
    }

    function escrow() external view returns (address) {
        return address(_escrow);
    }

    // --- what a case stands on ---

    function _arm(bytes32 id, Case storage c) private {
        c.armedAt = uint40(block.number);
        emit Armed(id, c.rounds, block.number, c.judgeBy);
    }

    /// @dev The first round could not tell: others are drawn as if it had not been. Its members have earned nothing, and lose
    /// nothing but for silence.
    function _pass(bytes32 id, Case storage c) private {
        uint96 amount = _rules.stake;
        Seat[] memory seats = c.seats;
        delete c.seats;
        c.rounds = 0;
        _arm(id, c);
        uint256 pot;
        for (uint256 i = 0; i < seats.length; ++i) {
            address member = seats[i].member;
            c.passed.push(member);
            bool silent = !seats[i].committed;
            emit Seated(id, member, silent ? amount : 0, 0, 0);
            if (silent) {
                pot += amount;
                _stake.slash(member, amount);
            } else {
                _stake.release(member, amount);
            }
        }
        if (pot != 0) _stake.burn(pot);
    }

    function _shown(Deal calldata deal, Terms calldata terms) private view returns (bytes32 id) {
        id = _escrow.idOf(deal);
        if (_escrow.hashTerms(terms) != deal.termsHash) revert PanelTerms(id);
    }

    function _at(bytes32 id, Case storage c, Stage wanted) private view {
        (Stage stage_,) = Rounds.stage(_rules, c, _length);
        if (stage_ == wanted) return;
        if (stage_ == Stage.Unknown || stage_ == Stage.Ended || stage_ == Stage.Armed || wanted == Stage.Armed) {
            revert PanelWrongStage(id);
        }
        if (stage_ < wanted) revert PanelTooEarly(id);
        revert PanelTooLate(id);
    }

    /// @dev The sender's seat in the last round.
    function _seat(bytes32 id, Case storage c, uint256 seat) private view returns (Seat storage) {
        if (seat < Rounds.first(_rules, c.rounds - 1) || seat >= c.seats.length) revert PanelNotSeated(id);
        Seat storage s = c.seats[seat];
        if (s.member != msg.sender) revert PanelNotSeated(id);
        return s;
    }

    // --- drawing ---

    /// @dev The list, with zeros for parties and for who sits, or sat, in an earlier round.
    function _candidates(Case storage c, Deal calldata deal, Terms calldata terms)
        private
        view
        returns (address[] memory list)
    {
        list = _members;
        Seat[] memory seats = c.seats;
        address[] memory passed = c.passed;
        for (uint256 i = 0; i < list.length; ++i) {
            address member = list[i];
            bool out = member == deal.requester || member == deal.farmer || member == terms.payer;
            for (uint256 j = 0; j < seats.length && !out; ++j) {
                out = seats[j].member == member;
            }
            for (uint256 j = 0; j < passed.length && !out; ++j) {
                out = passed[j] == member;
            }
            if (out) list[i] = address(0);
        }
    }

    /// @dev The lowest scores win, so that who leaves or joins moves nobody but itself and the last place. Holds S of
    /// each. `next` is whose score is the next, by its place from 1; 0: nobody's.
    function _pick(bytes32 id, address[] memory candidates, bytes32 seed, uint256 count, uint256 amount)
        private
        returns (address[] memory drawn, uint8 next)
    {
        uint256[] memory scores = new uint256[](candidates.length);
        for (uint256 i = 0; i < candidates.length; ++i) {
            bool out = candidates[i] == address(0);
            scores[i] = out ? type(uint256).max : uint256(keccak256(abi.encode(seed, candidates[i])));
        }
        drawn = new address[](count);
        uint256 taken;
        while (true) {
            uint256 best = 0;
            for (uint256 i = 1; i < scores.length; ++i) {
                if (scores[i] < scores[best]) best = i;
            }
            if (scores[best] == type(uint256).max) break;
            scores[best] = type(uint256).max;
            if (!_counts(candidates[best], amount)) continue;
            if (taken == count) return (drawn, uint8(best) + 1);
            if (_stake.hold(candidates[best], amount)) drawn[taken++] = candidates[best];
        }
        if (taken < count) revert PanelTooFew(id);
    }

    /// @dev What may leave in this very second does not count: who was drawn could take it out before it is held. What is
    /// announced, and may leave only later, does.
    function _counts(address member, uint256 amount) private view returns (bool) {
        Position memory p = _stake.positionOf(member, address(this));
        uint256 leaving = block.timestamp < p.leaveFrom ? 0 : p.leaving;
        return p.free >= leaving + amount;
    }

    // --- the verdict ---

    function _ruling(bytes32 id, Case storage c, Dispute calldata grounds, Finding calldata finding)
        private
        view
        returns (Ruling memory)
    {
        Rules memory r = _rules;
        Seat[] memory seats = c.seats;
        for (uint256 round = c.rounds; round > 0; --round) {
            (bytes32 word, uint256 votes, uint256 served) = Rounds.majority(r, seats, round - 1);
            if (word == 0) continue;
            if (word != _word(finding, false)) revert PanelFinding(id);
            // Where nobody had module or input there is nothing to hold against the farmer (rule 1).
            bool correct = finding.digest == 0 || (finding.digest == grounds.digest && grounds.cost <= finding.cost);
            return Ruling(correct ? Verdict.Correct : Verdict.Wrong, served * 2 > votes, finding.digest, finding.fuel);
        }
        bool spoken = c.passed.length != 0;
        for (uint256 i = 0; i < seats.length && !spoken; ++i) {
            spoken = seats[i].revealed;
        }
        if (spoken) return Ruling(Verdict.Undetermined, false, 0, 0);
        revert PanelSilent(id);
    }

    /// @dev What members must agree on. Whether one was served is its own experience. That nobody had module or input (digest 0,
    /// not served) counts as cannot tell in an appeal, where it is on who appealed to show them: else, hiding them, it would have an
    /// honest round overturned. Digest 0 that was served is of work that delivers nothing.
    function _word(Finding calldata finding, bool appealed) private pure returns (bytes32) {
        if (finding.digest == CANNOT_TELL || (finding.digest == 0 && !finding.served && appealed)) return CANNOT_TELL;
        return keccak256(abi.encode(finding.digest, finding.fuel, finding.cost));
    }

    // --- paying ---

    /// @dev Returns what the lost bonds brought.
    function _endAppeals(Rules memory r, Case memory c, Reckoning memory k) private returns (uint256 pot) {
        for (uint256 round = 0; round < c.appellants.length; ++round) {
            if (c.appellants[round] == address(0)) continue;
            uint256 bond = Rounds.bond(r, round);
            if (k.lost[round]) {
                pot += bond;
                _stake.slash(c.appellants[round], bond);
            } else {
                _stake.release(c.appellants[round], bond);
            }
        }
    }

    /// @dev Equal parts; the first payee gets the remainders.
    function _pay(bytes32 id, Rules memory r, Case memory c, Reckoning memory k) private {
        bool rest = true;
        for (uint256 i = 0; i < c.seats.length; ++i) {
            address member = c.seats[i].member;
            uint256 paid;
            uint256 awarded;
            if (k.paid[i]) {
                paid = c.fee / k.payees + (rest ? c.fee % k.payees : 0);
                awarded = k.price / k.payees + (rest ? k.price % k.payees : 0);
                rest = false;
                _owed[member] += paid;
                if (awarded != 0) _stake.award(member, awarded);
            }
            emit Seated(id, member, k.slashed[i] ? r.stake : 0, paid, awarded);
        }
        if (k.payees == 0 && c.fee != 0) _inherit(id, c);
    }

    /// @dev M that no seat has earned goes to who would have been drawn next: it had no part in that, and the parties gain
    /// nothing by it. Where the list had nobody left, to who was asked first; and where that is who sits, to all seats.
    function _inherit(bytes32 id, Case memory c) private {
        uint256 heirs = 1;
        address heir;
        if (c.next != 0) heir = _members[c.next - 1];
        else if (c.passed.length != 0) heir = c.passed[0];
        else heirs = c.seats.length;
        for (uint256 i = 0; i < heirs; ++i) {
            if (heirs > 1 || heir == address(0)) heir = c.seats[i].member;
            uint256 part = c.fee / heirs + (i == 0 ? c.fee % heirs : 0);
            _owed[heir] += part;
            emit Inherited(id, heir, part);
        }
    }
}
