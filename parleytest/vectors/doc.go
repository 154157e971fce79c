// Package vectors holds what another implementation of Parley can check itself against, as JSON that README.md explains:
// good and bad envelopes, frames, signatures on which libraries differ, and whole negotiations with the state after each
// step. The files are written by
//
//	go run ./parleytest/vectors/generate
//
// with fixed keys; a test holds that they are fresh, and another runs them.
package vectors

import "embed"

// Files are the vectors, by name: "envelopes.json".
//
//go:embed *.json
var Files embed.FS
