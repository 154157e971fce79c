// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {CANNOT_TELL, IPanel, Rules, Finding, Seat, Stage, Docket} from "../src/IPanel.sol";
import {IStake, Position} from "../src/IStake.sol";
import {PanelFixture} from "./PanelFixture.sol";
import {vm} from "./Vm.sol";

/// @title Many cases before one panel at once, in any order and at any time: what everybody may try, tried by chance.
/// @notice Panels of 1, 3 and 7. Each move is tried whether it is allowed or not; what must follow from one that worked is
/// said here, and a surprise is kept.
contract PanelHandler is PanelFixture {
    uint256 private constant LIVE = 4;
    uint256 private constant DEALS = 80;
    uint256 private constant ACCOUNTS = STRANGERS + 3;

    struct Entry {
        Deal deal;
        Terms terms;
        bytes32 id;
        uint256 bonds; // held of the requester's stake; appeals are the requester's here
        uint256 due; // of the fee, once ended
        bytes32 finding; // as ruled by
        bool ruled;
        bool over; // in the escrow
        bool finished;
    }

    Entry[] private _entries;
    string[] public surprises;
    mapping(string => uint256) public done;
    uint256 public due; // fees that ended cases brought and that are not credited yet
    uint256 public credited; // and not collected yet
    uint256 public unearned;

    constructor() {
        setUp();
    }

    function someRules() internal pure override returns (Rules memory rules) {
        rules = super.someRules();
        rules.seats = 1;
    }

    // --- moves ---

    function pass(uint256 seconds_, uint256 blocks) external {
        vm.warp(block.timestamp + seconds_ % 90);
        vm.roll(block.number + blocks % 8);
    }

    function sleep(uint256 seconds_, uint256 blocks) external {
        vm.warp(block.timestamp + seconds_ % 1500);
        vm.roll(block.number + blocks % 300);
    }

    function bring(uint256 seed) external {
        uint256 live;
        for (uint256 i = 0; i < _entries.length; ++i) {
            if (!_entries[i].finished) ++live;
        }
        if (live >= LIVE || _entries.length >= DEALS) return;
        Terms memory t = someTerms();
        t.arbiter = address(panel);
        t.quote = bytes32(_entries.length + 1);
        t.submitBy = uint64(block.timestamp + 1000);
        t.judgeWindow = uint32(300 + seed % 1200);
        Deal memory d = dealOn(t);
        d.openBy = t.submitBy;
        bytes32 case_ = parley.idOf(d);
        parley.open(d, sign(requesterKey, case_), sign(farmerKey, case_));
        vm.prank(farmer);
        parley.submit(d, t, Delivery(DIGEST, C));
        vm.prank(requester);
        parley.dispute(d, t, wrongResult());
        Entry storage e = _entries.push();
        (e.deal, e.terms, e.id) = (d, t, case_);
    }

    function draw(uint256 i) external {
        if (_entries.length == 0) return;
        Entry storage e = some(i);
        attempt("draw", address(this), abi.encodeCall(IPanel.draw, (e.deal, e.terms)));
    }

    function commit(uint256 i, uint256 seat_) external {
        if (_entries.length == 0) return;
        Entry storage e = some(i);
        Seat[] memory seats = panel.docketOf(e.id).seats;
        if (seats.length == 0) return;
        // Mostly the last round.
        seat_ = seats.length - 1 - seat_ % (seats.length < 7 ? seats.length : 7);
        address member = seats[seat_].member;
        bytes32 commitment = panel.commitmentOf(found(i, seat_), salt(seat_), member, e.id);
        attempt("commit", member, abi.encodeCall(IPanel.commit, (e.id, seat_, commitment)));
    }

    /// @dev All who committed reveal, but now and then one.
    function reveal(uint256 i, uint256 but) external {
        if (_entries.length == 0) return;
        Entry storage e = some(i);
        Seat[] memory seats = panel.docketOf(e.id).seats;
        for (uint256 s = 0; s < seats.length; ++s) {
            if (s == but % 16 || !seats[s].committed || seats[s].revealed) continue;
            for (uint256 kind = 0; kind < 4; ++kind) {
                Finding memory f = kinds(kind);
                if (panel.commitmentOf(f, salt(s), seats[s].member, e.id) != seats[s].word) continue;
                attempt("reveal", seats[s].member, abi.encodeCall(IPanel.reveal, (e.id, s, f, salt(s))));
                if (panel.docketOf(e.id).stage == Stage.Armed) done["pass"] += 1;
            }
        }
    }

    /// @dev A round from its draw to its reveals: what chance alone rarely brings about.
    function vote(uint256 i) external {
        if (_entries.length == 0) return;
        bytes32 case_ = some(i).id;
        if (panel.docketOf(case_).stage == Stage.Armed) {
            vm.roll(block.number + 5);
            this.draw(i);
        }
        Docket memory d = panel.docketOf(case_);
        if (d.stage != Stage.Committing) return;
        for (uint256 s = 0; s < 7; ++s) {
            this.commit(i, s);
        }
        vm.warp(d.until + (FINAL - COMMIT) + 1);
        this.reveal(i, 15);
    }

    function appeal(uint256 i) external {
        if (_entries.length == 0) return;
        Entry storage e = some(i);
        uint256 bond = panel.bondOf(panel.docketOf(e.id).rounds == 2 ? 1 : 0);
        if (attempt("appeal", requester, abi.encodeCall(IPanel.appeal, (e.deal, e.terms)))) e.bonds += bond;
    }

    function conclude(uint256 i) external {
        if (_entries.length == 0) return;
        Entry storage e = some(i);
        for (uint256 kind = 0; kind < 3; ++kind) {
            bytes memory call = abi.encodeCall(IPanel.conclude, (e.deal, e.terms, wrongResult(), kinds(kind)));
            if (!attempt("conclude", address(this), call)) continue;
            (e.finding, e.ruled) = (word(kinds(kind)), true);
            end(e, M);
            return;
        }
    }

    function cancel(uint256 i) external {
        if (_entries.length == 0 || i % 4 != 0) return;
        Entry storage e = some(i / 4);
        bool drawn = parley.progressOf(e.id).drawn;
        (bytes memory a, bytes memory b) = (signCancel(requesterKey, e.deal), signCancel(farmerKey, e.deal));
        if (tryParley("cancel", abi.encodeCall(IEscrow.cancel, (e.deal, e.terms, a, b)))) end(e, drawn ? M : 0);
    }

    function lapse(uint256 i) external {
        if (_entries.length == 0) return;
        Entry storage e = some(i);
        if (tryParley("lapse", abi.encodeCall(IEscrow.lapse, (e.deal, e.terms, wrongResult())))) end(e, 0);
    }

    function finish(uint256 i) external {
        if (_entries.length == 0) return;
        Entry storage e = some(i);
        Seat[] memory seats = panel.docketOf(e.id).seats;
        uint256[] memory before = holdings(seats);
        uint256 owed = allOwed();
        if (!attempt("finish", address(this), abi.encodeCall(IPanel.finish, (e.id)))) return;
        uint256 paid = allOwed() - owed;
        if (paid != e.due && paid != 0) surprises.push("part of the fee was paid");
        if (paid == 0) unearned += e.due;
        credited += paid;
        due -= e.due;
        (e.finished, e.bonds) = (true, 0);
        if (e.ruled) judge(e, seats, before, holdings(seats));
    }

    /// @dev Who found what was ruled by loses nothing, and who was silent loses S.
    function judge(Entry storage e, Seat[] memory seats, uint256[] memory before, uint256[] memory after_) private {
        for (uint256 s = 0; s < seats.length; ++s) {
            if (!seats[s].revealed && after_[s] + S != before[s]) surprises.push("silence was not slashed");
            if (seats[s].revealed && seats[s].word == e.finding && after_[s] < before[s]) {
                surprises.push("an honest member was slashed");
            }
        }
    }

    function collect(uint256 who) external {
        address member = list()[who % ACCOUNTS];
        uint256 owed = panel.owedTo(member);
        if (attempt("collect", member, abi.encodeCall(IPanel.collect, (member)))) credited -= owed;
    }

    function announce(uint256 who, uint256 amount) external {
        attemptStake(
            "announce", list()[who % ACCOUNTS], abi.encodeCall(IStake.announce, (address(panel), amount % OWN))
        );
    }

    function withdraw(uint256 who, uint256 amount) external {
        address member = list()[who % ACCOUNTS];
        bytes memory call = abi.encodeCall(IStake.withdraw, (address(panel), member, amount % OWN));
        attemptStake("withdraw", member, call);
    }

    // --- how ---

    function some(uint256 seed) private view returns (Entry storage) {
        uint256 n = _entries.length;
        for (uint256 i = 0; i < n; ++i) {
            if (!_entries[(seed + i) % n].finished) return _entries[(seed + i) % n];
        }
        return _entries[seed % n];
    }

    /// @dev Mostly the right one.
    function found(uint256 seed, uint256 seat_) private pure returns (Finding memory) {
        uint256 dice = uint256(keccak256(abi.encode(seed, seat_))) % 10;
        return kinds(dice < 5 ? 0 : dice < 7 ? 1 : dice < 8 ? 2 : 3);
    }

    function kinds(uint256 kind) private pure returns (Finding memory) {
        if (kind == 3) return Finding(CANNOT_TELL, 0, 0, false);
        return kind == 0 ? right() : kind == 1 ? wrong() : Finding(0, 0, 0, false);
    }

    function word(Finding memory f) private pure returns (bytes32) {
        return keccak256(abi.encode(f.digest, f.fuel, f.cost));
    }

    function end(Entry storage e, uint256 fee) private {
        (e.due, e.over) = (fee, true);
        due += fee;
        // Not drawn, or not taken: there is nothing to finish.
        if (panel.docketOf(e.id).stage == Stage.Unknown) e.finished = true;
    }

    function attempt(string memory what, address sender, bytes memory call) private returns (bool) {
        return attemptAt(what, address(panel), sender, call);
    }

    function attemptStake(string memory what, address sender, bytes memory call) private {
        attemptAt(what, address(stake), sender, call);
    }

    function tryParley(string memory what, bytes memory call) private returns (bool) {
        return attemptAt(what, address(parley), address(this), call);
    }

    function attemptAt(string memory what, address to, address sender, bytes memory call) private returns (bool ok) {
        vm.prank(sender);
        (ok,) = to.call(call);
        if (ok) done[what] += 1;
    }

    function holdings(Seat[] memory seats) private view returns (uint256[] memory all) {
        all = new uint256[](seats.length);
        for (uint256 s = 0; s < seats.length; ++s) {
            Position memory p = position(seats[s].member);
            all[s] = uint256(p.free) + p.held;
        }
    }

    function allOwed() private view returns (uint256 sum) {
        address[] memory all = list();
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            sum += panel.owedTo(all[i]);
        }
    }

    // --- for the invariants ---

    function check() external view {
        if (surprises.length != 0) vm.assertEq(surprises.length, 0, surprises[0]);
        address[] memory all = list();
        uint256[] memory held = heldBy(all);
        uint256 staked = stake.burned();
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            Position memory p = position(all[i]);
            staked += uint256(p.free) + p.held;
            vm.assertEq(p.held, held[i], "held is what open cases hold");
        }
        vm.assertEq(stake.potOf(address(panel)), 0, "the pot is empty");
        vm.assertEq(staked, money.balanceOf(address(stake)), "stake is somebody's or burned");
        vm.assertEq(parley.accountOf(address(panel)).free, due + credited + unearned, "each fee is somebody's");
        vm.assertEq(allOwed(), credited, "credited");
    }

    /// @dev 12 and 15: distinct, no party, and S for each seat.
    function heldBy(address[] memory all) private view returns (uint256[] memory held) {
        held = new uint256[](ACCOUNTS);
        for (uint256 i = 0; i < _entries.length; ++i) {
            Entry storage e = _entries[i];
            if (e.finished) continue;
            Seat[] memory seats = panel.docketOf(e.id).seats;
            for (uint256 a = 0; a < ACCOUNTS; ++a) {
                uint256 places;
                for (uint256 s = 0; s < seats.length; ++s) {
                    if (seats[s].member == all[a]) ++places;
                }
                bool isParty = all[a] == requester || all[a] == farmer;
                vm.assertLe(places, isParty ? 0 : 1, "distinct, and no party");
                held[a] += places * S + (all[a] == requester ? e.bonds : 0);
            }
        }
    }

    /// @dev 5: after the last deadline anyone ends every case, and everybody gets everything out.
    function exitAll() external {
        vm.warp(block.timestamp + 2000);
        for (uint256 i = 0; i < _entries.length; ++i) {
            Entry storage e = _entries[i];
            if (!e.over) {
                parley.lapse(e.deal, e.terms, wrongResult());
                end(e, 0);
            }
        }
        for (uint256 i = 0; i < _entries.length; ++i) {
            this.finish(0);
        }
        this.check();
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            address account = list()[i];
            uint112 all = position(account).free;
            vm.prank(account);
            stake.announce(address(panel), all);
            vm.prank(account);
            panel.collect(account);
        }
        vm.warp(block.timestamp + UNBONDING);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            address account = list()[i];
            uint112 all = position(account).leaving;
            vm.prank(account);
            stake.withdraw(address(panel), account, all);
        }
        vm.assertEq(money.balanceOf(address(stake)), stake.burned(), "only ashes stay");
        vm.assertEq(parley.accountOf(address(panel)).free, unearned, "and what nobody earned");
    }
}
