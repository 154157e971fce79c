// Package voyage is a network of packets in virtual time, for hosts of real libp2p, and voyages of a fleet of them with whole
// engines: twenty hosts for ten minutes, which take a few seconds.
//
// A [Network] loses, delays, repeats, reorders and parts what libp2p's QUIC sends over it (libp2p.Config.Packets), and takes
// the power from a host. In a bubble of testing/synctest nothing runs while all wait.
//
// The tests of this package sail: requesters hire farmers that they name or find in the DHT, while up to a fifth of all
// packets is lost, the network parts and heals, and processes are killed or stopped and come back to their disks. When faults
// have stopped every session ends, and then both sides have kept the same transcript, what a policy was told is there, what is
// owed is alike, nobody honest is accused, and what time alone has ended is due to a fault that kept both apart. Nothing runs
// when a voyage is over, or the bubble fails.
//
//	go test ./parleytest/voyage -run TestVoyages -v -voyages 200                        so many
//	go test ./parleytest/voyage -run TestVoyages -v -voyages 1 -voyages.first 7         the seed 7
//	make full SUITES=voyages                                                            5,000, in parts
//
// A seed fixes who asks whom for what and when, each fault and its time, the weather of each link and the fate of the n-th
// packet on it. It does not fix the rest: libp2p, QUIC and TLS draw keys, nonces and pauses of their own and the scheduler
// orders goroutines, so that the n-th packet is not the same one twice and a failure may need its seed some times over. What
// has to be exact is for package sim.
package voyage
