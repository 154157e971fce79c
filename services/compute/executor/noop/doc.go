// Package noop is an executor that runs nothing: the smallest example of the interface of package executor, and what a market can be
// tried with whose work is of no interest.
package noop
