// Package disclosure gives the keys of encrypted inputs to those who may have them, and to nobody else.
//
// A job says which key its inputs are encrypted with by a commitment alone (package compute/cipher). Its requester keeps the key in a
// [Ring]. Who was hired asks for it with [Hired] once the deal is open, and keeps it too; who is drawn to judge a dispute about the work
// asks both parties with a [Juror]. A [Keeper] answers: to the farmer of a session when both have signed and the money is
// locked, with as many blocks on it as the requester waits for, and to a member of the panel that the deal names, for as long as its round is to commit, if its account signs that
// it is this peer that asks. So a requester that disputes and withholds the key gains nothing: the farmer can give it as well.
//
// A [Request] and its [Answer] are JSON objects, one of each on a stream between two peers whose keys the transport has proved and
// whose bytes it encrypts: [Protocol] over libp2p. A key that is answered is compared with the commitment before it is used.
package disclosure
