// Package transports carries the frames of one negotiation between two peers whose keys were proved.
//
// [Stream], [Dialer] and [Listener] are all that the engines know of a network. The package brings what needs no
// dependency: [Pipe] and [Memory] for parties in one process, [Frame] for any io.ReadWriteCloser, and
// [Listen] and [NetDialer] for TCP and everything else that net dials. The adapter transports/libp2p brings TCP,
// QUIC and WebSocket with encryption. The package parleytest/transporttest holds the suite that every Stream passes;
// run it over your own.
//
// [Link] is what they are made of: records of many sessions over one carrier, each session with a window of its own, so
// that memory is bounded and none holds up another. An adapter to a network uses it where sessions should share a stream.
//
// A stream is one session to its user. Whether several share a connection, or a stream of the layer below, is the
// transport's business.
package transports
