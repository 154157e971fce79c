// Package messages holds what two parties of a Parley negotiation say to each other: the protobuf schema
// (parley.proto, package parley.v1), its generated code, and by hand what a schema cannot say: kinds, limits,
// Validate, and how an envelope is sealed, opened and named.
//
// Signed bytes are kept bytes. A message is encoded once, by its author; from then on exactly those bytes are
// verified, stored and forwarded, and nothing is encoded again to be checked. An [ID] covers everything but the
// signature, so that two signatures over the same words are one envelope.
//
// The package does no I/O but for ReadFrame and WriteFrame, and everything in it may be used concurrently;
// messages themselves must not be changed once sealed.
package messages
