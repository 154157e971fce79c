// Package planted tests the tests: it holds bugs, each a small patch of the product that a tired engineer could have made,
// and plants them one by one to see which suite finds it. Ten of them were written by somebody who had not seen the suites, the
// others by who knows them. The simulator has no chain: what forgets a nonce, ignores a reorganization, takes a high s or pays
// twice is found by tests on the development chain.
//
//	make planted                                      all of them, and what found each
//	go run ./parleytest/planted/run -seeds 500 NAME   one of them
//
// A bug is a build tag without a branch in the product: the file it patches is laid over with two, of which the tag
// [Tag] chooses the wrong one. It is a text under bugs, which go test holds to the tree:
//
//	file: path/in/tree.go
//	breaks: what it breaks, and where that is written
//	--- old
//	text that occurs exactly once in the file
//	--- new
//	what stands there instead
//
// and so on, with as many groups and files as it takes.
package planted
