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

	late = "        if (block.timestamp > _deadline(progress, terms)) revert EscrowTooLate(id);\n"
	far  = "type(uint40).max"
)

// All are the slashes, what keeps Undetermined from being bought, the deadlines that end something, and those that something waits for.
//
// Not among them: what keeps a draw from being ground (blocks, not seconds) and what keeps commitments from being reorganized away
// (finality), since nothing is ground or reorganized in the game; and the last second of a ruling and of an appeal, which an honest
// party loses nothing by: past judgeBy anybody can end the deal, and who appeals pays.
var All = []Removed{
	{"slash: no-show (row 2)", payouts, "            p.refundedFarmer -= s.noShowPenalty;\n            p.paidPayer = s.noShowPenalty;\n", ""},
	{"slash: silence (row 5)", payouts, "            p.refundedPayer -= s.latePenalty;\n            p.paidFarmer += s.latePenalty;\n", ""},
	{"slash: wrong (row 7)", payouts, "            p = _slashed(s); // row 7\n            p.paidPayer = p.burned / 2; // A\n            p.burned -= p.paidPayer;\n            return p;\n",
		"            return _paid(s, 0, 0, s.fee);\n"},
	{"slash: wrong claim (row 7b)", payouts, "            return _slashed(s); // row 7b\n", "            return _paid(s, 0, 0, s.fee);\n"},
	{"slash: what row 7 burns", payouts, "p.paidPayer = p.burned / 2; // A", "p.paidPayer = p.burned;"},
	{"slash: the fee of who lost (row 6)", payouts, "return _paid(s, s.cost, s.fee, 0); // row 6", "return _paid(s, s.cost, 0, 0);"},
	{"slash: the fee of who did not serve (row 8)", payouts, "return _paid(s, s.cost, 0, s.fee); // row 8", "return _paid(s, s.cost, 0, 0);"},
	{"slash: a silent member", reckonings, "k.slashed[i] = !s.revealed || (overturned != 0 && s.word == overturned);", "k.slashed[i] = overturned != 0 && s.word == overturned;"},
	{"slash: an overturned majority", reckonings, "k.slashed[i] = !s.revealed || (overturned != 0 && s.word == overturned);", "k.slashed[i] = !s.revealed;"},
	{"slash: a lost appeal", panelFile, "            if (k.lost[round]) {", "            if (false) {"},

	{"another seat for one that cannot tell", panelFile, "Rounds.hung(_rules, c, _members.length)) _pass(id, c);", "false) _pass(id, c);"},

	{"deadline: openBy", escrow, "        if (block.timestamp > deal.openBy) return EscrowTooLate.selector;\n", ""},
	{"deadline: startBy", escrow, "block.timestamp > terms.startBy || ", ""},
	{"deadline: submitBy, to submit", escrow, "        if (msg.sender != deal.farmer) revert EscrowNotFarmer(id);\n" + late, "        if (msg.sender != deal.farmer) revert EscrowNotFarmer(id);\n"},
	{"deadline: acceptBy, to dispute", escrow, "        if (msg.sender != deal.requester) revert EscrowNotRequester(id);\n" + late, "        if (msg.sender != deal.requester) revert EscrowNotRequester(id);\n"},
	{"deadline: submitBy never comes", dealsFile, "return _max(terms.submitBy, uint256(progress.since) + _minimumWindow);", "return " + far + ";"},
	{"deadline: acceptBy never comes", dealsFile, "return progress.since + _max(terms.acceptWindow, _minimumWindow);", "return " + far + ";"},
	{"deadline: judgeBy never comes", dealsFile, "return progress.since + _max(terms.judgeWindow, _minimumWindow);", "return " + far + ";"},
	{"deadline: no result, said at once", escrow, "_overdue(id, State.Open, terms)", "_in(id, State.Open)"},
	{"deadline: silence, said at once", escrow, "_overdue(id, State.Submitted, terms)", "_in(id, State.Submitted)"},
	{"deadline: nobody ruled, said at once", escrow, "_overdue(id, State.Disputed, terms)", "_in(id, State.Disputed)"},
	{"deadline: to commit", panelFile, "        _at(id, c, Stage.Committing);\n", ""},
	{"deadline: to reveal", panelFile, "        _at(id, c, Stage.Revealing);\n", ""},
	{"deadline: concluded before it can be appealed against", panelFile, "        _at(id, c, Stage.Concludable);\n", ""},
	{"deadline: to commit, never comes", rounds, "return drawnAt + r.commitWindow;", "return " + far + ";"},
	{"deadline: to reveal, never comes", rounds, "return drawnAt + voting(r);", "return " + far + ";"},
	{"deadline: to appeal, none", rounds, "return by + r.appealWindow < last ? by + r.appealWindow : last;", "return by;"},
}
