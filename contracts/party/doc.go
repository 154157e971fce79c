// Package party is one account at one contract, as package deals wants it: it signs, reads and sends.
package party
