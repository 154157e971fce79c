// Package quorum asks several endpoints of one chain and believes what a majority of them says.
//
// Voters stand where one endpoint would: they are the transport of a transactions.Client, so that whoever asks the chain asks
// them without knowing. Of two both must agree, of three two.
//
//   - A head is the highest block that a majority names by the same hash. Who lags behind is no liar, and who has another hash
//     is none either while the difference is as deep as a reorganization goes (Config.Fork): then the head is the last block in
//     common. Beyond that depth it is told, and left out until it has the others' blocks again.
//   - What is asked of the newest block, or of one by its number, is asked of that block by its hash, of those that have it. What is asked of
//     no block, as a receipt or the logs of a range, counts from whoever has the head before and after it answers. A majority
//     must give the same answer; that there is nothing is an answer like another. A block, a receipt or a log is compared by what a
//     chain says of it, not by what a kind of node adds, and only that is passed on.
//   - Without a majority there is an error that names who said what (transactions.ErrDisagree), and no choice.
//   - A transaction goes to all of them, and one that takes it is enough. A price is the median, of two the higher and at most twice the
//     lower; the gas of a call is the median, of two the higher; the nonces that wait in a pool are as many as a majority has.
//   - Who does not answer in time is left out, and asked again after a pause that grows. While a majority of all that are
//     configured answers, nobody waits for the rest; else the error names who is away.
//
// All must be of one chain: its id and its first block are compared before the first question, and again with each that comes back.
package quorum
