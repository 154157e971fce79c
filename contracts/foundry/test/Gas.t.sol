// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {Fixture} from "./Fixture.sol";
import {vm} from "./Vm.sol";

/// @title What a deal costs. Every call is a transaction of its own (isolate): cold storage, calldata and refunds count.
/// @dev The schedule is that of evm_version in foundry.toml. DESIGN section 10: open + settle at most 120,000.
/// forge-config: default.isolate = true
/// forge-config: ci.isolate = true
/// forge-config: deep.isolate = true
contract GasTest is Fixture {
    uint256 private constant BUDGET = 120_000;
    uint256 private constant BATCH = 50;

    event Measured(string what, uint256 gas);

    function measured(string memory what) private returns (uint256 gas) {
        gas = vm.lastCallGas().gasTotalUsed;
        emit Measured(what, gas);
    }

    /// @dev With 18 decimals, since nonzero bytes of calldata cost more than zeros.
    function dearDeal() private view returns (Deal memory deal) {
        deal = dealOn(someTerms());
        deal.price = 12.345678901234567 ether;
        deal.deposit = 1.234567890123456 ether;
        deal.bond = 50.123456789012345 ether;
    }

    function setUp() public override {
        super.setUp();
        parley.deposit(requester, 1000 ether);
        parley.deposit(farmer, 1000 ether);
    }

    function openAndSettle(bool bySender, bool afterOpenBy, string memory what) private returns (uint256 gas) {
        Deal memory deal = dearDeal();
        bytes32 id = parley.idOf(deal);
        bytes memory payerSignature = bySender ? bytes("") : sign(requesterKey, id);
        bytes memory farmerSignature = sign(farmerKey, id);
        uint96 cost = 7.654321098765432 ether;
        bytes memory acceptance = accept(deal, cost);
        vm.prank(requester);
        parley.open(deal, payerSignature, farmerSignature);
        gas = measured("open");
        if (afterOpenBy) vm.warp(deal.openBy + 1);
        vm.prank(farmer);
        parley.settle(deal, Delivery(DIGEST, cost), acceptance);
        gas += measured("settle");
        emit Measured(what, gas);
    }

    // C14, C15, C21 to C24, C36. The requester opens and so signs by sending; the tombstone is still needed.
    function test_gas_openAndSettle_withinBudget() public {
        vm.assertLe(openAndSettle(true, false, "open + settle"), BUDGET, "open + settle");
    }

    function test_gas_openAndSettle_withinBudget_afterOpenBy() public {
        vm.assertLe(openAndSettle(true, true, "open + settle, word deleted"), BUDGET, "after openBy");
    }

    // Somebody else opens, with both signatures: one more signature to carry and to check.
    function test_gas_openAndSettle_bothSignatures() public {
        vm.assertLe(openAndSettle(false, true, "open + settle, both sign, word deleted"), BUDGET, "after openBy");
    }

    function test_gas_openAndSettle_bothSignatures_beforeOpenBy() public {
        vm.assertLe(openAndSettle(false, false, "open + settle, both sign"), BUDGET + 5_000, "before openBy");
    }

    // Batches of one pair. The budgets are what was measured, rounded up: a rise is a decision, not an accident.
    function test_gas_batchesOfOnePair() public {
        Opening[] memory openings = new Opening[](BATCH);
        Settlement[] memory settlements = new Settlement[](BATCH);
        for (uint256 i = 0; i < BATCH; ++i) {
            Terms memory terms = someTerms();
            terms.quote = bytes32(i);
            Deal memory deal = dearDeal();
            deal.termsHash = parley.hashTerms(terms);
            bytes32 id = parley.idOf(deal);
            openings[i] = Opening(deal, sign(requesterKey, id), sign(farmerKey, id));
            settlements[i] = Settlement(deal, Delivery(DIGEST, 7 ether), accept(deal, 7 ether));
        }
        parley.deposit(farmer, 10_000 ether);
        parley.openMany(openings);
        uint256 opening = measured("openMany of 50, in all") / BATCH;
        emit Measured("openMany of 50, a deal", opening);
        vm.prank(farmer);
        parley.settleMany(settlements);
        uint256 settling = measured("settleMany of 50, in all") / BATCH;
        emit Measured("settleMany of 50, a deal", settling);
        vm.assertLe(opening, 46_000, "openMany, a deal");
        vm.assertLe(settling, 22_000, "settleMany, a deal");
    }
}
