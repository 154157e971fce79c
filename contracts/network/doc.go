// Package network founds a network of one's own: a token with permit, the contract Parley that holds it, and a panel that judges.
package network
