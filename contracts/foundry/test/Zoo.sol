// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Tokens that misbehave, each in one way. THREATS 9.
abstract contract Hostile is ERC20("Hostile", "HOST") {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @notice Keeps one percent of each transfer.
contract FeeOnTransfer is Hostile {
    function _update(address from, address to, uint256 amount) internal override {
        if (from != address(0) && to != address(0)) {
            super._update(from, address(0xfee), amount / 100);
            amount -= amount / 100;
        }
        super._update(from, to, amount);
    }
}

/// @notice Credits more than was sent.
contract BonusOnTransfer is Hostile {
    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(0) && to != address(0)) super._update(address(0), to, 1);
    }
}

/// @notice Takes more of who receives than it brings.
contract TakesOnTransfer is Hostile {
    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(0) && to != address(0)) super._update(to, address(0xfee), amount + 1);
    }
}

/// @notice Returns false and moves nothing.
contract ReturnsFalse is Hostile {
    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// @notice Returns true and moves nothing.
contract PretendsToMove is Hostile {
    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return true;
    }
}

/// @notice Returns nothing at all, as USDT does.
contract NoReturn is Hostile {
    function transfer(address to, uint256 amount) public override returns (bool) {
        _transfer(msg.sender, to, amount);
        assembly {
            return(0, 0)
        }
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        _spendAllowance(from, msg.sender, amount);
        _transfer(from, to, amount);
        assembly {
            return(0, 0)
        }
    }
}

/// @notice Refuses accounts on a list, as USDC does.
contract BlockList is Hostile {
    mapping(address => bool) public blocked;

    error Blocked(address account);

    function setBlocked(address account, bool yes) external {
        blocked[account] = yes;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (blocked[from]) revert Blocked(from);
        if (blocked[to]) revert Blocked(to);
        super._update(from, to, amount);
    }
}

/// @notice Pauses everybody.
contract Pausable is Hostile {
    bool public paused;

    error Paused();

    function setPaused(bool yes) external {
        paused = yes;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (paused) revert Paused();
        super._update(from, to, amount);
    }
}

/// @notice Lets balances shrink behind everybody's back.
contract Rebasing is Hostile {
    function shrink(address account, uint256 amount) external {
        _burn(account, amount);
    }
}

/// @notice Calls back on each transfer, as ERC-777 does; what happened then is kept for the test.
contract Hooked is Hostile {
    address public target;
    bytes public call;
    bool public tried;
    bool public succeeded;

    function hook(address target_, bytes calldata call_) external {
        (target, call, tried) = (target_, call_, false);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (target == address(0) || tried) return;
        tried = true;
        (succeeded,) = target.call(call);
    }
}

/// @notice Has a permit that always reverts.
contract BadPermit is Hostile {
    error NoPermit();

    function permit(address, address, uint256, uint256, uint8, bytes32, bytes32) external pure {
        revert NoPermit();
    }
}

/// @notice Six decimals and a supply beyond 2^112.
contract Vast is Hostile {
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
