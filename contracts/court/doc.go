// Package court is a panel of mediators as packages deals and mediator want it: it says what the panel takes, and is the
// contract for one of its members.
package court
