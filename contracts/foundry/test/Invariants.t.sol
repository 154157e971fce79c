// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Fixture} from "./Fixture.sol";
import {Handler} from "./Handler.sol";
import {vm} from "./Vm.sol";

/// @title The invariants of docs/SETTLEMENT.md that hold of one contract, under any order of moves.
contract InvariantsTest is Fixture {
    Handler private handler;

    function setUp() public override {
        super.setUp();
        parley = deployParley(address(money), SHORTEST);
        handler = new Handler(parley, money, SHORTEST);
        money.transfer(address(handler), 100_000_000);
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = 0; j < 5; ++j) {
                handler.deposit(i, 9_999);
            }
        }
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// @dev exitAll is for the end of a run.
    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[19] memory moves = [
            Handler.passTime.selector,
            Handler.deposit.selector,
            Handler.donate.selector,
            Handler.withdraw.selector,
            Handler.open.selector,
            Handler.open.selector,
            Handler.reopen.selector,
            Handler.decline.selector,
            Handler.cancel.selector,
            Handler.split.selector,
            Handler.submit.selector,
            Handler.submit.selector,
            Handler.settle.selector,
            Handler.acceptDelivery.selector,
            Handler.dispute.selector,
            Handler.dispute.selector,
            Handler.draw.selector,
            Handler.rule.selector,
            Handler.expire.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), new bytes4[](moves.length + 2));
        for (uint256 i = 0; i < moves.length; ++i) {
            targets[0].selectors[i] = moves[i];
        }
        targets[0].selectors[moves.length] = Handler.claim.selector;
        targets[0].selectors[moves.length + 1] = Handler.lapse.selector;
    }

    function invariant_holds() public view {
        checkBalances();
        checkSurprises();
        checkStates();
    }

    // 1 to 4, and C50: what is held is free, locked, burned or donated; the events tell all of it, account by account.
    function checkBalances() private view {
        uint256 free;
        for (uint256 i = 0; i < 4; ++i) {
            address account = i == 3 ? handler.arbiter() : handler.actor(i);
            vm.assertEq(parley.accountOf(account).free, handler.booked(account), "free, by the events");
            free += parley.accountOf(account).free;
        }
        vm.assertEq(parley.burned(), handler.burned(), "burned, by the events");
        vm.assertEq(handler.locked(), handler.liveLocks(), "each lock has one live deal");
        vm.assertEq(
            money.balanceOf(address(parley)),
            free + handler.locked() + handler.burned() + handler.donated(),
            "held = free + locked + burned + donated"
        );
    }

    // 6 and 8 to 11: what the windows allow works, and nothing else does.
    function checkSurprises() private view {
        if (handler.surpriseCount() != 0) vm.assertEq(handler.surpriseCount(), 0, handler.surprises(0));
    }

    function checkStates() private view {
        vm.assertTrue(handler.stateAgrees(), "the contract and the book agree on every state");
    }

    // 5: at the end of each run everybody gets out.
    function afterInvariant() public {
        handler.exitAll();
        checkSurprises();
        vm.assertEq(handler.locked(), 0, "nothing stays locked");
        vm.assertEq(money.balanceOf(address(parley)), handler.burned() + handler.donated(), "only ashes and gifts stay");
    }

    // The moves must reach every row, or the invariants above say little.
    function test_handler_reachesEveryMove() public {
        uint256 seed = 1;
        for (uint256 i = 0; i < 3000; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 a = seed >> 8;
            uint96[6] memory amounts;
            uint32[4] memory windows;
            for (uint256 j = 0; j < 6; ++j) {
                amounts[j] = uint96(uint256(keccak256(abi.encode(seed, j))));
                if (j < 4) windows[j] = uint32(amounts[j] >> 20);
            }
            uint256 move = seed % 18;
            if (move < 2) handler.passTime(a);
            else if (move < 4) handler.open(a, amounts, windows);
            else if (move == 4) handler.decline(a);
            else if (move == 5) handler.cancel(a);
            else if (move == 6) handler.split(a, amounts[0]);
            else if (move < 9) handler.submit(a, amounts[1]);
            else if (move == 9) handler.settle(a, amounts[2]);
            else if (move == 10) handler.acceptDelivery(a);
            else if (move < 13) handler.dispute(a, a % 2 == 0);
            else if (move == 13) handler.draw(a);
            else if (move == 14) handler.rule(a, uint8(a), a % 3 == 0);
            else if (move == 15) handler.expire(a);
            else if (move == 16) handler.claim(a);
            else handler.lapse(a);
        }
        checkSurprises();
        checkBalances();
        string[13] memory moves = [
            "open",
            "decline",
            "cancel",
            "split",
            "submit",
            "settle",
            "accept",
            "dispute",
            "draw",
            "rule",
            "expire",
            "claim",
            "lapse"
        ];
        for (uint256 i = 0; i < moves.length; ++i) {
            vm.assertGe(handler.done(moves[i]), 1, moves[i]);
        }
        afterInvariant();
    }
}
