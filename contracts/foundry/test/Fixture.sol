// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import "../src/IParley.sol";
import {Vm, vm} from "./Vm.sol";

/// @title A requester, a farmer, a third-party payer, an arbiter and a stranger, each with money in a fresh Parley.
abstract contract Fixture {
    uint256 internal constant START = 1_800_000_000;
    uint32 internal constant SHORTEST = 10;
    uint256 internal constant FUNDS = 1_000_000;

    // Odd on purpose, so that every half has a remainder to place.
    uint96 internal constant P = 1000;
    uint96 internal constant D = 301;
    uint96 internal constant F = 907;
    uint96 internal constant C = 701;
    uint96 internal constant RT = 95;
    uint96 internal constant FT = 401;
    uint96 internal constant FC = 906;
    uint96 internal constant M = 151;
    bytes32 internal constant DIGEST = keccak256("the result");
    bytes32 internal constant OTHER = keccak256("another result");
    uint64 internal constant FUEL = 1_000_003;

    uint256 internal constant requesterKey = 0xA11CE;
    uint256 internal constant farmerKey = 0xFA12;
    uint256 internal constant payerKey = 0xBA4C;
    uint256 internal constant arbiterKey = 0x10D6E;
    uint256 internal constant strangerKey = 0x57A6;
    address internal requester = vm.addr(requesterKey);
    address internal farmer = vm.addr(farmerKey);
    address internal payer = vm.addr(payerKey);
    address internal arbiter = vm.addr(arbiterKey);
    address internal stranger = vm.addr(strangerKey);

    IERC20 internal money;
    IParley internal parley;

    struct Free {
        uint256 requester;
        uint256 farmer;
        uint256 payer;
        uint256 arbiter;
        uint256 burned;
    }

    function setUp() public virtual {
        vm.warp(START);
        address[] memory to = new address[](1);
        uint256[] memory amounts = new uint256[](1);
        (to[0], amounts[0]) = (address(this), 1_000_000 ether);
        money = IERC20(vm.deployCode("PlayMoney.sol:PlayMoney", abi.encode(to, amounts)));
        parley = deployParley(address(money), SHORTEST);
        money.approve(address(parley), type(uint256).max);
        parley.deposit(requester, FUNDS);
        parley.deposit(farmer, FUNDS);
        parley.deposit(payer, FUNDS);
        // The arbiter too, so that gas is that of an account in use.
        parley.deposit(arbiter, 1);
    }

    /// @dev The artifact that the bindings are made of, not a second compilation with the settings of the tests.
    function deployParley(address token, uint32 shortest) internal returns (IParley) {
        return IParley(vm.deployCode("Parley.sol:Parley", abi.encode(token, shortest)));
    }

    // --- deals ---

    function someTerms() internal view returns (Terms memory) {
        return Terms({
            payer: requester,
            arbiter: arbiter,
            startBy: uint64(START + 50),
            submitBy: uint64(START + 1000),
            acceptWindow: 300,
            judgeWindow: 500,
            latePenalty: RT,
            noShowPenalty: FT,
            cheatPenalty: FC,
            mediationFee: M,
            agreement: keccak256("the agreed terms"),
            quote: keccak256("the quote")
        });
    }

    function sponsoredTerms() internal view returns (Terms memory terms) {
        terms = someTerms();
        terms.payer = payer;
    }

    function dealOn(Terms memory terms) internal view returns (Deal memory) {
        return Deal({
            requester: requester,
            farmer: farmer,
            price: P,
            deposit: D,
            bond: F,
            openBy: uint64(START + 600),
            termsHash: parley.hashTerms(terms)
        });
    }

    /// @dev A deal in each live state. Time: opened at START, submitted at + 100, disputed at + 200.
    function opened(Terms memory terms) internal returns (Deal memory deal) {
        deal = dealOn(terms);
        bytes32 id = parley.idOf(deal);
        if (terms.payer == requester) {
            parley.open(deal, sign(requesterKey, id), sign(farmerKey, id));
        } else {
            parley.openDisclosed(deal, terms, sign(payerKey, id), sign(farmerKey, id));
        }
    }

    function submitted(Terms memory terms) internal returns (Deal memory deal) {
        deal = opened(terms);
        vm.warp(START + 100);
        vm.prank(farmer);
        parley.submit(deal, terms, Delivery(DIGEST, C));
    }

    function disputed(Terms memory terms, Dispute memory grounds) internal returns (Deal memory deal) {
        deal = submitted(terms);
        vm.warp(START + 200);
        vm.prank(requester);
        parley.dispute(deal, terms, grounds);
    }

    function drawn(Terms memory terms, Dispute memory grounds) internal returns (Deal memory deal) {
        deal = disputed(terms, grounds);
        vm.prank(terms.arbiter);
        parley.draw(deal, terms);
    }

    function wrongResult() internal pure returns (Dispute memory) {
        return Dispute(DIGEST, C, Complaint.WrongResult, OTHER, FUEL);
    }

    function notServed() internal pure returns (Dispute memory) {
        return Dispute(DIGEST, C, Complaint.NotServed, 0, 0);
    }

    function noGrounds() internal pure returns (Dispute memory grounds) {}

    // --- signatures ---

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function accept(Deal memory deal, uint96 cost) internal view returns (bytes memory) {
        return sign(requesterKey, parley.hashAcceptance(Acceptance(parley.idOf(deal), DIGEST, cost)));
    }

    function signCancel(uint256 key, Deal memory deal) internal view returns (bytes memory) {
        return sign(key, parley.hashCancel(Cancel(parley.idOf(deal))));
    }

    function signSplit(uint256 key, Deal memory deal, uint128 a, uint128 b) internal view returns (bytes memory) {
        return sign(key, parley.hashSplit(Split(parley.idOf(deal), a, b)));
    }

    // --- what is expected ---

    function free() internal view returns (Free memory) {
        return Free(
            parley.accountOf(requester).free,
            parley.accountOf(farmer).free,
            parley.accountOf(payer).free,
            parley.accountOf(arbiter).free,
            parley.burned()
        );
    }

    /// @dev Nothing but these changes, P + D + F is all of it, and the tokens are still there.
    function assertMoved(Free memory then_, uint256 toPayer, uint256 toFarmer, uint256 toArbiter, uint256 burnt)
        internal
        view
    {
        assertMovedFor(then_, false, toPayer, toFarmer, toArbiter, burnt);
    }

    function assertMovedFor(
        Free memory then_,
        bool sponsored,
        uint256 toPayer,
        uint256 toFarmer,
        uint256 toArbiter,
        uint256 burnt
    ) internal view {
        Free memory now_ = free();
        vm.assertEq(toPayer + toFarmer + toArbiter + burnt, uint256(P) + D + F, "the row sums to P + D + F");
        vm.assertEq(now_.requester - then_.requester, sponsored ? 0 : toPayer, "requester");
        vm.assertEq(now_.payer - then_.payer, sponsored ? toPayer : 0, "third-party payer");
        vm.assertEq(now_.farmer - then_.farmer, toFarmer, "farmer");
        vm.assertEq(now_.arbiter - then_.arbiter, toArbiter, "arbiter");
        vm.assertEq(now_.burned - then_.burned, burnt, "burned");
        vm.assertEq(
            now_.requester + now_.payer + now_.farmer + now_.arbiter + now_.burned,
            money.balanceOf(address(parley)),
            "what is held is free or burned"
        );
    }

    /// @dev How often a contract has said this since vm.recordLogs, which is forgotten with it.
    function said(address by, bytes32 topic) internal returns (uint256 times) {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter == by && logs[i].topics[0] == topic) ++times;
        }
    }

    function assertState(Deal memory deal, State state) internal view {
        vm.assertEq(uint256(parley.progressOf(parley.idOf(deal)).state), uint256(state), "state");
    }

    /// @dev For the next call, on the error of a deal.
    function expectRefusal(bytes4 selector, Deal memory deal) internal {
        vm.expectRevert(abi.encodeWithSelector(selector, parley.idOf(deal)));
    }
}
