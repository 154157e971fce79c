// Package modulestest makes git repositories for tests, and servers of them, without git: the same files give the same commits.
package modulestest
