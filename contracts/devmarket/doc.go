// Package devmarket is a chain for one machine with the contract, play money, and somebody who gives it away.
package devmarket
