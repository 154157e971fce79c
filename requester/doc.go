// Package requester hires farmers.
//
// [Requester] is policy: what to agree to, how to fund it, whether a result is good. [Client] is the engine: it asks
// farmers as they are found, has a matcher choose among their quotes, hires as many as are wanted, keeps others in
// reserve and replaces who fails, stalls or vanishes. [Client.Run] owns every session, and takes up those that bind
// when it starts; [Client.Hire] yields how each hire ended.
//
// What is signed stays signed. Breaking off a Hire, a farmer that goes away, an unsigned refusal: none of them undoes an
// agreement; time does, a Reject, or [Client.Cancel] with the farmer's answer to it.
//
// A panic of a hook is an error of that hook, which is no *protocol.Error: it costs its own session and no other, the log has the stack, and
// the farmer is told no more than that something is wrong. That of a Matcher ends its Hire, that of a Finder the search. A hook
// that ends its goroutine, as runtime.Goexit and a test's FailNow do, is a [Halt], and so are Notice and Telemetry. What a hook starts in
// goroutines of its own is its own to guard.
package requester
