// Package siege holds whole engines against a crowd that means them harm, over libp2p and TCP on this machine, and looks for
// what is left when it has gone. It has tests only.
package siege
