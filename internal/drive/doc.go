// Package drive is what the farmer's and the requester's engines share: one session of package protocol, its journal and
// whatever stream reaches the other side at the moment.
//
// The rule is: seal, judge, journal, sync, send. From the Agreement on every envelope is on disk before it leaves, in one
// commit with the envelope that it answers; before that nobody is bound and nothing is written. What is
// sent again is what was journaled. A session outlives its streams: a new one begins with each side saying how far it
// is, and nothing new is said before both are equal.
package drive
