// Package game plays a deal against itself, on the real contracts: whether honest play is the best reply, and whether who is honest
// loses more than gas and the fee that was stated beforehand.
//
// What can be done in which state of the contracts is a table ([turns]). A play asks each role in turn for a move, and makes it on a
// [settlement.Machine]; deadlines are the contracts' own. [Check] plays for each role all its pure strategies, against others who
// are honest but for a few lies (a world), and compares the payoffs. Beside it stand what one role alone cannot show: a member that guesses,
// roles that collude, and the inequalities of docs/SETTLEMENT.md ([Inequalities]).
package game
