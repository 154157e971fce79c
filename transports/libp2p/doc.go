// Package libp2p carries Parley over libp2p: TCP, QUIC and WebSocket, encrypted with Noise (QUIC with its own TLS),
// multiplexed with Yamux, between Ed25519 peers. A [Host] dials and accepts streams, finds farmers and makes one findable
// through a Kademlia DHT under Parley's own prefix. It is the only package that knows go-libp2p.
//
// # Why sessions share a stream
//
// The sessions between two peers share one long-lived libp2p stream (see transports.Link) instead of having one each. Both
// were built and measured, with
//
//	go test -bench Transport -run '^$' ./transports/libp2p
//
// CPU per session of three round trips, both ends together, with 1 and 32 sessions at a time, on two cores that had other
// work too:
//
//	            shared stream    a stream each
//	TCP         135 / 103 µs     409 / 408 µs
//	QUIC        174 / 124 µs     551 / 239 µs
//	WebSocket    98 /  73 µs     435 / 279 µs
//
// The price is that one session's large frame can delay another's by the time it takes on the wire: at most 64 KiB, for a
// SOW. A receiver that does not read holds up nobody, since each session has its own window.
package libp2p
