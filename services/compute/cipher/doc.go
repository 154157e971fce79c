// Package cipher encrypts what a job's programs read, so that who is asked for a quote, or fetches every block, holds none of it.
//
// An input, a file or a directory, becomes one file of the format age (age-encryption.org/v1): a tar archive in chunks of 64 KiB under
// ChaCha20-Poly1305, of which none can be changed, left out, moved or cut off at the end without being noticed. The file's key is
// wrapped by the job's own [Key], which travels by itself, and is bound to the job and to the input's place in it: what is of one job,
// or of one input, is opened as no other.
//
// Names in a directory, and what its files are, are encrypted with the rest. How long all of it is can be seen.
package cipher
