// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {
    Deal,
    Terms,
    Delivery,
    Acceptance,
    Decline,
    Cancel,
    Split,
    Dispute,
    Verdict,
    Ruling,
    State,
    Outcome,
    Payout,
    Progress,
    Opening,
    Settlement
} from "./IParley.sol";
import {IArbiter} from "./IArbiter.sol";
import {Deals} from "./Deals.sol";
import {Hashes} from "./Hashes.sol";
import {Judgment} from "./Judgment.sol";
import {Ledger} from "./Ledger.sol";
import {Payouts, Stakes} from "./Payouts.sol";
import {Signatures} from "./Signatures.sol";

/// @title The transitions of a deal. The legal moves are those of IEscrow, the amounts those of Payouts.
/// @dev Effects come before the only outside calls: ERC-1271 questions (static, at open) and the notices to an
/// arbiter (last, bounded, their failure ignored). What makes no call that could come back only checks the guard.
abstract contract Escrow is Ledger, Deals, EIP712 {
    /// @dev Enough for an arbiter to store a case in a few new slots.
    uint256 private constant ARBITER_GAS = 500_000;

    // --- opening ---

    function open(Deal calldata deal, bytes calldata payerSignature, bytes calldata farmerSignature)
        external
        nonReentrantView
        returns (bytes32 id)
    {
        id = idOf(deal);
        _check(id, _tryOpen(id, deal, deal.requester, payerSignature, farmerSignature));
    }

    function openDisclosed(
        Deal calldata deal,
        Terms calldata terms,
        bytes calldata payerSignature,
        bytes calldata farmerSignature
    ) external nonReentrantView returns (bytes32 id) {
        id = _disclose(deal, terms);
        if (!Judgment.sound(deal, terms, minimumWindow())) revert EscrowTermsRefused(id);
        _check(id, _tryOpen(id, deal, terms.payer, payerSignature, farmerSignature));
    }

    function openMany(Opening[] calldata openings) external nonReentrantView returns (uint256 opened) {
        for (uint256 i = 0; i < openings.length; ++i) {
            Opening calldata o = openings[i];
            bytes32 id = idOf(o.deal);
            bytes4 refusal = _tryOpen(id, o.deal, o.deal.requester, o.payerSignature, o.farmerSignature);
            if (refusal == 0) ++opened;
            else emit Skipped(id, refusal);
        }
    }

    // --- closing in agreement ---

    function decline(Deal calldata deal, Terms calldata terms, bytes calldata farmerSignature) external nonReentrant {
        bytes32 id = _disclose(deal, terms);
        Progress memory progress = _in(id, State.Open);
        if (block.timestamp > terms.startBy || block.timestamp > _deadline(progress, terms)) revert EscrowTooLate(id);
        if (!Signatures.by(deal.farmer, _hashTypedDataV4(Hashes.decline(id)), farmerSignature)) {
            revert EscrowFarmerSignature(id);
        }
        Payout memory payout = Payouts.row(Outcome.Declined, Payouts.plain(deal, 0));
        _close(id, deal, _payer(deal, terms, progress), address(0), Outcome.Declined, payout);
    }

    function cancel(
        Deal calldata deal,
        Terms calldata terms,
        bytes calldata payerSignature,
        bytes calldata farmerSignature
    ) external nonReentrant {
        bytes32 id = _disclose(deal, terms);
        Progress memory progress = _live(id);
        _checkBoth(id, deal, terms, progress, Hashes.cancel(id), payerSignature, farmerSignature);
        Stakes memory stakes = _due(deal, terms, progress, 0);
        _closeUnruled(id, deal, terms, progress, Outcome.Canceled, Payouts.row(Outcome.Canceled, stakes));
    }

    function split(
        Deal calldata deal,
        Terms calldata terms,
        uint128 toPayer,
        uint128 toFarmer,
        bytes calldata payerSignature,
        bytes calldata farmerSignature
    ) external nonReentrant {
        bytes32 id = _disclose(deal, terms);
        Progress memory progress = _live(id);
        bytes32 hash = Hashes.split(id, toPayer, toFarmer);
        _checkBoth(id, deal, terms, progress, hash, payerSignature, farmerSignature);
        Stakes memory stakes = _due(deal, terms, progress, 0);
        uint256 locked = stakes.price + stakes.deposit + stakes.bond;
        if (uint256(toPayer) + toFarmer + stakes.fee != locked) revert EscrowSplitSum(id);
        _closeUnruled(id, deal, terms, progress, Outcome.Divided, Payouts.divided(stakes, toPayer, toFarmer));
    }

    // --- delivery and acceptance ---

    function submit(Deal calldata deal, Terms calldata terms, Delivery calldata delivery) external nonReentrant {
        bytes32 id = _disclose(deal, terms);
        Progress memory progress = _in(id, State.Open);
        if (msg.sender != deal.farmer) revert EscrowNotFarmer(id);
        if (block.timestamp > _deadline(progress, terms)) revert EscrowTooLate(id);
        if (delivery.cost > deal.price) revert EscrowCostAbovePrice(id);
        _enter(id, progress, State.Submitted, Hashes.commitment(id, delivery.digest, delivery.cost));
        Stakes memory stakes = Payouts.stakes(deal, terms, delivery.cost);
        emit Submitted(id, delivery.digest, delivery.cost, uint96(stakes.noShowPenalty), uint96(stakes.cheatPenalty));
    }

    function settle(Deal calldata deal, Delivery calldata delivery, bytes calldata signature)
        external
        nonReentrantView
    {
        bytes32 id = idOf(deal);
        _check(id, _trySettle(id, deal, delivery, signature));
    }

    function settleMany(Settlement[] calldata settlements) external nonReentrantView returns (uint256 settled) {
        for (uint256 i = 0; i < settlements.length; ++i) {
            Settlement calldata s = settlements[i];
            bytes32 id = idOf(s.deal);
            bytes4 refusal = _trySettle(id, s.deal, s.delivery, s.signature);
            if (refusal == 0) ++settled;
            else emit Skipped(id, refusal);
        }
    }

    function settleDisclosed(
        Deal calldata deal,
        Terms calldata terms,
        Dispute calldata grounds,
        Delivery calldata delivery,
        bytes calldata signature
    ) external nonReentrant {
        bytes32 id = _disclose(deal, terms);
        Progress memory progress = _live(id);
        bool offered = _offered(id, progress, delivery);
        if (progress.state == State.Disputed) {
            if (progress.commitment != Hashes.commitment(id, grounds)) revert EscrowCommitment(id);
            offered = grounds.digest == delivery.digest && grounds.cost == delivery.cost;
        }
        _check(id, _refuseAcceptance(id, deal, delivery, signature, offered));
        if (progress.drawn) {
            Payout memory payout = Payouts.row(Outcome.Conceded, Payouts.stakes(deal, terms, delivery.cost));
            _closeUnruled(id, deal, terms, progress, Outcome.Conceded, payout);
        } else {
            _closeAccepted(id, deal, _payer(deal, terms, progress), delivery);
            _tellClosed(id, deal, terms, progress, Outcome.Accepted);
        }
    }

    // --- dispute ---

    function dispute(Deal calldata deal, Terms calldata terms, Dispute calldata grounds) external nonReentrant {
        bytes32 id = _disclose(deal, terms);
        Progress memory progress = _in(id, State.Submitted);
        if (msg.sender != deal.requester) revert EscrowNotRequester(id);
        if (block.timestamp > _deadline(progress, terms)) revert EscrowTooLate(id);
        if (progress.commitment != Hashes.commitment(id, grounds.digest, grounds.cost)) revert EscrowCommitment(id);
        if (!Judgment.wellFormed(grounds)) revert EscrowComplaint(id);

        _enter(id, progress, State.Disputed, Hashes.commitment(id, grounds));
        address arbiter = _arbiter(deal, terms, progress);
        uint96 fee = uint96(Payouts.stakes(deal, terms, grounds.cost).fee);
        uint64 judgeBy = uint64(_deadline(progress, terms));
        emit Disputed(id, arbiter, grounds, fee, judgeBy);
        _tell(id, arbiter, abi.encodeCall(IArbiter.disputed, (id, deal, terms, grounds, fee, judgeBy)));
    }

    function draw(Deal calldata deal, Terms calldata terms) external nonReentrant {
        bytes32 id = _disclose(deal, terms);
        Progress memory progress = _judging(id, deal, terms);
        if (progress.drawn) revert EscrowWrongState(id);
        progress.drawn = true;
        _store(id, progress);
        emit Drawn(id, msg.sender);
    }

    function rule(Deal calldata deal, Terms calldata terms, Dispute calldata grounds, Ruling calldata ruling)
        external
        nonReentrant
    {
        bytes32 id = _disclose(deal, terms);
        Progress memory progress = _judging(id, deal, terms);
        if (progress.commitment != Hashes.commitment(id, grounds)) revert EscrowCommitment(id);
        if (ruling.verdict == Verdict.Unset) revert EscrowVerdict(id);
        emit Ruled(id, msg.sender, ruling);
        Outcome outcome = Judgment.outcome(grounds, ruling);
        Payout memory payout = Payouts.row(outcome, Payouts.stakes(deal, terms, grounds.cost));
        _close(id, deal, _payer(deal, terms, progress), msg.sender, outcome, payout);
    }

    // --- time exits: anyone ---

    function expire(Deal calldata deal, Terms calldata terms) external nonReentrant {
        bytes32 id = _disclose(deal, terms);
        Progress memory progress = _overdue(id, State.Open, terms);
        Payout memory payout = Payouts.row(Outcome.NoShow, Payouts.stakes(deal, terms, 0));
        _closeUnruled(id, deal, terms, progress, Outcome.NoShow, payout);
    }

    function claim(Deal calldata deal, Terms calldata terms, Delivery calldata delivery) external nonReentrant {
        bytes32 id = _disclose(deal, terms);
        Progress memory progress = _overdue(id, State.Submitted, terms);
        if (!_offered(id, progress, delivery)) revert EscrowCommitment(id);
        Payout memory payout = Payouts.row(Outcome.Silent, Payouts.stakes(deal, terms, delivery.cost));
        _closeUnruled(id, deal, terms, progress, Outcome.Silent, payout);
    }

    function lapse(Deal calldata deal, Terms calldata terms, Dispute calldata grounds) external nonReentrant {
        bytes32 id = _disclose(deal, terms);
        Progress memory progress = _overdue(id, State.Disputed, terms);
        if (progress.commitment != Hashes.commitment(id, grounds)) revert EscrowCommitment(id);
        Payout memory payout = Payouts.row(Outcome.Unjudged, Payouts.plain(deal, grounds.cost));
        _closeUnruled(id, deal, terms, progress, Outcome.Unjudged, payout);
    }

    // --- views ---

    function deadlineOf(Deal calldata deal, Terms calldata terms) external view returns (uint256) {
        return _deadline(_progress(_disclose(deal, terms)), terms);
    }

    function idOf(Deal calldata deal) public view returns (bytes32) {
        return _hashTypedDataV4(Hashes.structHash(deal));
    }

    function hashTerms(Terms calldata terms) external pure returns (bytes32) {
        return Hashes.structHash(terms);
    }

    function hashAcceptance(Acceptance calldata acceptance) external view returns (bytes32) {
        return _hashTypedDataV4(Hashes.acceptance(acceptance.deal, acceptance.digest, acceptance.cost));
    }

    function hashDecline(Decline calldata decline_) external view returns (bytes32) {
        return _hashTypedDataV4(Hashes.decline(decline_.deal));
    }

    function hashCancel(Cancel calldata cancel_) external view returns (bytes32) {
        return _hashTypedDataV4(Hashes.cancel(cancel_.deal));
    }

    function hashSplit(Split calldata split_) external view returns (bytes32) {
        return _hashTypedDataV4(Hashes.split(split_.deal, split_.toPayer, split_.toFarmer));
    }

    // --- transitions that a batch may skip: they change all or nothing, and return what refused them ---

    function _tryOpen(
        bytes32 id,
        Deal calldata deal,
        address payer,
        bytes calldata payerSignature,
        bytes calldata farmerSignature
    ) private returns (bytes4) {
        if (!_isNew(id)) return EscrowOpenedBefore.selector;
        if (block.timestamp > deal.openBy) return EscrowTooLate.selector;
        if (deal.farmer == deal.requester || deal.farmer == payer) return EscrowSelfDeal.selector;
        if (!Signatures.byAny(payer, id, payerSignature)) return EscrowPayerSignature.selector;
        if (!Signatures.byAny(deal.farmer, id, farmerSignature)) return EscrowFarmerSignature.selector;
        uint256 paid = uint256(deal.price) + deal.deposit;
        uint96 bond = deal.bond;
        if (_freeOf(payer) < paid) return EscrowPayerFunds.selector;
        if (_freeOf(deal.farmer) < bond) return EscrowFarmerFunds.selector;

        _debit(payer, paid);
        _debit(deal.farmer, bond);
        _store(id, Progress(State.Open, payer != deal.requester, false, uint40(block.timestamp), 0));
        if (payer != deal.requester) emit Sponsored(id, payer);
        emit Opened(id, deal.requester, deal.farmer, deal.price, deal.deposit, bond);
        return 0;
    }

    function _trySettle(bytes32 id, Deal calldata deal, Delivery calldata delivery, bytes calldata signature)
        private
        returns (bytes4 refusal)
    {
        Progress memory progress = _progress(id);
        if (progress.state == State.Disputed) return EscrowTermsNeeded.selector;
        if (progress.state != State.Open && progress.state != State.Submitted) return EscrowWrongState.selector;
        if (progress.sponsored) return EscrowTermsNeeded.selector;
        refusal = _refuseAcceptance(id, deal, delivery, signature, _offered(id, progress, delivery));
        if (refusal != 0) return refusal;

        _closeAccepted(id, deal, deal.requester, delivery);
        return 0;
    }

    /// @dev `offered`: the farmer has submitted this very delivery.
    function _refuseAcceptance(
        bytes32 id,
        Deal calldata deal,
        Delivery calldata delivery,
        bytes calldata signature,
        bool offered
    ) private view returns (bytes4) {
        uint96 cost = delivery.cost;
        uint96 price = deal.price;
        if (cost > price) return EscrowCostAbovePrice.selector;
        // Without this, a requester could accept its own deal at no cost before the farmer has delivered.
        if (!offered && cost != price && msg.sender != deal.farmer) return EscrowNotFarmer.selector;
        bytes32 digest = _hashTypedDataV4(Hashes.acceptance(id, delivery.digest, cost));
        if (!Signatures.by(deal.requester, digest, signature)) return EscrowRequesterSignature.selector;
        return 0;
    }

    // --- closing ---

    /// @dev Row 3, the happy path: kept apart because it is what everybody pays for.
    function _closeAccepted(bytes32 id, Deal calldata deal, address payer, Delivery calldata delivery) private {
        _end(id, deal);
        uint96 cost = delivery.cost;
        _credit(payer, uint256(deal.price) - cost + deal.deposit, Mark.Accepted);
        _credit(deal.farmer, uint256(cost) + deal.bond, Mark.Delivered);
        emit Accepted(id, delivery.digest, cost);
    }

    /// @dev Every other row without a ruling; an arbiter that was told of a dispute is told of its end.
    function _closeUnruled(
        bytes32 id,
        Deal calldata deal,
        Terms calldata terms,
        Progress memory progress,
        Outcome outcome,
        Payout memory payout
    ) private {
        _close(id, deal, _payer(deal, terms, progress), _arbiter(deal, terms, progress), outcome, payout);
        _tellClosed(id, deal, terms, progress, outcome);
    }

    function _close(
        bytes32 id,
        Deal calldata deal,
        address payer,
        address arbiter,
        Outcome outcome,
        Payout memory payout
    ) private {
        _end(id, deal);
        (Mark forFarmer, Mark forPayer, Mark forRequester) = _marks(outcome);
        if (payer == deal.requester && forPayer == Mark.None) (forPayer, forRequester) = (forRequester, Mark.None);
        _credit(payer, payout.refundedPayer + payout.paidPayer, forPayer);
        _credit(deal.farmer, payout.refundedFarmer + payout.paidFarmer, forFarmer);
        if (forRequester != Mark.None) _credit(deal.requester, 0, forRequester);
        if (payout.paidArbiter != 0) _credit(arbiter, payout.paidArbiter, Mark.None);
        _burn(payout.burned);
        emit Closed(id, outcome, payout);
    }

    /// @dev Whom an outcome counts for or against. A requester that does not pay is counted only for disputes, which
    /// it alone can raise.
    function _marks(Outcome outcome) private pure returns (Mark farmer, Mark payer, Mark requester) {
        if (outcome == Outcome.NoShow) return (Mark.Missed, Mark.None, Mark.None);
        if (outcome == Outcome.Silent) return (Mark.Delivered, Mark.Defaulted, Mark.None);
        if (outcome == Outcome.Wrong || outcome == Outcome.WrongClaim) return (Mark.Faulted, Mark.None, Mark.None);
        if (outcome == Outcome.Undetermined) return (Mark.Undetermined, Mark.None, Mark.Undetermined);
        if (
            outcome == Outcome.Correct || outcome == Outcome.Conceded || outcome == Outcome.Unserved
                || outcome == Outcome.Served
        ) return (Mark.Delivered, Mark.None, Mark.Defaulted);
        return (Mark.None, Mark.None, Mark.None);
    }

    function _tellClosed(
        bytes32 id,
        Deal calldata deal,
        Terms calldata terms,
        Progress memory progress,
        Outcome outcome
    ) private {
        if (progress.state != State.Disputed) return;
        _tell(id, _arbiter(deal, terms, progress), abi.encodeCall(IArbiter.closed, (id, outcome)));
    }

    function _tell(bytes32 id, address arbiter, bytes memory notice) private {
        if (arbiter.code.length == 0) return;
        // A caller must not be able to keep the arbiter in the dark by giving too little gas (EIP-150 keeps a 64th).
        if (gasleft() * 63 / 64 < ARBITER_GAS + 10_000) revert EscrowGas(id);
        assembly ("memory-safe") {
            pop(call(ARBITER_GAS, arbiter, 0, add(notice, 32), mload(notice), 0, 0))
        }
    }

    // --- what a transition stands on ---

    function _enter(bytes32 id, Progress memory progress, State state, bytes24 commitment) private {
        progress.state = state;
        progress.since = uint40(block.timestamp);
        progress.commitment = commitment;
        _store(id, progress);
    }

    function _in(bytes32 id, State state) private view returns (Progress memory progress) {
        progress = _progress(id);
        if (progress.state != state) revert EscrowWrongState(id);
    }

    function _live(bytes32 id) private view returns (Progress memory progress) {
        progress = _progress(id);
        if (progress.state == State.Unopened || progress.state == State.Closed) revert EscrowWrongState(id);
    }

    function _overdue(bytes32 id, State state, Terms calldata terms) private view returns (Progress memory progress) {
        progress = _in(id, state);
        if (block.timestamp <= _deadline(progress, terms)) revert EscrowTooEarly(id);
    }

    /// @dev The sender is the arbiter of a dispute that can still be ruled on.
    function _judging(bytes32 id, Deal calldata deal, Terms calldata terms)
        private
        view
        returns (Progress memory progress)
    {
        progress = _in(id, State.Disputed);
        if (msg.sender != _arbiter(deal, terms, progress)) revert EscrowNotArbiter(id);
        if (block.timestamp > _deadline(progress, terms)) revert EscrowTooLate(id);
    }

    function _disclose(Deal calldata deal, Terms calldata terms) private view returns (bytes32 id) {
        id = idOf(deal);
        if (Hashes.structHash(terms) != deal.termsHash) revert EscrowTermsMismatch(id);
    }

    function _payer(Deal calldata deal, Terms calldata terms, Progress memory progress) private pure returns (address) {
        return progress.sponsored ? terms.payer : deal.requester;
    }

    /// @dev A party cannot judge itself: its deal has no arbiter.
    function _arbiter(Deal calldata deal, Terms calldata terms, Progress memory progress)
        private
        pure
        returns (address)
    {
        address a = terms.arbiter;
        return a == deal.requester || a == deal.farmer || a == _payer(deal, terms, progress) ? address(0) : a;
    }

    /// @dev The stakes of a deal that ends without a ruling: the fee is due once the case is drawn.
    function _due(Deal calldata deal, Terms calldata terms, Progress memory progress, uint256 cost)
        private
        pure
        returns (Stakes memory)
    {
        return progress.drawn ? Payouts.stakes(deal, terms, cost) : Payouts.plain(deal, cost);
    }

    function _offered(bytes32 id, Progress memory progress, Delivery calldata delivery) private pure returns (bool) {
        return progress.state == State.Submitted
            && progress.commitment == Hashes.commitment(id, delivery.digest, delivery.cost);
    }

    // --- consent ---

    function _checkBoth(
        bytes32 id,
        Deal calldata deal,
        Terms calldata terms,
        Progress memory progress,
        bytes32 structHash,
        bytes calldata payerSignature,
        bytes calldata farmerSignature
    ) private view {
        bytes32 digest = _hashTypedDataV4(structHash);
        if (!Signatures.by(_payer(deal, terms, progress), digest, payerSignature)) revert EscrowPayerSignature(id);
        if (!Signatures.by(deal.farmer, digest, farmerSignature)) revert EscrowFarmerSignature(id);
    }

    /// @dev Every refusal of a batchable transition is an error of the shape (bytes32 deal).
    function _check(bytes32 id, bytes4 refusal) private pure {
        if (refusal == 0) return;
        assembly ("memory-safe") {
            mstore(0, refusal)
            mstore(4, id)
            revert(0, 36)
        }
    }
}
