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
    uint256 private constant UNABLE = 3; // the kind of a finding that cannot tell

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
    uint256[] private _live; // indices of what is not finished
    bool private _changed; // by the last move
    address[] private _accounts; // the list
    mapping(address => uint256) private _placeOf; // in it, from 1
    mapping(bytes32 commitment => uint256) private _kindOf; // of what was found
    string[] public surprises;
    mapping(string => uint256) public done;
    uint256 public due; // fees that ended cases brought and that are not credited yet
    uint256 public credited; // and not collected yet

    constructor() {
        setUp();
        _accounts = list();
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            _placeOf[_accounts[i]] = i + 1;
        }
    }

    modifier move() {
        if (msg.sender != address(this)) _changed = false; // else part of another
        _;
    }

    modifier withCases() {
        if (_entries.length == 0) return;
        _;
    }

    function someRules() internal pure override returns (Rules memory rules) {
        rules = super.someRules();
        rules.seats = 1;
    }

    // --- moves ---

    function pass(uint256 seconds_, uint256 blocks) external move {
        vm.warp(block.timestamp + seconds_ % 90);
        vm.roll(block.number + blocks % 8);
    }

    function sleep(uint256 seconds_, uint256 blocks) external move {
        vm.warp(block.timestamp + seconds_ % 1500);
        vm.roll(block.number + blocks % 300);
    }

    function bring(uint256 seed) external move {
        if (_live.length >= LIVE || _entries.length >= DEALS) return;
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
        _live.push(_entries.length - 1);
        _changed = true;
    }

    function draw(uint256 i) external move withCases {
        Entry storage e = some(i);
        attempt("draw", address(this), abi.encodeCall(IPanel.draw, (e.deal, e.terms)));
    }

    function commit(uint256 i, uint256 seat_) external move withCases {
        Entry storage e = some(i);
        Seat[] memory seats = panel.docketOf(e.id).seats;
        if (seats.length == 0) return;
        // Mostly the last round.
        seat_ = seats.length - 1 - seat_ % (seats.length < 7 ? seats.length : 7);
        address member = seats[seat_].member;
        uint256 kind = found(i, seat_);
        bytes32 commitment = panel.commitmentOf(kinds(kind), salt(seat_), member, e.id);
        _kindOf[commitment] = kind;
        attempt("commit", member, abi.encodeCall(IPanel.commit, (e.id, seat_, commitment)));
    }

    /// @dev All who committed reveal, but now and then one.
    function reveal(uint256 i, uint256 but) external move withCases {
        Entry storage e = some(i);
        Seat[] memory seats = panel.docketOf(e.id).seats;
        for (uint256 s = 0; s < seats.length; ++s) {
            if (s == but % 16 || !seats[s].committed || seats[s].revealed) continue;
            uint256 kind = _kindOf[seats[s].word];
            bytes memory call = abi.encodeCall(IPanel.reveal, (e.id, s, kinds(kind), salt(s)));
            bool revealed = attempt("reveal", seats[s].member, call);
            if (revealed && kind == UNABLE && panel.docketOf(e.id).stage == Stage.Armed) done["pass"] += 1;
        }
    }

    /// @dev A round from its draw to its reveals: what chance alone rarely brings about.
    function vote(uint256 i) external move withCases {
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

    function appeal(uint256 i) external move withCases {
        Entry storage e = some(i);
        uint256 bond = panel.bondOf(panel.docketOf(e.id).rounds == 2 ? 1 : 0);
        if (attempt("appeal", requester, abi.encodeCall(IPanel.appeal, (e.deal, e.terms)))) e.bonds += bond;
    }

    function conclude(uint256 i) external move withCases {
        Entry storage e = some(i);
        for (uint256 kind = 0; kind < 3; ++kind) {
            bytes memory call = abi.encodeCall(IPanel.conclude, (e.deal, e.terms, wrongResult(), kinds(kind)));
            if (!attempt("conclude", address(this), call)) continue;
            (e.finding, e.ruled) = (word(kinds(kind)), true);
            end(e, M);
            return;
        }
    }

    function cancel(uint256 i) external move withCases {
        if (i % 4 != 0) return;
        Entry storage e = some(i / 4);
        bool drawn = parley.progressOf(e.id).drawn;
        (bytes memory a, bytes memory b) = (signCancel(requesterKey, e.deal), signCancel(farmerKey, e.deal));
        if (tryParley("cancel", abi.encodeCall(IEscrow.cancel, (e.deal, e.terms, a, b)))) end(e, drawn ? M : 0);
    }

    function lapse(uint256 i) external move withCases {
        Entry storage e = some(i);
        if (tryParley("lapse", abi.encodeCall(IEscrow.lapse, (e.deal, e.terms, wrongResult())))) end(e, 0);
    }

    function finish(uint256 i) external move withCases {
        Entry storage e = some(i);
        Docket memory d = panel.docketOf(e.id);
        uint256[] memory before;
        if (d.stage == Stage.Ended) before = holdings(d.seats);
        if (!attempt("finish", address(this), abi.encodeCall(IPanel.finish, (e.id)))) return;
        if (d.stage != Stage.Ended) surprises.push("finished before its end");
        uint256 paid = allOwed() - credited; // which check() has found to be what was owed before
        if (paid != e.due) surprises.push("the fee is not somebody's");
        credited += paid;
        due -= e.due;
        e.bonds = 0;
        finished(e);
        if (!e.ruled && d.rounds == 1) return;
        bytes32 standing = stands(d);
        if (e.ruled && standing != 0 && e.finding != standing) surprises.push("ruled by something else");
        if (!e.ruled) done["pursue"] += 1;
        judge(standing, d.seats, before, holdings(d.seats));
    }

    /// @dev Who found what stands loses nothing, and who was silent loses S: where there was an appeal, whenever the deal was closed.
    function judge(bytes32 standing, Seat[] memory seats, uint256[] memory before, uint256[] memory after_) private {
        for (uint256 s = 0; s < seats.length; ++s) {
            if (!seats[s].revealed && after_[s] + S != before[s]) surprises.push("silence was not slashed");
            if (seats[s].revealed && seats[s].word == standing && after_[s] < before[s]) {
                surprises.push("an honest member was slashed");
            }
        }
    }

    /// @dev What more than half of the last round that agreed found. The rounds are of 1, 3 and 7.
    function stands(Docket memory d) private pure returns (bytes32) {
        uint256 end_ = d.seats.length;
        for (uint256 round = d.rounds; round > 0; --round) {
            uint256 count = (1 << round) - 1;
            uint256 begin = end_ - count;
            for (uint256 s = begin; s < end_; ++s) {
                uint256 alike;
                for (uint256 other = begin; other < end_; ++other) {
                    if (d.seats[other].revealed && d.seats[other].word == d.seats[s].word) ++alike;
                }
                if (d.seats[s].word != CANNOT_TELL && d.seats[s].revealed && 2 * alike > count) return d.seats[s].word;
            }
            end_ = begin;
        }
        return 0;
    }

    function collect(uint256 who) external move {
        address member = _accounts[who % ACCOUNTS];
        uint256 owed = panel.owedTo(member);
        if (attempt("collect", member, abi.encodeCall(IPanel.collect, (member)))) credited -= owed;
    }

    function announce(uint256 who, uint256 amount) external move {
        attemptStake(
            "announce", _accounts[who % ACCOUNTS], abi.encodeCall(IStake.announce, (address(panel), amount % OWN))
        );
    }

    function withdraw(uint256 who, uint256 amount) external move {
        address member = _accounts[who % ACCOUNTS];
        bytes memory call = abi.encodeCall(IStake.withdraw, (address(panel), member, amount % OWN));
        attemptStake("withdraw", member, call);
    }

    // --- how ---

    /// @dev A live case if there is one.
    function some(uint256 seed) private view returns (Entry storage) {
        return _entries[_live.length == 0 ? seed % _entries.length : _live[seed % _live.length]];
    }

    function finished(Entry storage e) private {
        e.finished = true;
        for (uint256 i = 0; i < _live.length; ++i) {
            if (_entries[_live[i]].id != e.id) continue;
            _live[i] = _live[_live.length - 1];
            _live.pop();
        }
    }

    /// @dev Mostly the right one.
    function found(uint256 seed, uint256 seat_) private pure returns (uint256 kind) {
        uint256 dice = uint256(keccak256(abi.encode(seed, seat_))) % 10;
        return dice < 5 ? 0 : dice < 7 ? 1 : dice < 8 ? 2 : UNABLE;
    }

    function kinds(uint256 kind) private pure returns (Finding memory) {
        if (kind == UNABLE) return Finding(CANNOT_TELL, 0, 0, false);
        return kind == 0 ? right() : kind == 1 ? wrong() : Finding(0, 0, 0, false);
    }

    function word(Finding memory f) private pure returns (bytes32) {
        return keccak256(abi.encode(f.digest, f.fuel, f.cost));
    }

    function end(Entry storage e, uint256 fee) private {
        (e.due, e.over) = (fee, true);
        due += fee;
        // Not drawn, or not taken: there is nothing to finish.
        if (panel.docketOf(e.id).stage == Stage.Unknown) finished(e);
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
        if (!ok) return false;
        done[what] += 1;
        _changed = true;
    }

    function holdings(Seat[] memory seats) private view returns (uint256[] memory all) {
        all = new uint256[](seats.length);
        for (uint256 s = 0; s < seats.length; ++s) {
            Position memory p = position(seats[s].member);
            all[s] = uint256(p.free) + p.held;
        }
    }

    function allOwed() private view returns (uint256 sum) {
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            sum += panel.owedTo(_accounts[i]);
        }
    }

    // --- for the invariants ---

    /// @notice After each move. One that was refused has changed nothing there, and time changes nothing: then nothing is asked
    /// again, but at the end of the run.
    function check() external view {
        checkSurprises();
        if (_changed) checkMoney();
    }

    function checkSurprises() private view {
        if (surprises.length != 0) vm.assertEq(surprises.length, 0, surprises[0]);
    }

    function checkMoney() private view {
        uint256[] memory held = heldByCases();
        uint256 staked = stake.burned();
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            Position memory p = position(_accounts[i]);
            staked += uint256(p.free) + p.held;
            equal(p.held, held[i], "held is what open cases hold");
        }
        equal(stake.potOf(address(panel)), 0, "the pot is empty");
        equal(staked, money.balanceOf(address(stake)), "stake is somebody's or burned");
        equal(parley.accountOf(address(panel)).free, due + credited, "each fee is somebody's");
        equal(allOwed(), credited, "credited");
    }

    /// @dev 12 and 15: of the list, distinct, no party, and S for each seat.
    function heldByCases() private view returns (uint256[] memory held) {
        held = new uint256[](ACCOUNTS);
        uint256 mine = _placeOf[requester];
        uint256 out = 1 | 1 << mine | 1 << _placeOf[farmer]; // a bit for each place, 0 for who is not on the list
        for (uint256 i = 0; i < _live.length; ++i) {
            Entry storage e = _entries[_live[i]];
            Seat[] memory seats = panel.docketOf(e.id).seats;
            uint256 taken = out;
            for (uint256 s = 0; s < seats.length; ++s) {
                uint256 place = _placeOf[seats[s].member];
                if (taken >> place & 1 != 0) vm.assertTrue(false, "of the list, distinct, and no party");
                taken |= 1 << place;
                held[place - 1] += S;
            }
            held[mine - 1] += e.bonds;
        }
    }

    /// @dev The cheat code only where it fails: it is a call.
    function equal(uint256 left, uint256 right, string memory what) private pure {
        if (left != right) vm.assertEq(left, right, what);
    }

    /// @dev 5: after the last deadline anyone ends every case, and everybody gets everything out.
    function exitAll() external {
        checkSurprises();
        checkMoney();
        vm.warp(block.timestamp + 2000);
        for (uint256 i = 0; i < _entries.length; ++i) {
            Entry storage e = _entries[i];
            if (!e.over) {
                parley.lapse(e.deal, e.terms, wrongResult());
                end(e, 0);
            }
        }
        for (uint256 n = _live.length; n > 0; --n) {
            this.finish(0);
        }
        equal(_live.length, 0, "every case ends");
        checkSurprises();
        checkMoney();
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            address account = _accounts[i];
            uint112 all = position(account).free;
            vm.prank(account);
            stake.announce(address(panel), all);
            vm.prank(account);
            panel.collect(account);
        }
        vm.warp(block.timestamp + UNBONDING);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            address account = _accounts[i];
            uint112 all = position(account).leaving;
            vm.prank(account);
            stake.withdraw(address(panel), account, all);
        }
        vm.assertEq(money.balanceOf(address(stake)), stake.burned(), "only ashes stay");
        vm.assertEq(parley.accountOf(address(panel)).free, 0, "and no fee is nobody's");
    }
}
