// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PanelHandler} from "./PanelHandler.sol";
import {vm} from "./Vm.sol";

/// @title The invariants of docs/SETTLEMENT.md that concern panel and stake: 1, 5, 11, 12 and 15. Of the others
/// Invariants.t.sol tells.
/// @dev A move takes more than one of the escrow's: a list of 29 is read.
/// forge-config: ci.invariant.runs = 200
/// forge-config: deep.invariant.runs = 4000
contract PanelInvariantsTest {
    PanelHandler private handler;

    function setUp() public {
        handler = new PanelHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// @dev Votes more often than the rest, so that cases come to a finding.
    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[19] memory moves = [
            PanelHandler.pass.selector,
            PanelHandler.pass.selector,
            PanelHandler.sleep.selector,
            PanelHandler.bring.selector,
            PanelHandler.draw.selector,
            PanelHandler.draw.selector,
            PanelHandler.commit.selector,
            PanelHandler.commit.selector,
            PanelHandler.commit.selector,
            PanelHandler.reveal.selector,
            PanelHandler.vote.selector,
            PanelHandler.appeal.selector,
            PanelHandler.conclude.selector,
            PanelHandler.cancel.selector,
            PanelHandler.lapse.selector,
            PanelHandler.finish.selector,
            PanelHandler.collect.selector,
            PanelHandler.announce.selector,
            PanelHandler.withdraw.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), new bytes4[](moves.length));
        for (uint256 i = 0; i < moves.length; ++i) {
            targets[0].selectors[i] = moves[i];
        }
    }

    function invariant_holds() public view {
        handler.check();
    }

    function afterInvariant() public {
        handler.exitAll();
    }

    // The moves must reach every end, or the invariants above say little.
    function test_handler_reachesEveryMove() public {
        uint256 seed = 1;
        for (uint256 i = 0; i < 4000; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 a = seed >> 8;
            uint256 b = seed >> 128;
            uint256 move = seed % 25;
            if (move < 4) handler.pass(a, b);
            else if (move == 4) handler.bring(a);
            else if (move < 7) handler.draw(a);
            else if (move < 14) handler.commit(a, b);
            else if (move < 17) handler.reveal(a, b);
            else if (move == 17) handler.appeal(a);
            else if (move == 18) handler.conclude(a);
            else if (move == 19) handler.cancel(a);
            else if (move == 20) handler.lapse(a);
            else if (move == 21) handler.finish(a);
            else if (move == 22) handler.collect(a);
            else if (move == 23) handler.vote(a);
            else handler.announce(a, b);
        }
        for (uint256 i = 0; i < 4; ++i) {
            handler.sleep(1499, 1);
        }
        handler.withdraw(0, 0);
        handler.check();
        string[13] memory moves = [
            "draw",
            "commit",
            "reveal",
            "pass",
            "appeal",
            "conclude",
            "cancel",
            "lapse",
            "finish",
            "pursue",
            "collect",
            "announce",
            "withdraw"
        ];
        for (uint256 i = 0; i < moves.length; ++i) {
            vm.assertGe(handler.done(moves[i]), 1, moves[i]);
        }
        handler.exitAll();
    }
}
