// Package evidence makes and checks the deal file: one file that proves who agreed to what and did what.
//
// It is a CARv1. The root is a manifest in JSON, which names the farmer's key, the envelopes of the transcript in order
// and the content that comes with them; then come the envelopes, one block each, byte for byte as they were signed; then
// the blocks of the content, each tree depth first. Nothing else is in it, no block twice, and writing it again gives the
// same bytes: a flip, a cut or an extension anywhere is found, and named.
//
// [Read] replays the transcript with the code that judged it the first time, so what it returns is what both sides
// signed. What only a chain can confirm, that a deal was opened and who was paid, is not in the file.
package evidence
