// Package farmer serves work to requesters.
//
// The split is net/http's: [Farmer] is policy, what to quote, accept, do and confirm; [Server] is the engine, which owns
// the sessions, the journal and the order of things. A service author seldom writes a Farmer by hand: package services
// makes one from two typed methods. [Mux] serves several services under their names.
//
// The engine works only on evidence: without a settlement, that the requester holds the countersignature; with one, the
// Farmer that guards it says when the money is there. What was agreed survives a crash: the journal has it before the
// requester does, and a Server that starts again takes up every session that binds. A hook that fails, panics or answers
// what is not legal costs its own session and no other; the requester is told at once, and never why in words that were
// not meant for it. So does one that ends its goroutine, as runtime.Goexit and a test's FailNow do, and it is not called again in that session;
// where Peers does, or Notice as it hears of what a stream has brought, it costs the stream. What a hook starts in goroutines of its own is its
// own to guard.
package farmer
