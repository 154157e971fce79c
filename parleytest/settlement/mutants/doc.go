// Package mutants makes small mistakes in the contracts, one at a time, and sees who notices: the same random moves for the document
// and for the contract ([settlement.Duel]), then the game ([game.Finds]), then the contracts' own tests (forge).
//
// What nobody notices is a survivor. Those that make no difference are listed with their reasons in survivors.txt.
package mutants
