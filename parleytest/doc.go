// Package parleytest is a world for tests: nodes that can be killed, cut off and restarted at any point of any write or
// send, policies that write down what they are asked, and an adversary that says whatever a script tells it to. Everything
// is deterministic under testing/synctest.
package parleytest
