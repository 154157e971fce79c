// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import "../src/IParley.sol";
import {vm, Vm} from "./Vm.sol";

/// @title Three accounts that deal with each other in any order and at any time, one arbiter, and a book kept beside.
/// @notice Each move is tried whether it is allowed or not. The handler says beforehand, from the table of windows and
/// from its own record, whether it must work, and a surprise either way is kept in `surprises`. Balances are kept from the
/// events alone (C50), so that the book and the ledger agree only if the events tell the whole story.
contract Handler {
    uint256 public constant ACTORS = 3;
    uint256 private constant LIVE = 5;
    uint256 private constant DEALS = 150;

    struct Entry {
        Deal deal;
        Terms terms;
        Delivery delivery;
        Dispute grounds;
        bytes32 id;
        bytes payerConsent; // to open
        bytes farmerConsent;
        address payer;
        State state;
        bool drawn;
        bool over;
        uint256 since;
    }

    IParley private immutable _parley;
    IERC20 private immutable _money;
    uint32 private immutable _shortest;
    address private immutable _arbiter;
    address[ACTORS] private _actors;
    mapping(address => uint256) private _keyOf;

    Entry[] private _entries;
    mapping(bytes32 => uint256) private _indexOf; // from 1
    uint256[] private _live; // indices of what is not over
    uint256 private _touched; // the index of the deal that was last moved, or tried to
    bool private _changed; // by the last call to the contract

    mapping(address => uint256) public booked;
    uint256 public locked;
    uint256 public burned;
    uint256 public donated;
    string[] public surprises;
    mapping(string => uint256) public done;

    constructor(IParley parley, IERC20 money, uint32 shortest) {
        (_parley, _money, _shortest) = (parley, money, shortest);
        uint256[ACTORS] memory keys = [uint256(0xA1), 0xB2, 0xC3];
        for (uint256 i = 0; i < ACTORS; ++i) {
            _actors[i] = vm.addr(keys[i]);
            _keyOf[_actors[i]] = keys[i];
        }
        _arbiter = vm.addr(0xD4);
    }

    // --- who ---

    function sign(address account, bytes32 digest) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_keyOf[account], digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Chance without the preference for small and large of what forge draws, and so far below 2^256 that sums hold.
    function mix(uint256 seed) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed))) >> 8;
    }

    /// @dev Mostly anything, now and then the most that is allowed, or one more.
    function near(uint256 most, uint256 seed, uint256 range) private pure returns (uint256) {
        return seed % 8 == 0 ? most + seed / 8 % 2 : seed % range;
    }

    /// @dev Mostly a live deal, now and then any.
    function some(uint256 seed) private returns (Entry storage) {
        seed = mix(seed);
        bool any = seed % 8 == 0 || _live.length == 0;
        _touched = any ? (seed >> 3) % _entries.length : _live[(seed >> 3) % _live.length];
        return _entries[_touched];
    }

    function end(Entry storage e) private {
        if (e.over) return; // a surprise, which says more
        e.over = true;
        uint256 last = _live.length - 1;
        for (uint256 i = 0; i < last; ++i) {
            if (_entries[_live[i]].id == e.id) _live[i] = _live[last];
        }
        _live.pop();
    }

    modifier withDeals() {
        if (_entries.length == 0) return;
        _;
    }

    // --- moves of the ledger ---

    function passTime(uint256 seconds_) external {
        vm.warp(block.timestamp + seconds_ % 25);
    }

    function deposit(uint256 who, uint256 amount) external {
        _money.approve(address(_parley), amount % 10_000);
        attempt(
            "deposit", address(this), abi.encodeCall(ILedger.deposit, (_actors[who % ACTORS], amount % 10_000)), true
        );
    }

    function donate(uint256 amount) external {
        donated += amount % 100;
        _money.transfer(address(_parley), amount % 100);
        _changed = true;
    }

    function withdraw(uint256 who, uint256 amount) external {
        address account = _actors[who % ACTORS];
        amount = near(booked[account], amount, 5_000);
        bool may = booked[account] >= amount;
        attempt("withdraw", account, abi.encodeCall(ILedger.withdraw, (address(this), amount)), may);
    }

    // --- moves of a deal ---

    function open(uint256 seed, uint96[6] memory amounts, uint32[4] memory windows) external {
        if (_entries.length >= DEALS || _live.length >= LIVE) return;
        seed = mix(seed);
        Entry storage e = _entries.push();
        address requester = _actors[seed % ACTORS];
        address farmer = _actors[(seed + 1) % ACTORS];
        e.payer = seed % 5 == 0 ? _actors[(seed + 2) % ACTORS] : requester;
        e.terms = Terms({
            payer: e.payer,
            arbiter: seed % 7 == 0 ? address(0) : _arbiter,
            startBy: uint64(block.timestamp + windows[0] % 40),
            submitBy: uint64(block.timestamp + _shortest + windows[1] % 100),
            acceptWindow: _shortest + windows[2] % 50,
            judgeWindow: _shortest + windows[3] % 50,
            latePenalty: amounts[0] % 30,
            noShowPenalty: amounts[1] % 100,
            cheatPenalty: 60 + amounts[2] % 100,
            mediationFee: amounts[3] % 21,
            agreement: bytes32(seed),
            quote: bytes32(_entries.length)
        });
        if (e.terms.startBy > e.terms.submitBy) e.terms.startBy = e.terms.submitBy;
        e.deal = Deal({
            requester: requester,
            farmer: farmer,
            price: amounts[4] % 1_000,
            deposit: 30 + amounts[5] % 50,
            bond: 160 + amounts[5] % 50,
            openBy: uint64(block.timestamp + seed % 200),
            termsHash: _parley.hashTerms(e.terms)
        });
        e.id = _parley.idOf(e.deal);
        (e.payerConsent, e.farmerConsent) = (sign(e.payer, e.id), sign(farmer, e.id));
        bool may = booked[e.payer] >= uint256(e.deal.price) + e.deal.deposit && booked[farmer] >= e.deal.bond;
        _indexOf[e.id] = _entries.length;
        if (tryOpen(e, may)) {
            enter(e, State.Open);
            _touched = _entries.length - 1;
            _live.push(_touched);
        } else {
            delete _indexOf[e.id];
            _entries.pop();
            _touched = 0;
        }
    }

    /// @dev Invariant 6: what was opened once never opens again, whatever became of it.
    function reopen(uint256 seed) external withDeals {
        tryOpen(some(seed), false);
    }

    function tryOpen(Entry storage e, bool may) private returns (bool) {
        bytes memory call = e.payer == e.deal.requester
            ? abi.encodeCall(IEscrow.open, (e.deal, e.payerConsent, e.farmerConsent))
            : abi.encodeCall(IEscrow.openDisclosed, (e.deal, e.terms, e.payerConsent, e.farmerConsent));
        return attempt("open", address(this), call, may);
    }

    function decline(uint256 seed) external withDeals {
        Entry storage e = some(seed);
        bool may = live(e, State.Open) && block.timestamp <= e.terms.startBy;
        bytes memory call = abi.encodeCall(IEscrow.decline, (e.deal, e.terms, ""));
        if (attempt("decline", e.deal.farmer, call, may)) end(e);
    }

    function cancel(uint256 seed) external withDeals {
        if (seed % 3 != 0) return; // else most deals end here
        Entry storage e = some(seed);
        bytes32 digest = _parley.hashCancel(Cancel(e.id));
        bytes memory call =
            abi.encodeCall(IEscrow.cancel, (e.deal, e.terms, sign(e.payer, digest), sign(e.deal.farmer, digest)));
        if (attempt("cancel", address(this), call, !e.over)) end(e);
    }

    function split(uint256 seed, uint256 part) external withDeals {
        if (seed % 3 != 0) return;
        Entry storage e = some(seed);
        uint256 left = uint256(e.deal.price) + e.deal.deposit + e.deal.bond - (e.drawn ? e.terms.mediationFee : 0);
        uint128 toPayer = uint128(part % 8 == 0 ? left : part % (left + 1));
        uint128 toFarmer = uint128(left - toPayer);
        bytes32 digest = _parley.hashSplit(Split(e.id, toPayer, toFarmer));
        bytes memory call = abi.encodeCall(
            IEscrow.split, (e.deal, e.terms, toPayer, toFarmer, sign(e.payer, digest), sign(e.deal.farmer, digest))
        );
        if (attempt("split", address(this), call, !e.over)) end(e);
    }

    function submit(uint256 seed, uint96 cost) external withDeals {
        Entry storage e = some(seed);
        Delivery memory delivery = Delivery(bytes32(seed), uint96(near(e.deal.price, cost, 1_100)));
        bool may = live(e, State.Open) && onTime(e) && delivery.cost <= e.deal.price;
        bytes memory call = abi.encodeCall(IEscrow.submit, (e.deal, e.terms, delivery));
        if (attempt("submit", e.deal.farmer, call, may)) {
            e.delivery = delivery;
            enter(e, State.Submitted);
        }
    }

    /// @dev The farmer shows an acceptance of any cost.
    function settle(uint256 seed, uint96 cost) external withDeals {
        Entry storage e = some(seed);
        Delivery memory delivery = Delivery(bytes32(seed), uint96(near(e.deal.price, cost, 1_100)));
        bytes memory signature =
            sign(e.deal.requester, _parley.hashAcceptance(Acceptance(e.id, delivery.digest, delivery.cost)));
        bool plain = e.payer == e.deal.requester && e.state != State.Disputed;
        bytes memory call = plain
            ? abi.encodeCall(IEscrow.settle, (e.deal, delivery, signature))
            : abi.encodeCall(IEscrow.settleDisclosed, (e.deal, e.terms, e.grounds, delivery, signature));
        bool may = !e.over && delivery.cost <= e.deal.price;
        if (attempt("settle", e.deal.farmer, call, may)) end(e);
    }

    /// @dev The requester accepts by sending: what was submitted, or in Open at the price.
    function acceptDelivery(uint256 seed) external withDeals {
        Entry storage e = some(seed);
        Delivery memory delivery = e.state == State.Open ? Delivery(0, e.deal.price) : e.delivery;
        bytes memory call = abi.encodeCall(IEscrow.settleDisclosed, (e.deal, e.terms, e.grounds, delivery, ""));
        if (attempt("accept", e.deal.requester, call, !e.over)) end(e);
    }

    function dispute(uint256 seed, bool served) external withDeals {
        Entry storage e = some(seed);
        Dispute memory grounds = served
            ? Dispute(e.delivery.digest, e.delivery.cost, Complaint.WrongResult, bytes32(~seed), 1)
            : Dispute(e.delivery.digest, e.delivery.cost, Complaint.NotServed, 0, 0);
        bool may = live(e, State.Submitted) && onTime(e);
        bytes memory call = abi.encodeCall(IEscrow.dispute, (e.deal, e.terms, grounds));
        if (attempt("dispute", e.deal.requester, call, may)) {
            e.grounds = grounds;
            enter(e, State.Disputed);
        }
    }

    function draw(uint256 seed) external withDeals {
        Entry storage e = some(seed);
        bool may = live(e, State.Disputed) && onTime(e) && !e.drawn && e.terms.arbiter != address(0);
        bytes memory call = abi.encodeCall(IEscrow.draw, (e.deal, e.terms));
        if (attempt("draw", _arbiter, call, may)) e.drawn = true;
    }

    function rule(uint256 seed, uint8 verdict, bool flag) external withDeals {
        Entry storage e = some(seed);
        bytes32 digest = flag ? e.grounds.claimedDigest : bytes32(uint256(1));
        Ruling memory ruling = Ruling(Verdict(1 + verdict % 3), flag, digest, 1);
        bool may = live(e, State.Disputed) && onTime(e) && e.terms.arbiter != address(0);
        bytes memory call = abi.encodeCall(IEscrow.rule, (e.deal, e.terms, e.grounds, ruling));
        if (attempt("rule", _arbiter, call, may)) end(e);
    }

    function expire(uint256 seed) external withDeals {
        Entry storage e = some(seed);
        bool may = live(e, State.Open) && !onTime(e);
        if (attempt("expire", address(this), abi.encodeCall(IEscrow.expire, (e.deal, e.terms)), may)) end(e);
    }

    function claim(uint256 seed) external withDeals {
        Entry storage e = some(seed);
        bool may = live(e, State.Submitted) && !onTime(e);
        bytes memory call = abi.encodeCall(IEscrow.claim, (e.deal, e.terms, e.delivery));
        if (attempt("claim", address(this), call, may)) end(e);
    }

    function lapse(uint256 seed) external withDeals {
        Entry storage e = some(seed);
        bool may = live(e, State.Disputed) && !onTime(e);
        bytes memory call = abi.encodeCall(IEscrow.lapse, (e.deal, e.terms, e.grounds));
        if (attempt("lapse", address(this), call, may)) end(e);
    }

    /// @dev Invariant 5: after the last deadline a stranger empties every state, without anybody's help.
    function exitAll() external {
        checkAll();
        vm.warp(block.timestamp + 100_000);
        while (_live.length != 0) {
            Entry storage e = _entries[_live[0]];
            bytes memory call;
            if (e.state == State.Open) call = abi.encodeCall(IEscrow.expire, (e.deal, e.terms));
            if (e.state == State.Submitted) call = abi.encodeCall(IEscrow.claim, (e.deal, e.terms, e.delivery));
            if (e.state == State.Disputed) call = abi.encodeCall(IEscrow.lapse, (e.deal, e.terms, e.grounds));
            attempt("exit", address(0x57A6), call, true);
            end(e);
        }
        for (uint256 i = 0; i <= ACTORS; ++i) {
            address account = accountAt(i);
            attempt("empty", account, abi.encodeCall(ILedger.withdraw, (address(this), booked[account])), true);
        }
        checkAll();
        equal(locked, 0, "nothing stays locked");
        equal(_money.balanceOf(address(_parley)), burned + donated, "only ashes and gifts stay");
    }

    // --- the book ---

    function live(Entry storage e, State state) private view returns (bool) {
        return !e.over && e.state == state;
    }

    /// @dev The table of windows, written a second time.
    function onTime(Entry storage e) private view returns (bool) {
        if (e.state == State.Open) return block.timestamp <= e.terms.submitBy;
        if (e.state == State.Submitted) return block.timestamp <= e.since + e.terms.acceptWindow;
        return block.timestamp <= e.since + e.terms.judgeWindow;
    }

    function enter(Entry storage e, State state) private {
        e.state = state;
        e.since = block.timestamp;
    }

    function attempt(string memory what, address sender, bytes memory call, bool may) private returns (bool ok) {
        vm.recordLogs();
        vm.prank(sender);
        (ok,) = address(_parley).call(call);
        if (ok) {
            Vm.Log[] memory logs = vm.getRecordedLogs();
            for (uint256 i = 0; i < logs.length; ++i) {
                if (logs[i].emitter == address(_parley)) book(logs[i]);
            }
            done[what] += 1;
        }
        _changed = ok;
        if (ok != may) surprises.push(string.concat(what, ok ? " worked" : " failed"));
    }

    /// @dev Reverts, which fails the run, if more is taken than there is; the invariants see what stays behind.
    function book(Vm.Log memory log) private {
        bytes32 kind = log.topics[0];
        bytes32 id = log.topics[1];
        if (kind == ILedger.Deposited.selector) {
            booked[address(uint160(uint256(id)))] += abi.decode(log.data, (uint256));
        } else if (kind == ILedger.Withdrawn.selector) {
            booked[address(uint160(uint256(id)))] -= abi.decode(log.data, (uint256));
        } else if (kind == IEscrow.Opened.selector) {
            (uint256 price, uint256 collateral, uint256 bond) = abi.decode(log.data, (uint96, uint96, uint96));
            booked[entryOf(id).payer] -= price + collateral;
            booked[address(uint160(uint256(log.topics[3])))] -= bond;
            locked += price + collateral + bond;
        } else if (kind == IEscrow.Accepted.selector) {
            (, uint96 cost) = abi.decode(log.data, (bytes32, uint96));
            Deal storage d = entryOf(id).deal;
            booked[entryOf(id).payer] += uint256(d.price) - cost + d.deposit;
            booked[d.farmer] += uint256(cost) + d.bond;
            locked -= uint256(d.price) + d.deposit + d.bond;
        } else if (kind == IEscrow.Closed.selector) {
            bookClosed(id, log.data);
        }
    }

    function entryOf(bytes32 id) private view returns (Entry storage) {
        return _entries[_indexOf[id] - 1];
    }

    function bookClosed(bytes32 id, bytes memory data) private {
        (Outcome outcome, Payout memory p) = abi.decode(data, (Outcome, Payout));
        Entry storage e = entryOf(id);
        booked[e.payer] += p.refundedPayer + p.paidPayer;
        booked[e.deal.farmer] += p.refundedFarmer + p.paidFarmer;
        if (p.paidArbiter != 0) booked[e.terms.arbiter] += p.paidArbiter;
        burned += p.burned;
        locked -= p.refundedPayer + p.paidPayer + p.refundedFarmer + p.paidFarmer + p.paidArbiter + p.burned;
        checkOutcome(e, outcome, p);
    }

    /// @dev Invariants 9 to 11.
    function checkOutcome(Entry storage e, Outcome outcome, Payout memory p) private {
        bool slashing = outcome == Outcome.NoShow || outcome == Outcome.Wrong || outcome == Outcome.WrongClaim;
        bool signed = outcome == Outcome.Divided;
        bool judged = uint8(outcome) >= uint8(Outcome.Correct) && uint8(outcome) <= uint8(Outcome.Undetermined);
        uint256 fee = e.terms.mediationFee;
        if (!signed && p.paidFarmer > uint256(e.deal.price) + e.terms.latePenalty) surprises.push("farmer overpaid");
        if (!slashing && !signed && p.refundedFarmer + fee < e.deal.bond) surprises.push("slashed without cause");
        if (judged && p.paidArbiter != fee) surprises.push("the arbiter's income is not M");
        if (!judged && p.paidArbiter != (e.drawn && outcome != Outcome.Unjudged ? fee : 0)) {
            surprises.push("the arbiter was paid for nothing");
        }
    }

    // --- the invariants ---

    /// @notice After each move. One that the contract refused has changed nothing there, and time changes nothing: then nothing is
    /// asked again. A deal that is over is asked after a move of its own and at the end of the run. Nothing escapes by that:
    /// were it live again by another's move, only a move of its own could end it, and that it worked is a surprise.
    function check() external view {
        checkSurprises();
        if (!_changed) return;
        checkBalances();
        if (_entries.length != 0) checkState(_entries[_touched]);
        for (uint256 i = 0; i < _live.length; ++i) {
            checkState(_entries[_live[i]]);
        }
    }

    function checkAll() private view {
        checkSurprises();
        checkBalances();
        for (uint256 i = 0; i < _entries.length; ++i) {
            checkState(_entries[i]);
        }
    }

    // 1 to 4, and C50: what is held is free, locked, burned or donated; the events tell all of it, account by account.
    function checkBalances() private view {
        uint256 free;
        for (uint256 i = 0; i <= ACTORS; ++i) {
            uint256 own = _parley.accountOf(accountAt(i)).free;
            equal(own, booked[accountAt(i)], "free, by the events");
            free += own;
        }
        uint256 sum;
        for (uint256 i = 0; i < _live.length; ++i) {
            Deal storage d = _entries[_live[i]].deal;
            sum += uint256(d.price) + d.deposit + d.bond;
        }
        equal(_parley.burned(), burned, "burned, by the events");
        equal(locked, sum, "each lock has one live deal");
        uint256 held = _money.balanceOf(address(_parley));
        equal(held, free + locked + burned + donated, "held = free + locked + burned + donated");
    }

    // 6 and 8 to 11: what the windows allow works, and nothing else does.
    function checkSurprises() private view {
        if (surprises.length != 0) vm.assertEq(surprises.length, 0, surprises[0]);
    }

    function checkState(Entry storage e) private view {
        State state = _parley.progressOf(e.id).state;
        bool agrees = e.over ? state == State.Closed || state == State.Unopened : state == e.state;
        if (!agrees) vm.assertTrue(false, "the contract and the book agree on every state");
    }

    function accountAt(uint256 i) private view returns (address) {
        return i == ACTORS ? _arbiter : _actors[i];
    }

    /// @dev The cheat code only where it fails: it is a call.
    function equal(uint256 left, uint256 right, string memory what) private pure {
        if (left != right) vm.assertEq(left, right, what);
    }
}
