// Package arbiters holds the contracts Stake, Panel and Optimistic as Go sees them: ABI, creation bytecode and the pure pack and
// unpack functions that abigen v2 makes of them. As package bindings, with which nothing is shared but the manner.
package arbiters
