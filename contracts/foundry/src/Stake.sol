// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IStake, Position} from "./IStake.sol";

/// @title Stake in one token, per account and arbiter. Rule 7 of docs/SETTLEMENT.md.
/// @notice Only deposit and withdraw touch the token; an arbiter moves figures only. Not audited.
contract Stake is IStake, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint256 private constant MOST = type(uint112).max;

    IERC20 private immutable _token;
    uint32 private immutable _unbonding;

    mapping(address arbiter => mapping(address account => Position)) private _positions;
    mapping(address arbiter => uint256) private _pots;
    uint256 private _burned;

    /// @param token_ The only token that is ever held here.
    /// @param unbonding_ Seconds from announcing to withdrawing.
    constructor(IERC20 token_, uint32 unbonding_) {
        if (address(token_).code.length == 0) revert StakeNoToken(address(token_));
        if (unbonding_ == 0) revert StakeNoUnbonding();
        (_token, _unbonding) = (token_, unbonding_);
    }

    // --- accounts ---

    function deposit(address arbiter, uint256 amount) external nonReentrant {
        if (arbiter == address(0)) revert StakeZeroAddress();
        uint256 before = _token.balanceOf(address(this));
        _token.safeTransferFrom(msg.sender, address(this), amount);
        uint256 holding = _token.balanceOf(address(this));
        if (holding > MOST) revert StakeFull();
        uint256 received = holding > before ? holding - before : 0;
        if (received != amount) revert StakeInexactTransfer(amount, received);
        _credit(msg.sender, arbiter, amount);
        emit Deposited(msg.sender, arbiter, amount);
    }

    function announce(address arbiter, uint256 amount) external nonReentrantView {
        Position storage p = _positions[arbiter][msg.sender];
        uint256 all = uint256(p.free) + p.held;
        if (all < amount) revert StakeInsufficient(msg.sender, arbiter, all, amount);
        p.leaving = uint112(amount);
        p.leaveFrom = uint40(block.timestamp + _unbonding);
        emit Leaving(msg.sender, arbiter, amount, p.leaveFrom);
    }

    function withdraw(address arbiter, address to, uint256 amount) external nonReentrant {
        if (to == address(0) || to == address(this)) revert StakeZeroAddress();
        Position storage p = _positions[arbiter][msg.sender];
        uint256 may = p.leaving < p.free ? p.leaving : p.free;
        if (may < amount) revert StakeInsufficient(msg.sender, arbiter, may, amount);
        if (block.timestamp < p.leaveFrom) revert StakeTooEarly(msg.sender, arbiter, p.leaveFrom);
        p.leaving -= uint112(amount);
        p.free -= uint112(amount);
        emit Withdrawn(msg.sender, arbiter, to, amount);
        _token.safeTransfer(to, amount);
    }

    // --- arbiters: the sender, with what was deposited for it ---

    function hold(address account, uint256 amount) external nonReentrantView returns (bool) {
        Position storage p = _positions[msg.sender][account];
        if (p.free < amount) return false;
        p.free -= uint112(amount);
        p.held += uint112(amount);
        emit Held(account, msg.sender, amount);
        return true;
    }

    function release(address account, uint256 amount) external nonReentrantView {
        _unhold(account, amount);
        _credit(account, msg.sender, amount);
        emit Released(account, msg.sender, amount);
    }

    function slash(address account, uint256 amount) external nonReentrantView {
        _unhold(account, amount);
        _pots[msg.sender] += amount;
        emit Slashed(account, msg.sender, amount);
    }

    function award(address account, uint256 amount) external nonReentrantView {
        if (account == address(0)) revert StakeZeroAddress();
        _spend(amount);
        _credit(account, msg.sender, amount);
        emit Awarded(account, msg.sender, amount);
    }

    function burn(uint256 amount) external nonReentrantView {
        _spend(amount);
        _burned += amount;
        emit Burned(msg.sender, amount);
    }

    // --- views ---

    function token() external view returns (address) {
        return address(_token);
    }

    function unbonding() external view returns (uint32) {
        return _unbonding;
    }

    function positionOf(address account, address arbiter) external view returns (Position memory) {
        return _positions[arbiter][account];
    }

    function potOf(address arbiter) external view returns (uint256) {
        return _pots[arbiter];
    }

    function burned() external view returns (uint256) {
        return _burned;
    }

    function _unhold(address account, uint256 amount) private {
        Position storage p = _positions[msg.sender][account];
        if (p.held < amount) revert StakeInsufficient(account, msg.sender, p.held, amount);
        p.held -= uint112(amount);
    }

    function _spend(uint256 amount) private {
        uint256 pot = _pots[msg.sender];
        if (pot < amount) revert StakeInsufficient(msg.sender, msg.sender, pot, amount);
        _pots[msg.sender] = pot - amount;
    }

    function _credit(address account, address arbiter, uint256 amount) private {
        Position storage p = _positions[arbiter][account];
        uint256 free = uint256(p.free) + amount;
        // Deposits bound the sum of all: met only if the token shrank what it had shown here.
        if (free + p.held > MOST) revert StakeFull();
        p.free = uint112(free);
    }
}
