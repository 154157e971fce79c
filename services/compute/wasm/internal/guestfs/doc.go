// Package guestfs is the file tree that a guest sees: inputs, read-only, from directories of the host, and outputs, kept
// in memory under a quota.
//
//	/inputs     what the job named; every path is resolved by os.Root, so nothing outside is reached through a link
//	/outputs    empty at first, collected at the end
//	/tmp        empty at first, thrown away; under the same quota
//
// There are no links in it: a guest can make none, read none, and follow only those inside an input that stay inside.
// Times, inode numbers, permissions and the order of entries do not depend on the host. A tree serves one guest, which
// has one thread: it is not safe for concurrent use.
package guestfs
