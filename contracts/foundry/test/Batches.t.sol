// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {Fixture} from "./Fixture.sol";
import {vm} from "./Vm.sol";

/// @title Batches skip what cannot be done, say why, and do the rest.
contract BatchesTest is Fixture {
    Deal[] private deals;

    function makeDeals(uint256 n) private {
        for (uint256 i = 0; i < n; ++i) {
            Terms memory terms = someTerms();
            terms.quote = bytes32(i);
            deals.push(dealOn(terms));
        }
    }

    function opening(Deal memory deal) private view returns (Opening memory) {
        bytes32 id = parley.idOf(deal);
        return Opening(deal, sign(requesterKey, id), sign(farmerKey, id));
    }

    function test_openMany_skipsAndLogs() public {
        makeDeals(6);
        deals[2].openBy = uint64(START - 1);
        deals[3].bond = uint96(FUNDS);
        deals[4].price = uint96(FUNDS);
        Opening[] memory openings = new Opening[](7);
        for (uint256 i = 0; i < 6; ++i) {
            openings[i] = opening(deals[i]);
        }
        openings[1].payerSignature = openings[1].farmerSignature;
        openings[6] = openings[0];
        bytes4[7] memory reasons = [
            bytes4(0),
            IEscrow.EscrowPayerSignature.selector,
            IEscrow.EscrowTooLate.selector,
            IEscrow.EscrowFarmerFunds.selector,
            IEscrow.EscrowPayerFunds.selector,
            bytes4(0),
            IEscrow.EscrowOpenedBefore.selector
        ];
        for (uint256 i = 0; i < 7; ++i) {
            if (reasons[i] == 0) continue;
            vm.expectEmit(true, false, false, true, address(parley));
            emit IEscrow.Skipped(parley.idOf(openings[i].deal), reasons[i]);
        }
        vm.assertEq(parley.openMany(openings), 2, "opened");
        vm.assertEq(parley.accountOf(requester).free, FUNDS - 2 * (uint256(P) + D), "requester");
        vm.assertEq(parley.accountOf(farmer).free, FUNDS - 2 * uint256(F), "farmer");
    }

    function test_settleMany_skipsAndLogs() public {
        makeDeals(5);
        Settlement[] memory settlements = new Settlement[](6);
        for (uint256 i = 0; i < 5; ++i) {
            Opening memory o = opening(deals[i]);
            if (i != 1) parley.open(o.deal, o.payerSignature, o.farmerSignature);
            settlements[i] = Settlement(deals[i], Delivery(DIGEST, C), accept(deals[i], C));
        }
        settlements[2].delivery.cost = C + 1;
        settlements[3].delivery.cost = P + 1;
        settlements[5] = settlements[0];
        bytes4[6] memory reasons = [
            bytes4(0),
            IEscrow.EscrowWrongState.selector,
            IEscrow.EscrowRequesterSignature.selector,
            IEscrow.EscrowCostAbovePrice.selector,
            bytes4(0),
            IEscrow.EscrowWrongState.selector
        ];
        for (uint256 i = 0; i < 6; ++i) {
            if (reasons[i] == 0) continue;
            vm.expectEmit(true, false, false, true, address(parley));
            emit IEscrow.Skipped(parley.idOf(settlements[i].deal), reasons[i]);
        }
        vm.prank(farmer);
        vm.assertEq(parley.settleMany(settlements), 2, "settled");
        vm.assertEq(parley.accountOf(farmer).free, FUNDS + 2 * uint256(C) - 2 * uint256(F), "farmer");
        vm.assertEq(parley.accountOf(farmer).delivered, 2, "delivered");
    }

    function test_settleMany_skipsWhatNeedsTerms() public {
        Terms memory terms = sponsoredTerms();
        Settlement[] memory settlements = new Settlement[](2);
        Deal memory sponsored = opened(terms);
        settlements[0] = Settlement(sponsored, Delivery(DIGEST, P), accept(sponsored, P));
        Deal memory fought = disputed(someTerms(), wrongResult());
        settlements[1] = Settlement(fought, Delivery(DIGEST, P), accept(fought, P));
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectEmit(true, false, false, true, address(parley));
            emit IEscrow.Skipped(parley.idOf(settlements[i].deal), IEscrow.EscrowTermsNeeded.selector);
        }
        vm.prank(farmer);
        vm.assertEq(parley.settleMany(settlements), 0, "settled");
    }
}
