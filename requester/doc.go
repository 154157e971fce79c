// Package requester hires farmers.
//
// [Requester] is policy: what to agree to, how to fund it, whether a result is good. [Client] is the engine: it asks
// farmers as they are found, has a matcher choose among their quotes, hires as many as are wanted, keeps others in
// reserve and replaces who fails, stalls or vanishes. [Client.Run] owns every session, and takes up those that bind
// when it starts; [Client.Hire] yields how each hire ended.
//
// What is signed stays signed. Breaking off a Hire, a farmer that goes away, an unsigned refusal: none of them undoes an
// agreement; time does, a Reject, or [Client.Cancel] with the farmer's answer to it.
package requester
