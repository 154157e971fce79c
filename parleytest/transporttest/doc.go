// Package transporttest is the suite that every transport passes: [Run] for streams, [RunNetwork] for what dials and
// accepts them. It also brings carriers that make life hard ([OneByte]) and one that listens in ([Relay]).
package transporttest
