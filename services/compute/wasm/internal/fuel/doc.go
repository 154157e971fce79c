// Package fuel makes WebAssembly modules count what they do, so that a run costs and does the same on every machine, whatever
// compiles or interprets it, and ends at its limit. [Instrument] rewrites a module; [Begin] gives its instance a limit and
// [Meter.Used] says what was used. Nothing else is needed of an engine but that it runs WebAssembly right.
//
// # What is counted
//
// What follows is a part of the protocol, named by [Version]: two who count differently do not agree on a price.
//
// Every instruction has a cost, which is 1 but for those in the table costs in cost.go. A segment is a run of instructions
// that is entered only at its beginning and, but for traps and calls that do not return, left only at its end. One begins
//
//   - where a function begins, after a loop instruction, after an if and after its else;
//   - after a br_if, a call and a call_indirect, and after an instruction that is charged by size;
//   - after the end of an if, and after the end of a block or an else that something branches to.
//
// Instructions that cannot be reached, as validation has it, belong to none. A segment is charged with the costs of all
// its instructions when it is entered, however it is left. So the fuel of a run is the sum of the costs of what was done,
// and of what a trap or an exit left undone of the segments that were begun. Beside it are charged
//
//   - for entering a function: 4, and 1 for each of its parameters, with its first segment;
//   - for calling what the module imports: 1,000, with the call; and before it, for what the table hosts in host.go names,
//     half a unit for each byte of its buffer or path, 24 units for each subscription, 8 for each number below that of a
//     renumbered descriptor; for its vectors, if they are all within
//     memory, 4 units for each and half a unit for each byte of its buffer, their number taken modulo 2^29, as what they take up is
//     modulo 2^32. Where fd_read or fd_pread comes to a buffer, not empty, that overlaps the vectors, it is charged, nothing after it is,
//     and the call ends with EFAULT: what is read would change what the vectors after it say once they are charged;
//   - before memory.init, memory.copy and memory.fill: half a unit a byte;
//   - before table.init, table.copy, table.fill and table.grow: 4 units an entry;
//   - after a memory.grow that did grow: 65,536 units a page, one for each byte;
//   - before anything runs: as much for each page of memory and for each entry of a table that the module begins with, and
//     for each byte and each entry in active segments, as above.
//
// What comes in halves is rounded up each time. An instruction on a range is charged for its length even if it traps.
//
// # The stack
//
// A run has a stack of 2^20 slots. A function in whose code is a call of one of the module's own, or a call_indirect, takes
// from its entry to its end 16 slots, 1 for each of its parameters and locals, and 1 for each whole 32 bytes of its encoded
// body. Others take none. A function that is entered and finds too little traps there, when its first segment is charged: so
// the stack is exhausted at the same call, and with the same fuel, everywhere. Nothing is charged for this.
//
// An engine needs room for as much. One whose own stack is exhausted sooner, as wazero's can be by a module made for it, has
// come to the end of its means and not of the run, and what it says proves nothing about another.
//
// # NaNs
//
// WebAssembly leaves the sign and the payload of a NaN that arithmetic makes to the processor, and amd64 and arm64 differ in
// both. So what an instruction of floating point gives, one that computes and does not only move bits or change a sign, is
// compared with itself, and if it differs replaced by the canonical NaN with the sign 0, which WebAssembly allows. Where what
// takes it computes or compares again, nothing is done, since that does the same for every NaN. Nothing is charged for this.
//
// # The limit
//
// The counter is compared with the limit wherever a function or a loop is entered, and where a range or memory is charged.
// A run is out of fuel if it has used more than its limit, at one of these places, where it is stopped, or at its end.
// Between two of them it can use no more than what one function has in it. It pays for its limit and not for more.
//
// # Why a module cannot escape it
//
// The counter and the stack are globals that come after all others of the module, so no number changes its meaning. Whatever the module
// names of what there is more of in the instrumented module (types, functions, globals, locals, exports) is checked to be
// its own: an instruction that names the counter is refused as one that names nothing. Code is added only as whole
// sequences that leave the stack as it was, so it makes nothing valid that was not. The start section becomes an export
// that [Meter.Start] calls, as nothing may run before there is a limit. What is imported may only be called, as what a call
// costs is known where it is. Of the custom sections, which can mean nothing to
// a run, names are kept.
//
// [InstrumentCalling] adds a table, which comes after all others of the module as well, and so cannot be named by it either.
//
// A function holds the counter in a local of its own as well, which saves loops the load: every charge is to both, and
// what follows a call takes it from the global again. What is left of the stack is in a local of every function that calls: it
// is compared together with the counter, and handed on by a store before a call, after which there is nothing to undo.
package fuel
