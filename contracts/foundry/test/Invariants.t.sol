// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Fixture} from "./Fixture.sol";
import {Handler} from "./Handler.sol";
import {vm} from "./Vm.sol";

/// @title The invariants of docs/SETTLEMENT.md that hold of one contract, under any order of moves: 1 to 10.
/// @dev 11, 12 and 15 are those of PanelInvariants.t.sol. 13 (a sequence of a channel is consumed once) and 14 (the largest
/// voucher of an allowance counts) are of the contracts Channel and Allowance, rules 10 and 11, which are not built yet.
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

    /// @dev exitAll is for the end of a run. What ends a deal in agreement works in every state: it comes less often than what
    /// leads into a dispute and out of it, or hardly a deal would get there.
    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[18] memory moves = [
            Handler.deposit.selector,
            Handler.donate.selector,
            Handler.withdraw.selector,
            Handler.reopen.selector,
            Handler.decline.selector,
            Handler.cancel.selector,
            Handler.split.selector,
            Handler.settle.selector,
            Handler.acceptDelivery.selector,
            Handler.expire.selector,
            Handler.claim.selector,
            Handler.lapse.selector,
            Handler.rule.selector,
            Handler.draw.selector,
            Handler.open.selector,
            Handler.passTime.selector,
            Handler.submit.selector,
            Handler.dispute.selector
        ];
        uint8[18] memory times = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 5, 5];
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), new bytes4[](35));
        uint256 n;
        for (uint256 i = 0; i < moves.length; ++i) {
            for (uint256 j = 0; j < times[i]; ++j) {
                targets[0].selectors[n++] = moves[i];
            }
        }
    }

    function invariant_holds() public view {
        handler.check();
    }

    // 5: at the end of each run everybody gets out.
    function afterInvariant() public {
        handler.exitAll();
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
            uint256 move = seed % 30;
            if (move < 3) handler.passTime(a);
            else if (move < 6) handler.open(a, amounts, windows);
            else if (move == 6) handler.decline(a);
            else if (move == 7) handler.cancel(a);
            else if (move == 8) handler.split(a, amounts[0]);
            else if (move < 14) handler.submit(a, amounts[1]);
            else if (move == 14) handler.settle(a, amounts[2]);
            else if (move == 15) handler.acceptDelivery(a);
            else if (move < 21) handler.dispute(a, a % 2 == 0);
            else if (move < 24) handler.draw(a);
            else if (move < 26) handler.rule(a, uint8(a), a % 3 == 0);
            else if (move == 26) handler.expire(a);
            else if (move == 27) handler.claim(a);
            else if (move == 28) handler.lapse(a);
            else handler.deposit(a, amounts[3]);
        }
        handler.check();
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
            vm.assertGe(handler.done(moves[i]), 3, moves[i]);
        }
        afterInvariant();
    }
}
