// Package depot has places beside a Bacalhau cluster from which its nodes fetch what is too large for a job: a [Bucket] of S3, and
// an [IPFS] node. Both are bacalhau.Depots. Whoever may write to one of them could change what a job runs, but for IPFS, where what
// is fetched is named by its hash.
package depot
