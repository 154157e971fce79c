// Package spec holds SPEC.md to the code and the code to SPEC.md: the table of moves and the diagram in it are generated
// from package protocol (go run ./internal/spec/diagram), and a test sees that every MUST is cited by a test.
package spec
