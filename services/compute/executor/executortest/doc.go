// Package executortest holds executors to the contract of package executor.
package executortest
