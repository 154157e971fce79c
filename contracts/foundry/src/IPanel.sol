// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Deal, Terms, Dispute, Ruling, Outcome} from "./IParley.sol";
import {IArbiter} from "./IArbiter.sol";

// The whole outside of the contract Panel: rule 8 of docs/SETTLEMENT.md.
//
// Symbols: n seats of the first round, S stake held for a seat, M mediation fee. Times are block.timestamp, windows
// seconds. Round 0 is the first; each appeal adds a round of 2n + 1.
//
// A round, from its draw:  commit | finality | reveal | appeal (where one is still possible) | conclude
//
// A first round in which most cannot tell is no round: others of the list are drawn in its place, at most twice.

/// @dev The digest of a finding that says "I cannot tell": the run came to no end that can be compared with another's. It
/// counts for no side and is never paid, so that it pays less than to run the work; nor is it slashed, as silence is.
bytes32 constant CANNOT_TELL = bytes32(type(uint256).max);

/// @notice What a panel and those who stake for it agree to. It never changes: other rules are another panel.
struct Rules {
    uint8 seats; // n: odd
    uint96 stake; // S: with 2M(2n+1)/(n(n+1)) or more, whoever is overturned pays for the appeal (I8)
    uint96 fee; // the least M of a case that is taken
    uint32 commitWindow; // to re-run and commit (I9: re-run + censorship margin)
    uint32 finality; // between the last commitment and the first reveal: until the former cannot be reorganized away
    uint32 revealWindow; // to reveal; as much again to conclude, and to draw an appeal
    uint32 appealWindow; // to appeal
}

/// @notice What a mediator found by running the work itself: facts only. The verdict follows from them.
struct Finding {
    bytes32 digest; // of its own result; 0: module or input cannot be had from anybody; or CANNOT_TELL
    uint64 fuel; // that its own run took
    uint96 cost; // the most that the agreed terms let the farmer ask for this run
    bool served; // the farmer served the content of the result; decides nothing but rows 8 and 8b
}

/// @notice A member of the panel in one case.
struct Seat {
    address member;
    bool committed;
    bool revealed;
    bool served; // as revealed
    bytes32 word; // the commitment; once revealed, the hash of digest, fuel and cost, or CANNOT_TELL
}

/// @notice What can be done in a case now.
enum Stage {
    Unknown, // no case, or finished
    Armed, // a round is to be drawn: `draw`, once its block has come
    Committing, // `commit`
    Settling, // nothing, until the commitments are final
    Revealing, // `reveal`
    Appealable, // `appeal`
    Concludable, // `conclude`, unless the deal is closed; after judgeBy the escrow's `lapse`
    Ended // `finish`
}

/// @notice What is known of a case.
struct Docket {
    Stage stage;
    uint8 rounds; // drawn so far
    uint96 fee; // M
    uint64 judgeBy; // last second in which `conclude` can rule
    uint64 armedAt; // Armed: the block whose fourth successor draws
    uint64 until; // last second of the stage; 0 where it has none
    Seat[] seats; // of all rounds: n, then 2n + 1, then 4n + 3
    address[] passed; // who sat in a first round that could not tell: not in `seats`, and drawn no more
}

interface IPanel is IArbiter {
    /// @notice A round is to be drawn by the hash of the fourth block after `block_`.
    event Armed(bytes32 indexed deal, uint8 round, uint256 block_, uint64 judgeBy);
    event Drawn(bytes32 indexed deal, uint8 round, address[] members, uint256 firstSeat, uint64 commitBy);
    event Committed(bytes32 indexed deal, address indexed member, bytes32 commitment);
    event Revealed(bytes32 indexed deal, address indexed member, Finding finding);
    event Appealed(bytes32 indexed deal, address indexed appellant, uint8 round, uint256 bond);
    /// @notice Ruled here; the escrow's Closed says what it meant.
    event Concluded(bytes32 indexed deal, Ruling ruling);
    /// @notice Closed there without a ruling. `fee` is what the panel was paid all the same.
    event Closed(bytes32 indexed deal, Outcome outcome, uint256 fee);
    /// @notice What became of a seat: slashed in stake, paid in the fee's ledger, awarded in stake.
    event Seated(bytes32 indexed deal, address indexed member, uint256 slashed, uint256 paid, uint256 awarded);
    /// @notice M that no seat has earned, or a part of it, is now the member's: see finish.
    event Inherited(bytes32 indexed deal, address indexed member, uint256 amount);
    /// @notice All seats and appeals are done with; `burned` of the stake was due to nobody.
    event Finished(bytes32 indexed deal, uint256 burned);
    event Collected(address indexed member, address to, uint256 amount);

    /// @notice At construction: rules that no case could end well under; see Rules.
    error PanelRules();
    /// @notice At construction: the members are not 1 to 64 distinct accounts in ascending order, at least `seats`.
    error PanelMembers();
    /// @notice Only the escrow tells of disputes.
    error PanelNotEscrow();
    /// @notice The fee of the deal is below the panel's.
    error PanelFee(bytes32 deal);
    /// @notice No such case, or not in a stage that allows this: read docketOf(deal).
    error PanelWrongStage(bytes32 deal);
    /// @notice The block, or the time, has not come: read docketOf(deal).
    error PanelTooEarly(bytes32 deal);
    /// @notice The last second for this has passed; for a draw, its round could not end by judgeBy.
    error PanelTooLate(bytes32 deal);
    /// @notice Too few of the list are staked, no party and not on an earlier round.
    error PanelTooFew(bytes32 deal);
    /// @notice The deal and terms given are not those of the case.
    error PanelTerms(bytes32 deal);
    /// @notice The seat is another's, or of an earlier round.
    error PanelNotSeated(bytes32 deal);
    /// @notice Committed or revealed before, a commitment of zero, or a finding that was not committed to.
    error PanelCommitment(bytes32 deal);
    /// @notice Only the parties of the deal appeal.
    error PanelNotParty(bytes32 deal);
    /// @notice Deposit `bond` in Stake for this panel, then appeal.
    error PanelBond(bytes32 deal, uint256 bond);
    /// @notice The finding given is not the one that stands: see Revealed.
    error PanelFinding(bytes32 deal);
    /// @notice Nobody revealed, so there is nothing to rule: the deal ends in row 9b.
    error PanelSilent(bytes32 deal);

    /// @notice Draws the next round: anyone, from the fifth block after it was armed. Where the hash is no longer
    /// available, arms it again. The members are those of the list with the lowest keccak256(seed, member) that have S
    /// free, are no party and sit in no earlier round; S of each is held. The first draw makes the fee due.
    function draw(Deal calldata deal, Terms calldata terms) external;

    /// @notice The member of the seat commits to its finding, once: see commitmentOf.
    function commit(bytes32 deal, uint256 seat, bytes32 commitment) external;

    /// @notice The member of the seat shows what it committed to. Once more than half of the first round cannot tell, others
    /// are to be drawn in its place (see Armed), at most twice, while list and time last: its members leave unpaid, and who
    /// did not commit is slashed by S. That nobody had module or input (digest 0, not served) is, in an appeal, the same as that the member
    /// cannot tell: it is on who appealed to show both.
    function reveal(bytes32 deal, uint256 seat, Finding calldata finding, bytes32 salt) external;

    /// @notice Requester, farmer or payer, with bondOf(round) of its own stake for this panel. It pays the appeal unless
    /// a later round finds something, and most of this one found something else, or were silent: then those pay it. At most twice, while list
    /// and time last. Also of a deal that was closed once the first round had all its time, and an appeal is pursued to its end
    /// whatever becomes of the deal: the rounds then have no effect on it, and seats and bonds are reckoned with as if it were open.
    function appeal(Deal calldata deal, Terms calldata terms) external;

    /// @notice Rules in the escrow by the last round in which more than half of the seats revealed one finding (digest,
    /// fuel and cost); Undetermined if there is none, or if nobody could tell. Anyone. `finding` is that one; its `served` is not read.
    /// The verdict is Correct where the digest is the delivered one and the cost covers what was claimed, and where
    /// nobody had module or input; else Wrong.
    function conclude(Deal calldata deal, Terms calldata terms, Dispute calldata grounds, Finding calldata finding)
        external;

    /// @notice Pays, releases and slashes all seats of an ended case, and forgets it. Anyone.
    /// Paid: who revealed the final finding (without one: who revealed any). They share M and the price of the appeals in
    /// equal parts, the remainder to the first. Slashed by S: who did not reveal in a round that had its time, and the
    /// majority of a round that a later one overturned. What is slashed beyond the price of the appeals is burned.
    /// A first round that the parties cut short by closing the deal slashes nobody, and pays who committed or still could.
    /// Where nobody is paid so, M goes to who would have been drawn next; where the list has nobody left, to the first who
    /// could not tell; and where all of it sits, to the seats in equal parts.
    function finish(bytes32 deal) external;

    /// @notice Moves what the sender earned in fees to any address.
    function collect(address to) external;

    function docketOf(bytes32 deal) external view returns (Docket memory);

    /// @notice What a member earned in fees and has not collected.
    function owedTo(address member) external view returns (uint256);

    /// @notice keccak256(abi.encode(finding, salt, member, deal)): what a member commits to. The salt is 32 random bytes.
    function commitmentOf(Finding calldata finding, bytes32 salt, address member, bytes32 deal)
        external
        pure
        returns (bytes32);

    /// @notice What an appeal against a round costs if it fails: (size + 1) / 2 times S, the least that the overturned
    /// majority of the round loses.
    function bondOf(uint8 round) external view returns (uint256);

    /// @notice The judgeWindow that leaves room for so many appeals (0 to 2) and two first rounds that cannot tell, without
    /// the blocks until the first draw.
    function lengthOf(uint8 appeals) external view returns (uint256);

    function rules() external view returns (Rules memory);

    function members() external view returns (address[] memory);

    function stake() external view returns (address);

    function escrow() external view returns (address);
}
