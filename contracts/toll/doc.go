// Package toll says what the transactions of a deal cost its farmer, so that it can be part of a quote: gas, at the chain's price, in the
// deal's token. A [Gauge] asks the chain, not more often than it has to, and answers nothing rather than something stale; a [Rate] is
// what the chain's coin is worth, which only the operator can say.
package toll
