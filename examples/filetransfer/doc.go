// Package filetransfer sells files by the chunk: a second service beside compute, on the same core, without a line of it
// changed.
//
// A file is cut into chunks, and its [Index] lists their CIDs: whoever has the index can tell a right chunk from a wrong one.
// A [Seller] claims one chunk after the other; a claimed chunk can be fetched, and the next one is not put out before this
// one was paid for, so that neither side can lose more than one chunk. A [Buyer] fetches a chunk by its CID, which is its
// hash, and pays by a voucher.
//
// What may be spent is on a [Ledger], which is a contract in earnest and a [Book] here. Before the seller quotes it looks
// there: that the requester bought the right to the file, that the job (named by the SOW's nonce) is the requester's own, and
// that its budget covers the price. Before the buyer asks it tops its job's budget up, by what is missing and no more.
package filetransfer
