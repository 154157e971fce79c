// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {CANNOT_TELL, IPanel, Rules, Finding, Seat, Stage, Docket} from "../src/IPanel.sol";
import {IStake, Position} from "../src/IStake.sol";
import {Fixture} from "./Fixture.sol";
import {vm} from "./Vm.sol";

/// @title A panel of three that can be appealed twice, the parties themselves on its list, and one deal in dispute.
abstract contract PanelFixture is Fixture {
    uint96 internal constant S = 1000;
    uint256 internal constant OWN = 10 * S; // what each member has staked
    uint32 internal constant UNBONDING = 5000;
    uint32 internal constant JUDGE = 2000;
    uint256 internal constant STRANGERS = 26; // 3 + 7 + 15, and one to spare
    uint256 internal constant BLOCK = 1000;

    // Rounds, from their draw.
    uint256 internal constant COMMIT = 100;
    uint256 internal constant FINAL = 120;
    uint256 internal constant REVEAL = 180;
    uint256 internal constant APPEAL = 260;

    IStake internal stake;
    IPanel internal panel;
    Deal internal deal;
    Terms internal terms;
    Dispute internal grounds;
    bytes32 internal id;

    function setUp() public virtual override {
        super.setUp();
        vm.roll(BLOCK);
        vm.prank(arbiter);
        parley.withdraw(address(this), 1);
        stake = deployStake(address(money));
        panel = deployPanel(someRules(), list());
        arbiter = address(panel);
        for (uint256 i = 0; i < list().length; ++i) {
            fund(list()[i], OWN);
        }
    }

    function someRules() internal pure virtual returns (Rules memory) {
        return Rules({seats: 3, stake: S, fee: M, commitWindow: 100, finality: 20, revealWindow: 60, appealWindow: 80});
    }

    /// @dev Ascending: strangers have small addresses, then the parties.
    function list() internal view returns (address[] memory all) {
        all = new address[](STRANGERS + 3);
        for (uint256 i = 0; i < STRANGERS; ++i) {
            all[i] = address(uint160(0x1000 + i));
        }
        (all[STRANGERS], all[STRANGERS + 1], all[STRANGERS + 2]) = (requester, farmer, payer);
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = STRANGERS + 2; j > STRANGERS; --j) {
                if (all[j] < all[j - 1]) (all[j], all[j - 1]) = (all[j - 1], all[j]);
            }
        }
    }

    function deployStake(address token) internal returns (IStake) {
        return IStake(vm.deployCode("Stake.sol:Stake", abi.encode(token, UNBONDING)));
    }

    function deployPanel(Rules memory rules, address[] memory members) internal returns (IPanel) {
        return IPanel(vm.deployCode("Panel.sol:Panel", abi.encode(address(stake), address(parley), rules, members)));
    }

    /// @dev With the first so many of the list, who are no parties, from now on.
    function deployOf(Rules memory rules, uint256 n) internal {
        address[] memory few = new address[](n);
        for (uint256 i = 0; i < n; ++i) {
            few[i] = list()[i];
        }
        panel = deployPanel(rules, few);
        arbiter = address(panel);
        for (uint256 i = 0; i < n; ++i) {
            fund(few[i], OWN);
        }
    }

    function fund(address member, uint256 amount) internal {
        money.transfer(member, amount);
        vm.startPrank(member);
        money.approve(address(stake), amount);
        stake.deposit(address(panel), amount);
        vm.stopPrank();
    }

    // --- a case ---

    /// @dev Disputed at START + 200, in block BLOCK.
    function bring(Dispute memory grounds_) internal {
        bringFor(someTerms(), grounds_, JUDGE);
    }

    function bringFor(Terms memory terms_, Dispute memory grounds_, uint32 judgeWindow) internal {
        terms_.arbiter = address(panel);
        terms_.judgeWindow = judgeWindow;
        (terms, grounds) = (terms_, grounds_);
        deal = disputed(terms_, grounds_);
        id = parley.idOf(deal);
    }

    function draw() internal {
        vm.roll(block.number + 5);
        panel.draw(deal, terms);
    }

    function drawnCase(Dispute memory grounds_) internal {
        bring(grounds_);
        draw();
    }

    function seat(uint256 i) internal view returns (Seat memory) {
        return panel.docketOf(id).seats[i];
    }

    function first(uint256 round) internal pure returns (uint256) {
        return round == 0 ? 0 : round == 1 ? 3 : 10;
    }

    function size(uint256 round) internal pure returns (uint256) {
        return round == 0 ? 3 : round == 1 ? 7 : 15;
    }

    function right() internal pure returns (Finding memory) {
        return Finding(DIGEST, FUEL, C, true);
    }

    function wrong() internal pure returns (Finding memory) {
        return Finding(OTHER, FUEL, C, false);
    }

    function unable() internal pure returns (Finding memory) {
        return Finding(CANNOT_TELL, 0, 0, false);
    }

    function salt(uint256 i) internal pure returns (bytes32) {
        return keccak256(abi.encode("salt", i));
    }

    function commit(uint256 i, Finding memory f) internal {
        address member = seat(i).member;
        bytes32 commitment = panel.commitmentOf(f, salt(i), member, id);
        vm.prank(member);
        panel.commit(id, i, commitment);
    }

    function reveal(uint256 i, Finding memory f) internal {
        address member = seat(i).member;
        vm.prank(member);
        panel.reveal(id, i, f, salt(i));
    }

    /// @dev The first seats of the last round find `a`, the next ones `b`, the others are silent. Ends with the reveals.
    function vote(uint256 round, Finding memory a, uint256 forA, Finding memory b, uint256 forB) internal {
        voteFrom(first(round), a, forA, b, forB);
    }

    function voteFrom(uint256 begin, Finding memory a, uint256 forA, Finding memory b, uint256 forB) internal {
        uint256 start = block.timestamp;
        for (uint256 i = 0; i < forA + forB; ++i) {
            commit(begin + i, i < forA ? a : b);
        }
        vm.warp(start + FINAL + 1);
        for (uint256 i = 0; i < forA + forB; ++i) {
            reveal(begin + i, i < forA ? a : b);
        }
        vm.warp(start + REVEAL + 1);
    }

    /// @dev Two of the first round cannot tell, and the others are silent.
    function pass() internal {
        uint256 start = block.timestamp;
        commit(0, unable());
        commit(1, unable());
        vm.warp(start + FINAL + 1);
        reveal(0, unable());
        reveal(1, unable());
    }

    function appeal(address by) internal {
        vm.prank(by);
        panel.appeal(deal, terms);
    }

    /// @dev After the appeal window.
    function conclude(Finding memory f) internal {
        vm.warp(panel.docketOf(id).until + 1);
        panel.conclude(deal, terms, grounds, f);
    }

    // --- what is expected ---

    function refuses(bytes4 selector) internal {
        vm.expectRevert(abi.encodeWithSelector(selector, id));
    }

    function assertStage(Stage stage) internal view {
        vm.assertEq(uint256(panel.docketOf(id).stage), uint256(stage), "stage");
    }

    function position(address member) internal view returns (Position memory) {
        return stake.positionOf(member, address(panel));
    }

    /// @dev Everything staked is somebody's, nothing is held, and the pot is empty.
    function assertFinished() internal view {
        assertStage(Stage.Unknown);
        uint256 sum = stake.burned();
        for (uint256 i = 0; i < list().length; ++i) {
            Position memory p = position(list()[i]);
            vm.assertEq(p.held, 0, "nothing is held");
            sum += p.free;
        }
        vm.assertEq(stake.potOf(address(panel)), 0, "the pot is empty");
        vm.assertEq(sum, money.balanceOf(address(stake)), "stake is conserved");
    }
}
