// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IStake, Position} from "../src/IStake.sol";
import {vm} from "./Vm.sol";
import {
    Hostile,
    FeeOnTransfer,
    BonusOnTransfer,
    TakesOnTransfer,
    ReturnsFalse,
    PretendsToMove,
    NoReturn,
    BlockList,
    Pausable,
    Rebasing,
    Hooked,
    Vast
} from "./Zoo.sol";

/// @title Stake: per account and arbiter, out of reach of everybody else. Rule 7, C03, R47.
contract StakeTest {
    uint256 private constant START = 1_800_000_000;
    uint32 private constant UNBONDING = 1000;
    address private constant arbiter = address(0xA7B);
    address private constant other = address(0x07E5);
    address private constant account = address(0xACC);
    address private constant bystander = address(0xB57);

    Hostile private money;
    IStake private stake;

    function setUp() public {
        vm.warp(START);
        use(new Vast());
    }

    function use(Hostile token) private {
        money = token;
        stake = deployStake(address(token), UNBONDING);
        money.mint(account, 1_000);
        vm.prank(account);
        money.approve(address(stake), type(uint256).max);
    }

    function deployStake(address token, uint32 unbonding) private returns (IStake) {
        return IStake(vm.deployCode("Stake.sol:Stake", abi.encode(token, unbonding)));
    }

    /// @dev A call of its own, so that a test goes on after it was refused.
    function deployed(address token, uint32 unbonding) external returns (IStake) {
        return deployStake(token, unbonding);
    }

    function deposit(uint256 amount) private {
        vm.prank(account);
        stake.deposit(arbiter, amount);
    }

    function hold(uint256 amount) private {
        vm.prank(arbiter);
        vm.assertTrue(stake.hold(account, amount), "held");
    }

    function left(uint256 amount) private {
        vm.prank(account);
        stake.announce(arbiter, amount);
        vm.warp(START + UNBONDING);
    }

    function assertPosition(uint256 free, uint256 held, uint256 leaving) private view {
        Position memory p = stake.positionOf(account, arbiter);
        vm.assertEq(p.free, free, "free");
        vm.assertEq(p.held, held, "held");
        vm.assertEq(p.leaving, leaving, "leaving");
    }

    function expectInsufficient(address whose, address for_, uint256 has, uint256 asked) private {
        vm.expectRevert(abi.encodeWithSelector(IStake.StakeInsufficient.selector, whose, for_, has, asked));
    }

    // --- construction ---

    function test_construction() public {
        vm.assertEq(stake.token(), address(money), "token");
        vm.assertEq(stake.unbonding(), UNBONDING, "unbonding");
        vm.expectRevert(abi.encodeWithSelector(IStake.StakeNoToken.selector, account));
        this.deployed(account, 1);
        vm.expectRevert(IStake.StakeNoUnbonding.selector);
        this.deployed(address(money), 0);
    }

    // --- deposit ---

    // C03
    function test_deposit_isForOneArbiter() public {
        vm.expectEmit(true, true, true, true, address(stake));
        emit IStake.Deposited(account, arbiter, 100);
        deposit(100);
        assertPosition(100, 0, 0);
        vm.assertEq(stake.positionOf(account, other).free, 0, "not for another");
        vm.assertEq(money.balanceOf(address(stake)), 100, "tokens");
    }

    function test_deposit_namesAnArbiter() public {
        vm.expectRevert(IStake.StakeZeroAddress.selector);
        vm.prank(account);
        stake.deposit(address(0), 1);
    }

    // THREATS 9: tokens
    function test_deposit_refusesInexactTokens() public {
        Hostile[2] memory tokens = [Hostile(new FeeOnTransfer()), new PretendsToMove()];
        uint256[2] memory arrive = [uint256(99), 0];
        for (uint256 i = 0; i < 2; ++i) {
            use(tokens[i]);
            vm.expectRevert(abi.encodeWithSelector(IStake.StakeInexactTransfer.selector, 100, arrive[i]));
            deposit(100);
        }
        use(new BonusOnTransfer());
        vm.expectRevert(abi.encodeWithSelector(IStake.StakeInexactTransfer.selector, 100, 101));
        deposit(100);
        use(new TakesOnTransfer());
        money.mint(address(stake), 1);
        vm.expectRevert(abi.encodeWithSelector(IStake.StakeInexactTransfer.selector, 100, 0));
        deposit(100);
        use(new ReturnsFalse());
        vm.expectRevert();
        deposit(100);
        use(new NoReturn());
        deposit(100);
        assertPosition(100, 0, 0);
    }

    function test_deposit_boundsTheSum() public {
        uint256 most = type(uint112).max;
        money.mint(account, most);
        deposit(most);
        vm.expectRevert(IStake.StakeFull.selector);
        deposit(1);

        // Of all accounts, and not only of one.
        money.mint(bystander, 1);
        vm.startPrank(bystander);
        money.approve(address(stake), 1);
        vm.expectRevert(IStake.StakeFull.selector);
        stake.deposit(arbiter, 1);
        vm.stopPrank();
    }

    function test_deposit_boundsAPositionWhoseTokensShrank() public {
        Rebasing shrinking = new Rebasing();
        use(shrinking);
        uint256 most = type(uint112).max;
        money.mint(account, most);
        deposit(most);
        hold(10);
        shrinking.shrink(address(stake), 10);
        vm.expectRevert(IStake.StakeFull.selector);
        deposit(10);
    }

    // --- leaving ---

    // I9
    function test_withdraw_afterUnbonding() public {
        deposit(100);
        vm.expectEmit(true, true, true, true, address(stake));
        emit IStake.Leaving(account, arbiter, 60, START + UNBONDING);
        vm.prank(account);
        stake.announce(arbiter, 60);
        assertPosition(100, 0, 60);

        vm.warp(START + UNBONDING - 1);
        vm.expectRevert(abi.encodeWithSelector(IStake.StakeTooEarly.selector, account, arbiter, START + UNBONDING));
        vm.prank(account);
        stake.withdraw(arbiter, other, 60);

        vm.warp(START + UNBONDING);
        vm.expectEmit(true, true, true, true, address(stake));
        emit IStake.Withdrawn(account, arbiter, other, 40);
        vm.prank(account);
        stake.withdraw(arbiter, other, 40);
        assertPosition(60, 0, 20);
        vm.assertEq(money.balanceOf(other), 40, "paid");
        expectInsufficient(account, arbiter, 20, 21);
        vm.prank(account);
        stake.withdraw(arbiter, other, 21);
    }

    function test_announce_isNoMoreThanAll() public {
        deposit(100);
        hold(30);
        expectInsufficient(account, arbiter, 100, 101);
        vm.prank(account);
        stake.announce(arbiter, 101);
        vm.prank(account);
        stake.announce(arbiter, 100);
        assertPosition(70, 30, 100);
    }

    // Announcing anew starts anew.
    function test_announce_beginsAgain() public {
        deposit(100);
        left(50);
        vm.prank(account);
        stake.announce(arbiter, 60);
        vm.expectRevert(abi.encodeWithSelector(IStake.StakeTooEarly.selector, account, arbiter, START + 2 * UNBONDING));
        vm.prank(account);
        stake.withdraw(arbiter, other, 1);
    }

    // Invariant 15
    function test_withdraw_leavesWhatIsHeld() public {
        deposit(100);
        left(100);
        hold(70); // a stake that is leaving still counts
        expectInsufficient(account, arbiter, 30, 31);
        vm.prank(account);
        stake.withdraw(arbiter, account, 31);
        vm.prank(account);
        stake.withdraw(arbiter, account, 30);
        assertPosition(0, 70, 70);
        vm.prank(arbiter);
        stake.release(account, 70);
        vm.prank(account);
        stake.withdraw(arbiter, account, 70);
        assertPosition(0, 0, 0);
    }

    function test_withdraw_hasSomewhereToGo() public {
        deposit(100);
        left(100);
        address[2] memory nowhere = [address(0), address(stake)];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(IStake.StakeZeroAddress.selector);
            vm.prank(account);
            stake.withdraw(arbiter, nowhere[i], 1);
        }
    }

    // Pull payments: who is blocked goes elsewhere, and a pause loses nothing.
    function test_withdraw_survivesBlockAndPause() public {
        BlockList blocking = new BlockList();
        use(blocking);
        deposit(100);
        left(100);
        blocking.setBlocked(account, true);
        vm.expectRevert(abi.encodeWithSelector(BlockList.Blocked.selector, account));
        vm.prank(account);
        stake.withdraw(arbiter, account, 100);
        vm.prank(account);
        stake.withdraw(arbiter, other, 100);
        vm.assertEq(money.balanceOf(other), 100, "elsewhere");

        vm.warp(START);
        Pausable pausing = new Pausable();
        use(pausing);
        deposit(100);
        left(100);
        pausing.setPaused(true);
        vm.expectRevert(Pausable.Paused.selector);
        vm.prank(account);
        stake.withdraw(arbiter, account, 100);
        assertPosition(100, 0, 100);
        pausing.setPaused(false);
        vm.prank(account);
        stake.withdraw(arbiter, account, 100);
    }

    // --- arbiters ---

    function test_hold_isAllOrNothing() public {
        deposit(100);
        vm.prank(arbiter);
        vm.assertFalse(stake.hold(account, 101), "more than there is");
        assertPosition(100, 0, 0);
        hold(100);
        assertPosition(0, 100, 0);
    }

    // Rule 7, invariant 15: a stranger's call gains nothing.
    function test_arbiter_reachesOnlyItsOwn() public {
        deposit(100);
        hold(50);
        vm.prank(other);
        vm.assertFalse(stake.hold(account, 1), "another arbiter");
        expectInsufficient(account, other, 0, 1);
        vm.prank(other);
        stake.slash(account, 1);
        expectInsufficient(account, other, 0, 1);
        vm.prank(other);
        stake.release(account, 1);
        assertPosition(50, 50, 0);
    }

    // C03: a slash reduces the stake.
    function test_slash_awardsAndBurns() public {
        deposit(100);
        hold(60);
        expectInsufficient(account, arbiter, 60, 61);
        vm.prank(arbiter);
        stake.slash(account, 61);
        vm.prank(arbiter);
        stake.slash(account, 40);
        assertPosition(40, 20, 0);
        vm.assertEq(stake.potOf(arbiter), 40, "pot");

        expectInsufficient(other, other, 0, 1);
        vm.prank(other);
        stake.award(bystander, 1);
        expectInsufficient(other, other, 0, 1);
        vm.prank(other);
        stake.burn(1);
        vm.expectRevert(IStake.StakeZeroAddress.selector);
        vm.prank(arbiter);
        stake.award(address(0), 1);

        vm.prank(arbiter);
        stake.award(bystander, 25);
        vm.prank(arbiter);
        stake.burn(15);
        vm.assertEq(stake.positionOf(bystander, arbiter).free, 25, "awarded");
        vm.assertEq(stake.burned(), 15, "burned");
        vm.assertEq(stake.potOf(arbiter), 0, "pot");
        expectInsufficient(arbiter, arbiter, 0, 1);
        vm.prank(arbiter);
        stake.burn(1);
    }

    function test_release_isNoMoreThanHeld() public {
        deposit(100);
        hold(60);
        expectInsufficient(account, arbiter, 60, 61);
        vm.prank(arbiter);
        stake.release(account, 61);
        vm.prank(arbiter);
        stake.release(account, 60);
        assertPosition(100, 0, 0);
    }

    // --- reentrancy ---

    // Each entry is refused while a token runs. With the account as arbiter of its own, each would otherwise succeed.
    function test_hook_cannotComeBack() public {
        Hooked token = new Hooked();
        use(token);
        token.mint(address(token), 100);
        vm.prank(address(token));
        token.approve(address(stake), 100);
        vm.prank(address(token));
        stake.deposit(address(token), 50);
        vm.prank(address(token));
        vm.assertTrue(stake.hold(address(token), 20), "held");
        vm.prank(address(token));
        stake.slash(address(token), 10);
        vm.prank(address(token));
        stake.announce(address(token), 10);
        vm.warp(START + UNBONDING);
        bytes[8] memory calls = [
            abi.encodeCall(IStake.deposit, (address(token), 1)),
            abi.encodeCall(IStake.announce, (address(token), 1)),
            abi.encodeCall(IStake.withdraw, (address(token), other, 1)),
            abi.encodeCall(IStake.hold, (address(token), 1)),
            abi.encodeCall(IStake.release, (address(token), 1)),
            abi.encodeCall(IStake.slash, (address(token), 1)),
            abi.encodeCall(IStake.award, (address(token), 1)),
            abi.encodeCall(IStake.burn, (1))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            uint256 fresh = vm.snapshotState();
            vm.prank(address(token));
            (bool ok,) = address(stake).call(calls[i]);
            vm.assertTrue(ok, "works by itself");
            vm.revertToState(fresh);
            token.hook(address(stake), calls[i]);
            deposit(10);
            vm.assertTrue(token.tried(), "called back");
            vm.assertFalse(token.succeeded(), "and was refused");
            assertPosition(10, 0, 0);
            vm.revertToState(fresh);
        }
    }

    // --- all of it ---

    // Invariants 1 and 4: whatever the order, each unit is somebody's, and only its owner or its arbiter moves it.
    function testFuzz_everyUnitIsSomebodys(uint256 seed) public {
        money.mint(address(this), 1_000_000);
        money.approve(address(stake), type(uint256).max);
        address[3] memory accounts = [account, other, bystander];
        for (uint256 i = 0; i < 3; ++i) {
            money.mint(accounts[i], 500);
            vm.prank(accounts[i]);
            money.approve(address(stake), type(uint256).max);
        }
        for (uint256 step = 0; step < 40; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            address who = accounts[seed % 3];
            address judge = seed >> 8 & 1 == 0 ? arbiter : other;
            uint256 amount = (seed >> 16) % 200;
            uint256 move = (seed >> 32) % 9;
            bool byAccount = move < 4;
            bytes memory call = aMove(move, judge, who, amount);
            uint256[6] memory before = holdings(accounts);
            vm.prank(byAccount ? who : judge);
            (bool ok,) = address(stake).call(call);
            uint256[6] memory now_ = holdings(accounts);
            for (uint256 i = 0; i < 6; ++i) {
                bool own = accounts[i % 3] == who && (i < 3) == (judge == arbiter);
                if (!ok || !own) vm.assertEq(now_[i], before[i], "nobody else's stake moves");
            }
            vm.warp(block.timestamp + (seed >> 64) % 500);
            uint256 sum = stake.potOf(arbiter) + stake.potOf(other) + stake.burned();
            for (uint256 i = 0; i < 6; ++i) {
                sum += now_[i];
            }
            vm.assertEq(sum, money.balanceOf(address(stake)), "held = free + held + pots + burned");
        }
    }

    function aMove(uint256 move, address judge, address who, uint256 amount) private pure returns (bytes memory) {
        if (move < 2) return abi.encodeCall(IStake.deposit, (judge, amount));
        if (move == 2) return abi.encodeCall(IStake.announce, (judge, amount));
        if (move == 3) return abi.encodeCall(IStake.withdraw, (judge, who, amount));
        if (move == 4) return abi.encodeCall(IStake.hold, (who, amount));
        if (move == 5) return abi.encodeCall(IStake.release, (who, amount));
        if (move == 6) return abi.encodeCall(IStake.slash, (who, amount));
        if (move == 7) return abi.encodeCall(IStake.award, (who, amount));
        return abi.encodeCall(IStake.burn, (amount));
    }

    function holdings(address[3] memory accounts) private view returns (uint256[6] memory all) {
        for (uint256 i = 0; i < 6; ++i) {
            Position memory p = stake.positionOf(accounts[i % 3], i < 3 ? arbiter : other);
            all[i] = uint256(p.free) + p.held;
        }
    }
}
