// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// The whole outside of the contract Parley: what is signed, what is stored, what is logged, what may be called.
//
// Symbols, as in docs/SETTLEMENT.md: P price, C cost claimed (at most P), D payer's deposit, F farmer's bond,
// Rt late-answer penalty, Ft no-show penalty, Fc cheating penalty, M mediation fee, A award.
// Amounts are in the token's smallest unit, times in seconds since 1970 (block.timestamp), windows in seconds.
//
// Signed structures are EIP-712 under the domain
//   EIP712Domain(string name,string version,uint256 chainId,address verifyingContract), name "Parley", version "1".
// A signature is 65 bytes r || s || v with low s and v 27 or 28. An empty signature stands for the sender's own
// consent: it is valid if and only if msg.sender is the account that should have signed.

/// @notice What both sides sign, and what the chain holds money for. Its id is its EIP-712 digest, so an id names one
/// deal of one contract on one chain.
/// Signed by the farmer and by the payer. A requester's signature over a Deal says "I pay": where `Terms.payer` is
/// somebody else, the requester does not sign.
/// @dev Deal(address requester,address farmer,uint96 price,uint96 deposit,uint96 bond,uint64 openBy,bytes32 termsHash)
struct Deal {
    address requester; // accepts or disputes; pays, unless Terms.payer is a third party
    address farmer; // does the work
    uint96 price; // P, a ceiling
    uint96 deposit; // D, at least max(Rt, M)
    uint96 bond; // F, at least max(Ft, Fc)
    uint64 openBy; // last second in which the deal can be opened
    bytes32 termsHash; // EIP-712 hashStruct of Terms
}

/// @notice What a contract must judge by, shown to it only on the paths that need it. Never refused once a deal is
/// open, since that would lock the money; amounts and windows are clamped instead:
/// Rt to D, Ft and Fc to F, M to min(D, Fc/3); submitBy to at least opening + minimumWindow, startBy to at most
/// submitBy, acceptWindow and judgeWindow to at least minimumWindow; an arbiter that is a party counts as none.
/// @dev Terms(address payer,address arbiter,uint64 startBy,uint64 submitBy,uint32 acceptWindow,uint32 judgeWindow,uint96 latePenalty,uint96 noShowPenalty,uint96 cheatPenalty,uint96 mediationFee,bytes32 agreement,bytes32 quote)
struct Terms {
    address payer; // the requester, or the third party that pays
    address arbiter; // may rule on a dispute; zero: nobody may, and a dispute ends in row 9b
    uint64 startBy; // last second in which the farmer may decline; 0: never
    uint64 submitBy; // last second in which the farmer may submit
    uint32 acceptWindow; // after submission: to accept or dispute
    uint32 judgeWindow; // after the dispute: to rule
    uint96 latePenalty; // Rt
    uint96 noShowPenalty; // Ft
    uint96 cheatPenalty; // Fc
    uint96 mediationFee; // M
    bytes32 agreement; // hash of the exact bytes that both sides agreed on
    bytes32 quote; // id of the quote that was agreed to
}

/// @notice A result and its price: the SHA-256 digest inside the result's CID, and C. What a farmer submits, what a
/// requester accepts.
struct Delivery {
    bytes32 digest;
    uint96 cost;
}

/// @notice Signed by the requester: "this result, at this cost". Binds whatever the chain holds, and survives
/// reorganizations. A requester signs at most one per deal.
/// @dev Acceptance(bytes32 deal,bytes32 digest,uint96 cost)
struct Acceptance {
    bytes32 deal;
    bytes32 digest;
    uint96 cost;
}

/// @notice Signed by the farmer: "I do not start".
/// @dev Decline(bytes32 deal)
struct Decline {
    bytes32 deal;
}

/// @notice Signed by payer and farmer: "as if it had never been". Who signs first gives the other side an option that
/// lasts until the deal ends: sign second, and send it at once.
/// @dev Cancel(bytes32 deal)
struct Cancel {
    bytes32 deal;
}

/// @notice Signed by payer and farmer: who gets what. The two amounts sum to P + D + F, less M once the case is drawn.
/// An option of the other side's, as Cancel is.
/// @dev Split(bytes32 deal,uint128 toPayer,uint128 toFarmer)
struct Split {
    bytes32 deal;
    uint128 toPayer;
    uint128 toFarmer;
}

/// @notice What the requester holds against a delivery.
enum Complaint {
    Unset,
    WrongResult, // another digest or another amount of fuel: the claim names both
    NotServed // the content cannot be had
}

/// @notice A dispute: the delivery that it is about, and the claim against it. Not signed: the requester sends it.
struct Dispute {
    bytes32 digest; // as submitted
    uint96 cost; // as submitted
    Complaint complaint;
    bytes32 claimedDigest; // what the requester says is right; 0 for NotServed
    uint64 claimedFuel; // likewise
}

enum Verdict {
    Unset,
    Correct,
    Wrong,
    Undetermined
}

/// @notice What the arbiter found.
struct Ruling {
    Verdict verdict;
    bool served; // whether the farmer served the arbiter; read for Correct on NotServed only (rows 8 and 8b)
    bytes32 digest; // the arbiter's own result; read for Wrong only (rows 7 and 7b)
    uint64 fuel; // likewise
}

/// @notice Unopened also stands for a deal that was closed and whose openBy has passed: it can never open again.
enum State {
    Unopened,
    Open,
    Submitted,
    Disputed,
    Closed
}

/// @notice How a deal ended: the rows of the payout table.
enum Outcome {
    Unset,
    Declined, // row 1
    Canceled, // row 1
    NoShow, // row 2
    Accepted, // row 3
    Silent, // row 5
    Correct, // row 6
    Conceded, // row 6, an acceptance shown after the draw
    Wrong, // row 7
    WrongClaim, // row 7b
    Unserved, // row 8
    Served, // row 8b
    Undetermined, // row 9
    Unjudged, // row 9b
    Divided // row 10
}

/// @notice Where P + D + F went. Every column is one direction of the ledger to one party; the six sum to P + D + F.
/// The reason follows from the outcome:
///
///   refundedPayer   price and deposit, less the payer's part of the cost, the fee and the late penalty
///   paidPayer       row 2: the no-show penalty; row 7: the award; row 10: what was signed above P + D
///   refundedFarmer  the bond, less the farmer's part of the fee and what was slashed
///   paidFarmer      the cost (half of it in rows 9 and 9b); row 5: the late penalty too; row 10: signed above F
///   paidArbiter     the mediation fee, where one is due
///   burned          rows 7 and 7b: the rest of the cheating penalty
///
/// Slashed, in rows 2, 7 and 7b only, is bond - refundedFarmer.
struct Payout {
    uint256 refundedPayer;
    uint256 paidPayer;
    uint256 refundedFarmer;
    uint256 paidFarmer;
    uint256 paidArbiter;
    uint256 burned;
}

/// @notice An account: its free balance, and what became of its deals. Counters stop at 2^24 - 1.
struct Account {
    uint112 free;
    uint24 delivered; // as farmer: paid what it claimed (rows 3, 5, 6, 8, 8b)
    uint24 missed; // as farmer: no result (row 2)
    uint24 faulted; // as farmer: found wrong (rows 7, 7b)
    uint24 accepted; // as payer: accepted (row 3)
    uint24 defaulted; // as payer: silent (row 5); as requester: a dispute lost (rows 6, 8, 8b)
    uint24 undetermined; // as farmer or requester (row 9)
}

/// @notice What the contract stores of a deal: one word.
struct Progress {
    State state;
    bool sponsored; // a third party pays
    bool drawn; // the arbiter has taken the case: its fee is due
    uint40 since; // when the state was entered; 0 once closed
    bytes24 commitment; // to the Delivery (Submitted) or the Dispute (Disputed)
}

/// @notice One deal to open, for `openMany`.
struct Opening {
    Deal deal;
    bytes payerSignature;
    bytes farmerSignature;
}

/// @notice One deal to settle, for `settleMany`.
struct Settlement {
    Deal deal;
    Delivery delivery;
    bytes signature;
}

/// @title Free balances: one pooled word per account, filled by deposit, emptied by withdrawal.
interface ILedger {
    event Deposited(address indexed account, address indexed from, uint256 amount);
    event Withdrawn(address indexed account, address indexed to, uint256 amount);

    /// @notice The token took a fee, or did not arrive: no token that does so is held.
    error LedgerInexactTransfer(uint256 expected, uint256 received);
    /// @notice Deposit more, or ask for less.
    error LedgerInsufficient(address account, uint256 free, uint256 asked);
    /// @notice The contract would hold more than 2^112 - 1 units.
    error LedgerFull();
    error LedgerZeroAddress();
    /// @notice At construction: there is no contract at the token's address.
    error LedgerNoToken(address token);

    /// @notice Moves `amount` from the sender, which approved it, to the free balance of `account`.
    function deposit(address account, uint256 amount) external;

    /// @notice As deposit, with an ERC-2612 permit of the sender. A permit that fails (somebody else may have
    /// used it first) is ignored: the allowance decides.
    function depositWithPermit(address account, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external;

    /// @notice Moves `amount` of the sender's free balance to any address. Nothing is ever pushed.
    function withdraw(address to, uint256 amount) external;

    function token() external view returns (address);

    function accountOf(address account) external view returns (Account memory);

    /// @notice All that was burned: it stays here and belongs to nobody.
    function burned() external view returns (uint256);
}

/// @title Deals. Each transition names its row of the payout table; time exits may be called by anyone.
interface IEscrow {
    /// @notice Three entries of the ledger: paid in by the payer for the price, by the payer as its deposit, by the
    /// farmer as its bond. The payer is the requester, unless Sponsored precedes.
    event Opened(
        bytes32 indexed deal,
        address indexed requester,
        address indexed farmer,
        uint96 price,
        uint96 deposit,
        uint96 bond
    );
    /// @notice A third party pays.
    event Sponsored(bytes32 indexed deal, address indexed payer);
    /// @notice Row 4. Two entries of the ledger that move nothing: the farmer's timeout collateral refunded, its
    /// cheating collateral paid in. The bond covers both.
    event Submitted(bytes32 indexed deal, bytes32 digest, uint96 cost, uint96 refunded, uint96 paidIn);
    event Disputed(bytes32 indexed deal, address indexed arbiter, Dispute grounds, uint96 fee, uint64 judgeBy);
    event Drawn(bytes32 indexed deal, address indexed arbiter);
    event Ruled(bytes32 indexed deal, address indexed arbiter, Ruling ruling);
    // A deal ends in one of two events: Accepted for row 3, and Closed for every other row.
    /// @notice Row 3. Three entries of the ledger: the cost paid out to the farmer, price - cost + deposit refunded to
    /// the payer, the bond refunded to the farmer.
    event Accepted(bytes32 indexed deal, bytes32 digest, uint96 cost);
    /// @notice Six entries of the ledger: the columns of the payout.
    event Closed(bytes32 indexed deal, Outcome outcome, Payout payout);
    /// @notice One deal of a batch was left as it was; `reason` is the selector of the error it would have met alone.
    event Skipped(bytes32 indexed deal, bytes4 reason);

    // Every error names the deal, and how to mend it is said here.

    /// @notice The deal is not in a state that allows this: read progressOf(deal).
    error EscrowWrongState(bytes32 deal);
    /// @notice Opened before: an id opens once. Sign a new deal.
    error EscrowOpenedBefore(bytes32 deal);
    /// @notice The last second for this has passed: see deadlineOf, openBy or startBy.
    error EscrowTooLate(bytes32 deal);
    /// @notice The other side still has time: see deadlineOf.
    error EscrowTooEarly(bytes32 deal);
    /// @notice The requester (or payer) is the farmer.
    error EscrowSelfDeal(bytes32 deal);
    /// @notice The payer's signature is missing, malformed (65 bytes, low s) or another account's.
    error EscrowPayerSignature(bytes32 deal);
    /// @notice The same for the farmer's.
    error EscrowFarmerSignature(bytes32 deal);
    /// @notice The same for the requester's.
    error EscrowRequesterSignature(bytes32 deal);
    /// @notice The payer's free balance is below price + deposit: deposit first.
    error EscrowPayerFunds(bytes32 deal);
    /// @notice The farmer's free balance is below its bond: deposit first.
    error EscrowFarmerFunds(bytes32 deal);
    /// @notice The terms given do not hash to the deal's termsHash.
    error EscrowTermsMismatch(bytes32 deal);
    /// @notice The terms break an inequality that openDisclosed checks.
    error EscrowTermsRefused(bytes32 deal);
    /// @notice A third party pays: use the function that takes the terms.
    error EscrowTermsNeeded(bytes32 deal);
    /// @notice The cost is above the price.
    error EscrowCostAbovePrice(bytes32 deal);
    /// @notice An acceptance below the price that is not for the delivery on the chain is the farmer's to show.
    error EscrowNotFarmer(bytes32 deal);
    error EscrowNotRequester(bytes32 deal);
    error EscrowNotArbiter(bytes32 deal);
    /// @notice The delivery or dispute given is not the one that the chain holds.
    error EscrowCommitment(bytes32 deal);
    /// @notice WrongResult claims another digest, or the same digest and the fuel; NotServed claims nothing.
    error EscrowComplaint(bytes32 deal);
    error EscrowVerdict(bytes32 deal);
    /// @notice The amounts do not sum to what is locked (less the fee of a drawn case).
    error EscrowSplitSum(bytes32 deal);
    /// @notice Too little gas was given to tell the arbiter: send more.
    error EscrowGas(bytes32 deal);
    /// @notice At construction: a window of zero leaves nobody time to act.
    error EscrowNoWindow();

    /// @notice Locks P + D of the requester, which pays, and F of the farmer. The farmer and the requester signed the
    /// deal (ECDSA, or ERC-1271). Anyone may send it.
    function open(Deal calldata deal, bytes calldata payerSignature, bytes calldata farmerSignature)
        external
        returns (bytes32 id);

    /// @notice As open, with the terms shown. The payer is `terms.payer`. Refused unless D >= Rt, D >= M, F >= Ft,
    /// F >= Fc, Fc >= 3M (so F >= M), startBy <= submitBy, every window (up to submitBy too) >= minimumWindow, the
    /// farmer does not pay, and the arbiter is no party.
    function openDisclosed(
        Deal calldata deal,
        Terms calldata terms,
        bytes calldata payerSignature,
        bytes calldata farmerSignature
    ) external returns (bytes32 id);

    /// @notice Opens what can be opened (as open does), logs Skipped for the rest.
    function openMany(Opening[] calldata openings) external returns (uint256 opened);

    /// @notice Row 1. The farmer sends it, or signed Decline. t <= startBy.
    function decline(Deal calldata deal, Terms calldata terms, bytes calldata farmerSignature) external;

    /// @notice Row 1, any live state. Payer and farmer signed Cancel. Once the case is drawn, M is paid first, by
    /// halves.
    function cancel(
        Deal calldata deal,
        Terms calldata terms,
        bytes calldata payerSignature,
        bytes calldata farmerSignature
    ) external;

    /// @notice Row 10, any live state. Payer and farmer signed Split. Once the case is drawn, M is paid first.
    function split(
        Deal calldata deal,
        Terms calldata terms,
        uint128 toPayer,
        uint128 toFarmer,
        bytes calldata payerSignature,
        bytes calldata farmerSignature
    ) external;

    /// @notice Row 2. Nothing was submitted by submitBy. Anyone.
    function expire(Deal calldata deal, Terms calldata terms) external;

    /// @notice Row 4. The farmer only. t <= submitBy.
    function submit(Deal calldata deal, Terms calldata terms, Delivery calldata delivery) external;

    /// @notice Row 3, in Open and Submitted, where the requester pays: it signed Acceptance (or sends this). A cost
    /// below the price closes the deal only if the farmer sends this, or if it is the delivery that the farmer
    /// submitted: nobody else can sell the farmer's work for less.
    function settle(Deal calldata deal, Delivery calldata delivery, bytes calldata signature) external;

    /// @notice As settle, with the terms shown: where a third party pays, and in Disputed (row 3 before the draw, row
    /// 6 after it). `grounds` are read in Disputed only; elsewhere pass zeros.
    function settleDisclosed(
        Deal calldata deal,
        Terms calldata terms,
        Dispute calldata grounds,
        Delivery calldata delivery,
        bytes calldata signature
    ) external;

    /// @notice Settles what can be settled (as settle does), logs Skipped for the rest.
    function settleMany(Settlement[] calldata settlements) external returns (uint256 settled);

    /// @notice Row 5. Neither accepted nor disputed by acceptBy. Anyone. `delivery` is what was submitted.
    function claim(Deal calldata deal, Terms calldata terms, Delivery calldata delivery) external;

    /// @notice The requester only, after a submission. t <= acceptBy. Tells an arbiter that is a contract.
    function dispute(Deal calldata deal, Terms calldata terms, Dispute calldata grounds) external;

    /// @notice The arbiter only: it takes the case, and from here on its fee is due. t <= judgeBy.
    function draw(Deal calldata deal, Terms calldata terms) external;

    /// @notice Rows 6 to 9. The arbiter only. t <= judgeBy. Its fee is credited to its free balance.
    function rule(Deal calldata deal, Terms calldata terms, Dispute calldata grounds, Ruling calldata ruling) external;

    /// @notice Row 9b. No ruling by judgeBy. Anyone.
    function lapse(Deal calldata deal, Terms calldata terms, Dispute calldata grounds) external;

    /// @notice The state of a deal, by its id.
    function progressOf(bytes32 id) external view returns (Progress memory);

    /// @notice The last second of the current state: submitBy, acceptBy or judgeBy; 0 where nothing is open.
    function deadlineOf(Deal calldata deal, Terms calldata terms) external view returns (uint256);

    /// @notice The shortest window of any deal here, in seconds.
    function minimumWindow() external view returns (uint32);

    /// @notice The id of a deal: the EIP-712 digest that is signed.
    function idOf(Deal calldata deal) external view returns (bytes32);

    /// @notice The hashStruct of the terms, for Deal.termsHash.
    function hashTerms(Terms calldata terms) external pure returns (bytes32);

    /// @notice The digests that are signed.
    function hashAcceptance(Acceptance calldata acceptance) external view returns (bytes32);
    function hashDecline(Decline calldata decline_) external view returns (bytes32);
    function hashCancel(Cancel calldata cancel_) external view returns (bytes32);
    function hashSplit(Split calldata split_) external view returns (bytes32);
}

/// @title The contract Parley: one token, no owner, no proxy, no pause.
interface IParley is ILedger, IEscrow {}
