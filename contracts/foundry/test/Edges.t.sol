// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {IPanel, Rules, Stage} from "../src/IPanel.sol";
import {PanelFixture} from "./PanelFixture.sol";
import {vm} from "./Vm.sol";

/// @title Panels and lists of sizes at which a rule just holds. Rule 8.
contract EdgesTest is PanelFixture {
    function ruledBy(uint8 seats) private pure returns (Rules memory rules) {
        rules = someRules();
        rules.seats = seats;
    }

    // 3 + 7
    function test_listOfTen_canBeAppealedOnce() public {
        deployOf(someRules(), 10);
        drawnCase(wrongResult());
        vote(0, right(), 3, right(), 0);
        assertStage(Stage.Appealable);
    }

    // Of twelve three could not tell, and nine are not 3 + 7.
    function test_listOfTwelve_cannotBeAppealedAfterAPass() public {
        deployOf(someRules(), 12);
        drawnCase(wrongResult());
        vote(0, unable(), 2, unable(), 0);
        draw();
        vote(0, right(), 3, right(), 0);
        assertStage(Stage.Concludable);
    }

    function test_twoOfFiveCannotTell_passesNothing() public {
        deployOf(ruledBy(5), 26);
        drawnCase(wrongResult());
        pass();
        assertStage(Stage.Revealing);
    }

    // Two of five are fewer than most: what the others found stands, and who appealed was wrong.
    function test_twoOfFiveSilent_overturnNothing() public {
        deployOf(ruledBy(5), 26);
        fund(farmer, OWN);
        drawnCase(wrongResult());
        voteFrom(0, right(), 3, right(), 0);
        appeal(farmer);
        draw();
        voteFrom(5, right(), 11, right(), 0);
        panel.conclude(deal, terms, grounds, right());
        panel.finish(id);
        vm.assertEq(position(farmer).free, OWN - 3 * S, "the bond is lost");
    }

    // Row 9, and not 9b.
    function test_onlyTheFirstSeatSpoke_isUndetermined() public {
        drawnCase(wrongResult());
        vote(0, right(), 1, right(), 0);
        vm.warp(panel.docketOf(id).until + 1);
        vm.expectEmit(true, true, true, true, address(panel));
        emit IPanel.Concluded(id, Ruling(Verdict.Undetermined, false, 0, 0));
        panel.conclude(deal, terms, grounds, unable());
    }

    // M is the only member's, since there is nobody else on the list.
    function test_onlyMemberCannotTell_hasTheFee() public {
        deployOf(ruledBy(1), 1);
        drawnCase(wrongResult());
        vote(0, unable(), 1, unable(), 0);
        panel.conclude(deal, terms, grounds, unable());
        panel.finish(id);
        vm.assertEq(panel.owedTo(list()[0]), M, "M");
    }
}
