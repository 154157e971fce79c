// Package eip712 hashes and signs what the contract Parley judges by: deals, acceptances, and the other consents of
// contracts/foundry/src/IParley.sol.
//
// A digest is keccak256("\x19\x01" || domain separator || struct hash), as EIP-712 says, so that every signature is bound
// to one contract on one chain. The id of a deal is its digest. Every structure here is static: its encoding is its
// fields in order, 32 bytes each.
//
// Signatures are 65 bytes, r || s || v, with low s and v 27 or 28; the contract refuses any other.
package eip712
