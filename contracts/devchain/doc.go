// Package devchain runs an Ethereum chain inside this process, for `parley dev`, the demo and the tests.
//
// It is go-ethereum's own node, pool, EVM and JSON-RPC server, listening on loopback only, with play money and no
// peers. What differs from a public chain is who seals blocks and when:
//
//   - A block is sealed as soon as a transaction waits that a miner would take. Transactions that arrive while one block
//     is being sealed share the next.
//   - An idle chain seals an empty block every Config.Heartbeat, so that chain time moves and deadlines that passed
//     can be acted upon.
//   - Block times follow the wall clock. Ethereum wants each block at least one second after its parent, so that a
//     burst of blocks runs ahead of the clock; it is let to do so by Config.MaxLead, then waits for the clock to catch
//     up. A deadline in chain time is therefore never early by more than MaxLead. After the machine slept, the next
//     block has the time at which it woke up. A clock that was set back by more than MaxLead stops the chain until it
//     has caught up, or until the chain is started again, which then goes on from its last block.
//
// A chain with a data directory keeps every block that anyone saw, also when the process or the machine dies: the hash
// scheme without pruning writes each state, and both are synced to disk before the block becomes the head. What had not
// been sealed is lost, as it is when any node restarts; package transactions sends it again.
//
// The rules are those of Osaka, or of Amsterdam where Config.Amsterdam is set: never go-ethereum's own development
// genesis, whose forks exist together on no real chain and which prices gas wrongly.
//
// Advance, Hold, DropPending and Reorg make happen what otherwise takes days or bad luck. They are for tests and
// demonstrations, and reachable from another process only where Config.Controls is set.
package devchain
