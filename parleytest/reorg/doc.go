// Package reorg has the chain change its mind: at every step of a deal that the escrow knows, and of a case that panel and stake do,
// right after it and in the midst of its confirmation, the newest blocks are replaced by others (THREATS 4 and figure I; DESIGN 4.5).
//
// Both parties are the product's own: deals.Fund and Guard with their Reconcilers and journals on disk, contracts/party over
// JSON-RPC with a transactions.Manager and its store on disk. What was in the blocks comes back in later ones, is forgotten by
// the pool too, or is displaced by the other side's competing transaction. Nobody may have acted by then on what did not stand
// at its depth; afterwards what was lost has been sent again and had one effect, money equals the chain, nothing is locked, and
// every record of the journals and of the transaction stores says what the chain says.
//
// Where a panel judges, its members are the product's mediators, with journals on disk, but for the sandbox that they would run the work in. Who
// sits in the end has committed and revealed, has shown nothing before the end of the commitments stood at its depth, is paid and not
// slashed, and takes out all that it has staked.
//
// Beyond the depth that the parties wait for, they may have acted on what is gone. Then a deal ends as it would have, or as
// if it had never been: its money is free again, nobody is paid twice, and every record is closed.
//
// The chain is [Dev] in this process, [Anvil] or [Geth]: make reorg has all of it on all of them.
package reorg
