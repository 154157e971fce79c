// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Deal, Terms, Dispute, Ruling, Verdict, Outcome, IParley} from "./IParley.sol";
import {IArbiter} from "./IArbiter.sol";

/// @title An arbiter of one's own, as a sample: one mediator rules, and its ruling stands unless a party challenges it
/// within a window; then an umpire rules. Who ruled in the end earns the fee. C60.
/// @notice Nothing is staked here: who names this address trusts mediator and umpire. Not audited.
contract Optimistic is IArbiter, ReentrancyGuardTransient {
    struct Proposal {
        uint40 judgeBy; // 0: no case
        uint40 standsFrom; // first second in which it can be confirmed; 0: nothing proposed
        bool challenged;
        bytes32 ruling; // hash
    }

    event Proposed(bytes32 indexed deal, Ruling ruling, uint256 standsFrom);
    event Challenged(bytes32 indexed deal, address indexed by);
    event Confirmed(bytes32 indexed deal, address indexed by, uint256 fee);
    event Collected(address indexed account, address to, uint256 amount);

    error OptimisticNotEscrow();
    /// @notice The sender is not who does this: mediator, party or umpire.
    error OptimisticNotYours(bytes32 deal);
    /// @notice No such case, proposed before, not proposed yet, or challenged.
    error OptimisticWrongStage(bytes32 deal);
    error OptimisticTooEarly(bytes32 deal);
    /// @notice The window has passed; for a proposal, judgeBy would come before challenge and umpire are through.
    error OptimisticTooLate(bytes32 deal);
    error OptimisticTerms(bytes32 deal);
    /// @notice The ruling given is not the one proposed, or none.
    error OptimisticRuling(bytes32 deal);
    /// @notice At construction: no window, or mediator and umpire are one or nobody.
    error OptimisticSetup();

    IParley private immutable _escrow;
    address private immutable _mediator;
    address private immutable _umpire;
    uint32 private immutable _window;

    mapping(bytes32 id => Proposal) private _proposals;
    mapping(bytes32 id => uint96) private _fees;
    mapping(address account => uint256) private _owed;

    /// @param window_ Seconds to challenge, and as much again for the umpire.
    constructor(IParley escrow_, address mediator_, address umpire_, uint32 window_) {
        if (window_ == 0 || mediator_ == umpire_ || mediator_ == address(0) || umpire_ == address(0)) {
            revert OptimisticSetup();
        }
        (_escrow, _mediator, _umpire, _window) = (escrow_, mediator_, umpire_, window_);
    }

    function disputed(bytes32 id, Deal calldata, Terms calldata, Dispute calldata, uint96 fee, uint64 judgeBy)
        external
    {
        if (msg.sender != address(_escrow)) revert OptimisticNotEscrow();
        _proposals[id].judgeBy = uint40(judgeBy);
        _fees[id] = fee;
    }

    function closed(bytes32 id, Outcome outcome) external {
        if (msg.sender != address(_escrow)) revert OptimisticNotEscrow();
        // The mediator took the case: its fee is paid by whoever ended it, but for row 9b.
        if (_proposals[id].standsFrom != 0 && outcome != Outcome.Unjudged) _owed[_mediator] += _fees[id];
        _forget(id);
    }

    /// @notice The mediator takes the case and says how it would rule. Once; a full window and the umpire's must be left.
    function propose(Deal calldata deal, Terms calldata terms, Ruling calldata ruling) external nonReentrant {
        bytes32 id = _shown(deal, terms);
        Proposal storage p = _proposals[id];
        if (msg.sender != _mediator) revert OptimisticNotYours(id);
        if (p.judgeBy == 0 || p.standsFrom != 0) revert OptimisticWrongStage(id);
        if (ruling.verdict == Verdict.Unset) revert OptimisticRuling(id);
        uint256 standsFrom = block.timestamp + _window + 1;
        if (standsFrom + _window > p.judgeBy) revert OptimisticTooLate(id);
        (p.standsFrom, p.ruling) = (uint40(standsFrom), keccak256(abi.encode(ruling)));
        emit Proposed(id, ruling, standsFrom);
        _escrow.draw(deal, terms);
    }

    /// @notice Requester, farmer or payer, within the window.
    function challenge(Deal calldata deal, Terms calldata terms) external {
        bytes32 id = _shown(deal, terms);
        Proposal storage p = _proposals[id];
        if (msg.sender != deal.requester && msg.sender != deal.farmer && msg.sender != terms.payer) {
            revert OptimisticNotYours(id);
        }
        if (p.standsFrom == 0 || p.challenged) revert OptimisticWrongStage(id);
        if (block.timestamp >= p.standsFrom) revert OptimisticTooLate(id);
        p.challenged = true;
        emit Challenged(id, msg.sender);
    }

    /// @notice What was proposed and not challenged stands: anyone. What was challenged, the umpire rules as it finds.
    function confirm(Deal calldata deal, Terms calldata terms, Dispute calldata grounds, Ruling calldata ruling)
        external
        nonReentrant
    {
        bytes32 id = _shown(deal, terms);
        Proposal memory p = _proposals[id];
        if (p.standsFrom == 0) revert OptimisticWrongStage(id);
        if (p.challenged) {
            if (msg.sender != _umpire) revert OptimisticNotYours(id);
        } else {
            if (block.timestamp < p.standsFrom) revert OptimisticTooEarly(id);
            if (p.ruling != keccak256(abi.encode(ruling))) revert OptimisticRuling(id);
        }
        address by = p.challenged ? _umpire : _mediator;
        uint256 fee = _fees[id];
        _owed[by] += fee;
        _forget(id);
        emit Confirmed(id, by, fee);
        _escrow.rule(deal, terms, grounds, ruling);
    }

    /// @notice Moves what the sender earned to any address.
    function collect(address to) external nonReentrant {
        uint256 amount = _owed[msg.sender];
        _owed[msg.sender] = 0;
        emit Collected(msg.sender, to, amount);
        _escrow.withdraw(to, amount);
    }

    function proposalOf(bytes32 id) external view returns (Proposal memory) {
        return _proposals[id];
    }

    function owedTo(address account) external view returns (uint256) {
        return _owed[account];
    }

    function _shown(Deal calldata deal, Terms calldata terms) private view returns (bytes32 id) {
        id = _escrow.idOf(deal);
        if (_escrow.hashTerms(terms) != deal.termsHash) revert OptimisticTerms(id);
    }

    function _forget(bytes32 id) private {
        delete _proposals[id];
        delete _fees[id];
    }
}
