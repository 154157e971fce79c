// Package content holds what a deal is about, the module, the inputs and the result, as content-addressed blocks: a
// store on disk, UnixFS files and directories, CAR files, and the walk that fetches a tree from somebody else.
//
// It has no network of its own. Blocks come from a [Getter]; a [Store] is one, an [Archive] is one, and the bitswap
// adapter in transports/libp2p is one.
//
// # Every block is checked
//
// A CID says what the bytes are, so nothing here believes a source. [Store.GetBlock] hashes what it read from disk and
// answers damage with a [CorruptError] that names the block and the file; Fetch, Export, Open and the rest hash what
// any other Getter returned and answer a lie with [ErrMismatch]. No byte is handed on before its block was checked.
//
// # What is accepted
//
// SHA2-256, and the codecs raw and dag-pb: what IPFS makes of files and directories. CIDv0 can be read; everything made
// here is CIDv1. Identity CIDs, other hashes and other codecs are refused with [ErrUnsupported]. A block has at most
// [MaxBlockSize] bytes, which is also what bitswap carries. Everything else is bounded by [Limits].
//
// # The same CID as IPFS
//
// [AddPath] and [AddFS] give the root CID that Kubo (checked with 0.44) gives for
//
//	ipfs add -r --cid-version=1 --hidden DIR
//
// and [AddFile] the one of `ipfs add --cid-version=1 FILE`, both with Kubo's default configuration: SHA2-256, raw leaves,
// chunks of 262,144 bytes, a balanced tree of at most 174 links a node, and directories that become a HAMT of width 256
// once the names and CIDs of their entries exceed 262,144 bytes. Empty directories count. Modes and times do not. Hidden
// files count, hence --hidden: a result that quietly lacked a file would have an honest-looking CID of the wrong thing.
// Symbolic links, devices and names that [ValidName] refuses are errors, never left out.
//
// # How long blocks stay
//
// A block stays as long as a held root reaches it: [Store.Hold] names a root and who needs it (a deal's ID, say),
// [Store.Release] ends that, and [Store.Collect] removes what no hold reaches.
package content
