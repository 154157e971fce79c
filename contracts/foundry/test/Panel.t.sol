// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IArbiter} from "../src/IArbiter.sol";
import "../src/IParley.sol";
import {IPanel, Rules, Seat, Stage, Docket} from "../src/IPanel.sol";
import {PanelFixture} from "./PanelFixture.sol";
import {Vast} from "./Zoo.sol";
import {vm} from "./Vm.sol";

/// @title A panel is constructed, told of a case, and drawn. Rules 7 and 8; C07, C25, C51.
contract PanelTest is PanelFixture {
    // --- construction ---

    function refusesRules(Rules memory rules) private {
        vm.expectRevert(IPanel.PanelRules.selector);
        this.deployed(rules, list());
    }

    function deployed(Rules memory rules, address[] memory members) external returns (IPanel) {
        bytes memory code =
            bytes.concat(vm.getCode("Panel.sol:Panel"), abi.encode(address(stake), address(parley), rules, members));
        address made;
        assembly {
            made := create(0, add(code, 32), mload(code))
            if iszero(made) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
        return IPanel(made);
    }

    function test_construction_keepsWhatWasAgreed() public view {
        vm.assertEq(keccak256(abi.encode(panel.rules())), keccak256(abi.encode(someRules())), "rules");
        vm.assertEq(keccak256(abi.encode(panel.members())), keccak256(abi.encode(list())), "list");
        vm.assertEq(panel.stake(), address(stake), "stake");
        vm.assertEq(panel.escrow(), address(parley), "escrow");
        vm.assertEq(panel.bondOf(0), 2 * S, "bond");
        vm.assertEq(panel.bondOf(1), 4 * S, "bond");
        vm.assertEq(panel.lengthOf(0), 3 * 240, "length");
        vm.assertEq(panel.lengthOf(2), 3 * 240 + 2 * 320, "length with appeals");
    }

    // I8, I9
    function test_construction_refusesUnsoundRules() public {
        Rules memory r = someRules();
        r.seats = 2;
        refusesRules(r);
        r = someRules();
        (r.stake, r.fee) = (0, 0);
        refusesRules(r);
        r = someRules();
        r.stake = 176; // 176 * 12 < 2 * 151 * 7
        refusesRules(r);
        r.stake = 177;
        this.deployed(r, list());
        (r.stake, r.fee) = (7, 6); // as much
        this.deployed(r, list());
        r = someRules();
        r.commitWindow = 0;
        refusesRules(r);
        r = someRules();
        r.revealWindow = 0;
        refusesRules(r);
        r = someRules();
        r.appealWindow = 80 + (UNBONDING - 1360) / 2;
        this.deployed(r, list());
        r.appealWindow += 1;
        refusesRules(r);
    }

    function test_construction_refusesStakeInAnotherToken() public {
        parley = deployParley(address(new Vast()), SHORTEST);
        refusesRules(someRules());
    }

    function test_construction_refusesBadLists() public {
        address[] memory all = list();
        address[] memory two = new address[](2);
        (two[0], two[1]) = (all[0], all[1]);
        address[] memory unsorted = list();
        (unsorted[0], unsorted[1]) = (unsorted[1], unsorted[0]);
        address[] memory twice = list();
        twice[1] = twice[0];
        address[] memory nobody = list();
        nobody[0] = address(0);
        address[] memory many = new address[](65);
        for (uint256 i = 0; i < 65; ++i) {
            many[i] = address(uint160(i + 1));
        }
        address[] memory most = new address[](64);
        for (uint256 i = 0; i < 64; ++i) {
            most[i] = many[i];
        }
        this.deployed(someRules(), most);
        address[][5] memory bad = [two, unsorted, twice, nobody, many];
        for (uint256 i = 0; i < bad.length; ++i) {
            vm.expectRevert(IPanel.PanelMembers.selector);
            this.deployed(someRules(), bad[i]);
        }
    }

    // --- being told ---

    function test_notices_comeFromTheEscrow() public {
        bring(wrongResult());
        vm.expectRevert(IPanel.PanelNotEscrow.selector);
        panel.disputed(id, deal, terms, grounds, M, uint64(block.timestamp + 1000));
        vm.expectRevert(IPanel.PanelNotEscrow.selector);
        panel.closed(id, Outcome.Canceled);
    }

    function test_dispute_armsTheCase() public {
        bring(wrongResult());
        Docket memory d = panel.docketOf(id);
        vm.assertEq(uint256(d.stage), uint256(Stage.Armed), "armed");
        vm.assertEq(d.fee, M, "fee");
        vm.assertEq(d.judgeBy, START + 200 + JUDGE, "judgeBy");
        vm.assertEq(d.armedAt, BLOCK, "block");
        vm.assertEq(d.until, START + 200 + JUDGE - 240, "drawn by");
    }

    // The panel refuses the case; the escrow goes on, and the dispute ends in row 9b.
    function test_dispute_belowTheFee_isNotTaken() public {
        Terms memory cheap = someTerms();
        cheap.mediationFee = M - 1;
        bringFor(cheap, wrongResult(), JUDGE);
        assertState(deal, State.Disputed);
        assertStage(Stage.Unknown);
        vm.roll(BLOCK + 5);
        refuses(IPanel.PanelWrongStage.selector);
        panel.draw(deal, terms);
        vm.warp(START + 200 + JUDGE + 1);
        Free memory before = free();
        parley.lapse(deal, terms, grounds);
        assertMoved(before, P - 350 + D, 350 + uint256(F), 0, 0);
    }

    // Within the gas that an arbiter is given, with a wide margin.
    function test_notices_areCheap() public {
        bring(wrongResult());
        vm.prank(address(parley));
        uint256 gas = gasleft();
        panel.disputed(keccak256("another"), deal, terms, grounds, M, uint64(block.timestamp + 1000));
        vm.assertLe(gas - gasleft(), 150_000, "disputed");
        draw();
        vm.prank(address(parley));
        gas = gasleft();
        panel.closed(id, Outcome.Conceded);
        vm.assertLe(gas - gasleft(), 150_000, "closed");
    }

    // --- drawing ---

    function test_draw_waitsForItsBlock() public {
        bring(wrongResult());
        vm.roll(BLOCK + 4);
        refuses(IPanel.PanelTooEarly.selector);
        panel.draw(deal, terms);
        vm.roll(BLOCK + 5);
        panel.draw(deal, terms);
        vm.assertTrue(parley.progressOf(id).drawn, "the fee is due");
        assertStage(Stage.Committing);
        vm.assertEq(panel.docketOf(id).until, START + 200 + COMMIT, "commitBy");
        refuses(IPanel.PanelWrongStage.selector);
        panel.draw(deal, terms);
    }

    // THREATS 9, randomness: the hash of a block that nobody knew at the dispute, and nothing but it, decides.
    function test_draw_isBySeedAlone() public {
        bring(wrongResult());
        vm.roll(BLOCK + 9);
        bytes32 seed = keccak256(abi.encode(blockhash(BLOCK + 4), id, uint8(0)));
        panel.draw(deal, terms);
        address[] memory members = list();
        for (uint256 i = 0; i < 3; ++i) {
            address best;
            for (uint256 j = 0; j < STRANGERS + 3; ++j) {
                address m = members[j];
                if (m == address(0) || m == requester || m == farmer) continue;
                if (best == address(0) || score(seed, m) < score(seed, best)) best = m;
            }
            vm.assertEq(seat(i).member, best, "lowest score");
            for (uint256 j = 0; j < members.length; ++j) {
                if (members[j] == best) members[j] = address(0);
            }
        }
    }

    function score(bytes32 seed, address member) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, member)));
    }

    // I10: who is staked or not moves nobody but itself, so that nothing is won by entering or leaving late.
    function test_draw_isNotMovedByOthersStakes() public {
        bring(wrongResult());
        uint256 fresh = vm.snapshotState();
        draw();
        address[3] memory drawn = [seat(0).member, seat(1).member, seat(2).member];
        vm.revertToState(fresh);
        for (uint256 i = 0; i < STRANGERS; ++i) {
            address m = list()[i];
            if (m == drawn[0] || m == drawn[1] || m == drawn[2]) continue;
            vm.prank(address(panel));
            stake.hold(m, OWN);
        }
        draw();
        for (uint256 i = 0; i < 3; ++i) {
            vm.assertEq(seat(i).member, drawn[i], "the same");
        }
    }

    // Whoever sees its name in the seed cannot dodge.
    function test_draw_takesWhoIsLeaving() public {
        bring(wrongResult());
        uint256 fresh = vm.snapshotState();
        draw();
        address member = seat(0).member;
        vm.revertToState(fresh);
        vm.prank(member);
        stake.announce(address(panel), OWN);
        draw();
        vm.assertEq(seat(0).member, member, "drawn all the same");
        vm.assertEq(position(member).held, S, "held");
    }

    // Rule 7: whoever may leave at once is not drawn, and cannot leave once it sees its name in the seed.
    function test_draw_leavesOutWhoMayLeave() public {
        bringFor(someTerms(), wrongResult(), JUDGE + UNBONDING);
        uint256 fresh = vm.snapshotState();
        draw();
        address member = seat(0).member;
        vm.revertToState(fresh);
        vm.prank(member);
        stake.announce(address(panel), OWN - S + 1);
        vm.warp(block.timestamp + UNBONDING);
        draw();
        for (uint256 i = 0; i < 3; ++i) {
            vm.assertTrue(seat(i).member != member, "may leave");
        }
        vm.prank(member);
        stake.withdraw(address(panel), member, OWN - S + 1);
    }

    // Rule 8, invariant 12
    function testFuzz_draw_isDistinctStakedAndNoParty(uint256 blocks, uint256 poor, bool sponsored) public {
        bringFor(sponsored ? sponsoredTerms() : someTerms(), wrongResult(), JUDGE);
        address without = list()[poor % STRANGERS];
        vm.prank(address(panel));
        stake.hold(without, OWN - S + 1);
        vm.roll(BLOCK + 5 + blocks % 250);
        panel.draw(deal, terms);
        for (uint256 i = 0; i < 3; ++i) {
            address m = seat(i).member;
            vm.assertTrue(m != requester && m != farmer && m != without, "no party, and staked");
            vm.assertTrue(m != payer || !sponsored, "nor the payer");
            vm.assertEq(position(m).held, S, "held once");
            for (uint256 j = 0; j < i; ++j) {
                vm.assertTrue(m != seat(j).member, "distinct");
            }
        }
    }

    function test_draw_armsAgain_whereTheHashIsGone() public {
        bring(wrongResult());
        vm.roll(BLOCK + 4 + 257);
        vm.expectEmit(true, true, true, true, address(panel));
        emit IPanel.Armed(id, 0, BLOCK + 4 + 257, uint64(START + 200 + JUDGE));
        panel.draw(deal, terms);
        assertStage(Stage.Armed);
        refuses(IPanel.PanelTooEarly.selector);
        panel.draw(deal, terms);
        draw();
        assertStage(Stage.Committing);
    }

    function test_draw_onlyWhileThereIsTimeToRule() public {
        bring(wrongResult());
        vm.roll(BLOCK + 5);
        vm.warp(START + 200 + JUDGE - 239);
        refuses(IPanel.PanelTooLate.selector);
        panel.draw(deal, terms);
        vm.warp(START + 200 + JUDGE - 240);
        panel.draw(deal, terms);
    }

    function test_draw_takesTheTermsOfTheDeal() public {
        bring(wrongResult());
        vm.roll(BLOCK + 5);
        Terms memory others = terms;
        others.payer = stranger;
        refuses(IPanel.PanelTerms.selector);
        panel.draw(deal, others);
    }

    function test_draw_failsWithTooFew() public {
        bring(wrongResult());
        for (uint256 i = 0; i < list().length; ++i) {
            if (i == 3 || i == 7) continue;
            vm.prank(address(panel));
            stake.hold(list()[i], OWN);
        }
        vm.roll(BLOCK + 5);
        refuses(IPanel.PanelTooFew.selector);
        panel.draw(deal, terms);
    }

    function test_draw_notOfAClosedDeal() public {
        bring(wrongResult());
        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        assertStage(Stage.Unknown);
        vm.roll(BLOCK + 5);
        refuses(IPanel.PanelWrongStage.selector);
        panel.draw(deal, terms);
    }
}
