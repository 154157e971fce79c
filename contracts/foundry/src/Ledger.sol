// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ILedger, Account} from "./IParley.sol";

/// @title Free balances in one token, one word per account.
/// @notice Only deposit and withdraw touch the token. Tokens that arrive in any other way are nobody's, and never
/// counted.
abstract contract Ledger is ILedger, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @dev What became of a deal, for the account that it is counted to. The order is that of Account.
    enum Mark {
        None,
        Delivered,
        Missed,
        Faulted,
        Accepted,
        Defaulted,
        Undetermined
    }

    uint256 private constant FREE = type(uint112).max;
    uint256 private constant FREE_BITS = 112;
    uint256 private constant MARK = type(uint24).max;
    uint256 private constant MARK_BITS = 24;

    IERC20 private immutable _token;

    // Account, packed by hand so that a credit and its mark are one load and one store.
    mapping(address account => uint256 word) private _accounts;
    uint256 private _burned;

    constructor(IERC20 token_) {
        if (address(token_).code.length == 0) revert LedgerNoToken(address(token_));
        _token = token_;
    }

    function deposit(address account, uint256 amount) external nonReentrant {
        _deposit(account, amount);
    }

    function depositWithPermit(address account, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external
        nonReentrant
    {
        try IERC20Permit(address(_token)).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _deposit(account, amount);
    }

    function withdraw(address to, uint256 amount) external nonReentrant {
        if (to == address(0) || to == address(this)) revert LedgerZeroAddress();
        uint256 free = _freeOf(msg.sender);
        if (free < amount) revert LedgerInsufficient(msg.sender, free, amount);
        _debit(msg.sender, amount);
        emit Withdrawn(msg.sender, to, amount);
        _token.safeTransfer(to, amount);
    }

    function token() external view returns (address) {
        return address(_token);
    }

    function accountOf(address account) external view returns (Account memory) {
        uint256 word = _accounts[account];
        return Account({
            free: uint112(word),
            delivered: _marksOf(word, Mark.Delivered),
            missed: _marksOf(word, Mark.Missed),
            faulted: _marksOf(word, Mark.Faulted),
            accepted: _marksOf(word, Mark.Accepted),
            defaulted: _marksOf(word, Mark.Defaulted),
            undetermined: _marksOf(word, Mark.Undetermined)
        });
    }

    function burned() external view returns (uint256) {
        return _burned;
    }

    function _freeOf(address account) internal view returns (uint256) {
        return _accounts[account] & FREE;
    }

    /// @dev The caller has checked that `amount` is free.
    function _debit(address account, uint256 amount) internal {
        unchecked {
            _accounts[account] -= amount;
        }
    }

    function _credit(address account, uint256 amount, Mark mark) internal {
        uint256 word = _accounts[account];
        // Deposits bound the sum of all balances: met only if the token shrank what it had shown here.
        if ((word & FREE) + amount > FREE) revert LedgerFull();
        word += amount;
        if (mark != Mark.None && _marksOf(word, mark) != MARK) word += 1 << _shift(mark);
        _accounts[account] = word;
    }

    function _burn(uint256 amount) internal {
        if (amount != 0) _burned += amount;
    }

    function _deposit(address account, uint256 amount) private {
        if (account == address(0)) revert LedgerZeroAddress();
        uint256 before = _token.balanceOf(address(this));
        _token.safeTransferFrom(msg.sender, address(this), amount);
        uint256 held = _token.balanceOf(address(this));
        if (held > FREE) revert LedgerFull();
        uint256 received = held > before ? held - before : 0;
        if (received != amount) revert LedgerInexactTransfer(amount, received);
        _credit(account, amount, Mark.None);
        emit Deposited(account, msg.sender, amount);
    }

    function _marksOf(uint256 word, Mark mark) private pure returns (uint24) {
        return uint24(word >> _shift(mark));
    }

    function _shift(Mark mark) private pure returns (uint256) {
        return FREE_BITS + (uint256(mark) - 1) * MARK_BITS;
    }
}
