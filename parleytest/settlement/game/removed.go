package game

import "github.com/parley-p2p/parley/parleytest/settlement/solidity"

// Removed is a slash or a deadline that is taken out of the contracts. Honest play does not survive that.
type Removed struct {
	Name           string
	file, old, new string
}

// Without is the tree without it, and the contract that has changed.
func (r Removed) Without(t *solidity.Tree) (*solidity.Tree, string, error) {
	changed, err := t.Replace(r.file, r.old, r.new)
	return changed, solidity.Contract(r.file), err
}

const (
	payouts    = "src/Payouts.sol"
	escrow     = "src/Escrow.sol"
	dealsFile  = "src/Deals.sol"
	panelFile  = "src/Panel.sol"
	rounds     = "src/Rounds.sol"
	reckonings = "src/Reckonings.sol"
	stakeFile  = "src/Stake.sol"

	late = "        if (block.timestamp > _deadline(progress, terms)) revert EscrowTooLate(id);\n"
	far  = "type(uint40).max"

	early = "        if (block.timestamp < p.leaveFrom) revert StakeTooEarly(msg.sender, arbiter, p.leaveFrom);\n"
)

// All are the slashes, what keeps Undetermined from being bought, the deadlines that end something, and those that something waits for;
// but for what is Kept.
var All = []Removed{
	{"slash: no-show (row 2)", payouts, "            p.refundedFarmer -= s.noShowPenalty;\n            p.paidPayer = s.noShowPenalty;\n", ""},
	{"slash: silence (row 5)", payouts, "            p.refundedPayer -= s.latePenalty;\n            p.paidFarmer += s.latePenalty;\n", ""},
	{"slash: wrong (row 7)", payouts, "            p = _slashed(s); // row 7\n            p.paidPayer = p.burned / 2; // A\n            p.burned -= p.paidPayer;\n            return p;\n",
		"            return _paid(s, 0, 0, s.fee);\n"},
	{"slash: wrong claim (row 7b)", payouts, "            return _slashed(s); // row 7b\n", "            return _paid(s, 0, 0, s.fee);\n"},
	{"slash: what row 7 burns", payouts, "p.paidPayer = p.burned / 2; // A", "p.paidPayer = p.burned;"},
	{"slash: the fee of who lost (row 6)", payouts, "return _paid(s, s.cost, s.fee, 0); // row 6", "return _paid(s, s.cost, 0, 0);"},
	{"slash: the fee of who did not serve (row 8)", payouts, "return _paid(s, s.cost, 0, s.fee); // row 8", "return _paid(s, s.cost, 0, 0);"},
	{"slash: the fee by halves (row 8b)", payouts, "return _paid(s, s.cost, s.fee - s.fee / 2, s.fee / 2); // row 8b", "return _paid(s, s.cost, 0, 0);"},
	{"slash: the fee by halves (row 9)", payouts, "return _paid(s, s.cost / 2, s.fee - s.fee / 2, s.fee / 2);", "return _paid(s, s.cost / 2, 0, 0);"},
	{"slash: a silent member", reckonings, "k.slashed[i] = !s.revealed || (overturned != 0 && s.word == overturned);", "k.slashed[i] = overturned != 0 && s.word == overturned;"},
	{"slash: an overturned majority", reckonings, "k.slashed[i] = !s.revealed || (overturned != 0 && s.word == overturned);", "k.slashed[i] = !s.revealed;"},
	{"slash: a silent member of a round that is replaced", panelFile, "bool silent = !seats[i].committed;", "bool silent = false;"},
	{"slash: a lost appeal", panelFile, "            if (k.lost[round]) {", "            if (false) {"},
	{"slash: an appeal ends with the deal", rounds, "if (closed && (c.rounds == 0 || !voted(r, c.drawnAt[0], c.closedAt))) return", "if (closed) return"},
	{"slash: nothing is held of who appeals", panelFile, "        if (!_stake.hold(msg.sender, bond)) revert PanelBond(id, bond);\n", ""},
	{"slash: nothing is held of who is drawn", panelFile, "if (_stake.hold(candidates[best], amount)) drawn[taken++] = candidates[best];", "drawn[taken++] = candidates[best];"},
	{"slash: the stake that is slashed is given back", stakeFile, "        _pots[msg.sender] += amount;\n", "        _pots[msg.sender] += amount;\n        _credit(account, msg.sender, amount);\n"},

	{"another seat for one that cannot tell", panelFile, "Rounds.hung(_rules, c, _length)) _pass(id, c);", "false) _pass(id, c);"},

	{"deadline: openBy", escrow, "        if (block.timestamp > deal.openBy) return EscrowTooLate.selector;\n", ""},
	{"deadline: startBy", escrow, "block.timestamp > terms.startBy || ", ""},
	{"deadline: submitBy, to decline", escrow, " || block.timestamp > _deadline(progress, terms)) revert EscrowTooLate(id);\n        if (!Signatures.by(deal.farmer", ") revert EscrowTooLate(id);\n        if (!Signatures.by(deal.farmer"},
	{"deadline: submitBy, to submit", escrow, "        if (msg.sender != deal.farmer) revert EscrowNotFarmer(id);\n" + late, "        if (msg.sender != deal.farmer) revert EscrowNotFarmer(id);\n"},
	{"deadline: acceptBy, to dispute", escrow, "        if (msg.sender != deal.requester) revert EscrowNotRequester(id);\n" + late, "        if (msg.sender != deal.requester) revert EscrowNotRequester(id);\n"},
	{"deadline: submitBy never comes", dealsFile, "return _max(terms.submitBy, uint256(progress.since) + _minimumWindow);", "return " + far + ";"},
	{"deadline: acceptBy never comes", dealsFile, "return progress.since + _max(terms.acceptWindow, _minimumWindow);", "return " + far + ";"},
	{"deadline: judgeBy never comes", dealsFile, "return progress.since + _max(terms.judgeWindow, _minimumWindow);", "return " + far + ";"},
	{"deadline: no result, said at once", escrow, "_overdue(id, State.Open, terms)", "_in(id, State.Open)"},
	{"deadline: silence, said at once", escrow, "_overdue(id, State.Submitted, terms)", "_in(id, State.Submitted)"},
	{"deadline: nobody ruled, said at once", escrow, "_overdue(id, State.Disputed, terms)", "_in(id, State.Disputed)"},
	{"deadline: judgeBy, to rule", escrow, "        if (msg.sender != _arbiter(deal, terms, progress)) revert EscrowNotArbiter(id);\n" + late, "        if (msg.sender != _arbiter(deal, terms, progress)) revert EscrowNotArbiter(id);\n"},
	{"deadline: the shortest time to submit", dealsFile, "return _max(terms.submitBy, uint256(progress.since) + _minimumWindow);", "return terms.submitBy;"},
	{"deadline: the shortest time to accept", dealsFile, "return progress.since + _max(terms.acceptWindow, _minimumWindow);", "return uint256(progress.since) + terms.acceptWindow;"},
	{"deadline: to draw", panelFile, "        if (!Rounds.drawable(r, c)) revert PanelTooLate(id);\n", ""},
	{"deadline: to draw an appeal", rounds, "            if (drawn(c) && !drawable(r, c)) return _end(c, closed);\n", ""},
	{"deadline: to commit", panelFile, "        _at(id, c, Stage.Committing);\n", ""},
	{"deadline: to reveal", panelFile, "        _at(id, c, Stage.Revealing);\n", ""},
	{"deadline: concluded before it can be appealed against", panelFile, "        _at(id, c, Stage.Concludable);\n", ""},
	{"deadline: to commit, never comes", rounds, "return drawnAt + r.commitWindow;", "return " + far + ";"},
	{"deadline: to reveal, never comes", rounds, "return drawnAt + voting(r);", "return " + far + ";"},
	{"deadline: to appeal, none", rounds, "return by + r.appealWindow < last ? by + r.appealWindow : last;", "return by;"},
	{"deadline: to appeal", panelFile, "        _at(id, c, Stage.Appealable);\n", ""},
	{"deadline: to appeal, never comes", rounds, "return by + r.appealWindow < last ? by + r.appealWindow : last;", "return " + far + ";"},
	{"deadline: to take stake out", stakeFile, early, ""},
	{"deadline: to take stake out, come at once", stakeFile, "p.leaveFrom = uint40(block.timestamp + _unbonding);", "p.leaveFrom = uint40(block.timestamp);"},
	{"deadline: to take stake out that was not announced", stakeFile, "        uint256 may = p.leaving < p.free ? p.leaving : p.free;\n        if (may < amount) revert StakeInsufficient(msg.sender, arbiter, may, amount);\n" +
		early + "        p.leaving -= uint112(amount);\n", early},
}

// Unmissed is a deadline, or what is like one, that no play misses, and why none can.
type Unmissed struct{ Name, Why string }

// Kept are all that there are.
var Kept = []Unmissed{
	{"the blocks from a dispute to its draw, and the time from the last commitment to the first reveal", "nothing is ground or reorganized in the game: who can do that has blocks, and is no role (I10; SECURITY.md, reorganized)"},
	{"that an appeal's window ends while it can still be drawn and voted on", "who appeals later pays gas for nothing: what was found stands as soon as no round could end any more, and the bond comes back"},
	{"that others are drawn in place of a round that cannot tell only while they can vote", "the deal ends in row 9 as soon as no round could end any more, with them or without"},
	{"the shortest time to judge", "no panel ends a case in the shortest time of any deal: row 9b with it and without"},
	{"that stake does not count in the second from which it may leave", "it can be seen to leave before anybody signs, and where it has left no round is drawn: what was found before stands, as where an appeal is refused"},
}
