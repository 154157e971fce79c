// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

interface Other {
    function act(uint256 n) external returns (bool);
    function look() external view returns (uint256);
}

abstract contract Guarded {
    modifier nonReentrant() {
        _;
    }

    modifier sometimes() {
        _;
    }
}

/// @title One fault of each kind that is looked for, and beside it what is none.
contract Faults is Guarded {
    event Done(uint256 n);

    Other private immutable _other;
    uint256 private _n;
    uint256[] private _list;
    mapping(address => uint256) private _of;

    constructor(Other other) {
        _other = other;
    }

    // --- faults ---

    function origin() external view returns (bool) {
        return tx.origin == msg.sender;
    }

    function delegates(bytes calldata data) external returns (bool ok) {
        (ok,) = address(_other).delegatecall(data);
    }

    function delegatesInAssembly() external {
        address other = address(_other);
        assembly {
            if iszero(delegatecall(gas(), other, 0, 0, 0, 0)) { revert(0, 0) }
        }
    }

    function destructs() external {
        selfdestruct(payable(msg.sender));
    }

    function ignores() external {
        _other.act(1);
    }

    function ignoresInAssembly() external {
        address other = address(_other);
        assembly {
            pop(call(gas(), other, 0, 0, 0, 0, 0))
        }
    }

    function writesAfter() external {
        if (!_other.act(1)) revert();
        _n = 1;
        emit Done(_n);
    }

    function writesBehindAGuard() external nonReentrant {
        _asks();
        _writes();
        emit Done(_n);
    }

    function pushesAfter() external {
        _asks();
        _list.push(1);
        emit Done(1);
    }

    function writesInTheNextTurn() external {
        for (uint256 i = 0; i < 2; ++i) {
            _of[msg.sender] = i;
            _asks();
        }
        emit Done(2);
    }

    function writesWhatItWasAnswered() external {
        _of[msg.sender] = _other.act(1) ? 1 : 0;
        emit Done(1);
    }

    function saysNothing() external {
        _writes();
    }

    function hidden() external sometimes {}

    // --- none ---

    function writesBefore() external {
        _writes();
        emit Done(_n);
        _asks();
    }

    function onlyLooks() external {
        uint256 n = _other.look();
        uint256[] memory list = _list;
        list[0] = n;
        _n = n;
        emit Done(n);
    }

    function overloaded(uint256) external view returns (uint256) {
        return _n;
    }

    function _asks() private {
        if (!_other.act(2)) revert();
    }

    function _writes() private {
        delete _n;
        ++_of[msg.sender];
    }
}
