// Package bindings holds the contracts Parley and PlayMoney as Go sees them: ABI, creation bytecode and the pure
// pack and unpack functions that abigen v2 makes of them. Nothing here is written by hand but this comment;
// contracts/foundry/generate.sh writes it all, byte for byte the same from the same sources, so that go test needs
// neither node nor forge.
//
// The PackX functions panic on arguments that cannot be encoded (an amount above 96 bits, say): check first, or use
// TryPackX. UnpackError wants at least four bytes: check first.
package bindings
