// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import "../src/IParley.sol";
import {Fixture} from "./Fixture.sol";
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
    BadPermit,
    Vast
} from "./Zoo.sol";
import {vm} from "./Vm.sol";

/// @title Deposit and withdrawal, with the token as it should be and with a zoo of those that are not.
contract TokensTest is Fixture {
    function adopt(Hostile token) private {
        money = IERC20(address(token));
        parley = deployParley(address(token), SHORTEST);
        token.mint(address(this), 10 * FUNDS);
        token.approve(address(parley), type(uint256).max);
    }

    function test_deposit_creditsAnyAccount() public {
        uint256 before = parley.accountOf(stranger).free;
        vm.expectEmit(true, true, false, true, address(parley));
        emit ILedger.Deposited(stranger, address(this), 7);
        parley.deposit(stranger, 7);
        vm.assertEq(parley.accountOf(stranger).free, before + 7, "credited");
        vm.expectRevert(ILedger.LedgerZeroAddress.selector);
        parley.deposit(address(0), 7);
    }

    // Pull payments: to any address, of one's own only.
    function test_withdraw_toAnyAddress() public {
        vm.expectEmit(true, true, false, true, address(parley));
        emit ILedger.Withdrawn(farmer, stranger, FUNDS);
        vm.prank(farmer);
        parley.withdraw(stranger, FUNDS);
        vm.assertEq(money.balanceOf(stranger), FUNDS, "withdrawn");
        vm.assertEq(parley.accountOf(farmer).free, 0, "nothing left");
    }

    function test_withdraw_failsBeyondTheFreeBalance() public {
        opened(someTerms());
        vm.expectRevert(abi.encodeWithSelector(ILedger.LedgerInsufficient.selector, farmer, FUNDS - F, FUNDS));
        vm.prank(farmer);
        parley.withdraw(farmer, FUNDS);
        vm.expectRevert(abi.encodeWithSelector(ILedger.LedgerInsufficient.selector, stranger, 0, 1));
        vm.prank(stranger);
        parley.withdraw(stranger, 1);
    }

    function test_withdraw_failsToNowhere() public {
        vm.expectRevert(ILedger.LedgerZeroAddress.selector);
        vm.prank(farmer);
        parley.withdraw(address(0), 1);
        vm.expectRevert(ILedger.LedgerZeroAddress.selector);
        vm.prank(farmer);
        parley.withdraw(address(parley), 1);
    }

    // Counters survive money: they are in the same word.
    function test_withdraw_keepsTheCounters() public {
        Deal memory deal = opened(someTerms());
        parley.settle(deal, Delivery(DIGEST, P), accept(deal, P));
        uint256 all = parley.accountOf(farmer).free;
        vm.prank(farmer);
        parley.withdraw(farmer, all);
        vm.assertEq(parley.accountOf(farmer).delivered, 1, "delivered");
        vm.assertEq(parley.accountOf(farmer).free, 0, "free");
    }

    // --- permit ---

    function permission(uint256 value, uint256 deadline) private view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 hash = keccak256(abi.encode(typeHash, stranger, address(parley), value, 0, deadline));
        bytes32 domain = IERC20Permit(address(money)).DOMAIN_SEPARATOR();
        return vm.sign(strangerKey, keccak256(abi.encodePacked(hex"1901", domain, hash)));
    }

    function test_depositWithPermit_needsNoApproval() public {
        money.transfer(stranger, 9);
        (uint8 v, bytes32 r, bytes32 s) = permission(9, START + 1);
        vm.prank(stranger);
        parley.depositWithPermit(stranger, 9, START + 1, v, r, s);
        vm.assertEq(parley.accountOf(stranger).free, 9, "deposited");
    }

    // Front-running: somebody else used the permit; the deposit goes through all the same.
    function test_depositWithPermit_survivesAUsedPermit() public {
        money.transfer(stranger, 9);
        (uint8 v, bytes32 r, bytes32 s) = permission(9, START + 1);
        IERC20Permit(address(money)).permit(stranger, address(parley), 9, START + 1, v, r, s);
        vm.prank(stranger);
        parley.depositWithPermit(stranger, 9, START + 1, v, r, s);
        vm.assertEq(parley.accountOf(stranger).free, 9, "deposited");
    }

    function test_depositWithPermit_failsWithoutPermission() public {
        money.transfer(stranger, 9);
        (uint8 v, bytes32 r, bytes32 s) = permission(9, START - 1);
        vm.expectRevert();
        vm.prank(stranger);
        parley.depositWithPermit(stranger, 9, START - 1, v, r, s);
    }

    function test_depositWithPermit_ofATokenWithoutOne() public {
        adopt(new BadPermit());
        parley.depositWithPermit(farmer, 5, START, 27, 0, 0);
        adopt(new Vast());
        parley.depositWithPermit(farmer, 5, START, 27, 0, 0);
        vm.assertEq(parley.accountOf(farmer).free, 5, "deposited by the allowance");
    }

    // --- the zoo ---

    function test_zoo_inexactTransfersAreRefused() public {
        Hostile[5] memory zoo = [
            Hostile(new FeeOnTransfer()),
            Hostile(new BonusOnTransfer()),
            Hostile(new PretendsToMove()),
            Hostile(new TakesOnTransfer()),
            Hostile(new ReturnsFalse())
        ];
        for (uint256 i = 0; i < zoo.length; ++i) {
            adopt(zoo[i]);
            zoo[i].mint(address(parley), 1); // which is nobody's
            uint256 received = i == 0 ? 990 : i == 1 ? 1001 : 0;
            if (i < 4) {
                vm.expectRevert(abi.encodeWithSelector(ILedger.LedgerInexactTransfer.selector, 1000, received));
            } else {
                vm.expectRevert();
            }
            parley.deposit(farmer, 1000);
            vm.assertEq(parley.accountOf(farmer).free, 0, "nothing credited");
        }
    }

    function test_zoo_missingReturn() public {
        adopt(new NoReturn());
        parley.deposit(farmer, 1000);
        vm.prank(farmer);
        parley.withdraw(stranger, 1000);
        vm.assertEq(money.balanceOf(stranger), 1000, "withdrawn");
    }

    // A payee that the token blocks stops nobody else's settlement, and chooses another address for itself.
    function test_zoo_blockList() public {
        BlockList token = new BlockList();
        adopt(token);
        parley.deposit(requester, FUNDS);
        parley.deposit(farmer, FUNDS);
        Deal memory deal = opened(someTerms());
        token.setBlocked(farmer, true);
        token.setBlocked(requester, true);
        parley.settle(deal, Delivery(DIGEST, P), accept(deal, P));
        vm.expectRevert(abi.encodeWithSelector(BlockList.Blocked.selector, farmer));
        vm.prank(farmer);
        parley.withdraw(farmer, 1);
        vm.prank(farmer);
        parley.withdraw(stranger, FUNDS + P);
        vm.assertEq(token.balanceOf(stranger), FUNDS + P, "withdrawn elsewhere");
    }

    function test_zoo_paused_dealsGoOn() public {
        Pausable token = new Pausable();
        adopt(token);
        parley.deposit(requester, FUNDS);
        parley.deposit(farmer, FUNDS);
        token.setPaused(true);
        Deal memory deal = submitted(someTerms());
        vm.warp(START + 100 + 301);
        parley.claim(deal, someTerms(), Delivery(DIGEST, C));
        vm.assertEq(parley.accountOf(farmer).free, FUNDS + C + RT, "paid in the ledger");
    }

    // What shrank is gone; what is credited never grows beyond what was deposited, and a deposit still counts exactly.
    function test_zoo_rebasing() public {
        Rebasing token = new Rebasing();
        adopt(token);
        parley.deposit(farmer, 1000);
        token.shrink(address(parley), 400);
        parley.deposit(requester, 100);
        vm.assertEq(parley.accountOf(requester).free, 100, "exact");
        vm.expectRevert();
        vm.prank(farmer);
        parley.withdraw(farmer, 1000);
        vm.prank(farmer);
        parley.withdraw(farmer, 700);
    }

    function test_zoo_rebasing_boundsAnAccount() public {
        Rebasing token = new Rebasing();
        adopt(token);
        uint256 most = type(uint112).max;
        token.mint(address(this), most);
        parley.deposit(farmer, most);
        token.shrink(address(parley), 10);
        vm.expectRevert(ILedger.LedgerFull.selector);
        parley.deposit(farmer, 10);
        vm.assertEq(parley.accountOf(farmer).delivered, 0, "no counter was touched");
    }

    function test_zoo_vastSupply() public {
        Vast token = new Vast();
        adopt(token);
        token.mint(address(this), type(uint256).max - 10 * FUNDS);
        parley.deposit(farmer, type(uint112).max);
        vm.expectRevert(ILedger.LedgerFull.selector);
        parley.deposit(requester, 1);
        vm.expectRevert(ILedger.LedgerFull.selector);
        parley.deposit(farmer, 1);
        vm.assertEq(parley.accountOf(farmer).delivered, 0, "no counter was touched");
    }

    // Donated tokens belong to nobody.
    function test_zoo_donationsAreNotCounted() public {
        money.transfer(address(parley), 12345);
        Deal memory deal = opened(someTerms());
        Free memory before = free();
        vm.prank(farmer);
        parley.decline(deal, someTerms(), "");
        vm.assertEq(parley.accountOf(requester).free, before.requester + P + D, "requester");
        vm.expectRevert();
        parley.withdraw(address(this), 1);
    }

    // --- reentrancy ---

    /// @dev The token calls `call` on the contract in the middle of a deposit and of a withdrawal.
    function reenter(bytes memory call) private returns (bool succeeded) {
        Hooked token = Hooked(address(money));
        uint256 held = money.balanceOf(address(parley));
        uint256 owed =
            parley.accountOf(requester).free + parley.accountOf(farmer).free + parley.accountOf(address(token)).free;
        uint256 live = vm.snapshotState();
        for (uint256 i = 0; i < 2; ++i) {
            token.hook(address(parley), call);
            if (i == 0) {
                parley.deposit(farmer, 10);
            } else {
                vm.prank(farmer);
                parley.withdraw(stranger, 10);
            }
            vm.assertTrue(token.tried(), "the hook ran");
            succeeded = succeeded || token.succeeded();
            uint256 owedNow = parley.accountOf(requester).free + parley.accountOf(farmer).free
                + parley.accountOf(address(token)).free;
            vm.assertEq(owedNow + held, owed + money.balanceOf(address(parley)), "no money was made");
            vm.revertToState(live);
        }
    }

    function test_reentrancy_isRefusedEverywhere() public {
        Hooked token = new Hooked();
        adopt(token);
        parley.deposit(requester, FUNDS);
        parley.deposit(farmer, FUNDS);
        parley.deposit(address(token), 100);
        token.mint(address(token), 100);
        vm.prank(address(token));
        token.approve(address(parley), type(uint256).max);

        Terms memory terms = someTerms();
        Deal memory live = opened(terms);
        terms.quote = keccak256("next");
        Deal memory next = dealOn(terms);
        bytes32 id = parley.idOf(next);
        bytes[12] memory calls = [
            abi.encodeCall(ILedger.deposit, (address(token), 50)),
            abi.encodeCall(ILedger.withdraw, (address(token), 50)),
            abi.encodeCall(ILedger.depositWithPermit, (address(token), 50, 0, 27, 0, 0)),
            abi.encodeCall(IEscrow.open, (next, sign(requesterKey, id), sign(farmerKey, id))),
            abi.encodeCall(IEscrow.openDisclosed, (next, terms, sign(requesterKey, id), sign(farmerKey, id))),
            abi.encodeCall(IEscrow.openMany, (new Opening[](0))),
            abi.encodeCall(IEscrow.settle, (live, Delivery(DIGEST, P), accept(live, P))),
            abi.encodeCall(
                IEscrow.settleDisclosed, (live, someTerms(), noGrounds(), Delivery(DIGEST, P), accept(live, P))
            ),
            abi.encodeCall(IEscrow.settleMany, (new Settlement[](0))),
            abi.encodeCall(
                IEscrow.cancel, (live, someTerms(), signCancel(requesterKey, live), signCancel(farmerKey, live))
            ),
            abi.encodeCall(
                IEscrow.split,
                (
                    live,
                    someTerms(),
                    uint128(P) + D,
                    F,
                    signSplit(requesterKey, live, uint128(P) + D, F),
                    signSplit(farmerKey, live, uint128(P) + D, F)
                )
            ),
            abi.encodeCall(
                IEscrow.decline, (live, someTerms(), sign(farmerKey, parley.hashDecline(Decline(parley.idOf(live)))))
            )
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.assertFalse(reenter(calls[i]), string.concat("call ", vm.toString(i), " got in"));
            // The same call from outside works (but for the permit and withdrawal, which are the token's own):
            if (i > 2) {
                uint256 here = vm.snapshotState();
                (bool ok,) = address(parley).call(calls[i]);
                vm.assertTrue(ok, string.concat("call ", vm.toString(i), " is valid"));
                vm.revertToState(here);
            }
        }
        vm.warp(START + 1001);
        vm.assertFalse(reenter(abi.encodeCall(IEscrow.expire, (live, someTerms()))), "expire got in");
    }

    // The moves that belong to one account, with the token as that account; and the other exits.
    function test_reentrancy_isRefusedToTheParties() public {
        Hooked token = new Hooked();
        adopt(token);
        parley.deposit(requester, FUNDS);
        parley.deposit(farmer, FUNDS);
        parley.deposit(address(token), 100);
        Terms memory terms = someTerms();
        terms.arbiter = address(token);
        Ruling memory ruling = Ruling(Verdict.Correct, false, 0, 0);
        uint256 fresh = vm.snapshotState();

        Deal memory deal = disputed(terms, wrongResult());
        vm.assertFalse(reenter(abi.encodeCall(IEscrow.draw, (deal, terms))), "draw got in");
        vm.assertFalse(reenter(abi.encodeCall(IEscrow.rule, (deal, terms, wrongResult(), ruling))), "rule got in");
        uint256 live = vm.snapshotState();
        vm.prank(address(token));
        parley.draw(deal, terms);
        vm.prank(address(token));
        parley.rule(deal, terms, wrongResult(), ruling);
        vm.revertToState(live);
        vm.warp(START + 200 + 501);
        vm.assertFalse(reenter(abi.encodeCall(IEscrow.lapse, (deal, terms, wrongResult()))), "lapse got in");
        parley.lapse(deal, terms, wrongResult());
        vm.revertToState(fresh);

        deal = submitted(terms);
        vm.warp(START + 100 + 301);
        vm.assertFalse(reenter(abi.encodeCall(IEscrow.claim, (deal, terms, Delivery(DIGEST, C)))), "claim got in");
        parley.claim(deal, terms, Delivery(DIGEST, C));
    }
}
