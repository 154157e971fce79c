// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// The whole outside of the contract Stake: what an account puts at the mercy of one arbiter, and of no other.

/// @notice What an account has staked for one arbiter. All of it is free or held.
struct Position {
    uint112 free; // counts for the arbiter's draws, but for what could be withdrawn at once
    uint112 held; // for open cases: cannot leave, and can be slashed
    uint112 leaving; // announced; at most this can be withdrawn, once leaveFrom has come
    uint40 leaveFrom; // first second in which it can be withdrawn
}

/// @title Stake, deposited per (account, arbiter): an arbiter holds, slashes and awards only what was deposited for it.
/// @notice To deposit for an arbiter is to agree to its rules: read its code first. No owner, no registration; an
/// arbiter of a new version is a new address: withdraw, deposit there.
interface IStake {
    event Deposited(address indexed account, address indexed arbiter, uint256 amount);
    event Leaving(address indexed account, address indexed arbiter, uint256 amount, uint256 from);
    event Withdrawn(address indexed account, address indexed arbiter, address to, uint256 amount);
    event Held(address indexed account, address indexed arbiter, uint256 amount);
    event Released(address indexed account, address indexed arbiter, uint256 amount);
    /// @notice Out of the account's held stake, into the arbiter's pot.
    event Slashed(address indexed account, address indexed arbiter, uint256 amount);
    /// @notice Out of the arbiter's pot, into the account's free stake.
    event Awarded(address indexed account, address indexed arbiter, uint256 amount);
    /// @notice Out of the arbiter's pot, to nobody.
    event Burned(address indexed arbiter, uint256 amount);

    /// @notice At construction: there is no contract at the token's address.
    error StakeNoToken(address token);
    /// @notice At construction: a stake that can leave at once secures nothing.
    error StakeNoUnbonding();
    error StakeZeroAddress();
    /// @notice Deposit more, or ask for less: see positionOf, or potOf for an award.
    error StakeInsufficient(address account, address arbiter, uint256 has, uint256 asked);
    /// @notice Announce first; then wait until positionOf(...).leaveFrom.
    error StakeTooEarly(address account, address arbiter, uint256 from);
    /// @notice The token took a fee, or did not arrive: no token that does so is held.
    error StakeInexactTransfer(uint256 expected, uint256 received);
    /// @notice The contract would hold more than 2^112 - 1 units.
    error StakeFull();

    /// @notice Moves `amount` from the sender, which approved it, to its free stake for `arbiter`.
    function deposit(address arbiter, uint256 amount) external;

    /// @notice Announces that `amount` of the sender's stake is to leave, in place of what was announced before; 0 takes
    /// it back. It counts for draws until it is withdrawn, so that nobody dodges a case that is about to be drawn.
    function announce(address arbiter, uint256 amount) external;

    /// @notice Moves what was announced, and is not held, to any address once the time has come.
    function withdraw(address arbiter, address to, uint256 amount) external;

    // What an arbiter does with the stake that was deposited for it. The arbiter is the sender.

    /// @notice Holds `amount` of an account's free stake. False, and nothing changes, if there is less.
    function hold(address account, uint256 amount) external returns (bool);

    /// @notice Gives back what was held.
    function release(address account, uint256 amount) external;

    /// @notice Takes what was held into the sender's pot.
    function slash(address account, uint256 amount) external;

    /// @notice Gives from the sender's pot.
    function award(address account, uint256 amount) external;

    /// @notice Burns from the sender's pot: it stays here and belongs to nobody.
    function burn(uint256 amount) external;

    function token() external view returns (address);

    /// @notice Seconds between `announce` and `withdraw`: longer than all rounds of any case (I9).
    function unbonding() external view returns (uint32);

    function positionOf(address account, address arbiter) external view returns (Position memory);

    /// @notice What an arbiter has slashed and neither awarded nor burned yet.
    function potOf(address arbiter) external view returns (uint256);

    /// @notice All that was burned.
    function burned() external view returns (uint256);
}
